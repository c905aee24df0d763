//! `requirements.toml`: which releases go with what, as vendors say.

use super::advisories::{domino, traveler};
use super::version::Version;
use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;

/// The Traveler that Secure Mail asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct SecureMail {
    /// The lowest Traveler.
    #[serde(deserialize_with = "traveler")]
    pub traveler: Version,
    /// Where that is from.
    pub source: Text,
    /// What stands behind it.
    pub code: FactCode,
}

/// The lowest Domino for some levels of Traveler.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pairing {
    /// The first Traveler level that the statement is about.
    #[serde(deserialize_with = "traveler")]
    pub traveler_from: Version,
    /// The first one that it is not about any more.
    #[serde(deserialize_with = "traveler")]
    pub traveler_below: Version,
    /// The lowest Domino.
    #[serde(deserialize_with = "domino")]
    pub domino_from: Version,
    /// Where that is from.
    pub source: Text,
    /// What stands behind it.
    pub code: FactCode,
}

/// All that is asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)]
pub struct Requirements {
    /// What Secure Mail asks for.
    pub secure_mail: SecureMail,
    /// Which Domino goes with which Traveler.
    #[serde(rename = "pairing")]
    pub pairings: Vec<Pairing>,
}

impl Requirements {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("data/requirements.toml");

    #[test]
    fn every_entry_is_sound() {
        let all = Requirements::parse("requirements.toml", FILE).unwrap();
        assert_eq!(all.secure_mail.traveler.numbers.parts, [9, 0, 1]);
        for pairing in &all.pairings {
            let order = pairing.traveler_from.compare(&pairing.traveler_below);
            assert_eq!(order, Some(std::cmp::Ordering::Less), "{pairing:?}");
            assert!(pairing.code.ceiling().is_some() && !pairing.source.is_empty());
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let right = "domino-from = \"8.5.3 FP6\"";
        let line = FILE.lines().position(|line| line == right).unwrap();
        let wrong = FILE.replace(right, "domino-from = \"Traveler 9\"");
        assert_eq!(Requirements::parse("x.toml", wrong.leak()).unwrap_err().line, line + 1);
    }
}
