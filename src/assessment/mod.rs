//! From judgements to findings: severity, fingerprint, counts and the exit code.

mod baseline;
mod clients;
mod earlier;
mod profile;
mod tally;
mod waiver;
mod waivers;
mod words;

pub use baseline::{BaselineState, ComparedWith, NoLonger, Standing};
pub use earlier::{Earlier, EarlierError, EarlierFinding};
pub use profile::Profile;
pub use tally::{Tally, exit, is_recognised, read_in_full};
pub use waiver::Waived;
pub use waivers::{WAIVER_KEYS, WAIVERS_KEYS, Waivers};
pub use words::{Worded, WordedStep, places, places_text, step_text, word, worded};

use crate::catalog::Catalog;
use crate::checks::{CustomCheck, Judgement, MatrixRow, REGISTRY};
use crate::evidence::{Args, InputPath, Location, Severity, Status};
use crate::inventory::{History, InputReport, Inventory, Mobile, Server, VersionChoice};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A judgement of a check on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What the check said.
    pub judgement: Judgement,
    /// Tells the finding from others over time: check, subject and server, never a line.
    pub fingerprint: String,
    /// The waiver that covers it. The status of the judgement is then `waived`, and what was judged
    /// stands here.
    pub waiver: Option<Waived>,
    /// How it stands to a report of before; `None` where there is none to compare with.
    pub baseline: Option<BaselineState>,
}

impl Finding {
    /// What the check said, whether or not a waiver covers it.
    #[must_use]
    pub fn observed_status(&self) -> Status {
        self.waiver.as_ref().map_or(self.judgement.status, |waiver| waiver.covers)
    }

    /// Whether it is a fail or an unknown that no waiver covers; notes do not count.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.judgement.status, Status::Fail | Status::Unknown)
            && self.severity > Severity::Info
    }

    /// Whether it is open, was not known before, and is as severe as this at least.
    #[must_use]
    pub fn counts(&self, fail_on: Severity) -> bool {
        self.is_open() && !self.is_known() && self.severity >= fail_on
    }

    /// Whether a report of before held it already, at least as bad.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.baseline.is_some_and(|state| state != BaselineState::New)
    }
}

/// The findings of a server.
pub struct AssessedServer {
    /// Its name, if any input tells it.
    pub name: Option<String>,
    /// An input it is known from.
    pub known_from: InputPath,
    /// Which Traveler it runs.
    pub traveler: VersionChoice,
    /// Which Domino it runs.
    pub domino: VersionChoice,
    /// Its findings, in the order of the checks.
    pub findings: Vec<Finding>,
}

/// Something about a file of the operator that a person should know; its text is in the catalog,
/// among the warnings, under `code`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// File and line.
    pub place: Location,
    /// Kebab-case name of the text.
    pub code: &'static str,
    /// What the text needs.
    pub args: Args,
}

/// By what findings are judged beside the evidence.
#[derive(Clone, Copy)]
pub struct Terms<'t> {
    /// The least severity that counts for the exit code.
    pub fail_on: Severity,
    /// What is accepted.
    pub waivers: Option<&'t Waivers>,
    /// What was known before.
    pub baseline: Option<&'t Earlier>,
    /// Checks that the operator states.
    pub custom: &'t [CustomCheck],
    /// What is audited; `None` where the inputs decide.
    pub profile: Option<Profile>,
}

/// A file of the operator that had a say in the findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorFileUsed {
    /// What it is for: `config`, `waivers`, `baseline` or `item-map`.
    pub role: &'static str,
    /// The file.
    pub path: InputPath,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl OperatorFileUsed {
    /// A file with these bytes.
    #[must_use]
    pub fn of(role: &'static str, path: InputPath, bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { role, path, sha256 }
    }
}

impl Terms<'_> {
    /// Nothing is accepted, and nothing was known before.
    #[must_use]
    pub fn strict(fail_on: Severity) -> Self {
        Self { fail_on, waivers: None, baseline: None, custom: &[], profile: None }
    }
}

/// The result of an audit.
pub struct Assessment {
    /// The servers.
    pub servers: Vec<AssessedServer>,
    /// Findings that belong to no single server.
    pub findings: Vec<Finding>,
    /// Which devices can connect, where policies are among the inputs.
    pub matrix: Vec<MatrixRow>,
    /// The files of the operator that had a say.
    pub operator_files: Vec<OperatorFileUsed>,
    /// What should be known of these.
    pub remarks: Vec<Remark>,
    /// The report of before that the findings were compared with.
    pub compared_with: Option<ComparedWith>,
    /// `traveler`, or `secure-mail` where policies are among the inputs.
    pub profile: &'static str,
    /// The least severity that counts for the exit code.
    pub fail_on: Severity,
    /// How many findings have each status.
    pub summary: BTreeMap<&'static str, usize>,
    /// What the process returns.
    pub exit_code: u8,
}

impl Assessment {
    /// Nothing yet; `told` is what the inputs are about.
    fn of(terms: Terms<'_>, told: Profile) -> Self {
        Self {
            servers: Vec::new(),
            findings: Vec::new(),
            matrix: Vec::new(),
            operator_files: Vec::new(),
            remarks: Vec::new(),
            compared_with: None,
            profile: terms.profile.unwrap_or(told).word(),
            fail_on: terms.fail_on,
            summary: BTreeMap::new(),
            exit_code: exit::CLEAN,
        }
    }

    /// Whether a finding counts for the exit code: it fails or is unknown, was not known before, and is
    /// no note and nothing below the threshold.
    #[must_use]
    pub fn counts(&self, finding: &Finding) -> bool {
        finding.counts(self.fail_on)
    }

    /// All findings: those of the servers, then those of no single one.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.servers.iter().flat_map(|server| &server.findings).chain(&self.findings)
    }

    /// The same, each with the name of its server.
    fn with_servers(&mut self) -> impl Iterator<Item = (Option<&str>, &mut Finding)> {
        let of_servers = self.servers.iter_mut().flat_map(|server| {
            let name = server.name.as_deref();
            server.findings.iter_mut().map(move |finding| (name, finding))
        });
        of_servers.chain(self.findings.iter_mut().map(|finding| (None, finding)))
    }

    /// Takes waivers and the report of before into account, and counts.
    fn close(mut self, inputs: &[InputReport], terms: Terms<'_>) -> Self {
        if let Some(waivers) = terms.waivers {
            self.remarks = waivers.apply(self.with_servers());
        }
        self.compared_with = terms.baseline.map(|before| {
            let findings = self.with_servers().map(|(_, finding)| finding);
            baseline::compare(findings, before)
        });
        let mut tally = Tally::default();
        self.servers.iter().for_each(|own| tally.add_server(&own.findings, self.fail_on));
        tally.add(&self.findings, self.fail_on);
        tally.add_inputs(inputs);
        self.take(tally)
    }

    fn take(mut self, tally: Tally) -> Self {
        self.exit_code = tally.exit_code();
        self.summary = tally.summary;
        self
    }
}

/// Servers from which on a second core is worth its start.
const MANY: usize = 8;

/// Judges every server, and decides the exit code.
#[must_use]
pub fn assess(
    inventory: Inventory,
    inputs: &[InputReport],
    catalog: &Catalog,
    terms: Terms<'_>,
) -> Assessment {
    judge_all(inventory, catalog, terms).close(inputs, terms)
}

/// Judges servers that are built one after the other, without regard to what is accepted or was known
/// before; nothing is among them that is said of Secure Mail.
#[must_use]
pub fn judge_some(
    inventory: Inventory,
    catalog: &Catalog,
    terms: Terms<'_>,
) -> Vec<AssessedServer> {
    judge_servers(inventory.servers, &inventory.history, catalog, terms)
}

/// The same for some servers of a run; `history` is what its documents said before.
#[must_use]
pub fn judge_servers(
    servers: Vec<Server>,
    history: &History,
    catalog: &Catalog,
    terms: Terms<'_>,
) -> Vec<AssessedServer> {
    servers.into_iter().map(|server| judge(server, history, catalog, terms.custom)).collect()
}

/// What the servers that [`judge_some`] judged come to.
#[must_use]
pub fn gather(
    servers: Vec<AssessedServer>,
    inputs: &[InputReport],
    terms: Terms<'_>,
) -> Assessment {
    Assessment { servers, ..Assessment::of(terms, Profile::Traveler) }.close(inputs, terms)
}

/// The same where findings and inputs were counted and are no longer here. Waivers and a report of before
/// can't be applied any more.
#[must_use]
pub fn gather_counted(tally: Tally, terms: Terms<'_>) -> Assessment {
    Assessment::of(terms, Profile::Traveler).take(tally)
}

/// The findings of all servers, without regard to what is accepted or was known before.
fn judge_all(mut inventory: Inventory, catalog: &Catalog, terms: Terms<'_>) -> Assessment {
    match terms.profile {
        Some(Profile::Traveler) => inventory.mobile = Mobile::default(),
        Some(Profile::SecureMail) => inventory.mobile.demand(),
        None => {}
    }
    let history = inventory.history;
    let client_side = clients::judge(&inventory.mobile, &inventory.servers, &history, catalog);
    let told = if inventory.mobile.is_told() { Profile::SecureMail } else { Profile::Traveler };
    let judge = |server| judge(server, &history, catalog, terms.custom);
    let mut servers: Vec<_> = match inventory.servers.len() {
        0..MANY => inventory.servers.into_iter().map(judge).collect(),
        _ => inventory.servers.into_par_iter().map(judge).collect(),
    };
    for (at, finding) in client_side.of_servers {
        if let Some(server) = servers.get_mut(at) {
            server.findings.push(finding);
        }
    }
    Assessment {
        servers,
        findings: client_side.findings,
        matrix: client_side.matrix,
        ..Assessment::of(terms, told)
    }
}

fn judge(
    server: Server,
    history: &History,
    catalog: &Catalog,
    custom: &[CustomCheck],
) -> AssessedServer {
    let name = server.display_name();
    let mut findings = Vec::new();
    for check in &REGISTRY {
        let judged = (check.judge)(&server, catalog).into_iter();
        findings
            .extend(judged.map(|one| finding(check.id, one, name.as_deref(), history, catalog)));
    }
    for check in custom {
        let judged = check.judge(&server).into_iter();
        findings
            .extend(judged.map(|one| finding(check.id, one, name.as_deref(), history, catalog)));
    }
    AssessedServer {
        name,
        known_from: server.known_from,
        traveler: server.traveler,
        domino: server.domino,
        findings,
    }
}

fn finding(
    check: &'static str,
    judgement: Judgement,
    server: Option<&str>,
    history: &History,
    catalog: &Catalog,
) -> Finding {
    let own = catalog.checks.get(check).map_or(Severity::Medium, |entry| entry.severity);
    Finding {
        check,
        severity: judgement.severity.unwrap_or(own),
        fingerprint: fingerprint(check, &judgement.subject, server),
        judgement: with_history(judgement, history),
        waiver: None,
        baseline: None,
    }
}

/// Adds what stood at the places of the evidence in older copies of the documents.
fn with_history(judgement: Judgement, history: &History) -> Judgement {
    let places = judgement.evidence.iter().map(|piece| history.before(&piece.location));
    let before: Vec<_> = places.flatten().cloned().collect();
    judgement.explained_by(before)
}

/// What tells a finding from others over time: never a line, and nothing that was observed.
#[must_use]
pub fn fingerprint(check: &str, subject: &str, server: Option<&str>) -> String {
    let server = server.unwrap_or_default().to_lowercase();
    let digest = Sha256::digest([check, subject, &server].join("\n").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod fleet_tests;
