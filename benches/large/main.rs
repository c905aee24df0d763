//! How long a large directory takes: writes an invented export and prints how the program does
//! against `openssl dgst -sha256` and `wc -l` over the same file. Not a test: figures differ from
//! machine to machine, so only ratios of runs taken in turn are shown. See README.md, "Measuring".

#![allow(clippy::print_stdout, reason = "this program prints its figures")]

mod export;
mod fleet;
mod timing;

use export::Shape;
use std::io;
use std::path::Path;
use timing::{Pinning, Run};

/// What can be asked for: `cargo bench --bench large -- [SHAPE]... [MEGABYTES] [ROUNDS]`. Besides the
/// shapes of exports there are `fleet`, many server folders, and `memory`.
struct Wish {
    shapes: Vec<Shape>,
    memory: bool,
    fleet: bool,
    megabytes: Option<u64>,
    rounds: usize,
}

impl Wish {
    fn read() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let asked = |wanted: &str| words.iter().any(|word| word == wanted);
        let shapes: Vec<Shape> = Shape::ALL.into_iter().filter(|one| asked(one.word())).collect();
        let (memory, fleet) = (asked("memory"), asked("fleet"));
        let all = shapes.is_empty() && !memory && !fleet;
        let mut numbers = words.iter().filter_map(|word| word.parse().ok());
        let megabytes = numbers.next().map(|megabytes: u64| megabytes.max(1));
        let rounds = numbers.next().and_then(|rounds| usize::try_from(rounds).ok());
        Self {
            shapes: if all { Shape::ALL.to_vec() } else { shapes },
            memory: all || memory,
            fleet: all || fleet,
            megabytes,
            rounds: rounds.unwrap_or(9).max(1),
        }
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_traveler-audit");

fn main() -> io::Result<()> {
    let wish = Wish::read();
    let folder = tempfile::tempdir()?;
    let bytes = wish.megabytes.unwrap_or(1000) * 1_000_000;
    println!("{}", timing::machine());
    println!("{} rounds after an untimed one, median of their ratios", wish.rounds);
    for shape in wish.shapes {
        let file = folder.path().join(format!("names.{}", shape.word()));
        let written = export::write(&file, shape, bytes)?;
        println!("\n{}: {written}", shape.title());
        compare(&file, wish.rounds)?;
        std::fs::remove_file(&file)?;
    }
    if wish.memory {
        println!("\nmemory");
        for times in [1, 4] {
            let file = folder.path().join("names.dxl");
            let written = export::write(&file, Shape::Documents, bytes * times)?;
            println!("  {written}");
            show_memory(&audit(&file, &[]))?;
            std::fs::remove_file(&file)?;
        }
    }
    if wish.fleet {
        let servers = wish.megabytes.map_or(10_000, |size| size * 1_000_000 / fleet::FOLDER);
        compare_fleet(folder.path(), servers.max(10), wish.rounds)?;
    }
    Ok(())
}

/// The audit of a file or folder.
fn audit(path: &Path, options: &[&str]) -> Run {
    Run::new(PROGRAM, &[&["audit", "--format", "json"], options].concat(), path)
}

/// Folders of servers against reading them with `find` and `cat`, a tenth of them against all, and
/// one alone.
fn compare_fleet(folder: &Path, servers: u64, rounds: usize) -> io::Result<()> {
    let (many, few, one) = (folder.join("many"), folder.join("few"), folder.join("one"));
    fleet::write(&many, servers)?;
    fleet::write(&few, servers / 10)?;
    fleet::write(&one, 1)?;
    println!("\n{servers} server folders, {} bytes each", fleet::FOLDER);
    let report = folder.join("report.json");
    let all = audit(&many, &[]).into_file(&report);
    let cat = Run::new("find", &[], &many).with(&["-type", "f", "-exec", "cat", "{}", "+"]);
    let tenth = audit(&few, &[]).into_file(&report);
    show("find -exec cat", &timing::ratio(&all, &cat, Pinning::None, rounds)?, Pinning::None);
    show("a tenth of them", &timing::ratio(&all, &tenth, Pinning::None, rounds)?, Pinning::None);
    show_memory(&tenth)?;
    show_memory(&all)?;
    if let Some(milliseconds) = audit(&one, &[]).cold(100)? {
        println!("  one folder alone: {milliseconds:.1} ms of CPU time, mean of 100");
    }
    Ok(())
}

fn show_memory(run: &Run) -> io::Result<()> {
    match run.peak_memory()? {
        Some(kilobytes) => println!("  peak memory {:.1} MiB", kilobytes as f64 / 1024.0),
        None => println!("  peak memory: this system does not tell it"),
    }
    Ok(())
}

fn compare(file: &Path, rounds: usize) -> io::Result<()> {
    let openssl = Run::new("openssl", &["dgst", "-sha256"], file);
    let lines = Run::new("wc", &["-l"], file);
    let hashed = audit(file, &[]);
    let no_hash = audit(file, &["--no-hash"]);
    let one_core = timing::can_pin().then_some(Pinning::One);
    for pinning in [Some(Pinning::None), one_core].into_iter().flatten() {
        let against = timing::ratio(&hashed, &openssl, pinning, rounds)?;
        show("openssl dgst -sha256", &against, pinning);
        let unhashed = timing::ratio(&no_hash, &lines, pinning, rounds)?;
        show("wc -l, with --no-hash", &unhashed, pinning);
    }
    show_memory(&hashed)
}

fn show(against: &str, found: &timing::Ratio, pinning: Pinning) {
    let cores = if pinning == Pinning::One { "one core" } else { "all cores" };
    println!(
        "  {cores}, against {against}: {:.2} x ({:.3} s against {:.3} s; {:.2} to {:.2})",
        found.median, found.ours, found.theirs, found.lowest, found.highest
    );
}
