//! Names of members: only such as stay below the archive.

/// Bytes of a name at the most.
pub(super) const MAX_NAME: usize = 4096;

/// The name as a path below the archive; `None` where it would lead out of it (`../`, a path from
/// the root, a drive letter), is empty, or is too long. A backslash parts folders on Windows, so it
/// is taken for that everywhere.
pub(super) fn inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':')
        && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if name.len() > MAX_NAME || name.starts_with('/') || drive {
        return None;
    }
    let parts: Vec<_> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let sound =
        !parts.is_empty() && parts.iter().all(|part| !part.trim_end_matches([' ', '.']).is_empty());
    sound.then(|| parts.join("/"))
}

/// As much of a name as is shown.
pub(super) fn cut(name: &str) -> &str {
    let mut end = name.len().min(MAX_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

/// Bytes as a name: UTF-8, anything else as `\xNN`.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // A backslash would part folders.
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("%x{byte:02X}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_below_the_archive() {
        for (name, wanted) in [
            ("notes.ini", Some("notes.ini")),
            ("srv1/notes.ini", Some("srv1/notes.ini")),
            ("./srv1//notes.ini", Some("srv1/notes.ini")),
            ("srv1\\notes.ini", Some("srv1/notes.ini")),
            ("a..b/c..", Some("a..b/c..")),
            ("../notes.ini", None),
            ("srv1/../../notes.ini", None),
            ("srv1\\..\\notes.ini", None),
            ("srv1/.. /notes.ini", None),
            ("/etc/notes.ini", None),
            ("\\\\host\\share\\notes.ini", None),
            ("C:\\notes.ini", None),
            ("c:notes.ini", None),
            ("", None),
            ("./", None),
        ] {
            assert_eq!(inside(name).as_deref(), wanted, "{name}");
        }
        assert_eq!(inside(&"a".repeat(MAX_NAME + 1)), None);
    }

    #[test]
    fn a_name_is_cut_between_characters() {
        let name = "é".repeat(MAX_NAME);
        assert!(cut(&name).len() <= MAX_NAME && cut(&name).ends_with('é'));
        assert_eq!(text(b"a\xffb"), "a%xFFb");
    }
}
