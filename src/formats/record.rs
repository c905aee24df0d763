//! What a reader hands on: one record at a time, each with the place it was read at.
//!
//! Records are raw. What an item means is said in `naming`, what a version means in `traveler` and
//! `domino`, whose it is in `inventory`.

use crate::evidence::{InputPath, Location, Secret, Warning};
use jiff::{Timestamp, civil::DateTime};

/// Takes what a reader finds, in the order of the input.
pub trait Sink {
    /// Takes one record.
    fn record(&mut self, record: Record);
    /// Takes a remark about the input.
    fn warn(&mut self, warning: Warning);
}

/// One thing read from an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A setting of notes.ini.
    Setting(Setting),
    /// The database that the documents after it come from.
    Database(Database),
    /// A document with its items.
    Document(Box<Document>),
    /// So many documents of forms that never matter.
    PassedOver(u64),
    /// The design of a form or subform.
    Design(Box<FormDesign>),
    /// A text that tells a version.
    Sighting(Sighting),
    /// A line of an HTTP access log.
    Request(Request),
}

/// A value that may have to stay hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// May be shown.
    Plain(String),
    /// Stands under a key that the catalog lists as secret.
    Secret(Secret),
}

/// A line `KEY=value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The key as typed, without blanks around it.
    pub key: String,
    /// The value, without blanks around it.
    pub value: Value,
    /// The line.
    pub location: Location,
}

/// What an export tells of its database.
#[derive(Debug, Clone, PartialEq)]
pub struct Database {
    /// Replica ID, 16 hexadecimal digits in upper case.
    pub replica: Option<String>,
    /// Title of the database.
    pub title: Option<String>,
    /// Template the database takes its design from, such as `StdR4PublicAddressBook`.
    pub template: Option<String>,
    /// Number of documents in the database (not in the export).
    pub documents: Option<u64>,
    /// The root element.
    pub location: Location,
}

/// A document, with all its items as they stand in the export.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
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

/// An item of a document. One item name may occur several times.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The name as the export spells it; names compare without regard to case.
    pub name: String,
    /// What it holds.
    pub value: ItemValue,
    /// Where it begins.
    pub location: Location,
}

/// What an item holds.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemValue {
    /// Texts, numbers or times as the export writes them; an empty item gives one empty text.
    Values(Vec<String>),
    /// Stands under a name that the catalog lists as secret.
    Secret(Secret),
    /// Encrypted.
    Sealed,
    /// Something no field of ours holds (`richtext`, `formula`, `object`, `rawitemdata` …).
    Opaque(String),
}

/// The design of a form or subform.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub enum FormPart {
    /// A field.
    Field(FieldDesign),
    /// A subform of this name stands here.
    Subform(String),
}

/// A field of a form design.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDesign {
    /// The item it stores, as spelled in the design.
    pub item: String,
    /// The static text in front of it: the last paragraph with text after the field before.
    pub label: String,
    /// The choices of a keyword field.
    pub choices: Vec<Choice>,
    /// Whether the choices are computed, so that the design does not tell them.
    pub computed_choices: bool,
    /// Where it begins.
    pub location: Location,
}

/// One choice of a keyword field: `Label|stored`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What a person sees.
    pub label: String,
    /// What the document stores; the label where no alias is given.
    pub stored: String,
}

/// Where a version was seen, from the most to the least trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Debug, Clone, PartialEq)]
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

/// A line of an HTTP access log.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// When, in the local time of the server.
    pub time: Option<DateTime>,
    /// `GET`, `POST` …
    pub method: String,
    /// The path without scheme, host and query, as sent.
    pub path: String,
    /// The query after `?`, without its values: names of parameters only.
    pub query_names: Vec<String>,
    /// Whether a user name stands in the line (the name itself is not kept).
    pub authenticated: bool,
    /// The status code.
    pub status: u16,
    /// The client.
    pub agent: Option<String>,
    /// The line.
    pub location: Location,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
