//! Which cipher suites each program found.

use super::super::*;
use crate::formats::sample::said;

/// The suites of the only listener as `code text@line`, and whether they are all.
fn suites(text: &str) -> (Vec<String>, bool) {
    let said = said(super::super::read, text.as_bytes());
    let [Record::TlsScan(scan)] = &said.records[..] else { panic!("{:?}", said.records) };
    let suites = scan
        .ciphers
        .iter()
        .map(|cipher| format!("{} {}@{}", cipher.code, cipher.text, cipher.location.line.unwrap()));
    (suites.collect(), scan.ciphers_whole)
}

#[test]
fn testssl_tells_numbers_and_weak_classes() {
    let findings = [
        ("SSLv3", "not offered"),
        ("TLS1", "not offered"),
        ("TLS1_1", "not offered"),
        ("TLS1_2", "offered"),
        ("cipher-tls1_2_xc030", "TLSv1.2 xc030 ECDHE-RSA-AES256-GCM-SHA384"),
        ("cipher-tls1_2_x2f", "TLSv1.2 x2f AES128-SHA not a/v"),
        ("cipher-tls1_2_x35", "TLSv1.2 x35 AES256-SHA not offered"),
        ("cipherlist_aNULL", "not offered"),
        ("cipherlist_3DES_IDEA", "offered"),
        ("cipherlist_STRONG_FS", "offered"),
        ("cipher_order_TLSv1.2", "xc030"),
    ];
    let findings = findings.map(|(id, said)| {
        format!(r#"{{"id":"{id}","ip":"a/","port":"443","severity":"","finding":"{said}"}}"#)
    });
    let (found, whole) = suites(&format!("[{}]", findings.join(",\n")));
    assert_eq!(
        found,
        [
            "C030 cipher-tls1_2_xc030: TLSv1.2 xc030 ECDHE-RSA-AES256-GCM-SHA384@5",
            "class:3DES_IDEA cipherlist_3DES_IDEA: offered@9"
        ]
    );
    assert!(whole);
}

#[test]
fn testssl_tells_suites_in_several_sections() {
    for section in ["ciphers", "serverPreferences", "cipherTests"] {
        let text = format!(
            r#"{{"Invocation": "x", "scanResult": [{{"targetHost": "a", "ip": "192.0.2.1", "port": "443",
 "protocols": [{{"id": "TLS1_2", "finding": "offered"}}],
 "{section}": [{{"id": "cipher_order-tls1_2", "finding": "server"}},
  {{"id": "cipher-tls1_2_xc030", "finding": "TLSv1.2   xc030   ECDHE-RSA-AES256-GCM-SHA384"}}]}}]}}"#
        );
        let told = "C030 cipher-tls1_2_xc030: TLSv1.2   xc030   ECDHE-RSA-AES256-GCM-SHA384@4";
        assert_eq!(suites(&text).0, [told], "{section}");
    }
}

#[test]
fn testssl_names_the_version_of_a_suite_in_its_id() {
    // Of the only version that is offered a suite is known if its id names just this version, or none.
    let whole = |offered: &str, id: &str| {
        let answers = ["SSLv2", "SSLv3", "TLS1", "TLS1_1", "TLS1_2", "TLS1_3"].map(|version| {
            let said = if version == offered { "offered" } else { "not offered" };
            (version, said)
        });
        let all = answers.into_iter().chain([(id, "x2f AES128-SHA")]).map(|(id, said)| {
            format!(r#"{{"id":"{id}","ip":"a/","port":"443","severity":"","finding":"{said}"}}"#)
        });
        suites(&format!("[{}]", all.collect::<Vec<_>>().join(","))).1
    };
    for (version, ids) in [
        ("SSLv2", &["cipher-ssl2_x010080", "cipher-sslv2_x010080"][..]),
        ("SSLv3", &["cipher-ssl3_x2f", "cipher-sslv3_x2f"]),
        ("TLS1", &["cipher-tls1_x2f", "cipher-tls1_0_x2f"]),
        ("TLS1_1", &["cipher-tls1_1_x2f"]),
        ("TLS1_2", &["cipher-tls1_2_x2f"]),
        ("TLS1_3", &["cipher-tls1_3_x1301"]),
    ] {
        for id in ids {
            assert!(whole(version, id), "{id}");
            let other = if version == "TLS1_2" { "TLS1_1" } else { "TLS1_2" };
            assert!(!whole(other, id), "{id}");
        }
        assert!(whole(version, "cipher_x2f"));
        assert!(!whole(version, "cipher-dtls_x2f"));
    }
}

#[test]
fn sslscan_tells_numbers_where_it_knows_them() {
    let text = r#"<document title="SSLScan Results"><ssltest host="a" port="443">
 <protocol type="ssl" version="3" enabled="0" />
 <protocol type="tls" version="1.0" enabled="0" />
 <protocol type="tls" version="1.1" enabled="0" />
 <protocol type="tls" version="1.2" enabled="1" />
 <protocol type="tls" version="1.3" enabled="1" />
 <protocol type="dtls" version="1.2" enabled="1" />
 <cipher status="preferred" sslversion="TLSv1.3" bits="256" cipher="TLS_AES_256_GCM_SHA384" id="0x1302" />
 <cipher status="accepted" sslversion="TLSv1.2" bits="128" cipher="AES128-SHA" />
 <cipher status="rejected" sslversion="TLSv1.2" bits="56" cipher="DES-CBC-SHA" />
 <cipher status="accepted" sslversion="DTLSv1.2" bits="128" cipher="AES128-SHA" />
</ssltest></document>"#;
    let (found, whole) = suites(text);
    assert_eq!(
        found,
        ["1302 TLS 1.3: TLS_AES_256_GCM_SHA384@8", "AES128-SHA TLS 1.2: AES128-SHA@9"]
    );
    assert!(whole);
    let (_, whole) = suites(&text.replace("accepted\" sslversion=\"TLSv1.2\"", "\""));
    assert!(!whole);
}

#[test]
fn versions_that_sslscan_does_not_ask_for_are_shown_by_their_ciphers() {
    for (version, shown) in [
        ("SSLv2", "SSLv2"),
        ("SSLv3", "SSLv3"),
        ("TLSv1", "TLS 1.0"),
        ("TLSv1.0", "TLS 1.0"),
        ("TLSv1.1", "TLS 1.1"),
        ("TLSv1.2", "TLS 1.2"),
        ("TLSv1.3", "TLS 1.3"),
    ] {
        let text = format!(
            r#"<ssltest host="a" port="443"><cipher status="accepted" sslversion="{version}" cipher="C"/></ssltest>"#
        );
        assert_eq!(suites(&text).0, [format!("C {shown}: C@1")]);
    }
}

#[test]
fn sslyze_tells_names() {
    let attempt = |version: &str, suites: &str| {
        format!(
            "\"{version}_cipher_suites\": {{\"status\": \"COMPLETED\", \"result\": {{\"accepted_cipher_suites\": [{suites}]}}}}"
        )
    };
    let suite = "\n{\"cipher_suite\": {\"name\": \"TLS_RSA_WITH_AES_128_CBC_SHA\"}}";
    let scan = |tls_1_2: &str| {
        let all = ["ssl_3_0", "tls_1_0", "tls_1_1"].map(|version| attempt(version, "")).join(",");
        let (all, last) = (all, attempt("tls_1_2", tls_1_2));
        suites(&format!(
            r#"{{"server_scan_results": [{{"server_location": {{"hostname": "a", "port": 443}}, "scan_result": {{{all}, {last}}}}}]}}"#
        ))
    };
    let told = "TLS_RSA_WITH_AES_128_CBC_SHA TLS 1.2: TLS_RSA_WITH_AES_128_CBC_SHA@2".to_owned();
    assert_eq!(scan(suite), (vec![told.clone()], true));
    // One that can't be read is missing.
    assert_eq!(scan(&format!("{suite}, {{}}")), (vec![told], false));
}

#[test]
fn suites_of_a_file_that_breaks_off_are_not_all() {
    let text = r#"{"Invocation": "x", "scanResult": [{"targetHost": "a", "port": "443", "protocols": [
  {"id": "SSLv3", "finding": "not offered"}, {"id": "TLS1", "finding": "not offered"},
  {"id": "TLS1_1", "finding": "not offered"}, {"id": "TLS1_2", "finding": "offered"}],
  "ciphers": [{"id": "cipher_xc030", "finding": "TLSv1.2 xc030"}]}]}"#;
    assert!(suites(text).1);
    assert!(!suites(text.trim_end_matches("]}]}")).1);
    let broken = r#"<ssltest host="a" port="443"><protocol type="ssl" version="3" enabled="0"/>
 <protocol type="tls" version="1.0" enabled="0"/><protocol type="tls" version="1.1" enabled="0"/>
 <cipher status="accepted" sslversion="TLSv1.2" cipher="AES128-SHA"/></ssltest>"#;
    assert!(suites(broken).1);
    assert!(!suites(broken.trim_end_matches("</ssltest>")).1);
}
