//! `checklist`: the steps of a migration, and how each stands by the audit.

use super::assessed::InputArgs;
use super::judging::read_used;
use super::whole_file::WholeFile;
use super::{Failure, say, terminal};
use crate::assessment::{self, exit};
use crate::catalog::{Catalog, Language};
use crate::checklist::{self, List, MAX_BYTES, MoveError, Movement, State, TeamFile, TeamWords};
use crate::report::{AuditFormat, ChecklistFormat, ChecklistView, Terminal};
use clap::Args;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

// Arguments of `checklist`.
#[derive(Debug, Args)]
pub(super) struct ChecklistArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    /// What moves: syncml or verse (clients to Secure Mail), micro-vpn or sta (Secure Mail to that
    /// way), release, host. With --from and --to it is release.
    #[arg(long = "move", value_name = "KIND")]
    movement: Option<String>,
    /// The release that runs: 9.0.1, `"Domino 9.0.1 FP10"`; without a product both move.
    #[arg(long, value_name = "RELEASE")]
    from: Option<String>,
    /// The release to move to.
    #[arg(long, value_name = "RELEASE")]
    to: Option<String>,
    /// A list in Markdown or CSV that a team has ticked and annotated: its ticks, owners, notes and own
    /// steps are kept, and the states are those of the new audit. The file itself stays as it is.
    #[arg(long, value_name = "FILE", conflicts_with = "anonymize")]
    update: Option<PathBuf>,
    /// The file to write; its end (.md, .csv, .xlsx, .json) tells the format, unless --format does.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Put the list in the place of a file that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(
    args: &ChecklistArgs,
    catalog: &Catalog,
    told: Option<AuditFormat>,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let format = format(told, args.output.as_deref())?;
    let team = args.update.as_deref().map(|file| read(file, catalog)).transpose()?;
    let movement = movement(args, team.as_ref(), catalog)?;
    let whole = args.output.as_deref().map(|file| open(file, args.force)).transpose()?;
    let without = whole.iter().flat_map(WholeFile::places).chain(args.update.clone()).collect();
    let assessed = args.inputs.assess(catalog, without)?;
    let mut list = checklist::plan(movement, &assessed.assessment, catalog);
    if let Some(team) = team {
        checklist::update(&mut list, team, &catalog.texts);
    }
    let full = assessment::read_in_full(&assessed.collected.inputs);
    let exit_code = exit_code(&list, full);
    let view = ChecklistView { catalog, list: &list, as_of: assessed.as_of, exit_code };
    let file = args.update.as_deref().map(Path::display);
    for (file, remark) in
        file.iter().flat_map(|file| list.remarks.iter().map(move |own| (file, own)))
    {
        say(&format!("{file}, line {}: {}", remark.line, view.remark(remark)));
    }
    match whole {
        None => view.write(format, terminal(), out)?,
        Some(whole) => write(&view, format, whole)?,
    }
    Ok(exit_code)
}

/// Reads a list back.
fn read(file: &Path, catalog: &Catalog) -> Result<TeamFile, Failure> {
    let shown = file.display();
    let failure = |reason: String| Failure::Usage(format!("cannot update {shown}: {reason}"));
    let bytes = std::fs::metadata(file).map_err(|error| failure(error.to_string()))?.len();
    if bytes > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
        return Err(failure(format!(
            "it has {bytes} bytes, and {MAX_BYTES} are the limit for a list"
        )));
    }
    let mut begin = Vec::new();
    File::open(file)
        .and_then(|file| file.take(4).read_to_end(&mut begin))
        .map_err(|error| failure(error.to_string()))?;
    if begin.starts_with(b"PK") {
        let reason = "it is a workbook; Markdown and CSV are read back, so save its first sheet as CSV (UTF-8)";
        return Err(failure(reason.to_owned()));
    }
    let (text, _) = read_used(file, "checklist")?;
    let built_in = |language| Catalog::shared(language).map_err(|error| failure(error.to_string()));
    let (english, german) = (built_in(Language::English)?, built_in(Language::German)?);
    let words = TeamWords::of(&[catalog, english, german]);
    let team = match TeamFile::is_csv(&text) {
        true => TeamFile::from_csv(&text, &words),
        false => TeamFile::from_markdown(&text, &words),
    };
    team.map_err(|error| failure(error.to_string()))
}

/// The move that was typed, or else that of the file.
fn movement(
    args: &ChecklistArgs,
    team: Option<&TeamFile>,
    catalog: &Catalog,
) -> Result<Movement, Failure> {
    let usage = |error: MoveError| Failure::Usage(error.to_string());
    let of_file = team.and_then(|team| team.movement.as_deref());
    let of_file = of_file.map(|text| Movement::read(text, catalog)).transpose().map_err(usage)?;
    let is_typed = args.movement.is_some() || args.from.is_some() || args.to.is_some();
    match of_file {
        Some(own) if !is_typed => Ok(own),
        Some(own) => {
            let typed = typed(args, catalog)?;
            if typed == own {
                return Ok(own);
            }
            let reason = format!(
                "the file is of the move \"{own}\", and \"{typed}\" was asked for; leave --move, --from and --to out"
            );
            Err(Failure::Usage(reason))
        }
        None => typed(args, catalog),
    }
}

fn typed(args: &ChecklistArgs, catalog: &Catalog) -> Result<Movement, Failure> {
    let releases = args.from.is_some() || args.to.is_some();
    let kind = args.movement.as_deref().or(releases.then_some("release"));
    let Some(kind) = kind else {
        let kinds: Vec<_> = catalog.checklist.moves().map(|kind| kind.id.as_str()).collect();
        let kinds = kinds.join(", ");
        return Err(Failure::Usage(format!("say what moves with --move: {kinds}")));
    };
    Movement::new(kind, args.from.as_deref(), args.to.as_deref(), catalog)
        .map_err(|error| Failure::Usage(error.to_string()))
}

/// What --format says, else what the end of the file's name says, else the table.
fn format(told: Option<AuditFormat>, output: Option<&Path>) -> Result<ChecklistFormat, Failure> {
    let named = |name: &str| ChecklistFormat::ALL.into_iter().find(|own| own.1 == name);
    if let Some(told) = told {
        let names = ChecklistFormat::ALL.map(|own| own.1).join(", ");
        let known = named(told.name).map(|own| own.0);
        let reason = format!("{} is no format of a checklist; formats are {names}", told.name);
        return known.ok_or(Failure::Usage(reason));
    }
    let end = output.and_then(Path::extension).map(|end| end.to_string_lossy().to_lowercase());
    let known = ChecklistFormat::ALL.into_iter().find(|own| Some(own.2) == end.as_deref());
    Ok(known.map_or(ChecklistFormat::Table, |own| own.0))
}

fn open(file: &Path, force: bool) -> Result<WholeFile, Failure> {
    if file.exists() && !force {
        let shown = file.display();
        return Err(Failure::Usage(format!(
            "{shown} is there already; name another file, or put the list in its place with --force"
        )));
    }
    WholeFile::create(file)
}

/// Writes the list into its file; the table is as wide there as in a pipe.
fn write(
    view: &ChecklistView<'_>,
    format: ChecklistFormat,
    mut whole: WholeFile,
) -> Result<(), Failure> {
    let mut buffer = BufWriter::new(whole.file());
    let written = view.write(format, Terminal::plain(), &mut buffer);
    let written = written.and_then(|()| buffer.flush());
    drop(buffer);
    written.map_err(|error| whole.failure(&error))?;
    whole.finish()
}

fn exit_code(list: &List, full: bool) -> u8 {
    let own_open = list.added.iter().any(|added| added.ticked() == Some(false));
    if list.count(State::ToDo) > 0 {
        exit::FAIL
    } else if list.count(State::CannotTell) > 0 || own_open || !full {
        exit::UNSURE
    } else {
        exit::CLEAN
    }
}
