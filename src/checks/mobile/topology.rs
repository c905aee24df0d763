//! `topology`: the policies make one of the three ways to the mail server that Citrix describes.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `direct`, `micro-vpn`, `sta` | pass | they make that way |
//! | `default-gateway` | pass | STA, with the gateway left empty: concluded to be the default one |
//! | `no-default-gateway` | fail | the same, and Endpoint Management lists gateways of which none is the default one |
//! | `near` | fail | they make none; one is nearest, with one policy that differs |
//! | `gateway-alone` | fail | a gateway without services: between micro VPN and STA |
//! | `blocked` | not-applicable | network access is blocked: there is no way at all |
//! | `access-default` | unknown | network access is not set |
//! | `not-known` | unknown | one of the policies is not known |

use super::{ClientCheck, ClientJudge, Scene, is_set};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::secure_mail::{Access, Topology, TopologyKind, topology};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "topology",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "direct",
        "micro-vpn",
        "sta",
        "default-gateway",
        "no-default-gateway",
        "near",
        "gateway-alone",
        "blocked",
        "access-default",
        "not-known",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let policies = &scene.client.policies;
    let access = scene.access().access;
    let services = policies.text("background-services");
    let gateway = policies.text("background-gateway");
    let shown = [access.evidence(), services.evidence(), gateway.evidence()].concat();
    // What is not set is empty by default, as the texts of the app say.
    let sure = [&services, &gateway]
        .iter()
        .fold(Confidence::High, |sure, fact| sure.and(fact.confidence()));
    let judgement = match (&access, is_set(&services), is_set(&gateway)) {
        (Fact::Absent(_), Some(_), Some(_)) => Judgement::unknown("access-default"),
        (Fact::Known(access), Some(services), Some(gateway)) => {
            of_cells(access.value, services, gateway, access.confidence.and(sure))
        }
        _ => Judgement::unknown("not-known"),
    };
    let gateways = &scene.mobile.gateways;
    let no_default = gateways.iter().all(|gateway| gateway.default == Some(false));
    if judgement.outcome == "default-gateway" && !gateways.is_empty() && no_default {
        let listed = gateways
            .iter()
            .map(|own| Evidence::new(Role::Conflict, own.location.clone(), own.url.clone()));
        let judgement = Judgement::fail("no-default-gateway", judgement.confidence);
        return scene.say(judgement, shown.into_iter().chain(listed).collect());
    }
    scene.say(judgement, shown)
}

fn of_cells(access: Access, services: bool, gateway: bool, sure: Confidence) -> Judgement {
    match topology(access, services, gateway) {
        _ if access == Access::Blocked => Judgement::not_applicable("blocked", sure),
        Topology::Is(TopologyKind::Direct) => Judgement::pass("direct", sure),
        Topology::Is(TopologyKind::MicroVpn) => Judgement::pass("micro-vpn", sure),
        Topology::Is(TopologyKind::Sta) => Judgement::pass("sta", sure),
        Topology::DefaultGateway => {
            Judgement::pass("default-gateway", sure.and(Confidence::Medium))
        }
        Topology::Nearest(kinds) => match kinds.as_slice() {
            [(kind, cells)] => {
                let cells: Vec<_> = cells.iter().map(|cell| cell.policy()).collect();
                Judgement::fail("near", sure)
                    .arg("kind", kind.word())
                    .arg("differs", cells.join("+"))
            }
            _ => Judgement::fail("gateway-alone", sure),
        },
    }
}
