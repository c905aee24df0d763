//! Runs, for each change, the tests that come upon it: those beside it first, then the quickest.

use crate::Wanted;
use crate::listed::Mutant;
use crate::process::{Ended, command, ended};
use crate::reach::{Known, Test};
use crate::told::Verdict;
use crate::tree::Tree;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Tests that are run in one go: few at first, because most changes are noticed by the nearest.
const BATCHES: [usize; 4] = [2, 6, 24, 96];
/// How many times longer than they take without a change tests may compute, and so many seconds more.
const PATIENCE: (u32, u64) = (5, 10);

/// Tries all these changes, and tells of each what became of it.
pub fn all(
    tree: &Tree,
    known: &Known,
    mutants: &[&Mutant],
    wanted: &Wanted,
    told: &mut dyn FnMut(u32, Verdict),
) {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..wanted.jobs.max(1) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send((mutant.id, verdict(tree, known, mutant, wanted.near))).is_err()
                    {
                        return;
                    }
                }
            });
        }
        drop(sender);
        receiver.iter().for_each(|(id, verdict)| told(id, verdict));
    });
}

fn verdict(tree: &Tree, known: &Known, mutant: &Mutant, near: bool) -> Verdict {
    let reaching = known.reached_by.get(&mutant.id).into_iter().flatten();
    let mut tests: Vec<&Test> = reaching.filter_map(|index| known.tests.get(*index)).collect();
    let room = format!("{}::", mutant.room());
    tests.retain(|test| !near || test.name.starts_with(&room));
    let module = module(&mutant.file);
    tests.sort_by_key(|test| (!test.name.starts_with(&module), test.takes));
    let mut left = tests.as_slice();
    let mut sizes = BATCHES.into_iter();
    while !left.is_empty() {
        let size = sizes.next().unwrap_or(left.len()).min(left.len());
        let (batch, others) = left.split_at(size);
        match run(tree, mutant.id, batch) {
            Ended::Well => left = others,
            Ended::Failed => return Verdict::Caught,
            Ended::TimedOut => return Verdict::TimedOut,
            Ended::Waited => return Verdict::Open,
        }
    }
    let first = tests.iter().take(3).map(|test| test.name.as_str()).collect::<Vec<_>>();
    Verdict::Missed(format!("{} tests come upon it: {}", tests.len(), first.join(", ")))
}

/// `src/domino/names.rs` is the module `domino::names`.
fn module(file: &str) -> String {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.replace('/', "::")
}

/// Runs tests, by the program in which they are.
fn run(tree: &Tree, id: u32, tests: &[&Test]) -> Ended {
    let mut programs: BTreeMap<&Path, Vec<&Test>> = BTreeMap::new();
    for test in tests {
        programs.entry(&test.program).or_default().push(test);
    }
    let runs = programs.into_iter().map(|(program, tests)| {
        let usual: Duration = tests.iter().map(|test| test.takes).sum();
        let seconds = (usual * PATIENCE.0).as_secs() + PATIENCE.1;
        let mut command = command(tree, program, seconds);
        command.arg("--exact").args(tests.iter().map(|test| &test.name));
        ended(command.env("MUTANT", id.to_string()))
    });
    let mut runs = runs.skip_while(|end| *end == Ended::Well);
    runs.next().unwrap_or(Ended::Well)
}
