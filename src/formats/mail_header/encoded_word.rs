//! `=?UTF-8?B?…?=`: text in a header that is not ASCII, as RFC 2047 writes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;

/// Replaces the encoded words of a header by their text; what can't be decoded stays as it is.
pub(super) fn decode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, tail) = rest.split_at(at);
        let Some((text, length)) = word(tail) else {
            out.push_str(before);
            out.push_str("=?");
            rest = tail.get(2..).unwrap_or_default();
            after_word = false;
            continue;
        };
        // Blanks between two encoded words only divide them.
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        out.push_str(&text);
        rest = tail.get(length..).unwrap_or_default();
        after_word = true;
    }
    out.push_str(rest);
    out
}

/// Text and length of the encoded word that `input` begins with.
fn word(input: &str) -> Option<(String, usize)> {
    let mut parts = input.strip_prefix("=?")?.splitn(4, '?');
    let (charset, kind, text, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let rest = rest.strip_prefix('=')?;
    let bytes = match kind {
        "B" | "b" => STANDARD.decode(text).ok()?,
        "Q" | "q" => quoted(text)?,
        _ => return None,
    };
    let label = charset.split('*').next()?;
    let (text, _, broken) = Encoding::for_label(label.as_bytes())?.decode(&bytes);
    (!broken).then(|| (text.into_owned(), input.len() - rest.len()))
}

fn quoted(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            other => other,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use proptest::prelude::*;

    #[test]
    fn words_are_decoded_and_joined() {
        let table = [
            ("plain", "plain"),
            ("=?UTF-8?B?SUJNIFRyYXZlbGVy?= 9.0.1.7", "IBM Traveler 9.0.1.7"),
            ("=?iso-8859-1?Q?T=FCr_1?= =?utf-8?q?_2?=", "Tür 1 2"),
            ("=?utf-8*de?Q?a?= b =?utf-8?Q?c?=", "a b c"),
            ("=?nonsense?Q?a?=", "=?nonsense?Q?a?="),
            ("=?utf-8?B?***?=", "=?utf-8?B?***?="),
            ("=?utf-8?Q?=ZZ?=", "=?utf-8?Q?=ZZ?="),
            ("=?utf-8?Q?a", "=?utf-8?Q?a"),
            ("=?=?=?", "=?=?=?"),
            (" =?utf-8?Q?a?= ", " a "),
            ("=?x?= =?utf-8?Q?a?=", "=?x?= a"),
        ];
        for (value, expected) in table {
            assert_eq!(decode(value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[=?UTF8BQ_A-F0-9ä -]*") {
            let _ = decode(&text);
        }
    }
}
