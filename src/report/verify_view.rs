//! What `verify` found, for people and for programs.

use super::json::write_pretty;
use super::terminal::Terminal;
use super::wrap::wrap;
use crate::catalog::Catalog;
use crate::evidence::{Args, Warning, neutral};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};

/// What the check of a bundle came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// It is as it was written, and the audit of its facts comes to the same.
    Same,
    /// It is as it was written; the audit of this program comes to something else.
    Differs,
    /// It is as it was written; this program can't audit its facts.
    NotRun,
    /// It is not as it was written.
    Altered,
    /// Somebody else signed it. It was not looked into further.
    OtherKey,
}

impl Checked {
    fn word(self) -> &'static str {
        match self {
            Self::Same => "verify-same",
            Self::Differs => "verify-differs",
            Self::NotRun => "verify-not-run",
            Self::Altered => "verify-altered",
            Self::OtherKey => "verify-other-key",
        }
    }
}

/// What the signature beside a bundle says. Keys are told by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum SignatureView {
    /// There is none.
    None,
    /// There is one, and no key to check it with.
    NotChecked,
    /// The holder of the key signed the bundle and this comment.
    Valid {
        /// The key.
        key: String,
        /// The trusted comment.
        comment: String,
    },
    /// The holder of another key signed it.
    OtherKey {
        /// The key that was wanted.
        key: String,
        /// The other one.
        signed_with: String,
    },
    /// It is not as it was written.
    Broken {
        /// The key that was wanted.
        key: String,
    },
    /// The bundle, or the signature, is not what was signed.
    Altered {
        /// The key that was wanted.
        key: String,
    },
}

impl SignatureView {
    /// Whether it says that the bundle is not to be trusted.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        matches!(self, Self::OtherKey { .. } | Self::Broken { .. } | Self::Altered { .. })
    }

    fn word(&self) -> &'static str {
        match self {
            Self::None => "verify-unsigned",
            Self::NotChecked => "verify-signature-not-checked",
            Self::Valid { .. } => "verify-signed",
            Self::OtherKey { .. } => "verify-signed-by-other",
            Self::Broken { .. } => "verify-signature-broken",
            Self::Altered { .. } => "verify-signature-altered",
        }
    }

    fn args(&self, path: &str) -> Args {
        let mut args = Args::from([("path", path.to_owned())]);
        let mut add = |name, value: &String| args.insert(name, value.clone());
        match self {
            Self::None | Self::NotChecked => {}
            Self::Valid { key, comment } => {
                add("key", key);
                add("comment", comment);
            }
            Self::OtherKey { key, signed_with } => {
                add("key", key);
                add("signed_with", signed_with);
            }
            Self::Broken { key } | Self::Altered { key } => {
                add("key", key);
            }
        }
        args
    }
}

/// A program and its catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToolView {
    /// Its version.
    pub version: String,
    /// The day of its catalog.
    pub catalog: String,
    /// SHA-256 of its catalog.
    pub catalog_sha256: String,
}

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleView {
    /// The day its reports speak of.
    pub as_of: Date,
    /// What wrote it.
    pub tool: ToolView,
    /// How many inputs there were.
    pub inputs: usize,
    /// Whether they are in it.
    pub with_inputs: bool,
    /// Whether names were replaced.
    pub anonymized: bool,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyView {
    /// The bundle.
    pub path: String,
    /// What it came to.
    pub checked: Checked,
    /// What its signature says.
    pub signature: SignatureView,
    /// What the bundle says of itself, if that can be read.
    pub bundle: Option<BundleView>,
    /// This program, where it is another than the one that wrote the bundle.
    pub other_tool: Option<ToolView>,
    /// What is not as it should be.
    pub problems: Vec<Warning>,
    /// Findings whose status is another one now: `check`, `subject`, `server`, `before`, `now`.
    pub differences: Vec<Args>,
}

/// Writes it for people.
///
/// # Errors
/// Writing fails.
pub fn write_verify_text(
    catalog: &Catalog,
    view: &VerifyView,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines = Vec::new();
    let path = Args::from([("path", view.path.clone())]);
    lines.push(catalog.texts.word(view.checked.word(), &path));
    if let Some(bundle) = &view.bundle {
        lines.push(catalog.texts.word("verify-bundle", &about(bundle)));
        let added = if bundle.with_inputs { "verify-with-inputs" } else { "verify-no-inputs" };
        lines.push(catalog.texts.word(added, &Args::new()));
        if bundle.anonymized {
            lines.push(catalog.texts.word("verify-anonymized", &Args::new()));
        }
    }
    if let Some(own) = &view.other_tool {
        lines.push(catalog.texts.word("verify-other-tool", &of_tool(own)));
    }
    let problems = view.problems.iter();
    lines.extend(problems.map(|one| format!("- {}", catalog.texts.warning(one.code, &one.args))));
    let differences = view.differences.iter();
    lines.extend(differences.map(|one| catalog.texts.word("verify-difference", one)));
    if view.checked != Checked::Altered || view.signature.is_bad() {
        lines.push(catalog.texts.word(view.signature.word(), &view.signature.args(&view.path)));
    }
    for line in lines.iter().flat_map(|line| wrap(&neutral(line), usize::from(terminal.width))) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn of_tool(tool: &ToolView) -> Args {
    Args::from([
        ("version", tool.version.clone()),
        ("catalog", tool.catalog.clone()),
        ("sha256", tool.catalog_sha256.chars().take(12).collect()),
    ])
}

fn about(bundle: &BundleView) -> Args {
    let mut args = of_tool(&bundle.tool);
    args.insert("as_of", bundle.as_of.to_string());
    args.insert("inputs", bundle.inputs.to_string());
    args
}

#[derive(Serialize)]
struct Problem<'v> {
    code: &'static str,
    text: String,
    args: &'v Args,
}

#[derive(Serialize)]
struct Json<'v> {
    schema_version: u32,
    path: &'v str,
    result: Checked,
    intact: bool,
    signature: Option<&'v SignatureView>,
    bundle: &'v Option<BundleView>,
    other_tool: &'v Option<ToolView>,
    problems: Vec<Problem<'v>>,
    differences: &'v [Args],
}

/// Writes it for programs.
///
/// # Errors
/// Writing fails.
pub fn write_verify_json(
    catalog: &Catalog,
    view: &VerifyView,
    out: &mut dyn Write,
) -> io::Result<()> {
    let problem = |one: &Warning| catalog.texts.warning(one.code, &one.args);
    let problems = view.problems.iter();
    let json = Json {
        schema_version: 1,
        path: &view.path,
        result: view.checked,
        intact: !matches!(view.checked, Checked::Altered | Checked::OtherKey),
        signature: Some(&view.signature).filter(|one| **one != SignatureView::None),
        bundle: &view.bundle,
        other_tool: &view.other_tool,
        problems: problems
            .map(|one| Problem { code: one.code, text: problem(one), args: &one.args })
            .collect(),
        differences: &view.differences,
    };
    write_pretty(out, &json)?;
    writeln!(out)
}
