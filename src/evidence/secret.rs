//! A value that must never leave the program.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serialize, Serializer};
use std::fmt;

/// A password, key or token read from an input. It can't be displayed; debug output hides it. What may
/// be said of it is that it is there, and how long it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Held);

#[derive(Clone, PartialEq, Eq)]
enum Held {
    /// The value itself.
    Value(String),
    /// The value is gone; which ones were equal is kept. 0 stands for an empty one.
    Number(u32),
}

impl Secret {
    /// Takes the value in.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(Held::Value(value.into()))
    }

    /// Whether a value is there at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Held::Value(value) => value.trim().is_empty(),
            Held::Number(number) => *number == 0,
        }
    }

    /// The value where it holds `mark`: for readers alone, which take from it what may be shown.
    #[must_use]
    pub(crate) fn text_with(&self, mark: &str) -> Option<&str> {
        match &self.0 {
            Held::Value(value) if value.contains(mark) => Some(value),
            _ => None,
        }
    }

    /// Number of characters of the value; 0 once it is gone.
    #[must_use]
    pub fn length(&self) -> usize {
        match &self.0 {
            Held::Value(value) => value.chars().count(),
            Held::Number(_) => 0,
        }
    }
}

/// Puts numbers in the place of secrets, the same for the same.
#[derive(Default)]
pub struct Sealer {
    seen: Vec<Secret>,
}

impl Sealer {
    /// Takes the value out of a secret. What equals another one still does, as far as a run asks for
    /// that: blank ones are alike.
    pub fn seal(&mut self, secret: &mut Secret) {
        if matches!(secret.0, Held::Number(_)) {
            return;
        }
        if secret.is_empty() {
            secret.0 = Held::Number(0);
            return;
        }
        let known = self.seen.iter().position(|seen| seen == secret);
        let at = known.unwrap_or_else(|| {
            self.seen.push(secret.clone());
            self.seen.len() - 1
        });
        secret.0 = Held::Number(u32::try_from(at).unwrap_or(u32::MAX - 1) + 1);
    }
}

impl Serialize for Secret {
    /// Writes the number; a value is refused.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Held::Number(number) => to.serialize_u32(number),
            Held::Value(_) => Err(S::Error::custom("a secret was not taken out")),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        u32::deserialize(from).map(|number| Self(Held::Number(number)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_value() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.length(), 7);
        assert!(!secret.is_empty());
    }

    #[test]
    fn only_what_was_taken_out_is_written() {
        let mut secrets = ["hunter2", "other", "hunter2", " "].map(Secret::new);
        assert!(serde_json::to_string(&secrets[0]).is_err());
        let mut sealer = Sealer::default();
        secrets.iter_mut().for_each(|secret| sealer.seal(secret));
        let text = serde_json::to_string(&secrets).unwrap();
        assert_eq!(text, "[1,2,1,0]");
        let read: Vec<Secret> = serde_json::from_str(&text).unwrap();
        assert!(read[0] == read[2] && read[0] != read[1] && read[3].is_empty());
    }
}
