//! `client-limits`: what the page of Citrix says that users of Traveler lack, as lines to be told to them.
//! Nothing is to be set for it.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `meeting-mails` | info | a meeting mail that is deleted in Secure Mail stays on the server (CXM-47936) |
//! | `syncml` | info | Secure Mail speaks ActiveSync alone: SyncML must not be enforced |
//! | `scope` | info | mail, calendar and contacts are synchronised, and nothing else |
//! | `no-traveler` | not-applicable | the policies point to no server of the inputs |

use super::{ClientCheck, ClientJudge, Scene};
use crate::checks::Judgement;
use crate::evidence::Confidence;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client-limits",
    judge: ClientJudge::Each(judge),
    outcomes: &["meeting-mails", "syncml", "scope", "no-traveler"],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let place = scene.client.address().evidence();
    if scene.server.is_none() {
        return scene.say(Judgement::not_applicable("no-traveler", Confidence::Low), place);
    }
    let told = ["meeting-mails", "syncml", "scope"].into_iter().flat_map(|limit| {
        let subject = format!("{} {limit}", scene.client.platform);
        let said = scene.say(Judgement::info(limit), place.clone());
        said.into_iter().map(move |one| one.about(&subject))
    });
    told.collect()
}
