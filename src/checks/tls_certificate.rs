//! `tls-certificate`: the certificate of https is for the names that clients ask for, is valid on the
//! day of the report, leads to an issuer that devices trust, and is not weak.
//!
//! A recent scan of a name of this server tells what it shows and decides. A file in PEM, or a document
//! that holds PEM in an item (TLS Credentials of certstore.nsf: which item that is no source names),
//! says which certificate exists, not that the listener uses it: medium at the most, and only where no
//! scan shows one. Names compare as in RFC 6125.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `good` | pass | none of what follows was found |
//! | `name-missing` | fail | it is not for the name that was asked for |
//! | `expired`, `not-yet-valid` | fail | by the day of the report; also `signer-expired` |
//! | `self-signed` | fail | it signed itself |
//! | `weak-key`, `weak-signature` | fail | RSA below 2048 bits, EC below 224, DSA; MD5 or SHA-1 |
//! | `expires-soon` | info | it ends within 30 days |
//! | `only-common-name` | unknown | the name stands in the common name alone: new clients pass that over |
//! | `untrusted` | unknown | the scan came to no public issuer: devices may know another one |
//! | `chain-unclear`, `chain-incomplete` | unknown | nothing tells whether the issuer is trusted |
//! | `fields-unclear` | unknown | names, days, key or signature can't be told |
//! | `url-host-not-seen`, `site-hosts-not-seen` | unknown | no certificate that was seen is for them |
//! | `hosts-unknown` | unknown | a file alone, and no document tells which names clients use |
//! | `file-differs` | info | the scan shows another certificate than the file |
//! | `file-other-names`, `ihs` | unknown | a file alone that is for none of the names; IBM HTTP Server may answer |
//! | `files-disagree` | unknown | files alone, with several certificates for one name of which not all are good |
//! | `scans-disagree`, `scan-other-host`, `no-certificate` | unknown | as they say |

mod chain;
mod rivals;
mod shown;

use super::ports::{self, Front};
use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::hosts;
use crate::domino::sign_in::{Hosting, Mode};
use crate::evidence::{Evidence, Fact, Role, Severity};
use crate::inventory::{CertificateSeen, Server};
use crate::naming::field;
use crate::traveler::external_url;
use shown::Shown;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    id: "tls-certificate",
    judge,
    outcomes: &[
        "good",
        "name-missing",
        "expired",
        "not-yet-valid",
        "signer-expired",
        "self-signed",
        "weak-key",
        "weak-signature",
        "expires-soon",
        "only-common-name",
        "untrusted",
        "chain-unclear",
        "chain-incomplete",
        "fields-unclear",
        "url-host-not-seen",
        "site-hosts-not-seen",
        "hosts-unknown",
        "file-differs",
        "file-other-names",
        "files-disagree",
        "ihs",
        "scans-disagree",
        "scan-other-host",
        "no-certificate",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let (scanned, mut judgements) = shown::of_scans(server);
    let wanted = Wanted::of(server);
    let scans_decide = !scanned.is_empty() || !judgements.is_empty();
    let files = server.certificates.iter();
    if scans_decide {
        judgements.extend(scanned.iter().flat_map(|shown| chain::judge(shown, server)));
        judgements.extend(files.filter_map(|file| beside(file, &scanned)));
        judgements.extend(wanted.not_seen(&scanned));
    } else {
        judgements.extend(of_files(server, &wanted));
    }
    judgements.extend(shown::of_other_hosts(server));
    if judgements.is_empty() {
        judgements.push(Judgement::unknown("no-certificate"));
    }
    judgements.into_iter().map(|judgement| document::placed(server, judgement)).collect()
}

/// A file beside scans that decide; `None` where they show the same certificate.
fn beside(file: &CertificateSeen, scanned: &[Shown<'_>]) -> Option<Judgement> {
    let own = &file.chain.own;
    let same = |shown: &&Shown<'_>| shown::are_same(&shown.chain.own, own);
    if scanned.is_empty() || scanned.iter().any(|shown| same(&shown)) {
        return None;
    }
    let others = scanned.iter().map(|shown| shown.evidence(Role::Conflict));
    let judgement = Judgement::info("file-differs").about(&shown::file_subject(file));
    Some(judgement.arg("name", own.name()).shown_by([shown::evidence(&file.chain, Role::Observed)]))
        .map(|judgement| judgement.shown_by(others))
}

/// What files alone tell.
fn of_files(server: &Server, wanted: &Wanted) -> Vec<Judgement> {
    let known_hosts = !server.directory.hosts.is_empty();
    let (own, other): (Vec<_>, Vec<_>) =
        server.certificates.iter().partition(|file| file.named || !known_hosts);
    let strange = other.into_iter().map(|file| {
        Judgement::unknown("file-other-names")
            .about(&shown::file_subject(file))
            .arg("name", file.chain.own.name())
            .shown_by([shown::evidence(&file.chain, Role::Context)])
    });
    let strange: Vec<_> = strange.collect();
    let files: Vec<_> = own.into_iter().map(Shown::of_file).collect();
    let mut judgements: Vec<_> = match ports::in_front(server) {
        _ if files.is_empty() => return strange,
        Front::Ihs(ihs) | Front::Maybe(ihs) => {
            let files = files.iter().map(|file| file.evidence(Role::Context));
            vec![Judgement::unknown("ihs").shown_by(ihs).shown_by(files)]
        }
        Front::None => rivals::judge(&files, server),
    };
    if wanted.is_empty() {
        let files = files.iter().map(|file| file.evidence(Role::Context));
        judgements.push(Judgement::unknown("hosts-unknown").about("names").shown_by(files));
    }
    judgements.extend(wanted.not_seen(&files));
    judgements.extend(strange);
    judgements
}

/// The names that clients use.
struct Wanted {
    /// Of the external URL, and where that stands.
    url: Option<(String, Vec<Evidence>)>,
    /// Of the sites that the server surely hosts, and where they stand.
    sites: BTreeSet<String>,
    shown_by: Vec<Evidence>,
}

impl Wanted {
    fn of(server: &Server) -> Self {
        let fact = server.document.texts(field::SERVER_EXTERNAL_URL);
        let url = match fact.known().map(|found| found.value.as_slice()) {
            Some([one]) => external_url(one).map(|url| url.host).filter(|host| is_name(host)),
            _ => None,
        };
        let in_sites = matches!(server.directory.mode(), Mode::Sites(_));
        let sites = server.directory.sites.iter();
        let sites: Vec<_> = sites
            .filter(|(_, hosting)| in_sites && *hosting == Hosting::Yes)
            .map(|(site, _)| &site.addresses)
            .collect();
        let texts = sites.iter().filter_map(|fact| Some(&fact.known()?.value)).flatten();
        Self {
            url: url.map(|host| (host, fact.evidence())),
            sites: texts
                .filter_map(|text| hosts::host(text))
                .filter(|host| is_name(host))
                .collect(),
            shown_by: sites.iter().flat_map(|fact| Fact::evidence(fact)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.url.is_none() && self.sites.is_empty()
    }

    /// What no certificate is for that was seen. With SNI each name may have another one.
    fn not_seen(&self, all: &[Shown<'_>]) -> Vec<Judgement> {
        let seen =
            |host: &str| all.iter().any(|shown| shown.is_for(host) || shown.is_asked_for(host));
        let evidence = || all.iter().map(|shown| shown.evidence(Role::Context));
        if all.is_empty() {
            return Vec::new();
        }
        let mut judgements = Vec::new();
        if let Some((host, place)) = self.url.as_ref().filter(|(host, _)| !seen(host)) {
            let judgement = Judgement::unknown("url-host-not-seen").about(host).arg("host", host);
            judgements.push(judgement.shown_by(place.iter().cloned()).shown_by(evidence()));
        }
        let of_url = |host: &str| self.url.as_ref().is_some_and(|(own, _)| own == host);
        let missing: Vec<_> =
            self.sites.iter().filter(|host| !of_url(host) && !seen(host)).cloned().collect();
        if !missing.is_empty() {
            let judgement = Judgement::unknown("site-hosts-not-seen").about("sites");
            let judgement = judgement.severity(Severity::Low).arg("hosts", missing.join(", "));
            judgements.push(judgement.shown_by(self.shown_by.iter().cloned()).shown_by(evidence()));
        }
        judgements
    }
}

/// Whether clients may ask for it by name: no address, and no name without a domain.
fn is_name(host: &str) -> bool {
    hosts::address(host).is_none() && host.contains('.')
}

#[cfg(test)]
mod tests;
