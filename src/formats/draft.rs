//! A document as it is put together by the readers of tables and JSON: items come one by one, and
//! what a document is called is found among them at the end.

use super::structured_text::unid;
use super::{Context, Document, DocumentSource, Item, ItemValue};
use crate::evidence::{Location, Secret};
use jiff::Timestamp;
use std::sync::Arc;

/// Items of one document.
const MAX_ITEMS: usize = 5_000;
/// Bytes of the names and values of one document.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Bytes that a value costs besides its text.
const VALUE_COST: usize = 32;

/// How the column of the form is called, in the languages of the client.
const FORM: [&str; 5] = ["Form", "@form", "Maske", "Masque", "フォーム"];
/// How the universal ID is called.
const UNID: [&str; 5] = ["@unid", "unid", "$UNID", "UniversalID", "Universal ID"];
/// How the parent is called.
const PARENT: [&str; 3] = ["$REF", "@parentid", "@parentunid"];

/// A document so far.
pub(super) struct Draft<'r> {
    context: &'r Context<'r>,
    document: Document,
    bytes: usize,
}

impl<'r> Draft<'r> {
    /// A document that begins at `location`.
    pub(super) fn new(
        context: &'r Context<'r>,
        source: DocumentSource,
        location: Location,
    ) -> Self {
        Self { context, document: Document::new(source, location), bytes: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.document.items.is_empty()
    }

    /// Whether an item of this name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.document.items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
    }

    /// The text of an item.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        self.text(&[name])
    }

    /// A part of it is missing, so it must not be judged.
    pub(super) fn truncate(&mut self) {
        self.document.truncated = true;
    }

    /// When it was last modified.
    pub(super) fn modified(&mut self, time: Option<Timestamp>) {
        self.document.modified = time.or(self.document.modified);
    }

    /// Adds an item. `false` the first time that a limit leaves one out.
    pub(super) fn push(&mut self, name: &str, values: Vec<String>, place: Location) -> bool {
        let settings = &self.context.catalog.settings;
        let hidden =
            settings.is_secret(name) || values.iter().any(|value| settings.holds_secret(value));
        let size = values.iter().map(|value| value.len() + VALUE_COST).sum();
        let value = match hidden {
            true => ItemValue::Secret(Secret::new(values.join("\n"))),
            false => ItemValue::Values(values),
        };
        self.add(name, value, size, place)
    }

    /// Adds an item that holds something no field of ours holds.
    pub(super) fn push_opaque(&mut self, name: &str, kind: &str, place: Location) -> bool {
        self.add(name, ItemValue::Opaque(kind.to_owned()), kind.len(), place)
    }

    fn add(&mut self, name: &str, value: ItemValue, size: usize, place: Location) -> bool {
        self.bytes += size + name.len() + VALUE_COST;
        if self.document.items.len() >= MAX_ITEMS || self.bytes > MAX_BYTES {
            return std::mem::replace(&mut self.document.truncated, true);
        }
        let location = place.with_item(name);
        self.document.items.push(Item { name: name.to_owned(), value, location });
        true
    }

    /// The document; `None` where it holds nothing.
    pub(super) fn finish(mut self) -> Option<Document> {
        if self.is_empty() {
            return None;
        }
        let form = self.text(&FORM);
        let own = self.text(&UNID).as_deref().and_then(unid);
        let parent = self.text(&PARENT);
        let document = &mut self.document;
        document.response = parent.is_some();
        document.parent = parent.as_deref().and_then(unid);
        document.conflict =
            document.items.iter().any(|item| item.name.eq_ignore_ascii_case("$Conflict"));
        let place: Option<Arc<str>> = form.as_deref().map(Arc::from);
        let id: Option<Arc<str>> = own.as_deref().map(Arc::from);
        let locations = document.items.iter_mut().map(|item| &mut item.location);
        for location in locations.chain([&mut document.location]) {
            location.form.clone_from(&place);
            location.document.clone_from(&id);
        }
        document.form = form;
        document.unid = own;
        Some(self.document)
    }

    /// The text of the first item of one of these names that holds one.
    fn text(&self, names: &[&str]) -> Option<String> {
        let named = |item: &&Item| names.iter().any(|name| name.eq_ignore_ascii_case(&item.name));
        self.document.items.iter().filter(named).find_map(|item| match &item.value {
            ItemValue::Values(values) => {
                values.first().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::evidence::InputPath;

    /// What became of items of these lengths of values, and whether the document is cut then.
    fn pushed(lengths: &[usize]) -> (Vec<bool>, bool) {
        let catalog = Catalog::built_in().unwrap();
        let path = InputPath::named("x");
        let context = Context { path: path.clone(), catalog: &catalog, skip_forms: false };
        let place = Location::input(&path);
        let mut draft = Draft::new(&context, DocumentSource::Excerpt, place.clone());
        let mut push = |length: &usize| draft.push("abc", vec!["x".repeat(*length)], place.clone());
        let fits = lengths.iter().map(&mut push).collect();
        (fits, draft.finish().is_some_and(|document| document.truncated))
    }

    #[test]
    fn the_size_of_a_document_is_bounded() {
        // A name of three letters, and what item and value cost besides.
        let most = MAX_BYTES - 3 - 2 * VALUE_COST;
        assert_eq!(pushed(&[most]), (vec![true], false));
        // The first item that is left out is told, and no other.
        assert_eq!(pushed(&[0, most, 0]), (vec![true, false, true], true));
        assert_eq!(pushed(&[most / 2, most / 2 - 3 - 2 * VALUE_COST]), (vec![true, true], false));
        assert_eq!(pushed(&[most / 2, most / 2]), (vec![true, false], true));
    }

    #[test]
    fn the_number_of_items_is_bounded() {
        let (fits, cut) = pushed(&vec![0; MAX_ITEMS]);
        assert!(fits.iter().all(|fits| *fits) && !cut);
        let (fits, cut) = pushed(&vec![0; MAX_ITEMS + 2]);
        assert_eq!((&fits[MAX_ITEMS..], cut), (&[false, true][..], true));
    }

    #[test]
    fn a_document_without_items_is_none() {
        let catalog = Catalog::built_in().unwrap();
        let path = InputPath::named("x");
        let context = Context { path: path.clone(), catalog: &catalog, skip_forms: false };
        let draft = Draft::new(&context, DocumentSource::Excerpt, Location::input(&path));
        assert!(draft.is_empty());
        assert!(draft.finish().is_none());
    }

    #[test]
    fn what_a_document_is_stands_among_its_items() {
        let catalog = Catalog::built_in().unwrap();
        let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms: false };
        let place = || Location::line(&context.path, 1);
        let mut draft = Draft::new(&context, DocumentSource::Excerpt, place());
        assert!(draft.is_empty());
        let parent = "0".repeat(31) + "B";
        for (name, value) in
            [("Form", " "), ("Maske", "Server"), ("$ref", &parent), ("$conflict", "")]
        {
            draft.push(name, vec![value.to_owned()], place());
        }
        let document = draft.finish().unwrap();
        assert_eq!(document.form.as_deref(), Some("Server"));
        assert_eq!(document.parent, Some(parent));
        assert!(document.response && document.conflict);
    }
}
