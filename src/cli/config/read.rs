//! The keys of `traveler-audit.toml`.

use super::Config;
use super::checks;
use crate::catalog::version::Product;
use crate::catalog::{OperatorFile, Section};
use crate::cli::args::FailOn;
use crate::cli::audit::stated_one;
use crate::cli::judging::ProfileArg;
use crate::inventory::StatedVersion;
use std::path::{Path, PathBuf};

/// Keys of the file.
const TOP_KEYS: [&str; 11] = [
    "profile",
    "fail-on",
    "stale-days",
    "encoding",
    "item-map",
    "catalog",
    "waivers",
    "paths",
    "traveler-version",
    "domino-version",
    "check",
];

const FAIL_ON: [(&str, FailOn); 4] = [
    ("low", FailOn::Low),
    ("medium", FailOn::Medium),
    ("high", FailOn::High),
    ("critical", FailOn::Critical),
];

const PROFILES: [(&str, ProfileArg); 2] =
    [("traveler", ProfileArg::Traveler), ("secure-mail", ProfileArg::SecureMail)];

/// Reads all keys; mistakes go to the file.
pub(super) fn read(file: &OperatorFile<'_>, folder: &Path) -> Config {
    let top = file.top(&TOP_KEYS);
    let path = |key| top.text(key).map(|text| folder.join(text.value));
    let paths = top.texts("paths").map(|list| list.value).unwrap_or_default();
    Config {
        profile: top.word("profile", &PROFILES).map(|word| word.value),
        fail_on: top.word("fail-on", &FAIL_ON).map(|word| word.value),
        stale_days: stale_days(&top),
        encoding: encoding(&top),
        item_map: path("item-map"),
        catalog: path("catalog"),
        waivers: path("waivers"),
        paths: paths.into_iter().map(|text| folder.join(text.value)).collect::<Vec<PathBuf>>(),
        traveler: versions(&top, "traveler-version", Product::Traveler),
        domino: versions(&top, "domino-version", Product::Domino),
        checks: checks::read(&top),
        files: Vec::new(),
    }
}

fn stale_days(top: &Section<'_, '_>) -> Option<u32> {
    let days = top.number("stale-days")?;
    let own = u32::try_from(days.value).ok();
    if own.is_none() {
        top.mistake(days.line, "\"stale-days\" must be a number of days, 0 or more");
    }
    own
}

fn encoding<C: std::str::FromStr>(top: &Section<'_, '_>) -> Option<C>
where
    C::Err: std::fmt::Display,
{
    let name = top.text("encoding")?;
    match name.value.parse() {
        Ok(charset) => Some(charset),
        Err(error) => {
            top.mistake(name.line, format!("\"encoding\": {error}"));
            None
        }
    }
}

/// Versions that the operator states, each with the line that states it.
fn versions(top: &Section<'_, '_>, key: &str, product: Product) -> Vec<StatedVersion> {
    let texts = top.texts(key).map(|list| list.value).unwrap_or_default();
    let read = texts.iter().filter_map(|text| match stated_one(&text.value, product) {
        Ok(stated) => Some(StatedVersion { place: Some(top.place_of(text.line)), ..stated }),
        Err(error) => {
            top.mistake(text.line, format!("\"{key}\": {error}"));
            None
        }
    });
    read.collect()
}
