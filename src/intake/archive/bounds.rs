//! How much an archive may make of itself.

use std::cell::Cell;
use std::io::{self, Read};

/// Bytes of one member.
const MAX_MEMBER: u64 = 8 << 30;
/// Bytes of all members of an archive.
const MAX_TOTAL: u64 = 64 << 30;
/// Bytes of all members for each byte of the archive. Exports of a directory reach 30, logs of
/// equal lines more; what packs a disk into a page reaches 1,000.
const MAX_RATIO: u64 = 250;
/// Up to here the ratio does not count: a few lines of one letter are no attack.
const FREE: u64 = 64 << 20;

/// What an archive may still unpack.
pub(super) struct Budget {
    left: Cell<u64>,
    hit: Cell<bool>,
}

impl Budget {
    /// The budget of an archive of `size` bytes.
    pub(super) fn of(size: u64) -> Self {
        let left = size.saturating_mul(MAX_RATIO).clamp(FREE, MAX_TOTAL);
        Self { left: Cell::new(left), hit: Cell::new(false) }
    }

    /// Whether a limit kept something from being read.
    pub(super) fn was_hit(&self) -> bool {
        self.hit.get()
    }

    /// Whether nothing more can be read.
    pub(super) fn is_spent(&self) -> bool {
        self.hit.get() && self.left.get() == 0
    }
}

/// A reader that fails where a limit is passed, or where the source ends too early.
pub(super) struct Bounded<'b, R> {
    inner: R,
    budget: &'b Budget,
    /// Whether what is read here counts for the budget.
    counts: bool,
    own: u64,
    wanted: Option<u64>,
}

impl<'b, R: Read> Bounded<'b, R> {
    /// All that comes out of the source of an archive that is unpacked as one stream.
    pub(super) fn total(inner: R, budget: &'b Budget) -> Self {
        Self { inner, budget, counts: true, own: u64::MAX, wanted: None }
    }

    /// A member; `wanted` is the size it must have, where it is taken from a stream that may end
    /// early. Of such a stream the source counts, or the file is the bound.
    pub(super) fn member(inner: R, wanted: Option<u64>, budget: &'b Budget) -> Self {
        Self { inner, budget, counts: wanted.is_none(), own: MAX_MEMBER, wanted }
    }

    fn room(&self) -> u64 {
        if self.counts { self.own.min(self.budget.left.get()) } else { self.own }
    }

    /// At the limit: whether the source ends just here.
    fn at_limit(&mut self) -> io::Result<usize> {
        if self.inner.read(&mut [0])? == 0 {
            return self.ended();
        }
        self.budget.hit.set(true);
        Err(io::Error::other("the limit for unpacking was reached"))
    }

    fn ended(&self) -> io::Result<usize> {
        match self.wanted {
            Some(1..) => Err(io::Error::other("the archive ends within this file")),
            _ => Ok(0),
        }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.room()).unwrap_or(usize::MAX).min(out.len());
        if out.is_empty() {
            return Ok(0);
        }
        if room == 0 {
            return self.at_limit();
        }
        let got = self.inner.read(out.get_mut(..room).unwrap_or_default())?;
        if got == 0 {
            return self.ended();
        }
        self.own -= got as u64;
        self.wanted = self.wanted.map(|wanted| wanted.saturating_sub(got as u64));
        if self.counts {
            self.budget.left.set(self.budget.left.get().saturating_sub(got as u64));
        }
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(wanted: Option<u64>, left: u64, bytes: &[u8]) -> (Result<usize, String>, bool) {
        let budget = Budget { left: Cell::new(left), hit: Cell::new(false) };
        let mut all = Vec::new();
        let got = Bounded::member(bytes, wanted, &budget).read_to_end(&mut all);
        (got.map_err(|error| error.to_string()), budget.was_hit())
    }

    #[test]
    fn a_reader_fails_beyond_its_limit_and_never_at_it() {
        assert_eq!(read(None, 5, b"12345"), (Ok(5), false));
        let (got, hit) = read(None, 4, b"12345");
        assert!(got.unwrap_err().contains("limit") && hit);
        assert_eq!(read(Some(5), 0, b"12345"), (Ok(5), false));
        let (got, hit) = read(Some(6), 9, b"12345");
        assert!(got.unwrap_err().contains("ends within") && !hit);
    }

    #[test]
    fn the_budget_grows_with_the_archive_between_two_bounds() {
        for (size, wanted) in
            [(0, FREE), (1 << 20, 250 << 20), (1 << 40, MAX_TOTAL), (u64::MAX, MAX_TOTAL)]
        {
            assert_eq!(Budget::of(size).left.get(), wanted, "{size}");
        }
    }
}
