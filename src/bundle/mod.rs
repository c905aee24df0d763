//! A bundle: what an audit rests on and what came of it, in one file that another person can check
//! later and without the inputs. docs/bundle.md describes it.
//!
//! It is a zip whose members are stored as they are, in the order of their names, all of one day: the
//! same content gives the same bytes, whatever the system, and every byte has one value that is right.

mod container;
mod manifest;
mod open;
mod signature;

pub use container::{Container, MAX_TOTAL, Print};
pub use manifest::{Judging, MANIFEST, Manifest, Member, Original, Tool, ToolCatalog};
pub use open::{OpenError, Opened, open};
pub use signature::{KeyError, PublicKey, SUFFIX, Signed, Signer, check as check_signature};

/// The facts.
pub const FACTS: &str = "facts.json";
/// The report for programs.
pub const REPORT_JSON: &str = "report.json";
/// The reports that every bundle holds, by their formats. The table is as wide as one in a file.
pub const REPORTS: [&str; 3] = ["json", "table", "html"];
/// The configuration.
pub const CONFIG: &str = "options/traveler-audit.toml";
/// The item map that was named.
pub const ITEM_MAP: &str = "options/item-map.toml";
/// The waivers that were named.
pub const WAIVERS: &str = "options/waivers.toml";
/// The report of before that was named.
pub const BASELINE: &str = "options/baseline.json";
/// The folder of the files that options named.
pub const OPTIONS: &str = "options/";
/// The folder of the inputs, where they are added.
pub const INPUTS: &str = "inputs/";

/// How the report of a format is called in a bundle.
#[must_use]
pub fn report_member(format: &str) -> String {
    let end = match format {
        "table" => "txt",
        "markdown" => "md",
        "junit" => "junit.xml",
        "oscal" => "oscal.json",
        "oscal-catalog" => "oscal-catalog.json",
        own => own,
    };
    format!("report.{end}")
}
