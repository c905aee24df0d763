//! What findings are judged by beside the evidence: waivers and a report of before.

use super::Failure;
use crate::assessment::{Earlier, OperatorFileUsed, Profile};
use crate::evidence::InputPath;
use crate::intake::is_standard_input;
use clap::{Args, ValueEnum};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes of a file of the operator at the most; a report of a large fleet has some ten million.
const MAX_BYTES: u64 = 512 << 20;

/// What is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProfileArg {
    /// The server side alone.
    Traveler,
    /// The policies of Secure Mail too, also where none are among the inputs.
    SecureMail,
}

impl From<ProfileArg> for Profile {
    fn from(told: ProfileArg) -> Self {
        match told {
            ProfileArg::Traveler => Self::Traveler,
            ProfileArg::SecureMail => Self::SecureMail,
        }
    }
}

// Arguments about what is accepted or was known before.
#[derive(Debug, Args)]
pub(super) struct JudgingArgs {
    /// What is audited; without it Secure Mail joins as soon as its policies are among the inputs.
    #[arg(long, value_enum)]
    pub(super) profile: Option<ProfileArg>,
    /// Findings that somebody accepts, for a reason and up to a day, as TOML.
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// A JSON report of before: only what is new since then counts for the exit code.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
}

/// Reads a JSON report; `-` is standard input.
pub(super) fn read_report(file: &Path) -> Result<Earlier, Failure> {
    if is_standard_input(file) {
        let mut bytes = Vec::new();
        let failure = |error: io::Error| Failure::Usage(format!("cannot read -: {error}"));
        io::stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failure)?;
        return report_of(file, &text_of(file, &bytes)?);
    }
    report_of(file, &read_used(file, "report")?.0)
}

fn report_of(file: &Path, text: &str) -> Result<Earlier, Failure> {
    let path = InputPath::from_path(file);
    Earlier::parse(path.as_str(), text).map_err(|error| Failure::Usage(error.to_string()))
}

/// Reads a text file as editors and shells write them: UTF-8, or UTF-16 with its mark.
pub(super) fn read_used(
    file: &Path,
    role: &'static str,
) -> Result<(String, OperatorFileUsed), Failure> {
    let bytes = read_own(file)?;
    let path = InputPath::from_path(file);
    Ok((text_of(file, &bytes)?, OperatorFileUsed::of(role, path, &bytes)))
}

/// The bytes of such a file.
pub(super) fn read_own(file: &Path) -> Result<Vec<u8>, Failure> {
    let shown = file.display();
    let failure = |error: io::Error| {
        Failure::Usage(format!("cannot read {shown}: {error}; check the path and the permissions"))
    };
    if std::fs::metadata(file).map_err(failure)?.len() > MAX_BYTES {
        return Err(too_large(file));
    }
    let bytes = std::fs::read(file).map_err(failure)?;
    text_of(file, &bytes).map(|_| bytes)
}

fn too_large(file: &Path) -> Failure {
    let shown = file.display();
    Failure::Usage(format!(
        "cannot read {shown}: it has more than {MAX_BYTES} bytes; such a file is no report and no settings"
    ))
}

fn text_of(file: &Path, bytes: &[u8]) -> Result<String, Failure> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(file));
    }
    let (text, encoding, wrong) = encoding_rs::UTF_8.decode(bytes);
    if wrong {
        let (shown, name) = (file.display(), encoding.name());
        return Err(Failure::Usage(format!(
            "cannot read {shown}: it is not in {name}; save it as UTF-8"
        )));
    }
    Ok(text.into_owned())
}
