//! JSON for every report. What an input holds may steer a terminal or turn the direction of a text; in JSON
//! such characters are written as escapes, so that nothing of them is lost.

use crate::evidence::steers;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Writes a value over several lines.
pub(super) fn write_pretty<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    let mut escaping = Escaping::new(out);
    value.serialize(&mut Serializer::with_formatter(&mut escaping, Indented::default()))?;
    escaping.hand_on()
}

/// Lays JSON out over several lines, as `serde_json` does, and each line begins in one piece: a report has
/// thousands of lines for each server.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether the list or object that was begun last holds anything.
    filled: bool,
}

/// What stands between two values, down to a depth of 32.
const BREAK: &[u8] = b",\n                                                                ";

impl Indented {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(sign)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(out, true)?;
        }
        out.write_all(sign)
    }

    /// Begins the line of a value.
    fn line<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let start = usize::from(first);
        match BREAK.get(start..2 + 2 * self.depth) {
            Some(line) => out.write_all(line),
            None => {
                out.write_all(BREAK.get(start..2).unwrap_or_default())?;
                (0..self.depth).try_for_each(|_| out.write_all(b"  "))
            }
        }
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

/// Writes a value on one line.
pub(super) fn write_line<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    let mut escaping = Escaping::new(out);
    serde_json::to_writer(&mut escaping, value)?;
    escaping.hand_on()
}

/// A list whose members are made one by one while it is written, so that they never stand in memory
/// together.
pub(super) struct Each<'a, T, F> {
    items: &'a [T],
    made: F,
}

impl<'a, T, F> Each<'a, T, F> {
    /// The list of what `made` makes of each item.
    pub(super) fn of(items: &'a [T], made: F) -> Self {
        Self { items, made }
    }
}

impl<'a, T, F, D> Serialize for Each<'a, T, F>
where
    F: Fn(&'a T) -> D,
    D: Serialize,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.items.iter().map(&self.made))
    }
}

/// Escapes what is written through it. Such characters stand inside of texts only, each in one piece.
/// JSON comes in pieces of a few bytes, so they are gathered before they are looked at.
struct Escaping<'o> {
    out: &'o mut dyn Write,
    gathered: Vec<u8>,
}

impl<'o> Escaping<'o> {
    /// Bytes from which on they are handed on.
    const ENOUGH: usize = 16 * 1024;

    fn new(out: &'o mut dyn Write) -> Self {
        Self { out, gathered: Vec::with_capacity(Self::ENOUGH) }
    }

    /// Hands on what was gathered.
    fn hand_on(&mut self) -> io::Result<()> {
        let written = write_escaped(self.out, &self.gathered);
        self.gathered.clear();
        written
    }
}

impl Write for Escaping<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() < Self::ENOUGH { Ok(()) } else { self.hand_on() }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }
}

/// Writes bytes that end with a whole character.
fn write_escaped(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    // JSON itself escapes the characters below the blank: of ASCII only DEL is left.
    let plain = |bytes: &[u8]| bytes.is_ascii() && memchr::memchr(0x7f, bytes).is_none();
    if plain(bytes) {
        return out.write_all(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
    for line in text.split_inclusive('\n') {
        if plain(line.as_bytes()) || !line.contains(steers) {
            out.write_all(line.as_bytes())?;
        } else {
            write_steering(out, line)?;
        }
    }
    Ok(())
}

fn write_steering(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut units = [0; 2];
    for piece in text.split_inclusive(steers) {
        let plain = piece.trim_end_matches(steers);
        out.write_all(plain.as_bytes())?;
        for c in piece.chars().filter(|c| steers(*c)) {
            for unit in c.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Escaping, write_line, write_pretty};

    #[test]
    fn what_steers_a_terminal_is_escaped_and_not_lost() {
        let text = "a\u{9b}31m\u{85}\u{202e}b\u{200b}\u{ad}\u{e0041}ü 日\u{1b}";
        let mut out = Vec::new();
        write_line(&mut out, &text).unwrap();
        let json = String::from_utf8(out).unwrap();
        let wanted = "\"a\\u009b31m\\u0085\\u202eb\\u200b\\u00ad\\udb40\\udc41ü 日\\u001b\"";
        assert_eq!(json, wanted);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn lines_are_laid_out_as_everywhere() {
        let value = serde_json::json!({
            "a": [], "b": {}, "c": [1, [2, {}], { "d": [[]] }], "e": "x\ny", "f": { "g": null, "h": { "i": true } }
        });
        // Deeper than a line is held for.
        let deep = (0..40).fold(value, |inner, at| match at % 2 {
            0 => serde_json::json!([inner, 1]),
            _ => serde_json::json!({ "in": inner, "z": 1 }),
        });
        let mut out = Vec::new();
        write_pretty(&mut out, &deep).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string_pretty(&deep).unwrap());
    }

    #[test]
    fn nothing_is_lost_of_what_is_longer_than_what_is_gathered() {
        let texts: Vec<String> =
            (0..9000).map(|number| format!("{number}ü\u{202e}\n\u{7f}")).collect();
        let mut out = Vec::new();
        write_pretty(&mut out, &texts).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(json.len() > 4 * Escaping::ENOUGH && !json.contains(['\u{202e}', '\u{7f}']));
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), texts);
    }
}
