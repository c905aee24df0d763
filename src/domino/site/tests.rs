use super::*;
use crate::evidence::InputPath;
use proptest::prelude::*;

fn place() -> Location {
    Location::line(&InputPath::named("names.dxl"), 1)
}

fn known<T>(value: T) -> Fact<T> {
    Fact::Known(Found {
        value,
        raw: "raw".to_owned(),
        location: place(),
        confidence: Confidence::High,
        named_by: None,
    })
}

fn rule(kind: RuleKind, pattern: &str, replacement: &str) -> Rule {
    Rule {
        kind: known(kind),
        pattern: known(pattern.to_owned()),
        replacement: known(replacement.to_owned()),
        location: place(),
    }
}

fn site(rules: Vec<Rule>) -> WebSite {
    WebSite {
        name: "Mail".to_owned(),
        addresses: known(vec!["mail.example.com".to_owned()]),
        is_default: known(true),
        session: known(SessionAuthentication::Single),
        password: known(true),
        rules,
        unread: Vec::new(),
        rules_whole: true,
        location: place(),
    }
}

#[test]
fn patterns_cover_paths() {
    use Confidence::{High, Medium};
    let cases = [
        ("/traveler*", "/traveler", Cover::Yes(High)),
        ("/traveler*", "/travelerclients", Cover::Yes(High)),
        ("/traveler*", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(High)),
        ("/traveler/*", "/traveler", Cover::No(High)),
        ("/traveler/*", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(High)),
        ("/traveler", "/traveler", Cover::No(Medium)),
        ("/traveler", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(Medium)),
        ("/traveler", "/travelerclients", Cover::No(Medium)),
        ("*", "/anything", Cover::Yes(High)),
        (
            "/*/Microsoft-Server-ActiveSync",
            "/traveler/Microsoft-Server-ActiveSync",
            Cover::Yes(High),
        ),
        ("*traveler*", "/servlet/traveler", Cover::Yes(High)),
        ("/a*b*c", "/a1b2c", Cover::Yes(High)),
        ("/a*b*c", "/a1c2b", Cover::No(High)),
        ("/Traveler*", "/traveler", Cover::Unclear),
        ("/microsoft-server-activesync*", "/Microsoft-Server-ActiveSync", Cover::Unclear),
        ("", "/traveler", Cover::Unclear),
        ("/", "/traveler", Cover::Unclear),
        (" /traveler* ", "/traveler", Cover::Yes(High)),
        ("https://mail.example.com/traveler*", "/traveler", Cover::Unclear),
    ];
    for (pattern, path, wanted) in cases {
        assert_eq!(covers(pattern, path), wanted, "{pattern} against {path}");
    }
}

#[test]
fn substitutions_move_a_path() {
    let eas = "/Microsoft-Server-ActiveSync";
    let cases = [
        (
            "/Microsoft-Server-ActiveSync*",
            "/traveler/Microsoft-Server-ActiveSync*",
            eas,
            Some("/traveler/Microsoft-Server-ActiveSync"),
        ),
        ("/old/*", "/new/*", "/old/x/y", Some("/new/x/y")),
        ("/old", "/new", "/old/x", Some("/new/x")),
        ("/a*b*", "/c*d*", "/axby", None),
        ("/old/*", "/new/*", "/other", None),
    ];
    for (pattern, replacement, path, wanted) in cases {
        assert_eq!(substitute(pattern, replacement, path).as_deref(), wanted, "{pattern}");
    }
}

fn outcome(site: &WebSite, path: &str) -> &'static str {
    match sign_in(site, path) {
        SignIn::SessionOff(_) => "off",
        SignIn::Overridden(_) => "overridden",
        SignIn::Form(..) => "form",
        SignIn::Unsure(why, _) => why,
    }
}

#[test]
fn a_request_is_followed_through_the_rules_of_a_site() {
    use RuleKind::{OverrideSession, Redirection, ResponseHeader, Substitution};
    let cover = || rule(OverrideSession, "/traveler*", "");
    let eas = "/Microsoft-Server-ActiveSync";
    let cases = [
        (vec![], "/traveler", "form"),
        (vec![cover()], "/traveler", "overridden"),
        (vec![cover()], eas, "form"),
        (vec![rule(ResponseHeader, "/traveler*", "")], "/traveler", "form"),
        (vec![rule(OverrideSession, "/TRAVELER*", "")], "/traveler", "rule-case"),
        (vec![rule(OverrideSession, " ", "")], "/traveler", "rule-without-pattern"),
        (vec![rule(OverrideSession, "", ""), cover()], "/traveler", "overridden"),
        (vec![cover(), rule(Redirection, "", "")], "/traveler", "rule-without-pattern"),
        (vec![cover(), rule(Substitution, "", "")], "/traveler", "rule-without-pattern"),
        (vec![rule(ResponseHeader, "", "")], "/traveler", "form"),
        (vec![rule(OverrideSession, "/TRAVELER*", ""), cover()], "/traveler", "overridden"),
        (vec![cover(), rule(Redirection, "/traveler*", "")], "/traveler", "redirected"),
        (vec![cover(), rule(Redirection, "/other*", "")], "/traveler", "overridden"),
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
        (
            vec![cover(), rule(Substitution, "/traveler/x*", "/traveler/y*")],
            "/traveler/x",
            "overridden",
        ),
        (vec![cover(), rule(Substitution, "/a*b*", "/c*")], "/axb", "substituted"),
    ];
    for (rules, path, wanted) in cases {
        let what = format!("{rules:?} at {path}");
        assert_eq!(outcome(&site(rules), path), wanted, "{what}");
    }
}

fn unread(why: &'static str) -> Unread {
    Unread { why, places: vec![place()] }
}

#[test]
fn the_reason_of_a_doubt_is_that_of_the_rule() {
    let with = |pattern: Fact<String>| {
        let mut rules = site(vec![rule(RuleKind::OverrideSession, "", "")]);
        rules.rules[0].pattern = pattern;
        outcome(&rules, "/traveler")
    };
    let doubt = |doubt| with(Fact::Unknown(doubt, Vec::new()));
    assert_eq!(doubt(Doubt::SeveralValues), "rule-several-patterns");
    assert_eq!(doubt(Doubt::Ambiguous), "rule-contradictory");
    assert_eq!(doubt(Doubt::Unnamed), "rule-unclear");
    assert_eq!(
        with(Fact::Absent(Evidence::new(Role::Absent, place(), None))),
        "rule-without-pattern"
    );
    let conflict = WebSite { unread: vec![unread("rule-conflict")], ..site(vec![]) };
    assert_eq!(outcome(&conflict, "/traveler"), "rule-conflict");
}

#[test]
fn what_is_not_known_is_never_read_as_an_answer() {
    let unknown = || Fact::Unknown(Doubt::Unnamed, Vec::new());
    let mut unclear_kind = site(vec![rule(RuleKind::OverrideSession, "/traveler*", "")]);
    unclear_kind.rules[0].kind = Fact::Unknown(Doubt::Unnamed, Vec::new());
    assert_eq!(outcome(&unclear_kind, "/traveler"), "rule-unclear");
    assert_eq!(outcome(&unclear_kind, "/other"), "form", "its pattern can't cover this path");

    let mut unclear_pattern = site(vec![rule(RuleKind::OverrideSession, "/traveler*", "")]);
    unclear_pattern.rules[0].pattern = Fact::Unknown(Doubt::Unnamed, Vec::new());
    assert_eq!(outcome(&unclear_pattern, "/traveler"), "rule-unclear");

    let odd = WebSite { unread: vec![unread("rule-unclear")], ..site(vec![]) };
    assert_eq!(outcome(&odd, "/traveler"), "rule-unclear");
    let covered = vec![rule(RuleKind::OverrideSession, "/traveler*", "")];
    let unread_too = WebSite { unread: vec![unread("rule-unclear")], ..site(covered) };
    assert_eq!(outcome(&unread_too, "/traveler"), "rule-unclear");
    let taken = site(vec![rule(RuleKind::Redirection, "/traveler*", "")]);
    let off_and_taken = WebSite { session: known(SessionAuthentication::Off), ..taken };
    assert_eq!(outcome(&off_and_taken, "/traveler"), "redirected");
    let partial = WebSite { rules_whole: false, ..site(vec![]) };
    assert_eq!(outcome(&partial, "/traveler"), "rules-maybe-missing");
    let session = WebSite { session: unknown(), ..site(vec![]) };
    assert_eq!(outcome(&session, "/traveler"), "session-unknown");
    let off = WebSite { session: known(SessionAuthentication::Off), ..site(vec![]) };
    assert_eq!(outcome(&off, "/traveler"), "off");
    let covered = site(vec![rule(RuleKind::OverrideSession, "/traveler*", "")]);
    for site in [off, covered] {
        let without = WebSite { password: known(false), ..site.clone() };
        assert_eq!(outcome(&without, "/traveler"), "password-off");
        let unread = WebSite { password: Fact::Unknown(Doubt::Unnamed, Vec::new()), ..site };
        assert_eq!(outcome(&unread, "/traveler"), "password-unknown");
    }
}

#[test]
fn one_document_alone_must_be_able_to_answer() {
    let own = ["192.0.2.10".to_owned()];
    let by = |site: WebSite, hosting| vec![(site, hosting)];
    let why = |sites: &[(WebSite, Hosting)], whole| match answering(sites, &own, whole) {
        Answering::Only(..) => "only",
        Answering::None => "none",
        Answering::Unsure(why, _) => why,
    };
    let named = || WebSite { is_default: known(false), ..site(vec![]) };
    let address = |text: &str| WebSite { addresses: known(vec![text.to_owned()]), ..named() };
    let unclear =
        WebSite { is_default: Fact::Unknown(Doubt::Placeholder, Vec::new()), ..site(vec![]) };
    let cases = [
        (vec![], true, "none"),
        (by(site(vec![]), Hosting::Yes), true, "only"),
        (by(site(vec![]), Hosting::Yes), false, "sites-maybe-missing"),
        (by(site(vec![]), Hosting::Maybe), true, "hosting-unclear"),
        (by(named(), Hosting::Yes), true, "site-not-default"),
        (by(address("192.0.2.10"), Hosting::Yes), true, "only"),
        (by(address("192.0.2.99"), Hosting::Yes), true, "site-not-default"),
        (by(unclear, Hosting::Yes), true, "default-unclear"),
        (vec![(site(vec![]), Hosting::Yes), (named(), Hosting::Yes)], true, "several-sites"),
    ];
    for (sites, whole, wanted) in cases {
        assert_eq!(why(&sites, whole), wanted);
    }
}

proptest! {
    #[test]
    fn any_pattern_and_path_are_tested_without_panic(pattern in ".{0,20}", path in ".{0,20}") {
        let _ = covers(&pattern, &path);
        let _ = substitute(&pattern, &path, &path);
    }

    #[test]
    fn a_pattern_covers_what_was_made_from_it(pieces in prop::collection::vec("[a-z/]{0,4}", 1..5), fill in "[a-z/]{0,3}") {
        let pattern = format!("/{}*", pieces.join("*"));
        let path = format!("/{}{fill}", pieces.join(&fill));
        prop_assert_eq!(covers(&pattern, &path), Cover::Yes(Confidence::High));
    }
}
