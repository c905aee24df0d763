//! What stands on both sides of a connection: the devices in use, and the versions of TLS that they are
//! offered where their policies lead them.

use super::Scene;
use super::appliance::{common_offer, vservers};
use crate::catalog::SystemGroup;
use crate::checks::tls::{self, Question};
use crate::domino::tls::Offer;
use crate::evidence::{Confidence, Evidence, Fact, Location, Role, Status, TlsVersion};
use crate::secure_mail::{Access, Level, Offered, platform, runs_no_secure_mail};
use std::collections::BTreeMap;

/// Devices of one group.
pub(super) struct InUse<'s> {
    pub(super) group: &'s SystemGroup,
    pub(super) count: u64,
    pub(super) location: Location,
}

/// The devices of a platform.
#[derive(Default)]
pub(super) struct Fleet<'s> {
    pub(super) groups: Vec<InUse<'s>>,
    /// Systems that are in no group, with their places.
    pub(super) unknown: Vec<(String, Location)>,
}

/// The devices in use on the platform of a scene. A row that counts no device is none.
pub(super) fn fleet<'s>(scene: &Scene<'s>) -> Fleet<'s> {
    let own = platform(&scene.client.platform);
    let mut fleet = Fleet::default();
    let mut groups: BTreeMap<&str, InUse<'_>> = BTreeMap::new();
    for devices in scene.mobile.devices.iter().filter(|devices| devices.count > 0) {
        if own.is_none() && !scene.client.is_for_all() {
            continue;
        }
        let word = platform(&devices.platform);
        if runs_no_secure_mail(&devices.platform) || own.is_some() && word.is_some() && own != word
        {
            continue;
        }
        let group = word.and_then(|word| scene.catalog.system_groups.of(word, &devices.os));
        let Some(group) = group else {
            let system = format!("{} {}", devices.platform, devices.os);
            if !fleet.unknown.iter().any(|(own, _)| *own == system) {
                fleet.unknown.push((system, devices.location.clone()));
            }
            continue;
        };
        let location = devices.location.clone();
        let entry = groups.entry(&group.id).or_insert(InUse { group, count: 0, location });
        entry.count = entry.count.saturating_add(devices.count);
    }
    fleet.groups = groups.into_values().collect();
    fleet
}

/// The level that the policy sets; `None` where it is not known.
pub(super) fn level(scene: &Scene<'_>) -> Option<Level> {
    let fact = scene.client.policies.meaning("connection-security-level", &scene.catalog.policies);
    match fact {
        Fact::Known(found) if found.value == "tls" => Some(Level::Tls),
        Fact::Known(_) => Some(Level::Sslv3AndTls),
        Fact::Absent(_) => Some(Level::Tls),
        Fact::Unknown(..) => None,
    }
}

/// A listener of https that devices meet on their way, what it offers, and what shows that.
pub(super) struct Leg {
    /// `server`, `gateway`, or `end` where it is not known which of them ends TLS.
    pub(super) at: &'static str,
    pub(super) offered: Offered,
    pub(super) shown: Vec<Evidence>,
}

/// The listeners on the way to the mail server, all of which a device must be able to talk to. With tickets
/// and a full VPN it speaks TLS to the gateway, and through it to the server; a gateway that signs in
/// for the user (Web SSO) ends TLS itself.
pub(super) fn legs(scene: &Scene<'_>) -> Vec<Leg> {
    let access = scene.access();
    let services = super::is_set(&scene.client.policies.text("background-services"));
    let open = || Leg { at: "end", offered: Offered::new(), shown: access.access.evidence() };
    match (access.access.value(), services, access.ends_at_gateway()) {
        (Some(Access::Unrestricted), ..) => vec![of_server(scene)],
        (Some(Access::Tunneled), Some(true), _)
        | (Some(Access::Tunneled), Some(false), Some(false)) => {
            vec![of_gateway(scene), of_server(scene)]
        }
        (Some(Access::Tunneled), Some(false), Some(true)) => vec![of_gateway(scene)],
        (Some(Access::Tunneled), ..) => vec![of_gateway(scene), open()],
        // Nothing tells where the way ends.
        _ => vec![open()],
    }
}

fn of_server(scene: &Scene<'_>) -> Leg {
    let mut found = Leg { at: "server", offered: Offered::new(), shown: Vec::new() };
    let Some(server) = scene.server else { return found };
    let address = scene.client.address();
    let endpoint = address.value().and_then(|address| address.endpoint());
    let listener = endpoint.map(|own| format!("{}:{}", own.host, own.https_port()));
    for version in TlsVersion::ALL {
        let question = Question { version, wanted: Offer::Yes };
        let all = tls::judge(server, scene.catalog, question);
        // Of several listeners that were scanned the one that is called; else what documents say.
        let own = all.iter().find(|one| Some(&one.subject) == listener.as_ref());
        let Some(own) = own.or(all.iter().find(|one| one.subject.is_empty())) else { continue };
        let offered = match own.status {
            Status::Pass => true,
            Status::Fail => false,
            _ => continue,
        };
        // What documents say is of Domino; something in front may offer else.
        let scanned = Some(&own.subject) == listener.as_ref();
        let sure = own.confidence.and(if scanned { Confidence::High } else { Confidence::Medium });
        found.offered.insert(version, (offered, sure));
        // The oldest levels have SSLv3 and nothing else.
        if own.outcome == "only" {
            let later = TlsVersion::ALL.into_iter().filter(|it| *it > TlsVersion::Ssl3);
            found.offered.extend(later.map(|it| (it, (false, sure))));
        }
        let beside = |piece: &Evidence| Evidence { role: Role::Context, ..piece.clone() };
        found.shown.extend(own.evidence.iter().map(beside));
    }
    found
}

fn of_gateway(scene: &Scene<'_>) -> Leg {
    let (offered, shown) = common_offer(&vservers(&scene.mobile.commands));
    Leg { at: "gateway", offered, shown }
}
