//! Whether a file is an export in Structured Text.

use super::line;
use crate::formats::Head;

/// Items that Notes itself adds to documents, or that say what a document is.
const TELLING: [&str; 9] = [
    "$UpdatedBy",
    "$Revisions",
    "$REF",
    "$Conflict",
    "$MessageID",
    "$Signature",
    "$FILE",
    "$PublicAccess",
    "Type",
];

/// Headers that only a mail has; an exported mail has a form as well.
const MAIL: [&str; 5] = ["Received", "Return", "DKIM", "MIME", "X"];

/// Whether this is an export in Structured Text: its first line is an item, two blanks stand behind
/// the colons, and an item tells of Notes.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let lines = || head.lines().flat_map(|line| line.split('\u{c}')).filter(|l| !l.is_empty());
    if lines().next().and_then(line::item).is_none() {
        return false;
    }
    let items = || lines().filter_map(line::item);
    let two_blanks = items().filter(|item| item.blanks >= 2).count();
    let one_blank = items().filter(|item| item.blanks == 1).count();
    let form = items().any(|item| item.name.eq_ignore_ascii_case("Form"));
    let telling = items()
        .filter(|item| TELLING.iter().any(|name| name.eq_ignore_ascii_case(item.name)))
        .count();
    // YAML and headers of mails have one blank and no names with a dollar.
    let dollar = items().any(|item| item.name.starts_with('$'));
    let typical = two_blanks > one_blank || dollar && form;
    typical && items().count() >= 2 && (form || telling >= 2 && !is_mail(lines()))
}

fn is_mail<'l>(mut lines: impl Iterator<Item = &'l str>) -> bool {
    lines.any(|line| {
        line.split_once([':', '-'])
            .is_some_and(|(name, _)| MAIL.iter().any(|header| header.eq_ignore_ascii_case(name)))
    })
}
