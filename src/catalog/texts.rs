//! `texts/<language>.toml`: every text for people.
//!
//! A text may hold `{name}`: the argument of that name is put there. Arguments come from inputs and
//! are never read as text with arguments of their own.

use super::{CatalogError, Language, from_toml, hashed};
use crate::evidence::Args;
use flate2::read::ZlibDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::sync::LazyLock;

/// What an outcome of a check says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeText {
    /// Why the check came out so.
    pub reason: String,
    /// What was found, in a few words.
    pub observed: String,
    /// What is wanted, where it differs from the check's own.
    #[serde(default)]
    pub expected: Option<String>,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    /// What it is about, in a line.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What is wanted.
    pub expected: String,
    /// Texts by outcome.
    pub outcome: BTreeMap<String, OutcomeText>,
}

/// What a check says that an operator states, as far as he does not say it himself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnText {
    /// Why it matters.
    pub why: String,
    /// What is wanted.
    pub expected: String,
    /// Texts by outcome.
    pub outcome: BTreeMap<String, OutcomeText>,
}

/// What a check says, borrowed from the catalog.
#[derive(Debug, Clone, Copy)]
pub struct CheckWords<'t> {
    /// What it is about, in a line.
    pub title: &'t str,
    /// Why it matters.
    pub why: &'t str,
    /// What is wanted.
    pub expected: &'t str,
    texts: &'t Texts,
    id: &'t str,
}

/// What an outcome of a check says, borrowed from the catalog.
#[derive(Debug, Clone, Copy)]
pub struct OutcomeWords<'t> {
    /// Why the check came out so.
    pub reason: &'t str,
    /// What was found, in a few words.
    pub observed: &'t str,
    /// What is wanted, where it differs from the check's own.
    pub expected: Option<&'t str>,
}

impl<'t> CheckWords<'t> {
    /// The texts of an outcome.
    #[must_use]
    pub fn outcome(&self, outcome: &str) -> Option<OutcomeWords<'t>> {
        self.texts.outcome_at(["check/", self.id], outcome)
    }

    /// The outcomes that have texts.
    #[must_use]
    pub fn outcomes(&self) -> Vec<&'t str> {
        self.texts.outcomes_below(&format!("check/{}/outcome/", self.id))
    }
}

/// What a kind of move says, borrowed from the catalog.
#[derive(Debug, Clone, Copy)]
pub struct MoveWords<'t> {
    /// What moves where, in a line.
    pub title: &'t str,
    /// What to know before one begins.
    pub about: &'t str,
}

/// What a step of a migration says, borrowed from the catalog.
#[derive(Debug, Clone, Copy)]
pub struct TaskWords<'t> {
    /// What is to be reached, in a line.
    pub title: &'t str,
    /// How it is done.
    pub how: &'t str,
    /// How one sees that it worked, where running the list again does not show it.
    pub verify: Option<&'t str>,
    /// What to do if it did not.
    pub fails: &'t str,
}

/// What a kind of move says, as people write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveText {
    title: String,
    about: String,
}

/// What a step of a migration says, as people write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskText {
    title: String,
    how: String,
    #[serde(default)]
    verify: Option<String>,
    fails: String,
}

/// A data file of texts as people write it; all of it is in [`Texts`] under keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    lang: Language,
    check: BTreeMap<String, CheckText>,
    own: OwnText,
    step: BTreeMap<String, String>,
    warning: BTreeMap<String, String>,
    word: BTreeMap<String, String>,
    #[serde(rename = "move")]
    movement: BTreeMap<String, MoveText>,
    task: BTreeMap<String, TaskText>,
}

impl Written {
    fn keyed(self) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for (kind, all) in [("step", self.step), ("warning", self.warning), ("word", self.word)] {
            texts.extend(all.into_iter().map(|(id, text)| (format!("{kind}/{id}"), text)));
        }
        for (id, check) in self.check {
            check.keyed(&id, &mut texts);
        }
        let mut add = |kind: &str, id: &str, name: &str, text: Option<String>| {
            texts.extend(text.map(|text| (format!("{kind}/{id}/{name}"), text)));
        };
        for (id, text) in self.movement {
            add("move", &id, "title", Some(text.title));
            add("move", &id, "about", Some(text.about));
        }
        for (id, text) in self.task {
            add("task", &id, "title", Some(text.title));
            add("task", &id, "how", Some(text.how));
            add("task", &id, "verify", text.verify);
            add("task", &id, "fails", Some(text.fails));
        }
        texts.insert("own/why".to_owned(), self.own.why);
        texts.insert("own/expected".to_owned(), self.own.expected);
        keyed_outcomes("own", self.own.outcome, &mut texts);
        texts
    }
}

impl CheckText {
    fn keyed(self, id: &str, texts: &mut BTreeMap<String, String>) {
        let own = format!("check/{id}");
        for (name, text) in [("title", self.title), ("why", self.why), ("expected", self.expected)]
        {
            texts.insert(format!("{own}/{name}"), text);
        }
        keyed_outcomes(&own, self.outcome, texts);
    }
}

fn keyed_outcomes(
    above: &str,
    outcomes: BTreeMap<String, OutcomeText>,
    texts: &mut BTreeMap<String, String>,
) {
    for (outcome, text) in outcomes {
        let own = format!("{above}/outcome/{outcome}");
        let parts = [("reason", Some(text.reason)), ("observed", Some(text.observed))];
        for (name, text) in parts.into_iter().chain([("expected", text.expected)]) {
            texts.extend(text.map(|text| (format!("{own}/{name}"), text)));
        }
    }
}

impl OutcomeText {
    fn of(words: OutcomeWords<'_>) -> Self {
        Self {
            reason: words.reason.to_owned(),
            observed: words.observed.to_owned(),
            expected: words.expected.map(str::to_owned),
        }
    }
}

/// The built-in texts of a language as `build.rs` lays them out: nothing is read before one of them is
/// looked up.
#[derive(Debug, Clone, Copy)]
struct Flat {
    /// Keys and texts, one behind the other.
    all: &'static str,
    /// Where each key begins, its text begins, and that ends; in the order of the keys.
    index: &'static [[u32; 3]],
    /// The places of the keys in the index, by their hashes.
    table: &'static [u16],
}

/// What `build.rs` made of a file of texts.
macro_rules! made {
    ($include:ident, $name:literal) => {
        $include!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static ENGLISH: Flat = Flat {
    all: made!(include_str, "en.toml.texts"),
    index: made!(include, "en.toml.index"),
    table: made!(include, "en.toml.table"),
};
static GERMAN: LazyLock<Flat> = LazyLock::new(|| {
    let flat = Flat { all: &GERMAN_TEXTS, index: made!(include, "de.toml.index"), table: &[] };
    // Like the texts, it is made when it is asked for, and makes no room in the program.
    let keys = flat.index.iter().map(|place| hashed::hash(&[flat.entry(place).0]));
    Flat { table: hashed::table(&keys.collect::<Vec<_>>()).leak(), ..flat }
});
static GERMAN_TEXTS: LazyLock<String> =
    LazyLock::new(|| unpacked(made!(include_bytes, "de.toml.packed")));

/// The texts that were packed; a test keeps what was packed from being anything else.
fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    let _ = ZlibDecoder::new(packed).read_to_string(&mut text);
    text
}

impl Flat {
    fn entry(self, place: &[u32; 3]) -> (&'static str, &'static str) {
        let [begin, between, end] = *place;
        let part = |from, to| self.all.get(from as usize..to as usize).unwrap_or_default();
        (part(begin, between), part(between, end))
    }

    /// The text of a key that is given in pieces.
    fn get(self, key: &[&str]) -> Option<&'static str> {
        let places = hashed::candidates(self.table, hashed::hash(key));
        let mut entries = places.filter_map(|place| Some(self.entry(self.index.get(place)?)));
        entries.find(|(own, _)| is_made_of(own, key)).map(|(_, text)| text)
    }

    /// All texts, from the first whose key is not before this one.
    fn from(self, key: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let first = self.index.partition_point(|place| self.entry(place).0 < key);
        self.index.iter().skip(first).map(move |place| self.entry(place))
    }
}

/// Whether a text is these pieces, one behind the other.
fn is_made_of(text: &str, pieces: &[&str]) -> bool {
    pieces.iter().try_fold(text, |rest, piece| rest.strip_prefix(piece)) == Some("")
}

/// All texts of a language.
#[derive(Clone)]
pub struct Texts {
    /// The language.
    pub lang: Language,
    /// The built-in texts; none where a file took their place.
    built_in: Option<Flat>,
    /// Texts of that file, and those that an operator states, under keys such as
    /// `check/enforce-policy/title`.
    stated: BTreeMap<String, String>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.lang).field(&self.all()).finish()
    }
}

impl Texts {
    /// The texts compiled into the program.
    pub(super) fn built_in(language: Language) -> Self {
        let flat = match language {
            Language::English => ENGLISH,
            Language::German => *GERMAN,
        };
        Self { lang: language, built_in: Some(flat), stated: BTreeMap::new() }
    }

    /// Reads the data file of a language.
    ///
    /// # Errors
    /// The first mistake, or texts in another language.
    pub fn parse(language: Language, text: &'static str) -> Result<Self, CatalogError> {
        let file = language.file();
        let written: Written = from_toml(file, text)?;
        if written.lang == language {
            return Ok(Self { lang: language, built_in: None, stated: written.keyed() });
        }
        Err(CatalogError::new(
            file,
            0,
            format!("holds lang = \"{}\", not \"{}\"", written.lang.code(), language.code()),
        ))
    }

    /// The text of a key that is given in pieces.
    fn get(&self, key: &[&str]) -> Option<&str> {
        let stated = (!self.stated.is_empty()).then(|| self.stated.get(&key.concat()));
        stated.flatten().map(String::as_str).or_else(|| self.built_in?.get(key))
    }

    /// The texts of a check.
    #[must_use]
    pub fn check<'t>(&'t self, id: &'t str) -> Option<CheckWords<'t>> {
        let part = |name: &str| self.get(&["check/", id, "/", name]);
        let (title, why, expected) = (part("title")?, part("why")?, part("expected")?);
        Some(CheckWords { title, why, expected, texts: self, id })
    }

    /// The texts of a kind of move.
    #[must_use]
    pub fn movement(&self, id: &str) -> Option<MoveWords<'_>> {
        let part = |name: &str| self.get(&["move/", id, "/", name]);
        Some(MoveWords { title: part("title")?, about: part("about")? })
    }

    /// The texts of a step of a migration.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<TaskWords<'_>> {
        let part = |name: &str| self.get(&["task/", id, "/", name]);
        let (title, how, fails) = (part("title")?, part("how")?, part("fails")?);
        Some(TaskWords { title, how, verify: part("verify"), fails })
    }

    fn outcome_at(&self, [kind, id]: [&str; 2], outcome: &str) -> Option<OutcomeWords<'_>> {
        let part = |name: &str| self.get(&[kind, id, "/outcome/", outcome, "/", name]);
        let (reason, observed) = (part("reason")?, part("observed")?);
        Some(OutcomeWords { reason, observed, expected: part("expected") })
    }

    /// The outcomes whose texts have keys that begin so.
    fn outcomes_below(&self, start: &str) -> Vec<&str> {
        let stated = self.stated.range(start.to_owned()..).map(|(key, _)| key.as_str());
        let stated = stated.map_while(|key| key.strip_prefix(start));
        let built_in = self.built_in.into_iter().flat_map(|flat| flat.from(start));
        let built_in = built_in.map_while(|(key, _)| key.strip_prefix(start));
        stated.chain(built_in).filter_map(|key| key.strip_suffix("/reason")).collect()
    }

    /// Texts of the checks that an operator states.
    #[must_use]
    pub fn own(&self) -> OwnText {
        let part = |name: &str| self.get(&["own/", name]).unwrap_or_default().to_owned();
        let outcome = |outcome: &str| {
            let words = self.outcome_at(["own", ""], outcome)?;
            Some((outcome.to_owned(), OutcomeText::of(words)))
        };
        let outcomes = self.outcomes_below("own/outcome/");
        OwnText {
            why: part("why"),
            expected: part("expected"),
            outcome: outcomes.into_iter().filter_map(outcome).collect(),
        }
    }

    /// Adds the texts of a check that the operator states, and his own step.
    pub(super) fn add_own(&mut self, id: &str, text: CheckText, remedy: Option<String>) {
        text.keyed(id, &mut self.stated);
        if let Some(remedy) = remedy {
            self.stated.insert(format!("step/{id}"), remedy);
        }
    }

    /// The text of a kind and name with its arguments; the name where there is none.
    fn filled(&self, kind: &str, id: &str, args: &Args) -> String {
        Self::fill(self.get(&[kind, "/", id]).unwrap_or(id), args)
    }

    /// The text of a step.
    #[must_use]
    pub fn step(&self, id: &str, args: &Args) -> String {
        self.filled("step", id, args)
    }

    /// The text of a warning about an input, or of the reason a file was not read.
    #[must_use]
    pub fn warning(&self, code: &str, args: &Args) -> String {
        self.filled("warning", code, args)
    }

    /// A word or sentence of the reports.
    #[must_use]
    pub fn word(&self, id: &str, args: &Args) -> String {
        self.filled("word", id, args)
    }

    /// The word for the code that an argument holds; `None` for what is no code.
    #[must_use]
    pub fn argument(&self, name: &str, value: &str, args: &Args) -> Option<String> {
        let word = self.get(&["word/arg-", name, "-", value])?;
        Some(Self::fill(word, args))
    }

    /// Whether these are words that a person reads.
    #[cfg(test)]
    pub(crate) fn holds(&self, words: &str) -> bool {
        // Single words that stand for codes are names elsewhere: LOW is a group of ciphers.
        let coded = ["status-", "severity-", "confidence-", "export-state-"];
        let is_sentence = |key: &str| match key.split_once('/') {
            Some(("word", id)) => !coded.iter().any(|kind| id.starts_with(kind)),
            Some(("step" | "warning", _)) => true,
            Some(("check", rest)) => rest.ends_with("/reason") || rest.ends_with("/observed"),
            _ => false,
        };
        self.all().iter().any(|(key, text)| is_sentence(key) && text.eq_ignore_ascii_case(words))
    }

    /// Whether there is a text for this warning.
    #[must_use]
    pub fn has_warning(&self, code: &str) -> bool {
        self.get(&["warning/", code]).is_some()
    }

    /// Whether there is a text for this step.
    #[must_use]
    pub fn has_step(&self, id: &str) -> bool {
        self.get(&["step/", id]).is_some()
    }

    /// All texts under their keys.
    fn all(&self) -> BTreeMap<&str, &str> {
        let built_in = self.built_in.into_iter().flat_map(|flat| flat.from(""));
        let mut all: BTreeMap<&str, &str> = built_in.filter(|(key, _)| *key != "lang").collect();
        all.extend(self.stated.iter().map(|(key, text)| (key.as_str(), text.as_str())));
        all
    }

    /// Puts the arguments into a text. A name without argument stays as it stands.
    #[must_use]
    pub fn fill(text: &str, args: &Args) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let value =
                after.split_once('}').and_then(|(name, after)| Some((args.get(name)?, after)));
            match value {
                Some((value, after)) => {
                    out.push_str(value);
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_put_in_once() {
        let args = Args::from([("key", "{value}".to_owned()), ("value", "x".to_owned())]);
        assert_eq!(
            Texts::fill("{key} is {value}, {other} and {", &args),
            "{value} is x, {other} and {"
        );
    }
}
