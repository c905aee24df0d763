//! Findings as rows, for formats that people sort and programs load: one row for each finding, with all
//! that is said of it.

use super::neutral;
use super::view::AuditView;
use super::wording::{places, step_text, word};
use crate::assessment::Finding;
pub(super) use crate::evidence::cell;
use serde::Serialize;

/// A finding as a row.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    pub(super) as_of: String,
    pub(super) server: Option<String>,
    pub(super) check: &'a str,
    pub(super) subject: String,
    pub(super) status: &'static str,
    pub(super) severity: &'static str,
    pub(super) confidence: &'static str,
    pub(super) outcome: &'a str,
    pub(super) title: String,
    pub(super) observed: String,
    pub(super) expected: String,
    pub(super) reason: String,
    pub(super) steps: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) fingerprint: &'a str,
    pub(super) waiver: Option<String>,
    pub(super) baseline: Option<&'static str>,
}

/// The rows of an audit, in its order.
pub(super) fn rows<'a>(view: &'a AuditView<'a>) -> impl Iterator<Item = Row<'a>> {
    findings(view).map(|(server, finding)| row(view, server, finding))
}

/// All findings, each with the name of its server.
pub(super) fn findings<'a>(
    view: &'a AuditView<'a>,
) -> impl Iterator<Item = (Option<String>, &'a Finding)> {
    let of_servers = view.assessment.servers.iter().flat_map(|server| {
        let name = server.name.clone().unwrap_or_else(|| server.known_from.to_string());
        let name = neutral(&name);
        server.findings.iter().map(move |finding| (Some(name.clone()), finding))
    });
    of_servers.chain(view.assessment.findings.iter().map(|finding| (None, finding)))
}

pub(super) fn row<'a>(
    view: &AuditView<'_>,
    server: Option<String>,
    finding: &'a Finding,
) -> Row<'a> {
    let worded = word(view.catalog, finding);
    let judgement = &finding.judgement;
    let steps = worded.steps.iter().map(|step| step_text(view.catalog, step.kind, &step.text));
    let waiver = finding.waiver.as_ref();
    Row {
        as_of: view.as_of.to_string(),
        server,
        check: finding.check,
        subject: neutral(&judgement.subject),
        status: judgement.status.word(),
        severity: finding.severity.word(),
        confidence: judgement.confidence.word(),
        outcome: judgement.outcome,
        title: worded.title,
        observed: worded.observed,
        expected: worded.expected,
        reason: worded.reason,
        steps: steps.collect(),
        places: places(&judgement.evidence),
        fingerprint: &finding.fingerprint,
        waiver: waiver.map(|waiver| neutral(&format!("{} ({})", waiver.reason, waiver.owner))),
        baseline: finding.baseline.map(crate::assessment::BaselineState::word),
    }
}
