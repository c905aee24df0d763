//! `bundle`: an audit, and what it rests on, in one file.

use super::args::AuditArgs;
use super::judge::{Judge, Members};
use super::reports::Wanted;
use super::signing::{self, SignArgs};
use super::whole_file::WholeFile;
use super::{Failure, audit, host, progress, say};
use crate::assessment::{self, exit};
use crate::bundle::{Container, FACTS, INPUTS, MANIFEST, Manifest, Member, Original, Print, Tool};
use crate::catalog::Catalog;
use crate::inventory::{Collected, Options};
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

// Arguments of `bundle`: those of `audit`, and where the bundle goes.
#[derive(Debug, Args)]
pub(super) struct BundleArgs {
    /// The file to write.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Add the inputs themselves. The secrets in them are then in the bundle.
    #[arg(long)]
    pub(super) with_inputs: bool,
    #[command(flatten)]
    pub(super) sign: SignArgs,
    #[command(flatten)]
    pub(super) audit: AuditArgs,
}

pub(super) fn run(args: &BundleArgs, catalog: &Catalog) -> Result<u8, Failure> {
    refuse(&args.audit, args.with_inputs)?;
    let mut anonymizer = args.audit.reading.names.begin()?;
    let signing = args.sign.begin(&args.output)?;
    let mut whole = WholeFile::create(&args.output)?;
    let as_of = audit::as_of(args.audit.as_of)?;
    let mut judge = Judge::of(&args.audit, as_of, catalog)?;
    let keys = args.sign.files().map(Path::to_owned);
    let places = signing.iter().flat_map(|signing| signing.places());
    let without = whole.places().into_iter().chain(places).chain(keys).collect();
    let options = Options { without, ..audit::options(&args.audit, as_of)? };
    let mut facts = read(&args.audit, catalog, options)?;
    if let Some(names) = &mut anonymizer {
        (facts, judge) = names.replace_all(facts, judge)?;
    }
    let full = assessment::read_in_full(&facts.inputs);
    let originals = originals(&facts, args.with_inputs);
    let bytes = facts.write_facts().map_err(|error| Failure::Usage(error.to_string()))?;
    // The reports are those of the facts as they are read back, so that `verify` finds the same.
    let again = Collected::read_facts(&bytes).map_err(|error| Failure::Usage(error.to_string()))?;
    let reports = judge.reports(again)?;
    let mut members = std::mem::take(&mut judge.members);
    members.extend(reports);
    members.insert(FACTS.to_owned(), bytes);
    let manifest = Manifest {
        bundle: Manifest::version(),
        tool: Tool::own(catalog),
        as_of,
        lang: catalog.texts.lang,
        anonymized: anonymizer.is_some(),
        options: judge.judging,
        members: members_of(&members, &originals),
        originals,
    };
    write(&manifest, members, whole.file(), as_of)?;
    let signature = signing.map(|signing| signing.sign(whole.file(), as_of)).transpose()?;
    whole.finish()?;
    match signature {
        Some(signature) => signature.finish()?,
        None => signing::tell_older(&args.output),
    }
    if args.with_inputs {
        say("traveler-audit: the bundle holds the inputs, and with them every secret in them");
    }
    Ok(if full { exit::CLEAN } else { exit::UNSURE })
}

/// Options of `audit` that a bundle has no room for.
fn refuse(args: &AuditArgs, with_inputs: bool) -> Result<(), Failure> {
    let reason = if args.no_hash {
        "a bundle holds the SHA-256 of every input; leave --no-hash out"
    } else if args.report.iter().any(Wanted::names_a_place) {
        "the reports of a bundle are in it; name formats alone, such as --report csv"
    } else if args.reading.names.anonymize && with_inputs {
        "--with-inputs adds the inputs as they are, with every name in them; leave it or --anonymize out"
    } else {
        return Ok(());
    };
    Err(Failure::Usage(reason.to_owned()))
}

fn read(args: &AuditArgs, catalog: &Catalog, options: Options) -> Result<Collected, Failure> {
    let paths = if options.host { host::find(catalog)? } else { args.paths.clone() };
    let facts = progress::collect(&paths, catalog, options);
    if !facts.inputs.iter().any(assessment::is_recognised) {
        let reason = "none of these files is one that can be read; `inspect` says why for each";
        return Err(Failure::Usage(reason.to_owned()));
    }
    Ok(facts)
}

/// The inputs. Members of archives are in their archive.
fn originals(facts: &Collected, added: bool) -> Vec<Original> {
    let mut originals: Vec<_> = facts.inputs.iter().map(Original::of).collect();
    for (number, original) in originals.iter_mut().enumerate().filter(|_| added) {
        if original.sha256.is_some() && !original.path.contains("!/") {
            original.member = Some(member_name(number + 1, &original.path));
        }
    }
    originals
}

/// `srv1/notes.ini` as `inputs/0001-notes.ini`, of letters that every system takes.
fn member_name(number: usize, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = name.chars().map(plain).take(100).collect();
    format!("{INPUTS}{number:05}-{name}")
}

fn members_of(members: &Members, originals: &[Original]) -> Vec<Member> {
    let own = members.iter().map(|(name, bytes)| Member::new(name, Print::of(bytes)));
    let added = originals.iter().filter_map(|original| {
        let print = Print { size: original.size?, sha256: original.sha256.clone()? };
        Some(Member::new(original.member.as_ref()?, print))
    });
    let mut all: Vec<_> = own.chain(added).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// What a member is made of.
enum Content<'c> {
    Bytes(Vec<u8>),
    Input(&'c Original),
}

fn write(manifest: &Manifest, members: Members, file: &File, as_of: Date) -> Result<(), Failure> {
    let mut text = serde_json::to_vec_pretty(manifest).map_err(io::Error::from)?;
    text.push(b'\n');
    let own = members.into_iter().chain([(MANIFEST.to_owned(), text)]);
    let mut all: BTreeMap<_, _> = own.map(|(name, bytes)| (name, Content::Bytes(bytes))).collect();
    for original in &manifest.originals {
        if let Some(member) = &original.member {
            all.insert(member.clone(), Content::Input(original));
        }
    }
    let mut out = Container::new(io::BufWriter::new(file), as_of);
    for (name, content) in all {
        match content {
            Content::Bytes(bytes) => out.add(&name, &mut bytes.as_slice()).map(|_| ())?,
            Content::Input(original) => add_input(&mut out, &name, original)?,
        }
    }
    out.finish()?;
    Ok(())
}

/// Adds an input, which must still be the one that was read.
fn add_input(
    out: &mut Container<io::BufWriter<&File>>,
    name: &str,
    original: &Original,
) -> Result<(), Failure> {
    let path = &original.path;
    let failure = |reason: &str| Failure::Usage(format!("cannot add {path}: {reason}"));
    let mut file = File::open(path).map_err(|error| failure(&error.to_string()))?;
    let print = out.add(name, &mut file)?;
    let same = Some(print.size) == original.size && Some(print.sha256) == original.sha256;
    if same { Ok(()) } else { Err(failure("it changed while it was read; try again")) }
}
