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
    /// The text without its line end; how bytes become text is told in `encoding`.
    pub text: std::borrow::Cow<'s, str>,
    /// Where it begins.
    pub start: Position,
    /// Bytes it has in the decoded input, without its line end.
    pub length: u64,
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
    pub fn encoding(&self) -> String {
        self.decoding.name()
    }

    /// How bytes become text, and what came of it so far.
    #[must_use]
    pub fn decoding(&self) -> &Decoding {
        &self.decoding
    }

    /// Tells that this format is written in LMBCS; before its first line is read.
    pub fn expect_lmbcs(&mut self) {
        self.decoding.expect_lmbcs();
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

    /// Hands on every line that is left.
    ///
    /// # Errors
    /// What reading gave; the lines before were handed on.
    pub fn each_line(&mut self, mut take: impl FnMut(&Line<'_>)) -> io::Result<()> {
        while let Some(line) = self.next_line()? {
            take(&line);
        }
        Ok(())
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
            cut |= self.keep(taken - usize::from(found));
            ended = found;
            self.consume(taken);
        }
        if self.position == start {
            return Ok(None);
        }
        // Transfers in the wrong mode leave several CR before the LF, cut ones a CR alone.
        while !cut && self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        let nul = memchr::memchr(0, &self.line).is_some();
        let length = self.line.len() as u64;
        let text = self.decoding.line(&self.line, cut, start.line);
        Ok(Some(Line { text, start, length, cut, ended, nul }))
    }

    /// Takes the next `amount` bytes into the line as far as there is room; whether some were left
    /// out.
    fn keep(&mut self, amount: usize) -> bool {
        let room = MAX_LINE.saturating_sub(self.line.len()).min(amount);
        let bytes = self.decoded.get(self.at..self.at + room).unwrap_or_default();
        self.line.extend_from_slice(bytes);
        room < amount
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.at >= self.decoded.len() && !self.ended {
            let got = match self.source.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            self.ended = got == 0;
            let raw = self.raw.get(..got).unwrap_or_default();
            self.hash.update(raw);
            self.size += got as u64;
            self.at = 0;
            self.decoded.clear();
            self.decoding.decode(raw, self.ended, &mut self.decoded);
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
        Ok(self.decoded.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let end = self.at.saturating_add(amount).min(self.decoded.len());
        let taken = self.decoded.get(self.at..end).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives `step` bytes at a time, as a slow pipe does.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let got = self.1.min(self.0.len()).min(out.len());
            out[..got].copy_from_slice(&self.0[..got]);
            self.0 = &self.0[got..];
            Ok(got)
        }
    }

    fn stream(bytes: &[u8], step: usize) -> Stream<'_> {
        Stream::new(Slow(bytes, step), b"", Decoding::detect(bytes))
    }

    fn lines(bytes: &[u8], step: usize) -> Vec<(String, u64, u64)> {
        let mut stream = stream(bytes, step);
        let mut found = Vec::new();
        while let Some(line) = stream.next_line().unwrap() {
            found.push((line.text.clone().into_owned(), line.start.line, line.start.offset));
        }
        found
    }

    #[test]
    fn line_ends_of_every_kind() {
        type Found<'f> = &'f [(&'f str, u64, u64)];
        let cases: [(&[u8], Found<'_>); 7] = [
            (b"", &[]),
            (b"a\nb", &[("a", 1, 0), ("b", 2, 2)]),
            (b"a\r\nb\r\n", &[("a", 1, 0), ("b", 2, 3)]),
            (b"a\r\r\n\n", &[("a", 1, 0), ("", 2, 4)]),
            (b"a\r", &[("a", 1, 0)]),
            (b"\xef\xbb\xbfa\n", &[("a", 1, 0)]),
            (b"a\rb\n", &[("a\rb", 1, 0)]),
        ];
        for (bytes, wanted) in cases {
            for step in [1, 2, 64] {
                let found = lines(bytes, step);
                let found: Vec<_> = found.iter().map(|(t, l, o)| (t.as_str(), *l, *o)).collect();
                assert_eq!(found, wanted, "{bytes:?}");
            }
        }
    }

    #[test]
    fn characters_and_positions_hold_across_pieces() {
        let text = "Büro €\n".repeat(20_000);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, step) in [(text.as_bytes(), 8191), (&utf16, 4095), (&utf16, CHUNK)] {
            let found = lines(bytes, step);
            assert_eq!(found.len(), 20_000);
            assert!(found.iter().all(|(text, ..)| text == "Büro €"));
            assert_eq!((found[19_999].1, found[19_999].2), (20_000, 19_999 * 10));
        }
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_one_is_whole() {
        let long = "é".repeat(MAX_LINE);
        let text = format!("x{long}\r\nnext\r\n");
        let mut stream = stream(text.as_bytes(), CHUNK);
        let line = stream.next_line().unwrap().unwrap();
        assert!(line.cut && line.ended);
        assert!(line.text.len() <= MAX_LINE && line.text.ends_with('é'));
        let line = stream.next_line().unwrap().unwrap();
        assert_eq!((line.text.as_ref(), line.start.line, line.cut), ("next", 2, false));
    }

    #[test]
    fn a_line_of_just_the_limit_is_whole() {
        let text = format!("{}\nb", "a".repeat(MAX_LINE));
        let mut stream = stream(text.as_bytes(), CHUNK);
        assert!(!stream.next_line().unwrap().unwrap().cut);
    }

    #[test]
    fn nul_bytes_are_told() {
        let mut stream = stream(b"abc\0d\nclean\n", 3);
        assert!(stream.next_line().unwrap().unwrap().nul);
        assert!(!stream.next_line().unwrap().unwrap().nul);
    }

    #[test]
    fn consuming_more_than_there_is_stays_at_the_end() {
        let mut stream = stream(b"ab\ncd", 64);
        assert_eq!(stream.fill_buf().unwrap(), b"ab\ncd");
        stream.consume(4);
        assert_eq!(stream.position(), Position { offset: 4, line: 2, column: 2 });
        stream.consume(usize::MAX);
        assert_eq!(stream.position(), Position { offset: 5, line: 2, column: 3 });
        assert!(stream.fill_buf().unwrap().is_empty());
    }

    #[test]
    fn hash_and_size_are_those_of_the_bytes_on_disk() {
        let bytes: Vec<u8> = b"\xff\xfe".iter().copied().chain([b'a', 0].repeat(70_000)).collect();
        let wanted: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut stream = stream(&bytes, 1000);
        stream.next_line().unwrap();
        let fingerprint = stream.finish().unwrap();
        assert_eq!(fingerprint, Fingerprint { sha256: wanted, size: bytes.len() as u64 });
    }

    #[test]
    fn an_interrupted_read_is_tried_again_and_another_error_is_told() {
        struct Failing(u8);
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                let kind = if self.0 == 1 {
                    io::ErrorKind::Interrupted
                } else {
                    io::ErrorKind::PermissionDenied
                };
                Err(kind.into())
            }
        }
        let mut stream = Stream::new(Failing(0), b"a\nb", Decoding::detect(b"a\nb"));
        assert_eq!(stream.next_line().unwrap().unwrap().text, "a");
        assert_eq!(stream.next_line().unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail_and_none_are_lost(bytes: Vec<u8>, step in 1usize..40) {
            let mut stream = stream(&bytes, step);
            while stream.next_line().unwrap().is_some() {}
            prop_assert_eq!(stream.finish().unwrap().size, bytes.len() as u64);
        }

        #[test]
        fn lines_are_those_of_the_standard_library(text in "[a-zäß€ =\n]{0,200}") {
            let found: Vec<_> = lines(text.as_bytes(), 5).into_iter().map(|(t, ..)| t).collect();
            let wanted: Vec<_> = text.lines().map(str::to_owned).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
