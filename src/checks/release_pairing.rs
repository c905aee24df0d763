//! `release-pairing`: the Traveler and the Domino of a server go together, as far as a vendor says so.
//!
//! Few such statements could be read (`requirements.toml`); a pair without one is not judged. The one for
//! "late 9.0.1" names no level from which it holds: 9.0.1.18, the latest known by name, surely is late, so
//! there it is judged; below it an older Domino is unknown, and one that is new enough is no matter.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `goes` | pass | the Domino is at least the one that a vendor names for this Traveler |
//! | `domino-too-old` | fail | it is older |
//! | `domino-unclear` | unknown | its level and the one that is named have no order that is known |
//! | `bound-unclear` | unknown | the Domino is older, and from which Traveler on that matters is not told |
//! | `number-contradicts-build` | unknown | the build is older than a server of this Traveler level can be |
//! | `sightings-contradict` | unknown | places disagree which Traveler or which Domino it is |
//! | `no-statement` | not applicable | the catalog holds no statement of a vendor about this Traveler |
//! | `not-both` | not applicable | nothing decides which Traveler or which Domino it is |

use super::{Check, Judgement, versions};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role, Status};
use crate::inventory::{Server, VersionSeen};
use crate::traveler::{contradicts_build, requirement};

pub(super) const CHECK: Check = Check {
    id: "release-pairing",
    judge,
    outcomes: &[
        "goes",
        "domino-too-old",
        "domino-unclear",
        "bound-unclear",
        "number-contradicts-build",
        "sightings-contradict",
        "no-statement",
        "not-both",
    ],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let (Some(traveler), Some(domino)) = (server.traveler.chosen(), server.domino.chosen()) else {
        let choices = [&server.traveler, &server.domino];
        if let Some(choice) = choices.into_iter().find(|choice| choice.contradicts()) {
            return vec![versions::undecided(server, choice)];
        }
        let place = Evidence::new(Role::Context, server.place(), None);
        return vec![Judgement::not_applicable("not-both", Confidence::High).shown_by([place])];
    };
    let stated = catalog.requirements.pairings.iter().find_map(|pairing| {
        let verdict = requirement::pair(&traveler.version, &domino.version, pairing)?;
        Some((verdict, pairing))
    });
    let judgement = match stated {
        None => Judgement::not_applicable("no-statement", Confidence::High),
        Some(((status, outcome, sure), pairing)) => {
            let sure = sure.and(traveler.confidence()).and(domino.confidence());
            let contradicts =
                contradicts_build(&traveler.version, &catalog.releases, &catalog.fix_levels);
            match status {
                Status::Pass if contradicts => {
                    Judgement::unknown("number-contradicts-build").arg("built", built(traveler))
                }
                Status::Pass => Judgement::pass(outcome, sure),
                Status::Fail => Judgement::fail(outcome, sure),
                _ => Judgement::unknown(outcome),
            }
            .arg("needed", &pairing.domino_from.text)
            .arg("from", &pairing.traveler_from.text)
        }
    };
    let shown = [traveler.evidence(Role::Observed), domino.evidence(Role::Observed)];
    let text = format!("{}; {}", traveler.version.text, domino.version.text);
    vec![judgement.arg("text", text).shown_by(shown)]
}

fn built(seen: &VersionSeen) -> String {
    seen.version.build.as_ref().map(|build| build.time.date().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge, told};
    use super::*;

    fn outcome(domino: &str, traveler: &str) -> String {
        told(&judged(domino, traveler))
    }

    fn judged(domino: &str, traveler: &str) -> Judgement {
        let ini = ini("");
        let log = format!(
            "2026-11-24 07:15:01   IBM Domino (r) Server (64 Bit), Release {domino}\n2026-11-24 07:15:02   Traveler: Server started.\n2026-11-24 07:15:03   Traveler: {traveler}\n2026-11-24 07:15:04   HTTP Server: Started\n"
        );
        judge(&CHECK, &[("notes.ini", &ini), ("console.log", &log)]).remove(0)
    }

    #[test]
    fn the_day_of_a_build_that_is_too_old_is_told() {
        let old = "IBM Traveler 9.0.1.21 Build 201506211015_20";
        assert_eq!(judged("9.0.1FP10, January 15, 2018", old).args["built"], "2015-06-21");
    }

    #[test]
    fn only_what_a_vendor_says_is_judged() {
        let late = "IBM Traveler 9.0.1.21 Build 201806211015_20";
        let cases = [
            ("9.0.1FP10, January 15, 2018", late, "pass goes medium"),
            (
                "9.0.1FP10, January 15, 2018",
                "IBM Traveler 9.0.1.21 Build 201506211015_20",
                "unknown number-contradicts-build low",
            ),
            ("8.5.3FP5, May 1, 2013", late, "fail domino-too-old medium"),
            ("8.5.3FP5, May 1, 2013", "IBM Traveler 9.0.1.12", "unknown bound-unclear low"),
            ("9.0.1FP10", "IBM Traveler 9.0.1.12", "not-applicable no-statement high"),
            ("8.5.3FP5, May 1, 2013", "IBM Traveler 8.5.3.2", "not-applicable no-statement high"),
            (
                "14.5.1, March 05, 2026",
                "HCL Traveler 14.5.1.0 Build 202603051412_30",
                "not-applicable no-statement high",
            ),
            ("14.5.1, March 05, 2026", "ready", "not-applicable not-both high"),
        ];
        for (domino, traveler, wanted) in cases {
            assert_eq!(outcome(domino, traveler), wanted, "{domino} {traveler}");
        }
    }
}
