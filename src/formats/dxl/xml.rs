//! XML as a row of tags and texts, with the place of each and a stack of the open elements.
//!
//! quick-xml is asked for one token at a time and keeps no state between two of them: so reading
//! can go on anywhere after a broken place, and no nesting grows its memory. Comments, processing
//! instructions and the DOCTYPE are passed over; an external DTD is never opened.

use super::out::Out;
use super::source::Source;
use super::tag::{Tag, is_record_name, names_record};
use super::text;
use crate::evidence::Warning;
use crate::intake::{Position, Stream};
use quick_xml::Reader;
use quick_xml::events::Event;

/// How the comment begins that the agent of `exporter` writes at the end of an export.
const EXPORTER_MARK: &str = "traveler-audit exporter: documents=";
/// Bytes that one tag, comment or piece of text may have.
pub(super) const MAX_TOKEN: usize = 1024 * 1024;
/// What may hold anything, tags too, up to its end.
const ENCLOSED: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
/// Elements that may be open at once; readers stop going deeper long before.
const MAX_OPEN: usize = 1000;

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Token {
    /// A start tag: see [`Xml::tag`]. An empty element gives a start and an end.
    Start,
    /// The end of the innermost open element.
    End,
    /// Text as laid out in the file: see [`Xml::text`].
    Text,
    /// Text that is meant character by character: a reference or a CDATA section.
    Literal,
}

/// Why reading can't go on here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::formats) struct Fault {
    /// What is wrong.
    pub(in crate::formats) kind: FaultKind,
    /// Where.
    pub(in crate::formats) at: Position,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::formats) enum FaultKind {
    /// The input ends inside an element.
    EndsEarly,
    /// The input ends, or goes on for too long, inside a tag, a comment or the like.
    Unclosed,
    /// Something that is no XML; the word names what.
    Broken(&'static str),
    /// A new document or design begins inside another one.
    NewRecord,
    /// A piece of text is longer than we keep.
    TextTooLong,
    /// The system could not read on.
    Failed(String),
}

/// A raw token; its bytes are in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    Start,
    Empty,
    End,
    Text,
    Reference,
    CData,
    DocType,
    Comment,
    Other,
    Eof,
}

/// The reader.
pub(in crate::formats) struct Xml<'s, 'a> {
    pub(super) source: Source<'s, 'a>,
    pub(super) buffer: Vec<u8>,
    pub(super) start: Position,
    tag: Tag,
    text: String,
    doctype: String,
    pub(super) open: Vec<String>,
    pub(super) closing: bool,
    in_record: bool,
    /// What the agent of `exporter` wrote behind the last database: how many documents it exported.
    pub(super) exported: Option<u64>,
}

impl<'s, 'a> Xml<'s, 'a> {
    /// Reads from where `stream` stands.
    pub(in crate::formats) fn new(stream: &'s mut Stream<'a>) -> Self {
        let source = Source::new(stream);
        Self {
            start: source.position(),
            source,
            buffer: Vec::new(),
            tag: Tag::default(),
            text: String::new(),
            doctype: String::new(),
            open: Vec::new(),
            closing: false,
            in_record: false,
            exported: None,
        }
    }

    /// The last start tag.
    pub(in crate::formats) fn tag(&self) -> &Tag {
        &self.tag
    }

    /// The last text.
    pub(in crate::formats) fn text(&self) -> &str {
        &self.text
    }

    /// What the DOCTYPE says, as written.
    pub(super) fn doctype(&self) -> &str {
        &self.doctype
    }

    /// Where the last token begins.
    pub(in crate::formats) fn start(&self) -> Position {
        self.start
    }

    /// Where the next token begins.
    pub(super) fn position(&self) -> Position {
        self.source.position()
    }

    /// Number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Says whether we are inside a document or design, where no other may begin.
    pub(super) fn set_in_record(&mut self, inside: bool) {
        self.in_record = inside;
    }

    /// The next token inside an element.
    pub(in crate::formats) fn next(&mut self, out: &mut Out<'_>) -> Result<Token, Fault> {
        self.next_or_end(out)?.ok_or_else(|| self.fault(FaultKind::EndsEarly))
    }

    /// The next tag, passing over text of any length; `None` at the end of the input.
    pub(super) fn next_tag(&mut self, out: &mut Out<'_>) -> Result<Option<Token>, Fault> {
        loop {
            if !self.closing && !self.skip_text()? {
                return Ok(None);
            }
            match self.next_or_end(out)? {
                Some(Token::Text | Token::Literal) => {}
                other => return Ok(other),
            }
        }
    }

    /// Passes over what is left of the innermost open element, however deep or broken it is inside.
    pub(super) fn skip(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let Some(name) = self.open.last().cloned() else { return Ok(()) };
        let mut nested = 0_u64;
        while !self.closing {
            if !self.skip_text()? {
                return Err(self.fault(FaultKind::EndsEarly));
            }
            let raw = self.token()?;
            let same = self.qualified_name() == name.as_bytes();
            match raw {
                Raw::Start | Raw::Empty if self.could_begin_record() => {
                    self.load_tag(out)?;
                    self.refuse_record()?;
                }
                Raw::Start if same => nested += 1,
                Raw::End if same && nested == 0 => break,
                Raw::End if same => nested -= 1,
                _ => {}
            }
        }
        self.closing = false;
        self.open.pop();
        Ok(())
    }

    /// Passes over the open elements until `depth` of them are left.
    pub(super) fn leave(&mut self, depth: usize, out: &mut Out<'_>) -> Result<(), Fault> {
        while self.open.len() > depth {
            self.skip(out)?;
        }
        Ok(())
    }

    /// Goes on after `fault` at the next start of a record, with `depth` elements open; false where
    /// there is none.
    pub(super) fn resume(&mut self, fault: &Fault, depth: usize) -> bool {
        self.open.truncate(depth);
        self.closing = false;
        match fault.kind {
            FaultKind::EndsEarly | FaultKind::Failed(_) => return false,
            // What was too long has been passed over.
            FaultKind::TextTooLong => {}
            FaultKind::NewRecord => self.source.put_back(&self.buffer, self.start),
            _ => self.source.put_back_broken(&self.buffer, self.start),
        }
        // A failure to read is met again by whoever reads next.
        self.find_record().unwrap_or(false)
    }

    fn find_record(&mut self) -> std::io::Result<bool> {
        while self.source.skip_text()? {
            let start = self.source.position();
            let head = self.source.take_name()?;
            let is_record = names_record(&head);
            if is_record || head.starts_with(b"<!") {
                self.source.put_back(&head, start);
            }
            if is_record {
                return Ok(true);
            }
            if head.starts_with(b"<!") {
                // What a comment holds is no record.
                let _ = self.token();
            }
        }
        Ok(false)
    }

    /// What was read and not taken; empty at the end of the input.
    pub(super) fn unread(&mut self) -> Result<&[u8], Fault> {
        let at = self.source.position();
        let failed =
            |error: std::io::Error| Fault { kind: FaultKind::Failed(error.to_string()), at };
        self.source.unread().map_err(failed)
    }

    pub(super) fn skip_text(&mut self) -> Result<bool, Fault> {
        match self.source.skip_text() {
            Ok(more) => Ok(more),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn next_or_end(&mut self, out: &mut Out<'_>) -> Result<Option<Token>, Fault> {
        if self.closing {
            self.closing = false;
            self.open.pop();
            return Ok(Some(Token::End));
        }
        loop {
            let token = match self.token()? {
                Raw::Eof => return Ok(None),
                Raw::Start => self.open_element(false, out)?,
                Raw::Empty => self.open_element(true, out)?,
                Raw::End => self.close_element()?,
                Raw::Text => self.take_text(out),
                Raw::Reference => self.take_reference(out),
                Raw::CData => self.take_cdata(out),
                Raw::DocType => {
                    self.doctype = text::decode(&self.buffer).0.into_owned();
                    continue;
                }
                Raw::Comment => {
                    self.take_mark();
                    continue;
                }
                Raw::Other => continue,
            };
            return Ok(Some(token));
        }
    }

    /// A comment behind the root element may be the mark of `exporter`.
    fn take_mark(&mut self) {
        let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
        let count = text.split_once(EXPORTER_MARK).map(|(_, rest)| rest);
        let count = count.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
        if let Some(count) = count.and_then(|text| text.parse().ok())
            && self.open.is_empty()
        {
            self.exported = Some(count);
        }
    }

    /// Reads one token into the buffer.
    pub(super) fn token(&mut self) -> Result<Raw, Fault> {
        self.buffer.clear();
        self.start = self.source.position();
        self.source.allow(MAX_TOKEN);
        let mut reader = Reader::from_reader(&mut self.source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let read = reader.read_event_into(&mut self.buffer).map(|event| match event {
            Event::Start(_) => Raw::Start,
            Event::Empty(_) => Raw::Empty,
            Event::End(_) => Raw::End,
            Event::Text(_) => Raw::Text,
            Event::GeneralRef(_) => Raw::Reference,
            Event::CData(_) => Raw::CData,
            Event::DocType(_) => Raw::DocType,
            Event::Eof => Raw::Eof,
            Event::Comment(_) => Raw::Comment,
            Event::Decl(_) | Event::PI(_) => Raw::Other,
        });
        match read {
            Ok(raw) => Ok(raw),
            Err(error) => {
                self.end_enclosed(&error).unwrap_or_else(|| Err(self.token_fault(&error)))
            }
        }
    }

    /// What becomes of a comment and the like that is too long for the buffer or never ends: its
    /// inside is not XML, so nothing in it may be taken for a document.
    fn end_enclosed(&mut self, error: &quick_xml::Error) -> Option<Result<Raw, Fault>> {
        let (begin, end) =
            ENCLOSED.into_iter().find(|(begin, _)| self.buffer.starts_with(begin))?;
        let too_long = matches!(error, quick_xml::Error::Io(_));
        let tail = self.buffer.len().saturating_sub(end.len());
        let before = self.buffer.get(tail..).unwrap_or_default();
        let ended = too_long && self.source.skip_past(end, before).unwrap_or(false);
        if self.source.failure().is_some() {
            return None;
        }
        Some(match ended {
            false => Err(self.fault(FaultKind::EndsEarly)),
            true if begin.starts_with(b"<![") => Err(self.fault(FaultKind::TextTooLong)),
            true => Ok(Raw::Other),
        })
    }

    fn token_fault(&self, error: &quick_xml::Error) -> Fault {
        let is_markup = self.buffer.first().is_none_or(|first| *first == b'<');
        let kind = match (self.source.failure(), error) {
            (Some(failure), _) => FaultKind::Failed(failure.to_owned()),
            (None, quick_xml::Error::Io(_)) if !is_markup => FaultKind::TextTooLong,
            (None, quick_xml::Error::Io(_) | quick_xml::Error::Syntax(_)) => FaultKind::Unclosed,
            (None, _) => FaultKind::Broken("bad-markup"),
        };
        self.fault(kind)
    }

    /// A fault at the last token.
    fn fault(&self, kind: FaultKind) -> Fault {
        Fault { kind, at: self.start }
    }

    /// What the system said when reading failed here.
    pub(super) fn failed(&self, error: &std::io::Error) -> Fault {
        self.fault_here(FaultKind::Failed(error.to_string()))
    }

    /// A fault at the next unread byte.
    pub(super) fn fault_here(&self, kind: FaultKind) -> Fault {
        Fault { kind, at: self.source.position() }
    }

    fn open_element(&mut self, empty: bool, out: &mut Out<'_>) -> Result<Token, Fault> {
        self.load_tag(out)?;
        self.refuse_record()?;
        if self.open.len() >= MAX_OPEN {
            return Err(self.fault(FaultKind::Broken("nested-too-deep")));
        }
        self.open.push(text::decode(self.qualified_name()).0.into_owned());
        self.closing = empty;
        Ok(Token::Start)
    }

    fn close_element(&mut self) -> Result<Token, Fault> {
        let name = self.qualified_name();
        if self.open.last().is_none_or(|open| open.as_bytes() != name) {
            return Err(self.fault(FaultKind::Broken("mismatched-end-tag")));
        }
        self.open.pop();
        Ok(Token::End)
    }

    /// Inside a record no other may begin: the one before was cut off.
    pub(super) fn refuse_record(&self) -> Result<(), Fault> {
        if self.in_record && self.tag.begins_record() {
            return Err(self.fault(FaultKind::NewRecord));
        }
        Ok(())
    }

    fn could_begin_record(&self) -> bool {
        is_record_name(self.qualified_name())
    }

    /// What stands between the angle brackets of the tag in the buffer.
    fn inside_brackets(&self) -> &[u8] {
        let inside = self.buffer.strip_prefix(b"<").unwrap_or(&self.buffer);
        let inside = inside.strip_prefix(b"/").unwrap_or(inside);
        let inside = inside.strip_suffix(b">").unwrap_or(inside);
        inside.strip_suffix(b"/").unwrap_or(inside)
    }

    fn qualified_name(&self) -> &[u8] {
        let inside = self.inside_brackets();
        inside.split(u8::is_ascii_whitespace).next().unwrap_or_default()
    }

    /// Reads the attributes of the start tag in the buffer.
    pub(super) fn load_tag(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let line = self.start.line;
        let (content, strange) = text::decode(self.inside_brackets());
        let parsed = Tag::parse(&content);
        if strange {
            warn_encoding(line, out);
        }
        let (tag, unknown) = parsed.ok_or_else(|| self.fault(FaultKind::Broken("bad-tag")))?;
        if unknown {
            warn_entity(line, out);
        }
        self.tag = tag;
        Ok(())
    }

    fn take_text(&mut self, out: &mut Out<'_>) -> Token {
        self.set_text(0, 0, out);
        if self.text.starts_with('&') {
            warn_entity(self.start.line, out);
        }
        Token::Text
    }

    fn take_cdata(&mut self, out: &mut Out<'_>) -> Token {
        self.set_text(b"<![CDATA[".len(), b"]]>".len(), out);
        Token::Literal
    }

    fn take_reference(&mut self, out: &mut Out<'_>) -> Token {
        self.set_text(1, 1, out);
        match text::reference(&self.text) {
            Some(character) => self.text = character.to_string(),
            None => {
                warn_entity(self.start.line, out);
                self.text = format!("&{};", self.text);
            }
        }
        Token::Literal
    }

    /// Takes the text of the buffer without so many bytes in front and behind.
    fn set_text(&mut self, front: usize, behind: usize, out: &mut Out<'_>) {
        let end = self.buffer.len().saturating_sub(behind);
        let (decoded, strange) = text::decode(self.buffer.get(front..end).unwrap_or_default());
        self.text.clear();
        text::push_lines(&mut self.text, &decoded);
        if strange {
            warn_encoding(self.start.line, out);
        }
    }
}

/// Its name is not told: it may be a piece of a password with `&` in it.
fn warn_entity(line: u64, out: &mut Out<'_>) {
    out.warn(Warning::new("xml-unknown-entity", line));
}

fn warn_encoding(line: u64, out: &mut Out<'_>) {
    // What was meant is not known, so nothing may be concluded from what is missing.
    out.lost_once(Warning::new("xml-not-utf8", line));
}
