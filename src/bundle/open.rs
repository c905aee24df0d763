//! Reads a bundle back and tells everything that is not as it was written. A bundle is an input like
//! any other: nothing in it is believed, and what is kept of it is bounded.

use super::container::{Entry, LOCAL, Print, copy, directory, dos_date, is_name, local_header};
use super::manifest::{MANIFEST, Manifest};
use super::{BASELINE, CONFIG, FACTS, ITEM_MAP, WAIVERS};
use crate::evidence::Warning;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Bytes of all members that are kept; inputs are only hashed.
const MAX_KEPT: u64 = 1 << 30;
/// Bytes of a local header without its name.
const HEADER: usize = 30;

/// A bundle that can't be checked.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Reading failed.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// The file is something else.
    #[error("this is no bundle of traveler-audit")]
    Other,
    /// A later program wrote it.
    #[error("it is a bundle of version {0}; check it with a newer traveler-audit")]
    Version(u32),
}

/// A bundle that was read.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself; `None` where that can't be read any more.
    pub manifest: Option<Manifest>,
    /// The members by name, without inputs.
    pub members: BTreeMap<String, Vec<u8>>,
    /// What is not as it was written.
    pub problems: Vec<Warning>,
}

impl Opened {
    /// What is left of a file that is no bundle any more.
    #[must_use]
    pub fn nothing() -> Self {
        Self { manifest: None, members: BTreeMap::new(), problems: Vec::new() }
    }
}

#[derive(Deserialize)]
struct Mark {
    bundle: u32,
}

/// Reads a bundle.
///
/// # Errors
/// The file can't be read, or is no bundle that this program knows.
pub fn open(from: &mut dyn Read) -> Result<Opened, OpenError> {
    let mut scan = Scan { from, at: 0, date: None, kept: 0, found: Vec::new() };
    let mut members = BTreeMap::new();
    let whole = scan.members(&mut members)?;
    if scan.found.is_empty() {
        return Err(OpenError::Other);
    }
    let mut problems = Vec::new();
    if let Some(at) = whole {
        problems.push(Warning::new("bundle-form", None).with("at", at));
    }
    let manifest = match members.remove(MANIFEST) {
        // A zip without our manifest was never a bundle; one that is damaged before it may be.
        None if problems.is_empty() => return Err(OpenError::Other),
        None => None,
        Some(bytes) => read_manifest(&bytes, &mut problems)?,
    };
    if let Some(manifest) = &manifest {
        compare(manifest, &scan, &mut problems);
    }
    Ok(Opened { manifest, members, problems })
}

fn read_manifest(bytes: &[u8], problems: &mut Vec<Warning>) -> Result<Option<Manifest>, OpenError> {
    let mark = serde_json::from_slice::<Mark>(bytes);
    match (&mark, problems.is_empty()) {
        (Err(_), true) => return Err(OpenError::Other),
        (Ok(mark), true) if !Manifest::is_known(mark.bundle) => {
            return Err(OpenError::Version(mark.bundle));
        }
        _ => {}
    }
    match serde_json::from_slice(bytes) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) => {
            problems.push(Warning::new("bundle-manifest", None).with("reason", error));
            Ok(None)
        }
    }
}

/// Compares what is there with what the manifest says.
fn compare(manifest: &Manifest, scan: &Scan<'_>, problems: &mut Vec<Warning>) {
    let problem = |code, name: &str| Warning::new(code, None).with("name", name);
    let found: BTreeMap<&str, &Print> =
        scan.found.iter().map(|found| (found.entry.name.as_str(), &found.print)).collect();
    for member in &manifest.members {
        match found.get(member.name.as_str()) {
            None => problems.push(problem("bundle-missing", &member.name)),
            Some(print) if print.size != member.size || print.sha256 != member.sha256 => {
                problems.push(problem("bundle-changed", &member.name));
            }
            Some(_) => {}
        }
    }
    let told = |name: &str| manifest.members.iter().any(|member| member.name == name);
    let extra = |name: &&&str| **name != MANIFEST && !told(name);
    problems.extend(found.keys().filter(extra).map(|name| problem("bundle-extra", name)));
    for original in &manifest.originals {
        let Some(member) = original.member.as_deref() else { continue };
        let print = found.get(member);
        let same = |print: &&Print| {
            original.size == Some(print.size) && original.sha256.as_ref() == Some(&print.sha256)
        };
        if !print.copied().is_some_and(|print| same(&print)) {
            problems.push(problem("bundle-changed", member));
        }
    }
    for found in scan.found.iter().filter(|found| found.print.size != u64::from(found.entry.size)) {
        problems.push(problem("bundle-changed", &found.entry.name));
    }
    if scan.date != Some(dos_date(manifest.as_of)) {
        problems.push(Warning::new("bundle-form", None).with("at", 0));
    }
}

/// A member that was read.
struct Found {
    entry: Entry,
    print: Print,
}

struct Scan<'r> {
    from: &'r mut dyn Read,
    at: u64,
    date: Option<u16>,
    kept: u64,
    found: Vec<Found>,
}

impl Scan<'_> {
    /// Reads member by member; the place from which on the bytes are not as they are written, if any.
    fn members(&mut self, members: &mut BTreeMap<String, Vec<u8>>) -> io::Result<Option<u64>> {
        loop {
            let place = self.at;
            let mark = self.bytes(4)?;
            if mark != LOCAL {
                return Ok((!self.ends_well(&mark, place)?).then_some(place));
            }
            let Some((entry, date)) = self.header(place)? else { return Ok(Some(place)) };
            let after = self.found.last().is_none_or(|last| last.entry.name < entry.name);
            if !after || *self.date.get_or_insert(date) != date {
                return Ok(Some(place));
            }
            let keeps = is_kept(&entry.name);
            self.kept += if keeps { u64::from(entry.size) } else { 0 };
            if self.kept > MAX_KEPT {
                return Ok(Some(place));
            }
            let mut content = Vec::new();
            let take = &mut |piece: &[u8]| {
                if keeps {
                    content.extend_from_slice(piece);
                }
                Ok(())
            };
            let (print, crc) = copy(self.from, u64::from(entry.size), take)?;
            self.at += print.size;
            let right = crc == entry.crc && print.size == u64::from(entry.size);
            if keeps {
                members.insert(entry.name.clone(), content);
            }
            self.found.push(Found { entry, print });
            if !right {
                return Ok(Some(place));
            }
        }
    }

    /// The header behind its mark; `None` where it is none that this program writes.
    fn header(&mut self, place: u64) -> io::Result<Option<(Entry, u16)>> {
        let fields = self.bytes(HEADER - 4)?;
        let two = |at: usize| fields.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes);
        let four = |at: usize| fields.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        let read = || Some((two(8)?, four(10)?, four(14)?, two(22)?));
        let Some((date, crc, size, length)) = read() else { return Ok(None) };
        let name = String::from_utf8(self.bytes(usize::from(length))?).unwrap_or_default();
        let Ok(offset) = u32::try_from(place) else { return Ok(None) };
        if !is_name(&name) {
            return Ok(None);
        }
        let entry = Entry { name, crc, size, offset };
        let written = [&LOCAL[..], &fields, entry.name.as_bytes()].concat();
        Ok((local_header(&entry, date) == written).then_some((entry, date)))
    }

    /// Whether what follows the members is what must follow them, and nothing is behind it.
    fn ends_well(&mut self, mark: &[u8], place: u64) -> io::Result<bool> {
        let (Some(date), Ok(start)) = (self.date, u32::try_from(place)) else { return Ok(false) };
        let entries: Vec<_> = self.found.iter().map(|found| found.entry.clone()).collect();
        let wanted = directory(&entries, date, start);
        let rest = self.bytes(wanted.len())?;
        let whole = [mark, &rest].concat();
        Ok(whole == wanted)
    }

    /// So many bytes, or those that are left.
    fn bytes(&mut self, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.from.take(count as u64).read_to_end(&mut bytes)?;
        self.at += bytes.len() as u64;
        Ok(bytes)
    }
}

/// Whether the content of a member is needed to check the rest.
fn is_kept(name: &str) -> bool {
    let own = [MANIFEST, FACTS, CONFIG, ITEM_MAP, WAIVERS, BASELINE];
    name.starts_with("report.") || own.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Container, Judging, Member, Tool};
    use crate::catalog::{Catalog, Language};
    use crate::evidence::Severity;
    use jiff::civil::date;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn bundle(members: &[(&str, &str)]) -> Vec<u8> {
        let day = date(2026, 11, 26);
        let mut out = Container::new(Cursor::new(Vec::new()), day);
        let written = |(name, text): &(&str, &str)| {
            Member::new(name, out.add(name, &mut text.as_bytes()).unwrap())
        };
        let manifest = Manifest {
            bundle: Manifest::version(),
            tool: Tool::own(Catalog::shared(Language::English).unwrap()),
            as_of: day,
            lang: Language::English,
            anonymized: false,
            options: Judging {
                stale_days: 90,
                fail_on: Severity::Low,
                all: false,
                reports: Vec::new(),
                profile: None,
                config: None,
                item_map: None,
                waivers: None,
                baseline: None,
            },
            originals: Vec::new(),
            members: members.iter().map(written).collect(),
        };
        let text = serde_json::to_vec(&manifest).unwrap();
        out.add(MANIFEST, &mut text.as_slice()).unwrap();
        out.finish().unwrap().into_inner()
    }

    fn small() -> Vec<u8> {
        bundle(&[(FACTS, "{}"), ("inputs/0001-a", "x")])
    }

    #[test]
    fn what_was_written_is_read_without_a_problem_and_other_programs_read_it() {
        let bytes = small();
        let opened = open(&mut bytes.as_slice()).unwrap();
        assert_eq!(opened.problems, []);
        assert_eq!(opened.members[FACTS], b"{}");
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut text = String::new();
        zip.by_name("inputs/0001-a").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), zip.len()), ("x", 3));
    }

    #[test]
    fn every_changed_missing_or_added_byte_is_found() {
        let bytes = small();
        let sound = |bytes: &[u8]| {
            open(&mut &*bytes)
                .is_ok_and(|opened| opened.problems.is_empty() && opened.manifest.is_some())
        };
        assert!(sound(&bytes));
        for at in 0..bytes.len() {
            for bit in [0x01, 0x20, 0x80] {
                let mut other = bytes.clone();
                other[at] ^= bit;
                assert!(!sound(&other), "byte {at}");
            }
            assert!(!sound(&bytes[..at]), "cut at {at}");
        }
        assert!(!sound(&[&bytes[..], b"\n"].concat()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), at in 0..300_usize) {
            let _ = open(&mut noise.as_slice());
            let mut bytes = small();
            let start = at.min(bytes.len());
            let end = (start + noise.len()).min(bytes.len());
            bytes[start..end].copy_from_slice(&noise[..end - start]);
            let _ = open(&mut bytes.as_slice());
        }
    }
}
