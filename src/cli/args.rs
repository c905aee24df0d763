//! What can be typed. The comments are the help.

use super::anonymize::AnonymizeArgs;
use super::bundle::BundleArgs;
use super::checklist::ChecklistArgs;
use super::config::OwnSettings;
use super::diff::DiffArgs;
use super::examples;
use super::fix::FixArgs;
use super::init::InitArgs;
use super::judging::JudgingArgs;
use super::manners::MannersArgs;
use super::manual::{CompletionsArgs, ManArgs};
use super::near;
use super::reports::Wanted;
use super::verify::VerifyArgs;
use crate::intake::Charset;
use crate::report::{AuditFormat, FORMATS};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Says, with evidence, whether an HCL/IBM Domino server with Notes Traveler is set up right for
/// ActiveSync clients such as Citrix Secure Mail.
///
/// It reads files that an administrator can export, and needs neither a network nor a running server.
#[derive(Debug, Parser)]
#[command(name = "traveler-audit", version, max_term_width = 100, after_help = examples::PROGRAM)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    /// How to write what goes to stdout: table (default) or json; `audit` knows all formats of --report,
    /// `checklist` also markdown, csv and xlsx.
    #[arg(long, global = true, value_parser = format_named)]
    pub(super) format: Option<AuditFormat>,
    /// Settings and checks of your own, as TOML; default traveler-audit.toml of the current folder, if it
    /// is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// A folder with corrected data files; each replaces the built-in one of its name.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
    /// The language of reports and of help; default from the locale (LC_ALL, LC_MESSAGES, LANG), else English.
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<super::lang::Lang>,
    #[command(flatten)]
    pub(super) manners: MannersArgs,
}

/// The format of this name.
fn format_named(name: &str) -> Result<AuditFormat, String> {
    AuditFormat::named(name).ok_or_else(|| no_such_format(name))
}

/// Names the format that is meant, and all there are.
pub(super) fn no_such_format(name: &str) -> String {
    let names = FORMATS.map(|format| format.name);
    let asked = near::question(name, names);
    // The question ends with its own mark.
    let then = if asked.is_empty() { "; formats" } else { " Formats" };
    format!("{name} is no format{asked}{then} are {}", names.join(", "))
}

/// A format that every command knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// The commands. The arguments of one are set up only when it is meant; so what a struct of arguments is,
/// stands there in no doc comment, which would take the place of the text of its command.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Audit the servers whose exports stand in these files and folders.
    #[command(after_help = examples::AUDIT)]
    Audit(AuditArgs),
    /// Read version strings of Traveler and Domino, and judge their level.
    #[command(after_help = examples::VERSION)]
    Version(VersionArgs),
    /// Show what was recognised in each file.
    #[command(after_help = examples::INSPECT)]
    Inspect(InspectArgs),
    /// Tell step by step what a request for a URL meets: which site, which rules, which sign-in.
    #[command(after_help = examples::EXPLAIN_URL)]
    ExplainUrl(ExplainUrlArgs),
    /// Show which devices can connect with Secure Mail, by their systems.
    #[command(after_help = examples::MATRIX)]
    Matrix(MatrixArgs),
    /// Hand out the repair of what is wrong, as files for the console, notes.ini and the directory.
    #[command(after_help = examples::FIX)]
    Fix(FixArgs),
    /// List the steps of a migration, and how each stands by the audit.
    #[command(after_help = examples::CHECKLIST)]
    Checklist(ChecklistArgs),
    /// Compare two reports, or two folders: what is new, changed, fixed, still open.
    #[command(after_help = examples::DIFF)]
    Diff(DiffArgs),
    /// Audit, and put the facts, the reports and the hashes of the inputs into one file.
    #[command(after_help = examples::BUNDLE)]
    Bundle(Box<BundleArgs>),
    /// Check such a file, and audit its facts again.
    #[command(after_help = examples::VERIFY)]
    Verify(VerifyArgs),
    /// Print an agent that exports what an audit needs of a directory, or check such an export.
    #[command(after_help = examples::EXPORTER)]
    Exporter(ExporterArgs),
    /// Write a commented template of traveler-audit.toml.
    #[command(after_help = examples::INIT)]
    Init(InitArgs),
    /// List the checks.
    #[command(after_help = examples::CHECKS)]
    Checks,
    /// Explain one check in full, with its sources.
    #[command(after_help = examples::EXPLAIN)]
    Explain {
        /// The check, as `checks` lists it.
        id: String,
    },
    /// Print the completions of a shell.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the man page, or write those of all commands into a folder.
    #[command(after_help = examples::MAN)]
    Man(ManArgs),
}

// Arguments of `audit`.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Files, folders and archives: notes.ini, DXL and structured text of the directory, console and
    /// access logs, policies of Secure Mail, ns.conf, lists of devices; `-` is standard input. Without any, the usual
    /// Domino directories of this host.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The Traveler version, where no log tells it: `"9.0.1 IF7"` or `"Trav01/Acme=9.0.1 IF7"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    pub(super) traveler_version: Vec<String>,
    /// The Domino release: `"14.5.1"` or `"Trav01/Acme=12.0.2 FP3"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    pub(super) domino_version: Vec<String>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) judging: JudgingArgs,
    /// Days by which an input may be older than the as-of date before that is told; requests that are
    /// older by more do not count. Default 90.
    #[arg(long, value_name = "DAYS")]
    pub(super) stale_days: Option<u32>,
    /// Show passed checks too.
    #[arg(long)]
    pub(super) all: bool,
    /// A report in a file, besides the one on stdout: table, json, jsonl, html, markdown, csv, xlsx,
    /// junit, sarif, oscal or oscal-catalog; may be given several times. `-` as file is stdout. `bundle`
    /// takes the format alone, and holds that report besides table, json and html.
    #[arg(long, value_name = "FORMAT:FILE")]
    pub(super) report: Vec<Wanted>,
    /// The least severity that counts for the exit code; default low.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) fail_on: Option<FailOn>,
    /// Leave out the SHA-256 of the inputs: faster for large files.
    #[arg(long)]
    pub(super) no_hash: bool,
    /// The day the report speaks of; default SOURCE_DATE_EPOCH or today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<jiff::civil::Date>,
}

// How inputs are read.
#[derive(Debug, Clone, Args)]
pub(super) struct ReadingArgs {
    /// Names of items and forms in this directory, as TOML.
    #[arg(long, value_name = "FILE")]
    pub(super) item_map: Option<PathBuf>,
    /// The encoding of text files that do not show it themselves: windows-1252, lmbcs, cp850,
    /// shift_jis …
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<Charset>,
    /// What the configuration says besides.
    #[arg(skip)]
    pub(super) own: OwnSettings,
    #[command(flatten)]
    pub(super) names: AnonymizeArgs,
}

// Arguments of `version`.
#[derive(Debug, Args)]
pub(super) struct VersionArgs {
    /// Version strings, such as "IBM Traveler 9.0.1.7 Build 201508211840_20"; `-` reads lines from stdin.
    #[arg(required = true, value_name = "STRING")]
    pub(super) texts: Vec<String>,
}

// Arguments of `inspect`.
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// Files, folders and archives; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Print a template of an item map for what nothing names yet.
    #[arg(long)]
    pub(super) make_item_map: bool,
    /// Leave out the SHA-256 of the inputs: faster for large files.
    #[arg(long)]
    pub(super) no_hash: bool,
}

// Arguments of `explain-url`.
#[derive(Debug, Args)]
pub(super) struct ExplainUrlArgs {
    /// The URL, such as `https://mail.example.com/traveler`.
    #[arg(value_name = "URL")]
    pub(super) url: String,
    /// Files, folders and archives, as for `audit`.
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The address of the server on which the request arrives, where the URL holds a name.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) address: Option<std::net::IpAddr>,
    /// The Domino release: `"14.5.1"` or `"Trav01/Acme=12.0.2 FP3"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    pub(super) domino_version: Vec<String>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

// Arguments of `matrix`.
#[derive(Debug, Args)]
pub(super) struct MatrixArgs {
    /// Files, folders and archives, as for `audit`; policies of Secure Mail must be among them.
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The Domino release: `"14.5.1"` or `"Trav01/Acme=12.0.2 FP3"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    pub(super) domino_version: Vec<String>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

// Arguments of `exporter`.
#[derive(Debug, Args)]
pub(super) struct ExporterArgs {
    /// Export the Server document of this server only.
    #[arg(long, value_name = "NAME")]
    pub(super) server: Option<String>,
    /// Say what an export lacks, instead of printing the agent; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "server")]
    pub(super) check: Option<PathBuf>,
}

/// A severity that can be a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Every fail and unknown counts.
    Low,
    /// Medium, high and critical count.
    Medium,
    /// High and critical count.
    High,
    /// Only critical counts.
    Critical,
}
