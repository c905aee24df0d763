//! What the name of a file says: whether a notes.ini is a live one or a copy someone kept.

/// Whether the name is one that people give to copies (`notes.ini.bak`, `notes_old.ini`,
/// `Copy of notes.ini`, `notes.ini.2024-01-31` …).
#[must_use]
pub(super) fn is_copy(file_name: &str) -> bool {
    let name = file_name.to_lowercase();
    let stem = name.strip_suffix(".ini").unwrap_or(&name);
    let words =
        ["bak", "backup", "old", "orig", "copy", "kopie", "save", "sav", "alt", "tmp", "prev"];
    let worded = stem
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| words.contains(&word.trim_matches(|c: char| c.is_ascii_digit())));
    let numbered = name.rsplit_once(".ini").is_some_and(|(_, after)| !after.is_empty());
    worded || numbered
}

#[cfg(test)]
mod tests {
    use super::is_copy;

    #[test]
    fn copies_are_told_from_live_files() {
        for name in [
            "notes.ini.bak",
            "notes.bak.ini",
            "notes_old.ini",
            "notes.ini.old",
            "Copy of notes.ini",
            "notes - Kopie.ini",
            "notes.ini~",
            "notes.ini.2024-01-31",
            "notes_backup.ini",
            "notes.ini.1",
            "notes-orig.ini",
            "notes.ini_copy",
        ] {
            assert!(is_copy(name), "{name}");
        }
        for name in
            ["notes.ini", "NOTES.INI", "trav01-notes.ini", "notes_altona.ini", "goldnotes.ini"]
        {
            assert!(!is_copy(name), "{name}");
        }
    }
}
