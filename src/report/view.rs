//! What an audit hands to every format.

use crate::assessment::Assessment;
use crate::catalog::Catalog;
use crate::inventory::{InputReport, Unattached};
use jiff::civil::Date;

/// An audit, ready to be written.
pub struct AuditView<'a> {
    /// The catalog used; its texts are in the language of the report.
    pub catalog: &'a Catalog,
    /// The findings.
    pub assessment: &'a Assessment,
    /// The inputs.
    pub inputs: &'a [InputReport],
    /// What belongs to no server.
    pub unattached: &'a [Unattached],
    /// The day the report speaks of.
    pub as_of: Date,
    /// Whether findings that pass are shown too, where the format leaves them out.
    pub all: bool,
}
