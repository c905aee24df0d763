//! Which devices can connect, by their systems: a table of its own in the report, and `matrix`.

use super::json;
use super::terminal::Terminal;
use super::wrap::wrap;
use crate::catalog::Catalog;
use crate::checks::{MatrixCell, MatrixRow};
use crate::evidence::{Args, Confidence};
use crate::secure_mail::{Level, Reason, Verdict};
use comfy_table::{Table, presets};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    matrix: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    platform: &'a str,
    app: Option<&'a str>,
    group: &'a str,
    devices: u64,
    level: Option<&'static str>,
    sslv3_is_useless: bool,
    tls: CellDto,
    sslv3_and_tls: CellDto,
}

#[derive(Serialize)]
struct CellDto {
    at: &'static str,
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
        app: row.app.as_deref(),
        group: &row.group,
        devices: row.devices,
        level: row.level.map(level_word),
        sslv3_is_useless: row.sslv3_is_useless,
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

fn cell(own: MatrixCell) -> CellDto {
    let (verdict, version, reason) = match own.cell.verdict {
        Verdict::Connects(version) => ("connects", Some(version.word()), None),
        Verdict::Cannot => ("cannot", None, None),
        Verdict::Unknown(reason) => ("unknown", None, Some(reason.word())),
    };
    CellDto { at: own.at, verdict, version, reason, confidence: own.cell.confidence }
}

/// Writes the matrix for people; nothing where there is none. In a report of other things only systems in
/// use are shown, where a list tells which they are.
///
/// # Errors
/// What writing gave.
pub fn write_matrix_table(
    catalog: &Catalog,
    rows: &[MatrixRow],
    only_in_use: bool,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let in_use = |row: &&MatrixRow| !(only_in_use && row.listed) || row.devices > 0;
    let shown: Vec<_> = rows.iter().filter(in_use).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let words = Words { catalog, shown: &shown };
    writeln!(out, "{}", words.word("matrix-heading"))?;
    writeln!(out, "{}", words.table(terminal).trim_fmt())?;
    for line in words.legend() {
        for line in wrap(&line, terminal.width.into()) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)
}

/// The words of a matrix.
pub(super) struct Words<'w> {
    /// The catalog.
    pub(super) catalog: &'w Catalog,
    /// The rows that are shown.
    pub(super) shown: &'w [&'w MatrixRow],
}

impl Words<'_> {
    fn word(&self, id: &str) -> String {
        self.catalog.texts.word(id, &Args::new())
    }

    fn argument(&self, name: &str, code: &str) -> String {
        let word = self.catalog.texts.argument(name, code, &Args::new());
        word.unwrap_or_else(|| super::neutral(code))
    }

    fn table(&self, terminal: Terminal) -> Table {
        let mut table = terminal.table(presets::ASCII_HORIZONTAL_ONLY);
        let (header, rows) = self.rows();
        table.set_header(header);
        table.add_rows(rows);
        table
    }

    /// The header, and a row of cells for each system.
    pub(super) fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let listed = self.shown.iter().any(|row| row.listed);
        let policies = self.has_several_sets();
        let columns = [
            ("matrix-system", true),
            ("matrix-policies", policies),
            ("matrix-devices", listed),
            ("matrix-tls", true),
            ("matrix-sslv3", true),
        ];
        let chosen = |cells: [String; 5]| {
            let cells = cells.into_iter().zip(columns);
            cells.filter(|(_, (_, is_shown))| *is_shown).map(|(cell, _)| cell).collect::<Vec<_>>()
        };
        let header = chosen(columns.map(|(id, _)| self.word(id)));
        let row = |row: &&MatrixRow| {
            chosen([
                self.argument("group", &row.group),
                self.set_of(row),
                row.devices.to_string(),
                self.cell(row, row.tls, Level::Tls),
                self.cell(row, row.with_sslv3, Level::Sslv3AndTls),
            ])
        };
        (header, self.shown.iter().map(row).collect())
    }

    /// Whether one system stands in several rows, each for other policies.
    fn has_several_sets(&self) -> bool {
        let groups: BTreeSet<_> = self.shown.iter().map(|row| &row.group).collect();
        groups.len() < self.shown.len()
    }

    fn set_of(&self, row: &MatrixRow) -> String {
        let platform = self.argument("platform", &row.platform);
        match &row.app {
            Some(app) => format!("{platform}, {}", super::neutral(app)),
            None => platform,
        }
    }

    fn cell(&self, row: &MatrixRow, own: MatrixCell, level: Level) -> String {
        let mut args = Args::from([("at", self.argument("at-short", own.at))]);
        if let Verdict::Connects(version) = own.cell.verdict {
            args.insert("version", version.word().to_owned());
        }
        let cell = self.catalog.texts.word(cell_id(own), &args);
        let set = if row.level == Some(level) { "matrix-set" } else { "matrix-not-set" };
        self.catalog.texts.word(set, &Args::from([("cell", cell)]))
    }

    /// What the short words of the cells mean, as far as they stand there, and whom SSLv3 does not help.
    pub(super) fn legend(&self) -> Vec<String> {
        let cells = self.shown.iter().flat_map(|row| [row.tls, row.with_sslv3]);
        let seen: BTreeSet<_> = cells.map(cell_id).collect();
        let legend = |id: &&str| format!("legend-{id}");
        let mut lines: Vec<_> = seen.iter().map(|id| self.word(&legend(id))).collect();
        let mut useless: Vec<_> = Vec::new();
        for row in self.shown.iter().filter(|row| row.sslv3_is_useless) {
            let group = self.argument("group", &row.group);
            if !useless.contains(&group) {
                useless.push(group);
            }
        }
        if !useless.is_empty() {
            let args = Args::from([("groups", useless.join(", "))]);
            lines.push(self.catalog.texts.word("matrix-sslv3-useless", &args));
        }
        lines
    }
}

fn cell_id(own: MatrixCell) -> &'static str {
    match own.cell.verdict {
        Verdict::Connects(_) => "cell-connects",
        Verdict::Cannot => "cell-cannot",
        Verdict::Unknown(Reason::Device) => "cell-device",
        Verdict::Unknown(Reason::Server) => "cell-server",
    }
}
