//! Which files are those of one server: all below the folder in which a notes.ini stands.

use crate::evidence::InputPath;
use crate::intake::Candidate;
use std::collections::BTreeSet;
use std::ops::Range;

/// The files of each folder with a notes.ini, in their order. `None` where a file stands in none, or such
/// a folder in another.
pub(super) fn split(files: &[Candidate]) -> Option<Vec<Range<usize>>> {
    let anchors: BTreeSet<&str> = files
        .iter()
        .filter(|file| is_notes_ini(&file.path))
        .map(|file| file.path.folder())
        .collect();
    if anchors.iter().any(|anchor| upper(anchor).any(|folder| anchors.contains(folder))) {
        return None;
    }
    let mut parts: Vec<(&str, Range<usize>)> = Vec::new();
    for (file, number) in files.iter().zip(0..) {
        let own = file.path.folder();
        let anchor = std::iter::once(own).chain(upper(own)).find(|own| anchors.contains(own))?;
        match parts.last_mut().filter(|(last, _)| *last == anchor) {
            Some((_, part)) => part.end = number + 1,
            None => parts.push((anchor, number..number + 1)),
        }
    }
    // A folder that was named twice, in pieces, is no folder by itself.
    (parts.len() == anchors.len()).then(|| parts.into_iter().map(|(_, part)| part).collect())
}

/// The folder in which the notes.ini of these files stands.
pub(super) fn anchor(files: &[Candidate]) -> Option<&str> {
    let own = files.iter().find(|file| is_notes_ini(&file.path));
    own.map(|file| file.path.folder())
}

fn is_notes_ini(path: &InputPath) -> bool {
    path.file_name().eq_ignore_ascii_case("notes.ini")
}

/// The folders above a folder, the nearest first.
fn upper(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(above(folder), |folder| above(folder))
}

fn above(folder: &str) -> Option<&str> {
    match folder.rsplit_once('/') {
        Some((upper, _)) => Some(upper),
        None => (!folder.is_empty()).then_some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn parts(paths: &[&str]) -> Option<Vec<Vec<String>>> {
        let file = |path: &&str| Candidate {
            file: PathBuf::from(path),
            path: InputPath::named(path),
            named: false,
        };
        let files: Vec<_> = paths.iter().map(file).collect();
        let text = |part: Range<usize>| paths[part].iter().map(|&path| path.to_owned()).collect();
        Some(split(&files)?.into_iter().map(text).collect())
    }

    #[test]
    fn each_notes_ini_has_all_that_stands_below_its_folder() {
        let wanted: Vec<Vec<String>> = vec![
            vec![
                "in/a/console.log".to_owned(),
                "in/a/logs/1.log".to_owned(),
                "in/a/notes.ini".to_owned(),
            ],
            vec!["in/b/NOTES.INI".to_owned()],
        ];
        let paths = ["in/a/console.log", "in/a/logs/1.log", "in/a/notes.ini", "in/b/NOTES.INI"];
        assert_eq!(parts(&paths), Some(wanted));
        assert_eq!(parts(&["notes.ini", "x/y.log"]).map(|parts| parts.len()), Some(1));
    }

    #[test]
    fn what_stands_in_no_such_folder_belongs_to_all() {
        assert_eq!(parts(&["in/a/notes.ini", "in/names.dxl"]), None);
        assert_eq!(parts(&["in/a/notes.ini", "in/ab/x.log"]), None);
        assert_eq!(parts(&["-"]), None);
    }

    #[test]
    fn folders_in_folders_and_in_pieces_are_not_apart() {
        assert_eq!(parts(&["in/a/notes.ini", "in/a/b/notes.ini"]), None);
        assert_eq!(parts(&["notes.ini", "a/notes.ini"]), None);
        assert_eq!(parts(&["in/a/notes.ini", "in/b/notes.ini", "in/a/console.log"]), None);
    }
}
