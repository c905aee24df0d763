//! Reading one field of one document.

use super::design::Field;
use super::{Names, worth};
use crate::catalog::FieldEntry;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, FactCode, Found, NamedBy, Role};
use crate::formats::{Document, DocumentSource, Item, ItemValue, is_placeholder};

/// Ids of the fields that this program reads; each stands in `fields.toml`.
pub mod field {
    /// Server document: name of the server.
    pub const SERVER_NAME: &str = "server.name";
    /// Server document: build the server runs, maintained by the server.
    pub const SERVER_BUILD: &str = "server.build-number";
    /// Server document: fully qualified Internet host name.
    pub const SERVER_HOST_NAME: &str = "server.host-name";
    /// Server document: host names of the HTTP task.
    pub const SERVER_HTTP_HOST_NAMES: &str = "server.http-host-names";
    /// Server document: numbers of the cipher suites.
    pub const SERVER_CIPHERS: &str = "server.ciphers";
    /// Server document: the directory assistance database.
    pub const SERVER_DIRECTORY_ASSISTANCE: &str = "server.directory-assistance";
    /// Server document: whether name and password do over https.
    pub const SERVER_PASSWORD: &str = "server.https-password";
    /// Server document: number of the port for http.
    pub const SERVER_HTTP_PORT: &str = "server.http-port";
    /// Server document: status of the port for http.
    pub const SERVER_HTTP_STATUS: &str = "server.http-port-status";
    /// Server document: number of the port for https.
    pub const SERVER_HTTPS_PORT: &str = "server.https-port";
    /// Server document: status of the port for https.
    pub const SERVER_HTTPS_STATUS: &str = "server.https-port-status";
    /// Server document: whether name and password do over http.
    pub const SERVER_HTTP_PASSWORD: &str = "server.http-password";
    /// Server document: whether anyone is let in over http.
    pub const SERVER_HTTP_ANONYMOUS: &str = "server.http-anonymous";
    /// Server document: whether anyone is let in over https.
    pub const SERVER_HTTPS_ANONYMOUS: &str = "server.https-anonymous";
    /// Server document: whether bearer tokens do over https.
    pub const SERVER_HTTPS_BEARER: &str = "server.https-bearer";
    /// Server document: network addresses.
    pub const SERVER_NET_ADDRESSES: &str = "server.net-addresses";
    /// Server document: whether Internet Sites are loaded.
    pub const SERVER_INTERNET_SITES: &str = "server.internet-sites";
    /// Server document: session authentication.
    pub const SERVER_SESSION: &str = "server.session-authentication";
    /// Server document: Internet authentication.
    pub const SERVER_INTERNET_AUTHENTICATION: &str = "server.internet-authentication";
    /// Server document: external URL of Traveler.
    pub const SERVER_EXTERNAL_URL: &str = "server.traveler-external-url";
    /// Server document, Traveler: who may use it.
    pub const SERVER_TRAVELER_ALLOW: &str = "server.traveler-allow";
    /// Server document, Traveler: who may not use it.
    pub const SERVER_TRAVELER_DENY: &str = "server.traveler-deny";
    /// Server document, Traveler: how much it logs.
    pub const SERVER_LOG_LEVEL: &str = "server.traveler-log-level";
    /// Server document, Traveler: whether whole SyncML messages are logged.
    pub const SERVER_SYNCML_LOG: &str = "server.traveler-syncml-logging";
    /// Server document, Traveler: fields that the log leaves out.
    pub const SERVER_LOG_PRIVACY: &str = "server.traveler-log-privacy";
    /// Server document: servers that may act for users.
    pub const SERVER_TRUSTED: &str = "server.trusted-servers";
    /// Server document: whether the SMTP listener runs.
    pub const SERVER_SMTP_LISTENER: &str = "server.smtp-listener";
    /// Server document: threads of the HTTP task.
    pub const SERVER_HTTP_THREADS: &str = "server.http-threads";
    /// Web Site document: descriptive name.
    pub const SITE_NAME: &str = "site.name";
    /// Web Site document: organisation.
    pub const SITE_ORGANISATION: &str = "site.organisation";
    /// Web Site document: host names and addresses mapped to it.
    pub const SITE_ADDRESSES: &str = "site.addresses";
    /// Web Site document: whether it is the default site.
    pub const SITE_DEFAULT: &str = "site.default";
    /// Web Site document: servers that host it.
    pub const SITE_SERVERS: &str = "site.hosting-servers";
    /// Web Site document: session authentication.
    pub const SITE_SESSION: &str = "site.session-authentication";
    /// Web Site document: whether name and password do over https.
    pub const SITE_PASSWORD: &str = "site.https-password";
    /// Web Site document: numbers of the cipher suites.
    pub const SITE_CIPHERS: &str = "site.ciphers";
    /// Web Site document: Domino Access Services that it enables.
    pub const SITE_SERVICES: &str = "site.enabled-services";
    /// Web Site document: whether name and password do over http.
    pub const SITE_HTTP_PASSWORD: &str = "site.http-password";
    /// Web Site document: whether anyone is let in over http.
    pub const SITE_HTTP_ANONYMOUS: &str = "site.http-anonymous";
    /// Web Site document: whether anyone is let in over https.
    pub const SITE_HTTPS_ANONYMOUS: &str = "site.https-anonymous";
    /// Web Site document: whether bearer tokens do over https.
    pub const SITE_HTTPS_BEARER: &str = "site.https-bearer";
    /// Web Site document: whether requests over http are redirected to https.
    pub const SITE_REDIRECT: &str = "site.tcp-redirect";
    /// Web Site document: whether a session cookie is made where a rule overrides.
    pub const SITE_COOKIE: &str = "site.override-cookie";
    /// Web Site Rule document: type of rule.
    pub const RULE_TYPE: &str = "rule.type";
    /// Web Site Rule document: incoming URL pattern.
    pub const RULE_PATTERN: &str = "rule.pattern";
    /// Web Site Rule document: replacement pattern.
    pub const RULE_REPLACEMENT: &str = "rule.replacement";
    /// Configuration document: server or group it is for.
    pub const CONFIGURATION_SERVER: &str = "configuration.server-name";
    /// Configuration document: whether it is the default.
    pub const CONFIGURATION_DEFAULT: &str = "configuration.default";
    /// Configuration document: how many wrong passwords it allows.
    pub const CONFIGURATION_TRIES: &str = "configuration.lockout-tries";
    /// Configuration document: whether the lockout of Internet passwords is enforced.
    pub const CONFIGURATION_LOCKOUT: &str = "configuration.internet-lockout";
    /// Group document: name.
    pub const GROUP_NAME: &str = "group.name";
    /// Group document: members.
    pub const GROUP_MEMBERS: &str = "group.members";
    /// Program document: the server on which it runs.
    pub const PROGRAM_SERVER: &str = "program.server";
    /// Program document: what it runs.
    pub const PROGRAM_NAME: &str = "program.name";
    /// Program document: the command line.
    pub const PROGRAM_COMMAND: &str = "program.command-line";

    /// All of them.
    pub const ALL: [&str; 55] = [
        SERVER_NAME,
        SERVER_BUILD,
        SERVER_HOST_NAME,
        SERVER_HTTP_HOST_NAMES,
        SERVER_CIPHERS,
        SERVER_DIRECTORY_ASSISTANCE,
        SERVER_PASSWORD,
        SERVER_HTTP_PORT,
        SERVER_HTTP_STATUS,
        SERVER_HTTPS_PORT,
        SERVER_HTTPS_STATUS,
        SERVER_HTTP_PASSWORD,
        SERVER_HTTP_ANONYMOUS,
        SERVER_HTTPS_ANONYMOUS,
        SERVER_HTTPS_BEARER,
        SERVER_NET_ADDRESSES,
        SERVER_INTERNET_SITES,
        SERVER_SESSION,
        SERVER_INTERNET_AUTHENTICATION,
        SERVER_EXTERNAL_URL,
        SERVER_TRAVELER_ALLOW,
        SERVER_TRAVELER_DENY,
        SERVER_LOG_LEVEL,
        SERVER_SYNCML_LOG,
        SERVER_LOG_PRIVACY,
        SERVER_TRUSTED,
        SERVER_SMTP_LISTENER,
        SERVER_HTTP_THREADS,
        SITE_NAME,
        SITE_ORGANISATION,
        SITE_ADDRESSES,
        SITE_DEFAULT,
        SITE_SERVERS,
        SITE_SESSION,
        SITE_PASSWORD,
        SITE_SERVICES,
        SITE_CIPHERS,
        SITE_HTTP_PASSWORD,
        SITE_HTTP_ANONYMOUS,
        SITE_HTTPS_ANONYMOUS,
        SITE_HTTPS_BEARER,
        SITE_REDIRECT,
        SITE_COOKIE,
        RULE_TYPE,
        RULE_PATTERN,
        RULE_REPLACEMENT,
        CONFIGURATION_SERVER,
        CONFIGURATION_DEFAULT,
        CONFIGURATION_LOCKOUT,
        CONFIGURATION_TRIES,
        GROUP_NAME,
        GROUP_MEMBERS,
        PROGRAM_SERVER,
        PROGRAM_NAME,
        PROGRAM_COMMAND,
    ];
}

/// A field of a document: its values as text, or its meaning for a keyword field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The values as they stand; one placeholder makes the whole field unknown.
    pub values: Fact<Vec<String>>,
    /// The meaning of a keyword field, as `fields.toml` calls it.
    pub meaning: Fact<String>,
}

/// An item that may hold a field: its name, what told it, and what stands behind that.
type Candidate<'n> = (&'n str, NamedBy, FactCode);

/// The items that may hold a field of a document, the most trusted source first and alone.
pub(super) fn items_of<'n>(
    names: &'n Names<'_>,
    document: &'n Document,
    entry: &'n FieldEntry,
) -> Vec<Candidate<'n>> {
    let mut learned: Vec<Candidate<'n>> = designs_of(names, document)
        .filter(|field| field.is(entry))
        .map(|field| (field.item.as_str(), NamedBy::Form, FactCode::Documented))
        .collect();
    learned.sort_unstable_by_key(|(name, ..)| name.to_lowercase());
    learned.dedup_by(|a, b| a.0.eq_ignore_ascii_case(b.0));
    if !learned.is_empty() {
        return learned;
    }
    if let Some(mapped) = names.map.item(&entry.id) {
        return vec![(&mapped.item, NamedBy::Map, FactCode::Inferred)];
    }
    entry.items.iter().map(|item| (item.name.as_str(), NamedBy::BuiltIn, item.code)).collect()
}

pub(super) fn designs_of<'n>(
    names: &'n Names<'_>,
    document: &'n Document,
) -> impl Iterator<Item = &'n Field> {
    let form = document.form.as_deref().unwrap_or_default();
    names.designs.fields(form, document.replica.as_deref())
}

/// Reads a field.
pub(super) fn read(names: &Names<'_>, document: &Document, entry: &FieldEntry) -> Reading {
    let candidates = items_of(names, document, entry);
    let named = candidates.iter().flat_map(|name| holders(document, name));
    let items: Vec<_> = named.chain(labelled(document, entry)).collect();
    let values = match items.as_slice() {
        [] => missing(document, entry, &candidates),
        [one] => values_of(one),
        several => Fact::Unknown(Doubt::Ambiguous, several.iter().map(evidence_of).collect()),
    };
    let meaning = if entry.values.is_empty() {
        Fact::Unknown(Doubt::NoMeaning, values.evidence())
    } else {
        meaning_of(names, document, entry, &values)
    };
    match document.source {
        DocumentSource::Written => unconfirmed(values, meaning),
        DocumentSource::Whole | DocumentSource::Excerpt => Reading { values, meaning },
    }
}

/// The values of an item that the operator names: nothing but his word says what it is.
pub(super) fn read_item(document: &Document, item: &str) -> Fact<Vec<String>> {
    let name: Candidate<'_> = (item, NamedBy::Map, FactCode::Inferred);
    let items: Vec<_> = holders(document, &name).collect();
    let values = match items.as_slice() {
        [] => not_there(document, item, NamedBy::Map),
        [one] => values_of(one),
        several => Fact::Unknown(Doubt::Ambiguous, several.iter().map(evidence_of).collect()),
    };
    let nothing = Fact::Unknown(Doubt::NoMeaning, Vec::new());
    match document.source {
        DocumentSource::Written => unconfirmed(values, nothing).values,
        DocumentSource::Whole | DocumentSource::Excerpt => values,
    }
}

/// An item that was to be written tells what somebody meant and not what is in force: its text is
/// worth little, and its meaning decides nothing.
fn unconfirmed(values: Fact<Vec<String>>, meaning: Fact<String>) -> Reading {
    let values = match values {
        Fact::Known(found) => Fact::Known(Found { confidence: Confidence::Low, ..found }),
        other => other,
    };
    let meaning = match meaning {
        Fact::Known(found) => {
            Fact::Unknown(Doubt::Unconfirmed, vec![found.evidence(Role::Context)])
        }
        other => other,
    };
    Reading { values, meaning }
}

/// Whether an item of the document holds the field.
pub(super) fn holds(names: &Names<'_>, document: &Document, entry: &FieldEntry) -> bool {
    let candidates = items_of(names, document, entry);
    let mut named = candidates.iter().flat_map(|name| holders(document, name));
    named.next().is_some() || labelled(document, entry).next().is_some()
}

/// Items of an excerpt that are called by the label of the field: a table of labels and values is
/// what people copy from a form.
fn labelled<'n>(document: &'n Document, entry: &'n FieldEntry) -> impl Iterator<Item = Holder<'n>> {
    let excerpt = document.source == DocumentSource::Excerpt;
    let named = |name: &str| entry.items.iter().any(|item| item.name.eq_ignore_ascii_case(name));
    let items = document
        .items
        .iter()
        .filter(move |item| excerpt && entry.has_label(&item.name) && !named(&item.name));
    items.map(|item| Holder { item, named_by: NamedBy::Label, code: FactCode::Documented })
}

struct Holder<'n> {
    item: &'n Item,
    named_by: NamedBy,
    code: FactCode,
}

fn holders<'n>(document: &'n Document, name: &Candidate<'n>) -> impl Iterator<Item = Holder<'n>> {
    let (item_name, named_by, code) = *name;
    let found = document.items.iter().filter(move |item| item.name.eq_ignore_ascii_case(item_name));
    found.map(move |item| Holder { item, named_by, code })
}

/// Nothing named holds the field. The label of a value in some item is shown, and tells nothing: it
/// may stand in a comment.
fn missing(document: &Document, entry: &FieldEntry, named: &[Candidate<'_>]) -> Fact<Vec<String>> {
    let Some((name, named_by, _)) = named.first() else {
        let labelled = document.items.iter().filter(|item| holds_label(item, entry));
        let mut seen: Vec<_> = labelled.map(label_evidence).collect();
        seen.push(Evidence::new(Role::Absent, document.location.clone(), None));
        return Fact::Unknown(Doubt::Unnamed, seen);
    };
    not_there(document, name, *named_by)
}

/// The item is not in the document: that counts where the document is whole.
fn not_there(document: &Document, name: &str, named_by: NamedBy) -> Fact<Vec<String>> {
    let place = document.location.clone().with_item(name);
    let evidence = Evidence::new(Role::Absent, place, None).named_by(named_by);
    match document.source {
        DocumentSource::Whole => Fact::Absent(evidence),
        _ => Fact::Unknown(Doubt::Fragment, vec![evidence]),
    }
}

fn holds_label(item: &Item, entry: &FieldEntry) -> bool {
    let values = match &item.value {
        ItemValue::Values(values) => values.as_slice(),
        _ => &[],
    };
    let own = entry.known_by_choices;
    own && values.iter().any(|value| entry.meaning_of_label(value).is_some())
}

fn label_evidence(item: &Item) -> Evidence {
    let text = match &item.value {
        ItemValue::Values(values) => Some(values.join(", ")),
        _ => None,
    };
    Evidence::new(Role::Context, item.location.clone(), text).named_by(NamedBy::Label)
}

fn evidence_of(holder: &Holder<'_>) -> Evidence {
    let excerpt = match &holder.item.value {
        ItemValue::Values(values) => Some(values.join(", ")),
        _ => None,
    };
    Evidence::new(Role::Conflict, holder.item.location.clone(), excerpt).named_by(holder.named_by)
}

fn values_of(holder: &Holder<'_>) -> Fact<Vec<String>> {
    let values = match &holder.item.value {
        ItemValue::Values(values) => values,
        ItemValue::Secret(_) => return Fact::Unknown(Doubt::Secret, vec![evidence_of(holder)]),
        _ => return Fact::Unknown(Doubt::Unreadable, vec![evidence_of(holder)]),
    };
    if values.iter().any(|value| is_placeholder(value)) {
        return Fact::Unknown(Doubt::Placeholder, vec![evidence_of(holder)]);
    }
    if holder.code == FactCode::Unconfirmed {
        return Fact::Unknown(Doubt::Unconfirmed, vec![evidence_of(holder)]);
    }
    Fact::Known(Found {
        value: values.iter().map(|value| value.trim_ascii().to_owned()).collect(),
        raw: values.join(", "),
        location: holder.item.location.clone(),
        confidence: worth(holder.named_by).and(holder.code.confidence()),
        named_by: Some(holder.named_by),
    })
}

/// The meaning of the one value of a keyword field.
fn meaning_of(
    names: &Names<'_>,
    document: &Document,
    entry: &FieldEntry,
    values: &Fact<Vec<String>>,
) -> Fact<String> {
    let found = match values {
        Fact::Known(found) => found,
        Fact::Absent(evidence) => return Fact::Absent(evidence.clone()),
        Fact::Unknown(doubt, evidence) => return Fact::Unknown(*doubt, evidence.clone()),
    };
    let doubt = |doubt| Fact::Unknown(doubt, vec![found.evidence(Role::Observed)]);
    let [value] = found.value.as_slice() else {
        return doubt(if found.value.is_empty() { Doubt::NoMeaning } else { Doubt::SeveralValues });
    };
    let item = found.location.item.as_deref().unwrap_or_default();
    match told_meaning(names, document, entry, item, value) {
        None => doubt(Doubt::NoMeaning),
        Some((meaning, confidence)) => {
            let mut known = found.clone().map(|_| meaning);
            known.confidence = known.confidence.and(confidence);
            Fact::Known(known)
        }
    }
}

/// Whether two stored values are one. Only ASCII blanks and case do not count: what another blank does
/// is not known.
fn is_same(a: &str, b: &str) -> bool {
    a.trim_ascii().to_lowercase() == b.trim_ascii().to_lowercase()
}

/// What a stored value means: by the choices of the form, the item map, its own text being a label,
/// or the catalog.
fn told_meaning(
    names: &Names<'_>,
    document: &Document,
    entry: &FieldEntry,
    item: &str,
    value: &str,
) -> Option<(String, Confidence)> {
    let choices: Vec<_> = designs_of(names, document)
        .filter(|field| field.item.eq_ignore_ascii_case(item))
        .flat_map(|field| &field.choices)
        .filter(|choice| choice.stored == value)
        .collect();
    let meanings: std::collections::BTreeSet<_> =
        choices.iter().filter_map(|choice| entry.meaning_of_label(&choice.label)).collect();
    if meanings.len() > 1 {
        // Two designs, or two choices of one design, contradict each other.
        return None;
    }
    if let Some(meaning) = meanings.first() {
        return Some(((*meaning).to_owned(), Confidence::High));
    }
    if !choices.is_empty() && !entry.items.iter().any(|known| known.name.eq_ignore_ascii_case(item))
    {
        // The form tells what people see for this value, and we don't know that label: for an item
        // whose name is not confirmed elsewhere, no other source may overrule it.
        return None;
    }
    let mapped = names.map.item(&entry.id).filter(|mapped| mapped.item.eq_ignore_ascii_case(item));
    if let Some(mapped) = mapped
        && let Some((meaning, _)) = mapped.values.iter().find(|(_, stored)| is_same(stored, value))
    {
        return Some((meaning.clone(), Confidence::Medium));
    }
    if let Some(meaning) = entry.meaning_of_label(value) {
        return Some((meaning.to_owned(), Confidence::High));
    }
    let (meaning, code) = entry.meaning_of_stored(value)?;
    Some((meaning.to_owned(), code.ceiling()?))
}
