//! The files below the arguments, always in the same order.

use super::charset::Charset;
use super::encoding::Decoding;
use super::host::{count_databases, is_data_directory};
use super::pattern::expand;
use super::standard_input::{self, is_standard_input};
use super::stream::Stream;
use crate::evidence::{InputPath, Warning};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Bytes that are looked at to see what a file is.
pub(super) const HEAD: usize = 64 * 1024;
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
    /// What is to be told of it.
    pub warning: Warning,
}

/// How the bytes of the inputs are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// The encoding that the operator names.
    pub encoding: Option<Charset>,
    /// Whether the hash of all the bytes is wanted.
    pub hash: bool,
}

/// An open file: its first bytes, and all of its bytes.
pub struct Opened<'a> {
    /// The first bytes, as they stand on disk.
    pub head: Vec<u8>,
    /// The whole input, from its first byte.
    pub stream: Stream<'a>,
    /// Its bytes, where they are known before it is read.
    pub size: Option<u64>,
    /// All of it once more, where it came from standard input and is an archive.
    pub aside: Option<File>,
}

/// A data directory of Domino, of which only some files are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDirectory {
    /// The folder.
    pub path: InputPath,
    /// Databases in it.
    pub databases: usize,
}

/// What stands below the arguments.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, sorted, each once.
    pub files: Vec<Candidate>,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
    /// Data directories among the folders.
    pub data_directories: Vec<DataDirectory>,
}

/// Which files of a folder are taken.
#[derive(Debug, Clone, Copy)]
pub struct Select<'s> {
    /// Paths below a data directory, with `*`.
    pub files: &'s [String],
    /// Whether every argument is one of the host's own folders, of which nothing else is read.
    pub host: bool,
}

/// Lists the files named by `arguments` or standing below them.
#[must_use]
pub fn walk(arguments: &[PathBuf], select: Select<'_>) -> Walked {
    walk_without(arguments, select, &[])
}

/// The same without some files, such as the reports that are to be written among the inputs.
#[must_use]
pub fn walk_without(arguments: &[PathBuf], select: Select<'_>, without: &[PathBuf]) -> Walked {
    let mut walked = Walked::default();
    for argument in arguments {
        walked.below(argument, select);
    }
    let mut seen: BTreeSet<_> = without.iter().map(|file| real(file)).collect();
    walked.files.retain(|file| seen.insert(real(&file.file)));
    walked.data_directories.retain(|folder| seen.insert(real(Path::new(folder.path.as_str()))));
    walked
}

/// The one path of what several lead to (links, `.` and `..`, relative and absolute paths).
fn real(path: &Path) -> PathBuf {
    let found = (!is_standard_input(path)).then(|| path.canonicalize().ok()).flatten();
    found.unwrap_or_else(|| path.to_owned())
}

impl Walked {
    fn below(&mut self, argument: &Path, select: Select<'_>) {
        if select.host {
            return self.take_selected(argument, select.files);
        }
        if is_standard_input(argument) {
            let path = InputPath::from_path(argument);
            return self.files.push(Candidate { file: argument.to_owned(), path, named: true });
        }
        let above = real(argument);
        let leads_up = |entry: &DirEntry| {
            entry.path_is_symlink()
                && entry.depth() > 0
                && entry.file_type().is_dir()
                && above.starts_with(real(entry.path()))
        };
        let mut found = WalkDir::new(argument).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = found.next() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.files.push(Candidate {
                    path: InputPath::from_path(entry.path()),
                    named: entry.depth() == 0,
                    file: entry.into_path(),
                }),
                Ok(entry) if is_data_directory(entry.path()) => {
                    self.take_selected(entry.path(), select.files);
                    found.skip_current_dir();
                }
                Ok(entry) if entry.depth() == 0 && !entry.file_type().is_dir() => {
                    self.problem(entry.path(), Warning::new("neither-file-nor-folder", None));
                }
                Ok(entry) if leads_up(&entry) => {
                    self.problem(entry.path(), Warning::new("link-leads-up", None));
                    found.skip_current_dir();
                }
                Ok(entry) if entry.depth() >= MAX_DEPTH && entry.file_type().is_dir() => {
                    let warning = Warning::new("folder-too-deep", None).with("limit", MAX_DEPTH);
                    self.problem(entry.path(), warning);
                    found.skip_current_dir();
                }
                Ok(_) => {}
                Err(error) => {
                    let warning = match error.io_error() {
                        Some(io) => Warning::new("cannot-open", None).with("reason", io),
                        None => Warning::new("link-leads-up", None),
                    };
                    self.problem(error.path().unwrap_or(argument), warning);
                }
            }
        }
    }

    fn problem(&mut self, path: &Path, warning: Warning) {
        self.problems.push(Problem { path: InputPath::from_path(path), warning });
    }

    /// A data directory may hold thousands of databases: only what an audit reads is opened.
    fn take_selected(&mut self, folder: &Path, files: &[String]) {
        let mut found: Vec<_> = files.iter().flat_map(|path| expand(folder, path)).collect();
        found.retain(|file| file.is_file());
        found.sort();
        self.files.extend(found.into_iter().map(|file| Candidate {
            path: InputPath::from_path(&file),
            named: false,
            file,
        }));
        if is_data_directory(folder) {
            self.data_directories.push(DataDirectory {
                path: InputPath::from_path(folder),
                databases: count_databases(folder),
            });
        }
    }
}

impl<'a> Opened<'a> {
    /// Reads the first bytes of a source.
    pub(super) fn begin(source: impl Read + 'a, reading: Reading) -> io::Result<Self> {
        Self::begin_as(source, reading, Stream::new)
    }

    /// The same, of a source that another thread may read.
    pub(super) fn begin_movable(
        source: impl Read + Send + 'static,
        reading: Reading,
    ) -> io::Result<Self> {
        Self::begin_as(source, reading, Stream::movable)
    }

    fn begin_as<S: Read + 'a>(
        mut source: S,
        reading: Reading,
        stream: impl FnOnce(S, &[u8], Decoding) -> Stream<'a>,
    ) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD);
        let got = (&mut source).take(HEAD as u64).read_to_end(&mut head);
        let decoding = Decoding::new(&head, reading.encoding);
        let stream = match got {
            Ok(_) => stream(source, &head, decoding),
            Err(error) if head.is_empty() => return Err(error),
            // What came before the error is read like the beginning of a longer input.
            Err(error) => Stream::new(Failed(error), &head, decoding),
        };
        let stream = if reading.hash { stream } else { stream.without_hash() };
        Ok(Self { head, stream, size: None, aside: None })
    }
}

/// A source that failed and goes on failing.
pub(super) struct Failed(pub(super) io::Error);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(self.0.kind(), self.0.to_string()))
    }
}

/// Opens the file, or standard input for `-`, and reads its first bytes.
///
/// # Errors
/// What opening or reading gave.
pub fn open(file: &Path, reading: Reading) -> io::Result<Opened<'static>> {
    if is_standard_input(file) {
        return standard_input::open(reading);
    }
    let open = File::open(file)?;
    let size = open.metadata().ok().map(|data| data.len());
    Ok(Opened { size, ..Opened::begin_movable(open, reading)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Select<'_> = Select { files: &[], host: false };

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, name).unwrap();
        }
        folder
    }

    #[test]
    fn of_a_data_directory_only_what_is_listed_is_taken() {
        let folder = folder(&[
            "data/names.nsf",
            "data/mail/a.NSF",
            "data/notes.ini",
            "data/IBM_TECHNICAL_SUPPORT/console.log",
            "data/IBM_TECHNICAL_SUPPORT/nsd_all.log",
            "exports/names.nsf",
            "exports/notes.ini",
        ]);
        let files = ["notes.ini", "IBM_TECHNICAL_SUPPORT/console*.log"].map(str::to_owned);
        let names = |walked: &Walked| -> Vec<PathBuf> {
            let below =
                |file: &Candidate| file.file.strip_prefix(folder.path()).unwrap().to_owned();
            walked.files.iter().map(below).collect()
        };
        let walked = walk(&[folder.path().to_path_buf()], Select { files: &files, host: false });
        let data = ["data/IBM_TECHNICAL_SUPPORT/console.log", "data/notes.ini"].map(PathBuf::from);
        let exports = ["exports/names.nsf", "exports/notes.ini"].map(PathBuf::from);
        assert_eq!(names(&walked), [&data[..], &exports].concat());
        assert_eq!(walked.data_directories[0].databases, 2);
        let both = [folder.path().join("data"), folder.path().join("exports")];
        let walked = walk(&both, Select { files: &files, host: true });
        assert_eq!(names(&walked), [&data[..], &exports[1..]].concat());
        assert!(walked.files.iter().all(|file| !file.named));
    }

    #[test]
    fn what_is_not_followed_is_told() {
        let deep = format!("{}notes.ini", "d/".repeat(MAX_DEPTH));
        let folder = folder(&["own/notes.ini", "other/notes.ini", &deep]);
        let codes = |argument: &str| -> Vec<&str> {
            let walked = walk(&[folder.path().join(argument)], ALL);
            walked.problems.iter().map(|problem| problem.warning.code).collect()
        };
        assert_eq!(codes("own"), [""; 0]);
        assert_eq!(codes(""), ["folder-too-deep"]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path(), folder.path().join("own/up")).unwrap();
            assert_eq!(codes("own"), ["link-leads-up"]);
            assert_eq!(walk(&[folder.path().join("own")], ALL).files.len(), 1);
        }
    }

    #[test]
    fn files_come_sorted_and_once() {
        let folder = folder(&["b.txt", "a.txt", "sub/c.txt"]);
        let twice = [folder.path().to_path_buf(), folder.path().join("a.txt")];
        let Walked { files, problems, .. } = walk(&twice, ALL);
        let names: Vec<_> = files.iter().map(|file| file.path.file_name().to_owned()).collect();
        assert_eq!(names, ["a.txt", "b.txt", "c.txt"]);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_file_that_several_paths_lead_to_is_taken_once() {
        let folder = folder(&["srv/notes.ini", "other/notes.ini"]);
        let srv = folder.path().join("srv");
        let mut paths = vec![srv.clone(), srv.join("."), srv.join("../srv/notes.ini")];
        #[cfg(unix)]
        for (to, link) in [("srv", "link"), ("srv/notes.ini", "notes.ini")] {
            let link = folder.path().join(link);
            std::os::unix::fs::symlink(folder.path().join(to), &link).unwrap();
            paths.push(link);
        }
        let Walked { files, .. } = walk(&paths, ALL);
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(files[0].file, srv.join("notes.ini"));
        // Files of the same name and content are two all the same.
        assert_eq!(walk(&[folder.path().to_path_buf()], ALL).files.len(), 2);
    }

    #[test]
    fn what_is_not_there_is_a_problem_and_no_panic() {
        let Walked { files, problems, .. } = walk(&[PathBuf::from("no-such-folder")], ALL);
        assert!(files.is_empty());
        assert_eq!(problems[0].path.as_str(), "no-such-folder");
    }

    #[test]
    fn what_came_before_an_error_is_read() {
        let failing = || Failed(io::Error::other("gone"));
        let mut opened = Opened::begin(b"one\ntwo".chain(failing()), Reading::default()).unwrap();
        assert_eq!(opened.head, b"one\ntwo");
        assert_eq!(opened.stream.next_line().unwrap().unwrap().text, "one");
        assert!(opened.stream.next_line().is_err());
        assert_eq!(opened.stream.finish().unwrap_err().to_string(), "gone");
        assert!(Opened::begin(failing(), Reading::default()).is_err());
    }

    #[test]
    fn an_open_file_is_read_from_its_first_byte() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        std::fs::write(&file, "one\r\ntwo").unwrap();
        let mut opened = open(&file, Reading { encoding: None, hash: true }).unwrap();
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
