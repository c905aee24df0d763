//! What a file of console output is: a log, or the answer to one command.

use super::command::{Command, command, is_prompted};
use super::stamp::{after_lead, stamp};
use super::{answer, contains, is_banner};
use crate::formats::{Head, Kind};

/// Beginnings of messages that hardly another program writes (many write `Server started`).
const TASKS: [&str; 12] = [
    "traveler:",
    "lotus traveler:",
    "http server:",
    "router:",
    "amgr:",
    "adminp:",
    "database replicator",
    "event monitor",
    "index update process",
    "agent manager",
    "smtp server:",
    "domino ",
];

/// Whether the file is a console log: a banner of Domino, time-stamped lines with a word of Domino
/// among them, or one line that a task of Domino is known to write.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    if is_install_log(&head.name) || answers_show_server(head) {
        return true;
    }
    let mut stamped = 0;
    let mut domino = false;
    for line in head.lines() {
        let found = stamp(line);
        let message = found.as_ref().map_or(line, |found| found.message);
        if is_banner(message) || (found.is_some() && is_of_task(message)) {
            return true;
        }
        stamped += usize::from(found.is_some());
        domino |= found.is_some()
            && (["domino", "traveler"].iter().any(|word| contains(message, word))
                || names_its_server(message));
    }
    stamped >= 2 && domino
}

/// Whether the message says on which server Domino started; other programs name no Notes name there.
fn names_its_server(message: &str) -> bool {
    let lower = message.to_lowercase();
    let name =
        lower.split_once("server started on ").and_then(|(_, rest)| rest.split_whitespace().next());
    name.is_some_and(|name| name.contains('/') && !name.contains("://"))
}

fn is_of_task(message: &str) -> bool {
    let head: String = message.trim_start().chars().take(30).collect::<String>().to_lowercase();
    TASKS.iter().any(|task| head.starts_with(task))
}

/// The log that the Traveler installer writes: `TravelerInstall.log`.
pub(super) fn is_install_log(file_name: &str) -> bool {
    let name = file_name.to_lowercase();
    name.starts_with("travelerinstall") && name.contains(".log")
}

fn answers_show_server(head: &Head<'_>) -> bool {
    let mut lines = head.lines().map(after_lead);
    let named = lines.by_ref().any(|line| answer::server_name(line).is_some());
    named && lines.take(answer::DIRECTORY_WITHIN).any(answer::is_directory_line)
}

/// What a file is that holds the answer to a command and no log: by the command at its beginning, or
/// by what only one command prints.
#[must_use]
pub fn answer_kind(head: &Head<'_>) -> Option<Kind> {
    if head.lines().any(is_log_line) {
        return None;
    }
    let asked = head.lines().enumerate().find_map(|(at, line)| {
        let prompted = is_prompted(line);
        // Text of any kind may hold a line like a command; only the first one is surely typed.
        if at > 0 && !prompted {
            return None;
        }
        let message = stamp(line).map_or_else(|| after_lead(line), |found| found.message);
        of_command(&command(message, prompted)?)
    });
    asked.or_else(|| of_answer(head))
}

fn of_answer(head: &Head<'_>) -> Option<Kind> {
    let texts = || head.lines().map(after_lead);
    if texts().any(is_status_sentence) {
        return Some(Kind::TravelerStatus);
    }
    let statistics = texts().filter(|line| answer::statistic(line).is_some()).count();
    (statistics >= 2 && statistics * 2 > texts().count()).then_some(Kind::Statistics)
}

/// A message with its time that a task of Domino writes.
fn is_log_line(line: &str) -> bool {
    stamp(line).is_some_and(|found| is_of_task(found.message) || is_banner(found.message))
}

fn of_command(command: &Command<'_>) -> Option<Kind> {
    match command {
        Command::ShowConfig(_) | Command::SetConfig(..) => Some(Kind::ShowConfig),
        Command::TravelerConfig | Command::TravelerStatus => Some(Kind::TravelerStatus),
        Command::ShowStatistics => Some(Kind::Statistics),
        Command::ShowServer => Some(Kind::ConsoleLog),
        Command::Other => None,
    }
}

/// Sentences of `tell traveler status`, in every brand: "Lotus Notes Traveler" to "HCL Traveler".
fn is_status_sentence(line: &str) -> bool {
    contains(line, "Traveler")
        && ["task has been running since", "overall status"].iter().any(|part| contains(line, part))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::takes;
    use super::*;

    #[test]
    fn logs_of_domino_are_told_from_others() {
        let yes = [
            "11/24/2026 07:15:02 AM  Traveler: Server started.\n",
            "24.11.2026 07:15:02   HTTP Server: Started\n",
            "[0DA4:0002-0B10] 2026-11-24 07:15:02   Database Replicator started\n",
            "> tell traveler status\n24.11.2026 07:15:02 Router: Mail delivered\n",
            "HCL Domino (r) Server (64 Bit), Release 14.5.1, March 10, 2026\n",
            "Server name:            Trav01/Acme - Mobile\nServer directory:       D:\\Data\n",
            "2026/11/24 07:15:02 Admin\n2026/11/24 07:15:03 Using Domino directory\n",
            "2026/11/24 07:15:02 Server started on TRAV01/Acme\n2026/11/24 07:15:03 Ready\n",
        ];
        for text in yes {
            assert!(takes(recognise, "x", text.as_bytes()), "{text}");
        }
        let no = [
            "",
            "2026-11-24 07:15:02 INFO service started\n2026-11-24 07:15:03 INFO ready\n",
            "10.0.0.5 - kim [24/Nov/2026:07:15:02 +0100] \"GET /traveler HTTP/1.1\" 200 12\n",
            "Domino is a server. Release 9.0.1 is old.\n",
            "Traveler 9.0.1\n",
            "2026-11-24 07:15:02 Server started on port 80\n2026-11-24 07:15:03 Ready\n",
            "KitType=2\nServerTasks=Traveler\n",
            "2026/11/24 07:15:03 Using Domino directory\nmore text\n",
            "2026/11/24 07:15:02 Admin\n2026/11/24 07:15:03 Ready\nUsing Domino directory\n",
            "2026/11/24 07:15:02 Server started on http://a/b\n2026/11/24 07:15:03 Ready\n",
            "Server name: Trav01/Acme\na\nb\nc\nd\ne\nServer directory: /d\n",
        ];
        for text in no {
            assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_log_of_the_installer_is_known_by_its_name() {
        for (name, wanted) in [
            ("TravelerInstall.log", true),
            ("travelerinstall_2026.log.1", true),
            ("TravelerInstall.txt", false),
            ("my-TravelerInstall.log", false),
        ] {
            assert_eq!(is_install_log(name), wanted, "{name}");
        }
    }

    #[test]
    fn answers_are_told_from_logs_and_from_other_files() {
        let kind = |text: &str| answer_kind(&Head::new(text.as_bytes(), "x.txt"));
        let log = "24.11.2026 07:15:02   HTTP Server: Started\n";
        let cases = [
            ("> show config *\nA=1\n>\n", Some(Kind::ShowConfig)),
            ("\nsh conf NTS_*\nNTS_A=1\n", Some(Kind::ShowConfig)),
            ("[0DA4:0002-0B10] > show configuration NTS_*\n", Some(Kind::ShowConfig)),
            ("> tell traveler status\n", Some(Kind::TravelerStatus)),
            ("> tell traveler config\nNTS_A = 1\n", Some(Kind::TravelerStatus)),
            ("The overall status of HCL Traveler is Red.\n", Some(Kind::TravelerStatus)),
            ("> show stat traveler\n", Some(Kind::Statistics)),
            ("  Traveler.Push.Users.Total = 5\n  Server.Users = 3\n", Some(Kind::Statistics)),
            ("java.version = 17\na.b = c\n", None),
            ("> show server\n", Some(Kind::ConsoleLog)),
            ("> show tasks\n", None),
            ("  Traveler.A = 5\n  Server.B = 3\nmore\n", Some(Kind::Statistics)),
            ("  Traveler.A = 5\n  Server.B = 3\nmore\ntext\n", None),
            (
                "  Traveler.A = 5\n  Traveler.B = 1\n  Server.B = 3\nmore\ntext\n",
                Some(Kind::Statistics),
            ),
            ("  Traveler.A = 5\n", None),
            ("some text\nshow config *\n", None),
            ("some text\n> show config *\n", Some(Kind::ShowConfig)),
            ("The overall status of the backup is Red.\n", None),
            ("The HCL Traveler task is here\n", None),
            ("We show config files here.\n", None),
            ("[Notes]\nKitType=2\nset config NTS_A=1\n", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(kind(text), wanted, "{text}");
        }
        assert_eq!(kind(&format!("{log}> show config *\nA=1\n")), None);
    }
}
