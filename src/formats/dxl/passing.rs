//! Passing over documents that are known not to matter. In an export of a large directory these are
//! nearly all of it, so this is where the time goes.

use super::scan::{MAX_MARK, Mark};
use super::xml::{Fault, FaultKind, Xml};
use super::{Dxl, Lost, Out};

/// Bytes of a start tag that are remembered.
const MAX_TAG: usize = 1024;

/// The start tag of the document passed over last: the next one most often has the same.
#[derive(Debug, Default)]
pub(super) struct Passed {
    tag: Vec<u8>,
    name: String,
}

impl Dxl<'_, '_> {
    /// Whether the document that has just begun is known not to matter.
    pub(super) fn is_passed_over(&self) -> bool {
        let form = self.xml.tag().attribute("form");
        self.context.skip_forms && form.is_some_and(|form| self.skips(form))
    }

    fn skips(&self, form: &str) -> bool {
        self.context.catalog.documents.skips(form)
    }

    /// Passes over the document that has just begun, and over those alike that follow.
    pub(super) fn pass_over_alike(&mut self) -> Result<(), Lost> {
        let form = self.xml.tag().attribute("form").unwrap_or_default().to_owned();
        let passed = self.xml.remember();
        loop {
            let begins = Some(self.xml.start().line);
            let lost = |fault| Lost { fault, record: Some(form.clone()), begins };
            self.xml.pass_over(&mut self.out).map_err(lost)?;
            self.out.passed();
            if !self.xml.begins_alike(&passed)? {
                return Ok(());
            }
        }
    }
}

impl Xml<'_, '_> {
    /// Passes over what is left of the innermost open element, wherever its end tag is, without
    /// looking at what it holds.
    pub(super) fn pass_over(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let Some(name) = self.open.pop() else { return Ok(()) };
        if std::mem::take(&mut self.closing) {
            return Ok(());
        }
        loop {
            match self.next_mark(name.as_bytes())? {
                Mark::End => return self.end_tag(),
                Mark::Enclosed => match self.token() {
                    // It has been passed over, and nobody wants its text.
                    Err(fault) if fault.kind == FaultKind::TextTooLong => {}
                    other => drop(other?),
                },
                Mark::Start => {
                    self.token()?;
                    self.load_tag(out)?;
                    self.refuse_record()?;
                }
            }
        }
    }

    /// Goes to the next mark.
    fn next_mark(&mut self, name: &[u8]) -> Result<Mark, Fault> {
        loop {
            let offset = self.source.position().offset;
            let text = match self.source.unread() {
                Ok(text) => text,
                Err(error) => return Err(self.failed(&error)),
            };
            let length = text.len();
            if let Some((at, mark)) = self.scanner.next(text, offset, name) {
                self.source.pass(at);
                return Ok(mark);
            }
            // A mark may begin in the last bytes.
            self.source.pass(length.saturating_sub(MAX_MARK));
            if !self.read_on()? {
                self.source.pass(MAX_MARK);
                return Err(self.fault_here(FaultKind::EndsEarly));
            }
        }
    }

    fn end_tag(&mut self) -> Result<(), Fault> {
        match self.source.skip_to(b'>') {
            Ok(true) => {
                self.source.pass(1);
                Ok(())
            }
            Ok(false) => Err(self.fault_here(FaultKind::EndsEarly)),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// The start tag just read, to know it again.
    fn remember(&self) -> Passed {
        let name = self.open.last().cloned().unwrap_or_default();
        let known = !self.closing && self.buffer.len() <= MAX_TAG;
        Passed { tag: if known { self.buffer.clone() } else { Vec::new() }, name }
    }

    /// Goes into the next element if its start tag is the one remembered.
    fn begins_alike(&mut self, passed: &Passed) -> Result<bool, Fault> {
        if passed.tag.is_empty() || !self.skip_text()? || !self.stands_here(&passed.tag)? {
            return Ok(false);
        }
        self.start = self.source.position();
        self.source.pass(passed.tag.len());
        self.open.push(passed.name.clone());
        Ok(true)
    }

    /// Whether `wanted` comes next.
    fn stands_here(&mut self, wanted: &[u8]) -> Result<bool, Fault> {
        loop {
            let unread = match self.source.unread() {
                Ok(unread) => unread,
                Err(error) => return Err(self.failed(&error)),
            };
            if unread.len() >= wanted.len() || !wanted.starts_with(unread) {
                return Ok(unread.starts_with(wanted));
            }
            if !self.read_on()? {
                return Ok(false);
            }
        }
    }

    fn read_on(&mut self) -> Result<bool, Fault> {
        self.source.read_on().map_err(|error| self.failed(&error))
    }
}
