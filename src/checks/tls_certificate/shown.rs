//! Certificates that a server shows, or that exist for it.

use super::super::Judgement;
use super::is_name;
use crate::domino::hosts;
use crate::evidence::{Confidence, Evidence, Role};
use crate::formats::{Certificate, CertificateChain};
use crate::inventory::{CertificateSeen, ScanSeen, Server};
use crate::traveler::When;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// A certificate with all that tells how far it counts.
pub(super) struct Shown<'s> {
    pub(super) chain: &'s CertificateChain,
    /// The listener that shows it, or the certificate's own name.
    pub(super) subject: String,
    /// The name that a scan asked for.
    pub(super) asked: Option<String>,
    /// The day of the scan.
    pub(super) day: Option<Date>,
    pub(super) scanned: bool,
    pub(super) sure: Confidence,
}

impl<'s> Shown<'s> {
    pub(super) fn of_file(file: &'s CertificateSeen) -> Self {
        Self {
            chain: &file.chain,
            subject: file_subject(file),
            asked: None,
            day: None,
            scanned: false,
            sure: Confidence::Medium,
        }
    }

    fn of_scan(seen: &'s ScanSeen, chain: &'s CertificateChain) -> Self {
        let sure = seen.when == When::Recent && seen.named;
        let asked = seen.scan.host.as_deref().and_then(hosts::host);
        Self {
            chain,
            subject: seen.listener(),
            asked: asked.filter(|host| is_name(host)),
            day: seen.scan.time.map(DateTime::date),
            scanned: true,
            sure: if sure { Confidence::High } else { Confidence::Medium },
        }
    }

    /// Whether it is for a host by its names that count.
    pub(super) fn is_for(&self, host: &str) -> bool {
        let names = self.chain.own.names.as_deref().unwrap_or_default();
        names.iter().any(|name| hosts::covers(name, host))
    }

    /// Whether a scan asked for this host and was shown it: whether it is for it is told there.
    pub(super) fn is_asked_for(&self, host: &str) -> bool {
        self.asked.as_deref() == Some(host)
    }

    pub(super) fn evidence(&self, role: Role) -> Evidence {
        evidence(self.chain, role)
    }
}

/// The certificate of a file as a subject.
pub(super) fn file_subject(file: &CertificateSeen) -> String {
    format!("{} {}", file.chain.location.path.file_name(), file.chain.own.name())
}

/// Where it stands, with its name and the days from which to which it is valid.
pub(super) fn evidence(chain: &CertificateChain, role: Role) -> Evidence {
    let day = |time: Option<DateTime>| time.map_or("?".to_owned(), |time| time.date().to_string());
    let own = &chain.own;
    let text = format!("{} {}/{}", own.name(), day(own.not_before), day(own.not_after));
    Evidence::new(role, chain.location.clone(), text)
}

/// Whether two are the same, by their print where both tell it.
pub(super) fn are_same(one: &Certificate, other: &Certificate) -> bool {
    match (&one.fingerprint, &other.fingerprint) {
        (Some(one), Some(other)) => one == other,
        _ => {
            one.not_after == other.not_after
                && one.not_after.is_some()
                && one.names == other.names
                && one.key == other.key
        }
    }
}

/// The scans of names of this server that are recent enough and tell a certificate.
fn deciding(server: &Server) -> impl Iterator<Item = &ScanSeen> {
    let known_hosts = !server.directory.hosts.is_empty();
    counting(server).filter(move |seen| seen.named || !known_hosts)
}

fn counting(server: &Server) -> impl Iterator<Item = &ScanSeen> {
    let recent = |seen: &&ScanSeen| matches!(seen.when, When::Recent | When::Undated);
    server.scans.iter().filter(recent).filter(|seen| !seen.scan.certificates.is_empty())
}

/// What scans show, of each address of a listener the newest; and what is said of scans that have no
/// order.
pub(super) fn of_scans(server: &Server) -> (Vec<Shown<'_>>, Vec<Judgement>) {
    let mut groups = BTreeMap::<_, Vec<&ScanSeen>>::new();
    for seen in deciding(server) {
        let key = (seen.listener(), seen.scan.address.as_deref());
        groups.entry(key).or_default().push(seen);
    }
    let (mut shown, mut open) = (Vec::new(), Vec::new());
    for ((listener, _), scans) in groups {
        match newest(&scans) {
            Some(seen) => {
                let chains = seen.scan.certificates.iter();
                shown.extend(chains.map(|chain| Shown::of_scan(seen, chain)));
            }
            None => {
                let chains = scans.iter().flat_map(|seen| &seen.scan.certificates);
                let judgement = Judgement::unknown("scans-disagree").about(&listener);
                open.push(
                    judgement
                        .arg("listener", &listener)
                        .shown_by(chains.map(|chain| evidence(chain, Role::Conflict))),
                );
            }
        }
    }
    (shown, open)
}

fn newest<'s>(scans: &[&'s ScanSeen]) -> Option<&'s ScanSeen> {
    if let [one] = scans {
        return Some(*one);
    }
    let last = scans.iter().max_by_key(|seen| seen.scan.time)?;
    let alike = |other: &&&ScanSeen| {
        let (one, other) = (&last.scan.certificates, &other.scan.certificates);
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| are_same(&one.own, &other.own))
    };
    let undated = scans.iter().any(|seen| seen.scan.time.is_none());
    let mut rivals = scans.iter().filter(|seen| undated || seen.scan.time == last.scan.time);
    rivals.all(|seen| alike(&seen)).then_some(*last)
}

/// Scans of names that are none of this server.
pub(super) fn of_other_hosts(server: &Server) -> impl Iterator<Item = Judgement> {
    let known_hosts = !server.directory.hosts.is_empty();
    let names: Vec<_> = server.directory.hosts.iter().take(5).map(String::as_str).collect();
    let names = names.join(", ");
    counting(server).filter(move |seen| known_hosts && !seen.named).map(move |seen| {
        let chains = seen.scan.certificates.iter();
        Judgement::unknown("scan-other-host")
            .about(&seen.listener())
            .arg("listener", seen.listener())
            .arg("names", &names)
            .shown_by(chains.map(|chain| evidence(chain, Role::Context)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::KeyKind;
    use jiff::civil::date;

    #[test]
    fn two_are_the_same_by_their_print_or_by_all_that_is_told() {
        let print = |print: &str| Certificate {
            fingerprint: Some(print.to_owned()),
            ..Certificate::default()
        };
        assert!(are_same(&print("A"), &print("A")));
        assert!(!are_same(&print("A"), &print("B")));
        let told = || Certificate {
            names: Some(vec!["mail.example.com".to_owned()]),
            not_after: Some(date(2027, 6, 1).at(0, 0, 0, 0)),
            key: Some((KeyKind::Rsa, 2048)),
            ..Certificate::default()
        };
        let same = |other| are_same(&told(), &other);
        assert!(same(told()));
        assert!(same(Certificate { fingerprint: Some("A".to_owned()), ..told() }));
        assert!(!same(Certificate { names: None, ..told() }));
        assert!(!same(Certificate { key: Some((KeyKind::Rsa, 4096)), ..told() }));
        assert!(!same(Certificate { not_after: None, ..told() }));
        // Of two that tell no end nothing shows that they are one.
        let endless = || Certificate { not_after: None, ..told() };
        assert!(!are_same(&endless(), &endless()));
    }
}
