//! Text broken into lines of a width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// After these a word that is longer than a line may be broken.
const SEAMS: [char; 10] = ['/', '\\', '-', '_', '.', ':', '=', ',', '?', '&'];

/// Breaks a text at blanks, and words longer than a line at their seams or, failing that, anywhere.
/// `width` is in columns of a terminal. Line ends in the text stay.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line, width.max(1))).collect()
}

fn wrap_line(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let Some(line) = lines.last_mut() else { break };
        let glue = usize::from(!word.glued && !line.is_empty());
        if line.is_empty() || line.width() + glue + word.text.width() <= width {
            line.push_str(&" "[..glue]);
            line.push_str(word.text);
        } else {
            lines.push(word.text.to_owned());
        }
    }
    lines
}

/// A word, or a part of one that goes on without a blank.
struct Piece<'w> {
    text: &'w str,
    glued: bool,
}

/// The word whole where it fits a line, else cut at its seams.
fn pieces(word: &str, width: usize) -> Vec<Piece<'_>> {
    if word.width() <= width {
        return vec![Piece { text: word, glued: false }];
    }
    let mut pieces = Vec::new();
    for part in word.split_inclusive(SEAMS) {
        let mut rest = part;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(fitting(rest, width));
            pieces.push(Piece { text: head, glued: !pieces.is_empty() });
            rest = tail;
        }
    }
    pieces
}

/// Bytes of the text that fit into a line; at least one character.
fn fitting(text: &str, width: usize) -> usize {
    let mut columns = 0;
    for (at, c) in text.char_indices() {
        columns += c.width().unwrap_or(0);
        if columns > width && at > 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use proptest::prelude::*;

    #[test]
    fn text_is_broken_at_blanks_and_long_words_at_their_seams() {
        let cases: [(&str, usize, &[&str]); 8] = [
            ("one two three", 7, &["one two", "three"]),
            ("", 4, &[""]),
            ("a\nb c", 9, &["a", "b c"]),
            (
                "see /traveler/Microsoft-Server-ActiveSync",
                20,
                &["see /traveler/", "Microsoft-Server-", "ActiveSync"],
            ),
            ("NTS_AS_ENFORCE_POLICY=false", 16, &["NTS_AS_ENFORCE_", "POLICY=false"]),
            ("abcdefghij kl", 4, &["abcd", "efgh", "ij", "kl"]),
            ("日本語", 4, &["日本", "語"]),
            ("x", 0, &["x"]),
        ];
        for (text, width, wanted) in cases {
            assert_eq!(wrap(text, width), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_long(text in "[a-z/_ -]{0,80}", width in 1_usize..30) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.len() <= width));
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(plain(&lines.concat()), plain(&text));
        }
    }
}
