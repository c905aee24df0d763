//! Finds, in a document that is passed over, the few places that make a difference: its end, the
//! beginning of another record (then it was cut off), and comments and the like, which may hold
//! anything. All else in it is not even looked at tag by tag.
//!
//! No well-formed XML has a `<` in the value of an attribute, so quotes need not be followed.

use super::tag;
use aho_corasick::packed::{self, Searcher};
use aho_corasick::{AhoCorasick, Input, MatchKind, Span};
use std::sync::LazyLock;

/// Pieces of bytes of which one stands in the start tag of every record (`document`, `note`,
/// `database`, `form`, `subform`, with a prefix or without) and in the end tag of every document and
/// note, and what begins a comment and the like. Each is rare in an export: a hit costs far more
/// than the bytes that are no hit.
///
/// The order matters to the speed alone: the search has eight places for the first bytes of a piece,
/// and the ninth piece shares its place with the first. Of `<fo` and `:fo` no other bytes come out.
const SIGNS: [&str; 10] =
    ["<fo", "<not", "docum", "taba", "/not", "<!", "<?", "bfo", ":fo", ":not"];
/// Bytes from the `<` of a tag to the byte behind its name that are looked at.
pub(super) const MAX_MARK: usize = 64;

/// Looks for all signs at once.
static SIGN: LazyLock<Option<Finder>> = LazyLock::new(Finder::new);

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

/// The first mark in `text` and where its `<` is; the element that is passed over is called `name`.
/// A mark whose tag `text` does not hold up to the byte behind its name is not told.
pub(super) fn next_mark(text: &[u8], name: &[u8]) -> Option<(usize, Mark)> {
    let finder = SIGN.as_ref()?;
    let mut from = 0;
    while let Some(at) = finder.find(text, from) {
        let found = at_sign(text, at, name);
        if found.is_some() {
            return found;
        }
        from = at + 1;
    }
    None
}

/// The search for the signs.
enum Finder {
    /// Many bytes at a time, where the processor can.
    Packed(Searcher),
    /// One byte after the other.
    Plain(AhoCorasick),
}

impl Finder {
    fn new() -> Option<Self> {
        let kind = packed::MatchKind::LeftmostFirst;
        let packed = packed::Config::new().match_kind(kind).builder().extend(SIGNS).build();
        packed.map(Self::Packed).or_else(Self::plain)
    }

    fn plain() -> Option<Self> {
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(SIGNS);
        builder.ok().map(Self::Plain)
    }

    fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        let span = Span { start: from.min(text.len()), end: text.len() };
        match self {
            Self::Packed(searcher) => searcher.find_in(text, span).map(|found| found.start()),
            Self::Plain(automaton) => {
                automaton.find(Input::new(text).span(span)).map(|found| found.start())
            }
        }
    }
}

/// Looks at the tag around the sign at `at`.
fn at_sign(text: &[u8], at: usize, wanted: &[u8]) -> Option<(usize, Mark)> {
    let near = at.saturating_sub(MAX_MARK);
    let around = text.get(near..=at).unwrap_or_default();
    let begin = near + memchr::memrchr(b'<', around)?;
    let inside = text.get(begin + 1..).unwrap_or_default();
    let inside = inside.get(..MAX_MARK).unwrap_or(inside);
    if matches!(inside.first(), Some(b'!' | b'?')) {
        // Another sign behind it would be in what it encloses.
        return (begin == at).then_some((begin, Mark::Enclosed));
    }
    let (closes, inside) = match inside.strip_prefix(b"/") {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let (name, after) = inside.split_at(inside.iter().position(|byte| ends_name(*byte))?);
    let delimited = matches!(after.first(), Some(byte) if *byte != b'/' || !closes);
    let mark = match closes {
        true => (delimited && name == wanted).then_some(Mark::End),
        false => tag::is_record_name(name).then_some(Mark::Start),
    };
    mark.map(|mark| (begin, mark))
}

/// Whether a byte cannot be part of a name.
fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(text: &str) -> Option<(usize, Mark)> {
        next_mark(text.as_bytes(), b"document")
    }

    #[test]
    fn marks_are_told_from_texts() {
        let long = format!("<document{}/></document>", "s".repeat(61));
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
            // A word without end is none of these names, and hides no other.
            (&long, Some((72, Mark::End))),
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
    fn every_record_is_met_and_every_end_of_a_document() {
        for name in ["document", "note", "database", "form", "subform"] {
            for name in [name.to_owned(), format!("d:{name}")] {
                let text = format!("<text>a</text><{name} ");
                assert_eq!(first(&text), Some((14, Mark::Start)), "{text}");
            }
        }
        for name in ["document", "note", "d:document", "d:note"] {
            let text = format!("<text>a</text></{name}>");
            let found = next_mark(text.as_bytes(), name.as_bytes());
            assert_eq!(found, Some((14, Mark::End)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_processor_that_takes_one_byte_at_a_time_finds_the_same(
            text in "(<|/|!|\\?|:|do|docum|taba|ent|not|note|fo|bfo|form|x| |>|é){0,60}",
            from in 0usize..40,
        ) {
            let (usual, plain) = (Finder::new().unwrap(), Finder::plain().unwrap());
            prop_assert_eq!(usual.find(text.as_bytes(), from), plain.find(text.as_bytes(), from));
        }
    }

    #[test]
    fn a_prefix_makes_another_end_tag() {
        let text = b"</document></x:document>";
        assert_eq!(next_mark(text, b"x:document"), Some((11, Mark::End)));
    }
}
