//! Changes to what was collected, as if they had been made on the server: whoever proves that a remedy
//! mends audits what is collected then. Nothing is written anywhere.

use super::collect::Collected;
use super::ini_file::IniFile;
use super::mobile::id;
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Location};
use crate::formats::{Document, PolicyLine, PolicyValue, Setting, Sight, Value};
use std::sync::Arc;

impl Collected {
    /// The documents, as they were read.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().map(|kept| &kept.document)
    }

    /// The document of an ID that counts, of several copies the newest.
    #[must_use]
    pub fn document(&self, unid: &str) -> Option<&Document> {
        let copies = self.documents().filter(|document| document.unid.as_deref() == Some(unid));
        copies.max_by_key(|document| (document.sequence, document.modified))
    }

    /// The notes.ini file of this name; `None` for what a console showed.
    #[must_use]
    pub fn ini_file(&self, path: &InputPath) -> Option<&IniFile> {
        let files = self.ini_files.iter().map(|(_, file)| file.as_ref());
        files.into_iter().find(|file| file.path == *path && file.source.is_none())
    }

    /// Gives a key of a notes.ini, and of what consoles showed of it, one line with this value.
    pub fn set_key(&mut self, paths: &[InputPath], key: &str, value: &str) {
        self.typed.retain(|(_, typed)| !typed.setting.key.eq_ignore_ascii_case(key));
        for (_, file) in &mut self.ini_files {
            if paths.contains(&file.path) {
                let location = Location::input(&file.path).with_item(key);
                let value = Value::Plain(value.to_owned());
                let key = key.to_owned();
                Arc::make_mut(file).replace(Setting { key, value, sight: Sight::Sure, location });
            }
        }
    }

    /// Gives an item of all copies of a document one value.
    pub fn set_item(&mut self, unid: &str, name: &str, value: &str) {
        let own = |document: &&mut Document| document.unid.as_deref() == Some(unid);
        for document in self.documents.iter_mut().map(|kept| &mut kept.document).filter(own) {
            document.put(name, value);
        }
    }

    /// The value of a policy that stands at this place, where it may be shown.
    #[must_use]
    pub fn policy_at(&self, place: &Location, policy: &str, catalog: &Catalog) -> Option<&str> {
        let lines = self.mobile.policies.iter().flat_map(|(_, set)| &set.policies);
        let mut own = lines.filter(|line| is_policy(line, place, policy, catalog));
        own.find_map(|line| match &line.value {
            PolicyValue::Plain(text) => Some(text.as_str()),
            PolicyValue::Secret(_) | PolicyValue::Unread => None,
        })
    }

    /// Gives a policy a value at these places; `false` where it stands at none of them.
    pub fn set_policy(
        &mut self,
        places: &[Location],
        policy: &str,
        value: &str,
        catalog: &Catalog,
    ) -> bool {
        let mut any = false;
        for line in self.mobile.policies.iter_mut().flat_map(|(_, set)| &mut set.policies) {
            if places.iter().any(|place| is_policy(line, place, policy, catalog)) {
                line.value = PolicyValue::Plain(value.to_owned());
                any = true;
            }
        }
        any
    }

    /// Puts a document beside the one it was made from, into the same export.
    pub fn add_beside(&mut self, unid: &str, document: Document) {
        let beside = self.documents.iter().find(|kept| kept.unid() == Some(unid));
        let Some(kept) = beside.map(|kept| super::collect::Kept { document, ..*kept }) else {
            return;
        };
        self.count(kept.source, |count| count.saturating_add(1));
        self.documents.push(kept);
    }

    /// Takes all copies of a document away.
    pub fn remove(&mut self, unid: &str) {
        let gone: Vec<usize> = self
            .documents
            .iter()
            .filter(|kept| kept.unid() == Some(unid))
            .map(|kept| kept.source)
            .collect();
        self.documents.retain(|kept| kept.unid() != Some(unid));
        for source in gone {
            self.count(source, |count| count.saturating_sub(1));
        }
    }

    /// The database of an export has as many documents more or fewer as the export.
    fn count(&mut self, source: usize, change: impl Fn(u64) -> u64) {
        for seen in self.databases.iter_mut().filter(|seen| seen.source == source) {
            seen.documents = change(seen.documents);
            seen.exported = seen.exported.map(&change);
            seen.database.documents = seen.database.documents.map(&change);
        }
    }
}

/// Whether a line holds a policy, and stands at this place.
fn is_policy(line: &PolicyLine, place: &Location, policy: &str, catalog: &Catalog) -> bool {
    line.location == *place && id(line, catalog) == Some(policy)
}
