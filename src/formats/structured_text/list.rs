//! Values that are lists. The text alone does not tell a list from a text with a comma in it: the
//! separator and the comma of a sentence are one character.
//!
//! A text with a separator is therefore always split, because a list of hosts or names taken for
//! one value would match nothing or hide its members, while a sentence in pieces decides nothing.
//! Whoever wants the sentence joins the values with `", "`.

/// Values of one item; a text with more separators stays one value.
const MAX_VALUES: usize = 20_000;

/// The values of a text: split at commas, or at `; ` where there are none, outside quotes; blanks
/// and the quotes around a value are left out. An empty text gives one empty value.
pub(in crate::formats) fn values(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.bytes().filter(|b| matches!(b, b',' | b';')).count() >= MAX_VALUES {
        return vec![text.to_owned()];
    }
    let commas = split(text, |rest| rest.starts_with(','));
    if commas.len() > 1 {
        return commas;
    }
    let semicolons = split(text, |rest| rest.starts_with("; ") || rest == ";");
    if semicolons.len() > 1 { semicolons } else { commas }
}

fn split(text: &str, separates: fn(&str) -> bool) -> Vec<String> {
    let mut values = Vec::new();
    let mut from = 0;
    let mut quoted_until = quote_end(text, 0);
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, ',' | ';')) {
        let rest = text.get(at..).unwrap_or_default();
        if at < quoted_until || !separates(rest) {
            continue;
        }
        values.push(unquoted(text.get(from..at).unwrap_or_default()));
        from = at + 1;
        quoted_until = quote_end(text, from);
    }
    let last = text.get(from..).unwrap_or_default();
    // A separator at the end, where a list was wrapped or cut, adds no value.
    if values.is_empty() || !last.trim().is_empty() {
        values.push(unquoted(last));
    }
    values
}

/// The byte of the quote that ends the quoted text that begins at `from`; `from` where none begins or
/// none ends: a quote inside a value (`19" rack`) opens nothing.
fn quote_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start().len();
    let Some(quoted) = rest.trim_start().strip_prefix('"') else {
        return from;
    };
    let mut at = 0;
    while let Some(end) = quoted.get(at..).and_then(|rest| rest.find('"')) {
        at += end + 1;
        match quoted.get(at..).is_some_and(|rest| rest.starts_with('"')) {
            true => at += 1,
            false => return from + blanks + at,
        }
    }
    from
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn texts_and_lists() {
        let cases: [(&str, &[&str]); 17] = [
            ("", &[""]),
            ("  one ", &["one"]),
            ("CN=a/O=x,CN=b/O=x", &["CN=a/O=x", "CN=b/O=x"]),
            ("a, b ,c", &["a", "b", "c"]),
            ("mail, \t\"b, c\",d", &["mail", "b, c", "d"]),
            ("mail,  \"b,\", \"\"\"c\"\", d\"", &["mail", "b,", "\"c\", d"]),
            ("a; b; c", &["a", "b", "c"]),
            ("a;b", &["a;b"]),
            ("a; b, c", &["a; b", "c"]),
            ("\"Doe, Jane/Acme\",CN=x/O=y", &["Doe, Jane/Acme", "CN=x/O=y"]),
            ("CN=x/O=y, \"Doe, Jane/Acme\"", &["CN=x/O=y", "Doe, Jane/Acme"]),
            ("\"a\"\"b,c\"", &["a\"b,c"]),
            ("\"never closed, here", &["\"never closed", "here"]),
            ("19\" rack, old", &["19\" rack", "old"]),
            ("a,", &["a"]),
            (",", &[""]),
            ("a,,b", &["a", "", "b"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(values(text), wanted, "{text}");
        }
        assert_eq!(values(&"a,".repeat(super::MAX_VALUES)).len(), 1);
        assert_eq!(values(&"a,".repeat(super::MAX_VALUES - 1)).len(), super::MAX_VALUES - 1);
    }
}
