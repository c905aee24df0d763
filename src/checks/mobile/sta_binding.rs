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

use super::{ClientCheck, ClientJudge, Scene, is_set, offer};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role};
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
        None => return scene.say(Judgement::unknown("services-unknown"), services.evidence()),
    }
    let commands = &scene.mobile.commands;
    let names = offer::vservers(commands);
    let bound = |name: &&String| commands.iter().any(|command| binds(command, name));
    let with = names.iter().filter(bound).count();
    let saved = commands.iter().any(|command| command.object == "ns version");
    let judgement = match with {
        _ if names.is_empty() => Judgement::info("no-configuration"),
        0 if saved => Judgement::fail("not-bound", Confidence::Medium),
        0 => Judgement::unknown("excerpt"),
        all if all == names.len() => Judgement::pass("bound", Confidence::High),
        _ => Judgement::unknown("some-bound"),
    };
    let shown = commands.iter().filter(|command| command.object == "vpn vserver");
    let shown = shown.map(|command| {
        let sta = command.options.iter().find(|(option, _)| option == "staserver");
        let text = sta.map(|(_, value)| value).or(command.words.first()).cloned();
        Evidence::new(Role::Observed, command.location.clone(), text)
    });
    scene.say(judgement, shown.collect())
}

fn binds(command: &GatewayCommand, name: &str) -> bool {
    command.verb == "bind"
        && command.object == "vpn vserver"
        && command.words.first().is_some_and(|own| own == name)
        && command.options.iter().any(|(option, value)| option == "staserver" && !value.is_empty())
}
