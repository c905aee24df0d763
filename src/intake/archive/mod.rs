//! Archives, read in place: `.zip`, `.tar`, `.tar.gz` and a single file in `.gz`. Members come out
//! as open inputs, one after the other; nothing of them is ever written to a disk.
//!
//! An archive is known by its first bytes. Archives within archives are not opened. What an archive
//! may make of itself is bounded: members, bytes of a member, and bytes in all, which also hang on
//! the size of the archive. Formats: APPNOTE.TXT of PKWARE (zip), POSIX.1-2001 `pax` (tar), RFC 1952
//! (gzip).

mod bounds;
mod names;
mod tarred;
#[cfg(test)]
mod tests;
mod zipped;

use super::walk::{Opened, Reading};
use crate::evidence::{InputPath, Warning};
use bounds::{Bounded, Budget};
use flate2::read::{GzDecoder, MultiGzDecoder};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Members of an archive that are looked at.
pub(super) const MAX_MEMBERS: usize = 10_000;

/// How an archive is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveForm {
    /// zip.
    Zip,
    /// tar.
    Tar,
    /// tar in gzip.
    TarGz,
    /// One file in gzip.
    Gz,
}

/// A member of an archive.
pub enum Member<'m> {
    /// It can be read.
    Open(InputPath, Box<Opened<'m>>),
    /// It was not opened, for this reason.
    Refused(InputPath, Warning),
}

/// Files that are zips on the inside and documents or programs to everybody.
const OTHER_ZIPS: [&str; 17] = [
    "apk", "docm", "docx", "dotx", "ear", "epub", "ipa", "jar", "odp", "ods", "odt", "pptx", "war",
    "whl", "xlsm", "xlsx", "xpi",
];

/// What kind of archive begins with these bytes, if any.
#[must_use]
pub fn archive_form(head: &[u8], file_name: &str) -> Option<ArchiveForm> {
    let ending = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return (!OTHER_ZIPS.contains(&ending.as_str())).then_some(ArchiveForm::Zip);
    }
    if head.starts_with(&[0x1f, 0x8b, 8]) {
        let mut first = Vec::new();
        // The beginning ends in the middle of the packed data: what came before the error counts.
        let _ = GzDecoder::new(head).take(tarred::BLOCK as u64).read_to_end(&mut first);
        let tar = tarred::is_header(&first);
        return Some(if tar { ArchiveForm::TarGz } else { ArchiveForm::Gz });
    }
    tarred::is_header(head).then_some(ArchiveForm::Tar)
}

/// Opens one member after the other. What comes back is said of the archive as a whole; it was read
/// in full if nothing is. `reading` is for the members too.
pub fn read_archive(
    file: &Path,
    path: &InputPath,
    form: ArchiveForm,
    reading: Reading,
    take: &mut dyn FnMut(Member<'_>),
) -> Vec<Warning> {
    let opened = File::open(file).and_then(|open| Ok((open.metadata()?.len(), open)));
    match opened {
        Ok((size, source)) => read_sized((source, size), path, form, reading, take),
        Err(error) => vec![Warning::new("cannot-open", None).with("reason", error)],
    }
}

/// The same of a file that is open and may have been read from.
pub fn read_open_archive(
    mut source: File,
    path: &InputPath,
    form: ArchiveForm,
    reading: Reading,
    take: &mut dyn FnMut(Member<'_>),
) -> Vec<Warning> {
    let begin = source.seek(SeekFrom::Start(0)).and_then(|_| Ok(source.metadata()?.len()));
    match begin {
        Ok(size) => read_sized((source, size), path, form, reading, take),
        Err(error) => vec![Warning::new("read-error", None).with("reason", error)],
    }
}

fn read_sized(
    (source, size): (File, u64),
    path: &InputPath,
    form: ArchiveForm,
    reading: Reading,
    take: &mut dyn FnMut(Member<'_>),
) -> Vec<Warning> {
    let budget = Budget::of(size);
    let mut out = Unpacking {
        path,
        reading,
        take,
        budget: &budget,
        members: 0,
        names: BTreeMap::new(),
        unread: 0,
        told: Vec::new(),
    };
    match form {
        ArchiveForm::Zip => zipped::read(source, &mut out),
        ArchiveForm::Tar => tarred::read(BufReader::new(source), &mut out),
        ArchiveForm::TarGz => {
            let unpacked = MultiGzDecoder::new(BufReader::new(source));
            tarred::read(Bounded::total(unpacked, &budget), &mut out);
        }
        ArchiveForm::Gz => {
            let name = without_gz(path.file_name());
            out.offer(name, None, MultiGzDecoder::new(BufReader::new(source)));
        }
    }
    out.finish()
}

fn without_gz(name: &str) -> &str {
    let parts = name.len().checked_sub(3).and_then(|end| name.split_at_checked(end));
    let bare = parts.filter(|(bare, end)| !bare.is_empty() && end.eq_ignore_ascii_case(".gz"));
    bare.map_or(name, |(bare, _)| bare)
}

/// What the readers of archives hand their members to.
struct Unpacking<'o> {
    path: &'o InputPath,
    reading: Reading,
    take: &'o mut dyn FnMut(Member<'_>),
    budget: &'o Budget,
    members: usize,
    /// How often each name came.
    names: BTreeMap<String, usize>,
    unread: usize,
    told: Vec<Warning>,
}

impl Unpacking<'_> {
    /// Whether the next member may be looked at; says why if not.
    fn goes_on(&mut self) -> bool {
        if self.members < MAX_MEMBERS {
            return !self.budget.is_spent();
        }
        self.told.push(Warning::new("archive-too-many", None).with("limit", MAX_MEMBERS));
        false
    }

    /// Hands on a member with `size` bytes, if the archive tells how many it must have.
    fn offer(&mut self, name: &str, size: Option<u64>, source: impl Read) {
        let Some(inside) = names::inside(name) else {
            return self.refuse(name, Warning::new("member-outside", None));
        };
        match Opened::begin(Bounded::member(source, size, self.budget), self.reading) {
            Ok(opened) => {
                self.members += 1;
                let path = self.told_apart(&inside);
                (self.take)(Member::Open(path, Box::new(opened)));
            }
            Err(error) => self.refuse(&inside, broken_member(&error)),
        }
    }

    /// Tells a member that is not opened.
    fn refuse(&mut self, name: &str, warning: Warning) {
        self.members += 1;
        self.unread += 1;
        let path = self.named(names::cut(name));
        (self.take)(Member::Refused(path, warning));
    }

    /// The second member of a name stands in a folder of its own, `(2)`, as if it were unpacked there.
    fn told_apart(&mut self, name: &str) -> InputPath {
        let times = self.names.entry(name.to_owned()).or_default();
        *times += 1;
        match *times {
            1 => self.named(name),
            times => {
                let (folder, file) = name.rsplit_once('/').map_or(("", name), |parts| parts);
                let gap = if folder.is_empty() { "" } else { "/" };
                self.named(&format!("{folder}{gap}({times})/{file}"))
            }
        }
    }

    fn named(&self, name: &str) -> InputPath {
        InputPath::named(&format!("{}!/{name}", self.path))
    }

    /// Tells that the archive itself can't be read any further.
    fn broken(&mut self, reason: &dyn std::fmt::Display) {
        if !self.budget.is_spent() {
            self.told.push(Warning::new("archive-broken", None).with("reason", reason));
        }
    }

    fn finish(mut self) -> Vec<Warning> {
        if self.budget.was_hit() {
            self.told.push(Warning::new("archive-limit", None));
        }
        if self.unread > 0 {
            self.told.push(Warning::new("archive-unread", None).with("count", self.unread));
        }
        self.told
    }
}

fn broken_member(error: &io::Error) -> Warning {
    Warning::new("member-broken", None).with("reason", error)
}
