//! Characters of an XML text: bytes that are not UTF-8, line ends, references.
//!
//! Only the references that XML itself names are resolved. Entities that a DOCTYPE declares are
//! never expanded, so no input can grow while it is read.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The text of `bytes`, and whether they were no UTF-8 and were read as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

/// Appends `text` to `out` with every line end as `\n`, as XML asks for.
pub(super) fn push_lines(out: &mut String, text: &str) {
    if !text.contains('\r') {
        out.push_str(text);
        return;
    }
    out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
}

/// The character that `&name;` stands for.
pub(super) fn reference(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).filter(|found| *found != '\0')
}

/// The value of an attribute as written between its quotes, and whether an entity in it is not
/// known; such a one stays as written.
pub(super) fn attribute_value(raw: &str) -> (String, bool) {
    let mut value = String::with_capacity(raw.len());
    let mut unknown = false;
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        push_blanks(&mut value, before);
        rest = after;
        let found = after.split_once(';').and_then(|(name, tail)| Some((reference(name)?, tail)));
        match found {
            Some((character, tail)) => {
                value.push(character);
                rest = tail;
            }
            None => {
                value.push('&');
                unknown = true;
            }
        }
    }
    push_blanks(&mut value, rest);
    (value, unknown)
}

/// Line ends and tabs in an attribute are blanks.
fn push_blanks(value: &mut String, text: &str) {
    if text.contains(['\r', '\n', '\t']) {
        value.push_str(&text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " "));
    } else {
        value.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_xml_are_resolved_and_no_others() {
        let cases = [
            ("amp", Some('&')),
            ("lt", Some('<')),
            ("#10", Some('\n')),
            ("#xE4", Some('ä')),
            ("#Xe4", Some('ä')),
            ("#0", None),
            ("#x110000", None),
            ("#99999999999", None),
            ("#", None),
            ("nbsp", None),
            ("", None),
        ];
        for (name, wanted) in cases {
            assert_eq!(reference(name), wanted, "{name}");
        }
    }

    #[test]
    fn attributes_lose_their_line_ends_but_not_unknown_entities() {
        let cases = [
            ("a&amp;b", "a&b", false),
            ("a\r\nb\tc\nd", "a b c d", false),
            ("a&#10;b", "a\nb", false),
            ("&x;&lt;", "&x;<", true),
            ("R & D", "R & D", true),
            ("&amp;lt;", "&lt;", false),
        ];
        for (raw, value, unknown) in cases {
            assert_eq!(attribute_value(raw), (value.to_owned(), unknown), "{raw}");
        }
    }
}
