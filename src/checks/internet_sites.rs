//! `internet-sites`: Internet Sites are on where Web Site Rules are relied on; with them off, rule
//! documents have no effect.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `on` | pass | `LdISite` means on |
//! | `off-with-rules` | fail | it means off, or is missing from the Server document, and override rules exist |
//! | `off-without-rules` | not-applicable | off, and the export shows that no rules exist |
//! | `off-rules-unknown` | unknown | off, and rules may exist |
//! | `off-part-of-directory` | unknown | off, and the export is known to be a selection |
//! | `several-values`, `contradictory` | unknown | the item, or documents, say both |
//! | `no-server-document`, `unclear` | unknown | nothing to decide on |

use super::{Check, Judgement, internet_site_protocols};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Mode, ModeDoubt, Rule, RuleKind, WebSite};
use crate::evidence::{Confidence, Evidence, Role, Status};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "internet-sites",
    judge,
    outcomes: &[
        "on",
        "off-with-rules",
        "off-without-rules",
        "off-rules-unknown",
        "off-part-of-directory",
        "several-values",
        "contradictory",
        "no-server-document",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let judgement = match server.directory.mode() {
        Mode::Sites(confidence) => Judgement::pass("on", confidence),
        Mode::Server(confidence) => off(server, confidence),
        Mode::Assumed => off(server, Confidence::Medium),
        Mode::Unknown(doubt) => Judgement::unknown(match doubt {
            ModeDoubt::NoServerDocument => "no-server-document",
            ModeDoubt::SeveralValues => "several-values",
            ModeDoubt::Contradictory => "contradictory",
            ModeDoubt::Unclear => "unclear",
        }),
    };
    let judgement = judgement.shown_by(server.directory.internet_sites.evidence());
    if judgement.evidence.is_empty() {
        return vec![judgement.shown_by([Evidence::new(Role::Absent, server.place(), None)])];
    }
    vec![if judgement.status == Status::Unknown { judgement.seen_as("value") } else { judgement }]
}

fn off(server: &Server, confidence: Confidence) -> Judgement {
    let directory = &server.directory;
    let on_sites = directory.sites.iter().flat_map(|(site, _)| &site.rules);
    let rules: Vec<_> = overriding(on_sites.chain(&directory.other_rules)).collect();
    if !rules.is_empty() {
        return Judgement::fail("off-with-rules", confidence)
            .arg("rules", rules.len())
            .arg("protocols", protocols(server))
            .shown_by(rules);
    }
    // Unless every rule would have been seen, none seen says nothing.
    let readable = |site: &WebSite| site.rules_whole.is_some() && site.unread.is_empty();
    let all = directory.sites.iter().all(|(site, _)| readable(site));
    let whole = directory.all_sites().filter(|_| all);
    match (&directory.selection, whole) {
        (_, Some(sure)) if !directory.sites.is_empty() => {
            Judgement::not_applicable("off-without-rules", confidence.and(sure))
        }
        (Some(selection), _) => Judgement::unknown("off-part-of-directory")
            .arg("documents", selection.documents)
            .arg("of", selection.of)
            .shown_by([Evidence::new(Role::Context, selection.location.clone(), None)]),
        (None, _) => Judgement::unknown("off-rules-unknown"),
    }
}

/// The protocols that would stop: a code of the texts where none or nothing is known.
fn protocols(server: &Server) -> String {
    match internet_site_protocols::without_site(server) {
        None => "not-known".to_owned(),
        Some(names) if names.is_empty() => "none".to_owned(),
        Some(names) => names.join(", "),
    }
}

fn overriding<'r>(rules: impl Iterator<Item = &'r Rule>) -> impl Iterator<Item = Evidence> {
    let rules = rules.filter(|rule| rule.kind.value() == Some(&RuleKind::OverrideSession));
    rules.map(|rule| {
        let pattern = rule.pattern.known().map(|found| found.raw.clone());
        Evidence::new(Role::Context, rule.location.clone(), pattern)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{RULE_FORM, document, dxl, ini, judge, rule, server, site, told};
    use super::*;

    const OTHER: [(&str, &str); 3] =
        [("Type", "Server"), ("ServerName", "Trav01/Acme"), ("LdISite", "0")];

    fn outcome(content: &[&str]) -> String {
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &dxl(content))])[0])
    }

    #[test]
    fn rules_need_internet_sites() {
        let with = |value: &str| server(&[("LdISite", value)]);
        let site = site(2, &[]);
        let rule = rule(3, 2, "O", "/traveler*");
        let other = self::rule(3, 2, "D", "/traveler*");
        let others = self::site(2, &[("WSHostingSrvrs", "CN=Mail01/O=Acme")]);
        let cases = [
            (vec![with("1"), site.clone(), rule.clone()], "pass on high"),
            (vec![with("1"), site.clone()], "pass on high"),
            (vec![with("0"), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![with(""), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![server(&[]), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![with("0"), site.clone()], "not-applicable off-without-rules medium"),
            (vec![with("0"), site.clone(), other], "not-applicable off-without-rules medium"),
            (vec![with("0")], "unknown off-rules-unknown low"),
            (vec![with("0"), others.clone()], "unknown off-rules-unknown low"),
            (vec![with("yes"), site.clone(), rule.clone()], "unknown unclear low"),
            (vec![with("{{ sites }}"), site.clone()], "unknown unclear low"),
            (vec![with("1</text><text>0"), site.clone()], "unknown several-values low"),
            (vec![with("1"), document("Server", 9, None, &OTHER)], "unknown contradictory low"),
            (vec![site.clone(), rule], "unknown no-server-document low"),
        ];
        for (content, wanted) in cases {
            let mut content: Vec<&str> = content.iter().map(String::as_str).collect();
            content.insert(0, RULE_FORM);
            assert_eq!(outcome(&content), wanted, "{content:?}");
        }
    }

    #[test]
    fn a_document_that_may_be_a_rule_leaves_it_open() {
        let unread = [server(&[("LdISite", "0")]), site(2, &[]), rule(3, 2, "O", "/traveler*")];
        let content: Vec<&str> = unread.iter().map(String::as_str).collect();
        assert_eq!(outcome(&content), "unknown off-rules-unknown low");
    }

    #[test]
    fn the_protocols_that_would_stop_are_named() {
        let content = [
            server(&[("LdISite", "0")]),
            site(2, &[]),
            rule(3, 2, "O", "/traveler*"),
            document(
                "IMAPSite",
                4,
                None,
                &[("Type", "IMAPSite"), ("ISiteOrg", "Acme"), ("WSHostingSrvrs", "*")],
            ),
        ];
        let names = dxl(&[RULE_FORM, &content.concat()]);
        let protocols = |lines: &str| {
            let files = [("notes.ini", &*ini(lines)), ("names.dxl", &*names)];
            judge(&CHECK, &files)[0].args["protocols"].clone()
        };
        assert_eq!(protocols("ServerTasks=HTTP,IMAP,LDAP,POP3"), "POP3, LDAP");
        assert_eq!(protocols("ServerTasks=HTTP,IMAP"), "none");
        assert_eq!(protocols("ServerTasks=HTTP\nServerTasks=LDAP"), "not-known");
    }

    #[test]
    fn a_selection_is_told_with_its_figures() {
        let content = [server(&[("LdISite", "0")]), site(2, &[])].concat();
        let names =
            dxl(&[RULE_FORM, &content]).replace("numberofdocuments='2'", "numberofdocuments='900'");
        let judgements = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        assert_eq!(told(&judgements[0]), "unknown off-part-of-directory low");
        let figures = ["documents", "of"].map(|name| judgements[0].args[name].as_str());
        assert_eq!(figures, ["2", "900"]);
    }

    #[test]
    fn a_running_server_that_says_otherwise_leaves_it_open() {
        let names = dxl(&[&server(&[("LdISite", "1")]), &site(2, &[])]);
        let said = |day: &str, view: &str| {
            format!(
                "{day} 07:15:02   Server started on Trav01/Acme\n{day} 07:15:04   HTTP Server: Using {view}\n{day} 07:15:05   HTTP Server: Started\n"
            )
        };
        let (web, sites) = ("Web Configuration View", "Internet Site Configuration View");
        let (old, new) = ("2026-11-13", "2026-11-20");
        let open = "unknown contradictory low";
        let cases: [(&[&str], &str); 9] = [
            (&[&said(new, web)], open),
            (&[&said(new, sites)], "pass on high"),
            (&[&(said(old, web) + &said(new, sites))], "pass on high"),
            (&[&(said(new, sites) + &said(old, web))], "pass on high"),
            (&[&(said(old, sites) + &said(new, web))], open),
            (&[&said(old, web), &said(new, sites)], "pass on high"),
            (&[&said(new, web), &said(old, sites)], open),
            (&[&said("2016-11-20", web)], "pass on high"),
            // Of another server, and what somebody typed.
            (&[&said(new, web).replace("Trav01", "Mail99")], "pass on high"),
        ];
        for (logs, wanted) in cases {
            let names_of: Vec<_> = (1..=logs.len()).map(|at| format!("console_{at}.log")).collect();
            let logs = names_of.iter().map(String::as_str).zip(logs.iter().copied());
            let own = ini("");
            let files: Vec<_> = [("notes.ini", own.as_str()), ("names.dxl", &names)]
                .into_iter()
                .chain(logs)
                .collect();
            let found = judge(&CHECK, &files);
            assert_eq!(told(&found[0]), wanted, "{files:?}");
        }
    }
}
