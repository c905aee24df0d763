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
//! | `mode-unknown`, `mode-several-values`, `mode-contradictory` | unknown | it is not known whether Internet Sites are on |
//! | `mode-assumed` | unknown | only a missing item says that they are off, and session authentication is not on |
//! | `server-session-unknown` | unknown | Internet Sites are off and the Server document does not tell |
//! | `no-site` | unknown | no Web Site document of this server was supplied |
//! | `site-conflict`, `site-unclear`, `site-maybe-deleted` | unknown | a document that is not judged may be a site of this server |
//! | `part-of-directory` | unknown | the export is known to be a selection |
//! | `password-off`, `password-unknown` | unknown | name and password are off over https, or that is not known |
//! | `rules-elsewhere` | unknown | a rule on Global Web Settings or a missing document may decide |
//! | the others | unknown | see `domino::site`: several sites, hosting by a group, a redirection … |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::site::{
    Answering, Rule, RuleKind, SessionAuthentication, SignIn, WebSite, answering, sign_in,
    without_password,
};
use crate::evidence::{Confidence, Evidence, Fact, Role, Severity, Status};
use crate::inventory::{Directory, Mode, ModeDoubt, Server};

pub(super) const CHECK: Check = Check {
    id: "override-session-auth",
    judge,
    outcomes: &[
        "session-off",
        "overridden",
        "form",
        "server-session-on",
        "mode-unknown",
        "mode-several-values",
        "mode-contradictory",
        "mode-assumed",
        "server-session-unknown",
        "no-site",
        "site-conflict",
        "site-unclear",
        "site-maybe-deleted",
        "part-of-directory",
        "rules-elsewhere",
        "several-sites",
        "hosting-unclear",
        "sites-maybe-missing",
        "default-unclear",
        "site-not-default",
        "session-unknown",
        "rule-unclear",
        "rule-without-pattern",
        "rule-case",
        "rule-several-patterns",
        "rule-contradictory",
        "rule-conflict",
        "rule-maybe-deleted",
        "rules-maybe-missing",
        "redirected",
        "substituted",
        "password-off",
        "password-unknown",
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
    let judge = |&(url, severity, pattern): &(&'static str, Severity, &'static str)| {
        let severity = if is_spared(server, url) { Severity::Low } else { severity };
        judge_url(server, url).about(url).arg("url", url).arg("rule", pattern).severity(severity)
    };
    URLS.iter().map(judge).collect()
}

/// The bare ActiveSync path matters less where every client was seen to use the full path.
fn is_spared(server: &Server, url: &str) -> bool {
    let full = server.traffic.as_ref().is_some_and(crate::traveler::Traffic::only_full_paths);
    url == "/Microsoft-Server-ActiveSync" && full
}

fn judge_url(server: &Server, url: &str) -> Judgement {
    let judgement = match server.directory.mode() {
        Mode::Sites(mode) => return by_sites(server, url, mode),
        Mode::Server(mode) => return by_server_document(server, mode),
        Mode::Assumed => return by_missing_item(server),
        Mode::Unknown(doubt) => Judgement::unknown(match doubt {
            ModeDoubt::NoServerDocument | ModeDoubt::Unclear => "mode-unknown",
            ModeDoubt::SeveralValues => "mode-several-values",
            ModeDoubt::Contradictory => "mode-contradictory",
        }),
    };
    let judgement = judgement.shown_by(server.directory.internet_sites.evidence());
    if judgement.evidence.is_empty() {
        return judgement.shown_by([Evidence::new(Role::Absent, server.place(), None)]);
    }
    judgement.seen_as("value")
}

/// A missing item is taken for off. That is inferred: where it is wrong, other documents count, so
/// nothing passes on it.
fn by_missing_item(server: &Server) -> Judgement {
    let judgement = by_server_document(server, Confidence::Medium);
    match judgement.status {
        Status::Fail => judgement,
        _ => Judgement { evidence: judgement.evidence, ..Judgement::unknown("mode-assumed") },
    }
}

fn by_server_document(server: &Server, mode: Confidence) -> Judgement {
    let directory = &server.directory;
    let judgement = match &directory.session {
        Fact::Known(found) if found.value == SessionAuthentication::Off => {
            match without_password(&directory.password) {
                Some(SignIn::Unsure(why, evidence)) => Judgement::unknown(why).shown_by(evidence),
                _ => Judgement::pass("session-off", found.confidence.and(mode)),
            }
            .arg("place", "server-document")
        }
        Fact::Known(found) => Judgement::fail("server-session-on", found.confidence.and(mode)),
        _ => Judgement::unknown("server-session-unknown"),
    };
    judgement.shown_by(directory.session.evidence()).shown_by(directory.internet_sites.evidence())
}

fn by_sites(server: &Server, url: &str, mode: Confidence) -> Judgement {
    let directory = &server.directory;
    if let Some(unclear) = unclear_sites(directory) {
        return unclear;
    }
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
            Answering::Unsure("sites-maybe-missing", evidence) => {
                return of_several(directory, url).unwrap_or_else(|| {
                    in_part(directory, "sites-maybe-missing").shown_by(evidence)
                });
            }
            Answering::Unsure(why, evidence) => return Judgement::unknown(why).shown_by(evidence),
        };
    let answer = sign_in(site, url);
    let elsewhere =
        rules_elsewhere(&directory.other_rules, url, matches!(answer, SignIn::Form(..)));
    let judgement = match answer {
        SignIn::Unsure("rules-maybe-missing", evidence) => {
            in_part(directory, "rules-maybe-missing").shown_by(evidence)
        }
        SignIn::Unsure(why, evidence) => unsure(why, evidence),
        _ if !elsewhere.is_empty() => Judgement::unknown("rules-elsewhere").shown_by(elsewhere),
        SignIn::SessionOff(found) => Judgement::pass("session-off", found.confidence.and(alone))
            .shown_by([found.evidence(Role::Observed)])
            .arg("place", "web-site"),
        SignIn::Overridden(pattern) => Judgement::pass("overridden", pattern.confidence.and(alone))
            .arg("pattern", &pattern.raw)
            .shown_by([pattern.evidence(Role::Observed)]),
        SignIn::Form(confidence, evidence) => {
            Judgement::fail("form", confidence.and(alone)).shown_by(evidence)
        }
    };
    judgement.arg("site", &site.name).explained_by(context(site))
}

/// A document that may be a site of the server leaves open which one answers.
fn unclear_sites(directory: &Directory) -> Option<Judgement> {
    let first = directory.unclear_sites.first()?;
    let same = directory.unclear_sites.iter().filter(|site| site.why == first.why);
    let places = same.flat_map(|site| &site.places);
    let evidence = places.map(|place| Evidence::new(Role::Conflict, place.clone(), None));
    let others = directory
        .sites
        .iter()
        .map(|(site, _)| Evidence::new(Role::Context, site.location.clone(), site.name.clone()));
    Some(Judgement::unknown(first.why).shown_by(evidence).explained_by(others))
}

/// Whatever other sites there may be: what can't be told of the one that is here comes first, since it
/// must be mended anyway.
fn of_several(directory: &Directory, url: &str) -> Option<Judgement> {
    let [(site, _)] = directory.sites.as_slice() else { return None };
    match sign_in(site, url) {
        SignIn::Unsure(why, evidence) if why != "rules-maybe-missing" => {
            Some(unsure(why, evidence).arg("site", &site.name).explained_by(context(site)))
        }
        _ => None,
    }
}

/// What can't be told of the site that answers.
fn unsure(why: &'static str, evidence: Vec<Evidence>) -> Judgement {
    Judgement::unknown(why).shown_by(evidence).seen_as("pattern").arg("place", "web-site")
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

/// Rules outside the site that may decide about the URL: an override where the site has none, and
/// anything that may take the request to another path.
fn rules_elsewhere(rules: &[Rule], url: &str, overrides_too: bool) -> Vec<Evidence> {
    let decides = |rule: &&Rule| match rule.kind.value() {
        Some(RuleKind::OverrideSession) => overrides_too,
        Some(RuleKind::Directory | RuleKind::ResponseHeader) => false,
        Some(RuleKind::Redirection | RuleKind::Substitution) | None => true,
    };
    let found = rules.iter().filter(decides).filter(|rule| rule.may_cover(url));
    found
        .map(|rule| {
            let pattern = rule.pattern.known().map(|found| found.raw.clone());
            Evidence::new(Role::Context, rule.location.clone(), pattern)
        })
        .collect()
}

/// What made this site the one that answers, and a rule necessary there.
fn context(site: &WebSite) -> impl Iterator<Item = Evidence> {
    let default = site.is_default.known().map(|found| found.evidence(Role::Context));
    let session = site.session.known().map(|found| found.evidence(Role::Context));
    default.into_iter().chain(session)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        RULE_FORM, document, dxl, export, ini, judge, rule, server, site, told,
    };
    use super::*;

    /// What is said of each URL, in their order; one word where it is the same for all.
    fn outcomes(content: &[&str]) -> Vec<String> {
        let files = [("notes.ini", ini("")), ("names.dxl", dxl(content))];
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let mut told: Vec<_> = judge(&CHECK, &files).iter().map(told).collect();
        if told.iter().all(|one| *one == told[0]) {
            told.truncate(1);
        }
        told
    }

    const ON: [(&str, &str); 1] = [("LdISite", "1")];

    #[test]
    fn the_only_site_of_the_server_answers() {
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let form = vec!["fail form high"];
        let covered = "pass overridden high";
        let all = [
            rule(3, 2, "O", "/traveler*"),
            rule(4, 2, "O", "/Microsoft-Server-ActiveSync*"),
            rule(5, 2, "O", "/servlet/traveler*"),
        ]
        .concat();
        let cases = [
            (String::new(), form.clone()),
            (all, vec![covered]),
            (rule(3, 2, "O", "*"), vec![covered]),
            (rule(3, 2, "D", "*"), form.clone()),
            (
                rule(3, 2, "O", "/traveler*"),
                vec![covered, covered, "fail form high", "fail form high", covered],
            ),
            // Without a star the pattern stands for what is below it: inferred.
            (
                rule(3, 2, "O", "/traveler"),
                vec![
                    "fail form medium",
                    "pass overridden medium",
                    "fail form medium",
                    "fail form medium",
                    "fail form medium",
                ],
            ),
            (rule(3, 2, "?", "*"), vec!["unknown rule-unclear low"]),
            // What covers the path may also take the request away.
            (rule(3, 2, "O", "*") + &rule(4, 2, "?", "*"), vec!["unknown rule-unclear low"]),
            (rule(3, 2, "O", ""), vec!["unknown rule-without-pattern low"]),
            (rule(3, 2, "O", "</text><text>/x*"), vec!["unknown rule-several-patterns low"]),
            (
                document("R", 3, Some(2), &[("RKind", "O")]),
                vec!["unknown rule-without-pattern low"],
            ),
            (rule(3, 2, "N", "*"), vec!["unknown redirected low"]),
            (document("Odd", 3, Some(2), &[]), vec!["unknown rule-unclear low"]),
            (document("FileProtection", 3, Some(2), &[]), form),
        ];
        for (rules, wanted) in cases {
            let content = [RULE_FORM, &server(&ON), &site(2, &default), &rules];
            assert_eq!(outcomes(&content), wanted, "{rules}");
        }
    }

    #[test]
    fn the_site_must_be_the_one_that_answers() {
        let session = ("HTTP_EnableSessionAuth", "1");
        let rules = rule(3, 2, "O", "*");
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[("WSIsDflt", "1"), session], "pass overridden high"),
            (&[("WSIsDflt", "0"), session], "unknown site-not-default low"),
            (&[session, ("ISiteAdrs", "mail.example.com")], "unknown site-not-default low"),
            (&[session, ("ISiteAdrs", "192.0.2.10")], "pass overridden high"),
            (&[session, ("ISiteAdrs", "192.0.2.99")], "unknown site-not-default low"),
            (&[("WSIsDflt", "1")], "unknown session-unknown low"),
        ];
        for (items, wanted) in cases {
            let server = server(&[("LdISite", "1"), ("NetAddresses", "192.0.2.10")]);
            let content = [RULE_FORM, &server, &site(2, items), &rules];
            assert_eq!(outcomes(&content), [wanted], "{items:?}");
        }
    }

    #[test]
    fn a_site_whose_organisation_is_not_surely_the_servers_decides_nothing() {
        for (organisation, wanted) in [
            ("Acme", "pass overridden high"),
            ("O=ACME", "pass overridden high"),
            ("Acme/US", "unknown hosting-unclear low"),
            ("", "unknown hosting-unclear low"),
            ("Other", "unknown no-site low"),
        ] {
            let own = site(
                2,
                &[("ISiteOrg", organisation), ("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")],
            );
            let rule = rule(3, 2, "O", "*");
            let told = outcomes(&[RULE_FORM, &server(&ON), &own, &rule]);
            assert_eq!(told, [wanted], "{organisation}");
        }
    }

    #[test]
    fn several_sites_and_sites_of_others() {
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let named = |servers| {
            let items = [
                ("Type", "WebSite"),
                ("WSHostingSrvrs", servers),
                ("WSIsDflt", "1"),
                ("HTTP_EnableSessionAuth", "1"),
            ];
            document("WebSite", 7, None, &items)
        };
        let elsewhere = site(7, &[("ISiteOrg", "Renovations"), ("WSIsDflt", "1")]);
        let on_other = [site(2, &default), site(6, &[]), rule(3, 2, "O", "*")].concat();
        let cases = [
            (site(2, &default) + &named("CN=Trav01/O=Acme"), "unknown several-sites low"),
            (site(2, &default) + &named("CN=Mail01/O=Acme"), "fail form high"),
            (site(2, &default) + &elsewhere, "fail form high"),
            (named("Mobile Servers"), "unknown hosting-unclear low"),
            (named("CN=Mail01/O=Acme"), "unknown no-site low"),
            (on_other, "unknown several-sites low"),
            (String::new(), "unknown no-site low"),
        ];
        for (sites, wanted) in cases {
            assert_eq!(outcomes(&[RULE_FORM, &server(&ON), &sites]), [wanted], "{sites}");
        }
    }

    #[test]
    fn what_an_export_may_lack_is_never_a_pass_or_fail() {
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let parts = [server(&ON), site(2, &default)];
        let selection = |forms: &str| {
            dxl(&[forms, &parts[0], &parts[1]])
                .replace("numberofdocuments='2'", "numberofdocuments='900'")
        };
        let judge_of =
            |names: &str| told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", names)])[0]);
        assert_eq!(judge_of(&selection("")), "unknown part-of-directory low");
        assert_eq!(judge_of(&selection(RULE_FORM)), "unknown part-of-directory low");
        let nameless = dxl(&[RULE_FORM, &parts[0], &parts[1], &rule(3, 2, "O", "")])
            .replace("numberofdocuments='3'", "numberofdocuments='900'");
        assert_eq!(judge_of(&nameless), "unknown rule-without-pattern low");
        let uncounted = dxl(&[RULE_FORM, &parts[0], &parts[1]]).replace("numberofdocuments", "n");
        assert_eq!(judge_of(&uncounted), "unknown sites-maybe-missing low");
        let cut = dxl(&[RULE_FORM, &parts[0], &parts[1]]).replace("</database>", "");
        assert_eq!(judge_of(&cut), "unknown sites-maybe-missing low");
        // A conflict is never judged, but it shows that there may be a rule.
        let conflict = dxl(&[
            RULE_FORM,
            &parts[0],
            &parts[1],
            &rule(3, 2, "O", "*").replace(" form=", " conflict='true' form="),
        ]);
        assert_eq!(judge_of(&conflict), "unknown rule-conflict low");
        let of_rule = document("R", 4, Some(3), &[("RKind", "N"), ("RPath", "*")])
            .replace(" form=", " conflict='true' form=");
        let rules = rule(3, 2, "O", "*") + &of_rule;
        let of_rule = dxl(&[RULE_FORM, &parts[0], &parts[1], &rules]);
        assert_eq!(judge_of(&of_rule), "unknown rule-conflict low");
        let copy = site(8, &default);
        for (mark, wanted) in [("conflict", "site-conflict"), ("truncated", "site-unclear")] {
            let copy = copy.replace(" form=", &format!(" {mark}='true' form="));
            let two = dxl(&[RULE_FORM, &parts[0], &parts[1], &copy, &rule(3, 2, "O", "*")]);
            assert_eq!(judge_of(&two), format!("unknown {wanted} low"));
            let other = dxl(&[
                RULE_FORM,
                &parts[0],
                &parts[1],
                &copy.replace("<text>*<", "<text>CN=Mail01/O=Acme<"),
                &rule(3, 2, "O", "*"),
            ]);
            assert_eq!(judge_of(&other), "pass overridden high", "hosted by another server");
        }
        let moved =
            dxl(&[RULE_FORM, &parts[0], &parts[1], &rule(3, 2, "O", "*"), &rule(4, 9, "N", "/*")]);
        assert_eq!(judge_of(&moved), "unknown rules-elsewhere low");
        let global = dxl(&[RULE_FORM, &parts[0], &parts[1], &rule(3, 9, "O", "*")]);
        assert_eq!(judge_of(&global), "unknown rules-elsewhere low");
    }

    /// What is said of the first URL where these are the exports.
    fn first_of(exports: &[&str]) -> Judgement {
        let own = ini("");
        let names: Vec<_> = (0..exports.len()).map(|at| format!("{at}.dxl")).collect();
        let exports = names.iter().zip(exports).map(|(name, text)| (name.as_str(), *text));
        let files: Vec<_> = [("notes.ini", own.as_str())].into_iter().chain(exports).collect();
        judge(&CHECK, &files).swap_remove(0)
    }

    #[test]
    fn what_a_newer_export_of_the_directory_lacks_is_deleted() {
        let (own, site) =
            (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
        let rule = rule(3, 2, "O", "*");
        let with = |day: &str| export(day, 3, &[RULE_FORM, &own, &site, &rule]);
        let without = |day: &str, count| export(day, count, &[RULE_FORM, &own, &site]);
        let (old, new, undated) = ("20260101", "20260201", "");
        let cases = [
            (with(old), without(new, 2), "fail form high"),
            (without(new, 2), with(old), "fail form high"),
            (with(new), without(old, 2), "pass overridden high"),
            (with(old), without(old, 2), "unknown rule-maybe-deleted low"),
            (with(undated), without(undated, 2), "unknown rule-maybe-deleted low"),
            (with(old), without(new, 900), "unknown rule-maybe-deleted low"),
            (with(new), without(old, 900), "pass overridden high"),
            (with(old), export(new, 900, &[&own]), "pass overridden high"),
            (with(old), export(new, 1, &[&own]), "unknown no-site low"),
            (with(old), export(undated, 1, &[&own]), "unknown site-maybe-deleted low"),
            (with(old), export(new, 2, &[&site, &rule]), "unknown mode-unknown low"),
            (with(old), export(undated, 2, &[&site, &rule]), "unknown mode-contradictory low"),
        ];
        for (a, b, wanted) in cases {
            assert_eq!(told(&first_of(&[&a, &b])), wanted, "{a}{b}");
        }
        // Without dates the documents themselves may tell.
        let later =
            export(undated, 2, &[RULE_FORM, &own, &site]).replace("sequence='1'", "sequence='2'");
        assert_eq!(told(&first_of(&[&with(undated), &later])), "fail form high");
    }

    #[test]
    fn two_exports_in_one_file_are_two_exports() {
        let (own, site) =
            (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
        let rule = rule(3, 2, "O", "*");
        let with = export("20260101", 3, &[RULE_FORM, &own, &site, &rule]);
        let without = export("20260201", 2, &[RULE_FORM, &own, &site]);
        for both in [format!("{with}{without}"), format!("{without}{with}")] {
            assert_ne!(first_of(&[&both]).status, crate::evidence::Status::Pass, "{both}");
        }
    }

    #[test]
    fn a_document_that_stands_twice_counts_once() {
        let (own, site) =
            (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
        let twice = export("20260101", 3, &[RULE_FORM, &own, &own, &site]);
        assert_eq!(told(&first_of(&[&twice])), "unknown part-of-directory low");
    }

    #[test]
    fn an_excerpt_of_unknown_age_contradicts_the_whole_document() {
        let site = site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]);
        let whole = export("20260101", 3, &[RULE_FORM, &server(&ON), &site, &rule(3, 2, "O", "*")]);
        let row = |name: &str, value: &str| {
            format!(
                "[{{\"@unid\":\"{:032X}\",\"Form\":\"Server\",\"Type\":\"Server\",\
                 \"ServerName\":\"CN=Trav01/O=Acme\",\"{name}\":\"{value}\"}}]",
                1
            )
        };
        let judged = |row: &str| {
            let own = ini("");
            let files = [("notes.ini", own.as_str()), ("names.dxl", &whole), ("list.json", row)];
            told(&judge(&CHECK, &files)[0])
        };
        assert_eq!(judged(&row("LdISite", "1")), "pass overridden high");
        assert_eq!(judged(&row("Location", "Roof")), "pass overridden high");
        assert_eq!(judged(&row("LdISite", "0")), "unknown mode-contradictory low");
    }

    #[test]
    fn copies_of_one_version_that_disagree_decide_nothing() {
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let off = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "0")];
        let parts = [server(&ON), site(2, &default), rule(3, 2, "O", "*")];
        let day = "20260101";
        let whole = |parts: &[String]| {
            let parts: Vec<_> = parts.iter().map(String::as_str).collect();
            export(day, parts.len(), &[&[RULE_FORM], parts.as_slice()].concat())
        };
        let cases = [
            (0, server(&ON), "pass overridden high"),
            (0, server(&[("LdISite", "0")]), "unknown mode-contradictory low"),
            (0, document("Server", 1, None, &[("Type", "Person")]), "unknown mode-unknown low"),
            (1, site(2, &off), "unknown session-unknown low"),
            (1, site(2, &[("WSIsDflt", "0"), default[1]]), "unknown default-unclear low"),
            (1, document("WebSite", 2, None, &[("Type", "x")]), "unknown site-unclear low"),
            (2, rule(3, 2, "O", "/x*"), "unknown rule-contradictory low"),
            (2, rule(3, 2, "N", "*"), "unknown rule-unclear low"),
            (2, rule(3, 9, "O", "*"), "unknown rule-unclear low"),
        ];
        for (at, other, wanted) in cases {
            let mut others = parts.clone();
            others[at] = other;
            let (a, b) = (whole(&parts), whole(&others));
            for exports in [[&a, &b], [&b, &a]] {
                let exports: Vec<_> = exports.iter().map(|text| text.as_str()).collect();
                assert_eq!(told(&first_of(&exports)), wanted, "{others:?}");
            }
        }
        let both = [whole(&parts), whole(&[server(&[("LdISite", "0")]), parts[1].clone()])];
        let places = first_of(&[&both[0], &both[1]]).evidence;
        let files: std::collections::BTreeSet<_> =
            places.iter().map(|piece| piece.location.path.file_name()).collect();
        assert_eq!(files.len(), 2, "{places:?}");
    }

    #[test]
    fn a_conflict_is_shown_with_the_document_it_is_in_conflict_with() {
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let items = [("Type", "WebSite"), ("WSHostingSrvrs", "*")];
        let copy =
            document("WebSite", 8, Some(2), &items).replace(" form=", " conflict='true' form=");
        let names =
            dxl(&[RULE_FORM, &server(&ON), &site(2, &default), &copy, &rule(3, 2, "O", "*")]);
        let judgement = first_of(&[&names]);
        assert_eq!(told(&judgement), "unknown site-conflict low");
        assert_eq!(judgement.evidence.len(), 2);
        // Resolved in a newer export.
        let resolved =
            export("20260201", 3, &[&server(&ON), &site(2, &default), &rule(3, 2, "O", "*")]);
        let names = export(
            "20260101",
            4,
            &[RULE_FORM, &server(&ON), &site(2, &default), &copy, &rule(3, 2, "O", "*")],
        );
        assert_eq!(told(&first_of(&[&names, &resolved])), "pass overridden high");
    }

    #[test]
    fn a_directory_of_another_domain_says_nothing() {
        let foreign = |text: String| text.replace("0000000000000001", "0000000000000002");
        let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
        let own = dxl(&[RULE_FORM, &server(&ON), &site(2, &default), &rule(3, 2, "O", "*")]);
        let mail = document(
            "Server",
            5,
            None,
            &[("Type", "Server"), ("ServerName", "CN=Mail01/O=Other"), ("LdISite", "1")],
        );
        let other = foreign(dxl(&[RULE_FORM, &mail, &site(6, &default), &rule(7, 9, "N", "*")]));
        assert_eq!(told(&first_of(&[&own, &other])), "pass overridden high");
        let bare = dxl(&[RULE_FORM, &server(&ON), &site(2, &default)]);
        let other = foreign(dxl(&[RULE_FORM, &mail, &site(2, &default), &rule(3, 2, "O", "*")]));
        assert_eq!(told(&first_of(&[&bare, &other])), "fail form high");
        let none = dxl(&[RULE_FORM, &server(&ON)]);
        assert_eq!(told(&first_of(&[&none, &other])), "unknown no-site low");
    }

    #[test]
    fn without_internet_sites_the_server_document_decides() {
        let off = |session| server(&[("LdISite", "0"), ("HTTP_EnableSessionAuth", session)]);
        let sites =
            site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "0")]) + &rule(3, 2, "O", "*");
        let cases = [
            (off("1"), "fail server-session-on medium"),
            (off("0"), "pass session-off medium"),
            (off("7"), "unknown server-session-unknown low"),
            (server(&[("LdISite", "?")]), "unknown mode-unknown low"),
            (server(&[("HTTP_EnableSessionAuth", "0")]), "unknown mode-assumed low"),
            (server(&[("HTTP_EnableSessionAuth", "1")]), "fail server-session-on medium"),
            (server(&[("LdISite", "1</text><text>0")]), "unknown mode-several-values low"),
            (
                server(&[("LdISite", "1")]) + &server(&[("LdISite", "0")]),
                "unknown mode-contradictory low",
            ),
            (String::new(), "unknown mode-unknown low"),
        ];
        for (server, wanted) in cases {
            assert_eq!(outcomes(&[RULE_FORM, &server, &sites]), [wanted], "{server}");
        }
    }

    #[test]
    fn basic_is_no_sign_in_where_name_and_password_are_off() {
        let off = site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "0")]);
        let rules =
            [site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]), rule(3, 2, "O", "*")];
        let rules = rules.concat();
        let without = server(&[("LdISite", "0"), ("HTTP_EnableSessionAuth", "0")]);
        let item = |content: &str, name: &str, value: &str| {
            let own = format!("<item name='{name}'><text>1</text></item>\n");
            assert!(content.contains(&own), "{content}");
            let other = format!("<item name='{name}'><text>{value}</text></item>\n");
            content.replace(&own, if value == "-" { "" } else { &other })
        };
        for (value, wanted) in [
            ("0", "unknown password-off low"),
            ("-", "unknown password-unknown low"),
            ("7", "unknown password-unknown low"),
            ("{{ x }}", "unknown password-unknown low"),
        ] {
            for sites in [&off, &rules] {
                let sites = item(sites, "SSLNameAndPwd", value);
                assert_eq!(outcomes(&[RULE_FORM, &server(&ON), &sites]), [wanted], "{sites}");
            }
            let server = item(&without, "HTTP_SSLNP", value);
            assert_eq!(outcomes(&[RULE_FORM, &server]), [wanted], "{server}");
        }
    }
}
