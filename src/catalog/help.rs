//! The texts of `--help` in German, by the English ones: `help-de.toml`.

use super::{CatalogError, from_toml};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Texts of `--help` in a language.
#[derive(Debug)]
pub struct HelpTexts {
    /// Words that every page of help has.
    pub words: HelpWords,
    texts: BTreeMap<String, String>,
}

/// Words that every page of help has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpWords {
    /// Before the line that shows what can be typed.
    pub usage: String,
    /// Above the commands.
    pub commands: String,
    /// Above what has no name.
    pub arguments: String,
    /// Above what has one.
    pub options: String,
    /// Before the values that are possible.
    pub values: String,
    /// Before the value that holds where none is typed.
    pub default: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: HelpWords,
    text: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: String,
    de: String,
}

impl HelpTexts {
    /// The German ones.
    ///
    /// # Errors
    /// A file that does not follow its own rules; a test keeps this from happening.
    pub fn german() -> Result<Self, CatalogError> {
        let text = include_str!(concat!(env!("OUT_DIR"), "/help-de.toml.quick"));
        let file: File = from_toml("help-de.toml", text)?;
        let texts = file.text.into_iter().map(|pair| (pair.en, pair.de)).collect();
        Ok(Self { words: file.words, texts })
    }

    /// What stands for this English text; the text itself where nothing does.
    #[must_use]
    pub fn of(&self, english: &str) -> String {
        self.texts.get(english).cloned().unwrap_or_else(|| english.to_owned())
    }

    /// The English texts for which something stands.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}
