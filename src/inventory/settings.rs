//! notes.ini of a server, as a file and as its console shows it: what is set there, and what that is
//! worth.
//!
//! Sources: "List of notes.ini settings", HCL Traveler documentation (`NTS_X_EXT`, 256 characters);
//! which of two lines of one key wins is not documented, so lines that disagree decide nothing. What Domino
//! makes of a value that is longer than it is documented to read is not certain either.

use super::ini_file::IniFile;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Ignored, Location, Role};
use crate::formats::{MAX_VALUE, Setting, Sight, Value, is_placeholder};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The live notes.ini files of a server; more than one is a contradiction if they differ.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(super) files: Vec<Arc<IniFile>>,
}

/// How much of the notes.ini of a server is here.
#[derive(Debug, Clone, Copy)]
pub enum IniExtent<'s> {
    /// All of it: a line that is not there does not exist.
    Whole(&'s IniFile),
    /// A part, or more than one that can't be put together.
    Part(&'s IniFile),
    /// Nothing.
    Missing,
}

/// A line with the file it stands in.
#[derive(Clone, Copy)]
struct Line<'f> {
    file: &'f IniFile,
    setting: &'f Setting,
}

impl Line<'_> {
    /// Why Domino may not see it.
    fn ignored(&self) -> Option<Ignored> {
        match self.setting.sight {
            Sight::Doubtful(why) => Some(why),
            _ => self.file.ignored(),
        }
    }

    /// What its value is worth. In an excerpt a second line may be missing, or the list of keys that
    /// replaces it.
    fn confidence(&self) -> Confidence {
        let written = match self.setting.sight {
            Sight::Sure => Confidence::High,
            _ => Confidence::Medium,
        };
        let all = self.file.shows_all_of(&self.setting.key);
        let shown =
            if all && self.stale().is_none() { Confidence::High } else { Confidence::Medium };
        written.and(self.file.worth).and(shown)
    }

    /// The day on which a console showed it, where it is long ago.
    fn stale(&self) -> Option<Date> {
        self.file.source.and_then(|_| self.file.stale(Some(&self.setting.key)))
    }
}

impl Settings {
    /// The files.
    pub fn files(&self) -> impl Iterator<Item = &IniFile> {
        self.files.iter().map(AsRef::as_ref)
    }

    /// The effective value of a setting. `NTS_X_EXT` replaces `NTS_X`: it lists other keys whose
    /// values are joined.
    #[must_use]
    pub fn effective(&self, key: &str) -> Fact<String> {
        match self.list(key) {
            Some(Fact::Known(list)) if !list.value.trim().is_empty() => self.joined(key, &list),
            // What an empty list does is not documented: most likely nothing.
            Some(Fact::Known(_)) => weaker(self.own(key), Confidence::Medium),
            Some(Fact::Unknown(doubt, evidence)) => Fact::Unknown(doubt, evidence),
            Some(Fact::Absent(_)) | None => self.own(key),
        }
    }

    /// The list of keys whose values replace this one, with each of these keys; nothing where there
    /// is no list.
    #[must_use]
    pub fn list_and_parts(&self, key: &str) -> Vec<Evidence> {
        let list = self.list(key);
        let Some(list) = list.as_ref().and_then(Fact::known) else { return Vec::new() };
        let parts = parts_of(&list.value).map(|part| self.own(part).evidence());
        [list.evidence(Role::Observed)].into_iter().chain(parts.flatten()).collect()
    }

    /// The keys of the list that replaces this one, each with its value as it compares.
    pub(super) fn parts(&self, key: &str) -> Vec<(String, Option<String>)> {
        let list = self.list(key);
        let Some(list) = list.as_ref().and_then(Fact::known) else { return Vec::new() };
        let value = |part| self.own(part).value().map(|value| plain(value));
        parts_of(&list.value).map(|part| (part.to_owned(), value(part))).collect()
    }

    /// What is known of the list, where something is.
    fn list(&self, key: &str) -> Option<Fact<String>> {
        let traveler = key.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("NTS_"));
        let list = traveler.then(|| self.own(&list_of(key)))?;
        let seen = |piece: &Evidence| piece.role != Role::Absent;
        match &list {
            Fact::Unknown(_, evidence) => evidence.iter().any(seen).then_some(list),
            Fact::Absent(_) => None,
            Fact::Known(_) => Some(list),
        }
    }

    fn joined(&self, key: &str, list: &Found<String>) -> Fact<String> {
        let listed = list.evidence(Role::Observed);
        if !self.can_be_followed(key, &list.value) {
            return Fact::Unknown(Doubt::ListUnclear, vec![listed]);
        }
        let (mut value, mut confidence) = (String::new(), list.confidence);
        for part in parts_of(&list.value) {
            let (doubt, evidence) = match self.own(part) {
                Fact::Known(part) => {
                    value.push_str(&part.value);
                    confidence = confidence.and(part.confidence);
                    continue;
                }
                Fact::Absent(absent) => (Doubt::PartMissing, vec![absent]),
                Fact::Unknown(doubt, evidence) => (doubt, evidence),
            };
            return Fact::Unknown(doubt, [vec![listed], evidence].concat());
        }
        let raw = format!("{} → {value}", list.raw);
        Fact::Known(Found { raw, value, confidence, ..list.clone() })
    }

    /// Whether the list names keys, each once, and none that is a list or is replaced by one.
    fn can_be_followed(&self, key: &str, list: &str) -> bool {
        let own = list_of(key).to_ascii_uppercase();
        let parts: Vec<_> = parts_of(list).map(str::to_ascii_uppercase).collect();
        let once: BTreeSet<_> = parts.iter().collect();
        let plain = |part: &String| *part != own && (part == key || self.list(part).is_none());
        !parts.is_empty() && once.len() == parts.len() && parts.iter().all(plain)
    }

    /// How much of notes.ini is here. A console that was asked for a part takes nothing from a whole
    /// file.
    #[must_use]
    pub fn extent(&self) -> IniExtent<'_> {
        let cut = self.files().find(|file| !file.is_complete() && file.source.is_none());
        let whole = self.files().find(|file| file.is_complete());
        let any = cut.or(whole).or_else(|| self.files().find(|file| file.counts()));
        match (any, cut, whole) {
            (_, None, Some(whole)) => IniExtent::Whole(whole),
            (Some(part), ..) => IniExtent::Part(part),
            (None, ..) => IniExtent::Missing,
        }
    }

    /// What Traveler itself says it runs with, where that is all there is for this key.
    #[must_use]
    pub fn told_by_traveler(&self, key: &str) -> Option<Evidence> {
        let told = self.files().filter(|file| !file.counts());
        told.flat_map(|file| file.lines(key)).next().map(|line| excerpt(Role::Conflict, line))
    }

    /// How sure it is that a key is missing where it is known to be.
    #[must_use]
    pub fn absence(&self) -> Confidence {
        let whole = self.files().filter(|file| file.is_complete());
        let worth = |file: &IniFile| match file.stale(None) {
            Some(_) => file.worth.and(Confidence::Medium),
            None => file.worth,
        };
        whole.map(worth).max().unwrap_or(Confidence::Low)
    }

    fn lines(&self, key: &str) -> Vec<Line<'_>> {
        let of = |file| IniFile::lines(file, key).iter().map(move |setting| Line { file, setting });
        self.files().flat_map(of).collect()
    }

    /// The value of a key as its lines say.
    fn own(&self, key: &str) -> Fact<String> {
        let lines = self.lines(key);
        let sure = lines.iter().filter(|line| line.file.counts() && line.ignored().is_none());
        let Some(best) = sure.min_by_key(|line| Reverse(line.confidence())) else {
            return self.missing(key, &lines);
        };
        let other = |line: &&Line<'_>| line.setting.value != best.setting.value;
        let differs = lines.iter().filter(other).any(|line| line.ignored().is_none());
        if differs || self.files().any(|file| lacks(file, key, best)) {
            return Fact::Unknown(Doubt::Ambiguous, self.conflict(key, &lines));
        }
        if let Some(why) = lines.iter().filter(other).find_map(Line::ignored) {
            return Fact::Unknown(Doubt::Ignored(why), self.conflict(key, &lines));
        }
        value_of(best)
    }

    /// What it means that no line of a key surely counts. Of a file of which only a part is here it
    /// means nothing, whatever the other files say; a console that was asked for a part takes nothing
    /// from a whole file.
    fn missing(&self, key: &str, lines: &[Line<'_>]) -> Fact<String> {
        if let Some(why) = lines.iter().find_map(Line::ignored) {
            let shown = lines.iter().map(|line| excerpt(Role::Context, line.setting));
            return Fact::Unknown(Doubt::Ignored(why), shown.collect());
        }
        let part = |file: &&IniFile| !file.is_complete();
        let cut = self.files().filter(part).find(|file| file.source.is_none());
        let whole = self.files().find(|file| file.is_complete());
        let unread = cut.and_then(|file| Some((file, file.ignored()?)));
        match (cut, whole, self.files().find(|file| file.counts())) {
            (None, Some(whole), _) => Fact::Absent(absent_from(whole, key)),
            // How Traveler prints what it runs with is not documented: that alone decides nothing.
            _ if !lines.is_empty() => Fact::Unknown(
                Doubt::Unconfirmed,
                lines.iter().map(|line| excerpt(Role::Context, line.setting)).collect(),
            ),
            (Some(part), ..) | (None, None, Some(part)) => {
                let doubt = unread.map_or(Doubt::Fragment, |(_, why)| Doubt::Ignored(why));
                Fact::Unknown(doubt, vec![absent_from(part, key)])
            }
            (None, None, None) => Fact::not_supplied(),
        }
    }

    fn conflict(&self, key: &str, lines: &[Line<'_>]) -> Vec<Evidence> {
        let shown = lines.iter().map(|line| excerpt(Role::Conflict, line.setting));
        let without = self.files().filter(|file| {
            file.lines(key).is_empty() && (file.source.is_none() || file.is_complete())
        });
        shown.chain(without.map(|file| absent_from(file, key))).collect()
    }
}

/// Whether a whole file has not the key that another one has. A console that shows the value of a line
/// which Domino may not see confirms that line.
fn lacks(file: &IniFile, key: &str, best: &Line<'_>) -> bool {
    let sees = |setting: &Setting| {
        !matches!(setting.sight, Sight::Doubtful(_)) || best.file.source.is_some()
    };
    file.is_complete() && !file.lines(key).iter().any(sees)
}

fn value_of(line: &Line<'_>) -> Fact<String> {
    let setting = line.setting;
    match &setting.value {
        Value::Secret(_) => Fact::Unknown(
            Doubt::Unreadable,
            vec![Evidence::new(Role::Observed, setting.location.clone(), None)],
        ),
        Value::Plain(text) if is_placeholder(text) => {
            Fact::Unknown(Doubt::Placeholder, vec![excerpt(Role::Observed, setting)])
        }
        Value::Plain(text) if line.file.source.is_none() && text.len() > MAX_VALUE => {
            Fact::Unknown(Doubt::TooLong, vec![excerpt(Role::Observed, setting)])
        }
        Value::Plain(text) => Fact::Known(Found {
            value: text.clone(),
            raw: match line.stale() {
                Some(day) => format!("{day}: {}", line_of(&setting.key, text)),
                None => line_of(&setting.key, text),
            },
            location: setting.location.clone(),
            confidence: line.confidence(),
            named_by: None,
        }),
    }
}

fn weaker(fact: Fact<String>, most: Confidence) -> Fact<String> {
    match fact {
        Fact::Known(found) => {
            Fact::Known(Found { confidence: found.confidence.and(most), ..found })
        }
        other => other,
    }
}

fn list_of(key: &str) -> String {
    format!("{key}_EXT")
}

fn parts_of(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim_ascii).filter(|part| !part.is_empty())
}

fn absent_from(file: &IniFile, key: &str) -> Evidence {
    Evidence::new(Role::Absent, Location::input(&file.path).with_item(key), None)
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
    use super::super::ini_file::MAX_LINES;
    use super::*;
    use crate::evidence::InputPath;
    use crate::formats::{IniShape, Listing, ListingSource};

    fn file(lines: &[(&str, &str)]) -> IniFile {
        let path = InputPath::named("notes.ini");
        let mut file = IniFile::new(path.clone());
        file.whole = true;
        for (at, (key, value)) in lines.iter().enumerate() {
            file.add(Setting {
                key: (*key).to_owned(),
                value: Value::Plain((*value).to_owned()),
                sight: Sight::Sure,
                location: Location::line(&path, at as u64 + 1),
            });
        }
        file
    }

    fn whole(lines: &[(&str, &str)]) -> IniFile {
        file(&[&[("Directory", "/local/notesdata"), ("KitType", "2")], lines].concat())
    }

    fn settings(files: Vec<IniFile>) -> Settings {
        Settings { files: files.into_iter().map(Arc::new).collect() }
    }

    fn effective(files: Vec<IniFile>) -> String {
        match settings(files).effective("NTS_X") {
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
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "P,R"), ("P", "b")])], "part-missing"),
            (vec![file(&[("NTS_X", "a"), ("NTS_X_EXT", "P,R"), ("P", "b")])], "fragment"),
            (vec![whole(&[("NTS_X_EXT", "NTS_X"), ("NTS_X", "b")])], "b"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "nts_x_ext")])], "list-unclear"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", ",")])], "list-unclear"),
            (vec![whole(&[("NTS_X_EXT", "P,P"), ("P", "b")])], "list-unclear"),
            (
                vec![whole(&[("NTS_X_EXT", "NTS_P"), ("NTS_P", "b"), ("NTS_P_EXT", "Q")])],
                "list-unclear",
            ),
            (vec![whole(&[("NTS_X_EXT", "P"), ("P", "b"), ("P", "c")])], "ambiguous"),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "")])], "a"),
            (vec![whole(&[("NTS_X", "")])], ""),
            (vec![whole(&[("NTS_X", &"a".repeat(256))])], "too-long"),
            (vec![whole(&[("NTS_X_EXT", "P"), ("P", &"a".repeat(256))])], "too-long"),
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
            let (source, filter) = (ListingSource::Shown, (*filter).to_owned());
            let listing = Listing { source, filter, time: None, location: location.clone() };
            file.begin(&listing, None);
            for (key, value) in settings.split_whitespace().filter_map(|text| text.split_once('='))
            {
                file.add(Setting {
                    key: key.to_owned(),
                    value: Value::Plain(value.to_owned()),
                    sight: Sight::Sure,
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

    /// A whole file of which one more line is of this sight.
    fn seen(sight: Sight, value: &str, lines: &[(&str, &str)]) -> IniFile {
        let mut file = whole(lines);
        file.add(Setting {
            key: "NTS_X".to_owned(),
            value: Value::Plain(value.to_owned()),
            sight,
            location: Location::line(&file.path, 99),
        });
        file
    }

    fn shaped(mut file: IniFile, notes_section: bool, ignored: Option<Ignored>) -> IniFile {
        file.take_shape(IniShape { notes_section, ignored });
        file
    }

    #[test]
    fn a_line_that_domino_may_not_see_decides_nothing() {
        let doubtful = |value, lines: &[(&str, &str)]| {
            seen(Sight::Doubtful(Ignored::OtherSection), value, lines)
        };
        let bom = |lines: &[(&str, &str)]| shaped(whole(lines), true, Some(Ignored::Bom));
        let shown = |value: &str| console(&[("NTS_*", true, &format!("NTS_X={value}"))]);
        let cases = [
            (vec![doubtful("a", &[])], "other-section"),
            (vec![doubtful("b", &[("NTS_X", "a")])], "other-section"),
            (vec![doubtful("a", &[("NTS_X", "a")])], "a"),
            (vec![doubtful("a", &[]), whole(&[("NTS_X", "a")])], "ambiguous"),
            // What the console shows confirms the line, or contradicts it.
            (vec![doubtful("a", &[]), shown("a")], "a"),
            (vec![doubtful("b", &[]), shown("a")], "other-section"),
            (vec![bom(&[("NTS_X", "a")])], "utf8-bom"),
            (vec![bom(&[])], "utf8-bom"),
            (vec![bom(&[("NTS_X", "a")]), shown("a")], "a"),
            (vec![bom(&[("NTS_X", "b")]), shown("a")], "utf8-bom"),
            (vec![bom(&[]), whole(&[("NTS_X", "a")])], "a"),
        ];
        for (files, wanted) in cases {
            let what = format!("{files:?}");
            assert_eq!(effective(files), wanted, "{what}");
        }
    }

    #[test]
    fn a_value_is_worth_what_its_source_and_its_line_are() {
        let confidence = |files: Vec<IniFile>| {
            let fact = settings(files).effective("NTS_X");
            fact.known().map(|found| found.confidence.word())
        };
        let x = [("NTS_X", "a")];
        let cases = [
            (vec![whole(&x)], Some("high")),
            (vec![file(&x)], Some("medium")),
            (vec![shaped(whole(&x), false, None)], Some("medium")),
            (vec![file(&x), whole(&x)], Some("high")),
            (vec![seen(Sight::Likely, "a", &[])], Some("medium")),
            (vec![seen(Sight::Likely, "a", &x)], Some("high")),
            (vec![whole(&[("NTS_X", "a"), ("NTS_X_EXT", "")])], Some("medium")),
            (vec![whole(&[("NTS_X_EXT", "P"), ("P", "a")])], Some("high")),
            (vec![console(&[("NTS_*", true, "NTS_X=a")])], Some("high")),
            (vec![console(&[("NTS_*", false, "NTS_X=a")])], Some("medium")),
            (vec![console(&[("NTS_X", true, "NTS_X=a")])], Some("medium")),
            (
                vec![console(&[("NTS_*", true, "NTS_X=a"), ("NTS_X", false, "NTS_X=a")])],
                Some("medium"),
            ),
        ];
        for (files, wanted) in cases {
            let what = format!("{files:?}");
            assert_eq!(confidence(files), wanted, "{what}");
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
