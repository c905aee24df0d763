//! `notes-server-flag`: Secure Mail is told that its server is one of Notes (rule R14). The policy stands in
//! the texts of the app; what it changes is described nowhere, so no verdict is surer than medium.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `as-wanted` | pass | the policy is on |
//! | `other` | fail | it is off |
//! | `default` | pass | never: its default is off |
//! | `not-told`, `contradictory`, `unreadable` | unknown | its value is not known |

use super::{ClientCheck, Scene, switch};
use crate::checks::Judgement;
use crate::evidence::Confidence;

pub(super) const CHECK: ClientCheck = switch::check("notes-server-flag", judge);

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let (policy, sure) = ("notes-server-flag", Confidence::Medium);
    switch::judge(scene, switch::Wanted { policy, value: true, default: Some(false), sure })
}
