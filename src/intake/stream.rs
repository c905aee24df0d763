//! An open input: bytes come in as they are, are hashed, decoded to UTF-8 where the encoding says
//! so, and go out with the position counted.
//!
//! Memory is bounded: a few buffers of a quarter of a MiB, and one line of at most [`MAX_LINE`] bytes.

use super::ahead::Origin;
use super::block::{Block, HEADROOM};
use super::encoding::Decoding;
use super::hashing::{Hashing, LARGE, has_second_core};
use super::progress;
use super::walk::HEAD;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// Bytes of a line that are kept; the rest of a longer line is passed over.
pub const MAX_LINE: usize = 1024 * 1024;

/// An open input.
pub struct Stream<'a> {
    source: Origin<'a>,
    decoding: Decoding,
    block: Arc<Block>,
    /// The text of the block, where it had to be decoded.
    decoded: Vec<u8>,
    at: usize,
    rest: Vec<u8>,
    ended: bool,
    hashing: Hashing,
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
    /// Column in characters, counted from 1.
    pub column: u64,
}

impl Default for Position {
    /// The beginning.
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }
}

impl Position {
    /// Moves it over `bytes`.
    pub fn advance(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        let last_line = match memchr::memrchr(b'\n', bytes) {
            Some(last) => {
                self.line += count_lines(bytes);
                self.column = 1;
                bytes.get(last + 1..).unwrap_or_default()
            }
            None => bytes,
        };
        // Bytes that go on with a character of UTF-8 are no column of their own.
        self.column += last_line.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64;
    }
}

/// Hash and size of an input, as its bytes stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256, 64 hexadecimal digits in lower case; `None` where none was wanted.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// A line of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
        let begin = io::Cursor::new(head.to_vec());
        Self::from_origin(Origin::Here(Box::new(begin.chain(source))), head, decoding)
    }

    /// The same, of a source that another thread may read.
    pub(super) fn movable(
        source: impl Read + Send + 'static,
        head: &[u8],
        decoding: Decoding,
    ) -> Self {
        let begin = io::Cursor::new(head.to_vec());
        Self::from_origin(Origin::Movable(Box::new(begin.chain(source))), head, decoding)
    }

    fn from_origin(source: Origin<'a>, head: &[u8], decoding: Decoding) -> Self {
        // What ended before the head was full needs no more room than that.
        let block = match head.len() {
            length @ 1..HEAD => Block::of(length),
            _ => Block::new(),
        };
        Self {
            source,
            decoding,
            block: Arc::new(block),
            decoded: Vec::new(),
            at: 0,
            rest: Vec::new(),
            ended: false,
            hashing: Hashing::new(),
            size: 0,
            position: Position::default(),
            line: Vec::new(),
        }
    }

    /// The same input without its hash.
    #[must_use]
    pub fn without_hash(mut self) -> Self {
        self.hashing = Hashing::Off;
        self
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
        loop {
            let unread = self.fill_buf()?.len();
            if unread == 0 {
                return Ok(Fingerprint { sha256: self.hashing.finish(), size: self.size });
            }
            self.at += unread;
        }
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
        let end = memchr::memchr(b'\n', self.fill_buf()?);
        // Most lines stand in the buffer as a whole, and are not copied.
        let Some(end) = end.filter(|end| *end <= MAX_LINE) else { return self.long_line() };
        let from = self.at;
        self.at += end + 1;
        self.position.offset += end as u64 + 1;
        self.position.line += 1;
        self.position.column = 1;
        let text = match self.decoding.changes_bytes() {
            true => self.decoded.as_slice(),
            false => self.block.all(),
        };
        let text = text.get(from..from + end).unwrap_or_default();
        Ok(Some(line(&mut self.decoding, text, Line { start, ended: true, ..Line::default() })))
    }

    /// Reads a line that ends in a later buffer, or with the input.
    fn long_line(&mut self) -> io::Result<Option<Line<'_>>> {
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
        let found = Line { start, cut, ended, ..Line::default() };
        Ok(Some(line(&mut self.decoding, &self.line, found)))
    }

    /// Takes the next `amount` bytes, which end with a line, as if every line had been read, but
    /// hands none of them on.
    pub fn pass_lines(&mut self, amount: usize) {
        let from = self.at;
        self.at += amount;
        let (decoding, first) = (&mut self.decoding, self.position.line);
        let lines = match decoding.changes_bytes() {
            true => count_lines(self.decoded.get(from..self.at).unwrap_or_default()),
            false => {
                let text = self.block.all().get(from..self.at).unwrap_or_default();
                decoding.pass_lines(text, first);
                count_lines(text)
            }
        };
        self.position = Position {
            offset: self.position.offset + amount as u64,
            line: first + lines,
            column: 1,
        };
    }

    /// Takes the next `amount` bytes into the line as far as there is room; whether some were left
    /// out.
    fn keep(&mut self, amount: usize) -> bool {
        let room = MAX_LINE.saturating_sub(self.line.len()).min(amount);
        let text = match self.decoding.changes_bytes() {
            true => self.decoded.as_slice(),
            false => self.block.all(),
        };
        self.line.extend_from_slice(text.get(self.at..self.at + room).unwrap_or_default());
        room < amount
    }

    /// Reads on behind what is unread, so that it stands in one piece with what follows; false at
    /// the end of the input, and where there is more unread than can be kept.
    ///
    /// # Errors
    /// What reading gave; what was unread is unread still.
    pub fn read_on(&mut self) -> io::Result<bool> {
        let unread = self.unread().len();
        while !self.ended && self.unread().len() == unread {
            if unread > HEADROOM {
                return Ok(false);
            }
            self.next_block()?;
        }
        Ok(!self.ended)
    }

    /// What was read and not taken.
    fn unread(&self) -> &[u8] {
        let text = match self.decoding.changes_bytes() {
            true => self.decoded.as_slice(),
            false => self.block.all(),
        };
        text.get(self.at..).unwrap_or_default()
    }

    /// Reads one block behind what is unread.
    fn next_block(&mut self) -> io::Result<()> {
        let mut rest = std::mem::take(&mut self.rest);
        rest.clear();
        rest.extend_from_slice(self.unread());
        let read = self.fill_block(&rest);
        self.rest = rest;
        read
    }

    fn fill_block(&mut self, rest: &[u8]) -> io::Result<()> {
        let changes = self.decoding.changes_bytes();
        if Arc::get_mut(&mut self.block).is_none() {
            self.block = self.hashing.free_block();
        }
        let in_front = if changes { &[] } else { rest };
        self.at = 0;
        let read = self.source.fill(Arc::make_mut(&mut self.block), in_front);
        let raw = self.block.fresh();
        self.ended = read.is_ok() && raw.is_empty();
        let before = self.size;
        self.size += raw.len() as u64;
        progress::count(raw.len());
        // Asked once: a second core does not come while we read.
        let begins_large = before < LARGE && self.size >= LARGE;
        if begins_large && matches!(self.hashing, Hashing::Off) && has_second_core() {
            self.source.read_ahead();
        }
        if changes {
            self.decoded.clear();
            self.decoded.extend_from_slice(rest);
            self.decoding.decode(raw, self.ended, &mut self.decoded);
        } else {
            // A mark in front of the text can stand at its very beginning only, where nothing is left
            // over of a block before.
            self.at = self.decoding.pass(raw);
        }
        if !raw.is_empty() {
            self.hashing.update(&self.block);
        }
        read
    }
}

fn count_lines(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

/// The line whose bytes are `raw`; `found` tells where and how.
fn line<'s>(decoding: &mut Decoding, raw: &'s [u8], found: Line<'s>) -> Line<'s> {
    let mut raw = raw;
    // Transfers in the wrong mode leave several CR before the LF, cut ones a CR alone.
    while let (false, Some(shorter)) = (found.cut, raw.strip_suffix(b"\r")) {
        raw = shorter;
    }
    let nul = memchr::memchr(0, raw).is_some();
    let text = decoding.line(raw, found.cut, found.start.line);
    Line { text, length: raw.len() as u64, nul, ..found }
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
        while !self.ended && self.unread().is_empty() {
            self.next_block()?;
        }
        Ok(self.unread())
    }

    fn consume(&mut self, amount: usize) {
        let mut position = self.position;
        let unread = self.unread();
        let taken = unread.get(..amount).unwrap_or(unread);
        position.advance(taken);
        self.at += taken.len();
        self.position = position;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::block::CHUNK;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

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
        assert_eq!(fingerprint, Fingerprint { sha256: Some(wanted), size: bytes.len() as u64 });
    }

    #[test]
    fn a_large_input_is_hashed_as_a_small_one_is() {
        let bytes: Vec<u8> = (0..4_000_000_u32).map(|number| number.to_le_bytes()[1]).collect();
        let wanted: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let fingerprint = stream(&bytes, usize::MAX).finish().unwrap();
        assert_eq!(fingerprint.sha256, Some(wanted));
        let unhashed = Fingerprint { sha256: None, size: 4_000_000 };
        assert_eq!(stream(&bytes, usize::MAX).without_hash().finish().unwrap(), unhashed);
        let source = io::Cursor::new(bytes.clone());
        let ahead = Stream::movable(source, b"", Decoding::detect(&bytes)).without_hash();
        assert_eq!(ahead.finish().unwrap(), unhashed);
        // Dropped before its end, it leaves no thread that waits for more.
        let mut dropped = stream(&bytes, usize::MAX);
        for _ in 0..8 {
            let unread = dropped.fill_buf().unwrap().len();
            dropped.consume(unread);
        }
    }

    #[test]
    fn what_is_too_long_to_keep_is_not_read_on() {
        let text = "a".repeat(HEADROOM * 3);
        let mut stream = stream(text.as_bytes(), HEADROOM * 2);
        assert_eq!(stream.fill_buf().unwrap().len(), HEADROOM * 2);
        assert!(!stream.read_on().unwrap());
        stream.consume(HEADROOM);
        assert!(stream.read_on().unwrap());
        assert_eq!(stream.unread().len(), HEADROOM * 2);
        assert_eq!(stream.position().offset, HEADROOM as u64);
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
        fn lines_that_are_passed_leave_what_lines_that_are_read_leave(
            lines in proptest::collection::vec("[a-z]{0,3}(é|\u{c}|\r|x){0,2}", 1..40),
            latin: Vec<bool>,
            steps in proptest::collection::vec(1usize..5, 1..20),
        ) {
            let mut bytes = Vec::new();
            for (line, latin) in lines.iter().zip(latin.iter().chain(std::iter::repeat(&false))) {
                match latin {
                    true => bytes.extend(line.chars().map(|c| u8::try_from(u32::from(c)).unwrap())),
                    false => bytes.extend_from_slice(line.as_bytes()),
                }
                bytes.push(b'\n');
            }
            let (mut read, mut passed) = (stream(&bytes, usize::MAX), stream(&bytes, usize::MAX));
            for (step, pass) in steps.iter().zip([true, false].into_iter().cycle()) {
                for _ in 0..*step {
                    read.next_line().unwrap();
                }
                let ends = passed.fill_buf().unwrap().iter().enumerate().filter(|(_, b)| **b == b'\n');
                match ends.map(|(at, _)| at + 1).nth(*step - 1).filter(|_| pass) {
                    Some(length) => passed.pass_lines(length),
                    None => (0..*step).for_each(|_| drop(passed.next_line().unwrap())),
                }
                prop_assert_eq!(read.position(), passed.position());
                prop_assert_eq!(read.encoding(), passed.encoding());
                prop_assert_eq!(read.decoding().remarks(), passed.decoding().remarks());
            }
        }

        #[test]
        fn no_bytes_make_it_fail_and_none_are_lost(bytes: Vec<u8>, step in 1usize..40) {
            let mut stream = stream(&bytes, step);
            while stream.next_line().unwrap().is_some() {}
            prop_assert_eq!(stream.finish().unwrap().size, bytes.len() as u64);
        }

        #[test]
        fn reading_on_keeps_what_is_unread_in_one_piece(
            text in "[a-zé€\n]{1,300}",
            step in 1usize..40,
            takes in proptest::collection::vec(0usize..30, 1..60),
        ) {
            let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let marked = format!("\u{feff}{text}");
            for bytes in [text.as_bytes(), marked.as_bytes(), &utf16] {
                let mut stream = stream(bytes, step);
                let mut seen = Vec::new();
                for take in takes.iter().cycle().take(2000) {
                    let before = stream.unread().to_vec();
                    let more = stream.read_on().unwrap();
                    prop_assert!(stream.unread().starts_with(&before));
                    prop_assert_eq!(more, stream.unread().len() > before.len());
                    let take = (*take).min(stream.unread().len());
                    seen.extend_from_slice(&stream.unread()[..take]);
                    stream.consume(take);
                }
                prop_assert!(text.as_bytes().starts_with(&seen));
                let mut wanted = Position { offset: 0, line: 1, column: 1 };
                wanted.advance(&seen);
                prop_assert_eq!(stream.position(), wanted);
                prop_assert_eq!(stream.finish().unwrap().size, bytes.len() as u64);
            }
        }

        #[test]
        fn lines_are_those_of_the_standard_library(text in "[a-zäß€ =\n]{0,200}") {
            let found: Vec<_> = lines(text.as_bytes(), 5).into_iter().map(|(t, ..)| t).collect();
            let wanted: Vec<_> = text.lines().map(str::to_owned).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
