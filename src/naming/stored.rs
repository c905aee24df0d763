//! The way back: which item holds a field, and what it stores for a meaning. For those who change a
//! document; what is not told by the form, the item map or a source that is sure, is not written.

use super::Names;
use super::fields::{designs_of, items_of};
use crate::catalog::FieldEntry;
use crate::evidence::{FactCode, NamedBy};
use crate::formats::Document;
use std::collections::BTreeSet;

/// Where a value is to be written, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// The item.
    pub item: String,
    /// What it stores.
    pub stored: String,
    /// What told both.
    pub named_by: NamedBy,
}

/// How a document of this form stores a meaning of a field, or a text where the field has no meanings.
/// `None` where that is not told, or told in several ways.
pub(super) fn writing(
    names: &Names<'_>,
    document: &Document,
    entry: &FieldEntry,
    value: &str,
) -> Option<Writing> {
    let candidates = items_of(names, document, entry);
    let (item, named_by, code) = match candidates.as_slice() {
        [one] => *one,
        several => *several.iter().find(|(name, ..)| holds(document, name))?,
    };
    if matches!(code, FactCode::Unconfirmed) {
        return None;
    }
    let (stored, told_by) = match entry.values.is_empty() {
        true => (value.to_owned(), named_by),
        false => stored(names, document, entry, item, value)?,
    };
    let named_by = if told_by == NamedBy::Form { named_by } else { told_by };
    Some(Writing { item: item.to_owned(), stored, named_by })
}

fn holds(document: &Document, name: &str) -> bool {
    document.items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
}

/// What an item stores for a meaning: by the choices of the form, the item map, or the catalog.
fn stored(
    names: &Names<'_>,
    document: &Document,
    entry: &FieldEntry,
    item: &str,
    meaning: &str,
) -> Option<(String, NamedBy)> {
    let fields = designs_of(names, document).filter(|field| field.item.eq_ignore_ascii_case(item));
    let choices: BTreeSet<&str> = fields
        .flat_map(|field| &field.choices)
        .filter(|choice| entry.meaning_of_label(&choice.label) == Some(meaning))
        .map(|choice| choice.stored.as_str())
        .collect();
    match choices.len() {
        0 => {}
        1 => return choices.first().map(|stored| ((*stored).to_owned(), NamedBy::Form)),
        // Two designs, or two choices of one, contradict each other.
        _ => return None,
    }
    let mapped = names.map.item(&entry.id).filter(|mapped| mapped.item.eq_ignore_ascii_case(item));
    if let Some(stored) = mapped.and_then(|mapped| mapped.values.get(meaning)) {
        return Some((stored.clone(), NamedBy::Map));
    }
    let value = entry.values.iter().find(|value| value.meaning == meaning)?;
    let sure = |code| matches!(code, FactCode::Documented | FactCode::Observed);
    let known = value.stored.iter().find(|stored| sure(stored.code))?;
    Some((known.text.to_string(), NamedBy::BuiltIn))
}
