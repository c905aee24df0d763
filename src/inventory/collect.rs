//! Pass over the inputs: opens each, has it read by the reader of its kind, and keeps what may
//! matter. Documents of forms that never matter are dropped as they come.

use super::configuration;
use super::dates::Period;
use super::files::{CopySign, copy_sign};
use super::ini_file::{IniFile, MAX_KEYS};
use super::late::Late;
use super::mobile_seen::MobileSeen;
use crate::catalog::Catalog;
use crate::evidence::{Confidence, InputPath, Observed, Warning};
use crate::formats::{
    self, Context, Database, Document, FormDesign, Head, Item, ItemValue, Kind, Listing,
    ListingSource, ReadExtent, Record, Request, Setting, Sighting, Sink, SitesLoaded, Statistic,
    TlsScan,
};
use crate::intake::{self, Charset, Member, Opened, Reading, Select};
use crate::traveler::{Moment, Traffic, Visit};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The last day of which evidence counts; without one all counts.
    pub until: Option<Date>,
    /// `--encoding`.
    pub encoding: Option<Charset>,
    /// Whether the arguments are the host's own Domino folders, of which only some files are read.
    pub host: bool,
    /// Whether documents that never matter are kept too, to be listed, and all text with them.
    pub keep_all: bool,
    /// `--no-hash`: whether the inputs go without their SHA-256.
    pub no_hash: bool,
    /// The days whose requests count.
    pub period: Period,
}

impl Options {
    fn reading(&self) -> Reading {
        Reading { encoding: self.encoding, hash: !self.no_hash }
    }
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
    pub encoding: Option<String>,
    /// SHA-256 of its bytes; `None` where it was not read or none is wanted.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// How far it was read.
    pub read: ReadExtent,
    /// The day of the newest that it tells; a file that tells none has none.
    pub evidence_date: Option<Date>,
    /// What should be known of it.
    pub warnings: Vec<Warning>,
}

/// A document with the number of its input, and that of the export it stands in: a file may hold
/// several exports, one behind the other.
pub(super) struct Kept {
    pub(super) input: usize,
    pub(super) source: usize,
    pub(super) document: Document,
}

impl Kept {
    pub(super) fn unid(&self) -> Option<&str> {
        self.document.unid.as_deref()
    }
}

/// What an input said of its database.
pub(super) struct DatabaseSeen {
    pub(super) source: usize,
    pub(super) database: Database,
    /// Documents of it that were read; one that stands there twice counts once.
    pub(super) documents: u64,
    /// Documents in it, as the agent of `exporter` counted them.
    pub(super) exported: Option<u64>,
}

/// A setting that was typed at a console, and when, as far as that is told.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) setting: Setting,
    pub(super) time: Option<DateTime>,
}

impl Typed {
    /// Whether what happened to this key at a time, further down, was before it all the same.
    fn is_after(&self, key: &str, time: Option<DateTime>) -> bool {
        let later = self.time.zip(time).is_some_and(|(own, other)| own > other);
        later && self.setting.key.eq_ignore_ascii_case(key)
    }
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
    /// The inputs of the exports, by the numbers of these.
    pub(super) sources: Vec<usize>,
    /// Settings that were typed at a console, the last of each key.
    pub(super) typed: Vec<(usize, Typed)>,
    pub(super) sightings: Vec<(usize, Sighting)>,
    pub(super) traffic: Vec<(usize, Traffic)>,
    /// Names that consoles gave of their servers.
    pub(super) consoles: Vec<(usize, Observed<String>)>,
    /// Names under which logs say that their servers started.
    pub(super) started: Vec<(usize, Observed<String>)>,
    /// What HTTP tasks said at their start, the last of each input.
    pub(super) site_views: Vec<(usize, SitesLoaded)>,
    pub(super) statistics: Vec<(usize, Statistic)>,
    pub(super) scans: Vec<TlsScan>,
    /// What was read of Secure Mail, its gateways and its devices.
    pub(super) mobile: MobileSeen,
}

/// Statistics of one input that are kept; Traveler has a few hundred.
const MAX_STATISTICS: usize = 2_000;
/// Documents of an export that are told apart by their UNID.
const MAX_UNIDS: usize = 1_000_000;
/// Names of servers of one input that are kept: two that differ are enough to know.
const MAX_NAMES: usize = 100;

/// Reads everything below the arguments.
#[must_use]
pub fn collect(arguments: &[PathBuf], catalog: &Catalog, options: Options) -> Collected {
    let mut collected = Collected { options, ..Collected::default() };
    let select = Select { files: &catalog.host.files, host: collected.options.host };
    let walked = intake::walk(arguments, select);
    for candidate in walked.files {
        read_input(&candidate, catalog, &mut collected);
    }
    for folder in walked.data_directories {
        let warning = Warning::new("data-directory", None).with("count", folder.databases);
        let mut report = unread(folder.path, false, vec![warning]);
        report.kind = Kind::Nsf;
        collected.inputs.push(report);
    }
    for problem in walked.problems {
        collected.inputs.push(unread(problem.path, true, vec![problem.warning]));
    }
    collected
}

fn unread(path: InputPath, named: bool, warnings: Vec<Warning>) -> InputReport {
    InputReport {
        path,
        named,
        kind: Kind::Unrecognised,
        encoding: None,
        sha256: None,
        size: None,
        read: ReadExtent::None,
        evidence_date: None,
        warnings,
    }
}

fn read_input(candidate: &intake::Candidate, catalog: &Catalog, collected: &mut Collected) {
    let (path, named) = (candidate.path.clone(), candidate.named);
    let opened = match intake::open(&candidate.file, collected.options.reading()) {
        Ok(opened) => opened,
        Err(error) => {
            let warning = Warning::new("cannot-open", None).with("reason", error);
            collected.inputs.push(unread(path, named, vec![warning]));
            return;
        }
    };
    if let Some(form) = intake::archive_form(&opened.head, path.file_name()) {
        return read_archive(candidate, form, opened, catalog, collected);
    }
    let size = std::fs::metadata(&candidate.file).ok().map(|data| data.len());
    read_opened((path, named, size), opened, catalog, collected);
}

/// The archive is listed before its members; how far it was read is known after them.
fn read_archive(
    candidate: &intake::Candidate,
    form: intake::ArchiveForm,
    opened: Opened<'_>,
    catalog: &Catalog,
    collected: &mut Collected,
) {
    let (path, at) = (&candidate.path, collected.inputs.len());
    let mut report = unread(path.clone(), candidate.named, Vec::new());
    report.kind = Kind::Archive;
    match opened.stream.finish() {
        Ok(print) => (report.sha256, report.size) = (print.sha256, Some(print.size)),
        Err(error) => {
            report.warnings.push(Warning::new("read-error", None).with("reason", error));
        }
    }
    collected.inputs.push(report);
    let reading = collected.options.reading();
    let told =
        intake::read_archive(&candidate.file, path, form, reading, &mut |member| match member {
            Member::Open(member, _) if is_of_app(path, &member) => {}
            Member::Open(path, opened) => read_member(path, *opened, catalog, collected),
            Member::Refused(path, warning) => {
                collected.inputs.push(unread(path, false, vec![warning]));
            }
        });
    if let Some(report) = collected.inputs.get_mut(at) {
        report.warnings.extend(told);
        let whole = report.warnings.is_empty();
        report.read = if whole { ReadExtent::Full } else { ReadExtent::Part };
    }
}

/// Whether a member of an `.mdx` file is a part of the app, and not what tells its policies.
fn is_of_app(archive: &InputPath, member: &InputPath) -> bool {
    let mdx = archive.file_name().to_ascii_lowercase().ends_with(".mdx");
    mdx && !member.file_name().eq_ignore_ascii_case("policy_metadata.xml")
}

/// An archive in an archive is listed and not opened.
fn read_member(path: InputPath, opened: Opened<'_>, catalog: &Catalog, collected: &mut Collected) {
    if intake::archive_form(&opened.head, path.file_name()).is_some() {
        let mut report = unread(path, false, vec![Warning::new("nested-archive", None)]);
        report.kind = Kind::Archive;
        return collected.inputs.push(report);
    }
    read_opened((path, false, None), opened, catalog, collected);
}

fn read_opened(
    (path, named, size): (InputPath, bool, Option<u64>),
    mut opened: Opened<'_>,
    catalog: &Catalog,
    collected: &mut Collected,
) {
    let forced = collected.options.encoding;
    let head = Head::read_as(&opened.head, path.file_name(), forced);
    let (kind, reason) = formats::recognise(&head);
    let skip_forms = !collected.options.keep_all;
    let context = Context { path: path.clone(), catalog, skip_forms };
    let mut sink = InputSink::new(collected, catalog, kind, &path);
    let mut read = formats::read(kind, &mut opened.stream, &context, &mut sink);
    let evidence_date = sink.newest;
    let mut warnings = sink.finish(&mut read);
    warnings.extend(reason.map(|code| Warning::new(code, None)));
    let text = !matches!(kind, Kind::Nsf | Kind::Unrecognised);
    if let Some(line) = head.nul_line().filter(|_| text) {
        read = ReadExtent::Part;
        if warnings.iter().all(|warning| !warning.code.starts_with("nul-")) {
            warnings.push(Warning::new("nul-in-text", line));
        }
    }
    let encoding = text.then(|| opened.stream.encoding());
    // What is nothing we read may be a database of gigabytes: its hash would tell nobody anything.
    let fingerprint = text.then(|| opened.stream.finish()).transpose();
    let fingerprint = fingerprint.unwrap_or_else(|error| {
        if warnings.iter().all(|warning| warning.code != "read-error") {
            warnings.push(Warning::new("read-error", None).with("reason", error));
        }
        read = ReadExtent::Part;
        None
    });
    collected.inputs.push(InputReport {
        path,
        named,
        kind,
        encoding,
        size: fingerprint.as_ref().map(|print| print.size).or(size),
        sha256: fingerprint.and_then(|print| print.sha256),
        read,
        evidence_date,
        warnings,
    });
}

/// Keeps a name once for each input.
fn add_name(names: &mut Vec<(usize, Observed<String>)>, input: usize, name: Observed<String>) {
    let own = names.iter().rev().take_while(|(other, _)| *other == input);
    let (count, known) = own.fold((0, false), |(count, known), (_, other)| {
        (count + 1, known || other.value == name.value)
    });
    if count < MAX_NAMES && !known {
        names.push((input, name));
    }
}

/// Of rich text only what may set something is kept.
fn drop_text(item: &mut Item) {
    if matches!(&item.value, ItemValue::RichText(text) if !configuration::may_set(text)) {
        item.value = ItemValue::Opaque("richtext".to_owned());
    }
}

/// Takes the records of one input.
struct InputSink<'c> {
    collected: &'c mut Collected,
    catalog: &'c Catalog,
    kind: Kind,
    input: usize,
    source: usize,
    /// UNIDs of the export that is read.
    unids: BTreeSet<u128>,
    ini: Option<IniFile>,
    /// What consoles showed, by what they were asked for; and the list that is read.
    listings: BTreeMap<ListingSource, IniFile>,
    listing: Option<ListingSource>,
    /// When that was.
    shown: Option<DateTime>,
    /// What was typed at the console, the last of each key.
    typed: Vec<Typed>,
    statistics: usize,
    traffic: Option<Traffic>,
    newest: Option<Date>,
    late: Late,
    warnings: Vec<Warning>,
}

impl<'c> InputSink<'c> {
    fn new(
        collected: &'c mut Collected,
        catalog: &'c Catalog,
        kind: Kind,
        path: &InputPath,
    ) -> Self {
        let late = Late::new(collected.options.until);
        let input = collected.inputs.len();
        collected.sources.push(input);
        Self {
            kind,
            input,
            source: collected.sources.len() - 1,
            unids: BTreeSet::new(),
            collected,
            catalog,
            ini: matches!(kind, Kind::NotesIni | Kind::OneTouch)
                .then(|| IniFile::new(path.clone())),
            listings: BTreeMap::new(),
            listing: None,
            shown: None,
            typed: Vec::new(),
            statistics: 0,
            traffic: (kind == Kind::HttpLog).then(Traffic::default),
            newest: None,
            late,
            warnings: Vec::new(),
        }
    }

    /// Counts documents for the database they stand in.
    fn count(&mut self, documents: u64) {
        let last = self.collected.databases.last_mut();
        if let Some(seen) = last.filter(|seen| seen.source == self.source) {
            seen.documents += documents;
        }
    }

    /// Whether the document did not stand in this export before.
    fn is_new(&mut self, document: &Document) -> bool {
        let unid = document.unid.as_deref().and_then(|unid| u128::from_str_radix(unid, 16).ok());
        unid.is_none_or(|unid| self.unids.len() >= MAX_UNIDS || self.unids.insert(unid))
    }

    /// A second root in one file is another export, put behind the first.
    fn database(&mut self, database: Database) {
        let first = self.collected.databases.last().is_none_or(|seen| seen.source != self.source);
        if !first {
            self.collected.sources.push(self.input);
            self.source = self.collected.sources.len() - 1;
            self.unids.clear();
        }
        let source = self.source;
        self.collected.databases.push(DatabaseSeen {
            source,
            database,
            documents: 0,
            exported: None,
        });
    }

    fn exported(&mut self, documents: u64) {
        let own = self.collected.databases.last_mut().filter(|seen| seen.source == self.source);
        if let Some(own) = own {
            own.exported = Some(documents);
        }
    }

    fn document(&mut self, mut document: Document) {
        let modified = document.modified.map(|time| jiff::tz::Offset::UTC.to_datetime(time));
        self.note(modified);
        let new = self.is_new(&document);
        self.count(u64::from(new));
        if !self.collected.options.keep_all {
            if document.form.as_deref().is_some_and(|form| self.catalog.documents.skips(form)) {
                return;
            }
            document.items.iter_mut().for_each(drop_text);
        }
        self.collected.documents.push(Kept { input: self.input, source: self.source, document });
    }

    fn setting(&mut self, setting: Setting) {
        if self.listing == Some(ListingSource::Shown) {
            self.forget_typed(&setting.key, self.shown);
        }
        let listing = self.listing.and_then(|source| self.listings.get_mut(&source));
        if let Some(ini) = listing.or(self.ini.as_mut()) {
            ini.add(setting);
        }
    }

    /// What was typed later takes the place of what was typed before; the command is dated with the
    /// list that it begins. Logs may stand one behind the other in any order, so the time goes before
    /// the place.
    fn typed(&mut self, setting: Setting, time: Option<DateTime>) {
        let later = |own: &Typed| own.is_after(&setting.key, time);
        if time.is_some_and(|time| !self.late.fits(time)) || self.typed.iter().any(later) {
            return;
        }
        self.forget_typed(&setting.key, time);
        self.typed.push(Typed { setting, time });
    }

    /// What the console showed later counts instead of what was typed.
    fn forget_typed(&mut self, key: &str, time: Option<DateTime>) {
        let other = |own: &Typed| !own.setting.key.eq_ignore_ascii_case(key);
        self.typed.retain(|own| other(own) || own.is_after(key, time));
    }

    /// The newest counts, and none that is too late or too long ago.
    fn site_view(&mut self, view: SitesLoaded) {
        let old = self.collected.options.period.stale(view.time).is_some();
        if old || !self.late.counts(view.time, &view.location) {
            return;
        }
        let all = &mut self.collected.site_views;
        match all.last_mut().filter(|(input, _)| *input == self.input) {
            Some((_, last)) if view.is_before(last) => {}
            Some((_, last)) => *last = view,
            None => all.push((self.input, view)),
        }
    }

    fn begin_listing(&mut self, listing: &Listing) {
        // An answer from after the day is told and left out.
        if !self.late.counts(listing.time, &listing.location) {
            return;
        }
        let path = &listing.location.path;
        let new = || IniFile::of_console(path.clone(), listing.source);
        let stale = self.collected.options.period.stale(listing.time);
        self.listings.entry(listing.source).or_insert_with(new).begin(listing, stale);
        self.listing = Some(listing.source);
        self.shown = listing.time;
    }

    fn end_listing(&mut self, whole: bool) {
        let ended = self.listing.take();
        if let Some(ini) = ended.and_then(|source| self.listings.get_mut(&source)) {
            ini.end(whole);
        }
    }

    /// The newest day of the input; days that are too late are mistakes.
    fn note(&mut self, time: Option<DateTime>) {
        let time = time.filter(|time| self.late.fits(*time));
        self.newest = self.newest.max(time.map(DateTime::date));
    }

    fn statistic(&mut self, statistic: Statistic) {
        self.statistics += 1;
        if self.statistics <= MAX_STATISTICS {
            self.collected.statistics.push((self.input, statistic));
        }
    }

    fn request(&mut self, request: &Request) {
        self.note(request.time);
        // Told here; that it decides nothing is seen to by the traffic.
        self.late.counts(request.time, &request.location);
        let Some(traffic) = &mut self.traffic else { return };
        traffic.add(&Visit {
            method: &request.method,
            path: &request.path,
            host: request.host.as_deref(),
            command: request.call.as_ref().map(|call| call.command),
            agent: request.agent.as_deref(),
            device_type: request.call.as_ref().and_then(|call| call.device_type.as_deref()),
            signed_in: request.authenticated,
            status: request.status,
            time: request.time.map(|time| Moment::new(time, request.ahead)),
            when: self.collected.options.period.when(request.time),
            location: &request.location,
        });
    }

    fn finish(mut self, read: &mut ReadExtent) -> Vec<Warning> {
        let listings = std::mem::take(&mut self.listings).into_values();
        self.collected.ini_files.extend(listings.map(|ini| (self.input, ini)));
        self.collected.typed.extend(self.typed.drain(..).map(|typed| (self.input, typed)));
        let settings = |ini: &IniFile| self.kind == Kind::NotesIni || ini.count() > 0;
        if let Some(mut ini) = self.ini.take().filter(settings) {
            if ini.full {
                *read = ReadExtent::Part;
                let warning = Warning::new("more-keys-than-read", None).with("limit", MAX_KEYS);
                self.warnings.push(warning);
            }
            ini.whole = *read == ReadExtent::Full;
            ini.remarks.clone_from(&self.warnings);
            self.judge_live(&mut ini);
            self.collected.ini_files.push((self.input, ini));
        }
        self.warnings.extend(self.late.warning());
        if let Some(traffic) = self.traffic.take() {
            self.collected.traffic.push((self.input, traffic));
        }
        self.warnings
    }

    /// A client's file, or a copy that someone kept, says nothing of how the server runs.
    fn judge_live(&mut self, ini: &mut IniFile) {
        let reason = if self.kind == Kind::OneTouch {
            "written-settings"
        } else if ini.is_of_client() {
            "client-notes-ini"
        } else {
            match copy_sign(&ini.path) {
                CopySign::Sure => "copy-of-notes-ini",
                CopySign::Maybe => {
                    ini.worth = Confidence::Medium;
                    return self.warnings.push(Warning::new("maybe-copy-of-notes-ini", None));
                }
                CopySign::None => return,
            }
        };
        ini.live = false;
        self.warnings.push(Warning::new(reason, None));
    }
}

impl Sink for InputSink<'_> {
    fn record(&mut self, record: Record) {
        match record {
            Record::Setting(setting) => self.setting(setting),
            Record::IniShape(shape) => {
                if let Some(ini) = &mut self.ini {
                    ini.take_shape(shape);
                }
            }
            Record::Typed(setting, time) => self.typed(setting, time),
            Record::Listing(listing) => self.begin_listing(&listing),
            Record::ListingEnd { whole } => self.end_listing(whole),
            Record::ServerName(name) => {
                add_name(&mut self.collected.consoles, self.input, name);
            }
            Record::StartedOn(name) => add_name(&mut self.collected.started, self.input, name),
            Record::SitesLoaded(view) => self.site_view(view),
            Record::Statistic(statistic) => self.statistic(statistic),
            Record::Database(database) => self.database(database),
            Record::Exported(documents) => self.exported(documents),
            Record::Document(document) => self.document(*document),
            Record::PassedOver(documents) => self.count(documents),
            Record::Design(design) => self.collected.designs.push(*design),
            Record::Sighting(sighting) => {
                self.note(sighting.time);
                if self.late.counts(sighting.time, &sighting.location) {
                    self.collected.sightings.push((self.input, sighting));
                }
            }
            Record::Request(request) => self.request(&request),
            Record::TlsScan(scan) => {
                self.note(scan.time);
                self.collected.scans.push(*scan);
            }
            Record::Policies(_)
            | Record::App(_)
            | Record::Gateway(_)
            | Record::GatewayCommand(_)
            | Record::Devices(_) => self.collected.mobile.take(self.input, record),
        }
    }

    fn dated(&mut self, time: DateTime) {
        self.note(Some(time));
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}
