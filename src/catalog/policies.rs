//! `policies.toml`: the MDX policies of Secure Mail, how exports and the console call them, and what
//! their values mean.

use super::fields::{FieldValue, Label, Stored, fold, folded_start};
use super::{CatalogError, Text, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of value a policy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyType {
    /// On or off.
    Boolean,
    /// A whole number.
    Integer,
    /// One of several values.
    Enum,
    /// Text.
    String,
}

/// What a policy has if nobody sets it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct PolicyDefault {
    /// The value, as the console shows it or as it is stored.
    pub value: Text,
    /// What stands behind it.
    pub code: FactCode,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)]
pub struct PolicyEntry {
    /// Our name, such as `background-services`.
    pub id: Text,
    /// Names in exports; empty where no public file shows one.
    pub keys: Vec<Text>,
    /// Identifiers of its title in `policy_metadata.xml`.
    pub title_ids: Vec<Text>,
    /// Its title in the console, per language, the present one first.
    pub titles: BTreeMap<Text, Vec<Label>>,
    /// What kind of value it has.
    #[serde(rename = "type")]
    pub kind: PolicyType,
    /// The platforms that have it; empty for all.
    #[serde(default)]
    pub platforms: Vec<Text>,
    /// What Secure Mail has if nobody sets it.
    #[serde(default)]
    pub default: Option<PolicyDefault>,
    /// What stands behind its names.
    pub code: FactCode,
    /// Where they were read.
    pub source: Text,
    /// Its values, where it has one of several.
    #[serde(default, rename = "value")]
    pub values: Vec<FieldValue>,
}

impl PolicyEntry {
    /// Whether `name` is a key or a title of it, the identifier of its title, or our own name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let any = |list: &[Text]| list.iter().any(|own| own.eq_ignore_ascii_case(name));
        any(&self.keys) || any(&self.title_ids) || self.id == name || self.has_title(name)
    }

    fn has_title(&self, title: &str) -> bool {
        let title = fold(title);
        self.titles.values().flatten().any(|own| own.folded() == title)
    }

    /// The title as the console shows it in a language; our own name where it is not known.
    #[must_use]
    pub fn title(&self, lang: &str) -> &str {
        let titles = self.titles.get(lang).or_else(|| self.titles.get("en"));
        titles.and_then(|titles| titles.first()).map_or(&self.id, Label::text)
    }

    /// What a value means, with what stands behind that: as stored, or as the console shows it.
    #[must_use]
    pub fn meaning(&self, value: &str) -> Option<(&str, FactCode)> {
        let folded = fold(value);
        let stored = |stored: &&Stored| stored.text.eq_ignore_ascii_case(value.trim());
        self.values.iter().find_map(|entry| {
            let code = entry.stored.iter().find(stored).map(|stored| stored.code);
            let labelled = entry.labels.values().flatten().any(|label| label.folded() == folded);
            // What the console shows is what the vendor says.
            let code = code.or(labelled.then_some(FactCode::Observed))?;
            Some((entry.meaning.as_str(), code))
        })
    }
}

/// All policies we know.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Policies {
    #[serde(rename = "policy")]
    entries: Vec<PolicyEntry>,
    /// All names of all of them, since every line of every text is asked about, to see whether it is a
    /// list of policies: ids, keys and identifiers of titles in lower case, and folded titles.
    #[serde(skip)]
    ids: BTreeSet<Text>,
    #[serde(skip)]
    keys: BTreeSet<Text>,
    #[serde(skip)]
    titles: BTreeSet<Text>,
    /// With which two letters they all begin.
    #[serde(skip)]
    beginnings: BTreeSet<[u8; 2]>,
}

impl Policies {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake, or an id or key given twice.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let mut policies: Self = from_toml(file, text)?;
        let mut seen = BTreeSet::new();
        for entry in &policies.entries {
            for name in entry.keys.iter().chain([&entry.id]) {
                if !seen.insert(name.to_lowercase()) {
                    let reason = format!("the policy {name} stands twice");
                    return Err(CatalogError::new(file, 0, reason));
                }
            }
        }
        policies.note_names();
        Ok(policies)
    }

    fn note_names(&mut self) {
        let entries = self.entries.iter();
        self.ids = entries.clone().map(|entry| entry.id).collect();
        let keys = entries.clone().flat_map(|entry| entry.keys.iter().chain(&entry.title_ids));
        self.keys = keys.map(|key| key.changed(str::to_ascii_lowercase)).collect();
        let titles = entries.flat_map(|entry| entry.titles.values().flatten());
        self.titles = titles.map(Label::folded_text).collect();
        let all = self.ids.iter().chain(&self.keys).chain(&self.titles);
        self.beginnings = all.filter_map(|name| folded_start(name)).collect();
    }

    /// The policy of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&PolicyEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All policies.
    pub fn iter(&self) -> impl Iterator<Item = &PolicyEntry> {
        self.entries.iter()
    }

    /// Whether something is known under this name: key, title, identifier of a title or id.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        let name = name.trim();
        if folded_start(name).is_some_and(|own| !self.beginnings.contains(&own)) {
            return false;
        }
        self.ids.contains(name)
            || self.keys.contains(name.to_ascii_lowercase().as_str())
            || self.titles.contains(fold(name).as_str())
    }

    /// The policy that an export calls so, by its key first. Of several with one title the first that
    /// has the value, else the first.
    #[must_use]
    pub fn find(&self, names: &[&str], value: &str) -> Option<&PolicyEntry> {
        let by_key = |name: &&str| {
            let own = |entry: &&PolicyEntry| {
                entry.id == *name || entry.keys.iter().any(|key| key.eq_ignore_ascii_case(name))
            };
            self.entries.iter().find(own)
        };
        names.iter().find_map(by_key).or_else(|| {
            let of = |name: &&str| self.by_title(name, value);
            names.iter().find_map(of)
        })
    }

    fn by_title(&self, name: &str, value: &str) -> Option<&PolicyEntry> {
        let titled: Vec<_> =
            self.entries.iter().filter(|entry| entry.is_called(name.trim())).collect();
        match titled.as_slice() {
            [one] => Some(one),
            // Where several have the value, it means the same in each of them; one that none of them has
            // is still a value of that title.
            several => {
                let has = |entry: &&PolicyEntry| entry.meaning(value).is_some();
                several.iter().copied().find(has).or(several.first().copied())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn built_in() -> Policies {
        Catalog::built_in().unwrap().policies
    }

    #[test]
    fn every_policy_is_sound() {
        let policies = built_in();
        assert!(policies.iter().count() > 25);
        for entry in policies.iter() {
            assert!(entry.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", entry.id);
            assert!(!entry.source.is_empty(), "{}", entry.id);
            assert!(
                !(entry.keys.is_empty() && entry.titles.is_empty()),
                "{}: nothing names it",
                entry.id
            );
            let lists = entry.kind == PolicyType::Enum;
            assert_eq!(lists, !entry.values.is_empty(), "{}: values of an enum", entry.id);
            for value in &entry.values {
                let labels = value.labels.values().flatten().map(Label::text);
                let stored = value.stored.iter().map(|stored| stored.text.as_str());
                for text in labels.chain(stored) {
                    let found = entry.meaning(text).map(|(meaning, _)| meaning);
                    assert_eq!(found, Some(value.meaning.as_str()), "{}: {text}", entry.id);
                }
            }
            let titles = entry.titles.values().flatten().map(Label::text);
            for name in titles.chain([entry.id.as_str()]) {
                assert!(policies.knows(&format!(" {name} ")) && entry.is_called(name), "{name}");
            }
            for name in entry.keys.iter().chain(&entry.title_ids) {
                assert!(policies.knows(&name.to_uppercase()), "{name}");
                assert!(name.is_ascii() && !name.contains(' '), "{}: {name}", entry.id);
            }
            for key in &entry.keys {
                assert_eq!(policies.find(&[key], "").map(|own| &own.id), Some(&entry.id));
            }
        }
    }

    #[test]
    fn policies_are_found_by_key_title_and_title_id() {
        let policies = built_in();
        let cases: [(&[&str], &str, Option<&str>); 14] = [
            (&["BackgroundServices"], "", Some("background-services")),
            (&["backgroundservicesexpiration"], "1", Some("ticket-expiration")),
            (&["Background network services"], "", Some("background-services")),
            (&["Hintergrundnetzwerkdienste:"], "", Some("background-services")),
            (&["hintergrundnetzwerkdienste"], "", Some("background-services")),
            (&["Ticketablauf für Hintergrunddienste"], "", Some("ticket-expiration")),
            (&["BGSERVICES_GATEWAY_TITLE"], "", Some("background-gateway")),
            (&["XyzUnseen", "EXCHANGE_SERVER_TITLE_MAIL"], "", Some("mail-server")),
            (&["NetworkAccess", "Network access"], "", Some("network-access")),
            (&["MvpnNetworkAccess", "Network access"], "", Some("mvpn-network-access")),
            // One title for three policies: the value tells.
            (&["Netzwerkzugriff"], "Tunnel zum internen Netzwerk", Some("network-access")),
            (&["Network access"], "Tunneled - Web SSO", Some("mvpn-network-access")),
            (&["Network access"], "perhaps", Some("network-access")),
            (&["Print"], "", None),
        ];
        for (names, value, wanted) in cases {
            let found = policies.find(names, value).map(|entry| entry.id.as_str());
            assert_eq!(found, wanted, "{names:?}");
        }
    }

    #[test]
    fn texts_call_policies_as_the_console_does() {
        let catalog = Catalog::built_in().unwrap();
        let mut named = 0;
        for entry in catalog.policies.iter() {
            for argument in ["policy", "differs"] {
                let args = crate::evidence::Args::new();
                if let Some(word) = catalog.texts.argument(argument, &entry.id, &args) {
                    assert_eq!(word, entry.title("en"), "{argument}");
                    named += 1;
                }
            }
        }
        assert!(named > 6);
    }

    #[test]
    fn both_spellings_of_the_page_are_one_policy() {
        let policies = built_in();
        for title in ["Connection security level", "Verbindungssicherheitsstufe"] {
            let entry = policies.find(&[title], "").unwrap();
            assert_eq!(entry.id, "connection-security-level");
            assert_eq!(entry.meaning("SSLv3 und TLS").unwrap().0, "sslv3-and-tls");
        }
        let level = policies.get("connection-security-level").unwrap();
        assert_eq!(level.title("de"), "Verbindungssicherheitsstufe");
        assert_eq!(level.title("fr"), "Connection security level");
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let one = "[[policy]]\nid = \"a\"\nkeys = [\"K\"]\ntitle-ids = []\ntitles = {}\n\
                   type = \"string\"\ncode = \"observed\"\nsource = \"x\"\n";
        assert!(Policies::parse("p.toml", one).is_ok());
        let two = format!("{one}{}", one.replace("\"a\"", "\"b\""));
        assert!(Policies::parse("p.toml", two.leak()).is_err());
    }
}
