//! Inputs and servers of a JSON report that are written while servers are judged, so that those of a large
//! run never stand in memory together. They wait in a file without a name until what stands before them in
//! the report is known.

use super::audit_json::{input_dto, server_dto};
use super::json::{self, Each};
use crate::assessment::AssessedServer;
use crate::catalog::Catalog;
use crate::inventory::InputReport;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// What stands around the members of a list of the report.
const BEFORE: &[u8] = b"{\n  \"list\": [";
const BEHIND: &[u8] = b"\n  ]\n}";

/// Inputs and servers, as they will stand in a report.
pub struct Waiting {
    file: File,
    end: u64,
    inputs: Vec<Piece>,
    servers: Vec<Piece>,
}

/// Members of a list, in one piece.
struct Piece {
    /// Where it stands among the others.
    number: usize,
    text: Place,
}

/// Where a piece waits.
enum Place {
    /// In the file: where it begins, and how long it is.
    File(u64, u64),
    /// In memory, as the file took no more.
    Memory(Vec<u8>),
}

/// Members of a list, as they stand in a report; nothing for none.
pub struct Members(Vec<u8>);

impl Members {
    /// Some servers.
    ///
    /// # Errors
    /// What writing gave.
    pub fn servers(catalog: &Catalog, servers: &[AssessedServer]) -> io::Result<Self> {
        Self::of(&Each::of(servers, |server| server_dto(catalog, server)))
    }

    /// Some inputs.
    ///
    /// # Errors
    /// What writing gave.
    pub fn inputs(catalog: &Catalog, inputs: &[InputReport]) -> io::Result<Self> {
        Self::of(&Each::of(inputs, |input| input_dto(catalog, input)))
    }

    fn of(list: &impl Serialize) -> io::Result<Self> {
        let mut text = Vec::new();
        json::write_pretty(&mut text, &Listed { list })?;
        // No member is written as an empty list.
        if !text.starts_with(BEFORE) || !text.ends_with(BEHIND) {
            return Ok(Self(Vec::new()));
        }
        text.truncate(text.len() - BEHIND.len());
        text.drain(..BEFORE.len());
        Ok(Self(text))
    }
}

#[derive(Serialize)]
struct Listed<'l, L> {
    list: &'l L,
}

impl Waiting {
    /// None yet.
    ///
    /// # Errors
    /// What creating a file in the system's folder for such files gave.
    pub fn begin() -> io::Result<Self> {
        let file = tempfile::tempfile()?;
        Ok(Self { file, end: 0, inputs: Vec::new(), servers: Vec::new() })
    }

    /// Takes the servers that come next.
    pub fn add_servers(&mut self, members: Members) {
        let piece = self.add(self.servers.len(), members);
        self.servers.extend(piece);
    }

    /// Takes inputs; those of lower numbers stand before them.
    pub fn add_inputs(&mut self, number: usize, members: Members) {
        let piece = self.add(number, members);
        self.inputs.extend(piece);
    }

    fn add(&mut self, number: usize, Members(text): Members) -> Option<Piece> {
        if text.is_empty() {
            return None;
        }
        let start = self.file.seek(SeekFrom::Start(self.end));
        let written = start.and_then(|start| self.file.write_all(&text).map(|()| start));
        let text = match written {
            Ok(start) => {
                self.end = start + text.len() as u64;
                Place::File(start, text.len() as u64)
            }
            // Where there is no more room, as elsewhere where there is no such file: it is held.
            Err(_) => Place::Memory(text),
        };
        Some(Piece { number, text })
    }

    /// Hands on a list, as the value of a report.
    fn copy(&self, pieces: &[Piece], out: &mut dyn Write) -> io::Result<()> {
        let mut ordered: Vec<_> = pieces.iter().collect();
        ordered.sort_by_key(|piece| piece.number);
        let mut read = Vec::new();
        out.write_all(b"[")?;
        for (piece, place) in ordered.iter().zip(0..) {
            out.write_all(if place == 0 { b"" } else { b"," })?;
            out.write_all(self.text(piece, &mut read)?)?;
        }
        out.write_all(if ordered.is_empty() { b"]" } else { b"\n  ]" })
    }

    fn text<'t>(&self, piece: &'t Piece, read: &'t mut Vec<u8>) -> io::Result<&'t [u8]> {
        let (start, length) = match &piece.text {
            Place::Memory(text) => return Ok(text),
            Place::File(start, length) => (*start, *length),
        };
        read.clear();
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        file.take(length).read_to_end(read)?;
        match read.len() as u64 == length {
            true => Ok(read),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Writes an object that comes in two pieces, with the inputs and servers between them.
pub(super) fn write_around(
    out: &mut dyn Write,
    head: &impl Serialize,
    waiting: &Waiting,
    tail: &impl Serialize,
) -> io::Result<()> {
    json::write_pretty(&mut WithoutEnd { out, held: Vec::new() }, head)?;
    for (name, pieces) in [("inputs", &waiting.inputs), ("servers", &waiting.servers)] {
        write!(out, ",\n  \"{name}\": ")?;
        waiting.copy(pieces, out)?;
    }
    out.write_all(b",")?;
    json::write_pretty(&mut WithoutStart { out, begun: false }, tail)
}

/// Hands on all but what closes an object: a line end and a brace.
struct WithoutEnd<'o> {
    out: &'o mut dyn Write,
    held: Vec<u8>,
}

impl Write for WithoutEnd<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let ready = self.held.len().saturating_sub(2);
        self.out.write_all(self.held.get(..ready).unwrap_or_default())?;
        self.held.drain(..ready);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Hands on all but the brace that opens an object.
struct WithoutStart<'o> {
    out: &'o mut dyn Write,
    begun: bool,
}

impl Write for WithoutStart<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let skip = usize::from(!self.begun && !bytes.is_empty());
        self.begun |= skip > 0;
        self.out.write_all(bytes.get(skip..).unwrap_or_default())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn what_the_file_does_not_take_is_held() {
        let members = |number: u8| Members::of(&[number]).unwrap();
        let mut waiting = Waiting::begin().unwrap();
        waiting.add_servers(members(1));
        let file = tempfile::NamedTempFile::new().unwrap();
        // This one can only be read.
        let full = std::mem::replace(&mut waiting.file, File::open(file.path()).unwrap());
        waiting.add_servers(members(2));
        waiting.file = full;
        waiting.add_servers(members(3));
        let (mut text, mut out) = (Vec::new(), Vec::new());
        let kept = waiting.servers.iter().map(|piece| matches!(piece.text, Place::Memory(_)));
        assert_eq!(kept.collect::<Vec<_>>(), [false, true, false]);
        waiting.copy(&waiting.servers, &mut out).unwrap();
        json::write_pretty(&mut text, &BTreeMap::from([("list", [1, 2, 3])])).unwrap();
        assert_eq!([&b"{\n  \"list\": "[..], &out, b"\n}"].concat(), text);
        waiting.file.set_len(3).unwrap();
        assert!(waiting.copy(&waiting.servers, &mut out).is_err(), "a file that was cut");
    }

    #[test]
    fn two_pieces_and_what_is_between_are_one_object() {
        let piece = |name: &'static str| BTreeMap::from([(name, "ü\u{202e}\n".repeat(9000))]);
        let mut waiting = Waiting::begin().unwrap();
        let wanted = [
            ("", "", ""),
            ("7", "1", "1|7"),
            ("5,6", "2,3", "1,2,3|5,6,7"),
            ("", "", "1,2,3|5,6,7"),
        ];
        for ((inputs, servers, wanted), place) in wanted.into_iter().zip(0..) {
            let members = |text: &str| {
                let numbers: Vec<u8> = text.split(',').filter_map(|one| one.parse().ok()).collect();
                Members::of(&numbers).unwrap()
            };
            waiting.add_inputs(9 - place, members(inputs));
            waiting.add_servers(members(servers));
            let mut out = Vec::new();
            write_around(&mut out, &piece("a"), &waiting, &piece("z")).unwrap();
            let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
            let told = |name: &str| {
                let list = value[name].as_array().unwrap();
                list.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            };
            let told = [told("servers"), told("inputs")].join("|");
            assert_eq!(told.trim_matches('|'), wanted);
            assert!(value["a"] == value["z"] && value.as_object().unwrap().len() == 4);
            let text = String::from_utf8(out).unwrap();
            assert!(text.starts_with("{\n  \"a\": ") && text.ends_with("\"\n}"), "{wanted}");
            assert!(!text.contains('\u{202e}'));
        }
    }
}
