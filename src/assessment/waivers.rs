//! Waivers: findings that somebody accepts, for a reason and up to a day. They stand in a TOML file:
//!
//! ```toml
//! [[waiver]]
//! check = "http-port"
//! server = "Trav01/Acme"
//! reason = "The load balancer redirects port 80."
//! owner = "Jo Doe"
//! expires = 2027-03-31
//! ```
//!
//! A waiver covers fails and unknowns only. What was observed stays in the finding as it is.

use super::{Finding, Remark, Waived};
use crate::catalog::{OperatorFile, OperatorFileError, Section, Stated, nearest};
use crate::checks::Listed;
use crate::domino::names::NotesName;
use crate::evidence::{Args, InputPath, Location, Status};
use jiff::civil::Date;

/// Keys of the file.
pub const WAIVERS_KEYS: [&str; 1] = ["waiver"];
/// Keys of a waiver.
pub const WAIVER_KEYS: [&str; 8] =
    ["check", "server", "subject", "outcome", "fingerprint", "reason", "owner", "expires"];
/// Characters of a fingerprint.
const FINGERPRINT: usize = 32;

/// A waiver as it was written.
#[derive(Debug, Clone)]
struct Waiver {
    check: String,
    server: Option<NotesName>,
    subject: Option<String>,
    outcome: Option<String>,
    fingerprint: Option<String>,
    reason: String,
    owner: String,
    expires: Date,
    place: Location,
}

/// The waivers of a file, on a day.
#[derive(Debug, Clone)]
pub struct Waivers {
    as_of: Date,
    entries: Vec<Waiver>,
}

impl Waivers {
    /// Reads a file of waivers; `checks` are all there are, `as_of` is the day of the report.
    ///
    /// # Errors
    /// Every mistake, with its line: one that nobody notices would waive nothing, or too much.
    pub fn parse(
        path: &InputPath,
        text: &str,
        checks: &[Listed],
        as_of: Date,
    ) -> Result<Self, OperatorFileError> {
        let file = OperatorFile::parse(path, text);
        let sections = file.top(&WAIVERS_KEYS).sections("waiver", &WAIVER_KEYS);
        let entries = sections.iter().filter_map(|section| read(section, checks)).collect();
        drop(sections);
        file.finish(Self { as_of, entries })
    }

    /// Covers the findings that waivers are for, and says which waivers cover none.
    pub(super) fn apply<'f>(
        &self,
        findings: impl Iterator<Item = (Option<&'f str>, &'f mut Finding)>,
    ) -> Vec<Remark> {
        let mut seen: Vec<_> = self.entries.iter().map(|_| Seen::default()).collect();
        for (server, finding) in findings {
            let server = server.and_then(NotesName::parse);
            for (waiver, seen) in self.entries.iter().zip(&mut seen) {
                if waiver.is_for(finding, server.as_ref()) {
                    waiver.meet(finding, self.as_of, seen);
                }
            }
        }
        let told = self.entries.iter().zip(&seen);
        told.filter_map(|(waiver, seen)| waiver.remark(seen, self.as_of)).collect()
    }
}

/// What findings a waiver met.
#[derive(Default)]
struct Seen {
    /// One that it covers, or that another waiver covers already.
    covered: bool,
    /// One that it would cover if it had not expired.
    expired: bool,
    /// One that came to another outcome than the waiver names.
    other_outcome: Option<&'static str>,
    /// One that there is nothing to waive about.
    settled: Option<Status>,
}

impl Waiver {
    /// Whether a finding is the one, or one of those, that it names.
    fn is_for(&self, finding: &Finding, server: Option<&NotesName>) -> bool {
        let judgement = &finding.judgement;
        let of_server = self.server.as_ref().is_none_or(|own| server == Some(own));
        let of_subject = self.subject.as_ref().is_none_or(|own| *own == judgement.subject);
        let of_print = self.fingerprint.as_ref().is_none_or(|own| *own == finding.fingerprint);
        self.check == finding.check && of_server && of_subject && of_print
    }

    /// Covers a finding that it is for, where it may.
    fn meet(&self, finding: &mut Finding, as_of: Date, seen: &mut Seen) {
        let status = finding.observed_status();
        if !matches!(status, Status::Fail | Status::Unknown) {
            seen.settled = Some(status);
        } else if self.outcome.as_ref().is_some_and(|own| own != finding.judgement.outcome) {
            seen.other_outcome = Some(finding.judgement.outcome);
        } else if self.expires < as_of {
            seen.expired = true;
        } else {
            seen.covered = true;
            if finding.waiver.is_none() {
                finding.waiver = Some(self.waived(status));
                finding.judgement.status = Status::Waived;
            }
        }
    }

    fn waived(&self, covers: Status) -> Waived {
        Waived {
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            expires: self.expires,
            place: self.place.clone(),
            covers,
        }
    }

    /// Why it covers nothing, or nothing any more.
    fn remark(&self, seen: &Seen, as_of: Date) -> Option<Remark> {
        if seen.covered {
            return None;
        }
        let mut args = Args::from([
            ("check", self.named()),
            ("owner", self.owner.clone()),
            ("expires", self.expires.to_string()),
        ]);
        let code = if seen.expired {
            "waiver-expired"
        } else if let Some(now) = seen.other_outcome {
            args.insert("outcome", self.outcome.clone().unwrap_or_default());
            args.insert("now", now.to_owned());
            "waiver-other-outcome"
        } else if let Some(status) = seen.settled {
            args.insert("status", status.word().to_owned());
            "waiver-not-needed"
        } else if self.expires < as_of {
            "waiver-expired-unmatched"
        } else {
            "waiver-unmatched"
        };
        Some(Remark { place: self.place.clone(), code, args })
    }

    /// What it is for, in a few words.
    fn named(&self) -> String {
        let server = self.server.as_ref().map(NotesName::abbreviated);
        let parts = [Some(&self.check), self.subject.as_ref(), server.as_ref()];
        let mut words: Vec<_> = parts.into_iter().flatten().cloned().collect();
        words.extend(self.fingerprint.clone());
        words.join(" ")
    }
}

fn read(section: &Section<'_, '_>, checks: &[Listed]) -> Option<Waiver> {
    let check = section.needs("check", section.text("check"));
    let outcome = section.text("outcome");
    if let Some(check) = &check {
        find_check(section, check, outcome.as_ref(), checks);
    }
    let server = section.text("server").and_then(|name| {
        let server = NotesName::parse(&name.value);
        if server.is_none() {
            let text = format!("\"{}\" is no name of a server, as Trav01/Acme is one", name.value);
            section.mistake(name.line, text);
        }
        server
    });
    let fingerprint = section.text("fingerprint").and_then(|text| fingerprint(section, text));
    let subject = section.text("subject");
    if !["server", "subject", "fingerprint"].iter().any(|key| section.has(key)) {
        section.mistake(
            section.line,
            "waiver names neither a server, nor a subject, nor a fingerprint: it would cover every \
             server",
        );
    }
    let reason = section.needs("reason", section.text("reason"));
    let owner = section.needs("owner", section.text("owner"));
    let expires = section.needs("expires", section.day("expires"));
    Some(Waiver {
        check: check?.value,
        server,
        subject: subject.map(|text| text.value),
        outcome: outcome.map(|text| text.value),
        fingerprint,
        reason: reason?.value,
        owner: owner?.value,
        expires: expires?.value,
        place: section.place(),
    })
}

/// Tells a check, or an outcome of it, that does not exist.
fn find_check(
    section: &Section<'_, '_>,
    check: &Stated<String>,
    outcome: Option<&Stated<String>>,
    checks: &[Listed],
) {
    let Some(listed) = checks.iter().find(|listed| listed.id == check.value) else {
        let ids: Vec<_> = checks.iter().map(|listed| listed.id).collect();
        let near = nearest(&check.value, &ids);
        let there = near.map_or("`traveler-audit checks` lists them".to_owned(), |near| {
            format!("did you mean {near}?")
        });
        return section.mistake(check.line, format!("no check is called {}; {there}", check.value));
    };
    let Some(outcome) = outcome.filter(|own| !listed.outcomes.contains(&own.value.as_str())) else {
        return;
    };
    let near = nearest(&outcome.value, listed.outcomes);
    let there = near
        .map_or(format!("`traveler-audit explain {}` lists them", check.value), |near| {
            format!("did you mean {near}?")
        });
    let text = format!("{} has no outcome {}; {there}", check.value, outcome.value);
    section.mistake(outcome.line, text);
}

fn fingerprint(section: &Section<'_, '_>, text: Stated<String>) -> Option<String> {
    let own = text.value.to_ascii_lowercase();
    if own.len() == FINGERPRINT && own.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(own);
    }
    let wanted =
        format!("\"fingerprint\" must be the {FINGERPRINT} hexadecimal digits of a report");
    section.mistake(text.line, wanted);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{self, Judgement};
    use crate::evidence::{Confidence, Severity};
    use jiff::civil::date;
    use proptest::prelude::*;

    const HEAD: &str = "[[waiver]]\n";
    const REST: &str = "reason = \"r\"\nowner = \"o\"\nexpires = 2027-03-31\n";

    fn parse(text: &str) -> Result<Waivers, String> {
        parse_on(text, date(2026, 11, 24))
    }

    fn parse_on(text: &str, day: Date) -> Result<Waivers, String> {
        let checks: Vec<_> = checks::all().collect();
        Waivers::parse(&InputPath::named("waivers.toml"), text, &checks, day)
            .map_err(|error| error.to_string())
    }

    fn finding(judgement: Judgement) -> Finding {
        Finding {
            check: "http-port",
            severity: Severity::Medium,
            fingerprint: "0123456789abcdef0123456789abcdef".to_owned(),
            judgement,
            waiver: None,
            baseline: None,
        }
    }

    fn fail() -> Judgement {
        Judgement::fail("on", Confidence::High).about("80")
    }

    /// The status after the waiver, and the remark about it.
    fn applied(lines: &str, judgement: Judgement, as_of: Date) -> (Status, Option<&'static str>) {
        let mut finding = finding(judgement);
        let text = format!("{HEAD}check = \"http-port\"\n{lines}\n{REST}");
        let waivers = parse_on(&text, as_of).unwrap();
        let name = Some("CN=Trav01/O=Acme");
        let remarks = waivers.apply([(name, &mut finding)].into_iter());
        (finding.judgement.status, remarks.first().map(|remark| remark.code))
    }

    #[test]
    fn a_waiver_covers_what_it_names() {
        let day = date(2026, 11, 24);
        let cases = [
            ("server = \"trav01/acme\"", Status::Waived, None),
            ("server = \"CN=Trav01/O=Acme\"\nsubject = \"80\"", Status::Waived, None),
            ("subject = \"80\"\noutcome = \"on\"", Status::Waived, None),
            ("fingerprint = \"0123456789ABCDEF0123456789abcdef\"", Status::Waived, None),
            ("server = \"Trav02/Acme\"", Status::Fail, Some("waiver-unmatched")),
            ("subject = \"8\"", Status::Fail, Some("waiver-unmatched")),
            ("subject = \"80\"\noutcome = \"off\"", Status::Fail, Some("waiver-other-outcome")),
        ];
        for (lines, status, remark) in cases {
            assert_eq!(applied(lines, fail(), day), (status, remark), "{lines}");
        }
    }

    #[test]
    fn the_last_day_counts_and_the_next_does_not() {
        let server = "server = \"Trav01/Acme\"";
        let cases = [
            (date(2027, 3, 31), Status::Waived, None),
            (date(2027, 4, 1), Status::Fail, Some("waiver-expired")),
        ];
        for (day, status, remark) in cases {
            assert_eq!(applied(server, fail(), day), (status, remark), "{day}");
        }
        let gone = applied("subject = \"other\"", fail(), date(2028, 1, 1));
        assert_eq!(gone, (Status::Fail, Some("waiver-expired-unmatched")));
    }

    #[test]
    fn what_passes_or_does_not_apply_is_never_waived() {
        let day = date(2026, 11, 24);
        let server = "server = \"Trav01/Acme\"";
        let pass = Judgement::pass("off", Confidence::High);
        assert_eq!(applied(server, pass, day), (Status::Pass, Some("waiver-not-needed")));
        let unknown = Judgement::unknown("unclear");
        assert_eq!(applied(server, unknown, day), (Status::Waived, None));
    }

    #[test]
    fn the_first_of_two_waivers_stands_at_the_finding_and_neither_is_idle() {
        let one = format!("{HEAD}check = \"http-port\"\nserver = \"Trav01/Acme\"\n{REST}");
        let waivers = parse(&format!("{one}{one}")).unwrap();
        let mut finding = finding(fail());
        let name = Some("CN=Trav01/O=Acme");
        let remarks = waivers.apply([(name, &mut finding)].into_iter());
        assert!(remarks.is_empty());
        let waiver = finding.waiver.unwrap();
        assert_eq!((waiver.place.line, waiver.covers), (Some(1), Status::Fail));
        assert_eq!(finding.judgement.outcome, "on");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}", lines in "([a-z\\[\\]=\"# 0-9\n]|waiver|check){0,80}") {
            let _ = parse(&text);
            let _ = parse(&lines);
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let cases = [
            (
                "check = \"http-prot\"\nserver = \"a/b\"",
                "waivers.toml:2: no check is called http-prot; did you mean http-port?",
            ),
            ("server = \"a/b\"", "waivers.toml:1: waiver lacks \"check\""),
            ("check = \"http-port\"", "waivers.toml:1: waiver names neither a server"),
            (
                "check = \"http-port\"\nserver = \"a/b\"\noutcome = \"onn\"",
                "waivers.toml:4: http-port has no outcome onn; did you mean on?",
            ),
            (
                "check = \"http-port\"\nserver = \"a//b\"",
                "waivers.toml:3: \"a//b\" is no name of a server",
            ),
            (
                "check = \"http-port\"\nfingerprint = \"12\"",
                "waivers.toml:3: \"fingerprint\" must be the 32",
            ),
            (
                "check = \"http-port\"\nservers = \"a/b\"\nsubject = \"x\"",
                "waivers.toml:3: waiver has no key \"servers\"; did you mean \"server\"?",
            ),
        ];
        for (lines, told) in cases {
            let error = parse(&format!("{HEAD}{lines}\n{REST}")).unwrap_err();
            assert!(error.starts_with(told), "{lines}: {error}");
        }
        let bare = parse("[[waiver]]\ncheck = \"http-port\"\nserver = \"a/b\"\n").unwrap_err();
        let lacks = ["reason", "owner", "expires"];
        assert!(lacks.iter().all(|key| bare.contains(&format!("lacks \"{key}\""))), "{bare}");
    }
}
