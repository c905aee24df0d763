//! `inspect` in both formats.

use super::audit_json::{WarningDto, read_word, warnings_dto};
use super::json;
use super::neutral;
use super::terminal::Terminal;
use super::wording::{coded, short_place};
use super::wrap::wrap;
use crate::catalog::Catalog;
use crate::evidence::Args;
use crate::formats::Kind;
use crate::formats::PolicySource;
use crate::inventory::{InspectedDocument, InspectedFile, InspectedPolicies};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    kind: Kind,
    encoding: Option<&'a str>,
    read: &'static str,
    evidence_date: Option<String>,
    warnings: Vec<WarningDto>,
    settings: u64,
    documents: Vec<Document<'a>>,
    policies: Vec<Policies<'a>>,
    devices: u64,
    gateway_commands: usize,
}

#[derive(Serialize)]
struct Policies<'a> {
    app: Option<String>,
    platform: Option<String>,
    known: &'a [String],
    unknown: Vec<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    form: Option<&'a str>,
    unid: Option<&'a str>,
    parent: Option<&'a str>,
    kind: Option<&'a str>,
    items: usize,
    unknown_items: &'a [&'a str],
}

/// Writes what was recognised as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_inspect_json(
    catalog: &Catalog,
    files: &[InspectedFile<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let files = files.iter().map(|file| File {
        path: file.input.path.as_str(),
        kind: file.input.kind,
        encoding: file.input.encoding.as_deref(),
        read: read_word(file.input.read),
        evidence_date: file.input.evidence_date.map(|date| date.to_string()),
        warnings: warnings_dto(catalog, file.input),
        settings: file.settings,
        documents: file.documents.iter().map(document).collect(),
        policies: file.policies.iter().map(policies).collect(),
        devices: file.devices,
        gateway_commands: file.commands,
    });
    json::write_pretty(out, &Report { files: files.collect() })?;
    writeln!(out)
}

fn policies<'a>(set: &'a InspectedPolicies<'_>) -> Policies<'a> {
    Policies {
        app: set.app.map(neutral),
        platform: set.platform.map(neutral),
        known: &set.known,
        unknown: set.unknown.iter().map(|name| neutral(name)).collect(),
    }
}

fn document<'a>(document: &'a InspectedDocument<'_>) -> Document<'a> {
    Document {
        form: document.form,
        unid: document.unid,
        parent: document.parent,
        kind: document.kind,
        items: document.items,
        unknown_items: &document.unknown_items,
    }
}

/// Writes what was recognised, for people: a block for each file, documents counted by form.
///
/// # Errors
/// What writing gave.
pub fn write_inspect_table(
    catalog: &Catalog,
    files: &[InspectedFile<'_>],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = usize::from(terminal.width).saturating_sub(4);
    for file in files {
        let input = file.input;
        let encoding = input.encoding.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let read = coded(&catalog.texts, "inspect-read", read_word(input.read));
        writeln!(out, "{}", neutral(&short_place(&catalog.texts, input.path.as_str(), "")))?;
        writeln!(out, "  {}{encoding}, {read}", input.kind.word())?;
        if file.settings > 0 {
            let args = Args::from([("count", file.settings.to_string())]);
            writeln!(out, "  {}", catalog.texts.word("inspect-settings", &args))?;
        }
        for (form, documents) in by_form(file) {
            write_form(catalog, form, &documents, width, out)?;
        }
        write_mobile(catalog, file, width, out)?;
        for warning in &input.warnings {
            let line = warning.line.map(|line| format!("{line}: ")).unwrap_or_default();
            let text = neutral(&catalog.texts.warning(warning.code, &warning.args));
            writeln!(out, "  ! {line}{text}")?;
        }
    }
    Ok(())
}

/// Policies, devices and commands of a gateway.
fn write_mobile(
    catalog: &Catalog,
    file: &InspectedFile<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for set in &file.policies {
        let word = |id: &str| catalog.texts.word(id, &Args::new());
        let named = |text: Option<&str>, id: &str| text.map_or_else(|| word(id), neutral);
        let args = Args::from([
            ("app", named(set.app, "inspect-app")),
            ("platform", named(set.platform, "arg-platform-all")),
            ("known", set.known.len().to_string()),
            ("count", set.unknown.len().to_string()),
            ("names", set.unknown.iter().map(|name| neutral(name)).collect::<Vec<_>>().join(", ")),
        ]);
        let id = match set.source {
            PolicySource::Defaults => "inspect-default-policies",
            _ => "inspect-policies",
        };
        writeln!(out, "  {}", catalog.texts.word(id, &args))?;
        if !set.unknown.is_empty() {
            for line in wrap(&catalog.texts.word("inspect-unknown-policies", &args), width) {
                writeln!(out, "    {line}")?;
            }
        }
    }
    let (apps, gateways) = file.listed;
    let counts = [
        ("inspect-devices", file.devices),
        ("inspect-commands", file.commands as u64),
        ("inspect-apps", apps as u64),
        ("inspect-gateways", gateways as u64),
    ];
    for (id, count) in counts {
        if count > 0 {
            let args = Args::from([("count", count.to_string())]);
            writeln!(out, "  {}", catalog.texts.word(id, &args))?;
        }
    }
    Ok(())
}

type ByForm<'f> = BTreeMap<&'f str, Vec<&'f InspectedDocument<'f>>>;

fn by_form<'f>(file: &'f InspectedFile<'_>) -> ByForm<'f> {
    let mut forms = ByForm::new();
    for document in &file.documents {
        forms.entry(document.form.unwrap_or("?")).or_default().push(document);
    }
    forms
}

fn write_form(
    catalog: &Catalog,
    form: &str,
    documents: &[&InspectedDocument<'_>],
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kind = documents.iter().find_map(|document| document.kind);
    let title = kind.map(|kind| coded(&catalog.texts, "document", kind));
    let args = Args::from([
        ("count", documents.len().to_string()),
        ("form", neutral(form)),
        ("title", title.map(|title| format!(" ({title})")).unwrap_or_default()),
    ]);
    writeln!(out, "  {}", catalog.texts.word("inspect-documents", &args))?;
    let unknown: std::collections::BTreeSet<_> =
        documents.iter().flat_map(|document| document.unknown_items.iter().copied()).collect();
    if kind.is_none() || unknown.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = unknown.into_iter().map(neutral).collect();
    let args = Args::from([("names", names.join(", "))]);
    for line in wrap(&catalog.texts.word("inspect-unknown-items", &args), width) {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}
