//! A waiver as it stands at a finding.

use crate::evidence::{Location, Status};
use jiff::civil::Date;

/// A waiver that covers a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// Why the finding is accepted.
    pub reason: String,
    /// Who answers for that.
    pub owner: String,
    /// The last day on which it waives.
    pub expires: Date,
    /// Where it stands: file and line.
    pub place: Location,
    /// What the check said: fail or unknown.
    pub covers: Status,
}
