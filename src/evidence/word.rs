//! Words of the program's own, such as the code of a warning, as facts that were written down bring
//! them back. In the program they are `&'static str`; what is read is kept once for each word, and
//! what is no such word is refused, so that an input can't fill the memory with them.

use super::Args;
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// A word of the program's own.
pub type Word = &'static str;

/// Words that are kept; the program has a few hundred.
const MAX_WORDS: usize = 4_000;
/// Bytes of a word at the most.
const MAX_LENGTH: usize = 64;

static WORDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The word as the program itself would write it; `None` for what is none, or too many.
fn known(text: &str) -> Option<&'static str> {
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(word) = words.get(text) {
        return Some(word);
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    if words.len() >= MAX_WORDS || text.len() > MAX_LENGTH || !text.chars().all(fits) {
        return None;
    }
    let word: &'static str = Box::leak(text.to_owned().into_boxed_str());
    words.insert(word);
    Some(word)
}

/// Reads a word.
///
/// # Errors
/// What is no word of this program.
pub fn read_word<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let text = String::deserialize(from)?;
    known(&text).ok_or_else(|| Error::custom(format_args!("{text:.40} is no word of this program")))
}

/// Reads a word, or that there is none.
///
/// # Errors
/// What is no word of this program.
pub fn read_word_or_none<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<&'static str>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let word = known(&text);
    word.map(Some).ok_or_else(|| Error::custom("no word of this program"))
}

/// Reads the arguments of a text.
pub(super) fn read_args<'de, D: Deserializer<'de>>(from: D) -> Result<Args, D::Error> {
    let args = BTreeMap::<String, String>::deserialize(from)?;
    let word = |name: &str| known(name).ok_or_else(|| Error::custom("no name of an argument"));
    args.into_iter().map(|(name, value)| Ok((word(&name)?, value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_once_and_what_is_none_is_refused() {
        let word = known("cannot-open").unwrap();
        assert!(std::ptr::eq(word, known("cannot-open").unwrap()));
        assert_eq!(known("\u{1b}[2J"), None);
        assert_eq!(known(&"a".repeat(MAX_LENGTH + 1)), None);
    }
}
