//! `enforce-policy`: `NTS_AS_ENFORCE_POLICY=false`, so that Endpoint Management and not Traveler sets
//! the device policy of ActiveSync clients.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `false` | pass | the one effective value is `false`, in any case |
//! | `not-set`, `empty` | fail | a whole notes.ini without the key, or with an empty value |
//! | `true` | fail | the effective value is `true` |
//! | `other-value` | fail | it is another text |
//! | `disagree` | unknown | lines or files that disagree |
//! | `pinned` | unknown | a Configuration document sets (or may set) another value |
//! | `not-supplied`, `fragment`, `placeholder`, `unreadable` | unknown | nothing to decide on |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::site::Hosting;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

/// The setting.
const KEY: &str = "NTS_AS_ENFORCE_POLICY";

pub(super) const CHECK: Check = Check {
    id: "enforce-policy",
    judge,
    outcomes: &[
        "false",
        "not-set",
        "empty",
        "true",
        "other-value",
        "disagree",
        "pinned",
        "not-supplied",
        "fragment",
        "placeholder",
        "unreadable",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![judge_one(server).arg("key", KEY)]
}

fn judge_one(server: &Server) -> Judgement {
    let effective = server.settings.effective(KEY);
    if let Some(judgement) = pinned(server, &effective) {
        return judgement;
    }
    match &effective {
        Fact::Known(found) => {
            let judgement = match found.value.trim().to_ascii_lowercase().as_str() {
                "false" => Judgement::pass("false", found.confidence),
                "true" => Judgement::fail("true", found.confidence),
                "" => Judgement::fail("empty", found.confidence),
                _ => Judgement::fail("other-value", found.confidence),
            };
            judgement.arg("value", &found.value).shown_by(effective.evidence())
        }
        Fact::Absent(evidence) => {
            Judgement::fail("not-set", Confidence::High).shown_by([evidence.clone()])
        }
        Fact::Unknown(doubt, evidence) => unknown(server, *doubt, evidence),
    }
}

fn unknown(server: &Server, doubt: Doubt, evidence: &[Evidence]) -> Judgement {
    let outcome = match doubt {
        Doubt::NotSupplied => "not-supplied",
        Doubt::Fragment => "fragment",
        Doubt::Placeholder => "placeholder",
        Doubt::Ambiguous => "disagree",
        _ => "unreadable",
    };
    let judgement = Judgement::unknown(outcome);
    if evidence.is_empty() {
        return judgement.shown_by([Evidence::new(
            Role::Absent,
            server.place().with_item(KEY),
            None,
        )]);
    }
    judgement.shown_by(evidence.iter().cloned())
}

/// A Configuration document writes its values into notes.ini of the running server; so one that
/// differs leaves open which value is in force.
fn pinned(server: &Server, effective: &Fact<String>) -> Option<Judgement> {
    if matches!(effective, Fact::Unknown(..)) {
        return None;
    }
    let value = effective.value().map(|value| value.trim().to_ascii_lowercase());
    let other: Vec<_> = server
        .pinned
        .iter()
        .filter(|pin| pin.key == KEY && Some(pin.value.trim().to_ascii_lowercase()) != value)
        .collect();
    let first = other.first()?;
    let applies = if first.applies == Hosting::Yes { "is" } else { "may be" };
    let evidence = other.iter().map(|pin| pin.evidence.clone());
    Some(
        Judgement::unknown("pinned")
            .arg("value", effective.value().map_or("", String::as_str))
            .arg("pinned", &first.value)
            .arg("applies", applies)
            .shown_by(effective.evidence())
            .shown_by(evidence),
    )
}
