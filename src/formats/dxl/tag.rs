//! Start tags: names without their prefix, attributes with their references resolved.

use super::text;
use quick_xml::events::attributes::Attributes;

/// A start tag.
#[derive(Debug, Default)]
pub(in crate::formats) struct Tag {
    /// The name without its prefix.
    pub(in crate::formats) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Reads what stands between the angle brackets, and whether an entity in it is not known;
    /// `None` where that is no tag.
    pub(super) fn parse(content: &str) -> Option<(Self, bool)> {
        let name = content.split(|c: char| c.is_ascii_whitespace()).next()?;
        let begins_well =
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii());
        // A `<` inside a tag: the tag, or a quote in it, was never closed.
        if !begins_well || content.contains('<') {
            return None;
        }
        let mut tag = Self { name: local(name).to_owned(), attributes: Vec::new() };
        let mut unknown = false;
        for attribute in Attributes::new(content, name.len()).with_checks(false) {
            let attribute = attribute.ok()?;
            let (value, strange) = text::attribute_value(&text::decode(&attribute.value).0);
            unknown |= strange;
            let key = text::decode(attribute.key.as_ref()).0.into_owned();
            tag.attributes.push((key, value));
        }
        Some((tag, unknown))
    }

    /// The value of an attribute, whatever its prefix.
    pub(in crate::formats) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| local(key) == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says true.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// The namespaces this tag declares.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &str> {
        let declared =
            self.attributes.iter().filter(|(key, _)| key == "xmlns" || key.starts_with("xmlns:"));
        declared.map(|(_, value)| value.as_str())
    }

    /// Whether a database, a document or the design of a form begins here. Other elements of DXL
    /// are called `form` too, but have no name.
    pub(super) fn begins_record(&self) -> bool {
        match self.name.as_str() {
            "database" | "document" | "note" => true,
            "form" | "subform" => self.attribute("name").or(self.attribute("alias")).is_some(),
            _ => false,
        }
    }
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether an element of this name may begin a record.
pub(super) fn is_record_name(name: &[u8]) -> bool {
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    matches!(local, b"database" | b"document" | b"note" | b"form" | b"subform")
}

/// Whether `head` is the beginning of a start tag up to the byte after its name.
pub(super) fn names_record(head: &[u8]) -> bool {
    let Some((end, start)) = head.split_last() else { return false };
    let name = start.strip_prefix(b"<").unwrap_or_default();
    (end.is_ascii_whitespace() || *end == b'>') && is_record_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_in_any_layout() {
        let cases = [
            "item name='a b' seal='true'",
            "d:item\n\tseal = \"true\"\r\n name=\"a&#32;b\" ",
            "item seal='true' name='a b' name='c'",
        ];
        for content in cases {
            let tag = Tag::parse(content).unwrap().0;
            let found = (tag.name.as_str(), tag.attribute("name"), tag.is_true("seal"));
            assert_eq!(found, ("item", Some("a b"), true), "{content}");
            assert_eq!(tag.attribute("nam"), None);
        }
        for name in ["_item", "Änderung", "d:Änderung"] {
            assert_eq!(Tag::parse(name).unwrap().0.name, name.trim_start_matches("d:"));
        }
        for (value, wanted) in
            [("TRUE", true), ("1", true), ("0", false), ("false", false), ("", false)]
        {
            let tag = Tag::parse(&format!("item seal='{value}'")).unwrap().0;
            assert_eq!(tag.is_true("seal"), wanted, "{value}");
        }
        for content in ["", " item", "1a", "item name", "item name=a", "item name='<'", "a 'b'"] {
            assert!(Tag::parse(content).is_none(), "{content}");
        }
    }

    #[test]
    fn a_form_without_a_name_is_no_design() {
        let cases = [
            ("document", true),
            ("x:note class='a'", true),
            ("form", false),
            ("form name='F'", true),
            ("subform alias='F'", true),
            ("formula name='F'", false),
        ];
        for (content, wanted) in cases {
            assert_eq!(Tag::parse(content).unwrap().0.begins_record(), wanted, "{content}");
        }
    }

    #[test]
    fn a_place_to_resume_is_a_start_tag_of_a_record() {
        for head in ["<document ", "<d:document>", "<form\n", "<database\t"] {
            assert!(names_record(head.as_bytes()), "{head}");
        }
        for head in ["<document", "</document>", "document ", "<documents>", "<noteinfo ", "<", ""]
        {
            assert!(!names_record(head.as_bytes()), "{head}");
        }
    }
}
