//! notes.ini of a server, as a file and as its console shows it: what is set there, and what that is
//! worth.
//!
//! Sources: "List of notes.ini settings", HCL Traveler documentation (`NTS_X_EXT`, 256 characters);
//! which of two lines of one key wins is not documented, so lines that disagree decide nothing.

use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, InputPath, Location, Role};
use crate::formats::{Listing, ListingSource, Setting, Value, fits_filter, is_placeholder};
use std::collections::{BTreeMap, BTreeSet};

/// Lines of one key that are kept; of the others only whether they agree.
const MAX_LINES: usize = 100;

/// A notes.ini that was read, or what a console showed of it.
#[derive(Debug, Clone)]
pub struct IniFile {
    /// The input.
    pub path: InputPath,
    /// Whether it is a live file of a server; copies and clients are listed, not judged.
    pub live: bool,
    /// Whether it was read to its end.
    pub whole: bool,
    /// What a console was asked for; `None` for a file.
    pub source: Option<ListingSource>,
    keys: BTreeMap<String, Lines>,
    /// The filter of the list that is read, and the keys that it took away.
    listing: Option<(String, BTreeSet<String>)>,
}

/// All lines of one key.
#[derive(Debug, Clone, Default)]
struct Lines {
    kept: Vec<Setting>,
    disagree: bool,
    count: u64,
}

impl IniFile {
    /// A file of which nothing was read yet.
    #[must_use]
    pub fn new(path: InputPath) -> Self {
        let keys = BTreeMap::new();
        Self { path, live: true, whole: false, source: None, keys, listing: None }
    }

    /// What a console showed, of which nothing was read yet.
    #[must_use]
    pub fn of_console(path: InputPath, source: ListingSource) -> Self {
        Self { source: Some(source), ..Self::new(path) }
    }

    /// A list begins: what was shown before of the keys it is about is out of date.
    pub fn begin(&mut self, listing: &Listing) {
        let fits = |key: &String| fits_filter(&listing.filter, key);
        let gone: BTreeSet<_> = self.keys.keys().filter(|key| fits(key)).cloned().collect();
        self.keys.retain(|key, _| !gone.contains(key));
        self.listing = Some((listing.filter.clone(), gone));
    }

    /// A list ends. The console has shown everything after a list without a filter, as long as no
    /// later one takes a key away or misses something.
    pub fn end(&mut self, whole: bool) {
        let Some((filter, gone)) = self.listing.take() else { return };
        let everything = !filter.is_empty() && filter.chars().all(|c| c == '*');
        let kept = gone.iter().all(|key| self.keys.contains_key(key));
        self.whole = self.source == Some(ListingSource::Shown)
            && whole
            && (everything || self.whole && kept);
    }

    /// Takes a line.
    pub fn add(&mut self, setting: Setting) {
        let lines = self.keys.entry(setting.key.to_ascii_uppercase()).or_default();
        lines.count += 1;
        let first = lines.kept.first();
        lines.disagree |= first.is_some_and(|first| first.value != setting.value);
        let news =
            lines.disagree && lines.kept.iter().all(|kept| kept.value == lines.kept[0].value);
        if lines.kept.len() < MAX_LINES || news {
            lines.kept.push(setting);
        }
    }

    /// The value of the first line of a key, where it may be shown.
    #[must_use]
    pub fn first(&self, key: &str) -> Option<&str> {
        match &self.lines(key).first()?.value {
            Value::Plain(text) => Some(text),
            Value::Secret(_) => None,
        }
    }

    /// Number of lines that set something.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.keys.values().map(|lines| lines.count).sum()
    }

    /// Whether this is a whole notes.ini and no excerpt: it names the data directory and says what
    /// it is the file of. A missing key means something in a whole file only.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let has = |key| !self.lines(key).is_empty();
        self.whole
            && has("DIRECTORY")
            && (has("KITTYPE") || has("SERVERTASKS") || has("SERVERNAME"))
    }

    /// Whether a value in it may decide something.
    fn counts(&self) -> bool {
        self.source != Some(ListingSource::Effective)
    }

    fn lines(&self, key: &str) -> &[Setting] {
        self.keys.get(&key.to_ascii_uppercase()).map_or(&[], |lines| lines.kept.as_slice())
    }
}

/// The live notes.ini files of a server; more than one is a contradiction if they differ.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The files.
    pub files: Vec<IniFile>,
}

impl Settings {
    /// The effective value of a setting. `NTS_X_EXT` replaces `NTS_X`: it lists other keys whose
    /// values are joined.
    #[must_use]
    pub fn effective(&self, key: &str) -> Fact<String> {
        if key.to_ascii_uppercase().starts_with("NTS_") {
            let list = self.own(&format!("{key}_EXT"));
            match list {
                Fact::Known(list) if !list.value.is_empty() => return self.joined(&list),
                Fact::Unknown(doubt, evidence)
                    if doubt != Doubt::NotSupplied && doubt != Doubt::Fragment =>
                {
                    return Fact::Unknown(doubt, evidence);
                }
                _ => {}
            }
        }
        self.own(key)
    }

    fn joined(&self, list: &Found<String>) -> Fact<String> {
        let mut value = String::new();
        let mut evidence = vec![list.evidence(Role::Observed)];
        for key in list.value.split(',').map(str::trim_ascii).filter(|key| !key.is_empty()) {
            match self.own(key) {
                Fact::Known(part) => {
                    value.push_str(&part.value);
                    evidence.push(part.evidence(Role::Observed));
                }
                _ => return Fact::Unknown(Doubt::Ambiguous, evidence),
            }
        }
        Fact::Known(Found { raw: format!("{} → {value}", list.raw), value, ..list.clone() })
    }

    /// What Traveler itself says it runs with, where that is all there is for this key.
    #[must_use]
    pub fn told_by_traveler(&self, key: &str) -> Option<Evidence> {
        let told = self.files.iter().filter(|file| !file.counts());
        told.flat_map(|file| file.lines(key)).next().map(|line| excerpt(Role::Conflict, line))
    }

    /// The value of a key as its lines say.
    fn own(&self, key: &str) -> Fact<String> {
        let lines: Vec<&Setting> = self.files.iter().flat_map(|file| file.lines(key)).collect();
        let counting = self.files.iter().filter(|file| file.counts());
        let Some(first) = counting.flat_map(|file| file.lines(key)).next() else {
            return self.missing(key, &lines);
        };
        let differ = lines.iter().any(|line| line.value != first.value);
        if differ || self.only_some_files_have(key) {
            return Fact::Unknown(Doubt::Ambiguous, self.conflict(key, &lines));
        }
        match &first.value {
            Value::Secret(_) => Fact::Unknown(
                Doubt::Unreadable,
                vec![Evidence::new(Role::Observed, first.location.clone(), None)],
            ),
            Value::Plain(text) if is_placeholder(text) => {
                Fact::Unknown(Doubt::Placeholder, vec![excerpt(Role::Observed, first)])
            }
            Value::Plain(text) => Fact::Known(Found {
                value: text.clone(),
                raw: line_of(&first.key, text),
                location: first.location.clone(),
                confidence: Confidence::High,
                named_by: None,
            }),
        }
    }

    /// What a missing key means. Of a file of which only a part is here it means nothing, whatever
    /// the other files say; a console that was asked for a part takes nothing from a whole file.
    fn missing(&self, key: &str, told: &[&Setting]) -> Fact<String> {
        let absent = |file: &IniFile| {
            Evidence::new(Role::Absent, Location::input(&file.path).with_item(key), None)
        };
        let part = |file: &&IniFile| !file.is_complete();
        let cut = self.files.iter().filter(part).find(|file| file.source.is_none());
        let whole = self.files.iter().find(|file| file.is_complete());
        match (cut, whole, self.files.iter().find(|file| file.counts())) {
            (None, Some(whole), _) => Fact::Absent(absent(whole)),
            // How Traveler prints what it runs with is not documented: that alone decides nothing.
            _ if !told.is_empty() => Fact::Unknown(
                Doubt::Unconfirmed,
                told.iter().map(|line| excerpt(Role::Context, line)).collect(),
            ),
            (Some(part), ..) | (None, None, Some(part)) => {
                Fact::Unknown(Doubt::Fragment, vec![absent(part)])
            }
            (None, None, None) => Fact::not_supplied(),
        }
    }

    /// Two live files of one server, of which one has the key and another, whole one has not.
    fn only_some_files_have(&self, key: &str) -> bool {
        self.files.iter().any(|file| file.is_complete() && file.lines(key).is_empty())
    }

    fn conflict(&self, key: &str, lines: &[&Setting]) -> Vec<Evidence> {
        let mut evidence: Vec<_> = lines.iter().map(|line| excerpt(Role::Conflict, line)).collect();
        let without = self.files.iter().filter(|file| {
            file.lines(key).is_empty() && (file.source.is_none() || file.is_complete())
        });
        evidence.extend(without.map(|file| {
            Evidence::new(Role::Absent, Location::input(&file.path).with_item(key), None)
        }));
        evidence
    }
}

/// A value as it compares: in lower case, without blanks at its ends. Only blanks of ASCII are left
/// out: nothing shows that Domino takes a no-break space for one.
#[must_use]
pub fn plain(value: &str) -> String {
    value.trim_ascii().to_ascii_lowercase()
}

fn line_of(key: &str, value: &str) -> String {
    format!("{key}={value}")
}

fn excerpt(role: Role, setting: &Setting) -> Evidence {
    let text = match &setting.value {
        Value::Plain(text) => Some(line_of(&setting.key, text)),
        Value::Secret(_) => None,
    };
    Evidence::new(role, setting.location.clone(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(lines: &[(&str, &str)]) -> IniFile {
        let path = InputPath::named("notes.ini");
        let mut file = IniFile::new(path.clone());
        file.whole = true;
        for (at, (key, value)) in lines.iter().enumerate() {
            file.add(Setting {
                key: (*key).to_owned(),
                value: Value::Plain((*value).to_owned()),
                location: Location::line(&path, at as u64 + 1),
            });
        }
        file
    }

    fn whole(lines: &[(&str, &str)]) -> IniFile {
        file(&[&[("Directory", "/local/notesdata"), ("KitType", "2")], lines].concat())
    }

    fn effective(files: Vec<IniFile>) -> String {
        match (Settings { files }).effective("NTS_X") {
            Fact::Known(found) => found.value,
            Fact::Absent(_) => "absent".to_owned(),
            Fact::Unknown(doubt, _) => doubt.word().to_owned(),
        }
    }

    #[test]
    fn a_setting_has_one_effective_value_or_none() {
        let cases = [
            (vec![], "not-supplied"),
            (vec![whole(&[])], "absent"),
            (vec![file(&[("Other", "1")])], "fragment"),
            (vec![whole(&[("NTS_X", "a")])], "a"),
            (vec![file(&[("nts_x", "a")])], "a"),
            (vec![whole(&[("NTS_X", "a"), ("Nts_X", "a")])], "a"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X", "b")])], "ambiguous"),
            (vec![whole(&[("NTS_X", "{{ x }}")])], "placeholder"),
            (vec![whole(&[("NTS_X", "a")]), whole(&[("NTS_X", "a")])], "a"),
            (vec![whole(&[("NTS_X", "a")]), whole(&[("NTS_X", "b")])], "ambiguous"),
            (vec![whole(&[("NTS_X", "a")]), whole(&[])], "ambiguous"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "P,Q"), ("P", "b"), ("Q", "c")])], "bc"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "P,R"), ("P", "b")])], "ambiguous"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "")])], "a"),
            (vec![whole(&[("NTS_X", "")])], ""),
        ];
        for (files, wanted) in cases {
            let what = format!("{files:?}");
            assert_eq!(effective(files), wanted, "{what}");
        }
    }

    /// What a console showed: filter, whether its end was seen, the settings, a blank in between.
    fn console(lists: &[(&str, bool, &str)]) -> IniFile {
        let path = InputPath::named("console.log");
        let mut file = IniFile::of_console(path.clone(), ListingSource::Shown);
        add_lists(&mut file, lists);
        file
    }

    fn told(list: &str) -> IniFile {
        let path = InputPath::named("status.txt");
        let mut file = IniFile::of_console(path, ListingSource::Effective);
        add_lists(&mut file, &[("*", true, list)]);
        file
    }

    fn add_lists(file: &mut IniFile, lists: &[(&str, bool, &str)]) {
        for (filter, whole, settings) in lists {
            let location = Location::line(&file.path, 1);
            file.begin(&Listing {
                source: ListingSource::Shown,
                filter: (*filter).to_owned(),
                location: location.clone(),
            });
            for (key, value) in settings.split_whitespace().filter_map(|text| text.split_once('='))
            {
                file.add(Setting {
                    key: key.to_owned(),
                    value: Value::Plain(value.to_owned()),
                    location: location.clone(),
                });
            }
            file.end(*whole);
        }
    }

    #[test]
    fn what_a_console_shows_counts_as_far_as_it_was_asked() {
        let all = "Directory=/d KitType=2";
        let with = |value: &str| format!("{all} NTS_X={value}");
        let list = console;
        let cases = [
            (vec![list(&[("*", true, &with("a"))])], "a"),
            (vec![list(&[("*", true, all)])], "absent"),
            (vec![list(&[("*", false, all)])], "fragment"),
            (vec![list(&[("NTS_*", true, "NTS_Y=1")])], "fragment"),
            (vec![list(&[("NTS_*", true, "NTS_X=a")])], "a"),
            // The later list takes the place of the earlier one.
            (vec![list(&[("NTS_X", true, "NTS_X=a"), ("NTS_*", true, "NTS_X=b")])], "b"),
            (vec![list(&[("NTS_X", true, "NTS_X=a"), ("NTS_*", true, "")])], "fragment"),
            (vec![list(&[("*", true, &with("a")), ("NTS_X", false, "")])], "fragment"),
            (vec![list(&[("*", true, all), ("NTS_*", true, "NTS_X=a")])], "a"),
            (vec![list(&[("*", true, all), ("Kit*", true, "KitType=2")])], "absent"),
            (vec![list(&[("*", true, all), ("Kit*", true, "")])], "fragment"),
            // Beside a file: a part never makes a missing key disagree, a difference always does.
            (vec![whole(&[("NTS_X", "a")]), list(&[("Kit*", true, "KitType=2")])], "a"),
            (vec![whole(&[]), list(&[("NTS_*", true, "NTS_Y=1")])], "absent"),
            (vec![whole(&[("NTS_X", "a")]), list(&[("NTS_*", true, "NTS_X=b")])], "ambiguous"),
            (vec![whole(&[("NTS_X", "a")]), list(&[("*", true, all)])], "ambiguous"),
            (vec![whole(&[]), list(&[("NTS_*", true, "NTS_X=b")])], "ambiguous"),
            (vec![file(&[("Other", "1")]), list(&[("*", true, all)])], "fragment"),
        ];
        for (files, wanted) in cases {
            let what = format!("{files:?}");
            assert_eq!(effective(files), wanted, "{what}");
        }
    }

    #[test]
    fn what_traveler_says_of_itself_contradicts_and_does_not_decide() {
        let cases = [
            (vec![told("NTS_X=a")], "unconfirmed"),
            (vec![told("")], "not-supplied"),
            (vec![told("NTS_X=a"), whole(&[("NTS_X", "a")])], "a"),
            (vec![whole(&[("NTS_X", "b")]), told("NTS_X=a")], "ambiguous"),
            // Defaults are listed too, so a missing key is no contradiction.
            (vec![whole(&[]), told("NTS_X=a")], "absent"),
            (vec![whole(&[("NTS_X", "a")]), told("NTS_Y=1")], "a"),
        ];
        for (files, wanted) in cases {
            let what = format!("{files:?}");
            assert_eq!(effective(files), wanted, "{what}");
        }
    }

    #[test]
    fn a_late_line_that_disagrees_is_kept_whatever_the_number_of_lines() {
        let mut lines = vec![("NTS_X", "a"); 500];
        lines.push(("NTS_X", "b"));
        let file = whole(&lines);
        assert!(file.lines("NTS_X").len() <= MAX_LINES + 1);
        assert_eq!(effective(vec![file]), "ambiguous");
    }
}
