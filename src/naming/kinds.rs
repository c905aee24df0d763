//! What kind of document it is. Other databases use the same form names, so the form alone does not
//! decide; and the form of a Web Site Rule is not documented, so it is learned from its design.

use super::Names;
use crate::catalog::DocumentEntry;
use crate::evidence::{FactCode, NamedBy};
use crate::formats::{Document, DocumentSource, ItemValue};
use serde::{Deserialize, Serialize};

/// A kind of document of a Domino Directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Server document.
    Server,
    /// Web Site document (an Internet Site for HTTP).
    Site,
    /// Web Site Rule document.
    Rule,
    /// Global Web Settings document.
    GlobalWebSettings,
    /// Configuration document.
    Configuration,
    /// Group document.
    Group,
    /// File Protection document: a response of a Web Site that is no rule.
    FileProtection,
    /// Program document.
    Program,
}

impl DocumentKind {
    /// All of them.
    pub(super) const ALL: [Self; 8] = [
        Self::Server,
        Self::Site,
        Self::Rule,
        Self::GlobalWebSettings,
        Self::Configuration,
        Self::Group,
        Self::FileProtection,
        Self::Program,
    ];

    /// The word of the catalog.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Site => "site",
            Self::Rule => "rule",
            Self::GlobalWebSettings => "global-web-settings",
            Self::Configuration => "configuration",
            Self::Group => "group",
            Self::FileProtection => "file-protection",
            Self::Program => "program",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// What a document is, and what told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recognised {
    /// The kind.
    pub kind: DocumentKind,
    /// What told it.
    pub named_by: NamedBy,
    /// What stands behind it; a document recognised by an unconfirmed form name decides nothing.
    pub code: FactCode,
}

pub(super) fn recognise(names: &Names<'_>, document: &Document) -> Option<Recognised> {
    let Some(form) = document.form.as_deref() else {
        return by_fields(names, document);
    };
    by_design(names, document, form)
        .or_else(|| by_map(names, form))
        .or_else(|| names.catalog.documents.iter().find_map(|entry| by_name(entry, document, form)))
        // A table of a document often leaves the type out.
        .or_else(|| {
            let found = by_fields(names, document).filter(|_| tells_no_type(document));
            found.filter(|found| has_form_of(names, found.kind, document))
        })
}

/// An excerpt often leaves the form out: then it is the kind of which it holds most fields, if there
/// is one such kind.
fn by_fields(names: &Names<'_>, document: &Document) -> Option<Recognised> {
    if document.source != DocumentSource::Excerpt {
        return None;
    }
    let held = |kind: &DocumentKind| {
        let fields = names.catalog.fields.of(kind.id());
        fields.filter(|entry| super::fields::holds(names, document, entry)).count()
    };
    let most = DocumentKind::ALL.iter().map(held).max().filter(|most| *most > 0)?;
    let mut kinds = DocumentKind::ALL.into_iter().filter(|kind| held(kind) == most);
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => {
            Some(Recognised { kind, named_by: NamedBy::Label, code: FactCode::Inferred })
        }
        _ => None,
    }
}

/// Only kinds that have a field of their own are recognised by a design.
fn by_design(names: &Names<'_>, document: &Document, form: &str) -> Option<Recognised> {
    names.catalog.documents.iter().find_map(|entry| {
        let field = names.catalog.fields.get(entry.known_by_field.as_deref()?)?;
        let kind = DocumentKind::from_id(&entry.kind)?;
        let mut own = names.designs.fields(form, document.replica.as_deref());
        let own = own.any(|design| design.is(field));
        own.then_some(Recognised { kind, named_by: NamedBy::Form, code: FactCode::Documented })
    })
}

fn by_map(names: &Names<'_>, form: &str) -> Option<Recognised> {
    let kind = DocumentKind::ALL.into_iter().find(|kind| {
        names.map.form(*kind).is_some_and(|mapped| mapped.eq_ignore_ascii_case(form))
    })?;
    Some(Recognised { kind, named_by: NamedBy::Map, code: FactCode::Inferred })
}

fn by_name(entry: &DocumentEntry, document: &Document, form: &str) -> Option<Recognised> {
    let name = entry.forms.iter().find(|name| name.name.eq_ignore_ascii_case(form))?;
    if let Some(wanted) = &entry.type_item {
        let belongs = match first_text(document, "Type") {
            Some(found) => found.eq_ignore_ascii_case(wanted),
            None => entry.signs.iter().any(|sign| has_item(document, sign)),
        };
        if !belongs {
            return None;
        }
    }
    let kind = DocumentKind::from_id(&entry.kind)?;
    Some(Recognised { kind, named_by: NamedBy::BuiltIn, code: name.code })
}

/// Whether a document has a form of this kind, whatever else it lacks to be recognised.
pub(super) fn has_form_of(names: &Names<'_>, kind: DocumentKind, document: &Document) -> bool {
    let form = document.form.as_deref().unwrap_or_default();
    let entry = names.catalog.documents.get(kind.id());
    let known = entry
        .is_some_and(|entry| entry.forms.iter().any(|name| name.name.eq_ignore_ascii_case(form)));
    known || names.map.form(kind).is_some_and(|mapped| mapped.eq_ignore_ascii_case(form))
}

/// Whether a document does not say what type it is of: an export may leave the item out.
pub(super) fn tells_no_type(document: &Document) -> bool {
    first_text(document, "Type").is_none_or(str::is_empty)
}

/// Whether a design of the replica is the design of this kind.
pub(super) fn has_design(names: &Names<'_>, kind: DocumentKind, replica: Option<&str>) -> bool {
    let entry = names.catalog.documents.get(kind.id());
    let field = entry.and_then(|entry| names.catalog.fields.get(entry.known_by_field.as_deref()?));
    field.is_some_and(|field| names.designs.any_form_has(replica, field))
}

fn has_item(document: &Document, name: &str) -> bool {
    document.items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
}

fn first_text<'d>(document: &'d Document, name: &str) -> Option<&'d str> {
    let item = document.items.iter().find(|item| item.name.eq_ignore_ascii_case(name))?;
    match &item.value {
        ItemValue::Values(values) => values.first().map(|value| value.trim_ascii()),
        _ => None,
    }
}
