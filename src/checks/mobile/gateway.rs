//! What the checks of services and gateway share: both do something only where network access is
//! tunneled (rules R1 and R2).

use super::{Scene, not_known};
use crate::checks::Judgement;
use crate::evidence::{Evidence, Fact, Severity};
use crate::secure_mail::Access;

/// What is said where network access keeps the policy from doing anything, with what shows it; `None`
/// where it is tunneled.
pub(super) fn inert(scene: &Scene<'_>) -> Option<(Judgement, Vec<Evidence>)> {
    let access = scene.access().access;
    let judgement = match &access {
        Fact::Known(found) if found.value == Access::Tunneled => return None,
        Fact::Known(found) => Judgement::fail("inert", found.confidence),
        // The page of Citrix: the policy takes effect once network access is set.
        Fact::Absent(_) => Judgement::unknown("access-default").severity(Severity::Medium),
        Fact::Unknown(doubt, _) => {
            let open = not_known(*doubt);
            Judgement { outcome: "access-unknown", ..open }
        }
    };
    Some((judgement, access.evidence()))
}
