//! `settings.csv`: the keys of notes.ini that we know.

use super::CatalogError;
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A key of notes.ini.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KnownSetting {
    /// The key, as documented.
    pub key: String,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// What stands behind the fact.
    pub code: FactCode,
    /// What it does, in a few words.
    pub meaning: String,
}

/// All keys we know.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    by_key: BTreeMap<String, KnownSetting>,
}

impl Settings {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first line that is not as the header says, or a key given twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, CatalogError> {
        let mut by_key = BTreeMap::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for row in reader.deserialize() {
            let row: KnownSetting = row.map_err(|error| csv_error(file, &error))?;
            let key = row.key.to_ascii_uppercase();
            if by_key.insert(key, row.clone()).is_some() {
                let reason = format!("the key {} stands twice", row.key);
                return Err(CatalogError { file: file.to_owned(), line: 0, reason });
            }
        }
        Ok(Self { by_key })
    }

    /// The entry of a key, compared without regard to case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&KnownSetting> {
        self.by_key.get(&key.to_ascii_uppercase())
    }

    /// Whether the value of this key (or item) must never be shown: listed as secret, or named like
    /// one.
    #[must_use]
    pub fn is_secret(&self, key: &str) -> bool {
        if let Some(known) = self.get(key) {
            return known.secret;
        }
        let key = key.to_ascii_lowercase();
        [
            "password",
            "passwd",
            "secret",
            "passphrase",
            "apikey",
            "api_key",
            "_token",
            "ltpa_",
            "privatekey",
        ]
        .iter()
        .any(|word| key.contains(word))
    }

    /// All keys in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &KnownSetting> {
        self.by_key.values()
    }
}

/// Tells a mistake of a CSV file with its line.
pub(super) fn csv_error(file: &str, error: &csv::Error) -> CatalogError {
    let line = error.position().map_or(0, csv::Position::line);
    CatalogError { file: file.to_owned(), line, reason: error.to_string() }
}
