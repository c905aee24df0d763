//! Items written as the exporter writes most of them, `<item name='X'><text>value</text></item>`: in a
//! document that matters they are nearly all there is, and six tokens each. What stands in the
//! buffer as a whole, and so that nothing in it could be read another way, is taken in one piece.

use super::Dxl;
use super::item::{Content, ItemRead};
use super::xml::{Fault, Xml};
use crate::evidence::Location;
use crate::intake::Position;

const BEGIN: &[u8] = b"<item name='";
const MIDDLE: &[u8] = b"'><text>";
const END: &[u8] = b"</text></item>";

/// Where the parts of such an item end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// Blanks in front of it.
    blanks: usize,
    /// The name.
    name: (usize, usize),
    /// The value.
    value: (usize, usize),
}

/// The item at the beginning of `text`, if it is one of these and stands there to its end.
fn shape(text: &[u8]) -> Option<Shape> {
    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let name = blanks + BEGIN.len();
    let after = text.get(blanks..)?.strip_prefix(BEGIN)?;
    let length = after.iter().position(|byte| !is_of_name(*byte))?;
    let name = (name, name + length);
    let after = after.get(length..)?.strip_prefix(MIDDLE)?;
    let length = memchr::memchr3(b'<', b'&', b'\r', after)?;
    let (value, after) = after.split_at_checked(length)?;
    let value_at = name.1 + MIDDLE.len();
    // A line end in it may be layout.
    let plain = after.starts_with(END) && memchr::memchr(b'\n', value).is_none();
    plain.then_some(Shape { blanks, name, value: (value_at, value_at + length) })
}

/// Whether a byte of a name is that character and nothing else, however one reads it.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'$' | b'_' | b'-' | b'.')
}

/// Such an item.
pub(super) struct Plain {
    name: String,
    value: String,
    start: Position,
    /// Where the start tag of the item ends.
    tag_end: u64,
}

impl Xml<'_, '_> {
    /// Takes the next item inside the innermost open element, if it is one of these.
    pub(super) fn plain_item(&mut self) -> Result<Option<Plain>, Fault> {
        if self.closing {
            return Ok(None);
        }
        let text = self.unread()?;
        let Some(shape) = shape(text) else { return Ok(None) };
        let part = |(from, to): (usize, usize)| {
            std::str::from_utf8(text.get(from..to).unwrap_or_default()).ok().map(str::to_owned)
        };
        let (Some(name), Some(value)) = (part(shape.name), part(shape.value)) else {
            return Ok(None);
        };
        self.source.pass(shape.blanks);
        self.start = self.source.position();
        self.source.pass(shape.value.1 + END.len() - shape.blanks);
        // `'>` stands behind the name.
        let tag_end = self.start.offset + (shape.name.1 + 2 - shape.blanks) as u64;
        Ok(Some(Plain { name, value, start: self.start, tag_end }))
    }
}

impl Dxl<'_, '_> {
    /// Reads the next item of the document, if it is one of these.
    pub(super) fn plain_item(&mut self) -> Result<Option<ItemRead>, Fault> {
        let Some(plain) = self.xml.plain_item()? else { return Ok(None) };
        let location = Location {
            column: Some(plain.start.column),
            span: Some((plain.start.offset, plain.tag_end)),
            ..Location::line(&self.context.path, plain.start.line).with_item(&plain.name)
        };
        let mut content = Content::default();
        content.push(plain.value);
        Ok(Some(self.item_read(plain.name, location, content)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::dxl::{Out, Token};
    use crate::formats::sample::Said;
    use crate::intake::{Decoding, Stream};

    #[test]
    fn only_what_can_be_read_one_way_is_taken() {
        let whole = "\n <item name='My $Item_1'><text>a 'b' > \"ü\"</text></item>";
        let found = shape(whole.as_bytes()).unwrap();
        assert_eq!(&whole[found.name.0..found.name.1], "My $Item_1");
        assert_eq!(&whole[found.value.0..found.value.1], "a 'b' > \"ü\"");
        for end in 0..whole.len() {
            assert_eq!(shape(&whole.as_bytes()[..end]), None, "{end}");
        }
        for other in [
            "x<item name='A'><text>a</text></item>",
            "<item name='A' ><text>a</text></item>",
            "<item name='A' seal='true'><text>a</text></item>",
            "<item name=\"A\"><text>a</text></item>",
            "<item name='A&#66;'><text>a</text></item>",
            "<item name='Ä'><text>a</text></item>",
            "<item name='A'><text\n>a</text></item>",
            "<item name='A'><text>a\n</text></item>",
            "<item name='A'><text>a\r</text></item>",
            "<item name='A'><text>a&amp;b</text></item>",
            "<item name='A'><text>a<break/>b</text></item>",
            "<item name='A'><text>a</text> </item>",
            "<item name='A'><text/></item>",
            "<item name='A'><number>1</number></item>",
        ] {
            assert_eq!(shape(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn such_an_item_is_taken_in_one_piece() {
        let text = "<document>\n <item name='A'><text>ä</text></item><item name='B'><number>1</number></item>";
        let mut stream = Stream::new(std::io::empty(), text.as_bytes(), Decoding::detect(b""));
        let mut xml = Xml::new(&mut stream);
        let mut said = Said::default();
        assert_eq!(xml.next_tag(&mut Out::new(&mut said)), Ok(Some(Token::Start)));
        let item = xml.plain_item().unwrap().expect("an item");
        assert_eq!((item.name.as_str(), item.value.as_str()), ("A", "ä"));
        assert_eq!((item.start.line, item.start.column, item.start.offset), (2, 2, 12));
        assert_eq!(item.tag_end, 12 + "<item name='A'>".len() as u64);
        assert!(xml.plain_item().unwrap().is_none());
        assert_eq!(xml.next_tag(&mut Out::new(&mut said)), Ok(Some(Token::Start)));
        assert_eq!(xml.tag().attribute("name"), Some("B"));
    }
}
