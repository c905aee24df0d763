//! `notes-ini-hygiene`: every line of notes.ini does what its author meant.
//!
//! The reader remarks on single lines; here they are gathered, one finding for each kind of fault.
//! Sources: HCL Traveler, "List of notes.ini settings" (256 characters); Domino C API,
//! `MAXENVVALUE` (256 bytes with the end mark); README of nshini (encodings).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `clean` | pass | a whole file, and nothing of what follows |
//! | `lines-disagree` | fail | lines of one key with different values |
//! | `repeated` | fail | lines of one key with the same value |
//! | `swallowed` | fail | a setting inside the value of another |
//! | `key-unclean` | fail | quotes, blanks or a console command before the `=` |
//! | `too-long` | fail | a value of more bytes than Domino is documented to read |
//! | `without-equals` | fail | a line that names a key and sets nothing |
//! | `workaround` | fail | a setting that was made for a fault of old releases is still in force |
//! | `near-miss` | unknown | a key that is nearly one we know |
//! | `form` | unknown | an encoding, line end or section of which it is not documented what Domino makes |
//! | `fragment`, `not-supplied` | unknown | an excerpt without faults, or no file at all |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, FactCode, Location, Role, Severity, Warning};
use crate::inventory::{IniExtent, IniFile, Server};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    id: "notes-ini-hygiene",
    judge,
    outcomes: &[
        "clean",
        "lines-disagree",
        "repeated",
        "swallowed",
        "key-unclean",
        "too-long",
        "without-equals",
        "workaround",
        "near-miss",
        "form",
        "fragment",
        "not-supplied",
    ],
};

/// Switches for faults of old releases, which weaken the server while they are 1.
const WORKAROUNDS: [&str; 2] = ["SSL_ENABLE_INSECURE_SSLV2_HELLO", "SSL_ENABLE_TLS_10"];
/// Keys that a finding names.
const MAX_NAMED: usize = 8;

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let files: Vec<_> = server.settings.files().filter(|file| file.source.is_none()).collect();
    let mut found: Vec<_> = KINDS.iter().filter_map(|kind| kind.judge(&files)).collect();
    found.extend(WORKAROUNDS.into_iter().filter_map(|key| workaround(server, catalog, key)));
    if found.is_empty() { vec![clean(server, files.first().copied())] } else { found }
}

fn clean(server: &Server, file: Option<&IniFile>) -> Judgement {
    let (judgement, place) = match (server.settings.extent(), file) {
        (IniExtent::Whole(_), Some(file)) => {
            let place = Location::input(&file.path);
            return Judgement::pass("clean", file.worth).shown_by([Evidence::new(
                Role::Observed,
                place,
                None,
            )]);
        }
        (_, Some(file)) => (Judgement::unknown("fragment"), Location::input(&file.path)),
        (_, None) => (Judgement::unknown("not-supplied"), server.place()),
    };
    judgement.shown_by([Evidence::new(Role::Absent, place, None)])
}

/// A kind of fault: the remarks that tell it, and what they come to.
struct Kind {
    outcome: &'static str,
    /// How sure a fail is; `None` where it is unknown.
    fails: Option<Confidence>,
    severity: Severity,
    is: fn(&Warning) -> bool,
}

const KINDS: [Kind; 8] = [
    Kind {
        outcome: "lines-disagree",
        fails: Some(Confidence::High),
        severity: Severity::Medium,
        is: |told| told.code == "duplicate-setting",
    },
    Kind {
        outcome: "repeated",
        fails: Some(Confidence::High),
        severity: Severity::Low,
        is: |told| told.code == "repeated-setting",
    },
    Kind {
        outcome: "swallowed",
        fails: Some(Confidence::High),
        severity: Severity::Medium,
        is: |told| told.code == "two-settings-on-one-line",
    },
    Kind {
        outcome: "key-unclean",
        fails: Some(Confidence::Medium),
        severity: Severity::Medium,
        is: |told| told.code == "unclean-key",
    },
    // Real files were seen to hold longer values, so what Domino then does is not certain.
    Kind {
        outcome: "too-long",
        fails: Some(Confidence::Medium),
        severity: Severity::Medium,
        is: |told| told.code == "long-value",
    },
    Kind {
        outcome: "without-equals",
        fails: Some(Confidence::High),
        severity: Severity::Low,
        is: |told| told.code == "setting-without-equals",
    },
    Kind {
        outcome: "near-miss",
        fails: None,
        severity: Severity::Low,
        is: |told| told.code == "near-miss-key",
    },
    Kind {
        outcome: "form",
        fails: None,
        severity: Severity::Medium,
        is: |told| FORM.contains(&told.code),
    },
];

/// Remarks on lines of which Domino may see something else.
const FORM: [&str; 6] = [
    "utf8-bom",
    "not-single-byte-encoding",
    "edit-trace",
    "lone-carriage-return",
    "other-section",
    "key-too-long",
];

impl Kind {
    fn judge(&self, files: &[&IniFile]) -> Option<Judgement> {
        let own = |file: &&&IniFile| file.remarks.iter().any(self.is);
        let worth = files.iter().filter(own).map(|file| file.worth).max()?;
        let all = files.iter().flat_map(|file| file.remarks.iter().map(|told| (*file, told)));
        let told: Vec<_> = all.filter(|(_, told)| (self.is)(told)).collect();
        let judgement = match self.fails {
            Some(confidence) => Judgement::fail(self.outcome, confidence.and(worth)),
            None => Judgement::unknown(self.outcome),
        };
        Some(
            judgement
                .about(self.outcome)
                .severity(self.severity)
                .arg("count", told.len())
                .arg("keys", keys(&told))
                .shown_by(told.iter().map(|(file, told)| place(file, told))),
        )
    }
}

/// The line; its text is not shown, since it may hold anything.
fn place(file: &IniFile, told: &Warning) -> Evidence {
    let place = told.line.map_or(Location::input(&file.path), |at| Location::line(&file.path, at));
    let place = told.args.get("key").map_or(place.clone(), |key| place.with_item(key));
    Evidence::new(Role::Observed, place, None)
}

/// The keys that the remarks are about: a swallowed setting by its own name.
fn keys(told: &[(&IniFile, &Warning)]) -> String {
    let name = |told: &Warning| {
        let args = &told.args;
        args.get("swallowed").or_else(|| args.get("key")).or_else(|| args.get("section")).cloned()
    };
    let keys: BTreeSet<_> = told.iter().filter_map(|(_, told)| name(told)).collect();
    let more = keys.len() > MAX_NAMED;
    let mut keys: Vec<_> = keys.into_iter().take(MAX_NAMED).collect();
    keys.extend(more.then(|| "…".to_owned()));
    keys.join(", ")
}

/// A switch of the past that is on. How sure: as the catalog knows its meaning.
fn workaround(server: &Server, catalog: &Catalog, key: &str) -> Option<Judgement> {
    let effective = server.settings.effective(key);
    let found = effective.known().filter(|found| found.value.trim_ascii() == "1")?;
    let code = catalog.settings.get(key).map_or(FactCode::Unconfirmed, |known| known.code);
    let judgement = Judgement::fail("workaround", found.confidence.and(code.ceiling()?));
    Some(
        judgement
            .about(key)
            .severity(Severity::Medium)
            .arg("key", key)
            .arg("keys", key)
            .shown_by(effective.evidence())
            .shown_by(server.pinned_otherwise(key, Some("1"))),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;

    fn outcomes(files: &[(&str, &str)]) -> Vec<String> {
        judge(&CHECK, files).iter().map(told).collect()
    }

    #[test]
    fn each_kind_of_fault_is_one_finding() {
        let long = format!("NTS_JAVA_PARMS={}", "x".repeat(300));
        let cases: [(&str, &[&str]); 14] = [
            ("NTS_X=1", &["pass clean high"]),
            ("; a note\nHTTPIHSEnabled=1", &["pass clean high"]),
            ("NTS_X=1\nNTS_X=2", &["fail lines-disagree high"]),
            ("NTS_X=1\nnts_x=1", &["fail repeated high"]),
            ("NTS_X=1 NTS_Y=2", &["fail swallowed high"]),
            ("set config NTS_X=1", &["fail key-unclean medium"]),
            (&long, &["fail too-long medium"]),
            ("NTS_AS_ENFORCE_POLICY", &["fail without-equals high"]),
            ("NTS_AS_ENFORCE_POLICI=false", &["unknown near-miss low"]),
            ("[Other]\nX=1", &["unknown form low"]),
            ("SSL_ENABLE_INSECURE_SSLV2_HELLO=1", &["fail workaround high"]),
            ("SSL_ENABLE_TLS_10=1", &["fail workaround medium"]),
            ("SSL_ENABLE_TLS_10=0", &["pass clean high"]),
            (
                "A=1\nA=2\nB=1\nB=2\nC=1 NTS_Y=2",
                &["fail lines-disagree high", "fail swallowed high"],
            ),
        ];
        for (lines, wanted) in cases {
            assert_eq!(outcomes(&[("notes.ini", &ini(lines))]), wanted, "{lines}");
        }
    }

    #[test]
    fn nothing_is_clean_that_was_not_read_whole() {
        assert_eq!(outcomes(&[("notes.ini", "[Notes]\nNTS_X=1\n")]), ["unknown fragment low"]);
        assert_eq!(outcomes(&[("names.dxl", &dxl(&[&server(&[])]))]), ["unknown not-supplied low"]);
        let console = format!("> show config *\n{}>\n", ini("").replace("[Notes]\n", ""));
        assert_eq!(outcomes(&[("c.txt", &console)]), ["unknown not-supplied low"]);
        let bom = format!("\u{feff}{}", ini(""));
        assert_eq!(outcomes(&[("notes.ini", &bom)]), ["unknown form low"]);
    }

    #[test]
    fn so_many_keys_are_named_and_no_more() {
        let named = |count: usize| {
            let lines: String = (0..count).map(|at| format!("K{at}=1\nK{at}=2\n")).collect();
            judge(&CHECK, &[("notes.ini", &ini(&lines))]).remove(0).args["keys"].clone()
        };
        assert!(!named(MAX_NAMED).contains('…'));
        assert_eq!(named(MAX_NAMED + 1).split(", ").count(), MAX_NAMED + 1, "with the dots");
        assert!(named(MAX_NAMED + 1).ends_with(", …"));
    }

    #[test]
    fn the_lines_are_shown_and_their_texts_are_not() {
        let lines = "NTS_PUSH_FCM_PASSWORD=geheim\nNTS_PUSH_FCM_PASSWORD=anders";
        let judgement = &judge(&CHECK, &[("notes.ini", &ini(lines))])[0];
        assert_eq!(judgement.args["keys"], "NTS_PUSH_FCM_PASSWORD");
        assert_eq!(judgement.evidence[0].location.line, Some(5));
        assert!(judgement.evidence.iter().all(|piece| piece.excerpt.is_none()));
    }
}
