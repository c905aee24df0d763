//! What is said where the program itself is at fault: enough to report it, and nothing of the inputs.

use super::{interrupt, say};
use crate::assessment::exit;
use std::panic::{self, PanicHookInfo};

/// From now on a fault of the program is told with its place in the source only: the text of a panic
/// can hold pieces of an input. A build that does not unwind ends here, with the code that `run` would
/// give, and not as a crash.
#[allow(clippy::exit, reason = "where nothing unwinds, this is the last place that has a say")]
pub(super) fn set_hook() {
    panic::set_hook(Box::new(|fault| {
        say(&report(fault));
        if cfg!(panic = "abort") {
            interrupt::remove_half_written();
            std::process::exit(i32::from(exit::USAGE));
        }
    }));
}

fn report(fault: &PanicHookInfo<'_>) -> String {
    let place = fault.location().map_or_else(String::new, |at| {
        format!(
            ", {}:{}:{}",
            at.file().rsplit(['/', '\\']).next().unwrap_or_default(),
            at.line(),
            at.column()
        )
    });
    format!(
        "traveler-audit: this is a fault of the program, not of your files, and no audit was performed.\n\
         Nothing was changed. Please report it, with this line and the command, and without the files:\n\
         traveler-audit {} on {}-{}{place}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}
