//! Warnings in numbers that a person can read, whatever the input holds.

use super::Sink;
use crate::evidence::Warning;
use std::collections::BTreeMap;

/// Warnings of one code that are passed on; the others are only counted.
pub(super) const MOST: u64 = 50;

/// Passes warnings on and counts them by code.
#[derive(Debug, Default)]
pub(super) struct Remarks(BTreeMap<&'static str, u64>);

impl Remarks {
    /// Passes the warning on unless there were too many of its code.
    pub(super) fn push(&mut self, sink: &mut dyn Sink, warning: Warning) {
        let count = self.0.entry(warning.code).or_default();
        *count += 1;
        if *count <= MOST {
            sink.warn(warning);
        }
    }

    /// Says at the end how many were not passed on.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        for (code, count) in self.0 {
            if let Some(more @ 1..) = count.checked_sub(MOST) {
                sink.warn(
                    Warning::new("more-warnings", None).with("code", code).with("count", more),
                );
            }
        }
    }
}
