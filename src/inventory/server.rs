//! A server as the checks see it.

use super::certificates::CertificateSeen;
use super::configuration::PinnedValue;
use super::exports::Selection;
use super::own_items::OwnItemSeen;
use super::peers::Peers;
use super::scans::ScanSeen;
use super::server_document::ServerDocument;
use super::settings::{Settings, plain};
use super::trust::Trust;
use super::versions::VersionChoice;
use crate::domino::names::NotesName;
use crate::domino::protocols::Protocol;
use crate::domino::sign_in::{Hosting, HttpTask, Mode, Port, Rule, SignInOptions, Unread, WebSite};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, InputPath, Location};
use crate::formats::Statistic;
use crate::traveler::Traffic;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A server with all that is known of it.
pub struct Server {
    /// Its name; `None` where no input tells it.
    pub name: Option<NotesName>,
    /// An input it is known from.
    pub known_from: InputPath,
    /// notes.ini.
    pub settings: Settings,
    /// Values that Configuration documents set for it.
    pub pinned: Vec<PinnedValue>,
    /// The Configuration documents that are for it, or may be.
    pub configurations: Vec<Configuration>,
    /// Fields of its Server document that checks read as they stand.
    pub document: ServerDocument,
    /// Site documents of other protocols than HTTP that are for it, or may be.
    pub protocol_sites: Vec<ProtocolSite>,
    /// Program documents that run something on it, or may.
    pub programs: Vec<Program>,
    /// Services that Web Site documents enable that it hosts, or may host.
    pub site_services: Vec<SiteServices>,
    /// Forms of policies whose designs stand in its directory.
    pub policy_forms: Vec<PolicyForm>,
    /// Which other servers let it act for its users.
    pub trust: Trust,
    /// The Traveler servers of the run, to compare it with.
    pub peers: Peers,
    /// What its documents say of items that checks of the operator read.
    pub own_items: Vec<OwnItemSeen>,
    /// What the Domino Directory says of it.
    pub directory: Directory,
    /// Which Traveler it runs.
    pub traveler: VersionChoice,
    /// Which Domino it runs.
    pub domino: VersionChoice,
    /// Requests of its access logs; `None` where no log was supplied.
    pub traffic: Option<Traffic>,
    /// Names of other servers, where no name of this one is known: requests for them are none of its.
    pub other_hosts: BTreeSet<String>,
    /// Statistics of Traveler that its console showed.
    pub statistics: Vec<Statistic>,
    /// Scans of its https listeners.
    pub scans: Vec<ScanSeen>,
    /// Certificates in files that are its own, or lie in its folder.
    pub certificates: Vec<CertificateSeen>,
    /// The day of the report.
    pub as_of: Date,
}

impl Server {
    /// The name as reports show it.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        self.name.as_ref().map(ToString::to_string)
    }

    /// What notes.ini says of a key, and what says otherwise (see [`Self::pinned_otherwise`]).
    #[must_use]
    pub fn in_force(&self, key: &str) -> (Fact<String>, Vec<Evidence>) {
        let effective = self.settings.effective(key);
        let value = effective.value().map(|value| plain(value));
        let otherwise = self.pinned_otherwise(key, value.as_deref());
        (effective, otherwise)
    }

    /// What Configuration documents say of a key that is not this value (in lower case; `None` for a
    /// key that is not set): other values, a list of keys that replaces it, and mentions that can't
    /// be read as a value.
    #[must_use]
    pub fn pinned_otherwise(&self, key: &str, value: Option<&str>) -> Vec<Evidence> {
        self.pins_otherwise(key, value).map(|pin| pin.evidence.clone()).collect()
    }

    /// The same as they are. The keys of a list that replaces this key count like the key itself.
    pub fn pins_otherwise<'s>(
        &'s self,
        key: &'s str,
        value: Option<&'s str>,
    ) -> impl Iterator<Item = &'s PinnedValue> {
        let parts = self.settings.parts(key);
        self.pinned.iter().filter(move |pin| {
            let own = plain(&pin.value);
            let of_part = |(part, value): &(String, Option<String>)| {
                pin.sets(part) && value.as_deref() != Some(own.as_str())
            };
            pin.replaces(key)
                || (pin.sets(key) && Some(own.as_str()) != value)
                || parts.iter().any(of_part)
        })
    }

    /// All that decides what its HTTP task answers.
    #[must_use]
    pub fn http_task(&self) -> HttpTask<'_> {
        let directory = &self.directory;
        HttpTask {
            internet_sites: &directory.internet_sites,
            http: &directory.http,
            https: &directory.https,
            options: &directory.options,
            sites: &directory.sites,
            unclear_sites: &directory.unclear_sites,
            sites_whole: directory.sites_whole,
            other_rules: &directory.other_rules,
            addresses: &directory.addresses,
            sni: self.setting("ENABLE_SNI"),
            public_urls: self.setting("HTTPPublicURLs"),
            ihs: self.setting("HTTPIHSEnabled"),
            release: self.domino.chosen().map(|seen| (&seen.version, seen.confidence())),
        }
    }

    /// The value of a key; not known where something else sets, or may set, another one.
    #[must_use]
    pub fn setting(&self, key: &str) -> Fact<String> {
        let (own, pinned) = self.in_force(key);
        if pinned.is_empty() {
            return own;
        }
        Fact::Unknown(Doubt::Ambiguous, own.evidence().into_iter().chain(pinned).collect())
    }

    /// Its Server document; without one the input it is known from.
    #[must_use]
    pub fn document_place(&self) -> Location {
        self.directory.document.clone().unwrap_or_else(|| self.place())
    }

    /// The input it is known from, as a place where nothing else tells one.
    #[must_use]
    pub fn place(&self) -> Location {
        Location::input(&self.known_from)
    }
}

/// A Configuration document that is for a server, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Whether it is for this server.
    pub applies: Hosting,
    /// Whether it names the server or a group, and so wins over the default document.
    pub specific: bool,
    /// Whether it names the server itself, and not a group or all.
    pub by_name: bool,
    /// Whether it enforces the lockout of Internet passwords.
    pub lockout: Fact<String>,
    /// How many wrong passwords it allows by default; 0 for any number.
    pub tries: Fact<Vec<String>>,
    /// The document.
    pub location: Location,
}

/// A Site document of another protocol than HTTP that is for a server, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolSite {
    /// The protocol.
    pub protocol: &'static Protocol,
    /// Whether it is for this server.
    pub applies: Hosting,
    /// The document.
    pub location: Location,
}

/// A Program document that runs something on a server, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Whether it is for this server.
    pub applies: Hosting,
    /// Program and command line, as far as they may be shown.
    pub text: String,
    /// The document.
    pub location: Location,
}

/// The design of a form of policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyForm {
    /// Its name and aliases.
    pub names: Vec<String>,
    /// Where it begins.
    pub location: Location,
}

/// What a Web Site document says of services and ciphers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteServices {
    /// The descriptive name of the site.
    pub site: String,
    /// Whether it is for this server.
    pub applies: Hosting,
    /// The services, as they are stored.
    pub services: Fact<Vec<String>>,
    /// The cipher suites, by their numbers.
    pub ciphers: Fact<Vec<String>>,
}

/// What the Domino Directory says of a server.
pub struct Directory {
    /// The Server document; several that can't be ordered make everything read from it unknown.
    pub document: Option<Location>,
    /// Whether Internet Sites are loaded.
    pub internet_sites: Fact<bool>,
    /// The port of the HTTP task for http.
    pub http: Port,
    /// The port of the HTTP task for https.
    pub https: Port,
    /// How the Server document lets clients sign in.
    pub options: SignInOptions,
    /// Internet authentication, by the meaning the catalog gives.
    pub internet_authentication: Fact<String>,
    /// IP addresses of the server.
    pub addresses: Vec<String>,
    /// Host names and addresses under which clients may ask for it, in lower case.
    pub hosts: BTreeSet<String>,
    /// Web Site documents that it hosts, or may host.
    pub sites: Vec<(WebSite, Hosting)>,
    /// Where it hosts no site: the fields by which the sites of its directory are those of others.
    pub sites_of_others: Vec<Evidence>,
    /// Documents that may be further sites of it.
    pub unclear_sites: Vec<Unread>,
    /// How sure it is that a site that is not among the inputs does not exist; `None` where it may.
    pub sites_whole: Option<Confidence>,
    /// The export it is in, where that is known to be a selection of the directory.
    pub selection: Option<Selection>,
    /// Rules that hang on no site of this server's (on Global Web Settings, or on a site that is not
    /// among the inputs).
    pub other_rules: Vec<Rule>,
}

impl Directory {
    /// How sure it is that the sites here are all there are, each of them judged; `None` where that is
    /// not known.
    #[must_use]
    pub fn all_sites(&self) -> Option<Confidence> {
        self.sites_whole.filter(|_| self.unclear_sites.is_empty())
    }

    /// Whether all sites of the directory are here, and none is for the server.
    #[must_use]
    pub fn only_sites_of_others(&self) -> bool {
        self.sites.is_empty() && self.sites_whole.is_some() && !self.sites_of_others.is_empty()
    }

    /// Which documents tell how clients sign in.
    #[must_use]
    pub fn mode(&self) -> Mode {
        Mode::of(&self.internet_sites)
    }
}

/// Something that belongs to no server, or was put aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unattached {
    /// Where it stands.
    pub location: Location,
    /// What it is: a document's form, or what else describes it.
    pub document: Option<String>,
    /// Code of the reason, in the warnings of the texts.
    pub reason: &'static str,
    /// What the reason's text needs.
    pub args: crate::evidence::Args,
}
