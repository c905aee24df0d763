//! Compiles the copy. What does not compile is taken out by what the compiler says of it, until the rest does.

use crate::Fallible;
use crate::listed::Mutant;
use crate::schema::{Mark, Rewritten};
use crate::tree::{Sources, Tree};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

/// Why a change is not in the copy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// It does not compile.
    Unviable,
    /// It can't be chosen while the program runs: what is computed by the compiler, a type without a name.
    NotExpressed,
}

/// The programs with tests, and what is not in them.
pub struct Built {
    /// The tests beside the code.
    pub beside: Vec<PathBuf>,
    /// The tests of the whole program.
    pub whole: Vec<PathBuf>,
    pub out: BTreeMap<u32, Out>,
}

/// Rounds at the most; each takes out what the one before let the compiler see.
const ROUNDS: usize = 30;

/// Compiles with all changes that can be compiled, but for those already known to be out.
pub fn build(
    tree: &Tree,
    mutants: &[Mutant],
    mut out: BTreeMap<u32, Out>,
    whole: bool,
) -> Fallible<Built> {
    for round in 1..=ROUNDS {
        let without: BTreeSet<u32> = out.keys().copied().collect();
        let (sources, left_out) = tree.write(mutants, &without)?;
        let reason = |unviable| if unviable { Out::Unviable } else { Out::NotExpressed };
        out.extend(left_out.into_iter().map(|(id, unviable)| (id, reason(unviable))));
        let messages = messages(tree, &["check", "--profile", "test", "--lib"])?;
        let errors = errors(&messages);
        println!("round {round}: {} errors, {} changes out", errors.len(), out.len());
        if errors.is_empty() {
            let beside = programs(tree, "--lib")?;
            let mut all = if whole { programs(tree, "--tests")? } else { Vec::new() };
            all.retain(|program| !beside.contains(program));
            return Ok(Built { beside, whole: all, out });
        }
        take_out(&errors, &sources, mutants, &mut out)?;
    }
    Err("the copy does not compile, whatever is left out".into())
}

fn messages(tree: &Tree, args: &[&str]) -> Fallible<Vec<Value>> {
    let output = tree.cargo(args).output()?;
    let lines = String::from_utf8(output.stdout)?;
    let messages: Vec<Value> =
        lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    // What cargo itself can't do it tells without a message of the compiler.
    if !output.status.success() && errors(&messages).is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(messages)
}

/// Makes the programs of the tests.
fn programs(tree: &Tree, which: &str) -> Fallible<Vec<PathBuf>> {
    let messages = messages(tree, &["test", "--no-run", which])?;
    let tests = messages.iter().filter(|message| message["profile"]["test"] == true);
    Ok(tests.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).collect())
}

fn errors(messages: &[Value]) -> Vec<&Value> {
    let told = messages.iter().filter_map(|message| message.get("message"));
    told.filter(|message| message["level"] == "error" && message["spans"][0].is_object()).collect()
}

/// Where an error points to.
struct Place<'s> {
    source: &'s Rewritten,
    range: Range<usize>,
}

fn places<'s>(error: &Value, sources: &'s Sources, primary: bool) -> Vec<Place<'s>> {
    let spans = error["spans"].as_array().into_iter().flatten();
    let spans = spans.filter(|span| span["is_primary"] == primary);
    let byte = |span: &Value, name: &str| span[name].as_u64().and_then(|n| n.try_into().ok());
    let place = |span: &Value| {
        let source = sources.get(span["file_name"].as_str()?)?;
        Some(Place { source, range: byte(span, "byte_start")?..byte(span, "byte_end")? })
    };
    spans.filter_map(place).collect()
}

/// Takes out what the errors are about: the change to which one points, else all changes to the expression.
fn take_out(
    errors: &[&Value],
    sources: &Sources,
    mutants: &[Mutant],
    out: &mut BTreeMap<u32, Out>,
) -> Fallible<()> {
    let before = out.len();
    for error in errors {
        let by_compiler = error["code"]["code"] == "E0015";
        let (primary, other) = (places(error, sources, true), places(error, sources, false));
        let own = primary.iter().flat_map(marked).collect::<Vec<_>>();
        let near = || other.iter().flat_map(marked).chain(primary.iter().flat_map(around));
        let (ids, sure) = match own.is_empty() {
            false => (own, !by_compiler),
            true => (near().collect(), false),
        };
        for id in ids {
            let unnamed = mutants[id as usize - 1].returns.contains("impl ");
            let is_value = mutants[id as usize - 1].genre == "FnValue";
            let viable = !sure || (unnamed && is_value);
            out.entry(id).or_insert(if viable { Out::NotExpressed } else { Out::Unviable });
        }
    }
    match out.len() > before {
        true => Ok(()),
        false => Err(errors.iter().map(|e| e["rendered"].to_string()).collect::<String>().into()),
    }
}

/// The changes within which a place is.
fn marked(place: &Place<'_>) -> Vec<u32> {
    let within =
        |mark: &&Mark| mark.range.start <= place.range.start && place.range.end <= mark.range.end;
    place.source.marks.iter().filter(within).map(|mark| mark.id).collect()
}

/// All changes to the smallest expression around a place, or to what it holds.
fn around(place: &Place<'_>) -> Vec<u32> {
    let around =
        |range: &Range<usize>| range.start <= place.range.start && place.range.end <= range.end;
    let sites = place.source.sites.iter().filter(|(range, _)| around(range));
    match sites.min_by_key(|(range, _)| range.len()) {
        Some((_, ids)) => ids.clone(),
        None => {
            let within = |mark: &&Mark| {
                place.range.start <= mark.range.start && mark.range.end <= place.range.end
            };
            place.source.marks.iter().filter(within).map(|mark| mark.id).collect()
        }
    }
}
