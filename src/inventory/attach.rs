//! Which servers there are, and which evidence is whose.

use super::Inventory;
use super::certificates::{self, CertificateSeen};
use super::collect::{Collected, StatedVersion, Typed};
use super::configuration::PinnedValue;
use super::consoles::{Consoles, is_file};
use super::directory::Documents;
use super::groups::key;
use super::history::History;
use super::ini_file::IniFile;
use super::mobile::Mobile;
use super::neighbours::Neighbours;
use super::own_items::OwnItem;
use super::peers::{self, Peers};
use super::scans::{self, ScanSeen};
use super::server::{Server, Unattached};
use super::settings::Settings;
use super::versions::{self, Rank, VersionSeen};
use crate::catalog::version::Product;
use crate::domino::names::NotesName;
use crate::evidence::{Args, Doubt, Evidence, Fact, InputPath, Location, Role};
use crate::formats::{Kind, SightingSource, SitesLoaded, Statistic};
use crate::naming::Names;
use crate::traveler::Traffic;
use jiff::civil::{Date, DateTime};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Servers from which on a second core is worth its start.
const MANY: usize = 8;

/// A server of which not everything is known yet.
pub(super) struct Draft {
    pub(super) name: Option<NotesName>,
    pub(super) known_from: InputPath,
    /// Folders of the inputs that name it.
    pub(super) folders: BTreeSet<String>,
    pub(super) files: Vec<Arc<IniFile>>,
    versions: Vec<VersionSeen>,
    traffic: Option<Traffic>,
    statistics: Vec<Statistic>,
    typed: Vec<Typed>,
    /// What its logs say of Internet Sites: the newest of each.
    site_views: Vec<SitesLoaded>,
    scans: Vec<ScanSeen>,
    certificates: Vec<CertificateSeen>,
    /// Whether anything besides a Server document speaks of it, or that document shows Traveler.
    pub(super) runs_traveler: bool,
    /// Whether its notes.ini holds something else than a name where its name should stand.
    pub(super) unclear: bool,
}

impl Draft {
    pub(super) fn new(name: Option<NotesName>, known_from: &InputPath) -> Self {
        Self {
            name,
            known_from: known_from.clone(),
            folders: BTreeSet::new(),
            files: Vec::new(),
            versions: Vec::new(),
            traffic: None,
            statistics: Vec::new(),
            typed: Vec::new(),
            site_views: Vec::new(),
            scans: Vec::new(),
            certificates: Vec::new(),
            runs_traveler: false,
            unclear: false,
        }
    }

    /// Takes what was typed at its console. Of several logs the newest counts, where they tell times.
    fn type_in(&mut self, typed: &Typed) {
        let same = |own: &Typed| own.setting.key.eq_ignore_ascii_case(&typed.setting.key);
        let before = |own: Option<DateTime>, other: Option<DateTime>| {
            own.zip(other).is_some_and(|(own, other)| own < other)
        };
        if self.typed.iter().any(|own| same(own) && before(typed.time, own.time)) {
            return;
        }
        self.typed.retain(|own| !(same(own) && before(own.time, typed.time)));
        self.typed.push(typed.clone());
    }

    /// An input names it.
    pub(super) fn see(&mut self, path: &InputPath) {
        self.folders.insert(path.folder().to_owned());
    }
}

/// Builds the servers; `around` is what was seen of others, where these are not among the inputs.
pub(super) fn build(
    collected: &Collected,
    names: &Names<'_>,
    around: Option<&Neighbours>,
) -> Inventory {
    let mut unattached = Vec::new();
    let documents = Documents::sort(collected, names, around, &mut unattached);
    build_from(collected, &documents, unattached, around)
}

/// The same, where the documents are sorted already; `unattached` is what was put aside of them.
pub(super) fn build_from(
    collected: &Collected,
    documents: &Documents<'_>,
    unattached: Vec<Unattached>,
    around: Option<&Neighbours>,
) -> Inventory {
    let as_of = collected.options.period.as_of;
    let mut fleet = Fleet { unattached, as_of, ..Fleet::default() };
    fleet.take_notes_ini(collected);
    fleet.take_server_documents(documents);
    let consoles = Consoles::of(collected);
    fleet.take_consoles(consoles.named(true), collected);
    // A log alone makes no server of a run in which others are known.
    if fleet.drafts.iter().all(|draft| draft.name.is_none()) {
        fleet.take_consoles(consoles.named(false), collected);
    }
    fleet.join_nameless();
    fleet.tell_flat_names();
    if fleet.drafts.is_empty() {
        fleet.nameless(collected);
    }
    fleet.attach_listings(&consoles, collected);
    fleet.attach_typed(&consoles, collected);
    fleet.attach_site_views(&consoles, collected);
    fleet.attach_statistics(&consoles, collected);
    fleet.attach_sightings(&consoles, collected);
    fleet.attach_traffic(&consoles, collected);
    fleet.attach_stated(collected);
    fleet.attach_scans(collected);
    fleet.attach_certificates(collected);
    fleet.put_aside_servers_without_traveler(documents);
    let history = History::of(collected, documents.catalog());
    fleet.finish(documents, &collected.options.own_items, history, around)
}

#[derive(Default)]
pub(super) struct Fleet {
    pub(super) drafts: Vec<Draft>,
    /// Drafts by name as it compares, and by the folders of their files.
    by_name: BTreeMap<String, Vec<usize>>,
    by_folder: BTreeMap<String, BTreeSet<usize>>,
    unattached: Vec<Unattached>,
    /// Names for which the operator stated a version, and which no server has.
    strangers: Vec<StatedVersion>,
    /// Scans in whose folders nothing tells the server.
    loose_scans: Vec<ScanSeen>,
    /// Certificates in whose folders nothing tells the server.
    loose_certificates: Vec<CertificateSeen>,
    /// The day of the report.
    as_of: Date,
    /// Servers that are told and not judged.
    aside: Vec<NotesName>,
}

impl Fleet {
    fn take_server_documents(&mut self, documents: &Documents<'_>) {
        for (name, judged) in documents.servers() {
            let traveler = documents.shows_traveler(judged);
            let known = self.position(name);
            let at = known.unwrap_or_else(|| {
                self.add(Draft::new(Some(name.clone()), &judged.location().path))
            });
            let draft = &mut self.drafts[at];
            draft.see(&judged.location().path);
            draft.runs_traveler |= traveler;
            // A canonical name tells more than an abbreviated one.
            if draft.name.as_ref().is_some_and(|own| !own.is_canonical()) && name.is_canonical() {
                draft.name = Some(name.clone());
            }
        }
    }

    /// The only draft of which this is true.
    pub(super) fn one(&self, is: impl Fn(&Draft) -> bool) -> Option<usize> {
        let mut found = (0..self.drafts.len()).filter(|&at| is(&self.drafts[at]));
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }

    /// Inputs that name no server still speak of one.
    fn nameless(&mut self, collected: &Collected) {
        let judged = |kind: Kind| {
            !matches!(kind, Kind::Archive | Kind::Nsf | Kind::Unrecognised | Kind::NotesIni)
                && !kind.is_mobile()
        };
        if let Some(input) = collected.inputs.iter().find(|input| judged(input.kind)) {
            self.add(Draft::new(None, &input.path));
        }
    }

    /// A server whose console tells its name is one, whatever else is known of it.
    fn take_consoles<'n>(
        &mut self,
        named: impl Iterator<Item = (usize, &'n NotesName)>,
        collected: &Collected,
    ) {
        for (input, name) in named {
            let path = &collected.inputs[input].path;
            let known = self.position(name);
            let at = known.unwrap_or_else(|| self.add(Draft::new(Some(name.clone()), path)));
            self.drafts[at].see(path);
        }
    }

    /// The server of a console: the one that it names, else the nearest. A console that names
    /// several servers is that of none.
    fn of_console(&self, input: usize, consoles: &Consoles, path: &InputPath) -> Option<usize> {
        match consoles.one(input) {
            Some(name) => self.position(name),
            None if consoles.names(input) => None,
            None => self.nearest_log(path, consoles),
        }
    }

    /// The server of a console; where there is none, that is told.
    fn of_console_or_aside(
        &mut self,
        input: usize,
        consoles: &Consoles,
        collected: &Collected,
    ) -> Option<usize> {
        let path = &collected.inputs[input].path;
        let at = self.of_console(input, consoles, path);
        if at.is_none() {
            self.put_console_aside(input, consoles, path);
        }
        at
    }

    fn attach_listings(&mut self, consoles: &Consoles, collected: &Collected) {
        let listings = collected.ini_files.iter().filter(|(_, file)| !is_file(file));
        for (input, file) in listings {
            if let Some(at) = self.of_console_or_aside(*input, consoles, collected) {
                self.add_file(at, Arc::clone(file));
                self.drafts[at].runs_traveler = true;
            }
        }
    }

    fn attach_typed(&mut self, consoles: &Consoles, collected: &Collected) {
        for (input, typed) in &collected.typed {
            if let Some(at) = self.of_console_or_aside(*input, consoles, collected) {
                self.drafts[at].type_in(typed);
            }
        }
    }

    fn attach_site_views(&mut self, consoles: &Consoles, collected: &Collected) {
        for (input, view) in &collected.site_views {
            if let Some(at) = self.of_console_or_aside(*input, consoles, collected) {
                let own = &mut self.drafts[at].site_views;
                if !own.iter().any(|other| view.is_before(other)) {
                    own.retain(|other| !other.is_before(view));
                    own.push(view.clone());
                }
            }
        }
    }

    fn attach_statistics(&mut self, consoles: &Consoles, collected: &Collected) {
        for (input, statistic) in &collected.statistics {
            if let Some(at) = self.of_console_or_aside(*input, consoles, collected) {
                self.drafts[at].statistics.push(statistic.clone());
                self.drafts[at].runs_traveler = true;
            }
        }
    }

    fn attach_sightings(&mut self, consoles: &Consoles, collected: &Collected) {
        for (input, sighting) in &collected.sightings {
            let path = &collected.inputs[*input].path;
            let server = versions::server_in(&sighting.text);
            let at = match &server {
                Some(name) => self.position(name),
                None => self.of_console(*input, consoles, path),
            };
            // A header decides only where it names the server.
            let rank = match sighting.source {
                SightingSource::Stated => Rank::Stated,
                SightingSource::ServerLog => Rank::Log,
                SightingSource::MailHeader if server.is_some() => Rank::Mail,
                SightingSource::MailHeader | SightingSource::Mention => Rank::Mention,
            };
            let seen = versions::seen(&sighting.text, rank, sighting.time, &sighting.location);
            match at {
                Some(at) => {
                    self.drafts[at].runs_traveler |= rank == Rank::Log;
                    self.drafts[at].versions.extend(seen);
                }
                None if seen.is_empty() => {}
                None => match server {
                    Some(server) => {
                        let args = Args::from([("server", server.to_string())]);
                        self.put_aside(&sighting.location, "version-of-other-server", args);
                    }
                    None if consoles.names(*input) => {
                        self.put_console_aside(*input, consoles, path);
                    }
                    None => {
                        self.put_aside(&sighting.location, "version-of-no-server", Args::new());
                    }
                },
            }
        }
    }

    fn attach_traffic(&mut self, consoles: &Consoles, collected: &Collected) {
        for (input, traffic) in &collected.traffic {
            let path = &collected.inputs[*input].path;
            match self.nearest_log(path, consoles) {
                Some(at) => {
                    let draft = &mut self.drafts[at];
                    draft.runs_traveler = true;
                    draft.traffic.get_or_insert_default().merge(traffic);
                }
                None => self.put_aside(&Location::input(path), "log-of-no-server", Args::new()),
            }
        }
    }

    fn attach_stated(&mut self, collected: &Collected) {
        let options = &collected.options;
        let traveler = options.traveler.iter().map(|stated| (stated, Product::Traveler));
        let domino = options.domino.iter().map(|stated| (stated, Product::Domino));
        let option = Location::input(&InputPath::option());
        for (stated, product) in traveler.chain(domino) {
            let place = stated.place.as_ref().unwrap_or(&option);
            let seen = versions::told(&stated.text, product, Rank::Stated, place);
            let targets: Vec<usize> = match stated.server.as_deref().map(NotesName::parse) {
                None => (0..self.drafts.len()).collect(),
                Some(name) => name.and_then(|name| self.position(&name)).into_iter().collect(),
            };
            if targets.is_empty() && stated.server.is_some() {
                self.strangers.push(stated.clone());
            }
            for at in targets {
                self.drafts[at].runs_traveler |= stated.server.is_some();
                self.drafts[at].versions.extend(seen.clone());
            }
        }
    }

    /// Scans go to the server of their folder, until the names of all servers are known.
    fn attach_scans(&mut self, collected: &Collected) {
        let period = collected.options.period;
        for scan in &collected.scans {
            let at = self.nearest(&scan.location.path);
            let seen = ScanSeen::new(scan.clone(), period.when(scan.time));
            match at {
                Some(at) => self.drafts[at].scans.push(seen),
                None => self.loose_scans.push(seen),
            }
        }
    }

    /// The same for certificates in files.
    fn attach_certificates(&mut self, collected: &Collected) {
        for chain in &collected.certificates {
            let seen = CertificateSeen::new(chain.clone());
            match self.nearest(&chain.location.path) {
                Some(at) => self.drafts[at].certificates.push(seen),
                None => self.loose_certificates.push(seen),
            }
        }
    }

    /// A domain has many servers and few run Traveler. Where something shows which do, the others
    /// are told and not judged; where nothing does, all are judged.
    fn put_aside_servers_without_traveler(&mut self, documents: &Documents<'_>) {
        if !self.drafts.iter().any(|draft| draft.runs_traveler) {
            return;
        }
        let (kept, other): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.drafts).into_iter().partition(|draft| draft.runs_traveler);
        self.drafts = kept;
        for draft in other {
            let document = documents.place_of(draft.name.as_ref()).cloned();
            let location = document.unwrap_or_else(|| Location::input(&draft.known_from));
            let name = draft.name.as_ref().map(ToString::to_string).unwrap_or_default();
            self.aside.extend(draft.name);
            let args = Args::from([("server", name)]);
            let document = Some("Server".to_owned());
            self.unattached.push(Unattached {
                location,
                document,
                reason: "server-without-traveler",
                args,
            });
        }
    }

    fn finish(
        mut self,
        documents: &Documents<'_>,
        own_items: &[OwnItem],
        history: History,
        around: Option<&Neighbours>,
    ) -> Inventory {
        let (drafts, as_of) = (std::mem::take(&mut self.drafts), self.as_of);
        let server = |draft| server(draft, documents, own_items, as_of);
        let mut servers = match drafts.len() {
            0..MANY => drafts.into_iter().map(server).collect(),
            _ => drafts.into_par_iter().map(server).collect::<Vec<_>>(),
        };
        let loose = std::mem::take(&mut self.loose_scans);
        self.unattached.extend(scans::give_by_name(&mut servers, loose));
        let loose = std::mem::take(&mut self.loose_certificates);
        self.unattached.extend(certificates::give_by_name(&mut servers, loose));
        tell_other_hosts(&mut servers, &self.aside, documents);
        servers.sort_by_key(|server| (server.display_name(), server.known_from.clone()));
        match around {
            Some(around) => around.introduce(&mut servers),
            None => peers::introduce(&mut servers),
        }
        self.unattached.sort();
        self.unattached.dedup();
        Inventory {
            servers,
            unattached: self.unattached,
            history,
            mobile: Mobile::default(),
            strangers: self.strangers,
        }
    }

    pub(super) fn add(&mut self, draft: Draft) -> usize {
        let at = self.drafts.len();
        if let Some(name) = &draft.name {
            self.by_name.entry(key(&name.abbreviated())).or_default().push(at);
        }
        self.drafts.push(draft);
        at
    }

    pub(super) fn add_file(&mut self, at: usize, file: Arc<IniFile>) {
        self.by_folder.entry(file.path.folder().to_owned()).or_default().insert(at);
        self.drafts[at].files.push(file);
    }

    /// Drops the drafts of which this is false.
    pub(super) fn retain(&mut self, keep: impl Fn(&Draft) -> bool) {
        let drafts = std::mem::take(&mut self.drafts);
        (self.by_name, self.by_folder) = (BTreeMap::new(), BTreeMap::new());
        for mut draft in drafts.into_iter().filter(|draft| keep(draft)) {
            let files = std::mem::take(&mut draft.files);
            let at = self.add(draft);
            files.into_iter().for_each(|file| self.add_file(at, file));
        }
    }

    pub(super) fn position(&self, name: &NotesName) -> Option<usize> {
        let mut near = self.by_name.get(&key(&name.abbreviated())).into_iter().flatten().copied();
        near.find(|at| self.drafts[*at].name.as_ref() == Some(name))
    }

    /// The server whose notes.ini stands in the same or the nearest upper folder, else the only one.
    pub(super) fn nearest(&self, path: &InputPath) -> Option<usize> {
        self.nearest_by(path, |_| &[])
    }

    /// The same for a log that names no server: one beside it that does speaks for it too.
    fn nearest_log(&self, path: &InputPath, consoles: &Consoles) -> Option<usize> {
        self.nearest_by(path, |folder| consoles.in_folder(folder))
    }

    fn nearest_by<'n>(
        &self,
        path: &InputPath,
        named: impl Fn(&str) -> &'n [NotesName],
    ) -> Option<usize> {
        let mut folder = path.folder();
        loop {
            if let Some(here) = self.by_folder.get(folder) {
                return here.first().copied().filter(|_| here.len() == 1);
            }
            match named(folder) {
                [] => {}
                [name] => return self.position(name),
                _ => return None,
            }
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(upper, _)| upper);
        }
        (self.drafts.len() == 1).then_some(0)
    }

    fn put_console_aside(&mut self, input: usize, consoles: &Consoles, path: &InputPath) {
        let (reason, args) = consoles.reason(input);
        self.put_aside(&Location::input(path), reason, args);
    }

    pub(super) fn put_aside(&mut self, location: &Location, reason: &'static str, args: Args) {
        self.unattached.push(Unattached {
            location: location.clone(),
            document: None,
            reason,
            args,
        });
    }
}

/// Tells a server whose log counts, and of which no name is known, the names of all others.
fn tell_other_hosts(servers: &mut [Server], aside: &[NotesName], documents: &Documents<'_>) {
    let nameless = |own: &Server| own.traffic.is_some() && own.directory.hosts.is_empty();
    if !servers.iter().any(nameless) {
        return;
    }
    let of_aside = aside.iter().map(|name| documents.directory_of(Some(name)).hosts);
    let judged = servers.iter().map(|server| server.directory.hosts.clone());
    let all: BTreeSet<_> = judged.chain(of_aside).flatten().collect();
    for server in servers.iter_mut().filter(|server| nameless(server)) {
        server.other_hosts.clone_from(&all);
    }
}

/// Whether Internet Sites are on, where the running server says otherwise than its document: then that was
/// changed, and HTTP not started since, or the document is another's.
fn as_running(told: Fact<bool>, views: &[SitesLoaded]) -> Fact<bool> {
    let off = views.iter().filter(|view| !view.on);
    let off = off
        .map(|view| Evidence::new(Role::Conflict, view.location.clone(), LOG_SAYS_OFF.to_owned()));
    let off: Vec<_> = off.collect();
    match told.value() {
        Some(true) if !off.is_empty() => {
            Fact::Unknown(Doubt::Ambiguous, [told.evidence(), off].concat())
        }
        _ => told,
    }
}

/// The line of the log, as it is documented.
const LOG_SAYS_OFF: &str = "HTTP Server: Using Web Configuration View";

fn server(
    mut draft: Draft,
    documents: &Documents<'_>,
    own_items: &[OwnItem],
    as_of: Date,
) -> Server {
    let name = draft.name.as_ref();
    if let Some(name) = name {
        for build in documents.builds(name) {
            let Some(found) = build.known() else { continue };
            draft.versions.extend(versions::told(
                &found.raw,
                Product::Domino,
                Rank::Directory,
                &found.location,
            ));
        }
    }
    let mut directory = documents.directory_of(name);
    directory.internet_sites = as_running(directory.internet_sites, &draft.site_views);
    let typed = draft.typed.iter().map(|typed| PinnedValue::typed(&typed.setting));
    Server {
        settings: Settings { files: draft.files },
        pinned: documents.pinned(name).into_iter().chain(typed).collect(),
        configurations: documents.configurations(name),
        document: documents.server_document(name),
        protocol_sites: documents.protocol_sites(name),
        programs: documents.programs(name),
        site_services: documents.site_services(name),
        policy_forms: documents.policy_forms(name),
        trust: documents.trust_of(name),
        peers: Peers::default(),
        own_items: documents.own_items(name, own_items),
        directory,
        traveler: versions::choose(&draft.versions, Product::Traveler),
        domino: versions::choose(&draft.versions, Product::Domino),
        traffic: draft.traffic,
        other_hosts: BTreeSet::new(),
        statistics: draft.statistics,
        scans: draft.scans,
        certificates: draft.certificates,
        as_of,
        name: draft.name,
        known_from: draft.known_from,
    }
}
