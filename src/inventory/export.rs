//! What an export of a Domino Directory holds of what an audit needs, for `exporter --check`.

use super::collect::{Collected, Kept};
use crate::formats::{Kind, ReadExtent};
use crate::naming::{DocumentKind, Names};
use std::collections::BTreeSet;

/// Whether a part of an export is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// It is.
    There,
    /// It is not, and findings will stay unknown for that.
    Missing,
    /// To be known; nothing is missing for it.
    Note,
}

impl PartState {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Missing => "missing",
            Self::Note => "note",
        }
    }
}

/// A part of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPart {
    /// Kebab-case name; its texts are among the words of the catalog.
    pub code: &'static str,
    /// Whether it is there.
    pub state: PartState,
    /// How many there are.
    pub count: u64,
    /// How many there should be, where the export tells it.
    pub of: Option<u64>,
}

/// Looks through an export; `None` where the inputs are no export of a directory.
#[must_use]
pub fn check_export(collected: &Collected, names: &Names<'_>) -> Option<Vec<ExportPart>> {
    let formats = [Kind::Dxl, Kind::StructuredText];
    let exports: Vec<_> =
        collected.inputs.iter().filter(|input| formats.contains(&input.kind)).collect();
    if exports.is_empty() {
        return None;
    }
    let export = Export { collected, names };
    let whole = exports.iter().filter(|input| input.read == ReadExtent::Full).count();
    let mut parts = vec![part("export-read", whole == exports.len(), whole)];
    for (code, kind) in [
        ("export-server", DocumentKind::Server),
        ("export-site", DocumentKind::Site),
        ("export-configuration", DocumentKind::Configuration),
    ] {
        let count = export.of(kind).count();
        parts.push(part(code, count > 0, count));
    }
    parts.extend(export.responses());
    parts.extend(export.designs());
    parts.push(export.policies());
    parts.push(export.count());
    Some(parts)
}

fn part(code: &'static str, there: bool, count: usize) -> ExportPart {
    let state = if there { PartState::There } else { PartState::Missing };
    ExportPart { code, state, count: count as u64, of: None }
}

struct Export<'e> {
    collected: &'e Collected,
    names: &'e Names<'e>,
}

impl<'e> Export<'e> {
    fn of(&self, kind: DocumentKind) -> impl Iterator<Item = &'e Kept> {
        let names = self.names;
        let is = move |kept: &&Kept| {
            names.recognise(&kept.document).is_some_and(|found| found.kind == kind)
        };
        self.collected.documents.iter().filter(is)
    }

    /// Responses, and those among them whose parent is not in the export.
    fn responses(&self) -> Vec<ExportPart> {
        let all = &self.collected.documents;
        let unids: BTreeSet<_> = all.iter().filter_map(|k| k.document.unid.as_deref()).collect();
        let parents = all.iter().filter_map(|kept| kept.document.parent.as_deref());
        let (count, orphans) = parents.fold((0, 0), |(count, orphans), parent| {
            (count + 1, orphans + usize::from(!unids.contains(parent)))
        });
        let mut parts = vec![part("export-responses", count > 0, count)];
        if orphans > 0 {
            parts.push(part("export-parents", false, orphans));
        }
        parts
    }

    /// The designs of the forms whose items are not documented.
    fn designs(&self) -> [ExportPart; 3] {
        let replicas: BTreeSet<_> =
            self.collected.documents.iter().map(|kept| kept.document.replica.as_deref()).collect();
        let named = |form| replicas.iter().any(|replica| self.names.has_form(form, *replica));
        let rule =
            replicas.iter().any(|replica| self.names.knows_form_of(DocumentKind::Rule, *replica));
        [
            part("export-server-form", named("Server"), usize::from(named("Server"))),
            part("export-site-form", named("WebSite"), usize::from(named("WebSite"))),
            part("export-rule-form", rule, usize::from(rule)),
        ]
    }

    fn policies(&self) -> ExportPart {
        let is_policy = |kept: &&Kept| {
            let form = kept.document.form.as_deref().unwrap_or_default();
            form.to_lowercase().starts_with("policy")
        };
        let count = self.collected.documents.iter().filter(is_policy).count();
        ExportPart { state: PartState::Note, ..part("export-policies", true, count) }
    }

    /// Whether the export holds as many documents as the database.
    fn count(&self) -> ExportPart {
        let (mut read, mut all) = (0, Some(0));
        for seen in &self.collected.databases {
            read += seen.documents;
            all = all.zip(seen.database.documents).map(|(sum, own)| sum + own);
        }
        let all = all.filter(|all| *all > 0);
        let state =
            if all.is_some_and(|all| all <= read) { PartState::There } else { PartState::Note };
        ExportPart { code: "export-count", state, count: read, of: all }
    }
}
