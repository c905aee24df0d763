//! Incoming URL patterns of Web Site Rules. Source: "Web Site rules and global Web settings", Domino
//! help.

mod unusual;

use crate::evidence::Confidence;

/// Whether a pattern covers a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// It does.
    Yes(Confidence),
    /// It does not.
    No(Confidence),
    /// It can't be told: it would if upper and lower case did not matter, the pattern is empty, or it is
    /// written in a way of which it is not documented how Domino takes it.
    Unclear,
}

/// Tests an incoming URL pattern against a path (no host, no query).
///
/// `*` stands for any characters. A pattern without `*` gets `/*` appended: documented for
/// substitution rules, inferred for the others.
#[must_use]
pub(super) fn covers(pattern: &str, path: &str) -> Cover {
    let pattern = pattern.trim_ascii();
    if pattern.trim_end_matches('/').is_empty() {
        return Cover::Unclear;
    }
    if !is_plain(pattern) {
        let may = unusual::may_mean(pattern, path);
        return if may { Cover::Unclear } else { Cover::No(Confidence::Medium) };
    }
    let (pattern, confidence) = if pattern.contains('*') {
        (pattern.to_owned(), Confidence::High)
    } else {
        (format!("{}/*", pattern.trim_end_matches('/')), Confidence::Medium)
    };
    if wildcard(&pattern, path) {
        Cover::Yes(confidence)
    } else if wildcard(&pattern.to_lowercase(), &path.to_lowercase()) {
        Cover::Unclear
    } else {
        Cover::No(confidence)
    }
}

/// Whether a pattern is a path in which `*` stands for any characters, and nothing more.
pub(super) fn is_plain(pattern: &str) -> bool {
    unusual::is_plain(pattern.trim_ascii())
}

/// Whether `text` fits `pattern`, in which `*` stands for any characters.
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<_> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The path after a substitution; `None` where the replacement can't be worked out.
pub(super) fn substitute(pattern: &str, replacement: &str, path: &str) -> Option<String> {
    let pattern = pattern.trim_ascii();
    let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
    if after.contains('*') {
        return None;
    }
    let middle = path.strip_prefix(before)?.strip_suffix(after)?;
    let replacement = replacement.trim_ascii();
    match replacement.split_once('*') {
        Some((head, tail)) if !tail.contains('*') => Some(format!("{head}{middle}{tail}")),
        Some(_) => None,
        None => Some(format!("{}{middle}", replacement.trim_end_matches('/'))),
    }
}

#[cfg(test)]
mod tests;
