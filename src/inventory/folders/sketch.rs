//! What is kept of a folder that was read the first time: what the servers of the other folders are told of
//! its own. Everything in it must speak of that one server, or the folder is none by itself.

use super::super::attach;
use super::super::collect::{Collected, DatabaseSeen, InputReport, Kept};
use super::super::copies::is_unsound;
use super::super::directory::Documents;
use super::super::groups::server_key;
use super::super::neighbours::{Neighbours, Trusting};
use super::super::peers::{Peer, Peers, peer};
use super::super::server::Server;
use super::super::trust::MAX_SERVERS;
use super::super::versions::server_in;
use crate::domino::names::NotesName;
use crate::formats::DocumentSource;
use crate::naming::{DocumentKind, Names};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A folder as the others see it.
pub(super) struct Sketch {
    /// Where its server stands in a report.
    pub(super) order: Order,
    pub(super) inputs: Vec<InputReport>,
    name: NotesName,
    /// Whether it holds the Server document.
    documented: bool,
    /// The documents, each once.
    unids: Vec<u128>,
    trusting: Vec<Trusting>,
    peer: Peer,
}

/// Servers stand in a report by their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order(Option<String>, crate::evidence::InputPath);

/// Looks at what was read of a folder; `None` where anything in it may have to do with another folder.
pub(super) fn sketch(collected: Collected, anchor: &str, names: &Names<'_>) -> Option<Sketch> {
    if !is_apart(&collected, names) {
        return None;
    }
    let unids = collected.documents.iter().map(unid).collect::<Option<BTreeSet<_>>>()?;
    let documents = Documents::sort(&collected, names, None, &mut Vec::new());
    let trusting = documents.all_trusting().to_vec();
    let inventory = attach::build_from(&collected, &documents, Vec::new(), None);
    drop(documents);
    // What a document said before is told wherever the document is shown, at other servers too.
    let [server] = inventory.servers.as_slice() else { return None };
    if !inventory.history.is_empty() {
        return None;
    }
    let name = server.name.clone().filter(|name| !name.is_flat())?;
    if !stands_in(server, anchor) || !speaks_of_one(&collected, &name) || hides_its_hosts(server) {
        return None;
    }
    if trusting.iter().any(|own| own.name != name) {
        return None;
    }
    Some(Sketch {
        order: Order(server.display_name(), server.known_from.clone()),
        documented: !trusting.is_empty(),
        unids: unids.into_iter().collect(),
        trusting,
        peer: peer(server),
        name,
        inputs: collected.inputs,
    })
}

/// Whether there is nothing in it that may speak of several servers: designs, sites and other documents that
/// name servers, exports in which a missing document means something, policies of apps.
fn is_apart(collected: &Collected, names: &Names<'_>) -> bool {
    collected.designs.is_empty()
        && collected.left_out.is_empty()
        && collected.mobile.is_empty()
        && collected.databases.iter().all(is_selection)
        && collected.documents.iter().all(|kept| is_own(kept, names))
}

/// Whether an export is known to hold a part of its database only.
fn is_selection(seen: &DatabaseSeen) -> bool {
    let whole = seen.database.documents.is_some_and(|all| all <= seen.documents);
    !whole && seen.exported.is_none()
}

/// Whether it is a Server document that is judged like any other.
fn is_own(kept: &Kept, names: &Names<'_>) -> bool {
    let document = &kept.document;
    let server = names.recognise(document).is_some_and(|found| found.kind == DocumentKind::Server);
    let whole = document.source == DocumentSource::Whole && !is_unsound(document);
    server && whole && document.parent.is_none() && !document.response
}

fn unid(kept: &Kept) -> Option<u128> {
    u128::from_str_radix(kept.unid()?, 16).ok()
}

/// Whether a notes.ini that names the server stands in the folder itself: what stands below is its own then.
fn stands_in(server: &Server, folder: &str) -> bool {
    let files = server.settings.files.iter().filter(|file| file.source.is_none());
    let mut own = files.filter(|file| file.path.folder() == folder);
    own.any(|file| !file.texts("ServerName").is_empty())
}

/// Whether its logs and consoles name no other server.
fn speaks_of_one(collected: &Collected, name: &NotesName) -> bool {
    let told = collected.consoles.iter().chain(&collected.started);
    let told = told.filter_map(|(_, told)| NotesName::parse(&told.value));
    let listed = collected.ini_files.iter().flat_map(|(_, file)| file.texts("ServerName"));
    let listed = listed.filter_map(NotesName::parse);
    let seen = collected.sightings.iter().filter_map(|(_, seen)| server_in(&seen.text));
    told.chain(listed).chain(seen).all(|other| other == *name)
}

/// Whether requests in its logs can only be told from those of others by the host names of these.
fn hides_its_hosts(server: &Server) -> bool {
    server.traffic.is_some() && server.directory.hosts.is_empty()
}

/// What each server is told of the others; `None` where two folders speak of one server or document.
pub(super) fn neighbours(sketches: &[Sketch]) -> Option<Neighbours> {
    let names: BTreeSet<_> = sketches.iter().map(|sketch| server_key(&sketch.name)).collect();
    let unids: BTreeSet<_> = sketches.iter().flat_map(|sketch| &sketch.unids).collect();
    let documents: usize = sketches.iter().map(|sketch| sketch.unids.len()).sum();
    if names.len() < sketches.len() || unids.len() < documents {
        return None;
    }
    let documented = sketches.iter().filter(|sketch| sketch.documented);
    let mut ordered: Vec<_> = sketches.iter().collect();
    ordered.sort_by(|a, b| a.order.cmp(&b.order));
    Some(Neighbours {
        servers: Arc::new(documented.map(|sketch| server_key(&sketch.name)).collect()),
        trusting: Arc::new(trusting(sketches)),
        peers: Peers::among(ordered.into_iter().map(|sketch| sketch.peer.clone()).collect()),
    })
}

/// The first Server documents of each database: as many as are looked at, one more to know that there are
/// more, and one that may be the server itself.
fn trusting(sketches: &[Sketch]) -> Vec<Trusting> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut first = Vec::new();
    for own in sketches.iter().flat_map(|sketch| &sketch.trusting) {
        let count = counts.entry(own.replica.as_deref()).or_default();
        *count += 1;
        if *count <= MAX_SERVERS + 2 {
            first.push(own.clone());
        }
    }
    first
}
