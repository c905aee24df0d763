//! Which encoding an input is in, and decoding it to UTF-8 piece by piece.
//!
//! Read here: UTF-8 with and without BOM, UTF-16 with BOM or by its pattern of NUL bytes, whatever
//! an XML declaration names, and, line by line, Windows-1252 where text is no UTF-8.

use encoding_rs::{
    CoderResult, Decoder, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use std::borrow::Cow;

/// How the bytes of one input become text.
pub struct Decoding {
    decoder: Option<Decoder>,
    named: Option<&'static str>,
    /// Bytes of a UTF-8 BOM still to be left out.
    bom: usize,
    passed_high: bool,
    saw_high: bool,
    saw_single_byte: bool,
}

impl Decoding {
    /// Decides from the first bytes of the input.
    #[must_use]
    pub fn detect(head: &[u8]) -> Self {
        match Encoding::for_bom(head) {
            // Only the BOM is left out, so that a stray single-byte character of such a file is
            // still read line by line and not lost to a replacement character.
            Some((encoding, length)) if encoding == UTF_8 => {
                Self { bom: length, named: Some("UTF-8 with BOM"), ..Self::undecided() }
            }
            Some((encoding, _)) => Self::with(encoding, true),
            None => match Self::utf16_pattern(head).or_else(|| Self::declared(head)) {
                Some(encoding) if encoding != UTF_8 => Self::with(encoding, false),
                _ => Self::undecided(),
            },
        }
    }

    fn undecided() -> Self {
        Self {
            decoder: None,
            named: None,
            bom: 0,
            passed_high: false,
            saw_high: false,
            saw_single_byte: false,
        }
    }

    fn with(encoding: &'static Encoding, bom: bool) -> Self {
        let named = match (encoding.name(), bom) {
            ("UTF-16LE", true) => "UTF-16LE with BOM",
            ("UTF-16BE", true) => "UTF-16BE with BOM",
            (name, _) => name,
        };
        Self {
            decoder: Some(encoding.new_decoder_with_bom_removal()),
            named: Some(named),
            ..Self::undecided()
        }
    }

    /// Plain text in UTF-16 without BOM has a NUL in every other byte.
    fn utf16_pattern(head: &[u8]) -> Option<&'static Encoding> {
        let pairs: Vec<_> =
            head.iter().step_by(2).zip(head.iter().skip(1).step_by(2)).take(64).collect();
        if pairs.len() < 2 {
            return None;
        }
        let tenths = |count: usize| count * 10 / pairs.len();
        let first = tenths(pairs.iter().filter(|(first, _)| **first == 0).count());
        let second = tenths(pairs.iter().filter(|(_, second)| **second == 0).count());
        match (first, second) {
            (0, 8..) => Some(UTF_16LE),
            (8.., 0) => Some(UTF_16BE),
            _ => None,
        }
    }

    /// The `encoding` of an XML declaration.
    fn declared(head: &[u8]) -> Option<&'static Encoding> {
        let head = head.trim_ascii_start();
        let declaration = head.strip_prefix(b"<?xml")?;
        let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
        let at = memchr::memmem::find(declaration, b"encoding")?;
        let rest = declaration[at + b"encoding".len()..].trim_ascii_start().strip_prefix(b"=")?;
        let rest = rest.trim_ascii_start();
        let (quote, rest) = rest.split_first()?;
        let label = &rest[..memchr::memchr(*quote, rest)?];
        // These bytes were ASCII enough to be read here, so they are no UTF-16 whatever they say;
        // the replacement encoding would turn the whole input into one mark.
        let no_use = [UTF_16LE, UTF_16BE, REPLACEMENT];
        Encoding::for_label(label).filter(|found| !no_use.contains(found))
    }

    /// Whether the text is not made of the bytes as they stand.
    #[must_use]
    pub fn changes_bytes(&self) -> bool {
        self.decoder.is_some()
    }

    /// Looks at bytes that need no decoding, and tells how many in front are no text.
    pub fn pass(&mut self, bytes: &[u8]) -> usize {
        let mark = self.bom.min(bytes.len());
        self.bom -= mark;
        self.passed_high = self.passed_high || !bytes.get(mark..).unwrap_or_default().is_ascii();
        mark
    }

    /// Appends the text of `bytes` to `out`; `last` at the end of the input.
    pub fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        let Some(decoder) = &mut self.decoder else {
            let mark = self.pass(bytes);
            out.extend_from_slice(bytes.get(mark..).unwrap_or_default());
            return;
        };
        let mut bytes = bytes;
        loop {
            let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
            let from = out.len();
            out.resize(from + room, 0);
            let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut out[from..], last);
            out.truncate(from + written);
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                return;
            }
        }
    }

    /// The text of one line, which may still hold single-byte characters; `cut` where its end is
    /// missing, so that its last character may be broken.
    pub fn line<'s>(&mut self, line: &'s [u8], cut: bool) -> Cow<'s, str> {
        let whole = match std::str::from_utf8(line) {
            Err(error) if cut && error.error_len().is_none() => {
                line.get(..error.valid_up_to()).unwrap_or(line)
            }
            _ => line,
        };
        match std::str::from_utf8(whole) {
            Ok(text) => {
                self.saw_high |= !text.is_ascii();
                Cow::Borrowed(text)
            }
            Err(_) => {
                self.saw_single_byte = true;
                WINDOWS_1252.decode_without_bom_handling(line).0
            }
        }
    }

    /// The name a report shows.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match (self.named, self.saw_single_byte, self.saw_high) {
            (Some("UTF-8 with BOM"), true, _) => "UTF-8 with BOM and windows-1252",
            (Some(name), _, _) => name,
            (None, true, true) => "UTF-8 and windows-1252",
            (None, true, false) => "windows-1252",
            (None, false, true) => "UTF-8",
            // Readers that take bytes and not lines (XML) leave only this trace.
            (None, false, false) if self.passed_high => "UTF-8",
            (None, false, false) => "US-ASCII",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decodes in pieces of `step` bytes.
    fn decoded(bytes: &[u8], step: usize) -> (String, &'static str) {
        let mut decoding = Decoding::detect(bytes);
        let mut out = Vec::new();
        for piece in bytes.chunks(step) {
            decoding.decode(piece, false, &mut out);
        }
        decoding.decode(&[], true, &mut out);
        let text = decoding.line(&out, false).into_owned();
        (text, decoding.name())
    }

    fn utf16(text: &str, bom: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = bom.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text_whatever_the_pieces() {
        let text = "[Notes]\r\nDirectory=C:\\Büro\r\nName=Müller €\u{1f512}\r\n";
        let latin = "<?xml version='1.0' encoding='iso-8859-1'?><a>B\u{fc}ro</a>";
        let latin_bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
        let cases: [(Vec<u8>, &str, &str); 8] = [
            (text.into(), text, "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), text, "UTF-8 with BOM"),
            (utf16(text, true, u16::to_le_bytes), text, "UTF-16LE with BOM"),
            (utf16(text, true, u16::to_be_bytes), text, "UTF-16BE with BOM"),
            (utf16(text, false, u16::to_le_bytes), text, "UTF-16LE"),
            (utf16(text, false, u16::to_be_bytes), text, "UTF-16BE"),
            (latin_bytes, latin, "windows-1252"),
            (b"Name=B\xfcro \x80".to_vec(), "Name=Büro €", "windows-1252"),
        ];
        for (bytes, wanted, name) in cases {
            for step in [1, 2, 3, 7, 4096] {
                assert_eq!(decoded(&bytes, step), (wanted.to_owned(), name), "{name}, {step}");
            }
        }
    }

    #[test]
    fn a_declaration_that_can_not_be_true_is_not_followed() {
        for label in ["UTF-16", "utf-16be", "iso-2022-kr", "no-such", "utf-8", ""] {
            let xml = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a/>");
            assert_eq!(decoded(xml.as_bytes(), 16), (xml.clone(), "US-ASCII"), "{label}");
        }
        for broken in ["<?xml", "<?xml encoding", "<?xml encoding=?>", "<?xml encoding='x?>"] {
            assert_eq!(decoded(broken.as_bytes(), 16).0, broken);
        }
    }

    #[test]
    fn a_cut_line_loses_its_broken_character_only() {
        let line = "Büro €".as_bytes();
        let mut decoding = Decoding::detect(line);
        assert_eq!(decoding.line(&line[..line.len() - 1], true), "Büro ");
        assert_eq!(decoding.name(), "UTF-8");
    }

    #[test]
    fn lines_of_two_encodings_are_named() {
        let mut decoding = Decoding::detect(b"");
        assert_eq!(decoding.line("ü".as_bytes(), false), "ü");
        assert_eq!(decoding.line(b"\xfc", false), "ü");
        assert_eq!(decoding.name(), "UTF-8 and windows-1252");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes: Vec<u8>, step in 1usize..9) {
            decoded(&bytes, step);
        }
    }
}
