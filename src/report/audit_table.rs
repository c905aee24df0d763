//! `--format table`: the remediation table, for people at a terminal.
//!
//! Wide terminals get a column for each thing; narrow ones get the check with all that is said of it
//! below each other, so that commands stay whole.

use super::neutral;
use super::terminal::Terminal;
use super::view::AuditView;
use super::wording::{Worded, places, release, word};
use crate::assessment::{AssessedServer, Finding, is_recognised};
use crate::evidence::{Args, Severity, Status};
use crate::formats::ReadExtent;
use crate::inventory::VersionChoice;
use comfy_table::{Cell, Color, ColumnConstraint, ContentArrangement, Table, Width, presets};
use std::io::{self, Write};

/// From this width on every thing has a column of its own.
const WIDE: u16 = 110;

/// Writes the audit as a table.
///
/// # Errors
/// What writing gave.
pub fn write_audit_table(
    view: &AuditView<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = |id: &str, args: &Args| view.catalog.texts.word(id, args);
    for server in &view.assessment.servers {
        writeln!(out, "{}", heading(view, server))?;
        let shown: Vec<_> =
            server.findings.iter().filter(|finding| is_shown(finding, view.all)).collect();
        if shown.is_empty() {
            writeln!(out, "{}\n", words("nothing-to-do", &Args::new()))?;
        } else {
            writeln!(out, "{}\n", table(view, &shown, terminal))?;
        }
    }
    write_inputs(view, out)?;
    write_footer(view, out)
}

fn is_shown(finding: &Finding, all: bool) -> bool {
    all || !matches!(finding.judgement.status, Status::Pass | Status::NotApplicable)
}

/// One line: name, Traveler, Domino, counts.
fn heading(view: &AuditView<'_>, server: &AssessedServer) -> String {
    let texts = &view.catalog.texts;
    let name = server.name.clone().unwrap_or_else(|| {
        texts.word("server-without-name", &Args::from([("path", server.known_from.to_string())]))
    });
    let unknown = || texts.word("version-unknown", &Args::new());
    let version = |choice: &VersionChoice| {
        choice.chosen().map_or_else(unknown, |seen| match &seen.version.build {
            Some(build) => format!("{} Build {}", release(&seen.version), build.text),
            None => release(&seen.version),
        })
    };
    let count = |status| {
        server.findings.iter().filter(|finding| finding.judgement.status == status).count()
    };
    let counts = Status::ALL.iter().map(|&status| (status.word(), count(status)));
    let counts: Vec<_> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let args = Args::from([
        ("name", name),
        ("traveler", version(&server.traveler)),
        ("domino", version(&server.domino)),
        ("counts", counts.join(", ")),
    ]);
    neutral(&texts.word("server-heading", &args))
}

fn table(view: &AuditView<'_>, findings: &[&Finding], terminal: Terminal) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(terminal.width);
    if !terminal.colour {
        table.force_no_tty();
    } else {
        table.enforce_styling();
    }
    let wide = terminal.width >= WIDE;
    let word_of = |id: &str| view.catalog.texts.word(id, &Args::new());
    let headers: &[&str] = if wide {
        &[
            "column-status",
            "column-severity",
            "column-check",
            "column-found",
            "column-wanted",
            "column-steps",
        ]
    } else {
        &["column-status", "column-finding"]
    };
    table.set_header(headers.iter().map(|id| word_of(id)));
    for finding in findings {
        let worded = word(view.catalog, finding);
        table.add_row(if wide {
            wide_row(finding, &worded)
        } else {
            narrow_row(view, finding, &worded)
        });
    }
    constrain(&mut table, wide);
    table
}

fn constrain(table: &mut Table, wide: bool) {
    let fixed: &[u16] = if wide { &[9, 10, 25] } else { &[16] };
    for (column, width) in table.column_iter_mut().zip(fixed) {
        let _ = column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(*width)));
    }
}

fn subject_line(finding: &Finding) -> String {
    match finding.judgement.subject.as_str() {
        "" => finding.check.to_owned(),
        subject => format!("{} {}", finding.check, neutral(subject)),
    }
}

fn found(finding: &Finding, worded: &Worded) -> String {
    let places = places(&finding.judgement.evidence);
    let shown = places.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let more = if places.len() > 3 { format!(", +{}", places.len() - 3) } else { String::new() };
    if shown.is_empty() {
        worded.observed.clone()
    } else {
        format!("{} ({shown}{more})", worded.observed)
    }
}

fn steps(worded: &Worded) -> String {
    match worded.steps.as_slice() {
        [one] => one.text.clone(),
        several => {
            let lines =
                several.iter().enumerate().map(|(at, step)| format!("{}. {}", at + 1, step.text));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn status_cell(finding: &Finding, text: String) -> Cell {
    let colour = match finding.judgement.status {
        Status::Fail => Color::Red,
        Status::Unknown if finding.severity == Severity::Info => Color::Cyan,
        Status::Unknown => Color::Yellow,
        Status::Pass => Color::Green,
        Status::Waived | Status::NotApplicable => Color::DarkGrey,
    };
    Cell::new(text).fg(colour)
}

fn wide_row(finding: &Finding, worded: &Worded) -> Vec<Cell> {
    vec![
        status_cell(finding, finding.judgement.status.word().to_owned()),
        Cell::new(finding.severity.word()),
        Cell::new(subject_line(finding)),
        Cell::new(found(finding, worded)),
        Cell::new(&worded.expected),
        Cell::new(steps(worded)),
    ]
}

fn narrow_row(view: &AuditView<'_>, finding: &Finding, worded: &Worded) -> Vec<Cell> {
    let label = |id: &str| view.catalog.texts.word(id, &Args::new());
    let mut lines = vec![
        subject_line(finding),
        format!("{}: {}", label("column-found"), found(finding, worded)),
        format!("{}: {}", label("column-wanted"), worded.expected),
    ];
    if !worded.steps.is_empty() {
        let separator = if worded.steps.len() > 1 { "\n" } else { " " };
        lines.push(format!("{}:{separator}{}", label("column-steps"), steps(worded)));
    }
    let status = format!("{}\n{}", finding.judgement.status.word(), finding.severity.word());
    vec![status_cell(finding, status), Cell::new(lines.join("\n"))]
}

/// What could not be read, or what a person should know of what was read.
fn write_inputs(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let texts = &view.catalog.texts;
    let worth = view.inputs.iter().filter(|input| !input.warnings.is_empty());
    let mut first = true;
    for input in worth {
        if first {
            writeln!(out, "{}", texts.word("about-inputs", &Args::new()))?;
            first = false;
        }
        for warning in &input.warnings {
            let line = warning.line.map(|line| format!(":{line}")).unwrap_or_default();
            let text = texts.warning(warning.code, &warning.args);
            writeln!(out, "  {}{line}: {}", neutral(input.path.as_str()), neutral(&text))?;
        }
    }
    for piece in view.unattached {
        if first {
            writeln!(out, "{}", texts.word("about-inputs", &Args::new()))?;
            first = false;
        }
        let text = texts.warning(piece.reason, &piece.args);
        writeln!(out, "  {}: {}", neutral(&piece.location.to_string()), neutral(&text))?;
    }
    if !first {
        writeln!(out)?;
    }
    Ok(())
}

fn write_footer(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |id: &str| view.assessment.summary.get(id).copied().unwrap_or_default().to_string();
    let read =
        view.inputs.iter().filter(|input| is_recognised(input) && input.read == ReadExtent::Full);
    let args = Args::from([
        ("pass", count("pass")),
        ("fail", count("fail")),
        ("unknown", count("unknown")),
        ("inputs", view.inputs.len().to_string()),
        ("read", read.count().to_string()),
        ("as_of", view.as_of.to_string()),
        ("catalog", view.catalog.date.clone()),
    ]);
    writeln!(out, "{}", view.catalog.texts.word("footer", &args))?;
    let more = if view.all { "more-explain" } else { "more-all" };
    writeln!(out, "{}", view.catalog.texts.word(more, &args))
}
