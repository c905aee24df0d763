//! The documents under `docs/` say what the program says: a page for each check, and a coverage that
//! names checks and tests that there are.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the pages anew.

#![allow(clippy::unwrap_used, reason = "a test may stop where the project is not as it should be")]

#[path = "shared/pages.rs"]
mod pages;
mod shared;

use shared::{project, rust_files};
use std::collections::BTreeSet;
use std::fs;
use traveler_audit::catalog::Catalog;
use traveler_audit::checks;
use traveler_audit::report::check_page;

#[test]
fn every_check_has_its_page() {
    let catalog = Catalog::built_in().unwrap();
    let folder = project("docs/checks");
    for check in checks::all() {
        let page = check_page(&catalog, check).unwrap();
        keep(&format!("checks/{}.md", check.id), &page);
    }
    let pages = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    for page in pages {
        let name = page.to_string_lossy().into_owned();
        let id = name.trim_end_matches(".md");
        assert!(checks::find(id).is_some(), "{name} is the page of no check");
    }
}

/// A page of `docs/` is as it must be, or is written anew.
fn keep(page: &str, text: &str) {
    let file = project("docs").join(page);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        fs::write(&file, text).unwrap();
    }
    let own = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(own == text, "{}: UPDATE_DOCS=1 cargo test --test docs writes it", file.display());
}

#[test]
fn pages_made_of_the_readme_say_what_it_says() {
    for (page, text) in pages::made() {
        keep(page, &text);
    }
}

#[test]
fn the_page_of_all_checks_and_the_contents_list_them_in_order() {
    let catalog = Catalog::built_in().unwrap();
    let mut table = "# All checks\n\nIn the order of reports. `traveler-audit explain CHECK` shows one at the terminal.\n\n| check | severity | about |\n| --- | --- | --- |\n".to_owned();
    let mut listed = String::new();
    for check in checks::all() {
        let (id, entry) = (check.id, catalog.checks.get(check.id).unwrap());
        let title = &catalog.texts.check(id).unwrap().title;
        let severity = entry.severity.word();
        table.push_str(&format!("| [{id}](checks/{id}.md) | {severity} | {title} |\n"));
        listed.push_str(&format!("  - [{id}](checks/{id}.md)\n"));
    }
    keep("checks.md", &table);
    let contents = fs::read_to_string(project("docs/SUMMARY.md")).unwrap().replace("\r\n", "\n");
    let (before, rest) = contents.split_once("- [All checks](checks.md)\n").unwrap();
    let after: Vec<_> = rest.lines().filter(|line| !line.contains("](checks/")).collect();
    let wanted = format!("{before}- [All checks](checks.md)\n{listed}{}\n", after.join("\n"));
    keep("SUMMARY.md", &wanted);
}

/// A row of the coverage: its number, checks, tests, and what the tool can't see.
struct Row {
    number: String,
    checks: Vec<String>,
    tests: Vec<String>,
    remark: String,
}

fn in_code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(project("docs/coverage.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, _, checks, tests, remark] = cells.as_slice() else { return None };
        let digits = number.trim_start_matches('T');
        let counts = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        counts.then(|| Row {
            number: (*number).to_owned(),
            checks: in_code(checks),
            tests: in_code(tests),
            remark: (*remark).to_owned(),
        })
    });
    rows.collect()
}

#[test]
fn the_coverage_names_every_statement_once() {
    let numbers: Vec<_> = rows().into_iter().map(|row| row.number).collect();
    let seed = (1..=64).map(|number| number.to_string());
    let practice = (1..=27).map(|number| format!("T{number:02}"));
    let wanted: Vec<_> = seed.chain(practice).collect();
    assert_eq!(numbers, wanted);
}

#[test]
fn the_coverage_names_checks_and_tests_that_there_are() {
    let files = ["src", "tests"].into_iter().flat_map(|folder| rust_files(&project(folder)));
    let code: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let mut named = BTreeSet::new();
    for Row { number, checks, tests, remark } in rows() {
        let open = remark.starts_with("open: Secure Mail");
        assert_eq!(checks.is_empty(), tests.is_empty(), "{number}: a check and its test");
        assert!(!checks.is_empty() || !remark.is_empty(), "{number}: neither check nor reason");
        assert!(!open || !number.starts_with('T'), "{number}: not of Secure Mail");
        for id in checks {
            assert!(checks::find(&id).is_some(), "{number}: no check {id}");
            named.insert(id);
        }
        for test in tests {
            assert!(
                code.contains(&format!("    fn {test}()"))
                    || code.contains(&format!("\nfn {test}()")),
                "{number}: no test {test}"
            );
        }
    }
    let own: BTreeSet<_> = checks::all().map(|check| check.id.to_owned()).collect();
    let beyond = fs::read_to_string(project("docs/coverage.md")).unwrap();
    let beyond = beyond.split("## Beyond").nth(1).unwrap_or_default();
    let missing: Vec<_> =
        own.difference(&named).filter(|id| !beyond.contains(&format!("`{id}`"))).collect();
    assert!(missing.is_empty(), "not in the coverage: {missing:?}");
}

#[test]
fn the_coverage_follows_every_rule_between_policies() {
    let text = fs::read_to_string(project("docs/coverage.md")).unwrap();
    let files = ["src", "tests"].into_iter().flat_map(|folder| rust_files(&project(folder)));
    let code: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let rules = text.lines().filter_map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [rule, _, own, tests] = cells.as_slice() else { return None };
        let number = rule.strip_prefix('R')?.parse::<u32>().ok()?;
        assert!(!in_code(own).is_empty() && !in_code(tests).is_empty(), "{rule}");
        assert!(in_code(own).iter().all(|id| checks::find(id).is_some()), "{rule}: {own}");
        let there = |test: &String| code.contains(&format!("fn {test}()"));
        assert!(in_code(tests).iter().all(there), "{rule}: {tests}");
        Some(number)
    });
    assert_eq!(rules.collect::<Vec<_>>(), (1..=23).collect::<Vec<_>>());
}
