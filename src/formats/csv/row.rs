//! From lines to rows: a quoted cell may hold line ends, so a row goes on while a quote is open. A
//! quote that does not end must not swallow the table, so that is bounded.

/// Lines that one row may have.
pub(in crate::formats) const MAX_LINES: usize = 1_000;
/// Bytes that one row of several lines may have.
const MAX_BYTES: usize = 1024 * 1024;

/// Takes lines and gives rows.
pub(in crate::formats) struct Rows {
    separator: u8,
    /// The lines of the row that goes on, and the number of the first.
    open: Vec<String>,
    first: u64,
    bytes: usize,
    /// Whether a quote is open behind the lines so far.
    state: Quote,
}

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::formats) struct Row {
    pub(in crate::formats) cells: Vec<String>,
    /// The line it begins on.
    pub(in crate::formats) line: u64,
}

/// What came to an end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Ended {
    pub(in crate::formats) rows: Vec<Row>,
    /// The line of a quote that did not end.
    pub(in crate::formats) open_quote: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    /// At the beginning of a cell, where a quote opens one.
    Begin,
    /// In a cell without quotes.
    Plain,
    Inside,
    /// Behind a quote inside: the next one is a character, anything else ends the quoted part.
    Behind,
}

impl Rows {
    pub(in crate::formats) fn new(separator: u8) -> Self {
        Self { separator, open: Vec::new(), first: 0, bytes: 0, state: Quote::Begin }
    }

    /// Takes a line.
    pub(in crate::formats) fn push(&mut self, text: &str, line: u64) -> Ended {
        if self.open.is_empty() {
            self.first = line;
        }
        self.state = after(self.state, text, self.separator);
        self.bytes += text.len() + 1;
        self.open.push(text.to_owned());
        if self.state != Quote::Inside {
            return Ended { rows: vec![self.close()], open_quote: None };
        }
        if self.open.len() > MAX_LINES || self.bytes > MAX_BYTES {
            return self.give_up();
        }
        Ended::default()
    }

    /// The input has ended.
    pub(in crate::formats) fn finish(&mut self) -> Ended {
        if self.open.is_empty() { Ended::default() } else { self.give_up() }
    }

    /// Reads each line of the row alone. Trying again from the second line on would find more, and
    /// take time without end where every line opens a quote.
    fn give_up(&mut self) -> Ended {
        let lines = std::mem::take(&mut self.open);
        self.reset();
        let rows = lines.iter().zip(self.first..);
        let rows = rows.map(|(text, line)| Row { cells: self.cells(text), line }).collect();
        Ended { rows, open_quote: Some(self.first) }
    }

    fn close(&mut self) -> Row {
        let text = std::mem::take(&mut self.open).join("\n");
        self.reset();
        Row { cells: self.cells(&text), line: self.first }
    }

    fn reset(&mut self) {
        self.bytes = 0;
        self.state = Quote::Begin;
    }

    fn cells(&self, text: &str) -> Vec<String> {
        cells(text, self.separator)
    }
}

/// The cells of one row.
pub(in crate::formats) fn cells(text: &str, separator: u8) -> Vec<String> {
    // Nearly all rows: where nothing stands in quotes, a separator separates.
    let bare = !text.is_empty() && !text.starts_with('\u{feff}');
    if bare && !text.bytes().any(|byte| matches!(byte, b'"' | b'\r' | b'\n')) {
        return text.split(char::from(separator)).map(str::to_owned).collect();
    }
    quoted_cells(text, separator)
}

fn quoted_cells(text: &str, separator: u8) -> Vec<String> {
    // The crate passes over blank lines; to us they part documents.
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .buffer_capacity(text.len().clamp(64, 64 * 1024))
        .from_reader(text.as_bytes());
    let mut record = ::csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The state behind a line.
fn after(state: Quote, text: &str, separator: u8) -> Quote {
    let state = text.bytes().fold(state, |state, byte| match (state, byte) {
        (Quote::Begin, b'"') | (Quote::Behind, b'"') => Quote::Inside,
        (Quote::Inside, b'"') => Quote::Behind,
        (Quote::Inside, _) => Quote::Inside,
        (_, byte) if byte == separator => Quote::Begin,
        _ => Quote::Plain,
    });
    // The line end inside a quoted cell belongs to it; elsewhere it ends the row.
    if state == Quote::Inside { state } else { Quote::Begin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Cells joined by `|`, each row with its line; `!` and a line for a quote that does not end.
    fn rows(text: &str) -> Vec<String> {
        let mut rows = Rows::new(b',');
        let mut told = Vec::new();
        let mut take = |ended: Ended| {
            told.extend(
                ended.rows.iter().map(|row| format!("{} {}", row.line, row.cells.join("|"))),
            );
            told.extend(ended.open_quote.map(|line| format!("!{line}")));
        };
        for (line, number) in text.lines().zip(1..) {
            take(rows.push(line, number));
        }
        take(rows.finish());
        told
    }

    #[test]
    fn lines_become_rows() {
        let cases: [(&str, &[&str]); 9] = [
            ("a,b\nc,d", &["1 a|b", "2 c|d"]),
            ("a,\"b,c\"\nd", &["1 a|b,c", "2 d"]),
            ("a,\"b\nc\"\nd", &["1 a|b\nc", "3 d"]),
            ("a,\"b \"\"x\"\"\n\nc\",e\nd", &["1 a|b \"x\"\n\nc|e", "4 d"]),
            ("a,19\" rack,b\nc,d", &["1 a|19\" rack|b", "2 c|d"]),
            ("\"a\",\"\"\nb", &["1 a|", "2 b"]),
            ("a\n\nb", &["1 a", "2 ", "3 b"]),
            ("a,\"b\nc,d\ne,f", &["1 a|b", "2 c|d", "3 e|f", "!1"]),
            ("", &[]),
        ];
        for (text, wanted) in cases {
            assert_eq!(rows(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_does_not_end_hides_no_other_row() {
        let text = format!("a,\"b\n{}", "c,d\n".repeat(MAX_LINES + 10));
        let found = rows(&text);
        assert_eq!(found.len(), 1 + MAX_LINES + 10 + 1);
        assert_eq!(found.last().unwrap(), &format!("{} c|d", MAX_LINES + 11));
    }

    #[test]
    fn a_row_goes_on_to_its_bounds_and_no_further() {
        for (lines, rows_wanted) in [(MAX_LINES + 1, 1), (MAX_LINES + 2, MAX_LINES + 3)] {
            let text = format!("a,\"{}b\"", "x\n".repeat(lines - 1));
            assert_eq!(rows(&text).len(), rows_wanted, "{lines}");
        }
        // The line end counts.
        let open = |bytes: usize| format!("\"{}\nb\"\nc", "x".repeat(bytes - 2));
        assert_eq!(rows(&open(MAX_BYTES)).len(), 2);
        assert_eq!(rows(&open(MAX_BYTES + 1))[1..], ["!1", "2 b\"", "3 c"]);
        // Each row begins anew.
        let half = format!("\"{}\nb\"\n", "x".repeat(MAX_BYTES / 2));
        assert_eq!(rows(&half.repeat(3)).len(), 3);
    }

    #[test]
    fn cells_are_parted_as_spreadsheets_part_them() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("a", &["a"]),
            ("a,,b ", &["a", "", "b "]),
            ("a;b", &["a;b"]),
            ("\u{feff}a,b", &["a", "b"]),
            ("a,\"b,c\"", &["a", "b,c"]),
            ("a,\"b\nc\"", &["a", "b\nc"]),
            ("a,b\r", &["a", "b"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(cells(text, b','), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cells_without_quotes_are_those_of_the_crate(text in "[a,;\t \u{feff}ü\"\r]{0,9}") {
            prop_assert_eq!(cells(&text, b','), quoted_cells(&text, b','));
        }

        #[test]
        fn no_line_is_lost(text in "([a,\"]{0,6}\n){0,12}") {
            let found = rows(&text);
            let letters = |text: &str| text.bytes().filter(|b| *b == b'a').count();
            let kept: usize = found.iter().map(|row| letters(row)).sum();
            prop_assert_eq!(kept, letters(&text));
        }
    }
}
