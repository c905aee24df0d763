//! `traveler-release`: the Traveler that Secure Mail asks for, 9.0.1.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `named` | pass | 9.0.1, whatever its level |
//! | `later` | pass | a later release, of which Citrix says nothing: confidence medium |
//! | `older` | fail | an earlier release |
//! | `prerelease` | fail | a beta or early access release |
//! | `number-contradicts-build` | unknown | a late release with a build from before it |
//! | `build-in-future` | unknown | its build is later than the day of the report |
//! | `release-unknown` | unknown | no such release is known |
//! | `sightings-contradict`, `only-mentions`, `no-version` | unknown | nothing decides, as in `traveler-build` |

use super::{Check, Judgement, versions};
use crate::catalog::Catalog;
use crate::evidence::{Role, Status};
use crate::inventory::{Server, VersionSeen};
use crate::traveler::requirement;

pub(super) const CHECK: Check = Check {
    id: "traveler-release",
    judge,
    outcomes: &[
        "named",
        "later",
        "older",
        "prerelease",
        "number-contradicts-build",
        "build-in-future",
        "release-unknown",
        versions::UNDECIDED[0],
        versions::UNDECIDED[1],
        versions::UNDECIDED[2],
    ],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    vec![versions::judge_traveler(server, |seen| judge_version(seen, server, catalog))]
}

fn judge_version(seen: &VersionSeen, server: &Server, catalog: &Catalog) -> Judgement {
    let wanted = &catalog.requirements.secure_mail;
    let (status, outcome, sure) =
        requirement::for_secure_mail(&seen.version, wanted, &catalog.fix_levels, &catalog.releases);
    let sure = sure.and(seen.confidence());
    let judgement = match status {
        Status::Pass if versions::is_built_after(seen, server.as_of) => {
            Judgement::unknown("build-in-future")
        }
        Status::Pass => Judgement::pass(outcome, sure),
        Status::Fail => Judgement::fail(outcome, sure),
        _ => Judgement::unknown(outcome),
    };
    let judgement = match &seen.version.build {
        Some(build) => judgement.arg("built", build.time.date()),
        None => judgement,
    };
    judgement
        .arg("text", &seen.version.text)
        .arg("needed", &wanted.traveler.text)
        .shown_by([seen.evidence(Role::Observed)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge_stated, told};
    use super::*;

    fn outcome(log: Option<&str>, stated: Option<&str>) -> String {
        let ini = ini("");
        let log = log.map(|text| {
            format!(
                "2026-11-24 07:15:02   Traveler: Server started.\n2026-11-24 07:15:03   Traveler: {text}\n2026-11-24 07:15:04   HTTP Server: Started\n"
            )
        });
        let files = [("notes.ini", ini.as_str())];
        let log = log.iter().map(|text| ("console.log", text.as_str()));
        let files: Vec<_> = files.into_iter().chain(log).collect();
        told(&judge_stated(&CHECK, &files, stated)[0])
    }

    #[test]
    fn the_release_decides() {
        let cases = [
            (Some("IBM Notes Traveler 9.0.1 Build 201403141205_20"), None, "pass named high"),
            (Some("HCL Traveler 14.5.1.0 Build 202603051412_30"), None, "pass later medium"),
            (Some("IBM Notes Traveler 9.0.0.1 IF8"), None, "fail older high"),
            (Some("HCL Traveler 14.5.1 EA2"), None, "fail prerelease high"),
            (None, Some("8.5.3 UP2 IF8"), "fail older medium"),
            (None, Some("9.0.1 IF7"), "pass named medium"),
            (None, None, "unknown no-version low"),
            (
                Some("HCL Traveler 14.5.1.0 Build 209903051412_30"),
                None,
                "unknown build-in-future low",
            ),
            // What the log shows can't be better than what was stated, nor worse.
            (
                Some("IBM Notes Traveler 9.0.0.1"),
                Some("9.0.1 IF7"),
                "unknown sightings-contradict low",
            ),
        ];
        for (log, stated, wanted) in cases {
            assert_eq!(outcome(log, stated), wanted, "{log:?} {stated:?}");
        }
    }
}
