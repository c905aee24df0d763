//! Rows of a view, as the Web server gives them for `?ReadViewEntries`: XML, or JSON with
//! `&outputformat=JSON`. Described in the HCL Domino Designer help (`viewentries`, `viewentry`).
//!
//! A row is an excerpt of its document: the columns, by the items or programmatic names they have.
//! Without `&count` only the first rows are given, and nothing but their number tells it.

mod entries_json;
mod entries_xml;

use super::draft::Draft;
use super::dxl::Out;
use super::remarks::Remarks;
use super::{Context, Document, DocumentSource, Head, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;

/// Bytes of the beginning in which the root stands.
const ROOT_WITHIN: usize = 4096;

/// Whether this is the answer to `?ReadViewEntries`.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    if !text.starts_with(['<', '{']) {
        return false;
    }
    let end = text.char_indices().nth(ROOT_WITHIN).map_or(text.len(), |(end, _)| end);
    let start = text.get(..end).unwrap_or(text);
    is_xml(start) || start.starts_with('{') && is_json(start)
}

fn is_xml(start: &str) -> bool {
    (start.starts_with("<?xml") || start.starts_with("<viewentries"))
        && start.contains("<viewentries")
}

fn is_json(start: &str) -> bool {
    ["\"viewentry\"", "\"@toplevelentries\""].iter().any(|sign| start.contains(sign))
}

/// Reads the rows.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut rows = Rows { context, top: None, seen: 0 };
    match first_byte(input) {
        Some(b'{') => read_json(input, &mut rows, sink),
        _ => {
            let mut out = Out::new(sink);
            entries_xml::read(input, &mut rows, &mut out);
            rows.missing().into_iter().for_each(|warning| out.lost(warning));
            out.finish_or("view-holds-no-rows")
        }
    }
}

fn first_byte(input: &mut Stream<'_>) -> Option<u8> {
    use std::io::BufRead;
    let head = input.fill_buf().ok()?;
    head.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

fn read_json(input: &mut Stream<'_>, rows: &mut Rows<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let loaded = super::json::load(input, &mut remarks, sink);
    let mut found = false;
    for document in loaded.root.iter().flat_map(|root| entries_json::documents(root, rows)) {
        found = true;
        sink.record(Record::Document(Box::new(document)));
    }
    let missing = rows.missing();
    let whole = loaded.whole && missing.is_none();
    let empty = (!found && whole).then(|| Warning::new("view-holds-no-rows", None));
    missing.into_iter().chain(empty).for_each(|warning| remarks.push(sink, warning));
    remarks.finish(sink);
    if whole { ReadExtent::Full } else { ReadExtent::Part }
}

/// A row as it stands in either format.
#[derive(Default)]
struct Row {
    line: u64,
    position: Option<String>,
    unid: Option<String>,
    /// Name, values and line of each column.
    columns: Vec<(String, Vec<String>, u64)>,
    /// Whether a part of it is missing.
    cut: bool,
}

/// Makes documents of rows, and counts them.
struct Rows<'r> {
    context: &'r Context<'r>,
    /// How many rows the view has at its first level, as the answer says.
    top: Option<u64>,
    seen: u64,
}

impl Rows<'_> {
    /// The document of a row; `None` for a category, which has no ID.
    fn document(&mut self, row: Row) -> Option<Document> {
        // Rows below others have positions such as `1.2`.
        self.seen += u64::from(!row.position.is_some_and(|position| position.contains('.')));
        let unid = row.unid?;
        let place = |line| Location::line(&self.context.path, line);
        let mut draft = Draft::new(self.context, DocumentSource::Excerpt, place(row.line));
        draft.push("@unid", vec![unid], place(row.line));
        for (name, values, line) in row.columns {
            draft.push(&name, values, place(line));
        }
        if row.cut {
            draft.truncate();
        }
        draft.finish()
    }

    /// What to tell where rows are missing.
    fn missing(&self) -> Option<Warning> {
        let top = self.top.filter(|top| *top > self.seen)?;
        Some(Warning::new("view-cut-off", None).with("rows", self.seen).with("all", top))
    }
}

#[cfg(test)]
mod tests;
