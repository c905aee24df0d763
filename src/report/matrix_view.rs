//! Which devices can connect, by their systems: a table of its own in the report, and `matrix`.

use super::json;
use super::terminal::Terminal;
use crate::catalog::Catalog;
use crate::checks::MatrixRow;
use crate::evidence::{Args, Confidence};
use crate::secure_mail::{Cell, Level, Verdict};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    matrix: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    platform: &'a str,
    group: &'a str,
    devices: u64,
    at: &'a str,
    level: Option<&'static str>,
    tls: CellDto,
    sslv3_and_tls: CellDto,
}

#[derive(Serialize)]
struct CellDto {
    verdict: &'static str,
    version: Option<&'static str>,
    reason: Option<&'static str>,
    confidence: Confidence,
}

/// Writes the matrix as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_matrix_json(rows: &[MatrixRow], out: &mut dyn Write) -> io::Result<()> {
    let matrix = rows.iter().map(|row| Row {
        platform: &row.platform,
        group: &row.group,
        devices: row.devices,
        at: row.at,
        level: row.level.map(level_word),
        tls: cell(row.tls),
        sslv3_and_tls: cell(row.with_sslv3),
    });
    json::write_pretty(out, &Report { matrix: matrix.collect() })?;
    writeln!(out)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Tls => "tls",
        Level::Sslv3AndTls => "sslv3-and-tls",
    }
}

fn cell(cell: Cell) -> CellDto {
    let (verdict, version, reason) = match cell.verdict {
        Verdict::Connects(version) => ("connects", Some(version.word()), None),
        Verdict::Cannot => ("cannot", None, None),
        Verdict::Unknown(reason) => ("unknown", None, Some(reason.word())),
    };
    CellDto { verdict, version, reason, confidence: cell.confidence }
}

/// Writes the matrix for people; nothing where there is none.
///
/// # Errors
/// What writing gave.
pub fn write_matrix_table(
    catalog: &Catalog,
    rows: &[MatrixRow],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    let mut table = Table::new();
    table.load_style(presets::ASCII_HORIZONTAL_ONLY);
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(terminal.width)
        .force_no_tty();
    let headers = ["matrix-system", "matrix-devices", "matrix-tls", "matrix-sslv3"];
    table.set_header(headers.map(word));
    for row in rows {
        let set = |level| if row.level == Some(level) { "matrix-set" } else { "matrix-not-set" };
        let cells = [(row.tls, Level::Tls), (row.with_sslv3, Level::Sslv3AndTls)];
        let [tls, with_sslv3] = cells.map(|(cell, level)| {
            let args = Args::from([("cell", cell_word(catalog, row, cell))]);
            catalog.texts.word(set(level), &args)
        });
        let worded = |name: &str, code: &str| {
            let word = catalog.texts.argument(name, code, &Args::new());
            word.unwrap_or_else(|| super::neutral(code))
        };
        let platform = worded("platform", &row.platform);
        let args = Args::from([("platform", platform), ("group", worded("group", &row.group))]);
        let system = catalog.texts.word("matrix-row", &args);
        table.add_row([system, row.devices.to_string(), tls, with_sslv3]);
    }
    writeln!(out, "{}", word("matrix-heading"))?;
    writeln!(out, "{}\n", table.trim_fmt())
}

fn cell_word(catalog: &Catalog, row: &MatrixRow, cell: Cell) -> String {
    let at = catalog.texts.word(&format!("arg-at-{}", row.at), &Args::new());
    let mut args = Args::from([("at", at)]);
    let id = match cell.verdict {
        Verdict::Connects(version) => {
            args.insert("version", version.word().to_owned());
            "cell-connects"
        }
        Verdict::Cannot => "cell-cannot",
        Verdict::Unknown(reason) => match reason.word() {
            "device" => "cell-device",
            _ => "cell-server",
        },
    };
    catalog.texts.word(id, &args)
}
