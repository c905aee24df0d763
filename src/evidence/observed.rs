//! Something that was read, and how it is told.

use super::word::{Word, read_args, read_word};
use super::{Confidence, FactCode, Location};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Arguments of a text of the catalog: name to value, free of language.
pub type Args = BTreeMap<&'static str, String>;

/// A value with the place it was read at and how sure the reading is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub location: Location,
    /// How sure.
    pub confidence: Confidence,
}

impl<T> Observed<T> {
    /// A value read without any doubt about the reading itself.
    #[must_use]
    pub fn new(value: T, location: Location) -> Self {
        Self { value, location, confidence: Confidence::High }
    }
}

/// What a piece of evidence does in a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The value that decided.
    Observed,
    /// The input or document in which the thing looked for is missing.
    Absent,
    /// The default that applies because nothing is set.
    Default,
    /// A value that contradicts another.
    Conflict,
    /// Something that helps to understand, without deciding.
    Context,
}

impl Role {
    /// The word used in outputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Absent => "absent",
            Self::Default => "default",
            Self::Conflict => "conflict",
            Self::Context => "context",
        }
    }
}

/// What told us which item holds a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedBy {
    /// The design of the form in the export.
    Form,
    /// The item map of the operator.
    Map,
    /// A name of the catalog.
    BuiltIn,
    /// The label of the user interface, found as a value.
    Label,
}

impl NamedBy {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Map => "map",
            Self::BuiltIn => "built-in",
            Self::Label => "label",
        }
    }
}

/// One piece of evidence of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it does in the finding.
    pub role: Role,
    /// Where it stands.
    pub location: Location,
    /// What told us the name of the item; `None` where no name was needed.
    pub named_by: Option<NamedBy>,
    /// The text at that place, never a secret.
    pub excerpt: Option<String>,
}

impl Evidence {
    /// Evidence without a named field.
    #[must_use]
    pub fn new(role: Role, location: Location, excerpt: impl Into<Option<String>>) -> Self {
        Self { role, location, named_by: None, excerpt: excerpt.into() }
    }

    /// The same evidence, saying what named the item.
    #[must_use]
    pub fn named_by(mut self, named_by: NamedBy) -> Self {
        self.named_by = Some(named_by);
        self
    }
}

/// Something about an input that a person should know; its text is in the catalog under `code`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// Kebab-case name of the text.
    #[serde(deserialize_with = "read_word")]
    pub code: Word,
    /// What the text needs.
    #[serde(deserialize_with = "read_args")]
    pub args: Args,
    /// The line it is about.
    pub line: Option<u64>,
}

impl Warning {
    /// A warning without arguments about `line`.
    #[must_use]
    pub fn new(code: &'static str, line: impl Into<Option<u64>>) -> Self {
        Self { code, args: Args::new(), line: line.into() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }
}

impl FactCode {
    /// The confidence of a reading that rests on this fact; an unconfirmed one is `Low`, and a
    /// check must not pass or fail on it (see [`FactCode::ceiling`]).
    #[must_use]
    pub fn confidence(self) -> Confidence {
        self.ceiling().unwrap_or(Confidence::Low)
    }
}
