//! From which level on Traveler opens mail files as the user.
//!
//! Source: two community pages of September 2017 (xpagesandmore; xpages44): the default from
//! 9.0.1.18 on. A third party tells it, so nothing that rests on it is surer than medium.

use super::{Version, find_versions};
use std::cmp::Ordering;

/// A level before it, with its build: a build of 9.0.1 that is older is of a level before too.
const BEFORE: &str = "IBM Traveler 9.0.1.7 Build 201508211840_20";
/// The fourth number of 9.0.1 from which on it is the default.
const FOURTH: u32 = 18;

/// Whether a Traveler of this version opens mail files as the user unless told otherwise; `None` where
/// the version does not tell.
#[must_use]
pub fn runs_as_user(version: &Version) -> Option<bool> {
    match version.numbers.release().cmp(&(9, 0, 1)) {
        Ordering::Greater => return Some(true),
        Ordering::Less => return Some(false),
        Ordering::Equal => {}
    }
    match version.numbers.fourth() {
        Some(fourth) if fourth > 0 && version.levels.is_empty() => Some(fourth >= FOURTH),
        _ => {
            let before = find_versions(BEFORE);
            let order = version.compare(before.first()?)?;
            (order == Ordering::Less).then_some(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_decides_where_it_is_told() {
        let cases = [
            ("IBM Notes Traveler 8.5.3 Build 201203141205", Some(false)),
            ("IBM Notes Traveler 9.0.1 Build 201403141205_20", Some(false)),
            ("IBM Traveler 9.0.1.17", Some(false)),
            ("IBM Traveler 9.0.1.18", Some(true)),
            ("IBM Traveler 9.0.1.21 Build 201806141205_20", Some(true)),
            ("IBM Notes Traveler 9.0.1 Build 201803141205_20", None),
            ("IBM Notes Traveler 9.0.1", None),
            ("IBM Notes Traveler 9.0.1.0 Build 201803141205_20", None),
            // Interim fixes are another counter.
            ("IBM Traveler 9.0.1.18 IF1", None),
            ("HCL Traveler 14.5.1.0 Build 202603051412_30", Some(true)),
        ];
        for (text, wanted) in cases {
            let versions = find_versions(text);
            assert_eq!(runs_as_user(&versions[0]), wanted, "{text}");
        }
    }
}
