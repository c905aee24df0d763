//! Passing over documents that are known not to matter, where form feeds part the documents: nearly
//! all of an export of a large directory is such documents. Only what plainly is one is passed over;
//! whatever is odd about a document, it is read.

use super::line;

/// What parts documents.
const FORM_FEED: u8 = 0x0c;
/// Bytes of a document in which its form must stand: these are not enough for so many items that
/// one of them would be left out.
const NEAR: usize = 15_000;

/// What can be seen of the document that begins here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    /// It does not matter; behind so many bytes begins the line that ends it.
    Passed(usize),
    /// It has to be read.
    Wanted,
    /// Its end is not in sight.
    Unclear,
}

/// Looks at the document that begins with the line at the beginning of `text`, maybe behind a form
/// feed; `skips` tells the forms that do not matter.
pub(super) fn look(text: &[u8], skips: impl Fn(&str) -> bool) -> Ahead {
    let begin = usize::from(text.first() == Some(&FORM_FEED));
    let rest = text.get(begin..).unwrap_or_default();
    let Some(end) = memchr::memchr(FORM_FEED, rest) else { return Ahead::Unclear };
    let (document, behind) = rest.split_at_checked(end).unwrap_or_default();
    let Some(line_end) = memchr::memchr2(b'\n', 0, behind) else { return Ahead::Unclear };
    // Where the form feed stands in a line, and what a lost line may have held, is not plain.
    let ends = document.ends_with(b"\n") && behind.get(line_end) == Some(&b'\n');
    let whole = ends && memchr::memchr(0, document).is_none();
    match whole && plain_form(document).is_some_and(skips) {
        true => Ahead::Passed(begin + end),
        false => Ahead::Wanted,
    }
}

/// The form of a document of these lines, as its first item of this name plainly says; `None` where
/// a reader of all lines might find another one, or text in front of the items.
fn plain_form(document: &[u8]) -> Option<&str> {
    let mut lines = lines(document).peekable();
    while lines.next_if(|line| line.trim_ascii().is_empty()).is_some() {}
    lines.peek().filter(|line| is_plain_item(line))?;
    let mut passed = 0;
    let form = lines.by_ref().inspect(|line| passed += line.len()).find(|line| is_form(line))?;
    // A line that is no item may go on with the value.
    let ends = lines.peek().is_none_or(|next| is_plain_item(next));
    let (_, value) = form.split_at_checked(b"form:".len())?;
    std::str::from_utf8(value).ok().map(str::trim).filter(|_| ends && passed <= NEAR)
}

fn is_form(line: &[u8]) -> bool {
    let named = line.get(..b"form:".len()).is_some_and(|name| name.eq_ignore_ascii_case(b"form:"));
    named && is_plain_item(line)
}

/// Whether the line, with its line end, begins an item, whatever the encoding of its value.
fn is_plain_item(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else { return false };
    let Some((name, [_, rest @ ..])) = line.split_at_checked(colon) else { return false };
    let separated = matches!(rest.first(), Some(b' ' | b'\t'))
        || rest.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
    separated && name.is_ascii() && std::str::from_utf8(name).is_ok_and(line::is_name)
}

/// Lines with their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut begin = 0;
    memchr::memchr_iter(b'\n', text).map(move |end| {
        let line = text.get(begin..=end).unwrap_or_default();
        begin = end + 1;
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_plainly_does_not_matter_is_passed_over() {
        let cases = [
            ("Form:  Person\nA:  1\n\u{c}\n", Ahead::Passed(20)),
            ("\u{c}\r\nForm:  Person\r\n\u{c}\n", Ahead::Passed(18)),
            ("\u{c}form: Person\nA:\n\u{c}B\n", Ahead::Passed(17)),
            ("A:  1\n\n$B_9:\tx\nForm:  Person\n\nmore\n\u{c}\n", Ahead::Wanted),
            ("A:  1\n$B_9:\tx\nmore\nForm:  Person\nB:\r\n\u{c}\n", Ahead::Passed(37)),
            ("Form:  Server\nForm:  Person\n\u{c}\n", Ahead::Wanted),
            ("Form:\nForm:  Person\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\nal\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\n\u{a0}\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\nA:\rB\n\u{c}\n", Ahead::Wanted),
            ("Form:Person\nA:  1\n\u{c}\n", Ahead::Wanted),
            ("odd\nForm:  Person\n\u{c}\n", Ahead::Wanted),
            ("\u{c}\u{c}\nForm:  Person\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\nA:  1\u{c}\nForm:  Person\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\nA:  \0\n\u{c}\n", Ahead::Wanted),
            ("Form:  Person\nA:  1\n\u{c}\0\n", Ahead::Wanted),
            ("Form:  Person\nA:  1\n\u{c}", Ahead::Unclear),
            ("Form:  Person\nA:  1\n", Ahead::Unclear),
            ("\u{c}", Ahead::Unclear),
            ("", Ahead::Unclear),
        ];
        for (text, wanted) in cases {
            assert_eq!(look(text.as_bytes(), |form| form == "Person"), wanted, "{text:?}");
        }
        // The form must stand near enough to the beginning.
        for (blanks, wanted) in [(NEAR - 19, Ahead::Passed(NEAR)), (NEAR - 18, Ahead::Wanted)] {
            let text = format!("A:  {}\nForm:  Person\n\u{c}\n", "x".repeat(blanks));
            assert_eq!(look(text.as_bytes(), |_| true), wanted);
        }
        let far = format!("{}Form:  Person\n\u{c}\n", "A:\n".repeat(5000));
        assert_eq!(look(far.as_bytes(), |_| true), Ahead::Wanted);
    }
}
