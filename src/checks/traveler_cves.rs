//! `traveler-cves`: the Traveler level has none of the faults that advisories with a CVE describe.
//!
//! One finding for each CVE that is open or can't be told; one that lists them all where none is.
//!
//! CVE-2022-27561 is told for "12.1.1 and prior", a release that never was, on the day of 12.0.1 FP2. Levels
//! below that one are affected however the number is read, and 14.0 is beyond it; that 12.0.1 FP2 mends it
//! is concluded from the day alone. So from 12.0.1 FP2 up to 14.0 it is `unclear`.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `all-fixed` | pass | the level is without each of them |
//! | `affected` | fail | the level has the fault |
//! | `unclear` | unknown | the advisory and the level have no order that is known |
//! | `number-contradicts-build` | unknown | the build is older than a server of this level can be: nothing counts as mended |
//! | `build-in-future` | unknown | the build is later than the day of the report: nothing counts as mended |
//! | `release-unknown` | unknown | no such release is known |
//! | `sightings-contradict`, `only-mentions`, `no-version` | unknown | nothing decides, as in `traveler-build` |

use super::{Check, Judgement, versions};
use crate::catalog::Catalog;
use crate::catalog::advisories::Advisory;
use crate::evidence::{Confidence, Role, Status};
use crate::inventory::{Server, VersionSeen};
use crate::traveler::advisory::{Exposure, exposure};
use crate::traveler::contradicts_build;

pub(super) const CHECK: Check = Check {
    id: "traveler-cves",
    judge,
    outcomes: &[
        "all-fixed",
        "affected",
        "unclear",
        "number-contradicts-build",
        "build-in-future",
        "release-unknown",
        versions::UNDECIDED[0],
        versions::UNDECIDED[1],
        versions::UNDECIDED[2],
    ],
};

/// Stands in for a CVE of which there is nothing to say; see [`all_fixed`].
const FIXED: &str = "all-fixed";

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let Some(seen) = server.traveler.chosen() else {
        return vec![versions::undecided(server, &server.traveler)];
    };
    if seen.version.numbers.part(0) > catalog.fix_levels.later_to {
        return vec![shown(Judgement::unknown("release-unknown"), seen)];
    }
    let each = catalog.advisories.iter().map(|advisory| {
        versions::judge_traveler(server, |seen| judge_one(seen, advisory, catalog))
    });
    let (fixed, mut open): (Vec<_>, Vec<_>) =
        each.partition(|judgement| judgement.status == Status::Pass);
    if let Some(judgement) = wrong_build(seen, server, catalog) {
        let built = seen.version.build.as_ref().map(|build| build.time.date().to_string());
        open.insert(0, shown(judgement, seen).arg("built", built.unwrap_or_default()));
    }
    if open.is_empty() { vec![all_fixed(seen, &fixed)] } else { open }
}

/// A build that can't be that of a server of this level, or is not made yet.
fn wrong_build(seen: &VersionSeen, server: &Server, catalog: &Catalog) -> Option<Judgement> {
    if contradicts_build(&seen.version, &catalog.releases, &catalog.fix_levels) {
        return Some(Judgement::unknown("number-contradicts-build"));
    }
    let future = versions::is_built_after(seen, server.as_of);
    future.then(|| Judgement::unknown("build-in-future"))
}

fn judge_one(seen: &VersionSeen, advisory: &Advisory, catalog: &Catalog) -> Judgement {
    let judgement = match exposure(&seen.version, advisory, &catalog.releases) {
        Exposure::Affected(sure) => Judgement::fail("affected", sure.and(seen.confidence())),
        Exposure::Fixed(sure) => Judgement::pass(FIXED, sure.and(seen.confidence())),
        Exposure::Unclear => Judgement::unknown("unclear"),
    };
    shown(judgement, seen)
        .about(&advisory.id)
        .arg("fault", advisory.id)
        .arg("cve", advisory.id)
        .arg("below", &advisory.affected_below.text)
        .arg("needed", &advisory.fixed_from.text)
}

fn all_fixed(seen: &VersionSeen, fixed: &[Judgement]) -> Judgement {
    let sure = fixed.iter().map(|judgement| judgement.confidence);
    let ids: Vec<_> = fixed.iter().map(|judgement| judgement.subject.as_str()).collect();
    shown(Judgement::pass(FIXED, sure.min().unwrap_or(Confidence::Low)), seen)
        .arg("cves", ids.join(", "))
}

fn shown(judgement: Judgement, seen: &VersionSeen) -> Judgement {
    judgement.arg("text", &seen.version.text).shown_by([seen.evidence(Role::Observed)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge_stated, told};
    use super::*;

    /// `subject: status outcome confidence` of each finding.
    fn outcomes(stated: Option<&str>) -> Vec<String> {
        let ini = ini("");
        let judgements = judge_stated(&CHECK, &[("notes.ini", ini.as_str())], stated);
        judgements.iter().map(|found| format!("{}: {}", found.subject, told(found))).collect()
    }

    #[test]
    fn open_faults_are_told_one_by_one() {
        let cases: [(&str, &[&str]); 10] = [
            ("14.5.1.0", &[": pass all-fixed medium"]),
            ("14.5.1.0 Build 201901011412_30", &[": unknown number-contradicts-build low"]),
            ("14.5.1.0 Build 209901011412_30", &[": unknown build-in-future low"]),
            (
                "9.0.1.12 Build 201502011205_20",
                &[
                    ": unknown number-contradicts-build low",
                    "CVE-2022-27561: fail affected medium",
                    "CVE-2026-21783: fail affected medium",
                ],
            ),
            ("14.0.0.2", &["CVE-2026-21783: fail affected medium"]),
            (
                "12.0.2.1",
                &["CVE-2022-27561: unknown unclear low", "CVE-2026-21783: fail affected medium"],
            ),
            (
                "9.0.1 IF7",
                &[
                    "CVE-2016-3039: unknown unclear low",
                    "CVE-2022-27561: fail affected medium",
                    "CVE-2026-21783: fail affected medium",
                ],
            ),
            ("29.0", &[": pass all-fixed medium"]),
            ("30.0", &[": unknown release-unknown low"]),
            ("99.1", &[": unknown release-unknown low"]),
        ];
        for (stated, wanted) in cases {
            assert_eq!(outcomes(Some(stated)), wanted, "{stated}");
        }
        assert_eq!(outcomes(None), [": unknown no-version low"]);
        assert_eq!(outcomes(Some("8.0.1")).len(), 11);
    }

    #[test]
    fn every_fault_has_its_words() {
        let catalog = Catalog::built_in().unwrap();
        for advisory in catalog.advisories.iter() {
            let words =
                catalog.texts.argument("fault", &advisory.id, &crate::evidence::Args::new());
            assert!(words.is_some(), "arg-fault-{}", advisory.id);
        }
    }
}
