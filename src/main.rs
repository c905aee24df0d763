//! The program `traveler-audit`; all of it is in the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(traveler_audit::cli::run())
}
