//! `notes.ini.patch`: a unified diff against the notes.ini that was read, byte for byte in its own
//! encoding and line ends, as `patch` takes it.
//!
//! Lines with secrets never stand in it, not even as context: a hunk ends before such a line, at both
//! sides alike, since `patch` takes a shorter side for the beginning or end of the file.

use super::lines::{Line, key, lines};
use super::plan::Planned;
use super::{Change, change::SettingChange};
use std::collections::BTreeMap;

/// Lines of context at each side.
const CONTEXT: usize = 3;

/// Why there is no patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPatch {
    /// No line of it changes.
    Nothing,
    /// It is in UTF-16, which `patch` can't read.
    Wide,
}

/// What becomes of the lines of a file: their new text, or nothing where a line goes.
type Edits = BTreeMap<usize, Option<Vec<u8>>>;

/// The diff of a file and its settings. `hides` says of a line whether it may not be shown.
pub(super) fn patch(
    bytes: &[u8],
    planned: &[Planned],
    hides: &dyn Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, NoPatch> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0) {
        return Err(NoPatch::Wide);
    }
    let old = lines(bytes);
    let settings = planned.iter().filter_map(|planned| match &planned.change {
        Change::Setting(setting) => Some(setting),
        _ => None,
    });
    let (mut edits, mut added) = (Edits::new(), Vec::new());
    for setting in settings {
        edit(setting, &old, &mut edits, &mut added);
    }
    if edits.is_empty() && added.is_empty() {
        return Err(NoPatch::Nothing);
    }
    let mut out = b"--- notes.ini\n+++ notes.ini\n".to_vec();
    let mut shift = 0isize;
    for (from, to) in hunks(&old, &edits, !added.is_empty(), hides) {
        let own = if to == old.len() { added.as_slice() } else { &[] };
        shift += write_hunk(&old, (from, to), &edits, own, shift, &mut out);
    }
    Ok(out)
}

/// The first line of the key gets the value, others go; where there is none, a line is added.
fn edit(setting: &SettingChange, old: &[Line<'_>], edits: &mut Edits, added: &mut Vec<Vec<u8>>) {
    let text = format!("{}={}", setting.key, setting.after).into_bytes();
    let is_own = |line: &Line<'_>| {
        key(line).is_some_and(|own| own.eq_ignore_ascii_case(setting.key.as_bytes()))
    };
    let mut own = old.iter().enumerate().filter(|(_, line)| is_own(line)).map(|(at, _)| at);
    match own.next() {
        Some(first) => {
            if old[first].text != text {
                edits.insert(first, Some(text));
            }
            edits.extend(own.map(|at| (at, None)));
        }
        None => added.push(text),
    }
}

/// The first line of each hunk and the one after its last. Lines are added at the end of the file.
fn hunks(
    old: &[Line<'_>],
    edits: &Edits,
    adds: bool,
    hides: &dyn Fn(&[u8]) -> bool,
) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    // An edited line stands between others; the end of the file has none behind it.
    let places =
        edits.keys().map(|at| (*at, *at + 1)).chain(adds.then_some((old.len(), old.len())));
    for (first, after) in places {
        let shown = |at: &usize| !hides(old[*at].text) && !edits.contains_key(at);
        let before = (0..first).rev().take(CONTEXT).take_while(shown).count();
        let behind = (after..old.len()).take(CONTEXT).take_while(shown).count();
        let at_start = before == first && before < CONTEXT;
        let at_end = after + behind == old.len() && behind < CONTEXT;
        let (before, behind) = match (at_start, at_end) {
            (true, _) | (_, true) => (before, behind),
            _ => (before.min(behind), before.min(behind)),
        };
        let (from, to) = (first - before, after + behind);
        match hunks.last_mut() {
            Some(last) if last.1 >= from => last.1 = to.max(last.1),
            _ => hunks.push((from, to)),
        }
    }
    hunks
}

/// Writes a hunk; returns by how many lines the file grows.
fn write_hunk(
    old: &[Line<'_>],
    (from, to): (usize, usize),
    edits: &Edits,
    added: &[Vec<u8>],
    shift: isize,
    out: &mut Vec<u8>,
) -> isize {
    let end: &[u8] = old.iter().map(|line| line.end).find(|end| !end.is_empty()).unwrap_or(b"\n");
    let mut body = Vec::new();
    let mut fresh = 0;
    for (at, line) in old.iter().enumerate().take(to).skip(from) {
        let open = line.end.is_empty() && !added.is_empty();
        match edits.get(&at) {
            None if open => {
                push(b'-', line.text, b"", &mut body);
                push(b'+', line.text, end, &mut body);
                fresh += 1;
            }
            None => {
                push(b' ', line.text, line.end, &mut body);
                fresh += 1;
            }
            Some(text) => {
                push(b'-', line.text, line.end, &mut body);
                if let Some(text) = text {
                    let own = if open { end } else { line.end };
                    push(b'+', text, own, &mut body);
                    fresh += 1;
                }
            }
        }
    }
    for text in added {
        push(b'+', text, end, &mut body);
        fresh += 1;
    }
    let count = to - from;
    let head = |count: usize, first: isize| {
        // An empty range is named by the line before it.
        let first = if count == 0 { first } else { first + 1 };
        format!("{first},{count}")
    };
    let first = from as isize;
    out.extend(format!("@@ -{} +{} @@\n", head(count, first), head(fresh, first + shift)).bytes());
    out.extend(body);
    fresh as isize - count as isize
}

fn push(sign: u8, text: &[u8], end: &[u8], out: &mut Vec<u8>) {
    out.push(sign);
    out.extend(text);
    match end {
        b"" => out.extend(b"\n\\ No newline at end of file\n"),
        end => out.extend(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mend::plan::Planned;

    fn setting(key: &str, after: &str) -> Planned {
        let change = SettingChange {
            paths: Vec::new(),
            key: key.to_owned(),
            before: None,
            after: after.to_owned(),
        };
        Planned { change: Change::Setting(change), claims: Vec::new(), restarts: Vec::new() }
    }

    fn text(bytes: &[u8], planned: &[Planned]) -> String {
        let hides = |line: &[u8]| line.starts_with(b"PASSWORD");
        String::from_utf8(patch(bytes, planned, &hides).unwrap()).unwrap()
    }

    #[test]
    fn a_line_is_changed_or_added_with_the_line_ends_of_the_file() {
        let file = b"[Notes]\r\nA=1\r\nB=2\r\nC=3\r\nD=4\r\n";
        assert_eq!(
            text(file, &[setting("b", "7")]),
            "--- notes.ini\n+++ notes.ini\n@@ -1,5 +1,5 @@\n [Notes]\r\n A=1\r\n-B=2\r\n+b=7\r\n C=3\r\n D=4\r\n"
        );
        assert_eq!(
            text(file, &[setting("X", "7")]),
            "--- notes.ini\n+++ notes.ini\n@@ -3,3 +3,4 @@\n B=2\r\n C=3\r\n D=4\r\n+X=7\r\n"
        );
    }

    #[test]
    fn an_open_last_line_is_closed_before_another_comes() {
        assert_eq!(
            text(b"A=1\nB=2", &[setting("X", "7")]),
            "--- notes.ini\n+++ notes.ini\n@@ -1,2 +1,3 @@\n A=1\n-B=2\n\\ No newline at end of file\n+B=2\n+X=7\n"
        );
    }

    #[test]
    fn no_secret_stands_in_it() {
        let file = b"[Notes]\nA=1\nPASSWORD=x\nB=2\nC=3\nD=4\nE=5\n";
        let shown = text(file, &[setting("B", "7"), setting("A", "9")]);
        assert!(!shown.contains("PASSWORD"), "{shown}");
        assert!(shown.contains("-B=2\n+B=7\n"), "{shown}");
    }

    #[test]
    fn further_lines_of_the_key_go() {
        let shown = text(b"A=1\nB=2\na=3\n", &[setting("A", "1")]);
        assert_eq!(shown, "--- notes.ini\n+++ notes.ini\n@@ -1,3 +1,2 @@\n A=1\n B=2\n-a=3\n");
    }

    #[test]
    fn what_patch_can_not_read_gets_none() {
        let wide = patch(b"\xff\xfeA\0", &[setting("A", "1")], &|_| false);
        assert_eq!(wide, Err(NoPatch::Wide));
        assert_eq!(patch(b"A=1\n", &[setting("A", "1")], &|_| false), Err(NoPatch::Nothing));
    }
}
