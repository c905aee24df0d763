//! The zip of a bundle (APPNOTE.TXT of PKWARE, 4.3): members are stored, not compressed, so that the
//! same content gives the same bytes with every version of this program, and nothing can unfold when it
//! is read. Names are UTF-8, the time is midnight of the as-of date, permissions are rw-r--r--.

use flate2::Crc;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes of a bundle at the most: longer ones need another form of zip.
pub const MAX_TOTAL: u64 = u32::MAX as u64;
/// Members at the most.
const MAX_MEMBERS: usize = 60_000;
/// Bytes of a name at the most.
const MAX_NAME: usize = 200;

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 2.0 of the form.
const NEEDED: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
/// Written on a system with permissions of Unix.
const MADE_BY: u16 = 0x0314;
const PERMISSIONS: u32 = 0o100_644 << 16;

/// What tells content apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl Print {
    /// That of bytes in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, sha256: hex(&Sha256::digest(bytes)) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A member as it stands in the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) crc: u32,
    pub(super) size: u32,
    pub(super) offset: u32,
}

/// The date as zip writes it; before 1980 there is none.
pub(super) fn dos_date(date: Date) -> u16 {
    let years = u16::try_from(date.year() - 1980).unwrap_or(0).min(127);
    let part = |number: i8| u16::try_from(number).unwrap_or(1);
    if date.year() < 1980 { 0x21 } else { years << 9 | part(date.month()) << 5 | part(date.day()) }
}

/// The fields that a local header shares with the central directory.
fn common(entry: &Entry, date: u16) -> Vec<u8> {
    let length = u16::try_from(entry.name.len()).unwrap_or(u16::MAX);
    let mut bytes = Vec::with_capacity(26);
    for number in [NEEDED, FLAGS, 0, 0, date] {
        bytes.extend(number.to_le_bytes());
    }
    for number in [entry.crc, entry.size, entry.size] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(length.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

pub(super) fn local_header(entry: &Entry, date: u16) -> Vec<u8> {
    [&LOCAL[..], &common(entry, date), entry.name.as_bytes()].concat()
}

/// The central directory and the end of the container.
pub(super) fn directory(entries: &[Entry], date: u16, start: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(CENTRAL);
        bytes.extend(MADE_BY.to_le_bytes());
        bytes.extend(common(entry, date));
        // No comment, one disk, no attributes of its own.
        bytes.extend([0; 6]);
        bytes.extend(PERMISSIONS.to_le_bytes());
        bytes.extend(entry.offset.to_le_bytes());
        bytes.extend(entry.name.as_bytes());
    }
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    bytes.extend(END);
    bytes.extend([0; 4]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// Reads to the end of `from`, at most `limit` bytes, and hands each piece to `take`.
pub(super) fn copy(
    from: &mut dyn Read,
    limit: u64,
    take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(Print, u32)> {
    let (mut crc, mut hash, mut size) = (Crc::new(), Sha256::new(), 0_u64);
    let mut buffer = vec![0; 64 << 10];
    let mut from = from.take(limit);
    loop {
        let count = from.read(&mut buffer)?;
        let piece = buffer.get(..count).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        crc.update(piece);
        hash.update(piece);
        size += count as u64;
        take(piece)?;
    }
    Ok((Print { size, sha256: hex(&hash.finalize()) }, crc.sum()))
}

/// A container that is written. Members come in the order of their names.
pub struct Container<W> {
    out: W,
    date: u16,
    at: u64,
    entries: Vec<Entry>,
}

impl<W: Write + Seek> Container<W> {
    /// Begins a container of this day.
    pub fn new(out: W, date: Date) -> Self {
        Self { out, date: dos_date(date), at: 0, entries: Vec::new() }
    }

    /// Adds a member.
    ///
    /// # Errors
    /// Reading or writing fails, or the container grows too large.
    pub fn add(&mut self, name: &str, from: &mut dyn Read) -> io::Result<Print> {
        if self.entries.len() >= MAX_MEMBERS || !is_name(name) {
            return Err(io::Error::other("too many files, or a name that does not fit"));
        }
        let offset = small(self.at)?;
        let mut entry = Entry { name: name.to_owned(), crc: 0, size: 0, offset };
        let header = local_header(&entry, self.date);
        self.out.write_all(&header)?;
        let out = &mut self.out;
        let (print, crc) = copy(from, MAX_TOTAL + 1, &mut |piece| out.write_all(piece))?;
        (entry.crc, entry.size) = (crc, small(print.size)?);
        self.out.seek(SeekFrom::Start(self.at))?;
        self.out.write_all(&local_header(&entry, self.date))?;
        self.out.seek(SeekFrom::Current(i64::from(entry.size)))?;
        self.at += header.len() as u64 + print.size;
        self.entries.push(entry);
        Ok(print)
    }

    /// Ends the container.
    ///
    /// # Errors
    /// Writing fails, or it is too large.
    pub fn finish(mut self) -> io::Result<W> {
        let directory = directory(&self.entries, self.date, small(self.at)?);
        small(self.at + directory.len() as u64)?;
        self.out.write_all(&directory)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn small(number: u64) -> io::Result<u32> {
    u32::try_from(number)
        .map_err(|_| io::Error::other("a bundle can't be larger than 4 GiB; leave inputs out"))
}

/// Whether a member may be called so: no way out of a folder, no letters but the plainest.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.');
    name.len() <= MAX_NAME && name.chars().all(plain) && name.split('/').all(part)
}
