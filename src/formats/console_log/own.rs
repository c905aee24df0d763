//! What a server says of itself in its log: its name when it has started, and the version it runs.
//!
//! A log also holds what others say: agents, mail subjects, announcements, requirements, names of
//! packages, other servers of a pool. So a line counts only if it is nothing but the statement: the
//! words of the product, the version, and nothing that says something else about it. Forms as seen
//! in logs.

use super::{contains, position};
use crate::catalog::version::{Version, find_versions};

/// Bytes a name may have.
const MAX_NAME: usize = 255;
/// How the line begins that Domino writes once it runs.
const STARTED: &str = "Server started on ";

/// How the line begins that tells which documents the HTTP task reads.
const HTTP_VIEW: &str = "HTTP Server: Using ";

/// Words that may stand before the version of Traveler.
const BEFORE: [&str; 12] = [
    "traveler", "lotus", "ibm", "hcl", "notes", "server", "version", "v", "release", "starting",
    "started", "running",
];
/// Words that may stand after it.
const AFTER: [&str; 9] =
    ["build", "is", "now", "running", "started", "starting", "64", "32", "bit"];
/// Words that may stand before the release of Domino in its banner.
const BANNER: [&str; 11] =
    ["ibm", "hcl", "lotus", "domino", "notes", "r", "server", "64", "32", "bit", "release"];
/// Digits of the time of a build.
const BUILD: usize = 12;

/// The name in `Server started on TRAV01/Acme`. Other programs start servers on ports and addresses.
pub(super) fn started_on(message: &str) -> Option<&str> {
    let message = message.trim();
    let begins = message.get(..STARTED.len())?.eq_ignore_ascii_case(STARTED);
    let name = message.get(STARTED.len()..).filter(|_| begins)?.trim();
    let strange: &[char] = if name.contains('/') { &[':'] } else { &[':', '.', ' '] };
    (!name.is_empty() && name.len() <= MAX_NAME && !name.contains(strange)).then_some(name)
}

/// `HTTP Server: Using Web Configuration View`, which the HTTP task prints at its start where Internet Sites
/// are off (IBM technote 21250004); whether the line says that they are on. What it prints then is as seen
/// in logs.
pub(super) fn loads_sites(message: &str) -> Option<bool> {
    let begins = |text: &str| {
        message.get(..text.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(text))
    };
    if !begins(HTTP_VIEW) {
        return None;
    }
    let view = message.get(HTTP_VIEW.len()..)?.trim_end_matches(['.', ' ']).to_ascii_lowercase();
    match view.as_str() {
        "web configuration view" => Some(false),
        "internet site configuration view"
        | "internet sites configuration view"
        | "internet sites view"
        | "internet sites" => Some(true),
        _ => None,
    }
}

/// `HCL Domino (r) Server (64 Bit), Release 14.5.1 …`, `Lotus Domino Server (Release 8.5.3 …`
pub(super) fn is_banner(message: &str) -> bool {
    let message = message.trim_start();
    let vendor = ["IBM ", "HCL ", "Lotus ", "Domino"].iter().any(|word| message.starts_with(word));
    let release = [", Release ", "(Release ", "Server Release "];
    vendor
        && contains(message, "Domino")
        && contains(message, "Server")
        && release.iter().any(|word| tells_number(message, word))
}

/// A cheap look at a line: the banner of Domino, or Traveler and a dotted number after it. A release
/// in brackets after a name is that of somebody who opened a session, and says nothing of this
/// server.
pub(super) fn may_tell_version(message: &str) -> bool {
    is_banner(message) || (tells_number(message, "Traveler") && !contains(message, "(Release "))
}

/// Whether the line is a server telling the version it runs, and nothing else.
pub(super) fn states_itself(message: &str) -> bool {
    let versions = find_versions(message);
    let Some((before, after)) = versions.first().and_then(|version| around(message, version))
    else {
        return false;
    };
    if is_banner(message) {
        return only(before, &BANNER) && (only(after, &AFTER) || ends_banner(after));
    }
    only(before, &BEFORE) && only(after, &AFTER)
}

/// What stands before the number of a version, and after all that belongs to it.
fn around<'m>(message: &'m str, version: &Version) -> Option<(&'m str, &'m str)> {
    let (before, rest) = message.split_once(version.text.as_str())?;
    let number = version.text.find(version.numbers.text.as_str())?;
    Some((message.get(..before.len() + number)?, rest))
}

/// Whether the text holds no other words than these, and builds (`202603051412_30`).
fn only(text: &str, words: &[&str]) -> bool {
    let is_build = |word: &str| {
        word.len() >= BUILD && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .all(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)) || is_build(word))
}

/// What ends a banner: `for Linux/64)`, or a date in a form that the version does not hold.
fn ends_banner(after: &str) -> bool {
    let rest = after.trim();
    let words = rest.split_whitespace().count();
    if rest.starts_with("for ") {
        return words <= 3 && rest.contains('/') && rest.ends_with(')');
    }
    let year = rest.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    rest.starts_with(',') && words <= 4 && year.len() == 4
}

/// Whether a number with a dot stands anywhere after the word.
fn tells_number(message: &str, word: &str) -> bool {
    position(message, word).is_some_and(|at| {
        let rest = message.as_bytes().get(at..).unwrap_or_default();
        rest.windows(3)
            .any(|seen| matches!(seen, [a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_server_says_of_its_version() {
        for line in [
            "Traveler: HCL Traveler 14.5.1.0 Build 202603051412_30",
            "Traveler: IBM Notes Traveler 9.0.1 Build 201403141205_20",
            "Traveler: 9.0.1 Build 201403141530_20",
            "Lotus Traveler: Lotus Notes Traveler 8.5.3 Upgrade Pack 2 IF8",
            "Traveler: HCL Traveler 14.5.1.0 (Build 202603051412_30) started.",
            "Traveler: HCL Traveler 14.5.1.0 (Build 202603051412_30)",
            "Traveler: starting HCL Traveler version 14.5.1",
            "IBM Domino (r) Server (64 Bit), Release 9.0.1FP2, October 22, 2014",
            "IBM Domino (r) Server (64 Bit), Release 9.0.1FP10, 15. Januar 2018",
            "HCL Domino (r) Server, Release 14.5.1",
            "HCL Domino (r) Server (Release 14.5.1 for Linux/64)",
            "Lotus Domino Server (Release 8.5.3 for Windows/32)",
        ] {
            assert!(may_tell_version(line) && states_itself(line), "{line}");
        }
    }

    #[test]
    fn what_others_say_of_versions() {
        for line in [
            "Traveler: HCL Traveler 14.5.1.0 will be installed on Sunday",
            "Traveler: HCL Traveler 14.5.1.0 Build 202603051412_30 is available for download",
            "Traveler: HCL Traveler 14.5.1.0 Build 202603051412_30 on server MAIL99/Acme",
            "Traveler: HCL Traveler 14.5.1.0 is running on TRAV02/Acme",
            "Traveler: HCL Traveler 14.5.1.0 or later",
            "Traveler: upgrade to HCL Traveler 14.5.1.0",
            "Traveler: Database schema requires Traveler 12.0.1",
            "Traveler: HCL Traveler 14.5.1.0 setup started",
            "Traveler: Traveler 14.5.1.0 has not been started",
            "HCL Domino Server Release 14.5.1 will be installed on Sunday",
            "HCL Domino (r) Server, Release 14.5.1, as we told you, comes 2027",
            "HCL Domino Server MAIL99/Acme (Release 12.0.2 for Linux/64)",
            "HCL Domino Server (Release 12.0.2 for all servers of the domain)",
            "Traveler: Server started.",
        ] {
            assert!(!states_itself(line), "{line}");
        }
    }

    #[test]
    fn a_banner_ends_with_a_platform_or_a_date() {
        for (text, wanted) in [
            (" for Linux/64)", true),
            (" for AIX 7/64)", true),
            (" for the AIX 7/64)", false),
            (" for Linux)", false),
            (" for Linux/64", false),
            (", 15. Januar 2018", true),
            (", am 15. Januar 2018", false),
            (" 15. Januar 2018", false),
            (", 15. Januar 18", false),
        ] {
            assert_eq!(ends_banner(text), wanted, "{text}");
        }
        for (text, wanted) in [
            (" Build 202603051412_30 (64 Bit)", true),
            (" 202603051412", true),
            (" 20260305141", false),
            (" 20260305141x", false),
            ("", true),
        ] {
            assert_eq!(only(text, &AFTER), wanted, "{text}");
        }
    }

    #[test]
    fn only_a_banner_or_traveler_with_a_number_may_tell_a_version() {
        for (line, wanted) in [
            ("Domino Server, Release 14.5.1", true),
            ("Lotus Server, Release 14.5.1", false),
            ("HCL Domino, Release 14.5.1", false),
            ("The Domino Server, Release 14.5.1", false),
            ("HCL Domino Server, Release 14", false),
            ("Traveler 14.5", true),
            ("Traveler 14", false),
            ("14.5 Traveler", false),
            ("Opened session for Traveler (Release 14.5)", false),
        ] {
            assert_eq!(may_tell_version(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_http_task_says_which_documents_it_reads() {
        for (line, wanted) in [
            ("HTTP Server: Using Web Configuration View", Some(false)),
            ("http server: using web configuration view. ", Some(false)),
            ("HTTP Server: Using Internet Sites Configuration View", Some(true)),
            ("HTTP Server: Using Internet Site Configuration View", Some(true)),
            ("HTTP Server: Using Internet Sites", Some(true)),
            ("HTTP Server: Using port 443", None),
            ("XTTP Server: Using Web Configuration View", None),
            ("", None),
        ] {
            assert_eq!(loads_sites(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_name_under_which_a_server_started() {
        let long = "S".repeat(MAX_NAME + 1);
        let (fits, too_long) = (format!("{STARTED}{}", &long[1..]), format!("{STARTED}{long}"));
        let cases = [
            ("Server started on TRAV01/Acme", Some("TRAV01/Acme")),
            (" server started on TRAV01/Mobile/Acme ", Some("TRAV01/Mobile/Acme")),
            ("Server started on TRAV01", Some("TRAV01")),
            ("Server started on port 80", None),
            ("Server started on 10.0.0.5", None),
            ("Server started on http://example.com/x", None),
            ("Server started on ", None),
            ("Server started.", None),
            ("AMgr: Agent printing: Server started on MAIL99/Acme", None),
            ("Server started", None),
            ("Server started on TRAV01/Acme:80", None),
            ("Server started on TRAV 01/Acme", Some("TRAV 01/Acme")),
            (&fits, Some(&long[1..])),
            (&too_long, None),
            ("", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(started_on(line), wanted, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(Server started on |Traveler|Domino Server|, Release | 14.5.1|ü|\\PC){0,8}") {
            let _ = (started_on(&text), may_tell_version(&text), states_itself(&text));
        }
    }
}
