//! What stands on both sides of a connection: the devices in use, and the versions of TLS that they are
//! offered where their policies lead them.

use super::Scene;
use crate::catalog::SystemGroup;
use crate::checks::tls::{self, Question};
use crate::domino::tls::Offer;
use crate::evidence::{Confidence, Evidence, Fact, Location, Role, Status, TlsVersion};
use crate::formats::GatewayCommand;
use crate::secure_mail::{Access, Level, Offered, platform};
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

/// The devices in use on the platform of a scene.
pub(super) fn fleet<'s>(scene: &Scene<'s>) -> Fleet<'s> {
    let own = platform(&scene.client.platform);
    let mut fleet = Fleet::default();
    let mut groups: BTreeMap<&str, InUse<'_>> = BTreeMap::new();
    for devices in &scene.mobile.devices {
        let Some(word) = platform(&devices.platform) else { continue };
        if own.is_some_and(|own| own != word) {
            continue;
        }
        let Some(group) = scene.catalog.system_groups.of(word, &devices.os) else {
            fleet.unknown.push((devices.os.clone(), devices.location.clone()));
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

/// What devices are offered where TLS ends, and what shows it.
pub(super) struct Terminator {
    /// `server` or `gateway`.
    pub(super) at: &'static str,
    pub(super) offered: Offered,
    pub(super) shown: Vec<Evidence>,
}

/// The first listener of https on the way to the mail server. With a micro VPN that ends at the gateway
/// that is the gateway; with the other ways it is the server, or what stands in front of it.
pub(super) fn terminator(scene: &Scene<'_>) -> Terminator {
    let access = scene.access();
    let services = scene.client.policies.text("background-services");
    let tunnel = access.access.value() == Some(&Access::Tunneled);
    let tickets = super::is_set(&services);
    match (access.access.value(), tunnel, tickets, access.ends_at_gateway()) {
        (Some(Access::Unrestricted), ..) | (_, true, Some(true), _) => of_server(scene),
        (_, true, Some(false), Some(false)) => of_server(scene),
        (_, true, Some(false), Some(true)) => of_gateway(scene),
        // Nothing tells where the way ends.
        _ => Terminator { at: "server", offered: Offered::new(), shown: access.access.evidence() },
    }
}

fn of_server(scene: &Scene<'_>) -> Terminator {
    let mut found = Terminator { at: "server", offered: Offered::new(), shown: Vec::new() };
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
        found.offered.insert(version, (offered, own.confidence));
        // The oldest levels have SSLv3 and nothing else.
        if own.outcome == "only" {
            let later = TlsVersion::ALL.into_iter().filter(|it| *it > TlsVersion::Ssl3);
            found.offered.extend(later.map(|it| (it, (false, own.confidence))));
        }
        for piece in &own.evidence {
            if !found.shown.iter().any(|seen| seen.location == piece.location) {
                found.shown.push(Evidence { role: Role::Context, ..piece.clone() });
            }
        }
    }
    found
}

fn of_gateway(scene: &Scene<'_>) -> Terminator {
    let (offered, shown) = match vservers(&scene.mobile.commands).as_slice() {
        [one] => protocols(&scene.mobile.commands, one),
        _ => (Offered::new(), Vec::new()),
    };
    Terminator { at: "gateway", offered, shown }
}

/// The names of the virtual servers of the gateway.
pub(super) fn vservers(commands: &[GatewayCommand]) -> Vec<String> {
    let mut names: Vec<_> = commands
        .iter()
        .filter(|command| command.object == "vpn vserver")
        .filter_map(|command| command.words.first().cloned())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What is set of the protocols of a virtual server; what is not set there is not known, since its
/// default differs from release to release.
pub(super) fn protocols(commands: &[GatewayCommand], name: &str) -> (Offered, Vec<Evidence>) {
    const OPTIONS: [(&str, TlsVersion); 5] = [
        ("ssl3", TlsVersion::Ssl3),
        ("tls1", TlsVersion::Tls10),
        ("tls11", TlsVersion::Tls11),
        ("tls12", TlsVersion::Tls12),
        ("tls13", TlsVersion::Tls13),
    ];
    let (mut offered, mut shown) = (Offered::new(), Vec::new());
    let own = commands.iter().filter(|command| {
        command.object == "ssl vserver" && command.words.first().is_some_and(|own| own == name)
    });
    for command in own {
        for (option, value) in &command.options {
            let version =
                OPTIONS.iter().find(|(own, _)| own == option).map(|(_, version)| *version);
            let on = match value.to_ascii_uppercase().as_str() {
                "ENABLED" => true,
                "DISABLED" => false,
                _ => continue,
            };
            if let Some(version) = version {
                offered.insert(version, (on, Confidence::High));
                let text = format!("-{option} {value}");
                shown.push(Evidence::new(Role::Observed, command.location.clone(), text));
            }
        }
    }
    // A profile takes the place of what is set one by one.
    let profile = commands.iter().any(|command| {
        command.object == "ssl vserver"
            && command.words.first().is_some_and(|own| own == name)
            && command.options.iter().any(|(option, _)| option == "sslprofile")
    });
    if profile { (Offered::new(), shown) } else { (offered, shown) }
}
