//! `advisories.toml`: faults of the Traveler server that have a CVE, and the levels that are named
//! for them.

use super::version::{Product, Version, find_versions};
use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::{Deserialize, Deserializer, de};

/// A fault with a CVE.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)]
pub struct Advisory {
    /// The CVE.
    pub id: Text,
    /// Every level below this one has the fault.
    #[serde(deserialize_with = "traveler")]
    pub affected_below: Version,
    /// This level and all after it are without it.
    #[serde(deserialize_with = "traveler")]
    pub fixed_from: Version,
    /// Where that is from.
    pub source: Text,
    /// What stands behind it.
    pub code: FactCode,
}

/// All faults we know.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Advisories {
    #[serde(rename = "advisory")]
    entries: Vec<Advisory>,
}

impl Advisories {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Advisory> {
        self.entries.iter()
    }
}

/// A level of Traveler, as `9.0.1.12` or `8.5.3.3 IF1`.
pub(super) fn traveler<'de, D: Deserializer<'de>>(from: D) -> Result<Version, D::Error> {
    level(from, "Traveler", Product::Traveler)
}

/// A level of Domino, as `8.5.3 FP6`.
pub(super) fn domino<'de, D: Deserializer<'de>>(from: D) -> Result<Version, D::Error> {
    level(from, "Domino Release", Product::Domino)
}

fn level<'de, D: Deserializer<'de>>(
    from: D,
    word: &str,
    product: Product,
) -> Result<Version, D::Error> {
    let text = String::deserialize(from)?;
    let found = find_versions(&format!("{word} {text}"))
        .into_iter()
        .find(|found| found.product == product && found.text.ends_with(text.as_str()));
    let found = found.ok_or_else(|| de::Error::custom(format!("{text} is no level")))?;
    Ok(Version { text, ..found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const FILE: &str = include_str!("data/advisories.toml");

    #[test]
    fn every_entry_is_sound() {
        let advisories = Advisories::parse("advisories.toml", FILE).unwrap();
        let ids: BTreeSet<_> = advisories.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), FILE.matches("[[advisory]]").count());
        for entry in advisories.iter() {
            let (from, below) = (&entry.fixed_from, &entry.affected_below);
            assert!(entry.id.starts_with("CVE-") && !entry.source.is_empty(), "{}", entry.id);
            assert!(
                from == below || from.compare(below) == Some(std::cmp::Ordering::Greater),
                "{}",
                entry.id
            );
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        for (right, wrong) in [
            ("affected-below = \"8.5.0.2\"", "affected-below = \"new\""),
            ("affected-below = \"8.5.0.2\"", "affected-below = \"8.5.0.2 or so\""),
            ("code = \"documented\"", "code = \"sure\""),
        ] {
            let line = FILE.lines().position(|line| line == right).unwrap();
            let error =
                Advisories::parse("x.toml", FILE.replacen(right, wrong, 1).leak()).unwrap_err();
            assert_eq!(error.line, line + 1, "{error}");
        }
    }
}
