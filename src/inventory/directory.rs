//! The documents of the Domino Directory, sorted: which copy of a document is judged, which documents
//! are for which server, which rules hang on which site, and how sure it is that nothing is missing.

use super::collect::{Collected, Kept};
use super::configuration::{PinnedValue, settings_in};
use super::groups::Groups;
use super::server::{Directory, Unattached};
use crate::domino::hosts;
use crate::domino::names::NotesName;
use crate::domino::site::{Hosting, Rule, RuleKind, SessionAuthentication, WebSite};
use crate::evidence::{Args, Confidence, Doubt, Fact, FactCode, Location, Role};
use crate::formats::{Document, DocumentSource, ReadExtent};
use crate::naming::{DocumentKind, Names, field};
use std::collections::{BTreeMap, BTreeSet};

/// A document that is judged.
pub(super) struct Judged<'d> {
    input: usize,
    document: &'d Document,
    kind: Option<DocumentKind>,
    /// Recognised by a form name that nothing confirms.
    unconfirmed: bool,
}

impl Judged<'_> {
    pub(super) fn location(&self) -> &Location {
        &self.document.location
    }
}

/// All documents that are judged.
pub(super) struct Documents<'d> {
    collected: &'d Collected,
    names: &'d Names<'d>,
    all: Vec<Judged<'d>>,
    /// Conflicts and truncated documents: never judged, but they show that something is there.
    aside: Vec<Judged<'d>>,
    groups: Groups,
}

impl<'d> Documents<'d> {
    /// Puts aside conflicts, truncated documents and older copies, and recognises the others.
    pub(super) fn sort(
        collected: &'d Collected,
        names: &'d Names<'d>,
        unattached: &mut Vec<Unattached>,
    ) -> Self {
        let kept = latest_copies(collected, unattached);
        let all: Vec<_> = kept.into_iter().map(|kept| judged(kept, names)).collect();
        let all = without_written(all, unattached);
        let unsound = collected.documents.iter().filter(|kept| is_unsound(&kept.document));
        let aside = unsound.map(|kept| judged(kept, names)).collect();
        let mut documents = Self { collected, names, all, aside, groups: Groups::default() };
        documents.read_groups();
        documents
    }

    fn read_groups(&mut self) {
        let mut groups = Groups::default();
        for group in self.of(DocumentKind::Group) {
            if let Some(name) = self.text(group, field::GROUP_NAME) {
                groups.add(&name, self.values(group, field::GROUP_MEMBERS));
            }
        }
        self.groups = groups;
    }

    fn of(&self, kind: DocumentKind) -> impl Iterator<Item = &Judged<'d>> {
        self.all.iter().filter(move |judged| judged.kind == Some(kind) && !judged.unconfirmed)
    }

    /// The names that Server documents give, each with its document.
    pub(super) fn servers(&self) -> impl Iterator<Item = (NotesName, &Judged<'d>)> {
        self.of(DocumentKind::Server).filter_map(|judged| {
            let name = self.text(judged, field::SERVER_NAME)?;
            Some((NotesName::parse(&name)?, judged))
        })
    }

    /// Whether the Server document itself shows that the server runs Traveler.
    pub(super) fn shows_traveler(&self, judged: &Judged<'_>) -> bool {
        let url = self.text(judged, field::SERVER_EXTERNAL_URL);
        url.is_some_and(|url| !url.is_empty()) || holds_traveler_url(judged.document)
    }

    fn values(&self, judged: &Judged<'_>, id: &str) -> Fact<Vec<String>> {
        match self.names.catalog().fields.get(id) {
            Some(entry) => self.names.read(judged.document, entry).values,
            None => Fact::not_supplied(),
        }
    }

    fn meaning(&self, judged: &Judged<'_>, id: &str) -> Fact<String> {
        match self.names.catalog().fields.get(id) {
            Some(entry) => self.names.read(judged.document, entry).meaning,
            None => Fact::not_supplied(),
        }
    }

    fn text(&self, judged: &Judged<'_>, id: &str) -> Option<String> {
        self.values(judged, id).value()?.first().cloned()
    }

    /// The build that Server documents of this name show.
    pub(super) fn builds(&self, server: &NotesName) -> Vec<Fact<Vec<String>>> {
        let exported = |judged: &Judged<'_>| judged.document.source != DocumentSource::Written;
        let own = self.servers().filter(|(name, judged)| name == server && exported(judged));
        own.map(|(_, judged)| self.values(judged, field::SERVER_BUILD)).collect()
    }

    /// What the directory says of a server.
    pub(super) fn directory_of(&self, server: Option<&NotesName>) -> Directory {
        let own: Vec<_> = self.server_documents(server);
        let meaning = |id| merge(own.iter().map(|judged| self.meaning(judged, id)).collect());
        let addresses = own.iter().filter_map(|judged| {
            self.values(judged, field::SERVER_NET_ADDRESSES)
                .known()
                .map(|found| found.value.clone())
        });
        let sites = self.sites_of(server);
        let known = own.iter().flat_map(|judged| HOST_FIELDS.map(|id| self.values(judged, id)));
        let known: Vec<_> = known.chain(hosted(&sites)).collect();
        Directory {
            document: own.first().map(|judged| judged.document.location.clone()),
            internet_sites: as_flag(meaning(field::SERVER_INTERNET_SITES), "on", "off"),
            session: as_session(meaning(field::SERVER_SESSION)),
            internet_authentication: meaning(field::SERVER_INTERNET_AUTHENTICATION),
            password: as_flag(meaning(field::SERVER_PASSWORD), "yes", "no"),
            hosts: known
                .iter()
                .filter_map(Fact::value)
                .flatten()
                .filter_map(|text| hosts::host(text))
                .collect(),
            addresses: addresses.flatten().collect(),
            sites_whole: self.sites_whole(),
            other_rules: self.other_rules(),
            sites,
        }
    }

    /// The documents of this server; of a server without name, the only Server document there is.
    fn server_documents(&self, server: Option<&NotesName>) -> Vec<&Judged<'d>> {
        match server {
            Some(server) => self
                .servers()
                .filter(|(name, _)| name == server)
                .map(|(_, judged)| judged)
                .collect(),
            None => Vec::new(),
        }
    }

    fn sites_of(&self, server: Option<&NotesName>) -> Vec<(WebSite, Hosting)> {
        self.of(DocumentKind::Site)
            .filter(|judged| self.same_organisation(judged, server))
            .filter_map(|judged| Some((self.web_site(judged), self.hosting(judged, server)?)))
            .collect()
    }

    fn same_organisation(&self, judged: &Judged<'_>, server: Option<&NotesName>) -> bool {
        let own = server.and_then(NotesName::organisation);
        let site = self.text(judged, field::SITE_ORGANISATION).filter(|text| !text.is_empty());
        match (own, site) {
            (Some(own), Some(site)) => {
                let site = site.strip_prefix("O=").or(site.strip_prefix("o=")).unwrap_or(&site);
                // A path of units is no plain organisation: what Domino makes of it is not known.
                site.contains('/') || own.to_lowercase() == site.trim().to_lowercase()
            }
            _ => true,
        }
    }

    fn hosting(&self, judged: &Judged<'_>, server: Option<&NotesName>) -> Option<Hosting> {
        match self.values(judged, field::SITE_SERVERS) {
            Fact::Known(found) if found.value.iter().any(|name| !name.is_empty()) => {
                self.groups.names_server(&found.value, server)
            }
            _ => Some(Hosting::Maybe),
        }
    }

    fn web_site(&self, judged: &Judged<'_>) -> WebSite {
        let document = judged.document;
        let mut rules = Vec::new();
        let mut unread = Vec::new();
        for response in self.responses(document) {
            match response.kind {
                Some(DocumentKind::Rule) if !response.unconfirmed => {
                    rules.push(self.rule(response))
                }
                Some(DocumentKind::Rule) | None => unread.push(response.document.location.clone()),
                Some(_) => {}
            }
        }
        let aside = self.aside.iter().filter(|other| is_response(other.document, document));
        unread.extend(aside.map(|other| other.document.location.clone()));
        let name = self.text(judged, field::SITE_NAME).filter(|name| !name.is_empty());
        WebSite {
            name: name
                .or_else(|| document.unid.clone())
                .unwrap_or_else(|| document.location.to_string()),
            addresses: self.values(judged, field::SITE_ADDRESSES),
            is_default: default_flag(self.meaning(judged, field::SITE_DEFAULT)),
            session: as_session(self.meaning(judged, field::SITE_SESSION)),
            password: as_flag(self.meaning(judged, field::SITE_PASSWORD), "yes", "no"),
            rules,
            unread,
            rules_whole: self.rules_whole(judged),
            location: document.location.clone(),
        }
    }

    fn responses<'s>(&'s self, parent: &'s Document) -> impl Iterator<Item = &'s Judged<'d>> {
        self.all.iter().filter(move |judged| is_response(judged.document, parent))
    }

    fn rule(&self, judged: &Judged<'_>) -> Rule {
        let pattern = self.values(judged, field::RULE_PATTERN);
        Rule {
            kind: as_rule_kind(self.meaning(judged, field::RULE_TYPE)),
            pattern: one_text(pattern),
            replacement: one_text(self.values(judged, field::RULE_REPLACEMENT)),
            location: judged.document.location.clone(),
        }
    }

    /// Rules that hang on nothing among the sites here: on Global Web Settings, or on a document that
    /// is missing.
    fn other_rules(&self) -> Vec<Rule> {
        let orphan = |judged: &&Judged<'d>| {
            !self.of(DocumentKind::Site).any(|site| is_response(judged.document, site.document))
        };
        self.of(DocumentKind::Rule).filter(orphan).map(|judged| self.rule(judged)).collect()
    }

    /// How sure it is that every rule of a site is among the inputs: a document export of the
    /// directory read to its end, in which a rule would have been recognised.
    fn rules_whole(&self, site: &Judged<'_>) -> Option<Confidence> {
        let whole = self.export_whole(site.input)?;
        let recognisable =
            self.names.knows_form_of(DocumentKind::Rule, site.document.replica.as_deref());
        (whole == Confidence::High || recognisable).then_some(whole)
    }

    fn sites_whole(&self) -> Option<Confidence> {
        if self.aside.iter().chain(&self.all).any(|judged| self.may_be_site(judged)) {
            return None;
        }
        let inputs = self.of(DocumentKind::Site).map(|judged| judged.input);
        let worth: Option<Vec<_>> = inputs.map(|input| self.export_whole(input)).collect();
        worth?.into_iter().reduce(Confidence::and)
    }

    /// A document that is no judged site and may be one all the same: a conflict or truncated copy, or
    /// one with the form of a site and without what else makes it one.
    fn may_be_site(&self, judged: &Judged<'_>) -> bool {
        let document = judged.document;
        let entry = self.names.catalog().documents.get(DocumentKind::Site.id());
        let form = document.form.as_deref().unwrap_or_default();
        let named = entry.is_some_and(|entry| {
            entry.forms.iter().any(|known| known.name.eq_ignore_ascii_case(form))
        });
        let beside =
            self.of(DocumentKind::Site).any(|site| site.document.replica == document.replica);
        named && beside && (judged.kind.is_none() || is_unsound(document))
    }

    /// A database export that was read in full: high if it holds as many documents as the database,
    /// medium if it may be a selection; `None` for anything else.
    fn export_whole(&self, input: usize) -> Option<Confidence> {
        let seen = self.collected.databases.iter().find(|seen| seen.input == input)?;
        let report = self.collected.inputs.get(input)?;
        if report.read != ReadExtent::Full {
            return None;
        }
        let all = seen.database.documents.is_some_and(|all| all > 0 && all <= seen.documents);
        Some(if all { Confidence::High } else { Confidence::Medium })
    }

    /// Values that Configuration documents set for a server.
    pub(super) fn pinned(&self, server: Option<&NotesName>) -> Vec<PinnedValue> {
        let mut pinned = Vec::new();
        for judged in self.of(DocumentKind::Configuration) {
            let named = self.values(judged, field::CONFIGURATION_SERVER);
            let default = self.meaning(judged, field::CONFIGURATION_DEFAULT);
            let is_default = default.value().is_some_and(|meaning| meaning == "yes");
            let applies = match named.value() {
                _ if is_default => Some(Hosting::Yes),
                Some(named) => self.groups.names_server(named, server),
                None => Some(Hosting::Maybe),
            };
            let Some(applies) = applies else { continue };
            let star = named.value().is_some_and(|names| names.iter().any(|name| name == "*"));
            let specific = !is_default && !star;
            let found = settings_in(judged.document, self.names.catalog());
            pinned.extend(found.into_iter().map(|(key, value, evidence)| PinnedValue {
                key,
                value,
                applies,
                specific,
                evidence,
            }));
        }
        pinned
    }
}

/// Keeps the judged copy of each document, and tells which were put aside.
fn latest_copies<'d>(collected: &'d Collected, unattached: &mut Vec<Unattached>) -> Vec<&'d Kept> {
    let mut put_aside = |document: &Document, reason, args| {
        unattached.push(Unattached {
            location: document.location.clone(),
            document: document.form.clone(),
            reason,
            args,
        });
    };
    let mut latest: BTreeMap<(&str, &str), &'d Kept> = BTreeMap::new();
    let mut without_unid = Vec::new();
    let copies = Copies::of(collected);
    for kept in &collected.documents {
        let document = &kept.document;
        if is_unsound(document) {
            let reason = if document.conflict { "conflict-document" } else { "truncated-document" };
            put_aside(document, reason, Args::new());
            continue;
        }
        let Some(unid) = document.unid.as_deref() else {
            without_unid.push(kept);
            continue;
        };
        if document.source != DocumentSource::Whole {
            match copies.instead_of(document) {
                None => without_unid.push(kept),
                Some(judged) => {
                    let args = Args::from([("judged", judged.location.to_string())]);
                    put_aside(document, "excerpt-of-document", args);
                }
            }
            continue;
        }
        let key = (document.replica.as_deref().unwrap_or_default(), unid);
        let other = latest.get(&key).copied();
        let newer = other.is_none_or(|other| age(other) < age(kept));
        if newer {
            latest.insert(key, kept);
        }
        if let Some(older) = other.map(|other| if newer { other } else { kept }) {
            let judged = if newer { kept } else { other.unwrap_or(kept) };
            let args = Args::from([("judged", judged.document.location.to_string())]);
            put_aside(&older.document, "older-copy", args);
        }
    }
    let mut all: Vec<_> = latest.into_values().chain(without_unid).collect();
    all.sort_by_key(|kept| (kept.input, kept.document.location.line));
    all
}

/// All sound copies of the documents of which an excerpt is here.
struct Copies<'d>(BTreeMap<&'d str, Vec<&'d Document>>);

impl<'d> Copies<'d> {
    fn of(collected: &'d Collected) -> Self {
        let documents = || collected.documents.iter().map(|kept| &kept.document);
        let excerpts = documents().filter(|document| document.source != DocumentSource::Whole);
        let mut copies: BTreeMap<&str, Vec<&Document>> =
            excerpts.filter_map(|document| Some((document.unid.as_deref()?, Vec::new()))).collect();
        for document in documents().filter(|document| !is_unsound(document)) {
            if let Some(known) = document.unid.as_deref().and_then(|unid| copies.get_mut(unid)) {
                known.push(document);
            }
        }
        Self(copies)
    }

    /// The copy that is judged instead of an excerpt: a whole one that is not known to be older, or
    /// an excerpt that is known to be newer. Two of which that can't be told are both judged, so that
    /// they can contradict each other.
    fn instead_of(&self, excerpt: &Document) -> Option<&'d Document> {
        let copies = self.0.get(excerpt.unid.as_deref()?)?;
        let older = |other: &Document| matches!((other.modified, excerpt.modified), (Some(a), Some(b)) if a < b);
        let newer = |other: &Document| matches!((other.modified, excerpt.modified), (Some(a), Some(b)) if a > b);
        copies.iter().copied().find(|other| match other.source {
            DocumentSource::Whole => !older(other),
            _ => newer(other),
        })
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

pub(super) fn is_unsound(document: &Document) -> bool {
    document.conflict || document.truncated
}

pub(super) fn age(kept: &Kept) -> (Option<u32>, Option<jiff::Timestamp>) {
    (kept.document.sequence, kept.document.modified)
}

fn judged<'d>(kept: &'d Kept, names: &Names<'_>) -> Judged<'d> {
    let recognised = names.recognise(&kept.document);
    Judged {
        input: kept.input,
        document: &kept.document,
        kind: recognised.map(|found| found.kind),
        unconfirmed: recognised.is_some_and(|found| found.code == FactCode::Unconfirmed),
    }
}

fn is_response(document: &Document, parent: &Document) -> bool {
    let same_replica = document.replica == parent.replica;
    same_replica && document.parent.is_some() && document.parent == parent.unid
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

/// One fact from several copies of a document: what they agree on, or a contradiction. A copy in
/// which nothing names the item, or of which only an excerpt is here, takes nothing from the others.
fn merge<T: PartialEq + Clone>(facts: Vec<Fact<T>>) -> Fact<T> {
    let unnamed =
        |fact: &Fact<T>| matches!(fact, Fact::Unknown(Doubt::Unnamed | Doubt::Fragment, _));
    let telling: Vec<_> = facts.iter().filter(|fact| !unnamed(fact)).collect();
    match telling.as_slice() {
        [] => facts.into_iter().next().unwrap_or_else(Fact::not_supplied),
        [first, rest @ ..] if rest.iter().all(|other| agree(first, other)) => (*first).clone(),
        several => Fact::Unknown(
            Doubt::Ambiguous,
            several.iter().flat_map(|fact| fact.evidence()).collect(),
        ),
    }
}

fn agree<T: PartialEq>(a: &Fact<T>, b: &Fact<T>) -> bool {
    match (a, b) {
        (Fact::Known(a), Fact::Known(b)) => a.value == b.value,
        (Fact::Absent(_), Fact::Absent(_)) => true,
        (Fact::Unknown(a, _), Fact::Unknown(b, _)) => a == b,
        _ => false,
    }
}

/// Fields of the Server document that tell how clients may call the server.
const HOST_FIELDS: [&str; 4] = [
    field::SERVER_HOST_NAME,
    field::SERVER_HTTP_HOST_NAMES,
    field::SERVER_NET_ADDRESSES,
    field::SERVER_EXTERNAL_URL,
];

/// The addresses of the sites that are known to be of the server.
fn hosted(sites: &[(WebSite, Hosting)]) -> impl Iterator<Item = Fact<Vec<String>>> {
    let own = sites.iter().filter(|(_, hosting)| *hosting == Hosting::Yes);
    own.map(|(site, _)| site.addresses.clone())
}

fn as_flag(meaning: Fact<String>, on: &str, off: &str) -> Fact<bool> {
    translate(meaning, |word| match word {
        word if word == on => Some(true),
        word if word == off => Some(false),
        _ => None,
    })
}

/// A site whose default flag is empty or missing is not the default site.
fn default_flag(meaning: Fact<String>) -> Fact<bool> {
    as_flag(meaning, "yes", "no")
}

fn as_session(meaning: Fact<String>) -> Fact<SessionAuthentication> {
    translate(meaning, |word| match word {
        "off" => Some(SessionAuthentication::Off),
        "single" => Some(SessionAuthentication::Single),
        "multi" => Some(SessionAuthentication::Multi),
        _ => None,
    })
}

fn as_rule_kind(meaning: Fact<String>) -> Fact<RuleKind> {
    translate(meaning, |word| match word {
        "directory" => Some(RuleKind::Directory),
        "redirection" => Some(RuleKind::Redirection),
        "substitution" => Some(RuleKind::Substitution),
        "response-header" => Some(RuleKind::ResponseHeader),
        "override-session-authentication" => Some(RuleKind::OverrideSession),
        _ => None,
    })
}

/// A meaning of the catalog as a type of ours; a word we don't know is no meaning.
fn translate<T>(meaning: Fact<String>, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
    match meaning {
        Fact::Known(found) => match read(&found.value) {
            Some(value) => Fact::Known(found.map(|_| value)),
            None => Fact::Unknown(Doubt::NoMeaning, vec![found.evidence(Role::Observed)]),
        },
        Fact::Absent(evidence) => Fact::Absent(evidence),
        Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
    }
}

fn one_text(values: Fact<Vec<String>>) -> Fact<String> {
    match values {
        Fact::Known(found) if found.value.len() == 1 => {
            Fact::Known(found.map(|mut values| values.remove(0)))
        }
        Fact::Known(found) => Fact::Unknown(Doubt::Ambiguous, vec![found.evidence(Role::Observed)]),
        Fact::Absent(evidence) => Fact::Absent(evidence),
        Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
    }
}
