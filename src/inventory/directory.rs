//! The documents of the Domino Directory, sorted: which copy of a document is judged, which documents
//! are for which server, and what its Server document says. Sites with their rules, and Configuration
//! documents, have files of their own.

mod configurations;
mod own;
mod programs;
mod sites;

use super::collect::Collected;
use super::copies::{self, Chosen};
use super::exports::Exports;
use super::facts::{as_flag, merge, of_documents};
use super::groups::{ByServer, Groups, Naming, Reach, key};
use super::index::Index;
use super::neighbours::{Neighbours, Trusting};
use super::options;
use super::server::{Directory, PolicyForm, Unattached};
use super::server_document::{self, ServerDocument};
use super::trust::{MAX_SERVERS, Trust};
use crate::catalog::Catalog;
use crate::domino::hosts;
use crate::domino::names::NotesName;
use crate::domino::protocols::Protocol;
use crate::domino::sign_in::{Hosting, Rule, WebSite};
use crate::evidence::{Args, Confidence, Doubt, Fact, FactCode, Location};
use crate::formats::{Document, DocumentSource};
use crate::naming::{DocumentKind, Names, field};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A document that is judged.
#[derive(Clone)]
pub(super) struct Judged<'d> {
    /// The export it stands in.
    source: usize,
    pub(super) document: &'d Document,
    /// Copies of the same version that say something else.
    twins: Vec<&'d Document>,
    /// It may be deleted or out of date.
    doubtful: bool,
    pub(super) kind: Option<DocumentKind>,
    /// Recognised by a form name that nothing confirms.
    pub(super) unconfirmed: bool,
}

impl<'d> Judged<'d> {
    pub(super) fn location(&self) -> &Location {
        &self.document.location
    }

    /// The document with all copies of its version.
    pub(super) fn copies(&self) -> impl Iterator<Item = &'d Document> {
        std::iter::once(self.document).chain(self.twins.iter().copied())
    }

    fn places(&self) -> Vec<Location> {
        self.copies().map(|document| document.location.clone()).collect()
    }
}

/// All documents that are judged.
pub(super) struct Documents<'d> {
    exports: Exports<'d>,
    names: &'d Names<'d>,
    all: Vec<Judged<'d>>,
    /// Conflicts and truncated documents: never judged, but they show that something is there.
    aside: Vec<Judged<'d>>,
    groups: Groups,
    index: Index<'d>,
    /// The names that Server documents give, with the numbers of these.
    servers: Vec<(NotesName, usize)>,
    /// The servers that each of them trusts: every server asks all others for it.
    trusting: Arc<Vec<Trusting>>,
    /// Places in `servers`, by the name as it compares.
    servers_by_name: BTreeMap<String, Vec<usize>>,
    /// Web Site documents by the servers that may host them; the numbers are those of `sites`.
    sites_by_server: ByServer,
    sites: Vec<(usize, WebSite)>,
    /// Documents that may be sites and are not judged as such, with the reason.
    odd_sites: Vec<(Judged<'d>, &'static str)>,
    /// Configuration documents by server; the numbers are those of `configurations`.
    configurations_by_server: ByServer,
    /// Configuration documents, and whether they are sure to count.
    configurations: Vec<(Judged<'d>, bool)>,
    /// Rules that answer no site, and what may be one.
    orphan_rules: Vec<(Judged<'d>, Rule)>,
    /// Site documents of other protocols, and whether they are sure to count.
    protocol_sites: Vec<(Judged<'d>, &'static Protocol, bool)>,
}

impl<'d> Documents<'d> {
    /// Puts aside conflicts, truncated documents and older copies, and recognises the others.
    pub(super) fn sort(
        collected: &'d Collected,
        names: &'d Names<'d>,
        around: Option<&Neighbours>,
        unattached: &mut Vec<Unattached>,
    ) -> Self {
        let exports = Exports::of(collected);
        let (chosen, aside) = copies::choose(collected, &exports, unattached);
        let judge = |all: Vec<Chosen<'d>>| -> Vec<_> {
            all.into_iter().map(|chosen| judged(chosen, names)).collect()
        };
        let all = without_written(judge(chosen), unattached);
        let aside = judge(aside);
        let index = Index::of(&all, &aside, names);
        let mut documents = Self {
            exports,
            names,
            all,
            aside,
            index,
            groups: Groups::default(),
            servers: Vec::new(),
            trusting: Arc::default(),
            servers_by_name: BTreeMap::new(),
            sites_by_server: ByServer::default(),
            sites: Vec::new(),
            odd_sites: Vec::new(),
            configurations_by_server: ByServer::default(),
            configurations: Vec::new(),
            orphan_rules: Vec::new(),
            protocol_sites: Vec::new(),
        };
        documents.read_servers();
        match around {
            Some(around) => documents.take_neighbours(around),
            None => documents.read_neighbours(),
        }
        documents.read_groups();
        documents.read_sites();
        documents.read_configurations();
        documents.read_protocol_sites();
        documents
    }

    fn read_servers(&mut self) {
        let named = |number: &usize| {
            let name = self.text(&self.all[*number], field::SERVER_NAME)?;
            Some((NotesName::parse(&name)?, *number))
        };
        let numbers = self.index.of_kind(DocumentKind::Server);
        let servers: Vec<_> = numbers.iter().filter_map(named).collect();
        for ((name, _), at) in servers.iter().zip(0..) {
            self.servers_by_name.entry(key(&name.abbreviated())).or_default().push(at);
        }
        self.servers = servers;
        self.read_server_rivals();
    }

    /// The other servers are those of the same inputs.
    fn read_neighbours(&mut self) {
        let trusting = self.servers().map(|(name, judged)| self.trusting(name, judged));
        self.trusting = Arc::new(trusting.collect());
        self.servers.iter().for_each(|(name, _)| self.groups.add_server(name));
    }

    /// The other servers stand in other folders, and were looked at before.
    fn take_neighbours(&mut self, around: &Neighbours) {
        self.trusting = Arc::clone(&around.trusting);
        self.groups.take_servers(&around.servers);
    }

    /// Whom a Server document lets act for its users.
    fn trusting(&self, name: &NotesName, judged: &Judged<'d>) -> Trusting {
        Trusting {
            name: name.clone(),
            replica: judged.document.replica.clone(),
            whole: self.exports.is_whole(judged.source),
            trusted: sure(judged, self.values(judged, field::SERVER_TRUSTED)),
        }
    }

    /// The catalog by which they were recognised.
    pub(super) fn catalog(&self) -> &'d Catalog {
        self.names.catalog()
    }

    /// The same of all of them, for others to be told.
    pub(super) fn all_trusting(&self) -> &[Trusting] {
        &self.trusting
    }

    /// Which of a Server document and its conflict Domino uses can't be told: the conflict counts like
    /// a copy that says something else. What a truncated one would say is not known, so beside it
    /// nothing is.
    fn read_server_rivals(&mut self) {
        let rivals = self.unsound(DocumentKind::Server);
        let rivals = rivals.flat_map(|rival| {
            let own = self.rivalled(rival).into_iter();
            own.map(|number| (number, rival.document))
        });
        for (number, rival) in rivals.collect::<Vec<_>>() {
            let own = &mut self.all[number];
            own.doubtful |= !rival.conflict || rival.truncated;
            if !own.copies().any(|copy| std::ptr::eq(copy, rival)) {
                own.twins.push(rival);
            }
        }
    }

    /// The numbers of the Server documents that one that is not judged may contradict: that which it
    /// answers or is a copy of, and those of its name; a whole one whose name can't be read any.
    fn rivalled(&self, rival: &Judged<'_>) -> Vec<usize> {
        let (own, replica) = (rival.document, rival.document.replica.as_deref());
        let name = self.text(rival, field::SERVER_NAME).and_then(|name| NotesName::parse(&name));
        let any = name.is_none() && own.source == DocumentSource::Whole;
        let same = |(other, number): &&(NotesName, usize)| {
            let judged = &self.all[*number];
            let copy = own.unid.is_some() && own.unid == judged.document.unid;
            let near = replica.zip(judged.document.replica.as_deref()).is_none_or(|(a, b)| a == b);
            near && (any || copy || name.as_ref() == Some(other) || is_response(rival, judged))
        };
        self.servers.iter().filter(same).map(|(_, number)| *number).collect()
    }

    /// The servers that a document can be for, where a field names them one by one.
    fn only_servers(&self, judged: &Judged<'_>, field: &str) -> Option<Vec<String>> {
        let values = self.values(judged, field);
        let names = values.value().filter(|names| names.iter().any(|name| !name.is_empty()))?;
        self.groups.only_servers(names, self.naming(judged, None))
    }

    /// The membership of a group is not known where a document of it is not judged.
    fn read_groups(&mut self) {
        let mut groups = std::mem::take(&mut self.groups);
        let sound = self.of(DocumentKind::Group).map(|group| (group, !group.doubtful));
        let unsound = self.unsound(DocumentKind::Group).map(|group| (group, false));
        for (group, sure) in sound.chain(unsound) {
            let members = self.values(group, field::GROUP_MEMBERS);
            let members = if sure { members } else { Fact::not_supplied() };
            match self.text(group, field::GROUP_NAME) {
                Some(name) => groups.add(&name, group.document.replica.as_deref(), members),
                None => groups.add_nameless(),
            }
        }
        self.groups = groups;
    }

    fn of(&self, kind: DocumentKind) -> impl Iterator<Item = &Judged<'d>> {
        self.index.of_kind(kind).iter().map(|number| &self.all[*number])
    }

    /// Conflicts, truncated documents, and those without a type, of this kind by their form.
    fn unsound(&self, kind: DocumentKind) -> impl Iterator<Item = &Judged<'d>> {
        let unsound = self.aside.iter();
        let untyped = self
            .untyped()
            .filter(|judged| self.names.tells_no_type(judged.document) || !judged.twins.is_empty());
        unsound.chain(untyped).filter(move |judged| {
            judged.kind == Some(kind)
                || (judged.kind.is_none() && self.names.has_form_of(kind, judged.document))
        })
    }

    fn untyped(&self) -> impl Iterator<Item = &Judged<'d>> {
        self.index.untyped().iter().map(|number| &self.all[*number])
    }

    /// The names that Server documents give, each with its document.
    pub(super) fn servers(&self) -> impl Iterator<Item = (&NotesName, &Judged<'d>)> {
        self.servers.iter().map(|(name, number)| (name, &self.all[*number]))
    }

    /// The Server document of a server, the first if there are several.
    pub(super) fn place_of(&self, server: Option<&NotesName>) -> Option<&Location> {
        self.server_documents(server).first().map(|judged| judged.location())
    }

    /// Whether the Server document itself shows that the server runs Traveler.
    pub(super) fn shows_traveler(&self, judged: &Judged<'_>) -> bool {
        let url = self.text(judged, field::SERVER_EXTERNAL_URL);
        url.is_some_and(|url| !url.is_empty()) || holds_traveler_url(judged.document)
    }

    fn values(&self, judged: &Judged<'_>, id: &str) -> Fact<Vec<String>> {
        let Some(entry) = self.names.catalog().fields.get(id) else {
            return Fact::not_supplied();
        };
        merge(judged.copies().map(|document| self.names.read(document, entry).values).collect())
    }

    fn meaning(&self, judged: &Judged<'_>, id: &str) -> Fact<String> {
        let Some(entry) = self.names.catalog().fields.get(id) else {
            return Fact::not_supplied();
        };
        merge(judged.copies().map(|document| self.names.read(document, entry).meaning).collect())
    }

    fn text(&self, judged: &Judged<'_>, id: &str) -> Option<String> {
        self.values(judged, id).value()?.first().cloned()
    }

    /// The build that Server documents of this name show.
    pub(super) fn builds(&self, server: &NotesName) -> Vec<Fact<Vec<String>>> {
        let exported = |judged: &Judged<'_>| judged.document.source != DocumentSource::Written;
        let own = self.server_documents(Some(server)).into_iter().filter(|own| exported(own));
        own.map(|judged| self.values(judged, field::SERVER_BUILD)).collect()
    }

    /// What the directory says of a server.
    pub(super) fn directory_of(&self, server: Option<&NotesName>) -> Directory {
        let own: Vec<_> = self.server_documents(server);
        let meaning = |id| {
            let told = own.iter().map(|judged| (judged.document, self.own_meaning(judged, id)));
            of_documents(told.collect())
        };
        let values = |id| merge(own.iter().map(|judged| self.values(judged, id)).collect());
        let addresses = own.iter().filter_map(|judged| {
            self.values(judged, field::SERVER_NET_ADDRESSES)
                .known()
                .map(|found| found.value.clone())
        });
        let home = Home::of(&own);
        let sites = self.sites_of(server, &home);
        let addresses =
            with_sites(addresses.flatten().collect(), self.listed_by_name(server, &home));
        let known = own.iter().flat_map(|judged| HOST_FIELDS.map(|id| self.values(judged, id)));
        let known: Vec<_> = known.chain(hosted(&sites)).collect();
        Directory {
            document: own.first().map(|judged| judged.document.location.clone()),
            internet_sites: as_flag(meaning(field::SERVER_INTERNET_SITES), "on", "off"),
            http: options::port(
                meaning(field::SERVER_HTTP_STATUS),
                values(field::SERVER_HTTP_PORT),
            ),
            https: options::port(
                meaning(field::SERVER_HTTPS_STATUS),
                values(field::SERVER_HTTPS_PORT),
            ),
            options: options::of_server(meaning),
            internet_authentication: meaning(field::SERVER_INTERNET_AUTHENTICATION),
            hosts: known
                .iter()
                .filter_map(Fact::value)
                .flatten()
                .filter_map(|text| hosts::host(text))
                .collect(),
            addresses,
            sites_whole: self.sites_whole(&home),
            sites_of_others: match sites.as_slice() {
                [] => self.sites_of_others(server, &home),
                _ => Vec::new(),
            },
            unclear_sites: self.unclear_sites(server, &home),
            selection: self.selection(&own, &home),
            other_rules: self.other_rules(&home),
            sites,
        }
    }

    /// Forms of policies whose designs stand in the directory of a server.
    pub(super) fn policy_forms(&self, server: Option<&NotesName>) -> Vec<PolicyForm> {
        let own = self.server_documents(server);
        let Some(first) = own.first() else { return Vec::new() };
        let forms = self.names.policy_forms(first.document.replica.as_deref());
        forms
            .map(|(names, place)| PolicyForm { names: names.to_vec(), location: place.clone() })
            .collect()
    }

    /// Fields of the Server document of a server that checks read as they stand.
    pub(super) fn server_document(&self, server: Option<&NotesName>) -> ServerDocument {
        let own = self.server_documents(server);
        let texts = |id: &'static str| {
            let told = own.iter().map(|own| (own.document, sure(own, self.values(own, id))));
            (id, of_documents(told.collect()))
        };
        let meanings = |id: &'static str| {
            let told = own.iter().map(|own| (own.document, self.own_meaning(own, id)));
            (id, of_documents(told.collect()))
        };
        let reach = |id: &'static str| (id, self.reach_of(&own, server, &texts(id).1));
        ServerDocument::new(
            server_document::TEXTS.into_iter().map(texts).collect(),
            server_document::MEANINGS.into_iter().map(meanings).collect(),
            !own.is_empty() && own.iter().all(|own| self.exports.is_whole(own.source)),
        )
        .with_reaches(server_document::LISTS.into_iter().map(reach).collect())
    }

    /// Whom a list of a Server document stands for. What takes all Web Site documents takes all Group
    /// documents too, as surely.
    fn reach_of(
        &self,
        own: &[&Judged<'_>],
        server: Option<&NotesName>,
        list: &Fact<Vec<String>>,
    ) -> (Reach, Confidence) {
        match (own.first(), list) {
            (Some(judged), Fact::Known(list)) => {
                let whole = self.exports.holds_sites(judged.source);
                let naming = Naming { whole: whole.is_some(), ..self.naming(judged, server) };
                let reach = self.groups.reach(&list.value, naming);
                (reach, whole.unwrap_or(Confidence::High))
            }
            (Some(_), Fact::Absent(_)) => (Reach::Nobody, Confidence::High),
            _ => (Reach::Unknown, Confidence::Low),
        }
    }

    /// Which other servers of the same directory let a server act for its users.
    pub(super) fn trust_of(&self, server: Option<&NotesName>) -> Trust {
        let mut trust = Trust::default();
        let home = Home::of(&self.server_documents(server));
        let other = |own: &&Trusting| {
            server.is_some_and(|server| *server != own.name) && home.has(own.replica.as_deref())
        };
        for own in self.trusting.iter().filter(other) {
            if trust.count() == MAX_SERVERS {
                trust.more = true;
                break;
            }
            let (fact, replica) = (&own.trusted, own.replica.as_deref());
            let naming = Naming { server, replica, whole: own.whole };
            let trusts = match fact {
                Fact::Known(found) => self.groups.names_server(&found.value, naming),
                Fact::Absent(_) => None,
                Fact::Unknown(..) => Some(Hosting::Maybe),
            };
            trust.unnamed |= matches!(fact, Fact::Unknown(Doubt::Unnamed, _));
            let named = match trusts {
                Some(Hosting::Yes) => &mut trust.trusting,
                Some(Hosting::Maybe) => &mut trust.unclear,
                None => &mut trust.others,
            };
            named.add(&own.name, fact);
        }
        trust
    }

    /// A field of a Server document; of one that may be out of date it decides nothing.
    fn own_meaning(&self, judged: &Judged<'_>, id: &str) -> Fact<String> {
        sure(judged, self.meaning(judged, id))
    }

    /// The documents of this server; of a server without name none.
    fn server_documents(&self, server: Option<&NotesName>) -> Vec<&Judged<'d>> {
        let Some(server) = server else { return Vec::new() };
        let places = self.servers_by_name.get(&key(&server.abbreviated())).into_iter().flatten();
        let own = places.map(|at| &self.servers[*at]).filter(|(name, _)| name == server);
        own.map(|(_, number)| &self.all[*number]).collect()
    }

    fn naming<'n>(&self, judged: &'n Judged<'_>, server: Option<&'n NotesName>) -> Naming<'n> {
        let whole = self.exports.is_whole(judged.source);
        Naming { server, replica: judged.document.replica.as_deref(), whole }
    }
}

/// The databases in which the Server document of a server stands: what stands in others is of another
/// domain. Empty where no export tells it.
struct Home<'d>(BTreeSet<&'d str>);

impl<'d> Home<'d> {
    fn of(own: &[&Judged<'d>]) -> Self {
        Self(own.iter().filter_map(|judged| judged.document.replica.as_deref()).collect())
    }

    /// Whether a document may be of the same domain.
    fn holds(&self, judged: &Judged<'_>) -> bool {
        self.has(judged.document.replica.as_deref())
    }

    /// Whether what stands in a database may be of the same domain.
    fn has(&self, replica: Option<&str>) -> bool {
        self.0.is_empty() || replica.is_none_or(|replica| self.0.contains(replica))
    }
}

/// A document that may be out of date decides nothing.
fn sure<T>(judged: &Judged<'_>, fact: Fact<T>) -> Fact<T> {
    match fact {
        Fact::Known(_) | Fact::Absent(_) if judged.doubtful => {
            Fact::Unknown(Doubt::Ambiguous, fact.evidence())
        }
        fact => fact,
    }
}

/// Puts aside what a tool was told to write where an export shows documents of that kind.
fn without_written<'d>(all: Vec<Judged<'d>>, unattached: &mut Vec<Unattached>) -> Vec<Judged<'d>> {
    let is_written = |judged: &Judged<'_>| judged.document.source == DocumentSource::Written;
    let exported: BTreeSet<_> =
        all.iter().filter(|judged| !is_written(judged)).filter_map(|judged| judged.kind).collect();
    let (aside, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|judged| {
        is_written(judged) && judged.kind.is_some_and(|kind| exported.contains(&kind))
    });
    unattached.extend(aside.into_iter().map(|judged| Unattached {
        location: judged.document.location.clone(),
        document: judged.document.form.clone(),
        reason: "written-document",
        args: Args::new(),
    }));
    kept
}

fn judged<'d>(chosen: Chosen<'d>, names: &Names<'_>) -> Judged<'d> {
    let document = &chosen.kept.document;
    let recognised = names.recognise(document);
    // Of copies that are not even of one kind nothing tells what the document is.
    let one = chosen.twins.iter().all(|twin| {
        let found = names.recognise(twin).map(|found| found.kind);
        let excerpt = twin.source != DocumentSource::Whole;
        found == recognised.map(|found| found.kind) || excerpt && found.is_none()
    });
    Judged {
        source: chosen.kept.source,
        document,
        kind: recognised.map(|found| found.kind).filter(|_| one),
        unconfirmed: recognised.is_some_and(|found| found.code == FactCode::Unconfirmed),
        doubtful: chosen.doubtful,
        twins: chosen.twins,
    }
}

/// Whether a document answers another, by any copy of it.
pub(super) fn is_response(judged: &Judged<'_>, parent: &Judged<'_>) -> bool {
    let same_replica = judged.document.replica == parent.document.replica;
    let answers = |own: &Document| own.parent.is_some() && own.parent == parent.document.unid;
    same_replica && judged.copies().any(answers)
}

/// A text of the Server document that is the external URL of a Traveler server, whatever its item.
fn holds_traveler_url(document: &Document) -> bool {
    document.items.iter().any(|item| match &item.value {
        crate::formats::ItemValue::Values(values) => values.iter().any(|value| {
            let value = value.trim().trim_end_matches('/').to_ascii_lowercase();
            let path = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
            path.is_some_and(|path| path.ends_with("/traveler"))
        }),
        _ => false,
    })
}

/// Fields of the Server document that tell how clients may call the server.
const HOST_FIELDS: [&str; 4] = [
    field::SERVER_HOST_NAME,
    field::SERVER_HTTP_HOST_NAMES,
    field::SERVER_NET_ADDRESSES,
    field::SERVER_EXTERNAL_URL,
];

/// The addresses of a server with those that its sites list. Where the Server document holds none,
/// any address may be the server's, and a list that is not known to be whole would say otherwise.
fn with_sites(own: Vec<String>, listed: Vec<String>) -> Vec<String> {
    let is_address = |text: &String| hosts::address(text).is_some();
    let more = if own.iter().any(is_address) { listed } else { Vec::new() };
    own.into_iter().chain(more.into_iter().filter(is_address)).collect()
}

/// The addresses of the sites that are known to be of the server.
fn hosted(sites: &[(WebSite, Hosting)]) -> impl Iterator<Item = Fact<Vec<String>>> {
    let own = sites.iter().filter(|(_, hosting)| *hosting == Hosting::Yes);
    own.map(|(site, _)| site.addresses.clone())
}
