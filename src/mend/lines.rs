//! The lines of a file as they stand, bytes and line ends.

/// A line without its end, and its end: `\r\n`, `\n`, or nothing at the end of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) text: &'t [u8],
    pub(super) end: &'t [u8],
}

/// The lines of a file.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line<'_>> {
    let split = |whole: &'_ [u8]| -> (usize, usize) {
        let body = whole.strip_suffix(b"\n").unwrap_or(whole);
        let body = body.strip_suffix(b"\r").filter(|_| body.len() < whole.len()).unwrap_or(body);
        (body.len(), whole.len())
    };
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(|whole| {
            let (text, _) = split(whole);
            Line { text: &whole[..text], end: &whole[text..] }
        })
        .collect()
}

/// The key of a line `KEY=value`.
pub(super) fn key<'t>(line: &Line<'t>) -> Option<&'t [u8]> {
    let at = line.text.iter().position(|byte| *byte == b'=')?;
    Some(line.text[..at].trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_kept() {
        let found = lines(b"a=1\r\nb\nc");
        let told: Vec<_> = found.iter().map(|line| (line.text, line.end)).collect();
        assert_eq!(told, [(&b"a=1"[..], &b"\r\n"[..]), (b"b", b"\n"), (b"c", b"")]);
        assert_eq!(key(&found[0]), Some(&b"a"[..]));
        assert_eq!(key(&found[1]), None);
        assert!(lines(b"").is_empty());
    }
}
