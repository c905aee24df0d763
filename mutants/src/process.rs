//! A program with tests, run within bounds of time and memory: a change makes loops that do not end.

use crate::tree::Tree;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Well,
    Failed,
    /// It computed for too long.
    TimedOut,
    /// It took too long and computed little: the machine was busy with something else.
    Waited,
}

/// KiB of memory that a program may ask for.
const MEMORY: u32 = 6_000_000;

/// How many times longer it may take than it may compute.
const WAIT: u64 = 10;

/// A program of the copy that may compute for so many seconds; `timeout` ends it and what it started.
pub fn command(tree: &Tree, program: &Path, seconds: u64) -> Command {
    let mut command = Command::new("sh");
    let bounds = format!("ulimit -v {MEMORY}; ulimit -c 0; ulimit -S -t {seconds}");
    let script = format!("{bounds}; exec timeout -k 1 {} \"$@\"", seconds.saturating_mul(WAIT));
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
        // 128 and the signal for too much computing.
        Some(152) => Ended::TimedOut,
        Some(124 | 137) => Ended::Waited,
        _ => Ended::Failed,
    }
}
