//! Inputs made to mislead: none of them may come out as a pass that the evidence does not carry, nor as a
//! fail that is not true.

use super::super::testing::{TRAVELER_FORM, ini, log_of_domino, scan};
use super::tests::*;
use super::*;
use crate::evidence::Confidence;
use crate::inventory::testing::inventory_with;
use crate::inventory::{Options, Period};

const SERVICE: &str = "mail.example.com:443";
const GOOD: &str = "gateway3.example.com:443";
const ACCEPT: &str = "Accept all SSL certificates";

/// What a check says of these files, joined.
fn says(id: &str, files: &[(&str, &str)]) -> String {
    judged(id, files).join("; ")
}

/// What is said of two answers about one platform.
fn of_two(id: &str, (one, other): (&str, &str)) -> String {
    says(id, &[("a.json", one), ("b.json", other)])
}

#[test]
fn two_apps_are_not_one() {
    let main = app(&[("ios", &[(SERVER, URL), (ACCEPT, "true")])]);
    let pilot =
        app(&[("ios", &[(SERVER, URL), (ACCEPT, "false"), ("Lotus Notes Server", "true")])])
            .replace("\"Secure Mail\"", "\"Secure Mail Pilot\"");
    let both = |id| of_two(id, (&main, &pilot));
    assert_eq!(
        both("accept-all-certificates"),
        "ios Secure Mail: fail other high; ios Secure Mail Pilot: pass as-wanted high"
    );
    // What the pilot has the other app does not.
    assert_eq!(
        both("notes-server-flag"),
        "ios Secure Mail: unknown not-told low; ios Secure Mail Pilot: pass as-wanted medium"
    );
    assert_eq!(
        both("platform-differences"),
        "Secure Mail: not-applicable one-platform high; \
         Secure Mail Pilot: not-applicable one-platform high"
    );
    // Both in one file, as a list of answers.
    let list = format!("[{main},{pilot}]");
    assert_eq!(
        says("accept-all-certificates", &[("all.json", &list)]),
        both("accept-all-certificates")
    );
    // What somebody wrote down counts for each, and does not hide that they differ.
    let files = [
        ("a.json", main.as_str()),
        ("b.json", &pilot),
        ("p.toml", "[ios]\nLotus Notes Server = true\n"),
    ];
    assert_eq!(
        says("notes-server-flag", &files),
        "ios Secure Mail: pass as-wanted medium; ios Secure Mail Pilot: pass as-wanted medium"
    );
}

#[test]
fn two_exports_of_one_app_must_agree() {
    let old = app(&[("ios", &[(ACCEPT, "true"), (ACCESS, TUNNELED), (SERVICES, SERVICE)])]);
    let new = app(&[("ios", &[(ACCEPT, "false"), (ACCESS, TUNNELED)])]);
    let cases = [
        ("accept-all-certificates", "ios: unknown contradictory low"),
        ("network-access", "ios: pass tunneled high"),
        // In one of them only: of which time that is nothing tells.
        ("background-services", "ios: unknown contradictory low"),
        ("topology", "ios: unknown not-known low"),
        ("ticket-expiration", "ios: unknown services-unknown low"),
        ("sta-binding", "ios: unknown services-unknown low"),
    ];
    for (id, wanted) in cases {
        assert_eq!(of_two(id, (&old, &new)), wanted, "{id}");
        assert_eq!(of_two(id, (&new, &old)), wanted, "{id}");
    }
    // The same export twice says nothing new.
    assert_eq!(of_two("accept-all-certificates", (&old, &old)), "ios: fail other high");
}

#[test]
fn a_policy_under_a_name_that_nobody_knows_is_not_missing() {
    // A console in French; the keys of these policies no public source shows.
    let french = app(&[(
        "android",
        &[
            ("Serveur Exchange de Secure Mail", URL),
            ("Accepter tous les certificats SSL", "true"),
            ("Utiliser une connexion sécurisée", "false"),
            ("Niveau de sécurité de la connexion", "SSLv3 et TLS"),
            ("Notifications push", "true"),
            ("Exiger un certificat client", "true"),
        ],
    )]);
    for id in [
        "mail-server-address",
        "accept-all-certificates",
        "secure-connection",
        "connection-security-level",
        "push-notifications",
        "client-certificate",
        "initial-sign-in",
        "notes-server-flag",
        "background-gateway",
    ] {
        assert_eq!(says(id, &[("a.json", &french)]), "android: unknown not-told low", "{id}");
    }
    assert_eq!(says("topology", &[("a.json", &french)]), "android: unknown not-known low");
}

#[test]
fn a_key_that_is_configured_makes_absence_count() {
    let wants = |value: bool, catalog: &Catalog, policy: &str| {
        let text = format!(
            "{{\"container\":{{\"name\":\"Secure Mail\",\"appType\":\"MDX\",\"ios\":{{\"policies\":[\
             {{\"policyName\":\"{policy}\",\"policyValue\":\"true\"}}]}}}}}}"
        );
        let period = Period { as_of: jiff::civil::date(2026, 11, 24), days: 90 };
        let options = Options { period, ..Options::default() };
        let (inventory, _) = inventory_with(&[("a.json", &text)], options, catalog);
        let mobile = &inventory.mobile;
        let scene =
            Scene { client: &mobile.clients[0], server: None, any_server: false, mobile, catalog };
        let wanted = super::switch::Wanted {
            policy: "accept-all-certificates",
            value,
            default: Some(false),
            sure: Confidence::High,
        };
        super::super::testing::told(&super::switch::judge(&scene, wanted)[0])
    };
    let of = |catalog: &Catalog, policy: &str| wants(false, catalog, policy);
    let built_in = Catalog::built_in().unwrap();
    assert_eq!(of(&built_in, "Other"), "unknown not-told low");
    assert_eq!(of(&built_in, "AcceptAll"), "unknown not-told low");
    let mut own = Catalog::built_in().unwrap();
    let text = "[[policy]]\n\
                id = \"accept-all-certificates\"\n\
                keys = [\"AcceptAll\"]\n\
                title-ids = []\n\
                titles = {}\ntype = \"boolean\"\ncode = \"observed\"\nsource = \"own export\"\n";
    own.policies = crate::catalog::Policies::parse("policies.toml", text).unwrap();
    assert_eq!(of(&own, "AcceptAll"), "fail other high");
    assert_eq!(of(&own, "Other"), "pass default medium");
    // A default is no pass where the other value is wanted.
    assert_eq!(wants(true, &own, "Other"), "unknown not-told low");
}

#[test]
fn network_access_in_odd_ways() {
    let raw = |name: &str, title: &str, value: &str| {
        format!("{{\"policyName\":\"{name}\",\"title\":\"{title}\",\"policyValue\":{value}}}")
    };
    let of = |policies: &[String]| {
        let text = format!(
            "{{\"result\":{{\"name\":\"Secure Mail\",\"appType\":\"MDX\",\"ios\":{{\"policies\":[{}]}}}}}}",
            policies.join(",")
        );
        says("network-access", &[("a.json", &text)])
    };
    let old = |value| raw("NetworkAccess", "Network access", value);
    let new = |value| raw("MvpnNetworkAccess", "Network access", value);
    let cases = [
        (vec![old("\"NetworkAccessTunneled\""), new("null")], "unknown unreadable low"),
        (vec![old("\"NetworkAccessTunneled\""), new("\"\"")], "unknown unreadable low"),
        (
            vec![old("\"NetworkAccessTunneled\""), new("\"Tunneled - DTLS\"")],
            "unknown unreadable low",
        ),
        (
            vec![old("\"NetworkAccessTunneled\""), old("\"NetworkAccessBlocked\"")],
            "unknown contradictory low",
        ),
        (vec![old("\"networkaccessblocked\"")], "fail blocked high"),
        (vec![old("\" NetworkAccessTunneled \"")], "pass tunneled high"),
        (vec![old("\"Tunnel zum internen Netzwerk\"")], "pass tunneled high"),
        // A key of another policy under this title: the key counts.
        (
            vec![raw("BackgroundServices", "Network access", "\"Unrestricted\"")],
            "unknown default low",
        ),
        // No key that is known, and a value that none of the three has.
        (vec![raw("Zugriff", "Netzwerkzugriff", "\"vielleicht\"")], "unknown unreadable low"),
        (vec![raw("Zugriff", "Netzwerkzugriff", "\"jane@example.com\"")], "unknown unreadable low"),
        (
            vec![
                new("\"MvpnNetworkAccessTunneledWebSSO\""),
                raw("MamSdkMvpnNetworkAccess", "", "\"MvpnNetworkAccessUnrestricted\""),
            ],
            "unknown contradictory low",
        ),
        (vec![new("\"MvpnNetworkAccessUsePreviousSettings\"")], "unknown default low"),
    ];
    for (policies, wanted) in cases {
        assert_eq!(of(&policies), format!("ios: {wanted}"), "{policies:?}");
    }
}

#[test]
fn files_that_somebody_wrote() {
    let of = |id, text: &str| says(id, &[("richtlinien.toml", text)]);
    let cases = [
        // Split over sections, and over languages.
        (
            "topology",
            "Netzwerkzugriff = Uneingeschränkt\n\
                [ios]\n\
                Background network services =\n\
                Gateway für Hintergrundnetzwerkdienst =\n",
            "ios: pass direct medium",
        ),
        ("topology", "[ios]\nNetzwerkzugriff = Uneingeschränkt\n", "ios: unknown not-known low"),
        // For all platforms and for one, and they disagree.
        (
            "network-access",
            "Network access = Unrestricted\n[ios]\nNetwork access = Blocked\n",
            "ios: unknown contradictory low",
        ),
        // TOML has two kinds of quotes, and lists.
        (
            "background-gateway",
            "[ios]\n\
                'Network access' = 'Tunneled to the internal network'\n\
                'Background network service gateway' = 'gateway3.example.com:443'\n\
                Background network services = ['mail.example.com:443']\n",
            "ios: unknown list-missing low",
        ),
        (
            "background-services",
            "[ios]\nBackground network services = []\n",
            "ios: not-applicable not-used medium",
        ),
        // A list over several lines is not read, so nothing is said of it.
        (
            "background-services",
            "[ios]\n\
                Network access = Unrestricted\n\
                Background network services = [\n\"mail.example.com:443\",\n\
                ]\n",
            "ios: unknown not-told low",
        ),
        (
            "accept-all-certificates",
            "[ios]\nAlle SSL-Zertifikate akzeptieren = nein\n",
            "ios: pass as-wanted medium",
        ),
        (
            "accept-all-certificates",
            "[ios]\nAlle SSL-Zertifikate akzeptieren = Aus Gründen an\n",
            "ios: unknown unreadable low",
        ),
        (
            "accept-all-certificates",
            "[ios]\nAlle SSL-Zertifikate akzeptieren =\n",
            "ios: unknown unreadable low",
        ),
        (
            "connection-security-level",
            "[ios]\nVerbindungssicherheitsstufe = TLS, SSLv3\n",
            "ios: unknown unreadable low",
        ),
        (
            "ticket-expiration",
            "[ios]\n\
                Background network services = mail.example.com:443\n\
                Ticketablauf für Hintergrunddienste = 168 Stunden\n",
            "ios: fail no-number medium",
        ),
        (
            "ticket-expiration",
            "[ios]\n\
                Background network services = mail.example.com:443\n\
                Ticketablauf für Hintergrunddienste = 10080\n",
            "ios: fail longer medium",
        ),
    ];
    for (id, text, wanted) in cases {
        assert_eq!(of(id, text), wanted, "{text}");
    }
    // As the page of Citrix writes it.
    let page = "[ios]\nNetzwerkzugriff: Uneingeschränkt\nHintergrundnetzwerkdienste: leer\n\
                Ticketablauf für Hintergrunddienste: 168\n\
                Gateway für Hintergrundnetzwerkdienst: leer\n";
    assert_eq!(of("topology", page), "ios: pass direct medium");
    let split = [
        ("a.toml", "[ios]\nNetwork access = Tunneled to the internal network\n"),
        (
            "b.csv",
            "Richtlinie;iOS\n\
                Hintergrundnetzwerkdienste;\n\
                Gateway für Hintergrundnetzwerkdienst;\n",
        ),
    ];
    assert_eq!(says("topology", &split), "ios: pass micro-vpn medium");
    // What a table says is wanted is not what is set.
    let wanted =
        [("soll.csv", "Policy,Soll\nNetwork access,Unrestricted\nLotus Notes Server,On\n")];
    assert_eq!(judged("network-access", &wanted), [""; 0]);
}

#[test]
fn defaults_beside_what_is_set_decide_nothing() {
    let xml = |value: &str| {
        format!(
            "<PolicyMetadata><Policies><Policy><PolicyName>NetworkAccess</PolicyName><PolicyDefault>{value}\
             </PolicyDefault></Policy><Policy><PolicyName>P1</PolicyName><PolicyDefault>false</PolicyDefault>\
             <PolicyStrings><Title res_id=\"STRING_ACCEPT_ALL_SSL_CERTS\">x</Title></PolicyStrings></Policy>\
             </Policies></PolicyMetadata>"
        )
    };
    let bare = app(&[("ios", &[])]);
    let set = app(&[("ios", &[(ACCESS, "Blocked"), (ACCEPT, "true")])]);
    let xml = xml("NetworkAccessTunneled");
    let of = |id, json: &str| says(id, &[("a.json", json), ("policy_metadata.xml", &xml)]);
    assert_eq!(of("network-access", &bare), "ios: unknown default low");
    assert_eq!(of("accept-all-certificates", &bare), "ios: unknown not-told low");
    assert_eq!(of("network-access", &set), "ios: fail blocked high");
    assert_eq!(of("accept-all-certificates", &set), "ios: fail other high");
}

#[test]
fn addresses_that_look_right() {
    let (ini, log) = (ini(""), log_of_domino("14.5.1, March 05, 2026"));
    let of = |value: &str, names: &str| {
        let app = app(&[("ios", &[(SERVER, value)])]);
        let files =
            [("a.json", app.as_str()), ("notes.ini", &ini), ("n.dxl", names), ("c.log", &log)];
        says("mail-server-address", &files)
    };
    let external = |url: &str, port: &str| {
        directory(&[("TUrl", url), ("HTTP_SSLPort", port)], &[TRAVELER_FORM])
    };
    let plain = directory(&[], &[]);
    let path = "/traveler/Microsoft-Server-ActiveSync";
    let cases = [
        (format!("https://MAIL.example.com.:443{path}"), "pass right high"),
        (format!("https://mail.example.com:443:443{path}"), "fail faulty high"),
        (format!("https://mail.example.com{path}?User=x"), "fail faulty high"),
        (format!("https://mail.example.com{path}/"), "fail faulty high"),
        (
            format!("https://mail.example.com//traveler{}", "/Microsoft-Server-ActiveSync"),
            "fail faulty high",
        ),
        (format!("https://mail.example.com{path}%00"), "fail faulty high"),
        (format!("ftp://mail.example.com{path}"), "fail faulty high"),
        (format!("https://192.0.2.10{path}"), "fail faulty high"),
        (format!("https://[2001:db8::1]{path}"), "fail faulty high"),
        (format!("https://mail.example.com.evil.example{path}"), "unknown other-server low"),
        (format!("https://mail.example.com@evil.example{path}"), "unknown unreadable low"),
        (format!("https://xn--mil-5cd.example.com{path}"), "unknown other-server low"),
        // A letter of another script.
        (format!("https://m\u{430}il.example.com{path}"), "unknown other-server low"),
        (format!("https://mail.example.com:8443{path}"), "fail port-differs medium"),
        (
            "https://mail.example.com/Microsoft-Server-ActiveSync".to_owned(),
            "unknown host-unmapped low",
        ),
        ("mail.example.com/".to_owned(), "fail faulty high"),
        ("mail.example.com;mail2.example.com".to_owned(), "fail faulty high"),
    ];
    for (value, wanted) in cases {
        assert_eq!(of(&value, &plain), format!("ios: {wanted}"), "{value}");
    }
    let cases = [
        ("https://Mail.Example.com/traveler", "443", "pass right high"),
        // The same host, and another port than the policy.
        ("https://mail.example.com:8443/traveler", "443", "unknown external-url-differs low"),
        ("https://mobile.example.com/traveler", "443", "unknown external-url-differs low"),
        // A proxy in front: the external URL says so.
        ("https://mail.example.com/traveler", "8443", "unknown port-in-front low"),
    ];
    for (url, port, wanted) in cases {
        assert_eq!(of(URL, &external(url, port)), format!("ios: {wanted}"), "{url} {port}");
    }
}

#[test]
fn services_that_look_right() {
    let of = |services: &str| {
        on_ios("background-services", &[(SERVICES, services), (ACCESS, TUNNELED), (SERVER, URL)])
            .remove(0)
    };
    let cases = [
        ("MAIL.EXAMPLE.COM:443", "pass right high"),
        ("mail.example.com.:443", "fail incomplete high"),
        ("mail.example.com:0443", "pass right high"),
        ("mail.example.com:44３", "fail faulty high"),
        ("mail.example.com:443/", "fail faulty high"),
        ("mail.example.com :443", "fail faulty high"),
        ("smail.example.com:443", "fail mail-server-missing medium"),
        ("mail.example.com.evil.example:443", "fail mail-server-missing medium"),
        ("[2001:db8::1]:443,mail.example.com:443", "fail faulty high"),
        ("mail.example.com:443\\nother.example.com:443", "fail faulty high"),
        (",,mail.example.com:443,,", "pass right high"),
        (" , ", "not-applicable not-used high"),
        ("leer", "fail faulty high"),
    ];
    for (services, wanted) in cases {
        assert_eq!(of(services), format!("ios: {wanted}"), "{services}");
    }
}

#[test]
fn configurations_of_gateways() {
    let sta = app(&[("ios", &[(SERVICES, SERVICE)])]);
    let of = |id: &str, conf: &str| says(id, &[("a.json", &sta), ("ns.conf", conf)]);
    let gw = "add vpn vserver gw SSL 192.0.2.5 443\n";
    let good = "set ssl vserver gw -ssl3 DISABLED -tls12 ENABLED\n";
    let tls = [
        (format!("{gw}#{good}"), "gw: unknown not-set low"),
        (format!("{gw}{good}unset ssl vserver gw -ssl3\n"), "gw: unknown not-set low"),
        // What is unset is not set, whatever stands behind it.
        (format!("{gw}{good}unset ssl vserver gw -ssl3 DISABLED\n"), "gw: unknown not-set low"),
        (format!("{gw}{good}unset ssl vserver gw -tls12 ENABLED\n"), "gw: unknown not-set low"),
        (format!("{gw}{good}set ssl vserver gw -ssl3 ENABLED\n"), "gw: fail sslv3-on high"),
        (
            format!("{gw}{good}set ssl vserver gw -sslProfile ns_default\n"),
            "gw: unknown not-set low",
        ),
        (
            format!(
                "set ssl parameter -defaultProfile ENABLED\n\
                {gw}{good}"
            ),
            "gw: unknown not-set low",
        ),
        (format!("add vpn vserver gw SSL 0.0.0.0\n{good}"), "gw: unknown behind-another low"),
        (format!("{gw}{good}disable vpn vserver gw\n"), ": unknown no-configuration low"),
        (
            format!("{gw}{good}disable vpn vserver gw\nenable vpn vserver gw\n"),
            "gw: pass good high",
        ),
        (
            format!(
                "add vpn vserver gw SSL 192.0.2.5 443 -state DISABLED\n\
                {good}"
            ),
            ": unknown no-configuration low",
        ),
        (
            good.replace("set ssl vserver", "Set SSL VServer").replace("DISABLED", "disabled")
                + &gw.to_uppercase().replace("GW", "gw"),
            "gw: pass good high",
        ),
        (
            "add vpn vserver \"Gateway 3\" SSL 192.0.2.5 443\n\
                set ssl vserver \"Gateway 3\" -ssl3 DISABLED -tls12 ENABLED\n"
                .to_owned(),
            "Gateway 3: pass good high",
        ),
        // Another virtual server of the same address is another one.
        (
            format!(
                "{gw}add vpn vserver gw2 SSL 192.0.2.5 444\n\
                {good}"
            ),
            "gw: pass good high; gw2: unknown not-set low",
        ),
        (format!("add lb vserver gw SSL 192.0.2.5 443\n{good}"), ": unknown no-configuration low"),
    ];
    for (conf, wanted) in &tls {
        assert_eq!(of("gateway-tls", conf), *wanted, "{conf}");
    }
    // One name on two appliances.
    let files =
        [("a.json", sta.as_str()), ("one/ns.conf", gw), ("two/ns.conf", &format!("{gw}{good}"))];
    assert_eq!(says("gateway-tls", &files), "gw: unknown not-set low; gw: pass good high");
    let saved = "#NS13.0 Build 47.24\n";
    let bind = "bind vpn vserver gw -staServer \"https://xms.example.com:8443\"\n";
    let authority = [
        (format!("{saved}{gw}#{bind}"), "ios: fail not-bound medium"),
        (
            format!("{saved}{gw}bind vpn global -staServer \"https://xms.example.com:8443\"\n"),
            "ios: pass bound medium",
        ),
        (format!("{saved}{gw}bind vpn vserver gw -staServer\n"), "ios: fail not-bound medium"),
        (
            format!(
                "{saved}{gw}bind vpn vserver gw2 -staServer \"https://xms.example.com:8443\"\n"
            ),
            "ios: unknown some-bound low",
        ),
        (
            format!(
                "{saved}{gw}disable vpn vserver old\n\
                add vpn vserver old SSL 192.0.2.6 443 -state DISABLED\n\
                {bind}"
            ),
            "ios: pass bound medium",
        ),
        (bind.to_owned(), "ios: pass bound medium"),
    ];
    for (conf, wanted) in &authority {
        assert_eq!(of("sta-binding", conf), *wanted, "{conf}");
    }
}

#[test]
fn timers_of_one_action_add_up() {
    let policies = [(SERVICES, SERVICE), (TICKET, "168"), ("Maximum offline period (hours)", "12")];
    let app = app(&[("ios", &policies)]);
    let of = |conf: &str| says("session-timers", &[("a.json", &app), ("ns.conf", conf)]);
    let add = "add vpn sessionAction a -sessTimeout 1440 -forcedTimeout 20160\n";
    let cases = [
        (add.to_owned(), "pass in-order medium"),
        (format!("{add}set vpn sessionAction a -forcedTimeout 60\n"), "fail out-of-order medium"),
        (
            format!("{add}set vpn sessionAction b -forcedTimeout 60\n"),
            "unknown several-actions low",
        ),
        (format!("#{add}"), "unknown incomplete low"),
        // Hours where minutes are meant.
        (
            "add vpn sessionAction a -sessTimeout 24 -forcedTimeout 336\n".to_owned(),
            "fail out-of-order medium",
        ),
        (
            "add vpn sessionAction a -sessTimeout 1440m -forcedTimeout 20160\n".to_owned(),
            "unknown incomplete low",
        ),
    ];
    for (conf, wanted) in &cases {
        assert_eq!(of(conf), format!("ios: {wanted}"), "{conf}");
    }
}

#[test]
fn both_listeners_on_the_way_count() {
    let names = directory(&[], &[]);
    let (ini, log) = (ini(""), log_of_domino("14.5.1, March 05, 2026"));
    let offers = scan(HOST, "443", &[("TLS1", "not offered"), ("TLS1_2", "offered")]);
    let devices = "Platform,OS version\nAndroid,7.1\n";
    let of = |policies: &[(&str, &str)], conf: &str| {
        let app = app(&[("android", policies)]);
        let files = [
            ("a.json", app.as_str()),
            ("notes.ini", &ini),
            ("n.dxl", &names),
            ("c.log", &log),
            ("scan.json", &offers),
            ("d.csv", devices),
            ("ns.conf", conf),
        ];
        says("protocol-matrix", &files).replace("android android-6-to-7: ", "")
    };
    let gw = "add vpn vserver gw SSL 192.0.2.5 443\n";
    let set = |options: &str| format!("{gw}set ssl vserver gw {options}\n");
    let sta = [(SERVER, URL), (ACCESS, TUNNELED), (SERVICES, SERVICE), (GATEWAY, GOOD)];
    let vpn = [(SERVER, URL), (ACCESS, TUNNELED), (SERVICES, "")];
    let full = [(SERVER, URL), (ACCESS, "Tunneled - Full VPN"), (SERVICES, "")];
    let direct = [(SERVER, URL), (ACCESS, "Unrestricted"), (SERVICES, "")];
    let off = "-ssl3 DISABLED -tls1 DISABLED -tls11 DISABLED -tls12 DISABLED -tls13 DISABLED -ssl2 DISABLED";
    let cases = [
        (&direct[..], gw.to_owned(), "pass connects medium"),
        (&sta[..], set("-tls12 ENABLED"), "pass connects medium"),
        // What the server offers does not help where the gateway shuts devices out, or may.
        (&sta[..], gw.to_owned(), "unknown server-unknown low"),
        (
            &sta[..],
            set(&off.replace("-tls13 DISABLED", "-tls13 ENABLED")),
            "unknown device-undocumented low",
        ),
        (
            &sta[..],
            set(&format!("{off} -tls1 ENABLED").replace("-tls1 DISABLED ", "")),
            "fail weak high",
        ),
        (&sta[..], set("-tls1 ENABLED"), "unknown newer-unknown low"),
        (&full[..], gw.to_owned(), "unknown server-unknown low"),
        (&full[..], set("-tls12 ENABLED"), "pass connects medium"),
        // Who is shut out at the gateway never comes to the server, whoever ends TLS there.
        (&vpn[..], set(off), "fail cannot high"),
        // A content switching server in front ends TLS, and what it offers is not here.
        (
            &full[..],
            format!(
                "{}set ssl vserver gw -tls12 ENABLED\n",
                gw.replace("192.0.2.5 443", "0.0.0.0")
            ),
            "unknown server-unknown low",
        ),
        // The older policy does not tell who ends TLS.
        (&vpn[..], set("-tls12 ENABLED"), "unknown server-unknown low"),
        // Two virtual servers: whichever it is.
        (
            &sta[..],
            format!("{}add vpn vserver b SSL 192.0.2.6 443\n", set("-tls12 ENABLED")),
            "unknown server-unknown low",
        ),
        (
            &sta[..],
            format!(
                "{}add vpn vserver b SSL 192.0.2.6 443\nset ssl vserver b -tls12 ENABLED\n",
                set("-tls12 ENABLED")
            ),
            "pass connects medium",
        ),
    ];
    for (policies, conf, wanted) in cases {
        assert_eq!(of(policies, &conf), wanted, "{policies:?} {conf}");
    }
}

#[test]
fn lists_of_devices_that_mislead() {
    let names = directory(&[], &[]);
    let (ini, log) = (ini(""), log_of_domino("14.5.1, March 05, 2026"));
    let offers = scan(HOST, "443", &[("TLS1", "not offered"), ("TLS1_2", "offered")]);
    let app = app(&[("android", &[(SERVER, URL), (ACCESS, "Unrestricted"), (SERVICES, "")])]);
    let of = |rows: &str| {
        let devices = format!("Platform,OS version,Count\n{rows}\n");
        let files = [
            ("a.json", app.as_str()),
            ("notes.ini", &ini),
            ("n.dxl", &names),
            ("c.log", &log),
            ("scan.json", &offers),
            ("d.csv", &devices),
        ];
        says("protocol-matrix", &files)
    };
    let good = "android android-6-to-7: pass connects medium";
    let cases = [
        ("Android,7.1,3", good),
        ("Android,7.1,3\nWindows,10,5\nmacOS,14,1", good),
        ("Android,7.1,0", "android: unknown no-devices low"),
        ("Android,2.3,0\nAndroid,7.1,3", good),
        (
            "Android,7.1,3\nAndroid,\"4,1\",1",
            "android android-6-to-7: pass connects medium; android Android 4,1: unknown system-unknown low",
        ),
        ("Android,iOS 17.1,3", "android Android iOS 17.1: unknown system-unknown low"),
        ("Samsung,7.1,3", "android Samsung 7.1: unknown system-unknown low"),
        ("Android,8+,1\nAndroid,8+,2", "android Android 8+: unknown system-unknown low"),
        (
            "Android,8+,1\nAndroid,API 24,2",
            "android Android 8+: unknown system-unknown low; android Android API 24: unknown system-unknown low",
        ),
        ("Android,API 24,1", "android Android API 24: unknown system-unknown low"),
        ("Android,Android 14 (U),1", "android android-from-9: unknown device-undocumented low"),
        ("iOS,17.1,3", "android: unknown no-devices low"),
        ("Android,7.1,viele", "android: unknown no-devices low"),
    ];
    for (rows, wanted) in cases {
        assert_eq!(of(rows), wanted, "{rows}");
    }
}

#[test]
fn json_that_is_broken_or_odd() {
    let whole = app(&[("ios", &[(ACCEPT, "false"), (ACCESS, TUNNELED)])]);
    let half = &whole[..whole.len() * 2 / 3];
    assert_eq!(judged("accept-all-certificates", &[("a.json", half)]), [""; 0]);
    // A policy that stands twice in one answer.
    let twice = app(&[("ios", &[(ACCEPT, "false"), (ACCEPT, "true")])]);
    assert_eq!(
        says("accept-all-certificates", &[("a.json", &twice)]),
        "ios: unknown contradictory low"
    );
    for value in ["null", "{}", "[true]", "2"] {
        let odd = whole.replace("\"false\"", value);
        assert_eq!(
            says("accept-all-certificates", &[("a.json", &odd)]),
            "ios: unknown unreadable low",
            "{value}"
        );
    }
    let bare = whole.replace("\"false\"", "false");
    assert_eq!(says("accept-all-certificates", &[("a.json", &bare)]), "ios: pass as-wanted high");
    // Another app, whose name merely sounds alike, and one that is known by its policies alone.
    let other = whole.replace("\"Secure Mail\"", "\"Secure Web\"");
    assert_eq!(judged("accept-all-certificates", &[("a.json", &other)]), [""; 0]);
    let renamed =
        app(&[("ios", &[(ACCEPT, "true"), (LEVEL, "TLS")])]).replace("\"Secure Mail\"", "\"Mail\"");
    assert_eq!(says("accept-all-certificates", &[("a.json", &renamed)]), "ios: fail other high");
    // Platforms that contradict each other are two findings, not one.
    let both = app(&[("ios", &[(ACCEPT, "false")]), ("android_work", &[(ACCEPT, "true")])]);
    assert_eq!(
        says("accept-all-certificates", &[("a.json", &both)]),
        "android_work: fail other high; ios: pass as-wanted high"
    );
}
