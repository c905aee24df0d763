//! Why a field of the Server document decides nothing, for checks that need no more than that.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `no-server-document` | unknown | none was supplied |
//! | `unnamed` | unknown | no form design or item map tells which item holds the field |
//! | `contradictory` | unknown | items, copies or documents disagree |
//! | `unclear` | unknown | the value can't be read, or nothing tells what it means |

use super::Judgement;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

/// Gives a judgement for which nothing was seen the place where that would stand.
pub(super) fn placed(server: &Server, judgement: Judgement) -> Judgement {
    let nothing = judgement.evidence.is_empty();
    let absent = nothing.then(|| Evidence::new(Role::Absent, server.document_place(), None));
    judgement.shown_by(absent)
}

/// The judgement where a fact is not known; `None` where it is.
pub(super) fn open<T>(server: &Server, fact: &Fact<T>) -> Option<Judgement> {
    let Fact::Unknown(doubt, evidence) = fact else { return None };
    let judgement = Judgement::unknown(match doubt {
        Doubt::NotSupplied => "no-server-document",
        Doubt::Unnamed => "unnamed",
        Doubt::Ambiguous => "contradictory",
        _ => "unclear",
    });
    let absent = evidence.is_empty().then(|| Evidence::new(Role::Absent, server.place(), None));
    Some(judgement.shown_by(evidence.iter().cloned()).shown_by(absent).seen_as("value"))
}
