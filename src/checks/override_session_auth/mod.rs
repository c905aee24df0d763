//! `override-session-auth`: the Traveler URLs answer with HTTP Basic, not with a login form, since
//! devices can't fill in a form.
//!
//! `domino::sign_in` is asked for each URL, on every host name and address of the sites of the server
//! and on any other host, over https and http. There is one judgement for each URL where all answers
//! are the same; else one for each scheme, for each host, or for each of both, with `*` for all others.
//! A way on which nobody can sign in is not judged, as long as https is open.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `session-off` | pass | session authentication is off where the request lands |
//! | `overridden` | pass | an override rule covers the path there |
//! | `form` | fail | session authentication is on and no rule covers the path |
//! | `form-rule-on-other-site` | fail | the same, and a rule that covers it hangs on a site that does not answer |
//! | `server-session-on` | fail | Internet Sites are off and the Server document has it on |
//! | `mode-unknown`, `mode-several-values`, `mode-contradictory` | unknown | it is not known whether Internet Sites are on |
//! | `mode-assumed` | unknown | only a missing item says that they are off, and session authentication is not on |
//! | `server-session-unknown` | unknown | Internet Sites are off and the Server document does not tell |
//! | `no-site` | unknown | no Web Site document of this server was supplied |
//! | `site-of-others` | unknown | all sites of the directory are here, and none is for this server |
//! | `site-conflict`, `site-unclear`, `site-maybe-deleted` | unknown | a document that is not judged may be a site of this server |
//! | `part-of-directory` | unknown | the export is known to be a selection |
//! | `site-not-default` | unknown | no site is known to be reached: none is the default or lists the address |
//! | `several-sites`, `duplicate-host`, `duplicate-address` | unknown | several sites may answer |
//! | `sni-unknown`, `release-unknown` | unknown | the site depends on whether the server reads the host name of the handshake |
//! | `password-off`, `password-unknown` | unknown | name and password are off, or that is not known |
//! | `anonymous-on`, `anonymous-unknown` | unknown | anyone may be let in, or that is not known |
//! | `ihs-in-front`, `public-url`, `settings-unknown` | unknown | notes.ini lets something else decide, or may |
//! | `port-unknown` | unknown | it is not known whether the port for http is on |
//! | `no-way-in`, `redirected-to-nothing` | unknown | both ports are off; that for https is, and http redirects there |
//! | `rules-elsewhere` | unknown | a rule on Global Web Settings or a missing document may decide |
//! | the others | unknown | a document, a rule or a field that can't be read for sure |

mod ways;

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Answer, Challenge, HttpTask, Mode, PortStatus};
use crate::evidence::{Evidence, Role, Severity, Status};
use crate::inventory::{Directory, Server};

pub(super) const CHECK: Check = Check {
    id: "override-session-auth",
    judge,
    outcomes: &[
        "session-off",
        "overridden",
        "form",
        "form-rule-on-other-site",
        "server-session-on",
        "mode-unknown",
        "mode-several-values",
        "mode-contradictory",
        "mode-assumed",
        "server-session-unknown",
        "no-site",
        "site-of-others",
        "site-conflict",
        "site-unclear",
        "site-maybe-deleted",
        "part-of-directory",
        "rules-elsewhere",
        "several-sites",
        "duplicate-host",
        "duplicate-address",
        "addresses-unclear",
        "hosting-unclear",
        "sites-maybe-missing",
        "default-unclear",
        "site-not-default",
        "sni-unknown",
        "release-unknown",
        "redirect-unknown",
        "session-unknown",
        "rule-unclear",
        "rule-without-pattern",
        "rule-case",
        "rule-unusual-pattern",
        "rule-several-patterns",
        "rule-contradictory",
        "rule-conflict",
        "rule-maybe-deleted",
        "rules-maybe-missing",
        "redirected",
        "substituted",
        "password-off",
        "password-unknown",
        "anonymous-on",
        "anonymous-unknown",
        "ihs-in-front",
        "public-url",
        "settings-unknown",
        "port-unknown",
        "no-way-in",
        "redirected-to-nothing",
    ],
};

/// The URLs that Traveler's documentation names, how much each matters, and the pattern of the rule
/// that mends it; one rule may mend several.
const URLS: [(&str, Severity, &str); 5] = [
    ("/traveler", Severity::High, "/traveler*"),
    ("/traveler/Microsoft-Server-ActiveSync", Severity::High, "/traveler*"),
    ("/Microsoft-Server-ActiveSync", Severity::High, "/Microsoft-Server-ActiveSync*"),
    ("/servlet/traveler", Severity::Medium, "/servlet/traveler*"),
    ("/travelerclients", Severity::Medium, "/traveler*"),
];

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let task = server.http_task();
    let hosts = ways::hosts_of(&task);
    let judge = |&(url, severity, pattern): &(&'static str, Severity, &'static str)| {
        let severity = if is_spared(server, url) { Severity::Low } else { severity };
        let told = ways::told(url, &ways::of(server, &task, &hosts, url));
        told.into_iter().map(move |one| one.arg("url", url).arg("rule", pattern).severity(severity))
    };
    URLS.iter().flat_map(judge).collect()
}

/// The bare ActiveSync path matters less where every client was seen to use the full path.
fn is_spared(server: &Server, url: &str) -> bool {
    let full = server.traffic.as_ref().is_some_and(crate::traveler::Traffic::only_full_paths);
    url == "/Microsoft-Server-ActiveSync" && full
}

/// What is said of one request.
fn judged(server: &Server, task: &HttpTask<'_>, url: &str, answer: &Answer<'_>) -> Judgement {
    let judgement = verdict(server, url, answer).shown_by(answer.evidence.iter().cloned());
    let by_server = matches!(Mode::of(task.internet_sites), Mode::Server(_) | Mode::Assumed);
    let judgement = match answer.site {
        Some(site) => judgement
            .arg("place", "web-site")
            .arg("site", &site.name)
            .explained_by(answer.context()),
        None if by_server => judgement
            .arg("place", "server-document")
            .explained_by(task.options.session.evidence())
            .explained_by(task.internet_sites.evidence()),
        None => judgement,
    };
    complete(server, judgement)
}

fn verdict(server: &Server, url: &str, answer: &Answer<'_>) -> Judgement {
    let sure = answer.confidence;
    match &answer.challenge {
        Challenge::SessionOff => Judgement::pass("session-off", sure),
        Challenge::Overridden(pattern) => {
            Judgement::pass("overridden", sure).arg("pattern", pattern)
        }
        Challenge::Form if answer.site.is_none() => Judgement::fail("server-session-on", sure),
        Challenge::Form => match covered_elsewhere(&server.directory, url, answer) {
            Some((other, evidence)) => Judgement::fail("form-rule-on-other-site", sure)
                .arg("other", other)
                .arg("found", answer.found_by().unwrap_or("default"))
                .shown_by(evidence)
                .shown_by(answer.found_in()),
            None => Judgement::fail("form", sure),
        },
        Challenge::Anonymous => Judgement::unknown("anonymous-on"),
        Challenge::BearerOnly | Challenge::Refused => Judgement::unknown("password-off"),
        Challenge::NoSite => Judgement::unknown("site-not-default"),
        Challenge::Closed | Challenge::ToHttps => nobody_gets_in(server),
        Challenge::Unknown(why @ ("sites-maybe-missing" | "rules-maybe-missing")) => {
            in_part(&server.directory, why)
        }
        Challenge::Unknown("no-site") if server.directory.only_sites_of_others() => {
            Judgement::unknown("site-of-others")
                .shown_by(server.directory.sites_of_others.iter().cloned())
        }
        Challenge::Unknown(why) => Judgement::unknown(why),
    }
}

/// Of no port an answer came.
fn nobody_gets_in(server: &Server) -> Judgement {
    let http = &server.directory.http.status;
    let outcome = match http.value() {
        Some(PortStatus::Redirect) => "redirected-to-nothing",
        _ => "no-way-in",
    };
    Judgement::unknown(outcome).shown_by(http.evidence())
}

/// A site that does not answer, with a rule that would do.
fn covered_elsewhere<'s>(
    directory: &'s Directory,
    url: &str,
    answer: &Answer<'_>,
) -> Option<(&'s str, Vec<Evidence>)> {
    let others = directory.sites.iter().map(|(site, _)| site);
    let others = others.filter(|site| answer.site.is_none_or(|own| !std::ptr::eq(own, *site)));
    let mut rules = others.flat_map(|site| site.rules.iter().map(move |rule| (site, rule)));
    let (site, rule) = rules.find(|(_, rule)| rule.overrides(url))?;
    Some((&site.name, rule.evidence()))
}

/// What may be missing from an export; with the figures where it is known to be a selection.
fn in_part(directory: &Directory, otherwise: &'static str) -> Judgement {
    match &directory.selection {
        None => Judgement::unknown(otherwise),
        Some(selection) => Judgement::unknown("part-of-directory")
            .arg("documents", selection.documents)
            .arg("of", selection.of)
            .shown_by([Evidence::new(Role::Context, selection.location.clone(), None)]),
    }
}

/// Gives an unknown what the evidence shows; and evidence, where nothing was seen.
fn complete(server: &Server, judgement: Judgement) -> Judgement {
    if judgement.status != Status::Unknown {
        return judgement;
    }
    let judgement = judgement.seen_as("value").seen_as("pattern");
    if judgement.evidence.is_empty() {
        return document::placed(server, judgement);
    }
    let sites = server.directory.sites.iter().map(|(site, _)| site.evidence());
    match judgement.outcome {
        "site-conflict" | "site-unclear" | "site-maybe-deleted" => judgement.explained_by(sites),
        _ => judgement,
    }
}

#[cfg(test)]
mod tests;
