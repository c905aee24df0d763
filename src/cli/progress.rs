//! What is told on stderr while inputs are read: a line with the bytes and their rate for people at a
//! terminal who wait, and with `--verbose` every input.

use super::manners::{detail, is_verbose, shows_progress};
use crate::catalog::{Catalog, Texts};
use crate::evidence::Args;
use crate::formats::ReadExtent;
use crate::intake::{self, bytes_read};
use crate::inventory::{self, Collected, Folders, InputReport, Inputs, Options};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What takes no longer than this needs no progress.
const QUIET: Duration = Duration::from_secs(1);
/// How often the line is drawn.
const BETWEEN: Duration = Duration::from_millis(200);

/// Reads the inputs, and tells of it as far as that is wanted.
pub(super) fn collect(paths: &[PathBuf], catalog: &Catalog, options: Options) -> Collected {
    collect_from(&Inputs::find(paths, catalog, &options), catalog, options)
}

/// The same, where the files were found before.
pub(super) fn collect_from(inputs: &Inputs, catalog: &Catalog, options: Options) -> Collected {
    let texts = &catalog.texts;
    let (collected, read) = told(texts, || inventory::collect_from(inputs, catalog, options));
    read.tell(texts, tell(&input_lines(texts, &collected.inputs)));
    collected
}

/// Looks through folders with a server each. What became of their inputs is told when they are read again.
pub(super) fn folders<'n>(
    catalog: &Catalog,
    find: impl FnOnce() -> Option<Folders<'n>>,
) -> Option<(Folders<'n>, Read)> {
    let (found, read) = told(&catalog.texts, find);
    found.map(|folders| (folders, read))
}

/// What was read, and how long that took.
pub(super) struct Read {
    bytes: u64,
    took: Duration,
}

impl Read {
    /// Tells it, where so many inputs were told.
    pub(super) fn tell(&self, texts: &Texts, inputs: usize) {
        if inputs == 0 {
            return;
        }
        let args = Args::from([
            ("count", inputs.to_string()),
            ("bytes", HumanBytes(self.bytes).to_string()),
            ("seconds", format!("{:.2}", self.took.as_secs_f64())),
        ]);
        detail(&format!("traveler-audit: {}", texts.word("verbose-read", &args)));
    }
}

/// With `--verbose`, what became of inputs.
pub(super) fn input_lines(texts: &Texts, inputs: &[InputReport]) -> Vec<String> {
    match is_verbose() {
        true => inputs.iter().map(|input| input_line(texts, input)).collect(),
        false => Vec::new(),
    }
}

/// Tells such lines; how many there are.
pub(super) fn tell(lines: &[String]) -> usize {
    lines.iter().for_each(|line| detail(line));
    lines.len()
}

/// Does the reading; with `--verbose`, every input is told when it begins.
fn told<T>(texts: &Texts, read: impl FnOnce() -> T) -> (T, Read) {
    let (begun, before) = (Instant::now(), bytes_read());
    let done = if is_verbose() {
        let line = texts.word("verbose-reading", &Args::from([("path", "{path}".to_owned())]));
        let begins = move |path: &crate::evidence::InputPath| {
            detail(&format!("traveler-audit: {}", line.replace("{path}", path.as_str())));
        };
        intake::watch(Some(Box::new(begins)));
        let done = read();
        intake::watch(None);
        done
    } else {
        shown(texts, read)
    };
    (done, Read { bytes: bytes_read() - before, took: begun.elapsed() })
}

/// What became of an input, on one line.
fn input_line(texts: &Texts, input: &InputReport) -> String {
    let none = Args::new();
    let read = match input.read {
        ReadExtent::Full => "inspect-read-full",
        ReadExtent::Part => "inspect-read-part",
        ReadExtent::None => "inspect-read-none",
    };
    let args = Args::from([
        ("path", input.path.as_str().to_owned()),
        ("kind", input.kind.word().to_owned()),
        ("bytes", input.size.map_or_else(|| "?".to_owned(), |size| HumanBytes(size).to_string())),
        ("read", texts.word(read, &none)),
        ("count", input.warnings.len().to_string()),
    ]);
    format!("traveler-audit: {}", texts.word("verbose-input", &args))
}

/// Does the work; where stderr is a terminal and it takes longer than a second, progress is shown.
pub(super) fn shown<T>(texts: &Texts, work: impl FnOnce() -> T) -> T {
    if !shows_progress() {
        return work();
    }
    std::thread::scope(|scope| {
        // Dropped with the work, also where that panics.
        let (working, done) = mpsc::channel::<()>();
        scope.spawn(move || watch(texts, &done));
        let worked = work();
        drop(working);
        worked
    })
}

fn watch(texts: &Texts, done: &Receiver<()>) {
    let begun = Instant::now();
    let mut pause = QUIET;
    let mut line = None;
    while done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        pause = BETWEEN;
        let text = text(texts, bytes_read(), begun.elapsed());
        line.get_or_insert_with(line_on_stderr).set_message(text);
    }
    if let Some(line) = line {
        line.finish_and_clear();
    }
}

/// The bytes, and how many of them in a second since the beginning.
fn text(texts: &Texts, bytes: u64, elapsed: Duration) -> String {
    let millis = u128::max(elapsed.as_millis(), 1);
    let rate = u64::try_from(u128::from(bytes) * 1000 / millis).unwrap_or(u64::MAX);
    let args = Args::from([
        ("bytes", HumanBytes(bytes).to_string()),
        ("rate", HumanBytes(rate).to_string()),
        ("seconds", elapsed.as_secs().to_string()),
    ]);
    texts.word("progress", &args)
}

fn line_on_stderr() -> ProgressBar {
    let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg}");
    line.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn bytes_and_rate_are_told() {
        let texts = &Catalog::built_in().unwrap().texts;
        let text = text(texts, 3 << 20, Duration::from_millis(1500));
        assert_eq!(text, "3.00 MiB read, 2.00 MiB/s, 1 s");
        assert!(super::text(texts, 0, Duration::ZERO).starts_with("0 B read"));
    }
}
