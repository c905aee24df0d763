//! CSV for spreadsheets and ticket systems: UTF-8 with a BOM, which Excel needs, a header, and a row for
//! each finding (RFC 4180). No cell runs as a formula.

use super::rows::{Row, cell, rows};
use super::view::AuditView;
use std::io::{self, Write};

/// The columns, named like the fields of JSON.
pub(super) const COLUMNS: [&str; 16] = [
    "server",
    "check",
    "subject",
    "status",
    "severity",
    "confidence",
    "title",
    "observed",
    "expected",
    "steps",
    "reason",
    "places",
    "waiver",
    "baseline",
    "fingerprint",
    "as_of",
];

/// Writes the audit as CSV.
///
/// # Errors
/// What writing gave.
pub fn write_audit_csv(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(COLUMNS).map_err(io::Error::other)?;
    for row in rows(view) {
        writer.write_record(cells(&row).map(|text| cell(&text))).map_err(io::Error::other)?;
    }
    writer.flush()
}

/// The cells of a row, in the order of the columns.
pub(super) fn cells(row: &Row<'_>) -> [String; 16] {
    let text = |text: &str| text.to_owned();
    [
        row.server.clone().unwrap_or_default(),
        text(row.check),
        row.subject.clone(),
        text(row.status),
        text(row.severity),
        text(row.confidence),
        row.title.clone(),
        row.observed.clone(),
        row.expected.clone(),
        row.steps.join("\n"),
        row.reason.clone(),
        row.places.join("\n"),
        row.waiver.clone().unwrap_or_default(),
        text(row.baseline.unwrap_or_default()),
        text(row.fingerprint),
        row.as_of.clone(),
    ]
}
