//! The configuration of the operator, `traveler-audit.toml`: what else would have to be typed each
//! time, and checks of his own. What is typed wins over what stands in the file.

mod checks;
mod read;

pub(super) use checks::with_own_checks;

use super::Failure;
use super::args::{Arguments, AuditArgs, Command, FailOn, ReadingArgs};
use super::assessed::InputArgs;
use super::judging::{ProfileArg, read_used};
use crate::assessment::OperatorFileUsed;
use crate::catalog::OperatorFile;
use crate::checks::{CustomCheck, CustomSource};
use crate::evidence::InputPath;
use crate::intake::Charset;
use crate::inventory::{OwnItem, StatedVersion};
use checks::OwnCheck;
use std::path::{Path, PathBuf};

/// The name under which it is looked for in the current folder.
pub(super) const FILE_NAME: &str = "traveler-audit.toml";

/// What the configuration says.
#[derive(Debug, Default)]
pub(super) struct Config {
    pub(super) profile: Option<ProfileArg>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) stale_days: Option<u32>,
    pub(super) encoding: Option<Charset>,
    pub(super) item_map: Option<PathBuf>,
    pub(super) catalog: Option<PathBuf>,
    pub(super) waivers: Option<PathBuf>,
    pub(super) paths: Vec<PathBuf>,
    pub(super) traveler: Vec<StatedVersion>,
    pub(super) domino: Vec<StatedVersion>,
    pub(super) checks: Vec<OwnCheck>,
    pub(super) files: Vec<OperatorFileUsed>,
}

/// What the configuration says that can't be typed, or not with its place.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnSettings {
    /// Versions of Traveler, each with its line.
    pub(super) traveler: Vec<StatedVersion>,
    /// Releases of Domino.
    pub(super) domino: Vec<StatedVersion>,
    /// Checks of the operator.
    pub(super) checks: Vec<CustomCheck>,
    /// The file itself.
    pub(super) files: Vec<OperatorFileUsed>,
}

impl OwnSettings {
    /// The items that these checks read.
    pub(super) fn items(&self) -> Vec<OwnItem> {
        let items = self.checks.iter().filter_map(|check| match &check.source {
            CustomSource::Item(own) => Some(own.clone()),
            CustomSource::Key(_) => None,
        });
        items.collect()
    }
}

/// Whether a command reads inputs or speaks of checks, for which the configuration says something.
pub(super) fn is_for(command: &Command) -> bool {
    use Command::{
        Audit, Bundle, Checklist, Checks, Diff, Explain, ExplainUrl, Fix, Inspect, Matrix,
    };
    matches!(
        command,
        Audit(_)
            | Bundle(_)
            | Fix(_)
            | Checklist(_)
            | Inspect(_)
            | ExplainUrl(_)
            | Matrix(_)
            | Diff(_)
            | Checks
            | Explain { .. }
    )
}

/// Reads the configuration that was named, or else the one in the current folder, if there is one.
pub(super) fn load(told: Option<&Path>) -> Result<Option<Config>, Failure> {
    let found = Path::new(FILE_NAME);
    let file = match told {
        Some(file) => file,
        None if found.is_file() => {
            super::note(&format!("traveler-audit: using {FILE_NAME} of the current folder"));
            found
        }
        None => return Ok(None),
    };
    let (text, used) = read_used(file, "config")?;
    let config = parse(file, &text)?;
    Ok(Some(Config { files: vec![used], ..config }))
}

/// Reads the text of a configuration; paths in it start at its folder.
pub(super) fn parse(file: &Path, text: &str) -> Result<Config, Failure> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let source = OperatorFile::parse(&InputPath::from_path(file), text);
    let config = read::read(&source, folder);
    source.finish(config).map_err(|error| Failure::Usage(error.to_string()))
}

impl Config {
    /// Puts what stands in the file where nothing was typed.
    pub(super) fn fill(&self, arguments: &mut Arguments) {
        fill(&mut arguments.catalog, self.catalog.as_ref());
        match &mut arguments.command {
            Command::Audit(audit) => self.fill_audit(audit),
            Command::Bundle(bundle) => self.fill_audit(&mut bundle.audit),
            Command::Inspect(inspect) => self.fill_reading(&mut inspect.reading),
            Command::ExplainUrl(url) => self.fill_reading(&mut url.reading),
            Command::Fix(fix) => self.fill_inputs(&mut fix.inputs),
            Command::Checklist(list) => self.fill_inputs(&mut list.inputs),
            Command::Matrix(matrix) => self.fill_reading(&mut matrix.reading),
            Command::Diff(diff) => {
                self.fill_reading(&mut diff.reading);
                fill(&mut diff.waivers, self.waivers.as_ref());
                fill(&mut diff.fail_on, self.fail_on.as_ref());
            }
            _ => {}
        }
    }

    /// The same for what `fix` and `checklist` read.
    fn fill_inputs(&self, inputs: &mut InputArgs) {
        self.fill_reading(&mut inputs.reading);
        if inputs.paths.is_empty() {
            inputs.paths.clone_from(&self.paths);
        }
    }

    /// The same for what `audit` takes.
    pub(super) fn fill_audit(&self, audit: &mut AuditArgs) {
        self.fill_reading(&mut audit.reading);
        fill(&mut audit.judging.waivers, self.waivers.as_ref());
        fill(&mut audit.judging.profile, self.profile.as_ref());
        fill(&mut audit.fail_on, self.fail_on.as_ref());
        fill(&mut audit.stale_days, self.stale_days.as_ref());
        if audit.paths.is_empty() {
            audit.paths.clone_from(&self.paths);
        }
    }

    fn fill_reading(&self, reading: &mut ReadingArgs) {
        reading.own = OwnSettings {
            traveler: self.traveler.clone(),
            domino: self.domino.clone(),
            checks: self.checks.iter().map(|own| own.check.clone()).collect(),
            files: self.files.clone(),
        };
        fill(&mut reading.item_map, self.item_map.as_ref());
        fill(&mut reading.encoding, self.encoding.as_ref());
    }
}

/// Puts a value where there is none.
fn fill<T: Clone>(typed: &mut Option<T>, stated: Option<&T>) {
    if typed.is_none() {
        *typed = stated.cloned();
    }
}
