//! `who-enforces`: where Traveler leaves device policy to others, something else requires passcode and
//! encryption, and other ActiveSync clients do not lose them.
//!
//! Source: Citrix Secure Mail, integration with Notes Traveler: with `NTS_AS_ENFORCE_POLICY=false` the
//! policies come from Endpoint Management. The key holds for the whole server, so every ActiveSync
//! client loses Traveler's policy. What enforces on a device no file of the server shows: nothing
//! passes here.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `others-served` | unknown | enforcement is off, and clients other than Secure Mail are served |
//! | `only-secure-mail` | info | enforcement is off, and only Secure Mail was seen served |
//! | `no-traffic` | info | enforcement is off, and no ActiveSync client was seen served |
//! | `not-off` | not-applicable | enforcement is not switched off |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | see [`ini`] |

use super::ini::{self, Told};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Evidence, Role};
use crate::inventory::{Server, plain};
use crate::traveler::{Answer, Picture, Program, ProgramKind, Seen};

const KEY: &str = "NTS_AS_ENFORCE_POLICY";
/// Programs that are named.
const MAX_NAMED: usize = 8;

pub(super) const CHECK: Check = Check {
    id: "who-enforces",
    judge,
    outcomes: &[
        "others-served",
        "only-secure-mail",
        "no-traffic",
        "not-off",
        "other-value",
        "not-supplied",
        "fragment",
        "ini-unclear",
        "pinned",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let told = ini::read(server, KEY);
    let judgement = match &told {
        Told::Open(judgement) => return vec![judgement.clone()],
        told if told.word().as_deref() == Some("false") => by_traffic(server),
        Told::Value(found) if !matches!(plain(&found.value).as_str(), "" | "true") => {
            Judgement::unknown("other-value").arg("value", &found.value)
        }
        told => Judgement::not_applicable("not-off", told.confidence()),
    };
    vec![judgement.shown_by(told.evidence())]
}

fn by_traffic(server: &Server) -> Judgement {
    let picture = server
        .traffic
        .as_ref()
        .map(|traffic| traffic.at(&server.directory.hosts, &server.other_hosts));
    let picture = picture.unwrap_or_default();
    let (own, _) = served(&picture, true);
    let (others, names) = served(&picture, false);
    let (judgement, seen) = if others.count > 0 {
        (Judgement::unknown("others-served"), others)
    } else if own.count > 0 {
        (Judgement::info("only-secure-mail"), own)
    } else {
        (Judgement::info("no-traffic"), Seen::default())
    };
    let place = seen.place.map(|place| Evidence::new(Role::Context, place, None));
    judgement.arg("programs", names).arg("count", seen.count).shown_by(place)
}

/// Requests that were served, of Secure Mail or of all others, and the programs that sent them.
fn served(picture: &Picture, secure_mail: bool) -> (Seen, String) {
    let (mut seen, mut names) = (Seen::default(), Vec::new());
    let is_secure = |program: &Program| program.kind == ProgramKind::SecureMail;
    for (program, tally) in &picture.programs {
        let of_kind = program.as_ref().is_some_and(is_secure) == secure_mail;
        let requests = tally.any_of(&[Answer::Served, Answer::Unnamed]);
        if of_kind && requests.count > 0 {
            names.push(program.as_ref().map_or("?", |program| program.name.as_str()));
            seen.merge(&requests);
        }
    }
    if names.len() > MAX_NAMED {
        names.truncate(MAX_NAMED);
        names.push("…");
    }
    (seen, names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;
    use crate::evidence::Severity;

    const OFF: &str = "NTS_AS_ENFORCE_POLICY=false";

    fn line(agent: &str, status: u16) -> String {
        format!(
            "192.0.2.7 mail.example.com \"CN=Jane Doe/O=Acme\" [23/Nov/2026:07:15:02 +0100] \
             \"POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync&User=jane&DeviceId=SM01 HTTP/1.1\" \
             {status} 12 \"\" \"{agent}\" 9 \"\" \"/local\"\n"
        )
    }

    fn judged(lines: &str, log: &[(&str, u16)]) -> Judgement {
        let quiet = line("curl/8", 401).repeat(3);
        let log: String = log.iter().map(|(agent, status)| line(agent, *status)).collect();
        judge(&CHECK, &[("notes.ini", &ini(lines)), ("access.log", &(log + &quiet))]).remove(0)
    }

    #[test]
    fn other_clients_lose_the_policy_of_traveler() {
        let (secure, apple) = ("Secure Mail/26.3.0 (iPhone; iOS 19.2)", "Apple-iPhone15C2/2005.1");
        type Case<'c> = (&'c str, &'c [(&'c str, u16)], &'c str);
        let cases: [Case<'_>; 10] = [
            (OFF, &[(secure, 200)], "unknown only-secure-mail low"),
            (OFF, &[(secure, 200), (apple, 200)], "unknown others-served low"),
            (OFF, &[(apple, 200)], "unknown others-served low"),
            (OFF, &[(secure, 200), (apple, 403)], "unknown only-secure-mail low"),
            (OFF, &[], "unknown no-traffic low"),
            ("NTS_AS_ENFORCE_POLICY=true", &[(apple, 200)], "not-applicable not-off high"),
            ("", &[(apple, 200)], "not-applicable not-off high"),
            ("NTS_AS_ENFORCE_POLICY=0", &[(apple, 200)], "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=\"false\"", &[], "unknown other-value low"),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=true",
                &[],
                "unknown ini-unclear low",
            ),
        ];
        for (lines, log, wanted) in cases {
            assert_eq!(told(&judged(lines, log)), wanted, "{lines} {log:?}");
        }
        assert_eq!(judged(OFF, &[(secure, 200)]).severity, Some(Severity::Info));
        let others = judged(OFF, &[(secure, 200), (apple, 200)]);
        assert_eq!((others.severity, &*others.args["programs"]), (None, "Apple-iPhone"));
    }

    #[test]
    fn so_many_programs_are_named_and_no_more() {
        let named = |count: usize| {
            let agents: Vec<_> = (0..count).map(|at| format!("Client{at:02}/1")).collect();
            let log: Vec<_> = agents.iter().map(|agent| (agent.as_str(), 200)).collect();
            judged(OFF, &log).args["programs"].clone()
        };
        assert_eq!(named(2), "Client00, Client01");
        assert!(!named(MAX_NAMED).contains('…'));
        assert_eq!(named(MAX_NAMED + 1), format!("{}, …", named(MAX_NAMED)));
    }

    #[test]
    fn without_notes_ini_nothing_is_known() {
        let none = judge(&CHECK, &[("names.dxl", &dxl(&[&server(&[])]))]);
        assert_eq!(told(&none[0]), "unknown not-supplied low");
        let part = judge(&CHECK, &[("notes.ini", "[Notes]\nKitType=2\n")]);
        assert_eq!(told(&part[0]), "unknown fragment low");
    }
}
