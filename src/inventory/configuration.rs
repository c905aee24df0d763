//! Values of notes.ini that Configuration documents set.
//!
//! How the NOTES.INI Settings tab stores them is not documented. Read here, as shown by other forms
//! of the directory: an item named like a setting, and any list with entries `KEY=value`. So a value
//! found here is shown and can contradict; it is never what a pass rests on.

use crate::catalog::Catalog;
use crate::domino::site::Hosting;
use crate::evidence::{Evidence, NamedBy, Role};
use crate::formats::{Document, Item, ItemValue};

/// A value that a Configuration document sets for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedValue {
    /// The key, in upper case.
    pub key: String,
    /// The value.
    pub value: String,
    /// Whether the document is for this server.
    pub applies: Hosting,
    /// Whether it names the server itself, and so wins over a default document.
    pub specific: bool,
    /// The item.
    pub evidence: Evidence,
}

/// The settings in a Configuration document: key in upper case, value, and the item as evidence. A
/// key that is only mentioned, in whatever form, comes with `?` as its value, which leaves open what is
/// in force; the text itself may hold secrets and is not kept.
pub(super) fn settings_in(
    document: &Document,
    catalog: &Catalog,
) -> Vec<(String, String, Evidence)> {
    let mut found = Vec::new();
    for item in &document.items {
        let name = item.name.to_ascii_uppercase();
        let values = match &item.value {
            ItemValue::Values(values) => values.as_slice(),
            _ => &[],
        };
        if name.starts_with(PREFIX) {
            let value = match &item.value {
                ItemValue::Values(values) => values.join(","),
                _ => "?".to_owned(),
            };
            found.push((name, value.clone(), evidence(item, &item.name, &value)));
        }
        for entry in values.iter().flat_map(|value| value.lines()) {
            found.extend(settings_of(entry, catalog).map(|(key, value)| {
                let shown = evidence(item, &key, &value);
                (key, value, shown)
            }));
        }
    }
    found
}

/// Stands for a text that can't be read as one value, and that may hold a secret.
const HIDDEN: &str = "?";

/// Keys of Traveler begin so.
const PREFIX: &str = "NTS_";

fn settings_of(entry: &str, catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    let set =
        entry.split_once('=').map(|(key, value)| (key.trim().to_ascii_uppercase(), value.trim()));
    let known = set.filter(|(key, _)| {
        let plain =
            key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$');
        plain && (key.starts_with(PREFIX) || catalog.settings.get(key).is_some())
    });
    // A value that goes on with more settings may hold a secret of one of them.
    let plain = |value: &str| !value.contains(['=', ';']) && !catalog.settings.holds_secret(value);
    let known =
        known.map(|(key, value)| (key, if plain(value) { value } else { HIDDEN }.to_owned()));
    let mentioned = if known.is_some() { Vec::new() } else { mentioned_keys(entry) };
    let all = known.into_iter().chain(mentioned.into_iter().map(|key| (key, HIDDEN.to_owned())));
    all.filter(|(key, _)| !catalog.settings.is_secret(key)).collect::<Vec<_>>().into_iter()
}

fn mentioned_keys(entry: &str) -> Vec<String> {
    let words = entry.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.map(str::to_ascii_uppercase).filter(|word| word.starts_with(PREFIX)).collect()
}

fn evidence(item: &Item, key: &str, value: &str) -> Evidence {
    Evidence::new(Role::Conflict, item.location.clone(), format!("{key}={value}"))
        .named_by(NamedBy::BuiltIn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{InputPath, Location};

    #[test]
    fn settings_are_found_by_item_name_and_in_lists() {
        let place = Location::input(&InputPath::named("names.dxl"));
        let item = |name: &str, values: &[&str]| Item {
            name: name.to_owned(),
            value: ItemValue::Values(values.iter().map(|&value| value.to_owned()).collect()),
            location: place.clone(),
        };
        let document = Document {
            source: crate::formats::DocumentSource::Whole,
            form: Some("ServerConfig".to_owned()),
            unid: None,
            parent: None,
            response: false,
            conflict: false,
            truncated: false,
            sequence: None,
            modified: None,
            replica: None,
            items: vec![
                item("nts_as_enforce_policy", &["true"]),
                item("Parameters", &["ServerTasks = http", "Note=free text", "NTS_NEW=1", "none"]),
                item("Keys", &["NTS_A", "set config NTS_B=1", "NTS_C: 1", "NTS_X_PASSWORD=a"]),
            ],
            location: place.clone(),
        };
        let found = settings_in(&document, &Catalog::built_in().unwrap());
        let found: Vec<_> =
            found.iter().map(|(key, value, _)| (key.as_str(), value.as_str())).collect();
        assert_eq!(
            found,
            [
                ("NTS_AS_ENFORCE_POLICY", "true"),
                ("SERVERTASKS", "http"),
                ("NTS_NEW", "1"),
                ("NTS_A", "?"),
                ("NTS_B", "?"),
                ("NTS_C", "?"),
            ]
        );
    }
}
