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

/// The settings in a Configuration document: key in upper case, value, and the item as evidence.
pub(super) fn settings_in(
    document: &Document,
    catalog: &Catalog,
) -> Vec<(String, String, Evidence)> {
    let mut found = Vec::new();
    for item in &document.items {
        let ItemValue::Values(values) = &item.value else {
            continue;
        };
        if item.name.to_ascii_uppercase().starts_with("NTS_") {
            let value = values.join(",");
            found.push((
                item.name.to_ascii_uppercase(),
                value.clone(),
                evidence(item, &item.name, &value),
            ));
        }
        for entry in values.iter().flat_map(|value| value.lines()) {
            let Some((key, value)) = entry.split_once('=') else {
                continue;
            };
            let (key, value) = (key.trim(), value.trim());
            let known = catalog.settings.get(key).is_some();
            if (known || key.to_ascii_uppercase().starts_with("NTS_"))
                && !catalog.settings.is_secret(key)
            {
                found.push((
                    key.to_ascii_uppercase(),
                    value.to_owned(),
                    evidence(item, key, value),
                ));
            }
        }
    }
    found
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
            ],
            location: place.clone(),
        };
        let found = settings_in(&document, &Catalog::built_in().unwrap());
        let found: Vec<_> =
            found.iter().map(|(key, value, _)| (key.as_str(), value.as_str())).collect();
        assert_eq!(
            found,
            [("NTS_AS_ENFORCE_POLICY", "true"), ("SERVERTASKS", "http"), ("NTS_NEW", "1")]
        );
    }
}
