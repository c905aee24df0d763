//! `fields.toml`: the fields that checks read, how their items are called and what their values mean.

use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Labels by language code.
type Labels = BTreeMap<Text, Vec<Label>>;

/// How the user interface calls something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Text", bound(deserialize = "'de: 'static"))]
pub struct Label {
    text: Text,
    folded: Text,
}

impl Label {
    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As it compares, see [`fold`].
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn folded_text(&self) -> Text {
        self.folded
    }
}

impl From<Text> for Label {
    fn from(text: Text) -> Self {
        Self { folded: text.changed(fold), text }
    }
}

/// The name of an item, with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct ItemName {
    /// The item.
    pub name: Text,
    /// What stands behind the fact that this item holds the field.
    pub code: FactCode,
}

/// A stored value, with what stands behind its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Stored {
    /// What the item holds.
    pub text: Text,
    /// What stands behind the fact that this means what is said.
    pub code: FactCode,
}

/// One of the values of a keyword field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct FieldValue {
    /// Our name of the meaning, such as `fewer`.
    pub meaning: Text,
    /// How it is stored.
    #[serde(default)]
    pub stored: Vec<Stored>,
    /// How the user interface calls it.
    #[serde(default)]
    pub labels: Labels,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct FieldEntry {
    /// `kind.name`, such as `site.addresses`.
    pub id: Text,
    /// The kind of document it stands in (see `documents.toml`).
    pub document: Text,
    /// How the user interface calls it in English.
    pub title: Text,
    /// Items that hold it, by what is known without a form design.
    #[serde(default)]
    pub items: Vec<ItemName>,
    /// Labels that stand before it in a form design.
    #[serde(default)]
    pub labels: Labels,
    /// Whether its choices are so much its own that a form design is recognised by them.
    #[serde(default)]
    pub known_by_choices: bool,
    /// Where the fact comes from.
    pub source: Text,
    /// Its values, for a keyword field.
    #[serde(default, rename = "value")]
    pub values: Vec<FieldValue>,
}

impl FieldEntry {
    /// Whether `text` is a label of this field in any language.
    #[must_use]
    pub fn has_label(&self, text: &str) -> bool {
        self.has_folded(&fold(text))
    }

    /// The same for a text that is folded already.
    #[must_use]
    pub fn has_folded(&self, folded: &str) -> bool {
        any_label(&self.labels, folded)
    }

    /// The meaning whose label `text` is, in any language.
    #[must_use]
    pub fn meaning_of_label(&self, text: &str) -> Option<&str> {
        // Every item of a document may be asked: most texts begin as no label does.
        let start = folded_start::<1>(text);
        let may_be = |value: &FieldValue| {
            let mut labels = value.labels.values().flatten();
            start.is_none() || labels.any(|label| folded_start(label.folded()) == start)
        };
        self.values.iter().any(may_be).then(|| self.meaning_of_folded(&fold(text)))?
    }

    /// The same for a text that is folded already.
    #[must_use]
    pub fn meaning_of_folded(&self, folded: &str) -> Option<&str> {
        let found = self.values.iter().find(|value| any_label(&value.labels, folded));
        found.map(|value| value.meaning.as_str())
    }

    /// The meaning of a stored value, with what stands behind it.
    #[must_use]
    pub fn meaning_of_stored(&self, text: &str) -> Option<(&str, FactCode)> {
        self.values.iter().find_map(|value| {
            let stored =
                value.stored.iter().find(|stored| stored.text.eq_ignore_ascii_case(text))?;
            Some((value.meaning.as_str(), stored.code))
        })
    }
}

fn any_label(labels: &Labels, folded: &str) -> bool {
    !folded.is_empty() && labels.values().flatten().any(|label| label.folded == folded)
}

/// A label as it compares: case, dashes, no-break blanks, trademark signs and a colon at the end do
/// not count, nor does how many blanks stand between words.
#[must_use]
pub fn fold(label: &str) -> String {
    let plain = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{ad}' => '-',
        '®' | '™' | '\u{a0}' | '\u{3000}' => ' ',
        c => c,
    };
    let mut folded = String::with_capacity(label.len());
    for c in label.chars().map(plain) {
        if c.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    let plain = folded.trim_end().trim_end_matches([':', '：']).trim_end();
    folded.truncate(plain.len());
    folded
}

/// The first bytes of a text as [`fold`] leaves them, where that is quick to tell: of letters and digits of ASCII
/// it changes the case alone.
pub(super) fn folded_start<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let start = text.as_bytes().first_chunk()?.map(|byte: u8| byte.to_ascii_lowercase());
    start.iter().all(u8::is_ascii_alphanumeric).then_some(start)
}

/// All fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Fields {
    #[serde(rename = "field")]
    entries: Vec<FieldEntry>,
}

impl Fields {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake, or an id given twice.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let fields: Self = from_toml(file, text)?;
        let mut seen = std::collections::BTreeSet::new();
        match fields.entries.iter().find(|entry| !seen.insert(&entry.id)) {
            Some(twice) => {
                Err(CatalogError::new(file, 0, format!("the field {} stands twice", twice.id)))
            }
            None => Ok(fields),
        }
    }

    /// The entry of a field.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&FieldEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All fields of a kind of document.
    pub fn of<'f>(&'f self, document: &'f str) -> impl Iterator<Item = &'f FieldEntry> {
        self.entries.iter().filter(move |entry| entry.document == document)
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = &FieldEntry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn labels_compare_as_people_read_them() {
        assert_eq!(fold("Internet\u{2011}Authentifizierung:"), fold("internet-authentifizierung"));
        assert_eq!(fold("Lotus Notes\u{ae}  Traveler"), fold("lotus notes traveler"));
        assert_ne!(fold("Fewer"), fold("More"));
        assert_eq!(fold(" \u{3000}Größe\t der\u{a0}: :： "), "größe der :");
        assert_eq!(
            (fold(" : "), fold("A:B"), fold("®")),
            (String::new(), "a:b".into(), String::new())
        );
    }
}
