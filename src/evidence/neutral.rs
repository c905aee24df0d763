//! Text from an input, made harmless for a terminal and a page.

/// Replaces control characters (escape sequences among them) and the characters that change the
/// direction of text by visible stand-ins. Line ends become blanks where `one_line` is wanted.
#[must_use]
pub fn neutral(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\r' => ' ',
            c if steers(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Whether a character is one that steers a terminal, turns the direction of a text, or is not seen. Line
/// ends and tabs, which JSON never holds as they are, are left to it.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r') || is_unseen(c)
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(neutral("a\u{1b}[31mb\u{7}\u{9b}"), "a\u{fffd}[31mb\u{fffd}\u{fffd}");
        assert_eq!(neutral("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(neutral("a\u{ad}b\u{e0041}"), "a\u{fffd}b\u{fffd}");
        assert_eq!(neutral("a\r\nb\tc"), "a  b c");
        assert_eq!(neutral("Müller 日本"), "Müller 日本");
    }
}
