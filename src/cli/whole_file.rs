//! A file that is there as a whole or not at all: it is written under another name beside its place,
//! and takes its name when it is finished.

use super::Failure;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

/// A file that is written.
pub(super) struct WholeFile {
    target: PathBuf,
    beside: PathBuf,
    done: bool,
}

impl WholeFile {
    /// Begins a file. It is created before any work, so that a place that can't be written is told at
    /// once.
    pub(super) fn create(target: &Path) -> Result<(Self, File), Failure> {
        let failure =
            |reason: String| Failure::Usage(format!("cannot write {}: {reason}", target.display()));
        let Some(name) = target.file_name().filter(|_| !target.is_dir()) else {
            return Err(failure("it is a folder; name a file".to_owned()));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let beside = target.with_file_name(hidden);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&beside);
        let file = file.map_err(|error| failure(error.to_string()))?;
        Ok((Self { target: target.to_owned(), beside, done: false }, file))
    }

    /// Begins a file that only its owner may read, where the system knows such.
    pub(super) fn create_private(target: &Path) -> Result<(Self, File), Failure> {
        let created = Self::create(target)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            created.1.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
        Ok(created)
    }

    /// The file and the one beside it: they are no inputs.
    pub(super) fn places(&self) -> Vec<PathBuf> {
        vec![self.target.clone(), self.beside.clone()]
    }

    /// Gives the file its name, once all of it is on disk.
    pub(super) fn finish(mut self, file: &File) -> Result<(), Failure> {
        file.sync_all()?;
        fs::rename(&self.beside, &self.target)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.done {
            // What can't be removed is of no use to anybody, and is no reason to stop.
            let _ = fs::remove_file(&self.beside);
        }
    }
}
