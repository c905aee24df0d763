//! A line that begins an item.

/// Bytes an item name may have here; longer words are text.
const MAX_NAME: usize = 64;

/// The parts of a line that begins an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ItemLine<'l> {
    pub(super) name: &'l str,
    /// The value as it stands, with the blanks at its end.
    pub(super) value: &'l str,
    /// Characters in front of the value.
    pub(super) before: u64,
    /// Blanks behind the colon: the client writes two.
    pub(super) blanks: usize,
}

/// Takes `Name:  value` apart; `None` for any other line. Editors trim blanks at the end of lines,
/// so the colon may end the line; without a blank behind it (`http://…`, `CN:x`) it is text.
pub(super) fn item(line: &str) -> Option<ItemLine<'_>> {
    let (name, rest) = line.split_once(':')?;
    let value = rest.trim_start_matches([' ', '\t']);
    let blanks = rest.len() - value.len();
    if !is_name(name) || blanks == 0 && !rest.is_empty() {
        return None;
    }
    let before = (name.chars().count() + 1 + blanks) as u64;
    Some(ItemLine { name, value, before, blanks })
}

/// Whether an item may be called so.
pub(super) fn is_name(name: &str) -> bool {
    let first = |c: char| c.is_alphabetic() || c == '_' || c == '$';
    name.len() <= MAX_NAME
        && name.starts_with(first)
        && name.chars().all(|c| first(c) || c.is_numeric())
}

/// Whether a wrapped value goes on without a blank: behind a list separator or a blank that was
/// kept, and where one word fills the whole line, which is then broken inside the word. The client
/// drops the blank at which it breaks a line, so elsewhere one is put back.
pub(super) fn joins_closely(last_line: &str) -> bool {
    let unbroken = !last_line.contains([' ', '\t']);
    last_line.is_empty()
        || last_line.ends_with([' ', '\t', ',', ';'])
        || unbroken && last_line.chars().count() >= 40
}
