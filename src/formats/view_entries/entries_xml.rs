//! `<viewentries toplevelentries='27'><viewentry position='1' unid='…'><entrydata name='ServerName'>
//! <text>value</text></entrydata></viewentry></viewentries>`

use super::{Row, Rows};
use crate::evidence::Warning;
use crate::formats::Record;
use crate::formats::dxl::{Out, Token, Xml};
use crate::intake::Stream;

/// Bytes of text of one row.
const MAX_ROW: usize = 1024 * 1024;

/// What is open.
#[derive(Default)]
struct State {
    row: Option<Row>,
    /// The text of the value that is open.
    value: Option<String>,
    bytes: usize,
}

/// Reads all rows; at a broken place reading ends.
pub(super) fn read(input: &mut Stream<'_>, rows: &mut Rows<'_>, out: &mut Out<'_>) {
    let mut xml = Xml::new(input);
    let mut state = State::default();
    let mut open = Vec::new();
    loop {
        match xml.next(out) {
            Ok(Token::Start) => {
                open.push(xml.tag().name.clone());
                state.begin(&xml, rows);
            }
            Ok(Token::End) => {
                state.end(&open.pop().unwrap_or_default(), rows, out);
                if open.is_empty() {
                    return;
                }
            }
            Ok(Token::Text | Token::Literal) => state.text(xml.text()),
            Err(fault) => return out.lost(Warning::new("view-broken", fault.at.line)),
        }
    }
}

impl State {
    fn begin(&mut self, xml: &Xml<'_, '_>, rows: &mut Rows<'_>) {
        let (tag, line) = (xml.tag(), xml.start().line);
        let attribute = |name: &str| tag.attribute(name).map(str::to_owned);
        match tag.name.as_str() {
            "viewentries" => {
                rows.top = attribute("toplevelentries").and_then(|top| top.trim().parse().ok());
            }
            "viewentry" => {
                let (position, unid) = (attribute("position"), attribute("unid"));
                self.row = Some(Row { line, position, unid, ..Row::default() });
                self.bytes = 0;
            }
            "entrydata" => {
                if let (Some(row), Some(name)) = (&mut self.row, attribute("name")) {
                    row.columns.push((name, Vec::new(), line));
                }
            }
            "text" | "number" | "datetime" => self.value = Some(String::new()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(value) = &mut self.value else { return };
        self.bytes += text.len();
        if self.bytes <= MAX_ROW {
            value.push_str(text);
        } else if let Some(row) = &mut self.row {
            row.cut = true;
        }
    }

    fn end(&mut self, name: &str, rows: &mut Rows<'_>, out: &mut Out<'_>) {
        match name {
            "text" | "number" | "datetime" => {
                let value = self.value.take().unwrap_or_default();
                if let Some((_, values, _)) =
                    self.row.as_mut().and_then(|row| row.columns.last_mut())
                {
                    values.push(value.trim().to_owned());
                }
            }
            "viewentry" => {
                let row = self.row.take();
                if let Some(document) = row.and_then(|row| rows.document(row)) {
                    out.record(Record::Document(Box::new(document)));
                }
            }
            _ => {}
        }
    }
}
