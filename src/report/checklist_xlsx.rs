//! A checklist as a workbook for teams that sort and filter: the same columns as CSV, all cells text. It is
//! not read back; CSV is.

use super::checklist_csv::{header, rows};
use super::checklist_view::ChecklistView;
use super::xlsx::{bounded, day, head, text};
use crate::checklist::State;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// Widths of the columns, in characters; those of a team get the last one.
const WIDTHS: [f64; 21] = [
    6.0, 24.0, 9.0, 40.0, 22.0, 16.0, 12.0, 8.0, 13.0, 26.0, 40.0, 46.0, 46.0, 50.0, 40.0, 46.0,
    40.0, 16.0, 11.0, 12.0, 24.0,
];

/// Writes the list as a workbook.
pub(super) fn write(view: &ChecklistView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(view).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(view: &ChecklistView<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(&view.list.title);
    book.set_properties(&properties.set_creation_datetime(&day(view.as_of)?));
    steps(view, book.add_worksheet().set_name(view.word("checklist-sheet-steps"))?)?;
    summary(view, book.add_worksheet().set_name(view.word("xlsx-summary"))?)?;
    book.save_to_buffer()
}

fn steps(view: &ChecklistView<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = header(view);
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let widths = WIDTHS.into_iter().chain(std::iter::repeat(24.0));
    for ((at, name), width) in (0..).zip(&columns).zip(widths) {
        sheet.write_string_with_format(0, at, bounded(name), &head())?;
        sheet.set_column_width(at, width)?;
    }
    let (mut line, format) = (0, text());
    for row in rows(view) {
        line += 1;
        for (at, value) in (0..).zip(&row) {
            sheet.write_string_with_format(line, at, bounded(value), &format)?;
        }
    }
    sheet.autofilter(0, 0, line, last)?.set_freeze_panes(1, 4)?;
    Ok(())
}

fn summary(view: &ChecklistView<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?.set_column_width(1, 90)?;
    let mut lines = vec![
        (view.word("checklist-label-step"), view.list.title.clone()),
        (view.word("xlsx-as-of"), view.as_of.to_string()),
        (view.word("xlsx-catalog"), format!("{} {}", view.catalog.date, view.catalog.sha256)),
    ];
    for state in State::ALL {
        let name = view.word(&format!("checklist-state-{}", state.word()));
        lines.push((name, view.list.count(state).to_string()));
    }
    lines.extend(view.warnings().into_iter().map(|text| (String::new(), text)));
    for (at, (name, value)) in (0..).zip(lines) {
        sheet.write_string_with_format(at, 0, name, &head())?;
        sheet.write_string_with_format(at, 1, bounded(&value), &text())?;
    }
    Ok(())
}
