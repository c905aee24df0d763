//! The Secure Mail side of a run: its policies on each platform, and which server they point to. Gateways
//! and devices are shared by all servers.

use super::mobile_seen::MobileSeen;
use super::server::{Server, Unattached};
use crate::catalog::{Catalog, fold};
use crate::domino::hosts;
use crate::evidence::{
    Args, Confidence, Doubt, Evidence, Fact, Found, InputPath, Location, Observed, Role,
};
use crate::formats::{
    DeviceGroup, GatewayCommand, GatewayEntry, PolicyLine, PolicySet, PolicySource, PolicyValue,
    is_placeholder,
};
use crate::naming::field;
use crate::secure_mail::{Address, Policies};
use crate::traveler::external_url;
use std::collections::{BTreeMap, BTreeSet};

/// The policy that names the mail server.
const MAIL_SERVER: &str = "mail-server";
/// Policies that no other app has.
const OWN: [&str; 3] = [MAIL_SERVER, "connection-security-level", "notes-server-flag"];
/// What the app is called where no name is told.
pub const APP: &str = "Secure Mail";
/// What policies are for where no platform is told.
const ALL: &str = "all";
/// Names of the app, as they compare.
const APPS: [&str; 4] = ["secure mail", "securemail", "worxmail", "worx mail"];

/// What is known of Secure Mail, its gateways and its devices.
#[derive(Default)]
pub struct Mobile {
    /// Secure Mail on each platform of which policies are here.
    pub clients: Vec<Client>,
    /// The apps that Endpoint Management lists, or of which policies are here.
    pub apps: Vec<Observed<String>>,
    /// The gateways that Endpoint Management knows.
    pub gateways: Vec<GatewayEntry>,
    /// The configuration of a gateway, as far as it matters.
    pub commands: Vec<GatewayCommand>,
    /// The devices in use.
    pub devices: Vec<DeviceGroup>,
    /// Values with which the policies of an app begin, by our names.
    defaults: BTreeMap<String, Vec<Evidence>>,
    /// Where the apps stand that are known by their policies.
    by_policies: BTreeSet<Location>,
}

/// Secure Mail on a platform.
pub struct Client {
    /// The platform as Endpoint Management calls it; `all` where none is told.
    pub platform: String,
    /// The name of the app, where policies of several are here: one for a pilot, say.
    pub app: Option<String>,
    /// Its policies.
    pub policies: Policies,
    /// The server that its policies point to, by its number among those of the run.
    pub server: Option<usize>,
    /// How many servers have the name that its policies hold.
    pub named_servers: usize,
    /// Where its policies begin.
    pub location: Location,
}

impl Client {
    /// Whether its policies were written down for no platform in particular.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        self.platform == ALL
    }

    /// What findings about it are told apart by: the platform, and the app where there are several.
    #[must_use]
    pub fn subject(&self) -> String {
        match &self.app {
            Some(app) => format!("{} {app}", self.platform),
            None => self.platform.clone(),
        }
    }

    /// The mail server that the policy names.
    #[must_use]
    pub fn address(&self) -> Fact<Address> {
        self.policies.text(MAIL_SERVER).map(|text| Address::of(&text))
    }
}

impl Mobile {
    /// What the metadata of the app gives as the default of a policy.
    #[must_use]
    pub fn default_of(&self, policy: &str) -> &[Evidence] {
        self.defaults.get(policy).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether an app is known by its policies, and not by a list of apps.
    #[must_use]
    pub fn is_of_policies(&self, app: &Observed<String>) -> bool {
        self.by_policies.contains(&app.location)
    }

    /// Looks at Secure Mail though no policies of it are here: nothing is known of any of them.
    pub fn demand(&mut self) {
        if self.clients.is_empty() {
            self.clients.push(Client {
                platform: "all".to_owned(),
                app: None,
                policies: Policies::new(Fact::not_supplied()),
                server: None,
                named_servers: 0,
                location: Location::input(&InputPath::option()),
            });
        }
    }

    /// Whether policies that are set are among the inputs.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.clients.is_empty()
    }
}

/// Puts together what was seen; what is of another app is put aside.
pub(super) fn build(
    seen: &MobileSeen,
    catalog: &Catalog,
    servers: &[Server],
    aside: &mut Vec<Unattached>,
) -> Mobile {
    let mut mobile = Mobile {
        apps: seen.apps.clone(),
        gateways: seen.gateways.clone(),
        commands: seen.commands.clone(),
        devices: seen.devices.clone(),
        ..Mobile::default()
    };
    let mut own = Vec::new();
    for (_, set) in &seen.policies {
        if let Some(app) = &set.app {
            mobile.apps.push(Observed::new(app.clone(), set.location.clone()));
            mobile.by_policies.insert(set.location.clone());
        }
        match set.source {
            PolicySource::Defaults => mobile.take_defaults(set, catalog),
            _ if is_of_secure_mail(set, catalog) => own.push(set),
            _ => aside.push(of_other_app(set)),
        }
    }
    if let Some(location) = &seen.left_out {
        let (location, args) = (location.clone(), Args::new());
        aside.push(Unattached { location, document: None, reason: "mobile-too-much", args });
    }
    mobile.clients = clients(&own, catalog);
    for client in &mut mobile.clients {
        client.find_server(servers);
    }
    mobile
}

fn of_other_app(set: &PolicySet) -> Unattached {
    let app = set.app.clone().unwrap_or_default();
    Unattached {
        location: set.location.clone(),
        document: None,
        reason: "policies-of-other-app",
        args: Args::from([("app", app)]),
    }
}

/// By its name, or by policies that only it has. What somebody wrote down is taken for its policies.
fn is_of_secure_mail(set: &PolicySet, catalog: &Catalog) -> bool {
    let named = set.app.as_ref().map(|app| {
        let app = fold(app);
        APPS.iter().any(|own| app.contains(own))
    });
    let holds = || {
        let mut ids = set.policies.iter().filter_map(|line| id(line, catalog));
        ids.any(|id| OWN.contains(&id))
    };
    named == Some(true) || set.source == PolicySource::Written || holds()
}

/// Our name of a policy.
pub(super) fn id<'c>(line: &PolicyLine, catalog: &'c Catalog) -> Option<&'c str> {
    let names: Vec<_> = line.names.iter().map(String::as_str).collect();
    let value = match &line.value {
        PolicyValue::Plain(text) => text.as_str(),
        PolicyValue::Secret(_) | PolicyValue::Unread => "",
    };
    catalog.policies.find(&names, value).map(|entry| entry.id.as_str())
}

/// One client for each app and platform; what was written down, or for all platforms, counts for each.
fn clients(sets: &[&PolicySet], catalog: &Catalog) -> Vec<Client> {
    let mut apps: BTreeMap<String, &str> = BTreeMap::new();
    let mut platforms: BTreeSet<(Option<String>, &str)> = BTreeSet::new();
    let deployed = |set: &&&PolicySet| set.source == PolicySource::Deployed;
    for set in sets.iter().filter(deployed) {
        let name = set.app.as_deref().unwrap_or(APP);
        apps.entry(fold(name)).or_insert(name);
        platforms.insert((Some(fold(name)), platform_of(set)));
    }
    for platform in sets.iter().filter(|set| !deployed(set)).map(|set| platform_of(set)) {
        let known = platforms.iter().any(|(_, own)| *own == platform);
        if !known {
            platforms.insert((None, platform));
        }
    }
    let of = |(app, platform): (Option<String>, &str)| {
        let is_own = |set: &&PolicySet| {
            let of_app = set.source != PolicySource::Deployed
                || app.as_deref() == Some(fold(set.app.as_deref().unwrap_or(APP)).as_str());
            of_app && [platform, ALL].contains(&platform_of(set))
        };
        let own: Vec<_> = sets.iter().copied().filter(is_own).collect();
        let mut client = client(platform, &own, catalog)?;
        let name = app.and_then(|app| apps.get(&app)).filter(|_| apps.len() > 1);
        client.app = name.map(|name| (*name).to_owned());
        Some(client)
    };
    // What is for all of them stands in the set of each.
    if platforms.iter().any(|(_, platform)| *platform != ALL) {
        platforms.retain(|(_, platform)| *platform != ALL);
    }
    platforms.into_iter().filter_map(of).collect()
}

fn platform_of(set: &PolicySet) -> &str {
    set.platform.as_deref().unwrap_or(ALL)
}

fn client(platform: &str, sets: &[&PolicySet], catalog: &Catalog) -> Option<Client> {
    let deployed = |set: &&&PolicySet| set.source == PolicySource::Deployed;
    let whole = sets.iter().find(deployed);
    let first = whole.or(sets.first())?;
    let absent = Evidence::new(Role::Absent, first.location.clone(), None);
    let mut policies = Policies::new(match whole {
        Some(_) => Fact::Absent(absent.clone()),
        // Who wrote policies down may have left some out.
        None => Fact::Unknown(Doubt::Fragment, vec![absent.clone()]),
    });
    let nameless = catalog.policies.iter().filter(|entry| entry.keys.is_empty());
    for entry in nameless.filter(|_| whole.is_some()) {
        // An export names each policy by its key; the title hangs on the language of the console.
        policies.say_if_missing(&entry.id, Fact::Unknown(Doubt::Unnamed, vec![absent.clone()]));
    }
    for set in sets {
        for line in &set.policies {
            if let Some(id) = id(line, catalog) {
                policies.add(id, fact(line, set.source));
            }
        }
    }
    // Of two exports of one app it is not known which is the later one.
    let exports: Vec<_> = sets.iter().filter(deployed).map(|set| ids(set, catalog)).collect();
    let all: BTreeSet<_> = exports.iter().flatten().copied().collect();
    for id in all.into_iter().filter(|id| exports.iter().any(|export| !export.contains(id))) {
        policies.add(id, Fact::Unknown(Doubt::Ambiguous, vec![absent.clone()]));
    }
    Some(Client {
        platform: platform.to_owned(),
        app: None,
        policies,
        server: None,
        named_servers: 0,
        location: first.location.clone(),
    })
}

/// Our names of the policies of a set.
fn ids<'c>(set: &PolicySet, catalog: &'c Catalog) -> BTreeSet<&'c str> {
    set.policies.iter().filter_map(|line| id(line, catalog)).collect()
}

fn fact(line: &PolicyLine, source: PolicySource) -> Fact<String> {
    let place = || Evidence::new(Role::Observed, line.location.clone(), None);
    match &line.value {
        PolicyValue::Secret(_) => Fact::Unknown(Doubt::Secret, vec![place()]),
        PolicyValue::Unread => Fact::Unknown(Doubt::Unreadable, vec![place()]),
        PolicyValue::Plain(text) if is_placeholder(text) => {
            Fact::Unknown(Doubt::Placeholder, vec![place()])
        }
        PolicyValue::Plain(text) => Fact::Known(Found {
            value: if source == PolicySource::Written && is_empty_word(text) {
                String::new()
            } else {
                text.clone()
            },
            raw: text.clone(),
            location: line.location.clone(),
            confidence: match source {
                PolicySource::Deployed => Confidence::High,
                PolicySource::Written | PolicySource::Defaults => Confidence::Medium,
            },
            named_by: None,
        }),
    }
}

/// Whether somebody wrote, as the page of Citrix does, that a policy is empty.
fn is_empty_word(text: &str) -> bool {
    ["leer", "empty"].contains(&fold(text.trim_matches(['(', ')'])).as_str())
}

impl Mobile {
    fn take_defaults(&mut self, set: &PolicySet, catalog: &Catalog) {
        for line in &set.policies {
            let PolicyValue::Plain(text) = &line.value else { continue };
            let Some(id) = id(line, catalog) else { continue };
            let texts = [text]
                .into_iter()
                .chain(&line.others)
                .map(|text| Evidence::new(Role::Default, line.location.clone(), text.clone()));
            self.defaults.entry(id.to_owned()).or_default().extend(texts);
        }
    }
}

impl Client {
    /// The one server that has the name which the policy holds.
    fn find_server(&mut self, servers: &[Server]) {
        let address = self.address();
        let Some(host) = address.value().and_then(Address::endpoint).map(|it| &it.host) else {
            return;
        };
        let named: Vec<_> = (0..servers.len())
            .filter(|at| servers.get(*at).is_some_and(|server| has_name(server, host)))
            .collect();
        self.named_servers = named.len();
        if let [one] = named.as_slice() {
            self.server = Some(*one);
        }
    }
}

/// Whether a server has a name, by its documents or its external URL.
fn has_name(server: &Server, host: &str) -> bool {
    let external = server.document.texts(field::SERVER_EXTERNAL_URL);
    let texts = external.value().map(Vec::as_slice).unwrap_or_default();
    let external = texts.iter().filter_map(|text| external_url(text));
    let mut external = external.filter_map(|url| hosts::host(&url.host));
    server.directory.hosts.contains(host) || external.any(|own| own == host)
}
