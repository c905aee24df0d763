//! What an item map would have to name: fields that nothing names in the documents seen, and the items
//! among which they may be.

use super::collect::{Collected, Kept};
use crate::catalog::{Catalog, FieldEntry};
use crate::evidence::FactCode;
use crate::formats::{Item, ItemValue};
use crate::naming::{DocumentKind, Names};
use std::collections::{BTreeMap, BTreeSet};

/// Example values of an item that are kept.
const MOST_EXAMPLES: usize = 3;
/// Items of one kind of document that are kept.
const MOST_ITEMS: usize = 500;

/// Unknown items of one kind of document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unnamed<'c> {
    /// The kind; `None` for forms that nothing recognises.
    pub kind: Option<DocumentKind>,
    /// The forms, with the number of their documents.
    pub forms: BTreeMap<&'c str, u64>,
    /// Fields that nothing names.
    pub fields: Vec<&'c FieldEntry>,
    /// Unknown items with examples of their values; none where a value may not be shown.
    pub items: BTreeMap<&'c str, BTreeSet<String>>,
}

/// Collects what nothing names: for each kind of document, then for responses of unknown forms.
#[must_use]
pub fn unnamed<'c>(collected: &'c Collected, names: &Names<'c>) -> Vec<Unnamed<'c>> {
    let mut by_kind: BTreeMap<Option<DocumentKind>, Unnamed<'c>> = BTreeMap::new();
    for kept in &collected.documents {
        let recognised = names.recognise(&kept.document);
        let sure = recognised.filter(|found| found.code != FactCode::Unconfirmed);
        let kind = sure.map(|found| found.kind);
        // A rule is a response; what else nothing recognises is of other databases or of no use.
        if kind.is_none() && kept.document.parent.is_none() {
            continue;
        }
        let unnamed = by_kind.entry(kind).or_default();
        unnamed.kind = kind;
        unnamed.take(kept, names);
    }
    let mut all: Vec<_> = by_kind.into_values().collect();
    // Forms that may be those of rules come last, with the fields of rules.
    all.sort_by_key(|unnamed| unnamed.kind.is_none());
    all.retain(|unnamed| !unnamed.fields.is_empty());
    all
}

impl<'c> Unnamed<'c> {
    fn take(&mut self, kept: &'c Kept, names: &Names<'c>) {
        let document = &kept.document;
        let catalog: &'c Catalog = names.catalog();
        *self.forms.entry(document.form.as_deref().unwrap_or_default()).or_default() += 1;
        let kind = self.kind.unwrap_or(DocumentKind::Rule);
        for field in catalog.fields.of(kind.id()) {
            let known = self.kind.is_some() && names.names_field(document, field);
            if !known && !self.fields.iter().any(|seen| seen.id == field.id) {
                self.fields.push(field);
            }
        }
        for item in &document.items {
            let known = self.kind.is_some() && names.knows_item(kind, document, &item.name);
            let room = self.items.len() < MOST_ITEMS || self.items.contains_key(item.name.as_str());
            if !known && room && !item.name.starts_with('$') {
                self.example(item, catalog);
            }
        }
    }

    fn example(&mut self, item: &'c Item, catalog: &Catalog) {
        let examples = self.items.entry(&item.name).or_default();
        if let ItemValue::Values(values) = &item.value {
            let shown = values.iter().filter(|value| !catalog.settings.holds_secret(value));
            for value in shown.take(MOST_EXAMPLES) {
                if examples.len() < MOST_EXAMPLES && !value.trim().is_empty() {
                    examples.insert(value.clone());
                }
            }
        }
    }
}
