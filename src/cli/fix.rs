//! `fix`: hands out the repair, as files in a folder of its own. Reads only; touches no server and no
//! input.

use super::args::Format;
use super::assessed::{Assessed, InputArgs};
use super::interrupt::{Half, undisturbed};
use super::{Failure, say};
use crate::assessment::{self, exit};
use crate::catalog::Catalog;
use crate::evidence::{InputPath, neutral};
use crate::intake::{self, Select};
use crate::inventory::Collected;
use crate::mend::{self, Kit, Model, Original, Part, Sources, Told};
use clap::Args;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Bytes of a notes.ini at the most that a patch is made for.
const MAX_INI: u64 = 16 * 1024 * 1024;

// Arguments of `fix`.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    /// The folder that the kit is written to; it must not be there yet.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Only what this check found; may be given several times.
    #[arg(long, value_name = "ID")]
    check: Vec<String>,
    /// Show of every finding whether the kit mends it, by this program's own audit; exit code 1 if it
    /// does not hold.
    #[arg(long)]
    prove: bool,
    /// Put the kit in the place of a folder that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(
    args: &FixArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    for id in &args.check {
        if crate::checks::listed(catalog).all(|check| check.id != id) {
            return Err(Failure::Usage(super::no_such_check(id, catalog)));
        }
    }
    if args.inputs.reading.names.anonymize {
        let reason = "a repair needs the names as they are; leave --anonymize out";
        return Err(Failure::Usage(reason.to_owned()));
    }
    refuse_output(args)?;
    let Assessed { collected, names, assessment: before, paths, .. } =
        args.inputs.assess(catalog, Vec::new())?;
    let model = Model { collected: &collected, names: &names };
    let sources = Sources { collected: &collected, names: &names, only: &args.check };
    let parts = mend::settle(mend::plan(&before, sources), model, &before);
    let proof = mend::prove(&parts, model, &before);
    let select = Select { files: &catalog.host.files, host: args.inputs.is_host() };
    let originals = originals(&parts, &intake::walk(&paths, select), &collected);
    let kit = mend::make(&parts, &originals, &proof, &names);
    if !parts.is_empty() {
        write(&kit, &args.output, args.force)?;
    }
    let output = neutral(&args.output.display().to_string());
    let told = Told {
        output: &output,
        files: kit.files.iter().map(|file| file.name.as_str()).collect(),
        remarks: &kit.remarks,
        parts: &parts,
        proof: &proof,
    };
    match format {
        Format::Json => told.write_json(out)?,
        Format::Table => told.write_text(catalog, args.prove, out)?,
    }
    Ok(match (args.prove && !proof.holds(), assessment::read_in_full(&collected.inputs)) {
        (true, _) => exit::FAIL,
        (false, false) => exit::UNSURE,
        (false, true) => exit::CLEAN,
    })
}

fn refuse_output(args: &FixArgs) -> Result<(), Failure> {
    let shown = args.output.display();
    if args.output.exists() && !args.force {
        return Err(Failure::Usage(format!(
            "{shown} is there already; name another folder, or put the kit in its place with --force"
        )));
    }
    if args.output.exists() && !args.output.join("README.md").is_file() {
        return Err(Failure::Usage(format!(
            "{shown} is no kit (it holds no README.md), so it is not replaced; name another folder"
        )));
    }
    Ok(())
}

/// The notes.ini files that change, as they stand on disk; one that is another now than when it was
/// audited is left out, and so are a member of an archive and standard input.
fn originals(parts: &[Part], walked: &intake::Walked, collected: &Collected) -> Vec<Original> {
    let mut paths: Vec<&InputPath> = Vec::new();
    for planned in parts.iter().flat_map(|part| &part.planned) {
        if let mend::Change::Setting(setting) = &planned.change {
            paths.extend(&setting.paths);
        }
    }
    let original = |candidate: &intake::Candidate| {
        let small = std::fs::metadata(&candidate.file).is_ok_and(|data| data.len() <= MAX_INI);
        let bytes = small.then(|| std::fs::read(&candidate.file).ok()).flatten()?;
        let digest = Sha256::digest(&bytes)
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let input = collected.inputs.iter().find(|input| input.path == candidate.path)?;
        (input.sha256.as_deref() == Some(&digest))
            .then(|| Original { path: candidate.path.clone(), bytes })
    };
    let on_disk = walked.files.iter().filter(|own| !intake::is_standard_input(&own.file));
    let own = on_disk.filter(|candidate| paths.contains(&&candidate.path));
    own.filter_map(original).collect()
}

/// Writes the kit beside its place, and moves it there when it is whole.
fn write(kit: &Kit, output: &Path, force: bool) -> Result<(), Failure> {
    let shown = output.display();
    let failure = |error: io::Error| {
        Failure::Usage(format!(
            "cannot write the kit to {shown}: {error}; name a folder that can be written"
        ))
    };
    let above = output.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    std::fs::create_dir_all(above).map_err(failure)?;
    let mut named = tempfile::Builder::new();
    let create = || named.prefix(".traveler-audit-").tempdir_in(above);
    let (_half, made) = Half::create(create, |made| made.path().to_owned()).map_err(failure)?;
    for file in &kit.files {
        std::fs::write(made.path().join(&file.name), &file.bytes).map_err(failure)?;
    }
    let left = undisturbed(|| swap(made, output, force && output.exists())).map_err(failure)?;
    if let Some(old) = left {
        say(&format!("traveler-audit: the kit before is in {}", old.display()));
    }
    Ok(())
}

/// Gives the folder its name. The one that was there goes, or is named where it can't be removed.
fn swap(made: TempDir, output: &Path, replaces: bool) -> io::Result<Option<PathBuf>> {
    let old = made.path().with_extension("old");
    if replaces {
        std::fs::rename(output, &old)?;
    }
    let made = made.keep();
    if let Err(error) = std::fs::rename(&made, output) {
        if replaces {
            let _ = std::fs::rename(&old, output);
        }
        let _ = std::fs::remove_dir_all(&made);
        return Err(error);
    }
    Ok((replaces && std::fs::remove_dir_all(&old).is_err()).then_some(old))
}
