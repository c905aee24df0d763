//! Console log of a Domino server: `console.log`, a copied console, or the events of log.nsf as
//! text. Forms as seen in real logs; the time stamp follows the locale of the server.
//!
//! Read here: lines that may tell a version of Traveler or Domino, each with its time (which version
//! that is, if any, is not this reader's business), and what the console answers to some commands
//! (see `answer`). Such an answer saved to a file of its own is read in the same way.
//!
//! The log of the Traveler installer is read too. No real one was seen, and what it says was true
//! on the day of the installation only, so a version in it is shown and never decides.

mod answer;
mod command;
mod own;
mod recognise;
mod stamp;

pub use recognise::{answer_kind, recognise};

use super::{Context, ReadExtent, Record, Sighting, SightingSource, Sink, SitesLoaded};
use crate::evidence::{Location, Observed, Warning};
use crate::intake::{Line, Stream};
use answer::{Answers, Said, Taken};
use jiff::civil::DateTime;
use own::{is_banner, loads_sites, may_tell_version, started_on, states_itself};
use stamp::{DateOrder, Stamp, after_lead, stamp};

/// Characters of a message that are kept; lines that tell a version are far shorter.
const TEXT_LIMIT: usize = 1000;

/// Reads the log.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut reader = Reader {
        context,
        sink,
        installer: recognise::is_install_log(context.path.file_name()),
        answers: Answers::new(context),
        order: DateOrder::default(),
        time: None,
        extent: ReadExtent::Full,
        undated: None,
        broken: None,
    };
    if let Err(error) = input.each_line(|line| reader.line(line)) {
        reader.lost(Warning::new("read-error", None).with("reason", error));
    }
    reader.finish()
}

struct Reader<'r, 'c> {
    context: &'r Context<'c>,
    sink: &'r mut dyn Sink,
    /// Whether it is the log of the installer.
    installer: bool,
    answers: Answers<'r, 'c>,
    order: DateOrder,
    /// The last time that was read.
    time: Option<DateTime>,
    extent: ReadExtent,
    /// The first line that tells a version and has a date that can be read in two ways, its stamp,
    /// and how many there are.
    undated: Option<(u64, String, u64)>,
    /// The first line with a NUL byte, and how many there are.
    broken: Option<(u64, u64)>,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>) {
        if line.nul {
            self.broken.get_or_insert((line.start.line, 0)).1 += 1;
            return self.answers.unread();
        }
        if line.cut {
            self.answers.unread();
            self.lost(Warning::new("line-too-long", line.start.line));
        }
        let found = stamp(&line.text);
        if let Some(found) = &found {
            self.order.learn(&found.date);
            if let Some(time) = found.time(&self.order) {
                self.sink.dated(time);
                self.time = Some(time);
            }
        }
        let message = found.as_ref().map_or_else(|| after_lead(&line.text), |found| found.message);
        let said = Said {
            line: line.start.line,
            time: self.time,
            stamped: found.is_some(),
            prompted: found.is_none() && command::is_prompted(&line.text),
            message,
        };
        // What stands behind a prompt was typed by somebody.
        if let Some(name) = started_on(message).filter(|_| !said.prompted) {
            let place = Location::line(&self.context.path, said.line);
            self.sink.record(Record::StartedOn(Observed::new(name.to_owned(), place)));
        }
        if let Some(on) = loads_sites(message).filter(|_| !said.prompted) {
            let time = found.as_ref().and_then(|found| found.time(&self.order));
            let location = Location::line(&self.context.path, said.line);
            self.sink.record(Record::SitesLoaded(SitesLoaded { on, time, location }));
        }
        let own = match self.answers.take(&said, self.sink) {
            Taken::Answer => return,
            Taken::Version => Some(true),
            Taken::No => {
                may_tell_version(message).then(|| !said.prompted && states_itself(message))
            }
        };
        if let Some(own) = own {
            self.sighting(line.start.line, found.as_ref(), message, own && !self.installer);
        }
    }

    fn sighting(&mut self, line: u64, found: Option<&Stamp<'_>>, message: &str, own: bool) {
        let time = found.and_then(|found| found.time(&self.order));
        if let (Some(found), None) = (found, time) {
            self.undated.get_or_insert_with(|| (line, found.text.to_owned(), 0)).2 += 1;
        }
        self.sink.record(Record::Sighting(Sighting {
            text: message.trim().chars().take(TEXT_LIMIT).collect(),
            source: if own { SightingSource::ServerLog } else { SightingSource::Mention },
            time,
            location: Location::line(&self.context.path, line),
        }));
    }

    fn lost(&mut self, warning: Warning) {
        self.extent = ReadExtent::Part;
        self.sink.warn(warning);
    }

    fn finish(mut self) -> ReadExtent {
        self.answers.finish(self.sink);
        if let Some((line, count)) = self.broken {
            self.lost(Warning::new("nul-in-lines", line).with("count", count));
        }
        if let Some((line, stamp, count)) = self.undated {
            let warning = Warning::new("date-order-unknown", line).with("stamp", stamp);
            self.sink.warn(warning.with("count", count));
        }
        self.extent
    }
}

fn contains(text: &str, word: &str) -> bool {
    position(text, word).is_some()
}

/// Where an ASCII word ends, whatever its case.
fn position(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let first = *word.first()?;
    let starts = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text);
    starts.into_iter().find_map(|at| {
        let end = at + word.len();
        text.get(at..end)?.eq_ignore_ascii_case(word).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::said;
    use super::*;
    use proptest::prelude::*;

    fn sightings(text: &[u8]) -> (Vec<(u64, String, String)>, Vec<Warning>, ReadExtent) {
        let said = said(super::read, text);
        let told = said.records.into_iter().map(|record| {
            let Record::Sighting(found) = record else { panic!("{record:?}") };
            let time = found.time.map_or("-".to_owned(), |time| time.to_string());
            (found.location.line.unwrap_or(0), time, found.text)
        });
        (told.collect(), said.warnings, said.extent.expect("an extent"))
    }

    #[test]
    fn lines_that_tell_a_version_are_kept_with_their_time() {
        let log = "\
[0DA4:0002-0B10] 03/14/2014 07:15:02 AM  Event Monitor started\r
IBM Domino (r) Server (64 Bit), Release 9.0.1FP2, October 22, 2014\r
> 03/14/2014 07:15:20 AM  Traveler: Server started.\r
03/14/2014 07:15:21 AM  Traveler: 9.0.1 Build 201403141530_20\r
03/14/2014 07:15:22 AM  Opened session for Kim Doe/Acme (Release 9.0.1FP8)\r
03/14/2014 07:15:22 AM  Opened session for TRAVELER (Release 9.0.1FP8)\r
03/14/2014 07:15:22 AM  HTTP Server: Using port 443 of 10.0.0.5\r
";
        let (found, warnings, extent) = sightings(log.as_bytes());
        assert_eq!(
            found,
            [
                (
                    2,
                    "-".to_owned(),
                    "IBM Domino (r) Server (64 Bit), Release 9.0.1FP2, October 22, 2014".to_owned()
                ),
                (
                    4,
                    "2014-03-14T07:15:21".to_owned(),
                    "Traveler: 9.0.1 Build 201403141530_20".to_owned()
                ),
            ]
        );
        assert_eq!((warnings, extent), (vec![], ReadExtent::Full));
    }

    /// What a log of this name tells of the server itself.
    fn of_itself(name: &str, line: &str) -> Vec<String> {
        let catalog = crate::catalog::Catalog::built_in().unwrap();
        let path = crate::evidence::InputPath::named(name);
        let context = Context { path, catalog: &catalog, skip_forms: false };
        let decoding = crate::intake::Decoding::detect(line.as_bytes());
        let mut stream = Stream::new(line.as_bytes(), b"", decoding);
        let mut said = super::super::sample::Said::default();
        super::read(&mut stream, &context, &mut said);
        let told = said.records.into_iter().filter_map(|record| match record {
            Record::StartedOn(name) => Some(format!("started on {}", name.value)),
            Record::SitesLoaded(loaded) => Some(format!("sites {}", loaded.on)),
            Record::Sighting(found) => Some(format!("{:?}", found.source)),
            _ => None,
        });
        told.collect()
    }

    #[test]
    fn what_somebody_typed_or_a_set_up_wrote_is_nothing_the_server_says_of_itself() {
        for (line, wanted, typed) in [
            ("Server started on TRAV01/Acme", Some("started on TRAV01/Acme"), None),
            ("HTTP Server: Using Web Configuration View", Some("sites false"), None),
            ("Traveler: 9.0.1 Build 201403141530_20", Some("ServerLog"), Some("Mention")),
            ("Traveler: upgrade to HCL Traveler 14.5.1.0", Some("Mention"), Some("Mention")),
        ] {
            let stamped = format!("24.11.2026 07:15:02   {line}\n");
            assert_eq!(of_itself("console.log", &stamped), Vec::from_iter(wanted), "{line}");
            let prompted = format!("> {line}\n");
            assert_eq!(of_itself("console.log", &prompted), Vec::from_iter(typed), "{line}");
        }
        let installed = "Traveler: 9.0.1 Build 201403141530_20\n";
        assert_eq!(of_itself("TravelerInstall.log", installed), ["Mention"]);
    }

    #[test]
    fn an_earlier_line_settles_day_and_month() {
        let log = "25/03/2026 07:00:00 Router: started\n03/04/2026 07:00:00 Traveler: 14.5.1\n";
        let (found, warnings, _) = sightings(log.as_bytes());
        assert_eq!(found[0].1, "2026-04-03T07:00:00");
        assert_eq!(warnings, []);
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_told_once() {
        let log = "03/04/2026 07:00:00 Traveler: 14.5\n04/04/2026 07:00:00 x\n05/04/2026 07:00:00 Traveler: 14.5.1\n";
        let (found, warnings, extent) = sightings(log.as_bytes());
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|found| found.1 == "-"));
        let expected = Warning::new("date-order-unknown", 1)
            .with("stamp", "03/04/2026 07:00:00")
            .with("count", 2);
        assert_eq!((warnings, extent), (vec![expected], ReadExtent::Full));
    }

    #[test]
    fn a_broken_line_hides_no_other() {
        let log =
            b"01.02.2026 07:00:00 Traveler: 14.0\0\n01.02.2026 07:00:01 Traveler: 14.5 \xfc\n";
        let (found, warnings, extent) = sightings(log);
        assert_eq!(found, [(2, "2026-02-01T07:00:01".to_owned(), "Traveler: 14.5 ü".to_owned())]);
        let expected = Warning::new("nul-in-lines", 1).with("count", 1);
        assert_eq!((warnings, extent), (vec![expected], ReadExtent::Part));
    }

    #[test]
    fn a_line_that_does_not_end_is_cut_and_told() {
        let mut log = b"01.02.2026 07:00:00 Traveler: 14.0 ".to_vec();
        log.resize(crate::intake::MAX_LINE + 10, b'x');
        log.extend_from_slice(b"\n01.02.2026 07:00:01 Traveler: 14.5\n");
        let (found, warnings, extent) = sightings(&log);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].2.chars().count(), TEXT_LIMIT);
        assert_eq!((warnings, extent), (vec![Warning::new("line-too-long", 1)], ReadExtent::Part));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let _ = said(super::read, &bytes);
        }

        #[test]
        fn no_lines_make_it_panic(text in "([0-9/.: ]{0,20}(Traveler|Release )[ 0-9.\\PC]{0,20}\n){0,5}") {
            let _ = said(super::read, text.as_bytes());
        }
    }
}
