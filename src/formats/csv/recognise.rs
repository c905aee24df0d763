//! Whether a file is a table that tells something of a directory, how its cells are parted, and what
//! its columns are.

use super::row::{Ended, Rows};
use crate::catalog::{Catalog, fold};
use crate::formats::Head;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What stands between cells, the likeliest last: where two fit alike, the later one is taken.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Rows that are looked at.
const ROWS: usize = 50;
/// Headers over names and over values, folded, as people and spreadsheets write them.
const NAME_HEADERS: [&str; 11] = [
    "field",
    "field name",
    "item",
    "item name",
    "name",
    "feld",
    "feldname",
    "champ",
    "nom du champ",
    "フィールド",
    "フィールド名",
];
const VALUE_HEADERS: [&str; 5] = ["value", "wert", "inhalt", "valeur", "値"];
/// Names that every table of documents may have.
const GENERAL: [&str; 4] = ["Form", "Type", "Maske", "Masque"];

/// Names of items and labels that we know, folded. Formats are told apart before any input is read,
/// so only the built-in list is at hand.
static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let Ok(catalog) = Catalog::shared_facts() else {
        return BTreeSet::new();
    };
    let items = catalog.fields.iter().flat_map(|entry| entry.items.iter().map(|item| &item.name));
    let labels = catalog.fields.iter().flat_map(|entry| entry.labels.values().flatten());
    let labels = labels.map(|label| label.folded().to_owned());
    let general = GENERAL.iter().map(|name| fold(name));
    items.map(|name| fold(name)).chain(labels).chain(general).collect()
});

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Layout {
    /// A header, and a row for each document.
    #[default]
    Wide,
    /// Name and value.
    Pairs,
    /// Name and something else: the header over the second column is none that stands over values, so
    /// what is wanted, or what was before, may stand there.
    Unclear,
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) separator: u8,
    pub(super) layout: Layout,
    /// Names in it that we know.
    known: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { separator: b',', layout: Layout::Wide, known: 0 }
    }
}

impl Shape {
    /// The shape of the table that begins with this text; `None` where it is no table.
    pub(super) fn of(text: &str) -> Option<Self> {
        if let Some((separator, rest)) = told_separator(text) {
            return Self::parted_by(separator, rest);
        }
        SEPARATORS
            .iter()
            .filter_map(|separator| Self::parted_by(*separator, text))
            .max_by_key(|shape| shape.known)
    }

    fn parted_by(separator: u8, text: &str) -> Option<Self> {
        let rows = rows(separator, text);
        let [first, rest @ ..] = rows.as_slice() else { return None };
        if first.len() < 2 {
            return None;
        }
        let in_header = first.iter().filter(|cell| is_known(cell)).count();
        let two = rows.iter().filter(|row| row.len() == 2).count();
        let pairs = first.len() == 2 && two * 2 >= rows.len();
        let in_column = rows.iter().filter(|row| is_known(&row[0])).count();
        let below = rest.iter().filter(|row| is_known(&row[0])).count();
        let headed = matches!(first.as_slice(), [name, value] if is_pair_header(name, value));
        // A known name above unknown ones is a header; a column of names has more of them. Where a
        // header was taken for a pair, the secrets below it would stand under harmless names.
        if pairs && in_column > 0 && (headed || below > 0 || rest.is_empty()) {
            let clear = headed || is_known(&first[0]);
            let layout = if clear { Layout::Pairs } else { Layout::Unclear };
            return Some(Self { separator, layout, known: in_column });
        }
        let even = rest.iter().filter(|row| row.len() == first.len()).count() * 2 >= rest.len();
        (even || in_header > 0).then_some(Self {
            separator,
            layout: Layout::Wide,
            known: in_header,
        })
    }
}

fn rows(separator: u8, text: &str) -> Vec<Vec<String>> {
    let mut rows = Rows::new(separator);
    let mut found = Vec::new();
    let mut take = |ended: Ended| found.extend(ended.rows.into_iter().map(|row| row.cells));
    // The last line may be cut; it tells nothing that the others don't.
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..).take(ROWS) {
        take(rows.push(line, number));
    }
    take(rows.finish());
    found.retain(|cells| cells.iter().any(|cell| !cell.trim().is_empty()));
    found
}

/// A spreadsheet may tell the separator in a line of its own, `sep=;`, in front of all.
fn told_separator(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.trim_start_matches('\u{feff}').split_once('\n')?;
    SEPARATORS.into_iter().find(|separator| is_separator_line(line, *separator)).map(|s| (s, rest))
}

/// Whether this line tells that separator.
pub(super) fn is_separator_line(line: &str, separator: u8) -> bool {
    let told = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    told.is_some()
        && line.get(4..).map(|rest| rest.trim_end_matches('\r').as_bytes()) == Some(&[separator])
}

fn is_known(cell: &str) -> bool {
    cell.len() < 200 && KNOWN.contains(&fold(cell))
}

/// Whether these are the headers over names and values.
pub(super) fn is_pair_header(name: &str, value: &str) -> bool {
    VALUE_HEADERS.contains(&fold(value).as_str()) && NAME_HEADERS.contains(&fold(name).as_str())
}

/// Whether this is a table with names that we know: one such name is enough where the name of the
/// file says that it is a table.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let named = [".csv", ".tsv", ".tab"].iter().any(|end| head.name.ends_with(end));
    let least = if named { 1 } else { 2 };
    Shape::of(&head.text).is_some_and(|shape| shape.known >= least)
}

#[cfg(test)]
mod tests {
    use super::{Layout, Shape, is_separator_line};

    #[test]
    fn separator_and_layout_are_told_by_the_first_rows() {
        let (pairs, wide, unclear) = (Layout::Pairs, Layout::Wide, Layout::Unclear);
        let cases = [
            // A name with its value, alone.
            ("LdISite;1\n", Some((';', pairs, 1))),
            ("LdISite\t1\nSome other;thing\n", Some(('\t', wide, 1))),
            ("foo,bar\n", Some((',', wide, 0))),
            ("Field,Value\nColour,red\n", Some((',', wide, 0))),
            ("Field,Value\nLdISite,1\n", Some((',', pairs, 1))),
            ("foo,bar\nLdISite,1\n", Some((',', unclear, 1))),
            ("Form,LdISite\nx,1\n", Some((',', wide, 2))),
            // Half of the rows have two cells, or fewer.
            ("Form;A\nLdISite;1;2\n", Some((';', pairs, 2))),
            ("Form;A\nLdISite;1;2\nServerName;1;2\n", Some((';', wide, 1))),
            ("Form;LdISite;X\nServerName;a\nLdISite;b\n", Some((';', wide, 2))),
            // Half of the rows have as many cells as the first, or fewer.
            ("Foo;Bar;Baz\n1;2;3\n", Some((';', wide, 0))),
            ("Foo;Bar;Baz\n1;2;3\nsome text\n", Some((';', wide, 0))),
            ("Foo;Bar;Baz\n1;2;3\nsome text\nmore text\n", None),
            ("LdISite;Bar;Baz\n1;2;3\nsome text\nmore text\n", Some((';', wide, 1))),
            ("Foo;Bar;Baz\nsome text\nmore text\n", None),
            ("Form\nServer\n", None),
            ("", None),
            ("sep=;\nForm,x;LdISite,y\n", Some((';', wide, 0))),
            ("Form,LdISite;a;b\nx,y;c;d\n", Some((',', wide, 1))),
        ];
        for (text, wanted) in cases {
            let shape = Shape::of(text);
            let told = shape.map(|own| (char::from(own.separator), own.layout, own.known));
            assert_eq!(told, wanted, "{text:?}");
        }
    }

    #[test]
    fn a_line_may_tell_the_separator() {
        for (line, wanted) in [
            ("sep=;", true),
            ("SEP=;\r", true),
            ("sep=,", false),
            ("sep=;;", false),
            ("sep=", false),
            ("sep", false),
            ("Form;", false),
        ] {
            assert_eq!(is_separator_line(line, b';'), wanted, "{line:?}");
        }
    }
}
