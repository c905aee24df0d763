//! zip: by its directory at the end; where that is missing, by what stands before each member.

use super::names::text;
use super::{Unpacking, Warning, broken_member};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;

/// Bytes read to learn which members there are: what bounds the memory of the directory.
const MAX_DIRECTORY: u64 = 16 << 20;

/// Hands on the members.
pub(super) fn read(mut source: File, out: &mut Unpacking<'_>) {
    let allowed = Cell::new(MAX_DIRECTORY);
    match ZipArchive::new(Gate { source: &mut source, allowed: &allowed }) {
        Ok(mut archive) => {
            allowed.set(u64::MAX);
            // The directory gives only the last of several members of one name.
            match archive.has_duplicate_names() {
                false => by_directory(&mut archive, out),
                true => {
                    out.told.push(Warning::new("archive-duplicate-names", None));
                    drop(archive);
                    if source.rewind().is_ok() {
                        in_order(&mut BufReader::new(source), out);
                    }
                }
            }
        }
        Err(error) => {
            out.broken(&error);
            if source.rewind().is_ok() {
                in_order(&mut BufReader::new(source), out);
            }
        }
    }
}

/// Stops a directory that is larger than any honest one.
struct Gate<'g> {
    source: &'g mut File,
    allowed: &'g Cell<u64>,
}

impl Read for Gate<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(out)?;
        match self.allowed.get().checked_sub(got as u64) {
            Some(left) => self.allowed.set(left),
            None => return Err(io::Error::other("its list of files is too long")),
        }
        Ok(got)
    }
}

impl Seek for Gate<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

fn by_directory<R: Read + Seek>(archive: &mut ZipArchive<R>, out: &mut Unpacking<'_>) {
    for at in 0..archive.len() {
        if !out.goes_on() {
            return;
        }
        let name = match (archive.name_for_index(at), archive.by_index_data(at)) {
            (Some(Ok(name)), _) => name.into_owned(),
            (_, Ok(entry)) => text(entry.name_raw()),
            _ => String::new(),
        };
        match archive.by_index(at) {
            Ok(member) => offer(member, &name, out),
            Err(error) => out.refuse(&name, refusal(&error)),
        }
    }
}

fn in_order(source: &mut impl Read, out: &mut Unpacking<'_>) {
    while out.goes_on() {
        match read_zipfile_from_stream(source) {
            Ok(Some(member)) => {
                let name = match member.name() {
                    Ok(name) => name.into_owned(),
                    Err(_) => text(member.name_raw()),
                };
                offer(member, &name, out);
            }
            Ok(None) | Err(_) => return,
        }
    }
}

fn offer<R: Read>(member: ZipFile<'_, R>, name: &str, out: &mut Unpacking<'_>) {
    if member.is_symlink() {
        out.refuse(name, Warning::new("member-link", None));
    } else if !member.is_dir() {
        // Its checksum tells whether all of it is there.
        out.offer(name, None, member);
    }
}

fn refusal(error: &ZipError) -> Warning {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            Warning::new("member-encrypted", None)
        }
        ZipError::UnsupportedArchive(reason) => {
            Warning::new("member-packing", None).with("reason", reason)
        }
        other => broken_member(&io::Error::other(other.to_string())),
    }
}
