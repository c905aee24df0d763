//! DXL, the XML of Domino: documents and the designs of their forms.
//!
//! Described in the HCL Domino Designer help ("DXL", class NotesDXLExporter) and its DTD, plus what
//! real exports show: the exporter breaks lines inside tags, quotes with `'`, and writes one of
//! three roots, `<database>`, `<document>` or `<note>`.
//!
//! The file is read once, in order. One document is in memory at a time; rich text, attachments and
//! whatever else no field of ours holds are passed over without being kept. After a broken place
//! reading goes on at the next document.
//!
//! A directory of gigabytes holds little but Person documents. Unless all documents are asked for,
//! those of the forms that the catalog lists as never mattering are not taken apart: `passing` goes
//! to their end tag, and notices only what tells that a document was cut off. What else may be
//! broken inside of them is not told. Nor are those of which the one who takes the records says that
//! he has enough, unless they hold what matters in a document of any form.

mod choices;
mod design;
mod document;
mod item;
mod out;
mod passing;
mod plain;
mod scan;
mod source;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod values;
mod xml;

use super::{Context, Database, Head, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Decoding, Stream};
pub(in crate::formats) use out::Out;
pub(in crate::formats) use tag::Tag;
use values::{REPLICA, UNID, id, timestamp};
use xml::FaultKind;
pub(in crate::formats) use xml::{Fault, Token, Xml};

/// Elements around the documents that may be nested in one another.
const MAX_WRAPPERS: usize = 64;
/// Tags that are looked at to recognise a file.
const MAX_LOOKED_AT: usize = 20;
/// Characters of a value that a warning shows.
const SHOWN_VALUE: usize = 60;

/// Whether the first bytes are DXL: by its namespace, by a DOCTYPE that names a DTD of Domino, or
/// by a document that looks like no other XML.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    if !text.starts_with('<') {
        return false;
    }
    // The head is decoded already: what its declaration says must not count again.
    let stream = Stream::new(std::io::empty(), text.as_bytes(), Decoding::detect(&[]));
    let mut stream = stream.without_hash();
    let mut xml = Xml::new(&mut stream);
    let mut nowhere = Nowhere;
    let mut out = Out::new(&mut nowhere);
    for place in 0..MAX_LOOKED_AT {
        match xml.next_tag(&mut out) {
            Ok(Some(Token::Start)) if is_dxl(&xml, place == 0) => return true,
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return false,
        }
    }
    false
}

/// Other XML has forms, notes and documents too: those of DXL tell their replica, form or class at
/// the root, or have a `<noteinfo>`.
fn is_dxl(xml: &Xml<'_, '_>, root: bool) -> bool {
    let tag = xml.tag();
    if tag.name == "noteinfo" {
        return tag.attribute("unid").is_some_and(|text| id(text, UNID).is_some());
    }
    let doctype = xml.doctype().to_ascii_lowercase();
    let marked = tag.namespaces().any(is_dxl_namespace)
        || (doctype.contains("domino") && doctype.contains(".dtd"));
    let replica = tag.attribute("replicaid").is_some_and(|text| id(text, REPLICA).is_some());
    let shaped = match tag.name.as_str() {
        "database" => replica,
        "document" => replica || tag.attribute("form").is_some(),
        "note" => replica || tag.attribute("class") == Some("document"),
        _ => false,
    };
    root && (marked || shaped)
}

fn is_dxl_namespace(address: &str) -> bool {
    let address = address.trim().trim_end_matches('/').to_ascii_lowercase();
    address.ends_with("www.lotus.com/dxl")
}

/// Reads documents and designs.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut dxl = Dxl {
        xml: Xml::new(input),
        out: Out::new(sink),
        context,
        database: None,
        replica: None,
        database_depth: 0,
        wrappers: 0,
        rooted: false,
        keeps_rich_text: false,
        looks_for_pem: false,
    };
    while let Err(lost) = dxl.wrapper() {
        if !dxl.recover(&lost) {
            break;
        }
    }
    dxl.end_database_head();
    dxl.end_export();
    dxl.out.finish()
}

/// A record that can't be read to its end.
struct Lost {
    fault: Fault,
    /// UNID or name of the record, as far as known.
    record: Option<String>,
    /// The line it begins in.
    begins: Option<u64>,
}

impl From<Fault> for Lost {
    fn from(fault: Fault) -> Self {
        Self { fault, record: None, begins: None }
    }
}

/// The reader with what it knows of the database it is in.
struct Dxl<'r, 'a> {
    xml: Xml<'r, 'a>,
    out: Out<'r>,
    context: &'r Context<'r>,
    /// The database, until its head is complete.
    database: Option<Database>,
    replica: Option<String>,
    /// Open elements inside the database.
    database_depth: usize,
    /// Open elements around the record that is read.
    wrappers: usize,
    /// Whether any element was found.
    rooted: bool,
    /// Whether the text of rich text is kept: in documents that may set something there.
    keeps_rich_text: bool,
    /// Whether rich text that holds a text in PEM is kept, too.
    looks_for_pem: bool,
}

impl Dxl<'_, '_> {
    /// Reads what stands outside of documents and designs, to the end of the input.
    fn wrapper(&mut self) -> Result<(), Lost> {
        loop {
            self.xml.set_in_record(false);
            self.wrappers = self.xml.depth();
            match self.xml.next_tag(&mut self.out)? {
                Some(Token::Start) => self.child()?,
                Some(_) => self.end_wrapper(),
                None if self.rooted && self.xml.depth() == 0 => return Ok(()),
                None => {
                    let at = self.xml.position();
                    return Err(Fault { kind: FaultKind::EndsEarly, at }.into());
                }
            }
        }
    }

    fn child(&mut self) -> Result<(), Lost> {
        self.rooted = true;
        let tag = self.xml.tag();
        if tag.begins_record() {
            return self.record();
        }
        match tag.name.as_str() {
            "databaseinfo" => Ok(self.database_info()?),
            _ if self.xml.depth() > MAX_WRAPPERS => Ok(self.skip()?),
            // What is not known may hold documents.
            _ => Ok(()),
        }
    }

    fn record(&mut self) -> Result<(), Lost> {
        self.end_database_head();
        let name = self.xml.tag().name.clone();
        if name == "database" {
            self.begin_database();
            return Ok(());
        }
        self.xml.set_in_record(true);
        match name.as_str() {
            "document" if self.is_passed_over() => self.pass_over_alike(),
            "document" if self.has_enough() => self.pass_over_enough(),
            "document" => self.document(),
            "note" => self.note(),
            _ => self.design(name == "subform"),
        }
    }

    fn begin_database(&mut self) {
        self.end_export();
        self.replica = self.id_attribute("replicaid", REPLICA);
        self.database_depth = self.xml.depth();
        let tag = self.xml.tag();
        let text = |name| tag.attribute(name).filter(|text| !text.is_empty()).map(str::to_owned);
        self.database = Some(Database {
            replica: self.replica.clone(),
            title: text("title"),
            template: text("fromtemplate").or_else(|| text("templatename")),
            documents: None,
            modified: None,
            location: self.place(),
        });
    }

    fn database_info(&mut self) -> Result<(), Fault> {
        let count = self.xml.tag().attribute("numberofdocuments");
        let count = count.and_then(|text| text.trim().parse().ok());
        if let Some(database) = &mut self.database {
            database.documents = count;
        }
        loop {
            match self.next()? {
                Token::End => break,
                Token::Start if self.xml.tag().name == "datamodified" => {
                    let modified = timestamp(&self.nested_text("datetime")?);
                    if let Some(database) = &mut self.database {
                        database.modified = modified;
                    }
                }
                Token::Start => self.skip()?,
                Token::Text | Token::Literal => {}
            }
        }
        self.end_database_head();
        Ok(())
    }

    /// Hands the database on before anything that it holds.
    fn end_database_head(&mut self) {
        if let Some(database) = self.database.take() {
            self.out.record(Record::Database(database));
        }
    }

    /// Hands on what the agent of `exporter` said behind the database.
    fn end_export(&mut self) {
        if let Some(documents) = self.xml.exported.take() {
            self.out.record(Record::Exported(documents));
        }
    }

    fn end_wrapper(&mut self) {
        if self.xml.depth() < self.database_depth {
            self.end_database_head();
            self.replica = None;
        }
    }

    /// Tells what was lost, and goes on behind it; false where nothing follows.
    fn recover(&mut self, lost: &Lost) -> bool {
        let resumed = self.xml.resume(&lost.fault, self.wrappers);
        let next = if resumed { self.xml.position().line.to_string() } else { String::new() };
        let record = lost.record.clone().unwrap_or_default();
        let line = lost.fault.at.line;
        let inside = lost.record.is_some() && lost.begins.is_some();
        let early = if inside { "xml-ends-early" } else { "xml-ends-early-outside" };
        let warning = match &lost.fault.kind {
            FaultKind::Failed(error) => Warning::new("read-failed", line).with("error", error),
            FaultKind::EndsEarly => Warning::new(early, line),
            FaultKind::Unclosed if !resumed => Warning::new(early, line),
            kind => {
                let reason = reason(kind);
                Warning::new("xml-broken", line).with("reason", reason).with("resumed", next)
            }
        };
        let begins = lost.begins.map(|line| line.to_string()).unwrap_or_default();
        self.out.lost(warning.with("record", record).with("begins", begins));
        resumed
    }

    /// The next token inside a record.
    fn next(&mut self) -> Result<Token, Fault> {
        self.xml.next(&mut self.out)
    }

    /// Passes over what is left of the innermost open element.
    fn skip(&mut self) -> Result<(), Fault> {
        self.xml.skip(&mut self.out)
    }

    /// The place of the start tag just read.
    fn place(&self) -> Location {
        let (start, end) = (self.xml.start(), self.xml.position());
        Location {
            column: Some(start.column),
            span: Some((start.offset, end.offset)),
            ..Location::line(&self.context.path, start.line)
        }
    }

    /// An attribute that holds an ID of so many digits.
    fn id_attribute(&mut self, name: &'static str, digits: usize) -> Option<String> {
        let text = self.xml.tag().attribute(name)?;
        let found = id(text, digits);
        if found.is_none() && !text.trim().is_empty() {
            let shown: String = text.chars().take(SHOWN_VALUE).collect();
            let warning = Warning::new("dxl-bad-id", self.xml.start().line);
            self.out.warn(warning.with("attribute", name).with("value", shown));
        }
        found
    }
}

fn reason(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Broken(reason) => reason,
        FaultKind::NewRecord => "record-inside-record",
        FaultKind::TextTooLong => "text-too-long",
        FaultKind::Unclosed | FaultKind::EndsEarly | FaultKind::Failed(_) => "unclosed-markup",
    }
}

/// Takes nothing: to look at a file is not to read it.
struct Nowhere;

impl Sink for Nowhere {
    fn has_enough_of(&self, _: Option<&str>, _: &str) -> bool {
        false
    }

    fn record(&mut self, _: Record) {}
    fn warn(&mut self, _: Warning) {}
}
