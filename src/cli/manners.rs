//! How the program behaves at a terminal: what it says on stderr, and how its tables look on stdout.
//!
//! What was asked for holds for the whole process: remarks come from many places, also from the threads
//! that read.

use crate::report::{self, Stdout, Terminal, When};
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU8, Ordering};

// Arguments of every command about what is said, and how.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct MannersArgs {
    /// Say nothing on stderr but what is wrong.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell on stderr what is done: every input, how it was read, and how long it took.
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Colour in tables: where the terminal takes it (default), always or never.
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    color: Option<Color>,
}

/// When there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR says otherwise.
    Auto,
    /// In files and pipes too.
    Always,
    /// Not at all.
    Never,
}

const QUIET: u8 = 0;
const USUAL: u8 = 1;
const VERBOSE: u8 = 2;

static TALK: AtomicU8 = AtomicU8::new(USUAL);
static COLOUR: AtomicU8 = AtomicU8::new(0);

impl MannersArgs {
    /// From now on the program behaves as asked.
    pub(super) fn take_effect(self) {
        let talk = match (self.quiet, self.verbose) {
            (true, _) => QUIET,
            (false, false) => USUAL,
            (false, true) => VERBOSE,
        };
        TALK.store(talk, Ordering::Relaxed);
        let colour = match self.color {
            None | Some(Color::Auto) => 0,
            Some(Color::Always) => 1,
            Some(Color::Never) => 2,
        };
        COLOUR.store(colour, Ordering::Relaxed);
    }
}

/// Tells what is wrong, or what must not be missed.
pub(super) fn say(text: &str) {
    let lines: Vec<_> = text.lines().map(report::neutral).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// Tells what is good to know.
pub(super) fn note(text: &str) {
    if TALK.load(Ordering::Relaxed) != QUIET {
        say(text);
    }
}

/// Tells what only who asks for it wants to know.
pub(super) fn detail(text: &str) {
    if is_verbose() {
        say(text);
    }
}

/// Whether everything is to be told.
pub(super) fn is_verbose() -> bool {
    TALK.load(Ordering::Relaxed) == VERBOSE
}

/// Whether a line that shows progress may be drawn on stderr.
pub(super) fn shows_progress() -> bool {
    TALK.load(Ordering::Relaxed) == USUAL && io::stderr().is_terminal()
}

/// The terminal that stdout is, or what reads well in a file.
pub(super) fn terminal() -> Terminal {
    let colour = match COLOUR.load(Ordering::Relaxed) {
        1 => When::Always,
        2 => When::Never,
        _ => When::Auto,
    };
    let stdout = Stdout {
        variable: &|name| std::env::var(name).ok(),
        columns: io::stdout().is_terminal().then(report::terminal_width),
        escapes: takes_escapes(),
    };
    Terminal::decide(&stdout, colour)
}

/// Consoles of Windows before 10 show escape sequences as text; later ones have to be told.
#[cfg(windows)]
fn takes_escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

#[cfg(not(windows))]
fn takes_escapes() -> bool {
    true
}
