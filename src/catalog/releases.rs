//! `releases.csv`: releases of Traveler and Domino that are known, with their numbers and dates.
//!
//! Columns: `product` (traveler, domino); `line` of maintenance; `release` as named; `level` on top
//! of it, in short form; `numeric`, the dotted number a server of that level prints, with
//! `numeric_code`, what stands behind it; `build`; `date` as `YYYY`, `YYYY-MM` or `YYYY-MM-DD` with
//! `date_kind` (exact, or not-after: the first day it was seen); `hotfix`, what the banner prints
//! for the interim fix; `fixes` divided by semicolons; `source`; `code`.

use super::version::{
    Build, Level, LevelKind, Numbers, Product, Version, parse_build, parse_levels, parse_numbers,
};
use super::{CatalogError, Text, rows};
use crate::evidence::FactCode;
use jiff::civil::Date;
use serde::Deserialize;

/// All releases we know.
#[derive(Debug, Clone, Default)]
pub struct Releases {
    rows: Vec<KnownRelease>,
}

/// A release that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRelease {
    /// Whose it is.
    pub product: Product,
    /// The line of maintenance it belongs to.
    pub line: Text,
    /// The number it is named by.
    pub release: Numbers,
    /// The levels on top of it.
    pub levels: Vec<Level>,
    /// The number a server of that level prints, and what stands behind that.
    pub numeric: Option<(Numbers, FactCode)>,
    /// A build of it.
    pub build: Option<Build>,
    /// When it came out.
    pub date: Option<ReleaseDate>,
    /// What the banner prints for the interim fix.
    pub hotfix: Option<Level>,
    /// What it mends or brings, as APARs, CVEs and technotes.
    pub fixes: Vec<Text>,
    /// Where that is from.
    pub source: Text,
    /// What stands behind the row.
    pub code: FactCode,
}

/// A date that may be known to the month or year only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseDate {
    /// The first day it can mean.
    pub first: Date,
    /// The last day it can mean.
    pub last: Date,
    /// What it says.
    pub kind: DateKind,
}

/// What a date of a release says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateKind {
    /// It came out then.
    Exact,
    /// It was there then, and may be older.
    NotAfter,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Row {
    product: Product,
    line: Text,
    release: Text,
    level: Text,
    numeric: Text,
    numeric_code: Option<FactCode>,
    build: Text,
    date: Text,
    date_kind: Option<DateKind>,
    hotfix: Text,
    fixes: Text,
    source: Text,
    code: FactCode,
}

impl Releases {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first line that is not as the header says.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let checked = |(row, line): (Row, usize)| {
            row.check().map_err(|reason| CatalogError::new(file, line, reason))
        };
        let rows: Result<_, _> = rows(file, text)?.into_iter().map(checked).collect();
        Ok(Self { rows: rows? })
    }

    /// All rows in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &KnownRelease> {
        self.rows.iter()
    }

    /// The levels of a product that brought something, by the word that `fixes` has for it.
    pub fn bringing<'r>(
        &'r self,
        product: Product,
        what: &'r str,
    ) -> impl Iterator<Item = &'r KnownRelease> {
        let brings = move |row: &&KnownRelease| row.fixes.iter().any(|fix| fix == what);
        self.rows.iter().filter(move |row| row.product == product).filter(brings)
    }

    /// The row of a version: by its build, else by its number and levels.
    #[must_use]
    pub fn known(&self, version: &Version) -> Option<&KnownRelease> {
        let mut of_product = self.rows.iter().filter(|row| row.product == version.product);
        let same_build = |row: &&KnownRelease| row.build.is_some() && row.build == version.build;
        of_product.clone().find(same_build).or_else(|| of_product.find(|row| row.is(version)))
    }
}

impl KnownRelease {
    /// The level as a version, by the name it has.
    #[must_use]
    pub fn version(&self) -> Version {
        let levels: String = self.levels.iter().map(|level| format!(" {level}")).collect();
        Version {
            product: self.product,
            assumed: false,
            text: format!("{}{levels}", self.release.text),
            numbers: self.release.clone(),
            levels: self.levels.clone(),
            build: None,
            date: None,
        }
    }

    /// The number it prints, where something stands behind that, else the one it is named by.
    #[must_use]
    pub fn numbers(&self) -> &Numbers {
        let printed = self.numeric.as_ref().filter(|(_, code)| code.ceiling().is_some());
        printed.map_or(&self.release, |(numbers, _)| numbers)
    }

    /// The level as a version by the number it prints, where that tells it apart.
    #[must_use]
    pub fn printed(&self) -> Option<Version> {
        let packs = |level: &Level| level.kind == LevelKind::FixPack;
        let numbers = self.numbers();
        let told = numbers.fourth().is_some() && self.levels.iter().all(packs);
        told.then(|| Version {
            text: numbers.text.clone(),
            numbers: numbers.clone(),
            levels: Vec::new(),
            ..self.version()
        })
    }

    /// Whether the version is named as this row names it, or prints its number.
    fn is(&self, version: &Version) -> bool {
        let by_name = version.numbers.fourth() == self.release.fourth()
            && version.numbers.release() == self.release.release()
            && (version.levels == self.levels || self.banner().as_ref() == Some(&version.levels));
        let printed = self.numeric.as_ref().filter(|(_, code)| code.ceiling().is_some());
        let plain =
            |numbers: &Numbers| version.levels.is_empty() && numbers.parts == version.numbers.parts;
        // A row whose printed number has more to it than the name is not meant by the name alone.
        let named = self.numeric.as_ref().is_none_or(|(numbers, _)| {
            !self.levels.is_empty()
                || numbers.fourth().unwrap_or(0) == self.release.fourth().unwrap_or(0)
        });
        (by_name && named) || printed.is_some_and(|(numbers, _)| plain(numbers))
    }

    /// The levels as the banner prints them: the hotfix in place of the interim fix.
    fn banner(&self) -> Option<Vec<Level>> {
        let hotfix = self.hotfix?;
        let swap =
            |level: &Level| if level.kind == LevelKind::InterimFix { hotfix } else { *level };
        Some(self.levels.iter().map(swap).collect())
    }
}

impl Row {
    fn check(self) -> Result<KnownRelease, &'static str> {
        if self.line.is_empty() || self.source.is_empty() {
            return Err("line and source must not be empty");
        }
        Ok(KnownRelease {
            product: self.product,
            release: parse_numbers(&self.release).ok_or("release is no dotted number")?,
            levels: parse_levels(&self.level)
                .ok_or("level is none of UP FP IF HF CF EA EAP BETA")?,
            numeric: numeric(&self.numeric, self.numeric_code)?,
            build: filled(&self.build)
                .map(|text| parse_build(text).ok_or("build is not YYYYMMDDhhmm_NN"))
                .transpose()?,
            date: date(&self.date, self.date_kind)?,
            hotfix: filled(&self.hotfix).map(hotfix).transpose()?,
            fixes: self.fixes.as_str().split(';').filter_map(filled).map(Text::from).collect(),
            line: self.line,
            source: self.source,
            code: self.code,
        })
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn numeric(
    text: &str,
    code: Option<FactCode>,
) -> Result<Option<(Numbers, FactCode)>, &'static str> {
    match (filled(text), code) {
        (None, None) => Ok(None),
        (Some(text), Some(code)) => {
            let numbers = parse_numbers(text).ok_or("numeric is no dotted number")?;
            Ok(Some((numbers, code)))
        }
        _ => Err("numeric and numeric_code go together"),
    }
}

fn hotfix(text: &str) -> Result<Level, &'static str> {
    match parse_levels(text).as_deref() {
        Some([level]) if level.kind == LevelKind::HotFix => Ok(*level),
        _ => Err("hotfix is not HF and a number"),
    }
}

fn date(text: &str, kind: Option<DateKind>) -> Result<Option<ReleaseDate>, &'static str> {
    match (filled(text), kind) {
        (None, None) => Ok(None),
        (Some(text), Some(kind)) => {
            let (first, last) = span(text).ok_or("date is not YYYY, YYYY-MM or YYYY-MM-DD")?;
            Ok(Some(ReleaseDate { first, last, kind }))
        }
        _ => Err("date and date_kind go together"),
    }
}

/// First and last day of `2014`, `2014-11` or `2014-11-24`.
fn span(text: &str) -> Option<(Date, Date)> {
    let day = |text: &str| text.parse::<Date>().ok();
    match text.len() {
        4 => Some((day(&format!("{text}-01-01"))?, day(&format!("{text}-12-31"))?)),
        7 => day(&format!("{text}-01")).map(|first| (first, first.last_of_month())),
        10 => day(text).map(|date| (date, date)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::version::find_versions;
    use super::*;

    const FILE: &str = include_str!("data/releases.csv");

    fn built_in() -> Releases {
        Releases::parse("releases.csv", FILE).expect("the built-in file follows its own rules")
    }

    #[test]
    fn every_row_is_read() {
        assert_eq!(built_in().iter().count(), FILE.lines().count() - 1);
    }

    #[test]
    fn no_row_stands_twice() {
        let rows: Vec<_> = built_in().rows;
        for (at, row) in rows.iter().enumerate() {
            let twin = |other: &&KnownRelease| {
                let key = |row: &KnownRelease| {
                    (row.product, row.release.clone(), row.levels.clone(), row.numeric.clone())
                };
                key(row) == key(other)
            };
            assert_eq!(rows.iter().skip(at + 1).find(twin), None);
        }
    }

    #[test]
    fn guessed_numbers_are_not_called_documented() {
        for row in built_in().iter() {
            let Some((numbers, code)) = &row.numeric else { continue };
            let expected: &[FactCode] = match numbers.parts.as_slice() {
                // Nobody has seen an upgrade pack 2 print its fourth number.
                [8, 5, 3, 200..=299] => &[FactCode::Unconfirmed],
                // Seen in real mails, or named by an advisory.
                [10, 0, 1, 1 | 2] | [11, 0, 1, 1] | [14, 5, 1, 0] => &[FactCode::Observed],
                [major, ..] if *major >= 10 => &[FactCode::Inferred],
                _ => &[FactCode::Inferred, FactCode::Observed, FactCode::Documented],
            };
            assert!(expected.contains(code), "{} {code:?}", numbers.text);
        }
    }

    #[test]
    fn interim_fixes_of_9_0_1_have_no_number() {
        for row in built_in().iter().filter(|row| row.line.starts_with("9.0")) {
            let fix = row.levels.iter().any(|level| level.kind == LevelKind::InterimFix);
            assert!(!fix || row.numeric.is_none(), "{row:?}");
        }
    }

    #[test]
    fn a_date_follows_the_build() {
        for row in built_in().iter() {
            if let (Some(build), Some(date)) = (&row.build, row.date)
                && date.kind == DateKind::Exact
            {
                assert_eq!(build.time.date(), date.first, "{row:?}");
            }
        }
    }

    #[test]
    fn versions_find_their_row() {
        let releases = built_in();
        let table = [
            ("Traveler 9.0.1 IF7", Some("9.0.1 IF7 None")),
            ("Traveler 9.0.1.7", Some("9.0.1  Some(\"9.0.1.7\")")),
            ("Traveler 9.0.1.7 Build 201508211840_20", Some("9.0.1  Some(\"9.0.1.7\")")),
            ("Traveler 9.0.1", Some("9.0.1  Some(\"9.0.1\")")),
            ("Traveler 8.5.3 UP2 IF8", Some("8.5.3 UP2 IF8 Some(\"8.5.3.208\")")),
            ("Traveler 8.5.3.208", None),
            ("Traveler 14.0.0.2", Some("14.0 FP2 Some(\"14.0.0.2\")")),
            ("Traveler 14.0FP2", Some("14.0 FP2 Some(\"14.0.0.2\")")),
            ("Traveler 14.5", Some("14.5  Some(\"14.5.0.0\")")),
            ("Traveler 13.0", None),
            ("Domino 14.0FP2 HF8", Some("14.0 FP2 IF1 None")),
            ("Domino 14.0FP2 IF1", Some("14.0 FP2 IF1 None")),
            ("Domino 14.0FP2 HF9", None),
        ];
        for (text, expected) in table {
            let version = find_versions(text).remove(0);
            let found = releases.known(&version).map(|row| {
                let levels: Vec<_> = row.levels.iter().map(ToString::to_string).collect();
                let numeric = row.numeric.as_ref().map(|(numbers, _)| &numbers.text);
                format!("{} {} {numeric:?}", row.release.text, levels.join(" "))
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_row_is_told_with_its_line() {
        let head = FILE.lines().next().expect("a header");
        let table = [
            ("traveler,9,9.x,,,,,,,,,s,observed", "release"),
            ("traveler,9,9.0,XX1,,,,,,,,s,observed", "level"),
            ("traveler,9,9.0,,9.0.0.1,,,,,,,s,observed", "numeric_code"),
            ("traveler,9,9.0,,,,201513010000_20,,,,,s,observed", "build"),
            ("traveler,9,9.0,,,,,2015-13,exact,,,s,observed", "date"),
            ("traveler,9,9.0,,,,,2015-02-30,exact,,,s,observed", "date"),
            ("traveler,9,9.0,,,,,2015,,,,s,observed", "date_kind"),
            ("traveler,9,9.0,,,,,,,IF8,,s,observed", "hotfix"),
            ("traveler,9,9.0,,,,,,,,,,observed", "source"),
            ("traveler,9,9.0,,,,,,,,,s,certain", "certain"),
            ("sametime,9,9.0,,,,,,,,,s,observed", "sametime"),
            ("traveler,9,9.0", "fields"),
        ];
        for (row, word) in table {
            let error = Releases::parse("x.csv", format!("{head}\n{row}\n").leak()).expect_err(row);
            assert_eq!(error.line, 2, "{error}");
            assert!(error.reason.contains(word), "{error}");
        }
    }
}
