//! `audit` without a path: the Domino directories of this host.

use super::{Failure, note};
use crate::catalog::Catalog;
use crate::intake::{self, Tried};
use crate::inventory::{self, Options};
use std::path::{Path, PathBuf};

/// The folders to audit; says which were tried.
pub(super) fn find(catalog: &Catalog) -> Result<Vec<PathBuf>, Failure> {
    let mut tried = intake::find_folders(catalog.host.here(), Path::new("/"));
    let named = named_elsewhere(&tried, catalog);
    tried.extend(named);
    let list = told(&tried);
    let found: Vec<_> = tried.into_iter().flat_map(|tried| tried.found).collect();
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "no PATH was given, and none of the usual Domino directories is here:\n{list}\n\
             name the data directory, or the folder with the exports"
        )));
    }
    note(&format!("traveler-audit: no PATH was given; looked for Domino in\n{list}"));
    Ok(found)
}

/// The data directories that the notes.ini of the folders found name, where they stand elsewhere.
fn named_elsewhere(tried: &[Tried], catalog: &Catalog) -> Vec<Tried> {
    let found: Vec<_> = tried.iter().flat_map(|tried| &tried.found).collect();
    let files = found.iter().map(|folder| folder.join("notes.ini")).filter(|file| file.is_file());
    let mut named: Vec<Tried> = Vec::new();
    for file in files {
        let path = format!("Directory= in {}", file.display());
        let collected = inventory::collect(&[file], catalog, Options::default());
        for folder in collected.values_of("Directory").map(PathBuf::from) {
            let known = found.iter().any(|known| same(known, &folder));
            if !known && !named.iter().any(|other| other.found.contains(&folder)) {
                let found = if folder.is_dir() { vec![folder] } else { Vec::new() };
                named.push(Tried { path: path.clone(), found });
            }
        }
    }
    named
}

/// Whether both are one folder, however they are written.
fn same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    a == b || whole(a).is_some_and(|a| Some(a) == whole(b))
}

/// One line for each folder.
fn told(tried: &[Tried]) -> String {
    let line = |tried: &Tried| match tried.found.as_slice() {
        [] => format!("  {}: not there", tried.path),
        found => {
            let names: Vec<_> = found.iter().map(|path| path.display().to_string()).collect();
            format!("  {}: found {}", tried.path, names.join(", "))
        }
    };
    tried.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_directory_elsewhere_is_found_by_notes_ini() {
        let root = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = root.path().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            folder
        };
        let (program, data) = (folder("Domino"), folder("Elsewhere/Data"));
        let ini = |text: String| std::fs::write(program.join("notes.ini"), text).unwrap();
        let tried = [Tried { path: "/x".to_owned(), found: vec![program.clone()] }];
        let catalog = Catalog::built_in().unwrap();
        let named = || named_elsewhere(&tried, &catalog);
        assert!(named().is_empty());
        ini(format!("[Notes]\nDirectory={}\n", data.display()));
        assert_eq!(named().iter().flat_map(|tried| &tried.found).collect::<Vec<_>>(), [&data]);
        assert!(named()[0].path.starts_with("Directory= in "));
        ini(format!("[Notes]\ndirectory={}/.\n", program.display()));
        assert!(named().is_empty());
        ini("[Notes]\nDirectory=/nowhere/at/all\n".to_owned());
        assert_eq!(named()[0].found, Vec::<PathBuf>::new());
    }

    #[test]
    fn every_folder_that_was_tried_is_told() {
        let tried = [
            Tried {
                path: "/a*".to_owned(),
                found: vec![PathBuf::from("/a1"), PathBuf::from("/a2")],
            },
            Tried { path: "/b".to_owned(), found: Vec::new() },
        ];
        assert_eq!(told(&tried), "  /a*: found /a1, /a2\n  /b: not there");
    }
}
