//! What a server is told of the other servers of its run, so that it can be built where these are not in
//! memory: in a fleet of folders each server is built from its own folder, see [`super::folders`].

use super::peers::Peers;
use super::server::Server;
use crate::domino::names::NotesName;
use crate::evidence::Fact;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whom a Server document lets act for its users.
#[derive(Debug, Clone)]
pub(super) struct Trusting {
    /// The server of the document.
    pub(super) name: NotesName,
    /// Replica ID of the database in which it stands.
    pub(super) replica: Option<String>,
    /// Whether all documents of that database are here.
    pub(super) whole: bool,
    /// The field "Trusted servers".
    pub(super) trusted: Fact<Vec<String>>,
}

/// What one server is told of all others.
#[derive(Debug, Clone, Default)]
pub(super) struct Neighbours {
    /// The names of all Server documents, as they compare.
    pub(super) servers: Arc<BTreeSet<String>>,
    /// Server documents, as many as are looked at for one server.
    pub(super) trusting: Arc<Vec<Trusting>>,
    /// All servers, as this one sees them.
    pub(super) peers: Peers,
}

impl Neighbours {
    /// The same, for another server.
    pub(super) fn of(&self, own: usize) -> Self {
        Self { peers: self.peers.seen_by(own), ..self.clone() }
    }

    /// Tells the only server of a folder.
    pub(super) fn introduce(&self, servers: &mut [Server]) {
        servers.iter_mut().for_each(|server| server.peers = self.peers.clone());
    }
}
