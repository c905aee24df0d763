//! `internet-sites`: Internet Sites are on where Web Site Rules are relied on; with them off, rule
//! documents have no effect.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `on` | pass | `LdISite` means on |
//! | `off-with-rules` | fail | it means off, or is missing from the Server document, and override rules exist |
//! | `off-without-rules` | not-applicable | off, and the export shows that no rules exist |
//! | `off-rules-unknown` | unknown | off, and rules may exist |
//! | `no-server-document`, `unclear` | unknown | nothing to decide on |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::site::{Rule, RuleKind};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "internet-sites",
    judge,
    outcomes: &[
        "on",
        "off-with-rules",
        "off-without-rules",
        "off-rules-unknown",
        "no-server-document",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let directory = &server.directory;
    let judgement = match &directory.internet_sites {
        Fact::Known(found) if found.value => Judgement::pass("on", found.confidence),
        Fact::Known(found) => off(server, found.confidence),
        // A missing item counts as off; that is inferred.
        Fact::Absent(_) => off(server, Confidence::Medium),
        Fact::Unknown(Doubt::NotSupplied, _) => Judgement::unknown("no-server-document")
            .shown_by([Evidence::new(Role::Absent, server.place(), None)]),
        Fact::Unknown(..) => Judgement::unknown("unclear"),
    };
    vec![judgement.shown_by(directory.internet_sites.evidence())]
}

fn off(server: &Server, confidence: Confidence) -> Judgement {
    let directory = &server.directory;
    let on_sites = directory.sites.iter().flat_map(|(site, _)| &site.rules);
    let rules: Vec<_> = overriding(on_sites.chain(&directory.other_rules)).collect();
    if !rules.is_empty() {
        return Judgement::fail("off-with-rules", confidence)
            .arg("rules", rules.len())
            .shown_by(rules);
    }
    // Unless every rule would have been seen, none seen says nothing.
    let whole = directory.sites.iter().fold(directory.sites_whole, |whole, (site, _)| {
        let readable = site.unread.is_empty();
        Some(whole?.and(site.rules_whole.filter(|_| readable)?))
    });
    match whole {
        Some(whole) if !directory.sites.is_empty() => {
            Judgement::not_applicable("off-without-rules", confidence.and(whole))
        }
        _ => Judgement::unknown("off-rules-unknown"),
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
    use super::super::testing::{RULE_FORM, dxl, ini, judge, rule, server, site, told};
    use super::*;

    fn outcome(content: &[&str]) -> String {
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &dxl(content))])[0])
    }

    #[test]
    fn rules_need_internet_sites() {
        let with = |value: &str| server(&[("LdISite", value)]);
        let site = site(2, &[]);
        let rule = rule(3, 2, "O", "/traveler*");
        let other = self::rule(3, 2, "D", "/traveler*");
        let cases = [
            (vec![with("1"), site.clone(), rule.clone()], "pass on high"),
            (vec![with("1"), site.clone()], "pass on high"),
            (vec![with("0"), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![with(""), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![server(&[]), site.clone(), rule.clone()], "fail off-with-rules medium"),
            (vec![with("0"), site.clone()], "not-applicable off-without-rules medium"),
            (vec![with("0"), site.clone(), other], "not-applicable off-without-rules medium"),
            (vec![with("0")], "unknown off-rules-unknown low"),
            (vec![with("yes"), site.clone(), rule.clone()], "unknown unclear low"),
            (vec![with("{{ sites }}"), site.clone()], "unknown unclear low"),
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
}
