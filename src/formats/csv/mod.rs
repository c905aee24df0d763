//! Tables: comma, semicolon or TAB between cells, as a Notes client exports a view or as somebody
//! wrote down a document. Either a header with names of items or labels and a row for each document,
//! or two columns with name and value and one document in all.
//!
//! The help of the Notes client names the export and does not describe it, so everything that RFC
//! 4180 and spreadsheets allow is read. A view shows some columns of its documents in the form in
//! which people see them, so a table never is the whole of anything.

mod recognise;
pub(in crate::formats) mod row;

pub use recognise::recognise;

use super::draft::Draft;
use super::remarks::Remarks;
use super::structured_text::values;
use super::{Context, Document, DocumentSource, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};
use recognise::{Layout, Shape, is_separator_line};
use row::{Ended, Rows};
use std::io::BufRead;

/// Columns that are read.
const MAX_COLUMNS: usize = 2_000;
/// Characters of a header that a warning shows.
const MAX_HEADER: usize = 100;

/// Reads a table.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let shape = input
        .fill_buf()
        .map(|head| Shape::of(&String::from_utf8_lossy(head)))
        .unwrap_or_default()
        .unwrap_or_default();
    let mut reader = Reader::new(shape, context, sink);
    if shape.layout == Layout::Unclear {
        let header = input.next_line().ok().flatten().map(|line| line.text.trim().to_owned());
        let header = header.unwrap_or_default().chars().take(MAX_HEADER).collect::<String>();
        reader.sink.warn(Warning::new("table-header-unclear", 1).with("header", header));
        return ReadExtent::Part;
    }
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
    rows: Rows,
    separator: u8,
    layout: Layout,
    header: Option<Vec<String>>,
    /// The one document of a table of names and values.
    pair: Option<Draft<'r>>,
    /// The first row with another number of cells than the header, and how many there are.
    uneven: Option<(u64, u64)>,
    documents: u64,
}

impl<'r> Reader<'r> {
    fn new(shape: Shape, context: &'r Context<'r>, sink: &'r mut dyn Sink) -> Self {
        Self {
            context,
            sink,
            remarks: Remarks::default(),
            extent: ReadExtent::Full,
            rows: Rows::new(shape.separator),
            separator: shape.separator,
            layout: shape.layout,
            header: None,
            pair: None,
            uneven: None,
            documents: 0,
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
            return self.unread(Warning::new(code, number));
        }
        if number == 1 && is_separator_line(&line.text, self.separator) {
            return;
        }
        let ended = self.rows.push(&line.text, number);
        self.ended(ended);
    }

    fn ended(&mut self, ended: Ended) {
        if let Some(line) = ended.open_quote {
            self.unread(Warning::new("table-open-quote", line).with("limit", row::MAX_LINES));
        }
        for row in ended.rows {
            self.row(row.cells, row.line);
        }
    }

    fn row(&mut self, mut cells: Vec<String>, line: u64) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return self.blank();
        }
        if cells.len() > MAX_COLUMNS {
            cells.truncate(MAX_COLUMNS);
            self.unread(Warning::new("table-too-wide", line).with("limit", MAX_COLUMNS));
        }
        match self.layout {
            Layout::Pairs => self.pair(&cells, line),
            Layout::Wide => self.wide(cells, line),
            Layout::Unclear => {}
        }
    }

    /// A blank line parts the documents of a table of names and values.
    fn blank(&mut self) {
        if let Some(draft) = self.pair.take() {
            self.push(draft);
        }
    }

    fn pair(&mut self, cells: &[String], line: u64) {
        let [name, value, rest @ ..] = cells else {
            return self.uneven_row(line);
        };
        if recognise::is_pair_header(name, value) {
            return;
        }
        // Cells behind the value are a value whose separator was not quoted, unless they are empty.
        if rest.iter().any(|cell| !cell.trim().is_empty()) {
            self.uneven_row(line);
            self.pair_draft(line).truncate();
            return;
        }
        let again = self.pair.as_ref().is_some_and(|draft| draft.has("Form"));
        if again && name.trim().eq_ignore_ascii_case("Form") {
            self.blank();
        }
        let place = Location::line(&self.context.path, line);
        let fits = self.pair_draft(line).push(name.trim(), cell_values(value), place);
        if !fits {
            self.unread(Warning::new("document-too-large", line));
        }
    }

    fn pair_draft(&mut self, line: u64) -> &mut Draft<'r> {
        let context = self.context;
        self.pair.get_or_insert_with(|| {
            let place = Location::line(&context.path, line);
            Draft::new(context, DocumentSource::Excerpt, place)
        })
    }

    fn wide(&mut self, cells: Vec<String>, line: u64) {
        let Some(header) = &self.header else {
            self.header = Some(cells.iter().map(|cell| cell.trim().to_owned()).collect());
            return;
        };
        let place = Location::line(&self.context.path, line);
        let mut draft = Draft::new(self.context, DocumentSource::Excerpt, place.clone());
        let even = cells.len() == header.len();
        if !even {
            draft.truncate();
        }
        let mut fits = true;
        for (name, cell) in header.iter().zip(&cells).filter(|(name, _)| !name.is_empty()) {
            fits &= draft.push(name, cell_values(cell), place.clone());
        }
        if !fits {
            self.unread(Warning::new("document-too-large", line));
        }
        if !even {
            self.uneven_row(line);
        }
        self.push(draft);
    }

    fn uneven_row(&mut self, line: u64) {
        self.extent = ReadExtent::Part;
        self.uneven.get_or_insert((line, 0)).1 += 1;
    }

    fn push(&mut self, draft: Draft<'_>) {
        if let Some(document) = draft.finish() {
            self.documents += 1;
            self.sink.record(Record::Document(Box::<Document>::new(document)));
        }
    }

    fn finish(mut self) -> ReadExtent {
        let ended = self.rows.finish();
        self.ended(ended);
        self.blank();
        if let Some((line, count)) = self.uneven {
            let warning = Warning::new("table-uneven", line).with("count", count);
            self.remarks.push(self.sink, warning);
        }
        if self.documents == 0 {
            self.remarks.push(self.sink, Warning::new("table-holds-no-rows", None));
        }
        self.remarks.finish(self.sink);
        self.extent
    }
}

/// The values of a cell: a line each, or what is parted by commas or semicolons.
fn cell_values(cell: &str) -> Vec<String> {
    let lines: Vec<_> = cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [_, _, ..] => lines.into_iter().map(str::to_owned).collect(),
        _ => values(cell),
    }
}

#[cfg(test)]
mod tests;
