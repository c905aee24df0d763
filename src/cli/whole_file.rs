//! A file that is there as a whole or not at all: it is written under another name beside its place,
//! and takes its name when it is finished.

use super::Failure;
use super::interrupt::Half;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is written.
pub(super) struct WholeFile {
    target: PathBuf,
    /// Its place without links and dots: two files of one place are one too many.
    place: PathBuf,
    beside: NamedTempFile,
    /// For who interrupts the run.
    _half: Half,
}

impl WholeFile {
    /// Begins a file, as readable as other new files. It is created before any work, so that a place that
    /// can't be written is told at once.
    pub(super) fn create(target: &Path) -> Result<Self, Failure> {
        Self::with_mode(target, 0o666)
    }

    /// Begins a file that only its owner may read, where the system knows such.
    pub(super) fn create_private(target: &Path) -> Result<Self, Failure> {
        Self::with_mode(target, 0o600)
    }

    fn with_mode(target: &Path, mode: u32) -> Result<Self, Failure> {
        let failure = |error: io::Error| {
            told(target, &format!("{error}; name a file in a folder that can be written"))
        };
        let Some(name) = target.file_name().filter(|_| !target.is_dir()) else {
            return Err(told(target, "it is a folder; name a file"));
        };
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let place = one_path(folder).map_err(failure)?.join(name);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".traveler-audit-");
        let create = || builder.make_in(folder, |path| new_file(path, mode));
        let made = Half::create(create, |made| made.path().to_owned());
        let (half, beside) = made.map_err(failure)?;
        Ok(Self { target: target.to_owned(), place, beside, _half: half })
    }

    /// What is written so far.
    pub(super) fn file(&mut self) -> &mut File {
        self.beside.as_file_mut()
    }

    /// Where it will be, as it was typed.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Where it will be, as any other way to it gives it.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    /// The file and the one beside it: they are no inputs.
    pub(super) fn places(&self) -> [PathBuf; 2] {
        [self.target.clone(), self.beside.path().to_owned()]
    }

    /// Writing went wrong.
    pub(super) fn failure(&self, error: &io::Error) -> Failure {
        told(&self.target, &error.to_string())
    }

    /// Gives the file its name, once all of it is on disk.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let Self { target, beside, _half, .. } = self;
        let (file, beside) = beside.into_parts();
        // The library's own renaming, unlike that of the crate, reaches paths of any length on Windows.
        let done = file.sync_all().and_then(|()| {
            drop(file);
            std::fs::rename(&beside, &target)
        });
        done.map_err(|error| told(&target, &error.to_string()))
    }
}

/// The one path of what several lead to. Some drives of Windows can't tell it.
pub(super) fn one_path(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().or_else(|error| match path.exists() {
        true => std::path::absolute(path),
        false => Err(error),
    })
}

/// Creates a file that was not there. Nothing tells the system that it will be short-lived, as that of the
/// crate does on Windows: backups pass such files over.
fn new_file(path: &Path, mode: u32) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)
}

fn told(target: &Path, reason: &str) -> Failure {
    Failure::Usage(format!("cannot write {}: {reason}", target.display()))
}
