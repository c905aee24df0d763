//! OSCAL (NIST) in JSON: assessment results with an observation and a finding for each of ours, and the
//! checks as a catalog of controls.
//!
//! OSCAL knows satisfied and not satisfied only: what is unknown is not satisfied, and says that nothing
//! shows it; what does not apply is an observation without a finding. All times are the as-of date, and
//! identifiers are made from fingerprints (UUID v5), so two runs give the same bytes.

use super::json;
use super::rows::{Row, row};
use super::view::AuditView;
use crate::assessment::Finding;
use crate::catalog::Catalog;
use crate::checks::{self, CLIENT_REGISTRY};
use crate::evidence::{Status, neutral};
use serde_json::{Value, json};
use std::io::{self, Write};
use uuid::Uuid;

/// The version of OSCAL that is written.
const OSCAL: &str = "1.1.2";
/// What our identifiers are made in: `traveler-audit` in the namespace of OIDs.
const NAMESPACE: Uuid = Uuid::NAMESPACE_OID;
/// The namespace of our own properties.
const OWN: &str = "urn:traveler-audit";

/// Writes the audit as assessment results.
///
/// # Errors
/// What writing gave.
pub fn write_audit_oscal(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut observations, mut findings) = (Vec::new(), Vec::new());
    for (server, finding) in super::rows::findings(view) {
        let row = row(view, server, finding);
        let seen = id(&["observation", &finding.fingerprint]);
        observations.push(observation(view, &row, finding, &seen));
        findings.extend(own_finding(&row, finding, &seen));
    }
    let inputs: Vec<String> = view.inputs.iter().filter_map(|input| input.sha256.clone()).collect();
    let run = inputs.join(" ");
    let mut result = json!({
        "uuid": id(&["result", &run]),
        "title": "traveler-audit",
        "description": format!("Profile {}, catalog of {}", view.assessment.profile, view.catalog.date),
        "start": time(&view.as_of.to_string()),
        "reviewed-controls": { "control-selections": [{ "include-all": {} }] },
    });
    if let Some(own) = result.as_object_mut() {
        own.insert("observations".to_owned(), json!(observations));
        if !findings.is_empty() {
            own.insert("findings".to_owned(), json!(findings));
        }
    }
    let plan = id(&["plan"]);
    let report = json!({ "assessment-results": {
        "uuid": id(&["assessment-results", &run]),
        "metadata": metadata(view, "Audit of Notes Traveler"),
        "import-ap": { "href": format!("#{plan}") },
        "results": [result],
        "back-matter": { "resources": [{
            "uuid": plan,
            "title": "No assessment plan",
            "description": "The checks of traveler-audit, all of them; see its catalog.",
        }] },
    } });
    json::write_pretty(out, &report)?;
    writeln!(out)
}

/// Writes the checks as a catalog of controls.
///
/// # Errors
/// What writing gave.
pub fn write_oscal_catalog(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let is_of_client = |id: &str| CLIENT_REGISTRY.iter().any(|check| check.id == id);
    let group = |name: &str, title: &str, of_client: bool| {
        let own = checks::listed(view.catalog).filter(|check| is_of_client(check.id) == of_client);
        let controls: Vec<Value> = own.map(|check| control(view.catalog, check.id)).collect();
        json!({ "id": name, "title": title, "controls": controls })
    };
    let report = json!({ "catalog": {
        "uuid": id(&["catalog", &view.catalog.sha256]),
        "metadata": metadata(view, "Checks of traveler-audit"),
        "groups": [group("server", "Server", false), group("secure-mail", "Secure Mail", true)],
    } });
    json::write_pretty(out, &report)?;
    writeln!(out)
}

fn id(parts: &[&str]) -> String {
    Uuid::new_v5(&NAMESPACE, format!("traveler-audit/{}", parts.join("/")).as_bytes()).to_string()
}

fn time(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

fn metadata(view: &AuditView<'_>, title: &str) -> Value {
    json!({
        "title": title,
        "last-modified": time(&view.as_of.to_string()),
        "version": env!("CARGO_PKG_VERSION"),
        "oscal-version": OSCAL,
    })
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": OWN, "value": value })
}

fn observation(view: &AuditView<'_>, row: &Row<'_>, finding: &Finding, uuid: &str) -> Value {
    let mut properties = vec![
        property("status", row.status),
        property("severity", row.severity),
        property("confidence", row.confidence),
        property("fingerprint", row.fingerprint),
    ];
    properties.extend(
        row.server
            .as_deref()
            .filter(|name| !name.trim().is_empty())
            .map(|name| property("server", name)),
    );
    let evidence: Vec<Value> = finding
        .judgement
        .evidence
        .iter()
        .map(|piece| {
            let excerpt = piece.excerpt.as_deref().map(neutral).unwrap_or_default();
            let place = neutral(&piece.location.to_string());
            json!({ "description": format!("{place} {excerpt}").trim_end(), "props": [property("role", piece.role.word())] })
        })
        .collect();
    let mut observation = json!({
        "uuid": uuid,
        "title": title(row),
        "description": format!("{}. {}", row.observed.trim_end_matches('.'), row.reason),
        "props": properties,
        "methods": ["EXAMINE"],
        "collected": time(&view.as_of.to_string()),
    });
    if let Some(own) = observation.as_object_mut()
        && !evidence.is_empty()
    {
        own.insert("relevant-evidence".to_owned(), json!(evidence));
    }
    observation
}

fn title(row: &Row<'_>) -> String {
    let named = format!("{} {}", row.check, row.subject);
    named.trim_end().to_owned()
}

/// `None` for what does not apply.
fn own_finding(row: &Row<'_>, finding: &Finding, observation: &str) -> Option<Value> {
    let (state, reason) = match finding.observed_status() {
        Status::Pass => ("satisfied", "pass"),
        Status::Fail => ("not-satisfied", "fail"),
        Status::Unknown | Status::Waived => ("not-satisfied", "other"),
        Status::NotApplicable => return None,
    };
    let remarks = match (&row.waiver, finding.observed_status()) {
        (Some(waiver), _) => format!("waived: {waiver}"),
        (None, Status::Unknown) => format!("unknown: {}", row.reason),
        (None, _) => row.reason.clone(),
    };
    Some(json!({
        "uuid": id(&["finding", &finding.fingerprint]),
        "title": row.title,
        "description": format!("{} {}", title(row), row.observed),
        "target": {
            "type": "objective-id",
            "target-id": row.check,
            "status": { "state": state, "reason": reason, "remarks": remarks },
        },
        "related-observations": [{ "observation-uuid": observation }],
    }))
}

fn control(catalog: &Catalog, check: &str) -> Value {
    let text = catalog.texts.check(check);
    let entry = catalog.checks.get(check);
    let part = |name: &str, prose: &str| json!({ "id": format!("{check}_{name}"), "name": name, "prose": prose });
    let mut control = json!({
        "id": check,
        "title": text.map_or(check, |text| text.title),
        "props": [property("severity", entry.map_or("medium", |entry| entry.severity.word()))],
        "parts": [
            part("statement", text.map_or(check, |text| text.expected)),
            part("guidance", text.map_or(check, |text| text.why)),
        ],
    });
    let sources = entry.map(|entry| entry.sources.as_slice()).unwrap_or_default();
    let sources = sources.iter().filter_map(|id| catalog.sources.get(id));
    // Some sources are pages of a book and have no address.
    let links: Vec<Value> = sources
        .filter(|source| source.address.starts_with("http"))
        .map(|source| json!({ "href": source.address, "rel": "reference", "text": source.title }))
        .collect();
    if let Some(own) = control.as_object_mut()
        && !links.is_empty()
    {
        own.insert("links".to_owned(), json!(links));
    }
    control
}
