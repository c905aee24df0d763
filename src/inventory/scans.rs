//! Whose the scans of https listeners are: of the server that has the name or address which was asked
//! for, otherwise of the one whose folder they stand in.

use super::server::{Server, Unattached};
use crate::domino::hosts;
use crate::evidence::Args;
use crate::formats::TlsScan;
use crate::traveler::When;

/// The port of https, where nothing tells another one.
const HTTPS: u16 = 443;

/// A scan as it belongs to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanSeen {
    /// What it says.
    pub scan: TlsScan,
    /// When it was made, seen from the day of the report.
    pub when: When,
    /// Whether the documents of the server hold the name or the address that was asked for.
    pub named: bool,
}

impl ScanSeen {
    pub(super) fn new(scan: TlsScan, when: When) -> Self {
        Self { scan, when, named: false }
    }

    /// The listener, as `host:port`.
    #[must_use]
    pub fn listener(&self) -> String {
        let host = self.scan.host.as_ref().or(self.scan.address.as_ref());
        let host = host.and_then(|host| hosts::host(host)).unwrap_or_default();
        format!("{host}:{}", self.scan.port)
    }

    /// Whether it asked a listener of http. Of other ports nothing tells that.
    fn is_https(&self) -> bool {
        match &self.scan.service {
            Some(service) => service.to_ascii_uppercase().starts_with("HTTP"),
            None => self.scan.port == HTTPS,
        }
    }

    fn is_of(&self, server: &Server) -> bool {
        // Behind a name there may be another address than the server's own, so the name goes first.
        let asked = self.scan.host.as_ref().or(self.scan.address.as_ref());
        let asked = asked.and_then(|asked| hosts::host(asked));
        asked.is_some_and(|asked| {
            let own = &server.directory;
            own.hosts.contains(&asked) || own.addresses.contains(&asked)
        })
    }
}

/// Gives each scan to the one server that has the name. Where several have it, or none, it stays with
/// the server of its folder; without one it is returned, to be told.
pub(super) fn give_by_name(servers: &mut [Server], loose: Vec<ScanSeen>) -> Vec<Unattached> {
    let near = servers.iter_mut().enumerate().flat_map(|(at, server)| {
        std::mem::take(&mut server.scans).into_iter().map(move |scan| (Some(at), scan))
    });
    let all: Vec<_> = near.chain(loose.into_iter().map(|scan| (None, scan))).collect();
    let mut aside = Vec::new();
    for (near, mut seen) in all {
        if !seen.is_https() {
            aside.push(put_aside(&seen, "scan-of-other-port"));
            continue;
        }
        let named: Vec<usize> = (0..servers.len())
            .filter(|&at| servers.get(at).is_some_and(|it| seen.is_of(it)))
            .collect();
        let owner = match (named.as_slice(), near) {
            ([one], _) => Some(*one),
            (several, Some(near)) if several.is_empty() || several.contains(&near) => Some(near),
            _ => None,
        };
        seen.named = owner.is_some_and(|owner| named.contains(&owner));
        match owner.and_then(|owner| servers.get_mut(owner)) {
            Some(server) => server.scans.push(seen),
            None => aside.push(put_aside(&seen, "scan-of-no-server")),
        }
    }
    aside
}

fn put_aside(seen: &ScanSeen, reason: &'static str) -> Unattached {
    let args = Args::from([
        ("listener", seen.listener()),
        ("port", seen.scan.port.to_string()),
        ("tool", seen.scan.tool.to_owned()),
    ]);
    Unattached { location: seen.scan.location.clone(), document: None, reason, args }
}
