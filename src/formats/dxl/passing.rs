//! Passing over documents that are known not to matter. In an export of a large directory these are
//! nearly all of it, so this is where the time goes.

use super::scan::{MAX_MARK, Mark, next_mark};
use super::xml::{Fault, FaultKind, Xml};
use super::{Dxl, Lost, Out};
use crate::formats::{Record, Unread};

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
        self.form_where_skipped().is_some_and(|form| self.context.catalog.documents.skips(form))
    }

    /// Whether there were enough documents of the form of the one that has just begun, which answers
    /// no other as far as its tag tells.
    pub(super) fn has_enough(&self) -> bool {
        let tag = self.xml.tag();
        let plain =
            ["parent", "response", "replicaid"].iter().all(|name| tag.attribute(name).is_none());
        let form = self.form_where_skipped().filter(|_| plain);
        form.is_some_and(|form| self.out.has_enough_of(self.replica.as_deref(), form))
    }

    /// The form that the last start tag names, where documents may be passed over at all.
    fn form_where_skipped(&self) -> Option<&str> {
        self.xml.tag().attribute("form").filter(|_| self.context.skip_forms)
    }

    fn form(&self) -> String {
        self.xml.tag().attribute("form").unwrap_or_default().to_owned()
    }

    /// Passes over the document that has just begun, and over those alike that follow.
    pub(super) fn pass_over_alike(&mut self) -> Result<(), Lost> {
        let form = self.form();
        let passed = self.xml.remember();
        loop {
            let run = self.xml.pass_run(&passed, |_| true)?;
            self.out.passed(run);
            let begins = Some(self.xml.start().line);
            let lost = |fault| Lost { fault, record: Some(form.clone()), begins };
            self.xml.pass_over(&mut self.out).map_err(lost)?;
            self.out.passed(1);
            if !self.xml.begins_alike(&passed)? {
                return Ok(());
            }
        }
    }

    /// Passes over the document that has just begun, of which there were enough, and over those alike
    /// that follow, but reads what holds more than its form tells.
    pub(super) fn pass_over_enough(&mut self) -> Result<(), Lost> {
        let form = self.form();
        let (mut documents, replica) = (0, self.replica.clone());
        let begun = self.passes_alike(Some(&form), is_nothing_but_items, &mut documents);
        if documents > 0 {
            self.out.record(Record::LeftOut(Unread { replica, form, documents }));
        }
        if begun? { self.document() } else { Ok(()) }
    }

    /// Passes over the note that has just begun, and over those alike that follow, as long as it can
    /// be seen ahead that they are documents that do not matter; true where one that has begun has
    /// to be read.
    pub(super) fn passes_notes(&mut self) -> Result<bool, Lost> {
        if !self.context.skip_forms || self.xml.tag().attribute("form").is_some() {
            return Ok(true);
        }
        let known = &self.context.catalog.documents;
        let alike = |body: &[u8]| plain_form(body).is_some_and(|form| known.skips(form));
        let mut documents = 0;
        let begun = self.passes_alike(None, alike, &mut documents);
        self.out.passed(documents);
        begun
    }

    /// Passes over the record that has just begun, and over those with the same start tag that follow,
    /// as long as `alike` takes what they hold; true where one that has begun has to be read.
    fn passes_alike(
        &mut self,
        form: Option<&str>,
        alike: impl Fn(&[u8]) -> bool + Copy,
        documents: &mut u64,
    ) -> Result<bool, Lost> {
        let passed = self.xml.remember();
        loop {
            *documents += self.xml.pass_run(&passed, alike)?;
            let begins = Some(self.xml.start().line);
            let lost = |fault| Lost { fault, record: form.map(str::to_owned), begins };
            if !self.xml.passes_ahead(alike).map_err(lost)? {
                return Ok(true);
            }
            *documents += 1;
            if !self.xml.begins_alike(&passed)? {
                return Ok(false);
            }
        }
    }
}

/// Whether `body`, all that a document holds, plainly is neither a response nor holds a certificate or
/// key in PEM, which matter whatever the form.
fn is_nothing_but_items(body: &[u8]) -> bool {
    let is_reference =
        |at: usize| body.get(at..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"$ref"));
    let holds = |text: &[u8]| memchr::memmem::find(body, text).is_some();
    // Either may be written with references.
    !holds(b"-----BEGIN") && !holds(b"&#") && !memchr::memchr_iter(b'$', body).any(is_reference)
}

impl Passed {
    /// Where, behind an end tag that stands at `end`, the next start tag of the same kind begins and
    /// ends.
    fn follows(&self, text: &[u8], end: usize) -> Option<(usize, usize)> {
        let rest = text.get(end..)?.strip_prefix(b"</")?;
        let rest = rest.strip_prefix(self.name.as_bytes())?.strip_prefix(b">")?;
        let rest = rest.trim_ascii_start();
        let begins = text.len() - rest.len();
        rest.starts_with(&self.tag).then_some((begins, begins + self.tag.len()))
    }
}

/// The form of a note as `body`, all that it holds, plainly says; `None` where a reader who looks
/// at everything might find another one.
fn plain_form(body: &[u8]) -> Option<&str> {
    let named_form = |at: &usize| {
        let quote = at.checked_sub(1).and_then(|before| body.get(before));
        quote.is_some_and(|quote| matches!(quote, b'\'' | b'"') && body.get(at + 4) == Some(quote))
            && body.get(*at..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"form"))
    };
    let at = memchr::memchr2_iter(b'f', b'F', body).find(named_form)?;
    let before = body.get(..at)?;
    // A name before it may be written with references.
    if !before.ends_with(b"<item name='") || memchr::memmem::find(before, b"&#").is_some() {
        return None;
    }
    let value = body.get(at + 5..)?.strip_prefix(b"><text")?;
    let value = value.strip_prefix(b"\n").unwrap_or(value).strip_prefix(b">")?;
    let (value, after) = value.split_at_checked(memchr::memchr(b'<', value)?)?;
    let plain = after.starts_with(b"</text></item>") && !value.contains(&b'&');
    std::str::from_utf8(value).ok().filter(|_| plain)
}

impl Xml<'_, '_> {
    /// Passes, in the element that has just begun, over those elements that stand in the buffer
    /// as a whole, are taken by `alike` by what they hold, and have another with the same start tag
    /// behind them; the last of these has then just begun. Tells how many were passed over.
    fn pass_run(&mut self, passed: &Passed, alike: impl Fn(&[u8]) -> bool) -> Result<u64, Fault> {
        if passed.tag.is_empty() {
            return Ok(0);
        }
        let text = self.unread()?;
        let (mut count, mut begins, mut at) = (0, 0, 0);
        while let Some((length, Mark::End)) =
            next_mark(text.get(at..).unwrap_or_default(), passed.name.as_bytes())
            && let Some((next, next_end)) = passed.follows(text, at + length)
            && alike(text.get(at..at + length).unwrap_or_default())
        {
            (count, begins, at) = (count + 1, next, next_end);
        }
        if count > 0 {
            self.source.pass(begins);
            self.start = self.source.position();
            self.source.pass(at - begins);
        }
        Ok(count)
    }

    /// Passes over the element that has just begun if it stands in the buffer to its end, and is
    /// taken by `alike` by what it holds. Otherwise nothing is taken from the input.
    fn passes_ahead(&mut self, alike: impl Fn(&[u8]) -> bool) -> Result<bool, Fault> {
        let name = self.open.last().cloned().unwrap_or_default();
        while !self.closing {
            let text = self.unread()?;
            match next_mark(text, name.as_bytes()) {
                Some((end, Mark::End)) => {
                    if !alike(text.get(..end).unwrap_or_default()) {
                        return Ok(false);
                    }
                    self.source.pass(end);
                    self.open.pop();
                    return self.end_tag().map(|()| true);
                }
                Some(_) => return Ok(false),
                None if self.read_on()? => {}
                None => return Ok(false),
            }
        }
        Ok(false)
    }

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
            let text = self.unread()?;
            let length = text.len();
            if let Some((at, mark)) = next_mark(text, name) {
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

    /// The start tag just read, to know it again; none where it is long, or nothing stands behind it.
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
            let unread = self.unread()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::dxl::Token;
    use crate::formats::sample::Said;
    use crate::intake::{Decoding, Stream};

    #[test]
    fn what_matters_whatever_the_form_is_seen() {
        let cases = [
            ("<item name='A'><text>5 $ for BEGIN</text></item>", true),
            ("<item name='$Ref'><text>6B1F</text></item>", false),
            ("<item name='&#36;REF'><text>6B1F</text></item>", false),
            ("<item name='A'><text>-----BEGIN CERTIFICATE-----</text></item>", false),
            ("", true),
            ("$re", true),
        ];
        for (body, wanted) in cases {
            assert_eq!(is_nothing_but_items(body.as_bytes()), wanted, "{body}");
        }
    }

    #[test]
    fn a_form_is_believed_only_where_it_is_plain() {
        let cases = [
            ("<noteinfo/><item name='Form'><text>Person</text></item>", Some("Person")),
            (
                "<item name='X'><text>form</text></item><item name='FORM'><text\n>P</text></item>",
                Some("P"),
            ),
            ("<item name='form'><text/></item><item name='Form'><text>Person</text></item>", None),
            ("<item name='form'><textlist><text>A</text></textlist></item>", None),
            (
                "<item name='F&#111;rm'><text>A</text></item><item name='Form'><text>P</text></item>",
                None,
            ),
            ("<item name=\"Form\"><text>Person</text></item>", None),
            ("<item seal='true' name='Form'><text>Person</text></item>", None),
            ("<item name='Form'><text>Per&#115;on</text></item>", None),
            ("<item name='Form'><text>Person<break/></text></item>", None),
            ("<item name='Form'><text>Person", None),
            ("<item name='Form", None),
            ("", None),
        ];
        for (body, wanted) in cases {
            assert_eq!(plain_form(body.as_bytes()), wanted, "{body}");
        }
    }

    const THREE: &[u8] =
        b"<d><document form='A'>1</document>\n <document form='A'>2</document><document form='A'>3</document></d>";

    /// Looks at [`THREE`], of which so many bytes come at once, behind its first start tag.
    fn behind_the_first(size: usize, look: impl FnOnce(&mut Xml<'_, '_>, &Passed)) {
        struct Drip(&'static [u8], usize);
        impl std::io::Read for Drip {
            fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
                let size = self.1.min(out.len());
                self.0.read(out.get_mut(..size).unwrap_or_default())
            }
        }
        let mut stream = Stream::new(Drip(THREE, size), b"", Decoding::detect(THREE));
        let mut xml = Xml::new(&mut stream);
        let mut said = Said::default();
        for _ in 0..2 {
            assert_eq!(xml.next_tag(&mut Out::new(&mut said)), Ok(Some(Token::Start)));
        }
        let passed = xml.remember();
        look(&mut xml, &passed);
    }

    #[test]
    fn what_stands_in_the_buffer_is_passed_over_in_one_go() {
        behind_the_first(THREE.len(), |xml, passed| {
            // The third one has then begun.
            assert_eq!(xml.pass_run(passed, |_| true), Ok(2));
            assert_eq!((xml.start().line, xml.start().column), (2, 33));
            assert_eq!(xml.unread().unwrap(), b"3</document></d>");
        });
        behind_the_first(THREE.len(), |xml, passed| {
            assert_eq!(xml.pass_run(passed, |body| body == b"1"), Ok(1));
            assert_eq!(xml.unread().unwrap().first(), Some(&b'2'));
        });
    }

    #[test]
    fn the_next_of_the_same_kind_is_known_by_its_tag_however_it_comes() {
        for size in [1, 5, THREE.len()] {
            behind_the_first(size, |xml, passed| {
                for more in [true, true, false] {
                    xml.pass_over(&mut Out::new(&mut Said::default())).unwrap();
                    assert_eq!(xml.begins_alike(passed), Ok(more), "{size}");
                }
            });
        }
    }
}
