//! `checks` and `explain`: the checks themselves, from the same texts that findings use.

use super::json;
use super::terminal::Terminal;
use super::wording::{coded, step_text};
use super::wrap::wrap;
use crate::catalog::{Catalog, CheckEntry, CheckWords, Restart, StepKind, Text};
use crate::checks::{self, Listed};
use crate::evidence::{Args, FactCode, Severity};
use comfy_table::presets;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Checks<'a> {
    checks: Vec<Explained<'a>>,
}

#[derive(Serialize)]
pub(super) struct Explained<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) severity: Severity,
    pub(super) why: &'a str,
    pub(super) expected: &'a str,
    pub(super) inputs: &'a [Text],
    pub(super) outcomes: Vec<Outcome<'a>>,
    pub(super) sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
pub(super) struct Outcome<'a> {
    pub(super) outcome: &'a str,
    pub(super) reason: String,
    pub(super) steps: Vec<Step>,
}

#[derive(Serialize)]
pub(super) struct Step {
    pub(super) kind: StepKind,
    pub(super) restart: Restart,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub(super) title: &'a str,
    pub(super) address: &'a str,
    pub(super) confidence: FactCode,
}

/// Writes the list of checks, for people.
///
/// # Errors
/// What writing gave.
pub fn write_checks_table(
    catalog: &Catalog,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = terminal.table(presets::NOTHING);
    for check in checks::listed(catalog) {
        let severity = catalog.checks.get(check.id).map_or("", |entry| entry.severity.word());
        let severity = coded(&catalog.texts, "severity", severity);
        let title = catalog.texts.check(check.id).map_or("", |text| text.title);
        table.add_row([check.id, &severity, title]);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    writeln!(out, "\n{}", catalog.texts.word("more-explain", &Args::new()))
}

/// Writes all checks as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_checks_json(catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    let checks = checks::listed(catalog).filter_map(|check| explained(catalog, check)).collect();
    json::write_pretty(out, &Checks { checks })?;
    writeln!(out)
}

/// Writes one check as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_check_json(catalog: &Catalog, check: Listed, out: &mut dyn Write) -> io::Result<()> {
    json::write_pretty(out, &explained(catalog, check))?;
    writeln!(out)
}

pub(super) fn explained<'a>(catalog: &'a Catalog, check: Listed) -> Option<Explained<'a>> {
    let (entry, text) = entry_of(catalog, check)?;
    let outcomes = check.outcomes.iter().map(|outcome| Outcome {
        outcome,
        reason: with_names(text.outcome(outcome).map_or("", |text| text.reason)),
        steps: steps(catalog, check, outcome),
    });
    Some(Explained {
        id: check.id,
        title: text.title,
        severity: entry.severity,
        why: text.why,
        expected: text.expected,
        inputs: &entry.inputs,
        outcomes: outcomes.collect(),
        sources: sources(catalog, entry).collect(),
    })
}

fn entry_of(catalog: &Catalog, check: Listed) -> Option<(&CheckEntry, CheckWords<'_>)> {
    Some((catalog.checks.get(check.id)?, catalog.texts.check(check.id)?))
}

fn steps(catalog: &Catalog, check: Listed, outcome: &str) -> Vec<Step> {
    let steps = catalog.checks.remediation(check.id, outcome).into_iter();
    steps
        .map(|(id, step)| Step {
            kind: step.kind,
            restart: step.restart,
            text: with_names(&catalog.texts.step(id, &Args::new())),
        })
        .collect()
}

/// A text without its arguments: `{url}` becomes `<url>`.
fn with_names(text: &str) -> String {
    text.replace('{', "<").replace('}', ">")
}

fn sources<'a>(catalog: &'a Catalog, entry: &'a CheckEntry) -> impl Iterator<Item = Source<'a>> {
    entry.sources.iter().filter_map(|id| catalog.sources.get(id)).map(|source| Source {
        title: &source.title,
        address: &source.address,
        confidence: source.code,
    })
}

/// Writes one check in full, for people.
///
/// # Errors
/// What writing gave.
pub fn write_check_text(
    catalog: &Catalog,
    check: Listed,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(explained) = explained(catalog, check) else {
        return Ok(());
    };
    let width = usize::from(terminal.width).min(100).saturating_sub(4);
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    let severity = coded(&catalog.texts, "severity", explained.severity.word());
    writeln!(out, "{} ({severity})\n{}\n", explained.id, explained.title)?;
    paragraph(&word("explain-why"), explained.why, width, out)?;
    paragraph(&word("explain-wanted"), explained.expected, width, out)?;
    paragraph(&word("explain-reads"), &explained.inputs.join(", "), width, out)?;
    writeln!(out, "{}", word("explain-outcomes"))?;
    for outcome in &explained.outcomes {
        indented(&format!("{}: {}", outcome.outcome, outcome.reason), "  ", width, out)?;
        for step in &outcome.steps {
            indented(
                &format!("→ {}", step_text(catalog, step.kind, &step.text)),
                "    ",
                width,
                out,
            )?;
        }
    }
    writeln!(out, "\n{}", word("explain-sources"))?;
    for source in &explained.sources {
        let text = format!("{}, {} ({})", source.title, source.address, source.confidence.word());
        for (at, line) in wrap(&text, width).into_iter().enumerate() {
            let indent = if at == 0 { "  " } else { "    " };
            writeln!(out, "{indent}{}", terminal.linked(&line, source.address))?;
        }
    }
    Ok(())
}

fn paragraph(title: &str, text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{title}")?;
    for line in wrap(text, width) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)
}

fn indented(text: &str, indent: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (at, line) in wrap(text, width).into_iter().enumerate() {
        let hang = if at == 0 { "" } else { "  " };
        writeln!(out, "{indent}{hang}{line}")?;
    }
    Ok(())
}
