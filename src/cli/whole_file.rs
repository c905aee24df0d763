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
        let place = folder.canonicalize().map_err(failure)?.join(name);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".traveler-audit-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        let made = Half::create(|| builder.tempfile_in(folder), |made| made.path().to_owned());
        let (half, beside) = made.map_err(failure)?;
        Ok(Self { target: target.to_owned(), place, beside, _half: half })
    }

    /// What is written so far.
    pub(super) fn file(&mut self) -> &mut File {
        self.beside.as_file_mut()
    }

    /// Where it will be.
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
        self.beside.as_file().sync_all().map_err(|error| self.failure(&error))?;
        let done = self.beside.persist(&self.target);
        done.map(|_| ()).map_err(|error| told(&self.target, &error.error.to_string()))
    }
}

fn told(target: &Path, reason: &str) -> Failure {
    Failure::Usage(format!("cannot write {}: {reason}", target.display()))
}
