//! One line of notes.ini, taken apart.

use crate::catalog::{KnownSetting, Settings};
use crate::evidence::Ignored;
use crate::formats::Sight;

/// A line, or a part of one between carriage returns.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    /// The line, counted from 1.
    pub(super) number: u64,
    /// Column of the first character, counted from 1.
    pub(super) column: u64,
    /// Bytes of the whole line.
    pub(super) span: (u64, u64),
    /// Whether carriage returns alone stand in the line.
    pub(super) broken: bool,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    Blank,
    /// `[name]`.
    Section(&'t str),
    /// The text behind the marks.
    Comment(&'t str),
    /// A line without `=`.
    Stray(&'t str),
    Setting {
        key: &'t str,
        value: &'t str,
        /// Byte of the text at which the value begins.
        value_at: usize,
    },
}

/// Only blanks of ASCII are trimmed: a no-break space is part of the key for Domino too.
const BLANK: [char; 4] = [' ', '\t', '\u{b}', '\u{c}'];

/// Takes a line apart.
pub(super) fn kind(text: &str) -> Kind<'_> {
    let line = text.trim_matches(BLANK);
    if line.is_empty() {
        return Kind::Blank;
    }
    if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Kind::Section(name.trim_matches(BLANK));
    }
    if let Some(rest) = comment(line) {
        return Kind::Comment(rest);
    }
    let Some((key, rest)) = text.split_once('=') else {
        return Kind::Stray(line);
    };
    let value = rest.trim_matches(BLANK);
    let blanks = rest.len() - rest.trim_start_matches(BLANK).len();
    let value_at = key.len() + 1 + if value.is_empty() { 0 } else { blanks };
    match key.trim_matches(BLANK) {
        "" => Kind::Stray(line),
        key => Kind::Setting { key, value, value_at },
    }
}

/// What the blanks in a line with a setting leave of it. That `KEY =value` is read like `KEY=value` is
/// known of scripts that people use on Domino servers (get_notes_ini_var of domino-startscript); of
/// blanks before the key nothing is known, and a key with something before it is another key.
pub(super) fn sight(text: &str) -> Sight {
    if text.starts_with(BLANK) {
        return Sight::Doubtful(Ignored::LeadingBlank);
    }
    let odd = text.split_once('=').is_some_and(|(key, value)| {
        key.ends_with(BLANK) || value.starts_with(BLANK) || value.ends_with(BLANK)
    });
    if odd { Sight::Likely } else { Sight::Sure }
}

/// The text behind the marks of a comment.
fn comment(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches([':', ';', '#']);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let rest = match rest.split_at_checked(3) {
        Some((word, after))
            if word.eq_ignore_ascii_case("rem")
                && (after.is_empty() || after.starts_with(BLANK)) =>
        {
            after
        }
        _ => rest,
    };
    (rest.len() < line.len()).then(|| rest.trim_matches(BLANK))
}

/// Whether a line that no line end follows is the beginning of a longer one. Editors of DOS end a file
/// with a mark of their own.
pub(super) fn is_cut_off(text: &str) -> bool {
    matches!(kind(text), Kind::Stray(words) if words != "\u{1a}")
}

/// Whether a key may hold this character.
pub(super) fn in_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// Whether a word is a key that prose does not hold by chance: one we know that has a digit, an
/// underscore, or a capital inside, or one of Traveler.
pub(super) fn is_telling(settings: &Settings, word: &str) -> bool {
    tells(word, settings.get(word))
}

/// The same of a word whose entry was looked up.
pub(super) fn tells(word: &str, known: Option<&KnownSetting>) -> bool {
    let odd = |c: char| c == '_' || c.is_ascii_digit() || c.is_ascii_uppercase();
    is_traveler(word) || known.is_some_and(|known| known.key.chars().skip(1).any(odd))
}

fn is_traveler(word: &str) -> bool {
    word.len() > 4 && word.starts_with("NTS_")
}

/// The key of a setting that lost its own line: `A=1 NTS_X=2` or `A=1NTS_X=2`.
pub(super) fn swallowed_key<'v>(settings: &Settings, value: &'v str) -> Option<&'v str> {
    value.match_indices('=').find_map(|(at, _)| {
        let before = value.get(..at)?.trim_end_matches(BLANK);
        let rest = before.trim_end_matches(in_key);
        let word = before.get(rest.len()..)?;
        let alone = rest.is_empty() || rest.ends_with(BLANK);
        if alone && (settings.get(word).is_some() || is_traveler(word)) {
            return Some(word);
        }
        glued_key(settings, word)
    })
}

/// The key at the end of a word, where a value ran into it. Here its spelling must be the known
/// one, or `-Dsome.directory=` would be taken for `Directory=`.
fn glued_key<'v>(settings: &Settings, word: &'v str) -> Option<&'v str> {
    // No key is longer; words without end would take time without end.
    let word = word.get(word.len().saturating_sub(64)..)?;
    (1..word.len()).filter_map(|at| word.get(at..)).find(|key| {
        is_traveler(key)
            || is_telling(settings, key)
                && settings.get(key).is_some_and(|known| known.key == *key && key.len() > 5)
    })
}

/// What stands in front of `=`: asked once for each line, as files have thousands.
#[derive(Clone, Copy)]
pub(super) struct Key<'t> {
    pub(super) text: &'t str,
    /// Whether it is one of those we know.
    pub(super) known: bool,
    /// Whether its value must never be shown.
    pub(super) secret: bool,
    /// Whether it has no character but those of keys.
    clean: bool,
}

impl<'t> Key<'t> {
    pub(super) fn of(settings: &Settings, text: &'t str) -> Self {
        Self {
            text,
            known: settings.get(text).is_some(),
            secret: settings.is_secret(text),
            clean: text.bytes().all(|byte| in_key(char::from(byte))),
        }
    }

    /// The key that was meant where more stands in front of the `=`: quotes, a blank that is none, a
    /// whole console command (`set config KEY=value`). Domino then knows no such key.
    pub(super) fn meant(&self, settings: &Settings) -> Option<String> {
        if self.clean {
            return None;
        }
        let cleaned: String = self.text.chars().filter(|c| in_key(*c)).collect();
        if settings.get(&cleaned).is_some() {
            return Some(cleaned);
        }
        let last = self.text.rsplit(|c| !in_key(c)).find(|word| !word.is_empty())?;
        is_telling(settings, last).then(|| last.to_owned())
    }

    /// What may be shown of a text in front of `=` that holds a secret beside its name, as in
    /// `KEY: c2VjcmV0==`.
    pub(super) fn secret_inside(&self, settings: &Settings) -> Option<&'t str> {
        if self.clean {
            let unknown = self.secret && !self.known;
            return if unknown { swallowed_value(settings, self.text) } else { None };
        }
        let mut rest = self.text;
        for word in self.text.split(|c| !in_key(c)).filter(|word| settings.is_secret(word)) {
            rest = rest.split_once(word).map_or("", |(_, after)| after);
            let marked = rest.trim_start_matches(BLANK).starts_with(':');
            let more = rest.contains(char::is_alphanumeric);
            if more && (marked || word.contains('_')) {
                return Some(word);
            }
        }
        settings.holds_secret(self.text).then_some("?")
    }
}

/// The key of a secret that stands with a value in a text that sets nothing: `KEY: value`, `KEY value`;
/// in a comment also `KEY=value`, but nothing in the manner of prose.
pub(super) fn secret_beside<'t>(
    settings: &Settings,
    text: &'t str,
    comment: bool,
) -> Option<(&'t str, &'t str)> {
    let end = text.find(|c| !in_key(c)).unwrap_or(text.len());
    let (key, rest) = text.split_at_checked(end)?;
    let rest = rest.trim_start_matches(BLANK);
    let (value, marked) = match rest.strip_prefix(['=', ':']) {
        Some(value) => (value.trim_matches(BLANK), true),
        None => (rest, false),
    };
    let one_word = !comment && is_telling(settings, key) && !value.contains(BLANK);
    let secret = settings.is_secret(key) && (marked || one_word)
        || comment && marked && settings.holds_secret(value);
    (secret && !key.is_empty() && !value.is_empty()).then_some((key, value))
}

/// Words in capitals with which names of secrets end.
const SECRET_ENDS: [&str; 6] =
    ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "KENNWORT", "PASSWORT"];

/// The name of a secret that is written together with its value, in a key that we don't know:
/// `NTS_DB_PASSWORDhunter2`. Behind the name something must stand that no name goes on with.
fn swallowed_value<'t>(settings: &Settings, key: &'t str) -> Option<&'t str> {
    let cuts = || (1..key.len()).filter_map(|end| key.split_at_checked(end));
    let known = |name: &str, rest: &str| {
        settings.get(name).is_some_and(|known| known.secret)
            && !rest.starts_with('_')
            && !rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let named = |name: &str, rest: &str| {
        SECRET_ENDS.iter().any(|end| name.ends_with(end))
            && !rest.starts_with('_')
            && rest.contains(|c: char| c.is_ascii_lowercase())
    };
    let of_list = cuts().find(|(name, rest)| known(name, rest));
    of_list.or_else(|| cuts().find(|(name, rest)| named(name, rest))).map(|(name, _)| name)
}

/// The beginning of a text that may be of any length.
pub(super) fn short(text: &str) -> String {
    text.chars().take(64).collect()
}
