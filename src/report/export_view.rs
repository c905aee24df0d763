//! `exporter --check` in both formats.

use super::json;
use super::terminal::Terminal;
use super::wording::coded;
use super::wrap::wrap;
use crate::catalog::Catalog;
use crate::evidence::Args;
use crate::inventory::{ExportPart, PartState};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report {
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    code: &'static str,
    state: &'static str,
    count: u64,
    of: Option<u64>,
    text: String,
}

fn text(catalog: &Catalog, part: &ExportPart) -> String {
    let args = Args::from([
        ("count", part.count.to_string()),
        ("of", part.of.map_or_else(|| "?".to_owned(), |of| of.to_string())),
    ]);
    let code = match part.state {
        PartState::Missing => format!("{}-missing", part.code),
        PartState::There | PartState::Note => part.code.to_owned(),
    };
    catalog.texts.word(&code, &args)
}

/// Writes the parts as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_export_json(
    catalog: &Catalog,
    parts: &[ExportPart],
    out: &mut dyn Write,
) -> io::Result<()> {
    let parts = parts.iter().map(|part| Part {
        code: part.code,
        state: part.state.word(),
        count: part.count,
        of: part.of,
        text: text(catalog, part),
    });
    json::write_pretty(out, &Report { parts: parts.collect() })?;
    writeln!(out)
}

/// Writes the parts for people: one after the other, what is missing marked.
///
/// # Errors
/// What writing gave.
pub fn write_export_table(
    catalog: &Catalog,
    parts: &[ExportPart],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = usize::from(terminal.width).saturating_sub(9);
    for part in parts {
        let state = coded(&catalog.texts, "export-state", part.state.word());
        let mut word = state.as_str();
        for line in wrap(&text(catalog, part), width) {
            writeln!(out, "{word:<8} {line}")?;
            word = "";
        }
    }
    Ok(())
}
