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
/// The report for people.
pub const REPORT_TEXT: &str = "report.txt";
/// The configuration.
pub const CONFIG: &str = "options/traveler-audit.toml";
/// The report as a page.
pub const REPORT_HTML: &str = "report.html";
/// The item map that was named.
pub const ITEM_MAP: &str = "options/item-map.toml";
/// The waivers that were named.
pub const WAIVERS: &str = "options/waivers.toml";
/// The report of before that was named.
pub const BASELINE: &str = "options/baseline.json";
/// The folder of the inputs, where they are added.
pub const INPUTS: &str = "inputs/";
