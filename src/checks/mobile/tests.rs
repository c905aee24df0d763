use super::super::testing::{
    RULE_FORM, assert_sound, document, dxl, ini, log_of_domino, rule, scan, server, site, told,
};
use super::*;
use crate::inventory::testing::inventory_of;
use crate::inventory::{Options, Period};

pub(super) const HOST: &str = "mail.example.com";
pub(super) const URL: &str = "https://mail.example.com/traveler/Microsoft-Server-ActiveSync";

pub(super) const SERVER: &str = "Secure Mail Exchange Server";
pub(super) const ACCESS: &str = "Network access";
pub(super) const SERVICES: &str = "Background network services";
pub(super) const GATEWAY: &str = "Background network service gateway";
pub(super) const TICKET: &str = "Background services ticket expiration";
pub(super) const LEVEL: &str = "Connection security level";
pub(super) const TUNNELED: &str = "Tunneled to the internal network";

/// What Endpoint Management answers about Secure Mail on these platforms.
pub(super) fn app(platforms: &[(&str, &[(&str, &str)])]) -> String {
    let blocks = platforms.iter().map(|(platform, policies)| {
        let policies = policies.iter().zip(1..).map(|((title, value), number)| {
            format!(
                "{{\"policyName\":\"P{number}\",\"title\":\"{title}\",\"policyValue\":\"{value}\"}}"
            )
        });
        let other = "{\"policyName\":\"Other\",\"policyValue\":\"x\"}".to_owned();
        let policies: Vec<_> = policies.chain([other]).collect();
        format!("\"{platform}\":{{\"policies\":[{}]}}", policies.join(",\n"))
    });
    let blocks: Vec<_> = blocks.collect();
    format!(
        "{{\"container\":{{\"name\":\"Secure Mail\",\"appType\":\"MDX\",{}}}}}",
        blocks.join(",\n")
    )
}

/// `subject: status outcome confidence` of all that a check says of these files.
pub(super) fn judged(id: &str, files: &[(&str, &str)]) -> Vec<String> {
    let judgements = judgements(id, files);
    let told = judgements.iter().map(|one| format!("{}: {}", one.subject, told(one)));
    told.collect()
}

/// All that a check says of these files.
pub(super) fn judgements(id: &str, files: &[(&str, &str)]) -> Vec<Judgement> {
    let period = Period { as_of: jiff::civil::date(2026, 11, 24), days: 90 };
    let (inventory, _) = inventory_of(files, Options { period, ..Options::default() });
    let catalog = Catalog::built_in().unwrap();
    let check = CLIENT_REGISTRY.iter().find(|check| check.id == id).unwrap();
    let (mobile, servers) = (&inventory.mobile, &inventory.servers);
    let judgements: Vec<_> = match check.judge {
        ClientJudge::Run(judge) => judge(mobile, &catalog),
        ClientJudge::Each(judge) => mobile
            .clients
            .iter()
            .flat_map(|client| {
                let server = client.server.map(|at| &servers[at]);
                let any_server = !servers.is_empty();
                judge(&Scene { client, server, any_server, mobile, catalog: &catalog })
            })
            .collect(),
    };
    for judgement in &judgements {
        assert_sound(id, check.outcomes, judgement);
    }
    judgements
}

/// The same for policies of iOS alone.
pub(super) fn on_ios(id: &str, policies: &[(&str, &str)]) -> Vec<String> {
    judged(id, &[("app.json", &app(&[("ios", policies)]))])
}

/// A server of that name, with these items besides.
pub(super) fn directory(items: &[(&str, &str)], more: &[&str]) -> String {
    let own = [("SMTPFullHostDomain", HOST), ("HTTP_SSLPort", "443"), ("LdISite", "1")];
    let own: Vec<_> =
        own.into_iter().filter(|(name, _)| items.iter().all(|(other, _)| other != name)).collect();
    let server = server(&[&own, items].concat());
    let content: Vec<_> =
        [RULE_FORM, server.as_str()].into_iter().chain(more.iter().copied()).collect();
    dxl(&content)
}

#[test]
fn the_mail_server_is_one_of_the_inputs() {
    let (ini, log) = (ini(""), log_of_domino("14.5.1, March 05, 2026"));
    let of = |value: &str, names: &str| {
        let app = app(&[("ios", &[(SERVER, value)])]);
        let files = [
            ("app.json", app.as_str()),
            ("notes.ini", &ini),
            ("names.dxl", names),
            ("console.log", &log),
        ];
        judged("mail-server-address", &files).remove(0)
    };
    let plain = directory(&[], &[]);
    let cases = [
        (URL, "ios: pass right high"),
        (HOST, "ios: unknown host-unmapped low"),
        ("", "ios: fail empty high"),
        ("http://mail.example.com/traveler", "ios: fail faulty high"),
        ("mail", "ios: fail faulty high"),
        ("mail.example.com:8443", "ios: fail port-differs medium"),
        ("other.example.com", "ios: unknown other-server low"),
        ("{{ host }}", "ios: unknown unreadable low"),
        ("https://jane:geheim@mail.example.com", "ios: unknown unreadable low"),
    ];
    for (value, wanted) in cases {
        assert_eq!(of(value, &plain), wanted, "{value}");
    }
    let off = directory(&[("HTTP_SSLMode", "0")], &[]);
    assert_eq!(of(URL, &off), "ios: unknown port-unclear low");
    let mapped = |session: &str, kind: &str, pattern: &str| {
        let items = [
            ("RKind", kind),
            ("RPath", "/Microsoft-Server-ActiveSync*"),
            ("RNew", "/traveler/Microsoft-Server-ActiveSync*"),
        ];
        let rules = [document("R", 3, Some(2), &items), rule(4, 2, "O", pattern)].concat();
        let site = site(2, &[("WSIsDflt", "1"), ("HTTP_EnableSessionAuth", session)]);
        of(HOST, &directory(&[], &[&site, &rules]))
    };
    let cases = [
        ("0", "S", "/help*", "pass host-mapped medium"),
        ("1", "S", "*", "pass host-mapped high"),
        // Which of the two paths the override is asked for, no source tells.
        ("0", "S", "/traveler*", "unknown host-unmapped low"),
        // It leads to Traveler, which then asks with a form.
        ("1", "S", "/help*", "unknown host-unmapped low"),
        // The password is asked for as it should be, at a path that is not Traveler's.
        ("0", "D", "/help*", "unknown host-unmapped low"),
    ];
    for (session, kind, pattern, wanted) in cases {
        let found = mapped(session, kind, pattern);
        assert_eq!(found, format!("ios: {wanted}"), "{session} {kind} {pattern}");
    }
    let alone = on_ios("mail-server-address", &[(SERVER, URL)]);
    assert_eq!(alone, ["ios: unknown no-servers low"]);
    assert_eq!(on_ios("mail-server-address", &[]), ["ios: unknown not-told low"]);
}

#[test]
fn network_access_is_resolved_over_its_policies() {
    let cases = [
        (vec![(ACCESS, TUNNELED)], "pass tunneled high"),
        (vec![(ACCESS, "Tunneled - Web SSO")], "pass web-sso high"),
        (vec![(ACCESS, "Unrestricted")], "unknown unrestricted low"),
        (vec![(ACCESS, "Blocked")], "fail blocked high"),
        (vec![(ACCESS, "Tunneled - Full VPN")], "fail given-up high"),
        (vec![(ACCESS, "Tunneled - Web SSO"), (ACCESS, "Unrestricted")], "fail overruled medium"),
        (vec![(ACCESS, TUNNELED), (ACCESS, "Blocked")], "unknown contradictory low"),
        (vec![], "unknown default low"),
    ];
    for (policies, wanted) in cases {
        let found = on_ios("network-access", &policies);
        assert_eq!(found, [format!("ios: {wanted}")], "{policies:?}");
    }
    let written = judged(
        "network-access",
        &[("policies.toml", "[ios]\nTicketablauf für Hintergrunddienste = 168\n")],
    );
    assert_eq!(written, ["ios: unknown not-told low"]);
}

#[test]
fn background_services_must_name_the_mail_server() {
    let of = |services: &str, access: &str, server: &str| {
        let policies = [(SERVICES, services), (ACCESS, access), (SERVER, server)];
        on_ios("background-services", &policies).remove(0)
    };
    let cases = [
        ("mail.example.com:443", TUNNELED, URL, "pass right high"),
        ("example.com:443", TUNNELED, HOST, "pass right high"),
        // The page of Citrix prints the blank.
        ("mail.example.com: 443", TUNNELED, URL, "fail blank medium"),
        ("https://mail.example.com:443", TUNNELED, URL, "fail faulty high"),
        ("a.example.com:443; mail.example.com:443", TUNNELED, URL, "fail faulty high"),
        ("mail.example.com", TUNNELED, URL, "fail incomplete high"),
        ("mail.example.com:443", "Unrestricted", URL, "fail inert high"),
        ("mail.example.com:443", "perhaps", URL, "unknown access-unknown low"),
        ("other.example.com:443", TUNNELED, URL, "fail mail-server-missing medium"),
        ("mail.example.com:8443", TUNNELED, URL, "fail mail-server-missing medium"),
        ("mail.example.com:443", TUNNELED, "", "unknown mail-server-unknown low"),
        ("", TUNNELED, URL, "not-applicable not-used high"),
        ("{{ services }}", TUNNELED, URL, "unknown unreadable low"),
    ];
    for (services, access, server, wanted) in cases {
        assert_eq!(of(services, access, server), format!("ios: {wanted}"), "{services} {access}");
    }
    let unset = on_ios("background-services", &[(SERVICES, "mail.example.com:443"), (SERVER, URL)]);
    assert_eq!(unset, ["ios: unknown access-default low"]);
}

#[test]
fn the_gateway_must_be_known_and_of_use() {
    let list = r#"{"agList":[{"name":"gw","url":"https://gateway3.example.com","default":true}]}"#;
    let of = |gateway: &str, access: &str, services: &str, list: Option<&str>| {
        let app = app(&[("ios", &[(GATEWAY, gateway), (ACCESS, access), (SERVICES, services)])]);
        let files: Vec<_> = [("app.json", app.as_str())]
            .into_iter()
            .chain(list.map(|list| ("gw.json", list)))
            .collect();
        judged("background-gateway", &files).remove(0)
    };
    let (good, services) = ("gateway3.example.com:443", "mail.example.com:443");
    let cases = [
        (good, TUNNELED, services, Some(list), "pass known high"),
        (good, TUNNELED, services, None, "unknown list-missing low"),
        ("other.example.com:443", TUNNELED, services, Some(list), "fail not-known medium"),
        ("gateway3.example.com", TUNNELED, services, Some(list), "fail faulty high"),
        ("192.0.2.5:443", TUNNELED, services, Some(list), "fail faulty high"),
        ("Gateway3.example.com:443", TUNNELED, services, Some(list), "pass known high"),
        ("gateway3.example.com:8443", TUNNELED, services, Some(list), "unknown other-port low"),
        (good, "Unrestricted", services, Some(list), "fail inert high"),
        (good, TUNNELED, "", Some(list), "fail no-services medium"),
        (good, TUNNELED, "{{ x }}", Some(list), "unknown services-unknown low"),
        ("", TUNNELED, services, Some(list), "not-applicable not-used high"),
    ];
    for (gateway, access, services, list, wanted) in cases {
        assert_eq!(of(gateway, access, services, list), format!("ios: {wanted}"), "{gateway}");
    }
}

#[test]
fn the_period_of_tickets_counts_with_services() {
    let services = (SERVICES, "mail.example.com:443");
    let cases = [
        (vec![services, (TICKET, "168")], "pass default high"),
        (vec![services], "pass default medium"),
        (vec![services, (TICKET, "72")], "pass shorter high"),
        (vec![services, (TICKET, "8")], "fail below-day high"),
        (vec![services, (TICKET, "720")], "fail longer high"),
        (vec![services, (TICKET, "7 days")], "fail no-number high"),
        // The page suggests 168 where it decides nothing.
        (vec![(SERVICES, ""), (TICKET, "168")], "not-applicable not-used high"),
        (vec![(SERVICES, "{{ x }}"), (TICKET, "168")], "unknown services-unknown low"),
        (vec![services, (TICKET, "{{ x }}")], "unknown unreadable low"),
    ];
    for (policies, wanted) in cases {
        assert_eq!(
            on_ios("ticket-expiration", &policies),
            [format!("ios: {wanted}")],
            "{policies:?}"
        );
    }
}

#[test]
fn timers_follow_each_other() {
    let of = |conf: Option<&str>, ticket: &str| {
        let policies = [
            (SERVICES, "mail.example.com:443"),
            (TICKET, ticket),
            ("Maximum offline period (hours)", "12"),
        ];
        let app = app(&[("ios", &policies)]);
        let files: Vec<_> = [("app.json", app.as_str())]
            .into_iter()
            .chain(conf.map(|conf| ("ns.conf", conf)))
            .collect();
        judged("session-timers", &files).remove(0)
    };
    let action = |forced: u32, session: u32| {
        format!("add vpn sessionAction a -sessTimeout {session} -forcedTimeout {forced}\n")
    };
    // 168 hours are 10080 minutes.
    assert_eq!(of(Some(&action(20160, 1440)), "168"), "ios: pass in-order medium");
    assert_eq!(of(Some(&action(1440, 60)), "168"), "ios: fail out-of-order medium");
    assert_eq!(of(Some(&action(20160, 600)), "168"), "ios: fail out-of-order medium");
    assert_eq!(of(None, "168"), "ios: unknown incomplete low");
    assert_eq!(of(None, "6"), "ios: fail out-of-order medium");
    let two = action(20160, 1440) + &action(1, 1);
    assert_eq!(of(Some(&two), "168"), "ios: unknown several-actions low");
    assert_eq!(on_ios("session-timers", &[]), ["ios: not-applicable not-used medium"]);
}

#[test]
fn the_policies_make_a_topology() {
    let cases = [
        ("Unrestricted", "", "", "pass direct high"),
        // The second list of the page is headed "direct connection" too.
        (TUNNELED, "", "", "pass micro-vpn high"),
        (TUNNELED, "mail.example.com:443", "gateway3.example.com:443", "pass sta high"),
        (TUNNELED, "mail.example.com:443", "", "pass default-gateway medium"),
        ("Unrestricted", "mail.example.com:443", "gateway3.example.com:443", "fail near high"),
        (TUNNELED, "", "gateway3.example.com:443", "fail gateway-alone high"),
        ("Blocked", "", "", "not-applicable blocked high"),
        (TUNNELED, "{{ x }}", "", "unknown not-known low"),
    ];
    for (access, services, gateway, wanted) in cases {
        let policies = [(ACCESS, access), (SERVICES, services), (GATEWAY, gateway)];
        let found = on_ios("topology", &policies);
        assert_eq!(found, [format!("ios: {wanted}")], "{access} {services} {gateway}");
    }
    let open = on_ios("topology", &[(SERVICES, ""), (GATEWAY, "")]);
    assert_eq!(open, ["ios: unknown access-default low"]);
    let none =
        app(&[("ios", &[(ACCESS, TUNNELED), (SERVICES, "mail.example.com:443"), (GATEWAY, "")])]);
    let list = |default: bool| {
        format!(
            "{{\"agList\":[{{\"name\":\"gw\",\"url\":\"https://gw.example.com\",\"default\":{default}}}]}}"
        )
    };
    let with = |list: &str| judged("topology", &[("app.json", &none), ("gw.json", list)]);
    assert_eq!(with(&list(true)), ["ios: pass default-gateway medium"]);
    assert_eq!(with(&list(false)), ["ios: fail no-default-gateway medium"]);
    // Under which name exports hold the gateway is not known: not to find it does not make it empty.
    let unseen = on_ios("topology", &[(ACCESS, TUNNELED), (SERVICES, "mail.example.com:443")]);
    assert_eq!(unseen, ["ios: unknown not-known low"]);
}

#[test]
fn sslv3_is_no_way_around() {
    let devices = |rows: &str| format!("Platform,OS version,Count\n{rows}\n");
    let of = |level: &str, devices: &str| {
        let app = app(&[("ios", &[(LEVEL, level)])]);
        judged("connection-security-level", &[("app.json", &app), ("devices.csv", devices)])
    };
    let new = devices("iOS,17.1,20\niOS,9.3,1\nAndroid,6.0,9");
    let old = devices("iOS,17.1,20\niOS,8.4,1");
    let odd = devices("iOS,17.1,20\niOS,newest,1");
    let cases = [
        ("TLS", &new, "pass tls high"),
        ("SSLv3 and TLS", &new, "fail sslv3-helps-nobody high"),
        ("SSLv3 and TLS", &old, "fail sslv3 high"),
        ("SSLv3 and TLS", &odd, "fail sslv3 high"),
        ("tlsv10_sslv3", &new, "fail sslv3-helps-nobody medium"),
        ("TLSv1.2", &new, "unknown unreadable low"),
    ];
    for (level, devices, wanted) in cases {
        assert_eq!(of(level, devices), [format!("ios: {wanted}")], "{level} {devices}");
    }
    assert_eq!(on_ios("connection-security-level", &[]), ["ios: unknown not-told low"]);
    // The page calls the policy by both names.
    let german = judged(
        "connection-security-level",
        &[("richtlinien.toml", "[ios]\nVerbindungssicherheitsstufe = SSLv3 und TLS\n")],
    );
    assert_eq!(german, ["ios: fail sslv3 medium"]);
}

#[test]
fn devices_and_server_are_compared() {
    let names = directory(&[], &[]);
    let (ini, devices) =
        (ini("DISABLE_SSLV3=0"), "Platform,OS version,Count\niOS,8.4,1\niOS,17.1,20\n");
    let of = |policies: &[(&str, &str)], release: &str, scan: Option<&str>| {
        let (app, log) = (app(&[("ios", policies)]), log_of_domino(release));
        let mut files = vec![
            ("app.json", app.as_str()),
            ("notes.ini", &ini),
            ("names.dxl", &names),
            ("console.log", &log),
            ("devices.csv", devices),
        ];
        files.extend(scan.map(|scan| ("scan.json", scan)));
        judged("protocol-matrix", &files)
    };
    let direct = [(SERVER, URL), (ACCESS, "Unrestricted"), (LEVEL, "TLS")];
    let lowered = [(SERVER, URL), (ACCESS, "Unrestricted"), (LEVEL, "SSLv3 and TLS")];
    let old = "9.0.1FP2, August 14, 2014";
    assert_eq!(
        of(&direct, old, None),
        ["ios ios-below-9: fail cannot medium", "ios ios-from-9: fail cannot medium"]
    );
    assert_eq!(
        of(&lowered, old, None),
        ["ios ios-below-9: fail sslv3-only medium", "ios ios-from-9: fail cannot medium"]
    );
    // 9.0.1 FP10 has TLS 1.0, which the page names, and 1.2.
    let both = of(&direct, "9.0.1FP10, January 15, 2018", None);
    assert_eq!(
        both,
        ["ios ios-below-9: pass connects medium", "ios ios-from-9: pass connects medium"]
    );
    // With TLS 1.2 alone nothing is documented for iOS.
    let new = of(&direct, "14.5.1, March 05, 2026", None);
    assert_eq!(
        new,
        [
            "ios ios-below-9: unknown device-undocumented low",
            "ios ios-from-9: unknown device-undocumented low"
        ]
    );
    let weak = scan(
        HOST,
        "443",
        &[
            ("SSLv3", "not offered"),
            ("TLS1", "offered"),
            ("TLS1_2", "not offered"),
            ("TLS1_3", "not offered"),
        ],
    );
    let found = of(&direct, "9.0.1FP10, January 15, 2018", Some(&weak));
    assert!(found.iter().all(|line| line.contains("fail weak")), "{found:?}");
    let unknown = on_ios("protocol-matrix", &direct);
    assert_eq!(unknown, ["ios: unknown no-devices low"]);
    let app = app(&[("ios", &direct)]);
    let found = judged("protocol-matrix", &[("app.json", &app), ("devices.csv", devices)]);
    assert!(found.iter().all(|line| line.contains("unknown server-unknown")), "{found:?}");
    let odd = judged(
        "protocol-matrix",
        &[("app.json", &app), ("d.csv", "Platform,OS version\niOS,new\n")],
    );
    assert_eq!(odd, ["ios iOS new: unknown system-unknown low"]);
}

#[test]
fn a_micro_vpn_that_ends_at_the_gateway_meets_the_gateway() {
    let app = app(&[("android", &[(SERVER, URL), (ACCESS, "Tunneled - Web SSO")])]);
    let devices = "Platform,OS version\nAndroid,7.1\n";
    let conf = |options: &str| {
        format!("add vpn vserver gw SSL 192.0.2.5 443\nset ssl vserver gw {options}\n")
    };
    let of = |options: &str| {
        let conf = conf(options);
        let files = [("app.json", app.as_str()), ("d.csv", devices), ("ns.conf", &conf)];
        judged("protocol-matrix", &files).remove(0)
    };
    let connects = of("-ssl3 DISABLED -tls1 DISABLED -tls12 ENABLED");
    assert_eq!(connects, "android android-6-to-7: pass connects high");
    assert_eq!(of("-ssl3 DISABLED"), "android android-6-to-7: unknown server-unknown low");
    let profile = of("-tls12 ENABLED -sslProfile p");
    assert_eq!(profile, "android android-6-to-7: unknown server-unknown low");
}

#[test]
fn policies_that_are_on_or_off() {
    let cases = [
        (
            "accept-all-certificates",
            "Accept all SSL certificates",
            "false",
            "true",
            "unknown not-told low",
        ),
        ("notes-server-flag", "Lotus Notes Server", "true", "false", "unknown not-told low"),
        ("push-notifications", "Push notifications", "Aus", "Ein", "unknown not-told low"),
    ];
    for (id, title, good, bad, unset) in cases {
        let sure = if id == "accept-all-certificates" { "high" } else { "medium" };
        assert_eq!(on_ios(id, &[(title, good)]), [format!("ios: pass as-wanted {sure}")], "{id}");
        assert_eq!(on_ios(id, &[(title, bad)]), [format!("ios: fail other {sure}")], "{id}");
        assert_eq!(on_ios(id, &[(title, "perhaps")]), ["ios: unknown unreadable low"], "{id}");
        assert_eq!(on_ios(id, &[]), [format!("ios: {unset}")], "{id}");
    }
    let title = "Use secure connection";
    let android =
        |value| judged("secure-connection", &[("a.json", &app(&[("android", &[(title, value)])]))]);
    assert_eq!(android("true"), ["android: pass as-wanted high"]);
    assert_eq!(android("false"), ["android: fail other high"]);
    assert_eq!(on_ios("secure-connection", &[]), ["ios: not-applicable other-platform high"]);
}

#[test]
fn sign_in_and_certificates() {
    let mechanism = "Initial authentication mechanism";
    let cases = [
        (vec![(mechanism, "Mail server address")], vec!["ios: pass by-address high"]),
        (vec![(mechanism, "User email address")], vec!["ios: fail by-mail-address medium"]),
        (vec![(mechanism, "Mailserveradresse")], vec!["ios: pass by-address high"]),
        (vec![(mechanism, "Benutzer-E-Mail-Adresse")], vec!["ios: fail by-mail-address medium"]),
        (vec![(mechanism, "perhaps")], vec!["ios: unknown unreadable low"]),
        (
            vec![("Initial authentication credentials", "sAMAccountName")],
            vec!["ios: unknown not-told low", "ios sam-account-name: unknown credential-form low"],
        ),
    ];
    for (policies, wanted) in cases {
        assert_eq!(on_ios("initial-sign-in", &policies), wanted, "{policies:?}");
    }
    let title = "Require client certificate";
    assert_eq!(on_ios("client-certificate", &[(title, "true")]), ["ios: fail required medium"]);
    assert_eq!(on_ios("client-certificate", &[(title, "false")]), ["ios: pass not-required high"]);
    assert_eq!(on_ios("client-certificate", &[(title, "?")]), ["ios: unknown unreadable low"]);
    let app = app(&[("ios", &[])]);
    let list = r#"{"agList":[{"name":"gw","logonType":"domain-certificate"}]}"#;
    let found = judged("client-certificate", &[("app.json", &app), ("gw.json", list)]);
    assert_eq!(
        found,
        ["ios: unknown not-told low", "ios gateway: unknown gateway-certificate low"]
    );
}

#[test]
fn platforms_are_compared() {
    let of = |ios: &[(&str, &str)], android: &[(&str, &str)]| {
        let app = app(&[("ios", ios), ("android", android)]);
        judged("platform-differences", &[("app.json", &app)])
    };
    let all = [
        (SERVER, URL),
        (ACCESS, TUNNELED),
        (SERVICES, ""),
        (GATEWAY, ""),
        (LEVEL, "TLS"),
        ("Lotus Notes Server", "true"),
    ];
    assert_eq!(of(&all, &all), [": pass same high"]);
    let other = [(SERVER, HOST), (ACCESS, "Unrestricted"), (SERVICES, "")];
    let found = of(&all, &other);
    assert!(found.contains(&"mail-server: fail differ high".to_owned()), "{found:?}");
    assert!(found.contains(&"network-access: fail differ high".to_owned()), "{found:?}");
    let odd = [&[(SERVER, "{{ x }}")][..], &all[1..]].concat();
    assert_eq!(of(&all, &odd), ["mail-server: unknown not-compared low"]);
    // What no platform tells is not alike.
    let open = of(&all[1..], &all[1..]);
    assert_eq!(open, ["mail-server: unknown not-compared low"]);
    // Two spellings of one value are one value.
    let spelled = all.map(|(title, value)| match value {
        TUNNELED => (title, "NetworkAccessTunneled"),
        "true" => (title, "Ein"),
        "TLS" => (title, "ConnectionSecurityLevel_tls"),
        _ => (title, value),
    });
    assert_eq!(of(&all, &spelled), [": pass same medium"]);
    assert_eq!(on_ios("platform-differences", &all), [": not-applicable one-platform high"]);
}

#[test]
fn retired_apps_are_told() {
    let app = app(&[("ios", &[("Secure Notes Exchange Server", "")])]);
    let list = |name: &str| {
        format!("{{\"applicationListData\":{{\"appList\":[{{\"name\":\"{name}\"}}]}}}}")
    };
    let with = |list: &str| judged("retired-apps", &[("app.json", &app), ("list.json", list)]);
    assert_eq!(with(&list("Secure Notes")), [": fail listed high"]);
    assert_eq!(with(&list("Secure Web")), [": pass none medium"]);
    assert_eq!(with(&list("Secure Mail")), [": unknown list-missing low"]);
    assert_eq!(judged("retired-apps", &[("app.json", &app)]), [": unknown list-missing low"]);
    let set = on_ios("retired-apps", &[("Secure Tasks user domain", "ACME")]);
    assert_eq!(set, [": fail policies-set medium"]);
}

#[test]
fn the_gateway_is_read_from_its_configuration() {
    let sta = app(&[("ios", &[(SERVICES, "mail.example.com:443")])]);
    let of = |id: &str, conf: &str| judged(id, &[("app.json", &sta), ("ns.conf", conf)]);
    let vserver = "add vpn vserver gw SSL 192.0.2.5 443\n";
    let set = |options: &str| format!("{vserver}set ssl vserver gw {options}\n");
    let cases = [
        (set("-ssl3 DISABLED -tls12 ENABLED"), "gw: pass good high"),
        (set("-ssl3 ENABLED -tls12 ENABLED"), "gw: fail sslv3-on high"),
        (set("-tls12 DISABLED"), "gw: fail tls12-off high"),
        (set("-tls1 DISABLED"), "gw: unknown not-set low"),
        (vserver.to_owned(), "gw: unknown not-set low"),
    ];
    for (conf, wanted) in &cases {
        assert_eq!(of("gateway-tls", conf), [*wanted], "{conf}");
    }
    let bind = "bind vpn vserver gw -staServer \"https://xms.example.com:8443\"\n";
    let saved = "#NS13.0 Build 47.24\n";
    let cases = [
        (format!("{vserver}{bind}"), "ios: pass bound medium"),
        (format!("{saved}{vserver}"), "ios: fail not-bound medium"),
        (vserver.to_owned(), "ios: unknown excerpt low"),
        (
            format!("{vserver}{}{bind}", vserver.replace(" gw ", " gw2 ")),
            "ios: unknown some-bound low",
        ),
        ("set ssl vserver lb1 -ssl3 DISABLED\n".to_owned(), "ios: unknown no-configuration low"),
    ];
    for (conf, wanted) in &cases {
        assert_eq!(of("sta-binding", conf), [*wanted], "{conf}");
    }
    assert_eq!(on_ios("gateway-tls", &[]), [": unknown no-configuration low"]);
    assert_eq!(on_ios("sta-binding", &[]), ["ios: not-applicable not-used medium"]);
}

#[test]
fn limits_are_told_where_there_is_a_traveler_server() {
    let (ini, names) = (ini(""), directory(&[], &[]));
    let app = app(&[("ios", &[(SERVER, URL)])]);
    let files = [("app.json", app.as_str()), ("notes.ini", &ini), ("names.dxl", &names)];
    let found = judged("client-limits", &files);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], "meeting-mails: unknown meeting-mails low");
    assert_eq!(
        judged("client-limits", &[("app.json", &app)]),
        found,
        "the path of Traveler tells it without the server"
    );
    // A host that is a server of the inputs, without the path of Traveler.
    let named = self::app(&[("ios", &[(SERVER, HOST)])]);
    let with = [("app.json", named.as_str()), ("notes.ini", &ini), ("names.dxl", &names)];
    assert_eq!(judged("client-limits", &with), found);
    let elsewhere = on_ios("client-limits", &[(SERVER, "mail.example.com")]);
    assert_eq!(elsewhere, [": not-applicable no-traveler low"]);
    let flagged = [(SERVER, "mail.example.com"), ("Lotus Notes Server", "true")];
    assert_eq!(on_ios("client-limits", &flagged).len(), 3);
}

#[test]
fn policies_of_other_apps_and_defaults_are_not_judged() {
    let other = app(&[("ios", &[(ACCESS, "Blocked")])]).replace("Secure Mail", "Secure Web");
    assert_eq!(judged("network-access", &[("app.json", &other)]), [""; 0]);
    let xml = "<PolicyMetadata><Policies><Policy><PolicyName>NetworkAccess</PolicyName>\
               <PolicyDefault>NetworkAccessBlocked</PolicyDefault></Policy></Policies></PolicyMetadata>";
    assert_eq!(judged("network-access", &[("policy_metadata.xml", xml)]), [""; 0]);
}
