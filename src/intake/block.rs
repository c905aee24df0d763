//! The buffers that an input is read into.
//!
//! Where the bytes begin matters: a system that copies them into a place that is no multiple of 64
//! takes four times as long for it (seen on Linux with a file in the page cache).

use std::io::{self, Read};

/// Bytes read at a time.
pub(super) const CHUNK: usize = 256 * 1024;
/// Bytes in front of those read, for what was left of the piece before.
pub(super) const HEADROOM: usize = 4096;
const ALIGN: usize = 64;

/// A piece of an input.
#[derive(Clone)]
pub(super) struct Block {
    bytes: Vec<u8>,
    /// Where reading puts its first byte.
    origin: usize,
    /// Bytes read at a time.
    chunk: usize,
    from: usize,
    to: usize,
}

impl Block {
    pub(super) fn new() -> Self {
        Self::of(CHUNK)
    }

    /// One for so many bytes read at a time: most inputs are small, and new memory costs time.
    pub(super) fn of(chunk: usize) -> Self {
        let bytes = vec![0; ALIGN + HEADROOM + chunk];
        let origin = HEADROOM + bytes.as_ptr().align_offset(ALIGN).min(ALIGN);
        Self { bytes, origin, chunk, from: origin, to: origin }
    }

    /// Reads the next bytes behind `rest`, of which there may be as many as there is headroom.
    pub(super) fn fill(&mut self, rest: &[u8], source: &mut dyn Read) -> io::Result<()> {
        self.put_in_front(rest);
        self.to = self.origin;
        let room = self.bytes.get_mut(self.origin..).unwrap_or_default();
        self.to += read(source, room.get_mut(..self.chunk).unwrap_or_default())?;
        Ok(())
    }

    /// Puts what was left of the piece before in front of what was read.
    pub(super) fn put_in_front(&mut self, rest: &[u8]) {
        self.from = self.origin.saturating_sub(rest.len());
        let place = self.bytes.get_mut(self.from..self.origin);
        if let Some(place) = place.filter(|place| place.len() == rest.len()) {
            place.copy_from_slice(rest);
        }
    }

    /// What was left of the piece before, and what was read.
    pub(super) fn all(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }

    /// What was read.
    pub(super) fn fresh(&self) -> &[u8] {
        self.bytes.get(self.origin..self.to).unwrap_or_default()
    }
}

/// Reads once, again where the system was interrupted.
fn read(source: &mut dyn Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_stands_in_front() {
        let mut block = Block::new();
        block.fill(b"", &mut &b"abc"[..]).unwrap();
        assert_eq!((block.all(), block.fresh()), (&b"abc"[..], &b"abc"[..]));
        block.fill(b"bc", &mut &b"de"[..]).unwrap();
        assert_eq!((block.all(), block.fresh()), (&b"bcde"[..], &b"de"[..]));
        assert_eq!(block.fresh().as_ptr().align_offset(ALIGN), 0);
        block.fill(&[b'x'; HEADROOM], &mut &b""[..]).unwrap();
        assert_eq!((block.all().len(), block.fresh().len()), (HEADROOM, 0));
    }
}
