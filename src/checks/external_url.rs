//! `external-url`: the external URL of Traveler is one that clients can use: https, a name of this
//! server, a path of Traveler.
//!
//! Sources: HCL Traveler, "Displaying Notes Traveler server configuration" (what it must carry);
//! "Securing the connection" (no detour over http). `NTS_EXTERNAL_URL` is only recalled: it
//! contradicts and never decides.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `right` | pass | https, a host that documents name as one of this server, a path of Traveler |
//! | `blank` | fail | the field is empty, or missing from a Server document whose form has it |
//! | `holds-password` | fail | the value carries a name and a password; it is not shown |
//! | `not-a-url` | fail | no scheme or no host |
//! | `plain-http` | fail | the scheme is http |
//! | `other-path` | fail | another path than `/traveler` or `/servlet/traveler` |
//! | `other-host` | unknown | a host that no document names as one of this server: a proxy, or a mistake |
//! | `https-off` | unknown | the https port of the Server document is off |
//! | `other-port` | unknown | another port than the https port of the Server document: a proxy, or a mistake |
//! | `port-unclear` | unknown | nothing tells for sure whether https is on, or on which port |
//! | `several-urls` | unknown | the field holds several values |
//! | `ini-differs` | unknown | notes.ini or a Configuration document has another value under `NTS_EXTERNAL_URL`, or several |
//! | `no-server-document`, `unnamed`, `contradictory`, `unclear` | unknown | see [`document`] |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::hosts;
use crate::domino::sign_in::{Hosting, PortStatus};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Role, Severity};
use crate::inventory::{Server, plain};
use crate::naming::field;
use crate::traveler::external_url;
use std::collections::BTreeSet;

/// The port of https where a URL names none.
const HTTPS: u16 = 443;
const KEY: &str = "NTS_EXTERNAL_URL";

pub(super) const CHECK: Check = Check {
    id: "external-url",
    judge,
    outcomes: &[
        "right",
        "blank",
        "holds-password",
        "not-a-url",
        "plain-http",
        "other-path",
        "other-host",
        "https-off",
        "other-port",
        "port-unclear",
        "several-urls",
        "ini-differs",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let fact = server.document.texts(field::SERVER_EXTERNAL_URL);
    if let Fact::Unknown(Doubt::Secret, evidence) = fact {
        return vec![Judgement::fail("holds-password", Confidence::Medium).shown_by(evidence)];
    }
    if let Some(open) = document::open(server, &fact) {
        return vec![open];
    }
    let judgement = match &fact {
        Fact::Known(found) => {
            ini_differs(server, found).unwrap_or_else(|| of_values(server, found))
        }
        _ => Judgement::fail("blank", Confidence::Medium).severity(Severity::Low),
    };
    let ini = server.settings.effective(KEY);
    let ini = ini.evidence().into_iter().filter(|piece| piece.excerpt.is_some());
    let raw = fact.known().map(|found| found.raw.clone()).unwrap_or_default();
    vec![judgement.shown_by(fact.evidence()).shown_by(ini).arg("value", raw)]
}

/// A line, or a Configuration document, that says something else than the Server document, whichever of
/// them counts; also lines that disagree.
fn ini_differs(server: &Server, found: &Found<Vec<String>>) -> Option<Judgement> {
    let ini = server.settings.effective(KEY);
    let own = ini.value().map(|value| plain(value)).filter(|value| !value.is_empty());
    let same = |own: &String| {
        found.value.iter().all(|value| plain(value) == *own) && !found.value.is_empty()
    };
    let seen = |piece: &Evidence| piece.role != Role::Absent;
    let unclear = matches!(&ini, Fact::Unknown(_, evidence) if evidence.iter().any(seen));
    let written = found.value.first().map(|value| plain(value));
    let pins = server.pinned_otherwise(KEY, written.as_deref());
    let differs = unclear || !pins.is_empty() || own.is_some_and(|own| !same(&own));
    differs.then(|| Judgement::unknown("ini-differs").shown_by(pins))
}

fn of_values(server: &Server, found: &Found<Vec<String>>) -> Judgement {
    let confidence = found.confidence;
    let text = match found.value.as_slice() {
        [] => {
            let blank = Judgement::fail("blank", confidence.and(Confidence::Medium));
            return blank.severity(Severity::Low);
        }
        [one] => one,
        _ => return Judgement::unknown("several-urls"),
    };
    let Some(url) = external_url(text) else {
        return Judgement::fail("not-a-url", confidence);
    };
    if !url.https {
        return Judgement::fail("plain-http", confidence);
    }
    if !url.path_is_known {
        return Judgement::fail("other-path", confidence.and(Confidence::Medium));
    }
    let names = names(server);
    if names.contains(&url.host) {
        return of_port(server, url.port.unwrap_or(HTTPS), confidence);
    }
    Judgement::unknown("other-host")
        .severity(Severity::Low)
        .arg("host", url.host)
        .arg("names", names.into_iter().collect::<Vec<_>>().join(", "))
}

/// A URL that is right but for the port, which must be the one that the Server document tells. Where that
/// lacks the item, what listens is inferred.
fn of_port(server: &Server, asked: u16, sure: Confidence) -> Judgement {
    let port = &server.directory.https;
    let open = |outcome| Judgement::unknown(outcome).severity(Severity::Low);
    match (&port.status, &port.number) {
        (Fact::Known(status), _) if status.value != PortStatus::On => {
            open("https-off").shown_by(port.status.evidence())
        }
        (Fact::Unknown(..), _) | (_, Fact::Unknown(..)) => {
            open("port-unclear").shown_by([port.status.evidence(), port.number.evidence()].concat())
        }
        (_, Fact::Known(number)) if number.value.trim_ascii().parse() != Ok(asked) => {
            let judgement = open("other-port").arg("port", &number.value).arg("asked", asked);
            judgement.shown_by(port.number.evidence())
        }
        (Fact::Known(_), Fact::Known(_)) => Judgement::pass("right", sure),
        _ => Judgement::pass("right", sure.and(Confidence::Medium)),
    }
}

/// How other fields call the server: its own document, and the sites that it surely hosts.
fn names(server: &Server) -> BTreeSet<String> {
    let fields =
        [field::SERVER_HOST_NAME, field::SERVER_HTTP_HOST_NAMES, field::SERVER_NET_ADDRESSES];
    let own = fields.into_iter().map(|id| server.document.texts(id));
    let sites = server.directory.sites.iter().filter(|(_, hosting)| *hosting == Hosting::Yes);
    let all = own.chain(sites.map(|(site, _)| site.addresses.clone()));
    let texts = all.filter_map(|fact| fact.known().map(|found| found.value.clone())).flatten();
    texts.filter_map(|text| hosts::host(&text)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TRAVELER_FORM, dxl, ini, judge, server, site, told};
    use super::*;

    fn outcome_of(lines: &str, content: &[&str]) -> String {
        told(&judge(&CHECK, &[("notes.ini", &ini(lines)), ("names.dxl", &dxl(content))])[0])
    }

    fn outcome(url: &str) -> String {
        let host = ("SMTPFullHostDomain", "trav01.example.com");
        let own = server(&[("TUrl", url), host, ("HTTP_SSLPort", "443")]);
        let site = site(2, &[("ISiteAdrs", "mail.example.com")]);
        outcome_of("", &[TRAVELER_FORM, &own, &site])
    }

    #[test]
    fn scheme_host_and_path_count() {
        let cases = [
            ("https://mail.example.com/traveler", "pass right high"),
            ("https://Trav01.example.com:443/servlet/traveler/", "pass right high"),
            ("http://mail.example.com/traveler", "fail plain-http high"),
            ("https://mail.example.com/mail", "fail other-path medium"),
            ("mail.example.com/traveler", "fail not-a-url high"),
            ("", "fail blank medium"),
            ("https://pat:geheim@mail.example.com/traveler", "fail holds-password medium"),
            ("https://proxy.example.com/traveler", "unknown other-host low"),
            ("{{ url }}", "unknown unclear low"),
            (
                "https://a.example.com/traveler</text><text>https://b.example.com/traveler",
                "unknown several-urls low",
            ),
        ];
        for (url, wanted) in cases {
            assert_eq!(outcome(url), wanted, "{url}");
        }
    }

    #[test]
    fn the_port_is_compared_with_that_of_the_server() {
        let with = |url: &str, items: &[(&str, &str)]| {
            let own = [("TUrl", url), ("SMTPFullHostDomain", "mail.example.com")];
            outcome_of("", &[TRAVELER_FORM, &server(&[&own, items].concat())])
        };
        let usual = "https://mail.example.com/traveler";
        let other = "https://mail.example.com:8443/traveler";
        type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str);
        let cases: [Case<'_>; 8] = [
            (usual, &[("HTTP_SSLPort", "443")], "pass right high"),
            (usual, &[], "pass right medium"),
            (usual, &[("HTTP_SSLPort", "{{ PORT }}")], "unknown port-unclear low"),
            (usual, &[("HTTP_SSLPort", "443"), ("HTTP_SSLMode", "9")], "unknown port-unclear low"),
            (other, &[("HTTP_SSLPort", "8443")], "pass right high"),
            (other, &[("HTTP_SSLPort", "443")], "unknown other-port low"),
            (usual, &[("HTTP_SSLPort", "8443")], "unknown other-port low"),
            (usual, &[("HTTP_SSLMode", "2")], "unknown https-off low"),
        ];
        for (url, items, wanted) in cases {
            assert_eq!(with(url, items), wanted, "{url} {items:?}");
        }
    }

    #[test]
    fn without_a_name_for_the_item_nothing_is_decided() {
        let url = "https://mail.example.com/traveler";
        let own = server(&[("TUrl", url)]);
        assert_eq!(outcome_of("", &[&own]), "unknown unnamed low");
        assert_eq!(outcome_of("", &[TRAVELER_FORM, &server(&[])]), "fail blank medium");
        assert_eq!(outcome_of("", &[TRAVELER_FORM]), "unknown no-server-document low");
    }

    #[test]
    fn a_line_of_notes_ini_contradicts_and_never_decides() {
        let url = "https://mail.example.com/traveler";
        let line = |value: &str| format!("NTS_EXTERNAL_URL={value}");
        let with = |value: &str, lines: &str| {
            let host = ("SMTPFullHostDomain", "mail.example.com");
            let own = server(&[("TUrl", value), host, ("HTTP_SSLPort", "443")]);
            outcome_of(lines, &[TRAVELER_FORM, &own])
        };
        assert_eq!(with(url, &line(url)), "pass right high");
        assert_eq!(with(url, &line("https://b.example.com/traveler")), "unknown ini-differs low");
        assert_eq!(with("", &line(url)), "unknown ini-differs low");
        let twice = format!("{}\n{}", line(url), line("https://b.example.com/traveler"));
        assert_eq!(with(url, &twice), "unknown ini-differs low");
    }
}
