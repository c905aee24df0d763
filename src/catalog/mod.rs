//! The knowledge that ages, as data files a non-programmer can correct: see `data/README.md`.
//!
//! The files are compiled in; `--catalog DIR` puts files of the same names over them.

mod secrets;
pub mod fix_levels;
pub mod releases;
mod settings;
pub mod version;

pub use settings::{KnownSetting, Settings};

/// All data files, read and checked.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Keys of notes.ini.
    pub settings: Settings,
    /// Releases of Traveler and Domino.
    pub releases: releases::Releases,
    /// Traveler levels that hold the fix of LO82423.
    pub fix_levels: fix_levels::FixLevels,
}

impl Catalog {
    /// The catalog compiled into the program.
    ///
    /// # Errors
    /// A data file that does not follow its own rules; tests keep this from happening.
    pub fn built_in() -> Result<Self, CatalogError> {
        Ok(Self {
            settings: Settings::parse("settings.csv", include_str!("data/settings.csv"))?,
            releases: releases::Releases::parse("releases.csv", include_str!("data/releases.csv"))?,
            fix_levels: fix_levels::FixLevels::parse(
                "fix-levels.toml",
                include_str!("data/fix-levels.toml"),
            )?,
        })
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
