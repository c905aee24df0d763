//! What servers share that may belong to one pool: a few facts of each Traveler server, so that one
//! can be compared with the others.

use super::server::{Directory, Server};
use crate::domino::sign_in::{Hosting, Mode, RuleKind, WebSite};
use crate::evidence::{Evidence, Fact, Role};
use crate::naming::field;
use crate::traveler::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A Traveler server, as far as others are compared with it.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Its name, as reports show it.
    pub name: String,
    /// Its external URL as it compares; `None` where it is not known or empty.
    pub url: Option<String>,
    /// The place of the external URL.
    pub place: Option<Evidence>,
    /// Who may use Traveler, as it compares; `None` where it is not known.
    pub allow: Option<BTreeSet<String>>,
    /// Who may not.
    pub deny: Option<BTreeSet<String>>,
    /// Patterns of the override rules that count for it; `None` where not all are known.
    pub rules: Option<BTreeSet<String>>,
    /// Which Traveler it runs.
    pub version: Option<Version>,
}

/// All Traveler servers of a run, as one of them sees the others.
#[derive(Debug, Clone, Default)]
pub struct Peers {
    all: Arc<All>,
    own: usize,
}

/// All of them.
#[derive(Debug, Default)]
struct All {
    peers: Vec<Peer>,
    /// Those that have one external URL.
    by_url: BTreeMap<String, Vec<usize>>,
    /// How many there are whose external URL is not known.
    open: usize,
}

impl Peers {
    /// All servers, as the first sees them.
    pub(super) fn among(peers: Vec<Peer>) -> Self {
        let mut by_url: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (peer, number) in peers.iter().zip(0..) {
            if let Some(url) = &peer.url {
                by_url.entry(url.clone()).or_default().push(number);
            }
        }
        let open = peers.iter().filter(|peer| peer.url.is_none()).count();
        Self { all: Arc::new(All { peers, by_url, open }), own: 0 }
    }

    /// The same, as another one sees them.
    pub(super) fn seen_by(&self, own: usize) -> Self {
        Self { all: Arc::clone(&self.all), own }
    }

    /// How many servers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.peers.len()
    }

    /// The server itself.
    #[must_use]
    pub fn own(&self) -> Option<&Peer> {
        self.all.peers.get(self.own)
    }

    /// Whether another server may have the same external URL, since one of the two URLs is not known.
    #[must_use]
    pub fn may_be_pool(&self) -> bool {
        match self.own() {
            Some(Peer { url: Some(_), .. }) => self.all.open > 0,
            Some(_) => self.count() > 1,
            None => self.count() > 0,
        }
    }

    /// The others with the same external URL.
    pub fn of_same_url(&self) -> impl Iterator<Item = &Peer> {
        let url = self.own().and_then(|own| own.url.as_ref());
        let numbers = url.and_then(|url| self.all.by_url.get(url)).map(Vec::as_slice);
        let others = numbers.unwrap_or_default().iter().filter(|number| **number != self.own);
        others.filter_map(|number| self.all.peers.get(*number))
    }
}

/// Lets each of the servers know of the others.
pub(super) fn introduce(servers: &mut [Server]) {
    let all = Peers::among(servers.iter().map(peer).collect());
    for (server, own) in servers.iter_mut().zip(0..) {
        server.peers = all.seen_by(own);
    }
}

/// A server, as far as others are compared with it.
pub(super) fn peer(server: &Server) -> Peer {
    let url = server.document.texts(field::SERVER_EXTERNAL_URL);
    let one = url.value().and_then(|urls| match urls.as_slice() {
        [one] => Some(comparable(one)),
        _ => None,
    });
    Peer {
        name: server.display_name().unwrap_or_else(|| server.known_from.to_string()),
        url: one,
        place: url.known().map(|found| found.evidence(Role::Context)),
        allow: names(&server.document.texts(field::SERVER_TRAVELER_ALLOW)),
        deny: names(&server.document.texts(field::SERVER_TRAVELER_DENY)),
        rules: rules(&server.directory),
        version: server.traveler.chosen().map(|seen| seen.version.clone()),
    }
}

/// A URL as it compares: the port that a scheme has anyway says nothing.
fn comparable(url: &str) -> String {
    let url = url.trim_end_matches('/').to_ascii_lowercase();
    let Some((scheme, rest)) = url.split_once("://") else { return url };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(usual).unwrap_or(authority);
    format!("{scheme}://{host}{path}")
}

/// The override rules of all sites, where these are known to the last; without Internet Sites none
/// counts.
fn rules(directory: &Directory) -> Option<BTreeSet<String>> {
    match directory.mode() {
        Mode::Sites(_) => {}
        Mode::Server(_) | Mode::Assumed => return Some(BTreeSet::new()),
        Mode::Unknown(_) => return None,
    }
    let readable = |(site, hosting): &(WebSite, Hosting)| {
        *hosting == Hosting::Yes && site.rules_whole.is_some() && site.unread.is_empty()
    };
    if directory.all_sites().is_none() || !directory.sites.iter().all(readable) {
        return None;
    }
    let mut patterns = BTreeSet::new();
    for rule in directory.sites.iter().flat_map(|(site, _)| &site.rules) {
        if *rule.kind.value()? == RuleKind::OverrideSession {
            patterns.insert(rule.pattern.value()?.clone());
        }
    }
    Some(patterns)
}

/// A list as it compares. A missing item is taken for an empty list.
fn names(fact: &Fact<Vec<String>>) -> Option<BTreeSet<String>> {
    match fact {
        Fact::Known(found) => Some(found.value.iter().map(|name| name.to_lowercase()).collect()),
        Fact::Absent(_) => Some(BTreeSet::new()),
        Fact::Unknown(..) => None,
    }
}
