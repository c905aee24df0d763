//! Structured Text, as File > Export > Structured Text of a Notes client writes it: one item a line,
//! `Name:  value`, with documents parted by a form feed or by blank lines.
//!
//! The HCL Notes help describes the dialogs of export and import; the layout is read as seen in
//! programs that convert such exports. A long value is wrapped, so a line without a name belongs to
//! the value before it. Rich text stands as plain lines behind the items and is passed over.
//! Unless all documents are asked for, those of forms that never matter are passed over, too.

mod document;
mod line;
mod list;
mod passing;
mod recognise;

pub(super) use document::unid;
pub(super) use list::values;
pub use recognise::recognise;

use super::remarks::Remarks;
use super::{Context, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};
use document::{Block, Part};
use passing::Ahead;
use std::collections::BTreeSet;
use std::io::{self, BufRead};

/// Reads an export.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut reader = Reader::new(context, sink);
    if let Err(error) = reader.lines(input) {
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
    /// The names in the document so far, as long as blank lines part documents; kept so that a file
    /// of many short blocks costs no search each.
    names: BTreeSet<String>,
    form_feeds: bool,
    /// Whether a form feed was the last that was read, and nobody looked at what follows.
    unseen: bool,
    /// Documents passed over since the last record.
    passed: u64,
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
            names: BTreeSet::new(),
            form_feeds: false,
            unseen: false,
            passed: 0,
            stray: None,
        }
    }

    fn unread(&mut self, warning: Warning) {
        self.extent = ReadExtent::Part;
        self.remarks.push(self.sink, warning);
    }

    fn lines(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        loop {
            self.pass_over(input)?;
            match input.next_line()? {
                Some(line) => self.line(&line),
                None => return Ok(()),
            }
        }
    }

    /// Passes over the documents that follow as far as they plainly do not matter.
    fn pass_over(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        let documents = &self.context.catalog.documents;
        while std::mem::take(&mut self.unseen) && self.may_pass_over(input) {
            let ahead = passing::look(input.fill_buf()?, |form| documents.skips(form));
            self.unseen = match ahead {
                Ahead::Passed(length) => {
                    input.pass_lines(length);
                    self.passed += 1;
                    true
                }
                Ahead::Wanted => false,
                Ahead::Unclear => input.read_on()?,
            };
        }
        Ok(())
    }

    fn may_pass_over(&self, input: &Stream<'_>) -> bool {
        let begun = !self.block.is_empty() || self.block.truncated;
        self.context.skip_forms && !begun && input.decoding().keeps_ascii()
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
                self.unseen = true;
                column += 1;
            }
            self.text(text, line, column);
            column += text.chars().count() as u64;
        }
    }

    /// Takes the part of a line that begins at `column`.
    fn text(&mut self, text: &str, line: &Line<'_>, column: u64) {
        if text.trim().is_empty() {
            return self.end_block();
        }
        let number = line.start.line;
        let place = || Location {
            column: Some(column),
            span: Some((line.start.offset, line.start.offset + line.length)),
            ..Location::line(&self.context.path, number)
        };
        let taken = match line::item(text) {
            Some(item) => self.block.begin_item(&item, place),
            None => self.block.continue_item(text),
        };
        match taken {
            Part::Taken => {}
            // Behind a blank line plain text is the body, behind a line that was not read a part of it; in
            // front of all items it is odd.
            Part::NoItem if self.document.is_empty() && self.block.is_empty() => {
                self.stray.get_or_insert((number, 0)).1 += 1;
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
        // A text of several paragraphs may hold what looks like an item, so that alone begins no
        // document: a name that was there already does, which the form of the next one always is.
        let names: Vec<_> = if self.form_feeds { Vec::new() } else { block.names().collect() };
        if names.iter().any(|name| self.names.contains(name)) {
            self.push_document();
        }
        let before = self.document.len();
        if self.document.append(block) == Part::TooMuch {
            let line = self.document.line();
            self.unread(Warning::new("document-too-large", line));
        }
        if self.document.len() > before {
            self.names.extend(names);
        }
    }

    fn end_document(&mut self) {
        self.end_block();
        self.push_document();
    }

    fn push_document(&mut self) {
        self.names.clear();
        let block = std::mem::take(&mut self.document);
        if let Some(document) = block.into_document(&self.context.catalog.settings) {
            self.hand_on_passed();
            self.sink.record(Record::Document(Box::new(document)));
        }
    }

    /// Hands on how many documents were passed over.
    fn hand_on_passed(&mut self) {
        let passed = std::mem::take(&mut self.passed);
        if passed > 0 {
            self.sink.record(Record::PassedOver(passed));
        }
    }

    fn finish(mut self) -> ReadExtent {
        self.end_document();
        self.hand_on_passed();
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
