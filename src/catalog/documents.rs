//! `documents.toml`: kinds of documents of a Domino Directory and the forms they are saved with.

use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;

/// A form name with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct FormName {
    /// The name.
    pub name: Text,
    /// What stands behind the fact.
    pub code: FactCode,
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct DocumentEntry {
    /// Our name of the kind, such as `site`.
    pub kind: Text,
    /// Forms it is saved with.
    pub forms: Vec<FormName>,
    /// What its item `Type` holds; other databases use the same form names.
    #[serde(default, rename = "type")]
    pub type_item: Option<Text>,
    /// Items of which one must be there where the item `Type` is missing.
    #[serde(default)]
    pub signs: Vec<Text>,
    /// Whether rich text of it may set something.
    #[serde(default)]
    pub reads_rich_text: bool,
    /// A field that makes a form design the design of this kind, whatever the form is called.
    #[serde(default)]
    pub known_by_field: Option<Text>,
}

/// All kinds, and the forms that never matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Documents {
    /// Forms whose documents are passed over.
    pub skip: Vec<Text>,
    #[serde(rename = "document")]
    entries: Vec<DocumentEntry>,
}

impl Documents {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }

    /// The entry of a kind.
    #[must_use]
    pub fn get(&self, kind: &str) -> Option<&DocumentEntry> {
        self.entries.iter().find(|entry| entry.kind == kind)
    }

    /// All kinds.
    pub fn iter(&self) -> impl Iterator<Item = &DocumentEntry> {
        self.entries.iter()
    }

    /// Whether documents of this form are of a kind whose rich text may set something.
    #[must_use]
    pub fn may_set_in_rich_text(&self, form: &str) -> bool {
        let named = |entry: &DocumentEntry| {
            entry.forms.iter().any(|name| name.name.eq_ignore_ascii_case(form))
        };
        self.entries.iter().any(|entry| entry.reads_rich_text && named(entry))
    }

    /// Whether a kind of document is saved with a form of this name.
    #[must_use]
    pub fn names_form(&self, form: &str) -> bool {
        let mut names = self.entries.iter().flat_map(|entry| &entry.forms);
        names.any(|name| name.name.eq_ignore_ascii_case(form))
    }

    /// Whether documents of this form are known not to matter.
    #[must_use]
    pub fn skips(&self, form: &str) -> bool {
        self.skip.iter().any(|skip| skip.eq_ignore_ascii_case(form))
    }
}
