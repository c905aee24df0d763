//! `device-filter`: no filter of notes.ini keeps Secure Mail out.
//!
//! What the keys do is read in [`filters`], as for `activesync`. That a missing
//! key lets every client in is concluded from the documentation, so a pass is never surer than medium.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `none` | pass | a whole notes.ini in which no filter refuses anything |
//! | `regex-served` | pass | `NTS_USER_AGENT_ALLOWED_REGEX` is set, the access log shows Secure Mail served and never refused, and the expression matches what it sent in a plain reading |
//! | `filter-other` | fail | `NTS_USER_AGENT_ALLOWED_OTHER=false` (that Secure Mail is of that kind is inferred) |
//! | `filter-regex` | unknown | another expression than `.*`, and Secure Mail was not seen, or the expression does not plainly match it: then it was set after the log |
//! | `filter-kind` | unknown | `…_ANDROID` or `…_IBM_APPLE` is `false` |
//! | `filter-unclear` | unknown | lines that disagree, an odd value, a Configuration document |
//! | `fragment`, `not-supplied` | unknown | an excerpt without filters, or no notes.ini |

use super::{Check, Judgement, filters};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Location, Role};
use crate::inventory::{IniExtent, Server};
use crate::traveler::{Answer, ProgramKind, Seen, agent_pattern};

pub(super) const CHECK: Check = Check {
    id: "device-filter",
    judge,
    outcomes: &[
        "none",
        "regex-served",
        "filter-other",
        "filter-regex",
        "filter-kind",
        "filter-unclear",
        "fragment",
        "not-supplied",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let judgement = filters::judge(server).unwrap_or_else(|| without(server));
    if judgement.outcome != "filter-regex" {
        return vec![judgement];
    }
    let value = judgement.args.get("value").cloned().unwrap_or_default();
    let Some(seen) = secure_mail_served(server, &value) else { return vec![judgement] };
    let place = seen.place.map(|place| Evidence::new(Role::Observed, place, None));
    vec![
        Judgement::pass("regex-served", Confidence::Medium)
            .arg("value", value)
            .arg("count", seen.count)
            .shown_by(judgement.evidence)
            .shown_by(place),
    ]
}

/// Recent requests of Secure Mail that were served, where none was refused and the expression matches the
/// User-Agent of each.
fn secure_mail_served(server: &Server, expression: &str) -> Option<Seen> {
    let picture = server.traffic.as_ref()?.at(&server.directory.hosts, &server.other_hosts);
    let mut served = Seen::default();
    for (program, tally) in &picture.programs {
        if program.as_ref().is_some_and(|program| program.kind == ProgramKind::SecureMail) {
            if tally.count(Answer::Refused) > 0 {
                return None;
            }
            let of_program = tally.of(Answer::Served);
            let lets_in = |agent: &String| agent_pattern::matches(expression, agent);
            if !tally.agents()?.iter().all(lets_in) {
                return None;
            }
            served.merge(&of_program);
        }
    }
    (served.count > 0).then_some(served)
}

fn without(server: &Server) -> Judgement {
    let (judgement, place) = match server.settings.extent() {
        _ if filters::are_known(server) => {
            let file = server.settings.files().next().map(|file| Location::input(&file.path));
            (Judgement::pass("none", Confidence::Medium), file.unwrap_or_else(|| server.place()))
        }
        IniExtent::Whole(file) | IniExtent::Part(file) => {
            (Judgement::unknown("fragment"), Location::input(&file.path))
        }
        IniExtent::Missing => (Judgement::unknown("not-supplied"), server.place()),
    };
    judgement.shown_by([Evidence::new(Role::Absent, place, None)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    const REGEX: &str = "NTS_USER_AGENT_ALLOWED_REGEX=Secure.*";

    fn log(status: u16) -> String {
        let other = "192.0.2.7 mail.example.com - [23/Nov/2026:07:15:02 +0100] \"GET / HTTP/1.1\" \
                     200 12 \"\" \"curl/8\" 9 \"\" \"/local\"\n";
        let line = format!(
            "192.0.2.7 mail.example.com \"CN=Jane Doe/O=Acme\" [23/Nov/2026:07:15:02 +0100] \
             \"POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync&User=jane&DeviceId=SM01&DeviceType=iPhone HTTP/1.1\" \
             {status} 12 \"\" \"Secure Mail/26.3.0 (iPhone; iOS 19.2)\" 9 \"\" \"/local\"\n"
        );
        line + &other.repeat(3)
    }

    #[test]
    fn a_filter_is_judged_by_its_key() {
        let cases = [
            ("", "pass none medium"),
            (
                "NTS_USER_AGENT_ALLOWED_REGEX=.*\nNTS_USER_AGENT_ALLOWED_OTHER=true",
                "pass none medium",
            ),
            ("NTS_USER_AGENT_ALLOWED_OTHER=false", "fail filter-other medium"),
            ("NTS_USER_AGENT_ALLOWED_OTHER=no", "unknown filter-unclear low"),
            ("NTS_USER_AGENT_ALLOWED_ANDROID=false", "unknown filter-kind low"),
            (REGEX, "unknown filter-regex low"),
            ("NTS_USER_AGENT_ALLOWED_REGEX=", "unknown filter-unclear low"),
            ("NTS_USER_AGENT_ALLOWED_APPLE=false", "unknown filter-kind low"),
            ("nts_user_agent_allowed_apple=true", "pass none medium"),
            ("NTS_USER_AGENT_ALLOWED_APPLE=no", "unknown filter-unclear low"),
            ("NTS_USER_AGENT_ALLOWED_APPLE_EXT=P\nP=false", "unknown filter-unclear low"),
            ("NTS_USER_AGENT_ALLOWED_REGEX_EXT=P\nP=.*", "pass none medium"),
        ];
        for (lines, wanted) in cases {
            let found = judge(&CHECK, &[("notes.ini", &ini(lines))]);
            assert_eq!(told(&found[0]), wanted, "{lines}");
        }
    }

    #[test]
    fn an_expression_that_let_secure_mail_in_is_no_obstacle() {
        let of = |regex: &str, log: &str| {
            told(&judge(&CHECK, &[("notes.ini", &*ini(regex)), ("access.log", log)])[0])
        };
        assert_eq!(of(REGEX, &log(200)), "pass regex-served medium");
        assert_eq!(of(REGEX, &log(403)), "unknown filter-regex low");
        assert_eq!(of(REGEX, &log(401)), "unknown filter-regex low");
        // A Secure Mail that was refused counts more than one that was served.
        assert_eq!(of(REGEX, &(log(200) + &log(403))), "unknown filter-regex low");
        // One that only asked has not shown which name it has.
        let asked = log(401).replace("Secure Mail/26.3.0", "Secure Mail/25.1");
        assert_eq!(of(REGEX, &(log(200) + &asked)), "pass regex-served medium");
        // What it does not match was served before it was set.
        let verse = "NTS_USER_AGENT_ALLOWED_REGEX=^(Lotus Traveler|HCL Verse).*";
        assert_eq!(of(verse, &log(200)), "unknown filter-regex low");
        let nameless = log(200)
            .replace("Secure Mail/26.3.0 (iPhone; iOS 19.2)", "-")
            .replace("DeviceType=iPhone", "DeviceType=SecureMail");
        assert_eq!(of(REGEX, &nameless), "unknown filter-regex low");
    }

    #[test]
    fn what_may_be_set_elsewhere_leaves_it_open() {
        let part = judge(&CHECK, &[("notes.ini", "[Notes]\nNTS_X=1\n")]);
        assert_eq!(told(&part[0]), "unknown fragment low");
        let none = judge(&CHECK, &[("names.dxl", &dxl(&[&server(&[])]))]);
        assert_eq!(told(&none[0]), "unknown not-supplied low");
        let items = [
            ("Type", "ServerConfig"),
            ("ServerName", "*"),
            ("UseAsDefault", "1"),
            ("NTS_USER_AGENT_ALLOWED_OTHER", "false"),
        ];
        let names = dxl(&[&document("ServerConfig", 9, None, &items)]);
        let pinned = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        assert_eq!(told(&pinned[0]), "unknown filter-unclear low");
    }
}
