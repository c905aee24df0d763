//! A program with tests, run within bounds of time and memory: a change makes loops that do not end.

use crate::tree::Tree;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Well,
    Failed,
    TimedOut,
}

/// KiB of memory that a program may ask for.
const MEMORY: u32 = 6_000_000;

/// A program of the copy; `timeout` ends it and what it started.
pub fn command(tree: &Tree, program: &Path, seconds: u64) -> Command {
    let mut command = Command::new("sh");
    let script = format!("ulimit -v {MEMORY}; ulimit -c 0; exec timeout -k 1 {seconds} \"$@\"");
    command.args(["-c", &script, "sh"]).arg(program).current_dir(&tree.root);
    command.stdin(Stdio::null()).env("CARGO_MANIFEST_DIR", &tree.root);
    command.env("INSTA_WORKSPACE_ROOT", &tree.root).env("INSTA_UPDATE", "no");
    command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1").env("PROPTEST_MAX_SHRINK_ITERS", "0");
    command
}

/// Runs it, and lets what it says go.
pub fn ended(command: &mut Command) -> Ended {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    match status.ok().and_then(|status| status.code()) {
        Some(0) => Ended::Well,
        Some(124 | 137) => Ended::TimedOut,
        _ => Ended::Failed,
    }
}
