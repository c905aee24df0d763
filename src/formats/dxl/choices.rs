//! The choices of a keyword field, and the formulas that are nothing but text in quotes.

use crate::formats::Choice;

/// Splits `Label|stored`; without a bar the label is stored.
pub(super) fn choice(text: &str) -> Choice {
    let (label, stored) = text.rsplit_once('|').unwrap_or((text, text));
    Choice { label: label.trim().to_owned(), stored: stored.trim().to_owned() }
}

/// The texts of a formula such as `"A|1":"B|2"`; `None` where it computes anything.
pub(super) fn literals(formula: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = formula.trim().trim_end_matches(';');
    loop {
        let (text, tail) = literal(rest.trim_start())?;
        found.push(text);
        let tail = tail.trim_start();
        if tail.is_empty() {
            return Some(found);
        }
        rest = tail.strip_prefix(':')?;
    }
}

/// One text in quotes or braces, and what follows it.
fn literal(formula: &str) -> Option<(String, &str)> {
    if let Some(inside) = formula.strip_prefix('{') {
        return inside.split_once('}').map(|(text, rest)| (text.to_owned(), rest));
    }
    let mut text = String::new();
    let mut characters = formula.strip_prefix('"')?.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Some((text, characters.as_str())),
            '\\' => text.push(characters.next()?),
            other => text.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_has_a_label_and_what_is_stored() {
        let cases = [
            ("Yes|1", "Yes", "1"),
            ("Yes", "Yes", "Yes"),
            (" Yes | 1 ", "Yes", "1"),
            ("A|B|2", "A|B", "2"),
            ("None|", "None", ""),
            ("", "", ""),
        ];
        for (text, label, stored) in cases {
            let wanted = Choice { label: label.to_owned(), stored: stored.to_owned() };
            assert_eq!(choice(text), wanted, "{text}");
        }
    }

    #[test]
    fn only_a_plain_list_of_texts_is_read_from_a_formula() {
        let cases: [(&str, &[&str]); 5] = [
            (r#""A|1":"B|2""#, &["A|1", "B|2"]),
            ("  \"A\" :\n {B \"x\"} ; ", &["A", "B \"x\""]),
            (r#""say \"no\"":"back\\slash""#, &["say \"no\"", "back\\slash"]),
            (r#""""#, &[""]),
            ("{}", &[""]),
        ];
        for (formula, wanted) in cases {
            let found = literals(formula).unwrap_or_default();
            assert_eq!(found, wanted, "{formula}");
        }
        let computed = [
            "",
            "@DbColumn(\"\")",
            "\"A\":",
            "\"A\" + \"B\"",
            "\"A",
            "\"A\\",
            "{A",
            "\"A\":B",
            ":",
        ];
        for formula in computed {
            assert_eq!(literals(formula), None, "{formula}");
        }
    }
}
