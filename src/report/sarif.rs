//! SARIF 2.1.0 (OASIS): all checks as rules of the driver, a result for each finding. What is unknown is
//! of kind `open`, what a waiver covers has a suppression. Fingerprints never depend on lines.

use super::json::{self, Each};
use super::neutral;
use super::rows::{Row, findings, row};
use super::view::AuditView;
use crate::assessment::{Finding, NoLonger, exit, read_in_full};
use crate::catalog::Catalog;
use crate::checks;
use crate::evidence::{Args, Evidence, Severity, Status, Warning};
use crate::inventory::InputReport;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The name under which our fingerprint stands.
const FINGERPRINT: &str = "travelerAudit/v1";

/// Writes the audit as SARIF.
///
/// # Errors
/// What writing gave.
pub fn write_audit_sarif(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let gone = view.assessment.compared_with.as_ref().map(|with| with.no_longer.as_slice());
    let gone = gone.unwrap_or_default().iter().map(Entry::Gone);
    let found = findings(view).map(|(server, finding)| Entry::Found(server, finding));
    let entries: Vec<Entry<'_>> = found.chain(gone).collect();
    let log = Log {
        version: "2.1.0",
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        runs: [Run {
            tool: tool(view.catalog),
            invocations: [invocation(view)],
            artifacts: Each::of(view.inputs, artifact),
            results: Each::of(&entries, |entry: &Entry<'_>| entry.result(view)),
            column_kind: "unicodeCodePoints",
        }],
    };
    json::write_pretty(out, &log)?;
    writeln!(out)
}

/// How the run went: what was not read in full is told, so that silence never means clean.
fn invocation(view: &AuditView<'_>) -> Value {
    let notes = view.inputs.iter().flat_map(|input| {
        let level = if read_in_full(std::slice::from_ref(input)) { "note" } else { "warning" };
        let told = |warning: &Warning| {
            let mut place = json!({ "artifactLocation": { "uri": uri(input.path.as_str()) } });
            if let (Some(line), Some(own)) =
                (warning.line.filter(|line| *line > 0), place.as_object_mut())
            {
                own.insert("region".to_owned(), json!({ "startLine": line }));
            }
            let text = neutral(&view.catalog.texts.warning(warning.code, &warning.args));
            json!({
                "level": level,
                "message": { "text": text },
                "locations": [{ "physicalLocation": place }],
                "properties": { "code": warning.code },
            })
        };
        input.warnings.iter().map(told).collect::<Vec<_>>()
    });
    json!({
        "executionSuccessful": view.assessment.exit_code != exit::USAGE,
        "exitCode": view.assessment.exit_code,
        "toolExecutionNotifications": notes.collect::<Vec<_>>(),
        "properties": { "asOf": view.as_of.to_string() },
    })
}

#[derive(Serialize)]
struct Log<R: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [R; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<A: Serialize, R: Serialize> {
    tool: Value,
    invocations: [Value; 1],
    artifacts: A,
    results: R,
    column_kind: &'static str,
}

/// A finding with the name of its server, or one of the report of before that is not there any more.
enum Entry<'a> {
    Found(Option<String>, &'a Finding),
    Gone(&'a NoLonger),
}

impl Entry<'_> {
    fn result(&self, view: &AuditView<'_>) -> Value {
        match self {
            Self::Found(server, finding) => result(view, server.clone(), finding),
            Self::Gone(gone) => absent(gone),
        }
    }
}

fn tool(catalog: &Catalog) -> Value {
    let rules: Vec<Value> = checks::listed(catalog).map(|check| rule(catalog, check.id)).collect();
    json!({ "driver": {
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "language": catalog.texts.lang.code(),
        "rules": rules,
        "properties": { "catalogDate": catalog.date, "catalogSha256": catalog.sha256 },
    } })
}

fn rule(catalog: &Catalog, id: &str) -> Value {
    let text = catalog.texts.check(id);
    let severity = catalog.checks.get(id).map_or(Severity::Medium, |entry| entry.severity);
    let sources = catalog.checks.get(id).map(|entry| entry.sources.as_slice()).unwrap_or_default();
    let sources = sources.iter().filter_map(|id| catalog.sources.get(id));
    let sources: Vec<_> =
        sources.map(|source| format!("{} ({})", source.title, source.address)).collect();
    json!({
        "id": id,
        "shortDescription": { "text": text.map_or(id, |text| text.title) },
        "fullDescription": { "text": text.map_or(id, |text| text.why) },
        "help": { "text": format!("{}\n{}", text.map_or(id, |text| text.expected), sources.join("\n")) },
        "defaultConfiguration": { "level": level(severity) },
        "properties": { "severity": severity.word() },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// Of a kind other than `fail` the level is `none`, says the standard.
fn kind_and_level(finding: &Finding) -> (&'static str, &'static str) {
    match finding.observed_status() {
        Status::Fail => ("fail", level(finding.severity)),
        Status::Unknown if finding.severity == Severity::Info => ("informational", "none"),
        Status::Unknown => ("open", "none"),
        Status::NotApplicable => ("notApplicable", "none"),
        Status::Pass | Status::Waived => ("pass", "none"),
    }
}

fn result(view: &AuditView<'_>, server: Option<String>, finding: &Finding) -> Value {
    let row = row(view, server, finding);
    let (kind, level) = kind_and_level(finding);
    let mut result = json!({
        "ruleId": finding.check,
        "ruleIndex": checks::listed(view.catalog).position(|check| check.id == finding.check),
        "kind": kind,
        "level": level,
        "message": { "text": message(view, &row) },
        "locations": locations(&row, &finding.judgement.evidence),
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
        "properties": {
            "server": row.server, "subject": row.subject, "status": row.status, "severity": row.severity,
            "confidence": row.confidence, "outcome": row.outcome, "steps": row.steps,
        },
    });
    if let (Some(state), Some(own)) = (row.baseline, result.as_object_mut()) {
        own.insert("baselineState".to_owned(), json!(state));
    }
    if let (Some(waiver), Some(own)) = (&finding.waiver, result.as_object_mut()) {
        let suppression = json!({
            "kind": "external",
            "status": "accepted",
            "justification": neutral(&waiver.reason),
            "properties": { "owner": neutral(&waiver.owner), "expires": waiver.expires.to_string() },
        });
        own.insert("suppressions".to_owned(), json!([suppression]));
    }
    result
}

/// What was found and wanted, as one paragraph.
fn message(view: &AuditView<'_>, row: &Row<'_>) -> String {
    let label = |id: &str| view.catalog.texts.word(id, &Args::new());
    let subject = if row.subject.is_empty() { String::new() } else { format!("{}: ", row.subject) };
    let server = row.server.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    format!(
        "{server}{subject}{}. {} {}: {}.",
        row.observed.trim_end_matches('.'),
        row.reason,
        label("column-wanted"),
        row.expected.trim_end_matches('.'),
    )
}

/// The places, those that decided first; what was typed on the command line is no file.
fn locations(row: &Row<'_>, evidence: &[Evidence]) -> Vec<Value> {
    let logical =
        row.server.as_ref().map(|name| json!([{ "fullyQualifiedName": name, "kind": "server" }]));
    let mut places = Vec::new();
    for piece in evidence.iter().filter(|piece| !piece.location.path.as_str().starts_with('(')) {
        let mut physical =
            json!({ "artifactLocation": { "uri": uri(piece.location.path.as_str()) } });
        if let (Some(line), Some(own)) =
            (piece.location.line.filter(|line| *line > 0), physical.as_object_mut())
        {
            own.insert("region".to_owned(), json!({ "startLine": line }));
        }
        let mut place = json!({ "physicalLocation": physical });
        if let (Some(logical), Some(own)) = (&logical, place.as_object_mut()) {
            own.insert("logicalLocations".to_owned(), logical.clone());
        }
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn artifact(input: &InputReport) -> Value {
    let mut artifact =
        json!({ "location": { "uri": uri(input.path.as_str()) }, "roles": ["analysisTarget"] });
    if let Some(own) = artifact.as_object_mut() {
        own.extend(input.size.map(|size| ("length".to_owned(), json!(size))));
        own.extend(
            input.sha256.as_ref().map(|hash| ("hashes".to_owned(), json!({ "sha-256": hash }))),
        );
        own.extend(input.encoding.as_ref().map(|name| ("encoding".to_owned(), json!(name))));
        own.insert("properties".to_owned(), json!({ "kind": input.kind.word() }));
    }
    artifact
}

/// A path as the reference of a URI.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':');
    match path {
        path if drive || path.starts_with("//") => out.push_str("file:///"),
        path if path.starts_with('/') => out.push_str("file://"),
        _ => {}
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'!' => {
                out.push(char::from(byte))
            }
            b':' if drive => out.push(':'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A finding of the report of before that is not there any more.
fn absent(gone: &NoLonger) -> Value {
    json!({
        "ruleId": gone.check,
        "kind": "open",
        "level": "none",
        "message": { "text": neutral(&format!("{} {}", gone.check, gone.subject)) },
        "baselineState": "absent",
        "partialFingerprints": { FINGERPRINT: gone.fingerprint },
        "properties": { "server": gone.server.as_deref().map(neutral), "subject": neutral(&gone.subject) },
    })
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        let cases = [
            ("samples/ready/notes.ini", "samples/ready/notes.ini"),
            ("/local/a b.ini", "file:///local/a%20b.ini"),
            ("C:/Domino/notes.ini", "file:///C:/Domino/notes.ini"),
            ("a.zip!/x#1", "a.zip!/x%231"),
            ("Müller", "M%C3%BCller"),
        ];
        for (path, wanted) in cases {
            assert_eq!(uri(path), wanted);
        }
    }
}
