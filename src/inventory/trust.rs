//! Which other servers of a directory let a server act for its users.

use crate::domino::names::NotesName;
use crate::evidence::{Evidence, Fact};

/// Other Server documents that are looked at; of a directory with more nothing passes.
pub(super) const MAX_SERVERS: usize = 500;
/// Server documents of a kind that are shown.
const MAX_SHOWN: usize = 8;

/// What the other Server documents of a directory say of one server in the field "Trusted servers".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// Those that name it.
    pub trusting: Named,
    /// Those that do not.
    pub others: Named,
    /// Those of which it can't be told.
    pub unclear: Named,
    /// Whether nothing tells which item holds the field, for some of them.
    pub unnamed: bool,
    /// Whether there are more than are looked at.
    pub more: bool,
}

/// Servers with a Server document, and where the first of them stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// How many.
    pub count: usize,
    /// Names of the first.
    pub names: Vec<String>,
    /// Where the field of the first stands.
    pub evidence: Vec<Evidence>,
}

impl Named {
    pub(super) fn add(&mut self, name: &NotesName, fact: &Fact<Vec<String>>) {
        self.count += 1;
        if self.names.len() < MAX_SHOWN {
            self.names.push(name.to_string());
            self.evidence.extend(fact.evidence());
        }
    }
}

impl Trust {
    /// How many other Server documents there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.trusting.count + self.others.count + self.unclear.count
    }
}
