//! `sign-in-source`: Traveler's URLs take name and password, checked against one source of users.
//!
//! Citrix wants Domino, Notes or LDAP as the source. ActiveSync clients sign in with name and password:
//! a site that takes bearer tokens alone, or lets anybody in, is no place for them. Which directory is
//! asked beside the Domino Directory is told by the name of the directory assistance database; what it
//! holds, and who is in it, no file of these tells.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `name-and-password` | pass | name and password are on over TLS and nobody comes in without a name |
//! | `bearer-only`, `password-off` | fail | name and password are off, with bearer tokens on or not |
//! | `anonymous-on` | fail | anyone is let in, over https or over an http that is on |
//! | `one-of-several` | unknown | one of the above, on a site that devices may never reach |
//! | `options-unclear` | unknown | the document does not tell it in a way that is read here |
//! | `site-of-others` | unknown | all sites of the directory are here, and none is for this server |
//! | `hosting-unclear`, `sites-maybe-missing`, `no-site` | unknown | the Web Site documents of the server are not known |
//! | `mode-unknown` | unknown | it is not known whether Internet Sites are on |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Hosting, Mode, Options, PortStatus, Scheme, SignInOptions, WebSite};
use crate::evidence::{Confidence, Evidence, Fact, Found, Role};
use crate::inventory::Server;
use crate::naming::field;

pub(super) const CHECK: Check = Check {
    id: "sign-in-source",
    judge,
    outcomes: &[
        "name-and-password",
        "bearer-only",
        "password-off",
        "anonymous-on",
        "one-of-several",
        "options-unclear",
        "hosting-unclear",
        "sites-maybe-missing",
        "no-site",
        "site-of-others",
        "mode-unknown",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let mode = server.directory.internet_sites.evidence();
    let judgements = match server.directory.mode() {
        Mode::Sites(sure) => of_sites(server, sure),
        Mode::Server(sure) => vec![of_server(server, sure)],
        // That a missing item means off is inferred: where it is wrong, other documents count.
        Mode::Assumed | Mode::Unknown(_) => {
            vec![Judgement::unknown("mode-unknown").shown_by(mode)]
        }
    };
    judgements.into_iter().map(|judgement| complete(server, judgement)).collect()
}

/// Names the second directory, and gives evidence where nothing was seen.
fn complete(server: &Server, judgement: Judgement) -> Judgement {
    let assistance = server.document.texts(field::SERVER_DIRECTORY_ASSISTANCE);
    let name = assistance.value().and_then(|names| names.first().cloned());
    let judgement = judgement
        .arg("assistance", name.unwrap_or_else(|| "none-seen".to_owned()))
        .explained_by(assistance.evidence());
    document::placed(server, judgement)
}

fn of_server(server: &Server, sure: Confidence) -> Judgement {
    of_options(server, &server.directory.options, sure).arg("place", "server-document")
}

fn of_sites(server: &Server, sure: Confidence) -> Vec<Judgement> {
    let directory = &server.directory;
    let sites = &directory.sites;
    if directory.only_sites_of_others() {
        let others = directory.sites_of_others.iter().cloned();
        return vec![Judgement::unknown("site-of-others").shown_by(others)];
    }
    if sites.is_empty() {
        return vec![Judgement::unknown("no-site")];
    }
    let shown = || sites.iter().map(|(site, _)| site.evidence());
    let Some(whole) = directory.all_sites() else {
        return vec![Judgement::unknown("sites-maybe-missing").shown_by(shown())];
    };
    let only = matches!(sites.as_slice(), [(_, Hosting::Yes)]);
    sites
        .iter()
        .map(|(site, hosting)| of_site(server, site, *hosting, only, sure.and(whole)))
        .collect()
}

fn of_site(
    server: &Server,
    site: &WebSite,
    hosting: Hosting,
    only: bool,
    sure: Confidence,
) -> Judgement {
    let judgement = of_options(server, &site.options, sure);
    let judgement = match (judgement.outcome, hosting) {
        ("name-and-password", Hosting::Maybe) => {
            Judgement::unknown("hosting-unclear").shown_by([site.evidence()])
        }
        ("bearer-only" | "password-off" | "anonymous-on", _) if !only => {
            Judgement::unknown("one-of-several").shown_by(judgement.evidence)
        }
        _ => judgement,
    };
    judgement.about(&site.name).arg("place", "web-site").arg("site", &site.name)
}

fn of_options(server: &Server, options: &SignInOptions, sure: Confidence) -> Judgement {
    // Where https is off, something in front takes TLS off and asks over http.
    let tls_off = server.directory.https.status.value() == Some(&PortStatus::Off);
    let scheme = if tls_off { Scheme::Http } else { Scheme::Https };
    let own = options.of(scheme);
    let unclear = || [own.password.evidence(), own.anonymous.evidence()].concat();
    if !tls_off && let Some(judgement) = over_http(server, options, sure) {
        return judgement.arg("over", Scheme::Http.word());
    }
    let judgement = match (&own.password, &own.anonymous) {
        (_, Fact::Known(anonymous)) if anonymous.value => anonymous_on(anonymous, sure),
        (Fact::Known(password), _) if !password.value => without_password(own, password, sure),
        (Fact::Known(password), Fact::Known(anonymous)) => {
            let sure = sure.and(password.confidence).and(anonymous.confidence);
            let shown = [seen(password), seen(anonymous)];
            Judgement::pass("name-and-password", sure).shown_by(shown)
        }
        _ => Judgement::unknown("options-unclear").shown_by(unclear()),
    };
    judgement.arg("over", scheme.word())
}

/// What speaks against the options over http, where that is on beside https, or may be.
fn over_http(server: &Server, options: &SignInOptions, sure: Confidence) -> Option<Judgement> {
    let Fact::Known(anonymous) = &options.of(Scheme::Http).anonymous else { return None };
    match server.directory.http.status.value() {
        _ if !anonymous.value => None,
        Some(PortStatus::Off | PortStatus::Redirect) => None,
        Some(PortStatus::On) => Some(anonymous_on(anonymous, sure)),
        None => Some(Judgement::unknown("options-unclear").shown_by([seen(anonymous)])),
    }
}

fn anonymous_on(anonymous: &Found<bool>, sure: Confidence) -> Judgement {
    Judgement::fail("anonymous-on", sure.and(anonymous.confidence)).shown_by([seen(anonymous)])
}

fn without_password(own: &Options, password: &Found<bool>, sure: Confidence) -> Judgement {
    let sure = sure.and(password.confidence);
    match &own.bearer {
        Fact::Known(bearer) if bearer.value => {
            Judgement::fail("bearer-only", sure).shown_by([seen(password), seen(bearer)])
        }
        _ => Judgement::fail("password-off", sure).shown_by([seen(password)]),
    }
}

fn seen(flag: &Found<bool>) -> Evidence {
    flag.evidence(Role::Observed)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, export, ini, judge, server, site, told};
    use super::*;

    fn judged(content: &[&str]) -> Vec<String> {
        let names = dxl(content);
        let judgements = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        judgements.iter().map(|one| format!("{}{}", one.subject, told(one))).collect()
    }

    const ON: [(&str, &str); 1] = [("LdISite", "1")];

    #[test]
    fn the_options_of_the_document_that_counts_decide() {
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[], "pass name-and-password high"),
            (&[("SSLNameAndPwd", "0")], "fail password-off high"),
            (&[("SSLNameAndPwd", "0"), ("SSLBearerToken", "1")], "fail bearer-only high"),
            (&[("SSLAnonymous", "1")], "fail anonymous-on high"),
            (&[("SSLAnonymous", "?")], "unknown options-unclear low"),
            (&[("WSHostingSrvrs", "Some Group")], "unknown hosting-unclear low"),
        ];
        for (items, wanted) in cases {
            let own = judged(&[&server(&ON), &site(2, items)]);
            assert_eq!(own, [format!("Mail{wanted}")], "{items:?}");
        }
        let off =
            |items: &[(&str, &str)]| judged(&[&server(&[&[("LdISite", "0")], items].concat())]);
        assert_eq!(off(&[]), ["pass name-and-password medium"]);
        assert_eq!(off(&[("HTTP_SSLNP", "0")]), ["fail password-off medium"]);
        for odd in [server(&[("LdISite", "?")]), server(&[])] {
            assert_eq!(judged(&[&odd]), ["unknown mode-unknown low"]);
        }
    }

    #[test]
    fn where_https_is_off_the_options_over_http_count() {
        let own = [ON[0], ("HTTP_SSLMode", "2"), ("HTTP_NormalMode", "1")];
        let tcp = [("TCPNameAndPwd", "0"), ("TCPAnonymous", "0")];
        assert_eq!(judged(&[&server(&own), &site(2, &tcp)]), ["Mailfail password-off high"]);
    }

    #[test]
    fn who_is_let_in_without_a_name_over_http_counts_too() {
        let tcp = [("TCPAnonymous", "1")];
        let cases = [
            ("1", "Mailfail anonymous-on high"),
            ("2", "Mailpass name-and-password high"),
            ("3", "Mailpass name-and-password high"),
            ("9", "Mailunknown options-unclear low"),
        ];
        for (mode, wanted) in cases {
            let own = server(&[ON[0], ("HTTP_NormalMode", mode)]);
            assert_eq!(judged(&[&own, &site(2, &tcp)]), [wanted], "{mode}");
        }
    }

    #[test]
    fn a_site_that_lets_nobody_in_without_a_name_over_http_does_no_harm() {
        let own = server(&[ON[0], ("HTTP_NormalMode", "1")]);
        let tcp = [("TCPAnonymous", "0")];
        assert_eq!(judged(&[&own, &site(2, &tcp)]), ["Mailpass name-and-password high"]);
        let token = [("SSLNameAndPwd", "0"), ("SSLBearerToken", "0")];
        assert_eq!(judged(&[&own, &site(2, &token)]), ["Mailfail password-off high"]);
    }

    #[test]
    fn several_sites_and_sites_that_may_be_missing() {
        let own = server(&ON);
        let (good, bad) = (site(2, &[]), site(3, &[("ISiteName", "Old"), ("SSLNameAndPwd", "0")]));
        let wanted = ["Mailpass name-and-password high", "Oldunknown one-of-several low"];
        assert_eq!(judged(&[&own, &good, &bad]), wanted);
        assert_eq!(judged(&[&own]), ["unknown no-site low"]);
        let others = site(2, &[("WSHostingSrvrs", "CN=Mail01/O=Acme")]);
        assert_eq!(judged(&[&own, &others]), ["unknown site-of-others low"]);
        let part = export("20260101", 9, &[&own, &good]);
        let found = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &part)]);
        assert_eq!(told(&found[0]), "unknown sites-maybe-missing low");
    }
}
