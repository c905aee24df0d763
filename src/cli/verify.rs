//! `verify`: whether a bundle is as it was written, and whether the audit of its facts comes to the
//! same again. The two are told apart: another version of this program may judge otherwise, and that is
//! no change of the bundle.

use super::args::Format;
use super::judge::{Judge, Members};
use super::{Failure, signing, terminal};
use crate::assessment::{Earlier, exit};
use crate::bundle::{self, FACTS, Manifest, OPTIONS, Opened, REPORT_JSON, Signed, Tool};
use crate::catalog::{Catalog, Language};
use crate::evidence::{Args as TextArgs, Warning};
use crate::inventory::{Collected, FactsError};
use crate::report::{self, BundleView, Checked, SignatureView, ToolView, VerifyView};
use clap::Args;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Differences that are listed.
const MAX_DIFFERENCES: usize = 50;

// Arguments of `verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A bundle that `bundle` wrote.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Check its signature FILE.minisig too, with this public key of minisign: the key itself, or the file
    /// of it.
    #[arg(long, value_name = "KEY|FILE")]
    public_key: Option<String>,
}

pub(super) fn run(
    args: &VerifyArgs,
    catalog: &Catalog,
    folder: Option<&Path>,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let shown = args.file.display();
    let failure = |reason: String| Failure::Usage(format!("cannot check {shown}: {reason}"));
    let mut file = File::open(&args.file).map_err(|error| failure(error.to_string()))?;
    let signature = signature(args, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    let opened = match bundle::open(&mut BufReader::new(file)) {
        Ok(opened) => opened,
        // What was signed is a bundle: what is none any more was altered.
        Err(_) if signature.is_bad() => Opened::nothing(),
        Err(error) => return Err(failure(error.to_string())),
    };
    let spoken = |lang| of_language(catalog, folder, lang);
    let view = check(opened, signature, &spoken, &args.file.display().to_string());
    match format {
        Format::Table => report::write_verify_text(catalog, &view, terminal(), out)?,
        Format::Json => report::write_verify_json(catalog, &view, out)?,
    }
    Ok(match view.checked {
        Checked::Altered | Checked::OtherKey => exit::FAIL,
        Checked::Same => exit::CLEAN,
        Checked::Differs | Checked::NotRun => exit::UNSURE,
    })
}

/// What the signature beside the bundle says, if it is to be checked.
fn signature(args: &VerifyArgs, file: &mut File) -> Result<SignatureView, Failure> {
    let Some(typed) = &args.public_key else {
        let there = signing::is_there(&args.file);
        return Ok(if there { SignatureView::NotChecked } else { SignatureView::None });
    };
    let key = signing::public_key(typed)?;
    let id = key.id();
    Ok(match signing::check(&args.file, file, &key)? {
        Signed::By { comment } => SignatureView::Valid { key: id, comment },
        Signed::ByOther { id: signed_with } => SignatureView::OtherKey { key: id, signed_with },
        Signed::Broken => SignatureView::Broken { key: id },
        Signed::Altered => SignatureView::Altered { key: id },
    })
}

/// The catalog in the language of a bundle, whatever that of this run is.
fn of_language(
    catalog: &Catalog,
    folder: Option<&Path>,
    lang: Language,
) -> Result<Catalog, Failure> {
    let read = match folder {
        _ if catalog.texts.lang == lang => return Ok(catalog.clone()),
        Some(folder) => Catalog::with_folder(folder, lang),
        None => Catalog::built_in_with(lang),
    };
    read.map_err(|error| Failure::Usage(error.to_string()))
}

type Spoken<'s> = &'s dyn Fn(Language) -> Result<Catalog, Failure>;

fn check(
    mut opened: Opened,
    signature: SignatureView,
    spoken: Spoken<'_>,
    path: &str,
) -> VerifyView {
    let mut view = VerifyView {
        path: path.to_owned(),
        checked: Checked::Altered,
        signature,
        problems: std::mem::take(&mut opened.problems),
        differences: Vec::new(),
        other_tool: None,
        bundle: opened.manifest.as_ref().map(about),
    };
    if let SignatureView::OtherKey { .. } = view.signature {
        return VerifyView { checked: Checked::OtherKey, bundle: None, ..view };
    }
    if view.signature.is_bad() {
        return view;
    }
    let Some(manifest) = opened.manifest.filter(|_| view.problems.is_empty()) else {
        if view.problems.is_empty() {
            view.problems.push(Warning::new("bundle-form", None).with("at", 0));
        }
        return view;
    };
    let ran = spoken(manifest.lang).map_err(|error| told(&error)).and_then(|catalog| {
        let own = Tool::own(&catalog);
        view.other_tool = (manifest.tool != own).then(|| tool(&own));
        again(&manifest, &opened.members, &catalog)
    });
    match ran {
        Ok(rerun) => compare(&mut view, &opened.members, &rerun),
        Err(problem) => {
            view.checked = match view.other_tool {
                Some(_) => Checked::NotRun,
                None => Checked::Altered,
            };
            view.problems.push(problem);
        }
    }
    view
}

fn about(manifest: &Manifest) -> BundleView {
    BundleView {
        as_of: manifest.as_of,
        tool: tool(&manifest.tool),
        inputs: manifest.originals.len(),
        with_inputs: manifest.originals.iter().any(|original| original.member.is_some()),
        anonymized: manifest.anonymized,
    }
}

fn tool(tool: &Tool) -> ToolView {
    ToolView {
        version: tool.version.clone(),
        catalog: tool.catalog.date.clone(),
        catalog_sha256: tool.catalog.sha256.clone(),
    }
}

/// Audits the facts again.
fn again(manifest: &Manifest, members: &Members, catalog: &Catalog) -> Result<Members, Warning> {
    let facts = members.get(FACTS).map_or(&[][..], Vec::as_slice);
    let unreadable = |error: &FactsError| Warning::new("bundle-facts", None).with("reason", error);
    let facts = Collected::read_facts(facts).map_err(|error| unreadable(&error))?;
    let (inputs, listed) = (&facts.inputs, &manifest.originals);
    if inputs.len() != listed.len() || inputs.iter().zip(listed).any(|(input, own)| !own.is(input))
    {
        return Err(Warning::new("bundle-originals", None));
    }
    let named = members.iter().filter(|(name, _)| name.starts_with(OPTIONS));
    let named = named.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    let judge = Judge::new(manifest.as_of, manifest.options.clone(), named, catalog);
    let judge = judge.map_err(|error| told(&error))?;
    judge.reports(facts).map_err(|error| told(&error))
}

/// Why the facts can't be audited.
fn told(error: &Failure) -> Warning {
    Warning::new("bundle-facts", None).with("reason", error)
}

fn compare(view: &mut VerifyView, members: &Members, rerun: &Members) {
    let other = rerun.iter().filter(|(name, bytes)| members.get(*name) != Some(*bytes));
    let other: Vec<_> = other.map(|(name, _)| name.as_str()).collect();
    view.checked = match (other.is_empty(), &view.other_tool) {
        (true, _) => Checked::Same,
        (false, Some(_)) => Checked::Differs,
        (false, None) => Checked::Altered,
    };
    let code = if view.other_tool.is_some() { "bundle-other-result" } else { "bundle-forged" };
    view.problems.extend(other.iter().map(|name| Warning::new(code, None).with("name", name)));
    if !other.is_empty() {
        let recorded = members.get(REPORT_JSON).map_or(&[][..], Vec::as_slice);
        let now = rerun.get(REPORT_JSON).map_or(&[][..], Vec::as_slice);
        view.differences = differences(recorded, now);
    }
}

/// The findings whose status is another one now.
fn differences(recorded: &[u8], now: &[u8]) -> Vec<TextArgs> {
    let read = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let report = Earlier::parse(REPORT_JSON, &text).ok()?;
        let findings = report.findings.into_iter();
        Some(findings.map(|one| (one.fingerprint.clone(), one)).collect::<BTreeMap<_, _>>())
    };
    let (before, now) = (read(recorded).unwrap_or_default(), read(now).unwrap_or_default());
    let all: std::collections::BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let differs = all.into_iter().filter_map(|fingerprint| {
        let (before, now) = (before.get(fingerprint), now.get(fingerprint));
        let status = |one: Option<&crate::assessment::EarlierFinding>| {
            one.map_or("-", |one| one.status.word()).to_owned()
        };
        let any = now.or(before)?;
        (status(before) != status(now)).then(|| {
            TextArgs::from([
                ("check", any.check.clone()),
                ("subject", any.subject.clone()),
                ("server", any.server.clone().unwrap_or_default()),
                ("before", status(before)),
                ("now", status(now)),
            ])
        })
    });
    differs.take(MAX_DIFFERENCES).collect()
}
