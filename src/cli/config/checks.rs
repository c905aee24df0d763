//! `[[check]]` of `traveler-audit.toml`: checks that an operator states.

use super::Config;
use crate::catalog::{Catalog, CheckText, Language, Section, Stated, Texts};
use crate::checks::{CustomCheck, CustomSource, Wanted};
use crate::cli::Failure;
use crate::evidence::{Args, Severity, neutral};
use crate::inventory::OwnItem;
use crate::naming::DocumentKind;
use regex::RegexBuilder;

/// Keys of a check.
const CHECK_KEYS: [&str; 16] = [
    "name",
    "key",
    "item",
    "document",
    "equals",
    "one-of",
    "matches",
    "at-least",
    "at-most",
    "absent",
    "present",
    "or-absent",
    "severity",
    "text",
    "why",
    "remedy",
];
/// Keys of a text in two languages.
const TEXT_KEYS: [&str; 2] = ["en", "de"];
/// Ways to say what is wanted.
const COMPARISONS: [&str; 7] =
    ["equals", "one-of", "matches", "at-least", "at-most", "absent", "present"];
/// Checks of one file.
const MAX_CHECKS: usize = 500;
/// Bytes of a compiled expression.
const MAX_PATTERN: usize = 1 << 20;

const SEVERITIES: [(&str, Severity); 5] = [
    ("info", Severity::Info),
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];

/// A check with its texts.
#[derive(Debug)]
pub(in crate::cli) struct OwnCheck {
    pub(in crate::cli) check: CustomCheck,
    severity: Severity,
    title: Spoken,
    why: Option<Spoken>,
    remedy: Option<Spoken>,
}

/// A text in one language, or in two.
#[derive(Debug)]
struct Spoken {
    any: String,
    german: Option<String>,
}

impl Spoken {
    fn text(&self, lang: Language) -> &str {
        self.german.as_deref().filter(|_| lang == Language::German).unwrap_or(&self.any)
    }
}

/// Reads the checks; mistakes go to the file.
pub(super) fn read(top: &Section<'_, '_>) -> Vec<OwnCheck> {
    let sections = top.sections("check", &CHECK_KEYS);
    if let Some(section) = sections.get(MAX_CHECKS) {
        section.mistake(section.line, format!("more than {MAX_CHECKS} checks"));
        return Vec::new();
    }
    let mut names: Vec<Stated<String>> = Vec::new();
    let mut checks = Vec::new();
    for section in &sections {
        let name = name(section, &names);
        checks.extend(read_one(section, name.as_ref()));
        names.extend(name);
    }
    checks
}

/// The name, which becomes a part of the id.
fn name(section: &Section<'_, '_>, others: &[Stated<String>]) -> Option<Stated<String>> {
    let name = section.needs("name", section.text("name"))?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.value.chars().all(plain) || name.value.starts_with('-') || name.value.len() > 60 {
        let text = "\"name\" must be of small letters, digits and hyphens, 60 at the most";
        section.mistake(name.line, text);
    }
    if let Some(other) = others.iter().find(|other| other.value == name.value) {
        let text = format!("the check of line {} is called {} too", other.line, name.value);
        section.mistake(name.line, text);
    }
    Some(name)
}

fn read_one(section: &Section<'_, '_>, name: Option<&Stated<String>>) -> Option<OwnCheck> {
    let source = source(section);
    let wanted = wanted(section);
    let severity = section.needs("severity", section.word("severity", &SEVERITIES));
    let title = section.needs("text", spoken(section, "text"));
    let (why, remedy) = (spoken(section, "why"), spoken(section, "remedy"));
    let or_absent = section.flag("or-absent").is_some_and(|flag| flag.value);
    let (wanted, stated) = wanted?;
    if section.has("or-absent") && matches!(wanted, Wanted::Absent | Wanted::Present) {
        let text = "\"or-absent\" says nothing beside \"absent\" or \"present\"";
        section.mistake(section.line_of("or-absent"), text);
    }
    let check = CustomCheck {
        id: CustomCheck::id_of(&name?.value),
        source: source?,
        wanted,
        or_absent,
        place: section.place(),
        stated,
    };
    Some(OwnCheck { check, severity: severity?.value, title: title?, why, remedy })
}

/// A key of notes.ini, or an item of a document.
fn source(section: &Section<'_, '_>) -> Option<CustomSource> {
    let (key, item) = (section.text("key"), section.text("item"));
    let documents = [("server", DocumentKind::Server), ("site", DocumentKind::Site)];
    let document = section.word("document", &documents);
    match (key, item) {
        (Some(key), None) => {
            if let Some(document) = document {
                section.mistake(document.line, "\"document\" goes with \"item\" only");
            }
            Some(CustomSource::Key(key.value))
        }
        (None, Some(item)) => {
            let document = document.map_or(DocumentKind::Server, |word| word.value);
            Some(CustomSource::Item(OwnItem { document, item: item.value }))
        }
        _ => {
            let text = "check needs either \"key\" (of notes.ini) or \"item\" (of a document)";
            section.mistake(section.line, text);
            None
        }
    }
}

/// The one comparison of a check, and the words in which it is stated.
fn wanted(section: &Section<'_, '_>) -> Option<(Wanted, String)> {
    let told: Vec<_> = COMPARISONS.into_iter().filter(|key| section.has(key)).collect();
    let [key] = told.as_slice() else {
        let text = format!("check needs exactly one of {}", COMPARISONS.join(", "));
        section.mistake(section.line, text);
        return None;
    };
    match *key {
        "equals" => {
            let value = section.plain(key)?;
            let stated = format!("{key} = \"{}\"", value.value);
            if value.value.trim().is_empty() {
                section.mistake(value.line, "\"equals\" is empty; write absent = true");
            }
            Some((Wanted::OneOf(vec![value.value]), stated))
        }
        "one-of" => {
            let values = section.plains(key)?.value;
            let stated = format!("{key} = {values:?}");
            Some((Wanted::OneOf(values), stated))
        }
        "matches" => pattern(section),
        "at-least" => number(section, key, Wanted::AtLeast),
        "at-most" => number(section, key, Wanted::AtMost),
        "absent" => switch(section, key, Wanted::Absent),
        _ => switch(section, key, Wanted::Present),
    }
}

fn number(
    section: &Section<'_, '_>,
    key: &str,
    wanted: fn(i64) -> Wanted,
) -> Option<(Wanted, String)> {
    let number = section.number(key)?.value;
    Some((wanted(number), format!("{key} = {number}")))
}

fn switch(section: &Section<'_, '_>, key: &str, wanted: Wanted) -> Option<(Wanted, String)> {
    let flag = section.flag(key)?;
    if !flag.value {
        section.mistake(flag.line, format!("\"{key}\" can only be true"));
    }
    Some((wanted, format!("{key} = true")))
}

/// An expression that must fit the whole value.
fn pattern(section: &Section<'_, '_>) -> Option<(Wanted, String)> {
    let text = section.text("matches")?;
    let whole = format!("^(?:{})$", text.value);
    match RegexBuilder::new(&whole).size_limit(MAX_PATTERN).build() {
        Ok(pattern) => Some((Wanted::Matches(pattern), format!("matches = '{}'", text.value))),
        Err(error) => {
            let reason = error.to_string();
            let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
            section.mistake(text.line, format!("\"matches\" is no expression: {last}"));
            None
        }
    }
}

/// A text, or a table with a text for each language.
fn spoken(section: &Section<'_, '_>, key: &'static str) -> Option<Spoken> {
    if !section.is_section(key) {
        let any = section.text(key)?.value;
        return Some(Spoken { any, german: None });
    }
    let texts = section.section(key, &TEXT_KEYS)?;
    let (english, german) = (texts.text("en"), texts.text("de"));
    let any = english.as_ref().or(german.as_ref());
    if any.is_none() {
        section.mistake(texts.line, format!("\"{key}\" holds no text; write en or de"));
    }
    Some(Spoken { any: any?.value.clone(), german: german.map(|text| text.value) })
}

/// The catalog with the entries and texts of the checks that the operator states.
pub(in crate::cli) fn with_own_checks(
    catalog: &Catalog,
    config: &Config,
) -> Result<Catalog, Failure> {
    let mut catalog = catalog.clone();
    for own in &config.checks {
        own.refuse_secret(&catalog)?;
        own.add_to(&mut catalog);
    }
    Ok(catalog)
}

impl OwnCheck {
    /// What a password should be must stand in no configuration, and in no report.
    fn refuse_secret(&self, catalog: &Catalog) -> Result<(), Failure> {
        let (name, check) = (self.check.source.name(), &self.check);
        let presence = matches!(check.wanted, Wanted::Absent | Wanted::Present);
        if presence || !catalog.settings.is_secret(name) {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "{}: {name} holds a secret, which is never read; only \"absent\" and \"present\" can be checked",
            check.place
        )))
    }

    fn add_to(&self, catalog: &mut Catalog) {
        let (texts, check) = (&catalog.texts, &self.check);
        let lang = texts.lang;
        let args = Args::from([
            ("own_name", neutral(check.source.name())),
            ("own_wanted", neutral(&check.stated)),
            ("place", check.place.to_string()),
        ]);
        let own = texts.own();
        let text = CheckText {
            title: neutral(self.title.text(lang)),
            why: match &self.why {
                Some(why) => neutral(why.text(lang)),
                None => Texts::fill(&own.why, &args),
            },
            expected: Texts::fill(&own.expected, &args),
            outcome: own.outcome,
        };
        let remedy = self.remedy.as_ref().map(|own| neutral(own.text(lang)));
        let input = match &check.source {
            CustomSource::Key(_) => "notes.ini",
            CustomSource::Item(own) if own.document == DocumentKind::Site => "Web Site document",
            CustomSource::Item(_) => "Server document",
        };
        catalog.add_own_check(check.id, self.severity, input, text, remedy);
    }
}
