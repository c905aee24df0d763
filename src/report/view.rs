//! What an audit hands to every format.

use super::waiting::Waiting;
use crate::assessment::Assessment;
use crate::catalog::Catalog;
use crate::evidence::Args;
use crate::inventory::{InputReport, Unattached};
use jiff::civil::Date;

/// Days after which the catalog is told to be old.
const OLD: i64 = 365;

/// An audit, ready to be written.
pub struct AuditView<'a> {
    /// The catalog used; its texts are in the language of the report.
    pub catalog: &'a Catalog,
    /// The findings.
    pub assessment: &'a Assessment,
    /// The inputs and servers of a JSON report, where they were written while servers were judged; neither
    /// stands elsewhere then.
    pub waiting: Option<&'a Waiting>,
    /// The inputs.
    pub inputs: &'a [InputReport],
    /// What belongs to no server.
    pub unattached: &'a [Unattached],
    /// The day the report speaks of.
    pub as_of: Date,
    /// Whether findings that pass are shown too, where the format leaves them out.
    pub all: bool,
}

impl AuditView<'_> {
    /// The remark that the catalog is more than a year older than the day of the report.
    #[must_use]
    pub fn catalog_warning(&self) -> Option<String> {
        let date: Date = self.catalog.date.parse().ok()?;
        let age = self.as_of.since(date).map_or(0, |span| i64::from(span.get_days()));
        let args = Args::from([("date", self.catalog.date.clone()), ("days", age.to_string())]);
        (age > OLD).then(|| self.catalog.texts.word("catalog-old", &args))
    }
}
