//! `sources.toml`: where facts come from.

use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A source that a person can look up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Source {
    /// Title, with its publisher.
    pub title: Text,
    /// Address, or a document number.
    pub address: Text,
    /// What the source is worth for what is concluded from it.
    pub code: FactCode,
}

/// All sources, by id.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Sources {
    source: BTreeMap<Text, Source>,
}

impl Sources {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }

    /// The source of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.source.get(id)
    }
}
