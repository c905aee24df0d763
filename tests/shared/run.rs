//! The program run as a user runs it, over files that a test writes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where the program does not do as told"
)]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) report: Value,
    pub(crate) error: String,
}

/// Runs a command over the path, with a report for programs.
pub(crate) fn run(command: &str, path: &Path) -> Ran {
    let mut program = Command::cargo_bin("traveler-audit").unwrap();
    program.args([command, "--format", "json"]).arg(path);
    // 2026-11-24: the samples speak of that day.
    program.env("SOURCE_DATE_EPOCH", "1795478400");
    let output = program.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with these files, in folders of their own where the name says so.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

/// Each file of `inspect` by its name below the folder: kind, extent, and its remarks.
pub(crate) fn inspected(folder: &TempDir) -> Vec<(String, String, String, String)> {
    let ran = run("inspect", folder.path());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    // A report writes paths with slashes on every system.
    let above = format!("{}/", folder.path().display()).replace(std::path::MAIN_SEPARATOR, "/");
    let file = |file: &Value| {
        let warnings = file["warnings"].as_array().unwrap().iter();
        let warnings: Vec<_> = warnings.map(|warning| text(&warning["text"])).collect();
        let name = text(&file["path"]).replace(&above, "");
        (name, text(&file["kind"]), text(&file["read"]), warnings.join(" | "))
    };
    let files = ran.report["files"].as_array().unwrap_or_else(|| panic!("{}", ran.error));
    files.iter().map(file).collect()
}
