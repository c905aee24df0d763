//! `secure-connection`: Secure Mail calls the server over TLS (rule R17). The policy is one of Android.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `as-wanted` | pass | the policy is on |
//! | `other` | fail | it is off: passwords go in clear |
//! | `default` | pass | it is not among the policies of the app, whose default is on |
//! | `other-platform` | not-applicable | the platform has no such policy |
//! | `not-told`, `contradictory`, `unreadable` | unknown | its value is not known |

use super::{ClientCheck, ClientJudge, Scene, switch};
use crate::checks::Judgement;
use crate::evidence::Confidence;
use crate::secure_mail::platform;

const POLICY: &str = "secure-connection";

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: POLICY,
    judge: ClientJudge::Each(judge),
    outcomes: &[
        switch::OUTCOMES[0],
        switch::OUTCOMES[1],
        switch::OUTCOMES[2],
        switch::OUTCOMES[3],
        switch::OUTCOMES[4],
        switch::OUTCOMES[5],
        "other-platform",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let client = scene.client;
    if platform(&client.platform) == Some("ios") && !client.policies.has(POLICY) {
        return scene
            .say(Judgement::not_applicable("other-platform", Confidence::High), Vec::new());
    }
    let (policy, sure) = (POLICY, Confidence::High);
    switch::judge(scene, switch::Wanted { policy, value: true, default: Some(true), sure })
}
