//! The cipher suites that scans found offered. They decide over documents; where these say otherwise, both
//! are shown, and a good scan decides only if it tells its time.

use super::super::Judgement;
use crate::catalog::Catalog;
use crate::catalog::ciphers::Weakness;
use crate::evidence::{Confidence, Evidence, Role, Severity, Status};
use crate::formats::ScanCipher;
use crate::inventory::{ScanSeen, Server};
use crate::traveler::When;
use std::collections::BTreeMap;

/// One judgement for each listener of this server whose ciphers a recent scan tells: that of the worst
/// scan.
pub(super) fn judge(server: &Server, catalog: &Catalog, documents: &[Judgement]) -> Vec<Judgement> {
    let known_hosts = !server.directory.hosts.is_empty();
    let scans = server.scans.iter().filter(|seen| {
        let recent = matches!(seen.when, When::Recent | When::Undated);
        recent && (seen.named || !known_hosts) && !seen.scan.ciphers.is_empty()
    });
    let mut worst = BTreeMap::<String, Judgement>::new();
    for seen in scans {
        let judgement = of_scan(seen, catalog, documents);
        let rank = |one: &Judgement| match one.status {
            Status::Fail => 0,
            Status::Unknown => 1,
            _ => 2,
        };
        let key = |one: &Judgement| (rank(one), one.severity.is_some(), one.confidence);
        match worst.get(&seen.listener()) {
            Some(kept) if key(kept) <= key(&judgement) => {}
            _ => {
                worst.insert(seen.listener(), judgement);
            }
        }
    }
    worst.into_values().collect()
}

fn of_scan(seen: &ScanSeen, catalog: &Catalog, documents: &[Judgement]) -> Judgement {
    let sure =
        if seen.when == When::Recent && seen.named { Confidence::High } else { Confidence::Medium };
    let judged: Vec<_> =
        seen.scan.ciphers.iter().map(|cipher| (cipher, weakness(cipher, catalog))).collect();
    let those = |is: &dyn Fn(Option<Weakness>) -> bool| {
        let found = judged.iter().filter(|(_, weak)| is(*weak)).map(|(cipher, _)| *cipher);
        found.collect::<Vec<_>>()
    };
    let fine = |weak| matches!(weak, Weakness::None | Weakness::NoForwardSecrecy);
    let broken = those(&|weak| weak.is_some_and(|weak| !fine(weak)));
    let strange = those(&|weak| weak.is_none());
    let late = those(&|weak| weak == Some(Weakness::NoForwardSecrecy));
    let bad = documents.iter().any(|one| one.status == Status::Fail);
    let (judgement, shown) = if !broken.is_empty() {
        (Judgement::fail("scan-weak", sure), broken)
    } else if !strange.is_empty() {
        (Judgement::unknown("scan-unknown-cipher"), strange)
    } else if !late.is_empty() {
        (Judgement::fail("scan-no-forward-secrecy", sure).severity(Severity::Low), late)
    } else {
        let all = judged.iter().map(|(cipher, _)| *cipher).collect();
        (good(seen, bad, sure), all)
    };
    let differs = match judgement.status {
        Status::Fail => documents.iter().any(|one| one.status == Status::Pass),
        _ => bad,
    };
    let role = if differs { Role::Conflict } else { Role::Context };
    let beside = documents.iter().flat_map(|one| one.evidence.iter().cloned());
    let names: Vec<_> = shown.iter().map(|cipher| name(cipher, catalog)).collect();
    let observed = shown
        .iter()
        .map(|cipher| Evidence::new(Role::Observed, cipher.location.clone(), cipher.text.clone()));
    judgement
        .about(&format!("ciphers {}", seen.listener()))
        .arg("listener", seen.listener())
        .arg("tool", seen.scan.tool)
        .arg("ciphers", names.join(", "))
        .arg("count", names.len())
        .arg("documents", documents.first().map_or("-", |one| one.outcome))
        .shown_by(observed)
        .explained_by(beside.map(|piece| Evidence { role, ..piece }))
}

/// What is said where none is weak.
fn good(seen: &ScanSeen, documents_bad: bool, sure: Confidence) -> Judgement {
    if !seen.scan.ciphers_whole {
        Judgement::unknown("scan-in-part")
    } else if !documents_bad {
        Judgement::pass("scan-strong", sure)
    } else if seen.when == When::Recent {
        Judgement::pass("scan-strong-documents-bad", sure.and(Confidence::Medium))
    } else {
        Judgement::unknown("scan-not-newer")
    }
}

/// What is weak about a suite by its number or its name at IANA; where neither is known, the name in
/// which OpenSSL calls it still tells the worst.
fn weakness(cipher: &ScanCipher, catalog: &Catalog) -> Option<Weakness> {
    let known = catalog.ciphers.get(&cipher.code).or_else(|| catalog.ciphers.named(&cipher.code));
    let signs = [
        ("class:", Weakness::Des),
        ("RC4", Weakness::Rc4),
        ("DES-CBC3", Weakness::TripleDes),
        ("3DES", Weakness::TripleDes),
        ("DES-CBC", Weakness::Des),
        ("NULL", Weakness::Null),
        ("EXP", Weakness::Export),
        ("ADH-", Weakness::Anonymous),
        ("AECDH-", Weakness::Anonymous),
        ("_anon_", Weakness::Anonymous),
    ];
    let by_name =
        || signs.iter().find(|(sign, _)| cipher.code.contains(sign)).map(|(_, weak)| *weak);
    known.map(|known| known.weakness).or_else(by_name)
}

/// The name at IANA, else what the program calls it.
fn name(cipher: &ScanCipher, catalog: &Catalog) -> String {
    let known = catalog.ciphers.get(&cipher.code);
    known.map_or_else(
        || cipher.code.trim_start_matches("class:").to_owned(),
        |it| it.name.to_string(),
    )
}
