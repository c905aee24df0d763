//! Whether a file is an access log.

use super::line;
use crate::formats::Head;

/// Lines that are looked at.
const LOOKED_AT: usize = 50;

/// Whether this is an access log: at least half of its first lines are lines of one, and a single
/// line only where it is all there is.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let lines = head.lines().filter(|line| !line.starts_with('#')).take(LOOKED_AT);
    let (mut seen, mut matching) = (0usize, 0usize);
    for text in lines {
        seen += 1;
        matching += usize::from(line::parts(text).is_some());
    }
    matching * 2 >= seen && (matching >= 2 || matching == 1 && seen == 1)
}
