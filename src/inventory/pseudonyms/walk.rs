//! Replaces the names in facts. They pass as they are written down, so that no text is left out.

use super::scan::Place;
use super::{Of, Pseudonyms};
use crate::inventory::{Collected, FactsError};
use serde_json::Value;
use std::collections::BTreeSet;

/// Why names can't be replaced.
#[derive(Debug, thiserror::Error)]
pub enum AnonymizeError {
    /// The facts can't be written down or read back.
    #[error("the names can't be replaced: {0}")]
    Facts(#[from] FactsError),
}

/// Fields that hold words of this program, or what tells nothing of whose it is.
const KEPT: [&str; 21] = [
    "answered",
    "code",
    "confidence",
    "doubtful",
    "encoding",
    "ignored",
    "item",
    "key",
    "kind",
    "parent",
    "platform",
    "read",
    "replica",
    "sha256",
    "sight",
    "source",
    "time",
    "tool",
    "unid",
    "version",
    "worth",
];

/// Settings and items that hold names.
const NAMES: [&str; 26] = [
    "admin",
    "administrator",
    "admins",
    "allowaccess",
    "companyname",
    "clustername",
    "createaccess",
    "denyaccess",
    "domain",
    "fulladmin",
    "fullname",
    "hostingservers",
    "keyfilename_owner",
    "mailserver",
    "maildomain",
    "owner",
    "localadmin",
    "servername",
    "server",
    "serverkeyfilename_owner",
    "shownname",
    "username",
    "members",
    "runrestricted",
    "updatedby",
    "$updatedby",
];

impl Pseudonyms {
    /// Replaces the names in facts.
    ///
    /// # Errors
    /// Facts that can't be written down or read back.
    pub fn replace(&mut self, mut facts: Collected) -> Result<Collected, AnonymizeError> {
        let bytes = facts.write_facts()?;
        let mut value: Value = serde_json::from_slice(&bytes).map_err(FactsError::from)?;
        let mut paths = BTreeSet::new();
        find_paths(&value, &mut paths);
        // Once to learn the names, and again because one may be met as a word before it is known.
        let mut learning = value.clone();
        self.walk(&mut learning, Place::Free, &paths);
        self.walk(&mut value, Place::Free, &paths);
        drop(learning);
        let bytes = serde_json::to_vec(&value).map_err(FactsError::from)?;
        Ok(Collected::read_facts(&bytes)?)
    }

    /// Replaces the names in a text of the operator, such as a URL.
    #[must_use]
    pub fn option(&mut self, text: &str) -> String {
        self.text(text, Place::Free)
    }

    /// Replaces the names in what a setting or an item of this name is compared with.
    #[must_use]
    pub fn value(&mut self, of: &str, text: &str) -> String {
        self.text(text, place_of(of))
    }

    /// Whether a name of a server is made of pseudonyms alone.
    #[must_use]
    pub fn is_one(name: &str) -> bool {
        let words = [Of::Server, Of::Org, Of::Unit, Of::Place, Of::Person].map(Of::word);
        let part = |part: &str| {
            let value = part.rsplit('=').next().unwrap_or_default();
            let number = words.iter().find_map(|word| value.strip_prefix(word));
            let digits = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
            number.is_some_and(|number| !number.is_empty() && digits(number))
        };
        name.split('/').all(part)
    }

    /// The name of a server, as a Notes name.
    #[must_use]
    pub fn server(&mut self, name: &str) -> String {
        self.text(name, Place::Name)
    }

    /// The name of a person or a team, as people write it.
    #[must_use]
    pub fn person(&mut self, name: &str) -> String {
        let notes_name = name.contains(['/', '=', '@']);
        if notes_name { self.text(name, Place::Name) } else { self.of(Of::Person, name) }
    }

    fn walk(&mut self, value: &mut Value, place: Place, paths: &BTreeSet<String>) {
        match value {
            Value::String(text) if paths.contains(text) => *text = self.path(text),
            Value::String(text) => *text = self.text(text, place),
            Value::Array(list) => list.iter_mut().for_each(|one| self.walk(one, place, paths)),
            Value::Object(fields) => {
                let named = ["key", "name"].iter().find_map(|key| fields.get(*key)?.as_str());
                let own = named.map_or(Place::Free, place_of);
                let certificate = fields.contains_key("not_after");
                for (key, value) in
                    fields.iter_mut().filter(|(key, _)| !KEPT.contains(&key.as_str()))
                {
                    let place = match key.as_str() {
                        "fingerprint" => {
                            self.print(value);
                            continue;
                        }
                        "host" | "address" | "groups" => Place::Host,
                        "names" | "common_name" if certificate => Place::Host,
                        "consoles" | "started" | "server" => Place::Name,
                        "text" | "os" | "app" => Place::Version,
                        "value" | "plain" | "values" if own != Place::Free => own,
                        // What the enums put around a text says nothing of its place.
                        "value" | "plain" | "values" => place,
                        _ => Place::Free,
                    };
                    self.walk(value, place, paths);
                }
            }
            _ => {}
        }
    }

    /// The hash of a certificate tells whose it is to all who have seen it.
    fn print(&mut self, value: &mut Value) {
        if let Value::String(text) = value {
            *text = self.of(Of::Print, text);
        }
    }

    /// The name of a file. Folders are called as people like; in the last part what is known is replaced.
    #[must_use]
    pub fn path(&mut self, path: &str) -> String {
        let parts: Vec<_> = path.split('/').collect();
        let last = parts.len() - 1;
        let part = |(at, part): (usize, &&str)| match *part {
            "" | "." | ".." => (*part).to_owned(),
            drive if drive.len() == 2 && drive.ends_with(':') => drive.to_owned(),
            file if at == last || file.ends_with('!') => self.text(file, Place::Free),
            folder => self.of(Of::Folder, folder),
        };
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join("/")
    }
}

/// What the name of a setting or an item says of its value.
fn place_of(name: &str) -> Place {
    let lower = name.to_lowercase();
    if NAMES.contains(&lower.as_str()) {
        Place::Name
    } else if lower.contains("host") || lower.contains("netaddr") || lower.contains("ipaddr") {
        Place::Host
    } else {
        Place::Free
    }
}

/// The names of the inputs, wherever they stand.
fn find_paths(value: &Value, paths: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| find_paths(one, paths)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(path) if key == "path" => {
                        if path != "(option)" {
                            paths.insert(path.clone());
                        }
                    }
                    value => find_paths(value, paths),
                }
            }
        }
        _ => {}
    }
}
