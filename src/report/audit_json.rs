//! `--format json`, schema 1: fields may be added, none changed.

use super::json::{self, Each};
use super::neutral;
use super::view::AuditView;
use super::waiting::write_around;
use super::wording::{Worded, remark_text, word};
use crate::assessment::{
    AssessedServer, BaselineState, ComparedWith, Finding, NoLonger, OperatorFileUsed, Remark,
    Waived,
};
use crate::catalog::{Catalog, Restart, StepKind};
use crate::evidence::{Args, Confidence, Evidence, NamedBy, Role, Severity, Status};
use crate::formats::{Kind, ReadExtent};
use crate::inventory::{InputReport, Unattached, VersionChoice};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a, I: Serialize, S: Serialize, F: Serialize, U: Serialize> {
    #[serde(flatten)]
    head: Head<'a>,
    inputs: I,
    servers: S,
    #[serde(flatten)]
    tail: Tail<'a, F, U>,
}

/// What stands before the inputs and servers.
#[derive(Serialize)]
struct Head<'a> {
    schema_version: u32,
    as_of: String,
    lang: &'a str,
    profile: &'a str,
    exit_code: u8,
    tool: Tool<'a>,
}

/// What stands behind them.
#[derive(Serialize)]
struct Tail<'a, F: Serialize, U: Serialize> {
    findings: F,
    unattached: U,
    baseline: Option<BaselineDto<'a>>,
    operator_files: Vec<OperatorFileDto<'a>>,
    remarks: Vec<RemarkDto<'a>>,
    summary: &'a BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
    catalog: CatalogDto<'a>,
}

#[derive(Serialize)]
struct CatalogDto<'a> {
    date: &'a str,
    sha256: &'a str,
    /// That it is old, if it is.
    warning: Option<String>,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    kind: Kind,
    encoding: Option<&'a str>,
    sha256: Option<&'a str>,
    size: Option<u64>,
    read: &'static str,
    evidence_date: Option<String>,
    warnings: Vec<WarningDto>,
}

/// A warning in JSON: code, text, line.
#[derive(Serialize)]
pub(super) struct WarningDto {
    code: &'static str,
    text: String,
    line: Option<u64>,
}

#[derive(Serialize)]
struct Server<'a, F: Serialize> {
    name: Option<&'a str>,
    traveler: TravelerDto,
    domino: DominoDto,
    findings: F,
}

#[derive(Serialize)]
struct TravelerDto {
    version: Option<String>,
    level: Option<String>,
    build: Option<String>,
    text: Option<String>,
    confidence: Option<Confidence>,
}

#[derive(Serialize)]
struct DominoDto {
    release: Option<String>,
    text: Option<String>,
}

#[derive(Serialize)]
struct FindingDto<'a> {
    check: &'a str,
    outcome: &'a str,
    args: Args,
    status: Status,
    severity: Severity,
    confidence: Confidence,
    subject: Option<&'a str>,
    fingerprint: &'a str,
    title: String,
    reason: String,
    expected: String,
    observed: String,
    evidence: Vec<EvidenceDto<'a>>,
    remediation: Vec<StepDto>,
    sources: Vec<SourceDto<'a>>,
    waiver: Option<WaiverDto<'a>>,
    baseline: Option<BaselineState>,
}

/// The waiver that covers a finding; `covers` is what the check said.
#[derive(Serialize)]
struct WaiverDto<'a> {
    reason: String,
    owner: String,
    expires: String,
    path: &'a str,
    line: Option<u64>,
    covers: Status,
}

/// A file of the operator that had a say.
#[derive(Serialize)]
struct OperatorFileDto<'a> {
    role: &'a str,
    path: &'a str,
    sha256: &'a str,
}

/// Something about these files.
#[derive(Serialize)]
struct RemarkDto<'a> {
    code: &'a str,
    text: String,
    path: &'a str,
    line: Option<u64>,
}

/// The report of before, and what of it is no longer there.
#[derive(Serialize)]
struct BaselineDto<'a> {
    path: String,
    as_of: Option<String>,
    fixed: usize,
    absent: Vec<NoLongerDto<'a>>,
}

#[derive(Serialize)]
struct NoLongerDto<'a> {
    check: String,
    server: Option<String>,
    subject: Option<String>,
    fingerprint: String,
    status: Status,
    severity: Severity,
    title: String,
    baseline: &'a str,
}

/// A piece of evidence.
#[derive(Serialize)]
pub(super) struct EvidenceDto<'a> {
    role: Role,
    path: &'a str,
    line: Option<u64>,
    column: Option<u64>,
    document: Option<&'a str>,
    form: Option<&'a str>,
    item: Option<&'a str>,
    named_by: Option<NamedBy>,
    excerpt: Option<String>,
}

#[derive(Serialize)]
struct StepDto {
    kind: StepKind,
    text: String,
    restart: Restart,
}

#[derive(Serialize)]
struct SourceDto<'a> {
    title: &'a str,
    address: &'a str,
    confidence: crate::evidence::FactCode,
}

#[derive(Serialize)]
struct UnattachedDto<'a> {
    path: &'a str,
    line: Option<u64>,
    document: Option<&'a str>,
    reason: String,
}

/// Writes the audit as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_audit_json(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (catalog, assessment) = (view.catalog, view.assessment);
    let (head, tail) = (head(view), tail(view));
    match view.waiting {
        Some(waiting) => write_around(out, &head, waiting, &tail)?,
        None => {
            let inputs = Each::of(view.inputs, |input| input_dto(catalog, input));
            let servers = Each::of(&assessment.servers, |server| server_dto(catalog, server));
            json::write_pretty(out, &Report { head, inputs, servers, tail })?;
        }
    }
    writeln!(out)
}

fn head<'a>(view: &AuditView<'a>) -> Head<'a> {
    let catalog = view.catalog;
    Head {
        schema_version: 1,
        as_of: view.as_of.to_string(),
        lang: catalog.texts.lang.code(),
        profile: view.assessment.profile,
        exit_code: view.assessment.exit_code,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            catalog: CatalogDto {
                date: &catalog.date,
                sha256: &catalog.sha256,
                warning: view.catalog_warning(),
            },
        },
    }
}

fn tail<'a>(view: &AuditView<'a>) -> Tail<'a, impl Serialize + use<'a>, impl Serialize + use<'a>> {
    let (catalog, assessment) = (view.catalog, view.assessment);
    Tail {
        findings: Each::of(&assessment.findings, |finding| finding_dto(catalog, finding)),
        unattached: Each::of(view.unattached, |piece| unattached_dto(catalog, piece)),
        baseline: assessment.compared_with.as_ref().map(baseline_dto),
        operator_files: assessment.operator_files.iter().map(operator_file_dto).collect(),
        remarks: assessment.remarks.iter().map(|one| remark_dto(catalog, one)).collect(),
        summary: &assessment.summary,
    }
}

/// An input.
pub(super) fn input_dto<'a>(catalog: &Catalog, input: &'a InputReport) -> impl Serialize + use<'a> {
    Input {
        path: input.path.as_str(),
        kind: input.kind,
        encoding: input.encoding.as_deref(),
        sha256: input.sha256.as_deref(),
        size: input.size,
        read: read_word(input.read),
        evidence_date: input.evidence_date.map(|date| date.to_string()),
        warnings: warnings_dto(catalog, input),
    }
}

/// The warnings of an input, in words.
pub(super) fn warnings_dto(catalog: &Catalog, input: &InputReport) -> Vec<WarningDto> {
    let warnings = input.warnings.iter().map(|warning| WarningDto {
        code: warning.code,
        text: neutral(&catalog.texts.warning(warning.code, &warning.args)),
        line: warning.line,
    });
    warnings.collect()
}

/// How far an input was read, as a word.
pub(super) fn read_word(read: ReadExtent) -> &'static str {
    match read {
        ReadExtent::Full => "full",
        ReadExtent::Part => "part",
        ReadExtent::None => "none",
    }
}

/// A server with its findings.
pub(super) fn server_dto<'a>(
    catalog: &'a Catalog,
    server: &'a AssessedServer,
) -> impl Serialize + use<'a> {
    Server {
        name: server.name.as_deref(),
        traveler: traveler_dto(&server.traveler),
        domino: domino_dto(&server.domino),
        findings: Each::of(&server.findings, |finding| finding_dto(catalog, finding)),
    }
}

fn traveler_dto(choice: &VersionChoice) -> TravelerDto {
    let version = choice.chosen().map(|seen| &seen.version);
    TravelerDto {
        version: version.map(|version| version.numbers.text.clone()),
        level: version.and_then(crate::catalog::version::Version::level_text),
        build: version.and_then(|version| version.build.as_ref().map(|build| build.text.clone())),
        text: choice.text().map(neutral_owned),
        confidence: choice.chosen().map(|seen| seen.confidence()),
    }
}

fn domino_dto(choice: &VersionChoice) -> DominoDto {
    let version = choice.chosen().map(|seen| &seen.version);
    DominoDto {
        release: version.map(super::wording::release),
        text: choice.text().map(neutral_owned),
    }
}

fn neutral_owned(text: &str) -> String {
    neutral(text)
}

fn finding_dto<'a>(catalog: &'a Catalog, finding: &'a Finding) -> FindingDto<'a> {
    let Worded { title, reason, expected, observed, steps } = word(catalog, finding);
    let judgement = &finding.judgement;
    let sources = catalog.checks.get(finding.check).map(|entry| entry.sources.as_slice());
    FindingDto {
        check: finding.check,
        outcome: judgement.outcome,
        args: judgement.args.iter().map(|(name, value)| (*name, neutral(value))).collect(),
        status: judgement.status,
        severity: finding.severity,
        confidence: judgement.confidence,
        subject: (!judgement.subject.is_empty()).then_some(&judgement.subject),
        fingerprint: &finding.fingerprint,
        title,
        reason,
        expected,
        observed,
        evidence: judgement.evidence.iter().map(evidence_dto).collect(),
        remediation: steps
            .into_iter()
            .map(|step| StepDto { kind: step.kind, text: step.text, restart: step.restart })
            .collect(),
        sources: sources
            .unwrap_or_default()
            .iter()
            .filter_map(|id| catalog.sources.get(id))
            .map(|source| SourceDto {
                title: &source.title,
                address: &source.address,
                confidence: source.code,
            })
            .collect(),
        waiver: finding.waiver.as_ref().map(waiver_dto),
        baseline: finding.baseline,
    }
}

fn waiver_dto(waiver: &Waived) -> WaiverDto<'_> {
    WaiverDto {
        reason: neutral(&waiver.reason),
        owner: neutral(&waiver.owner),
        expires: waiver.expires.to_string(),
        path: waiver.place.path.as_str(),
        line: waiver.place.line,
        covers: waiver.covers,
    }
}

fn operator_file_dto(used: &OperatorFileUsed) -> OperatorFileDto<'_> {
    OperatorFileDto { role: used.role, path: used.path.as_str(), sha256: &used.sha256 }
}

fn remark_dto<'a>(catalog: &Catalog, remark: &'a Remark) -> RemarkDto<'a> {
    RemarkDto {
        code: remark.code,
        text: neutral(&remark_text(catalog, remark)),
        path: remark.place.path.as_str(),
        line: remark.place.line,
    }
}

fn baseline_dto(before: &ComparedWith) -> BaselineDto<'_> {
    BaselineDto {
        path: neutral(&before.path),
        as_of: before.as_of.map(|day| day.to_string()),
        fixed: before.fixed,
        absent: before.no_longer.iter().map(no_longer_dto).collect(),
    }
}

/// What another report held is an input like any other.
fn no_longer_dto(gone: &NoLonger) -> NoLongerDto<'_> {
    NoLongerDto {
        check: neutral(&gone.check),
        server: gone.server.as_deref().map(neutral),
        subject: (!gone.subject.is_empty()).then(|| neutral(&gone.subject)),
        fingerprint: neutral(&gone.fingerprint),
        status: gone.status,
        severity: gone.severity,
        title: neutral(&gone.title),
        baseline: "absent",
    }
}

pub(super) fn evidence_dto(piece: &Evidence) -> EvidenceDto<'_> {
    let place = &piece.location;
    EvidenceDto {
        role: piece.role,
        path: place.path.as_str(),
        line: place.line,
        column: place.column,
        document: place.document.as_deref(),
        form: place.form.as_deref(),
        item: place.item.as_deref(),
        named_by: piece.named_by,
        excerpt: piece.excerpt.as_deref().map(neutral),
    }
}

fn unattached_dto<'a>(catalog: &Catalog, piece: &'a Unattached) -> UnattachedDto<'a> {
    UnattachedDto {
        path: piece.location.path.as_str(),
        line: piece.location.line,
        document: piece.location.document.as_deref().or(piece.document.as_deref()),
        reason: neutral(&catalog.texts.warning(piece.reason, &piece.args)),
    }
}
