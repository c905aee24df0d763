//! Two reports compared: what is new, what changed, what is fixed, what is still open, and what is no
//! longer seen. Findings are matched by their fingerprints, and what got worse is new, as for
//! `--baseline`.

use crate::assessment::{Earlier, EarlierFinding, exit};
use crate::evidence::{Severity, Status};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there, or was less bad.
    New,
    /// It is open as before and says something else, or was waived since, or does not apply any more.
    Changed,
    /// It is there as before.
    StillOpen,
    /// It was open, and passes.
    Fixed,
    /// It was open, and the later report says nothing of it.
    NoLongerSeen,
}

impl Change {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 5] =
        [Self::New, Self::Changed, Self::StillOpen, Self::Fixed, Self::NoLongerSeen];

    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::StillOpen => "still-open",
            Self::Fixed => "fixed",
            Self::NoLongerSeen => "no-longer-seen",
        }
    }
}

/// A finding in the two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'r> {
    /// What became of it.
    pub change: Change,
    /// As it was.
    pub before: Option<&'r EarlierFinding>,
    /// As it is.
    pub after: Option<&'r EarlierFinding>,
}

impl<'r> Pair<'r> {
    /// The newer of the two.
    #[must_use]
    pub fn latest(&self) -> Option<&'r EarlierFinding> {
        self.after.or(self.before)
    }
}

/// What differs between two reports.
#[derive(Debug, Clone)]
pub struct Difference<'r> {
    /// The earlier report.
    pub before: &'r Earlier,
    /// The later one.
    pub after: &'r Earlier,
    /// Findings that are open in one of them, by what became of them.
    pub pairs: Vec<Pair<'r>>,
    /// Servers of the earlier report of which the later one says nothing at all.
    pub missing_servers: Vec<&'r str>,
}

impl Difference<'_> {
    /// How many findings came out so.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.pairs.iter().filter(|pair| pair.change == change).count()
    }

    /// What the process returns: a new fail at or above the threshold is a fail; a new unknown, a server
    /// that is missing and inputs that were not read in full leave it open.
    #[must_use]
    pub fn exit_code(&self, fail_on: Severity) -> u8 {
        let new = self.pairs.iter().filter(|pair| pair.change == Change::New);
        let counts = |status| {
            new.clone().filter_map(|pair| pair.after).any(|finding| {
                finding.status == status && finding.is_open() && finding.severity >= fail_on
            })
        };
        if counts(Status::Fail) {
            exit::FAIL
        } else if counts(Status::Unknown)
            || !self.missing_servers.is_empty()
            || !self.after.read_in_full
        {
            exit::UNSURE
        } else {
            exit::CLEAN
        }
    }
}

/// Compares two reports.
#[must_use]
pub fn compare<'r>(before: &'r Earlier, after: &'r Earlier) -> Difference<'r> {
    let mut earlier: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (at, finding) in before.findings.iter().enumerate() {
        earlier.entry(&finding.fingerprint).or_default().push_back(at);
    }
    let mut pairs = Vec::new();
    for now in &after.findings {
        let then = earlier.get_mut(now.fingerprint.as_str()).and_then(VecDeque::pop_front);
        let then = then.and_then(|at| before.findings.get(at));
        let change = change(then, now);
        pairs.extend(change.map(|change| Pair { change, before: then, after: Some(now) }));
    }
    let left: BTreeSet<_> = earlier.into_values().flatten().collect();
    let gone = left.into_iter().filter_map(|at| before.findings.get(at)).filter(|it| stands(it));
    pairs.extend(gone.map(|then| Pair {
        change: Change::NoLongerSeen,
        before: Some(then),
        after: None,
    }));
    // Within each kind the order of the reports stays.
    pairs.sort_by_key(|pair| pair.change);
    let servers = |report: &'r Earlier| -> BTreeSet<&'r str> {
        report.findings.iter().filter_map(|finding| finding.server.as_deref()).collect()
    };
    let missing_servers = servers(before).difference(&servers(after)).copied().collect();
    Difference { before, after, pairs, missing_servers }
}

/// Whether something is wrong or not known, be it accepted or not.
fn stands(finding: &EarlierFinding) -> bool {
    finding.is_open() || finding.status == Status::Waived
}

fn change(then: Option<&EarlierFinding>, now: &EarlierFinding) -> Option<Change> {
    let Some(then) = then else { return stands(now).then_some(Change::New) };
    if now.standing().is_worse_than(then.standing()) || stands(now) && !stands(then) {
        return Some(Change::New);
    }
    if !stands(then) {
        return None;
    }
    let same = now.standing() == then.standing() && now.args == then.args;
    Some(match now.status {
        Status::Pass => Change::Fixed,
        _ if same => Change::StillOpen,
        _ => Change::Changed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(findings: &[(&str, &str, &str)]) -> Earlier {
        let findings: Vec<_> = findings
            .iter()
            .map(|(check, status, outcome)| {
                format!(
                    r#"{{"check": "{check}", "status": "{status}", "severity": "medium", "outcome": "{outcome}"}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"schema_version": 1, "servers": [{{"name": "S/A", "findings": [{}]}}]}}"#,
            findings.join(",")
        );
        Earlier::parse("r.json", &text).unwrap()
    }

    #[test]
    fn a_finding_is_told_by_what_became_of_it() {
        let cases = [
            ("fail", "fail", Some(Change::StillOpen)),
            ("pass", "pass", None),
            ("not-applicable", "pass", None),
            ("fail", "pass", Some(Change::Fixed)),
            ("waived", "pass", Some(Change::Fixed)),
            ("pass", "fail", Some(Change::New)),
            ("unknown", "fail", Some(Change::New)),
            ("waived", "fail", Some(Change::New)),
            ("pass", "waived", Some(Change::New)),
            ("fail", "unknown", Some(Change::Changed)),
            ("fail", "waived", Some(Change::Changed)),
            ("fail", "not-applicable", Some(Change::Changed)),
        ];
        for (then, now, wanted) in cases {
            let (before, after) = (report(&[("a", then, "o")]), report(&[("a", now, "o")]));
            let difference = compare(&before, &after);
            let told = difference.pairs.first().map(|pair| pair.change);
            assert_eq!(told, wanted, "{then} > {now}");
        }
        let (before, after) = (report(&[("a", "fail", "o")]), report(&[("a", "fail", "p")]));
        assert_eq!(compare(&before, &after).count(Change::Changed), 1);
    }

    #[test]
    fn only_what_is_new_or_missing_counts() {
        let cases: [(&[_], &[_], u8); 6] = [
            (&[("a", "fail", "o")], &[("a", "fail", "p")], 0),
            (&[("a", "pass", "o")], &[("a", "fail", "p")], 1),
            (&[("a", "pass", "o")], &[("a", "unknown", "p")], 3),
            (&[("a", "fail", "o")], &[("a", "pass", "p")], 0),
            (&[("a", "fail", "o"), ("b", "pass", "o")], &[("b", "pass", "o")], 0),
            (&[("a", "fail", "o")], &[], 3),
        ];
        for (then, now, code) in cases {
            let (before, after) = (report(then), report(now));
            let told = compare(&before, &after).exit_code(Severity::Low);
            assert_eq!(told, code, "{then:?} > {now:?}");
        }
        let (before, after) = (report(&[("a", "pass", "o")]), report(&[("a", "fail", "p")]));
        assert_eq!(compare(&before, &after).exit_code(Severity::High), 0);
    }
}
