//! How findings stand to a report of before.

use crate::evidence::Severity;
use jiff::civil::Date;
use serde::Serialize;

/// How a finding stands to the report of before, in the words of SARIF (`baselineState`). What is
/// there no longer is a [`NoLonger`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BaselineState {
    /// It was not there, or was less bad there: it passed or was waived, was unknown and fails now, or
    /// its severity rose.
    New,
    /// It was there, and says the same.
    Unchanged,
    /// It was there at least as bad, and says something else now.
    Updated,
}

impl BaselineState {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Updated => "updated",
        }
    }
}

/// The report of before that findings were compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedWith {
    /// The file.
    pub path: String,
    /// The day it speaks of.
    pub as_of: Option<Date>,
    /// Fails and unknowns of it that this run does not have (`absent` in SARIF).
    pub no_longer: Vec<NoLonger>,
}

/// A fail or unknown of the report of before of which this run says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLonger {
    /// The check.
    pub check: String,
    /// The server, if it has a name.
    pub server: Option<String>,
    /// What it was about; empty where that was the server itself.
    pub subject: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// Its status there: `fail`, `unknown` or `waived`.
    pub status: String,
    /// Its severity there.
    pub severity: Severity,
    /// Its title, in the language of that report.
    pub title: String,
}
