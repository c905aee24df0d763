//! What was met while an input was decoded: encodings of lines, and the place of what could not be
//! decoded. No byte of the input is kept, so no secret is.

use super::charset::Charset;
use super::code_page::CodePage;
use crate::evidence::Warning;
use encoding_rs::UTF_8;

/// What was met so far.
#[derive(Default)]
pub(super) struct Seen {
    /// Whether a line had group bytes of LMBCS.
    pub(super) lmbcs_proven: bool,
    /// Lines that are not just ASCII; there are three encodings at the most in one input.
    lines: Vec<Lines>,
    bad: Option<Bad>,
    passed: Passed,
}

struct Lines {
    charset: Charset,
    first: u64,
    count: u64,
}

struct Bad {
    line: u64,
    column: u64,
    count: u64,
}

/// Lines, and characters of the last one, that a decoder of the whole input has let pass.
#[derive(Default)]
struct Passed {
    lines: u64,
    characters: u64,
}

impl Seen {
    /// A line that is not just ASCII.
    pub(super) fn line(&mut self, charset: Charset, number: u64) {
        match self.lines.iter_mut().find(|lines| lines.charset == charset) {
            Some(lines) => lines.count += 1,
            None => self.lines.push(Lines { charset, first: number, count: 1 }),
        }
    }

    /// A line in which so many characters could not be decoded, the first at `column`.
    pub(super) fn bad_line(&mut self, line: u64, column: u64, count: u64) {
        self.bad.get_or_insert(Bad { line, column, count: 0 }).count += count;
    }

    /// Text that a decoder of the whole input gave.
    pub(super) fn pass(&mut self, text: &[u8]) {
        if self.bad.is_some() {
            return; // Only the first bad place is told.
        }
        let last = match memchr::memrchr(b'\n', text) {
            Some(last) => {
                self.passed.lines += memchr::memchr_iter(b'\n', text).count() as u64;
                self.passed.characters = 0;
                text.get(last + 1..).unwrap_or_default()
            }
            None => text,
        };
        self.passed.characters += last.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64;
    }

    /// Something could not be decoded behind the text that passed.
    pub(super) fn bad_here(&mut self) {
        let (line, column) = (self.passed.lines + 1, self.passed.characters + 1);
        self.bad_line(line, column, 1);
    }

    /// Whether something could not be decoded.
    pub(super) fn lost(&self) -> bool {
        self.bad.is_some()
    }

    /// Names of the encodings of lines, UTF-8 first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let utf8 = |lines: &&Lines| lines.charset == Charset::Standard(UTF_8);
        let others = self.lines.iter().filter(move |lines| !utf8(lines));
        self.lines.iter().filter(utf8).chain(others).map(|lines| lines.charset.name())
    }

    /// The first line in this encoding.
    pub(super) fn first(&self, charset: Charset) -> Option<u64> {
        self.lines.iter().find(|lines| lines.charset == charset).map(|lines| lines.first)
    }

    /// The first line that is no UTF-8.
    pub(super) fn first_loose(&self) -> Option<u64> {
        let loose = self.lines.iter().filter(|lines| lines.charset != Charset::Standard(UTF_8));
        loose.map(|lines| lines.first).min()
    }

    /// Lines of a file in LMBCS that are in something else.
    pub(super) fn edit_trace(&self) -> Option<Warning> {
        // A lone byte of LMBCS is one of code page 850.
        let own = [Charset::Lmbcs, Charset::Page(CodePage::Cp850)];
        let foreign: Vec<_> =
            self.lines.iter().filter(|lines| !own.contains(&lines.charset)).collect();
        let first = foreign.iter().map(|lines| lines.first).min()?;
        let names: Vec<_> = foreign.iter().map(|lines| lines.charset.name()).collect();
        let count: u64 = foreign.iter().map(|lines| lines.count).sum();
        let warning = Warning::new("edit-trace", first);
        Some(warning.with("encoding", names.join(" and ")).with("count", count))
    }

    /// What could not be decoded.
    pub(super) fn undecodable(&self) -> Option<Warning> {
        let bad = self.bad.as_ref()?;
        let warning = Warning::new("undecodable-bytes", bad.line);
        Some(warning.with("column", bad.column).with("count", bad.count))
    }
}
