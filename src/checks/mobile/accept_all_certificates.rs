//! `accept-all-certificates`: Secure Mail refuses certificates that it can't verify (rule R16). Where it takes
//! any, nothing that is said of TLS protects: another server can take the place of the real one.
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

pub(super) const CHECK: ClientCheck = switch::check("accept-all-certificates", judge);

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let (policy, sure) = ("accept-all-certificates", Confidence::High);
    switch::judge(scene, switch::Wanted { policy, value: false, default: Some(false), sure })
}
