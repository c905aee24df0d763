//! Keys that stand on several lines. Which line Domino takes is not documented, so a person has to
//! be told; and a file may hold a million of them, so what is kept of them is bounded.

use crate::evidence::Warning;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Lines of one key that are handed on; of further ones only those that first disagree.
const MOST_LINES: u64 = 100;
/// Keys that are watched.
const MOST_KEYS: usize = 100_000;
/// Line numbers a warning names.
const NAMED: usize = 5;
/// Bytes of a key at the most, but for very long ones.
const USUAL: usize = 64;

/// What was seen of each key.
#[derive(Default)]
pub(super) struct Duplicates {
    keys: Vec<Seen>,
    /// The numbers of the keys, by their hashes.
    numbers: BTreeMap<u64, usize>,
    /// Hashes are made with a number that nobody can know, so that no file is made to collide.
    hashes: RandomState,
    unwatched: Option<u64>,
}

struct Seen {
    /// As typed first.
    key: String,
    line: u64,
    /// Of the first value: neither a long value nor a secret is kept.
    hash: u64,
    again: Option<Box<Again>>,
}

/// A key that stands on several lines.
struct Again {
    lines: Vec<u64>,
    count: u64,
    agree: bool,
}

impl Duplicates {
    /// Notes the line; whether it is to be handed on.
    pub(super) fn keep(&mut self, key: &str, value: &str, line: u64) -> bool {
        let hash = self.hashes.hash_one(value);
        let mut place = self.hash_of_key(key);
        while let Some(number) = self.numbers.get(&place) {
            match self.keys.get_mut(*number) {
                Some(seen) if seen.key.eq_ignore_ascii_case(key) => return seen.again(hash, line),
                _ => place = place.wrapping_add(1),
            }
        }
        if self.keys.len() < MOST_KEYS {
            self.numbers.insert(place, self.keys.len());
            self.keys.push(Seen { key: key.to_owned(), line, hash, again: None });
        } else {
            self.unwatched.get_or_insert(line);
        }
        true
    }

    /// The same for keys that differ in their case only.
    fn hash_of_key(&self, key: &str) -> u64 {
        let mut hasher = self.hashes.build_hasher();
        let mut upper = [0; USUAL];
        for piece in key.as_bytes().chunks(USUAL) {
            if let Some(upper) = upper.get_mut(..piece.len()) {
                upper.copy_from_slice(piece);
                upper.make_ascii_uppercase();
                hasher.write(upper);
            }
        }
        hasher.finish()
    }

    /// Tells every key that stands on several lines, in the order of the alphabet.
    pub(super) fn finish(self, mut warn: impl FnMut(Warning)) {
        let again = self.keys.iter().filter_map(|seen| Some((seen, seen.again.as_deref()?)));
        let mut again: Vec<_> = again.collect();
        again.sort_by_cached_key(|(seen, _)| seen.key.to_ascii_uppercase());
        again.into_iter().for_each(|(seen, again)| warn(again.warning(&seen.key)));
        if let Some(line) = self.unwatched {
            warn(Warning::new("too-many-keys", line).with("limit", MOST_KEYS));
        }
    }
}

impl Seen {
    fn again(&mut self, hash: u64, line: u64) -> bool {
        let first = || Box::new(Again { lines: vec![self.line], count: 1, agree: true });
        let again = self.again.get_or_insert_with(first);
        again.count += 1;
        if again.lines.len() < NAMED {
            again.lines.push(line);
        }
        // A line that disagrees must never be lost in the crowd: it makes the value unknown.
        let first_other = again.agree && hash != self.hash;
        again.agree &= hash == self.hash;
        again.count <= MOST_LINES || first_other
    }
}

impl Again {
    fn warning(&self, key: &str) -> Warning {
        let mut lines: Vec<_> = self.lines.iter().map(u64::to_string).collect();
        if self.count > NAMED as u64 {
            lines.push("…".to_owned());
        }
        let code = if self.agree { "repeated-setting" } else { "duplicate-setting" };
        Warning::new(code, self.lines.first().copied())
            .with("key", key)
            .with("lines", lines.join(", "))
            .with("count", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_watched_are_bounded() {
        let mut seen = Duplicates::default();
        for (number, line) in (0..MOST_KEYS).zip(1..) {
            assert!(seen.keep(&format!("K{number}"), "1", line));
        }
        assert!(seen.unwatched.is_none());
        let more = MOST_KEYS as u64 + 1;
        assert!(seen.keep("More", "1", more) && seen.keep("More", "2", more + 1));
        let mut told = Vec::new();
        seen.finish(|warning| told.push((warning.code, warning.line)));
        assert_eq!(told, [("too-many-keys", Some(more))]);
    }
}
