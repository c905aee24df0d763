//! What a kit changes: keys of notes.ini, items of documents, rules that come or go. Each says what stood
//! there before, so that it can be undone.

use crate::catalog::Catalog;
use crate::evidence::{InputPath, Location};
use crate::formats::Document;
use crate::inventory::Collected;
use crate::naming::Writing;

/// A change, with what stood there before.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A key of notes.ini.
    Setting(SettingChange),
    /// An item of a document.
    Item(ItemChange),
    /// A new rule of type Override Session Authentication.
    Rule(Box<RuleChange>),
    /// A document that goes.
    Removal(Removal),
    /// A policy of Secure Mail.
    Policy(PolicyChange),
}

/// A key of notes.ini gets a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// The notes.ini files, and what consoles showed of them.
    pub paths: Vec<InputPath>,
    /// The key.
    pub key: String,
    /// Its value before; `None` where it is not there, or may not be shown.
    pub before: Option<String>,
    /// Its new value.
    pub after: String,
}

/// An item of a document gets a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// The document.
    pub target: Target,
    /// How the field is called.
    pub title: String,
    /// The item, its new value, and what told both.
    pub writing: Writing,
    /// Whether the item holds a number; `None` where no design of the form tells it.
    pub number: Option<bool>,
    /// Its values before; `None` where it is not there.
    pub before: Option<Vec<String>>,
}

/// A policy of Secure Mail gets a value, in the console of Endpoint Management.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChange {
    /// Where it stands in what was read.
    pub places: Vec<Location>,
    /// The policy, as the catalog calls it.
    pub policy: String,
    /// Its title in the console.
    pub title: String,
    /// Its value before; `None` where it may not be shown.
    pub before: Option<String>,
    /// Its new value.
    pub after: String,
}

/// A document that is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its universal ID.
    pub unid: String,
    /// The replica ID of its database, where the export tells it.
    pub replica: Option<String>,
    /// Its form.
    pub form: String,
    /// How people call it.
    pub name: String,
}

/// A rule that is made like another.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleChange {
    /// The Web Site document that it joins.
    pub site: Target,
    /// The incoming URL pattern.
    pub pattern: String,
    /// The rule it is made from, of the same form, and what is written into it; `None` where no rule
    /// shows how this directory stores one.
    pub like: Option<Model>,
}

/// A rule of the same form, and what makes the new one of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The rule.
    pub rule: Document,
    /// What is written into the copy.
    pub writings: Vec<Writing>,
}

/// A document goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The document.
    pub target: Target,
}

impl Change {
    /// Whether it is a change of a document of the directory.
    pub(super) fn is_of_directory(&self) -> bool {
        !matches!(self, Self::Setting(_) | Self::Policy(_))
    }

    /// Makes the change in what was collected; `false` where this model can't make it.
    pub fn apply(&self, collected: &mut Collected, catalog: &Catalog) -> bool {
        match self {
            Self::Setting(change) => collected.set_key(&change.paths, &change.key, &change.after),
            Self::Item(change) => {
                let Writing { item, stored, .. } = &change.writing;
                collected.set_item(&change.target.unid, item, stored);
            }
            Self::Rule(change) => {
                let Some((beside, rule)) = change.document() else { return false };
                collected.add_beside(&beside, rule);
            }
            Self::Removal(change) => collected.remove(&change.target.unid),
            Self::Policy(change) => {
                return collected.set_policy(
                    &change.places,
                    &change.policy,
                    &change.after,
                    catalog,
                );
            }
        }
        true
    }
}

impl RuleChange {
    /// The new rule as a document, and the rule it is made from.
    #[must_use]
    pub fn document(&self) -> Option<(String, Document)> {
        let like = self.like.as_ref()?;
        let beside = like.rule.unid.clone()?;
        let mut rule = like.rule.clone();
        rule.unid = Some(self.unid());
        rule.parent = Some(self.site.unid.clone());
        rule.response = true;
        for writing in &like.writings {
            super::document::write(&mut rule, writing);
        }
        super::document::refer_to(&mut rule, &self.site.unid);
        Some((beside, rule))
    }

    /// An ID for the new rule: always the same for the same site and pattern.
    #[must_use]
    pub fn unid(&self) -> String {
        super::document::made_unid(&[&self.site.unid, &self.pattern])
    }
}
