//! How old the evidence is: the day of the newest that an input tells, seen from the day of the report.
//! The time of a file tells nothing: copying changes it.

use super::collect::{Collected, InputReport};
use crate::evidence::Warning;
use crate::traveler::When;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The days whose requests show how a server answers now. Where nobody told any, none does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The day the report speaks of.
    pub as_of: Date,
    /// How many days before it count.
    pub days: u32,
}

impl Period {
    /// When something was, seen from the day of the report. Servers east of the clock that told the
    /// day may be a day ahead.
    #[must_use]
    pub fn when(&self, time: Option<DateTime>) -> When {
        let Some(date) = time.map(DateTime::date) else { return When::Undated };
        let age = self.as_of.since(date).map_or(i32::MAX, |span| span.get_days());
        match i64::from(age) {
            age if age > i64::from(self.days) => When::Earlier,
            age if age < -1 => When::Later,
            _ => When::Recent,
        }
    }

    /// The day of what was too long before.
    #[must_use]
    pub fn stale(&self, time: Option<DateTime>) -> Option<Date> {
        time.filter(|_| self.when(time) == When::Earlier).map(DateTime::date)
    }
}

/// Warns of inputs that are more than `days` older than `as_of`. Logs and snapshots of one folder are
/// there for every month: of one kind in one folder only the newest counts. Days after `as_of` are
/// mistakes and count nothing. What a console showed of notes.ini is told by itself: it decides,
/// whatever else is in its log.
pub fn tell_stale(collected: &mut Collected, as_of: Date, days: u32) {
    tell_stale_answers(collected, as_of);
    let dated = |at: usize, input: &InputReport| {
        let date = input.evidence_date.filter(|date| *date <= as_of)?;
        Some((at, date))
    };
    let mut groups: BTreeMap<(String, &str), (usize, Date)> = BTreeMap::new();
    for (at, input) in collected.inputs.iter().enumerate() {
        let Some((at, date)) = dated(at, input) else { continue };
        let group = (input.path.folder().to_owned(), input.kind.word());
        let newest = groups.entry(group).or_insert((at, date));
        if newest.1 < date {
            *newest = (at, date);
        }
    }
    for (at, date) in groups.into_values() {
        let age = age(as_of, date);
        if let Some(input) = collected.inputs.get_mut(at).filter(|_| i64::from(age) > days.into()) {
            let warning = Warning::new("stale-evidence", None);
            input.warnings.push(warning.with("date", date).with("days", age).with("as_of", as_of));
        }
    }
}

fn age(as_of: Date, date: Date) -> i32 {
    as_of.since(date).map_or(0, |span| span.get_days())
}

fn tell_stale_answers(collected: &mut Collected, as_of: Date) {
    for (at, file) in &collected.ini_files {
        let Some(date) = file.stalest() else { continue };
        if let Some(input) = collected.inputs.get_mut(*at) {
            let warning = Warning::new("stale-answer", None);
            let warning = warning.with("date", date).with("days", age(as_of, date));
            input.warnings.push(warning.with("as_of", as_of));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;
    use crate::formats::{Kind, ReadExtent};
    use jiff::civil::date;

    fn stale(inputs: &[(&str, Kind, Option<Date>)], days: u32) -> Vec<String> {
        let report = |(path, kind, evidence_date): &(&str, Kind, Option<Date>)| InputReport {
            path: InputPath::named(path),
            named: false,
            kind: *kind,
            encoding: None,
            sha256: None,
            size: None,
            read: ReadExtent::Full,
            evidence_date: *evidence_date,
            warnings: Vec::new(),
        };
        let inputs = inputs.iter().map(report).collect();
        let mut collected = Collected { inputs, ..Collected::default() };
        tell_stale(&mut collected, date(2026, 11, 24), days);
        let warned = collected.inputs.iter().filter(|input| !input.warnings.is_empty());
        warned.map(|input| format!("{} {}", input.path, input.warnings[0].args["days"])).collect()
    }

    #[test]
    fn days_that_count() {
        let period = Period { as_of: date(2026, 11, 24), days: 90 };
        let cases = [
            (date(2009, 1, 1), When::Earlier),
            (date(2026, 8, 25), When::Earlier),
            (date(2026, 8, 26), When::Recent),
            (date(2026, 11, 24), When::Recent),
            (date(2026, 11, 25), When::Recent),
            (date(2026, 11, 26), When::Later),
            (date(2099, 1, 1), When::Later),
        ];
        for (day, wanted) in cases {
            assert_eq!(period.when(Some(day.at(23, 59, 59, 0))), wanted, "{day}");
        }
        assert_eq!(period.when(None), When::Undated);
        let none = Period::default();
        assert_ne!(none.when(Some(date(2026, 11, 24).at(0, 0, 0, 0))), When::Recent);
    }

    #[test]
    fn what_is_much_older_than_the_report_is_told() {
        let dxl = ("names.dxl", Kind::Dxl, Some(date(2026, 8, 1)));
        let log = |day| ("console.log", Kind::ConsoleLog, Some(day));
        let newest = date(2026, 11, 1);
        assert_eq!(stale(&[dxl, log(newest)], 90), ["names.dxl 115"]);
        assert!(stale(&[dxl, log(newest)], 115).is_empty());
        // Also where nothing is newer.
        assert_eq!(stale(&[dxl], 90), ["names.dxl 115"]);
        assert!(stale(&[("notes.ini", Kind::NotesIni, None), log(newest)], 30).is_empty());
        // A clock that runs ahead makes nothing new.
        assert_eq!(stale(&[dxl, log(date(2099, 1, 1))], 90), ["names.dxl 115"]);
    }

    #[test]
    fn of_one_kind_in_a_folder_the_newest_counts() {
        let log = |name, day| (name, Kind::ConsoleLog, Some(day));
        let (old, older, new) = (date(2026, 5, 1), date(2025, 5, 1), date(2026, 11, 20));
        let inputs = [
            log("a/console_1.log", older),
            log("a/console_2.log", old),
            ("b/console.log", Kind::ConsoleLog, Some(new)),
            log("b/console_1.log", older),
        ];
        assert_eq!(stale(&inputs, 90), ["a/console_2.log 207"]);
    }
}
