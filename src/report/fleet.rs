//! Many servers at once, for the table: a matrix of servers and checks, the worst first, and below it each
//! problem with the servers that have it. Checks that nobody has to look at are left out.

use super::neutral;
use super::terminal::Terminal;
use super::view::AuditView;
use super::wording::word;
use super::wrap::wrap;
use crate::assessment::{AssessedServer, Finding};
use crate::catalog::Catalog;
use crate::checks;
use crate::evidence::{Args, Severity, Status};
use std::cmp::Reverse;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the names of servers at the most.
const NAME: usize = 28;
/// Columns of a check.
const CELL: usize = 3;
/// Servers that are named at a problem; of more only the number is told.
const NAMED: usize = 6;

/// A check with the servers in which something is to be looked at.
struct Column<'a> {
    check: &'static str,
    severity: Severity,
    /// Findings to be looked at, each with the place of its server.
    findings: Vec<(usize, &'a Finding)>,
}

impl Column<'_> {
    fn count(&self, status: Status) -> usize {
        self.findings.iter().filter(|(_, finding)| finding.judgement.status == status).count()
    }
}

/// Writes the matrix, where there are several servers.
pub(super) fn write_fleet(
    view: &AuditView<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut servers: Vec<&AssessedServer> = view.assessment.servers.iter().collect();
    servers.sort_by_key(|server| (Reverse(weight(server)), name(server)));
    let columns = columns(view.catalog, &servers);
    if servers.len() < 2 || columns.is_empty() {
        return Ok(());
    }
    let args = Args::from([("count", servers.len().to_string())]);
    write_lines(&view.catalog.texts.word("fleet-heading", &args), "", terminal, out)?;
    let widest = servers.iter().map(|server| name(server).width()).max().unwrap_or(0).min(NAME);
    let fit = (usize::from(terminal.width) - widest) / CELL;
    for (block, first) in columns.chunks(fit.max(1)).zip((1..).step_by(fit.max(1))) {
        writeln!(out)?;
        write_block(&servers, block, first, widest, out)?;
    }
    writeln!(out)?;
    for (column, number) in columns.iter().zip(1..) {
        write_problem(view, &servers, column, number, terminal, out)?;
    }
    writeln!(out)
}

/// How bad a server is: fails by severity, the critical ones first, then what is unknown.
fn weight(server: &AssessedServer) -> [usize; 5] {
    let count = |status, severity: Option<Severity>| {
        let own = server.findings.iter().filter(|finding| {
            finding.is_open()
                && finding.judgement.status == status
                && severity.is_none_or(|severity| finding.severity == severity)
        });
        own.count()
    };
    let fails = |severity| count(Status::Fail, Some(severity));
    [
        fails(Severity::Critical),
        fails(Severity::High),
        fails(Severity::Medium),
        fails(Severity::Low),
        count(Status::Unknown, None),
    ]
}

fn name(server: &AssessedServer) -> String {
    neutral(&server.name.clone().unwrap_or_else(|| server.known_from.to_string()))
}

/// The checks that somebody has to look at, the worst first.
fn columns<'a>(catalog: &Catalog, servers: &[&'a AssessedServer]) -> Vec<Column<'a>> {
    let of_check = |check: &'static str| {
        let own = servers.iter().enumerate().flat_map(|(at, server)| {
            let own = server.findings.iter().filter(move |finding| finding.check == check);
            own.filter(|finding| is_shown(finding)).map(move |finding| (at, finding))
        });
        let findings: Vec<_> = own.collect();
        let severity = findings.iter().map(|(_, finding)| finding.severity).max()?;
        Some(Column { check, severity, findings })
    };
    let mut columns: Vec<_> =
        checks::listed(catalog).filter_map(|check| of_check(check.id)).collect();
    columns.sort_by_key(|column| {
        let fails = column.count(Status::Fail);
        Reverse((fails > 0, column.severity, fails, column.count(Status::Unknown)))
    });
    columns
}

fn is_shown(finding: &Finding) -> bool {
    finding.is_open() || finding.judgement.status == Status::Waived
}

/// A line for each server, with the checks of a block.
fn write_block(
    servers: &[&AssessedServer],
    block: &[Column<'_>],
    first: usize,
    widest: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let numbers: String =
        (first..first + block.len()).map(|number| format!("{number:>CELL$}")).collect();
    writeln!(out, "{:widest$}{numbers}", "")?;
    for server in servers {
        let cells: String =
            block.iter().map(|column| format!("{:>CELL$}", letter(server, column.check))).collect();
        let name = cut(&name(server), widest);
        let blank = " ".repeat(widest.saturating_sub(name.width()));
        writeln!(out, "{}", format!("{name}{blank}{cells}").trim_end())?;
    }
    Ok(())
}

/// The worst that a check says of a server; notes count as passed.
fn letter(server: &AssessedServer, check: &str) -> &'static str {
    let own = server.findings.iter().filter(|finding| finding.check == check);
    let rank = |finding: &Finding| match finding.judgement.status {
        Status::Fail if finding.is_open() => 5,
        Status::Unknown if finding.is_open() => 4,
        Status::Waived => 3,
        Status::NotApplicable => 1,
        Status::Pass | Status::Fail | Status::Unknown => 2,
    };
    match own.map(rank).max() {
        Some(5) => "F",
        Some(4) => "?",
        Some(3) => "w",
        Some(2) => ".",
        Some(_) => "-",
        None => "",
    }
}

/// A name in no more columns than these; what is left out is shown as such.
fn cut(name: &str, columns: usize) -> String {
    let mut cut = name.to_owned();
    while cut.width() > columns && cut.pop().is_some() {
        while cut.width() >= columns && cut.pop().is_some() {}
        cut.push('…');
    }
    cut
}

/// A status and an outcome, and what came out so, each with the place of its server.
type Group<'a> = (Status, &'a str, Vec<(usize, &'a Finding)>);

/// A check, and for each of its outcomes the servers that have it.
fn write_problem(
    view: &AuditView<'_>,
    servers: &[&AssessedServer],
    column: &Column<'_>,
    number: usize,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let texts = &view.catalog.texts;
    let severity = texts.word(&format!("severity-{}", column.severity.word()), &Args::new());
    let title = texts.check(column.check).map_or("", |text| text.title);
    let head = format!("{number}. {} ({severity}): {title}", column.check);
    write_lines(&head, "   ", terminal, out)?;
    let mut groups: Vec<Group<'_>> = Vec::new();
    for &(at, finding) in &column.findings {
        let key = (finding.judgement.status, finding.judgement.outcome);
        match groups.iter_mut().find(|(status, outcome, _)| (*status, *outcome) == key) {
            Some((_, _, own)) => own.push((at, finding)),
            None => groups.push((key.0, key.1, vec![(at, finding)])),
        }
    }
    groups.sort_by_key(|(status, _, own)| (*status, Reverse(own.len())));
    for (status, _, own) in &groups {
        let line = group(view, servers, *status, own);
        write_lines(&format!("   {line}"), "     ", terminal, out)?;
    }
    Ok(())
}

/// One outcome: how it reads where it reads alike everywhere, and the servers.
fn group(
    view: &AuditView<'_>,
    servers: &[&AssessedServer],
    status: Status,
    own: &[(usize, &Finding)],
) -> String {
    let texts = &view.catalog.texts;
    let observed = own.iter().map(|(_, finding)| word(view.catalog, finding).observed);
    let mut observed: Vec<String> = observed.collect();
    observed.dedup();
    let mut names: Vec<String> =
        own.iter().filter_map(|(at, _)| servers.get(*at)).map(|server| name(server)).collect();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    let count = names.len();
    names.truncate(NAMED);
    let more = if more > 0 { format!(", +{more}") } else { String::new() };
    let listed = match count == servers.len() {
        true => texts.word("html-all-servers", &Args::new()),
        false => format!("{}{more}", names.join(", ")),
    };
    let args = Args::from([
        ("status", texts.word(&format!("status-{}", status.word()), &Args::new())),
        ("count", count.to_string()),
        ("servers", listed),
        ("observed", observed.first().cloned().unwrap_or_default()),
    ]);
    let id = if observed.len() == 1 { "fleet-group" } else { "fleet-group-several" };
    neutral(&texts.word(id, &args))
}

/// Writes a text broken at the width of the terminal; lines after the first begin with `hang`.
fn write_lines(text: &str, hang: &str, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let plain = text.trim_start();
    let first = " ".repeat(text.len() - plain.len());
    let width = usize::from(terminal.width).saturating_sub(hang.len());
    for (at, line) in wrap(plain, width).iter().enumerate() {
        writeln!(out, "{}{line}", if at == 0 { first.as_str() } else { hang })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn long_names_are_cut_and_say_so() {
        assert_eq!(cut("Trav01/Acme", 11), "Trav01/Acme");
        assert_eq!(cut("Trav01/Acme", 7), "Trav01…");
        assert_eq!(cut("日本語サーバ", 7), "日本語…");
    }
}
