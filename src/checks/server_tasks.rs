//! `server-tasks`: HTTP and Traveler start with the server.
//!
//! Sources: HCL Traveler, "Administering Lotus Notes Traveler" (both start with the server after
//! installation); nashcom, 2017 (`NTS_AUTOSTART_HTTP`, `true` unless set). A Program document or a
//! person may start a task too, so a fail is never surer than medium.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `both` | pass | `ServerTasks` lists HTTP and Traveler |
//! | `http-by-traveler` | pass | it lists Traveler, which starts HTTP |
//! | `at-an-hour` | unknown | it lacks one of them that a `ServerTasksAt…` starts at an hour of the day |
//! | `traveler-missing` | fail | it does not list Traveler |
//! | `http-missing` | fail | it does not list HTTP, and `NTS_AUTOSTART_HTTP` is `false` |
//! | `not-set` | fail | a whole notes.ini without `ServerTasks` |
//! | `http-unclear` | unknown | it does not list HTTP, and whether Traveler starts it can't be told |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | see [`ini`] |

use super::ini::{self, Told};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::protocols;
use crate::evidence::{Confidence, Found, Role};
use crate::inventory::Server;

const TASKS: &str = "ServerTasks";
const AUTOSTART: &str = "NTS_AUTOSTART_HTTP";

pub(super) const CHECK: Check = Check {
    id: "server-tasks",
    judge,
    outcomes: &[
        "both",
        "http-by-traveler",
        "at-an-hour",
        "traveler-missing",
        "http-missing",
        "not-set",
        "http-unclear",
        "not-supplied",
        "fragment",
        "ini-unclear",
        "pinned",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![match ini::read(server, TASKS) {
        Told::Value(found) => of_tasks(server, &found),
        Told::Missing(absent, sure) => {
            Judgement::fail("not-set", sure.and(Confidence::Medium)).shown_by([absent])
        }
        Told::Open(judgement) => judgement,
    }]
}

fn of_tasks(server: &Server, found: &Found<String>) -> Judgement {
    let (http, traveler) = (lists(&found.value, "http"), lists(&found.value, "traveler"));
    let sure = found.confidence;
    let judgement = if let Some((key, later)) = at_an_hour(server, http, traveler) {
        let judgement = Judgement::unknown("at-an-hour").arg("key", key);
        judgement.shown_by([later.evidence(Role::Conflict)])
    } else if !traveler {
        Judgement::fail("traveler-missing", sure.and(Confidence::Medium))
    } else if http {
        Judgement::pass("both", sure)
    } else {
        by_traveler(server, sure)
    };
    judgement.shown_by([found.evidence(Role::Observed)]).arg("value", &found.value)
}

/// The setting that starts a task at an hour which does not start with the server.
fn at_an_hour(server: &Server, http: bool, traveler: bool) -> Option<(String, Found<String>)> {
    let later = |found: &Found<String>| {
        !traveler && lists(&found.value, "traveler")
            || traveler && !http && lists(&found.value, "http")
    };
    (0..24).find_map(|hour| {
        let key = format!("{TASKS}At{hour}");
        let found = server.settings.effective(&key).known().cloned()?;
        later(&found).then_some((key, found))
    })
}

/// Whether a task is among those of the list.
fn lists(tasks: &str, task: &str) -> bool {
    protocols::tasks(tasks).any(|name| name == task)
}

fn by_traveler(server: &Server, sure: Confidence) -> Judgement {
    let autostart = ini::read(server, AUTOSTART);
    let sure = sure.and(autostart.confidence()).and(Confidence::Medium);
    let judgement = match (&autostart, autostart.word().as_deref()) {
        (Told::Missing(..), _) | (_, Some("true" | "")) => {
            Judgement::pass("http-by-traveler", sure)
        }
        (_, Some("false")) => Judgement::fail("http-missing", sure),
        _ => Judgement::unknown("http-unclear"),
    };
    judgement.shown_by(autostart.evidence())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    #[test]
    fn both_tasks_must_start() {
        let long = format!("ServerTasks={}HTTP,Traveler", "Update,".repeat(40));
        let cases = [
            ("ServerTasks=Update,Replica,HTTP,Traveler", "pass both high"),
            ("ServerTasks=update, http , traveler -x", "pass both high"),
            ("ServerTasks=Update,HTTP", "fail traveler-missing medium"),
            ("ServerTasks=Update,HTTPX,Traveler", "pass http-by-traveler medium"),
            ("ServerTasks=Traveler\nNTS_AUTOSTART_HTTP=true", "pass http-by-traveler medium"),
            ("ServerTasks=Traveler\nNTS_AUTOSTART_HTTP=false", "fail http-missing medium"),
            ("ServerTasks=Traveler\nNTS_AUTOSTART_HTTP=maybe", "unknown http-unclear low"),
            ("ServerTasks=Traveler,HTTP\nServerTasks=Traveler", "unknown ini-unclear low"),
            ("ServerTasks=", "fail traveler-missing medium"),
            ("ServerTasks=HTTP\nServerTasksAt6=Traveler", "unknown at-an-hour low"),
            (
                "ServerTasks=HTTP\nServerTasksAt6=Traveler\nServerTasksAt6=Catalog",
                "fail traveler-missing medium",
            ),
            ("ServerTasks=HTTP\nServerTasksAt6=Catalog,HTTP", "fail traveler-missing medium"),
            ("ServerTasks=HTTP,Traveler\nServerTasksAt6=Traveler", "pass both high"),
            (
                "ServerTasks=Traveler\nServerTasksAt6=HTTP\nNTS_AUTOSTART_HTTP=false",
                "unknown at-an-hour low",
            ),
            ("ServerTasks=Traveler\nServerTasksAt6=HTTP", "unknown at-an-hour low"),
            ("", "fail not-set medium"),
            // What stands behind byte 255 is not read.
            (&long, "unknown ini-unclear low"),
        ];
        for (lines, wanted) in cases {
            let found = judge(&CHECK, &[("notes.ini", &ini(lines))]);
            assert_eq!(told(&found[0]), wanted, "{lines}");
        }
    }

    #[test]
    fn without_a_whole_notes_ini_or_with_a_document_it_is_open() {
        let part = judge(&CHECK, &[("notes.ini", "[Notes]\nKitType=2\n")]);
        assert_eq!(told(&part[0]), "unknown fragment low");
        let none = judge(&CHECK, &[("names.dxl", &dxl(&[&server(&[])]))]);
        assert_eq!(told(&none[0]), "unknown not-supplied low");
        let items = [
            ("Type", "ServerConfig"),
            ("ServerName", "*"),
            ("UseAsDefault", "1"),
            ("Parameters", "ServerTasks=Update"),
        ];
        let names = dxl(&[&document("ServerConfig", 9, None, &items)]);
        let files = [("notes.ini", &*ini("ServerTasks=HTTP,Traveler")), ("names.dxl", &*names)];
        assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown pinned low");
    }
}
