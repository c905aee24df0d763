//! `fix-levels.toml`: which Traveler levels hold the fix of an APAR.

use super::version::{Numbers, Version, parse_numbers};
use super::{CatalogError, from_toml};
use crate::evidence::FactCode;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// The levels that hold the fix of one APAR.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FixLevels {
    /// The APAR.
    pub apar: String,
    /// Who names the levels.
    pub source: String,
    /// What stands behind them.
    pub code: FactCode,
    /// No server built before this day can hold the fix.
    #[serde(deserialize_with = "date")]
    pub disclosed: Date,
    /// This major release and all after it hold the fix.
    pub later_from: u32,
    /// The last major release that may be one.
    pub later_to: u32,
    /// Releases of which no level holds it, lines aside; leading numbers.
    #[serde(deserialize_with = "list_of_numbers")]
    pub not_covered: Vec<Numbers>,
    /// Lines that hold it from a level on.
    #[serde(rename = "line")]
    pub lines: Vec<FixLine>,
}

/// A line of maintenance that holds the fix from a level on.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FixLine {
    /// The number it is named by.
    #[serde(deserialize_with = "dotted")]
    pub release: Numbers,
    /// The upgrade pack that makes the line.
    pub upgrade_pack: Option<u32>,
    /// The first interim fix that holds it.
    pub interim_fix: u32,
    /// The first fourth number that was built after the fix.
    pub fourth_number: Option<u32>,
    /// From here on a fourth number is a counter nobody has documented.
    pub fourth_limit: Option<u32>,
    /// The lowest fourth number that servers of the line are believed to print.
    pub printed_from: Option<u32>,
    /// The highest one.
    pub printed_to: Option<u32>,
}

impl FixLevels {
    /// Reads the data file.
    ///
    /// # Errors
    /// A text that is no TOML of this form.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }
}

impl FixLine {
    /// The line as people name it: `8.5.3 UP2`.
    #[must_use]
    pub fn name(&self) -> String {
        let pack = self.upgrade_pack.map_or(String::new(), |pack| format!(" UP{pack}"));
        format!("{}{pack}", self.release.text)
    }

    /// Whether the fourth number of this version is one that this line is believed to print.
    #[must_use]
    pub fn may_print(&self, version: &Version) -> bool {
        match (version.numbers.fourth(), self.printed_from, self.printed_to) {
            (Some(fourth), Some(from), Some(to)) => (from..=to).contains(&fourth),
            _ => false,
        }
    }
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let read = toml::value::Datetime::deserialize(from)?;
    read.to_string().parse().map_err(|_| de::Error::custom("a day is written YYYY-MM-DD"))
}

fn dotted<'de, D: Deserializer<'de>>(from: D) -> Result<Numbers, D::Error> {
    let text = String::deserialize(from)?;
    parse_numbers(&text).ok_or_else(|| de::Error::custom(format!("{text} is no dotted number")))
}

fn list_of_numbers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Numbers>, D::Error> {
    let texts: Vec<String> = Vec::deserialize(from)?;
    let read = |text: String| {
        parse_numbers(&text).ok_or_else(|| de::Error::custom(format!("{text} is no dotted number")))
    };
    texts.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("data/fix-levels.toml");

    #[test]
    fn the_levels_are_those_that_citrix_names() {
        let levels = FixLevels::parse("fix-levels.toml", FILE).expect("the built-in file");
        let named: Vec<_> = levels
            .lines
            .iter()
            .map(|line| format!("{} IF{}", line.name(), line.interim_fix))
            .collect();
        assert_eq!(named, ["9.0.1 IF7", "9.0.0.1 IF8", "8.5.3 UP2 IF8"]);
        assert_eq!(levels.disclosed, jiff::civil::date(2014, 10, 14));
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let table = [
            ("disclosed = 2014-10-14", "disclosed = 2014-10-40"),
            ("later-from = 10", "later-from = \"ten\""),
            ("not-covered = [", "not-covered = [\"x\", "),
            ("interim-fix = 7", "interim-fixes = 7"),
        ];
        for (right, wrong) in table {
            let line = FILE.lines().position(|line| line.starts_with(right)).expect(right);
            let error =
                FixLevels::parse("x.toml", FILE.replace(right, wrong).leak()).expect_err(wrong);
            assert_eq!(error.line, line + 1, "{error}");
        }
    }
}
