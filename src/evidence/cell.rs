//! Text in a cell of a spreadsheet, which runs what it takes for a formula.

/// A cell that no spreadsheet takes for a formula: what begins with a character that begins one, also
/// behind blanks or in full width, gets an apostrophe in front. So does what begins behind a semicolon, a
/// tab or a line end: a spreadsheet that separates by these knows no quotes within a line, and begins a cell
/// there.
#[must_use]
pub fn cell(text: &str) -> String {
    let mut out = String::from(if begins(text) { "'" } else { "" });
    let mut start = Start(false);
    for c in text.chars() {
        if start.0 && starts_formula(c) {
            out.push('\'');
        }
        out.push(c);
        start.pass(c);
    }
    out
}

/// The text of such a cell.
#[must_use]
pub fn of_cell(cell: &str) -> String {
    // Whether there is one in front shows when those within are gone.
    let guarded = cell.strip_prefix('\'').map(without_guards).filter(|text| begins(text));
    guarded.unwrap_or_else(|| without_guards(cell))
}

/// The text without the apostrophes within.
fn without_guards(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = Start(false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let guards = start.0 && c == '\'' && chars.peek().copied().is_some_and(starts_formula);
        if !guards {
            out.push(c);
            start.pass(c);
        }
    }
    out
}

/// Whether a spreadsheet may begin a cell here, within a text.
struct Start(bool);

impl Start {
    fn pass(&mut self, c: char) {
        self.0 = matches!(c, ';' | '\t' | '\r' | '\n') || self.0 && (c == ' ' || c == '"');
    }
}

fn begins(text: &str) -> bool {
    let first = text.trim_start().chars().next();
    first.is_some_and(starts_formula) || text.starts_with(['\t', '\r', '\n'])
}

fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::{cell, of_cell};
    use proptest::prelude::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t1", "\r1", "＝1", "|calc"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        let later = [
            ("a;=1", "a;'=1"),
            ("a; \"=1", "a; \"'=1"),
            ("a\t@x\r\n-2", "a\t'@x\r\n'-2"),
            ("\t=1", "'\t'=1"),
            (" \t-", "' \t'-"),
            ("1. x\n2. y; z - 1", "1. x\n2. y; z - 1"),
        ];
        for (text, wanted) in later {
            assert_eq!(cell(text), wanted);
            assert_eq!(of_cell(wanted), text);
        }
        assert_eq!(cell("a=1"), "a=1");
        assert_eq!(cell(""), "");
    }

    proptest! {
        #[test]
        fn a_cell_is_read_back(text in "[a=\\-;\n\t \"@]{0,12}") {
            prop_assert_eq!(of_cell(&cell(&text)), text);
        }
    }
}
