//! Values from inputs, quoted for the place they go to: none breaks out of it.

use crate::evidence::neutral;

/// A string of LotusScript. Characters that a source line can't hold are given by their numbers.
pub(super) fn lotus_script(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            c if c.is_control()
                || neutral(c.encode_utf8(&mut [0; 4])) != *c.encode_utf8(&mut [0; 4]) =>
            {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\" & Uchr$({unit}) & \""));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text or an attribute of XML; `None` where it holds what XML can't.
pub(super) fn xml(text: &str) -> Option<String> {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r')
            || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    if !text.chars().all(allowed) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    Some(out)
}

/// Text of Markdown, on one line.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in neutral(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '&' | '{'
            | '}' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A piece of code in Markdown, on one line.
pub(super) fn markdown_code(text: &str) -> String {
    let text = neutral(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A part of the name of a file.
pub(super) fn file_name(text: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = text.chars().map(safe).take(60).collect();
    name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_of_lotusscript_ends_where_it_should() {
        let cases = [
            ("plain", "\"plain\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\" & Uchr$(10) & \"b\""),
            ("a\u{202e}b", "\"a\" & Uchr$(8238) & \"b\""),
            ("\") : Kill \"", "\"\"\") : Kill \"\"\""),
        ];
        for (text, wanted) in cases {
            assert_eq!(lotus_script(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn xml_is_escaped_or_refused() {
        assert_eq!(xml("a<b>&\"'").as_deref(), Some("a&lt;b&gt;&amp;&quot;&apos;"));
        assert_eq!(xml("a\nb").as_deref(), Some("a&#10;b"));
        assert_eq!(xml("a\u{0}b"), None);
    }

    #[test]
    fn markdown_stays_on_its_line_and_in_its_cell() {
        assert_eq!(markdown("a|b\n# c"), "a\\|b \\# c");
        assert_eq!(markdown("[x](javascript:y)"), "\\[x\\](javascript:y)");
        assert_eq!(markdown_code("a`b``c"), "```a`b``c```");
        assert_eq!(markdown_code("`"), "`` ` ``");
    }

    #[test]
    fn names_of_files_climb_nowhere() {
        assert_eq!(file_name("CN=Trav01/O=Acme"), "cn-trav01-o-acme");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_name("日本"), "");
    }
}
