//! LMBCS, the Lotus Multi-Byte Character Set, in which Domino keeps its texts and writes notes.ini.
//!
//! Described by the converter `ucnv_lmb` of ICU. ASCII stands for itself. Any other character is
//! named by a group byte below 0x20 and its code in the code page of that group; a lone byte from
//! 0x80 on belongs to the default group, code page 850.
//!
//! Where we differ from ICU, on purpose: a line end always ends the line, so a character that would
//! reach over it is told as undecodable; ASCII, blanks and line ends that a group spells out are too:
//! Domino splits lines and compares words by bytes, so for it they are not the same, and no setting and
//! no `false` may come out of them; control characters that begin no group stand for themselves.

use super::code_page::CodePage;
use super::decoded::Decoded;
use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_874, WINDOWS_1251, WINDOWS_1254, WINDOWS_1255,
    WINDOWS_1256,
};

/// How the bytes after a group byte are read.
enum Group {
    Page(CodePage),
    Single(&'static Encoding),
    Double(&'static Encoding),
    Control,
    Unicode,
}

/// In this group a unit whose lower byte is zero is written as this byte and its upper one.
const ZERO_BELOW: u8 = 0xf6;

fn group(byte: u8) -> Option<Group> {
    Some(match byte {
        0x01 => Group::Page(CodePage::Cp850),
        0x02 => Group::Page(CodePage::Cp851),
        0x03 => Group::Single(WINDOWS_1255),
        0x04 => Group::Single(WINDOWS_1256),
        0x05 => Group::Single(WINDOWS_1251),
        0x06 => Group::Page(CodePage::Cp852),
        0x08 => Group::Single(WINDOWS_1254),
        0x0b => Group::Single(WINDOWS_874),
        0x0f => Group::Control,
        0x10 => Group::Double(SHIFT_JIS),
        0x11 => Group::Double(EUC_KR),
        0x12 => Group::Double(BIG5),
        0x13 => Group::Double(GBK),
        0x14 => Group::Unicode,
        _ => return None,
    })
}

/// Whether the line is nothing but ASCII in LMBCS too.
pub(super) fn is_plain(line: &[u8]) -> bool {
    line.is_ascii() && !has_group(line)
}

/// Whether the line holds a group byte, which no other text does.
pub(super) fn has_group(line: &[u8]) -> bool {
    line.iter().any(|byte| group(*byte).is_some())
}

/// Decodes one line; `cut` where its end is missing, so that its last character may be broken.
pub(super) fn decode(line: &[u8], cut: bool) -> Decoded {
    let mut out = Decoded { text: String::with_capacity(line.len()), ..Decoded::default() };
    let mut rest = line;
    while let Some((byte, after)) = rest.split_first() {
        rest = match group(*byte) {
            None => {
                out.push(CodePage::Cp850.character(*byte));
                after
            }
            Some(_) if cut && after.len() < 2 => return out,
            Some(group) => {
                let (character, length) = character(&group, *byte, after);
                push(&mut out, character);
                after.get(length..).unwrap_or_default()
            }
        };
    }
    out
}

/// A character named by a group.
enum Named {
    One(char),
    /// A code of Big5 may give a letter with an accent of its own.
    Two(char, char),
    None,
}

impl From<Option<char>> for Named {
    fn from(character: Option<char>) -> Self {
        character.map_or(Self::None, Self::One)
    }
}

fn push(out: &mut Decoded, character: Named) {
    match character {
        Named::One('\0' | '\t'..='\r' | ' '..='~') | Named::None => out.mark(),
        Named::One(character) => out.push(Some(character)),
        Named::Two(first, second) => {
            out.push(Some(first));
            out.push(Some(second));
        }
    }
}

/// The character whose group byte was read, and how many of the bytes behind it belong to it.
fn character(group: &Group, byte: u8, after: &[u8]) -> (Named, usize) {
    let Some(first) = after.first().copied() else { return (Named::None, 0) };
    match group {
        Group::Unicode => unicode(after),
        Group::Control => (control(first), 1),
        Group::Double(encoding) => double(encoding, byte, after),
        // Lotus gave the lower half of these groups to signs of its own, of which no table is known.
        Group::Page(_) | Group::Single(_) if first < 0x80 => (Named::None, 1),
        Group::Page(page) => (page.character(first).into(), 1),
        Group::Single(encoding) => (one_of(encoding, &[first]), 1),
    }
}

fn control(byte: u8) -> Named {
    match byte {
        0x20..=0x3f => Named::One(char::from(byte - 0x20)),
        0x80..=0x9f => Named::One(char::from(byte)),
        _ => Named::None,
    }
}

/// Two bytes; or the group byte once more and one byte.
fn double(encoding: &'static Encoding, group: u8, after: &[u8]) -> (Named, usize) {
    match after {
        [again, byte, ..] if *again == group => (one_of(encoding, &[*byte]), 2),
        [0x80..=0xff, _, ..] => match one_of(encoding, after.get(..2).unwrap_or_default()) {
            // ASCII behind half a character is no part of it, and may be the `=` of a setting.
            Named::None if after.get(1).is_some_and(u8::is_ascii) => (Named::None, 1),
            found => (found, 2),
        },
        [0x80..=0xff] => (Named::None, 1),
        _ => (Named::None, 0),
    }
}

fn one_of(encoding: &'static Encoding, bytes: &[u8]) -> Named {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.unwrap_or_default();
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Named::One(only),
        (Some(first), Some(second)) => Named::Two(first, second),
        (None, _) => Named::None,
    }
}

/// A unit of UTF-16, or two of them with the group byte between.
fn unicode(after: &[u8]) -> (Named, usize) {
    let Some(first) = unit(after) else { return (Named::None, after.len().min(2)) };
    if let Some(character) = char::from_u32(u32::from(first)) {
        return (Named::One(character), 2);
    }
    let second = after.get(2..).and_then(|more| unit(more.strip_prefix(&[0x14])?));
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    match pair {
        Some(character) => (Named::One(character), 5),
        None => (Named::None, 2),
    }
}

fn unit(bytes: &[u8]) -> Option<u16> {
    match bytes {
        [ZERO_BELOW, upper, ..] => Some(u16::from_be_bytes([*upper, 0])),
        [upper, lower, ..] => Some(u16::from_be_bytes([*upper, *lower])),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
