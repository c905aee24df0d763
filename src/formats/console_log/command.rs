//! Commands as they stand in console output. Domino takes any beginning of a word that is clear
//! (`sh conf`), and the log repeats what was typed behind the prompt `>`.
//!
//! Sources: "Show Configuration" and "Set Configuration" of the HCL Domino help, "Tell commands" of
//! the HCL Traveler help.

/// A command that was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command<'t> {
    /// `show configuration FILTER`, with `*` and `?` as wildcards.
    ShowConfig(&'t str),
    /// `set configuration KEY=value`.
    SetConfig(&'t str, &'t str),
    /// `tell traveler config`.
    TravelerConfig,
    /// `tell traveler status`.
    TravelerStatus,
    /// `show stat …`.
    ShowStatistics,
    /// `show server`.
    ShowServer,
    /// Any other behind a prompt, or the prompt alone: what was printed before it is done.
    Other,
}

/// What the log says where the command came from an Administrator client.
const ISSUED: &str = "command issued by ";

/// Whether a prompt stands at the beginning of the line, behind the number of the thread.
pub(super) fn is_prompted(line: &str) -> bool {
    let line = line.trim_start_matches(['\u{feff}', ' ', '\t', '"']);
    let in_thread = |c: char| c.is_ascii_hexdigit() || ":-".contains(c);
    let rest = match line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((thread, rest)) if thread.chars().all(in_thread) => rest,
        _ => line,
    };
    rest.trim_start().starts_with('>')
}

/// The command of a line whose prompt and stamp are taken off. Without a prompt a line is a command
/// only if it can be nothing else; one that sets something needs the prompt, since such lines are
/// pasted into notes.ini by mistake.
pub(super) fn command(text: &str, prompted: bool) -> Option<Command<'_>> {
    let behind = text.trim().trim_start_matches('>').trim_start();
    let prompted = prompted || behind.len() < text.trim().len();
    let (typed, prompted) = match issued(behind) {
        Some(typed) => (typed, true),
        None => (behind, prompted),
    };
    match known(typed) {
        Some(Command::SetConfig(..)) if !prompted => None,
        Some(known) => Some(known),
        None => prompted.then_some(Command::Other),
    }
}

/// `Remote console command issued by Kim Doe/Acme: show config *`.
fn issued(text: &str) -> Option<&str> {
    // Logs have millions of other lines, so the first word is looked at before the whole line.
    let begins = ["Remote ", "Console "].iter().any(|word| text.starts_with(word));
    let (_, rest) = begins.then(|| text.split_once(ISSUED))??;
    rest.split_once(": ").map(|(_, typed)| typed.trim())
}

fn known(typed: &str) -> Option<Command<'_>> {
    if !typed.starts_with(['s', 'S', 't', 'T']) {
        return None;
    }
    let (first, rest) = word(typed);
    let (second, rest) = word(rest);
    let rest = rest.trim();
    if begins("show", first, 2) {
        return show(second, rest);
    }
    if begins("set", first, 2) && begins("configuration", second, 3) {
        // Quotes may stand around the whole; around the value alone they are part of it.
        let quoted = rest.strip_prefix('"').map(|inner| inner.strip_suffix('"').unwrap_or(inner));
        let set = quoted.unwrap_or(rest);
        let (key, value) = set.split_once('=').unwrap_or((set, ""));
        let (key, value) = (key.trim(), value.trim());
        return (!key.is_empty()).then_some(Command::SetConfig(key, value));
    }
    let traveler = begins("tell", first, 2) && second.eq_ignore_ascii_case("traveler");
    match word(rest).0 {
        asked if traveler && begins("configuration", asked, 4) => Some(Command::TravelerConfig),
        asked if traveler && begins("status", asked, 5) => Some(Command::TravelerStatus),
        _ => None,
    }
}

fn show<'t>(what: &str, rest: &'t str) -> Option<Command<'t>> {
    let one_word = !rest.is_empty() && !rest.contains(char::is_whitespace);
    if begins("configuration", what, 3) && one_word {
        return Some(Command::ShowConfig(rest.trim_matches('"')));
    }
    if begins("statistics", what, 4) {
        return Some(Command::ShowStatistics);
    }
    (begins("server", what, 3) && rest.is_empty()).then_some(Command::ShowServer)
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// Whether `typed` is a beginning of the word, of at least so many letters.
fn begins(whole: &str, typed: &str, least: usize) -> bool {
    typed.len() >= least
        && whole.get(..typed.len()).is_some_and(|part| part.eq_ignore_ascii_case(typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_in_all_their_spellings() {
        let cases = [
            ("show config *", Some(Command::ShowConfig("*"))),
            ("SH CONF NTS_*", Some(Command::ShowConfig("NTS_*"))),
            ("show configuration \"NTS_?X\"", Some(Command::ShowConfig("NTS_?X"))),
            ("> show  config   A", Some(Command::ShowConfig("A"))),
            (
                "Remote console command issued by Kim Doe/Acme: sh config *",
                Some(Command::ShowConfig("*")),
            ),
            ("set config NTS_A=1", None),
            ("> set config NTS_A=1", Some(Command::SetConfig("NTS_A", "1"))),
            ("> set configuration \"NTS_A = x y\"", Some(Command::SetConfig("NTS_A", "x y"))),
            ("> set config NTS_A=\"true\"", Some(Command::SetConfig("NTS_A", "\"true\""))),
            ("tell traveler config", Some(Command::TravelerConfig)),
            ("te Traveler status", Some(Command::TravelerStatus)),
            ("show stat", Some(Command::ShowStatistics)),
            ("sh stat traveler", Some(Command::ShowStatistics)),
            ("sh server", Some(Command::ShowServer)),
            ("show config", None),
            ("show configuration files to the auditor", None),
            ("show servers", None),
            ("tell http restart", None),
            ("shown config *", None),
            ("Sitzung für ü", None),
            ("s conf *", None),
            ("sh co *", None),
            ("sh con *", Some(Command::ShowConfig("*"))),
            ("sh configurations *", None),
            ("sh sta", None),
            ("sh se", None),
            ("sh ser", Some(Command::ShowServer)),
            ("t traveler config", None),
            ("tell traveler con", None),
            ("tell traveler conf", Some(Command::TravelerConfig)),
            ("tell traveler stat", None),
            ("tell traveler statu", Some(Command::TravelerStatus)),
            ("tell http config", None),
            ("tell http status", None),
            ("> s config A=1", Some(Command::Other)),
            ("> se con A=1", Some(Command::SetConfig("A", "1"))),
            ("> set co A=1", Some(Command::Other)),
            ("> set config =1", Some(Command::Other)),
            ("Remote console opened by Kim Doe/Acme: sh config *", None),
            ("A command issued by Kim Doe/Acme: sh config *", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(command(text, false), wanted, "{text}");
        }
        assert_eq!(command("tell http restart", true), Some(Command::Other));
        assert_eq!(command("", true), Some(Command::Other));
    }

    #[test]
    fn prompts() {
        for line in ["> x", ">", "  > x", "[0DA4:0002-0B10] > x", "\u{feff}> x"] {
            assert!(is_prompted(line), "{line}");
        }
        for line in ["", "x > y", "[Notes] > x", "24.11.2026 07:15:02 > x"] {
            assert!(!is_prompted(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(show |sh |conf |set |tell traveler |>|ü|\\PC){0,8}") {
            let _ = (command(&text, true), is_prompted(&text));
        }
    }
}
