//! Structured Text, as File > Export > Structured Text of a Notes client writes it: one item a line,
//! `Name:  value`, with documents parted by a form feed or by blank lines.
//!
//! The HCL Notes help describes the dialogs of export and import; the layout is read as seen in
//! programs that convert such exports. A long value is wrapped, so a line without a name belongs to
//! the value before it. Rich text stands as plain lines behind the items and is passed over.

mod document;
mod line;
mod list;
mod recognise;

pub(super) use document::unid;
pub(super) use list::values;
pub use recognise::recognise;

use super::remarks::Remarks;
use super::{Context, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};
use document::{Block, Part};

/// Reads an export.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut reader = Reader::new(context, sink);
    if let Err(error) = input.each_line(|line| reader.line(line)) {
        reader.unread(Warning::new("read-error", None).with("reason", error));
    }
    reader.finish()
}

struct Reader<'r> {
    context: &'r Context<'r>,
    sink: &'r mut dyn Sink,
    remarks: Remarks,
    extent: ReadExtent,
    /// The document so far.
    document: Block,
    /// The lines since the last blank line, which may begin another document.
    block: Block,
    form_feeds: bool,
    stray: Option<(u64, u64)>,
}

impl<'r> Reader<'r> {
    fn new(context: &'r Context<'r>, sink: &'r mut dyn Sink) -> Self {
        Self {
            context,
            sink,
            remarks: Remarks::default(),
            extent: ReadExtent::Full,
            document: Block::default(),
            block: Block::default(),
            form_feeds: false,
            stray: None,
        }
    }

    fn unread(&mut self, warning: Warning) {
        self.extent = ReadExtent::Part;
        self.remarks.push(self.sink, warning);
    }

    fn line(&mut self, line: &Line<'_>) {
        let number = line.start.line;
        if line.nul || line.cut {
            let code = if line.nul { "nul-in-line" } else { "line-too-long" };
            self.unread(Warning::new(code, number));
            // What stood here may have been any item, so nothing may be concluded from its absence.
            self.block.truncated = true;
            return self.block.close_item();
        }
        let mut column = 1;
        for (index, text) in line.text.split('\u{c}').enumerate() {
            if index > 0 {
                self.form_feeds = true;
                self.end_document();
                column += 1;
            }
            let span = (line.start.offset, line.start.offset + line.length);
            let place = Location {
                column: Some(column),
                span: Some(span),
                ..Location::line(&self.context.path, number)
            };
            // A form feed alone on its line is no blank line.
            if !(index > 0 && text.trim().is_empty()) {
                self.text(text, place);
            }
            column += text.chars().count() as u64;
        }
    }

    fn text(&mut self, text: &str, place: Location) {
        if text.trim().is_empty() {
            return self.end_block();
        }
        let number = place.line;
        let taken = match line::item(text) {
            Some(item) => self.block.begin_item(&item, place),
            None => self.block.continue_item(text),
        };
        match taken {
            Part::Taken => {}
            // Behind a blank line plain text is the body; in front of all items it is odd.
            Part::NoItem if self.document.is_empty() => {
                self.stray.get_or_insert((number.unwrap_or(0), 0)).1 += 1;
            }
            Part::NoItem => {}
            Part::TooMuch => self.unread(Warning::new("document-too-large", number)),
        }
    }

    /// At a blank line: what stood in front of it is either a document of its own or goes on with
    /// the one before.
    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        if block.is_empty() && !block.truncated {
            return;
        }
        if !self.form_feeds && block.begins_document(&self.document) {
            self.push_document();
            self.document = block;
        } else if self.document.append(block) == Part::TooMuch {
            let line = self.document.line();
            self.unread(Warning::new("document-too-large", line));
        }
    }

    fn end_document(&mut self) {
        self.end_block();
        self.push_document();
    }

    fn push_document(&mut self) {
        let block = std::mem::take(&mut self.document);
        if let Some(document) = block.into_document(&self.context.catalog.settings) {
            self.sink.record(Record::Document(Box::new(document)));
        }
    }

    fn finish(mut self) -> ReadExtent {
        self.end_document();
        if let Some((line, count)) = self.stray {
            let warning = Warning::new("text-before-first-item", line).with("count", count);
            self.remarks.push(self.sink, warning);
        }
        self.remarks.finish(self.sink);
        self.extent
    }
}

#[cfg(test)]
mod tests;
