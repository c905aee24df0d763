//! What was recognised in each input, for `inspect`: to see what a reader understood, and which items
//! of a directory nothing names yet.

use super::collect::{Collected, InputReport, Kept};
use crate::naming::Names;
use std::collections::BTreeSet;

/// An input with what was found in it.
pub struct InspectedFile<'c> {
    /// The input.
    pub input: &'c InputReport,
    /// Settings of notes.ini in it.
    pub settings: u64,
    /// Its documents.
    pub documents: Vec<InspectedDocument<'c>>,
}

/// A document of an input.
pub struct InspectedDocument<'c> {
    /// Its form.
    pub form: Option<&'c str>,
    /// Its universal ID.
    pub unid: Option<&'c str>,
    /// The document it answers.
    pub parent: Option<&'c str>,
    /// What it is, where we know.
    pub kind: Option<&'static str>,
    /// Number of its items.
    pub items: usize,
    /// Items that nothing names, in alphabetical order.
    pub unknown_items: Vec<&'c str>,
}

/// Lists the inputs with their settings and documents.
#[must_use]
pub fn inspect<'c>(collected: &'c Collected, names: &Names<'_>) -> Vec<InspectedFile<'c>> {
    let inputs = collected.inputs.iter().enumerate();
    inputs
        .map(|(at, input)| InspectedFile {
            input,
            settings: collected
                .ini_files
                .iter()
                .filter(|(input, _)| *input == at)
                .map(|(_, file)| file.count())
                .sum(),
            documents: collected
                .documents
                .iter()
                .filter(|kept| kept.input == at)
                .map(|kept| document(kept, names))
                .collect(),
        })
        .collect()
}

fn document<'c>(kept: &'c Kept, names: &Names<'_>) -> InspectedDocument<'c> {
    let document = &kept.document;
    let kind = names.recognise(document).map(|found| found.kind);
    let unknown: BTreeSet<&str> = document
        .items
        .iter()
        .map(|item| item.name.as_str())
        .filter(|name| kind.is_none_or(|kind| !names.knows_item(kind, document, name)))
        .collect();
    InspectedDocument {
        form: document.form.as_deref(),
        unid: document.unid.as_deref(),
        parent: document.parent.as_deref(),
        kind: kind.map(crate::naming::DocumentKind::id),
        items: document.items.len(),
        unknown_items: unknown.into_iter().collect(),
    }
}
