//! Fleets of folders: each holds the files of one server and nothing of another. A run may have ten
//! thousand of them, so they are read twice. The first time only what others are told of each server is
//! kept (see [`super::neighbours`]); the second time one server after the other is built, judged and
//! dropped. Where folders have more to do with each other than that, all of them are read as one.

mod sketch;
mod split;

use super::attach;
use super::collect::{Collected, InputReport, Options};
use super::dates::tell_stale;
use super::neighbours::Neighbours;
use super::reading::{Inputs, read_again, unread_of};
use super::{Inventory, Mobile};
use crate::catalog::Catalog;
use crate::evidence::Warning;
use crate::formats::{Kind, ReadExtent};
use crate::intake::Candidate;
use crate::naming::Names;
use rayon::prelude::*;
use sketch::{Gathered, Placed};
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

/// Folders from which on they are read one by one: all of fewer are held at once.
const MANY: usize = 64;
/// The same where it takes long to read them twice.
const MANY_LARGE: usize = 512;
/// Folders that are read before what is kept of them is put together.
const TOGETHER: usize = 64;
/// Bytes of all files from which on it does.
const LARGE: u64 = 256 << 20;

/// Files that may be those of a fleet: each stands below the folder of one server.
pub struct Parts<'i> {
    inputs: &'i Inputs,
    parts: Vec<Range<usize>>,
}

impl<'i> Parts<'i> {
    /// Asks only for names and sizes; `None` where the inputs must be read as one.
    #[must_use]
    pub fn of(inputs: &'i Inputs, options: &Options) -> Option<Self> {
        let parts = Self::at_least(MANY, inputs, options)?;
        let few = parts.parts.len() < MANY_LARGE;
        (!few || size(inputs.files()) <= LARGE).then_some(parts)
    }

    /// The same for so many folders or more, whatever their size.
    #[must_use]
    pub fn at_least(many: usize, inputs: &'i Inputs, options: &Options) -> Option<Self> {
        let parts = split::split(inputs.files()).filter(|parts| parts.len() >= many)?;
        may_be_apart(options).then_some(Self { inputs, parts })
    }
}

/// Servers that stand in a folder each, in the order of a report.
pub struct Folders<'n> {
    names: &'n Names<'n>,
    options: Options,
    files: &'n [Candidate],
    /// Reports on what is no file of a server.
    rest: Vec<InputReport>,
    folders: Vec<Folder>,
    neighbours: Neighbours,
    prints: Prints,
}

/// The folder of a server.
struct Folder {
    files: Range<usize>,
    placed: Placed,
}

/// A folder that was read again.
pub struct FolderRead {
    /// Its server.
    pub inventory: Inventory,
    /// Its place among all folders, in the order of the inputs.
    pub place: usize,
    /// The reports on its inputs.
    pub inputs: Vec<InputReport>,
}

impl<'n> Folders<'n> {
    /// Reads all folders; `None` where they have to do with each other, and must be read as one.
    #[must_use]
    pub fn find(parts: Parts<'n>, names: &'n Names<'n>, options: &Options) -> Option<Self> {
        let Parts { inputs, parts } = parts;
        let (files, prints) = (inputs.files(), Prints::default());
        let read = |part: &Range<usize>| {
            let own = files.get(part.clone())?;
            let collected = read(own, |_| None, names.catalog(), options);
            sketch::sketch(collected, split::anchor(own)?, names, &prints)
        };
        let mut gathered = Gathered::default();
        for (some, first) in parts.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
            let sketches = some.par_iter().map(read).collect::<Option<Vec<_>>>()?;
            for (sketch, place) in sketches.into_iter().zip(first..) {
                gathered.add(sketch, place)?;
            }
        }
        let (placed, neighbours) = gathered.finish();
        let folder =
            |placed: Placed| Some(Folder { files: parts.get(placed.place)?.clone(), placed });
        let folders = placed.into_iter().map(folder).collect::<Option<_>>()?;
        let (options, rest) = (options.clone(), unread_of(inputs).collect());
        Some(Self { names, options, files, rest, folders, neighbours, prints })
    }

    /// How many servers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.folders.len()
    }

    /// The reports on what is no file of a server: folders of databases, and what can't be looked at.
    #[must_use]
    pub fn into_rest(self) -> Vec<InputReport> {
        self.rest
    }

    /// Reads a folder again, and builds its server; `None` where there is no such folder.
    #[must_use]
    pub fn read(&self, number: usize) -> Option<FolderRead> {
        let folder = self.folders.get(number)?;
        let files = self.files.get(folder.files.clone())?;
        let kind = |file| folder.placed.kind(file, files.len());
        let mut collected = read(files, kind, self.names.catalog(), &self.options);
        let around = self.neighbours.of(number);
        let inventory = attach::build(&collected, self.names, Some(&around));
        let inventory = Inventory { mobile: Mobile::default(), ..inventory };
        let mut inputs = std::mem::take(&mut collected.inputs);
        self.tell_changed(&folder.placed, &mut inputs);
        Some(FolderRead { inventory, place: folder.placed.place, inputs })
    }

    /// Files that were written to between the two readings. What is told of others may be what they
    /// said before, so they count as not read in full; all of a folder where an archive has other members.
    fn tell_changed(&self, before: &Placed, now: &mut [InputReport]) {
        let same_number = before.prints.len() == now.len();
        for (at, report) in now.iter_mut().enumerate() {
            let print = before.prints.get(at).filter(|_| same_number);
            if print.is_some_and(|print| *print == self.prints.of(report)) {
                continue;
            }
            if report.read == ReadExtent::Full {
                report.read = ReadExtent::Part;
            }
            report.warnings.push(Warning::new("changed-while-read", None));
        }
    }
}

/// Makes prints, with a number that nobody can know.
#[derive(Default)]
struct Prints(RandomState);

/// Tells a report on an input from others in a few bytes, and what the input is.
#[derive(PartialEq, Eq)]
struct Print {
    hash: u64,
    kind: Kind,
}

impl Prints {
    fn of(&self, report: &InputReport) -> Print {
        Print { hash: self.0.hash_one(report), kind: report.kind }
    }
}

/// Bytes of all these files.
fn size(files: &[Candidate]) -> u64 {
    let sizes = files.iter().filter_map(|file| std::fs::metadata(&file.file).ok());
    sizes.fold(0, |sum, file| sum.saturating_add(file.len()))
}

/// Whether what the operator says is about no server by name.
fn may_be_apart(options: &Options) -> bool {
    let named = options.traveler.iter().chain(&options.domino).any(|own| own.server.is_some());
    !named && !options.keep_all
}

/// Reads the files of one folder; `kind` is what each is, by its number, where that was seen before.
fn read(
    files: &[Candidate],
    kind: impl Fn(usize) -> Option<Kind>,
    catalog: &Catalog,
    options: &Options,
) -> Collected {
    let mut own = Collected { options: options.clone(), ..Collected::default() };
    for (number, file) in files.iter().enumerate() {
        read_again(file, kind(number), catalog, &mut own);
    }
    let period = options.period;
    tell_stale(&mut own, period.as_of, period.days);
    own
}

#[cfg(test)]
mod tests;
