//! `client-limits`: what the page of Citrix says that users of Traveler lack, as lines to be told to them.
//! Nothing is to be set for it.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `meeting-mails` | info | a meeting mail that is deleted in Secure Mail stays on the server (CXM-47936) |
//! | `syncml` | info | Secure Mail speaks ActiveSync alone: SyncML must not be enforced |
//! | `scope` | info | mail, calendar and contacts are synchronised, and nothing else |
//! | `no-traveler` | not-applicable | nothing tells that the policies point to a Traveler server |

use super::{ClientCheck, ClientJudge};
use crate::catalog::Catalog;
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::{Client, Mobile};
use crate::secure_mail::{Address, Target};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client-limits",
    judge: ClientJudge::Run(judge),
    outcomes: &["meeting-mails", "syncml", "scope", "no-traveler"],
};

fn judge(mobile: &Mobile, _: &Catalog) -> Vec<Judgement> {
    let place = |client: &Client| {
        let seen = client.address().evidence();
        if seen.is_empty() {
            return vec![Evidence::new(Role::Context, client.location.clone(), None)];
        }
        seen
    };
    let of: Vec<_> = mobile.clients.iter().filter(|client| is_traveler(client)).collect();
    if of.is_empty() {
        let one = Judgement::not_applicable("no-traveler", Confidence::Low);
        return vec![one.shown_by(mobile.clients.iter().flat_map(place))];
    }
    let shown: Vec<_> = of.into_iter().flat_map(place).collect();
    let told = ["meeting-mails", "syncml", "scope"].into_iter();
    told.map(|limit| Judgement::info(limit).about(limit).shown_by(shown.clone())).collect()
}

/// Whether the mail server is one of Traveler: it is among the inputs, or the policies say so.
fn is_traveler(client: &Client) -> bool {
    let path = matches!(client.address().value(), Some(Address::Server(_, Target::Traveler)));
    let flag = client.policies.flag("notes-server-flag").value() == Some(&true);
    client.named_servers > 0 || path || flag
}
