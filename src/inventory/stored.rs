//! What was kept of the inputs, written down as `facts.json` and read back. It is what readers pushed,
//! before any design was learned and anything was judged, so a run from it goes the same way as one
//! from the inputs. docs/bundle.md describes it.
//!
//! What is read back is an input like any other: its version must be ours, a field that we do not know
//! is an error, and numbers that point to inputs must point to one.

use super::collect::Collected;
use crate::evidence::Sealer;
use crate::formats::{ItemValue, PolicyValue, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The version of the form; changes whenever facts of before can't be read as before.
pub const FACTS_VERSION: u32 = 1;

/// Facts that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// They are of another version.
    #[error("they are written in version {0}, and this program reads version {FACTS_VERSION}")]
    Version(u32),
    /// They are not written as facts are.
    #[error("{0}")]
    Form(#[from] serde_json::Error),
    /// A number points to nothing.
    #[error("a fact belongs to an input that is not there")]
    Reference,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<C> {
    facts: u32,
    collected: C,
}

#[derive(Deserialize)]
struct Mark {
    facts: u32,
}

impl Collected {
    /// Takes the values of all secrets out.
    pub fn seal(&mut self) {
        let mut sealer = Sealer::default();
        for (_, file) in &mut self.ini_files {
            Arc::make_mut(file).values_mut().for_each(|value| seal_value(&mut sealer, value));
        }
        for (_, typed) in &mut self.typed {
            seal_value(&mut sealer, &mut typed.setting.value);
        }
        for item in self.documents.iter_mut().flat_map(|kept| &mut kept.document.items) {
            if let ItemValue::Secret(secret) = &mut item.value {
                sealer.seal(secret);
            }
        }
        for policy in self.mobile.policies.iter_mut().flat_map(|(_, set)| &mut set.policies) {
            if let PolicyValue::Secret(secret) = &mut policy.value {
                sealer.seal(secret);
            }
        }
    }

    /// Writes the facts; the values of secrets are taken out before.
    ///
    /// # Errors
    /// What can't be written.
    pub fn write_facts(&mut self) -> Result<Vec<u8>, FactsError> {
        self.seal();
        let written = Written { facts: FACTS_VERSION, collected: &*self };
        let mut bytes = serde_json::to_vec_pretty(&written)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads facts back.
    ///
    /// # Errors
    /// Another version, another form, or numbers that point to nothing.
    pub fn read_facts(bytes: &[u8]) -> Result<Self, FactsError> {
        let mark: Mark = serde_json::from_slice(bytes)?;
        if mark.facts != FACTS_VERSION {
            return Err(FactsError::Version(mark.facts));
        }
        let written: Written<Self> = serde_json::from_slice(bytes)?;
        let collected = written.collected;
        if collected.points_nowhere() { Err(FactsError::Reference) } else { Ok(collected) }
    }

    /// Whether a number of an input or export is one of none.
    fn points_nowhere(&self) -> bool {
        let numbered = [
            numbers(&self.ini_files),
            numbers(&self.typed),
            numbers(&self.sightings),
            numbers(&self.traffic),
            numbers(&self.consoles),
            numbers(&self.started),
            numbers(&self.site_views),
            numbers(&self.statistics),
            numbers(&self.mobile.policies),
            self.documents.iter().map(|kept| kept.input).max(),
            self.left_out.iter().map(super::strangers::LeftOut::input).max(),
            self.sources.iter().copied().max(),
        ];
        let documents = self.documents.iter().map(|kept| kept.source);
        let source = documents.chain(self.databases.iter().map(|seen| seen.source)).max();
        numbered.into_iter().flatten().max().is_some_and(|most| most >= self.inputs.len())
            || source.is_some_and(|most| most >= self.sources.len())
    }
}

/// The highest number of an input.
fn numbers<T>(told: &[(usize, T)]) -> Option<usize> {
    told.iter().map(|(input, _)| *input).max()
}

fn seal_value(sealer: &mut Sealer, value: &mut Value) {
    if let Value::Secret(secret) = value {
        sealer.seal(secret);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::inventory::{Options, collect};
    use std::path::Path;

    fn facts_of(folder: &str) -> Vec<u8> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
        let catalog = Catalog::built_in().unwrap();
        collect(&[folder], &catalog, Options::default()).write_facts().unwrap()
    }

    #[test]
    fn facts_come_back_as_they_were() {
        for sample in ["legacy", "ready", "secure-mail"] {
            let facts = facts_of(sample);
            assert!(facts.len() > 1_000, "{sample}");
            let again = Collected::read_facts(&facts).unwrap().write_facts().unwrap();
            assert!(again == facts, "{sample}");
        }
    }

    #[test]
    fn facts_of_another_form_are_refused() {
        let text = String::from_utf8(facts_of("legacy")).unwrap();
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            Collected::read_facts(text.replacen(from, to, 1).as_bytes()).err().unwrap().to_string()
        };
        assert!(refused("\"facts\": 1", "\"facts\": 2").contains("version 2"));
        assert!(refused("\"named\":", "\"nemad\":").contains("unknown field"));
        assert!(
            refused(
                "\"documents\": [\n      {\n        \"input\": ",
                "\"documents\": [\n      {\n        \"input\": 99"
            )
            .contains("not there")
        );
        assert!(Collected::read_facts("[".repeat(100_000).as_bytes()).is_err());
    }
}
