//! `substitution-rules`: no substitution rule is left over from clients that could not ask for
//! Traveler's own path.
//!
//! Citrix: such rules are not needed any more, since Secure Mail takes the whole path on both platforms.
//! A client to which only a host name was given asks for the bare path, and may still need one.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `none` | pass | no rule substitutes a path of Traveler |
//! | `in-use` | pass | one leads the bare path to Traveler, and clients were seen to ask for it |
//! | `left-over` | fail | the same, and clients were seen that all ask for a whole path |
//! | `maybe-left-over` | info | the same, and no client was seen |
//! | `moves-traveler` | unknown | a rule takes a path of Traveler elsewhere |
//! | `rules-elsewhere` | unknown | a rule outside the sites of the server may do so |
//! | `rule-unclear`, `rules-maybe-missing` | unknown | a rule can't be read, or one may be missing |
//! | `sites-off` | not-applicable | Internet Sites are off: rules do nothing |
//! | `site-of-others` | unknown | all sites of the directory are here, and none is for this server |
//! | `mode-unknown`, `no-site` | unknown | it is not known whether Internet Sites are on; no site was supplied |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Mode, Rule, RuleKind, WebSite};
use crate::evidence::{Confidence, Evidence, Location, Role};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "substitution-rules",
    judge,
    outcomes: &[
        "none",
        "in-use",
        "left-over",
        "maybe-left-over",
        "moves-traveler",
        "rules-elsewhere",
        "rule-unclear",
        "rules-maybe-missing",
        "sites-off",
        "mode-unknown",
        "no-site",
        "site-of-others",
    ],
};

/// What clients ask for to which only a host name was given.
const BARE: &str = "/Microsoft-Server-ActiveSync";
/// Where Traveler answers ActiveSync.
const WHOLE: [&str; 2] =
    ["/traveler/Microsoft-Server-ActiveSync", "/servlet/traveler/Microsoft-Server-ActiveSync"];

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let mode = server.directory.internet_sites.evidence();
    let judgement = match server.directory.mode() {
        Mode::Sites(sure) => return of_sites(server, sure),
        Mode::Server(sure) => Judgement::not_applicable("sites-off", sure),
        // That a missing item means off is inferred: where it is wrong, rules do count.
        Mode::Assumed | Mode::Unknown(_) => Judgement::unknown("mode-unknown"),
    };
    vec![document::placed(server, judgement.shown_by(mode))]
}

fn of_sites(server: &Server, sure: Confidence) -> Vec<Judgement> {
    let sites = &server.directory.sites;
    let own = sites.iter().flat_map(|(site, _)| of_site(server, site, sure));
    let told: Vec<_> = own.chain(elsewhere(server)).collect();
    if !told.is_empty() {
        return told;
    }
    let shown = sites.iter().map(|(site, _)| site.evidence());
    let judgement = match server.directory.all_sites() {
        _ if server.directory.only_sites_of_others() => Judgement::unknown("site-of-others")
            .shown_by(server.directory.sites_of_others.iter().cloned()),
        _ if sites.is_empty() => Judgement::unknown("no-site"),
        None => Judgement::unknown("rules-maybe-missing"),
        Some(whole) => Judgement::pass("none", sure.and(whole)),
    };
    vec![document::placed(server, judgement.shown_by(shown))]
}

fn of_site(server: &Server, site: &WebSite, sure: Confidence) -> Vec<Judgement> {
    let rules = site.rules.iter().filter(|rule| touches_traveler(rule));
    let own = rules.filter_map(|rule| of_rule(server, rule, sure));
    let unread = site
        .unread
        .first()
        .map(|unread| Judgement::unknown("rule-unclear").shown_by(conflict(&unread.places)));
    let named = |one: Judgement| {
        let pattern = if one.args.contains_key("pattern") { one } else { one.arg("pattern", "?") };
        pattern.about(&site.name).arg("site", &site.name)
    };
    own.chain(unread).map(named).collect()
}

/// Rules on Global Web Settings, or on documents that are not here: whether they hold is not known.
fn elsewhere(server: &Server) -> Option<Judgement> {
    let may = |rule: &&Rule| {
        let kind = rule.kind.value();
        touches_traveler(rule) && kind.is_none_or(|kind| *kind == RuleKind::Substitution)
    };
    let found: Vec<_> = server.directory.other_rules.iter().filter(may).collect();
    let shown = found.iter().flat_map(|rule| rule.evidence());
    (!found.is_empty()).then(|| Judgement::unknown("rules-elsewhere").shown_by(shown))
}

fn conflict(places: &[Location]) -> impl Iterator<Item = Evidence> {
    places.iter().map(|place| Evidence::new(Role::Conflict, place.clone(), None))
}

fn touches_traveler(rule: &Rule) -> bool {
    std::iter::once(BARE).chain(WHOLE).any(|path| rule.may_cover(path))
}

/// What is said of a rule that may cover a path of Traveler; `None` where it is no substitution.
fn of_rule(server: &Server, rule: &Rule, sure: Confidence) -> Option<Judgement> {
    let kind = match rule.kind.known() {
        Some(kind) if kind.value == RuleKind::Substitution => kind,
        Some(_) => return None,
        None => return Some(Judgement::unknown("rule-unclear").shown_by(rule.evidence())),
    };
    let sure = sure.and(kind.confidence);
    let shown = [rule.evidence(), rule.replacement.evidence()].concat();
    let to = rule.replacement.value().map_or("?", String::as_str);
    let judgement = match leads_to_traveler(rule) {
        None => Judgement::unknown("rule-unclear"),
        Some(false) => Judgement::unknown("moves-traveler"),
        Some(true) => left_over(server, sure),
    };
    let pattern = rule.pattern.value().map_or("?", String::as_str);
    Some(judgement.arg("pattern", pattern).arg("to", to).shown_by(shown))
}

fn left_over(server: &Server, sure: Confidence) -> Judgement {
    match &server.traffic {
        Some(traffic) if traffic.asks_bare_path() => Judgement::pass("in-use", sure),
        // That no other client asks for the bare path no log shows for ever.
        Some(traffic) if traffic.only_full_paths() => {
            Judgement::fail("left-over", sure.and(Confidence::Medium))
        }
        _ => Judgement::info("maybe-left-over"),
    }
}

/// Whether the rule takes the bare path, and no other one, to Traveler.
fn leads_to_traveler(rule: &Rule) -> Option<bool> {
    let (pattern, to) = (rule.pattern.value()?, rule.replacement.value()?);
    let bare =
        |text: &str| text.trim_ascii().trim_end_matches('*').trim_end_matches('/').to_owned();
    let from_bare = bare(pattern).eq_ignore_ascii_case(BARE);
    let leads = WHOLE.iter().any(|path| bare(to).eq_ignore_ascii_case(path));
    Some(from_bare && leads)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        RULE_FORM, document, dxl, export, ini, judge, rule, server, site, told,
    };
    use super::*;

    const ON: [(&str, &str); 1] = [("LdISite", "1")];

    fn substitution(pattern: &str, to: &str) -> String {
        document("R", 5, Some(2), &[("RKind", "S"), ("RPath", pattern), ("RNew", to)])
    }

    fn judged(content: &[&str], log: &str) -> Vec<String> {
        let names = dxl(&[&[RULE_FORM], content].concat());
        let own = ini("");
        let mut files = vec![("notes.ini", own.as_str()), ("names.dxl", &names)];
        if !log.is_empty() {
            files.push(("access.log", log));
        }
        judge(&CHECK, &files).iter().map(told).collect()
    }

    fn log(path: &str) -> String {
        format!(
            "192.0.2.7 - \"CN=Pat Doe/O=Acme\" [23/Nov/2026:08:00:01 +0000] \"POST {path}?User=pat&DeviceId=1&DeviceType=SecureMail&Cmd=Sync HTTP/1.1\" 200 512 \"\" \"SecureMail/26\"\n"
        )
    }

    #[test]
    fn a_rule_for_the_bare_path_is_left_over_unless_it_is_used() {
        let (own, site) = (server(&ON), site(2, &[]));
        let rule_of =
            substitution("/Microsoft-Server-ActiveSync*", "/traveler/Microsoft-Server-ActiveSync*");
        let with = [own.as_str(), &site, &rule_of];
        let whole = "/traveler/Microsoft-Server-ActiveSync";
        assert_eq!(judged(&with, &log(whole)), ["fail left-over medium"]);
        assert_eq!(judged(&with, &log(BARE)), ["pass in-use high"]);
        assert_eq!(judged(&with, ""), ["unknown maybe-left-over low"]);
        let refused = log(whole).replace("\" 200 512", "\" 403 512");
        assert_eq!(judged(&with, &refused), ["unknown maybe-left-over low"]);
        let aside = substitution("/Microsoft-Server-ActiveSync*", "/elsewhere*");
        assert_eq!(judged(&[&own, &site, &aside], ""), ["unknown moves-traveler low"]);
        assert_eq!(judged(&[&own, &site], &log(whole)), ["pass none high"]);
        assert_eq!(judged(&[&own, &site, &rule(3, 2, "O", "*")], ""), ["pass none high"]);
    }

    #[test]
    fn what_may_be_a_rule_is_shown() {
        // Without the design of its form nothing tells what the document does.
        let names = dxl(&[&server(&ON), &site(2, &[]), &rule(3, 2, "S", "*")]);
        let found = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        let unclear = found.iter().find(|one| one.outcome == "rule-unclear").unwrap();
        assert!(unclear.evidence.iter().any(|piece| piece.role == Role::Conflict));
    }

    #[test]
    fn other_rules_and_what_is_not_known() {
        let (own, site) = (server(&ON), site(2, &[]));
        let cases = [
            (substitution("/traveler*", "/mail*"), "unknown moves-traveler low"),
            (substitution("*", "/x*"), "unknown moves-traveler low"),
            (substitution("/help*", "/x*"), "pass none high"),
            (rule(3, 2, "?", "*"), "unknown rule-unclear low"),
        ];
        for (rule, wanted) in cases {
            assert_eq!(judged(&[&own, &site, &rule], ""), [wanted], "{rule}");
        }
        let global = substitution("/Microsoft-Server-ActiveSync*", "/x*")
            .replace(&format!("parent='{:032X}'", 2), &format!("parent='{:032X}'", 99));
        assert_eq!(judged(&[&own, &site, &global], ""), ["unknown rules-elsewhere low"]);
        let far = global.replace("/Microsoft-Server-ActiveSync*", "/help*");
        assert_eq!(judged(&[&own, &site, &far], ""), ["pass none high"]);
        let directory = global.replace("<text>S<", "<text>D<");
        assert_eq!(judged(&[&own, &site, &directory], ""), ["pass none high"]);
        assert_eq!(judged(&[&server(&[]), &site], ""), ["unknown mode-unknown low"]);
        assert_eq!(judged(&[&own], ""), ["unknown no-site low"]);
        let others = super::super::testing::site(2, &[("WSHostingSrvrs", "CN=Mail01/O=Acme")]);
        assert_eq!(judged(&[&own, &others], ""), ["unknown site-of-others low"]);
        assert_eq!(
            judged(&[&server(&[("LdISite", "0")])], ""),
            ["not-applicable sites-off medium"]
        );
        assert_eq!(judged(&[&server(&[("LdISite", "?")])], ""), ["unknown mode-unknown low"]);
        let part = export("20260101", 9, &[RULE_FORM, &own, &site]);
        let found = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &part)]);
        assert_eq!(told(&found[0]), "unknown rules-maybe-missing low");
    }
}
