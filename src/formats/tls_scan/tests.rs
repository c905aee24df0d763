mod certificates;
mod suites;

use super::super::sample::{said, takes};
use super::*;

const FLAT: &str = r#"[
 {"id":"service","ip":"mail.example.com/192.0.2.10","port":"443","severity":"INFO","finding":"HTTP"},
 {"id":"SSLv2","ip":"mail.example.com/192.0.2.10","port":"443","severity":"OK","finding":"not offered"},
 {"id":"SSLv3","ip":"mail.example.com/192.0.2.10","port":"443","severity":"HIGH","finding":"offered"},
 {"id":"TLS1","ip":"mail.example.com/192.0.2.10","port":"443","severity":"LOW","finding":"offered (deprecated)"},
 {"id":"TLS1_1","ip":"mail.example.com/192.0.2.10","port":"443","severity":"CRITICAL","finding":"TLSv1.1 is not offered, and downgraded to a weaker protocol"},
 {"id":"TLS1_2","ip":"mail.example.com/192.0.2.10","port":"443","severity":"WARN","finding":"not tested due to lack of local support"},
 {"id":"TLS1_3","ip":"mail.example.com/192.0.2.10","port":"443","severity":"INFO","finding":"likely not offered"}
]"#;

const PRETTY: &str = r#"{
 "Invocation"  : "testssl.sh --jsonfile-pretty x mail.example.com",
 "startTime"   : "1795424400",
 "scanResult"  : [
  {"id": "engine_problem", "severity": "WARN", "finding": "No engine"},
  {"targetHost": "mail.example.com", "ip": "192.0.2.10", "port": "443", "service": "HTTP",
   "protocols": [
    {"id": "SSLv3", "severity": "OK", "finding": "not offered"},
    {"id": "TLS1_2", "severity": "OK", "finding": "offered"}]}]}"#;

const SSLSCAN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<document title="SSLScan Results" version="2.0.7" web="http://github.com/rbsec/sslscan">
 <ssltest host="192.0.2.10" sniname="mail.example.com" port="443">
  <protocol type="ssl" version="2" enabled="0" />
  <protocol type="ssl" version="3" enabled="0" />
  <protocol type="tls" version="1.2" enabled="1" />
  <cipher status="accepted" sslversion="TLSv1.2" cipher="AES128-SHA" />
 </ssltest>
</document>"#;

const SSLYZE: &str = r#"{"date_scans_started": "2026-11-23T09:00:00.123456Z", "sslyze_version": "6.3.1",
 "server_scan_results": [{"scan_status": "COMPLETED",
  "server_location": {"hostname": "mail.example.com", "port": 443, "ip_address": "192.0.2.10"},
  "scan_result": {
   "ssl_3_0_cipher_suites": {"status": "COMPLETED", "result": {"accepted_cipher_suites": []}},
   "tls_1_0_cipher_suites": {"status": "ERROR", "result": null},
   "tls_1_2_cipher_suites": {"status": "COMPLETED", "result": {"accepted_cipher_suites": [{"a": 1}]}}}}]}"#;

/// Each listener as `tool host address port service time: version=offered@line …`, then the warnings.
fn told(text: &str) -> Vec<String> {
    let said = said(super::read, text.as_bytes());
    let scans = said.records.iter().map(|record| {
        let Record::TlsScan(scan) = record else { panic!("{record:?}") };
        let answers = scan.answers.iter().map(|answer| {
            let offered = match answer.offered {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            };
            format!(" {}={offered}@{}", answer.version, answer.location.line.unwrap())
        });
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "{} {} {} {} {} {}:{}",
            scan.tool,
            shown(&scan.host),
            shown(&scan.address),
            scan.port,
            shown(&scan.service),
            scan.time.map_or("-".to_owned(), |time| time.date().to_string()),
            answers.collect::<String>()
        )
    });
    scans.chain(said.told()).collect()
}

#[test]
fn the_results_of_each_program() {
    let cases: [(&str, &[&str]); 4] = [
        (
            FLAT,
            &["testssl.sh mail.example.com 192.0.2.10 443 HTTP -: SSLv2=no@3 SSLv3=yes@4 \
               TLS 1.0=yes@5 TLS 1.1=no@6 TLS 1.2=?@7 TLS 1.3=?@8"],
        ),
        (
            PRETTY,
            &[
                "testssl.sh mail.example.com 192.0.2.10 443 HTTP 2026-11-23: SSLv3=no@8 TLS 1.2=yes@9",
            ],
        ),
        (
            SSLSCAN,
            &["sslscan mail.example.com 192.0.2.10 443 - -: SSLv2=no@4 SSLv3=no@5 TLS 1.2=yes@6"],
        ),
        (
            SSLYZE,
            &[
                "sslyze mail.example.com 192.0.2.10 443 - 2026-11-23: SSLv3=no@5 TLS 1.0=?@6 TLS 1.2=yes@7",
            ],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(text), wanted, "{text}");
        assert!(takes(recognise, "x", text.as_bytes()), "{text}");
    }
}

#[test]
fn accepted_ciphers_show_their_version() {
    let old = r#"<document title="SSLScan Results" version="1.11.0">
 <ssltest host="mail.example.com" port="443">
  <cipher status="rejected" sslversion="SSLv2" bits="128" cipher="RC4-MD5" />
  <cipher status="accepted" sslversion="SSLv3" bits="112" cipher="DES-CBC3-SHA" />
  <cipher status="failed" sslversion="TLSv1.1" bits="128" cipher="AES128-SHA" />
  <defaultcipher sslversion="TLSv1" bits="128" cipher="AES128-SHA" />
  <cipher status="accepted" sslversion="TLSv1.2" bits="128" cipher="AES128-SHA" />
 </ssltest>
</document>"#;
    let wanted = "sslscan mail.example.com - 443 - -: SSLv3=yes@4 TLS 1.0=yes@6 TLS 1.2=yes@7";
    assert_eq!(told(old), [wanted]);
}

#[test]
fn sslscan_tells_each_version() {
    let versions = [
        ("ssl", "2"),
        ("ssl", "3"),
        ("tls", "1.0"),
        ("tls", "1.1"),
        ("tls", "1.2"),
        ("tls", "1.3"),
    ];
    let protocols = versions.map(|(kind, number)| {
        format!("<protocol type=\"{kind}\" version=\"{number}\" enabled=\"1\"/>")
    });
    let text = format!(
        "<ssltest host=\"a\" port=\"443\">{}<protocol type=\"dtls\" version=\"1.2\" enabled=\"0\"/></ssltest>",
        protocols.concat()
    );
    let wanted = "sslscan a - 443 - -: SSLv2=yes@1 SSLv3=yes@1 TLS 1.0=yes@1 TLS 1.1=yes@1 TLS 1.2=yes@1 TLS 1.3=yes@1";
    assert_eq!(told(&text), [wanted]);
}

#[test]
fn an_attempt_of_sslyze_that_breaks_off_is_no_answer() {
    let cut = SSLYZE.split("{\"a\": 1}").next().unwrap();
    assert_eq!(
        told(cut),
        [
            "sslyze mail.example.com 192.0.2.10 443 - 2026-11-23: SSLv3=?@5 TLS 1.0=?@6 TLS 1.2=?@7",
            "json-broken@7",
            "tls-scan-nothing-offered@2"
        ]
    );
}

#[test]
fn a_listener_that_offers_nothing_was_not_reached() {
    let closed = SSLSCAN.replace("enabled=\"1\"", "enabled=\"0\"");
    assert_eq!(
        told(&closed),
        [
            "sslscan mail.example.com 192.0.2.10 443 - -: SSLv2=?@4 SSLv3=?@5 TLS 1.2=?@6",
            "tls-scan-nothing-offered@3"
        ]
    );
    let answers =
        r#"{"id":"SSLv3","ip":"a/","port":"443","severity":"OK","finding":"not offered"}"#;
    let twice = format!("[{answers},{}]", answers.replace("not offered", "offered"));
    assert_eq!(told(&twice), ["testssl.sh a - 443 - -: SSLv3=?@1", "tls-scan-nothing-offered@1"]);
}

#[test]
fn what_is_missing_is_told() {
    let cases: [(String, &[&str]); 7] = [
        ("[]".to_owned(), &["tls-scan-empty"]),
        // sslyze before 5.0, and one that could not connect.
        (SSLYZE.replace("scan_result\"", "scan_commands_results\""), &["tls-scan-other-layout@2"]),
        (
            "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 443}, \"scan_result\": null}]}".to_owned(),
            &["sslyze a - 443 - -:", "tls-scan-nothing-offered@1"],
        ),
        (SSLYZE.replace("443", "\"x\""), &["tls-scan-nameless@2"]),
        (SSLSCAN.replace("port=\"443\"", ""), &["tls-scan-nameless@3"]),
        (
            SSLSCAN.split("<cipher").next().unwrap().to_owned(),
            &[
                "tls-scan-broken@7",
                "sslscan mail.example.com 192.0.2.10 443 - -: SSLv2=no@4 SSLv3=no@5 TLS 1.2=yes@6",
            ],
        ),
        (
            PRETTY.split("\"TLS1_2\"").next().unwrap().to_owned(),
            &[
                "testssl.sh mail.example.com 192.0.2.10 443 HTTP 2026-11-23: SSLv3=?@8",
                "json-broken@9",
                "tls-scan-nothing-offered@6",
            ],
        ),
    ];
    for (text, wanted) in cases {
        let found: std::collections::BTreeSet<_> = told(&text).into_iter().collect();
        let wanted: std::collections::BTreeSet<_> = wanted.iter().map(|&w| w.to_owned()).collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn listeners_and_suites_are_bounded() {
    let finding = |id: &str, host: &str, said: &str| {
        format!(r#"{{"id":"{id}","ip":"{host}/","port":"443","severity":"OK","finding":"{said}"}}"#)
    };
    let hosts = |count: usize| {
        let all: Vec<_> =
            (0..count).map(|at| finding("TLS1_2", &format!("h{at}"), "offered")).collect();
        said(super::read, format!("[{}]", all.join(",")).as_bytes())
    };
    let (all, more) = (hosts(MAX_LISTENERS), hosts(MAX_LISTENERS + 1));
    assert_eq!((all.records.len(), all.told()), (MAX_LISTENERS, vec![]));
    assert_eq!(more.records.len(), MAX_LISTENERS);
    assert_eq!(more.told(), ["tls-scan-too-many limit=1000"]);
    assert_eq!((all.extent, more.extent), (Some(ReadExtent::Full), Some(ReadExtent::Part)));

    let suites = |count: usize, odd: &str| {
        let old = ["SSLv3", "TLS1", "TLS1_1"].map(|id| finding(id, "h", "not offered"));
        let suite = finding("cipher_xc030", "h", "TLSv1.2 xc030 offered");
        let mut all: Vec<_> = old.into_iter().chain([finding("TLS1_2", "h", "offered")]).collect();
        all.extend(std::iter::repeat_n(suite, count));
        all.push(finding(odd, "h", "offered"));
        let said = said(super::read, format!("[{}]", all.join(",")).as_bytes());
        let Record::TlsScan(scan) = &said.records[0] else { panic!("{:?}", said.records) };
        (scan.ciphers.len(), scan.ciphers_whole)
    };
    assert_eq!(suites(MAX_CIPHERS, "other"), (MAX_CIPHERS, true));
    assert_eq!(suites(MAX_CIPHERS + 1, "other"), (MAX_CIPHERS, false));
    assert_eq!(suites(1, "cipher_xoops"), (1, false));
    assert_eq!(suites(1, "cipher-tls1_2_x2f"), (2, true));
    assert_eq!(suites(1, "cipherlist_NULL"), (2, true));
}

#[test]
fn a_listener_needs_a_port_and_a_name() {
    let flat = |ip: &str, port: &str| {
        told(&format!(
            r#"[{{"id":"TLS1_2","ip":"{ip}","port":"{port}","severity":"OK","finding":"offered"}}]"#
        ))
    };
    assert_eq!(flat("a/192.0.2.1", "443"), ["testssl.sh a 192.0.2.1 443 - -: TLS 1.2=yes@1"]);
    assert_eq!(flat("/192.0.2.1", "443"), ["testssl.sh - 192.0.2.1 443 - -: TLS 1.2=yes@1"]);
    assert_eq!(flat("a/192.0.2.1", "0"), ["tls-scan-empty"]);
    // So the program says what it lacks.
    assert_eq!(flat("/", "443"), ["tls-scan-empty"]);
    let between = FLAT.replacen(
        '[',
        r#"[{"id":"engine_problem","ip":"/","port":"443","severity":"WARN","finding":"No engine"},"#,
        1,
    );
    assert_eq!(told(&between), told(FLAT));
    let nameless = PRETTY.replace("192.0.2.10", "").replace("mail.example.com\",", "\",");
    assert_eq!(told(&nameless), ["tls-scan-nameless@6"]);
}

#[test]
fn other_files_are_no_scans() {
    for text in [
        "[{\"id\":\"a\",\"severity\":\"b\",\"finding\":\"c\"}]",
        "{\"scanResult\":[]}",
        "{\"Invocation\":\"x\"}",
        "<document title=\"x\">",
        "see <ssltest host=\"x\">",
    ] {
        assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
    }
    assert!(takes(recognise, "x", b"<ssltest host=\"x\">"));
    for text in ["", "{}", "[]", "{\"id\":1}", "<document form='Server'>", "[{\"@unid\":\"x\"}]"] {
        assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        said(super::read, &bytes);
    }

    #[test]
    fn no_json_makes_it_panic(
        text in "([\\[\\]{},:]|\"scanResult\":|\"server_scan_results\":|\"id\":|\"SSLv3\"|\"port\":|\"443\"|\"ip\":|\"a/b\"|\"finding\":|\"offered\"|null){0,40}",
    ) {
        told(&text);
    }

    #[test]
    fn no_xml_makes_it_panic(
        text in "<(ssltest host=\"a\" port=\"443\">|protocol type=\"ssl\" version=\"3\" enabled=\"1\"/>|/ssltest>|document>|<|>){0,20}",
    ) {
        told(&text);
    }
}
