//! What `sslv3` and `tls12` share: what the release and notes.ini say that the HTTP task offers, what
//! scans of its listeners found, and which of the two decides.
//!
//! A scan of a name that devices use decides: it also sees a proxy or IBM HTTP Server in front. Where
//! the documents say otherwise, the finding shows both, and a good scan decides only if it tells that it
//! is newer than they are. A scan that is too old, or that could not tell, decides nothing and is shown.
//! Behind one name there may be several addresses: each must be good, and only scans of one address
//! take the place of each other.

use super::Judgement;
use crate::catalog::Catalog;
use crate::domino::tls::{self, Listener, Offer, Standing};
use crate::evidence::{Confidence, Evidence, Role, TlsVersion};
use crate::formats::ScanAnswer;
use crate::inventory::{Rank, ScanSeen, Server, VersionSeen};
use crate::traveler::When;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// Outcomes of scans.
pub(super) const SCANNED: [&str; 7] = [
    "scan-good",
    "scan-good-documents-bad",
    "scan-not-newer",
    "scan-bad",
    "scan-bad-documents-good",
    "scans-disagree",
    "scan-other-host",
];

/// What a check asks: whether a version is offered, and what is wanted.
#[derive(Clone, Copy)]
pub(super) struct Question {
    pub(super) version: TlsVersion,
    pub(super) wanted: Offer,
}

/// Answers the question: one judgement for each listener that was scanned, else one for the server.
pub(super) fn judge(server: &Server, catalog: &Catalog, question: Question) -> Vec<Judgement> {
    let known_hosts = !server.directory.hosts.is_empty();
    let (mut own, mut other) = (BTreeMap::<String, Vec<_>>::new(), Vec::new());
    for (seen, answer) in deciding(server, question.version) {
        if seen.named || !known_hosts {
            own.entry(seen.listener()).or_default().push((seen, answer));
        } else {
            other.push((seen, answer));
        }
    }
    let documents = Documents::of(server, catalog, question);
    let mut judgements: Vec<_> =
        own.iter().map(|(name, scans)| by_scans(name, scans, &documents, question)).collect();
    if judgements.is_empty() {
        let shown = other.is_empty().then(|| silent(server)).into_iter().flatten();
        judgements.push(documents.judgement.clone().explained_by(shown));
    }
    judgements.extend(other.into_iter().map(|(seen, answer)| {
        told_by_scan(Judgement::unknown("scan-other-host"), seen)
            .arg("names", names(server))
            .shown_by([said(answer, Role::Context)])
    }));
    judgements
}

fn names(server: &Server) -> String {
    let names: Vec<_> = server.directory.hosts.iter().take(5).map(String::as_str).collect();
    names.join(", ")
}

/// The scans that are recent enough and tell of the version.
fn deciding(
    server: &Server,
    version: TlsVersion,
) -> impl Iterator<Item = (&ScanSeen, &ScanAnswer)> {
    let recent =
        server.scans.iter().filter(|seen| matches!(seen.when, When::Recent | When::Undated));
    recent.filter_map(move |seen| {
        let mut answers = seen.scan.answers.iter();
        let answer = answers.find(|it| it.version == version && it.offered.is_some())?;
        Some((seen, answer))
    })
}

/// Scans that decide nothing.
fn silent(server: &Server) -> impl Iterator<Item = Evidence> {
    server
        .scans
        .iter()
        .map(|seen| Evidence::new(Role::Context, seen.scan.location.clone(), seen.listener()))
}

fn said(answer: &ScanAnswer, role: Role) -> Evidence {
    Evidence::new(role, answer.location.clone(), answer.text.clone())
}

fn told_by_scan(judgement: Judgement, seen: &ScanSeen) -> Judgement {
    let offered = seen.scan.answers.iter().filter(|answer| answer.offered == Some(true));
    let offered: Vec<_> = offered.map(|answer| answer.version.word()).collect();
    judgement
        .about(&seen.listener())
        .arg("listener", seen.listener())
        .arg("tool", seen.scan.tool)
        .arg("offered", offered.join(", "))
}

fn by_scans(
    name: &str,
    scans: &[(&ScanSeen, &ScanAnswer)],
    documents: &Documents,
    question: Question,
) -> Judgement {
    let shown = |role| scans.iter().map(move |(_, answer)| said(answer, role));
    let good = |answer: &ScanAnswer| answer.offered == Some(question.wanted == Offer::Yes);
    let Some((seen, answer)) = deciding_scan(scans, good) else {
        return Judgement::unknown("scans-disagree")
            .about(name)
            .arg("listener", name)
            .shown_by(shown(Role::Conflict));
    };
    let sure =
        if seen.when == When::Recent && seen.named { Confidence::High } else { Confidence::Medium };
    let good = good(answer);
    let judgement = match (good, documents.good) {
        (true, Some(false)) if !documents.are_older(seen) => Judgement::unknown("scan-not-newer"),
        (true, Some(false)) => {
            Judgement::pass("scan-good-documents-bad", sure.and(Confidence::Medium))
        }
        (true, _) => Judgement::pass("scan-good", sure),
        (false, Some(true)) => Judgement::fail("scan-bad-documents-good", sure),
        (false, _) => Judgement::fail("scan-bad", sure),
    };
    let role = if documents.good == Some(!good) { Role::Conflict } else { Role::Context };
    let beside = documents.judgement.evidence.iter().cloned();
    told_by_scan(judgement, seen)
        .arg("documents", documents.reason)
        .shown_by(shown(Role::Observed))
        .explained_by(beside.map(|piece| Evidence { role, ..piece }))
}

/// The scan that decides: of each address the newest, and of these one that is bad, else the one of
/// which it is least known how old it is. `None` where the scans of an address have no order.
fn deciding_scan<'s>(
    scans: &[(&'s ScanSeen, &'s ScanAnswer)],
    good: impl Fn(&ScanAnswer) -> bool,
) -> Option<(&'s ScanSeen, &'s ScanAnswer)> {
    let mut addresses = BTreeMap::<Option<&str>, Vec<_>>::new();
    for (seen, answer) in scans {
        let address = seen.scan.address.as_deref();
        addresses.entry(address).or_default().push((*seen, *answer));
    }
    let each: Vec<_> = addresses.values().map(|scans| newest(scans)).collect();
    let bad = each.iter().flatten().find(|(_, answer)| !good(answer));
    if let Some(bad) = bad {
        return Some(*bad);
    }
    let all: Option<Vec<_>> = each.into_iter().collect();
    all?.into_iter().min_by_key(|(seen, _)| seen.scan.time)
}

/// The newest of several scans of one address; `None` where they differ and have no order.
fn newest<'s>(scans: &[(&'s ScanSeen, &'s ScanAnswer)]) -> Option<(&'s ScanSeen, &'s ScanAnswer)> {
    let first = scans.first()?;
    if scans.iter().all(|(_, answer)| answer.offered == first.1.offered) {
        return scans.iter().max_by_key(|(seen, _)| (seen.scan.time, seen.named)).copied();
    }
    let newest = scans.iter().map(|(seen, _)| seen.scan.time).max()?;
    let undated = scans.iter().any(|(seen, _)| seen.scan.time.is_none());
    let mut last = scans.iter().filter(|(seen, _)| seen.scan.time == newest);
    let one = last.next()?;
    (!undated && last.all(|(_, answer)| answer.offered == one.1.offered)).then_some(*one)
}

/// What the release and notes.ini say.
struct Documents {
    reason: &'static str,
    /// Whether that is what is wanted; `None` where it can't be told.
    good: Option<bool>,
    /// When the release was told.
    told: Option<DateTime>,
    judgement: Judgement,
}

impl Documents {
    fn of(server: &Server, catalog: &Catalog, question: Question) -> Self {
        // Numbers beyond are no release known or in sight.
        let known =
            |seen: &&VersionSeen| seen.version.numbers.part(0) <= catalog.fix_levels.later_to;
        let stands = |version, release: Option<&VersionSeen>| {
            tls::standing(version, &listener(server, release), &catalog.releases)
        };
        let mut release = server.domino.chosen().filter(known);
        let mut found = stands(question.version, release);
        // What is stated can't be good for a server whose own log shows a bad one.
        let log = server.domino.seen.iter().filter(known).find(|seen| seen.rank == Rank::Log);
        let stated = release.is_some_and(|seen| seen.rank == Rank::Stated);
        if stated && found.offer == question.wanted && log.is_some() {
            let by_log = stands(question.version, log);
            if by_log.offer != Offer::Unknown && by_log.offer != question.wanted {
                release = None;
                found = stands(question.version, None);
            }
        }
        let offered = TlsVersion::ALL.into_iter();
        let offered = offered.filter(|it| stands(*it, release).offer == Offer::Yes);
        let offered: Vec<_> = offered.map(TlsVersion::word).collect();
        let judgement = status(&found, question)
            .arg("text", server.domino.text().unwrap_or("-"))
            .arg(
                "offered",
                if offered.is_empty() { "not-known".to_owned() } else { offered.join(", ") },
            )
            .arg("key", found.keys.first().copied().unwrap_or("-"))
            .shown_by(evidence(server, release, &found));
        let good = match found.offer {
            Offer::Unknown => None,
            offer => Some(offer == question.wanted),
        };
        let told = release.and_then(|seen| seen.time);
        Self { reason: found.reason, good, told, judgement }
    }

    /// Whether a scan tells that it was made later. A server told its time, the scan that of Greenwich.
    fn are_older(&self, seen: &ScanSeen) -> bool {
        let later = |scan: DateTime| self.told.is_none_or(|told| scan.date() >= told.date());
        seen.scan.time.is_some_and(later)
    }
}

fn listener<'s>(server: &'s Server, release: Option<&'s VersionSeen>) -> Listener<'s> {
    Listener {
        release: release.map(|seen| (&seen.version, seen.confidence())),
        disable_ssl_3: server.setting(tls::DISABLE_SSLV3),
        disable_tls_10: server.setting(tls::DISABLE_TLS_10),
        enable_tls_10: server.setting(tls::ENABLE_TLS_10),
        disable_tls_12: server.setting(tls::DISABLE_TLS_12),
        ihs: server.setting(tls::IHS),
        absence: server.settings.absence(),
    }
}

fn status(found: &Standing, question: Question) -> Judgement {
    match found.offer {
        Offer::Unknown => Judgement::unknown(found.reason),
        offer if offer == question.wanted => Judgement::pass(found.reason, found.confidence),
        _ => Judgement::fail(found.reason, found.confidence),
    }
}

fn evidence(server: &Server, release: Option<&VersionSeen>, found: &Standing) -> Vec<Evidence> {
    let mut evidence: Vec<_> = match release {
        Some(seen) => vec![seen.evidence(Role::Observed)],
        None => server.domino.seen.iter().map(|seen| seen.evidence(Role::Conflict)).collect(),
    };
    evidence.extend(found.keys.iter().flat_map(|key| server.setting(key).evidence()));
    if evidence.is_empty() {
        evidence.push(Evidence::new(Role::Absent, server.place(), None));
    }
    evidence
}
