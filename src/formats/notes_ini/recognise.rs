//! Whether a file is a notes.ini, by its name together with its content, or by its content alone.

use super::line::{self, Kind};
use crate::catalog::{Catalog, Settings};
use crate::formats::Head;
use std::collections::BTreeSet;

/// Formats are told apart before any input is read, so only the built-in list is at hand; a file of
/// `--catalog` adds meanings, not another look of the format.
fn known() -> Option<&'static Settings> {
    Catalog::shared_facts().ok().map(|catalog| &catalog.settings)
}

/// What stands in the first lines.
#[derive(Default)]
struct Signs {
    first_section: Option<bool>,
    notes_section: bool,
    settings_before: usize,
    settings: usize,
    others: usize,
    known: BTreeSet<String>,
    telling: bool,
    console: bool,
}

/// Whether this is a notes.ini.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let signs = Signs::of(head);
    let named = is_named(&head.name);
    // Other programs keep their settings in sections too.
    let other = signs.first_section == Some(false) && !(named && signs.notes_section);
    if signs.console || other {
        return false;
    }
    let mostly = signs.settings > 0 && signs.settings >= signs.others;
    if signs.first_section == Some(true) && signs.settings_before == 0 {
        return mostly || signs.settings == 0 && signs.others == 0 || named;
    }
    let known = signs.known.len();
    match (named, head.name.contains(".ini")) {
        (true, _) => mostly,
        (false, true) => mostly && (known >= 2 || signs.telling),
        (false, false) => mostly && known >= 3,
    }
}

/// `notes.ini`, `notes.ini.bak`, `notes_server1.ini` …
fn is_named(name: &str) -> bool {
    name.contains("notes") && name.contains("ini")
}

impl Signs {
    fn of(head: &Head<'_>) -> Self {
        let mut signs = Self::default();
        let lines = head.lines().flat_map(|line| line.split('\r'));
        for text in lines {
            signs.add(text);
        }
        signs
    }

    fn add(&mut self, text: &str) {
        match line::kind(text) {
            Kind::Blank => {}
            Kind::Section(name) => {
                let notes = name.eq_ignore_ascii_case("notes");
                self.first_section.get_or_insert(notes);
                self.notes_section |= notes;
                if self.settings == self.settings_before && !notes {
                    self.others += 1;
                }
            }
            Kind::Setting { key, .. } if is_key(key) => {
                self.settings += 1;
                self.settings_before += usize::from(self.first_section.is_none());
                let known = known().and_then(|settings| settings.get(key));
                self.telling |= line::tells(key, known);
                if known.is_some() || key.starts_with("NTS_") {
                    self.known.insert(key.to_ascii_uppercase());
                }
            }
            Kind::Comment(_) => {}
            Kind::Setting { .. } | Kind::Stray(_) => {
                self.others += 1;
                // What the console prints after `show config` is cut and filtered: another format.
                self.console |= is_console(text);
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    key.len() <= 64 && key.chars().all(|c| line::in_key(c) || c == '-' || c == '.')
}

fn is_console(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.trim_start().starts_with("> ") || text.contains("show config") || text.contains("sh conf")
}
