//! `texts/<language>.toml`: every text for people.
//!
//! A text may hold `{name}`: the argument of that name is put there. Arguments come from inputs and
//! are never read as text with arguments of their own.

use super::{CatalogError, Language, from_toml};
use crate::evidence::Args;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What an outcome of a check says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeText {
    /// Why the check came out so.
    pub reason: String,
    /// What was found, in a few words.
    pub observed: String,
    /// What is wanted, where it differs from the check's own.
    #[serde(default)]
    pub expected: Option<String>,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    /// What it is about, in a line.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What is wanted.
    pub expected: String,
    /// Texts by outcome.
    pub outcome: BTreeMap<String, OutcomeText>,
}

/// What a check says that an operator states, as far as he does not say it himself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnText {
    /// Why it matters.
    pub why: String,
    /// What is wanted.
    pub expected: String,
    /// Texts by outcome.
    pub outcome: BTreeMap<String, OutcomeText>,
}

/// All texts of a language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// The language.
    pub lang: Language,
    check: BTreeMap<String, CheckText>,
    /// Texts of the checks that an operator states.
    pub own: OwnText,
    step: BTreeMap<String, String>,
    warning: BTreeMap<String, String>,
    word: BTreeMap<String, String>,
}

impl Texts {
    /// Reads the data file of a language.
    ///
    /// # Errors
    /// The first mistake, or texts in another language.
    pub fn parse(language: Language, text: &str) -> Result<Self, CatalogError> {
        let file = language.file();
        let texts: Self = from_toml(file, text)?;
        if texts.lang == language {
            return Ok(texts);
        }
        Err(CatalogError::new(
            file,
            0,
            format!("holds lang = \"{}\", not \"{}\"", texts.lang.code(), language.code()),
        ))
    }

    /// The texts of a check.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&CheckText> {
        self.check.get(id)
    }

    /// Adds the texts of a check that the operator states, and his own step.
    pub(super) fn add_own(&mut self, id: &str, text: CheckText, remedy: Option<String>) {
        self.check.insert(id.to_owned(), text);
        if let Some(remedy) = remedy {
            self.step.insert(id.to_owned(), remedy);
        }
    }

    /// The text of a step.
    #[must_use]
    pub fn step(&self, id: &str, args: &Args) -> String {
        Self::fill(self.step.get(id).map_or(id, String::as_str), args)
    }

    /// The text of a warning about an input, or of the reason a file was not read.
    #[must_use]
    pub fn warning(&self, code: &str, args: &Args) -> String {
        Self::fill(self.warning.get(code).map_or(code, String::as_str), args)
    }

    /// A word or sentence of the reports.
    #[must_use]
    pub fn word(&self, id: &str, args: &Args) -> String {
        Self::fill(self.word.get(id).map_or(id, String::as_str), args)
    }

    /// The word for the code that an argument holds; `None` for what is no code.
    #[must_use]
    pub fn argument(&self, name: &str, value: &str, args: &Args) -> Option<String> {
        let word = self.word.get(&format!("arg-{name}-{value}"))?;
        Some(Self::fill(word, args))
    }

    /// Whether these are words that a person reads.
    #[cfg(test)]
    pub(crate) fn holds(&self, words: &str) -> bool {
        let outcomes = self.check.values().flat_map(|check| check.outcome.values());
        let outcomes = outcomes.flat_map(|text| [&text.reason, &text.observed]);
        // Single words that stand for codes are names elsewhere: LOW is a group of ciphers.
        let coded = ["status-", "severity-", "confidence-", "export-state-"];
        let is_coded = |id: &str| coded.iter().any(|kind: &&str| id.starts_with(*kind));
        let sentences =
            self.word.iter().filter(|(id, _)| !is_coded(id.as_str())).map(|(_, text)| text);
        let own = sentences.chain(self.step.values()).chain(self.warning.values());
        own.chain(outcomes).any(|text| text.eq_ignore_ascii_case(words))
    }

    /// Whether there is a text for this warning.
    #[must_use]
    pub fn has_warning(&self, code: &str) -> bool {
        self.warning.contains_key(code)
    }

    /// Whether there is a text for this step.
    #[must_use]
    pub fn has_step(&self, id: &str) -> bool {
        self.step.contains_key(id)
    }

    /// Puts the arguments into a text. A name without argument stays as it stands.
    #[must_use]
    pub fn fill(text: &str, args: &Args) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let value =
                after.split_once('}').and_then(|(name, after)| Some((args.get(name)?, after)));
            match value {
                Some((value, after)) => {
                    out.push_str(value);
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_put_in_once() {
        let args = Args::from([("key", "{value}".to_owned()), ("value", "x".to_owned())]);
        assert_eq!(
            Texts::fill("{key} is {value}, {other} and {", &args),
            "{value} is x, {other} and {"
        );
    }
}
