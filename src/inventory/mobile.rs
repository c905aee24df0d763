//! The Secure Mail side of a run: its policies on each platform, and which server they point to. Gateways
//! and devices are shared by all servers.

use super::mobile_seen::MobileSeen;
use super::server::{Server, Unattached};
use crate::catalog::{Catalog, fold};
use crate::domino::hosts;
use crate::evidence::{Args, Confidence, Doubt, Evidence, Fact, Found, Location, Observed, Role};
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

/// One client for each platform; what was written down for all of them counts for each.
fn clients(sets: &[&PolicySet], catalog: &Catalog) -> Vec<Client> {
    let mut platforms: Vec<&str> = sets.iter().filter_map(|set| set.platform.as_deref()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    if platforms.is_empty() && !sets.is_empty() {
        platforms.push("all");
    }
    let of = |platform: &str| {
        let own =
            sets.iter().filter(|set| set.platform.as_deref().is_none_or(|own| own == platform));
        client(platform, &own.copied().collect::<Vec<_>>(), catalog)
    };
    platforms.into_iter().filter_map(of).collect()
}

fn client(platform: &str, sets: &[&PolicySet], catalog: &Catalog) -> Option<Client> {
    let whole = sets.iter().find(|set| set.source == PolicySource::Deployed);
    let first = whole.or(sets.first())?;
    let absent = Evidence::new(Role::Absent, first.location.clone(), None);
    let missing = match whole {
        Some(_) => Fact::Absent(absent),
        // Who wrote policies down may have left some out.
        None => Fact::Unknown(Doubt::Fragment, vec![absent]),
    };
    let mut policies = Policies::new(missing);
    for set in sets {
        for line in &set.policies {
            if let Some(id) = id(line, catalog) {
                policies.add(id, fact(line, set.source));
            }
        }
    }
    Some(Client {
        platform: platform.to_owned(),
        policies,
        server: None,
        named_servers: 0,
        location: first.location.clone(),
    })
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
            value: text.clone(),
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
