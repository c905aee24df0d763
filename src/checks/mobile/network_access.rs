//! `network-access`: Secure Mail may reach the mail server (rules R4, R5, R20, R21, R23). The console shows
//! this title for three policies; which of them counts is told by `secure_mail`.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `tunneled` | pass | it reaches the internal network through the gateway |
//! | `web-sso` | pass | the same, and the gateway ends TLS: what the device sees is its certificate |
//! | `unrestricted` | info | it reaches every network; whether the server is meant to be public no file tells |
//! | `default` | info | no policy sets it; the page of Citrix names tunneled as the default |
//! | `blocked` | fail | it reaches none: no mail at all |
//! | `given-up` | fail | the value is one that MDX gave up with 22.3.0 |
//! | `overruled` | fail | an older policy says otherwise, and does not count |
//! | `not-told`, `contradictory`, `unreadable` | unknown | it is not known what counts |

use super::{ClientCheck, ClientJudge, Scene, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Fact, Found, Severity};
use crate::secure_mail::{Access, NetworkAccess};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "network-access",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "tunneled",
        "web-sso",
        "unrestricted",
        "default",
        "blocked",
        "given-up",
        "overruled",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let access = scene.access();
    let judgement = match &access.access {
        Fact::Known(found) => of_value(&access, found),
        Fact::Absent(_) => Judgement::info("default"),
        Fact::Unknown(doubt, _) => not_known(*doubt),
    };
    let value = access.access.known().map_or("-", |found| found.raw.as_str());
    let judgement = judgement.arg("value", value);
    let shown = [access.access.evidence(), access.overruled.clone()].concat();
    let defaults = scene.mobile.default_of(access.by).iter().cloned();
    let said = scene.say(judgement, shown);
    said.into_iter().map(|one| one.explained_by(defaults.clone())).collect()
}

fn of_value(access: &NetworkAccess, found: &Found<Access>) -> Judgement {
    let sure = found.confidence;
    match found.value {
        Access::Blocked => Judgement::fail("blocked", sure),
        _ if access.is_deprecated() => Judgement::fail("given-up", sure).severity(Severity::Medium),
        // What the older policy does where the newer one is set was read in its help text.
        _ if !access.overruled.is_empty() => {
            Judgement::fail("overruled", sure.and(Confidence::Medium)).severity(Severity::Low)
        }
        Access::Unrestricted => Judgement::info("unrestricted"),
        Access::Tunneled if access.ends_at_gateway() == Some(true) => {
            Judgement::pass("web-sso", sure)
        }
        Access::Tunneled => Judgement::pass("tunneled", sure),
    }
}
