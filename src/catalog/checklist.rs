//! `checklist.toml`: the steps of a migration, for each kind of move: in which order, who owns them, which
//! checks decide their state, and from which release on they are asked for.

use super::version::{Product, Version, find_versions};
use super::{CatalogError, Text, Texts, from_toml, quick};
use crate::evidence::Args;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before the migration window.
    Before,
    /// In the window.
    Window,
    /// After it.
    After,
    /// To close the list.
    End,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Before, Self::Window, Self::After, Self::End];

    /// The word used in every output for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Window => "window",
            Self::After => "after",
            Self::End => "end",
        }
    }
}

impl Phase {
    /// Its heading.
    #[must_use]
    pub fn text(self, texts: &Texts) -> String {
        texts.word(&format!("checklist-phase-{}", self.word()), &Args::new())
    }
}

/// How often a step stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// Once for each server.
    Server,
    /// Once.
    Move,
}

/// A kind of move.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct MoveKind {
    /// Kebab-case, stable.
    pub id: Text,
    /// Whether it goes from one release to another.
    #[serde(default)]
    pub releases: bool,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)]
pub struct ChecklistStep {
    /// Kebab-case, stable: lists of last year are read by it.
    pub id: Text,
    /// The moves it belongs to.
    pub moves: Vec<Text>,
    /// When it is done.
    pub phase: Phase,
    /// Who does it, as a role of the texts.
    pub owner: Text,
    /// How often it stands in a list.
    pub each: Each,
    /// Checks that must all pass for it to be done.
    #[serde(default)]
    pub checks: Vec<Text>,
    /// Checks whose findings are shown. One that fails leaves it to do; else a person decides.
    #[serde(default)]
    pub shown: Vec<Text>,
    /// The outcomes that count as done, for checks that pass in several ways.
    #[serde(default)]
    pub only: BTreeMap<Text, Vec<Text>>,
    /// Outcomes by which there is nothing to do.
    #[serde(default)]
    pub not_needed: Vec<Text>,
    /// The product whose release asks for it.
    #[serde(default)]
    pub product: Option<Product>,
    /// The release from which on it is asked for.
    #[serde(default)]
    pub at: Option<Text>,
    /// Whether it can only be done once the server runs that release, or the one of the move.
    #[serde(default)]
    pub reached: bool,
    /// Where it is from.
    pub sources: Vec<Text>,
}

impl ChecklistStep {
    /// The release from which on it is asked for.
    #[must_use]
    pub fn release(&self) -> Option<Version> {
        release_of(self.product?, self.at.as_deref()?)
    }
}

/// A release of a product, as `9.0.1 FP3 IF2`.
#[must_use]
pub fn release_of(product: Product, text: &str) -> Option<Version> {
    let word = match product {
        Product::Traveler => "Traveler",
        Product::Domino => "Domino Release",
        Product::Other => return None,
    };
    let found = find_versions(&format!("{word} {text}"));
    found.into_iter().find(|found| found.product == product && found.text.ends_with(text))
}

/// All moves and steps.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"), deny_unknown_fields)]
pub struct Checklist {
    #[serde(rename = "move")]
    moves: Vec<MoveKind>,
    #[serde(rename = "step")]
    steps: Vec<ChecklistStep>,
}

impl Checklist {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let all: Self = from_toml(file, text)?;
        // What is built in is looked over by tests, not at each start.
        if quick::is_table(text) {
            return Ok(all);
        }
        let wrong = |step: &&ChecklistStep| {
            step.at.is_some() && step.release().is_none()
                || step.moves.iter().any(|id| all.move_kind(id).is_none())
        };
        match all.steps.iter().find(wrong) {
            None => Ok(all),
            Some(step) => {
                let reason =
                    format!("step {}: `at` is no release, or a move is not known", step.id);
                Err(CatalogError::new(file, 0, reason))
            }
        }
    }

    /// The kinds of moves, in the order of the file.
    pub fn moves(&self) -> impl Iterator<Item = &MoveKind> {
        self.moves.iter()
    }

    /// The kind of this id.
    #[must_use]
    pub fn move_kind(&self, id: &str) -> Option<&MoveKind> {
        self.moves.iter().find(|kind| kind.id == id)
    }

    /// All steps, in the order of the file.
    pub fn steps(&self) -> impl Iterator<Item = &ChecklistStep> {
        self.steps.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_that_is_none_is_refused() {
        let text = "[[move]]\nid = \"host\"\n[[step]]\nid = \"x\"\nmoves = [\"host\"]\nphase = \"before\"\nowner = \"lead\"\neach = \"move\"\nproduct = \"domino\"\nat = \"soon\"\nsources = []\n";
        let error = Checklist::parse("checklist.toml", text).unwrap_err();
        assert!(error.to_string().contains("step x"), "{error}");
        assert!(Checklist::parse("checklist.toml", text.replace("soon", "12.0").leak()).is_ok());
        let stranger =
            text.replace("soon", "12.0").replace("moves = [\"host\"]", "moves = [\"x\"]");
        assert!(Checklist::parse("checklist.toml", stranger.leak()).is_err());
    }
}
