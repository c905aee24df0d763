//! `override-session-auth`: the Traveler URLs answer with HTTP Basic, not with a login form, since
//! devices can't fill in a form. One judgement for each URL.
//!
//! A pass needs one Web Site document that alone can answer. With Internet Sites off, the session
//! authentication of the Server document is that of every URL, and rules do nothing.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `session-off` | pass | session authentication is off where the request lands |
//! | `overridden` | pass | an override rule covers the path there |
//! | `form` | fail | session authentication is on and no rule covers the path |
//! | `server-session-on` | fail | Internet Sites are off and the Server document has it on |
//! | `mode-unknown` | unknown | it is not known whether Internet Sites are on |
//! | `server-session-unknown` | unknown | Internet Sites are off and the Server document does not tell |
//! | `no-site` | unknown | no Web Site document of this server was supplied |
//! | `rules-elsewhere` | unknown | the site has no rule, but one hangs on Global Web Settings or a missing document |
//! | the others | unknown | see `domino::site`: several sites, hosting by a group, a redirection … |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::site::{Answering, SessionAuthentication, SignIn, answering, sign_in};
use crate::evidence::{Confidence, Evidence, Fact, Role, Severity};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "override-session-auth",
    judge,
    outcomes: &[
        "session-off",
        "overridden",
        "form",
        "server-session-on",
        "mode-unknown",
        "server-session-unknown",
        "no-site",
        "rules-elsewhere",
        "several-sites",
        "hosting-unclear",
        "sites-maybe-missing",
        "default-unclear",
        "site-not-default",
        "session-unknown",
        "rule-unclear",
        "rules-maybe-missing",
        "redirected",
        "substituted",
    ],
};

/// The URLs that Traveler's documentation names, and how much each matters.
const URLS: [(&str, Severity); 5] = [
    ("/traveler", Severity::High),
    ("/traveler/Microsoft-Server-ActiveSync", Severity::High),
    ("/Microsoft-Server-ActiveSync", Severity::High),
    ("/servlet/traveler", Severity::Medium),
    ("/travelerclients", Severity::Medium),
];

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let judge = |&(url, severity): &(&'static str, Severity)| {
        let severity = if is_spared(server, url) { Severity::Low } else { severity };
        judge_url(server, url).about(url).arg("url", url).severity(severity)
    };
    URLS.iter().map(judge).collect()
}

/// The bare ActiveSync path matters less where every client was seen to use the full path.
fn is_spared(server: &Server, url: &str) -> bool {
    let full = server.traffic.as_ref().is_some_and(crate::traveler::Traffic::only_full_paths);
    url == "/Microsoft-Server-ActiveSync" && full
}

fn judge_url(server: &Server, url: &str) -> Judgement {
    match &server.directory.internet_sites {
        Fact::Known(on) if on.value => by_sites(server, url, on.confidence),
        Fact::Known(off) => by_server_document(server, off.confidence),
        Fact::Absent(_) => by_server_document(server, Confidence::Medium),
        Fact::Unknown(_, evidence) => Judgement::unknown("mode-unknown")
            .shown_by(evidence.clone())
            .shown_by([Evidence::new(Role::Absent, server.place(), None)]),
    }
}

fn by_server_document(server: &Server, mode: Confidence) -> Judgement {
    let directory = &server.directory;
    let judgement = match &directory.session {
        Fact::Known(found) if found.value == SessionAuthentication::Off => {
            Judgement::pass("session-off", found.confidence.and(mode))
                .arg("place", "Server document")
        }
        Fact::Known(found) => Judgement::fail("server-session-on", found.confidence.and(mode)),
        _ => Judgement::unknown("server-session-unknown"),
    };
    judgement.shown_by(directory.session.evidence()).shown_by(directory.internet_sites.evidence())
}

fn by_sites(server: &Server, url: &str, mode: Confidence) -> Judgement {
    let directory = &server.directory;
    let (site, alone) =
        match answering(&directory.sites, &directory.addresses, directory.sites_whole) {
            Answering::Only(site, confidence) => (site, confidence.and(mode)),
            Answering::None => {
                let place = directory.document.clone().unwrap_or_else(|| server.place());
                return Judgement::unknown("no-site").shown_by([Evidence::new(
                    Role::Absent,
                    place,
                    None,
                )]);
            }
            Answering::Unsure(why, evidence) => return Judgement::unknown(why).shown_by(evidence),
        };
    let judgement = match sign_in(site, url) {
        SignIn::SessionOff(found) => Judgement::pass("session-off", found.confidence.and(alone))
            .shown_by([found.evidence(Role::Observed)])
            .arg("place", format!("Web Site document \"{}\"", site.name)),
        SignIn::Overridden(pattern) => Judgement::pass("overridden", pattern.confidence.and(alone))
            .arg("pattern", &pattern.raw)
            .shown_by([pattern.evidence(Role::Observed)]),
        SignIn::Form(_, evidence) if !directory.other_rules.is_empty() => {
            Judgement::unknown("rules-elsewhere")
                .shown_by(evidence)
                .shown_by(directory.other_rules.clone())
        }
        SignIn::Form(confidence, evidence) => {
            Judgement::fail("form", confidence.and(alone)).shown_by(evidence)
        }
        SignIn::Unsure(why, evidence) => Judgement::unknown(why).shown_by(evidence),
    };
    judgement.arg("site", &site.name)
}
