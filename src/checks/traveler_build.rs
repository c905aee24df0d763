//! `traveler-build`: the Traveler level holds the fix of LO82423, which ends the use of SSLv3 between
//! Traveler servers. It says nothing about the TLS that devices meet.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | those of `traveler::fix_level` | as there | the version that the most trusted place tells |
//! | `build-in-future` | unknown | its fourth number and build reach it, but the build is later than the day of the report |
//! | `sightings-contradict` | unknown | places of one rank that can't be ordered, or a log newer than what was stated |
//! | `only-mentions` | unknown | only places that never decide: package names, headers that name no server |
//! | `no-version` | unknown | nothing tells a version |

use super::{Check, Judgement, versions};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Role, Status};
use crate::inventory::{Server, VersionSeen};
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
        "level-contradicts-build",
        "two-counters",
        "level-unmapped",
        "fourth-number-unmapped",
        "release-unknown",
        "build-in-future",
        "sightings-contradict",
        "only-mentions",
        "no-version",
        "domino-version",
        "client-version",
    ],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    vec![versions::judge_traveler(server, |seen| {
        let judgement = judge_version(seen, catalog);
        if judgement.outcome == BY_BUILD && versions::is_built_after(seen, server.as_of) {
            let built = seen.version.build.as_ref().map(|build| build.time.date().to_string());
            return Judgement::unknown("build-in-future")
                .arg("text", &seen.version.text)
                .arg("built", built.unwrap_or_default())
                .shown_by(judgement.evidence);
        }
        judgement
    })]
}

/// The outcome that rests on the time of the build.
const BY_BUILD: &str = "fourth-number-and-build";

fn judge_version(seen: &VersionSeen, catalog: &Catalog) -> Judgement {
    let verdict = fix_level::judge(&seen.version, &catalog.fix_levels, &catalog.releases);
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

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge_stated, told};
    use super::*;

    fn outcome(files: &[(&str, &str)], stated: Option<&str>) -> String {
        let ini = ini("");
        let files = [&[("notes.ini", ini.as_str())], files].concat();
        told(&judge_stated(&CHECK, &files, stated)[0])
    }

    fn log(day: u8, text: &str) -> String {
        format!(
            "2026-11-{day:02} 07:15:02   Traveler: Server started.\n2026-11-{day:02} 07:15:03   Traveler: {text}\n2026-11-{day:02} 07:15:04   HTTP Server: Started\n"
        )
    }

    #[test]
    fn the_log_of_the_server_decides() {
        let cases = [
            ("HCL Traveler 14.5.1.0 Build 202603051412_30", "pass later-release high"),
            ("IBM Notes Traveler 9.0.1 Build 201403141205_20", "fail built-before-disclosure high"),
            ("IBM Traveler 9.0.1.7 Build 201508211840_20", "pass fourth-number-and-build high"),
            ("IBM Traveler 9.0.1.12 Build 201502011205_20", "unknown level-contradicts-build low"),
            ("IBM Traveler 9.0.1.7", "pass fourth-number-reached medium"),
            ("IBM Traveler 9.0.1.7 Build 202812011200_20", "unknown build-in-future low"),
            ("IBM Traveler 9.0.1.7 Build 202611250100_20", "pass fourth-number-and-build high"),
            ("IBM Traveler 9.0.1", "unknown interim-fix-and-build-not-told low"),
            ("Lotus Notes Traveler 8.5.3.208", "unknown fourth-number-unmapped low"),
        ];
        for (text, wanted) in cases {
            assert_eq!(outcome(&[("console.log", &log(24, text))], None), wanted, "{text}");
        }
    }

    #[test]
    fn the_newest_line_decides_and_what_the_operator_states_comes_first() {
        let both =
            log(20, "IBM Traveler 9.0.1 Build 201403141205_20") + &log(24, "HCL Traveler 14.5.1.0");
        assert_eq!(outcome(&[("console.log", &both)], None), "pass later-release high");
        assert_eq!(outcome(&[], Some("9.0.1 IF7")), "pass interim-fix-reached medium");
        let old = log(24, "IBM Notes Traveler 9.0.1 Build 201403141205_20");
        assert_eq!(
            outcome(&[("console.log", &old)], Some("9.0.1 IF7")),
            "unknown sightings-contradict low"
        );
        assert_eq!(outcome(&[], Some("9.0.1 IF6")), "fail interim-fix-too-low medium");
        let newer = log(24, "HCL Traveler 14.5.1.0");
        assert_eq!(
            outcome(&[("console.log", &newer)], Some("12.0.1")),
            "unknown sightings-contradict low"
        );
    }

    #[test]
    fn what_a_log_only_mentions_never_decides() {
        for line in [
            "AMgr: Agent ('Mailing' in 'it.nsf') printing: Please install HCL Traveler 14.5.1.0 soon",
            "Traveler: Server CN=Trav02/O=Acme is running HCL Traveler 14.5.1.0 Build 202603051412_30",
            "Router: Message 004A31C7 delivered to Jane: RE: HCL Traveler 14.5.1.0",
            "Copying Traveler_14.5.1_Linux_ML.tar.gz",
            "Traveler: HCL Traveler 14.5.1.0 will be installed on Sunday",
            "Traveler: Database schema requires Traveler 12.0.1 or later",
        ] {
            let log = format!(
                "2026-11-24 07:15:02   Traveler: Server started.\n2026-11-24 07:15:03   {line}\n2026-11-24 07:15:04   HTTP Server: Started\n"
            );
            assert_eq!(
                outcome(&[("console.log", &log)], None),
                "unknown only-mentions low",
                "{line}"
            );
        }
    }

    #[test]
    fn mentions_never_decide() {
        let named = "X-Mailer: Traveler 14.0.0.2 Build 202502051412_30 on server trav01/Acme on behalf of device with id 7A...B\n";
        let nameless = "X-Mailer: IBM Traveler 9.0.1.7 Build 201508211840_20\n";
        assert_eq!(outcome(&[("mail.eml", named)], None), "pass later-release medium");
        assert_eq!(outcome(&[("mail.eml", nameless)], None), "unknown only-mentions low");
        assert_eq!(outcome(&[], None), "unknown no-version low");
    }
}
