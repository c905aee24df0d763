//! Fields of the Server document that checks read as they stand.

use super::groups::Reach;
use crate::evidence::{Confidence, Fact};
use crate::naming::field;
use std::collections::BTreeMap;

/// Fields that are read as text.
pub(super) const TEXTS: [&str; 10] = [
    field::SERVER_EXTERNAL_URL,
    field::SERVER_HOST_NAME,
    field::SERVER_HTTP_HOST_NAMES,
    field::SERVER_NET_ADDRESSES,
    field::SERVER_TRAVELER_ALLOW,
    field::SERVER_TRAVELER_DENY,
    field::SERVER_LOG_PRIVACY,
    field::SERVER_HTTP_THREADS,
    field::SERVER_DIRECTORY_ASSISTANCE,
    field::SERVER_CIPHERS,
];
/// Fields that are read by their meaning.
pub(super) const MEANINGS: [&str; 3] =
    [field::SERVER_LOG_LEVEL, field::SERVER_SYNCML_LOG, field::SERVER_SMTP_LISTENER];

/// Fields that name people, of which is told whom they stand for.
pub(super) const LISTS: [&str; 2] = [field::SERVER_TRAVELER_ALLOW, field::SERVER_TRAVELER_DENY];

/// What the Server documents of a server agree on, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerDocument {
    texts: BTreeMap<&'static str, Fact<Vec<String>>>,
    meanings: BTreeMap<&'static str, Fact<String>>,
    reaches: BTreeMap<&'static str, (Reach, Confidence)>,
    whole: bool,
}

impl ServerDocument {
    /// Takes what was read; `whole`: the exports hold all documents of the directory.
    pub(super) fn new(
        texts: BTreeMap<&'static str, Fact<Vec<String>>>,
        meanings: BTreeMap<&'static str, Fact<String>>,
        whole: bool,
    ) -> Self {
        Self { texts, meanings, reaches: BTreeMap::new(), whole }
    }

    /// Takes whom the lists stand for.
    pub(super) fn with_reaches(
        mut self,
        reaches: BTreeMap<&'static str, (Reach, Confidence)>,
    ) -> Self {
        self.reaches = reaches;
        self
    }

    /// Whom the names in a field stand for, those in groups too, and how sure it is that no group is
    /// missing among the documents.
    #[must_use]
    pub fn reach(&self, id: &str) -> (Reach, Confidence) {
        self.reaches.get(id).copied().unwrap_or((Reach::Unknown, Confidence::Low))
    }

    /// The values of a field, without empty ones.
    #[must_use]
    pub fn texts(&self, id: &str) -> Fact<Vec<String>> {
        let texts = self.texts.get(id).cloned().unwrap_or_else(Fact::not_supplied);
        texts.map(|values| values.into_iter().filter(|value| !value.is_empty()).collect())
    }

    /// The meaning of a keyword field, as the catalog calls it.
    #[must_use]
    pub fn meaning(&self, id: &str) -> Fact<String> {
        self.meanings.get(id).cloned().unwrap_or_else(Fact::not_supplied)
    }

    /// Whether a document that is not among the inputs does not exist: the directory in which the
    /// Server document stands is here as a whole.
    #[must_use]
    pub fn directory_is_whole(&self) -> bool {
        self.whole
    }
}
