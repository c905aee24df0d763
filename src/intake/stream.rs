//! An open input: bytes come in as they are, are hashed, decoded to UTF-8 where the encoding says
//! so, and go out with the position counted.
//!
//! Memory is bounded: two buffers of [`CHUNK`] bytes, and one line of at most [`MAX_LINE`] bytes.

use super::encoding::Decoding;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, Read};

/// Bytes read at a time.
pub const CHUNK: usize = 64 * 1024;
/// Bytes of a line that are kept; the rest of a longer line is passed over.
pub const MAX_LINE: usize = 1024 * 1024;

/// An open input.
pub struct Stream<'a> {
    source: Box<dyn Read + 'a>,
    decoding: Decoding,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    at: usize,
    ended: bool,
    hash: Sha256,
    size: u64,
    position: Position,
    line: Vec<u8>,
}

/// A position in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Bytes before it.
    pub offset: u64,
    /// Line, counted from 1.
    pub line: u64,
    /// Column in bytes, counted from 1.
    pub column: u64,
}

/// Hash and size of an input, as its bytes stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'s> {
    /// The text without its line end; bytes that are not UTF-8 are read as Windows-1252.
    pub text: std::borrow::Cow<'s, str>,
    /// Where it begins.
    pub start: Position,
    /// Whether the line was longer than [`MAX_LINE`] and only its beginning is here.
    pub cut: bool,
    /// Whether a line end follows.
    pub ended: bool,
    /// Whether the text holds a NUL byte, which no text file has.
    pub nul: bool,
}

impl<'a> Stream<'a> {
    /// Opens `source`, whose first bytes `head` were read already.
    pub fn new(source: impl Read + 'a, head: &[u8], decoding: Decoding) -> Self {
        let head = io::Cursor::new(head.to_vec());
        Self {
            source: Box::new(head.chain(source)),
            decoding,
            raw: vec![0; CHUNK],
            decoded: Vec::with_capacity(CHUNK),
            at: 0,
            ended: false,
            hash: Sha256::new(),
            size: 0,
            position: Position { offset: 0, line: 1, column: 1 },
            line: Vec::new(),
        }
    }

    /// Where the next unread byte stands.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The encoding found so far, as a report names it.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.decoding.name()
    }

    /// Reads what is left, unseen, and tells hash and size of the whole input.
    ///
    /// # Errors
    /// What reading gave.
    pub fn finish(mut self) -> io::Result<Fingerprint> {
        while !self.fill_buf()?.is_empty() {
            self.at = self.decoded.len();
        }
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Fingerprint { sha256, size: self.size })
    }

    /// Reads one line; `None` at the end of the input.
    ///
    /// # Errors
    /// What reading gave.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        let start = self.position;
        self.line.clear();
        let mut cut = false;
        let mut ended = false;
        while !ended {
            let (taken, found) = {
                let chunk = self.fill_buf()?;
                if chunk.is_empty() {
                    break;
                }
                let end = memchr::memchr(b'\n', chunk);
                (end.map_or(chunk.len(), |end| end + 1), end.is_some())
            };
            let room = MAX_LINE.saturating_sub(self.line.len()).min(taken);
            let from = self.at;
            self.line.extend_from_slice(&self.decoded[from..from + room]);
            cut |= room < taken;
            ended = found;
            self.consume(taken);
        }
        if self.position == start {
            return Ok(None);
        }
        for end in [b'\n', b'\r'] {
            if self.line.last() == Some(&end) {
                self.line.pop();
            }
        }
        let nul = memchr::memchr(0, &self.line).is_some();
        let text = self.decoding.line(&self.line);
        Ok(Some(Line { text, start, cut, ended, nul }))
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.at >= self.decoded.len() && !self.ended {
            let got = match self.source.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            self.ended = got == 0;
            self.hash.update(&self.raw[..got]);
            self.size += got as u64;
            self.at = 0;
            self.decoded.clear();
            self.decoding.decode(&self.raw[..got], self.ended, &mut self.decoded);
        }
        Ok(())
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.fill_buf()?.read(out)?;
        self.consume(got);
        Ok(got)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.refill()?;
        Ok(&self.decoded[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.at + amount).min(self.decoded.len());
        let taken = &self.decoded[self.at..end];
        self.position.offset += taken.len() as u64;
        match memchr::memrchr(b'\n', taken) {
            Some(last) => {
                self.position.line += memchr::memchr_iter(b'\n', taken).count() as u64;
                self.position.column = (taken.len() - last) as u64;
            }
            None => self.position.column += taken.len() as u64,
        }
        self.at = end;
    }
}
