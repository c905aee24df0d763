//! `background-gateway`: the gateway for background services is `fqdn:port`, is one that Endpoint
//! Management knows, and does something (rules R2, R3 and R7).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `known` | pass | well formed, and among the gateways of Endpoint Management |
//! | `list-missing` | info | well formed; the list of gateways is not among the inputs |
//! | `other-port` | unknown | Endpoint Management knows the gateway with another port |
//! | `not-known` | fail | Endpoint Management knows other gateways |
//! | `faulty` | fail | it is not `fqdn:port` |
//! | `inert` | fail | network access is not tunneled, so it does nothing |
//! | `no-services` | fail | no background services: a gateway without them does nothing |
//! | `access-default`, `access-unknown`, `services-unknown` | unknown | another policy is not set, or not known |
//! | `not-used` | not-applicable | no gateway is named |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, gateway, is_set, not_known};
use crate::checks::Judgement;
use crate::domino::hosts;
use crate::evidence::{Confidence, Evidence, Fact, Found, Role, Severity};
use crate::formats::GatewayEntry;
use crate::secure_mail::{AddressFault, Endpoint};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "background-gateway",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "known",
        "list-missing",
        "other-port",
        "not-known",
        "faulty",
        "inert",
        "no-services",
        "access-default",
        "access-unknown",
        "services-unknown",
        "not-used",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let fact = scene.client.policies.text("background-gateway");
    let (judgement, beside) = match &fact {
        Fact::Known(found) if !found.value.trim().is_empty() => of_value(scene, found),
        Fact::Known(found) => (Judgement::not_applicable("not-used", found.confidence), Vec::new()),
        Fact::Absent(_) => (Judgement::not_applicable("not-used", Confidence::Medium), Vec::new()),
        Fact::Unknown(doubt, _) => (not_known(*doubt), Vec::new()),
    };
    let value = fact.value().map_or("-", String::as_str);
    scene.say(judgement.arg("value", value), [fact.evidence(), beside].concat())
}

fn of_value(scene: &Scene<'_>, found: &Found<String>) -> (Judgement, Vec<Evidence>) {
    let endpoint = match Endpoint::with_port(&found.value) {
        Ok(endpoint) => endpoint,
        Err(fault) => {
            let judgement = Judgement::fail("faulty", found.confidence).arg("fault", fault.word());
            // With an address it works, but for its certificate.
            let mild = fault == AddressFault::Numeric;
            let severity = if mild { Severity::Medium } else { Severity::High };
            return (judgement.severity(severity), Vec::new());
        }
    };
    if let Some(inert) = gateway::inert(scene) {
        return inert;
    }
    let services = scene.client.policies.text("background-services");
    match is_set(&services) {
        Some(true) => {}
        Some(false) => {
            let judgement =
                Judgement::fail("no-services", found.confidence.and(Confidence::Medium));
            return (judgement.severity(Severity::Medium), services.evidence());
        }
        None => return (Judgement::unknown("services-unknown"), services.evidence()),
    }
    registered(scene, &endpoint, found.confidence)
}

/// Whether Endpoint Management knows the gateway.
fn registered(
    scene: &Scene<'_>,
    endpoint: &Endpoint,
    sure: Confidence,
) -> (Judgement, Vec<Evidence>) {
    let gateways = &scene.mobile.gateways;
    if gateways.is_empty() {
        return (Judgement::info("list-missing"), Vec::new());
    }
    let is_it =
        |gateway: &&GatewayEntry| address(gateway).is_some_and(|own| own.0 == endpoint.host);
    let own: Vec<_> = gateways.iter().filter(is_it).collect();
    let same =
        own.iter().find(|own| address(own).is_some_and(|own| own.1 == endpoint.https_port()));
    let judgement = match (same, own.first()) {
        (Some(_), _) => Judgement::pass("known", sure),
        (None, Some(other)) => {
            let url = other.url.as_deref().unwrap_or_default();
            Judgement::unknown("other-port").severity(Severity::Medium).arg("url", url)
        }
        (None, None) => {
            Judgement::fail("not-known", sure.and(Confidence::Medium)).severity(Severity::Medium)
        }
    };
    let shown = if own.is_empty() { gateways.iter().collect() } else { own };
    let shown = shown.into_iter().map(|gateway| {
        Evidence::new(Role::Observed, gateway.location.clone(), gateway.url.clone())
    });
    (judgement, shown.collect())
}

/// Host and port of the URL of a gateway.
fn address(gateway: &GatewayEntry) -> Option<(String, u16)> {
    let url = gateway.url.as_deref()?;
    let host = hosts::host(url)?;
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next()?;
    let port = authority.rsplit_once(':').and_then(|(_, port)| port.trim().parse().ok());
    Some((host, port.unwrap_or(443)))
}
