//! The program run as a user runs it, over files that a test writes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where the program does not do as told"
)]

use super::program::{Run, program};
use serde_json::Value;
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
    let Run { code, out, err: error } =
        Run::of(program().args([command, "--format", "json"]).arg(path));
    Ran { code, report: serde_json::from_str(&out).unwrap_or_default(), error }
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
