use super::super::testing::{
    RULE_FORM, document, dxl, export, ini, judge, rule, server, site, told,
};
use super::*;

mod table;

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
        (document("R", 3, Some(2), &[("RKind", "O")]), vec!["unknown rule-without-pattern low"]),
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
fn several_sites_and_sites_of_others() {
    let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
    let named = |servers| {
        let items = [
            ("Type", "WebSite"),
            ("ISiteOrg", "Acme"),
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
        (named("CN=Mail01/O=Acme"), "unknown site-of-others low"),
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
    for mark in ["conflict", "truncated"] {
        let odd = rule(4, 9, "N", "/x*").replace(" form=", &format!(" {mark}='true' form="));
        let names = dxl(&[RULE_FORM, &parts[0], &parts[1], &rule(3, 2, "O", "*"), &odd]);
        assert_eq!(judge_of(&names), "unknown rules-elsewhere low", "{mark}");
    }
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
    let (own, site) = (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
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
fn a_site_whose_organisation_is_not_surely_the_servers_decides_nothing() {
    for (organisation, wanted) in [
        ("Acme", "pass overridden high"),
        ("O=ACME", "pass overridden high"),
        ("Acme/US", "unknown hosting-unclear low"),
        ("", "unknown hosting-unclear low"),
        ("Other", "unknown site-of-others low"),
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
fn two_exports_in_one_file_are_two_exports() {
    let (own, site) = (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
    let rule = rule(3, 2, "O", "*");
    let with = export("20260101", 3, &[RULE_FORM, &own, &site, &rule]);
    let without = export("20260201", 2, &[RULE_FORM, &own, &site]);
    for both in [format!("{with}{without}"), format!("{without}{with}")] {
        assert_ne!(first_of(&[&both]).status, crate::evidence::Status::Pass, "{both}");
    }
}

#[test]
fn what_the_exporter_says_it_took_is_believed_while_nothing_is_missing() {
    let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
    let (own, site, rule) = (server(&ON), site(2, &default), rule(3, 2, "O", "*"));
    let mark = |count| format!("\n<!-- traveler-audit exporter: documents={count} -->");
    let with = export("20260101", 900, &[RULE_FORM, &own, &site, &rule]);
    let without = export("20260101", 900, &[RULE_FORM, &own, &site]);
    let cases = [
        (with.clone() + &mark(3), "pass overridden medium"),
        (without.clone() + &mark(2), "fail form medium"),
        (without.clone() + &mark(3), "unknown part-of-directory low"),
        (with.clone() + &mark(2), "unknown part-of-directory low"),
        (with.replace("</database>", &(mark(3) + "</database>")), "unknown part-of-directory low"),
        (with.clone(), "unknown part-of-directory low"),
        (with + &without + &mark(2), "unknown rule-maybe-deleted low"),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&first_of(&[&text])), wanted, "{text}");
    }
}

#[test]
fn a_document_that_stands_twice_counts_once() {
    let (own, site) = (server(&ON), site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]));
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
fn a_no_break_blank_is_part_of_a_value() {
    let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
    let of = |own: &[(&str, &str)], site_items: &[(&str, &str)], pattern: &str| {
        let site = site(2, &[&default, site_items].concat());
        let rule = rule(3, 2, "O", pattern);
        told(&first_of(&[&dxl(&[RULE_FORM, &server(own), &site, &rule])]))
    };
    assert_eq!(of(&ON, &[], " /traveler* "), "pass overridden high");
    let servers = [("WSHostingSrvrs", "CN=Trav01/O=Acme")];
    assert_eq!(of(&ON, &servers, "/traveler*"), "pass overridden high");
    assert_eq!(of(&ON, &[], "/traveler*\u{a0}"), "unknown rule-unusual-pattern low");
    assert_eq!(of(&[("LdISite", "1\u{a0}")], &[], "*"), "unknown mode-unknown low");
    let servers = [("WSHostingSrvrs", "CN=Trav01/O=Acme\u{a0}")];
    assert_ne!(of(&ON, &servers, "*"), "pass overridden high");
    assert_ne!(of(&ON, &[("ISiteOrg", "Acme\u{a0}")], "*"), "pass overridden high");
}

#[test]
fn a_server_document_that_is_not_judged_contradicts_the_one_that_is() {
    let site = site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]);
    let rule = rule(3, 2, "O", "*");
    let other = |mark: &str, items: &[(&str, &str)]| {
        let text = server(items).replace(&format!("{:032X}", 1), &format!("{:032X}", 9));
        text.replace(" form=", &format!(" {mark}='true' form="))
    };
    let (off, mail) = (("LdISite", "0"), ("ServerName", "Mail01/Acme"));
    let answer = document("Server", 9, Some(1), &[("Type", "Server"), ("LdISite", "0")]);
    let cases = [
        (answer.replace(" form=", " conflict='true' form="), "unknown mode-contradictory low"),
        (other("conflict", &[off]), "unknown mode-contradictory low"),
        (other("conflict", &ON), "pass overridden high"),
        (other("conflict", &[mail, off]), "pass overridden high"),
        (other("truncated", &ON), "unknown mode-contradictory low"),
        (other("truncated", &[("ServerName", "")]), "unknown mode-contradictory low"),
        (other("truncated", &[mail]), "pass overridden high"),
    ];
    for (other, wanted) in cases {
        let names = dxl(&[RULE_FORM, &server(&ON), &site, &rule, &other]);
        assert_eq!(told(&first_of(&[&names])), wanted, "{other}");
    }
}

#[test]
fn a_conflict_is_shown_with_the_document_it_is_in_conflict_with() {
    let default = [("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")];
    let items = [("Type", "WebSite"), ("WSHostingSrvrs", "*")];
    let copy = document("WebSite", 8, Some(2), &items).replace(" form=", " conflict='true' form=");
    let names = dxl(&[RULE_FORM, &server(&ON), &site(2, &default), &copy, &rule(3, 2, "O", "*")]);
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

/// What is said of the first URL, each way with its subject.
fn ways(content: &[&str], lines: &str) -> Vec<String> {
    let files = [("notes.ini", ini(lines)), ("names.dxl", dxl(content))];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let judgements = judge(&CHECK, &files);
    let own = judgements.iter().filter(|one| one.args["url"] == "/traveler");
    own.map(|one| format!("{} {}", one.subject, told(one))).collect()
}

/// A site with session authentication and these options over http.
fn open_site(unid: u8, items: &[(&str, &str)]) -> String {
    let own = [("HTTP_EnableSessionAuth", "1"), ("TCPNameAndPwd", "1"), ("TCPAnonymous", "0")];
    site(unid, &[&own, items].concat())
}

const BOTH_PORTS: [(&str, &str); 2] = [("LdISite", "1"), ("HTTP_NormalMode", "1")];

#[test]
fn a_rule_on_the_site_that_https_never_reaches_does_nothing() {
    let sites = [
        open_site(2, &[("WSIsDflt", "1"), ("ISiteName", "Default")]),
        open_site(4, &[("WSIsDflt", "0"), ("ISiteAdrs", "mail.example.com")]),
        rule(5, 4, "O", "/traveler*"),
    ]
    .concat();
    let only_https = [RULE_FORM, &server(&ON), &sites];
    let wrong = "/traveler fail form-rule-on-other-site high";
    assert_eq!(ways(&only_https, ""), [wrong]);
    let known = |release: &str| {
        let build = server(&[ON[0], ("ServerBuildNumber", release)]);
        ways(&[RULE_FORM, &build, &sites], "ENABLE_SNI=1")
    };
    let split = [
        "*://*/traveler fail form-rule-on-other-site high",
        "*://mail.example.com/traveler pass overridden medium",
    ];
    assert_eq!(known("Release 14.5.1"), split);
    assert_eq!(known("Release 11.0"), [wrong]);
    let no_release = "*://mail.example.com/traveler unknown release-unknown low";
    assert_eq!(ways(&only_https, "ENABLE_SNI=1"), [split[0], no_release]);
    let both = [RULE_FORM, &server(&BOTH_PORTS), &sites];
    let wanted = [
        "https://*/traveler fail form-rule-on-other-site high",
        "https://mail.example.com/traveler fail form-rule-on-other-site high",
        "http://*/traveler fail form-rule-on-other-site medium",
        "http://mail.example.com/traveler pass overridden medium",
    ];
    assert_eq!(ways(&both, ""), wanted);
}

#[test]
fn an_address_of_a_site_that_names_the_server_is_asked_for() {
    let own = server(&[ON[0], ("NetAddresses", "192.0.2.10")]);
    let first = open_site(2, &[("WSIsDflt", "1"), ("ISiteAdrs", "192.0.2.10")]);
    let second = |servers| {
        open_site(4, &[("WSIsDflt", "0"), ("ISiteAdrs", "192.0.2.11"), ("WSHostingSrvrs", servers)])
    };
    let ask = |server: &str, servers| {
        ways(&[RULE_FORM, server, &first, &rule(3, 2, "O", "*"), &second(servers)], "")
    };
    let wanted = [
        "*://*/traveler unknown several-sites low",
        "*://192.0.2.10/traveler pass overridden high",
        "*://192.0.2.11/traveler fail form-rule-on-other-site high",
    ];
    assert_eq!(ask(&own, "CN=Trav01/O=Acme"), wanted);
    assert_eq!(ask(&own, "*"), ["/traveler pass overridden medium"]);
    // Without an address in the Server document any may be the server's.
    let none = "/traveler unknown several-sites low";
    assert_eq!(ask(&server(&ON), "CN=Trav01/O=Acme"), [none]);
}

#[test]
fn what_the_site_was_found_by_is_told() {
    let sites = [
        open_site(2, &[("WSIsDflt", "1"), ("ISiteAdrs", "mail.example.com")]),
        open_site(4, &[("WSIsDflt", "0"), ("ISiteAdrs", "x.example.com")]),
        rule(5, 4, "O", "/traveler*"),
    ]
    .concat();
    let own = server(&[BOTH_PORTS[0], BOTH_PORTS[1], ("HTTP_SSLMode", "2")]);
    let files = [("notes.ini", ini("")), ("names.dxl", dxl(&[RULE_FORM, &own, &sites]))];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let told = judge(&CHECK, &files);
    let found = |subject: &str| {
        let one = told.iter().find(|one| one.subject == subject).unwrap();
        let shown = one.evidence.iter().filter_map(|piece| piece.location.item.as_deref());
        (one.outcome, one.args["found"].as_str(), shown.collect::<Vec<_>>())
    };
    let (outcome, by, items) = found("*://mail.example.com/traveler");
    assert_eq!((outcome, by), ("form-rule-on-other-site", "host"));
    assert!(items.contains(&"ISiteAdrs"), "{items:?}");
    let (_, by, items) = found("*://*/traveler");
    assert_eq!(by, "default");
    assert!(items.contains(&"WSIsDflt"), "{items:?}");
}

#[test]
fn a_site_of_others_is_shown_by_the_field_that_tells_it() {
    for (item, value) in [("ISiteOrg", "Other"), ("WSHostingSrvrs", "CN=Mail01/O=Acme")] {
        let names = dxl(&[RULE_FORM, &server(&ON), &site(2, &[("WSIsDflt", "1"), (item, value)])]);
        let judgement = first_of(&[&names]);
        assert_eq!(judgement.outcome, "site-of-others");
        assert_eq!(judgement.evidence[0].location.item.as_deref(), Some(item));
        assert_eq!(judgement.evidence[0].excerpt.as_deref(), Some(value));
    }
}

#[test]
fn http_is_judged_as_far_as_it_is_open() {
    let default = [("WSIsDflt", "1")];
    let covered = open_site(2, &default) + &rule(3, 2, "O", "*");
    let closed = site(2, &[default[0], ("HTTP_EnableSessionAuth", "1"), ("TCPNameAndPwd", "0")])
        + &rule(3, 2, "O", "*");
    let anonymous =
        covered.replace("<item name='TCPAnonymous'><text>0<", "<item name='TCPAnonymous'><text>1<");
    let redirecting = anonymous.replace(
        "<item name='TCPAnonymous'>",
        "<item name='HTTP_TCP_Redirect'><text>1</text></item>\n<item name='TCPAnonymous'>",
    );
    let pass = "/traveler pass overridden high";
    let split = |second: &'static str| vec!["https://*/traveler pass overridden high", second];
    let cases = [
        ("2", &covered, vec![pass]),
        ("3", &covered, vec![pass]),
        ("1", &covered, vec!["/traveler pass overridden medium"]),
        ("1", &closed, vec![pass]),
        ("2", &closed, vec![pass]),
        ("1", &anonymous, split("http://*/traveler unknown anonymous-on low")),
        ("7", &anonymous, split("http://*/traveler unknown port-unknown low")),
        ("7", &covered, vec!["/traveler pass overridden medium"]),
        ("1", &redirecting, vec![pass]),
    ];
    for (status, sites, wanted) in cases {
        let own = server(&[ON[0], ("HTTP_NormalMode", status)]);
        let told = ways(&[RULE_FORM, &own, sites], "");
        assert_eq!(told, wanted, "{status} {sites}");
    }
    let off = server(&[ON[0], ("HTTP_NormalMode", "2"), ("HTTP_SSLMode", "2")]);
    assert_eq!(ways(&[RULE_FORM, &off, &covered], ""), ["/traveler unknown no-way-in low"]);
}

#[test]
fn a_site_given_twice_is_one() {
    let own = server(&ON);
    let site = site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]);
    let names = dxl(&[RULE_FORM, &own, &site, &rule(3, 2, "O", "*")]);
    assert_eq!(told(&first_of(&[&names, &names])), "pass overridden high");
}

#[test]
fn notes_ini_may_let_something_else_decide() {
    let sites =
        site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", "1")]) + &rule(3, 2, "O", "*");
    let content = [RULE_FORM, &server(&ON), &sites];
    let cases = [
        ("", "/traveler pass overridden high"),
        ("HTTPIHSEnabled=1", "/traveler unknown ihs-in-front low"),
        ("HTTPPublicURLs=/traveler*", "/traveler unknown public-url low"),
        ("HTTPPublicURLs=/iwaredir.nsf/*", "/traveler pass overridden high"),
        ("HTTPIHSEnabled=0\nHTTPIHSEnabled=1", "/traveler unknown settings-unknown low"),
    ];
    for (lines, wanted) in cases {
        assert_eq!(ways(&content, lines), [wanted], "{lines}");
    }
    let judgements = judge(&CHECK, &[("names.dxl", &dxl(&content))]);
    assert_eq!(told(&judgements[0]), "unknown settings-unknown low", "no notes.ini");
}

#[test]
fn the_bare_path_matters_less_where_every_client_uses_the_full_one() {
    let severity = |path: &str, status: u16| {
        let log = format!(
            "192.0.2.7 - \"CN=Pat Doe/O=Acme\" [23/Nov/2026:08:00:01 +0000] \"POST {path}?User=pat&DeviceId=1&DeviceType=SecureMail&Cmd=Sync HTTP/1.1\" {status} 512 \"\" \"SecureMail/26\"\n"
        );
        let names = dxl(&[RULE_FORM, &server(&ON), &site(2, &[("HTTP_EnableSessionAuth", "1")])]);
        let files = [("notes.ini", &*ini("")), ("names.dxl", &names), ("access.log", &log)];
        let found = judge(&CHECK, &files);
        let of = |url: &str| {
            let one = found.iter().find(|one| one.args["url"] == url).unwrap();
            one.severity == Some(Severity::Low)
        };
        (of("/Microsoft-Server-ActiveSync"), of("/traveler/Microsoft-Server-ActiveSync"))
    };
    let full = "/traveler/Microsoft-Server-ActiveSync";
    assert_eq!(severity(full, 200), (true, false));
    assert_eq!(severity(full, 403), (false, false), "nobody was served there");
    assert_eq!(severity("/Microsoft-Server-ActiveSync", 200), (false, false));
}
