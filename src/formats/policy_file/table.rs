//! Policies in a table: the policy in the first column, its value in the second, or a column for each
//! platform.

use super::{Sets, platform};
use crate::catalog::{Catalog, fold};
use crate::evidence::Warning;
use crate::formats::csv::row::cells;
use crate::formats::remarks::Remarks;
use crate::formats::{Head, Sink, table_rows};
use crate::intake::Stream;

/// Headers over the policies.
const NAMES: [&str; 7] =
    ["policy", "policy name", "name", "title", "richtlinie", "richtlinienname", "titel"];
/// Headers over their values.
const VALUES: [&str; 6] =
    ["value", "wert", "current value", "policy value", "aktueller wert", "policyvalue"];
/// Rows that are looked at.
const ROWS: usize = 200;

/// How the table is laid out.
pub(super) struct Shape {
    separator: u8,
    /// What the columns behind the first hold; `None` where that is not clear.
    columns: Option<Vec<Option<&'static str>>>,
    /// Whether the first row is a header.
    headed: bool,
}

/// Whether this is a table of policies: at least one, and more policies than fields of a directory.
pub(super) fn recognise(head: &Head<'_>, catalog: &Catalog) -> bool {
    let Some(shape) = shape(&head.text, catalog) else { return false };
    let mut policies = 0;
    let mut fields = 0;
    for line in head.lines().take(ROWS) {
        let cells = cells(line, shape.separator);
        let first = cells.first().map(String::as_str).unwrap_or_default();
        policies += usize::from(catalog.policies.knows(first));
        fields += usize::from(is_field(first, catalog));
    }
    policies > fields
}

fn is_field(name: &str, catalog: &Catalog) -> bool {
    let folded = fold(name);
    let named = catalog.fields.iter().any(|entry| {
        entry.has_folded(&folded)
            || entry.items.iter().any(|item| item.name.eq_ignore_ascii_case(name.trim()))
    });
    named || ["form", "type", "maske", "masque"].contains(&folded.as_str())
}

/// The layout of the table that begins so; `None` where it is none.
pub(super) fn shape(text: &str, catalog: &Catalog) -> Option<Shape> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    let knows = |cell: &str| catalog.policies.knows(cell) || NAMES.contains(&fold(cell).as_str());
    // A `;` or a comma in a line `name = value` parts nothing.
    let separator = table_rows::separator(first, knows)?.0;
    let header = cells(first, separator);
    let name = header.first()?;
    if catalog.policies.knows(name) {
        let columns = (header.len() == 2).then(|| vec![None]);
        return Some(Shape { separator, columns, headed: false });
    }
    let known_below = lines().skip(1).take(ROWS).any(|line| {
        cells(line, separator).first().is_some_and(|cell| catalog.policies.knows(cell))
    });
    if !NAMES.contains(&fold(name).as_str()) || !known_below {
        return None;
    }
    let columns = header.iter().skip(1).map(|cell| column(cell)).collect();
    Some(Shape { separator, columns, headed: true })
}

/// What a header stands over: values of all platforms, or of one.
fn column(header: &str) -> Option<Option<&'static str>> {
    if VALUES.contains(&fold(header).as_str()) { Some(None) } else { platform(header) }
}

/// Reads the rows; `false` where something was not read.
pub(super) fn read(
    input: &mut Stream<'_>,
    shape: &Shape,
    sets: &mut Sets<'_>,
    (remarks, sink): (&mut Remarks, &mut dyn Sink),
) -> bool {
    let Some(columns) = &shape.columns else {
        // What is wanted, or what was before, must not be taken for what is set.
        sets.told.push(Warning::new("policy-columns-unclear", 1));
        return false;
    };
    let mut header = shape.headed;
    table_rows::each_row(input, shape.separator, (remarks, sink), |cells, line| {
        if std::mem::take(&mut header) {
            return;
        }
        let (name, values) =
            cells.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
        let extra = values.get(columns.len()..).unwrap_or_default();
        if values.len() < columns.len() || extra.iter().any(|cell| !cell.trim().is_empty()) {
            return sets.unread("policy-line-unread", line);
        }
        for (platform, value) in columns.iter().zip(values) {
            sets.push(*platform, name, value, line);
        }
    })
}
