//! Ports, sign-in options, and what of notes.ini comes before the documents.

use super::*;

const HTTPS: &str = "https://mail.example.com/traveler";
const HTTP: &str = "http://mail.example.com/traveler";

fn only(options: SignInOptions) -> World {
    world(vec![WebSite { options, ..default(covered("A", &[])) }])
}

#[test]
fn without_internet_sites_rules_do_nothing() {
    let off = |session| World {
        internet_sites: known(false),
        options: SignInOptions { session, ..options() },
        ..world(vec![default(covered("A", &[]))])
    };
    let cases = [
        (known(SessionAuthentication::Single), "form"),
        (known(SessionAuthentication::Multi), "form"),
        (known(SessionAuthentication::Off), "basic"),
        (absent(), "server-session-unknown"),
        (unclear(), "server-session-unknown"),
    ];
    for (session, wanted) in cases {
        assert_eq!(off(session.clone()).ask(HTTPS), wanted, "{session:?}");
        let assumed = World { internet_sites: absent(), ..off(session) };
        let wanted = if wanted == "basic" { "mode-assumed" } else { wanted };
        assert_eq!(assumed.ask(HTTPS), wanted);
    }
    let doubts = [
        (Doubt::NotSupplied, "mode-unknown"),
        (Doubt::SeveralValues, "mode-several-values"),
        (Doubt::Ambiguous, "mode-contradictory"),
        (Doubt::Placeholder, "mode-unknown"),
    ];
    for (doubt, wanted) in doubts {
        let internet_sites = Fact::Unknown(doubt, Vec::new());
        assert_eq!(
            World { internet_sites, ..off(known(SessionAuthentication::Off)) }.ask(HTTPS),
            wanted
        );
    }
}

#[test]
fn session_authentication_is_overridden_whatever_its_kind() {
    for (session, bare, ruled) in [
        (known(SessionAuthentication::Off), "A basic", "A basic"),
        (known(SessionAuthentication::Single), "A form", "A basic"),
        (known(SessionAuthentication::Multi), "A form", "A basic"),
        (absent(), "A session-unknown", "A session-unknown"),
    ] {
        let mut world = only(SignInOptions { session, ..options() });
        assert_eq!(world.ask(HTTPS), ruled);
        world.sites[0].0.rules.clear();
        assert_eq!(world.ask(HTTPS), bare);
    }
    // The cookie changes nothing, and is told.
    for (cookie, step) in [(true, "cookie-on"), (false, "cookie-off")] {
        let site = WebSite { cookie: known(cookie), ..default(covered("A", &[])) };
        let world = world(vec![site]);
        assert_eq!(world.ask(HTTPS), "A basic");
        assert!(world.way(HTTPS).contains(&step));
    }
}

#[test]
fn options_are_those_of_the_scheme() {
    let one = |password, anonymous, bearer| Options { password, anonymous, bearer };
    let (yes, no) = (|| known(true), || known(false));
    let cases = [
        (one(yes(), no(), no()), "A basic"),
        (one(no(), no(), no()), "A refused"),
        (one(no(), no(), absent()), "A refused"),
        (one(no(), no(), yes()), "A bearer-only"),
        (one(yes(), yes(), no()), "A anonymous"),
        (one(no(), yes(), no()), "A anonymous"),
        (one(absent(), no(), no()), "A password-unknown"),
        (one(unclear(), no(), yes()), "A password-unknown"),
        (one(yes(), absent(), no()), "A anonymous-unknown"),
    ];
    for (tls, wanted) in cases {
        let world = only(SignInOptions { tls: tls.clone(), ..options() });
        assert_eq!(world.ask(HTTPS), wanted, "{tls:?}");
        assert_eq!(world.ask(HTTP), "A basic");
        let world = only(SignInOptions { tcp: tls, ..options() });
        assert_eq!(world.ask(HTTP), wanted);
        assert_eq!(world.ask(HTTPS), "A basic");
    }
    // Where a form is shown, the other options do not matter.
    let tls = one(yes(), yes(), no());
    let mut form = only(SignInOptions { tls, ..options() });
    form.sites[0].0.rules.clear();
    assert_eq!(form.ask(HTTPS), "A form");
}

#[test]
fn ports_are_those_of_the_server_document() {
    let with = |status: Fact<PortStatus>| World {
        http: port(status, "80"),
        ..world(vec![default(covered("A", &[]))])
    };
    let cases = [
        (known(PortStatus::Off), "closed"),
        (known(PortStatus::Redirect), "to-https"),
        (known(PortStatus::On), "A basic"),
        (absent(), "A basic"),
    ];
    for (status, wanted) in cases {
        let world = with(status.clone());
        assert_eq!(world.ask(HTTP), wanted, "{status:?}");
        assert_eq!(world.ask(HTTPS), "A basic");
        let off = World { internet_sites: known(false), ..world };
        let wanted = if wanted == "A basic" { "form" } else { wanted };
        assert_eq!(off.ask(HTTP), wanted, "{status:?}");
    }
    let world = with(absent());
    let task = world.task();
    let told = answer(&task, &Request::parse(HTTP).unwrap());
    assert_eq!((told.port_known, told.confidence), (false, Confidence::Medium));
    assert_eq!(with(known(PortStatus::On)).ask("https://mail.example.com:443/traveler"), "A basic");
    assert_eq!(
        with(known(PortStatus::On)).ask("https://mail.example.com:8443/traveler"),
        "port-other"
    );
}

#[test]
fn a_site_may_redirect_to_https() {
    for (redirects, wanted) in [
        (known(true), "A to-https"),
        (known(false), "A basic"),
        (absent(), "A basic"),
        (unclear(), "A redirect-unknown"),
    ] {
        let world = world(vec![WebSite { redirects, ..default(covered("A", &[])) }]);
        assert_eq!(world.ask(HTTP), wanted);
        assert_eq!(world.ask(HTTPS), "A basic");
    }
}

#[test]
fn notes_ini_comes_before_the_documents() {
    let base = || world(vec![default(covered("A", &[]))]);
    let text = |text: &str| known(text.to_owned());
    for (ihs, wanted) in [
        (text("1"), "ihs-in-front"),
        (text("true"), "ihs-in-front"),
        (text("0"), "A basic"),
        (text(""), "A basic"),
        (unclear(), "A settings-unknown"),
    ] {
        assert_eq!(World { ihs, ..base() }.ask(HTTPS), wanted);
    }
    for (public_urls, wanted) in [
        (text("/iwaredir.nsf/*:/.well-known*"), "A basic"),
        (text("/iwaredir.nsf/*:/traveler*"), "public-url"),
        (text("/TRAVELER*"), "public-url"),
        // Without a star it may be the path itself as well as what is below it.
        (text("/traveler"), "public-url"),
        (text("/x: /Traveler/ "), "public-url"),
        (text("/travel"), "A basic"),
        (text(""), "A basic"),
        (unclear(), "A settings-unknown"),
    ] {
        assert_eq!(World { public_urls, ..base() }.ask(HTTPS), wanted);
    }
    // What a substitution leads to may be public.
    let moved = [over("*"), rule(RuleKind::Substitution, "/traveler*", "/open*")];
    let site = WebSite { rules: moved.to_vec(), ..default(site("A", &[])) };
    let open = World { public_urls: text("/open*"), ..world(vec![site]) };
    assert_eq!(open.ask(HTTPS), "A public-url");
    // A form is shown all the same, less surely.
    let form = World { ihs: unclear(), ..world(vec![default(super::site("A", &[]))]) };
    let task = form.task();
    let told = answer(&task, &Request::parse(HTTPS).unwrap());
    assert_eq!((told.challenge.code(), told.confidence), ("form", Confidence::Medium));
}

#[test]
fn a_path_that_can_be_read_in_several_ways_is_not_followed() {
    let world = world(vec![default(covered("A", &[]))]);
    for path in ["/traveler%2f", "/x/../traveler", "//traveler"] {
        assert_eq!(world.ask(&format!("https://mail.example.com{path}")), "path-unclear", "{path}");
    }
}
