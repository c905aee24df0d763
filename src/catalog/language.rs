//! The languages of the texts, and which of them the locale of the process asks for.

use serde::{Deserialize, Serialize};

/// A language that has a file of texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The code that reports show.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The data file that holds the texts.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::English => "texts/en.toml",
            Self::German => "texts/de.toml",
        }
    }

    /// The language that a locale asks for. The first variable that is set and not empty counts, in the
    /// order of POSIX; what is no language that has texts gives English.
    #[must_use]
    pub fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default();
        // `de_AT.UTF-8@euro`, and `de-DE` as Windows writes it.
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        let known = Self::ALL.into_iter();
        known.rev().find(|known| known.code().eq_ignore_ascii_case(language)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses_the_language() {
        let cases: [(&[(&str, &str)], Language); 10] = [
            (&[], Language::English),
            (&[("LANG", "de_DE.UTF-8")], Language::German),
            (&[("LANG", "de")], Language::German),
            (&[("LANG", "DE-at")], Language::German),
            (&[("LANG", "de@euro")], Language::German),
            (&[("LANG", "den_CA")], Language::English),
            (&[("LANG", "fr_FR")], Language::English),
            (&[("LC_ALL", "C"), ("LANG", "de_DE")], Language::English),
            (&[("LC_ALL", ""), ("LANG", "de_DE")], Language::German),
            (&[("LC_MESSAGES", "de_DE"), ("LANG", "en_US")], Language::German),
        ];
        for (set, language) in cases {
            let variable = |name: &str| {
                set.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Language::of_locale(variable), language, "{set:?}");
        }
    }
}
