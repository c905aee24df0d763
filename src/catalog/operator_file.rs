//! TOML that an operator writes: waivers and the configuration. Every mistake is collected with its
//! line, so that a file is put right in one go; a key that nothing reads is a mistake too, since what
//! it was meant to say would be lost.

use super::line_at;
use crate::evidence::{InputPath, Location};
use jiff::civil::Date;
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How alike an unknown key and a known one must be for the known one to be proposed.
const ALIKE: f64 = 0.8;

/// A value with the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// The line, counted from 1.
    pub line: usize,
}

/// A file that is read, and the mistakes found in it so far.
pub struct OperatorFile<'t> {
    path: InputPath,
    text: &'t str,
    table: Spanned<DeTable<'t>>,
    mistakes: RefCell<Vec<(usize, String)>>,
    /// It is no TOML: what can be read of it all the same may be something else than was meant.
    broken: bool,
}

/// A file that can't be used: all its mistakes, a line for each.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OperatorFileError(String);

impl<'t> OperatorFile<'t> {
    /// Reads the TOML; what is wrong with it is a mistake like others.
    #[must_use]
    pub fn parse(path: &InputPath, text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mistakes = errors.iter().map(|error| {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            (line, format!("this is no TOML: {}", error.message()))
        });
        let mistakes = RefCell::new(mistakes.collect());
        Self { path: path.clone(), text, table, mistakes, broken: !errors.is_empty() }
    }

    /// The file as a whole. `known` are all keys that are read.
    pub fn top<'f>(&'f self, known: &'static [&'static str]) -> Section<'f, 't> {
        Section::new(self, self.table.get_ref(), 1, "the file", known)
    }

    /// Tells a mistake.
    pub fn mistake(&self, line: usize, text: impl Into<String>) {
        if !self.broken {
            self.mistakes.borrow_mut().push((line, text.into()));
        }
    }

    /// A line of the file as a place.
    #[must_use]
    pub fn place(&self, line: usize) -> Location {
        Location::line(&self.path, u64::try_from(line).unwrap_or_default())
    }

    /// What was read, where no mistake was found.
    ///
    /// # Errors
    /// All mistakes, by their lines.
    pub fn finish<T>(self, read: T) -> Result<T, OperatorFileError> {
        let mut mistakes = self.mistakes.into_inner();
        if mistakes.is_empty() {
            return Ok(read);
        }
        mistakes.sort();
        mistakes.dedup();
        let lines = mistakes.iter().map(|(line, text)| format!("{}:{line}: {text}", self.path));
        Err(OperatorFileError(lines.collect::<Vec<_>>().join("\n")))
    }

    fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        line_at(self.text, value.span().start)
    }
}

/// A table of the file.
pub struct Section<'f, 't> {
    file: &'f OperatorFile<'t>,
    table: &'f DeTable<'t>,
    /// Where it begins.
    pub line: usize,
    name: &'static str,
}

impl<'f, 't> Section<'f, 't> {
    /// Takes a table; keys that are not known are mistakes.
    fn new(
        file: &'f OperatorFile<'t>,
        table: &'f DeTable<'t>,
        line: usize,
        name: &'static str,
        known: &'static [&'static str],
    ) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let near = nearest(key.get_ref(), known);
            let there = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("there are: {}", known.join(", ")),
            };
            let text = format!("{name} has no key \"{}\"; {there}", key.get_ref());
            file.mistake(file.line_of(key), text);
        }
        Self { file, table, line, name }
    }

    /// Tells a mistake of this table.
    pub fn mistake(&self, line: usize, text: impl Into<String>) {
        self.file.mistake(line, text);
    }

    /// The place at which the table begins.
    #[must_use]
    pub fn place(&self) -> Location {
        self.file.place(self.line)
    }

    /// A line of the file as a place.
    #[must_use]
    pub fn place_of(&self, line: usize) -> Location {
        self.file.place(line)
    }

    /// The line of a key, or of the table where the key is not there.
    #[must_use]
    pub fn line_of(&self, key: &str) -> usize {
        let own = self.table.get_key_value(key);
        own.map_or(self.line, |(key, _)| self.file.line_of(key))
    }

    /// Whether a key is there.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A key that must be there: its absence is a mistake.
    pub fn needs<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.mistake(self.line, format!("{} lacks \"{key}\"", self.name));
        }
        value
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str) -> Option<Stated<String>> {
        let text = self.read(key, "a text", |value| match value {
            DeValue::String(text) => Some(text.trim().to_owned()),
            _ => None,
        })?;
        if text.value.is_empty() {
            self.mistake(text.line, format!("\"{key}\" is empty"));
            return None;
        }
        Some(text)
    }

    /// A whole number.
    pub fn number(&self, key: &str) -> Option<Stated<i64>> {
        self.read(key, "a whole number", |value| match value {
            DeValue::Integer(number) => {
                i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
            }
            _ => None,
        })
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<Stated<bool>> {
        self.read(key, "true or false", |value| match value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        })
    }

    /// A day, as a date of TOML or as text.
    pub fn day(&self, key: &str) -> Option<Stated<Date>> {
        self.read(key, "a day such as 2027-03-31", |value| match value {
            DeValue::Datetime(day) if day.time.is_none() => day.to_string().parse().ok(),
            DeValue::String(text) if text.trim().len() == "2027-03-31".len() => {
                text.trim().parse().ok()
            }
            _ => None,
        })
    }

    /// One of these words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<Stated<T>> {
        let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        self.read(key, &format!("one of {}", all.join(", ")), |value| match value {
            DeValue::String(text) => {
                words.iter().find(|(word, _)| *word == text.trim()).map(|(_, own)| *own)
            }
            _ => None,
        })
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Stated<Vec<Stated<String>>>> {
        self.read(key, "a list of texts", |value| match value {
            DeValue::Array(list) => list
                .iter()
                .map(|value| match value.get_ref() {
                    DeValue::String(text) => Some(Stated {
                        value: text.trim().to_owned(),
                        line: self.file.line_of(value),
                    }),
                    _ => None,
                })
                .collect(),
            _ => None,
        })
    }

    /// A text, or a number or flag as it would be written.
    pub fn plain(&self, key: &str) -> Option<Stated<String>> {
        self.read(key, "a text or a number", plain)
    }

    /// A list of texts or numbers.
    pub fn plains(&self, key: &str) -> Option<Stated<Vec<String>>> {
        self.read(key, "a list of texts or numbers, with one at least", |value| match value {
            DeValue::Array(list) if list.iter().next().is_some() => {
                list.iter().map(|value| plain(value.get_ref())).collect()
            }
            _ => None,
        })
    }

    /// A table.
    pub fn section(
        &self,
        key: &'static str,
        known: &'static [&'static str],
    ) -> Option<Section<'f, 't>> {
        let (_, value) = self.table.get_key_value(key)?;
        self.own_section(key, value, known)
    }

    /// A list of tables (`[[key]]`).
    pub fn sections(
        &self,
        key: &'static str,
        known: &'static [&'static str],
    ) -> Vec<Section<'f, 't>> {
        let Some((_, value)) = self.table.get_key_value(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.mistake(
                self.file.line_of(value),
                format!("\"{key}\" must be a list of tables: [[{key}]]"),
            );
            return Vec::new();
        };
        list.iter().filter_map(|value| self.own_section(key, value, known)).collect()
    }

    /// The value of a key as a table, if it is one.
    #[must_use]
    pub fn is_section(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    fn own_section(
        &self,
        key: &'static str,
        value: &'f Spanned<DeValue<'t>>,
        known: &'static [&'static str],
    ) -> Option<Section<'f, 't>> {
        let line = self.file.line_of(value);
        match value.get_ref() {
            DeValue::Table(table) => Some(Section::new(self.file, table, line, key, known)),
            _ => {
                self.mistake(line, format!("\"{key}\" must be a table"));
                None
            }
        }
    }

    fn read<T>(
        &self,
        key: &str,
        wanted: &str,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Option<Stated<T>> {
        let (_, value) = self.table.get_key_value(key)?;
        let line = self.file.line_of(value);
        let own = read(value.get_ref());
        if own.is_none() {
            self.mistake(line, format!("\"{key}\" must be {wanted}"));
        }
        own.map(|value| Stated { value, line })
    }
}

/// A text, number or flag as it would be written.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The word that is most like the text, if any is.
#[must_use]
pub fn nearest<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let likeness = |word: &str| strsim::jaro_winkler(&plain(text), &plain(word));
    let alike = words.iter().map(|word| (likeness(word), *word));
    let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (best.0 >= ALIKE).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(), String> {
        let file = OperatorFile::parse(&InputPath::named("own.toml"), text);
        let top = file.top(&["name", "count", "on", "until", "words", "entry"]);
        top.text("name");
        top.number("count");
        top.flag("on");
        top.day("until");
        top.texts("words");
        for entry in top.sections("entry", &["id"]) {
            entry.needs("id", entry.text("id"));
        }
        file.finish(()).map_err(|error| error.to_string())
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let cases = [
            (
                "name = 3\ncount = \"x\"\n",
                "own.toml:1: \"name\" must be a text\nown.toml:2: \"count\" must be a whole number",
            ),
            ("nmae = \"x\"\n", "own.toml:1: the file has no key \"nmae\"; did you mean \"name\"?"),
            (
                "\n\n[[entry]]\n[[entry]]\nid = \"\"\n",
                "own.toml:3: entry lacks \"id\"\nown.toml:5: \"id\" is empty",
            ),
            ("until = \"2027-3-1\"\n", "own.toml:1: \"until\" must be a day such as 2027-03-31"),
            ("until = 2027-02-30\n", "own.toml:1: "),
            ("words = [1]\n", "own.toml:1: \"words\" must be a list of texts"),
            ("entry = 3\n", "own.toml:1: \"entry\" must be a list of tables: [[entry]]"),
            ("name = \n", "own.toml:1: this is no TOML"),
            ("name = \"a\"\nname = \"b\"\n", "own.toml:2: this is no TOML"),
        ];
        for (text, told) in cases {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(told), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_right_is_read() {
        read("name = \"a\"\ncount = 1_000\non = true\nuntil = 2027-03-31\nwords = []\n").unwrap();
        read("until = \"2027-03-31\"\n[[entry]]\nid = \"x\"\n").unwrap();
        read("").unwrap();
    }

    #[test]
    fn only_what_is_alike_is_proposed() {
        assert_eq!(nearest("fail_on", &["fail-on", "profile"]), Some("fail-on"));
        assert_eq!(nearest("prifile", &["fail-on", "profile"]), Some("profile"));
        assert_eq!(nearest("x", &["fail-on", "profile"]), None);
    }
}
