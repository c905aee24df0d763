//! How findings stand to a report of before.

use super::{Earlier, EarlierFinding, Finding};
use crate::evidence::{Severity, Status};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// How many of its open findings pass now.
    pub fixed: usize,
    /// Fails and unknowns of it of which this run says nothing (`absent` in SARIF).
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
    /// Its status there: fail, unknown or waived.
    pub status: Status,
    /// Its severity there.
    pub severity: Severity,
    /// Its title, in the language of that report.
    pub title: String,
}

/// What is compared of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'f> {
    /// The verdict, `waived` where a waiver covers it.
    pub status: Status,
    /// How much it matters.
    pub severity: Severity,
    /// The outcome.
    pub outcome: &'f str,
}

impl Standing<'_> {
    /// How bad it is: nothing counts of what passes, does not apply, is waived or is a note.
    fn badness(self) -> u8 {
        match self.status {
            _ if self.severity == Severity::Info => 0,
            Status::Fail => 2,
            Status::Unknown => 1,
            Status::Waived | Status::Pass | Status::NotApplicable => 0,
        }
    }

    /// Whether it is worse than before.
    #[must_use]
    pub fn is_worse_than(self, before: Self) -> bool {
        let severe = self.badness() > 0 && self.severity > before.severity;
        severe || self.badness() > before.badness()
    }
}

impl BaselineState {
    /// How a finding stands to what it was; `same`: whether its outcome has the same arguments.
    #[must_use]
    pub fn of(now: Standing<'_>, before: Option<Standing<'_>>, same: bool) -> Self {
        match before {
            None => Self::New,
            Some(before) if now.is_worse_than(before) => Self::New,
            Some(before) if now == before && same => Self::Unchanged,
            Some(_) => Self::Updated,
        }
    }
}

impl EarlierFinding {
    /// What is compared of it.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        Standing { status: self.status, severity: self.severity, outcome: &self.outcome }
    }
}

impl Finding {
    /// What is compared of it.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            status: self.judgement.status,
            severity: self.severity,
            outcome: self.judgement.outcome,
        }
    }
}

/// Tells each finding how it stands to the report of before, and returns what of that is gone.
pub(super) fn compare<'f>(
    findings: impl Iterator<Item = &'f mut Finding>,
    before: &Earlier,
) -> ComparedWith {
    let mut open: BTreeMap<&str, Vec<&EarlierFinding>> = BTreeMap::new();
    for finding in &before.findings {
        open.entry(&finding.fingerprint).or_default().push(finding);
    }
    let (mut seen, mut fixed) = (BTreeSet::new(), 0);
    for finding in findings {
        // Servers without a name share their fingerprints: the mildest of them is what was known.
        let then = open.get(finding.fingerprint.as_str()).and_then(|all| {
            all.iter().min_by_key(|one| (one.standing().badness(), one.severity)).copied()
        });
        seen.insert(finding.fingerprint.clone());
        let same = then.is_some_and(|then| has_args(finding, then));
        let was = then.map(EarlierFinding::standing);
        finding.baseline = Some(BaselineState::of(finding.standing(), was, same));
        let passes = finding.judgement.status == Status::Pass;
        fixed += usize::from(passes && then.is_some_and(EarlierFinding::is_open));
    }
    let gone = before.findings.iter().filter(|then| {
        let told = then.is_open() || then.status == Status::Waived;
        told && !seen.contains(&then.fingerprint)
    });
    ComparedWith {
        path: before.path.clone(),
        as_of: before.as_of,
        fixed,
        no_longer: gone.map(no_longer).collect(),
    }
}

fn has_args(finding: &Finding, then: &EarlierFinding) -> bool {
    let own = &finding.judgement.args;
    own.len() == then.args.len()
        && own.iter().all(|(name, value)| then.args.get(*name) == Some(value))
}

fn no_longer(then: &EarlierFinding) -> NoLonger {
    NoLonger {
        check: then.check.clone(),
        server: then.server.clone(),
        subject: then.subject.clone(),
        fingerprint: then.fingerprint.clone(),
        status: then.status,
        severity: then.severity,
        title: then.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_got_worse_is_new() {
        use {BaselineState::*, Severity::*, Status::*};
        let of = |status, severity, outcome| Standing { status, severity, outcome };
        let fail = of(Fail, Medium, "on");
        let cases = [
            (fail, None, New),
            (fail, Some(fail), Unchanged),
            (fail, Some(of(Fail, Medium, "other")), Updated),
            (fail, Some(of(Fail, High, "on")), Updated),
            (of(Fail, High, "on"), Some(fail), New),
            (fail, Some(of(Pass, Medium, "off")), New),
            (fail, Some(of(Unknown, Medium, "unclear")), New),
            (fail, Some(of(Waived, Medium, "on")), New),
            (of(Unknown, Medium, "unclear"), Some(fail), Updated),
            (of(Unknown, High, "unclear"), Some(fail), New),
            (of(Waived, Medium, "on"), Some(fail), Updated),
            (of(Pass, Medium, "off"), Some(fail), Updated),
            (of(Unknown, Info, "seen"), Some(of(Pass, Medium, "off")), Updated),
        ];
        for (now, before, state) in cases {
            assert_eq!(BaselineState::of(now, before, true), state, "{now:?} {before:?}");
        }
        assert_eq!(BaselineState::of(fail, Some(fail), false), Updated);
    }
}
