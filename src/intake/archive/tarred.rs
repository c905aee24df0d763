//! tar. Headers are taken as they come, so that a long name can't ask for more memory than a name
//! may have.

use super::names::{MAX_NAME, text};
use super::{Unpacking, Warning};
use std::cell::Cell;
use std::io::{self, Read};
use tar::{Archive, Entry, EntryType, Header};

/// Bytes of a header.
pub(super) const BLOCK: usize = 512;
/// Bytes of the extended header of a member.
const MAX_EXTENDED: u64 = 64 * 1024;
/// Where the checksum of a header stands.
const SUM: std::ops::Range<usize> = 148..156;

/// Whether the bytes begin with the header of a member: its checksum is right.
pub(super) fn is_header(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK) else {
        return false;
    };
    let mut header = Header::new_old();
    header.as_mut_bytes().copy_from_slice(block);
    // The checksum counts as blanks in its own sum.
    let outside = block.iter().enumerate().filter(|(at, _)| !SUM.contains(at));
    let sum: u32 = outside.map(|(_, byte)| u32::from(*byte)).sum::<u32>() + 8 * u32::from(b' ');
    block.first() != Some(&0) && header.cksum().is_ok_and(|told| told == sum)
}

/// Hands on the members.
pub(super) fn read(source: impl Read, out: &mut Unpacking<'_>) {
    let zeros = Cell::new(0);
    let mut archive = Archive::new(Watched { source, zeros: &zeros });
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(error) => return out.broken(&error),
    };
    let mut next = Next::default();
    for entry in entries {
        if !out.goes_on() {
            return;
        }
        let done = entry.and_then(|entry| take(entry, &mut next, out));
        if let Err(error) = done {
            return out.broken(&error);
        }
    }
    if next.name.is_some() {
        out.broken(&"it ends after the name of a file");
    } else if zeros.get() < BLOCK as u64 {
        // Two empty blocks end an archive; what is cut off between two files has none.
        out.broken(&"it has no end mark, so it may be cut off");
    }
}

/// Counts the zeros at the end of what was read so far.
struct Watched<'z, R> {
    source: R,
    zeros: &'z Cell<u64>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(out)?;
        let read = out.get(..got).unwrap_or_default();
        let last = read.iter().rev().take_while(|byte| **byte == 0).count();
        let before = if last == got { self.zeros.get() } else { 0 };
        self.zeros.set(before + last as u64);
        Ok(got)
    }
}

/// What the headers before a member say of it.
#[derive(Default)]
struct Next {
    name: Option<String>,
    sparse: bool,
}

fn take<R: Read>(
    mut entry: Entry<'_, R>,
    next: &mut Next,
    out: &mut Unpacking<'_>,
) -> io::Result<()> {
    match entry.header().entry_type() {
        EntryType::GNULongName => next.name = Some(long_name(&mut entry)?),
        EntryType::XHeader => extended(&mut entry, next)?,
        EntryType::GNULongLink | EntryType::XGlobalHeader => {}
        kind => {
            let Next { name, sparse } = std::mem::take(next);
            let name = name.unwrap_or_else(|| text(&entry.path_bytes()));
            match kind {
                EntryType::Directory => {}
                // Before there were types, a folder was a file whose name ends so.
                EntryType::Regular if name.ends_with('/') => {}
                EntryType::Regular | EntryType::Continuous if !sparse => {
                    let size = entry.size();
                    out.offer(&name, Some(size), entry);
                }
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                    out.refuse(&name, Warning::new("member-sparse", None));
                }
                _ => out.refuse(&name, Warning::new("member-link", None)),
            }
        }
    }
    Ok(())
}

fn long_name(entry: &mut impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    entry.take(MAX_NAME as u64 + 1).read_to_end(&mut bytes)?;
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    Ok(text(&bytes))
}

/// An extended header tells a name that is too long, and how a sparse file is packed.
fn extended(entry: &mut impl Read, next: &mut Next) -> io::Result<()> {
    let mut bytes = Vec::new();
    entry.take(MAX_EXTENDED).read_to_end(&mut bytes)?;
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (field, after) = field(rest)
            .ok_or_else(|| io::Error::other("an extended header is not as it must be"))?;
        if let Some(name) = field.strip_prefix(b"path=") {
            next.name = Some(text(name));
        }
        next.sparse |= field.starts_with(b"GNU.sparse.");
        rest = after;
    }
    Ok(())
}

/// The first `length key=value` and what follows it; the length counts all of it, with its line end.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = bytes.iter().position(|byte| *byte == b' ')?;
    let length = std::str::from_utf8(bytes.get(..blank)?).ok()?.parse().ok()?;
    let (field, rest) = bytes.split_at_checked(length)?;
    Some((field.get(blank + 1..)?.strip_suffix(b"\n")?, rest))
}
