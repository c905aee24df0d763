//! The words by which a list is read back, in every language it may be written in.

use crate::catalog::{Catalog, Phase};
use crate::checklist::fields::Label;
use crate::evidence::Args;
use std::collections::{BTreeMap, BTreeSet};

/// The words of some catalogs.
#[derive(Debug, Clone, Default)]
pub struct TeamWords {
    labels: BTreeMap<String, Label>,
    phases: BTreeMap<String, Phase>,
    roles: BTreeSet<String>,
}

impl TeamWords {
    /// The words of these catalogs; of two that disagree the first one counts.
    #[must_use]
    pub fn of(catalogs: &[&Catalog]) -> Self {
        let mut words = Self::default();
        for catalog in catalogs {
            let texts = &catalog.texts;
            for label in Label::ALL {
                words.labels.entry(label.text(texts)).or_insert(label);
            }
            for phase in Phase::ALL {
                words.phases.entry(phase.text(texts)).or_insert(phase);
            }
            for step in catalog.checklist.steps() {
                let role = format!("checklist-owner-{}", step.owner);
                words.roles.insert(texts.word(&role, &Args::new()));
            }
        }
        words
    }

    pub(super) fn label(&self, text: &str) -> Option<Label> {
        self.labels.get(text.trim()).copied()
    }

    pub(super) fn phase(&self, text: &str) -> Option<Phase> {
        self.phases.get(text.trim()).copied()
    }

    /// Whether an owner is one of the roles that lists begin with.
    pub(super) fn is_role(&self, text: &str) -> bool {
        self.roles.contains(text.trim())
    }
}
