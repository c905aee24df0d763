//! `diff`: what became of the findings of a report, as a table and as JSON.

use super::json::{self, Each};
use super::neutral;
use super::terminal::Terminal;
use super::wording::coded;
use super::wrap::wrap;
use crate::assessment::EarlierFinding;
use crate::catalog::Catalog;
use crate::compare::{Change, Difference, Pair};
use crate::evidence::{Args, Severity, Status};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct DiffDto<F: Serialize> {
    schema_version: u32,
    exit_code: u8,
    before: SideDto,
    after: SideDto,
    summary: BTreeMap<&'static str, usize>,
    missing_servers: Vec<String>,
    findings: F,
}

#[derive(Serialize)]
struct SideDto {
    path: String,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct PairDto {
    change: &'static str,
    check: String,
    server: Option<String>,
    subject: Option<String>,
    fingerprint: String,
    title: String,
    before: Option<StateDto>,
    after: Option<StateDto>,
}

#[derive(Serialize)]
struct StateDto {
    status: Status,
    severity: Severity,
    outcome: String,
    args: BTreeMap<String, String>,
    observed: String,
}

/// Writes what differs as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_diff_json(
    difference: &Difference<'_>,
    exit_code: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let side = |report: &crate::assessment::Earlier| SideDto {
        path: neutral(&report.path),
        as_of: report.as_of.map(|day| day.to_string()),
    };
    let dto = DiffDto {
        schema_version: 1,
        exit_code,
        before: side(difference.before),
        after: side(difference.after),
        summary: Change::ALL.iter().map(|one| (one.word(), difference.count(*one))).collect(),
        missing_servers: difference.missing_servers.iter().map(|name| neutral(name)).collect(),
        findings: Each::of(&difference.pairs, pair_dto),
    };
    json::write_pretty(out, &dto)?;
    writeln!(out)
}

fn pair_dto(pair: &Pair<'_>) -> PairDto {
    let text = |read: fn(&EarlierFinding) -> &str| neutral(pair.latest().map_or("", read));
    let subject = text(|finding| &finding.subject);
    PairDto {
        change: pair.change.word(),
        check: text(|finding| &finding.check),
        server: pair.latest().and_then(|finding| finding.server.as_deref().map(neutral)),
        subject: (!subject.is_empty()).then_some(subject),
        fingerprint: text(|finding| &finding.fingerprint),
        title: text(|finding| &finding.title),
        before: pair.before.map(state_dto),
        after: pair.after.map(state_dto),
    }
}

fn state_dto(finding: &EarlierFinding) -> StateDto {
    let args = finding.args.iter().map(|(name, value)| (neutral(name), neutral(value)));
    StateDto {
        status: finding.status,
        severity: finding.severity,
        outcome: neutral(&finding.outcome),
        args: args.collect(),
        observed: neutral(&finding.observed),
    }
}

/// Writes what differs for people.
///
/// # Errors
/// What writing gave.
pub fn write_diff_table(
    catalog: &Catalog,
    difference: &Difference<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let day = |day: Option<jiff::civil::Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let (before, after) = (difference.before, difference.after);
    let args = Args::from([
        ("before", neutral(&before.path)),
        ("before_day", day(before.as_of)),
        ("after", neutral(&after.path)),
        ("after_day", day(after.as_of)),
    ]);
    write_lines(&catalog.texts.word("diff-heading", &args), "", terminal, out)?;
    writeln!(out)?;
    for change in Change::ALL {
        write_change(catalog, difference, change, terminal, out)?;
    }
    for server in &difference.missing_servers {
        let args = Args::from([("server", neutral(server))]);
        write_lines(&catalog.texts.word("diff-missing-server", &args), "", terminal, out)?;
    }
    let counts: Vec<_> = Change::ALL
        .iter()
        .map(|change| heading(catalog, *change, difference.count(*change)))
        .collect();
    write_lines(&counts.join(", "), "", terminal, out)
}

fn heading(catalog: &Catalog, change: Change, count: usize) -> String {
    let args = Args::from([("count", count.to_string())]);
    catalog.texts.word(&format!("diff-{}", change.word()), &args)
}

fn write_change(
    catalog: &Catalog,
    difference: &Difference<'_>,
    change: Change,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pairs: Vec<_> = difference.pairs.iter().filter(|pair| pair.change == change).collect();
    if pairs.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", heading(catalog, change, pairs.len()))?;
    for pair in pairs {
        write_pair(catalog, pair, terminal, out)?;
    }
    writeln!(out)
}

fn write_pair(
    catalog: &Catalog,
    pair: &Pair<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(latest) = pair.latest() else { return Ok(()) };
    let server = latest.server.as_deref().unwrap_or("-");
    let subject = if latest.subject.is_empty() { "" } else { " " };
    let line = format!(
        "- {} {}{subject}{} ({server})",
        standing(catalog, pair),
        latest.check,
        latest.subject,
    );
    write_lines(&neutral(&line), "  ", terminal, out)?;
    let observed = |side: Option<&EarlierFinding>| side.map(|one| neutral(&one.observed));
    let (now, then) = (observed(pair.after), observed(pair.before));
    let then = then.filter(|then| now.as_ref() != Some(then));
    for (id, observed) in [("diff-found", now), ("diff-was", then)] {
        if let Some(observed) = observed.filter(|text| !text.is_empty()) {
            let text = catalog.texts.word(id, &Args::from([("observed", observed)]));
            write_indented(&text, terminal, out)?;
        }
    }
    Ok(())
}

/// `unknown/high > fail/high`, or one of them where the other is not there or says the same.
fn standing(catalog: &Catalog, pair: &Pair<'_>) -> String {
    let told = |finding: &EarlierFinding| {
        let status = coded(&catalog.texts, "status", finding.status.word());
        let severity = coded(&catalog.texts, "severity", finding.severity.word());
        format!("{status}/{severity}")
    };
    match (pair.before.map(told), pair.after.map(told)) {
        (Some(before), Some(after)) if before != after => format!("{before} > {after}"),
        (before, after) => after.or(before).unwrap_or_default(),
    }
}

fn write_indented(text: &str, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(terminal.width).saturating_sub(4);
    for line in wrap(text, width) {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// Breaks a text at the width of the terminal; lines after the first begin with `hang`.
fn write_lines(text: &str, hang: &str, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(terminal.width).saturating_sub(hang.len());
    for (at, line) in wrap(text, width).iter().enumerate() {
        writeln!(out, "{}{line}", if at == 0 { "" } else { hang })?;
    }
    Ok(())
}
