//! Version strings of Traveler, Domino and their clients, and the one grammar that reads them all.
//!
//! The spellings are those seen in mail headers, consoles, package names and advisories of Lotus,
//! IBM and HCL releases. The grammar stands here, below `domino` and `traveler`, because both rooms
//! and the table of releases need it and may not import each other.

mod grammar;
mod order;
mod scan;
#[cfg(test)]
mod tests;
mod words;

pub use scan::find_versions;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::fmt;

pub(super) use grammar::{parse_build, parse_levels, parse_numbers};

/// Whose version it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// The Traveler server.
    Traveler,
    /// The Domino server.
    Domino,
    /// A client: Notes, Verse, the Traveler app of a device. Their numbers look like those of the
    /// server and are another counter.
    Other,
}

impl Product {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Traveler => "traveler",
            Self::Domino => "domino",
            Self::Other => "other",
        }
    }
}

/// The dotted number: one to four components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// As read: `9.0.1`, `14.5.1.0`.
    pub text: String,
    /// The components, as many as were written.
    pub parts: Vec<u32>,
}

impl Numbers {
    /// A component, counted from 0; one that was not written counts as 0.
    #[must_use]
    pub fn part(&self, at: usize) -> u32 {
        self.parts.get(at).copied().unwrap_or(0)
    }

    /// The release: the first three components.
    #[must_use]
    pub fn release(&self) -> (u32, u32, u32) {
        (self.part(0), self.part(1), self.part(2))
    }

    /// The fourth component, where it was written.
    #[must_use]
    pub fn fourth(&self) -> Option<u32> {
        self.parts.get(3).copied()
    }
}

/// What counts up between two releases. These are different counters: the seventh interim fix is
/// not the seventh fix pack, and neither is a fourth number 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LevelKind {
    /// Upgrade Pack, of Traveler 8.5.3.
    UpgradePack,
    /// Fix Pack.
    FixPack,
    /// Interim Fix, as advisories and download pages count.
    InterimFix,
    /// Hotfix, as the banner of a Domino server counts.
    HotFix,
    /// Cumulative Fix.
    CumulativeFix,
    /// Early access release.
    EarlyAccess,
    /// Release of an early access program.
    EarlyAccessProgram,
    /// Beta.
    Beta,
}

impl LevelKind {
    /// The short form used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::UpgradePack => "UP",
            Self::FixPack => "FP",
            Self::InterimFix => "IF",
            Self::HotFix => "HF",
            Self::CumulativeFix => "CF",
            Self::EarlyAccess => "EA",
            Self::EarlyAccessProgram => "EAP",
            Self::Beta => "BETA",
        }
    }

    /// Whether it comes before the release whose number it carries.
    #[must_use]
    pub fn is_prerelease(self) -> bool {
        matches!(self, Self::EarlyAccess | Self::EarlyAccessProgram | Self::Beta)
    }
}

/// One level, such as `UP2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level {
    /// The counter.
    pub kind: LevelKind,
    /// Its value; a beta may have none.
    pub number: Option<u32>,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        self.number.map_or(Ok(()), |number| write!(f, "{number}"))
    }
}

/// When a Traveler server was built: `201508211840_20`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// As read. What the digits after the underscore count is not known; no fix level, since they
    /// stay the same from release to release.
    pub text: String,
    /// The time stamp.
    pub time: DateTime,
}

/// A version that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Whose it is.
    pub product: Product,
    /// Whether no word for the product stood there, so that it was concluded from the form alone.
    pub assumed: bool,
    /// The dotted number.
    pub numbers: Numbers,
    /// The levels in the order read.
    pub levels: Vec<Level>,
    /// The build.
    pub build: Option<Build>,
    /// The date of the release, which Domino prints after it.
    pub date: Option<Date>,
    /// The text that was read, from the word for the product on.
    pub text: String,
}

impl Version {
    /// The levels in their short form, `UP2 IF8`; `None` where there are none.
    #[must_use]
    pub fn level_text(&self) -> Option<String> {
        let words: Vec<_> = self.levels.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The number of the one level of this kind; `None` where there is none, several, or one
    /// without a number.
    #[must_use]
    pub fn level(&self, kind: LevelKind) -> Option<u32> {
        let mut found = self.levels.iter().filter(|level| level.kind == kind);
        let first = found.next()?;
        found.next().map_or(first.number, |_| None)
    }

    /// Whether a level of this kind was read at all.
    #[must_use]
    pub fn has(&self, kind: LevelKind) -> bool {
        self.levels.iter().any(|level| level.kind == kind)
    }

    /// Whether it is an early access release or a beta.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        self.levels.iter().any(|level| level.kind.is_prerelease())
    }
}

impl fmt::Display for Version {
    /// One way to write it, which [`find_versions`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.product {
            Product::Traveler => "Traveler ",
            Product::Domino => "Domino Release ",
            Product::Other => "Client ",
        })?;
        f.write_str(&self.numbers.text)?;
        if let Some(levels) = self.level_text() {
            write!(f, " {levels}")?;
        }
        if let Some(build) = &self.build {
            write!(f, " Build {}", build.text)?;
        }
        self.date.map_or(Ok(()), |date| write!(f, ", {}", date.strftime("%B %d, %Y")))
    }
}
