//! What the checks of a policy that is on or off share.

use super::{ClientCheck, ClientJudge, Scene, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Fact};

/// The outcomes of such a check.
pub(super) const OUTCOMES: [&str; 6] =
    ["as-wanted", "other", "default", "not-told", "contradictory", "unreadable"];

/// What a policy is to be.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) policy: &'static str,
    pub(super) value: bool,
    /// Whether it is so where nobody sets it; `None` where that is not told.
    pub(super) default: Option<bool>,
    /// How sure the rule is.
    pub(super) sure: Confidence,
}

/// Judges the policy.
pub(super) fn judge(scene: &Scene<'_>, wanted: Wanted) -> Vec<Judgement> {
    let fact = scene.client.policies.flag(wanted.policy);
    let judgement = match &fact {
        Fact::Known(found) if found.value == wanted.value => {
            Judgement::pass("as-wanted", found.confidence.and(wanted.sure))
        }
        Fact::Known(found) => Judgement::fail("other", found.confidence.and(wanted.sure)),
        // The default was read in the app of another release, so it is not surer than that.
        Fact::Absent(_) => match wanted.default {
            Some(default) if default == wanted.value => {
                Judgement::pass("default", Confidence::Medium)
            }
            _ => Judgement::unknown("not-told"),
        },
        Fact::Unknown(doubt, _) => not_known(*doubt),
    };
    let defaults = scene.mobile.default_of(wanted.policy).iter().cloned();
    let judgement = scene.say(judgement, fact.evidence());
    judgement.into_iter().map(|one| one.explained_by(defaults.clone())).collect()
}

/// Such a check.
pub(super) const fn check(
    id: &'static str,
    judge: fn(&Scene<'_>) -> Vec<Judgement>,
) -> ClientCheck {
    ClientCheck { id, judge: ClientJudge::Each(judge), outcomes: &OUTCOMES }
}
