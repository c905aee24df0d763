//! `internet-authentication`: "Fewer name variations with higher security" in the Server document.
//!
//! Which item holds the field is not documented: a form design, an item map, or the label found as a
//! value tells it. A missing item decides nothing, whatever the documented default.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `fewer` | pass | the field means fewer name variations |
//! | `more` | fail | it means more name variations |
//! | `no-server-document` | unknown | no Server document was supplied |
//! | `unnamed`, `absent` | unknown | nothing names the item; or the document lacks it |
//! | `contradictory` | unknown | several items or documents disagree |
//! | `unclear` | unknown | the item is there and its value tells nothing |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "internet-authentication",
    judge,
    outcomes: &[
        "fewer",
        "more",
        "no-server-document",
        "unnamed",
        "absent",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let fact = &server.directory.internet_authentication;
    let judgement = match fact {
        Fact::Known(found) => {
            let judgement = match found.value.as_str() {
                "fewer" => Judgement::pass("fewer", found.confidence),
                "more" => Judgement::fail("more", found.confidence),
                _ => Judgement::unknown("unclear"),
            };
            judgement.arg("value", &found.raw)
        }
        Fact::Absent(_) => Judgement::unknown("absent"),
        Fact::Unknown(doubt, evidence) => {
            let value = evidence.iter().find_map(|piece| piece.excerpt.clone());
            Judgement::unknown(doubted(*doubt)).arg("value", value.unwrap_or_default())
        }
    };
    let judgement = judgement.shown_by(fact.evidence());
    if judgement.evidence.is_empty() {
        return vec![judgement.shown_by([Evidence::new(Role::Absent, server.place(), None)])];
    }
    vec![judgement]
}

fn doubted(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::NotSupplied | Doubt::Fragment => "no-server-document",
        Doubt::Unnamed => "unnamed",
        Doubt::Ambiguous => "contradictory",
        _ => "unclear",
    }
}
