//! The servers of a JSON report that are written while they are judged, so that those of a large fleet never
//! stand in memory together. They wait in a file without a name until what stands before them in the
//! report is known.

use super::audit_json::server_dto;
use super::json::{self, Each};
use crate::assessment::AssessedServer;
use crate::catalog::Catalog;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Seek, Write};

/// What stands around the servers of a report.
const BEFORE: &[u8] = b"{\n  \"servers\": [";
const BEHIND: &[u8] = b"\n  ]\n}";

/// The servers of a report, as they will stand in it.
pub struct ServersWritten {
    file: File,
    any: bool,
}

#[derive(Serialize)]
struct Servers<S> {
    servers: S,
}

impl ServersWritten {
    /// None yet.
    ///
    /// # Errors
    /// What creating a file in the system's folder for such files gave.
    pub fn begin() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, any: false })
    }

    /// Servers as they stand in a report, in one piece.
    ///
    /// # Errors
    /// What writing gave.
    pub fn text(catalog: &Catalog, servers: &[AssessedServer]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let servers = Each::of(servers, |server| server_dto(catalog, server));
        json::write_pretty(&mut text, &Servers { servers })?;
        let inner = text.strip_prefix(BEFORE).and_then(|text| text.strip_suffix(BEHIND));
        Ok(inner.unwrap_or_default().to_vec())
    }

    /// Takes the next ones.
    ///
    /// # Errors
    /// What writing gave.
    pub fn add(&mut self, text: &[u8]) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if std::mem::replace(&mut self.any, true) {
            self.file.write_all(b",")?;
        }
        self.file.write_all(text)
    }

    /// Hands on what was taken, as the value of a report.
    pub(super) fn copy(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")?;
        let mut file = &self.file;
        file.rewind()?;
        io::copy(&mut file, out)?;
        out.write_all(if self.any { b"\n  ]" } else { b"]" })
    }
}

/// Writes an object that comes in two pieces, with the servers between them.
pub(super) fn write_around(
    out: &mut dyn Write,
    head: &impl Serialize,
    servers: &ServersWritten,
    tail: &impl Serialize,
) -> io::Result<()> {
    json::write_pretty(&mut WithoutEnd { out, held: Vec::new() }, head)?;
    out.write_all(b",\n  \"servers\": ")?;
    servers.copy(out)?;
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
    fn two_pieces_and_what_is_between_are_one_object() {
        let piece = |name: &'static str| BTreeMap::from([(name, "ü\u{202e}\n".repeat(9000))]);
        let mut written = ServersWritten::begin().unwrap();
        for (text, wanted) in [("", 0), ("\n    1", 1), ("\n    2,\n    3", 3)] {
            written.add(text.as_bytes()).unwrap();
            let mut out = Vec::new();
            write_around(&mut out, &piece("a"), &written, &piece("z")).unwrap();
            let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
            assert_eq!(value["servers"].as_array().unwrap().len(), wanted);
            assert!(value["a"] == value["z"] && value.as_object().unwrap().len() == 3);
            let text = String::from_utf8(out).unwrap();
            assert!(text.starts_with("{\n  \"a\": ") && text.ends_with("\"\n}"), "{wanted}");
            assert!(!text.contains('\u{202e}'));
        }
    }
}
