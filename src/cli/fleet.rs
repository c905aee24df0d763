//! `audit` of many folders with a server each: they are read and judged one by one, so that a fleet needs no
//! more memory than a few of them.

use super::judge::{Judge, Judged};
use super::one_by_one::{self, Part, TOGETHER};
use super::{Failure, progress};
use crate::assessment::{self, Profile};
use crate::inventory::{FolderRead, Folders, Inputs, Options, Parts};
use std::ops::Range;

/// Judges the folders one by one, if the inputs are such; `only_json`: whether nothing else is to be written.
pub(super) fn audit(
    judge: &Judge<'_>,
    inputs: &Inputs,
    options: &Options,
    only_json: bool,
) -> Result<Option<Judged>, Failure> {
    let server_side = judge.judging.profile != Some(Profile::SecureMail);
    let Some(parts) = Parts::of(inputs, options).filter(|_| server_side) else {
        return Ok(None);
    };
    let (catalog, names) = (judge.catalog(), judge.names());
    let found = progress::folders(catalog, || Folders::find(parts, &names, options));
    let Some((folders, read)) = found else { return Ok(None) };
    let waiting = one_by_one::begin(judge, only_json);
    let count = folders.count();
    let groups = (0..count).step_by(TOGETHER).map(|first| first..count.min(first + TOGETHER));
    let judged = |numbers| part(judge, &folders, numbers);
    let work = || one_by_one::judge(judge, waiting, groups, judged);
    let found = progress::shown(&catalog.texts, work)?;
    let rest = folders.into_rest();
    let told = progress::tell(&progress::input_lines(&catalog.texts, &rest));
    read.tell(&catalog.texts, found.told + told);
    found.judged(judge, rest).map(Some)
}

/// Judges folders that stand one after the other in the report.
fn part(judge: &Judge<'_>, folders: &Folders<'_>, numbers: Range<usize>) -> Part {
    let mut part = Part::default();
    let read = numbers.filter_map(|number| folders.read(number));
    for FolderRead { mut inventory, place, inputs } in read {
        part.unattached.append(&mut inventory.unattached);
        part.lines.extend(progress::input_lines(&judge.catalog().texts, &inputs));
        part.inputs.push((place, inputs));
        part.servers.extend(assessment::judge_some(inventory, judge.catalog(), judge.terms()));
    }
    part
}
