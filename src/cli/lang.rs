//! `--lang`: the language of the report.

use crate::catalog::Language;
use clap::ValueEnum;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// German.
    De,
    /// English.
    En,
}

/// The language that was asked for, or that of the locale.
pub(super) fn chosen(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::De) => Language::German,
        Some(Lang::En) => Language::English,
        None => Language::of_locale(|name| std::env::var(name).ok()),
    }
}
