//! What a reader hands on: one record at a time, each with the place it was read at.
//!
//! Records are raw. What an item means is said in `naming`, what a version means in `traveler` and
//! `domino`, whose it is in `inventory`.

use super::certificate::CertificateChain;
use crate::evidence::{
    Ignored, InputPath, Location, Observed, Secret, TlsVersion, Warning, Word, read_word,
};
use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

/// Takes what a reader finds, in the order of the input.
pub trait Sink {
    /// Takes one record.
    fn record(&mut self, record: Record);
    /// Takes a time at which the input was still being written, by the clock of its writer.
    fn dated(&mut self, _: DateTime) {}
    /// Takes a remark about the input.
    fn warn(&mut self, warning: Warning);
    /// Whether no more documents of this form are wanted of this replica, unless they answer another
    /// one: a reader may then pass over them.
    fn has_enough_of(&self, replica: Option<&str>, form: &str) -> bool;
}

/// One thing read from an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A setting of notes.ini.
    Setting(Setting),
    /// What the notes.ini is like that the settings stand in; comes after them.
    IniShape(IniShape),
    /// The settings after it are what a console showed.
    Listing(Listing),
    /// A console showed no more settings.
    ListingEnd {
        /// Whether what it showed was read, and seen to its end.
        whole: bool,
    },
    /// A setting that was typed at the console (`set config`), and when: what it holds since then.
    Typed(Setting, Option<DateTime>),
    /// The name of the server whose console this is, as an answer of that console tells it.
    ServerName(Observed<String>),
    /// The name under which a log says that its server started.
    StartedOn(Observed<String>),
    /// The HTTP task says whether it reads Internet Site documents.
    SitesLoaded(SitesLoaded),
    /// A statistic of Traveler.
    Statistic(Statistic),
    /// The database that the documents after it come from.
    Database(Database),
    /// The agent of `exporter` says that the database before it holds all Web Site documents and their
    /// responses, and how many documents it exported.
    Exported(u64),
    /// A document with its items.
    Document(Box<Document>),
    /// So many documents of forms that never matter.
    PassedOver(u64),
    /// Documents that were passed over because there were enough of their form.
    LeftOut(Unread),
    /// The design of a form or subform.
    Design(Box<FormDesign>),
    /// A text that tells a version.
    Sighting(Sighting),
    /// A line of an HTTP access log.
    Request(Request),
    /// What a scan says of a listener.
    TlsScan(Box<TlsScan>),
    /// A certificate of a server that lies in a file.
    Certificate(Box<CertificateChain>),
    /// Policies of an app.
    Policies(Box<PolicySet>),
    /// An app that Endpoint Management lists.
    App(Observed<String>),
    /// A gateway that Endpoint Management knows.
    Gateway(Box<GatewayEntry>),
    /// A command of the configuration of a gateway.
    GatewayCommand(Box<GatewayCommand>),
    /// Devices that are alike.
    Devices(DeviceGroup),
}

/// Documents of one form that were not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Replica ID of their database.
    pub replica: Option<String>,
    /// Their form.
    pub form: String,
    /// How many.
    pub documents: u64,
}

/// A value that may have to stay hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// May be shown.
    Plain(String),
    /// Stands under a key that the catalog lists as secret.
    Secret(Secret),
}

/// A line `KEY=value`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The key as typed, without blanks around it.
    pub key: String,
    /// The value, without blanks around it.
    pub value: Value,
    /// Whether Domino sees it so.
    pub sight: Sight,
    /// The line.
    pub location: Location,
}

/// Whether Domino sees a setting as it was read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// It is written as Domino writes it, or Domino showed it.
    Sure,
    /// Blanks stand around the `=` or behind the value: other programs leave them out, and so does
    /// this one; of Domino it is not documented.
    Likely,
    /// It may not see it at all.
    Doubtful(Ignored),
}

/// What a notes.ini is like as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IniShape {
    /// Whether it has a line `[Notes]`, as every whole file has.
    pub notes_section: bool,
    /// Why Domino may not see any of it.
    pub ignored: Option<Ignored>,
}

/// What a list of settings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingSource {
    /// `show config`: what stands in notes.ini of the running server.
    Shown,
    /// `tell traveler config`: what Traveler runs with, defaults included.
    Effective,
}

/// The beginning of a list of settings on a console. It takes the place of what the same console
/// showed before, as far as its filter reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What it is.
    pub source: ListingSource,
    /// Which keys were asked for, with the wildcards `*` and `?`.
    pub filter: String,
    /// When, as far as the console told it before.
    pub time: Option<DateTime>,
    /// The command.
    pub location: Location,
}

/// Whether a key fits the filter of a [`Listing`]; keys compare without regard to case.
#[must_use]
pub fn fits_filter(filter: &str, key: &str) -> bool {
    let (filter, key) = (filter.as_bytes(), key.as_bytes());
    let (mut at, mut read) = (0, 0);
    // What stands behind the last `*`, and how much of the key it has taken.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = key.get(read) {
        match (filter.get(at), &mut star) {
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, read));
            }
            (Some(wanted), _) if *wanted == b'?' || wanted.eq_ignore_ascii_case(letter) => {
                at += 1;
                read += 1;
            }
            (_, Some((behind, taken))) => {
                *taken += 1;
                (at, read) = (*behind, *taken);
            }
            (_, None) => return false,
        }
    }
    filter.get(at..).unwrap_or_default().iter().all(|rest| *rest == b'*')
}

/// A statistic that a console showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistic {
    /// Its name, such as `Traveler.Push.Users.Total`.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// The line.
    pub location: Location,
}

/// What an export tells of its database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Replica ID, 16 hexadecimal digits in upper case.
    pub replica: Option<String>,
    /// Title of the database.
    pub title: Option<String>,
    /// Template the database takes its design from, such as `StdR4PublicAddressBook`.
    pub template: Option<String>,
    /// Number of documents in the database (not in the export).
    pub documents: Option<u64>,
    /// When a document of it was last changed or deleted.
    pub modified: Option<Timestamp>,
    /// The root element.
    pub location: Location,
}

/// How much of a document stands in its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentSource {
    /// All its items: one that is missing is missing in the database.
    Whole,
    /// Some of its items, or columns of a view. Items may be called by their labels.
    Excerpt,
    /// What a set-up tool was told to write: nothing shows that it was written, or is still so.
    Written,
}

/// A document, with its items as they stand in the export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// How much of it is here.
    pub source: DocumentSource,
    /// The form it was saved with.
    pub form: Option<String>,
    /// Universal ID, 32 hexadecimal digits in upper case.
    pub unid: Option<String>,
    /// Universal ID of the document it answers.
    pub parent: Option<String>,
    /// Whether it is a response document.
    pub response: bool,
    /// Whether it is a replication or save conflict.
    pub conflict: bool,
    /// Whether the database holds it in part only.
    pub truncated: bool,
    /// Sequence number: grows with each save.
    pub sequence: Option<u32>,
    /// When it was last modified.
    pub modified: Option<Timestamp>,
    /// Replica ID of its database, 16 hexadecimal digits in upper case.
    pub replica: Option<String>,
    /// The items in the order of the export.
    pub items: Vec<Item>,
    /// Where it begins.
    pub location: Location,
}

impl Document {
    /// A document of which nothing is known but where it begins.
    #[must_use]
    pub fn new(source: DocumentSource, location: Location) -> Self {
        Self {
            source,
            form: None,
            unid: None,
            parent: None,
            response: false,
            conflict: false,
            truncated: false,
            sequence: None,
            modified: None,
            replica: None,
            items: Vec::new(),
            location,
        }
    }

    /// Gives an item one value; an item that is not there is added.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        let value = ItemValue::Values(vec![value.to_owned()]);
        match self.items.iter_mut().find(|item| item.name.eq_ignore_ascii_case(name)) {
            Some(item) => item.value = value,
            None => {
                let location = self.location.clone().with_item(name);
                self.items.push(Item { name: name.to_owned(), value, location });
            }
        }
    }
}

/// An item of a document. One item name may occur several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The name as the export spells it; names compare without regard to case.
    pub name: String,
    /// What it holds.
    pub value: ItemValue,
    /// Where it begins.
    pub location: Location,
}

/// What an item holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemValue {
    /// Texts, numbers or times as the export writes them; an empty item gives one empty text.
    Values(Vec<String>),
    /// Stands under a name that the catalog lists as secret.
    Secret(Secret),
    /// Encrypted.
    Sealed,
    /// The text of rich text, of documents in which a field or a certificate may stand there; its
    /// beginning.
    RichText(String),
    /// Something no field of ours holds (`formula`, `object`, `rawitemdata`, other `richtext` …).
    Opaque(String),
}

/// The design of a form or subform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDesign {
    /// Whether it is a subform.
    pub subform: bool,
    /// Its name and aliases, split at the bar, in order.
    pub names: Vec<String>,
    /// Replica ID of its database.
    pub replica: Option<String>,
    /// Fields and subforms in the order of the design.
    pub parts: Vec<FormPart>,
    /// Where it begins.
    pub location: Location,
}

/// A part of a form design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormPart {
    /// A field.
    Field(FieldDesign),
    /// A subform of this name stands here.
    Subform(String),
}

/// A field of a form design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDesign {
    /// The item it stores, as spelled in the design.
    pub item: String,
    /// What it stores there.
    pub stores: FieldType,
    /// The static text in front of it: the last paragraph with text after the field before.
    pub label: String,
    /// The choices of a keyword field.
    pub choices: Vec<Choice>,
    /// Whether the choices are computed, so that the design does not tell them.
    pub computed_choices: bool,
    /// Where it begins.
    pub location: Location,
}

/// What a field stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Text, or the choices of a keyword field, which are text too.
    Text,
    /// A number.
    Number,
    /// Names of people, servers or groups.
    Names,
    /// Anything else: times, rich text, what only runs.
    Other,
}

/// One choice of a keyword field: `Label|stored`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What a person sees.
    pub label: String,
    /// What the document stores; the label where no alias is given.
    pub stored: String,
}

/// Where a version was seen, from the most to the least trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SightingSource {
    /// Stated by the operator.
    Stated,
    /// A line of the server's own log or console.
    ServerLog,
    /// A header of a mail that passed the server.
    MailHeader,
    /// Anything else (a package file name, a list): shown, never deciding.
    Mention,
}

/// A text that tells a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// The text, unfolded, as read.
    pub text: String,
    /// What kind of place it is.
    pub source: SightingSource,
    /// When it was written, in the local time of its writer.
    pub time: Option<DateTime>,
    /// Where.
    pub location: Location,
}

/// Whether the HTTP task reads Internet Site documents, as the log of its server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitesLoaded {
    /// Whether it does.
    pub on: bool,
    /// When it said so, in the local time of the server.
    pub time: Option<DateTime>,
    /// The line.
    pub location: Location,
}

impl SitesLoaded {
    /// Whether it was said before another, as their times tell.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        self.time.zip(other.time).is_some_and(|(own, other)| own < other)
    }
}

/// A line of an HTTP access log.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// When, in the local time of the server.
    pub time: Option<DateTime>,
    /// How many seconds that is ahead of UTC, where the line tells it.
    pub ahead: Option<i32>,
    /// `GET`, `POST` …
    pub method: String,
    /// The path without scheme, host and query, as sent.
    pub path: String,
    /// The query after `?`, without its values: names of parameters only.
    pub query_names: Vec<String>,
    /// The command of ActiveSync in the query.
    pub call: Option<DeviceCall>,
    /// The host that the client asked for, without port, as written; `None` where the line tells none.
    pub host: Option<String>,
    /// Whether a user is clearly named in the line (the name itself is not kept).
    pub authenticated: bool,
    /// The status code.
    pub status: u16,
    /// The client.
    pub agent: Option<String>,
    /// The line.
    pub location: Location,
}

/// A call of an ActiveSync client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCall {
    /// `Sync`, `Ping` …, as the protocol spells it.
    pub command: &'static str,
    /// The type of device, as the client tells it: `iPhone`.
    pub device_type: Option<String>,
}

/// What a scan says of a listener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsScan {
    /// The program that asked.
    #[serde(deserialize_with = "read_word")]
    pub tool: Word,
    /// The name that was asked for, as written.
    pub host: Option<String>,
    /// The address that was called.
    pub address: Option<String>,
    /// The port.
    pub port: u16,
    /// The service that the program met there, such as `HTTP`; `None` where it tells none.
    pub service: Option<String>,
    /// When, in UTC; `None` where the program tells no time.
    pub time: Option<DateTime>,
    /// What it was told of each version, the oldest first.
    pub answers: Vec<ScanAnswer>,
    /// The cipher suites that it found offered.
    pub ciphers: Vec<ScanCipher>,
    /// Whether these are all of every version that is offered.
    pub ciphers_whole: bool,
    /// The certificates that it was shown.
    pub certificates: Vec<CertificateChain>,
    /// Where the listener begins.
    pub location: Location,
}

/// What a scan says of a version of SSL or TLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanAnswer {
    /// The version.
    pub version: TlsVersion,
    /// Whether it is offered; `None` where the program could not tell.
    pub offered: Option<bool>,
    /// The answer as written.
    pub text: String,
    /// Where it stands.
    pub location: Location,
}

/// A cipher suite, or a class of them, that a scan found offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanCipher {
    /// Its number as four hexadecimal digits, or its name, or `class:` and what the program calls the
    /// class.
    pub code: String,
    /// The answer as written.
    pub text: String,
    /// Where it stands.
    pub location: Location,
}

/// Where the policies of an app were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicySource {
    /// Endpoint Management gave them: what is set for the app.
    Deployed,
    /// Somebody wrote them down.
    Written,
    /// The metadata of the app: what its policies begin with, not what is set.
    Defaults,
}

/// The policies of an app on a platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicySet {
    /// Where they were read.
    pub source: PolicySource,
    /// The name of the app, where it is told.
    pub app: Option<String>,
    /// The platform as written, such as `ios` or `android_work`; `None` where none is told.
    pub platform: Option<String>,
    /// The policies in their order; one may stand twice.
    pub policies: Vec<PolicyLine>,
    /// Where they begin.
    pub location: Location,
}

/// A policy as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyLine {
    /// What it is called there: its key, its title, the identifier of its title. Never empty.
    pub names: Vec<String>,
    /// Its value.
    pub value: PolicyValue,
    /// Other values that the metadata of an app gives for newer apps, or for Android Enterprise.
    pub others: Vec<String>,
    /// Where it stands.
    pub location: Location,
}

/// The value of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyValue {
    /// As written, without blanks around it.
    Plain(String),
    /// Carries a password, or the name of a user.
    Secret(Secret),
    /// Of a policy that the catalog does not know, or no text, or too long.
    Unread,
}

/// A gateway that Endpoint Management knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayEntry {
    /// Its name.
    pub name: String,
    /// Its URL as written.
    pub url: Option<String>,
    /// Whether it is the default one.
    pub default: Option<bool>,
    /// How users sign in there: `domain-only`, `domain-certificate` …
    pub logon: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// A command of the configuration of a gateway, such as `set ssl vserver gw -ssl3 DISABLED`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayCommand {
    /// `add`, `set`, `bind` …
    pub verb: String,
    /// What it is about, in lower case: `ssl vserver`.
    pub object: String,
    /// What stands behind that without an option: the name first.
    pub words: Vec<String>,
    /// Options, in lower case and without the dash, with their values.
    pub options: Vec<(String, String)>,
    /// The line.
    pub location: Location,
}

/// Devices that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceGroup {
    /// The platform as written.
    pub platform: String,
    /// The version of its system as written.
    pub os: String,
    /// The version of Secure Mail, where it is told.
    pub app: Option<String>,
    /// How many.
    pub count: u64,
    /// Where the first stands.
    pub location: Location,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadExtent {
    /// To its end, every part understood.
    Full,
    /// Something in it could not be read; a warning says what.
    Part,
    /// Not read.
    None,
}

/// What a reader needs to know of its input besides the bytes.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The name of the input.
    pub path: InputPath,
    /// Decides which keys and items hold secrets.
    pub catalog: &'a crate::catalog::Catalog,
    /// Whether documents of forms that the catalog says never matter may be passed over.
    pub skip_forms: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_gets_one_value_whatever_the_case_of_its_name() {
        let place = Location::line(&InputPath::named("x"), 3);
        let mut document = Document::new(DocumentSource::Whole, place);
        document.put("A", "1");
        document.put("B", "2");
        document.put("a", "3");
        let items = document.items.iter().map(|item| match &item.value {
            ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
            other => format!("{other:?}"),
        });
        assert_eq!(items.collect::<Vec<_>>(), ["A=3", "B=2"]);
        let place = &document.items[1].location;
        assert_eq!((place.line, place.item.as_deref()), (Some(3), Some("B")));
    }

    #[test]
    fn what_is_said_first_is_told_by_the_times() {
        let said = |second: Option<i8>| SitesLoaded {
            on: true,
            time: second.map(|second| jiff::civil::date(2026, 11, 24).at(7, 15, second, 0)),
            location: Location::input(&InputPath::named("x")),
        };
        for (own, other, before) in [
            (Some(1), Some(2), true),
            (Some(2), Some(2), false),
            (Some(3), Some(2), false),
            (None, Some(2), false),
            (Some(1), None, false),
        ] {
            assert_eq!(said(own).is_before(&said(other)), before, "{own:?} {other:?}");
        }
    }

    #[test]
    fn filters_of_the_console() {
        let cases = [
            ("*", "NTS_A", true),
            ("nts_*", "NTS_A", true),
            ("NTS_*", "KitType", false),
            ("*_A", "NTS_A_A", true),
            ("N*S_?", "NTS_A", true),
            ("NTS_?", "NTS_", false),
            ("NTS_A", "nts_a", true),
            ("NTS_A", "NTS_AB", false),
            ("", "A", false),
            ("", "", true),
            ("*a?a", "banana", true),
            ("**a*?", "banano", true),
        ];
        for (filter, key, wanted) in cases {
            assert_eq!(fits_filter(filter, key), wanted, "{filter} {key}");
        }
    }
}
