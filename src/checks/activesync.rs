//! `activesync`: ActiveSync clients reach the server, and nothing refuses them.
//!
//! Files alone show traffic, not the lack of it. SyncML logging, TCP port 8642 and URLs are context:
//! they never are the reason of a pass or fail.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `seen` | pass | ActiveSync requests of known users with a 2xx status, and no filter that refuses them |
//! | `filter-other` | fail | `NTS_USER_AGENT_ALLOWED_OTHER=false` refuses clients that are not HCL's or Apple's (inferred) |
//! | `filter-regex` | unknown | `NTS_USER_AGENT_ALLOWED_REGEX` other than `.*` |
//! | `filter-unclear` | unknown | lines of these keys that disagree, an odd value, a Configuration document |
//! | `mostly-refused` | unknown | some requests were served, more were refused with 403 |
//! | `refused` | fail | the ActiveSync requests seen were all refused with 403 |
//! | `syncml-only` | fail | only Traveler's own clients were seen (inferred from their URLs) |
//! | `not-served` | info | ActiveSync requests were seen, none of them served |
//! | `no-traffic` | info | no access log, or none with Traveler requests |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::inventory::Server;
use crate::traveler::{Seen, Traffic};

pub(super) const CHECK: Check = Check {
    id: "activesync",
    judge,
    outcomes: &[
        "seen",
        "filter-other",
        "filter-regex",
        "filter-unclear",
        "mostly-refused",
        "refused",
        "syncml-only",
        "not-served",
        "no-traffic",
    ],
};

const OTHER: &str = "NTS_USER_AGENT_ALLOWED_OTHER";
const REGEX: &str = "NTS_USER_AGENT_ALLOWED_REGEX";

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![filtered(server).unwrap_or_else(|| traffic(server))]
}

/// What a filter of notes.ini does to clients of other makers.
fn filtered(server: &Server) -> Option<Judgement> {
    let other = server.settings.effective(OTHER);
    let regex = server.settings.effective(REGEX);
    if let Fact::Known(found) = &other
        && found.value.trim().eq_ignore_ascii_case("false")
    {
        return Some(
            Judgement::fail("filter-other", Confidence::Medium).shown_by(other.evidence()),
        );
    }
    for (key, fact) in [(OTHER, &other), (REGEX, &regex)] {
        if let Some(evidence) = unclear(server, key, fact) {
            return Some(Judgement::unknown("filter-unclear").arg("key", key).shown_by(evidence));
        }
    }
    let found = regex.known().filter(|found| !matches!(found.value.trim(), "" | ".*"))?;
    Some(Judgement::unknown("filter-regex").arg("value", &found.value).shown_by(regex.evidence()))
}

/// What leaves open which value of a filter is in force: lines that disagree, a text that is neither
/// true nor false, a Configuration document that sets another value.
fn unclear(server: &Server, key: &str, fact: &Fact<String>) -> Option<Vec<Evidence>> {
    if let Fact::Unknown(_, evidence) = fact
        && evidence.iter().any(|piece| piece.role != Role::Absent)
    {
        return Some(evidence.clone());
    }
    let value = fact.value().map(|value| value.trim().to_ascii_lowercase());
    let odd = key == OTHER && value.as_deref().is_some_and(|value| !matches!(value, "" | "true"));
    let pins = server.pinned_otherwise(key, value.as_deref());
    (odd || !pins.is_empty()).then(|| [fact.evidence(), pins].concat())
}

fn traffic(server: &Server) -> Judgement {
    let Some(traffic) = &server.traffic else {
        return Judgement::info("no-traffic").arg("requests", 0).shown_by([Evidence::new(
            Role::Absent,
            server.place(),
            None,
        )]);
    };
    let judgement = if traffic.refused.count > traffic.activesync.count
        && traffic.activesync.count > 0
    {
        Judgement::unknown("mostly-refused")
            .shown_by(shown(&traffic.refused))
            .shown_by(shown(&traffic.activesync))
    } else if traffic.activesync.count > 0 {
        Judgement::pass("seen", Confidence::High).shown_by(shown(&traffic.activesync))
    } else if traffic.refused.count > 0 && traffic.undecided.count == 0 {
        Judgement::fail("refused", Confidence::High).shown_by(shown(&traffic.refused))
    } else if traffic.refused.count + traffic.undecided.count > 0 {
        Judgement::info("not-served")
            .shown_by(shown(&traffic.refused))
            .shown_by(shown(&traffic.undecided))
    } else if traffic.syncml.count > 0 {
        Judgement::fail("syncml-only", Confidence::Medium).shown_by(shown(&traffic.syncml))
    } else {
        Judgement::info("no-traffic").shown_by([Evidence::new(Role::Absent, server.place(), None)])
    };
    counted(judgement, traffic)
}

fn shown(seen: &Seen) -> Option<Evidence> {
    let last = seen.last.clone()?;
    Some(Evidence::new(Role::Observed, last, None))
}

fn counted(judgement: Judgement, traffic: &Traffic) -> Judgement {
    judgement
        .arg("requests", traffic.requests)
        .arg("served", traffic.activesync.count)
        .arg("refused", traffic.refused.count)
        .arg("undecided", traffic.undecided.count)
        .arg("syncml", traffic.syncml.count)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge, told};
    use super::*;

    /// A line of an access log.
    fn line(user: &str, request: &str, status: u16) -> String {
        format!(
            "192.0.2.7 mail.example.com {user} [24/Nov/2026:07:15:02 +0100] \"{request} HTTP/1.1\" {status} 12 \"\" \"Client/1\"\n"
        )
    }

    fn outcome(lines: &str, log: Option<&str>) -> String {
        let ini = ini(lines);
        let mut files = vec![("notes.ini", ini.as_str())];
        files.extend(log.map(|log| ("access.log", log)));
        let judgement = &judge(&CHECK, &files)[0];
        let info =
            if judgement.severity == Some(crate::evidence::Severity::Info) { " info" } else { "" };
        format!("{}{info}", told(judgement))
    }

    #[test]
    fn traffic_shows_what_works() {
        let eas = "POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync";
        let user = "\"CN=Jane Doe/O=Acme\"";
        let cases = [
            (vec![line("-", eas, 401), line(user, eas, 200)], "pass seen high"),
            (vec![line("-", eas, 401)], "unknown not-served low info"),
            (
                vec![line(user, eas, 200), line(user, eas, 403), line(user, eas, 403)],
                "unknown mostly-refused low",
            ),
            (vec![line("-", eas, 200)], "unknown not-served low info"),
            (vec![line(user, eas, 403), line(user, eas, 403)], "fail refused high"),
            (vec![line(user, eas, 403), line("-", eas, 401)], "unknown not-served low info"),
            (vec![line(user, "POST /traveler", 200)], "fail syncml-only medium"),
            (
                vec![line(user, "POST /servlet/traveler", 200), line(user, eas, 200)],
                "pass seen high",
            ),
            (vec![line(user, "GET /homepage.nsf", 200)], "unknown no-traffic low info"),
        ];
        for (lines, wanted) in cases {
            // A log of one line is too little to be recognised.
            let log = lines.concat() + &line("-", "GET /", 200).repeat(3);
            assert_eq!(outcome("", Some(&log)), wanted, "{log}");
        }
        assert_eq!(outcome("", None), "unknown no-traffic low info");
    }

    #[test]
    fn a_filter_may_refuse_what_a_log_once_showed() {
        let served =
            line("\"CN=Jane Doe/O=Acme\"", "POST /traveler/Microsoft-Server-ActiveSync", 200)
                .repeat(3);
        let cases = [
            ("NTS_USER_AGENT_ALLOWED_OTHER=false", "fail filter-other medium"),
            ("NTS_USER_AGENT_ALLOWED_OTHER=true", "pass seen high"),
            ("NTS_USER_AGENT_ALLOWED_OTHER=0", "unknown filter-unclear low"),
            ("NTS_USER_AGENT_ALLOWED_REGEX=.*", "pass seen high"),
            ("NTS_USER_AGENT_ALLOWED_REGEX=", "pass seen high"),
            ("NTS_USER_AGENT_ALLOWED_REGEX=.*Verse.*", "unknown filter-regex low"),
            (
                "NTS_USER_AGENT_ALLOWED_REGEX=a\nNTS_USER_AGENT_ALLOWED_REGEX=b",
                "unknown filter-unclear low",
            ),
            // Context, never the reason of a verdict.
            ("NTS_SYNCML_SOMETHING=true", "pass seen high"),
        ];
        for (lines, wanted) in cases {
            assert_eq!(outcome(lines, Some(&served)), wanted, "{lines}");
        }
    }
}
