//! Takes the records of one input, and keeps what may matter. Documents of forms that never matter are
//! dropped as they come.

use super::collect::{Collected, DatabaseSeen, Kept, Typed};
use super::configuration;
use super::files::{CopySign, copy_sign};
use super::ini_file::{IniFile, MAX_KEYS};
use super::late::Late;
use super::strangers::Strangers;
use crate::catalog::Catalog;
use crate::evidence::{Confidence, InputPath, Observed, Warning};
use crate::formats::{
    Database, Document, Item, ItemValue, Kind, Listing, ListingSource, ReadExtent, Record, Request,
    Setting, Sink, SitesLoaded, Statistic,
};
use crate::traveler::{Moment, Traffic, Visit};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Statistics of one input that are kept; Traveler has a few hundred.
const MAX_STATISTICS: usize = 2_000;
/// Documents of an export that are told apart by their UNID.
const MAX_UNIDS: usize = 1_000_000;
/// Names of servers of one input that are kept: two that differ are enough to know.
const MAX_NAMES: usize = 100;

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
pub(super) struct InputSink<'c> {
    collected: &'c mut Collected,
    catalog: &'c Catalog,
    kind: Kind,
    input: usize,
    source: usize,
    /// UNIDs of the export that is read.
    unids: BTreeSet<u128>,
    strangers: Strangers,
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
    /// The newest day that it tells.
    pub(super) newest: Option<Date>,
    late: Late,
    warnings: Vec<Warning>,
}

impl<'c> InputSink<'c> {
    pub(super) fn new(
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
            strangers: Strangers::default(),
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
            if !self.strangers.keeps(&document, self.catalog) {
                return;
            }
            document.items.iter_mut().for_each(drop_text);
            // It stays, and a run may hold thousands.
            document.items.shrink_to_fit();
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
        let secret = self.catalog.settings.is_secret(&statistic.name)
            || self.catalog.settings.holds_secret(&statistic.value);
        if self.statistics <= MAX_STATISTICS && !secret {
            self.collected.statistics.push((self.input, statistic));
        }
    }

    /// A line of a log may go on with what nobody should see: it ends there.
    fn cut_secret(&self, text: &mut String) {
        let secret = |text: &str| self.catalog.settings.holds_secret(text);
        if secret(text) {
            let words = text.split_whitespace().take_while(|word| !secret(word));
            let plain = words.collect::<Vec<_>>().join(" ");
            *text = if secret(&plain) { String::new() } else { plain };
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

    pub(super) fn finish(mut self, read: &mut ReadExtent) -> Vec<Warning> {
        let strangers = std::mem::take(&mut self.strangers);
        self.collected.left_out.extend(strangers.left_out(self.input));
        let listings = std::mem::take(&mut self.listings).into_values();
        self.collected.ini_files.extend(listings.map(|ini| (self.input, Arc::new(ini))));
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
            self.collected.ini_files.push((self.input, Arc::new(ini)));
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
            Record::LeftOut(unread) => {
                self.count(unread.documents);
                self.strangers.add(unread);
            }
            Record::Design(design) => self.collected.designs.push(*design),
            Record::Sighting(mut sighting) => {
                self.cut_secret(&mut sighting.text);
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
            Record::Certificate(chain) => self.collected.certificates.push(*chain),
        }
    }

    fn has_enough_of(&self, replica: Option<&str>, form: &str) -> bool {
        !self.collected.options.keep_all
            && self.strangers.has_enough_of(replica, form, self.catalog)
    }

    fn dated(&mut self, time: DateTime) {
        self.note(Some(time));
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}
