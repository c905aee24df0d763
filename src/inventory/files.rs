//! What the name of a file and of its folders says: whether a notes.ini is a live one or a copy someone
//! kept.

use crate::evidence::InputPath;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CopySign {
    /// Nothing.
    None,
    /// It may be a copy: a date in its name, a folder for copies above it.
    Maybe,
    /// People give such names to copies only.
    Sure,
}

/// Words in the names of copies, in the languages of administrators.
const WORDS: [&str; 29] = [
    "bak",
    "backup",
    "bck",
    "bkp",
    "bkup",
    "old",
    "orig",
    "original",
    "copy",
    "kopie",
    "copie",
    "copia",
    "kopia",
    "sicherung",
    "sauvegarde",
    "respaldo",
    "save",
    "saved",
    "sav",
    "alt",
    "tmp",
    "temp",
    "prev",
    "previous",
    "before",
    "vorher",
    "vor",
    "ancien",
    "former",
];
/// Words in the names of folders for copies.
const FOLDERS: [&str; 24] = [
    "bak",
    "backup",
    "backups",
    "old",
    "orig",
    "copy",
    "copies",
    "kopie",
    "kopien",
    "archive",
    "archives",
    "archiv",
    "sicherung",
    "sauvegarde",
    "snapshot",
    "snapshots",
    "staging",
    "template",
    "templates",
    "upgrade",
    "trash",
    "recycle",
    "papierkorb",
    "corbeille",
];

/// Whether the file is a copy, as its path has it.
pub(super) fn copy_sign(path: &InputPath) -> CopySign {
    let name = path.file_name().to_lowercase();
    if is_copy(&name) {
        CopySign::Sure
    } else if is_dated(&name) || name == "notes.ini.txt" || is_folder_of_copies(path.folder()) {
        CopySign::Maybe
    } else {
        CopySign::None
    }
}

/// `notes.ini.bak`, `notes_old.ini`, `Copy of notes.ini`, `notesbak.ini`, `notes.ini.2024-01-31` …
fn is_copy(name: &str) -> bool {
    let stem = name.strip_suffix(".ini").unwrap_or(name);
    let worded = words(stem).any(|word| {
        let word = word.trim_matches(|c: char| c.is_ascii_digit());
        let glued = word.strip_prefix("notes").or_else(|| word.strip_suffix("notes"));
        WORDS.contains(&word) || glued.is_some_and(|word| WORDS.contains(&word))
    });
    // Mail gateways and editors put `.txt` behind it: that alone makes no copy.
    let numbered =
        name.rsplit_once(".ini").is_some_and(|(_, after)| !after.is_empty() && after != ".txt");
    worded || numbered
}

/// `notes_2024.ini`, `notes-20240131.ini`, `notes 2024-01-31.ini`, `notes (1).ini`.
fn is_dated(name: &str) -> bool {
    let date = |word: &str| {
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        digits
            && matches!(word.len(), 4 | 8 | 12 | 14)
            && (word.starts_with("19") || word.starts_with("20"))
    };
    let counted = name.split('(').skip(1).any(|rest| {
        rest.split_once(')').is_some_and(|(number, _)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    });
    counted || words(name).any(date)
}

fn is_folder_of_copies(folder: &str) -> bool {
    words(&folder.to_lowercase()).any(|word| FOLDERS.contains(&word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_from_live_files() {
        let sure = [
            "notes.ini.bak",
            "notes.bak.ini",
            "notes_old.ini",
            "notes.ini.old",
            "Copy of notes.ini",
            "notes - Copy.ini",
            "notes - Copy (2).ini",
            "notes - Kopie.ini",
            "notes.ini~",
            "notes.ini.2024-01-31",
            "notes_backup.ini",
            "notes.ini.1",
            "notes-orig.ini",
            "notes.ini_copy",
            "notesbak.ini",
            "oldnotes.ini",
            "notes_bak2.ini",
            "notes.vor_update.ini",
        ];
        let maybe = [
            "notes_2024.ini",
            "notes-20240131.ini",
            "notes 2024-01-31.ini",
            "notes (1).ini",
            "backup/notes.ini",
            ".Trash/notes.ini",
            "srv/Old/x/notes.ini",
            "trav01-backup/notes.ini",
            "a.zip!/archiv/notes.ini",
        ];
        let live = [
            "notes.ini",
            "NOTES.INI",
            "trav01-notes.ini",
            "notes_altona.ini",
            "goldnotes.ini",
            "notes_8532.ini",
            "notes2.ini",
            "export-2026-11-24/notes.ini",
            "tmp/backup01/notes.ini",
            "oldenburg/notes.ini",
        ];
        let all = [
            (CopySign::Sure, &sure[..]),
            (CopySign::Maybe, &maybe[..]),
            (CopySign::None, &live[..]),
        ];
        for (wanted, names) in all {
            for name in names {
                assert_eq!(copy_sign(&InputPath::named(name)), wanted, "{name}");
            }
        }
    }
}
