//! The documents as a site: every page stands in its table of contents, every link leads somewhere, and
//! every command line is one that the program takes.

#![allow(clippy::unwrap_used, reason = "a test may stop where the project is not as it should be")]

#[path = "shared/pages.rs"]
mod pages;
#[path = "shared/program.rs"]
mod program;
#[allow(dead_code, reason = "each test takes what it needs")]
mod shared;

use pages::{anchors, outside_of_code};
use program::run;
use regex::Regex;
use shared::project;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use traveler_audit::checks;

/// All pages below `docs/`, by their paths there.
fn pages_of_docs() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["", "checks/"] {
        for entry in fs::read_dir(project("docs").join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                found.push(format!("{folder}{name}"));
            }
        }
    }
    found.sort();
    found
}

fn text(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap().replace("\r\n", "\n")
}

/// Where the links of a text lead, without those to the web.
fn links(text: &str) -> Vec<String> {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let code = Regex::new("`[^`]*`").unwrap();
    let plain: Vec<_> =
        outside_of_code(text).filter(|(_, plain)| *plain).map(|(line, _)| line).collect();
    let plain = code.replace_all(&plain.join("\n"), "").into_owned();
    let found = link.captures_iter(&plain).map(|link| link[1].to_owned());
    found.filter(|target| !target.contains("://") && !target.starts_with("mailto:")).collect()
}

/// A path without `.` and `..`.
fn straight(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

#[test]
fn the_table_of_contents_holds_every_page_once() {
    let listed = links(&text("docs/SUMMARY.md"));
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a page stands twice in docs/SUMMARY.md");
    let pages = pages_of_docs().into_iter().filter(|page| page != "SUMMARY.md");
    assert_eq!(pages.collect::<BTreeSet<_>>(), once, "docs/ and docs/SUMMARY.md");
    let of_checks: Vec<_> = listed
        .iter()
        .filter_map(|page| page.strip_prefix("checks/")?.strip_suffix(".md"))
        .collect();
    let own: Vec<_> = checks::all().map(|check| check.id).collect();
    assert_eq!(of_checks, own, "the order of checks in docs/SUMMARY.md");
}

#[test]
fn every_link_leads_somewhere() {
    let docs = project("docs");
    let pages = pages_of_docs().into_iter().map(|page| format!("docs/{page}"));
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "src/catalog/data/README.md"];
    let mut seen = 0;
    for page in pages.chain(others.map(str::to_owned)) {
        let own = text(&page);
        for target in links(&own) {
            seen += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = match path {
                "" => project(&page),
                path => straight(&project(&page).with_file_name("").join(path)),
            };
            assert!(file.exists(), "{page}: nothing is at {target}");
            let inside = !page.starts_with("docs/") || file.starts_with(&docs);
            assert!(inside, "{page}: {target} leads out of the site");
            assert!(
                !page.starts_with("docs/") || file.is_file(),
                "{page}: {target} is a folder, which the site does not show"
            );
            if !anchor.is_empty() {
                let held = anchors(&fs::read_to_string(&file).unwrap());
                assert!(held.contains(anchor), "{page}: no heading is {target}");
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// The words of a command line up to where a shell would do something else with it.
fn words(line: &str) -> Vec<String> {
    let end = [" | ", " > ", " >", " 2>", " <", "; ", " && ", "   "].map(|mark| line.find(mark));
    let line = &line[..end.into_iter().flatten().min().unwrap_or(line.len())];
    // What may be left out, as `[--all]`, is looked at too.
    let line = match line.contains("[-") {
        true => line.replace("[-", "-").replace(']', ""),
        false => line.to_owned(),
    };
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty() && !word.starts_with(['$', '%']));
    words
}

#[test]
fn every_command_line_in_the_documents_is_one_that_the_program_takes() {
    let pages = pages_of_docs().into_iter().map(|page| format!("docs/{page}"));
    let mut seen = BTreeSet::new();
    for page in pages.chain(["README.md".to_owned()]) {
        let own = text(&page);
        let code = outside_of_code(&own).filter(|(_, plain)| !plain).map(|(line, _)| line.trim());
        for line in code.filter(|line| line.starts_with("traveler-audit ")) {
            if !seen.insert(line.to_owned()) {
                continue;
            }
            let mut args = words(line);
            args.push("--help".to_owned());
            let args: Vec<_> = args.iter().skip(1).map(String::as_str).collect();
            let (code, _, err) = run(&args);
            assert_eq!(code, 0, "{page}: {line}: {err}");
        }
    }
    assert!(seen.len() > 30, "{}", seen.len());
}
