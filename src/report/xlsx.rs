//! XLSX for people who sort and comment: sheets with the counts, the findings and the inputs. All cells
//! are text or numbers, never formulas; the time in the file is the as-of date, so two runs give the same
//! bytes.

use super::audit_csv::{COLUMNS, cells};
use super::audit_json::read_word;
use super::neutral;
use super::rows::{cell, rows};
use super::view::AuditView;
use crate::evidence::{Args, Status};
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Characters that a cell of Excel holds.
const MAX_CELL: usize = 32_000;
/// The paper size A3, as Excel numbers them.
const A3: u8 = 8;
/// Points of a line, and of a row at the most.
const LINE: f64 = 15.0;
const MAX_HEIGHT: f64 = 409.0;
/// Widths of the columns of findings, in characters.
const WIDTHS: [f64; 16] = [
    22.0, 22.0, 26.0, 12.0, 10.0, 11.0, 40.0, 46.0, 36.0, 60.0, 46.0, 36.0, 24.0, 11.0, 34.0, 11.0,
];

/// Writes the audit as a workbook.
///
/// # Errors
/// What writing gave.
pub fn write_audit_xlsx(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(view).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(view: &AuditView<'_>) -> Result<Vec<u8>, XlsxError> {
    let word = |id: &str| view.catalog.texts.word(id, &Args::new());
    let mut book = Workbook::new();
    let day = day(view.as_of)?;
    book.set_properties(
        &DocProperties::new().set_title(word("html-title")).set_creation_datetime(&day),
    );
    summary(view, book.add_worksheet().set_name(word("xlsx-summary"))?)?;
    findings(view, book.add_worksheet().set_name(word("xlsx-findings"))?)?;
    inputs(view, book.add_worksheet().set_name(word("html-inputs"))?)?;
    book.save_to_buffer()
}

/// The day, as workbooks hold it.
pub(super) fn day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(2000),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )
}

pub(super) fn head() -> Format {
    Format::new().set_bold().set_text_wrap()
}

pub(super) fn text() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn summary(view: &AuditView<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let word = |id: &str| view.catalog.texts.word(id, &Args::new());
    sheet.set_column_width(0, 34)?.set_column_width(1, 60)?.set_print_fit_to_pages(1, 0);
    let lines = [
        (word("html-title"), String::new()),
        (word("xlsx-as-of"), view.as_of.to_string()),
        (word("xlsx-profile"), view.assessment.profile.to_owned()),
        (word("xlsx-tool"), format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))),
        (word("xlsx-catalog"), format!("{} {}", view.catalog.date, view.catalog.sha256)),
        (word("xlsx-exit-code"), view.assessment.exit_code.to_string()),
    ];
    let mut at = 0;
    for (name, value) in lines {
        sheet.write_string_with_format(at, 0, name, &head())?.write_string(at, 1, value)?;
        at += 1;
    }
    let left = Format::new().set_align(FormatAlign::Left);
    for status in Status::ALL {
        let count = view.assessment.summary.get(status.word()).copied().unwrap_or_default();
        let name = word(&format!("status-{}", status.word()));
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        sheet.write_string(at, 0, name)?.write_number_with_format(at, 1, count, &left)?;
        at += 1;
    }
    Ok(())
}

fn findings(view: &AuditView<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
    for ((at, name), width) in (0..).zip(COLUMNS).zip(WIDTHS) {
        sheet.write_string_with_format(0, at, name, &head())?.set_column_width(at, width)?;
    }
    let (mut line, format) = (0, text());
    for row in rows(view) {
        line += 1;
        let cells = cells(&row).map(|text| bounded(&text));
        sheet.set_row_height(line, height(&cells))?;
        for (at, value) in (0..).zip(cells) {
            sheet.write_string_with_format(line, at, value, &format)?;
        }
    }
    sheet.autofilter(0, 0, line, last)?.set_freeze_panes(1, 2)?;
    printed(sheet)
}

fn inputs(view: &AuditView<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let names =
        ["html-path", "html-kind", "html-size", "html-evidence-date", "html-extent", "html-sha256"];
    for ((at, id), width) in (0..).zip(names).zip([50.0, 24.0, 14.0, 14.0, 12.0, 70.0]) {
        let name = view.catalog.texts.word(id, &Args::new());
        sheet.write_string_with_format(0, at, name, &head())?.set_column_width(at, width)?;
    }
    let mut line = 0;
    for input in view.inputs {
        line += 1;
        let kind = input.kind.word();
        let kind = input.encoding.as_ref().map_or(kind.to_owned(), |own| format!("{kind}, {own}"));
        let values = [
            neutral(input.path.as_str()),
            kind,
            input.size.map(|size| size.to_string()).unwrap_or_default(),
            input.evidence_date.map(|day| day.to_string()).unwrap_or_default(),
            view.catalog.texts.word(&format!("read-{}", read_word(input.read)), &Args::new()),
            input.sha256.clone().unwrap_or_default(),
        ];
        for (at, value) in (0..).zip(values) {
            sheet.write_string(line, at, bounded(&value))?;
        }
    }
    sheet.autofilter(0, 0, line, 5)?.set_freeze_panes(1, 0)?;
    printed(sheet)
}

/// The height of a row in points, for its highest cell: not every program measures rows itself.
fn height(cells: &[String; 16]) -> u32 {
    let lines = |(text, width): (&String, f64)| {
        let own = text.lines().map(|line| (line.width() as f64 / (width - 1.0)).ceil().max(1.0));
        own.sum::<f64>()
    };
    let most = cells.iter().zip(WIDTHS).map(lines).fold(1.0, f64::max);
    (most * LINE).min(MAX_HEIGHT) as u32
}

/// On paper all columns stand side by side, with their names on each page.
fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// A text that fits into a cell. It is stored as text and never runs; the apostrophe keeps it so where
/// somebody copies it into another file.
pub(super) fn bounded(text: &str) -> String {
    cell(text).chars().take(MAX_CELL).collect()
}
