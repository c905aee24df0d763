//! Running commands in turn and comparing how long they took.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where a command may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pinning {
    /// On every core.
    None,
    /// On the first core only.
    One,
}

/// A command over one file or folder.
pub(crate) struct Run {
    program: &'static str,
    arguments: Vec<OsString>,
    /// Where its output goes; nowhere without.
    output: Option<PathBuf>,
}

/// The ratio of two commands over all rounds, and the seconds of each in a middling round.
pub(crate) struct Ratio {
    pub(crate) median: f64,
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
    pub(crate) ours: f64,
    pub(crate) theirs: f64,
}

impl Run {
    pub(crate) fn new(program: &'static str, options: &[&str], file: &Path) -> Self {
        let options = options.iter().map(OsString::from);
        let arguments = options.chain([file.as_os_str().to_owned()]).collect();
        Self { program, arguments, output: None }
    }

    /// The same with more arguments behind the file.
    pub(crate) fn with(mut self, more: &[&str]) -> Self {
        self.arguments.extend(more.iter().map(OsString::from));
        self
    }

    /// The same with its output in a file.
    pub(crate) fn into_file(mut self, output: &Path) -> Self {
        self.output = Some(output.to_owned());
        self
    }

    fn start(&self, pinning: Pinning) -> io::Result<Child> {
        let mut command = match pinning {
            Pinning::None => Command::new(self.program),
            Pinning::One => {
                let mut command = Command::new("taskset");
                command.args(["-c", "0", self.program]);
                command
            }
        };
        let output = match &self.output {
            Some(file) => Stdio::from(File::create(file)?),
            None => Stdio::null(),
        };
        command.args(&self.arguments).stdin(Stdio::null()).stdout(output);
        command.stderr(Stdio::null()).spawn()
    }

    /// Milliseconds of CPU time that each of so many runs takes on average, where the system tells it.
    pub(crate) fn cold(&self, runs: u32) -> io::Result<Option<f64>> {
        self.seconds(Pinning::None)?;
        let before = ticks_of_children();
        for _ in 0..runs {
            self.seconds(Pinning::None)?;
        }
        let ticks = ticks_of_children().zip(before).map(|(after, before)| after - before);
        Ok(ticks.map(|ticks| ticks as f64 * MILLISECONDS_OF_TICK / f64::from(runs)))
    }

    /// Seconds from the start to the end of the process.
    fn seconds(&self, pinning: Pinning) -> io::Result<f64> {
        let begin = Instant::now();
        let status = self.start(pinning)?.wait()?;
        let seconds = begin.elapsed().as_secs_f64();
        // Findings give 1 or 3; 2 says that nothing was read, and its time would mean nothing.
        match status.code() {
            Some(0 | 1 | 3) => Ok(seconds),
            _ => Err(io::Error::other(format!("{} ended with {status}", self.program))),
        }
    }

    /// The most memory the process held, in KiB, as the system counts it; looked at while it runs.
    pub(crate) fn peak_memory(&self) -> io::Result<Option<u64>> {
        let mut child = self.start(Pinning::None)?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak = None;
        while child.try_wait()?.is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            peak = high_water(&text).or(peak);
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(peak)
    }
}

/// What `/proc` counts time in.
const MILLISECONDS_OF_TICK: f64 = 10.0;

/// CPU time, in user code and in the system, of all processes that this one started and that ended.
fn ticks_of_children() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold blanks; the state is the first field behind it.
    let (_, fields) = text.rsplit_once(')')?;
    let field = |at| fields.split_whitespace().nth(at)?.parse::<u64>().ok();
    Some(field(13)? + field(14)?)
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Runs both in turn, once without looking and then so many rounds.
pub(crate) fn ratio(
    ours: &Run,
    theirs: &Run,
    pinning: Pinning,
    rounds: usize,
) -> io::Result<Ratio> {
    let mut found = Vec::new();
    for round in 0..=rounds {
        let pair = (ours.seconds(pinning)?, theirs.seconds(pinning)?);
        if round > 0 {
            found.push(pair);
        }
    }
    let sorted = |of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = found.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let ratios = sorted(|(ours, theirs)| ours / theirs);
    Ok(Ratio {
        median: middle(&ratios),
        lowest: ratios.first().copied().unwrap_or(f64::NAN),
        highest: ratios.last().copied().unwrap_or(f64::NAN),
        ours: middle(&sorted(|(ours, _)| *ours)),
        theirs: middle(&sorted(|(_, theirs)| *theirs)),
    })
}

fn middle(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Whether commands can be kept on one core here.
pub(crate) fn can_pin() -> bool {
    let tried = Command::new("taskset").args(["-c", "0", "true"]).status();
    tried.is_ok_and(|status| status.success())
}

/// The cores, and how much of a second one there really is: shared machines lend it unevenly.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return format!("{cores} core");
    }
    let mut gains: Vec<f64> = (0..5).map(|_| 2.0 * spin(1) / spin(2)).collect();
    gains.sort_by(f64::total_cmp);
    let lowest = gains.first().copied().unwrap_or(f64::NAN);
    let highest = gains.last().copied().unwrap_or(f64::NAN);
    format!("{cores} cores; two threads do {lowest:.2} to {highest:.2} times the work of one")
}

/// Seconds that so many threads take for the same work each.
fn spin(threads: u64) -> f64 {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for seed in 0..threads {
            scope.spawn(move || {
                let step = |sum: u64, number: u64| sum.rotate_left(5) ^ number.wrapping_mul(0x9e37);
                std::hint::black_box((seed..30_000_000).fold(seed, step))
            });
        }
    });
    begin.elapsed().as_secs_f64()
}
