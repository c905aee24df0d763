//! `traveler-build`: the Traveler level holds the fix of LO82423, which ends the use of SSLv3 between
//! Traveler servers. It says nothing about the TLS that devices meet.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | those of `traveler::fix_level` | as there | the version that the most trusted place tells |
//! | `sightings-contradict` | unknown | places of one rank that can't be ordered, or a log newer than what was stated |
//! | `only-mentions` | unknown | only places that never decide: package names, headers that name no server |
//! | `no-version` | unknown | nothing tells a version |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role, Status};
use crate::inventory::{Server, VersionChoice, VersionSeen};
use crate::traveler::fix_level;

pub(super) const CHECK: Check = Check {
    id: "traveler-build",
    judge,
    outcomes: &[
        "later-release",
        "interim-fix-reached",
        "fourth-number-and-build",
        "fourth-number-reached",
        "interim-fix-too-low",
        "built-before-disclosure",
        "line-not-covered",
        "interim-fix-not-told",
        "interim-fix-and-build-not-told",
        "interim-fix-contradicts-build",
        "number-contradicts-build",
        "two-counters",
        "level-unmapped",
        "fourth-number-unmapped",
        "release-unknown",
        "sightings-contradict",
        "only-mentions",
        "no-version",
        "domino-version",
        "client-version",
    ],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let judgement = match server.traveler.chosen() {
        Some(seen) => judge_version(seen, catalog),
        None => nothing_decides(server, &server.traveler),
    };
    vec![judgement]
}

fn judge_version(seen: &VersionSeen, catalog: &Catalog) -> Judgement {
    let verdict = fix_level::judge(&seen.version, &catalog.fix_levels);
    let judgement = match verdict.status {
        Status::Pass => Judgement::pass(verdict.outcome, verdict.confidence.and(seen.confidence())),
        Status::Fail => Judgement::fail(verdict.outcome, verdict.confidence.and(seen.confidence())),
        Status::NotApplicable => Judgement::not_applicable(verdict.outcome, Confidence::High),
        Status::Unknown | Status::Waived => Judgement::unknown(verdict.outcome),
    };
    let judgement = verdict
        .args
        .into_iter()
        .fold(judgement, |judgement, (name, value)| judgement.arg(name, value));
    judgement.arg("text", &seen.version.text).shown_by([seen.evidence(Role::Observed)])
}

fn nothing_decides(server: &Server, choice: &VersionChoice) -> Judgement {
    let texts: Vec<_> = choice.seen.iter().map(|seen| seen.version.text.as_str()).collect();
    let (outcome, role) = match choice.seen.as_slice() {
        [] => {
            return Judgement::unknown("no-version").shown_by([Evidence::new(
                Role::Absent,
                server.place(),
                None,
            )]);
        }
        _ if choice.contradicts() => ("sightings-contradict", Role::Conflict),
        _ => ("only-mentions", Role::Context),
    };
    Judgement::unknown(outcome)
        .arg("text", texts.join("; "))
        .shown_by(choice.seen.iter().map(|seen| seen.evidence(role)))
}
