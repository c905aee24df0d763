//! The command line: arguments in, exit code out. Reports go to stdout, all else to stderr.

mod anonymize;
mod args;
mod assessed;
mod audit;
mod bundle;
mod checklist;
mod config;
mod diff;
mod examples;
mod explain_url;
mod exporter;
mod fix;
mod fleet;
mod help;
mod host;
mod init;
mod inputs;
mod inspect;
mod interrupt;
mod judge;
mod judging;
mod lang;
mod manners;
mod manual;
mod matrix;
mod near;
mod one_by_one;
mod own_files;
mod panic;
mod progress;
mod reports;
mod signing;
mod verify;
mod versions;
mod whole_file;

use crate::assessment::exit;
use crate::catalog::{Catalog, CatalogError, HelpTexts, Language};
use crate::report;
use args::{Arguments, Command, Format};
use clap::Parser;
use clap::error::ErrorKind;
use manners::{detail, note, say, terminal};
use std::ffi::OsString;
use std::io::{self, Write};

/// What stopped a command before it had a result.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// A usage or configuration error; the text says what to do.
    #[error("{0}")]
    Usage(String),
    /// Writing the report failed.
    #[error("cannot write the report: {0}")]
    Output(#[from] io::Error),
}

/// Runs the program with the arguments of the process, and returns its exit code.
#[must_use]
pub fn run() -> u8 {
    panic::set_hook();
    let work = || {
        let mut out = io::BufWriter::new(Quiet { inner: io::stdout().lock(), closed: false });
        run_with(std::env::args_os(), &mut out)
    };
    std::panic::catch_unwind(work).unwrap_or(exit::USAGE)
}

/// Runs the program with these arguments, of which the first is its own name; the report goes to
/// `out`. Returns the exit code.
pub fn run_with(words: impl IntoIterator<Item = OsString>, out: &mut dyn Write) -> u8 {
    let words: Vec<_> = words.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, &words, out),
    };
    arguments.manners.take_effect();
    let audits = matches!(arguments.command, Command::Audit(_) | Command::Bundle(_));
    let result = dispatch(arguments, out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            say(&format!("traveler-audit: {error}"));
            match error {
                Failure::Usage(_) if audits => say("no audit was performed"),
                Failure::Usage(_) => {}
                Failure::Output(_) => say("what was written of it is not the whole report"),
            }
            exit::USAGE
        }
    }
}

/// A writer for a reader who may have seen enough: after the pipe is closed it takes everything and
/// drops it, so that the exit code is still that of the audit.
struct Quiet<W> {
    inner: W,
    closed: bool,
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        match self.inner.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(bytes.len())
            }
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.inner.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// Shows the help that was asked for, or says what is wrong with the words.
fn usage(error: &clap::Error, words: &[OsString], out: &mut dyn Write) -> u8 {
    let help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let spoken = match help::language(words) {
        Language::German if help => HelpTexts::german().ok(),
        _ => None,
    };
    let spoken = spoken.map(|texts| help::text(words, &texts));
    match (error.use_stderr(), spoken) {
        (false, Some(text)) => {
            drop(writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()))
        }
        (false, None) => drop(error.print()),
        (true, Some(text)) => say(text.trim_end()),
        (true, None) => {
            say(error.render().to_string().trim_end());
            say("no audit was performed");
        }
    }
    if error.use_stderr() { exit::USAGE } else { exit::CLEAN }
}

fn dispatch(mut arguments: Arguments, out: &mut dyn Write) -> Result<u8, Failure> {
    let config = match config::is_for(&arguments.command) {
        true => config::load(arguments.config.as_deref())?,
        false => None,
    };
    if let Some(config) = &config {
        config.fill(&mut arguments);
    }
    inputs::check(&arguments.command)?;
    let failure = |error: &CatalogError| Failure::Usage(error.to_string());
    let language = lang::chosen(arguments.lang);
    let folder = arguments.catalog.as_deref();
    let own = folder.map(|folder| Catalog::with_folder(folder, language)).transpose();
    let own = own.map_err(|error| failure(&error))?;
    let catalog = match &own {
        Some(catalog) => catalog,
        None => Catalog::shared(language).map_err(failure)?,
    };
    let with_checks = config.as_ref().filter(|config| !config.checks.is_empty());
    let with_checks =
        with_checks.map(|config| config::with_own_checks(catalog, config)).transpose()?;
    let catalog = with_checks.as_ref().unwrap_or(catalog);
    tell_program(catalog);
    // These know more formats than the other commands.
    let format = match arguments.command {
        Command::Audit(_) | Command::Checklist(_) => Format::Table,
        _ => plain(arguments.format)?,
    };
    match arguments.command {
        Command::Init(args) => init::run(&args),
        Command::Audit(audit) => audit::run(&audit, catalog, arguments.format, out),
        Command::Bundle(args) => bundle::run(&args, catalog),
        Command::Verify(args) => verify::run(&args, catalog, folder, format, out),
        Command::Version(version) => versions::run(&version, catalog, format, out),
        Command::Inspect(inspect) => inspect::run(&inspect, catalog, format, out),
        Command::ExplainUrl(args) => explain_url::run(&args, catalog, format, out),
        Command::Fix(args) => fix::run(&args, catalog, format, out),
        Command::Checklist(args) => checklist::run(&args, catalog, arguments.format, out),
        Command::Matrix(args) => matrix::run(&args, catalog, format, out),
        Command::Diff(args) => diff::run(&args, catalog, format, out),
        Command::Exporter(args) => exporter::run(&args, catalog, format, out),
        Command::Checks => {
            match format {
                Format::Table => report::write_checks_table(catalog, terminal(), out)?,
                Format::Json => report::write_checks_json(catalog, out)?,
            }
            Ok(exit::CLEAN)
        }
        Command::Explain { id } => explain(&id, catalog, format, out),
        Command::Completions(args) => manual::completions(&args, out),
        Command::Man(args) => manual::man(&args, out),
    }
}

/// Tells what runs, for who reads the messages later.
fn tell_program(catalog: &Catalog) {
    let args = crate::evidence::Args::from([
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("catalog", catalog.date.clone()),
        ("lang", catalog.texts.lang.code().to_owned()),
    ]);
    detail(&format!("traveler-audit: {}", catalog.texts.word("verbose-program", &args)));
}

/// The format of a command that shows no findings.
fn plain(format: Option<report::AuditFormat>) -> Result<Format, Failure> {
    match format.map(|format| format.name) {
        None | Some("table") => Ok(Format::Table),
        Some("json") => Ok(Format::Json),
        Some(name) => Err(Failure::Usage(format!(
            "{name} is a format of audit; this command writes table or json"
        ))),
    }
}

fn explain(
    id: &str,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let Some(check) = crate::checks::listed(catalog).find(|check| check.id == id) else {
        return Err(Failure::Usage(no_such_check(id, catalog)));
    };
    match format {
        Format::Table => report::write_check_text(catalog, check, terminal(), out)?,
        Format::Json => report::write_check_json(catalog, check, out)?,
    }
    Ok(exit::CLEAN)
}

/// Names the checks that are meant, as far as that can be told from what was typed.
fn no_such_check(id: &str, catalog: &Catalog) -> String {
    match near::question(id, crate::checks::listed(catalog).map(|check| check.id)) {
        asked if asked.is_empty() => {
            format!("no check is called {id}; `traveler-audit checks` lists them")
        }
        asked => format!("no check is called {id}{asked}"),
    }
}
