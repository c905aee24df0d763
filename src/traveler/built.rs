//! Whether a level and the build of one line contradict each other: no server of a level was built long
//! before that level, or a lower one of its line, was there.
//!
//! Of most levels the catalog knows the first day on which somebody saw them, and a build is made some
//! weeks before. So only a build that is older than that by half a year contradicts its level.

use super::{Product, Version};
use crate::catalog::fix_levels::FixLevels;
use crate::catalog::releases::{KnownRelease, Releases};
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Ordering;

/// How many days before the first sight of a level a build of it may have been made.
const LEAD: i32 = 180;

/// Whether no Traveler server of this level can be as old as the build that stands beside it.
#[must_use]
pub fn contradicts_build(version: &Version, releases: &Releases, levels: &FixLevels) -> bool {
    let Some(built) = version.build.as_ref().map(|build| build.time.date()) else { return false };
    let late = version.numbers.part(0) >= levels.later_from && built < levels.disclosed;
    let known = releases.iter().filter_map(|row| Some((row, row.date?.first)));
    let reached = known.filter(|(row, _)| is_reached(version, row));
    late || reached.map(|(_, first)| first).any(|first| built < days_before(first))
}

fn days_before(day: Date) -> Date {
    day.checked_sub(LEAD.days()).unwrap_or(day)
}

/// Whether a server of this version is at least of the level of the row. Lines are maintained side by
/// side, so of other releases only the first level of each counts.
fn is_reached(version: &Version, row: &KnownRelease) -> bool {
    if row.product != Product::Traveler {
        return false;
    }
    let named = Version { build: None, ..version.clone() };
    match row.release.release().cmp(&version.numbers.release()) {
        Ordering::Greater => false,
        Ordering::Less => row.levels.is_empty() && row.numbers().fourth().unwrap_or(0) == 0,
        Ordering::Equal => {
            let level = row.printed().unwrap_or_else(|| row.version());
            let order = named.compare(&level);
            matches!(order, Some(Ordering::Equal | Ordering::Greater))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_versions;
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_build_is_not_older_than_its_level() {
        let catalog = Catalog::built_in().unwrap();
        let cases = [
            ("Traveler 14.5.1.0 Build 202603051412_30", false),
            ("Traveler 14.5.1.0 Build 201403051412_30", true),
            ("Traveler 14.5.1.0 Build 201901011200_30", true),
            // Of a level that nobody has seen, the lower ones tell.
            ("Traveler 14.5.2.0 Build 202401011200_30", true),
            ("Traveler 15.0.0.0 Build 202401011200_30", true),
            ("Traveler 12.0.1.1 Build 202105211639_30", true),
            ("Traveler 12.0.1.1 Build 202203211639_30", false),
            ("Traveler 11.0.1.1 Build 202005211639_30", false),
            ("Traveler 10.0.1.0 Build 201811191126_20", false),
            // POODLE was disclosed on 2014-10-14.
            ("Traveler 10.0.0.0 Build 201405011200_20", true),
            ("Traveler 10.0.0.0 Build 201410131200_20", true),
            ("Traveler 10.0.0.0 Build 201410141200_20", false),
            ("Traveler 10.0.1.2 Build 202002141540_20", false),
            ("Traveler 9.0.1.12 Build 201502011205_20", true),
            ("Traveler 9.0.1.12 Build 201605011205_20", false),
            ("Traveler 9.0.1.21 Build 201806211015_20", false),
            ("Traveler 9.0.1.21 Build 201502011205_20", true),
            ("Traveler 9.0.1.7 Build 201508211840_20", false),
            // Half a year before it was seen.
            ("Traveler 9.0.1.7 Build 201502221200_20", false),
            ("Traveler 9.0.1.7 Build 201502211200_20", true),
            ("Traveler 9.0.1.7 Build 201411211840_20", true),
            ("Traveler 9.0.1 Build 201403141205_20", false),
            ("Traveler 9.0.1 IF7 Build 201411171200_20", false),
            ("Traveler 9.0.1 IF7 Build 201401171200_20", true),
            ("Traveler 9.0.0.1 IF8 Build 201411171200_20", false),
            ("Traveler 8.5.3 UP2 IF8 Build 201411171200_20", false),
            ("Traveler 8.5.3 UP2 IF8 Build 201211171200_20", true),
            ("Traveler 14.5.1.0", false),
            ("Traveler 14.5.1 EA2 Build 202511171200_20", false),
        ];
        for (text, wanted) in cases {
            let version = find_versions(text).remove(0);
            let found = contradicts_build(&version, &catalog.releases, &catalog.fix_levels);
            assert_eq!(found, wanted, "{text}");
        }
    }
}
