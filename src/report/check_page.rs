//! The page of a check under `docs/checks/`, in Markdown, from the texts that `explain` uses.

use super::checks_view::{Explained, explained};
use super::wording::step_text;
use crate::catalog::Catalog;
use crate::checks::Listed;
use crate::evidence::Args;
use std::fmt::Write;

/// The page of a check; `None` for one that is not in the catalog.
#[must_use]
pub fn check_page(catalog: &Catalog, check: Listed) -> Option<String> {
    let explained = explained(catalog, check)?;
    let mut page = String::new();
    write_page(catalog, &explained, &mut page).ok()?;
    Some(page)
}

fn write_page(catalog: &Catalog, check: &Explained<'_>, page: &mut String) -> std::fmt::Result {
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    writeln!(page, "# {}\n\n{}\n", check.id, plain(check.title))?;
    writeln!(page, "Severity: {}\n", check.severity.word())?;
    for (title, text) in [
        ("explain-why", check.why),
        ("explain-wanted", check.expected),
        ("explain-reads", &check.inputs.join(", ")),
    ] {
        writeln!(page, "## {}\n\n{}\n", word(title), plain(text))?;
    }
    writeln!(page, "## {}\n", word("explain-outcomes"))?;
    for outcome in &check.outcomes {
        writeln!(page, "- `{}`: {}", outcome.outcome, plain(&outcome.reason))?;
        for step in &outcome.steps {
            writeln!(page, "  - {}", plain(&step_text(catalog, step.kind, &step.text)))?;
        }
    }
    writeln!(page, "\n## {}\n", word("explain-sources"))?;
    for source in &check.sources {
        let code = source.confidence.word();
        writeln!(page, "- {}, {} ({code})", plain(source.title), plain(source.address))?;
    }
    Ok(())
}

/// A text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_<>[]#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
