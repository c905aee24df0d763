//! One HTML file that needs no network: summary with a chart, matrix of a fleet, filter, findings with evidence and steps,
//! the sign-in of each URL, the matrix of devices, and the inputs with their hashes.
//!
//! Everything from inputs goes through [`neutral`] and is escaped. The only script is our own, which a
//! Content-Security-Policy names by its hash, so no other would run; without it all findings are shown.

mod finding;
mod fleet;
mod summary;
mod tables;

use super::neutral;
use super::view::AuditView;
use crate::assessment::Finding;
use crate::evidence::Args;
use base64::prelude::{BASE64_STANDARD, Engine};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Findings under one heading: those of a server, or those beside all servers.
struct Group<'a> {
    heading: String,
    /// Tells the group from others in the page.
    key: String,
    findings: &'a [Finding],
}

/// Writes the audit as a page of HTML.
///
/// # Errors
/// What writing gave.
pub fn write_audit_html(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let groups = groups(view);
    let title = words(view, "html-title");
    let head = html! {
        (DOCTYPE)
        (PreEscaped(format!("<html lang=\"{}\">", view.catalog.texts.lang.code())))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="generator" content=(generator());
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body>"))
        a.skip href="#findings" { (words(view, "html-skip")) }
        (summary::header(view, &title))
        main {
            (summary::overview(view, &groups))
            (fleet::fleet(view))
            (summary::filter(view, &groups))
            (PreEscaped("<div id=\"findings\">"))
        }
    };
    // The closing tags of `main` and what stands in it are written at the end, so that a fleet goes out
    // group by group.
    let head = head.into_string();
    out.write_all(head.strip_suffix("</main>").unwrap_or(&head).as_bytes())?;
    for group in &groups {
        out.write_all(section(view, group).into_string().as_bytes())?;
    }
    let rest = html! {
        (PreEscaped("</div>"))
        (tables::sign_in(view, &groups))
        (tables::matrix(view))
        (tables::inputs(view))
        (PreEscaped("</main>"))
        (summary::footer(view))
        script { (PreEscaped(SCRIPT)) }
        (PreEscaped("</body></html>"))
    };
    out.write_all(rest.into_string().as_bytes())?;
    writeln!(out)
}

fn groups<'a>(view: &AuditView<'a>) -> Vec<Group<'a>> {
    let servers = view.assessment.servers.iter().enumerate().map(|(at, server)| Group {
        heading: summary::server_name(view, server),
        key: format!("s{}", at + 1),
        findings: &server.findings,
    });
    let beside = &view.assessment.findings;
    let beside = (!beside.is_empty()).then(|| Group {
        heading: words(view, "html-beside"),
        key: "s0".to_owned(),
        findings: beside,
    });
    servers.chain(beside).collect()
}

fn section(view: &AuditView<'_>, group: &Group<'_>) -> Markup {
    html! {
        section id=(group.key) data-server=(group.key) aria-labelledby={ (group.key) "-name" } {
            h2 id={ (group.key) "-name" } { (group.heading) }
            (summary::chart(view, group.findings))
            @for one in group.findings { (finding::article(view, one)) }
        }
    }
}

/// What the page may load and run: its own style and script, nothing else.
fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn generator() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

/// A text of the catalog without arguments.
fn words(view: &AuditView<'_>, id: &str) -> String {
    view.catalog.texts.word(id, &Args::new())
}

/// A text of the catalog with arguments.
fn filled<const N: usize>(
    view: &AuditView<'_>,
    id: &str,
    args: [(&'static str, String); N],
) -> String {
    neutral(&view.catalog.texts.word(id, &Args::from(args)))
}

#[cfg(test)]
mod tests;
