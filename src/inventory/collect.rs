//! Pass over the inputs: opens each, has it read by the reader of its kind, and keeps what may
//! matter. Documents of forms that never matter are dropped as they come.

use super::files;
use super::settings::IniFile;
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Warning};
use crate::formats::{
    self, Context, Database, Document, FormDesign, Head, ItemValue, Kind, ReadExtent, Record,
    Sighting, Sink,
};
use crate::intake;
use crate::traveler::{Traffic, Visit};
use std::path::PathBuf;

/// A version as the operator states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedVersion {
    /// The server it is about; `None` for all there are.
    pub server: Option<String>,
    /// The version as typed.
    pub text: String,
}

/// What the operator says besides naming files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--traveler-version`.
    pub traveler: Vec<StatedVersion>,
    /// `--domino-version`.
    pub domino: Vec<StatedVersion>,
    /// Whether documents and items that never matter are kept too, to be listed.
    pub keep_all: bool,
    /// `--no-hash`: whether the inputs go without their SHA-256.
    pub no_hash: bool,
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputReport {
    /// The input.
    pub path: InputPath,
    /// Whether it was named itself, not found below a folder.
    pub named: bool,
    /// What it is.
    pub kind: Kind,
    /// The encoding, where it is text.
    pub encoding: Option<&'static str>,
    /// SHA-256 of its bytes; `None` where it was not read or none is wanted.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// How far it was read.
    pub read: ReadExtent,
    /// What should be known of it.
    pub warnings: Vec<Warning>,
}

/// A document with the number of its input.
pub(super) struct Kept {
    pub(super) input: usize,
    pub(super) document: Document,
}

/// What an input said of its database.
pub(super) struct DatabaseSeen {
    pub(super) input: usize,
    pub(super) database: Database,
    /// Documents of it that were read.
    pub(super) documents: u64,
}

/// All that was kept of the inputs.
#[derive(Default)]
pub struct Collected {
    /// The inputs, in order.
    pub inputs: Vec<InputReport>,
    /// The designs seen; to be learned by `naming` before the inventory is built.
    pub designs: Vec<FormDesign>,
    /// What the operator said.
    pub options: Options,
    pub(super) ini_files: Vec<(usize, IniFile)>,
    pub(super) documents: Vec<Kept>,
    pub(super) databases: Vec<DatabaseSeen>,
    pub(super) sightings: Vec<(usize, Sighting)>,
    pub(super) traffic: Vec<(usize, Traffic)>,
}

/// Reads everything below the arguments.
#[must_use]
pub fn collect(arguments: &[PathBuf], catalog: &Catalog, options: Options) -> Collected {
    let mut collected = Collected { options, ..Collected::default() };
    let (candidates, problems) = intake::walk(arguments);
    for candidate in candidates {
        read_input(&candidate, catalog, &mut collected);
    }
    for problem in problems {
        let warning = Warning::new("cannot-open", None).with("reason", problem.reason);
        collected.inputs.push(unread(problem.path, true, warning));
    }
    collected
}

fn unread(path: InputPath, named: bool, warning: Warning) -> InputReport {
    InputReport {
        path,
        named,
        kind: Kind::Unrecognised,
        encoding: None,
        sha256: None,
        size: None,
        read: ReadExtent::None,
        warnings: vec![warning],
    }
}

fn read_input(candidate: &intake::Candidate, catalog: &Catalog, collected: &mut Collected) {
    let (path, named) = (candidate.path.clone(), candidate.named);
    let mut opened = match intake::open(&candidate.file, !collected.options.no_hash) {
        Ok(opened) => opened,
        Err(error) => {
            let warning = Warning::new("cannot-open", None).with("reason", error);
            collected.inputs.push(unread(path, named, warning));
            return;
        }
    };
    let (kind, reason) = formats::recognise(&Head::new(&opened.head, path.file_name()));
    let skip_forms = !collected.options.keep_all;
    let context = Context { path: path.clone(), catalog, skip_forms };
    let mut sink = InputSink::new(collected, catalog, kind, &path);
    let mut read = formats::read(kind, &mut opened.stream, &context, &mut sink);
    let mut warnings = sink.finish(read);
    warnings.extend(reason.map(|code| Warning::new(code, None)));
    let text = !matches!(kind, Kind::Nsf | Kind::Unrecognised);
    let encoding = text.then(|| opened.stream.encoding());
    // What is nothing we read may be a database of gigabytes: its hash would tell nobody anything.
    let fingerprint = text.then(|| opened.stream.finish()).transpose();
    let fingerprint = fingerprint.unwrap_or_else(|error| {
        warnings.push(Warning::new("read-error", None).with("reason", error));
        read = ReadExtent::Part;
        None
    });
    let size = std::fs::metadata(&candidate.file).ok().map(|data| data.len());
    collected.inputs.push(InputReport {
        path,
        named,
        kind,
        encoding,
        size: fingerprint.as_ref().map(|print| print.size).or(size),
        sha256: fingerprint.and_then(|print| print.sha256),
        read,
        warnings,
    });
}

/// Takes the records of one input.
struct InputSink<'c> {
    collected: &'c mut Collected,
    catalog: &'c Catalog,
    input: usize,
    ini: Option<IniFile>,
    traffic: Option<Traffic>,
    warnings: Vec<Warning>,
}

impl<'c> InputSink<'c> {
    fn new(
        collected: &'c mut Collected,
        catalog: &'c Catalog,
        kind: Kind,
        path: &InputPath,
    ) -> Self {
        Self {
            input: collected.inputs.len(),
            collected,
            catalog,
            ini: (kind == Kind::NotesIni).then(|| IniFile::new(path.clone())),
            traffic: (kind == Kind::HttpLog).then(Traffic::default),
            warnings: Vec::new(),
        }
    }

    /// Counts documents for the database they stand in.
    fn count(&mut self, documents: u64) {
        let last = self.collected.databases.last_mut();
        if let Some(seen) = last.filter(|seen| seen.input == self.input) {
            seen.documents += documents;
        }
    }

    fn document(&mut self, mut document: Document) {
        self.count(1);
        if !self.collected.options.keep_all {
            if document.form.as_deref().is_some_and(|form| self.catalog.documents.skips(form)) {
                return;
            }
            document.items.retain(|item| !matches!(item.value, ItemValue::Opaque(_)));
        }
        self.collected.documents.push(Kept { input: self.input, document });
    }

    fn finish(mut self, read: ReadExtent) -> Vec<Warning> {
        if let Some(mut ini) = self.ini.take() {
            // What another section holds may count or not: then a missing key says nothing.
            let sections = self.warnings.iter().any(|warning| warning.code == "other-section");
            ini.whole = read == ReadExtent::Full && !sections;
            self.judge_live(&mut ini);
            self.collected.ini_files.push((self.input, ini));
        }
        if let Some(traffic) = self.traffic.take() {
            self.collected.traffic.push((self.input, traffic));
        }
        self.warnings
    }

    /// A client's file, or a copy that someone kept, says nothing of how the server runs.
    fn judge_live(&mut self, ini: &mut IniFile) {
        let reason = if ini.first("KitType") == Some("1") {
            "client-notes-ini"
        } else if files::is_copy(ini.path.file_name()) {
            "copy-of-notes-ini"
        } else {
            return;
        };
        ini.live = false;
        self.warnings.push(Warning::new(reason, None));
    }
}

impl Sink for InputSink<'_> {
    fn record(&mut self, record: Record) {
        match record {
            Record::Setting(setting) => {
                if let Some(ini) = &mut self.ini {
                    ini.add(setting);
                }
            }
            Record::Database(database) => {
                self.collected.databases.push(DatabaseSeen {
                    input: self.input,
                    database,
                    documents: 0,
                });
            }
            Record::Document(document) => self.document(*document),
            Record::PassedOver(documents) => self.count(documents),
            Record::Design(design) => self.collected.designs.push(*design),
            Record::Sighting(sighting) => self.collected.sightings.push((self.input, sighting)),
            Record::Request(request) => {
                if let Some(traffic) = &mut self.traffic {
                    traffic.add(Visit {
                        method: &request.method,
                        path: &request.path,
                        authenticated: request.authenticated,
                        status: request.status,
                        location: &request.location,
                    });
                }
            }
        }
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}
