//! `audit` without a path: the Domino directories of this host.

use super::{Failure, say};
use crate::catalog::Catalog;
use crate::intake::{self, Tried};
use std::path::{Path, PathBuf};

/// The folders to audit; says which were tried.
pub(super) fn find(catalog: &Catalog) -> Result<Vec<PathBuf>, Failure> {
    let tried = intake::find_folders(catalog.host.here(), Path::new("/"));
    let list = told(&tried);
    let found: Vec<_> = tried.into_iter().flat_map(|tried| tried.found).collect();
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "no PATH was given, and none of the usual Domino directories is here:\n{list}\n\
             name the data directory, or the folder with the exports"
        )));
    }
    say(&format!("traveler-audit: no PATH was given; looked for Domino in\n{list}"));
    Ok(found)
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
