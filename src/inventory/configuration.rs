//! Values of notes.ini that Configuration documents set, or that were typed at the console.
//!
//! How the NOTES.INI Settings tab stores them is not documented. Read here, as shown by other forms
//! of the directory: an item named like a setting, and any list with entries `KEY=value`. So a value
//! found here is shown and can contradict; it is never what a pass rests on.

use crate::catalog::Catalog;
use crate::domino::sign_in::Hosting;
use crate::evidence::{Evidence, NamedBy, Role};
use crate::formats::{Document, Item, ItemValue, Setting, Value};
use crate::naming::DocumentKind;

/// A value that a Configuration document, or somebody at the console, sets for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedValue {
    /// The key, in upper case; `None` where a part of the document is missing that may set any.
    pub key: Option<String>,
    /// The value.
    pub value: String,
    /// Whether the document is for this server.
    pub applies: Hosting,
    /// Whether it names the server itself, and so wins over a default document.
    pub specific: bool,
    /// Whether it was typed at the console.
    pub at_console: bool,
    /// The item, or the line of the log.
    pub evidence: Evidence,
}

impl PinnedValue {
    /// A `set config` that a log shows.
    pub(super) fn typed(setting: &Setting) -> Self {
        let value = match &setting.value {
            Value::Plain(text) => text.clone(),
            Value::Secret(_) => HIDDEN.to_owned(),
        };
        let shown = format!("{}={value}", setting.key);
        Self {
            key: Some(setting.key.to_ascii_uppercase()),
            value,
            applies: Hosting::Yes,
            specific: true,
            at_console: true,
            evidence: Evidence::new(Role::Conflict, setting.location.clone(), shown),
        }
    }

    /// Whether it sets this key, or may.
    #[must_use]
    pub fn sets(&self, key: &str) -> bool {
        self.key.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(key))
    }

    /// Whether it replaces this key by the values of others.
    #[must_use]
    pub fn replaces(&self, key: &str) -> bool {
        let list = self.key.as_deref().and_then(|own| own.strip_suffix("_EXT"));
        list.is_some_and(|own| own.eq_ignore_ascii_case(key))
    }
}

/// A setting that a document holds.
pub(super) struct Found {
    /// The key, in upper case; `None` where it may be any.
    pub(super) key: Option<String>,
    /// The value; [`HIDDEN`] where it can't be told.
    pub(super) value: String,
    /// The item, or the document.
    pub(super) evidence: Evidence,
}

/// Whether a text may set something of Traveler.
pub(super) fn may_set(text: &str) -> bool {
    text.to_ascii_uppercase().contains(PREFIX)
}

/// The settings in a Configuration document: key in upper case, value, and the item as evidence. A
/// key that is only mentioned, in whatever form, comes with `?` as its value, which leaves open what is
/// in force; the text itself may hold secrets and is not kept.
///
/// A document of which a part is missing may set any key there.
pub(super) fn settings_in(document: &Document, catalog: &Catalog) -> Vec<Found> {
    let mut found = Vec::new();
    let cut = |item: &Item| matches!(&item.value, ItemValue::Opaque(kind) if kind == "too-long");
    if document.truncated || document.items.iter().any(cut) {
        let evidence = Evidence::new(Role::Conflict, document.location.clone(), None);
        found.push(Found { key: None, value: HIDDEN.to_owned(), evidence });
    }
    for item in &document.items {
        let name = item.name.to_ascii_uppercase();
        let mut add = |key: String, value: String| {
            let evidence = evidence(item, &key, &value);
            found.push(Found { key: Some(key), value, evidence });
        };
        match &item.value {
            ItemValue::Values(values) => {
                if names_setting(&name, catalog) {
                    let value = values.join(",");
                    let secret =
                        catalog.settings.is_secret(&name) || catalog.settings.holds_secret(&value);
                    add(name, if secret { HIDDEN.to_owned() } else { value });
                }
                let entries = values.iter().flat_map(|value| value.lines());
                entries
                    .flat_map(|entry| settings_of(entry, catalog))
                    .for_each(|(key, value)| add(key, value));
            }
            ItemValue::RichText(text) => {
                mentioned_keys(text).into_iter().for_each(|key| add(key, HIDDEN.to_owned()));
            }
            ItemValue::Secret(_) if name.starts_with(PREFIX) => add(name, HIDDEN.to_owned()),
            _ if names_setting(&name, catalog) => add(name, HIDDEN.to_owned()),
            // A list is kept back as a whole where one entry holds a secret.
            ItemValue::Secret(_) if !catalog.settings.is_secret(&name) => {
                let evidence = Evidence::new(Role::Conflict, item.location.clone(), None)
                    .named_by(NamedBy::BuiltIn);
                found.push(Found { key: None, value: HIDDEN.to_owned(), evidence });
            }
            _ => {}
        }
    }
    found
}

/// Stands for a text that can't be read as one value, and that may hold a secret.
const HIDDEN: &str = "?";

/// Keys of Traveler begin so.
const PREFIX: &str = "NTS_";

/// Whether an item, in upper case, is named like a setting. One that is a field of the document itself
/// is that; and a plain word such as `Domain` or `Log` names fields of many forms.
fn names_setting(item: &str, catalog: &Catalog) -> bool {
    let mut own = catalog.fields.of(DocumentKind::Configuration.id()).flat_map(|one| &one.items);
    item.starts_with(PREFIX)
        || (catalog.settings.get(item).is_some_and(|known| !is_plain_word(&known.key))
            && !own.any(|own| own.name.eq_ignore_ascii_case(item)))
}

/// Whether a key has no digit, no other sign and no capital inside.
fn is_plain_word(key: &str) -> bool {
    key.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
}

fn settings_of(entry: &str, catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    let set =
        entry.split_once('=').map(|(key, value)| (key.trim().to_ascii_uppercase(), value.trim()));
    let known = set.filter(|(key, _)| {
        let plain =
            key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$');
        plain && (key.starts_with(PREFIX) || catalog.settings.get(key).is_some())
    });
    // A value that goes on with more settings may hold a secret of one of them.
    let plain = |key: &str, value: &str| {
        !value.contains(['=', ';'])
            && !catalog.settings.holds_secret(value)
            && !catalog.settings.is_secret(key)
    };
    let known = known.map(|(key, value)| {
        let value = if plain(&key, value) { value } else { HIDDEN };
        (key, value.to_owned())
    });
    let mentioned = if known.is_some() { Vec::new() } else { mentioned_keys(entry) };
    let mentioned = mentioned.into_iter().filter(|key| !catalog.settings.is_secret(key));
    let all = known.into_iter().chain(mentioned.map(|key| (key, HIDDEN.to_owned())));
    all.collect::<Vec<_>>().into_iter()
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
    use crate::evidence::{InputPath, Location, Secret};

    #[test]
    fn settings_are_found_by_item_name_and_in_lists() {
        let place = Location::input(&InputPath::named("names.dxl"));
        let item = |name: &str, values: &[&str]| Item {
            name: name.to_owned(),
            value: ItemValue::Values(values.iter().map(|&value| value.to_owned()).collect()),
            location: place.clone(),
        };
        let other = |name: &str, value: ItemValue| Item {
            name: name.to_owned(),
            value,
            location: place.clone(),
        };
        let document = Document {
            form: Some("ServerConfig".to_owned()),
            items: vec![
                item("nts_as_enforce_policy", &["true"]),
                item("HTTPPublicURLs", &["/traveler*"]),
                item("ServerName", &["Trav01/Acme"]),
                item("Domain", &["Acme"]),
                item("Ports", &["TCPIP"]),
                item("Log", &["log.nsf"]),
                item("Parameters", &["ServerTasks = http", "Note=free text", "NTS_NEW=1", "none"]),
                item("Keys", &["NTS_A", "set config NTS_B=1", "NTS_C: 1", "NTS_X_PASSWORD=a"]),
                other("Body", ItemValue::RichText("\nnts_d=true\n".to_owned())),
                other("NTS_E", ItemValue::Sealed),
                item("NTS_JAVA_PARMS", &["-Dx.password=geheim"]),
                other("List", ItemValue::Secret(Secret::new("NTS_X_PASSWORD=a\nNTS_F=1"))),
                other("HTTPPassword", ItemValue::Secret(Secret::new("a"))),
                other("Body2", ItemValue::Opaque("too-long".to_owned())),
            ],
            ..Document::new(crate::formats::DocumentSource::Whole, place.clone())
        };
        let found = settings_in(&document, &Catalog::built_in().unwrap());
        let found: Vec<_> = found
            .iter()
            .map(|found| (found.key.as_deref().unwrap_or("any"), found.value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("any", "?"),
                ("NTS_AS_ENFORCE_POLICY", "true"),
                ("HTTPPUBLICURLS", "/traveler*"),
                ("SERVERTASKS", "http"),
                ("NTS_NEW", "1"),
                ("NTS_A", "?"),
                ("NTS_B", "?"),
                ("NTS_C", "?"),
                ("NTS_X_PASSWORD", "?"),
                ("NTS_D", "?"),
                ("NTS_E", "?"),
                ("NTS_JAVA_PARMS", "?"),
                ("any", "?"),
            ]
        );
    }
}
