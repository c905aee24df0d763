//! What the rules of a site do with a path.

use super::*;

/// What a path of a site with these rules meets.
fn at(rules: Vec<Rule>, path: &str) -> String {
    of(WebSite { rules, ..default(site("A", &[])) }, path)
}

fn of(site: WebSite, path: &str) -> String {
    let told = world(vec![site]).ask(&format!("https://mail.example.com{path}"));
    told.strip_prefix("A ").unwrap().to_owned()
}

#[test]
fn a_request_is_followed_through_the_rules_of_a_site() {
    use RuleKind::{Redirection, ResponseHeader, Substitution};
    let cover = || over("/traveler*");
    let eas = "/Microsoft-Server-ActiveSync";
    let cases = [
        (vec![], "/traveler", "form"),
        (vec![cover()], "/traveler", "basic"),
        (vec![cover()], eas, "form"),
        (vec![rule(ResponseHeader, "/traveler*", "")], "/traveler", "form"),
        (vec![over("/TRAVELER*")], "/traveler", "rule-case"),
        (vec![over("/traveler?*")], "/traveler", "rule-unusual-pattern"),
        (vec![over(" ")], "/traveler", "rule-without-pattern"),
        (vec![over("/")], "/traveler", "rule-unclear"),
        (vec![over(""), cover()], "/traveler", "basic"),
        (vec![cover(), rule(Redirection, "", "")], "/traveler", "rule-without-pattern"),
        (vec![cover(), rule(Substitution, "", "")], "/traveler", "rule-without-pattern"),
        (vec![rule(ResponseHeader, "", "")], "/traveler", "form"),
        (vec![over("/TRAVELER*"), cover()], "/traveler", "basic"),
        (vec![cover(), rule(Redirection, "/traveler*", "")], "/traveler", "redirected"),
        (vec![cover(), rule(Redirection, "/other*", "")], "/traveler", "basic"),
        // Moved into the pattern, out of it, and from one covered place to another.
        (
            vec![cover(), rule(Substitution, "/Microsoft*", "/traveler/Microsoft*")],
            eas,
            "substituted",
        ),
        (
            vec![cover(), rule(Substitution, "/traveler*", "/elsewhere*")],
            "/traveler",
            "substituted",
        ),
        (vec![cover(), rule(Substitution, "/traveler/x*", "/traveler/y*")], "/traveler/x", "basic"),
        (vec![cover(), rule(Substitution, "/a*b*", "/c*")], "/axb", "substituted"),
        // The longest pattern counts; two of one length leave it open.
        (
            vec![
                cover(),
                rule(Substitution, "/traveler*", "/elsewhere*"),
                rule(Substitution, "/traveler/x*", "/traveler/y*"),
            ],
            "/traveler/x",
            "basic",
        ),
        (
            vec![rule(Substitution, "/ab*", "/x*"), rule(Substitution, "/a*b", "/y*")],
            "/abb",
            "substituted",
        ),
        // What a substitution leads to may be taken away there.
        (
            vec![
                cover(),
                rule(Substitution, "/traveler/x*", "/traveler/y*"),
                rule(Redirection, "/traveler/y*", ""),
            ],
            "/traveler/x",
            "redirected",
        ),
        // With an inner star, and without any.
        (
            vec![over("/*/Microsoft-Server-ActiveSync")],
            "/traveler/Microsoft-Server-ActiveSync",
            "basic",
        ),
        (vec![over("/traveler")], "/traveler", "form"),
        (vec![over("/traveler")], "/traveler/x", "basic"),
    ];
    for (rules, path, wanted) in cases {
        let what = format!("{rules:?} at {path}");
        assert_eq!(at(rules, path), wanted, "{what}");
    }
}

fn unread(why: &'static str) -> Unread {
    Unread { why, places: vec![place()] }
}

fn plain(rules: Vec<Rule>) -> WebSite {
    WebSite { rules, ..default(site("A", &[])) }
}

#[test]
fn the_reason_of_a_doubt_is_that_of_the_rule() {
    let with = |pattern: Fact<String>| at(vec![Rule { pattern, ..over("") }], "/traveler");
    let doubt = |doubt| with(Fact::Unknown(doubt, Vec::new()));
    assert_eq!(doubt(Doubt::SeveralValues), "rule-several-patterns");
    assert_eq!(doubt(Doubt::Ambiguous), "rule-contradictory");
    assert_eq!(doubt(Doubt::Unnamed), "rule-unclear");
    assert_eq!(with(absent()), "rule-without-pattern");
    let conflict = WebSite { unread: vec![unread("rule-conflict")], ..plain(Vec::new()) };
    assert_eq!(of(conflict, "/traveler"), "rule-conflict");
}

#[test]
fn what_is_not_known_is_never_read_as_an_answer() {
    let kind = || Rule { kind: unclear(), ..over("/traveler*") };
    assert_eq!(at(vec![kind()], "/traveler"), "rule-unclear");
    assert_eq!(at(vec![kind()], "/other"), "form", "its pattern can't cover this path");
    let covered = || vec![over("/traveler*")];
    for rules in [Vec::new(), covered()] {
        let site = WebSite { unread: vec![unread("rule-unclear")], ..plain(rules) };
        assert_eq!(of(site, "/traveler"), "rule-unclear");
    }
    let mut off = WebSite { unread: vec![unread("rule-conflict")], ..plain(Vec::new()) };
    off.options.session = known(SessionAuthentication::Off);
    assert_eq!(of(off, "/traveler"), "rule-conflict", "it may take the request away");
    let mut taken = plain(vec![rule(RuleKind::Redirection, "/traveler*", "")]);
    taken.options.session = known(SessionAuthentication::Off);
    assert_eq!(of(taken, "/traveler"), "redirected");
    let partial = WebSite { rules_whole: None, ..plain(Vec::new()) };
    assert_eq!(of(partial, "/traveler"), "rules-maybe-missing");
    let lost = Rule { replacement: unclear(), ..rule(RuleKind::Substitution, "/traveler*", "") };
    assert_eq!(at(vec![lost, over("/traveler*")], "/traveler"), "substituted");
}

#[test]
fn a_rule_that_is_not_known_counts_where_a_substitution_leads() {
    let moved = rule(RuleKind::Substitution, "/traveler/x*", "/traveler/y*");
    let there = Rule { kind: unclear(), ..over("/traveler/y*") };
    let rules = || vec![over("/traveler*"), moved.clone()];
    assert_eq!(at(rules(), "/traveler/x"), "basic");
    assert_eq!(at([rules(), vec![there]].concat(), "/traveler/x"), "rule-unclear");
}

/// How sure it is that rules override at a path, and the pattern that is told.
fn sure(rules: Vec<Rule>, path: &str) -> (Confidence, String) {
    let world = world(vec![plain(rules)]);
    let task = world.task();
    let request = Request::parse(&format!("https://mail.example.com{path}")).unwrap();
    let answer = answer(&task, &request);
    let step = answer.steps.iter().find(|step| step.code == "rule-overrides").unwrap();
    (answer.confidence, format!("{:?}", step.args))
}

/// A rule that is told with its pattern.
fn shown(pattern: &str) -> Rule {
    let mut rule = over(pattern);
    if let Fact::Known(found) = &mut rule.pattern {
        found.raw = pattern.to_owned();
    }
    rule
}

#[test]
fn the_surest_of_several_rules_speaks_and_the_first_of_these() {
    // That a pattern without a star has one behind it is concluded.
    let (confidence, told) = sure(vec![shown("/traveler"), shown("/traveler*")], "/traveler/x");
    assert_eq!(confidence, Confidence::High);
    assert!(told.contains("/traveler*"), "{told}");
    let (_, told) = sure(vec![shown("/traveler*"), shown("/trav*")], "/traveler/x");
    assert!(told.contains("/traveler*"), "{told}");
}

#[test]
fn one_kind_of_rule_overrides_and_only_where_it_covers() {
    assert!(over("/traveler*").overrides("/traveler"));
    assert!(!over("/servlet*").overrides("/traveler"));
    assert!(!rule(RuleKind::Redirection, "/traveler*", "").overrides("/traveler"));
}

#[test]
fn rules_must_cover_both_ends_of_a_substitution() {
    let moved = rule(RuleKind::Substitution, "/traveler/x*", "/traveler/y/*");
    let rules = vec![over("/traveler/x*"), over("/traveler/y"), moved];
    assert_eq!(sure(rules, "/traveler/x1").0, Confidence::Medium, "that of the weaker one");
}

#[test]
fn rules_outside_the_site_may_decide() {
    let global = |rules: Vec<Rule>, own: Vec<Rule>| {
        let world = World { other_rules: rules, ..world(vec![plain(own)]) };
        world.ask("https://mail.example.com/traveler")
    };
    let covered = || vec![over("/traveler*")];
    assert_eq!(global(covered(), Vec::new()), "A rules-elsewhere");
    assert_eq!(global(covered(), covered()), "A basic");
    for kind in [RuleKind::Redirection, RuleKind::Substitution] {
        assert_eq!(global(vec![rule(kind, "/traveler*", "/x*")], covered()), "A rules-elsewhere");
        assert_eq!(global(vec![rule(kind, "/other*", "/x*")], covered()), "A basic");
    }
    assert_eq!(global(vec![rule(RuleKind::Directory, "*", "")], covered()), "A basic");
    // A rule of the site may move the request to where they decide.
    let moved = [covered(), vec![rule(RuleKind::Substitution, "/traveler*", "/traveler/x*")]];
    let there = vec![rule(RuleKind::Redirection, "/traveler/x*", "/y*")];
    assert_eq!(global(there.clone(), moved.concat()), "A rules-elsewhere");
    assert_eq!(global(there, covered()), "A basic");
}

#[test]
fn the_path_is_the_one_that_rules_leave() {
    let rules =
        vec![over("/traveler*"), rule(RuleKind::Substitution, "/traveler/x*", "/traveler/y*")];
    let world = world(vec![plain(rules)]);
    let task = world.task();
    let request = Request::parse("https://mail.example.com/traveler/xz?q").unwrap();
    assert_eq!(answer(&task, &request).path, "/traveler/yz");
}
