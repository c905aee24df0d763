//! `checks.toml`: what of a check is free of language: severity, sources, and the steps that mend
//! each outcome.

use super::{CatalogError, Text, from_toml};
use crate::evidence::Severity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Typed at the server console.
    Console,
    /// Clicked in the Domino Administrator.
    Click,
    /// Edited in a file.
    Edit,
    /// Given to this program.
    Supply,
    /// Decided by a person.
    Decide,
}

/// What must be restarted for a step to take effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restart {
    /// Nothing.
    None,
    /// `tell http refresh`.
    HttpRefresh,
    /// `restart task http`.
    Http,
    /// `restart task traveler`.
    Traveler,
    /// `restart server`.
    Server,
}

/// A step of a remediation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Step {
    /// How it is done.
    pub kind: StepKind,
    /// What must be restarted.
    pub restart: Restart,
    /// What it changes, where that can be told without asking a person.
    #[serde(default)]
    pub change: Option<StepChange>,
}

/// What a step changes. Texts may hold arguments of the finding, as the texts of steps do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), try_from = "Change")]
pub enum StepChange {
    /// A key of notes.ini gets a value.
    Setting {
        /// The key.
        setting: Text,
        /// Its new value.
        value: Text,
    },
    /// Words join the list that a key of notes.ini holds.
    Listed {
        /// The key.
        setting: Text,
        /// The words; what stands there already is left.
        add: Vec<Text>,
    },
    /// A field of a document gets a value.
    Field {
        /// The field, as `fields.toml` calls it.
        field: Text,
        /// A meaning of `fields.toml`, or a text for a field without such.
        value: Text,
    },
    /// The item that the finding shows gets the value of a meaning.
    Shown {
        /// A meaning of `fields.toml`.
        shown: Text,
    },
    /// A policy of Secure Mail gets a value.
    Policy {
        /// The policy, as `policies.toml` calls it.
        policy: Text,
        /// Its new value, as exports hold it or the console shows it.
        value: Text,
    },
    /// A rule of type Override Session Authentication joins the site that answers.
    Rule {
        /// The incoming URL pattern.
        rule: Text,
    },
    /// The rule that the finding shows goes.
    Delete {
        /// The kind of document: `rule`.
        delete: Text,
    },
}

/// A change as it is written down.
#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields, default)]
struct Change {
    setting: Option<Text>,
    value: Option<Text>,
    add: Option<Vec<Text>>,
    field: Option<Text>,
    shown: Option<Text>,
    policy: Option<Text>,
    rule: Option<Text>,
    delete: Option<Text>,
}

impl TryFrom<Change> for StepChange {
    type Error = &'static str;

    fn try_from(written: Change) -> Result<Self, Self::Error> {
        let Change { setting, value, add, field, shown, policy, rule, delete } = written;
        Ok(match (setting, value, add, field, shown, policy, rule, delete) {
            (Some(setting), Some(value), None, None, None, None, None, None) => {
                Self::Setting { setting, value }
            }
            (Some(setting), None, Some(add), None, None, None, None, None) => {
                Self::Listed { setting, add }
            }
            (None, Some(value), None, Some(field), None, None, None, None) => {
                Self::Field { field, value }
            }
            (None, None, None, None, Some(shown), None, None, None) => Self::Shown { shown },
            (None, Some(value), None, None, None, Some(policy), None, None) => {
                Self::Policy { policy, value }
            }
            (None, None, None, None, None, None, Some(rule), None) => Self::Rule { rule },
            (None, None, None, None, None, None, None, Some(delete)) => Self::Delete { delete },
            _ => {
                return Err(
                    "a change is setting with value or add, field or policy with value, shown, rule or delete",
                );
            }
        })
    }
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct CheckEntry {
    /// Kebab-case, stable for ever.
    pub id: Text,
    /// How much it matters.
    pub severity: Severity,
    /// Sources, by id.
    pub sources: Vec<Text>,
    /// What it reads, in the words of `inputs` of the texts.
    pub inputs: Vec<Text>,
    /// Steps by outcome, by id.
    #[serde(default)]
    pub steps: BTreeMap<Text, Vec<Text>>,
}

/// All checks and steps.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Checks {
    #[serde(rename = "check")]
    entries: Vec<CheckEntry>,
    #[serde(rename = "step")]
    steps: BTreeMap<Text, Step>,
    /// Steps by outcome of the checks that an operator states.
    own: BTreeMap<Text, Vec<Text>>,
    /// The ids of these checks.
    #[serde(skip)]
    own_ids: Vec<&'static str>,
}

/// The step that the operator's own remedy takes the place of.
const SET_OWN: &str = "set-own";

impl Checks {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        from_toml(file, text)
    }

    /// The entry of a check.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&CheckEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All checks, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &CheckEntry> {
        self.entries.iter()
    }

    /// The checks that the operator states.
    pub fn own(&self) -> impl Iterator<Item = &'static str> {
        self.own_ids.iter().copied()
    }

    /// The steps by outcome of such a check.
    pub fn own_steps(&self) -> impl Iterator<Item = (&str, &[Text])> {
        self.own.iter().map(|(outcome, ids)| (outcome.as_str(), ids.as_slice()))
    }

    /// Adds a check that the operator states; `input` is what it reads, `remedy`: whether a step of its id says how to mend it.
    pub(super) fn add_own(
        &mut self,
        id: &'static str,
        severity: Severity,
        input: &str,
        remedy: bool,
    ) {
        let own = |step: &Text| match step.as_str() {
            SET_OWN if remedy => id.into(),
            _ => *step,
        };
        let steps = self.own.iter();
        let steps = steps.map(|(outcome, all)| (*outcome, all.iter().map(own).collect()));
        let (sources, inputs) = (Vec::new(), vec![Text::from(input.to_owned())]);
        let steps = steps.collect();
        // Stated again with other words, as for pseudonyms, it takes the place of the first.
        self.entries.retain(|entry| entry.id != id);
        self.entries.push(CheckEntry { id: id.into(), severity, sources, inputs, steps });
        if remedy {
            let (kind, restart) = (StepKind::Decide, Restart::None);
            self.steps.insert(id.into(), Step { kind, restart, change: None });
        }
        if !self.own_ids.contains(&id) {
            self.own_ids.push(id);
        }
    }

    /// All steps.
    pub fn steps(&self) -> impl Iterator<Item = (&str, &Step)> {
        self.steps.iter().map(|(id, step)| (id.as_str(), step))
    }

    /// The steps that mend `outcome` of `check`, with their ids.
    #[must_use]
    pub fn remediation(&self, check: &str, outcome: &str) -> Vec<(&str, &Step)> {
        let ids = self.get(check).and_then(|entry| entry.steps.get(outcome));
        let ids = ids.map(Vec::as_slice).unwrap_or_default();
        ids.iter()
            .filter_map(|id| self.steps.get_key_value(id))
            .map(|(id, step)| (id.as_str(), step))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &'static str) -> Result<StepChange, CatalogError> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "'de: 'static"))]
        struct One {
            change: StepChange,
        }
        from_toml("x.toml", text).map(|One { change }| change)
    }

    #[test]
    fn a_change_is_of_one_kind() {
        let value = "change = { policy = \"a\", value = \"b\" }";
        let wanted = StepChange::Policy { policy: "a".into(), value: "b".into() };
        assert_eq!(change(value).unwrap(), wanted);
        let listed = change("change = { setting = \"a\", add = [\"b\"] }").unwrap();
        assert_eq!(listed, StepChange::Listed { setting: "a".into(), add: vec!["b".into()] });
        for wrong in [
            "\nchange = {}",
            "\nchange = { setting = \"a\" }",
            "\nchange = { setting = \"a\", value = \"b\", add = [] }",
            "\nchange = { rule = \"a\", delete = \"rule\" }",
            "\nchange = { unheard = \"a\" }",
        ] {
            assert_eq!(change(wrong).unwrap_err().line, 2, "{wrong}");
        }
        let told = change("change = { shown = \"on\", value = \"b\" }").unwrap_err();
        assert!(told.to_string().contains("setting with value or add"), "{told}");
    }
}
