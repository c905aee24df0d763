//! The verdicts, and how much a wrong setting matters.

use serde::{Deserialize, Serialize};

/// The verdict of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Evidence in hand shows another state than the wanted one.
    Fail,
    /// The evidence is missing, ambiguous or contradictory.
    Unknown,
    /// A fail or unknown that a waiver covers.
    Waived,
    /// Evidence in hand shows the wanted state.
    Pass,
    /// The check has no object here.
    NotApplicable,
}

impl Status {
    /// All statuses, in the order of a summary.
    pub const ALL: [Self; 5] =
        [Self::Pass, Self::Fail, Self::Unknown, Self::NotApplicable, Self::Waived];

    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Waived => "waived",
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// How much it matters that a check does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A note; never counts for the exit code.
    Info,
    /// Worth tidying.
    Low,
    /// Wrong, with limited effect.
    Medium,
    /// Insecure, or clients fail.
    High,
    /// No mail at all, or wide open.
    Critical,
}

impl Severity {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}
