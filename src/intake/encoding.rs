//! Which encoding an input is in, and decoding it to UTF-8 piece by piece.
//!
//! Read here: UTF-8 with and without BOM, UTF-16 with BOM or by its pattern of NUL bytes, whatever
//! an XML declaration names, and, line by line, Windows-1252 where text is no UTF-8.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How the bytes of one input become text.
pub struct Decoding {
    decoder: Option<Decoder>,
    named: Option<&'static str>,
    saw_high: bool,
    saw_single_byte: bool,
}

impl Decoding {
    /// Decides from the first bytes of the input.
    #[must_use]
    pub fn detect(head: &[u8]) -> Self {
        if let Some((encoding, length)) = Encoding::for_bom(head) {
            let _ = length;
            return Self::with(encoding, true);
        }
        match Self::utf16_pattern(head).or_else(|| Self::declared(head)) {
            Some(encoding) if encoding != UTF_8 => Self::with(encoding, false),
            _ => Self { decoder: None, named: None, saw_high: false, saw_single_byte: false },
        }
    }

    fn with(encoding: &'static Encoding, bom: bool) -> Self {
        Self {
            decoder: Some(encoding.new_decoder_with_bom_removal()),
            named: Some(match (encoding.name(), bom) {
                ("UTF-8", _) => "UTF-8 with BOM",
                ("UTF-16LE", true) => "UTF-16LE with BOM",
                ("UTF-16BE", true) => "UTF-16BE with BOM",
                (name, _) => name,
            }),
            saw_high: false,
            saw_single_byte: false,
        }
    }

    /// Plain text in UTF-16 without BOM has a NUL in every other byte.
    fn utf16_pattern(head: &[u8]) -> Option<&'static Encoding> {
        let pairs: Vec<_> = head.chunks_exact(2).take(64).collect();
        if pairs.len() < 2 {
            return None;
        }
        let share =
            |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count() * 10 / pairs.len();
        match (share(0), share(1)) {
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
        Encoding::for_label(label).filter(|found| *found != UTF_16LE && *found != UTF_16BE)
    }

    /// Appends the text of `bytes` to `out`; `last` at the end of the input.
    pub fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        let Some(decoder) = &mut self.decoder else {
            out.extend_from_slice(bytes);
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

    /// The text of one line, which may still hold single-byte characters.
    pub fn line<'s>(&mut self, line: &'s [u8]) -> Cow<'s, str> {
        if line.is_ascii() {
            // ASCII is UTF-8.
            return String::from_utf8_lossy(line);
        }
        match std::str::from_utf8(line) {
            Ok(text) => {
                self.saw_high = true;
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
            (Some(name), _, _) => name,
            (None, true, true) => "UTF-8 and windows-1252",
            (None, true, false) => "windows-1252",
            (None, false, true) => "UTF-8",
            (None, false, false) => "US-ASCII",
        }
    }
}
