//! Keys that stand on several lines. Which line Domino takes is not documented, so a person has to
//! be told; and a file may hold a million of them, so what is kept of them is bounded.

use crate::evidence::Warning;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Lines of one key that are handed on; of further ones only those that first disagree.
const MOST_LINES: u64 = 100;
/// Keys that are watched.
const MOST_KEYS: usize = 100_000;
/// Line numbers a warning names.
const NAMED: usize = 5;

/// What was seen of each key.
#[derive(Default)]
pub(super) struct Duplicates {
    keys: BTreeMap<String, Seen>,
    unwatched: Option<u64>,
}

struct Seen {
    /// As typed first.
    key: String,
    lines: Vec<u64>,
    count: u64,
    /// Of the first value: neither a long value nor a secret is kept.
    hash: [u8; 32],
    agree: bool,
}

impl Duplicates {
    /// Notes the line; whether it is to be handed on.
    pub(super) fn keep(&mut self, key: &str, value: &str, line: u64) -> bool {
        let hash = Sha256::digest(value).into();
        if let Some(seen) = self.keys.get_mut(&key.to_ascii_uppercase()) {
            return seen.again(hash, line);
        }
        if self.keys.len() < MOST_KEYS {
            let seen = Seen { key: key.to_owned(), lines: vec![line], count: 1, hash, agree: true };
            self.keys.insert(key.to_ascii_uppercase(), seen);
        } else {
            self.unwatched.get_or_insert(line);
        }
        true
    }

    /// Tells every key that stands on several lines, in the order of the alphabet.
    pub(super) fn finish(self, mut warn: impl FnMut(Warning)) {
        for seen in self.keys.values().filter(|seen| seen.count > 1) {
            warn(seen.warning());
        }
        if let Some(line) = self.unwatched {
            warn(Warning::new("too-many-keys", line).with("limit", MOST_KEYS));
        }
    }
}

impl Seen {
    fn again(&mut self, hash: [u8; 32], line: u64) -> bool {
        self.count += 1;
        if self.lines.len() < NAMED {
            self.lines.push(line);
        }
        // A line that disagrees must never be lost in the crowd: it makes the value unknown.
        let first_other = self.agree && hash != self.hash;
        self.agree &= hash == self.hash;
        self.count <= MOST_LINES || first_other
    }

    fn warning(&self) -> Warning {
        let mut lines: Vec<_> = self.lines.iter().map(u64::to_string).collect();
        if self.count > NAMED as u64 {
            lines.push("…".to_owned());
        }
        let code = if self.agree { "repeated-setting" } else { "duplicate-setting" };
        Warning::new(code, self.lines.first().copied())
            .with("key", &self.key)
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
