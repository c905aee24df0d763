//! What was recognised in each input, for `inspect`: to see what a reader understood, and which items
//! of a directory nothing names yet.

use super::collect::{Collected, InputReport, Kept};
use super::mobile;
use crate::catalog::Catalog;
use crate::evidence::Location;
use crate::formats::{PolicySet, PolicySource};
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
    /// Its policies, by platform.
    pub policies: Vec<InspectedPolicies<'c>>,
    /// Devices that it lists.
    pub devices: u64,
    /// Commands of a gateway in it.
    pub commands: usize,
    /// Apps and gateways that it lists.
    pub listed: (usize, usize),
}

/// Policies of an app on a platform.
pub struct InspectedPolicies<'c> {
    /// Where they were read.
    pub source: PolicySource,
    /// The app, where it is told.
    pub app: Option<&'c str>,
    /// The platform, where it is told.
    pub platform: Option<&'c str>,
    /// Those that we know, by our names.
    pub known: Vec<String>,
    /// What the others are called there.
    pub unknown: Vec<&'c str>,
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
            policies: collected
                .mobile
                .policies
                .iter()
                .filter(|(input, _)| *input == at)
                .map(|(_, set)| policies(set, names.catalog()))
                .collect(),
            devices: in_file(&collected.mobile.devices, input, |own| &own.location)
                .map(|group| group.count)
                .sum(),
            commands: in_file(&collected.mobile.commands, input, |own| &own.location).count(),
            listed: (
                in_file(&collected.mobile.apps, input, |own| &own.location).count(),
                in_file(&collected.mobile.gateways, input, |own| &own.location).count(),
            ),
        })
        .collect()
}

/// What was read from an input.
fn in_file<'c, T>(
    all: &'c [T],
    input: &InputReport,
    place: impl Fn(&T) -> &Location,
) -> impl Iterator<Item = &'c T> {
    all.iter().filter(move |own| place(own).path == input.path)
}

fn policies<'c>(set: &'c PolicySet, catalog: &Catalog) -> InspectedPolicies<'c> {
    let (mut known, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for line in &set.policies {
        match mobile::id(line, catalog) {
            Some(id) => known.insert(id.to_owned()),
            None => unknown.insert(line.names.first().map_or("", String::as_str)),
        };
    }
    InspectedPolicies {
        source: set.source,
        app: set.app.as_deref(),
        platform: set.platform.as_deref(),
        known: known.into_iter().collect(),
        unknown: unknown.into_iter().collect(),
    }
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
