//! What a finding about Secure Mail shows and names beside its verdict.

use super::super::testing::{ini, log_of_domino, scan};
use super::tests::*;
use super::*;
use crate::evidence::Severity;
use crate::inventory::testing::inventory_of;
use crate::inventory::{Options, Period};

/// The only finding of a check about iOS, with these policies and this configuration of a gateway.
fn only(id: &str, policies: &[(&str, &str)], conf: &str) -> Judgement {
    let app = app(&[("ios", policies)]);
    let mut found = judgements(id, &[("a.json", &app), ("ns.conf", conf)]);
    assert_eq!(found.len(), 1, "{id}");
    found.remove(0)
}

/// The texts that a finding shows; `-` for a place alone.
fn excerpts(judgement: &Judgement) -> Vec<&str> {
    judgement.evidence.iter().map(|piece| piece.excerpt.as_deref().unwrap_or("-")).collect()
}

#[test]
fn a_gateway_by_its_address_is_milder_than_none() {
    let of = |gateway| {
        let policies = [(GATEWAY, gateway), (ACCESS, TUNNELED), (SERVICES, "mail.example.com:443")];
        let judgement = only("background-gateway", &policies, "");
        assert_eq!(judgement.outcome, "faulty");
        judgement.severity
    };
    assert_eq!(of("192.0.2.5:443"), Some(Severity::Medium));
    assert_eq!(of("gateway3.example.com"), Some(Severity::High));
}

#[test]
fn the_services_that_are_wrong_are_named() {
    let list = "a.example.com,mail.example.com:443,b.example.com";
    let found = only("background-services", &[(SERVICES, list), (ACCESS, TUNNELED)], "");
    assert_eq!(found.outcome, "incomplete");
    assert_eq!(found.args["values"], "a.example.com, b.example.com");
}

#[test]
fn timers_are_shown_with_their_values() {
    let policies = [(SERVICES, "mail.example.com:443")];
    let of = |conf: &str| only("session-timers", &policies, conf);
    let one = "add vpn sessionAction a -sessTimeout 1440 -forcedTimeout 20160\n";
    assert_eq!(excerpts(&of(one)), ["forcedtimeout 20160", "sesstimeout 1440"]);
    let two = format!("{one}add vpn sessionAction b -sessTimeout 60\n");
    let several = of(&two);
    assert_eq!((several.outcome, excerpts(&several)), ("several-actions", vec!["-", "-"]));
}

#[test]
fn what_binds_an_authority_is_shown() {
    let policies = [(SERVICES, "mail.example.com:443")];
    let gw = "add vpn vserver gw SSL 192.0.2.5 443\n";
    let bind = "bind vpn vserver gw -staServer \"https://xms.example.com:8443\"\n";
    let bound = only("sta-binding", &policies, &format!("{gw}{bind}"));
    assert_eq!(excerpts(&bound), ["https://xms.example.com:8443"]);
    assert_eq!(bound.evidence[0].location.line, Some(2));
    let open = only("sta-binding", &policies, gw);
    assert_eq!((open.outcome, excerpts(&open)), ("excerpt", vec!["gw"]));
    assert_eq!(open.evidence[0].location.line, Some(1));
}

#[test]
fn devices_are_seen_and_listeners_stand_beside() {
    let app = app(&[("ios", &[(SERVER, URL), (ACCESS, "Unrestricted"), (LEVEL, "TLS")])]);
    let (ini, log) = (ini(""), log_of_domino("14.5.1, March 05, 2026"));
    let names = directory(&[], &[]);
    let offers = scan(HOST, "443", &[("TLS1", "not offered"), ("TLS1_2", "offered")]);
    let files = [
        ("a.json", app.as_str()),
        ("notes.ini", &ini),
        ("n.dxl", &names),
        ("c.log", &log),
        ("scan.json", &offers),
        ("d.csv", "Platform,OS version\niOS,17.1\n"),
    ];
    let found = judgements("protocol-matrix", &files).remove(0);
    let (first, beside) = found.evidence.split_first().unwrap();
    assert_eq!((first.role, excerpts(&found)[0]), (Role::Observed, "ios-from-9"));
    assert!(!beside.is_empty());
    assert!(beside.iter().all(|piece| piece.role == Role::Context), "{beside:?}");
    for (piece, at) in beside.iter().zip(1..) {
        assert!(beside.iter().skip(at).all(|other| other.location != piece.location), "{piece:?}");
    }
}

/// The platform of the only policies of these files, and the rows of its matrix.
fn rows(files: &[(&str, &str)]) -> (String, Vec<MatrixRow>) {
    let period = Period { as_of: jiff::civil::date(2026, 11, 24), days: 90 };
    let mobile = inventory_of(files, Options { period, ..Options::default() }).0.mobile;
    let catalog = Catalog::built_in().unwrap();
    let client = &mobile.clients[0];
    let scene =
        Scene { client, server: None, any_server: false, mobile: &mobile, catalog: &catalog };
    (client.platform.clone(), matrix(&scene))
}

#[test]
fn whether_devices_are_listed_at_all_is_told() {
    let policies = ("p.toml", "[ios]\nNetwork access = Unrestricted\n");
    let (_, without) = rows(&[policies]);
    assert!(!without.is_empty() && without.iter().all(|row| !row.listed));
    // Those of another platform are a list too: of iOS there are none.
    let (_, others) = rows(&[policies, ("d.csv", "Platform,OS version\nAndroid,7.1\n")]);
    assert!(others.iter().all(|row| row.listed && row.devices == 0));
    assert_eq!(others.len(), without.len());
}

#[test]
fn policies_for_all_platforms_meet_all_devices() {
    let devices = ("d.csv", "Platform,OS version,Count\niOS,17.1,2\nAndroid,7.1,3\n");
    let of = |policies: (&str, &str)| {
        let (platform, rows) = rows(&[policies, devices]);
        let used = rows.iter().filter(|row| row.devices > 0);
        let used: Vec<_> = used.map(|row| (row.group.clone(), row.devices)).collect();
        (platform, rows.len(), used)
    };
    let (platform, rows, used) = of(("p.toml", "Network access = Unrestricted\n"));
    assert_eq!(platform, "all");
    assert_eq!(used, [("ios-from-9".to_owned(), 2), ("android-6-to-7".to_owned(), 3)]);
    let (_, ios, used) = of(("p.toml", "[ios]\nNetwork access = Unrestricted\n"));
    assert_eq!(used, [("ios-from-9".to_owned(), 2)]);
    let (_, android, _) = of(("p.toml", "[android]\nNetwork access = Unrestricted\n"));
    assert_eq!(rows, ios + android);
    // A platform of which nothing is known has no rows, and no devices of others.
    let other = app(&[("windows", &[(ACCESS, "Unrestricted")])]);
    assert_eq!(of(("a.json", &other)), ("windows".to_owned(), 0, Vec::new()));
    let files = [("p.toml", "Network access = Unrestricted\n"), devices];
    let found = judged("protocol-matrix", &files);
    assert_eq!(
        found,
        [
            "all android-6-to-7: unknown server-unknown low",
            "all ios-from-9: unknown server-unknown low"
        ]
    );
}
