//! Which test comes upon which change, and how long each test takes. Each test is run by itself, so that it
//! also comes upon what is computed once for all.

use crate::Fallible;
use crate::process::{Ended, command, ended};
use crate::tree::Tree;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A test that passes while no change is on.
pub struct Test {
    pub program: PathBuf,
    pub name: String,
    pub takes: Duration,
}

/// The tests, and for each change those that come upon it.
#[derive(Default)]
pub struct Known {
    pub tests: Vec<Test>,
    pub reached_by: BTreeMap<u32, Vec<usize>>,
}

/// Seconds for one test.
const LIMIT: u64 = 120;

/// Runs all tests of some programs, each by itself.
pub fn trace(tree: &Tree, programs: &[PathBuf]) -> Fallible<Known> {
    let mut known = Known::default();
    for program in programs {
        for name in names(tree, program)? {
            trace_one(tree, program, name, &mut known)?;
        }
    }
    println!("{} tests, {} changes reached", known.tests.len(), known.reached_by.len());
    Ok(known)
}

fn names(tree: &Tree, program: &Path) -> Fallible<Vec<String>> {
    let output = command(tree, program, LIMIT).args(["--list", "--format", "terse"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

fn trace_one(tree: &Tree, program: &Path, name: String, known: &mut Known) -> Fallible<()> {
    let told = tree.scratch.join("reached");
    fs::write(&told, "")?;
    let begun = Instant::now();
    let mut command = command(tree, program, LIMIT);
    if ended(command.args(["--exact", &name]).env("MUTANTS_REACHED", &told)) != Ended::Well {
        // Tests that read the sources find no longer what they look for.
        println!("left out, fails in the copy: {name}");
        return Ok(());
    }
    for id in fs::read_to_string(&told)?.lines().filter_map(|line| line.parse().ok()) {
        let tests = known.reached_by.entry(id).or_default();
        if tests.last() != Some(&known.tests.len()) {
            tests.push(known.tests.len());
        }
    }
    known.tests.push(Test { program: program.to_owned(), name, takes: begun.elapsed() });
    Ok(())
}
