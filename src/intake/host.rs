//! The Domino directories of a host.

use super::pattern::expand;
use crate::catalog::HostFolder;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Entries of a data directory that are looked at to count its databases.
const MOST_COUNTED: usize = 100_000;

/// A folder that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// As the catalog names it.
    pub path: String,
    /// What stands there.
    pub found: Vec<PathBuf>,
}

/// Looks for these folders below `root`, which is `/` but for tests. A drive letter is a folder of
/// that name in any other root.
#[must_use]
pub fn find_folders<'f>(folders: impl Iterator<Item = &'f HostFolder>, root: &Path) -> Vec<Tried> {
    let tried = folders.map(|folder| {
        let (start, below) = match folder.path.split_once(":/") {
            Some((drive, below)) if root == Path::new("/") => {
                (PathBuf::from(format!("{drive}:/")), below)
            }
            Some((drive, below)) => (root.join(drive), below),
            None => (root.to_path_buf(), folder.path.trim_start_matches('/')),
        };
        let found = expand(&start, below).into_iter().filter(|path| path.is_dir()).collect();
        Tried { path: folder.path.clone(), found }
    });
    tried.collect()
}

/// Whether the folder is the data directory of a server: every server that was ever started there
/// left both of these.
pub(super) fn is_data_directory(folder: &Path) -> bool {
    folder.join("names.nsf").is_file() && folder.join("IBM_TECHNICAL_SUPPORT").is_dir()
}

/// The databases below a folder, as far as they were counted.
pub(super) fn count_databases(folder: &Path) -> usize {
    let entries = WalkDir::new(folder).into_iter().take(MOST_COUNTED).flatten();
    let database = |name: &str| [".nsf", ".ntf"].iter().any(|end| name.ends_with(end));
    entries
        .filter(|entry| database(&entry.file_name().to_string_lossy().to_ascii_lowercase()))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn folders_of_every_platform_are_found_below_a_root() {
        let root = tempfile::tempdir().unwrap();
        for folder in
            ["local/notesdata", "local/notesdata2", "domino/SERVER1", "C/HCL/Domino/Data", "opt/x"]
        {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        std::fs::write(root.path().join("notesdata"), "no folder").unwrap();
        let host = Catalog::built_in().unwrap().host;
        let tried = find_folders(host.folders.iter(), root.path());
        assert_eq!(tried.len(), host.folders.len());
        let found: Vec<_> = tried
            .iter()
            .flat_map(|tried| &tried.found)
            .map(|path| path.strip_prefix(root.path()).unwrap())
            .collect();
        let wanted = [
            "local/notesdata",
            "local/notesdata2",
            "domino/SERVER1",
            "C/HCL/Domino",
            "C/HCL/Domino/Data",
        ];
        let wanted = wanted.map(Path::new);
        assert_eq!(found, wanted);
    }
}
