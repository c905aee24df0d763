//! `audit` of many folders with a server each: they are judged one by one, so that a fleet needs no more
//! memory than a few of them. Where JSON is all that is wanted, their findings are written at once.

use super::judge::{Judge, Judged};
use super::{Failure, progress};
use crate::assessment::{self, AssessedServer, Profile, Tally};
use crate::inventory::{FolderRead, Folders, InputReport, Inputs, Options, Unattached};
use crate::report::ServersWritten;
use rayon::prelude::*;
use std::io;
use std::ops::Range;

/// Folders that are judged before their findings are handed on.
const BLOCK: usize = 32;
/// Folders whose findings are put into words together.
const TOGETHER: usize = 4;

/// Judges the folders one by one, if the inputs are such; `only_json`: whether nothing else is to be written.
pub(super) fn audit(
    judge: &Judge<'_>,
    inputs: &Inputs,
    options: &Options,
    only_json: bool,
) -> Result<Option<Judged>, Failure> {
    if judge.judging.profile == Some(Profile::SecureMail) {
        return Ok(None);
    }
    let (catalog, names) = (judge.catalog(), judge.names());
    let Some(folders) = progress::folders(catalog, || Folders::find(inputs, &names, options))
    else {
        return Ok(None);
    };
    let terms = judge.terms();
    let at_once = only_json && terms.waivers.is_none() && terms.baseline.is_none();
    let fleet = Fleet { judge, folders: &folders };
    // Where no such file can be written, all is held as for other formats.
    let written = at_once.then(ServersWritten::begin).and_then(io::Result::ok);
    let work = || match written {
        Some(written) => fleet.write(written),
        None => fleet.hold(),
    };
    let mut found = progress::shown(&catalog.texts, work).map_err(cannot_wait)?;
    let changed = std::mem::take(&mut found.changed);
    let mut inputs = folders.into_inputs();
    for (number, report) in changed {
        if let Some(input) = inputs.get_mut(number) {
            *input = report;
        }
    }
    Ok(Some(found.judged(judge, inputs)))
}

fn cannot_wait(error: io::Error) -> Failure {
    let folder = std::env::temp_dir();
    let shown = folder.display();
    Failure::Usage(format!(
        "cannot write a temporary file in {shown}: {error}; make room there, or name another folder in TMPDIR (on Windows in TMP)"
    ))
}

struct Fleet<'f, 'n> {
    judge: &'f Judge<'f>,
    folders: &'f Folders<'n>,
}

/// What came of the folders.
#[derive(Default)]
struct Found {
    servers: Vec<AssessedServer>,
    written: Option<(ServersWritten, Tally)>,
    unattached: Vec<Unattached>,
    changed: Vec<(usize, InputReport)>,
}

impl Found {
    /// What is reported.
    fn judged(self, judge: &Judge<'_>, inputs: Vec<InputReport>) -> Judged {
        let Self { servers, written, mut unattached, .. } = self;
        unattached.sort();
        unattached.dedup();
        let terms = judge.terms();
        let (mut assessment, written) = match written {
            Some((written, tally)) => {
                (assessment::gather_counted(tally, &inputs, terms), Some(written))
            }
            None => (assessment::gather(servers, &inputs, terms), None),
        };
        assessment.operator_files = judge.used();
        Judged { inputs, unattached, assessment, written }
    }
}

/// Some folders, judged.
struct Part {
    servers: Vec<AssessedServer>,
    unattached: Vec<Unattached>,
    changed: Vec<(usize, InputReport)>,
}

impl Fleet<'_, '_> {
    /// Judges folders that stand one after the other in the report.
    fn part(&self, numbers: Range<usize>) -> Part {
        let mut part = Part { servers: Vec::new(), unattached: Vec::new(), changed: Vec::new() };
        let (catalog, terms) = (self.judge.catalog(), self.judge.terms());
        for FolderRead { mut inventory, changed } in
            numbers.filter_map(|number| self.folders.read(number))
        {
            part.unattached.append(&mut inventory.unattached);
            part.changed.extend(changed);
            part.servers.extend(assessment::judge_some(inventory, catalog, terms));
        }
        part
    }

    /// Judges all folders, a block after the other on all cores, and hands the parts on in their order.
    fn each<T: Send>(
        &self,
        made: impl Fn(Part) -> T + Sync,
        mut take: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let count = self.folders.count();
        for first in (0..count).step_by(BLOCK) {
            let parts = (first..count.min(first + BLOCK)).into_par_iter().chunks(TOGETHER);
            let parts = parts.filter_map(|numbers| {
                let numbers = *numbers.first()?..*numbers.last()? + 1;
                Some(made(self.part(numbers)))
            });
            parts.collect::<Vec<_>>().into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    /// Holds the findings, as most formats need them.
    fn hold(&self) -> io::Result<Found> {
        let mut found = Found::default();
        self.each(
            |part| part,
            |part| {
                found.servers.extend(part.servers);
                found.unattached.extend(part.unattached);
                found.changed.extend(part.changed);
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Writes the findings as they come, and counts them.
    fn write(&self, mut written: ServersWritten) -> io::Result<Found> {
        let (catalog, fail_on) = (self.judge.catalog(), self.judge.judging.fail_on);
        let mut found = Found::default();
        let mut tally = Tally::default();
        let made = |part: Part| {
            let mut own = Tally::default();
            part.servers.iter().for_each(|server| own.add_server(&server.findings, fail_on));
            let text = ServersWritten::text(catalog, &part.servers);
            (text, own, part.unattached, part.changed)
        };
        self.each(made, |(text, own, unattached, changed)| {
            tally.merge(&own);
            found.unattached.extend(unattached);
            found.changed.extend(changed);
            written.add(&text?)
        })?;
        found.written = Some((written, tally));
        Ok(found)
    }
}
