//! `--format table`: the remediation table, for people at a terminal.
//!
//! Wide terminals get a column for each thing; narrow ones get the check with all that is said of it
//! below each other, so that commands stay whole.

use super::fleet::write_fleet;
use super::matrix_view::write_matrix_table;
use super::neutral;
use super::terminal::Terminal;
use super::view::AuditView;
use super::wording::{
    Worded, coded, numbered, places, release, remark_text, short_place, step_text, word,
};
use super::wrap::wrap;
use crate::assessment::{AssessedServer, Finding, Waived};
use crate::catalog::Texts;
use crate::evidence::{Args, Severity, Status};
use crate::formats::ReadExtent;
use crate::inventory::VersionChoice;
use comfy_table::{Cell, Color, ContentArrangement, Table, presets};
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
    let folder = common_folder(view);
    write_fleet(view, terminal, out)?;
    for server in &view.assessment.servers {
        write_wrapped(&heading(view, server), "", terminal, out)?;
        let shown: Vec<_> =
            server.findings.iter().filter(|finding| is_shown(finding, view.all)).collect();
        if shown.is_empty() {
            writeln!(out, "{}\n", words("nothing-to-do", &Args::new()))?;
        } else {
            writeln!(out, "{}\n", table(view, &shown, &folder, terminal).trim_fmt())?;
        }
    }
    write_beside(view, &folder, terminal, out)?;
    write_matrix_table(view.catalog, &view.assessment.matrix, true, terminal, out)?;
    write_inputs(view, &folder, terminal, out)?;
    write_remarks(view, terminal, out)?;
    write_footer(view, &folder, terminal, out)
}

/// Findings that belong to no single server.
fn write_beside(
    view: &AuditView<'_>,
    folder: &str,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all = &view.assessment.findings;
    if all.is_empty() {
        return Ok(());
    }
    let args = Args::from([("counts", counts(&view.catalog.texts, all))]);
    write_wrapped(&view.catalog.texts.word("beside-heading", &args), "", terminal, out)?;
    let shown: Vec<_> = all.iter().filter(|finding| is_shown(finding, view.all)).collect();
    if shown.is_empty() {
        return writeln!(out, "{}\n", view.catalog.texts.word("nothing-to-do", &Args::new()));
    }
    writeln!(out, "{}\n", table(view, &shown, folder, terminal).trim_fmt())
}

/// How many findings have each status, in words.
fn counts(texts: &Texts, findings: &[Finding]) -> String {
    let count =
        |status| findings.iter().filter(|finding| finding.judgement.status == status).count();
    let counts = Status::ALL.iter().map(|&status| (status.word(), count(status)));
    let counts: Vec<_> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| {
            texts.word(&format!("count-{word}"), &Args::from([("count", count.to_string())]))
        })
        .collect();
    counts.join(", ")
}

/// The folder above all inputs, with its last slash; places are shown without it.
fn common_folder(view: &AuditView<'_>) -> String {
    let mut folders = view.inputs.iter().map(|input| input.path.folder());
    let mut common = folders.next().unwrap_or_default();
    for folder in folders {
        while !(folder == common || common.is_empty() || folder.starts_with(&format!("{common}/")))
        {
            common = common.rsplit_once('/').map_or("", |(upper, _)| upper);
        }
    }
    if common.is_empty() { String::new() } else { format!("{common}/") }
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
    let version = |choice: &VersionChoice| version_text(view, choice);
    let args = Args::from([
        ("name", name),
        ("traveler", version(&server.traveler)),
        ("domino", version(&server.domino)),
        ("counts", counts(texts, &server.findings)),
    ]);
    neutral(&texts.word("server-heading", &args))
}

/// The version of a choice as people read it, with its build.
pub(super) fn version_text(view: &AuditView<'_>, choice: &VersionChoice) -> String {
    choice.chosen().map_or_else(
        || view.catalog.texts.word("version-unknown", &Args::new()),
        |seen| match &seen.version.build {
            Some(build) => format!("{} Build {}", release(&seen.version), build.text),
            None => release(&seen.version),
        },
    )
}

/// Columns of text in each column of the table; each has a blank at both sides, and one between two.
/// `status` is what the longest status takes.
fn widths(terminal: Terminal, status: usize) -> Vec<usize> {
    let width = usize::from(terminal.width);
    if terminal.width < WIDE {
        let status = status.max(8);
        return vec![status, width.saturating_sub(status + 5)];
    }
    let rest = width.saturating_sub(status + 8 + 21 + 17);
    let (found, wanted) = (rest * 28 / 100, rest * 22 / 100);
    vec![status, 8, 21, found, wanted, rest - found - wanted]
}

/// The columns of findings, where there is room for all.
pub(super) const COLUMNS: [&str; 6] = [
    "column-status",
    "column-severity",
    "column-check",
    "column-found",
    "column-wanted",
    "column-steps",
];

fn table(view: &AuditView<'_>, findings: &[&Finding], folder: &str, terminal: Terminal) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_HORIZONTAL_ONLY);
    // Every cell is broken into lines here, so that commands and URLs break where people expect it.
    table.set_content_arrangement(ContentArrangement::Disabled);
    if terminal.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let status = findings.iter().map(|finding| status_word(view, finding).chars().count());
    let widths = widths(terminal, status.max().unwrap_or_default().max(7));
    let wide = widths.len() > 2;
    let word_of = |id: &str| view.catalog.texts.word(id, &Args::new());
    let headers: &[&str] = if wide { &COLUMNS } else { &["column-status", "column-finding"] };
    table.set_header(headers.iter().map(|id| word_of(id)));
    let mut above = String::new();
    for finding in findings {
        let worded = word(view.catalog, finding);
        let found = found(&view.catalog.texts, finding, &worded, folder);
        let own = match &finding.waiver {
            Some(waiver) => waived(view, waiver),
            None => steps(view, &worded),
        };
        let shown =
            if own == above && own.len() > 40 { word_of("steps-as-above") } else { own.clone() };
        above = own;
        let texts = if wide {
            wide_row(view, finding, &worded, found, shown)
        } else {
            narrow_row(view, finding, &worded, &found, &shown)
        };
        let cells =
            texts.iter().zip(&widths).map(|(text, width)| Cell::new(wrap(text, *width).join("\n")));
        table.add_row(
            cells
                .enumerate()
                .map(|(at, cell)| if at == 0 { cell.fg(colour(finding)) } else { cell }),
        );
    }
    table
}

fn subject_line(finding: &Finding) -> String {
    match finding.judgement.subject.as_str() {
        "" => finding.check.to_owned(),
        subject => format!("{} {}", finding.check, neutral(subject)),
    }
}

fn found(texts: &Texts, finding: &Finding, worded: &Worded, folder: &str) -> String {
    let places: Vec<_> = places(&finding.judgement.evidence)
        .iter()
        .map(|place| short_place(texts, place, folder))
        .collect();
    let shown = places.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let more = if places.len() > 3 { format!(", +{}", places.len() - 3) } else { String::new() };
    if shown.is_empty() {
        worded.observed.clone()
    } else {
        format!("{} ({shown}{more})", worded.observed)
    }
}

fn steps(view: &AuditView<'_>, worded: &Worded) -> String {
    let texts = worded.steps.iter().map(|step| step_text(view.catalog, step.kind, &step.text));
    numbered(&texts.collect::<Vec<_>>()).join("\n")
}

fn colour(finding: &Finding) -> Color {
    match finding.judgement.status {
        Status::Fail => Color::Red,
        Status::Unknown if finding.severity == Severity::Info => Color::Cyan,
        Status::Unknown => Color::Yellow,
        Status::Pass => Color::Green,
        Status::Waived | Status::NotApplicable => Color::DarkGrey,
    }
}

fn status_word(view: &AuditView<'_>, finding: &Finding) -> String {
    match finding.judgement.status {
        Status::NotApplicable => view.catalog.texts.word("not-applicable-short", &Args::new()),
        status => coded(&view.catalog.texts, "status", status.word()),
    }
}

/// The severity, and below it how the finding stands to the report of before.
fn severity_words(view: &AuditView<'_>, finding: &Finding) -> String {
    let texts = &view.catalog.texts;
    let severity = coded(texts, "severity", finding.severity.word());
    match finding.baseline {
        Some(state) => format!("{severity}\n{}", coded(texts, "baseline", state.word())),
        None => severity,
    }
}

/// What takes the place of the steps where a waiver covers the finding.
fn waived(view: &AuditView<'_>, waiver: &Waived) -> String {
    let args = Args::from([
        ("covers", coded(&view.catalog.texts, "status", waiver.covers.word())),
        ("reason", neutral(&waiver.reason)),
        ("owner", neutral(&waiver.owner)),
        ("expires", waiver.expires.to_string()),
        ("place", waiver.place.to_string()),
    ]);
    view.catalog.texts.word("waived-by", &args)
}

fn wide_row(
    view: &AuditView<'_>,
    finding: &Finding,
    worded: &Worded,
    found: String,
    steps: String,
) -> Vec<String> {
    vec![
        status_word(view, finding),
        severity_words(view, finding),
        subject_line(finding),
        found,
        worded.expected.clone(),
        steps,
    ]
}

fn narrow_row(
    view: &AuditView<'_>,
    finding: &Finding,
    worded: &Worded,
    found: &str,
    steps: &str,
) -> Vec<String> {
    let label = |id: &str| view.catalog.texts.word(id, &Args::new());
    let mut lines = vec![
        subject_line(finding),
        format!("{}: {found}", label("column-found")),
        format!("{}: {}", label("column-wanted"), worded.expected),
    ];
    if finding.waiver.is_some() {
        lines.push(steps.to_owned());
    } else if !steps.is_empty() {
        let separator = if steps.contains('\n') { "\n" } else { " " };
        lines.push(format!("{}:{separator}{steps}", label("column-steps")));
    }
    let status = format!("{}\n{}", status_word(view, finding), severity_words(view, finding));
    vec![status, lines.join("\n")]
}

/// Writes a text broken at the width of the terminal; lines after the first begin with `hang`.
fn write_wrapped(
    text: &str,
    hang: &str,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = usize::from(terminal.width).saturating_sub(hang.len());
    for (at, line) in wrap(text, width).iter().enumerate() {
        writeln!(out, "{}{line}", if at == 0 { "" } else { hang })?;
    }
    Ok(())
}

/// What could not be read, or what a person should know of what was read.
fn write_inputs(
    view: &AuditView<'_>,
    folder: &str,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let warnings = view.inputs.iter().flat_map(|input| {
        input.warnings.iter().map(|warning| {
            let line = warning.line.map(|line| format!(":{line}")).unwrap_or_default();
            let place = format!("{}{line}", input.path);
            (place, view.catalog.texts.warning(warning.code, &warning.args))
        })
    });
    let aside = view.unattached.iter().map(|piece| {
        (piece.location.to_string(), view.catalog.texts.warning(piece.reason, &piece.args))
    });
    let lines: Vec<_> = warnings.chain(aside).collect();
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", view.catalog.texts.word("about-inputs", &Args::new()))?;
    for (place, text) in lines {
        let line = format!(
            "- {}: {}",
            neutral(&short_place(&view.catalog.texts, &place, folder)),
            neutral(&text)
        );
        write_wrapped(&line, "  ", terminal, out)?;
    }
    writeln!(out)
}

/// What should be known of the waivers.
fn write_remarks(view: &AuditView<'_>, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let remarks = &view.assessment.remarks;
    if remarks.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", view.catalog.texts.word("about-waivers", &Args::new()))?;
    for remark in remarks {
        let text = remark_text(view.catalog, remark);
        let line = format!("- {}: {}", neutral(&remark.place.to_string()), neutral(&text));
        write_wrapped(&line, "  ", terminal, out)?;
    }
    writeln!(out)
}

/// By which files of the operator was judged.
fn write_operator_files(
    view: &AuditView<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let used = &view.assessment.operator_files;
    if used.is_empty() {
        return Ok(());
    }
    let files: Vec<_> = used.iter().map(|used| used.path.as_str()).collect();
    let args = Args::from([("files", files.join(", "))]);
    write_wrapped(&view.catalog.texts.word("operator-files", &args), "", terminal, out)
}

/// How many findings are new, and what of the report of before is no longer there.
fn write_baseline(view: &AuditView<'_>, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let Some(before) = &view.assessment.compared_with else { return Ok(()) };
    let open = view.assessment.all_findings().filter(|finding| finding.is_open());
    let (known, new): (Vec<_>, Vec<_>) = open.partition(|finding| finding.is_known());
    let args = Args::from([
        ("path", neutral(&before.path)),
        ("as_of", before.as_of.map_or("-".to_owned(), |day| day.to_string())),
        ("new", new.len().to_string()),
        ("known", known.len().to_string()),
        ("fixed", before.fixed.to_string()),
        ("gone", before.no_longer.len().to_string()),
    ]);
    let line = view.catalog.texts.word("footer-baseline", &args);
    write_wrapped(&line, "", terminal, out)?;
    for gone in &before.no_longer {
        let server = gone.server.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        let status = coded(&view.catalog.texts, "status", gone.status.word());
        let line = format!("- {server}{} {} ({status})", gone.check, gone.subject);
        write_wrapped(&neutral(&line), "  ", terminal, out)?;
    }
    Ok(())
}

fn write_footer(
    view: &AuditView<'_>,
    folder: &str,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let texts = &view.catalog.texts;
    let count = |id: &str| view.assessment.summary.get(id).copied().unwrap_or_default().to_string();
    let read = view.inputs.iter().filter(|input| input.read == ReadExtent::Full);
    let args = Args::from([
        ("pass", count("pass")),
        ("fail", count("fail")),
        ("unknown", count("unknown")),
        ("waived", count("waived")),
        ("inputs", view.inputs.len().to_string()),
        ("read", read.count().to_string()),
        ("as_of", view.as_of.to_string()),
        ("catalog", view.catalog.date.clone()),
        ("folder", neutral(folder)),
    ]);
    if !folder.is_empty() {
        write_wrapped(&texts.word("places-below", &args), "", terminal, out)?;
    }
    write_wrapped(&texts.word("footer", &args), "", terminal, out)?;
    if count("waived") != "0" {
        write_wrapped(&texts.word("footer-waived", &args), "", terminal, out)?;
    }
    write_operator_files(view, terminal, out)?;
    write_baseline(view, terminal, out)?;
    if let Some(warning) = view.catalog_warning() {
        write_wrapped(&warning, "", terminal, out)?;
    }
    let more = if view.all { "more-explain" } else { "more-all" };
    write_wrapped(&texts.word(more, &args), "", terminal, out)
}
