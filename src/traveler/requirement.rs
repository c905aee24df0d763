//! Whether a Traveler version is one that Secure Mail asks for, and whether it goes with a Domino.
//!
//! Citrix names 9.0.1 and says no word of later releases; that these do is concluded. Beta and
//! early access releases are no releases.

use super::{LevelKind, Version, contradicts_build};
use crate::catalog::fix_levels::FixLevels;
use crate::catalog::releases::Releases;
use crate::catalog::requirements::{Pairing, SecureMail};
use crate::evidence::{Confidence, Status};
use std::cmp::Ordering;

/// What is to be said of a version: status, the code of a text, and how sure that is.
pub type Verdict = (Status, &'static str, Confidence);

/// Judges a Traveler version by what Secure Mail asks for. `levels` tells which releases there can be
/// and which build is too old for a late one.
#[must_use]
pub fn for_secure_mail(
    version: &Version,
    wanted: &SecureMail,
    levels: &FixLevels,
    releases: &Releases,
) -> Verdict {
    let (status, outcome, sure) = by_release(version, wanted, levels, releases);
    let assumed = if version.assumed { Confidence::Medium } else { Confidence::High };
    let ceiling = wanted.code.ceiling().unwrap_or(Confidence::Low);
    (status, outcome, sure.and(assumed).and(ceiling))
}

fn by_release(
    version: &Version,
    wanted: &SecureMail,
    levels: &FixLevels,
    releases: &Releases,
) -> Verdict {
    if version.numbers.part(0) > levels.later_to {
        return (Status::Unknown, "release-unknown", Confidence::Low);
    }
    let order = version.numbers.release().cmp(&wanted.traveler.numbers.release());
    match order {
        Ordering::Less => (Status::Fail, "older", Confidence::High),
        // `9.0.1 UP2`: the number of one line and the pack of another; only 8.5.3 had packs.
        _ if version.has(LevelKind::UpgradePack) => {
            (Status::Unknown, "release-unknown", Confidence::Low)
        }
        _ if contradicts_build(version, releases, levels) => {
            (Status::Unknown, "number-contradicts-build", Confidence::Low)
        }
        _ if version.is_prerelease() => (Status::Fail, "prerelease", Confidence::High),
        Ordering::Equal => (Status::Pass, "named", Confidence::High),
        Ordering::Greater => (Status::Pass, "later", Confidence::Medium),
    }
}

/// Judges a pair; `None` where the statement is not about this Traveler, or that can't be told.
#[must_use]
pub fn pair(traveler: &Version, domino: &Version, pairing: &Pairing) -> Option<Verdict> {
    // One level may have been built several times.
    let named = Version { build: None, ..traveler.clone() };
    let line = named.numbers.release() == pairing.traveler_from.numbers.release();
    let from = named.compare(&pairing.traveler_from).filter(|from| *from != Ordering::Less);
    let below = named.compare(&pairing.traveler_below);
    if from.is_none() && line {
        // From where in its line the statement holds is not told.
        let older = domino.compare(&pairing.domino_from) == Some(Ordering::Less);
        return older.then_some((Status::Unknown, "bound-unclear", Confidence::Low));
    }
    if from.is_none() || below != Some(Ordering::Less) {
        return None;
    }
    let ceiling = pairing.code.ceiling()?;
    Some(match domino.compare(&pairing.domino_from) {
        Some(Ordering::Less) => (Status::Fail, "domino-too-old", ceiling),
        Some(_) if domino.is_prerelease() => (Status::Unknown, "domino-unclear", Confidence::Low),
        Some(_) => (Status::Pass, "goes", ceiling),
        None => (Status::Unknown, "domino-unclear", Confidence::Low),
    })
}

#[cfg(test)]
mod tests {
    use super::super::find_versions;
    use super::*;
    use crate::catalog::Catalog;

    fn told((status, outcome, sure): Verdict) -> String {
        format!("{} {outcome} {}", status.word(), sure.word())
    }

    #[test]
    fn secure_mail_asks_for_9_0_1() {
        let catalog = Catalog::built_in().unwrap();
        let cases = [
            ("Traveler 9.0.1 IF2", "pass named high"),
            ("Traveler 9.0.1.21 Build 201806211015_20", "pass named high"),
            ("Traveler 9.0.0.1 IF8", "fail older high"),
            ("Traveler 8.5.3 UP2 IF8", "fail older high"),
            ("Traveler 14.5.1.0", "pass later medium"),
            ("14.5.1.0", "pass later medium"),
            ("9.0.1 IF7", "pass named medium"),
            ("Traveler 14.5.1 EA2", "fail prerelease high"),
            ("Traveler 12.0.1 BETA1", "fail prerelease high"),
            ("Traveler 12.0.1.1 Build 201108211840_20", "unknown number-contradicts-build low"),
            ("Traveler 14.5.1.0 Build 201901051412_30", "unknown number-contradicts-build low"),
            ("Traveler 29.0", "pass later medium"),
            ("Traveler 30.0", "unknown release-unknown low"),
            ("Traveler 99.1", "unknown release-unknown low"),
            ("Traveler 9.0.1 UP2 IF8", "unknown release-unknown low"),
            ("Traveler 9.0.0.1 UP2 IF8", "fail older high"),
        ];
        for (text, wanted) in cases {
            let version = find_versions(text).remove(0);
            let asked = &catalog.requirements.secure_mail;
            assert_eq!(
                told(for_secure_mail(&version, asked, &catalog.fix_levels, &catalog.releases)),
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn pairs_that_a_vendor_speaks_of() {
        let catalog = Catalog::built_in().unwrap();
        let cases = [
            ("9.0.1.21 Build 201806211015_20", "9.0.1FP10", Some("pass goes medium")),
            ("9.0.1.18", "8.5.3FP6", Some("pass goes medium")),
            ("9.0.1.18 Build 201709081015_20", "8.5.3FP6", Some("pass goes medium")),
            ("9.0.1.18", "10.0 BETA1", Some("unknown domino-unclear low")),
            ("9.0.1.18", "8.5.3FP5", Some("fail domino-too-old medium")),
            ("9.0.1.18", "8.5.2", Some("fail domino-too-old medium")),
            ("9.0.1.18", "8.5.3FP6 HF20", Some("pass goes medium")),
            ("9.0.1.7", "8.5.2", Some("unknown bound-unclear low")),
            ("9.0.1 IF7", "8.5.2", Some("unknown bound-unclear low")),
            ("9.0.1.7", "9.0.1FP10", None),
            ("9.0.0.1 IF8", "8.5.2", None),
            ("14.5.1.0", "9.0.1FP10", None),
        ];
        for (traveler, domino, wanted) in cases {
            let version = |text: String| find_versions(&text).remove(0);
            let traveler = version(format!("Traveler {traveler}"));
            let domino = version(format!("Domino Release {domino}"));
            let found = pair(&traveler, &domino, &catalog.requirements.pairings[0]).map(told);
            assert_eq!(found.as_deref(), wanted, "{} {}", traveler.text, domino.text);
        }
    }
}
