//! How long a large directory takes: writes an invented export and prints how the program does
//! against `openssl dgst -sha256` and `wc -l` over the same file. Not a test: figures differ from
//! machine to machine, so only ratios of runs taken in turn are shown. See README.md, "Measuring".

#![allow(clippy::print_stdout, reason = "this program prints its figures")]

mod export;
mod timing;

use export::Shape;
use std::io;
use std::path::Path;
use timing::{Pinning, Run};

/// What can be asked for: `cargo bench --bench large -- [SHAPE]... [MEGABYTES] [ROUNDS]`.
struct Wish {
    shapes: Vec<Shape>,
    megabytes: u64,
    rounds: usize,
}

impl Wish {
    fn read() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let mut shapes: Vec<Shape> = Shape::ALL.to_vec();
        shapes.retain(|shape| words.iter().any(|word| word == shape.word()));
        if shapes.is_empty() {
            shapes = Shape::ALL.to_vec();
        }
        let mut numbers = words.iter().filter_map(|word| word.parse().ok());
        let megabytes = numbers.next().unwrap_or(1000).max(1);
        let rounds = numbers.next().and_then(|rounds| usize::try_from(rounds).ok());
        Self { shapes, megabytes, rounds: rounds.unwrap_or(9).max(1) }
    }
}

fn main() -> io::Result<()> {
    let wish = Wish::read();
    let folder = tempfile::tempdir()?;
    println!("{}", timing::machine());
    println!("{} rounds after an untimed one, median of their ratios", wish.rounds);
    for shape in wish.shapes {
        let file = folder.path().join(format!("names.{}", shape.word()));
        let written = export::write(&file, shape, wish.megabytes * 1_000_000)?;
        println!("\n{}: {written}", shape.title());
        compare(&file, wish.rounds)?;
        std::fs::remove_file(&file)?;
    }
    Ok(())
}

fn compare(file: &Path, rounds: usize) -> io::Result<()> {
    let program = env!("CARGO_BIN_EXE_traveler-audit");
    let openssl = Run::new("openssl", &["dgst", "-sha256"], file);
    let lines = Run::new("wc", &["-l"], file);
    let audit = Run::new(program, &["audit", "--format", "json"], file);
    let no_hash = Run::new(program, &["audit", "--format", "json", "--no-hash"], file);
    let one_core = timing::can_pin().then_some(Pinning::One);
    for pinning in [Some(Pinning::None), one_core].into_iter().flatten() {
        let hashed = timing::ratio(&audit, &openssl, pinning, rounds)?;
        show("openssl dgst -sha256", &hashed, pinning);
        let unhashed = timing::ratio(&no_hash, &lines, pinning, rounds)?;
        show("wc -l, with --no-hash", &unhashed, pinning);
    }
    match audit.peak_memory()? {
        Some(kilobytes) => println!("  peak memory {:.1} MiB", kilobytes as f64 / 1024.0),
        None => println!("  peak memory: this system does not tell it"),
    }
    Ok(())
}

fn show(against: &str, found: &timing::Ratio, pinning: Pinning) {
    let cores = if pinning == Pinning::One { "one core" } else { "all cores" };
    println!(
        "  {cores}, against {against}: {:.2} x ({:.3} s against {:.3} s; {:.2} to {:.2})",
        found.median, found.ours, found.theirs, found.lowest, found.highest
    );
}
