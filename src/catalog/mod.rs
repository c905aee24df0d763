//! The knowledge that ages, as data files a non-programmer can correct: see `data/README.md`.
//!
//! The files are compiled in; `--catalog DIR` puts files of the same names over them. Date and hash
//! of what was used stand in every report.

pub mod advisories;
mod checklist;
mod checks;
pub mod ciphers;
mod device_groups;
mod documents;
mod exporter;
mod fields;
pub mod fix_levels;
mod hashed;
mod help;
mod host;
mod language;
mod operator_file;
mod policies;
mod quick;
pub mod releases;
pub mod requirements;
mod secrets;
mod settings;
mod sources;
mod text;
mod texts;
pub mod version;

pub use checklist::{Checklist, ChecklistStep, Each, MoveKind, Phase, release_of};
pub use checks::{CheckEntry, Checks, Restart, Step, StepChange, StepKind};
pub use device_groups::{Speech, SystemGroup, SystemGroups};
pub use documents::{DocumentEntry, Documents, FormName};
pub use exporter::Exporter;
pub use fields::{FieldEntry, FieldValue, Fields, ItemName, Label, Stored, fold};
pub use help::{HelpTexts, HelpWords};
pub use host::{FolderRole, Host, HostFolder, Platform};
pub use language::Language;
pub use operator_file::{OperatorFile, OperatorFileError, Section, Stated, nearest};
pub use policies::{Policies, PolicyDefault, PolicyEntry, PolicyType};
pub use settings::{KnownSetting, Settings};
pub use sources::{Source, Sources};
pub use text::Text;
pub use texts::{
    CheckText, CheckWords, MoveWords, OutcomeText, OutcomeWords, OwnText, TaskWords, Texts,
};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::OnceLock;

/// All data files, read and checked.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Keys of notes.ini.
    pub settings: Settings,
    /// Kinds of documents of a Domino Directory, and the forms they are saved with.
    pub documents: Documents,
    /// Fields that checks read.
    pub fields: Fields,
    /// The checks: severity, sources, steps.
    pub checks: Checks,
    /// The steps of migrations.
    pub checklist: Checklist,
    /// Cipher suites of TLS.
    pub ciphers: ciphers::Ciphers,
    /// Releases of Traveler and Domino.
    pub releases: releases::Releases,
    /// Traveler levels that hold the fix of LO82423.
    pub fix_levels: fix_levels::FixLevels,
    /// Faults of Traveler that have a CVE.
    pub advisories: advisories::Advisories,
    /// Which releases go with what.
    pub requirements: requirements::Requirements,
    /// Policies of Secure Mail.
    pub policies: Policies,
    /// Which versions of TLS devices speak.
    pub system_groups: SystemGroups,
    /// The agent that exports a directory.
    pub exporter: Exporter,
    /// The fixed part of the agent that mends a directory.
    pub mender: Text,
    /// Where Domino stands on a host.
    pub host: Host,
    /// Where facts come from.
    pub sources: Sources,
    /// Texts for people.
    pub texts: Texts,
    /// The day the data was last looked over, `YYYY-MM-DD`.
    pub date: String,
    /// SHA-256 over the names of all data files and the SHA-256 of each.
    pub sha256: String,
}

/// A data file as compiled in.
struct BuiltIn {
    name: &'static str,
    /// As people read it.
    #[cfg(test)]
    text: &'static str,
    /// The same in the form that is read fastest.
    quick: &'static str,
    /// The SHA-256 of what people read.
    hash: &'static str,
}

/// What `build.rs` made of a data file.
macro_rules! made {
    ($name:literal, $ending:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".", $ending))
    };
}

macro_rules! table_file {
    ($name:literal) => {
        BuiltIn {
            name: $name,
            #[cfg(test)]
            text: include_str!(concat!("data/", $name)),
            quick: made!($name, "quick"),
            hash: made!($name, "sha256"),
        }
    };
}

macro_rules! plain_file {
    ($name:literal) => {
        BuiltIn {
            name: $name,
            #[cfg(test)]
            text: include_str!(concat!("data/", $name)),
            quick: include_str!(concat!("data/", $name)),
            hash: made!($name, "sha256"),
        }
    };
}

macro_rules! text_file {
    ($name:literal) => {
        BuiltIn {
            name: concat!("texts/", $name),
            #[cfg(test)]
            text: include_str!(concat!("data/texts/", $name)),
            quick: quick::ELSEWHERE,
            hash: made!($name, "sha256"),
        }
    };
}

/// The data files.
const FILES: [BuiltIn; 19] = [
    table_file!("catalog.toml"),
    table_file!("settings.csv"),
    table_file!("documents.toml"),
    table_file!("fields.toml"),
    table_file!("checks.toml"),
    table_file!("checklist.toml"),
    table_file!("releases.csv"),
    table_file!("ciphers.csv"),
    table_file!("fix-levels.toml"),
    table_file!("advisories.toml"),
    table_file!("requirements.toml"),
    table_file!("policies.toml"),
    table_file!("device-groups.toml"),
    plain_file!("exporter.lss"),
    plain_file!("mender.lss"),
    table_file!("host-folders.toml"),
    table_file!("sources.toml"),
    text_file!("en.toml"),
    text_file!("de.toml"),
];

/// The built-in catalogs that were read, by the language of their texts.
static ENGLISH: OnceLock<Result<Catalog, CatalogError>> = OnceLock::new();
static GERMAN: OnceLock<Result<Catalog, CatalogError>> = OnceLock::new();

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    date: String,
}

impl Catalog {
    /// The catalog compiled into the program, with English texts.
    ///
    /// # Errors
    /// A data file that does not follow its own rules; a test keeps this from happening.
    pub fn built_in() -> Result<Self, CatalogError> {
        Self::built_in_with(Language::English)
    }

    /// The catalog compiled into the program, with texts in this language.
    ///
    /// # Errors
    /// As `built_in`.
    pub fn built_in_with(language: Language) -> Result<Self, CatalogError> {
        Self::parse(language, |_| Ok(None))
    }

    /// The same, read once for the whole process.
    ///
    /// # Errors
    /// As `built_in`.
    pub fn shared(language: Language) -> Result<&'static Self, &'static CatalogError> {
        let shared = match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
        };
        shared.get_or_init(|| Self::built_in_with(language)).as_ref()
    }

    /// One that was read already, for those who need no texts: reading a second one would cost each
    /// start.
    ///
    /// # Errors
    /// As `built_in`.
    pub fn shared_facts() -> Result<&'static Self, &'static CatalogError> {
        match GERMAN.get() {
            Some(read) => read.as_ref(),
            None => Self::shared(Language::English),
        }
    }

    /// Adds a check that the operator states: what it reads, its texts, and what he says mends it.
    pub fn add_own_check(
        &mut self,
        id: &'static str,
        severity: crate::evidence::Severity,
        input: &str,
        text: CheckText,
        remedy: Option<String>,
    ) {
        self.checks.add_own(id, severity, input, remedy.is_some());
        self.texts.add_own(id, text, remedy);
    }

    /// The catalog compiled into the program, with the files of `folder` over it.
    ///
    /// # Errors
    /// A file that can't be read or does not follow its own rules.
    pub fn with_folder(folder: &Path, language: Language) -> Result<Self, CatalogError> {
        if !folder.is_dir() {
            return Err(CatalogError::new(
                &folder.display().to_string(),
                0,
                "there is no such folder; name the folder with the corrected data files",
            ));
        }
        Self::parse(language, |name| {
            let file = folder.join(name);
            if !file.exists() {
                return Ok(None);
            }
            std::fs::read_to_string(&file)
                .map(Some)
                .map_err(|error| CatalogError::new(&file.display().to_string(), 0, error))
        })
    }

    /// `instead` gives the text that stands in place of the built-in file of a name. Texts are read in
    /// one language; the hash covers all.
    fn parse(
        language: Language,
        instead: impl Fn(&str) -> Result<Option<String>, CatalogError>,
    ) -> Result<Self, CatalogError> {
        let mut hash = Sha256::new();
        let mut texts = Vec::new();
        for file in FILES {
            let own = instead(file.name)?;
            hash.update(file.name.as_bytes());
            match &own {
                Some(own) => hash.update(hexadecimal(Sha256::digest(own.as_bytes()).as_slice())),
                None => hash.update(file.hash),
            }
            // What is read of it lies where the file does: see [`Text`].
            texts.push(own.map_or(file.quick, as_people_write));
        }
        let [
            about,
            settings,
            documents,
            fields,
            checks,
            checklist,
            releases,
            cipher_suites,
            levels,
            advisories,
            requirements,
            policies,
            device_groups,
            exporter,
            mender,
            host,
            sources,
            english,
            german,
        ] = texts.as_slice()
        else {
            return Err(CatalogError::new("catalog", 0, "a data file is missing"));
        };
        let spoken = match language {
            Language::English => english,
            Language::German => german,
        };
        let about: About = from_toml("catalog.toml", about)?;
        Ok(Self {
            settings: Settings::parse("settings.csv", settings)?,
            documents: Documents::parse("documents.toml", documents)?,
            fields: Fields::parse("fields.toml", fields)?,
            checks: Checks::parse("checks.toml", checks)?,
            checklist: Checklist::parse("checklist.toml", checklist)?,
            releases: releases::Releases::parse("releases.csv", releases)?,
            ciphers: ciphers::Ciphers::parse("ciphers.csv", cipher_suites)?,
            fix_levels: fix_levels::FixLevels::parse("fix-levels.toml", levels)?,
            advisories: advisories::Advisories::parse("advisories.toml", advisories)?,
            requirements: requirements::Requirements::parse("requirements.toml", requirements)?,
            policies: Policies::parse("policies.toml", policies)?,
            system_groups: SystemGroups::parse("device-groups.toml", device_groups)?,
            exporter: Exporter::parse("exporter.lss", exporter)?,
            mender: (*mender).into(),
            host: Host::parse("host-folders.toml", host)?,
            sources: Sources::parse("sources.toml", sources)?,
            texts: match *spoken {
                quick::ELSEWHERE => Texts::built_in(language),
                text => Texts::parse(language, text)?,
            },
            date: about.date,
            sha256: hexadecimal(hash.finalize().as_slice()),
        })
    }
}

/// The text of a file that takes the place of a built-in one. A blank in front of a bracket keeps it from being
/// taken for what `build.rs` makes.
fn as_people_write(own: String) -> &'static str {
    match own.starts_with(['{', '[']) {
        true => format!(" {own}").leak(),
        false => own.leak(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A data file that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub struct CatalogError {
    /// The data file.
    pub file: String,
    /// The line, counted from 1; 0 where none is known.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl CatalogError {
    fn text(&self) -> String {
        let Self { file, line, reason } = self;
        match line {
            0 => format!("catalog {file}: {reason}"),
            line => format!(
                "catalog file {file}, line {line}: {reason}. Correct that line, or leave the file out"
            ),
        }
    }

    fn new(file: &str, line: usize, reason: impl ToString) -> Self {
        Self { file: file.to_owned(), line, reason: reason.to_string() }
    }

    /// A mistake of a CSV file, with its line.
    fn csv(file: &str, error: &csv::Error) -> Self {
        let line = error.position().map_or(0, csv::Position::line);
        Self::new(file, usize::try_from(line).unwrap_or(0), error)
    }
}

/// Reads a TOML data file, or what `build.rs` made of it.
fn from_toml<T: Deserialize<'static>>(file: &str, text: &'static str) -> Result<T, CatalogError> {
    if quick::is_table(text) {
        return quick::read(text).map_err(|error| CatalogError::new(file, 0, error));
    }
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| line_at(text, span.start));
        CatalogError::new(file, line, error.message())
    })
}

/// The rows of a CSV data file, or of what `build.rs` made of it, each with its line. No field holds a line
/// end, so rows are lines; the header is the first.
fn rows<T: Deserialize<'static>>(
    file: &str,
    text: &'static str,
) -> Result<Vec<(T, usize)>, CatalogError> {
    if quick::is_list(text) {
        let rows: Vec<T> = quick::read(text).map_err(|error| CatalogError::new(file, 0, error))?;
        return Ok(rows.into_iter().zip(2..).collect());
    }
    let wrong = |error| CatalogError::csv(file, &error);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = kept(reader.headers().map_err(wrong)?.clone());
    let read = |(row, line): (csv::Result<csv::StringRecord>, usize)| {
        Ok((kept(row.map_err(wrong)?).deserialize(Some(header)).map_err(wrong)?, line))
    };
    reader.records().zip(2..).map(read).collect()
}

/// A row of a file that `--catalog` puts in place; see [`Text`].
fn kept(row: csv::StringRecord) -> &'static csv::StringRecord {
    Box::leak(Box::new(row))
}

/// The line, counted from 1, of a byte of a text; 0 where the text has no such byte.
pub(crate) fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalog_follows_its_own_rules() {
        let catalog = Catalog::built_in().unwrap();
        assert_eq!(catalog.sha256.len(), 64);
        assert!(catalog.date.parse::<jiff::civil::Date>().is_ok(), "{}", catalog.date);
    }

    #[test]
    fn what_is_read_quickly_says_what_the_files_say() {
        for language in Language::ALL {
            let quick = Catalog::built_in_with(language).unwrap();
            let read = Catalog::parse(language, |name| {
                Ok(FILES.iter().find(|file| file.name == name).map(|file| file.text.to_owned()))
            });
            assert_eq!(format!("{quick:?}"), format!("{:?}", read.unwrap()));
            assert_eq!(quick.texts.lang, language);
            assert_eq!(quick.sha256, Catalog::built_in().unwrap().sha256);
        }
    }

    #[test]
    fn the_texts_of_both_languages_count_for_the_hash() {
        let own = Catalog::built_in().unwrap().sha256;
        for language in Language::ALL {
            let text = FILES.iter().find(|file| file.name == language.file()).unwrap().text;
            let changed = |name: &str| {
                Ok((name == language.file()).then(|| format!("{text}# looked over\n")))
            };
            assert_ne!(Catalog::parse(Language::English, changed).unwrap().sha256, own);
        }
    }

    #[test]
    fn texts_of_another_language_are_refused() {
        let english = FILES.iter().find(|file| file.name == "texts/en.toml").unwrap().text;
        let swapped = |name: &str| Ok((name == "texts/de.toml").then(|| english.to_owned()));
        let error = Catalog::parse(Language::German, swapped).unwrap_err();
        assert!(error.to_string().contains("texts/de.toml"), "{error}");
    }

    #[test]
    fn a_file_of_a_folder_replaces_the_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("catalog.toml"), "date = \"2031-01-02\"\n").unwrap();
        let catalog = Catalog::with_folder(folder.path(), Language::English).unwrap();
        assert_eq!(catalog.date, "2031-01-02");
        assert_ne!(catalog.sha256, Catalog::built_in().unwrap().sha256);
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("catalog.toml"), "date = \"2031-01-02\"\nx = 1\n")
            .unwrap();
        let error = Catalog::with_folder(folder.path(), Language::English).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("catalog.toml", 2));
        assert!(Catalog::with_folder(Path::new("no-such-folder"), Language::English).is_err());
        for (name, text) in [("catalog.toml", "{\n}\n"), ("releases.csv", "[x\n1\n")] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
            let error = Catalog::with_folder(folder.path(), Language::English).unwrap_err();
            assert!(error.file.ends_with(name) && error.line > 0, "{error}");
        }
    }
}
