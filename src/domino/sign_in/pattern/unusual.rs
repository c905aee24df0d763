//! Incoming URL patterns that are more than a path with `*`. The help of Domino speaks of "a URL path
//! pattern with * wildcards"; how it takes anything else (an escape, an expression, a list, a pattern
//! that begins with no slash) is not documented. So such a pattern is only ruled out where no reading
//! of it covers a path.

/// Whether a pattern is a path in which `*` stands for any characters.
pub(super) fn is_plain(pattern: &str) -> bool {
    pattern.starts_with(['/', '*'])
        && !pattern.contains(".*")
        && pattern.chars().all(|c| c == '*' || is_path(c))
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || "/-_.~".contains(c)
}

/// Whether any reading of an unusual pattern covers a path.
pub(super) fn may_mean(pattern: &str, path: &str) -> bool {
    let path = path.to_lowercase();
    let parts = pattern.split(['|', ',', ';', ' ', '\t', '\r', '\n']);
    parts.filter(|part| !part.is_empty()).any(|part| part_may_mean(part, &path))
}

/// One pattern of a list. An expression may mean anything behind the text that it begins with.
fn part_may_mean(part: &str, path: &str) -> bool {
    let part = unescaped(part).to_lowercase();
    let part = match part.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => &part,
    };
    let odd = part.find(|c| c != '*' && !is_path(c)).or_else(|| part.find(".*"));
    match odd.and_then(|at| part.split_at_checked(at)) {
        None if part.starts_with('/') => super::wildcard(&format!("{part}*"), path),
        None => super::wildcard(&format!("*{part}*"), path),
        Some((head, tail)) => {
            let head = head.split('*').next().unwrap_or_default();
            // What makes the character before it optional.
            let head = match tail.starts_with(['?', '+', '{']) {
                true => head.char_indices().next_back().map_or("", |(at, _)| &head[..at]),
                false => head,
            };
            !head.starts_with('/') || path.starts_with(head)
        }
    }
}

/// The text with its percent escapes read.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        match code {
            Some(code) if first == b'%' => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Cover, covers};
    use crate::evidence::Confidence::Medium;

    #[test]
    fn how_domino_takes_an_unusual_pattern_is_not_guessed() {
        for pattern in [
            "/trav%65ler*",
            "/%74raveler",
            "traveler*",
            "traveler",
            "/traveler.*",
            "/traveler?*",
            "/travelers?",
            "/travele.+",
            "^/traveler",
            "/(traveler|servlet).*",
            "/[a-z]+",
            "/x|/traveler*",
            "/x|/tr*",
            "/traveler*,/servlet*",
            "/traveler*; /servlet*",
            "/servlet* /traveler*",
            "https://mail.example.com/traveler*",
            "https://mail.example.com",
            "/traveler*\u{a0}",
            "\\/traveler",
            "/$user*",
        ] {
            assert_eq!(covers(pattern, "/traveler"), Cover::Unclear, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_can_mean_no_such_path_in_any_reading_is_ruled_out() {
        for pattern in [
            "/help%20pages*",
            "/old?page=*",
            "mail.nsf",
            "/images/*.*",
            "/files.*",
            "/travelerx.*",
            "/%61bc*",
            "/images,/dew*",
            "/a,/b;/c",
            "https://mail.example.com/help*",
        ] {
            assert_eq!(covers(pattern, "/traveler"), Cover::No(Medium), "{pattern}");
        }
        // A path is matched from its beginning on.
        assert_eq!(covers("/images,/help", "/traveler/help"), Cover::No(Medium));
        // What looks like an escape is none without its sign.
        assert_eq!(covers("/x|/deadline*", "/deadline"), Cover::Unclear);
    }
}
