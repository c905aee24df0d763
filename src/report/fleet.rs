//! Many servers at once: a matrix of servers and checks, the worst first, and below it each problem with the
//! servers that have it. Checks that nobody has to look at are left out. The table is written here, the page
//! in `html`.

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

/// Servers, the worst first, and the checks that somebody has to look at.
pub(super) struct Fleet<'a> {
    /// Each with its place in the assessment.
    pub(super) servers: Vec<(usize, &'a AssessedServer)>,
    pub(super) columns: Vec<Column<'a>>,
}

impl<'a> Fleet<'a> {
    /// Where there are several servers, and something to be looked at.
    pub(super) fn of(view: &AuditView<'a>) -> Option<Self> {
        let mut servers: Vec<_> = view.assessment.servers.iter().enumerate().collect();
        servers.sort_by_key(|(_, server)| (Reverse(weight(server)), name(server)));
        let columns = columns(view.catalog, &servers);
        (servers.len() > 1 && !columns.is_empty()).then_some(Self { servers, columns })
    }
}

/// A check with the servers in which something is to be looked at.
pub(super) struct Column<'a> {
    pub(super) check: &'static str,
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
    let Some(fleet) = Fleet::of(view) else { return Ok(()) };
    write_lines(&heading(view, &fleet), "", terminal, out)?;
    let Fleet { servers, columns } = &fleet;
    let widest =
        servers.iter().map(|(_, server)| name(server).width()).max().unwrap_or(0).min(NAME);
    let fit = (usize::from(terminal.width) - widest) / CELL;
    for (block, first) in columns.chunks(fit.max(1)).zip((1..).step_by(fit.max(1))) {
        writeln!(out)?;
        write_block(servers, block, first, widest, out)?;
    }
    writeln!(out)?;
    for (column, number) in columns.iter().zip(1..) {
        let (head, groups) = problem(view, &fleet, column);
        write_lines(&format!("{number}. {head}"), "   ", terminal, out)?;
        for line in groups {
            write_lines(&format!("   {line}"), "     ", terminal, out)?;
        }
    }
    writeln!(out)
}

/// How many servers there are, and what the signs mean.
pub(super) fn heading(view: &AuditView<'_>, fleet: &Fleet<'_>) -> String {
    let args = Args::from([("count", fleet.servers.len().to_string())]);
    view.catalog.texts.word("fleet-heading", &args)
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
fn columns<'a>(catalog: &Catalog, servers: &[(usize, &'a AssessedServer)]) -> Vec<Column<'a>> {
    let of_check = |check: &'static str| {
        let own = servers.iter().enumerate().flat_map(|(at, (_, server))| {
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
    servers: &[(usize, &AssessedServer)],
    block: &[Column<'_>],
    first: usize,
    widest: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let numbers: String =
        (first..first + block.len()).map(|number| format!("{number:>CELL$}")).collect();
    writeln!(out, "{:widest$}{numbers}", "")?;
    for (_, server) in servers {
        let sign = |column: &Column<'_>| worst(server, column.check).map_or("", sign);
        let cells: String = block.iter().map(|column| format!("{:>CELL$}", sign(column))).collect();
        let name = cut(&name(server), widest);
        let blank = " ".repeat(widest.saturating_sub(name.width()));
        writeln!(out, "{}", format!("{name}{blank}{cells}").trim_end())?;
    }
    Ok(())
}

/// The worst that a check says of a server; notes count as passed.
pub(super) fn worst(server: &AssessedServer, check: &str) -> Option<Status> {
    let own = server.findings.iter().filter(|finding| finding.check == check);
    let standing = |finding: &Finding| match finding.judgement.status {
        Status::Fail if finding.is_open() => (4, Status::Fail),
        Status::Unknown if finding.is_open() => (3, Status::Unknown),
        Status::Waived => (2, Status::Waived),
        Status::NotApplicable => (0, Status::NotApplicable),
        Status::Pass | Status::Fail | Status::Unknown => (1, Status::Pass),
    };
    own.map(standing).max_by_key(|(rank, _)| *rank).map(|(_, status)| status)
}

/// What stands for a status in the matrix.
pub(super) fn sign(status: Status) -> &'static str {
    match status {
        Status::Fail => "F",
        Status::Unknown => "?",
        Status::Waived => "w",
        Status::Pass => ".",
        Status::NotApplicable => "-",
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

/// A check in a line, and a line for each of its outcomes with the servers that have it.
pub(super) fn problem(
    view: &AuditView<'_>,
    fleet: &Fleet<'_>,
    column: &Column<'_>,
) -> (String, Vec<String>) {
    let texts = &view.catalog.texts;
    let severity = texts.word(&format!("severity-{}", column.severity.word()), &Args::new());
    let title = texts.check(column.check).map_or("", |text| text.title);
    let head = format!("{} ({severity}): {title}", column.check);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for &(at, finding) in &column.findings {
        let key = (finding.judgement.status, finding.judgement.outcome);
        match groups.iter_mut().find(|(status, outcome, _)| (*status, *outcome) == key) {
            Some((_, _, own)) => own.push((at, finding)),
            None => groups.push((key.0, key.1, vec![(at, finding)])),
        }
    }
    groups.sort_by_key(|(status, _, own)| (*status, Reverse(own.len())));
    let lines = groups.iter().map(|(status, _, own)| group(view, fleet, *status, own));
    (head, lines.collect())
}

/// One outcome: how it reads where it reads alike everywhere, and the servers.
fn group(
    view: &AuditView<'_>,
    fleet: &Fleet<'_>,
    status: Status,
    own: &[(usize, &Finding)],
) -> String {
    let texts = &view.catalog.texts;
    let observed = own.iter().map(|(_, finding)| word(view.catalog, finding).observed);
    let mut observed: Vec<String> = observed.collect();
    observed.dedup();
    let mut names: Vec<String> = own
        .iter()
        .filter_map(|(at, _)| fleet.servers.get(*at))
        .map(|(_, server)| name(server))
        .collect();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    let count = names.len();
    names.truncate(NAMED);
    let more = if more > 0 { format!(", +{more}") } else { String::new() };
    let listed = match count == fleet.servers.len() {
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
