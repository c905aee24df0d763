//! Documents: `<document>`, and `<note class='document'>` of an exporter told to force the note
//! format, where form and parent are items like any other.

use super::item::ItemRead;
use super::values::{REPLICA, UNID, id, timestamp};
use super::xml::{Fault, Token};
use super::{Dxl, Lost};
use crate::evidence::{Location, Warning};
use crate::formats::{Document, DocumentSource, Item, ItemValue, Record};
use std::sync::Arc;

/// Items that one document may have.
pub(super) const MAX_ITEMS: usize = 100_000;
/// Bytes of text that one document may have.
pub(super) const MAX_DOCUMENT: usize = 64 * 1024 * 1024;

/// A document while it is read.
struct Draft {
    document: Document,
    size: usize,
}

impl Dxl<'_, '_> {
    /// Reads the `<document>` (or note) that has just begun.
    pub(super) fn document(&mut self) -> Result<(), Lost> {
        let mut draft = Draft { document: self.new_document(), size: 0 };
        let documents = &self.context.catalog.documents;
        let form = draft.document.form.as_deref();
        self.keeps_rich_text = form.is_none_or(|form| documents.may_set_in_rich_text(form));
        // Nobody knows in which item of which form certificates lie; rules, which are responses of
        // forms nobody knows either, hold none.
        self.looks_for_pem =
            !draft.document.response && form.is_none_or(|form| !documents.names_form(form));
        if let Err(fault) = self.document_parts(&mut draft) {
            let Document { unid, form, location, .. } = draft.document;
            return Err(Lost { fault, record: unid.or(form), begins: location.line });
        }
        let mut document = draft.document;
        name_places(&mut document);
        self.out.record(Record::Document(Box::new(document)));
        Ok(())
    }

    /// Reads a `<note>`: a document, or a design element that is of use only in its own format.
    pub(super) fn note(&mut self) -> Result<(), Lost> {
        let class = self.xml.tag().attribute("class").unwrap_or("document").to_ascii_lowercase();
        if class == "document" {
            return if self.passes_notes()? { self.document() } else { Ok(()) };
        }
        if class == "form" {
            let line = self.xml.start().line;
            self.out.lost_once(Warning::new("form-in-note-format", line));
        }
        let begins = Some(self.xml.start().line);
        self.xml.pass_over(&mut self.out).map_err(|fault| Lost {
            fault,
            record: Some(class),
            begins,
        })
    }

    fn new_document(&mut self) -> Document {
        let replica = self.id_attribute("replicaid", REPLICA).or_else(|| self.replica.clone());
        let parent = self.id_attribute("parent", UNID);
        let tag = self.xml.tag();
        Document {
            form: tag.attribute("form").filter(|form| !form.trim().is_empty()).map(str::to_owned),
            response: tag.is_true("response") || tag.attribute("parent").is_some(),
            parent,
            conflict: tag.is_true("conflict"),
            truncated: tag.is_true("truncated"),
            replica,
            ..Document::new(DocumentSource::Whole, self.place())
        }
    }

    fn document_parts(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        loop {
            while !is_full(draft)
                && let Some(read) = self.plain_item()?
            {
                take(draft, read);
            }
            match self.next()? {
                Token::End => return Ok(()),
                Token::Start => self.document_part(draft)?,
                Token::Text | Token::Literal => {}
            }
        }
    }

    fn document_part(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        match self.xml.tag().name.as_str() {
            "noteinfo" => self.note_info(&mut draft.document),
            "item" => self.document_item(draft),
            _ => self.skip(),
        }
    }

    fn note_info(&mut self, document: &mut Document) -> Result<(), Fault> {
        document.unid = self.id_attribute("unid", UNID);
        let sequence = self.xml.tag().attribute("sequence");
        document.sequence = sequence.and_then(|text| text.trim().parse().ok());
        loop {
            match self.next()? {
                Token::End => return Ok(()),
                Token::Start if self.xml.tag().name == "modified" => {
                    document.modified = timestamp(&self.nested_text("datetime")?);
                }
                Token::Start => self.skip()?,
                Token::Text | Token::Literal => {}
            }
        }
    }

    /// The text of the last child of this name of the element that has just begun.
    pub(super) fn nested_text(&mut self, name: &str) -> Result<String, Fault> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::End => return Ok(text),
                Token::Start if self.xml.tag().name == name => text = self.plain_text()?,
                Token::Start => self.skip()?,
                Token::Text | Token::Literal => {}
            }
        }
    }

    fn document_item(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        if is_full(draft) {
            self.warn_large(&mut draft.document);
            return self.skip();
        }
        let read = self.item()?;
        take(draft, read);
        Ok(())
    }

    /// We hold a part of the document only, and what is not judged in a document that its database
    /// holds in part must not be judged here either.
    fn warn_large(&mut self, document: &mut Document) {
        if !document.truncated {
            document.truncated = true;
            let warning = Warning::new("dxl-document-too-large", document.location.line);
            let record = document.unid.as_deref().unwrap_or_default();
            self.out.lost(warning.with("record", record).with("items", document.items.len()));
        }
    }
}

/// Whether the document has no room for further items.
fn is_full(draft: &Draft) -> bool {
    draft.document.items.len() >= MAX_ITEMS || draft.size >= MAX_DOCUMENT
}

fn take(draft: &mut Draft, read: ItemRead) {
    draft.size += read.size;
    note_meaning(&mut draft.document, &read);
    draft.document.items.push(read.item);
}

/// Takes from an item what `<document>` says in attributes.
fn note_meaning(document: &mut Document, read: &ItemRead) {
    let name = read.item.name.to_ascii_lowercase();
    match (name.as_str(), &read.item.value) {
        ("form", ItemValue::Values(values)) if document.form.is_none() => {
            document.form = values.first().filter(|form| !form.trim().is_empty()).cloned();
        }
        ("$ref", value) => {
            document.response = true;
            let as_text = match value {
                ItemValue::Values(values) => values.first().and_then(|text| id(text, UNID)),
                _ => None,
            };
            let parent = read.reference.clone().or(as_text);
            document.parent = document.parent.take().or(parent);
        }
        ("$conflict", _) => document.conflict = true,
        _ => {}
    }
}

/// Names document and form in every place, now that both are known.
fn name_places(document: &mut Document) {
    let unid: Option<Arc<str>> = document.unid.as_deref().map(Arc::from);
    let form: Option<Arc<str>> = document.form.as_deref().map(Arc::from);
    let name = |place: &mut Location| {
        place.document.clone_from(&unid);
        place.form.clone_from(&form);
    };
    name(&mut document.location);
    document.items.iter_mut().for_each(|Item { location, .. }| name(location));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;

    /// A document that takes so many bytes and has so many items.
    fn draft(size: usize, items: usize) -> Draft {
        let place = Location::input(&InputPath::named("x"));
        let mut document = Document::new(DocumentSource::Whole, place);
        document.items = vec![item(); items];
        Draft { document, size }
    }

    fn item() -> Item {
        let location = Location::input(&InputPath::named("x"));
        Item { name: "A".to_owned(), value: ItemValue::Values(Vec::new()), location }
    }

    #[test]
    fn a_document_is_full_at_so_many_bytes_or_items() {
        let one_more = |size: usize, items: usize| {
            let mut draft = draft(size, items);
            assert!(!is_full(&draft), "{size} {items}");
            take(&mut draft, ItemRead { item: item(), reference: None, size: 2 });
            is_full(&draft)
        };
        assert!(!one_more(MAX_DOCUMENT - 3, 0));
        assert!(one_more(MAX_DOCUMENT - 2, 0));
        assert!(!one_more(0, MAX_ITEMS - 2));
        assert!(one_more(0, MAX_ITEMS - 1));
    }
}
