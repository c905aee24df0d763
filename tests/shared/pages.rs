//! Pages of `docs/` that are made of sections of README.md and CONTRIBUTING.md: each text stands in one
//! place, and is on the site all the same.

#![allow(clippy::unwrap_used, reason = "a test may stop where the project is not as it should be")]
#![allow(dead_code, reason = "each test takes what it needs")]

use crate::shared::project;
use regex::{Captures, Regex};
use std::collections::BTreeSet;
use std::fs;

/// File below `docs/`, title, source, and the sections of it.
type Page = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PAGES: [Page; 12] = [
    ("usage.md", "Commands and options", "README.md", &["Use"]),
    (
        "exports.md",
        "How to get each export",
        "README.md",
        &["How to get each export", "Stating a version"],
    ),
    (
        "formats.md",
        "What is read, and what is not",
        "README.md",
        &["What is read, and what is not"],
    ),
    (
        "several-servers.md",
        "Several servers in one run",
        "README.md",
        &["Several servers in one run"],
    ),
    ("settings.md", "Settings in a file", "README.md", &["Settings in a file"]),
    ("item-map.md", "Naming items yourself", "README.md", &["Naming items yourself"]),
    ("waivers.md", "Waivers", "README.md", &["Waivers"]),
    ("over-time.md", "Results over time", "README.md", &["Results over time"]),
    ("kit.md", "The remediation kit", "README.md", &["The remediation kit"]),
    (
        "checklist.md",
        "The checklist of a migration",
        "README.md",
        &["The checklist of a migration"],
    ),
    ("reports.md", "Reports", "README.md", &["Reports in files", "For programs"]),
    ("extending.md", "How to extend it", "CONTRIBUTING.md", &["Where things go"]),
];

/// All these pages with their texts, by their names below `docs/`.
pub(crate) fn made() -> Vec<(&'static str, String)> {
    let bare: Vec<_> = PAGES.iter().map(|page| (page.0, without_links(page))).collect();
    let anchors: Vec<_> = bare.iter().map(|(file, text)| (*file, anchors(text))).collect();
    let link = Regex::new(r"\[([^\]]*)\]\(([^)\s]+)\)").unwrap();
    let linked = |(file, text): (&'static str, String)| {
        let text = link
            .replace_all(&text, |link: &Captures<'_>| on_site(file, &link[1], &link[2], &anchors));
        (file, text.into_owned())
    };
    bare.into_iter().map(linked).collect()
}

/// A link of README.md as a page of the site has it.
fn on_site(own: &str, text: &str, target: &str, anchors: &[(&str, BTreeSet<String>)]) -> String {
    if target.contains("://") {
        return format!("[{text}]({target})");
    }
    if let Some(page) = target.strip_prefix("docs/") {
        return format!("[{text}]({page})");
    }
    let Some(anchor) = target.strip_prefix('#') else {
        return format!("{text} (`{target}`)");
    };
    let holder = anchors.iter().find(|(_, held)| held.contains(anchor));
    match holder {
        Some((file, _)) if *file == own => format!("[{text}](#{anchor})"),
        Some((file, _)) => format!("[{text}]({file}#{anchor})"),
        None => text.to_owned(),
    }
}

/// The text of a page, with the links of its source.
fn without_links((_, title, source, sections): &Page) -> String {
    let whole = fs::read_to_string(project(source)).unwrap().replace("\r\n", "\n");
    let mut page = format!(
        "# {title}\n\n<!-- Made of {source}: UPDATE_DOCS=1 cargo test --test docs writes it anew. -->\n"
    );
    for heading in *sections {
        let body = section(&whole, heading);
        assert!(!body.is_empty(), "{source} has no section {heading}");
        if sections.len() > 1 {
            page.push_str(&format!("\n## {heading}\n{body}"));
        } else {
            page.push_str(&promoted(&body));
        }
    }
    page
}

/// The lines below a heading of the second level, up to the next.
fn section(text: &str, heading: &str) -> String {
    let begin = format!("## {heading}");
    let mut lines = outside_of_code(text).skip_while(|(line, _)| *line != begin).skip(1).peekable();
    let mut body = String::new();
    while let Some((line, _)) = lines
        .next_if(|(line, plain)| !(*plain && (line.starts_with("## ") || line.starts_with("# "))))
    {
        body.push_str(line);
        body.push('\n');
    }
    format!("{}\n", body.trim_end())
}

/// Headings of the third level become those of the second.
fn promoted(body: &str) -> String {
    let line = |(line, plain): (&str, bool)| match line.strip_prefix("###") {
        Some(rest) if plain => format!("##{rest}\n"),
        _ => format!("{line}\n"),
    };
    outside_of_code(body).map(line).collect()
}

/// The lines of a text, and of each whether it is no line of code.
pub(crate) fn outside_of_code(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut fenced = false;
    text.lines().map(move |line| {
        let fence = line.trim_start().starts_with("```");
        let plain = !fenced && !fence && !line.starts_with("    ");
        fenced ^= fence;
        (line, plain)
    })
}

/// The anchors of the headings of a page, as GitHub and mdBook make them.
pub(crate) fn anchors(text: &str) -> BTreeSet<String> {
    let headings = outside_of_code(text).filter(|(line, plain)| *plain && line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(|(line, _)| anchor(line)).collect()
}
