//! The knowledge that ages, as data files a non-programmer can correct: see `data/README.md`.
//!
//! The files are compiled in; `--catalog DIR` puts files of the same names over them.

mod secrets;
mod settings;

pub use settings::{KnownSetting, Settings};

/// All data files, read and checked.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Keys of notes.ini.
    pub settings: Settings,
}

impl Catalog {
    /// The catalog compiled into the program.
    ///
    /// # Errors
    /// A data file that does not follow its own rules; tests keep this from happening.
    pub fn built_in() -> Result<Self, CatalogError> {
        Ok(Self { settings: Settings::parse("settings.csv", include_str!("data/settings.csv"))? })
    }
}

/// A data file that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("catalog file {file}, line {line}: {reason}. Correct that line, or leave the file out")]
pub struct CatalogError {
    /// The data file.
    pub file: String,
    /// The line, counted from 1; 0 where none is known.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}
