//! JSON for every report. What an input holds may steer a terminal or turn the direction of a text; in JSON
//! such characters are written as escapes, so that nothing of them is lost.

use crate::evidence::steers;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// Writes a value over several lines.
pub(super) fn write_pretty<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(out), value).map_err(io::Error::from)
}

/// Writes a value on one line.
pub(super) fn write_line<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    serde_json::to_writer(Escaping(out), value).map_err(io::Error::from)
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
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.items.iter().map(&self.made))
    }
}

/// Escapes what is written through it. Such characters stand inside of texts only, each in one piece.
struct Escaping<'o>(&'o mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // JSON itself escapes the characters below the blank: of ASCII only DEL is left.
        if bytes.iter().all(|byte| byte.is_ascii() && *byte != 0x7f) {
            return self.0.write(bytes);
        }
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains(steers));
        let Some(text) = text else { return self.0.write(bytes) };
        let mut units = [0; 2];
        for piece in text.split_inclusive(steers) {
            let plain = piece.trim_end_matches(steers);
            self.0.write_all(plain.as_bytes())?;
            for c in piece.chars().filter(|c| steers(*c)) {
                for unit in c.encode_utf16(&mut units) {
                    write!(self.0, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::write_line;

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
}
