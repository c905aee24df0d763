//! Finds, in a document that is passed over, the few places that make a difference: its end, the
//! beginning of another record (then it was cut off), and comments and the like, which may hold
//! anything. All else in it is not even looked at tag by tag.
//!
//! No well-formed XML has a `<` in the value of an attribute, so quotes need not be followed.

use super::tag;
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};

/// What the names of records have in common with `document`, `note`, `database`, `form`, `subform`.
const NAMES: [&str; 4] = ["document", "note", "database", "form"];
/// Bytes from the `<` of a tag to the byte behind its name that are looked at.
pub(super) const MAX_MARK: usize = 64;

/// A place that makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The end tag that was asked for.
    End,
    /// A start tag that may begin a record.
    Start,
    /// A comment, a CDATA section or the like.
    Enclosed,
}

/// Looks for marks, and remembers how far each kind was looked for: what is rare is looked for once
/// in a buffer and not once in each document.
pub(super) struct Scanner {
    finders: [Finder<'static>; NAMES.len()],
    names: [Search; NAMES.len()],
    enclosed: Search,
}

/// How far something was looked for.
#[derive(Debug, Clone, Copy, Default)]
struct Search {
    /// There is none before this offset in the input.
    clear: u64,
    /// Whether one stands just there.
    hit: bool,
}

impl Search {
    /// The first place in `text`, which begins at `offset`.
    fn first(
        &mut self,
        text: &[u8],
        offset: u64,
        length: usize,
        find: impl Fn(&[u8]) -> Option<usize>,
    ) -> Option<usize> {
        if self.clear < offset {
            *self = Self { clear: offset, hit: false };
        }
        let from = usize::try_from(self.clear - offset).ok()?;
        if !self.hit {
            let unseen = text.get(from..)?;
            let found = find(unseen);
            self.hit = found.is_some();
            self.clear += found.unwrap_or((unseen.len() + 1).saturating_sub(length)) as u64;
        }
        self.hit.then(|| usize::try_from(self.clear - offset).ok()).flatten()
    }

    /// The place found was none.
    fn pass(&mut self) {
        *self = Self { clear: self.clear + 1, hit: false };
    }
}

impl Scanner {
    pub(super) fn new() -> Self {
        let finder = |name: &'static str| {
            FinderBuilder::new().build_forward_with_ranker(Rare, name.as_bytes())
        };
        Self {
            finders: NAMES.map(finder),
            names: [Search::default(); NAMES.len()],
            enclosed: Search::default(),
        }
    }

    /// Forgets what was seen: the bytes at an offset may be others now.
    pub(super) fn forget(&mut self) {
        self.names = [Search::default(); NAMES.len()];
        self.enclosed = Search::default();
    }

    /// The first mark in `text`, which stands at `offset` of the input, and where its `<` is; the
    /// element that is passed over is called `name`.
    pub(super) fn next(&mut self, text: &[u8], offset: u64, name: &[u8]) -> Option<(usize, Mark)> {
        loop {
            let (at, which) = self.candidate(text, offset)?;
            let (found, search) = match which {
                Some(index) => {
                    (at_name(text, at, NAMES.get(index)?, name), self.names.get_mut(index)?)
                }
                None => (at_enclosed(text, at), &mut self.enclosed),
            };
            match found {
                Found::Mark(start, mark) => return Some((start, mark)),
                Found::Unclear => return None,
                Found::Nothing => search.pass(),
            }
        }
    }

    /// The first place that may be a mark, and the name that stands there.
    fn candidate(&mut self, text: &[u8], offset: u64) -> Option<(usize, Option<usize>)> {
        let find = |text: &[u8]| memchr::memchr2(b'!', b'?', text);
        let mut first = self.enclosed.first(text, offset, 1, find).map(|at| (at, None));
        for (index, (search, finder)) in self.names.iter_mut().zip(&self.finders).enumerate() {
            let length = finder.needle().len();
            let found = search.first(text, offset, length, |text| finder.find(text));
            if let Some(at) = found.filter(|at| first.is_none_or(|(first, _)| *at < first)) {
                first = Some((at, Some(index)));
            }
        }
        first
    }
}

/// What stands at a place.
enum Found {
    Mark(usize, Mark),
    Nothing,
    /// The text ends too soon to tell.
    Unclear,
}

fn at_enclosed(text: &[u8], at: usize) -> Found {
    match at.checked_sub(1) {
        Some(start) if text.get(start) == Some(&b'<') => Found::Mark(start, Mark::Enclosed),
        _ => Found::Nothing,
    }
}

/// Looks at the tag around a name of a record at `at`.
fn at_name(text: &[u8], at: usize, found: &str, wanted: &[u8]) -> Found {
    let Some(begin) = opening(text.get(..at).unwrap_or_default()) else { return Found::Nothing };
    let end = at + found.len();
    let Some(after) = text.get(end) else { return Found::Unclear };
    let name = text.get(begin + 1..end).unwrap_or_default();
    let delimited = after.is_ascii_whitespace() || *after == b'>';
    match name.strip_prefix(b"/") {
        Some(name) if delimited && name == wanted => Found::Mark(begin, Mark::End),
        None if (delimited || *after == b'/') && tag::is_record_name(name) => {
            Found::Mark(begin, Mark::Start)
        }
        _ => Found::Nothing,
    }
}

/// Where the tag begins whose name `before` ends in, if it does.
fn opening(before: &[u8]) -> Option<usize> {
    // Most names of records stand in texts.
    let last = *before.last()?;
    if !matches!(last, b'<' | b'/' | b':' | b'b') {
        return None;
    }
    let near = before.len().saturating_sub(MAX_MARK - 16);
    let begin = near + memchr::memrchr(b'<', before.get(near..)?)?;
    let between = before.get(begin + 1..)?;
    let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'"' | b'\'');
    between.iter().all(is_name).then_some(begin)
}

/// How often bytes are met in an export, as far as it matters for the names above.
#[derive(Clone, Copy)]
struct Rare;

impl HeuristicFrequencyRank for Rare {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            b'b' | b'f' => 10,
            b'd' | b'u' => 20,
            b'm' => 40,
            b'c' => 60,
            b'n' => 70,
            b'o' | b'r' | b's' | b'a' => 80,
            b't' | b'e' => 90,
            _ => 200,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(usize, Mark)> {
        Scanner::new().next(text.as_bytes(), 7, b"document")
    }

    #[test]
    fn marks_are_told_from_texts() {
        let cases = [
            ("<text>a document</text></document>", Some((23, Mark::End))),
            ("x</document\n>", Some((1, Mark::End))),
            ("</d:document></documents></document >", Some((25, Mark::End))),
            ("<documents/>document <document/>", Some((21, Mark::Start))),
            ("<item name='document'/><d:note class='x'>", Some((23, Mark::Start))),
            (
                "<noteinfo noteid='1'/><formula>form</formula><subform name='a'>",
                Some((45, Mark::Start)),
            ),
            ("<text>What! <b>note</b>?</text><!-- </document> -->", Some((31, Mark::Enclosed))),
            ("<?x ?></document>", Some((0, Mark::Enclosed))),
            ("<database", None),
            ("</document", None),
            ("<a b='<document'", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(first(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_prefix_makes_another_end_tag() {
        let mut scanner = Scanner::new();
        let text = b"</document></x:document>";
        assert_eq!(scanner.next(text, 0, b"x:document"), Some((11, Mark::End)));
    }
}
