//! Which small changes to the program does no test notice? All changes that cargo-mutants knows are put into
//! one copy of the project, each behind a question whether it is on. So the copy is compiled a few times
//! and not once for each change, and a change costs only the tests that come upon it.

mod compile;
mod extents;
mod listed;
mod process;
mod reach;
mod run;
mod schema;
mod told;
mod tree;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What may fail, and then ends the run.
pub type Fallible<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "mutants [--whole] [--near] [--again] [--jobs N] [PART OF A NAME]...
  --whole    what the tests beside the code let pass is tried on those of the whole program
  --near     only tests of the same room, which take a tenth of the time; what they let pass the others may notice
  --again    only what no test noticed in the last run; what did not compile then is left out
  --jobs N   so many at once (1)
A name is what cargo-mutants calls a change: src/domino/names.rs:10:5: replace …";

/// What was asked for.
#[derive(Default)]
pub struct Wanted {
    pub whole: bool,
    pub near: bool,
    pub again: bool,
    pub jobs: usize,
    pub names: Vec<String>,
}

fn main() -> ExitCode {
    let result = wanted(std::env::args().skip(1)).and_then(|wanted| work(&wanted));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn wanted(mut args: impl Iterator<Item = String>) -> Fallible<Wanted> {
    let mut wanted = Wanted { jobs: 1, ..Wanted::default() };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--whole" => wanted.whole = true,
            "--near" => wanted.near = true,
            "--again" => wanted.again = true,
            "--jobs" => wanted.jobs = args.next().ok_or(USAGE)?.parse().map_err(|_| USAGE)?,
            _ if arg.starts_with('-') => return Err(USAGE.into()),
            _ => wanted.names.push(arg),
        }
    }
    Ok(wanted)
}

fn work(wanted: &Wanted) -> Fallible<()> {
    let project = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let folder = project.join("target/mutants");
    let mutants = listed::list(&project)?;
    let earlier = told::read(&folder);
    let tree = tree::Tree::copy(&project, &folder)?;
    let out = if wanted.again { told::known_out(&mutants, &earlier) } else { BTreeMap::new() };
    let built = compile::build(&tree, &mutants, out, wanted.whole)?;
    let mut verdicts = told::Verdicts::new(&folder, &mutants, &earlier, &built);
    for (programs, again) in [(&built.beside, wanted.again), (&built.whole, true)] {
        let open = verdicts.open(&wanted.names, again);
        if programs.is_empty() || open.is_empty() {
            continue;
        }
        let known = reach::trace(&tree, programs)?;
        run::all(&tree, &known, &open, wanted, &mut |id, verdict| verdicts.set(id, verdict));
        verdicts.write()?;
    }
    verdicts.write()?;
    println!("{}", verdicts.summary());
    Ok(())
}

/// Writes a file where it holds something else, so that cargo has no reason to compile it anew.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Fallible<()> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, bytes)?)
}
