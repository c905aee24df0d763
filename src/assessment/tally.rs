//! What findings come to: how many have each status, and how the process ends.

use super::Finding;
use crate::evidence::{Severity, Status};
use crate::formats::{Kind, ReadExtent};
use crate::inventory::InputReport;
use std::collections::BTreeMap;

/// How the process ended, as programs see it.
pub mod exit {
    /// No fail and no unknown at or above the threshold, and everything read in full.
    pub const CLEAN: u8 = 0;
    /// A fail at or above the threshold.
    pub const FAIL: u8 = 1;
    /// Usage or configuration error, or no input recognised.
    pub const USAGE: u8 = 2;
    /// An unknown at or above the threshold, or something not read in full.
    pub const UNSURE: u8 = 3;
}

/// Findings, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many findings have each status.
    pub summary: BTreeMap<&'static str, usize>,
    /// Whether there was anything to judge: gateways, devices and the values with which policies begin are
    /// only looked at beside servers or policies that are set.
    judged: bool,
    /// Whether any input is one that we know, and whether one was not read in full.
    recognised: bool,
    cut: bool,
    /// Whether a fail counts for the exit code, and whether an unknown does.
    fails: bool,
    unknowns: bool,
}

impl Default for Tally {
    fn default() -> Self {
        let summary = Status::ALL.iter().map(|status| (status.word(), 0)).collect();
        let (judged, recognised, cut) = (false, false, false);
        Self { summary, judged, recognised, cut, fails: false, unknowns: false }
    }
}

impl Tally {
    /// Counts the findings of a server, of which there may be none.
    pub fn add_server(&mut self, findings: &[Finding], fail_on: Severity) {
        self.judged = true;
        self.add(findings, fail_on);
    }

    /// Counts findings.
    pub fn add(&mut self, findings: &[Finding], fail_on: Severity) {
        self.judged |= !findings.is_empty();
        for finding in findings {
            let status = finding.judgement.status;
            *self.summary.entry(status.word()).or_default() += 1;
            let counts = finding.counts(fail_on);
            self.fails |= counts && status == Status::Fail;
            self.unknowns |= counts && status == Status::Unknown;
        }
    }

    /// Notes how inputs were read.
    pub fn add_inputs(&mut self, inputs: &[InputReport]) {
        self.recognised |= inputs.iter().any(is_recognised);
        self.cut |= !read_in_full(inputs);
    }

    /// Counts what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (status, count) in &other.summary {
            *self.summary.entry(status).or_default() += count;
        }
        self.judged |= other.judged;
        self.recognised |= other.recognised;
        self.cut |= other.cut;
        self.fails |= other.fails;
        self.unknowns |= other.unknowns;
    }

    /// How the process ends.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if !self.recognised || !self.cut && !self.judged {
            exit::USAGE
        } else if self.fails {
            exit::FAIL
        } else if self.unknowns || self.cut {
            exit::UNSURE
        } else {
            exit::CLEAN
        }
    }
}

/// Whether we know what the input is, and read such files. An archive alone is nothing to audit.
#[must_use]
pub fn is_recognised(input: &InputReport) -> bool {
    !matches!(input.kind, Kind::Unrecognised | Kind::Nsf | Kind::Archive)
}

/// Whether everything that was to be read was read: what was recognised, and what was named itself.
/// Other files that stand in a folder are listed and do not count.
#[must_use]
pub fn read_in_full(inputs: &[InputReport]) -> bool {
    let counts = |input: &&InputReport| {
        let failed = ["cannot-open", "read-error"];
        is_recognised(input)
            || input.named
            || input.kind == Kind::Archive
            || input.warnings.iter().any(|warning| failed.contains(&warning.code))
    };
    inputs.iter().filter(counts).all(|input| input.read == ReadExtent::Full)
}
