//! `audit` of many folders with a server each: they are judged one by one, so that a fleet needs no more
//! memory than a few of them. Where JSON is all that is wanted, their findings are written at once.

use super::judge::{Judge, Judged};
use super::{Failure, progress};
use crate::assessment::{self, AssessedServer, Profile, Tally};
use crate::inventory::{FolderRead, Folders, InputReport, Inputs, Options, Parts, Unattached};
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
    let server_side = judge.judging.profile != Some(Profile::SecureMail);
    let Some(parts) = Parts::of(inputs, options).filter(|_| server_side) else {
        return Ok(None);
    };
    let (catalog, names) = (judge.catalog(), judge.names());
    let Some(folders) = progress::folders(catalog, || Folders::find(parts, &names, options)) else {
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
    let found = progress::shown(&catalog.texts, work).map_err(cannot_wait)?;
    Ok(Some(found.judged(judge, folders.into_inputs())))
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

/// Some folders, judged.
#[derive(Default)]
struct Part {
    servers: Vec<AssessedServer>,
    unattached: Vec<Unattached>,
    /// Reports on inputs that changed while they were read, by their numbers.
    changed: Vec<(usize, InputReport)>,
}

impl Part {
    /// Takes the folders that follow.
    fn append(&mut self, more: Self) {
        self.servers.extend(more.servers);
        self.unattached.extend(more.unattached);
        self.changed.extend(more.changed);
    }
}

/// What came of the folders: all of them; where their servers were written, without these.
struct Found {
    all: Part,
    written: Option<(ServersWritten, Tally)>,
}

impl Found {
    /// What is reported.
    fn judged(self, judge: &Judge<'_>, mut inputs: Vec<InputReport>) -> Judged {
        let Part { servers, mut unattached, changed } = self.all;
        for (number, report) in changed {
            if let Some(input) = inputs.get_mut(number) {
                *input = report;
            }
        }
        unattached.sort();
        unattached.dedup();
        let terms = judge.terms();
        let (mut assessment, written) = match self.written {
            Some((written, tally)) => {
                (assessment::gather_counted(tally, &inputs, terms), Some(written))
            }
            None => (assessment::gather(servers, &inputs, terms), None),
        };
        assessment.operator_files = judge.used();
        Judged { inputs, unattached, assessment, written }
    }
}

impl Fleet<'_, '_> {
    /// Judges folders that stand one after the other in the report.
    fn part(&self, numbers: Range<usize>) -> Part {
        let mut part = Part::default();
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
        let mut all = Part::default();
        self.each(
            |part| part,
            |part| {
                all.append(part);
                Ok(())
            },
        )?;
        Ok(Found { all, written: None })
    }

    /// Writes the findings as they come, and counts them.
    fn write(&self, mut written: ServersWritten) -> io::Result<Found> {
        let (catalog, fail_on) = (self.judge.catalog(), self.judge.judging.fail_on);
        let (mut all, mut tally) = (Part::default(), Tally::default());
        let made = |mut part: Part| {
            let mut own = Tally::default();
            let servers = std::mem::take(&mut part.servers);
            servers.iter().for_each(|server| own.add_server(&server.findings, fail_on));
            (ServersWritten::text(catalog, &servers), own, part)
        };
        self.each(made, |(text, own, part)| {
            tally.merge(&own);
            all.append(part);
            written.add(&text?)
        })?;
        Ok(Found { all, written: Some((written, tally)) })
    }
}
