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
use super::reading::{Inputs, read_input, unread_of};
use super::{Inventory, Mobile};
use crate::catalog::Catalog;
use crate::evidence::Warning;
use crate::formats::ReadExtent;
use crate::intake::Candidate;
use crate::naming::Names;
use rayon::prelude::*;
use sketch::{Sketch, neighbours};
use std::ops::Range;

/// Folders from which on they are read one by one: all of fewer are held at once.
const MANY: usize = 64;
/// The same where it takes long to read them twice.
const MANY_LARGE: usize = 512;
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
    inputs: Vec<InputReport>,
    folders: Vec<Folder>,
    neighbours: Neighbours,
}

/// The folder of a server: which files are its own, and which reports on inputs.
#[derive(Debug, Clone)]
struct Folder {
    files: Range<usize>,
    inputs: Range<usize>,
}

/// A folder that was read again.
pub struct FolderRead {
    /// Its server.
    pub inventory: Inventory,
    /// Reports on inputs that are not what they were when they were read first, by their numbers.
    pub changed: Vec<(usize, InputReport)>,
}

impl<'n> Folders<'n> {
    /// Reads all folders; `None` where they have to do with each other, and must be read as one.
    #[must_use]
    pub fn find(parts: Parts<'n>, names: &'n Names<'n>, options: &Options) -> Option<Self> {
        let Parts { inputs, parts } = parts;
        let files = inputs.files();
        let read = |part: &Range<usize>| {
            let own = files.get(part.clone())?;
            sketch::sketch(read(own, names.catalog(), options), split::anchor(own)?, names)
        };
        let sketches = parts.par_iter().map(read).collect::<Option<Vec<_>>>()?;
        let neighbours = neighbours(&sketches)?;
        let mut found = Self {
            names,
            options: options.clone(),
            files,
            inputs: Vec::new(),
            folders: Vec::new(),
            neighbours,
        };
        found.take(parts, sketches);
        found.inputs.extend(unread_of(inputs));
        Some(found)
    }

    /// Takes the reports in the order of the inputs, and the folders in that of their servers.
    fn take(&mut self, parts: Vec<Range<usize>>, sketches: Vec<Sketch>) {
        let mut ordered = Vec::new();
        for (files, sketch) in parts.into_iter().zip(sketches) {
            let first = self.inputs.len();
            self.inputs.extend(sketch.inputs);
            let inputs = first..self.inputs.len();
            ordered.push((sketch.order, Folder { files, inputs }));
        }
        ordered.sort_by(|a, b| a.0.cmp(&b.0));
        self.folders = ordered.into_iter().map(|(_, folder)| folder).collect();
    }

    /// How many servers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.folders.len()
    }

    /// The reports on all inputs.
    #[must_use]
    pub fn inputs(&self) -> &[InputReport] {
        &self.inputs
    }

    /// The same, without the rest.
    #[must_use]
    pub fn into_inputs(self) -> Vec<InputReport> {
        self.inputs
    }

    /// Reads a folder again, and builds its server; `None` where there is no such folder.
    #[must_use]
    pub fn read(&self, number: usize) -> Option<FolderRead> {
        let folder = self.folders.get(number)?;
        let files = self.files.get(folder.files.clone())?;
        let collected = read(files, self.names.catalog(), &self.options);
        let around = self.neighbours.of(number);
        let inventory = attach::build(&collected, self.names, Some(&around));
        let inventory = Inventory { mobile: Mobile::default(), ..inventory };
        Some(FolderRead { inventory, changed: self.changed(folder, collected.inputs) })
    }

    /// Files that were written to between the two readings. What is told of others may be what they
    /// said before, so they count as not read in full.
    fn changed(&self, folder: &Folder, now: Vec<InputReport>) -> Vec<(usize, InputReport)> {
        let before = self.inputs.get(folder.inputs.clone()).unwrap_or_default();
        if before == now.as_slice() {
            return Vec::new();
        }
        let pairs = folder.inputs.clone().zip(before.iter().zip(now));
        let changed = pairs.filter(|(_, (before, now))| *before != now);
        let told = changed.map(|(number, (_, mut now))| {
            if now.read == ReadExtent::Full {
                now.read = ReadExtent::Part;
            }
            now.warnings.push(Warning::new("changed-while-read", None));
            (number, now)
        });
        told.collect()
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

/// Reads the files of one folder.
fn read(files: &[Candidate], catalog: &Catalog, options: &Options) -> Collected {
    let mut own = Collected { options: options.clone(), ..Collected::default() };
    files.iter().for_each(|file| read_input(file, catalog, &mut own));
    let period = options.period;
    tell_stale(&mut own, period.as_of, period.days);
    own
}

#[cfg(test)]
mod tests;
