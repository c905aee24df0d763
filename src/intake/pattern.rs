//! Paths with `*`, and what stands at them.

use std::path::{Path, PathBuf};

/// What stands below `folder` at this path, sorted. Upper and lower case do not matter; a folder that
/// can't be listed holds nothing.
pub(super) fn expand(folder: &Path, path: &str) -> Vec<PathBuf> {
    let (first, rest) = match path.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let fits = |name: &Path| name.file_name().is_some_and(|n| matches(first, &n.to_string_lossy()));
    let mut found: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| fits(path)).collect();
    found.sort();
    match rest {
        None => found,
        Some(rest) => found.iter().flat_map(|folder| expand(folder, rest)).collect(),
    }
}

/// Whether a name fits a pattern.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, wanted) in [
            ("notes.ini", "NOTES.INI", true),
            ("notes.ini", "notes.ini.bak", false),
            ("*", "anything", true),
            ("*.dxl", "serverdoc_x.dxl", true),
            ("*.dxl", ".dxl", true),
            ("*.dxl", "x.dxl.old", false),
            ("console*.log", "console.log", true),
            ("console*.log", "console_Trav01_2024_01_31.log", true),
            ("console*.log", "consol.log", false),
            ("a*b*b", "aXbYb", true),
            ("ab*b", "ab", false),
            ("a*b*c", "acb", false),
        ] {
            assert_eq!(matches(pattern, name), wanted, "{pattern} {name}");
        }
    }

    #[test]
    fn what_stands_at_a_path() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["d1/Logs/a.log", "d2/logs/b.log", "d2/logs/c.txt", "other"] {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "").unwrap();
        }
        let found = expand(folder.path(), "d*/logs/*.log");
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [Path::new("d1/Logs/a.log"), Path::new("d2/logs/b.log")]);
        assert!(expand(folder.path(), "no/such").is_empty());
    }
}
