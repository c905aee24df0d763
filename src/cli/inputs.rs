//! `-` as a path: standard input, which can be read once.

use super::args::Command;
use super::{Failure, note};
use crate::intake::is_standard_input;
use std::io::{self, IsTerminal};
use std::path::Path;

/// How the end of input is typed.
const END: &str = if cfg!(windows) { "Ctrl-Z and Enter end it" } else { "Ctrl-D ends it" };

/// Refuses `-` that is given twice or where it can't be read, and says what is waited for at a terminal.
pub(super) fn check(command: &Command) -> Result<(), Failure> {
    let times = match command {
        Command::Version(args) => args.texts.iter().filter(|text| *text == "-").count(),
        command => paths(command).into_iter().filter(|path| is_standard_input(path)).count(),
    };
    let failure = |reason: &str| Err(Failure::Usage(reason.to_owned()));
    match (times, command) {
        (0, _) => Ok(()),
        (1, Command::Bundle(bundle)) if bundle.with_inputs => failure(
            "standard input is read only once, so --with-inputs can't add it; save it as a file and name that instead of -",
        ),
        (1, _) => {
            if io::stdin().is_terminal() {
                note(&format!("traveler-audit: reading what is typed here; {END}"));
            }
            Ok(())
        }
        _ => failure(
            "- stands there twice, and standard input can be read only once; save one of the two as a file and name that. A file called - is written ./-",
        ),
    }
}

/// The paths of a command that are inputs.
fn paths(command: &Command) -> Vec<&Path> {
    let listed = match command {
        Command::Audit(args) => &args.paths,
        Command::Bundle(args) => &args.audit.paths,
        Command::Inspect(args) => &args.paths,
        Command::ExplainUrl(args) => &args.paths,
        Command::Matrix(args) => &args.paths,
        Command::Fix(args) => &args.inputs.paths,
        Command::Checklist(args) => &args.inputs.paths,
        Command::Diff(args) => return vec![&args.before, &args.after],
        Command::Exporter(args) => return args.check.as_deref().into_iter().collect(),
        _ => return Vec::new(),
    };
    listed.iter().map(AsRef::as_ref).collect()
}
