//! A line on stderr with the bytes read and their rate, for people at a terminal who wait.

use crate::catalog::Texts;
use crate::evidence::Args;
use crate::intake::bytes_read;
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What takes no longer than this needs no progress.
const QUIET: Duration = Duration::from_secs(1);
/// How often the line is drawn.
const BETWEEN: Duration = Duration::from_millis(200);

/// Does the work; where stderr is a terminal and it takes longer than a second, progress is shown.
pub(super) fn shown<T>(texts: &Texts, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
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
