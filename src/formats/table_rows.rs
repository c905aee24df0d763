//! Tables that a spreadsheet wrote, row by row, for the readers of policies and devices.

use super::Sink;
use super::csv::row::{Ended, MAX_LINES, Rows, cells};
use super::remarks::Remarks;
use crate::evidence::Warning;
use crate::intake::Stream;

/// What stands between cells.
const SEPARATORS: [u8; 3] = [b';', b'\t', b','];
/// Cells of a row that are looked at.
const MAX_CELLS: usize = 500;

/// The separator that parts the first line of a text into the most cells that `knows` knows.
pub(super) fn separator(line: &str, knows: impl Fn(&str) -> bool) -> Option<(u8, usize)> {
    let known = |separator: u8| {
        // No name holds a separator, so of a line that is one cell none is known.
        (separator, cells(line, separator).iter().filter(|cell| knows(cell)).count())
    };
    SEPARATORS
        .into_iter()
        .filter(|separator| line.as_bytes().contains(separator))
        .map(known)
        .filter(|(_, known)| *known > 0)
        .max_by_key(|(_, known)| *known)
}

/// Reads the rows that are not blank; `false` where something was not read.
pub(super) fn each_row(
    input: &mut Stream<'_>,
    separator: u8,
    (remarks, sink): (&mut Remarks, &mut dyn Sink),
    mut take: impl FnMut(&[String], u64),
) -> bool {
    let mut rows = Rows::new(separator);
    let mut told = Vec::new();
    let mut hand_on = |ended: Ended, told: &mut Vec<Warning>| {
        told.extend(
            ended
                .open_quote
                .map(|line| Warning::new("table-open-quote", line).with("limit", MAX_LINES)),
        );
        for row in ended.rows {
            if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
                take(row.cells.get(..MAX_CELLS).unwrap_or(&row.cells), row.line);
            }
        }
    };
    let read = input.each_line(|line| {
        if line.nul || line.cut {
            let code = if line.nul { "nul-in-line" } else { "line-too-long" };
            return told.push(Warning::new(code, line.start.line));
        }
        let text = line.text.trim_start_matches('\u{feff}');
        hand_on(rows.push(text, line.start.line), &mut told);
    });
    hand_on(rows.finish(), &mut told);
    if let Err(error) = read {
        told.push(Warning::new("read-error", None).with("reason", error));
    }
    let whole = told.is_empty();
    told.into_iter().for_each(|warning| remarks.push(sink, warning));
    whole
}
