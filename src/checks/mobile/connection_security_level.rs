//! `connection-security-level`: Secure Mail speaks TLS alone (rule R15). Citrix names "SSLv3 and TLS" as a way
//! around a server with nothing but SSLv3; by its own table it gives nothing to iOS 9 and later, nor to
//! Android 8 and later.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `tls` | pass | TLS |
//! | `default` | pass | not set: TLS is the default |
//! | `sslv3` | fail | SSLv3 and TLS |
//! | `sslv3-helps-nobody` | fail | the same, and no device in use gains anything by it |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, not_known, offer};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::secure_mail::helped_by_sslv3;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "connection-security-level",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "tls",
        "default",
        "sslv3",
        "sslv3-helps-nobody",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let fact = scene.client.policies.meaning("connection-security-level", &scene.catalog.policies);
    let (judgement, beside) = match &fact {
        Fact::Known(found) if found.value == "tls" => {
            (Judgement::pass("tls", found.confidence), Vec::new())
        }
        Fact::Known(found) => lowered(scene, found.confidence),
        Fact::Absent(_) => (Judgement::pass("default", Confidence::Medium), Vec::new()),
        Fact::Unknown(doubt, _) => (not_known(*doubt), Vec::new()),
    };
    let value = fact.known().map_or("-", |found| found.raw.as_str());
    scene.say(judgement.arg("value", value), [fact.evidence(), beside].concat())
}

/// Whether any device in use gains something.
fn lowered(scene: &Scene<'_>, sure: Confidence) -> (Judgement, Vec<Evidence>) {
    let fleet = offer::fleet(scene);
    let all_known = fleet.unknown.is_empty() && !fleet.groups.is_empty();
    let helped = helped_by_sslv3(fleet.groups.iter().map(|own| own.group));
    let shown = fleet
        .groups
        .iter()
        .map(|own| Evidence::new(Role::Context, own.location.clone(), own.group.id.clone()));
    let outcome = if all_known && helped.is_empty() { "sslv3-helps-nobody" } else { "sslv3" };
    (Judgement::fail(outcome, sure), shown.collect())
}
