//! Whether a Traveler version has a fault that an advisory describes.
//!
//! Up to 9.0.1 Traveler counted in several ways side by side, so many pairs of levels have no order
//! (see `catalog::version`). A lower release is below, a later one above; within a release a build
//! that is not newer than one of a known lower level is below too. All else is not known.

use super::Version;
use crate::catalog::advisories::Advisory;
use crate::catalog::releases::{KnownRelease, Releases};
use crate::evidence::Confidence;
use std::cmp::Ordering;

/// What is to be said of a version and a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// It has the fault, as sure as this.
    Affected(Confidence),
    /// It is without it, as sure as this.
    Fixed(Confidence),
    /// It can't be told.
    Unclear,
}

/// Judges a version. Where the product was only concluded from the form of the text, nothing is surer
/// than medium; on an unconfirmed advisory nothing rests.
#[must_use]
pub fn exposure(version: &Version, advisory: &Advisory, releases: &Releases) -> Exposure {
    let Some(ceiling) = advisory.code.ceiling() else { return Exposure::Unclear };
    let assumed = if version.assumed { Confidence::Medium } else { Confidence::High };
    let ceiling = ceiling.and(assumed);
    if let Some((Ordering::Less, sure)) = order(version, &advisory.affected_below, releases) {
        return Exposure::Affected(sure.and(ceiling));
    }
    match order(version, &advisory.fixed_from, releases) {
        Some((Ordering::Equal | Ordering::Greater, sure)) => Exposure::Fixed(sure.and(ceiling)),
        _ => Exposure::Unclear,
    }
}

/// How a version stands to a level, and how sure that is; `None` where it can't be told.
fn order(
    version: &Version,
    level: &Version,
    releases: &Releases,
) -> Option<(Ordering, Confidence)> {
    // Advisories name levels, and one level may have been built several times.
    let named = Version { build: None, ..version.clone() };
    if let Some(order) = named.compare(level) {
        return Some((order, Confidence::High));
    }
    match version.numbers.release().cmp(&level.numbers.release()) {
        // Lines were maintained side by side: that a later one holds what an earlier one got is concluded.
        Ordering::Equal => below_by_build(version, level, releases),
        order => Some((order, Confidence::Medium)),
    }
}

/// A build that is not newer than that of a lower level of the same line.
fn below_by_build(
    version: &Version,
    level: &Version,
    releases: &Releases,
) -> Option<(Ordering, Confidence)> {
    let built = version.build.as_ref()?.time;
    let older = |row: &&KnownRelease| {
        let numbers = row.numeric.as_ref().map(|(numbers, _)| numbers);
        let same = numbers.is_some_and(|numbers| numbers.release() == level.numbers.release());
        let lower = numbers.is_some_and(|numbers| {
            numbers.fourth().unwrap_or(0) < level.numbers.fourth().unwrap_or(0)
        });
        let later = row.build.as_ref().is_some_and(|build| built <= build.time);
        row.product == level.product && row.levels.is_empty() && same && lower && later
    };
    let row = releases.iter().find(older)?;
    Some((Ordering::Less, row.code.ceiling()?.and(Confidence::Medium)))
}

#[cfg(test)]
mod tests {
    use super::super::find_versions;
    use super::*;
    use crate::catalog::Catalog;

    /// One level may have been built several times: that a build is not newer than one of them tells nothing.
    #[test]
    fn a_build_of_the_level_itself_is_not_below_it() {
        let catalog = Catalog::built_in().unwrap();
        let version = |text: &str| find_versions(text).remove(0);
        let built = version("Traveler 9.0.1 Build 201508211840_20");
        let below = |level: &str| order(&built, &version(level), &catalog.releases);
        assert_eq!(below("Traveler 9.0.1.7"), None);
        assert_eq!(below("Traveler 9.0.1.8"), Some((Ordering::Less, Confidence::Medium)));
    }

    #[test]
    fn levels_and_advisories() {
        let catalog = Catalog::built_in().unwrap();
        let cases = [
            ("CVE-2016-3039", "Traveler 9.0.1.12", "fixed high"),
            ("CVE-2016-3039", "Traveler 9.0.1.7 Build 201508211840_20", "affected high"),
            ("CVE-2016-3039", "Traveler 9.0.1.11", "affected high"),
            ("CVE-2016-3039", "Traveler 9.0.1", "unclear"),
            ("CVE-2016-3039", "Traveler 9.0.1 IF7", "unclear"),
            ("CVE-2016-3039", "Traveler 9.0.1 Build 201403141205_20", "affected medium"),
            ("CVE-2016-3039", "Traveler 9.0.1 Build 201708211840_20", "unclear"),
            ("CVE-2016-3039", "Traveler 9.0.0.1 IF8", "affected medium"),
            ("CVE-2016-3039", "Traveler 8.5.3 UP2 IF8", "affected high"),
            ("CVE-2016-3039", "Traveler 10.0.1.1", "fixed high"),
            ("CVE-2012-4824", "Traveler 8.5.3.3", "unclear"),
            ("CVE-2012-4824", "Traveler 8.5.3.3 IF1", "fixed high"),
            ("CVE-2012-4824", "Traveler 8.5.3.2 IF1", "affected high"),
            // Upgrade packs are a line beside.
            ("CVE-2012-4824", "Traveler 8.5.3.208", "unclear"),
            ("CVE-2012-4824", "Traveler 8.5.3 UP2 IF8", "unclear"),
            ("CVE-2012-4824", "Traveler 8.5.2.3", "affected medium"),
            ("CVE-2012-4824", "Traveler 9.0.0.1", "fixed high"),
            ("CVE-2009-5032", "Traveler 8.5.1.1", "fixed medium"),
            ("CVE-2022-27561", "Traveler 12.0.1.1", "affected high"),
            ("CVE-2022-27561", "Traveler 12.0.1.2", "unclear"),
            ("CVE-2022-27561", "Traveler 12.0.2.1", "unclear"),
            ("CVE-2022-27561", "Traveler 14.0", "fixed high"),
            ("CVE-2026-21783", "Traveler 14.5", "affected high"),
            ("CVE-2026-21783", "Traveler 14.5.1 EA2", "affected high"),
            ("CVE-2026-21783", "Traveler 14.5.1.0 Build 202603051412_30", "fixed high"),
        ];
        for (id, text, wanted) in cases {
            let advisory = catalog.advisories.iter().find(|entry| entry.id == id).unwrap();
            let version = find_versions(text).remove(0);
            let told = match exposure(&version, advisory, &catalog.releases) {
                Exposure::Affected(sure) => format!("affected {}", sure.word()),
                Exposure::Fixed(sure) => format!("fixed {}", sure.word()),
                Exposure::Unclear => "unclear".to_owned(),
            };
            assert_eq!(told, wanted, "{id} {text}");
        }
    }
}
