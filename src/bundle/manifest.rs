//! `manifest.json`: what is in a bundle, what wrote it, and how it was judged.

use super::container::Print;
use super::{REPORTS, report_member};
use crate::assessment::Profile;
use crate::catalog::{Catalog, Language};
use crate::evidence::Severity;
use crate::inventory::InputReport;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The name of the manifest within a bundle.
pub const MANIFEST: &str = "manifest.json";
/// The version of the form of bundles.
const VERSION: u32 = 1;

/// What is in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of its form.
    pub bundle: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The day the reports speak of.
    pub as_of: Date,
    /// The language of the reports.
    pub lang: Language,
    /// Whether names were replaced.
    pub anonymized: bool,
    /// How it was judged.
    pub options: Judging,
    /// What was read.
    pub originals: Vec<Original>,
    /// The other members.
    pub members: Vec<Member>,
}

impl Manifest {
    /// Whether this program reads bundles of its version.
    #[must_use]
    pub fn is_known(version: u32) -> bool {
        version == VERSION
    }

    /// The version that this program writes.
    #[must_use]
    pub fn version() -> u32 {
        VERSION
    }
}

/// A program, and what it knew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its catalog.
    pub catalog: ToolCatalog,
}

impl Tool {
    /// This program with a catalog.
    #[must_use]
    pub fn own(catalog: &Catalog) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            catalog: ToolCatalog { date: catalog.date.clone(), sha256: catalog.sha256.clone() },
        }
    }
}

/// A catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolCatalog {
    /// Its day.
    pub date: String,
    /// SHA-256 over its files.
    pub sha256: String,
}

/// How it was judged, beside what the facts tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judging {
    /// `--stale-days`.
    pub stale_days: u32,
    /// `--fail-on`.
    pub fail_on: Severity,
    /// `--all`.
    pub all: bool,
    /// `--report`: formats besides those that every bundle holds.
    pub reports: Vec<String>,
    /// `--profile`.
    pub profile: Option<Profile>,
    /// The name of the configuration.
    pub config: Option<String>,
    /// The name of the item map.
    pub item_map: Option<String>,
    /// The name of the file of waivers.
    pub waivers: Option<String>,
    /// The name of the report of before.
    pub baseline: Option<String>,
}

impl Judging {
    /// The formats of the reports, each with the name of its member.
    pub fn reports(&self) -> impl Iterator<Item = (&str, String)> {
        let formats: BTreeSet<_> =
            REPORTS.into_iter().chain(self.reports.iter().map(String::as_str)).collect();
        formats.into_iter().map(|format| (format, report_member(format)))
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// Its name in the reports.
    pub path: String,
    /// Its bytes, where it was read.
    pub size: Option<u64>,
    /// Their SHA-256, where it was read.
    pub sha256: Option<String>,
    /// Where it is in the bundle, if it was added.
    pub member: Option<String>,
}

impl Original {
    /// An input that is not added.
    #[must_use]
    pub fn of(input: &InputReport) -> Self {
        Self {
            path: input.path.as_str().to_owned(),
            size: input.size,
            sha256: input.sha256.clone(),
            member: None,
        }
    }

    /// Whether it tells the same as an input of the facts.
    #[must_use]
    pub fn is(&self, input: &InputReport) -> bool {
        Self { member: None, ..self.clone() } == Self::of(input)
    }
}

/// A member of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// Their SHA-256.
    pub sha256: String,
}

impl Member {
    /// A member that was written.
    #[must_use]
    pub fn new(name: &str, print: Print) -> Self {
        Self { name: name.to_owned(), size: print.size, sha256: print.sha256 }
    }
}
