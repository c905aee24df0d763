//! `sta-binding`: where tickets are used, the gateway has a Secure Ticket Authority: Endpoint Management issues
//! the ticket, and the gateway asks it.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `bound` | pass | every virtual server of the gateway has one |
//! | `not-bound` | fail | none has, in a configuration that begins with its version and so is a saved one |
//! | `some-bound` | unknown | some have; which is the one of the policy is not known |
//! | `excerpt` | unknown | none is seen, in what may be an excerpt |
//! | `no-configuration` | info | no configuration of a gateway is among the inputs |
//! | `not-used` | not-applicable | no background services, so no tickets |
//! | `services-unknown` | unknown | whether there are any is not known |

use super::appliance::{self, Vserver};
use super::{ClientCheck, ClientJudge, Scene, is_set};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role, Severity};
use crate::formats::GatewayCommand;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "sta-binding",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "bound",
        "not-bound",
        "some-bound",
        "excerpt",
        "no-configuration",
        "not-used",
        "services-unknown",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let services = scene.client.policies.text("background-services");
    match is_set(&services) {
        Some(true) => {}
        Some(false) => {
            let sure = services.known().map_or(Confidence::Medium, |found| found.confidence);
            return scene.say(Judgement::not_applicable("not-used", sure), services.evidence());
        }
        None => {
            // That services are not known is told where they are judged.
            let open = Judgement::unknown("services-unknown").severity(Severity::Medium);
            return scene.say(open, services.evidence());
        }
    }
    let commands = &scene.mobile.commands;
    let vservers = appliance::vservers(commands);
    let with = vservers.iter().filter(|own| own.authorities().next().is_some()).count();
    let saved = commands.iter().any(|command| command.object == "ns version");
    let judgement = match with {
        _ if vservers.is_empty() => Judgement::info("no-configuration"),
        0 if saved => Judgement::fail("not-bound", Confidence::Medium),
        0 => Judgement::unknown("excerpt"),
        // That the authority is Endpoint Management, and not one of a store, is not told.
        all if all == vservers.len() => Judgement::pass("bound", Confidence::Medium),
        _ => Judgement::unknown("some-bound"),
    };
    scene.say(judgement, vservers.iter().flat_map(shown).collect())
}

/// What binds an authority, else the virtual server.
fn shown(vserver: &Vserver<'_>) -> Vec<Evidence> {
    let piece = |command: &GatewayCommand, text: Option<String>| {
        Evidence::new(Role::Observed, command.location.clone(), text)
    };
    let url = |command: &GatewayCommand| {
        let sta = command.options.iter().find(|(option, _)| option == "staserver");
        sta.map(|(_, value)| value.clone())
    };
    let bound: Vec<_> = vserver.authorities().map(|command| piece(command, url(command))).collect();
    if !bound.is_empty() {
        return bound;
    }
    let own = vserver.of("vpn vserver").take(1);
    own.map(|command| piece(command, command.words.first().cloned())).collect()
}
