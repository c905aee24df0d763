//! `sources.toml`: where facts come from.

use super::{CatalogError, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A source that a person can look up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title, with its publisher.
    pub title: String,
    /// Address, or a document number.
    pub address: String,
    /// What the source is worth for what is concluded from it.
    pub code: FactCode,
}

/// All sources, by id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    source: BTreeMap<String, Source>,
}

impl Sources {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }

    /// The source of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.source.get(id)
    }
}
