//! `push-notifications`: the push service of Secure Mail is off (rule R18). It asks Exchange Web Services,
//! which Traveler does not have; Citrix lists it among what Notes users lack (CTX209489).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `as-wanted` | pass | the policy is off |
//! | `other` | fail | it is on |
//! | `default` | pass | it is not among the policies of the app, whose default is off |
//! | `not-told`, `contradictory`, `unreadable` | unknown | its value is not known |

use super::{ClientCheck, Scene, switch};
use crate::checks::Judgement;
use crate::evidence::Confidence;

pub(super) const CHECK: ClientCheck = switch::check("push-notifications", judge);

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let (policy, sure) = ("push-notifications", Confidence::Medium);
    switch::judge(scene, switch::Wanted { policy, value: false, default: Some(false), sure })
}
