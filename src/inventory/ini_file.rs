//! One notes.ini, or what a console showed of one: its lines by key, and what is known of it as a whole.

use crate::evidence::{Confidence, Ignored, InputPath, Warning};
use crate::formats::{IniShape, Listing, ListingSource, Setting, Sight, Value, fits_filter};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Lines of one key that are kept; of the others only whether they agree.
pub(super) const MAX_LINES: usize = 100;
/// Different keys of one file that are kept; a notes.ini has a few hundred.
pub(super) const MAX_KEYS: usize = 50_000;
/// Filters of console lists that are kept.
const MAX_FILTERS: usize = 100;

/// A notes.ini that was read, or what a console showed of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IniFile {
    /// The input.
    pub path: InputPath,
    /// Whether it is a live file of a server; copies and clients are listed, not judged.
    pub live: bool,
    /// Whether it was read to its end.
    pub whole: bool,
    /// What a console was asked for; `None` for a file.
    pub source: Option<ListingSource>,
    /// What a value in it is worth at the most.
    pub worth: Confidence,
    /// What its reader remarked on its lines.
    pub remarks: Vec<Warning>,
    shape: IniShape,
    /// Whether keys were left out because there are too many.
    pub(super) full: bool,
    keys: BTreeMap<String, Lines>,
    /// The list that is read.
    listing: Option<Open>,
    /// When the newest list was shown.
    newest: Option<DateTime>,
    /// The day of the list that showed everything, where it is long ago.
    stale: Option<Date>,
    /// Filters of the lists that were seen to their end.
    shown: Vec<String>,
}

/// A list that is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    filter: String,
    /// The keys that it took away.
    gone: BTreeSet<String>,
    /// Whether a newer one was read before: then it only tells what that was not asked for.
    older: bool,
    /// Whether it holds keys of which the newer one knew nothing.
    taken_back: bool,
    /// Its day, where it is long ago.
    stale: Option<Date>,
}

/// All lines of one key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    kept: Vec<Setting>,
    /// The day on which a console showed them, where it is long ago.
    stale: Option<Date>,
    disagree: bool,
    count: u64,
}

impl IniFile {
    /// A file of which nothing was read yet.
    #[must_use]
    pub fn new(path: InputPath) -> Self {
        Self {
            path,
            live: true,
            whole: false,
            source: None,
            worth: Confidence::High,
            remarks: Vec::new(),
            shape: IniShape { notes_section: true, ignored: None },
            full: false,
            keys: BTreeMap::new(),
            listing: None,
            newest: None,
            stale: None,
            shown: Vec::new(),
        }
    }

    /// What a console showed, of which nothing was read yet.
    #[must_use]
    pub fn of_console(path: InputPath, source: ListingSource) -> Self {
        Self { source: Some(source), ..Self::new(path) }
    }

    /// A list begins: what was shown before of the keys it is about is out of date, unless that was
    /// shown later. `stale` is its day, where it is long ago.
    pub fn begin(&mut self, listing: &Listing, stale: Option<Date>) {
        let older = self.newest.zip(listing.time).is_some_and(|(newest, own)| own < newest);
        let fits = |key: &String| !older && fits_filter(&listing.filter, key);
        let gone: BTreeSet<_> = self.keys.keys().filter(|key| fits(key)).cloned().collect();
        self.keys.retain(|key, _| !gone.contains(key));
        self.newest = self.newest.max(listing.time);
        let filter = listing.filter.clone();
        self.listing = Some(Open { filter, gone, older, taken_back: false, stale });
    }

    /// A list ends. The console has shown everything after a list without a filter, as long as no
    /// later one takes a key away or misses something.
    pub fn end(&mut self, whole: bool) {
        let Some(Open { filter, gone, older, taken_back, stale }) = self.listing.take() else {
            return;
        };
        let everything = !filter.is_empty() && filter.chars().all(|c| c == '*') && !taken_back;
        if older && !(whole && everything) {
            return;
        }
        if everything {
            self.stale = stale;
        }
        let kept = gone.iter().all(|key| self.keys.contains_key(key));
        self.whole = self.source == Some(ListingSource::Shown)
            && whole
            && (everything || self.whole && kept);
        match whole {
            true if self.shown.len() < MAX_FILTERS => self.shown.push(filter),
            true => {}
            // What changed since the earlier lists is not known.
            false => self.shown.clear(),
        }
    }

    /// Whether a newer list was asked for this key, or shows it.
    fn is_known_better(&mut self, key: &str) -> bool {
        let Some(open) = self.listing.as_mut().filter(|open| open.older) else { return false };
        let shows = self.keys.contains_key(&key.to_ascii_uppercase());
        let asked = self.shown.iter().any(|filter| fits_filter(filter, key));
        open.taken_back |= asked && !shows;
        shows || asked
    }

    /// Takes a line.
    pub fn add(&mut self, setting: Setting) {
        if self.is_known_better(&setting.key) {
            return;
        }
        if self.keys.len() >= MAX_KEYS && !self.keys.contains_key(&setting.key.to_ascii_uppercase())
        {
            self.full = true;
            return;
        }
        let lines = self.keys.entry(setting.key.to_ascii_uppercase()).or_default();
        lines.stale = self.listing.as_ref().and_then(|open| open.stale);
        lines.count += u64::from(!is_elsewhere(&setting));
        let first = lines.kept.first();
        lines.disagree |= first.is_some_and(|first| first.value != setting.value);
        let news =
            lines.disagree && lines.kept.iter().all(|kept| kept.value == lines.kept[0].value);
        if lines.kept.len() < MAX_LINES || news {
            if lines.kept.is_empty() {
                // Nearly every key has one line, and a run has hundreds of keys for each server.
                lines.kept.reserve_exact(1);
            }
            lines.kept.push(setting);
        }
    }

    /// Puts one line in the place of all lines of its key.
    pub(super) fn replace(&mut self, setting: Setting) {
        let key = setting.key.to_ascii_uppercase();
        let lines = Lines { kept: vec![setting], count: 1, ..Lines::default() };
        self.keys.insert(key, lines);
    }

    /// What the file is like as a whole; after its lines. Without a line `[Notes]` it is an excerpt,
    /// of which nobody knows what stood before.
    pub fn take_shape(&mut self, shape: IniShape) {
        self.shape = shape;
        let lines = self.keys.values_mut().flat_map(|lines| &mut lines.kept);
        for setting in lines.filter(|_| !shape.notes_section) {
            if setting.sight == Sight::Doubtful(Ignored::BeforeSection) {
                setting.sight = Sight::Likely;
            }
        }
        // A server's file and a client's in one: nobody knows which lines are whose.
        let kits = self.texts("KitType");
        let mixed = kits.len() > 1 && kits.contains("1");
        if mixed {
            self.shape.ignored.get_or_insert(Ignored::TwoKits);
        }
    }

    /// Whether it is the file of a Notes client.
    #[must_use]
    pub fn is_of_client(&self) -> bool {
        self.texts("KitType").into_iter().eq(["1"])
    }

    /// Why Domino may not see any of it.
    #[must_use]
    pub fn ignored(&self) -> Option<Ignored> {
        self.shape.ignored
    }

    /// The value of the first line of a key, where it may be shown.
    #[must_use]
    pub fn first(&self, key: &str) -> Option<&str> {
        self.lines(key).first().and_then(text_of)
    }

    /// The different values of a key, wherever its lines stand but in other sections.
    #[must_use]
    pub fn texts(&self, key: &str) -> BTreeSet<&str> {
        let own = self.lines(key).iter().filter(|setting| !is_elsewhere(setting));
        own.filter_map(text_of).collect()
    }

    /// The lines that are kept, by key.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.keys.values().flat_map(|lines| &lines.kept)
    }

    /// Number of lines that set something.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.keys.values().fold(0, |sum, lines| sum.saturating_add(lines.count))
    }

    /// Whether this is a whole notes.ini and no excerpt: it has the line `[Notes]`, names the data
    /// directory and says what it is the file of. A missing key means something in a whole file only,
    /// and only if Domino can read it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let sees = |setting: &Setting| !matches!(setting.sight, Sight::Doubtful(_));
        // Each key that is missing anywhere asks.
        let has = |key: &str| self.keys.get(key).is_some_and(|lines| lines.kept.iter().any(sees));
        self.whole
            && self.shape.notes_section
            && self.shape.ignored.is_none()
            && has("DIRECTORY")
            && (has("KITTYPE") || has("SERVERTASKS") || has("SERVERNAME"))
    }

    /// Whether every line of this key is here, and of the list that would replace it.
    #[must_use]
    pub fn shows_all_of(&self, key: &str) -> bool {
        let list = format!("{key}_EXT");
        let asked = |filter: &String| fits_filter(filter, key) && fits_filter(filter, &list);
        self.is_complete() || (self.source.is_some() && self.shown.iter().any(asked))
    }

    /// Whether a value in it may decide something.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.source != Some(ListingSource::Effective)
    }

    /// The day on which a console showed a key, or everything, where it is long ago.
    pub(super) fn stale(&self, key: Option<&str>) -> Option<Date> {
        let lines = key.and_then(|key| self.keys.get(&key.to_ascii_uppercase()));
        lines.map_or(self.stale, |lines| lines.stale)
    }

    /// The oldest of the days on which a console showed something long ago.
    pub(super) fn stalest(&self) -> Option<Date> {
        self.keys.values().filter_map(|lines| lines.stale).chain(self.stale).min()
    }

    /// The values, to have their secrets taken out.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let lines = self.keys.values_mut().flat_map(|lines| &mut lines.kept);
        lines.map(|setting| &mut setting.value)
    }

    /// The lines of a key.
    pub(super) fn lines(&self, key: &str) -> &[Setting] {
        self.keys.get(&key.to_ascii_uppercase()).map_or(&[], |lines| lines.kept.as_slice())
    }
}

fn is_elsewhere(setting: &Setting) -> bool {
    setting.sight == Sight::Doubtful(Ignored::OtherSection)
}

fn text_of(setting: &Setting) -> Option<&str> {
    match &setting.value {
        Value::Plain(text) => Some(text),
        Value::Secret(_) => None,
    }
}
