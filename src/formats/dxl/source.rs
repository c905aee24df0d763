//! The bytes under the XML reader: the decoded stream, with a limit on what one token may take,
//! and the chance to give bytes back after a token that turned out to be broken.

use crate::intake::{Position, Stream};
use std::io::{self, BufRead, Read};

/// Bytes that broken tokens may give back in one input. A file made of nothing but unclosed
/// comments would otherwise be read once per comment.
const MAX_GIVEN_BACK: usize = 64 * 1024 * 1024;
/// Bytes of a tag name that are looked at when a place to resume is searched.
const MAX_NAME: usize = 64;

/// Bytes that are added at once to those put back.
const MAX_LENGTHENED: usize = 1024;

/// A stream that can take bytes back.
pub(super) struct Source<'s, 'a> {
    stream: &'s mut Stream<'a>,
    replay: Vec<u8>,
    at: usize,
    /// Where the next byte to be read again stands, if there is one.
    replayed: Position,
    allowance: usize,
    given_back: usize,
    failure: Option<String>,
}

impl<'s, 'a> Source<'s, 'a> {
    /// Reads from where `stream` stands.
    pub(super) fn new(stream: &'s mut Stream<'a>) -> Self {
        let replayed = stream.position();
        Self {
            stream,
            replay: Vec::new(),
            at: 0,
            replayed,
            allowance: 0,
            given_back: 0,
            failure: None,
        }
    }

    /// Where the next unread byte stands; the column counts characters.
    pub(super) fn position(&self) -> Position {
        if self.replays() { self.replayed } else { self.stream.position() }
    }

    /// Whether bytes that were put back come next.
    fn replays(&self) -> bool {
        self.at < self.replay.len()
    }

    /// What the system said when reading failed.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Lets the next token take this many bytes; reading more gives an error.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.allowance = bytes;
    }

    /// Puts `bytes`, which were read from `position` on, in front of what is unread.
    pub(super) fn put_back(&mut self, bytes: &[u8], position: Position) {
        self.replayed = position;
        let before = self.at.checked_sub(bytes.len());
        if before.and_then(|before| self.replay.get(before..self.at)) == Some(bytes) {
            // They stand there still: no copy for each of many.
            self.at -= bytes.len();
            return;
        }
        let rest = self.replay.split_off(self.at.min(self.replay.len()));
        self.replay.clear();
        self.replay.extend_from_slice(bytes);
        self.replay.extend_from_slice(&rest);
        self.at = 0;
    }

    /// Puts the bytes of a broken token back, all but its first one, unless too much was put back
    /// already.
    pub(super) fn put_back_broken(&mut self, token: &[u8], start: Position) {
        let Some((first, rest)) = token.split_first() else { return };
        let whole = self.position().offset.checked_sub(start.offset) == Some(token.len() as u64);
        if !whole || self.given_back.saturating_add(rest.len()) > MAX_GIVEN_BACK {
            return;
        }
        self.given_back += rest.len();
        let mut after = start;
        after.advance(std::slice::from_ref(first));
        self.put_back(rest, after);
    }

    /// Passes over text up to the next `<`, however long it is; false at the end of the input.
    pub(super) fn skip_text(&mut self) -> io::Result<bool> {
        self.skip_to(b'<')
    }

    /// Passes over everything up to the next such byte; false at the end of the input.
    pub(super) fn skip_to(&mut self, byte: u8) -> io::Result<bool> {
        loop {
            let chunk = self.chunk()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let (taken, found) = match memchr::memchr(byte, chunk) {
                Some(at) => (at, true),
                None => (chunk.len(), false),
            };
            self.consume(taken);
            if found {
                return Ok(true);
            }
        }
    }

    /// Passes over everything up to and with `end`, whose beginning may be in `before`, the bytes
    /// read last; false at the end of the input.
    pub(super) fn skip_past(&mut self, end: &[u8], before: &[u8]) -> io::Result<bool> {
        let slide = |window: u64, byte: &u8| ((window << 8) + u64::from(*byte)) & 0x00ff_ffff;
        let wanted = end.iter().fold(0, slide);
        let mask = if end.len() < 3 { 0xffff } else { 0x00ff_ffff };
        let mut window = before.iter().fold(0, slide);
        loop {
            let chunk = self.chunk()?;
            let length = chunk.len();
            let found = chunk.iter().position(|byte| {
                window = slide(window, byte);
                window & mask == wanted
            });
            self.consume(found.map_or(length, |at| at + 1));
            if found.is_some() || length == 0 {
                return Ok(found.is_some());
            }
        }
    }

    /// Takes a `<` and what could be the name after it, with the byte that ends the name.
    pub(super) fn take_name(&mut self) -> io::Result<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < MAX_NAME {
            let Some(byte) = self.chunk()?.first().copied() else { break };
            if byte == b'<' && !taken.is_empty() {
                break;
            }
            self.consume(1);
            taken.push(byte);
            if byte.is_ascii_whitespace() || byte == b'>' {
                break;
            }
        }
        Ok(taken)
    }

    /// What was read and not taken; empty at the end of the input.
    pub(super) fn unread(&mut self) -> io::Result<&[u8]> {
        self.chunk()
    }

    /// Takes the next bytes, of which there must be as many.
    pub(super) fn pass(&mut self, amount: usize) {
        self.consume(amount);
    }

    /// Reads on behind what is unread; false at the end of the input.
    pub(super) fn read_on(&mut self) -> io::Result<bool> {
        let read = if self.replays() { self.lengthen_replay() } else { self.stream.read_on() };
        self.failure = read.as_ref().err().map(ToString::to_string).or(self.failure.take());
        read
    }

    fn lengthen_replay(&mut self) -> io::Result<bool> {
        let more = self.stream.fill_buf()?;
        let more = more.get(..MAX_LENGTHENED).unwrap_or(more);
        let length = more.len();
        self.replay.drain(..self.at);
        self.at = 0;
        self.replay.extend_from_slice(more);
        self.stream.consume(length);
        Ok(length > 0)
    }

    fn chunk(&mut self) -> io::Result<&[u8]> {
        if self.replays() {
            return Ok(self.replay.get(self.at..).unwrap_or_default());
        }
        match self.stream.fill_buf() {
            Ok(chunk) => Ok(chunk),
            Err(error) => {
                self.failure = Some(error.to_string());
                Err(error)
            }
        }
    }
}

impl Read for Source<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.fill_buf()?.read(out)?;
        self.consume(got);
        Ok(got)
    }
}

impl BufRead for Source<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let allowance = self.allowance;
        let chunk = self.chunk()?;
        if allowance == 0 && !chunk.is_empty() {
            return Err(io::Error::other("the token is too long"));
        }
        Ok(chunk.get(..allowance).unwrap_or(chunk))
    }

    fn consume(&mut self, amount: usize) {
        self.allowance = self.allowance.saturating_sub(amount);
        if self.replays() {
            let end = self.at.saturating_add(amount).min(self.replay.len());
            self.replayed.advance(self.replay.get(self.at..end).unwrap_or_default());
            self.at = end;
            return;
        }
        self.stream.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Decoding;

    #[test]
    fn bytes_put_back_are_read_again_at_their_old_place() {
        let text = "ä\nbc<d>efg";
        let mut stream = Stream::new(io::empty(), text.as_bytes(), Decoding::detect(b""));
        let mut source = Source::new(&mut stream);
        assert!(source.skip_text().unwrap());
        let start = source.position();
        assert_eq!((start.offset, start.line, start.column), (5, 2, 3));
        assert_eq!(source.take_name().unwrap(), b"<d>");
        source.put_back_broken(b"<d>", start);
        assert_eq!((source.position().offset, source.position().column), (6, 4));
        source.allow(100);
        let mut rest = String::new();
        source.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "d>efg");
    }

    #[test]
    fn an_end_is_found_across_pieces() {
        for (end, before, rest) in [
            ("-->", "", Some("z")),
            ("-->", "--", Some("c-->z")),
            ("?>", "", Some("b>c-->z")),
            ("]]>", "", None),
        ] {
            let text = if before.is_empty() { "a-?>b>c-->z" } else { ">c-->z" };
            let mut stream = Stream::new(io::empty(), text.as_bytes(), Decoding::detect(b""));
            let mut source = Source::new(&mut stream);
            assert_eq!(
                source.skip_past(end.as_bytes(), before.as_bytes()).unwrap(),
                rest.is_some()
            );
            source.allow(100);
            let mut left = String::new();
            source.read_to_string(&mut left).unwrap();
            assert_eq!(left, rest.unwrap_or_default());
        }
    }

    #[test]
    fn a_token_gets_no_more_than_its_allowance() {
        let mut stream = Stream::new(io::empty(), b"abcdef", Decoding::detect(b""));
        let mut source = Source::new(&mut stream);
        source.allow(4);
        let mut taken = Vec::new();
        assert!(source.read_to_end(&mut taken).is_err());
        assert_eq!(taken, b"abcd");
        assert_eq!(source.failure(), None);
    }

    #[test]
    fn what_was_put_back_is_lengthened_by_what_follows() {
        let mut stream = Stream::new(io::empty(), b"abcdef", Decoding::detect(b""));
        let mut source = Source::new(&mut stream);
        let start = source.position();
        assert_eq!(source.unread().unwrap(), b"abcdef");
        source.pass(3);
        source.put_back(b"abc", start);
        source.pass(1);
        assert_eq!(source.unread().unwrap(), b"bc");
        assert!(source.read_on().unwrap());
        assert_eq!(source.position().column, 2);
        assert_eq!(source.unread().unwrap(), b"bcdef");
        assert!(!source.read_on().unwrap());
        assert_eq!(source.unread().unwrap(), b"bcdef");
    }

    #[test]
    fn so_many_bytes_are_given_back() {
        for (before, wanted) in [(MAX_GIVEN_BACK - 2, 2), (MAX_GIVEN_BACK - 1, 4)] {
            let mut stream = Stream::new(io::empty(), b"<a>bc", Decoding::detect(b""));
            let mut source = Source::new(&mut stream);
            let start = source.position();
            source.given_back = before;
            assert_eq!(source.unread().unwrap(), b"<a>bc");
            source.pass(3);
            source.put_back_broken(b"<a>", start);
            assert_eq!(source.position().column, wanted);
            // All that was given back counts together.
            assert_eq!(source.given_back, if wanted == 2 { MAX_GIVEN_BACK } else { before });
        }
    }

    #[test]
    fn a_name_is_taken_up_to_its_bound() {
        let text = format!("<{}>", "n".repeat(MAX_NAME));
        let mut stream = Stream::new(io::empty(), text.as_bytes(), Decoding::detect(b""));
        assert_eq!(Source::new(&mut stream).take_name().unwrap().len(), MAX_NAME);
    }
}
