//! The way out of the reader: records and warnings, with a limit on how often one warning is
//! repeated.

use crate::evidence::Warning;
use crate::formats::{ReadExtent, Record, Sink};
use std::collections::BTreeMap;

/// Warnings of one code that are told one by one.
pub(super) const MAX_ALIKE: u64 = 20;

/// Hands on what is found, and keeps the count.
pub(in crate::formats) struct Out<'k> {
    sink: &'k mut dyn Sink,
    counts: BTreeMap<&'static str, u64>,
    part: bool,
    found: bool,
    /// Documents passed over since the last record.
    passed: u64,
}

impl<'k> Out<'k> {
    /// Hands on to `sink`.
    pub(in crate::formats) fn new(sink: &'k mut dyn Sink) -> Self {
        Self { sink, counts: BTreeMap::new(), part: false, found: false, passed: 0 }
    }

    /// Hands a record on.
    pub(in crate::formats) fn record(&mut self, record: Record) {
        self.hand_on_passed();
        self.found |=
            matches!(record, Record::Document(_) | Record::Design(_) | Record::LeftOut(_));
        self.sink.record(record);
    }

    /// Whether no more documents of this form are wanted.
    pub(super) fn has_enough_of(&self, replica: Option<&str>, form: &str) -> bool {
        self.sink.has_enough_of(replica, form)
    }

    /// Counts documents that were passed over.
    pub(super) fn passed(&mut self, documents: u64) {
        self.passed += documents;
    }

    /// Hands on how many documents were passed over, while it is known of which database.
    fn hand_on_passed(&mut self) {
        let passed = std::mem::take(&mut self.passed);
        if passed > 0 {
            self.found = true;
            self.sink.record(Record::PassedOver(passed));
        }
    }

    /// Tells something that did not keep us from reading.
    pub(in crate::formats) fn warn(&mut self, warning: Warning) {
        let count = self.counts.entry(warning.code).or_default();
        *count += 1;
        if *count <= MAX_ALIKE {
            self.sink.warn(warning);
        }
    }

    /// Tells something a person needs to hear once.
    pub(super) fn warn_once(&mut self, warning: Warning) {
        if !self.counts.contains_key(warning.code) {
            self.warn(warning);
        }
    }

    /// Tells that something was not read.
    pub(in crate::formats) fn lost(&mut self, warning: Warning) {
        self.part = true;
        self.warn(warning);
    }

    /// Tells something not read that a person needs to hear of once.
    pub(super) fn lost_once(&mut self, warning: Warning) {
        self.part = true;
        self.warn_once(warning);
    }

    /// Tells how many warnings were left out, and whether all was read.
    pub(super) fn finish(self) -> ReadExtent {
        self.finish_or("dxl-holds-no-documents")
    }

    /// The same where the reader tells itself that nothing was found.
    pub(in crate::formats) fn finish_quietly(mut self) -> ReadExtent {
        self.found = true;
        self.finish()
    }

    /// The same for another format, with the code of the warning where nothing was found.
    pub(in crate::formats) fn finish_or(mut self, empty: &'static str) -> ReadExtent {
        self.hand_on_passed();
        if !self.found && !self.part {
            self.sink.warn(Warning::new(empty, None));
        }
        for (code, count) in self.counts {
            if count > MAX_ALIKE {
                let more = Warning::new("more-warnings", None);
                self.sink.warn(more.with("code", code).with("count", count - MAX_ALIKE));
            }
        }
        if self.part { ReadExtent::Part } else { ReadExtent::Full }
    }
}
