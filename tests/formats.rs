//! Whole reports, one of each format that is text: what a change of a format changes for those who read
//! it. HTML is looked at in a browser, see `.ci/browser`; the table and JSON stand in `cli.rs`.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;

/// The formats, each with the lists that hold all checks, whatever the input: these are left out.
const FORMATS: [(&str, &[&str]); 6] = [
    ("jsonl", &[]),
    ("markdown", &[]),
    ("csv", &[]),
    ("junit", &[]),
    ("sarif", &["/runs/0/tool/driver/rules"]),
    ("oscal", &[]),
];

#[test]
fn every_format_reads_as_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let wanted = FORMATS.iter().map(|(format, _)| *format).chain(["json"]);
    let wanted: Vec<_> =
        wanted.map(|format| format!("--report={format}:{}", file(format).display())).collect();
    let mut program = Command::cargo_bin("traveler-audit").unwrap();
    let program = program.args(["audit", "samples/ready/notes.ini", "--as-of", "2026-11-24"]);
    program.args(&wanted).assert().code(3);
    let report: Value = serde_json::from_str(&fs::read_to_string(file("json")).unwrap()).unwrap();
    let hash = report["tool"]["catalog"]["sha256"].as_str().unwrap();
    for (format, left_out) in FORMATS {
        let text = fs::read_to_string(file(format)).unwrap();
        let text = without(&text, left_out).replace(hash, "@@SHA256@@");
        insta::assert_snapshot!(format, text);
    }
}

/// JSON without some lists; other text as it is.
fn without(text: &str, lists: &[&str]) -> String {
    if lists.is_empty() {
        return text.to_owned();
    }
    let mut report: Value = serde_json::from_str(text).unwrap();
    for list in lists {
        *report.pointer_mut(list).unwrap() = "@@LEFT OUT@@".into();
    }
    serde_json::to_string_pretty(&report).unwrap()
}
