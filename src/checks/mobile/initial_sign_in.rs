//! `initial-sign-in`: users reach the mail server by its address, and with a name that it takes. By e-mail
//! address the app looks the server up, which is a mechanism of Exchange. Whether "fewer name variations"
//! takes what the app sends as the name is documented nowhere, so that is only told.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `by-address` | pass | the mechanism is the address of the mail server, by policy or by default |
//! | `by-mail-address` | fail | it is the user's e-mail address |
//! | `credential-form` | info | which name the app sends; compare it with what Domino takes |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Fact, Severity};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "initial-sign-in",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "by-address",
        "by-mail-address",
        "credential-form",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let policies = &scene.client.policies;
    let known = &scene.catalog.policies;
    let fact = policies.meaning("initial-mechanism", known);
    let judgement = match &fact {
        // That looking up is one of Exchange is concluded.
        Fact::Known(found) if found.value == "user-email-address" => {
            Judgement::fail("by-mail-address", found.confidence.and(Confidence::Medium))
        }
        Fact::Known(found) => Judgement::pass("by-address", found.confidence),
        Fact::Absent(_) => Judgement::pass("by-address", Confidence::Medium),
        Fact::Unknown(doubt, _) => not_known(*doubt).severity(Severity::Low),
    };
    let value = fact.known().map_or("-", |found| found.raw.as_str());
    let mut said = scene.say(judgement.arg("value", value), fact.evidence());
    let form = policies.meaning("initial-credentials", known);
    if let Fact::Known(found) = &form {
        let judgement = Judgement::info("credential-form").arg("value", &found.raw);
        let subject = format!("{} {}", scene.client.subject(), found.value);
        said.extend(
            scene.say(judgement, form.evidence()).into_iter().map(|one| one.about(&subject)),
        );
    }
    said
}
