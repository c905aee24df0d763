//! What is known of a thing that a check asks for: it has a value, it is known to be missing, or it
//! is not known. There is no default, so that nobody mistakes "not supplied" for "not set".

use super::{Confidence, Evidence, Location, NamedBy, Role};
use serde::{Deserialize, Serialize};

/// A value that was found, with all that a finding says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// What it means.
    pub value: T,
    /// The text as it was read.
    pub raw: String,
    /// Where.
    pub location: Location,
    /// How sure: the weaker of the value's meaning and the field's name.
    pub confidence: Confidence,
    /// What told us the name of the item.
    pub named_by: Option<NamedBy>,
}

impl<T> Found<T> {
    /// The same finding about something derived from the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: f(self.value),
            raw: self.raw,
            location: self.location,
            confidence: self.confidence,
            named_by: self.named_by,
        }
    }

    /// The finding as evidence.
    #[must_use]
    pub fn evidence(&self, role: Role) -> Evidence {
        Evidence {
            role,
            location: self.location.clone(),
            named_by: self.named_by,
            excerpt: Some(self.raw.clone()),
        }
    }
}

/// Why something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The document or file that holds it was not supplied.
    NotSupplied,
    /// It is missing from a source that is not known to be whole.
    Fragment,
    /// Nothing tells which item holds it.
    Unnamed,
    /// Several items or documents claim to hold it, or its values disagree.
    Ambiguous,
    /// One item holds several values where one is meant.
    SeveralValues,
    /// The value is a placeholder of a template.
    Placeholder,
    /// The value is encrypted, or of a kind that can't be read.
    Unreadable,
    /// The value holds a password, so it is neither kept nor shown.
    Secret,
    /// The value was read, but nothing tells what it means.
    NoMeaning,
    /// The value's meaning, or the item's name, is not confirmed.
    Unconfirmed,
    /// It is joined from several keys, and one of them is not there.
    PartMissing,
    /// It is joined from a list of keys that can't be followed.
    ListUnclear,
    /// It is longer than Domino is documented to read.
    TooLong,
    /// The line stands where Domino may not see it.
    Ignored(Ignored),
}

/// Why Domino may not see a line of notes.ini, or the whole file. What it does with such lines is not
/// documented, or only told by others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ignored {
    /// The file begins with a UTF-8 BOM, with which Domino is said to fail (README of nshini).
    Bom,
    /// The file is in an encoding of two bytes a character.
    WideEncoding,
    /// A carriage return alone stands in the line.
    LoneReturn,
    /// Blanks stand before the key.
    LeadingBlank,
    /// The line stands before the line `[Notes]`.
    BeforeSection,
    /// The line stands in another section.
    OtherSection,
    /// The file is that of a server and that of a client (`KitType`).
    TwoKits,
    /// What follows the line is no setting: the window of the console may have broken it.
    BrokenLine,
    /// The line sets nothing: it is a comment, or has no `=` behind a key.
    SetsNothing,
}

impl Ignored {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bom => "utf8-bom",
            Self::WideEncoding => "wide-encoding",
            Self::LoneReturn => "lone-return",
            Self::LeadingBlank => "leading-blank",
            Self::BeforeSection => "before-section",
            Self::OtherSection => "other-section",
            Self::TwoKits => "two-kits",
            // No check asks for what such a line seems to set.
            Self::BrokenLine | Self::SetsNothing => "broken-line",
        }
    }
}

impl Doubt {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSupplied => "not-supplied",
            Self::Fragment => "fragment",
            Self::Unnamed => "unnamed",
            Self::Ambiguous => "ambiguous",
            Self::SeveralValues => "several-values",
            Self::Placeholder => "placeholder",
            Self::Unreadable | Self::Secret => "unreadable",
            Self::NoMeaning => "no-meaning",
            Self::Unconfirmed => "unconfirmed",
            Self::PartMissing => "part-missing",
            Self::ListUnclear => "list-unclear",
            Self::TooLong => "too-long",
            Self::Ignored(why) => why.word(),
        }
    }
}

/// What is known of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    /// It has this value.
    Known(Found<T>),
    /// It is missing from a document or file that would hold it.
    Absent(Evidence),
    /// It is not known, for this reason; the evidence shows what was seen.
    Unknown(Doubt, Vec<Evidence>),
}

impl<T> Fact<T> {
    /// Nothing was supplied that could tell.
    #[must_use]
    pub fn not_supplied() -> Self {
        Self::Unknown(Doubt::NotSupplied, Vec::new())
    }

    /// What was found, if anything.
    #[must_use]
    pub fn known(&self) -> Option<&Found<T>> {
        match self {
            Self::Known(found) => Some(found),
            _ => None,
        }
    }

    /// The value, if it is known.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.known().map(|found| &found.value)
    }

    /// The same fact about something derived from the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known(found) => Fact::Known(found.map(f)),
            Self::Absent(evidence) => Fact::Absent(evidence),
            Self::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
        }
    }

    /// Whatever was seen, as evidence.
    #[must_use]
    pub fn evidence(&self) -> Vec<Evidence> {
        match self {
            Self::Known(found) => vec![found.evidence(Role::Observed)],
            Self::Absent(evidence) => vec![evidence.clone()],
            Self::Unknown(_, evidence) => evidence.clone(),
        }
    }

    /// How sure the fact is; `Low` where it is not known.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        match self {
            Self::Known(found) => found.confidence,
            Self::Absent(_) => Confidence::Medium,
            Self::Unknown(..) => Confidence::Low,
        }
    }
}
