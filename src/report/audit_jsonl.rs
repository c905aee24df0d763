//! JSON Lines: a finding on each line, flat, so that the results of a fleet load into a database as they
//! are.

use super::json;
use super::rows::rows;
use super::view::AuditView;
use std::io::{self, Write};

/// Writes the audit as JSON Lines.
///
/// # Errors
/// What writing gave.
pub fn write_audit_jsonl(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(view) {
        json::write_line(out, &row)?;
        writeln!(out)?;
    }
    Ok(())
}
