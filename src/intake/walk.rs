//! The files below the arguments, always in the same order.

use super::encoding::Decoding;
use super::stream::Stream;
use crate::evidence::InputPath;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Bytes that are looked at to see what a file is.
const HEAD: usize = 64 * 1024;
/// How deep folders are followed.
const MAX_DEPTH: usize = 32;

/// A file that may be an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub file: PathBuf,
    /// How a report names it.
    pub path: InputPath,
    /// Whether it was named itself, not found below a folder.
    pub named: bool,
}

/// Something that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub path: InputPath,
    /// What the system said.
    pub reason: String,
}

/// An open file: its first bytes, and all of its bytes.
pub struct Opened {
    /// The first bytes, as they stand on disk.
    pub head: Vec<u8>,
    /// The whole input, from its first byte.
    pub stream: Stream<'static>,
}

/// Lists the files named by `arguments` or standing below them, sorted, each once.
#[must_use]
pub fn walk(arguments: &[PathBuf]) -> (Vec<Candidate>, Vec<Problem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for argument in arguments {
        let found =
            WalkDir::new(argument).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
        for entry in found {
            match entry {
                Ok(entry) if entry.file_type().is_file() => files.push(Candidate {
                    path: InputPath::from_path(entry.path()),
                    named: entry.depth() == 0,
                    file: entry.into_path(),
                }),
                Ok(entry) if entry.depth() == 0 && !entry.file_type().is_dir() => {
                    problems.push(Problem {
                        path: InputPath::from_path(entry.path()),
                        reason: "neither a file nor a folder".to_owned(),
                    });
                }
                Ok(_) => {}
                Err(error) => problems.push(problem(argument, &error)),
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.file.clone()));
    (files, problems)
}

fn problem(argument: &Path, error: &walkdir::Error) -> Problem {
    let reason = match error.io_error() {
        Some(io) => io.to_string(),
        None => "a link that leads back to a folder above it".to_owned(),
    };
    Problem { path: InputPath::from_path(error.path().unwrap_or(argument)), reason }
}

/// Opens the file and reads its first bytes; `hash` where the hash of all of them is wanted.
///
/// # Errors
/// What opening or reading gave.
pub fn open(file: &Path, hash: bool) -> io::Result<Opened> {
    let mut source = File::open(file)?;
    let mut head = Vec::with_capacity(HEAD);
    (&mut source).take(HEAD as u64).read_to_end(&mut head)?;
    let decoding = Decoding::detect(&head);
    let stream = Stream::new(source, &head, decoding);
    let stream = if hash { stream } else { stream.without_hash() };
    Ok(Opened { head, stream })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_sorted_and_once() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", "sub/c.txt"] {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, name).unwrap();
        }
        let twice = [folder.path().to_path_buf(), folder.path().join("a.txt")];
        let (files, problems) = walk(&twice);
        let names: Vec<_> = files.iter().map(|file| file.path.file_name().to_owned()).collect();
        assert_eq!(names, ["a.txt", "b.txt", "c.txt"]);
        assert!(problems.is_empty());
    }

    #[test]
    fn what_is_not_there_is_a_problem_and_no_panic() {
        let (files, problems) = walk(&[PathBuf::from("no-such-folder")]);
        assert!(files.is_empty());
        assert_eq!(problems[0].path.as_str(), "no-such-folder");
    }

    #[test]
    fn an_open_file_is_read_from_its_first_byte() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        std::fs::write(&file, "one\r\ntwo").unwrap();
        let mut opened = open(&file, true).unwrap();
        assert_eq!(opened.head, b"one\r\ntwo");
        let line = opened.stream.next_line().unwrap().unwrap();
        assert_eq!((line.text.as_ref(), line.start.line, line.ended), ("one", 1, true));
        let line = opened.stream.next_line().unwrap().unwrap();
        assert_eq!((line.text.as_ref(), line.start.line, line.ended), ("two", 2, false));
        assert!(opened.stream.next_line().unwrap().is_none());
        let fingerprint = opened.stream.finish().unwrap();
        assert_eq!(fingerprint.size, 8);
        assert_eq!(fingerprint.sha256.map(|text| text.len()), Some(64));
    }
}
