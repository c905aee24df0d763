//! `client-certificate`: nobody has to show a certificate to reach mail (rule R19): Secure Mail does so with
//! Exchange only (CTX209489).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `not-required` | pass | the policy is off |
//! | `required` | fail | the policy is on |
//! | `gateway-certificate` | info | users sign in at a gateway with a certificate, which does not reach the mail server |
//! | `default` | pass | the policy is not among those of the app |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role, Severity};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client-certificate",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "not-required",
        "required",
        "gateway-certificate",
        "default",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let fact = scene.client.policies.flag("client-certificate");
    let judgement = match &fact {
        Fact::Known(found) if found.value => {
            Judgement::fail("required", found.confidence.and(Confidence::Medium))
        }
        Fact::Known(found) => Judgement::pass("not-required", found.confidence),
        Fact::Absent(_) => Judgement::pass("default", Confidence::Medium),
        Fact::Unknown(doubt, _) => not_known(*doubt).severity(Severity::Low),
    };
    let mut said = scene.say(judgement, fact.evidence());
    let logons = scene.mobile.gateways.iter().filter_map(|gateway| {
        let logon = gateway.logon.as_deref().filter(|logon| logon.contains("certificate"))?;
        Some(Evidence::new(Role::Observed, gateway.location.clone(), logon.to_owned()))
    });
    let logons: Vec<_> = logons.collect();
    if let Some(value) = logons.first().and_then(|piece| piece.excerpt.clone()) {
        let subject = format!("{} gateway", scene.client.subject());
        let judgement = Judgement::info("gateway-certificate").arg("value", value);
        said.extend(scene.say(judgement, logons).into_iter().map(|one| one.about(&subject)));
    }
    said
}
