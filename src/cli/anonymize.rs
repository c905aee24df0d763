//! `--anonymize`: names become pseudonyms before anything is judged. Verdicts must not follow from a
//! name, so they are compared with those of the inputs as they are; should one differ, nothing is shown.

use super::judge::{Judge, Judged, text_of};
use super::own_files::{self, Prints};
use super::whole_file::WholeFile;
use super::{Failure, audit};
use crate::assessment::{self, Assessment, Terms, fingerprint};
use crate::bundle::{BASELINE, CONFIG, ITEM_MAP, WAIVERS};
use crate::catalog::Catalog;
use crate::evidence::{Severity, Status};
use crate::inventory::{self, Collected, Pseudonyms};
use crate::naming::ItemMap;
use clap::Args;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Bytes of a key file at the most.
const MAX_BYTES: u64 = 256 << 20;

// Arguments about names in what is written.
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
        refuse_others(&verdicts(&bytes)?, &verdicts(&other)?)?;
        self.write_key()?;
        Ok(replaced)
    }

    /// The same, also in the files of the operator that it is judged by.
    pub(super) fn replace_all<'j>(
        &mut self,
        mut facts: Collected,
        judge: Judge<'j>,
    ) -> Result<(Collected, Judge<'j>), Failure> {
        let failure = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let bytes = facts.write_facts().map_err(|error| failure(&error))?;
        let mut replaced = self.names.replace(facts).map_err(|error| failure(&error))?;
        let other = replaced.write_facts().map_err(|error| failure(&error))?;
        let read = |bytes: &[u8]| Collected::read_facts(bytes).map_err(|error| failure(&error));
        let before = judge.run(read(&bytes)?)?;
        let renamed = self.judge(&judge, &before)?;
        let after = renamed.run(read(&other)?)?;
        refuse_others(&sorted(before.assessment()), &sorted(after.assessment()))?;
        self.write_key()?;
        Ok((replaced, renamed))
    }

    /// The same options and files, with other names in them.
    fn judge<'j>(&mut self, judge: &Judge<'j>, judged: &Judged) -> Result<Judge<'j>, Failure> {
        let prints = self.prints(judged.assessment());
        let mut judging = judge.judging.clone();
        let files = [&mut judging.config, &mut judging.item_map, &mut judging.waivers];
        for name in files.into_iter().chain([&mut judging.baseline]).flatten() {
            *name = self.names.path(name);
        }
        let renamed = judge.members.iter().map(|(member, bytes)| {
            let text = text_of(bytes);
            let new = match member.as_str() {
                CONFIG | WAIVERS => own_files::toml(&text, &mut self.names, &prints),
                ITEM_MAP => own_files::item_map(&text),
                // One that can't be read was refused before.
                BASELINE => own_files::report(&text, &mut self.names).unwrap_or_default(),
                _ => String::new(),
            };
            (member.clone(), new.into_bytes())
        });
        let members = renamed.collect();
        Judge::new(judge.as_of, judging, members, judge.plain)
    }

    /// What the fingerprints of findings become.
    fn prints(&mut self, assessment: &Assessment) -> Prints {
        let of_servers = assessment.servers.iter().flat_map(|server| {
            server.findings.iter().map(|finding| (server.name.as_deref(), finding))
        });
        let all = of_servers.chain(assessment.findings.iter().map(|finding| (None, finding)));
        let print = |(server, finding): (Option<&str>, &assessment::Finding)| {
            let server = server.map(|server| self.names.server(server));
            let subject = self.names.option(&finding.judgement.subject);
            let new = fingerprint(finding.check, &subject, server.as_deref());
            (finding.fingerprint.clone(), new)
        };
        all.map(print).collect()
    }

    /// An option, such as a URL, with its names replaced.
    pub(super) fn option(&mut self, text: &str) -> Result<String, Failure> {
        let text = self.names.option(text);
        self.write_key()?;
        Ok(text)
    }

    fn write_key(&self) -> Result<(), Failure> {
        let Some(target) = &self.key else { return Ok(()) };
        let mut whole = WholeFile::create_private(target)?;
        whole.file().write_all(self.names.key_file().as_bytes())?;
        whole.finish()
    }
}

/// Check, outcome and status of a finding, and whether it was known before.
type Verdict = (&'static str, &'static str, Status, bool);

/// Nothing is shown that says something else than it would with the names as they are.
fn refuse_others(before: &[Verdict], after: &[Verdict]) -> Result<(), Failure> {
    if before == after {
        return Ok(());
    }
    let differs = before.iter().find(|one| !after.contains(one)).or(after.first());
    let check = differs.map_or("?", |(check, ..)| *check);
    Err(Failure::Usage(format!(
        "the verdict of {check} would be another one with pseudonyms, so none are shown; run it without --anonymize"
    )))
}

fn verdicts(facts: Collected, catalog: &Catalog, map: ItemMap) -> Vec<Verdict> {
    let (collected, names) = audit::learn(facts, catalog, map);
    let inventory = inventory::build(&collected, &names);
    let terms = Terms::strict(Severity::Low);
    sorted(&assessment::assess(inventory, &collected.inputs, catalog, terms))
}

fn sorted(assessment: &Assessment) -> Vec<Verdict> {
    let verdict = |finding: &assessment::Finding| {
        let judgement = &finding.judgement;
        (finding.check, judgement.outcome, judgement.status, finding.is_known())
    };
    let mut verdicts: Vec<_> = assessment.all_findings().map(verdict).collect();
    verdicts.sort_unstable();
    verdicts
}
