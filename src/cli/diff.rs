//! `diff`: two reports, or two folders, compared.

use super::args::{Arguments, AuditArgs, Command, FailOn, Format, ReadingArgs};
use super::judging::read_report;
use super::{Failure, audit, terminal};
use crate::assessment::{Earlier, exit};
use crate::catalog::Catalog;
use crate::compare::compare;
use crate::evidence::InputPath;
use crate::report::{self, AuditFormat};
use clap::{Args, Parser};
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Ends of file names that are archives of exports, and no reports.
const ARCHIVES: [&str; 4] = ["zip", "tar", "gz", "tgz"];

// Arguments of `diff`.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The earlier one: a JSON report, or a folder or archive of exports; `-` reads a
    /// report from standard input.
    #[arg(value_name = "BEFORE")]
    pub(super) before: PathBuf,
    /// The later one.
    #[arg(value_name = "AFTER")]
    pub(super) after: PathBuf,
    /// The least severity that counts for the exit code; default low.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) fail_on: Option<FailOn>,
    /// Findings that somebody accepts, where a folder is audited.
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// The day on which a folder is audited; default SOURCE_DATE_EPOCH or today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<jiff::civil::Date>,
}

pub(super) fn run(
    args: &DiffArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    if args.reading.names.anonymize {
        let reason = "a comparison needs the names as they are; leave --anonymize out";
        return Err(Failure::Usage(reason.to_owned()));
    }
    let before = side(args, &args.before, catalog)?;
    let after = side(args, &args.after, catalog)?;
    let difference = compare(&before, &after);
    let code = difference.exit_code(audit::severity(args.fail_on));
    match format {
        Format::Table => report::write_diff_table(catalog, &difference, terminal(), out)?,
        Format::Json => report::write_diff_json(&difference, code, out)?,
    }
    Ok(code)
}

/// A report as it was written, or the report on a folder.
fn side(args: &DiffArgs, path: &Path, catalog: &Catalog) -> Result<Earlier, Failure> {
    let end = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let report = if path.is_dir() || ARCHIVES.contains(&end.as_str()) {
        audited(args, path, catalog)?
    } else {
        read_report(path)?
    };
    if report.exit_code == Some(exit::USAGE) {
        let text =
            format!("{}: nothing was audited there, so there is nothing to compare", report.path);
        return Err(Failure::Usage(text));
    }
    Ok(report)
}

/// Audits a folder as `audit` does, and takes the report as it would be written.
fn audited(args: &DiffArgs, path: &Path, catalog: &Catalog) -> Result<Earlier, Failure> {
    let mut bytes = Vec::new();
    audit::run(&audit_args(args, path)?, catalog, AuditFormat::named("json"), &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let name = InputPath::from_path(path);
    Earlier::parse(name.as_str(), &text).map_err(|error| Failure::Usage(error.to_string()))
}

/// What `audit` takes for this folder where nothing else was said.
fn audit_args(args: &DiffArgs, path: &Path) -> Result<AuditArgs, Failure> {
    let words = ["traveler-audit", "audit", "--"].map(OsStr::new);
    let parsed = Arguments::try_parse_from(words.into_iter().chain([path.as_os_str()]));
    match parsed.map(|arguments| arguments.command) {
        Ok(Command::Audit(mut audit)) => {
            audit.reading = args.reading.clone();
            audit.judging.waivers.clone_from(&args.waivers);
            audit.as_of = args.as_of;
            Ok(audit)
        }
        Ok(_) => Err(Failure::Usage(format!("{} is no path", path.display()))),
        Err(error) => Err(Failure::Usage(error.to_string())),
    }
}
