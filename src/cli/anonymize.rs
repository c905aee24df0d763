//! `--anonymize`: names become pseudonyms before anything is judged. Verdicts must not follow from a
//! name, so they are compared with those of the inputs as they are; should one differ, nothing is shown.

use super::whole_file::WholeFile;
use super::{Failure, audit};
use crate::assessment::{self, OperatorFileUsed, Terms};
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Severity, Status};
use crate::inventory::{self, Collected, Pseudonyms};
use crate::naming::ItemMap;
use clap::Args;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Bytes of a key file at the most.
const MAX_BYTES: u64 = 256 << 20;

/// Arguments about names in what is written.
#[derive(Debug, Clone, Args)]
pub(super) struct AnonymizeArgs {
    /// Replace the names of hosts, servers, people and organisations, and addresses, in every output.
    #[arg(long)]
    pub(super) anonymize: bool,
    /// The file that maps the new names back. It is written, and where it is there already, the names
    /// in it are used again.
    #[arg(long, value_name = "FILE", requires = "anonymize")]
    pub(super) anonymize_key: Option<PathBuf>,
}

/// Names that are replaced, and where they are kept.
pub(super) struct Anonymizer {
    names: Pseudonyms,
    key: Option<PathBuf>,
}

impl AnonymizeArgs {
    /// Begins with the names of the key file; `None` where no names are replaced.
    pub(super) fn begin(&self) -> Result<Option<Anonymizer>, Failure> {
        if !self.anonymize {
            return Ok(None);
        }
        let key = self.anonymize_key.clone();
        let names = key.as_deref().map(read_key).transpose()?.unwrap_or_default();
        Ok(Some(Anonymizer { names, key }))
    }
}

fn read_key(file: &Path) -> Result<Pseudonyms, Failure> {
    let failure = |reason: String| {
        Failure::Usage(format!("cannot use the key file {}: {reason}", file.display()))
    };
    let size = match std::fs::metadata(file) {
        Ok(data) => data.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Pseudonyms::default()),
        Err(error) => return Err(failure(error.to_string())),
    };
    if size > MAX_BYTES {
        return Err(failure(format!("it has {size} bytes, and {MAX_BYTES} are the limit")));
    }
    let text = std::fs::read_to_string(file).map_err(|error| failure(error.to_string()))?;
    Pseudonyms::parse(&text).map_err(failure)
}

impl Anonymizer {
    /// Replaces the names in what was read, and writes the key file.
    pub(super) fn replace(
        &mut self,
        mut facts: Collected,
        catalog: &Catalog,
        map: &ItemMap,
    ) -> Result<Collected, Failure> {
        let failure = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let bytes = facts.write_facts().map_err(|error| failure(&error))?;
        let mut replaced = self.names.replace(facts).map_err(|error| failure(&error))?;
        let other = replaced.write_facts().map_err(|error| failure(&error))?;
        let verdicts = |bytes: &[u8]| {
            let facts = Collected::read_facts(bytes).map_err(|error| failure(&error))?;
            Ok::<_, Failure>(verdicts(facts, catalog, map.clone()))
        };
        let (before, after) = (verdicts(&bytes)?, verdicts(&other)?);
        if before != after {
            let differs = before.iter().find(|one| !after.contains(one)).or(after.first());
            let check = differs.map_or("?", |(check, ..)| *check);
            return Err(Failure::Usage(format!(
                "the verdict of {check} would be another one with pseudonyms, so none are shown; run it without --anonymize"
            )));
        }
        self.write_key()?;
        Ok(replaced)
    }

    /// An option, such as a URL, with its names replaced.
    pub(super) fn option(&mut self, text: &str) -> Result<String, Failure> {
        let text = self.names.option(text);
        self.write_key()?;
        Ok(text)
    }

    /// The names of files of the operator.
    pub(super) fn replace_paths(&mut self, files: &mut [OperatorFileUsed]) -> Result<(), Failure> {
        for file in &mut *files {
            file.path = InputPath::named(&self.names.path(file.path.as_str()));
        }
        self.write_key()
    }

    fn write_key(&self) -> Result<(), Failure> {
        let Some(target) = &self.key else { return Ok(()) };
        let mut whole = WholeFile::create_private(target)?;
        whole.file().write_all(self.names.key_file().as_bytes())?;
        whole.finish()
    }
}

/// Check, outcome and status of every finding.
type Verdict = (&'static str, &'static str, Status);

fn verdicts(facts: Collected, catalog: &Catalog, map: ItemMap) -> Vec<Verdict> {
    let (collected, names) = audit::learn(facts, catalog, map);
    let inventory = inventory::build(&collected, &names);
    let terms = Terms::strict(Severity::Low);
    let assessment = assessment::assess(inventory, &collected.inputs, catalog, terms);
    let verdict = |finding: &assessment::Finding| {
        (finding.check, finding.judgement.outcome, finding.judgement.status)
    };
    let mut verdicts: Vec<_> = assessment.all_findings().map(verdict).collect();
    verdicts.sort_unstable();
    verdicts
}
