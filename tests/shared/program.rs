//! The program, started as a user starts it, and what it gives.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]
#![allow(dead_code, reason = "each test takes what it needs")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Variables of whoever runs the tests that the program listens to.
const ENVIRONMENT: [&str; 9] = [
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "CLICOLOR",
    "FORCE_HYPERLINK",
    "COLUMNS",
    "LC_MESSAGES",
    "LANG",
    "TERM_PROGRAM",
    "VTE_VERSION",
];

/// The program, started in the root of the project, free of the environment of the tester.
pub(crate) fn program() -> Command {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ENVIRONMENT {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C");
    // 2026-11-24: the samples speak of that day.
    command.env("SOURCE_DATE_EPOCH", "1795478400");
    command
}

/// The same in a folder.
pub(crate) fn program_in(folder: &Path) -> Command {
    let mut command = program();
    command.current_dir(folder);
    command
}

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Waits for a program.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// The JSON on stdout.
    pub(crate) fn report(&self) -> Value {
        assert!(self.out.starts_with('{'), "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    /// All findings of the report, those of servers first.
    pub(crate) fn findings(&self) -> Vec<Value> {
        let report = self.report();
        let servers = report["servers"].as_array().unwrap().iter();
        let lists = servers.map(|server| &server["findings"]).chain([&report["findings"]]);
        lists.flat_map(|list| list.as_array().unwrap()).cloned().collect()
    }

    /// The first finding of a check.
    pub(crate) fn finding(&self, check: &str) -> Value {
        let found = self.findings().into_iter().find(|finding| finding["check"] == check);
        assert!(found.is_some(), "no finding of {check}: {}", self.err);
        found.unwrap()
    }

    /// Status and outcome of the first finding of a check.
    pub(crate) fn told(&self, check: &str) -> String {
        let finding = self.finding(check);
        format!("{} {}", finding["status"].as_str().unwrap(), finding["outcome"].as_str().unwrap())
    }
}

/// Exit code, stdout and stderr.
pub(crate) fn run(args: &[&str]) -> (i32, String, String) {
    let Run { code, out, err } = Run::of(program().args(args));
    (code, out, err)
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

/// A folder as it is typed.
pub(crate) fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}
