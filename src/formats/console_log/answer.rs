//! What the console answers to `show config`, `tell traveler config`, `show server` and `show stat`;
//! of `tell traveler status` the line that sums it up.
//!
//! The commands are described in the HCL Domino and HCL Traveler help; how `tell traveler config`
//! prints its lines is not, so both `KEY=value` and `KEY = value` are read. An answer has no end
//! mark: it was seen to its end where the next prompt or command follows it. Messages of other tasks
//! may stand between its lines; they carry a time where the answer does not.

use super::Context;
use super::command::{Command, command};
use crate::evidence::{Ignored, Location, Observed, Secret, Warning};
use crate::formats::{
    Listing, ListingSource, Record, Setting, Sight, Sink, Statistic, Value, fits_filter,
};
use jiff::civil::DateTime;

/// Settings of one input that are handed on; a notes.ini has a few hundred.
const MAX_SETTINGS: usize = 100_000;
/// Bytes of a value; Domino itself reads 255.
const MAX_VALUE: usize = 4096;
/// Bytes of a key or name.
const MAX_KEY: usize = 255;
/// Lines between the name and the directory in the answer to `show server`.
pub(super) const DIRECTORY_WITHIN: usize = 5;
/// Beginnings of the names of statistics; property files look alike.
const FACILITIES: [&str; 12] = [
    "traveler", "server", "http", "mem", "disk", "platform", "database", "mail", "replica", "net",
    "domino", "stats",
];

/// The statistic that tells what `tell traveler status` sums up.
const STATE: &str = "Traveler.Status.State";

/// A line as the answers look at it.
pub(super) struct Said<'l> {
    pub(super) line: u64,
    /// Its time, else that of the last line before it which has one.
    pub(super) time: Option<DateTime>,
    /// Whether it begins with a time.
    pub(super) stamped: bool,
    /// Whether it begins with a prompt and no time.
    pub(super) prompted: bool,
    /// The text behind all that.
    pub(super) message: &'l str,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is a command or belongs to an answer.
    Answer,
    /// It is the statistic that tells the version of Traveler.
    Version,
    /// It is none of these.
    No,
}

/// A list of settings that has begun.
struct Open {
    source: ListingSource,
    filter: String,
    line: u64,
    /// Whether its lines carry a time, once one was seen.
    stamped: Option<bool>,
    /// Whether what follows it was seen.
    ended: bool,
    /// Whether a part of it is missing.
    broken: bool,
    /// The first line in it that is no setting, and how many there are.
    others: Option<(u64, u64)>,
    /// The setting read last: a window may have broken its line, so that its value goes on.
    last: Option<Setting>,
}

impl Open {
    fn new(source: ListingSource, filter: String, line: u64) -> Self {
        let (stamped, ended, broken, others, last) = (None, false, false, None, None);
        Self { source, filter, line, stamped, ended, broken, others, last }
    }
}

/// Follows the commands of one input and what comes after each.
pub(super) struct Answers<'r, 'c> {
    context: &'r Context<'c>,
    open: Option<Open>,
    settings: usize,
    /// The name that `show server` gave, until the line with the directory confirms it.
    named: Option<(Observed<String>, usize)>,
}

impl<'r, 'c> Answers<'r, 'c> {
    pub(super) fn new(context: &'r Context<'c>) -> Self {
        Self { context, open: None, settings: 0, named: None }
    }

    /// Takes a line.
    pub(super) fn take(&mut self, said: &Said<'_>, sink: &mut dyn Sink) -> Taken {
        match command(said.message, said.prompted) {
            Some(Command::Other) => {
                self.next_prompt(sink);
                Taken::No
            }
            Some(command) => {
                self.close(true, sink);
                self.begin(&command, said, sink);
                Taken::Answer
            }
            None => self.answer(said, sink),
        }
    }

    /// A line that could not be read may have been any of the answer.
    pub(super) fn unread(&mut self) {
        if let Some(open) = &mut self.open {
            open.broken = true;
        }
    }

    pub(super) fn finish(&mut self, sink: &mut dyn Sink) {
        self.close(false, sink);
    }

    fn begin(&mut self, command: &Command<'_>, said: &Said<'_>, sink: &mut dyn Sink) {
        let (line, time) = (said.line, said.time);
        let (source, filter) = match *command {
            Command::ShowConfig(filter) => (ListingSource::Shown, filter),
            // What was set is not what is in force; but what was shown before is out of date.
            Command::SetConfig(key, _) => (ListingSource::Shown, key),
            Command::TravelerConfig => (ListingSource::Effective, "*"),
            _ => return,
        };
        let filter: String = filter.chars().take(MAX_KEY).collect();
        let location = Location::line(&self.context.path, line);
        sink.record(Record::Listing(Listing { source, filter: filter.clone(), time, location }));
        if let Command::SetConfig(key, value) = *command {
            sink.record(Record::ListingEnd { whole: false });
            let fits = key.len() <= MAX_KEY && value.len() <= MAX_VALUE;
            if fits && self.settings < MAX_SETTINGS {
                self.settings += 1;
                sink.record(Record::Typed(self.record(key, value, line), time));
            }
            return;
        }
        self.open = Some(Open::new(source, filter, line));
    }

    /// The prompt that follows an answer ends it. The second one ends the time in which more of it
    /// may still come: another message may have been taken for a command.
    fn next_prompt(&mut self, sink: &mut dyn Sink) {
        match &mut self.open {
            Some(open) if !open.ended => open.ended = true,
            _ => self.close(true, sink),
        }
    }

    fn close(&mut self, followed: bool, sink: &mut dyn Sink) {
        let Some(open) = self.open.take() else { return };
        let ended = open.ended || followed;
        // Of a list with a filter nothing that is missing counts anyway.
        if open.filter == "*" && open.source == ListingSource::Shown && !ended {
            let warning = Warning::new("listing-without-end", open.line);
            sink.warn(warning.with("filter", &open.filter));
        }
        if let Some(last) = open.last {
            sink.record(Record::Setting(last));
        }
        if let Some((line, count)) = open.others.filter(|_| open.source == ListingSource::Shown) {
            sink.warn(Warning::new("listing-other-lines", line).with("count", count));
        }
        sink.record(Record::ListingEnd { whole: ended && !open.broken });
    }

    fn answer(&mut self, said: &Said<'_>, sink: &mut dyn Sink) -> Taken {
        self.server_lines(said, sink);
        if let Some((name, value)) = statistic(said.message) {
            return self.statistic(name, value, said.line, sink);
        }
        if let Some(state) = overall_status(said.message) {
            return self.statistic(STATE, state, said.line, sink);
        }
        if self.setting_line(said, sink) { Taken::Answer } else { Taken::No }
    }

    fn server_lines(&mut self, said: &Said<'_>, sink: &mut dyn Sink) {
        if let Some(name) = server_name(said.message) {
            let place = Location::line(&self.context.path, said.line);
            self.named = Some((Observed::new(name.to_owned(), place), 0));
            return;
        }
        match self.named.take() {
            Some((named, _)) if is_directory_line(said.message) => {
                sink.record(Record::ServerName(named));
            }
            Some((named, lines)) if lines < DIRECTORY_WITHIN => {
                self.named = Some((named, lines + 1));
            }
            _ => {}
        }
    }

    /// What Traveler counts. Only one statistic tells a version; the others hold numbers too.
    fn statistic(&self, name: &str, value: &str, line: u64, sink: &mut dyn Sink) -> Taken {
        let of_traveler = name.get(..9).is_some_and(|part| part.eq_ignore_ascii_case("traveler."));
        if of_traveler && value.len() <= MAX_KEY && name.len() <= MAX_KEY {
            sink.record(Record::Statistic(Statistic {
                name: name.to_owned(),
                value: value.to_owned(),
                location: Location::line(&self.context.path, line).with_item(name),
            }));
        }
        let version = name.eq_ignore_ascii_case("Traveler.Version");
        if version { Taken::Version } else { Taken::Answer }
    }

    /// Takes a line of an open list; whether it is a setting of it.
    fn setting_line(&mut self, said: &Said<'_>, sink: &mut dyn Sink) -> bool {
        let Some(open) = &mut self.open else { return false };
        if said.message.trim().is_empty() {
            return false;
        }
        let foreign = open.stamped.is_some_and(|stamped| stamped != said.stamped);
        let Some((key, value)) = setting(said.message).filter(|_| !foreign) else {
            // Messages of other tasks have a time; anything else is a part of the answer that we do
            // not understand, for instance a value that went on in a second line.
            if !said.stamped && !open.ended {
                open.broken = true;
                open.others.get_or_insert((said.line, 0)).1 += 1;
                if let Some(last) = &mut open.last {
                    last.sight = Sight::Doubtful(Ignored::BrokenLine);
                }
            }
            return false;
        };
        open.stamped = Some(said.stamped);
        if open.ended || !fits_filter(&open.filter, key) {
            open.broken = true;
            return false;
        }
        if value.len() > MAX_VALUE || self.settings >= MAX_SETTINGS {
            open.broken = true;
            return true;
        }
        self.settings += 1;
        let setting = self.record(key, value, said.line);
        let before = self.open.as_mut().and_then(|open| open.last.replace(setting));
        if let Some(before) = before {
            sink.record(Record::Setting(before));
        }
        true
    }

    fn record(&self, key: &str, value: &str, line: u64) -> Setting {
        let settings = &self.context.catalog.settings;
        let hidden = settings.is_secret(key) || settings.holds_secret(value);
        let value = match hidden {
            true => Value::Secret(Secret::new(value)),
            false => Value::Plain(value.to_owned()),
        };
        let location = Location::line(&self.context.path, line).with_item(key);
        Setting { key: key.to_owned(), value, sight: Sight::Sure, location }
    }
}

/// `KEY=value` or `KEY = value`.
fn setting(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once('=')?;
    let key = key.trim();
    let fits = !key.is_empty()
        && key.len() <= MAX_KEY
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "_$-.".contains(c));
    fits.then(|| (key, value.trim()))
}

/// `Traveler.Push.Users.Total = 12`: name and value.
pub(super) fn statistic(text: &str) -> Option<(&str, &str)> {
    // A name holds no `=`, so the first one of the line counts.
    let (name, value) = text.trim().split_once('=')?;
    let (name, value) = (name.strip_suffix(' ')?, value.strip_prefix(' ')?);
    let (facility, _) = name.split_once('.')?;
    let known = FACILITIES.iter().any(|known| known.eq_ignore_ascii_case(facility));
    let plain = name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    (known && plain).then(|| (name, value.trim()))
}

/// `Red` of `The overall status of HCL Traveler is Red.`, in every brand; the help has `HCL Traveler
/// overall status is GREEN` too.
fn overall_status(text: &str) -> Option<&str> {
    let (before, after) = text.split_once("overall status ")?;
    let state = after.rsplit_once("is ")?.1.trim().trim_end_matches('.');
    let names_traveler = before.contains("Traveler") || after.contains("Traveler");
    (names_traveler && state.chars().all(char::is_alphabetic) && !state.is_empty()).then_some(state)
}

/// `Server name:            Trav01/Acme - Title of the server`.
pub(super) fn server_name(text: &str) -> Option<&str> {
    let rest = text.trim().strip_prefix("Server name:")?;
    let name = rest.split(" - ").next().unwrap_or_default().trim();
    (!name.is_empty() && name.len() <= MAX_KEY).then_some(name)
}

/// The line that stands below the name.
pub(super) fn is_directory_line(text: &str) -> bool {
    text.trim().starts_with("Server directory:")
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::said;
    use crate::formats::{ListingSource, Record, SightingSource, Value};

    /// Everything that was handed on, a text a record.
    fn told(text: &str) -> Vec<String> {
        let said = said(super::super::read, text.as_bytes());
        records(&said).into_iter().chain(said.told()).collect()
    }

    fn records(said: &crate::formats::sample::Said) -> Vec<String> {
        let records = said.records.iter().map(|record| match record {
            Record::Listing(listing) => match listing.source {
                ListingSource::Shown => format!("shown {}", listing.filter),
                ListingSource::Effective => "effective".to_owned(),
            },
            Record::ListingEnd { whole: true } => "whole".to_owned(),
            Record::ListingEnd { whole: false } => "part".to_owned(),
            Record::Setting(setting) => match &setting.value {
                Value::Plain(value) => format!("{}={value}", setting.key),
                Value::Secret(_) => format!("{}=?", setting.key),
            },
            Record::Typed(setting, _) => match &setting.value {
                Value::Plain(value) => format!("typed {}={value}", setting.key),
                Value::Secret(_) => format!("typed {}=?", setting.key),
            },
            Record::ServerName(name) => format!("server {}", name.value),
            Record::Statistic(found) => format!("{}: {}", found.name, found.value),
            Record::Sighting(found) if found.source == SightingSource::ServerLog => {
                format!("version {}", found.text)
            }
            other => panic!("{other:?}"),
        });
        records.collect()
    }

    fn check(cases: &[(&str, &[&str])]) {
        for (text, wanted) in cases {
            assert_eq!(&told(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_list_counts_as_whole_if_its_end_was_seen() {
        check(&[
            (
                "> show config *\nDirectory=/d\nNTS_A=x = y\n\n> \n",
                &["shown *", "Directory=/d", "NTS_A=x = y", "whole"],
            ),
            ("show config NTS_*\nNTS_A=1\n", &["shown NTS_*", "NTS_A=1", "part"]),
            ("show config *\nA=1\n", &["shown *", "A=1", "part", "listing-without-end@1 filter=*"]),
            (
                "[0DA4:0002-0B10] > sh conf NTS_?\n[0DA4:0002-0B10] NTS_A=1\n\
                 24.11.2026 07:15:02   B=2\n> show tasks\n",
                &["shown NTS_?", "NTS_A=1", "whole"],
            ),
            (
                "24.11.2026 07:15:02   Remote console command issued by Kim Doe/Acme: show config *\n\
                 24.11.2026 07:15:02   A=1\n24.11.2026 07:15:03   Router: x\n\
                 24.11.2026 07:15:03   B=2\n24.11.2026 07:15:09   Remote console command issued by \
                 Kim Doe/Acme: show tasks\n",
                &["shown *", "A=1", "B=2", "whole"],
            ),
            ("> show config *\nA=1\n> Traveler: x\nB=2\n", &["shown *", "A=1", "part"]),
            ("> show config NTS_*\nNTS_A=1\nOther=2\n>\n", &["shown NTS_*", "NTS_A=1", "part"]),
            ("A=1\n> show tasks\nB=2\n", &[]),
        ]);
    }

    #[test]
    fn the_overall_status_of_traveler_is_the_statistic_of_that_name() {
        check(&[
            (
                "> tell traveler status\nThe HCL Traveler task has been running since Tue Jun 15 17:08:37 EDT 2010.\n\
                 Red Status Messages\nThere have been 3,845 device sync failures.\n\
                 The overall status of HCL Traveler is Red.\n> \n",
                &["Traveler.Status.State: Red"],
            ),
            (
                "24.11.2026 07:15:02   HCL Traveler overall status is GREEN\n",
                &["Traveler.Status.State: GREEN"],
            ),
            ("Lotus Notes Traveler: the overall status is not told\n", &[]),
            ("The overall status of the backup is Red.\n", &[]),
        ]);
    }

    #[test]
    fn what_was_not_understood_makes_a_list_a_part() {
        check(&[
            (
                "> show config *\nA=a long value that\ngoes on\nB=2\n>\n",
                &["shown *", "A=a long value that", "B=2", "part", "listing-other-lines@3 count=1"],
            ),
            (
                "> show config *\nA=1\nB=\0\nC=3\n>\n",
                &["shown *", "A=1", "C=3", "part", "nul-in-lines@3 count=1"],
            ),
            (
                "> show config A\nA=1\n> set config A=2\n",
                &["shown A", "A=1", "whole", "shown A", "part", "typed A=2"],
            ),
            (
                "> tell traveler config\nNTS_A = 1\nSome heading\nNTS_B=2\n",
                &["effective", "NTS_A=1", "NTS_B=2", "part"],
            ),
            (
                "> show config *\nNTS_DB_PASSWORD=geheim\n>\n",
                &["shown *", "NTS_DB_PASSWORD=?", "whole"],
            ),
        ]);
        let long = format!("> show config *\nA={}\nB=1\n>\n", "x".repeat(5000));
        assert_eq!(told(&long), ["shown *", "B=1", "part"]);
    }

    #[test]
    fn keys_values_and_names_are_read_up_to_their_bounds() {
        use super::{MAX_KEY, MAX_VALUE};
        let value = "v".repeat(MAX_VALUE);
        let key = "K".repeat(MAX_KEY);
        let name = "N".repeat(MAX_KEY - 9);
        let unread = ["shown *", "part", "listing-other-lines@2 count=1"];
        let set = ["shown A", "part"];
        let with = |known: &[&str], more: String| {
            known.iter().map(|text| (*text).to_owned()).chain([more]).collect::<Vec<_>>()
        };
        assert_eq!(
            told(&format!("> show config *\n{key}=1\n>\n"))[1..],
            [format!("{key}=1"), "whole".to_owned()]
        );
        assert_eq!(told(&format!("> show config *\n{key}K=1\n>\n")), unread);
        assert_eq!(
            told(&format!("> show config *\nA={value}\n>\n"))[1..],
            [format!("A={value}"), "whole".to_owned()]
        );
        assert_eq!(told(&format!("> show config *\nA={value}v\n>\n")), ["shown *", "part"]);
        assert_eq!(
            told(&format!("> set config A={value}\n")),
            with(&set, format!("typed A={value}"))
        );
        assert_eq!(told(&format!("> set config A={value}v\n")), set);
        let long = told(&format!("> set config {key}=1\n"));
        assert_eq!(long[1..], ["part".to_owned(), format!("typed {key}=1")]);
        let long = told(&format!("> set config {key}K=1\n"));
        assert_eq!(long[1..], ["part"]);
        assert_eq!(told(&format!("Traveler.{name} = 1\n")), [format!("Traveler.{name}: 1")]);
        assert_eq!(told(&format!("Traveler.{name}N = 1\n")), [""; 0]);
        assert_eq!(told(&format!("Traveler.A = {key}\n")), [format!("Traveler.A: {key}")]);
        assert_eq!(told(&format!("Traveler.A = {key}K\n")), [""; 0]);
        let server = |name: &str, between: usize| {
            told(&format!(
                "Server name: {name} - x\n{}Server directory: /d\n",
                "y\n".repeat(between)
            ))
        };
        assert_eq!(server(&key, 5), [format!("server {key}")]);
        assert_eq!(server(&key, 6), [""; 0]);
        assert_eq!(server(&format!("{key}K"), 0), [""; 0]);
    }

    #[test]
    fn settings_of_an_input_are_bounded() {
        use super::super::Context;
        use super::{Answers, MAX_SETTINGS, Said};
        use crate::catalog::Catalog;
        use crate::evidence::InputPath;
        let catalog = Catalog::built_in().unwrap();
        let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms: false };
        let records = |lines: &[&str]| {
            let mut found = crate::formats::sample::Said::default();
            let mut answers = Answers { settings: MAX_SETTINGS - 1, ..Answers::new(&context) };
            for (message, line) in lines.iter().zip(1..) {
                let prompted = !message.contains('=') || message.starts_with("set");
                let said = Said { line, time: None, stamped: false, prompted, message };
                answers.take(&said, &mut found);
            }
            answers.finish(&mut found);
            super::tests::records(&found)
        };
        let show = "show config *";
        assert_eq!(records(&[show, "A=1", "x"]), ["shown *", "A=1", "whole"]);
        assert_eq!(records(&[show, "A=1", "B=2", "x"]), ["shown *", "A=1", "part"]);
        let (set, more) = ("set config A=1", "set config B=2");
        assert_eq!(records(&[set]), ["shown A", "part", "typed A=1"]);
        assert_eq!(records(&[set, more]), ["shown A", "part", "typed A=1", "shown B", "part"]);
        assert_eq!(records(&[set, show, "B=2"])[3..], ["shown *", "part"]);
    }

    #[test]
    fn what_is_odd_in_a_list_makes_it_a_part() {
        check(&[
            (
                "> show config *\nA b=1\nA_$-.2=1\n>\n",
                &["shown *", "A_$-.2=1", "part", "listing-other-lines@2 count=1"],
            ),
            ("> show config *\nA=1\n>\nB=2\n>\n", &["shown *", "A=1", "part"]),
            ("> show config *\nA=1\n>\n>\nB=2\n", &["shown *", "A=1", "whole"]),
            ("The overall status of HCL Traveler is .\n", &[]),
            ("The overall status of HCL Traveler is Red 5.\n", &[]),
            ("Server.Users = 3\nother.users = 3\nTraveler.a b = 3\n", &[]),
        ]);
    }

    #[test]
    fn server_and_statistics() {
        check(&[
            (
                "> show server\n\nHCL Domino (r) Server (Release 14.5.1 for Linux/64)\n\n\
                 Server name:            Trav01/Acme - Mobile - 1\n\
                 Server directory:       /local/notesdata\n",
                &[
                    "version HCL Domino (r) Server (Release 14.5.1 for Linux/64)",
                    "server Trav01/Acme",
                ],
            ),
            ("Server name: Trav01/Acme\nSomething else\n", &[]),
            (
                "  Traveler.Version = 14.5.1.0 Build 202603101200_30\n\
                 \n  Traveler.Push.Users.Total = 12\n\
                 \n  Traveler.Memory.Java.Current = 1.5\n  Server.Users = 3\n",
                &[
                    "Traveler.Version: 14.5.1.0 Build 202603101200_30",
                    "version Traveler.Version = 14.5.1.0 Build 202603101200_30",
                    "Traveler.Push.Users.Total: 12",
                    "Traveler.Memory.Java.Current: 1.5",
                ],
            ),
        ]);
    }

    #[test]
    fn the_statistic_is_read_as_a_version_of_traveler() {
        use crate::catalog::version::{Product, find_versions};
        let found = find_versions("Traveler.Version = 14.5.1.0 Build 202603101200_30");
        let told = (found[0].product, found[0].numbers.text.as_str());
        assert_eq!(told, (Product::Traveler, "14.5.1.0"));
    }

    proptest::proptest! {
        #[test]
        fn no_lines_make_it_panic(
            text in "((> )?(show config [*N]|tell traveler config|set config A=1|A=1|Server name:|Server directory:|Traveler.A = 1|ü|\\PC)?\n){0,12}",
        ) {
            told(&text.replace("elease", ""));
        }
    }
}
