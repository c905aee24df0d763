//! `server-tasks`: HTTP and Traveler start with the server.
//!
//! Sources: HCL Traveler, "Administering Lotus Notes Traveler" (both start with the server after
//! installation); nashcom, 2017 (`NTS_AUTOSTART_HTTP`, `true` unless set). A person may start a task too,
//! so a fail is never surer than medium. When a Program document runs no source tells.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `both` | pass | `ServerTasks` lists HTTP and Traveler |
//! | `http-by-traveler` | pass | it lists Traveler, which starts HTTP |
//! | `by-program` | unknown | a task is missing, and a Program document may start it |
//! | `program-acts` | info | a Program document runs something with HTTP or Traveler: it may stop them |
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
use crate::evidence::{Confidence, Evidence, Found, Role, Status};
use crate::inventory::{Program, Server};

const TASKS: &str = "ServerTasks";
const AUTOSTART: &str = "NTS_AUTOSTART_HTTP";
/// The two tasks, as a command line or a Program document names them.
const PROGRAMS: [&str; 4] = ["http", "nhttp", "traveler", "ntraveler"];

pub(super) const CHECK: Check = Check {
    id: "server-tasks",
    judge,
    outcomes: &[
        "both",
        "http-by-traveler",
        "at-an-hour",
        "by-program",
        "program-acts",
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
    let judgement = match ini::read(server, TASKS) {
        Told::Value(found) => of_tasks(server, &found),
        Told::Missing(absent, sure) => {
            Judgement::fail("not-set", sure.and(Confidence::Medium)).shown_by([absent])
        }
        Told::Open(judgement) => judgement,
    };
    let programs = server.programs.iter().filter(|program| is_about_tasks(&program.text));
    match judgement.status {
        Status::Fail => {
            let shown: Vec<_> = programs.map(|own| place(own, Role::Conflict)).collect();
            let first = shown.first().and_then(|piece| piece.excerpt.clone());
            let Some(text) = first else { return vec![judgement] };
            let open = Judgement::unknown("by-program").arg("text", text).arg("key", TASKS);
            vec![open.shown_by(judgement.evidence).shown_by(shown)]
        }
        Status::Pass => [judgement].into_iter().chain(programs.map(acts)).collect(),
        _ => vec![judgement],
    }
}

/// A program that names one of the tasks, as its own program or in its command line.
fn is_about_tasks(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_lowercase);
    words.any(|word| PROGRAMS.contains(&word.as_str()))
}

fn acts(program: &Program) -> Judgement {
    let place = place(program, Role::Observed);
    // Two programs of one document store differ by their text.
    let judgement = Judgement::info("program-acts").about(&program.text);
    judgement.arg("text", &program.text).shown_by([place])
}

fn place(program: &Program, role: Role) -> Evidence {
    Evidence::new(role, program.location.clone(), program.text.clone())
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
    fn what_a_program_document_runs_is_told() {
        let program = |source: &str, program: &str, command: &str| {
            let items = [
                ("Type", "Program"),
                ("Source", source),
                ("Program", program),
                ("CmdLine", command),
            ];
            dxl(&[&document("Program", 9, None, &items)])
        };
        let own = "CN=Trav01/O=Acme";
        let (both, one) = ("ServerTasks=HTTP,Traveler", "ServerTasks=HTTP");
        let cases: [(&str, String, &[&str]); 6] = [
            (one, program(own, "ntraveler", ""), &["unknown by-program low"]),
            (one, program("CN=Trav02/O=Acme", "ntraveler", ""), &["fail traveler-missing medium"]),
            (one, program(own, "nserver", "-c \"load updall\""), &["fail traveler-missing medium"]),
            (
                both,
                program(own, "nserver", "-c \"tell http quit\""),
                &["pass both high", "unknown program-acts low"],
            ),
            (both, program(own, "nupdall", "-R"), &["pass both high"]),
            ("", program("", "ntraveler", ""), &["unknown by-program low"]),
        ];
        for (lines, names, wanted) in cases {
            let found = judge(&CHECK, &[("notes.ini", &ini(lines)), ("names.dxl", &names)]);
            assert_eq!(found.iter().map(told).collect::<Vec<_>>(), wanted, "{lines} {names}");
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
