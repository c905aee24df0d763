//! Markdown for wikis and merge requests: the counts, a table of what is not as wanted, and the steps
//! below it. Tables survive bars and line ends in what comes from inputs.

use super::audit_table::COLUMNS;
use super::neutral;
use super::rows::{Row, rows};
use super::view::AuditView;
use super::wording::numbered;
use crate::evidence::{Args, Status};
use std::io::{self, Write};

/// Writes the audit as Markdown.
///
/// # Errors
/// What writing gave.
pub fn write_audit_markdown(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let word = |id: &str| view.catalog.texts.word(id, &Args::new());
    let args = Args::from([
        ("as_of", view.as_of.to_string()),
        ("profile", view.assessment.profile.to_owned()),
        ("tool", format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))),
        ("catalog", view.catalog.date.clone()),
    ]);
    writeln!(out, "# {}\n", escaped(&word("html-title")))?;
    writeln!(out, "{}\n", escaped(&view.catalog.texts.word("html-about", &args)))?;
    for status in Status::ALL {
        let count = view.assessment.summary.get(status.word()).copied().unwrap_or_default();
        if count > 0 {
            writeln!(out, "- {}: {count}", escaped(&word(&format!("status-{}", status.word()))))?;
        }
    }
    let mut server = None;
    for row in rows(view).filter(|row| view.all || is_open(row)) {
        if server.as_ref() != Some(&row.server) {
            heading(view, &row, out)?;
            server = Some(row.server.clone());
        }
        line(view, &row, out)?;
    }
    writeln!(out)
}

fn is_open(row: &Row<'_>) -> bool {
    !matches!(row.status, "pass" | "not-applicable")
}

fn heading(view: &AuditView<'_>, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let word = |id: &str| escaped(&view.catalog.texts.word(id, &Args::new()));
    let name = row.server.as_deref().map_or_else(|| word("html-beside"), escaped);
    writeln!(out, "\n## {name}\n")?;
    writeln!(out, "| {} |", COLUMNS.map(word).join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(COLUMNS.len()))
}

fn line(view: &AuditView<'_>, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let word = |id: String| escaped(&view.catalog.texts.word(&id, &Args::new()));
    let places = match row.places.as_slice() {
        [] => String::new(),
        places => format!(" ({})", escaped(&places.join(", "))),
    };
    let steps: Vec<_> = numbered(&row.steps).iter().map(|step| escaped(step)).collect();
    writeln!(
        out,
        "| {} | {} | {} {} | {}{places} | {} | {} |",
        word(format!("status-{}", row.status)),
        word(format!("severity-{}", row.severity)),
        escaped(row.check),
        escaped(&row.subject),
        escaped(&row.observed),
        escaped(&row.expected),
        steps.join("<br>"),
    )
}

/// Text of a cell: what Markdown or HTML would take for its own is escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in neutral(text).trim().chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_breaks_out_of_a_cell() {
        assert_eq!(escaped("a|b\nc"), "a\\|b c");
        assert_eq!(escaped("<script>x</script>"), "&lt;script&gt;x&lt;/script&gt;");
        assert_eq!(escaped("![x](http://h)"), "\\!\\[x\\](http://h)");
    }
}
