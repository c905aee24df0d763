//! Lines dated after the day up to which evidence counts. A clock that runs ahead, or an export newer
//! than the day the report is to speak of: neither may decide.

use crate::evidence::{Location, Warning};
use jiff::civil::{Date, DateTime};

/// Sorts out what is dated too late in one input.
#[derive(Debug, Default)]
pub(super) struct Late {
    until: Option<Date>,
    first: Option<u64>,
    count: u64,
}

impl Late {
    /// Evidence counts up to this day; without one all of it does.
    pub(super) fn new(until: Option<Date>) -> Self {
        Self { until, ..Self::default() }
    }

    /// Whether a time is not too late.
    pub(super) fn fits(&self, time: DateTime) -> bool {
        self.until.is_none_or(|until| time.date() <= until)
    }

    /// Whether what stands at this place counts; it is noted if not. What has no date counts.
    pub(super) fn counts(&mut self, time: Option<DateTime>, place: &Location) -> bool {
        let fits = time.is_none_or(|time| self.fits(time));
        if !fits {
            self.count += 1;
            self.first = self.first.or(place.line);
        }
        fits
    }

    /// What is to be told of it.
    pub(super) fn warning(&self) -> Option<Warning> {
        let until = self.until.filter(|_| self.count > 0)?;
        let warning = Warning::new("dated-too-late", self.first);
        Some(warning.with("count", self.count).with("until", until))
    }
}
