//! What is kept of a folder that was read the first time: what the servers of the other folders are told of
//! its own. Everything in it must speak of that one server, or the folder is none by itself.

use super::super::attach;
use super::super::collect::{Collected, DatabaseSeen, Kept};
use super::super::copies::is_unsound;
use super::super::directory::Documents;
use super::super::groups::server_key;
use super::super::neighbours::{Neighbours, Trusting};
use super::super::peers::{Peer, Peers, peer};
use super::super::server::Server;
use super::super::trust::MAX_SERVERS;
use super::super::versions::server_in;
use super::{Print, Prints};
use crate::domino::names::NotesName;
use crate::formats::{DocumentSource, Kind};
use crate::naming::{DocumentKind, Names};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A folder as the others see it.
pub(super) struct Sketch {
    order: Order,
    /// What the reports on its inputs are.
    prints: Box<[Print]>,
    name: NotesName,
    /// Whether it holds the Server document.
    documented: bool,
    /// The documents, each once.
    unids: Vec<u128>,
    trusting: Vec<Trusting>,
    peer: Peer,
}

/// Servers stand in a report by their names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Order(Option<String>, crate::evidence::InputPath);

/// Looks at what was read of a folder; `None` where anything in it may have to do with another folder.
pub(super) fn sketch(
    collected: Collected,
    anchor: &str,
    names: &Names<'_>,
    prints: &Prints,
) -> Option<Sketch> {
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
        prints: collected.inputs.iter().map(|report| prints.of(report)).collect(),
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

/// What is kept of all folders, put together in their order.
#[derive(Default)]
pub(super) struct Gathered {
    names: BTreeSet<String>,
    /// The servers whose documents there are.
    documented: BTreeSet<String>,
    unids: BTreeSet<u128>,
    trusting: Vec<Trusting>,
    /// How many Server documents each database has.
    counts: BTreeMap<Option<String>, usize>,
    folders: Vec<(Order, Placed, Peer)>,
}

/// A folder by its place among all, and what it was when it was read first.
pub(super) struct Placed {
    pub(super) place: usize,
    /// What the reports on its inputs were.
    pub(super) prints: Box<[Print]>,
}

impl Placed {
    /// What a file of so many was, where it has one report and was read as something.
    pub(super) fn kind(&self, file: usize, files: usize) -> Option<Kind> {
        let print = self.prints.get(file).filter(|_| self.prints.len() == files)?;
        let read = !matches!(print.kind, Kind::Archive | Kind::Nsf | Kind::Unrecognised);
        read.then_some(print.kind)
    }
}

impl Gathered {
    /// Takes the next folder, which stands at this place; `None` where another one speaks of the same server
    /// or document.
    pub(super) fn add(&mut self, sketch: Sketch, place: usize) -> Option<()> {
        let key = server_key(&sketch.name);
        if sketch.documented {
            self.documented.insert(key.clone());
        }
        let new = self.names.insert(key);
        let new = sketch.unids.into_iter().fold(new, |new, unid| self.unids.insert(unid) && new);
        self.trust(sketch.trusting);
        let placed = Placed { place, prints: sketch.prints };
        self.folders.push((sketch.order, placed, sketch.peer));
        new.then_some(())
    }

    /// Of each database as many Server documents as are looked at, one more to know that there are more, and
    /// one that may be the server itself.
    fn trust(&mut self, documents: Vec<Trusting>) {
        for own in documents {
            let count = self.counts.entry(own.replica.clone()).or_default();
            *count += 1;
            if *count <= MAX_SERVERS + 2 {
                self.trusting.push(own);
            }
        }
    }

    /// The folders in the order of a report, and what each server is told of the others.
    pub(super) fn finish(mut self) -> (Vec<Placed>, Neighbours) {
        self.folders.sort_by(|a, b| a.0.cmp(&b.0));
        let folders = self.folders.into_iter();
        let (placed, peers) = folders.map(|(_, placed, peer)| (placed, peer)).unzip();
        let neighbours = Neighbours {
            servers: Arc::new(self.documented),
            trusting: Arc::new(self.trusting),
            peers: Peers::among(peers),
        };
        (placed, neighbours)
    }
}
