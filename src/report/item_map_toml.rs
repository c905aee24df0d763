//! A template of an item map: all of it commented out, so that it is valid as it is, and becomes what
//! its reader takes the comment marks from.

use super::neutral;
use super::wording::coded;
use crate::catalog::{Catalog, FieldEntry};
use crate::evidence::Args;
use crate::inventory::Unnamed;
use std::io::{self, Write};

/// Characters of an example value that are shown.
const MAX_EXAMPLE: usize = 40;

/// Writes the template.
///
/// # Errors
/// What writing gave.
pub fn write_item_map(
    catalog: &Catalog,
    unnamed: &[Unnamed<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let word = |id: &str, args: &Args| catalog.texts.word(id, args);
    comment(&word("map-head", &Args::new()), out)?;
    if unnamed.is_empty() {
        return comment(&word("map-nothing", &Args::new()), out);
    }
    for group in unnamed {
        let title = group.kind.map(|kind| coded(&catalog.texts, "document", kind.id()));
        writeln!(out)?;
        match title {
            Some(title) => writeln!(out, "# ---- {title}")?,
            None => {
                comment(&word("map-forms", &Args::new()), out)?;
                // One heading for all forms: a second one would be no valid TOML.
                writeln!(out, "# [forms]")?;
                for (form, count) in &group.forms {
                    writeln!(out, "# rule = {}   # {count} x", quoted(form))?;
                }
            }
        }
        for field in &group.fields {
            write_field(catalog, field, out)?;
        }
        comment(&word("map-items", &Args::new()), out)?;
        for (name, examples) in &group.items {
            let examples: Vec<_> = examples.iter().map(|value| quoted(&cut(value))).collect();
            writeln!(out, "#   {} = {}", line(name), examples.join(" | "))?;
        }
    }
    Ok(())
}

fn write_field(catalog: &Catalog, field: &FieldEntry, out: &mut dyn Write) -> io::Result<()> {
    let document = coded(&catalog.texts, "document", &field.document);
    writeln!(out, "#\n# {document} > {}", field.title)?;
    writeln!(out, "# [items.\"{}\"]", field.id)?;
    writeln!(out, "# item = \"\"")?;
    if !field.values.is_empty() {
        let values: Vec<_> =
            field.values.iter().map(|value| format!("{} = \"\"", value.meaning)).collect();
        writeln!(out, "# values = {{ {} }}", values.join(", "))?;
    }
    Ok(())
}

fn comment(text: &str, out: &mut dyn Write) -> io::Result<()> {
    text.lines().try_for_each(|line| writeln!(out, "# {line}"))
}

/// A text as it may stand in a comment: on one line, without control characters.
fn line(text: &str) -> String {
    neutral(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text as a TOML string on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_EXAMPLE).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_on_its_line_and_in_its_quotes() {
        assert_eq!(quoted("a\nb\"c\\"), "\"a b\\\"c\\\\\"");
        assert_eq!(cut(&"é".repeat(50)).chars().count(), MAX_EXAMPLE + 1);
        assert!(!line("x\u{1b}[31m\ry").contains(char::is_control));
    }
}
