//! `log-privacy`: the logs of Traveler hold no more of people's mail than they must.
//!
//! Sources: HCL Traveler, "Usage logging" (the fields of the Traveler tab); a published standard for
//! server documents (Informational, SyncML logging off, four fields kept out). That detailed logs are
//! a fault in production is concluded from these, so nothing is surer than medium. The item names
//! are not documented: the form design or an item map must tell them.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `lean` | pass | the level is no detailed one, SyncML logging is off, fields are kept out |
//! | `syncml-logged` | fail | SyncML logging is on |
//! | `detailed` | fail | the level is Fine, Finer or Finest |
//! | `nothing-kept-out` | fail | "Fields logged - privacy" is empty |
//! | `no-server-document`, `unnamed`, `contradictory`, `unclear` | unknown | see [`document`]; an item that is missing is `unclear` |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Fact};
use crate::inventory::Server;
use crate::naming::field;

pub(super) const CHECK: Check = Check {
    id: "log-privacy",
    judge,
    outcomes: &[
        "lean",
        "syncml-logged",
        "detailed",
        "nothing-kept-out",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let level = server.document.meaning(field::SERVER_LOG_LEVEL);
    let syncml = server.document.meaning(field::SERVER_SYNCML_LOG);
    let privacy = server.document.texts(field::SERVER_LOG_PRIVACY);
    let shown = [level.evidence(), syncml.evidence(), privacy.evidence()].concat();
    let is = |fact: &Fact<String>, word: &str| fact.value().is_some_and(|value| value == word);
    let failed = |outcome, sure: Confidence, evidence: Vec<Evidence>| {
        Judgement::fail(outcome, sure.and(Confidence::Medium)).shown_by(evidence)
    };
    let judgement = if is(&syncml, "on") {
        failed("syncml-logged", syncml.confidence(), syncml.evidence())
    } else if is(&level, "fine") {
        failed("detailed", level.confidence(), level.evidence())
    } else if privacy.value().is_some_and(Vec::is_empty) {
        failed("nothing-kept-out", privacy.confidence(), privacy.evidence())
    } else {
        let open = document::open(server, &syncml)
            .or_else(|| document::open(server, &level))
            .or_else(|| document::open(server, &privacy));
        open.unwrap_or_else(|| lean(&level, &syncml, &privacy))
    };
    // What decided is told, not what merely stands beside it.
    let value = judgement.evidence.iter().find_map(|piece| piece.excerpt.clone());
    vec![judgement.arg("value", value.unwrap_or_else(|| "-".to_owned())).explained_by(shown)]
}

/// Nothing is on and nothing is open. What a missing item means is not documented.
fn lean(level: &Fact<String>, syncml: &Fact<String>, privacy: &Fact<Vec<String>>) -> Judgement {
    let known = level.known().is_some() && syncml.known().is_some() && privacy.known().is_some();
    if !known {
        return Judgement::unknown("unclear");
    }
    let sure = level.confidence().and(syncml.confidence()).and(privacy.confidence());
    Judgement::pass("lean", sure.and(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TRAVELER_FORM, dxl, ini, judge, server, told};
    use super::*;

    fn outcome(form: &str, items: &[(&str, &str)]) -> String {
        let names = dxl(&[form, &server(items)]);
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
    }

    #[test]
    fn level_messages_and_fields_count() {
        let with = |level, syncml, privacy| {
            outcome(TRAVELER_FORM, &[("TLevel", level), ("TSync", syncml), ("TPriv", privacy)])
        };
        assert_eq!(with("i", "0", "Subject"), "pass lean medium");
        assert_eq!(with("i", "1", "Subject"), "fail syncml-logged medium");
        assert_eq!(with("t", "0", "Subject"), "fail detailed medium");
        assert_eq!(with("i", "0", ""), "fail nothing-kept-out medium");
        assert_eq!(with("x", "0", "Subject"), "unknown unclear low");
        assert_eq!(with("{{ level }}", "0", "Subject"), "unknown unclear low");
        let items = [("TLevel", "i"), ("TSync", "?"), ("TPriv", "Subject")];
        let names = dxl(&[TRAVELER_FORM, &server(&items)]);
        let odd = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]).remove(0);
        assert_eq!((odd.outcome, odd.args["value"].as_str()), ("unclear", "?"));
        // One switch that is on decides, whatever else is open.
        assert_eq!(with("x", "1", "Subject"), "fail syncml-logged medium");
    }

    #[test]
    fn what_is_missing_or_has_no_name_is_open() {
        let all = [("TLevel", "i"), ("TSync", "0"), ("TPriv", "Subject")];
        for missing in 0..all.len() {
            let items: Vec<_> =
                (0..all.len()).filter(|at| *at != missing).map(|at| all[at]).collect();
            assert_eq!(outcome(TRAVELER_FORM, &items), "unknown unclear low", "{items:?}");
        }
        assert_eq!(outcome(TRAVELER_FORM, &[("TSync", "0")]), "unknown unclear low");
        assert_eq!(outcome("", &[("TLevel", "i"), ("TSync", "1")]), "unknown unnamed low");
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }
}
