//! Which encoding an input is in, and decoding it to UTF-8 piece by piece.
//!
//! What proves an encoding is followed: a BOM, the NUL bytes of UTF-16, what an XML declaration names.
//! An input in UTF-16, or in an encoding that XML declares, is decoded as a whole. Any other text is
//! decoded line by line, so that one odd line harms no other: as the encoding that the operator named,
//! else as UTF-8 where it is valid, else as what the lines with bytes beyond ASCII in the first 64 KiB
//! look like (where there is none, the first such line after them). For notes.ini that is LMBCS unless
//! it is plainly something else; for other text it is an East Asian encoding or code page 850 if it is
//! plainly that, else Windows-1252.

use super::charset::Charset;
use super::code_page::CodePage;
use super::decoded::Decoded;
use super::guess::Guess;
use super::lmbcs;
use super::seen::Seen;
use super::walk::HEAD;
use crate::evidence::Warning;
use encoding_rs::{
    Decoder, DecoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use std::borrow::Cow;

/// How the bytes of one input become text.
pub struct Decoding {
    decoder: Option<Decoder>,
    /// The code page of DOS that an XML declaration names.
    page: Option<CodePage>,
    named: Option<&'static str>,
    /// Bytes of a UTF-8 BOM still to be left out.
    bom: usize,
    passed_high: bool,
    forced: Option<Charset>,
    /// Whether the format of the input is written in LMBCS.
    lmbcs: bool,
    guess: Option<Guess>,
    seen: Seen,
}

impl Decoding {
    /// Decides from the first bytes of the input.
    #[must_use]
    pub fn detect(head: &[u8]) -> Self {
        Self::new(head, None)
    }

    /// Decides from the first bytes of the input and what the operator says. A BOM, the NUL bytes of
    /// UTF-16, and the declaration of XML are proof and win over it.
    #[must_use]
    pub fn new(head: &[u8], forced: Option<Charset>) -> Self {
        match Encoding::for_bom(head) {
            // Only the BOM is left out, so that a stray single-byte character of such a file is
            // still read line by line and not lost to a replacement character.
            Some((encoding, length)) if encoding == UTF_8 => {
                return Self { bom: length, named: Some("UTF-8 with BOM"), ..Self::undecided() };
            }
            Some((encoding, _)) => return Self::with(encoding, true),
            None => {}
        }
        if let Some(encoding) = Self::utf16_pattern(head) {
            return Self::with(encoding, false);
        }
        if is_xml(head) {
            return match Self::declared(head) {
                Some(Charset::Standard(found)) if found != UTF_8 => Self::with(found, false),
                Some(Charset::Page(page)) => {
                    Self { page: Some(page), named: Some(page.name()), ..Self::undecided() }
                }
                _ => Self::undecided(),
            };
        }
        match (forced, forced.and_then(Charset::wide_units)) {
            (_, Some(encoding)) => Self::with(encoding, false),
            (Some(_), None) => Self { forced, ..Self::undecided() },
            (None, _) => Self { guess: guess(head), ..Self::undecided() },
        }
    }

    fn undecided() -> Self {
        Self {
            decoder: None,
            page: None,
            named: None,
            bom: 0,
            passed_high: false,
            forced: None,
            lmbcs: false,
            guess: None,
            seen: Seen::default(),
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
    fn declared(head: &[u8]) -> Option<Charset> {
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
        match Encoding::for_label(label) {
            Some(found) => (!no_use.contains(&found)).then_some(Charset::Standard(found)),
            None => str::from_utf8(label).ok()?.parse().ok(),
        }
    }

    /// Tells that the format of this input is written in LMBCS; before its first line is read.
    pub(super) fn expect_lmbcs(&mut self) {
        self.lmbcs = true;
    }

    /// Whether the text is not made of the bytes as they stand.
    #[must_use]
    pub fn changes_bytes(&self) -> bool {
        self.decoder.is_some() || self.page.is_some()
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
        if let Some(page) = self.page {
            return self.decode_page(page, bytes, out);
        }
        let Some(decoder) = &mut self.decoder else {
            let mark = self.pass(bytes);
            out.extend_from_slice(bytes.get(mark..).unwrap_or_default());
            return;
        };
        let mut bytes = bytes;
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
            let from = out.len();
            out.resize(from + room.unwrap_or(bytes.len() * 3 + 16), 0);
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(bytes, &mut out[from..], last);
            out.truncate(from + written);
            self.seen.pass(&out[from..]);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.seen.bad_here();
                    out.extend_from_slice("\u{fffd}".as_bytes());
                    self.seen.pass("\u{fffd}".as_bytes());
                }
            }
        }
    }

    fn decode_page(&mut self, page: CodePage, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            let character = page.character(*byte);
            if character.is_none() {
                self.seen.bad_here();
            }
            let from = out.len();
            let text = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            out.extend_from_slice(text.encode_utf8(&mut [0; 4]).as_bytes());
            self.seen.pass(&out[from..]);
        }
    }

    /// All of `bytes`, the first ones of an input, as text.
    #[must_use]
    pub fn text(mut self, bytes: &[u8]) -> String {
        let mut decoded = Vec::new();
        self.decode(bytes, false, &mut decoded);
        let decoded = match String::from_utf8(decoded) {
            Ok(text) => return text,
            Err(error) => error.into_bytes(),
        };
        let lines = decoded.split_inclusive(|byte| *byte == b'\n');
        lines.map(|line| self.line(line, true, 1)).collect()
    }

    /// The text of a line, `number` of the input, whose bytes went through `decode`; `cut` where its
    /// end is missing, so that its last character may be broken.
    pub fn line<'s>(&mut self, line: &'s [u8], cut: bool, number: u64) -> Cow<'s, str> {
        if line.is_ascii() && (self.changes_bytes() || self.is_plain(line)) {
            return String::from_utf8_lossy(line);
        }
        if self.changes_bytes() {
            return Cow::Borrowed(utf8(line, cut).unwrap_or_default());
        }
        let charset = self.charset(line, cut);
        if charset == Charset::Standard(UTF_8)
            && let Some(text) = utf8(line, cut)
        {
            self.seen.line(charset, number);
            return Cow::Borrowed(text);
        }
        let decoded = charset.decode(line, cut);
        self.note(charset, line, &decoded, number);
        Cow::Owned(decoded.text)
    }

    /// Whether every byte of ASCII means itself, in whatever encoding the lines are.
    #[must_use]
    pub fn keeps_ascii(&self) -> bool {
        self.changes_bytes() || !self.lmbcs && self.forced != Some(Charset::Lmbcs)
    }

    /// Takes note of the encodings of whole lines, of which the first has this number, as if each
    /// had been decoded by [`line`](Self::line).
    pub fn pass_lines(&mut self, text: &[u8], number: u64) {
        if self.changes_bytes() {
            return;
        }
        let (mut at, mut number) = (0, number);
        while let Some(high) = text.get(at..).and_then(first_high) {
            let high = at + high;
            let before = text.get(at..high).unwrap_or_default();
            let begin = memchr::memrchr(b'\n', before).map_or(at, |last| at + last + 1);
            number += memchr::memchr_iter(b'\n', before).count() as u64;
            let rest = text.get(high..).unwrap_or_default();
            let end = high + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let mut line = text.get(begin..end).unwrap_or_default();
            while let Some(shorter) = line.strip_suffix(b"\r") {
                line = shorter;
            }
            self.pass_line(line, number);
            number += 1;
            at = end + 1;
        }
    }

    /// Takes note of the encoding of a line that is not just ASCII.
    fn pass_line(&mut self, line: &[u8], number: u64) {
        let charset = self.charset(line, false);
        let decodes = match charset {
            Charset::Standard(encoding) if encoding == UTF_8 => utf8(line, false).is_some(),
            // Every byte is a character there.
            Charset::Standard(encoding) => encoding == WINDOWS_1252,
            _ => false,
        };
        match decodes {
            true => self.seen.line(charset, number),
            false => drop(self.line(line, false, number)),
        }
    }

    fn is_plain(&self, line: &[u8]) -> bool {
        let lmbcs = self.lmbcs && self.forced.is_none();
        self.forced.or(lmbcs.then_some(Charset::Lmbcs)).is_none_or(|charset| charset.is_plain(line))
    }

    /// The encoding of a line that is not just ASCII.
    fn charset(&mut self, line: &[u8], cut: bool) -> Charset {
        if let Some(forced) = self.forced {
            return forced;
        }
        if self.lmbcs && lmbcs::has_group(line) {
            return Charset::Lmbcs;
        }
        let valid = utf8(line, cut).is_some();
        let east_asian = self.guess.and_then(|guess| guess.east_asian).map(Charset::Standard);
        match east_asian {
            // Two bytes of such a file may look like UTF-8 by chance.
            Some(charset) if !valid || charset.decode(line, cut).bad == 0 => charset,
            _ if valid => Charset::Standard(UTF_8),
            _ => self.loose(line),
        }
    }

    /// The encoding of a line that nothing names.
    fn loose(&mut self, line: &[u8]) -> Charset {
        let guess = *self.guess.get_or_insert_with(|| Guess::of(line));
        match guess.east_asian {
            Some(encoding) => Charset::Standard(encoding),
            None if self.lmbcs && !guess.plainly_windows() => Charset::Lmbcs,
            None if !self.lmbcs && guess.plainly_dos() => Charset::Page(CodePage::Cp850),
            None => Charset::Standard(WINDOWS_1252),
        }
    }

    fn note(&mut self, charset: Charset, line: &[u8], decoded: &Decoded, number: u64) {
        if charset == Charset::Lmbcs && lmbcs::has_group(line) {
            self.seen.lmbcs_proven = true;
        }
        self.seen.line(charset, number);
        if let Some(column) = decoded.bad_column() {
            self.seen.bad_line(number, column, decoded.bad);
        }
    }

    /// The name a report shows; several where lines differ.
    #[must_use]
    pub fn name(&self) -> String {
        let lines = self.seen.names().filter(|name| self.named.is_none() || *name != UTF_8.name());
        let names: Vec<_> = self.named.into_iter().chain(lines).collect();
        match names.as_slice() {
            // Readers that take bytes and not lines (XML) leave only this trace.
            [] if self.passed_high => UTF_8.name().to_owned(),
            [] => "US-ASCII".to_owned(),
            names => names.join(" and "),
        }
    }

    /// Whether something could not be decoded.
    #[must_use]
    pub fn lost(&self) -> bool {
        self.seen.lost()
    }

    /// What a person should know of the encoding, after the input was read.
    #[must_use]
    pub fn remarks(&self) -> Vec<Warning> {
        let with_name = |warning: Warning| warning.with("encoding", self.name());
        let mut remarks = Vec::new();
        if self.lmbcs {
            remarks.extend(self.seen.edit_trace());
        }
        if let Some(line) = self.assumed() {
            remarks.push(with_name(Warning::new("encoding-assumed", line)));
        }
        remarks.extend(self.seen.undecodable().map(with_name));
        remarks
    }

    /// The first line whose encoding was assumed.
    fn assumed(&self) -> Option<u64> {
        let guess = self.guess?;
        match self.lmbcs {
            // Another encoding in notes.ini is told as what it is: a trace of an edit.
            true if self.seen.lmbcs_proven || guess.plainly_dos() => None,
            true => self.seen.first(Charset::Lmbcs),
            false => self.seen.first_loose(),
        }
    }
}

/// Where the first byte beyond ASCII stands.
fn first_high(text: &[u8]) -> Option<usize> {
    // Whole pieces are looked at faster than single bytes.
    const PIECE: usize = 256;
    let piece = text.chunks(PIECE).position(|piece| !piece.is_ascii())? * PIECE;
    let high = text.get(piece..)?.iter().position(|byte| !byte.is_ascii())?;
    Some(piece + high)
}

/// Whether this is XML, which says itself what it is in.
fn is_xml(head: &[u8]) -> bool {
    matches!(head.trim_ascii_start(), [b'<', b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', ..])
}

/// The line, if it is UTF-8; without its last character where that is cut.
fn utf8(line: &[u8], cut: bool) -> Option<&str> {
    match std::str::from_utf8(line) {
        Ok(text) => Some(text),
        Err(error) if cut && error.error_len().is_none() => {
            std::str::from_utf8(line.get(..error.valid_up_to())?).ok()
        }
        Err(_) => None,
    }
}

/// What the lines of the head look like that are neither UTF-8 nor hold group bytes of LMBCS.
fn guess(head: &[u8]) -> Option<Guess> {
    if head.is_ascii() || memchr::memchr(0, head).is_some() {
        return None;
    }
    // The end of a full head stands somewhere in a line, maybe in a character.
    let whole = match memchr::memrchr(b'\n', head) {
        Some(last) if head.len() >= HEAD => head.get(..=last).unwrap_or(head),
        None if head.len() >= HEAD => return None,
        _ => head,
    };
    let lines = whole.split_inclusive(|byte| *byte == b'\n');
    let loose = lines.filter(|line| utf8(line, false).is_none() && !lmbcs::has_group(line));
    let loose: Vec<u8> = loose.flatten().copied().collect();
    (!loose.is_empty()).then(|| Guess::of(&loose))
}

#[cfg(test)]
mod tests;
