//! What each program tells of the certificates of a listener.

use super::super::*;
use crate::formats::certificate::{Certificate, CertificateChain};
use crate::formats::sample::said;
use crate::formats::x509::tests::{GOOD, ISSUING, OWN_SIGNED, ROOT, RSA};

/// The chains of all listeners of a file.
fn chains(text: &str) -> Vec<CertificateChain> {
    let scans = said(super::super::read, text.as_bytes()).records.into_iter();
    let chains = scans.flat_map(|record| match record {
        Record::TlsScan(scan) => scan.certificates,
        other => panic!("{other:?}"),
    });
    chains.collect()
}

/// `name [other names] key hash from until issuer`, what is not told as `-`.
fn own(certificate: &Certificate) -> String {
    let day = |time: Option<DateTime>| time.map_or("-".to_owned(), |time| time.date().to_string());
    let key = certificate.key.map(|(kind, bits)| format!("{}{bits}", kind.word()));
    format!(
        "{} [{}] {} {} {} {} {}",
        certificate.common_name.as_deref().unwrap_or("-"),
        certificate.names.as_ref().map_or("-".to_owned(), |names| names.join(" ")),
        key.as_deref().unwrap_or("-"),
        certificate.hash.map_or("-".to_owned(), |hash| format!("{hash:?}")),
        day(certificate.not_before),
        day(certificate.not_after),
        certificate.issuer
    )
}

/// `trusted said@line`.
fn trust(chain: &CertificateChain) -> String {
    let Some(trust) = &chain.trusted else { return "-".to_owned() };
    format!("{:?} {}@{}", trust.value.0, trust.value.1, trust.location.line.unwrap())
}

fn line(chain: &CertificateChain) -> u64 {
    chain.location.line.unwrap()
}

/// A text as it stands in JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// What testssl.sh wrote of a listener, a finding on each line.
fn testssl(findings: &[(&str, &str)]) -> String {
    let findings = findings.iter().map(|(id, finding)| {
        let finding = quoted(finding);
        format!(
            r#"{{"id":"{id}","ip":"a/192.0.2.1","port":"443","severity":"","finding":{finding}}}"#
        )
    });
    format!("[{}]", findings.collect::<Vec<_>>().join(",\n"))
}

const FIELDS: [(&str, &str); 9] = [
    ("cert_signatureAlgorithm", "SHA256 with RSA"),
    ("cert_keySize", "RSA 2048 bits (exponent is 65537)"),
    ("cert_commonName", "mail.example.com"),
    ("cert_subjectAltName", "Mail.example.com *.mobile.example.com"),
    ("cert_notBefore", "2026-09-01 00:00"),
    ("cert_notAfter", "2027-03-01 00:00"),
    ("cert_fingerprintSHA256", "ab12"),
    ("cert_caIssuers", "Acme Issuing CA 1 (Acme)"),
    ("cert_chain_of_trust", "passed."),
];

#[test]
fn fields_that_testssl_tells_are_taken() {
    let [chain] = &chains(&testssl(&FIELDS))[..] else { panic!() };
    assert_eq!(
        own(&chain.own),
        "mail.example.com [mail.example.com *.mobile.example.com] RSA2048 Strong 2026-09-01 \
         2027-03-01 Acme Issuing CA 1 (Acme)"
    );
    assert_eq!(chain.own.subject, "mail.example.com");
    assert_eq!(chain.own.fingerprint.as_deref(), Some("AB12"));
    assert_eq!(chain.own.self_signed, None);
    assert_eq!(trust(chain), "Some(true) cert_chain_of_trust: passed.@9");
    assert_eq!(line(chain), 1);
}

#[test]
fn a_certificate_that_testssl_shows_counts_more_than_its_fields() {
    let on_one_line = GOOD.replace('\n', " ");
    let text = testssl(&[
        ("cert_keySize", "RSA 1024 bits"),
        ("cert", &on_one_line),
        ("intermediate_cert <#1>", &ISSUING.replace('\n', " ")),
        ("intermediate_cert_fingerprintSHA256 <#1>", "12AB"),
    ]);
    let [chain] = &chains(&text)[..] else { panic!() };
    assert_eq!(chain.own.name(), "mail.example.com");
    assert_eq!(chain.own.key.map(|(_, bits)| bits), Some(256));
    let signers: Vec<_> = chain.signers.iter().map(Certificate::name).collect();
    assert_eq!(signers, ["Acme Issuing CA 1"]);

    // One that is broken leaves what was said of it.
    let broken = chains(&testssl(&[("cert", "-----BEGIN"), ("cert_keySize", "RSA 1024 bits")]));
    assert_eq!(broken[0].own.key.map(|(_, bits)| bits), Some(1024));
    assert_eq!(chains(&testssl(&[("cert", "-----BEGIN"), ("TLS1_2", "offered")])), []);
}

#[test]
fn testssl_tells_several_certificates_by_what_stands_behind_the_id() {
    let text = testssl(&[
        ("cert_keySize <hostCert#1>", "RSA 2048 bits"),
        ("cert_commonName <hostCert#1>", "one"),
        ("cert_keySize <hostCert#2>", "EC 256 bits"),
        ("cert_commonName <hostCert#2>", "two"),
        ("cert_chain_of_trust <hostCert#1>", "failed (expired)."),
        ("intermediate_cert <hostCert#1> <#1>", ISSUING),
        ("intermediate_cert <#1>", ISSUING),
        ("cert_numbers", "2"),
        ("cert_ocspURL <hostCert#1>", "http://ocsp.example.com"),
    ]);
    let [first, second] = &chains(&text)[..] else { panic!() };
    assert_eq!((own(&first.own), line(first)), ("one [-] RSA2048 - - - ".to_owned(), 1));
    assert_eq!((own(&second.own), line(second)), ("two [-] EC256 - - - ".to_owned(), 3));
    assert_eq!(trust(first), "Some(false) cert_chain_of_trust <hostCert#1>: failed (expired).@5");
    assert_eq!(trust(second), "-");
    // Nothing says which of the two sent the others.
    assert!(first.signers.is_empty() && second.signers.is_empty());
}

#[test]
fn one_that_signed_itself_is_known_by_what_is_said_of_trust() {
    for (said, own) in [
        ("failed (self signed).", Some(true)),
        ("failed (self-signed).", Some(true)),
        ("failed (self signed CA in chain).", None),
    ] {
        let [chain] =
            &chains(&testssl(&[("cert_commonName", "a"), ("cert_chain_of_trust", said)]))[..]
        else {
            panic!()
        };
        assert_eq!(chain.own.self_signed, own, "{said}");
        assert_eq!(chain.trusted.as_ref().unwrap().value.0, Some(false), "{said}");
    }
}

#[test]
fn sslscan_tells_fields_or_shows_the_certificate() {
    let text = format!(
        r#"<document title="SSLScan Results"><ssltest host="mail.example.com" port="443">
 <pk type="RSA" bits="512" />
 <protocol type="tls" version="1.2" enabled="1" />
 <certificate type="short">
  <signature-algorithm>sha1WithRSAEncryption</signature-algorithm>
  <pk error="false" type="RSA" bits="1024" />
  <subject><![CDATA[mail.example.com]]></subject>
  <altnames><![CDATA[DNS:Mail.example.com, IP Address:192.0.2.10, URI:https://other.example.com]]></altnames>
  <issuer><![CDATA[Acme Issuing CA 1]]></issuer>
  <self-signed>false</self-signed>
  <not-valid-before>Sep  1 00:00:00 2026 GMT</not-valid-before>
  <not-valid-after>Mar  1 00:00:00 2027 GMT</not-valid-after>
 </certificate>
 <certificate type="full"><certificate-blob>
{OWN_SIGNED}</certificate-blob></certificate>
 <certificate type="short"><pk type="EC" curve_name="secp384r1" bits="192" /><subject>mail</subject></certificate>
 <certificate type="short"><pk type="EC" curve_name="prime256v1" bits="128" />
  <subject>without others</subject><self-signed>true</self-signed></certificate>
</ssltest></document>"#
    );
    let [first, second, third] = &chains(&text)[..] else { panic!() };
    assert_eq!(
        own(&first.own),
        "- [mail.example.com 192.0.2.10] RSA1024 Sha1 2026-09-01 2027-03-01 Acme Issuing CA 1"
    );
    assert_eq!(first.own.subject, "mail.example.com");
    assert_eq!((first.own.self_signed, line(first)), (Some(false), 4));
    assert_eq!((second.own.self_signed, line(second)), (Some(true), 14));
    assert_eq!(second.own.name(), "mail.example.com");
    assert_eq!(second.own.key.map(|(_, bits)| bits), Some(256));
    assert_eq!(own(&third.own), "- [] EC256 - - - ");
    assert_eq!(third.own.self_signed, Some(true));
}

/// What sslyze wrote of a listener with these deployments.
fn sslyze(status: &str, deployments: &str) -> String {
    format!(
        r#"{{"server_scan_results": [{{
  "server_location": {{"hostname": "mail.example.com", "port": 443, "ip_address": "192.0.2.10"}},
  "scan_result": {{"certificate_info": {{"status": "{status}", "result": {{"certificate_deployments": [
{deployments}]}}}}}}}}]}}"#
    )
}

/// Names of trust stores, and what each says of the chain.
type Stores<'s> = &'s [(&'s str, &'s str)];

/// A deployment that sent these, and to which these stores lead or not, on three lines.
fn deployment(sent: &[&str], stores: Stores<'_>) -> String {
    let sent: Vec<_> = sent.iter().map(|pem| format!(r#"{{"as_pem": {}}}"#, quoted(pem))).collect();
    let stores: Vec<_> = stores
        .iter()
        .map(|(name, chain)| {
            format!(
                r#"{{"trust_store": {{"name": "{name}"}}, "verified_certificate_chain": {chain}}}"#
            )
        })
        .collect();
    format!(
        "{{\"received_certificate_chain\": [{}],\n\"path_validation_results\":\n[{}]}}",
        sent.join(","),
        stores.join(",")
    )
}

#[test]
fn sslyze_shows_what_was_sent_and_which_stores_lead_to_it() {
    let found = [("Apple", "[{}]"), ("Android", "[{}]"), ("Java", "null")];
    let both = format!("{},\n{}", deployment(&[GOOD, ISSUING], &found), deployment(&[RSA], &[]));
    let [first, second] = &chains(&sslyze("COMPLETED", &both))[..] else { panic!() };
    assert_eq!(first.own.key.map(|(_, bits)| bits), Some(256));
    let signers: Vec<_> = first.signers.iter().map(Certificate::name).collect();
    assert_eq!(signers, ["Acme Issuing CA 1"]);
    assert_eq!((line(first), line(second)), (4, 7));
    assert_eq!(
        trust(first),
        "Some(true) path_validation_results: Apple=true Android=true Java=false@6"
    );
    assert_eq!(second.own.key.map(|(_, bits)| bits), Some(2048));
    assert!(second.signers.is_empty());
    assert_eq!(chains(&sslyze("ERROR", &both)), []);
    assert_eq!(chains(&sslyze("COMPLETED", "{\"received_certificate_chain\": []}")), []);
}

#[test]
fn the_stores_of_phones_decide_where_there_are_any() {
    let (yes, no) = ("[{}]", "null");
    let cases: [(Stores<'_>, Option<bool>); 8] = [
        (&[("Apple", yes), ("Android", yes), ("Mozilla", no)], Some(true)),
        (&[("Apple", no), ("Android", no), ("Mozilla", yes)], Some(false)),
        (&[("Apple", yes), ("Android", no)], None),
        (&[("Apple", yes), ("Mozilla", no)], Some(true)),
        (&[("Mozilla", yes), ("Java", yes)], Some(true)),
        (&[("Mozilla", no), ("Java", "[]")], Some(false)),
        (&[("Mozilla", yes), ("Java", no)], None),
        (&[], None),
    ];
    for (stores, wanted) in cases {
        let text = sslyze("COMPLETED", &deployment(&[GOOD], stores));
        let [chain] = &chains(&text)[..] else { panic!("{stores:?}") };
        assert_eq!(chain.trusted.as_ref().unwrap().value.0, wanted, "{stores:?}");
    }
}

#[test]
fn sslscan_tells_half_the_bits_of_a_curve() {
    for (pk, wanted) in [
        (r#"type="EC" curve_name="prime256v1" bits="128""#, "EC256"),
        (r#"type="EC" curve_name="secp521r1" bits="260""#, "EC521"),
        (r#"type="EC" curve_name="secp224r1" bits="112""#, "EC224"),
        (r#"type="EC" curve_name="prime192v1" bits="192""#, "EC192"),
        (r#"type="EC" curve_name="prime192v1" bits="384""#, "-"),
        (r#"type="EC" curve_name="other" bits="192""#, "-"),
        (r#"type="EC" bits="192""#, "-"),
        (r#"type="EC""#, "-"),
        (r#"type="RSA" bits="2048""#, "RSA2048"),
        (r#"type="DSA" bits="1024""#, "DSA1024"),
    ] {
        let text = format!(
            r#"<ssltest host="a" port="443"><certificate type="short"><subject>a</subject><pk error="false" {pk} /></certificate></ssltest>"#
        );
        assert_eq!(own(&chains(&text)[0].own), format!("- [] {wanted} - - - "));
    }
}

#[test]
fn what_sslscan_tells_in_full_and_in_short_is_one_certificate() {
    let full = "<certificate type=\"full\"><certificate-blob>?</certificate-blob></certificate>";
    let short =
        |name: &str| format!("<certificate type=\"short\"><subject>{name}</subject></certificate>");
    let subjects = |inside: &str| {
        let chains = chains(&format!(r#"<ssltest host="a" port="443">{inside}</ssltest>"#));
        chains.into_iter().map(|chain| chain.own.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(&format!("{full}{}{}", short("a"), short("b"))), ["a", "b"]);
    assert_eq!(subjects(&format!("{}{}", short("a"), short("b"))), ["a", "b"]);
    let many: String = (0..MAX_CHAINS + 2).map(|at| short(&at.to_string())).collect();
    assert_eq!(subjects(&many).last().map(String::as_str), Some("19"));
}

#[test]
fn certificates_of_a_listener_are_bounded() {
    let marks: Vec<String> =
        (0..=MAX_CHAINS).map(|at| format!("cert_keySize <cert#{at}>")).collect();
    let testssl = |count: usize| {
        let all: Vec<_> =
            marks.iter().take(count).map(|id| (id.as_str(), "RSA 2048 bits")).collect();
        testssl(&all)
    };
    let sslscan = |count: usize| {
        let all = "<certificate><subject>a</subject></certificate>".repeat(count);
        format!(r#"<ssltest host="a" port="443">{all}</ssltest>"#)
    };
    let sslyze = |count: usize| {
        let all: Vec<_> = (0..count).map(|_| deployment(&[GOOD], &[])).collect();
        sslyze("COMPLETED", &all.join(","))
    };
    for text in [&testssl as &dyn Fn(usize) -> String, &sslscan, &sslyze] {
        assert_eq!(chains(&text(MAX_CHAINS)).len(), MAX_CHAINS);
        assert_eq!(chains(&text(MAX_CHAINS + 1)).len(), MAX_CHAINS);
    }
}

#[test]
fn of_the_certificates_that_were_sent_as_many_are_kept() {
    // What testssl.sh says of each beside it counts for none.
    let others: Vec<_> = (1..MAX_CHAINS)
        .flat_map(|at| {
            let told = ["_notBefore", "_notAfter", "_expiration", "_issuer"];
            let told = told.map(|field| (format!("intermediate_cert{field} <#{at}>"), "x"));
            told.into_iter().chain([(format!("intermediate_cert <#{at}>"), ROOT)])
        })
        .collect();
    let signers = |more: &[(&str, &str)]| {
        let others = others.iter().map(|(id, finding)| (id.as_str(), *finding));
        let last = [("intermediate_cert <#99>", ISSUING)];
        let all: Vec<_> = [("cert", GOOD)]
            .into_iter()
            .chain(others)
            .chain(more.iter().copied())
            .chain(last)
            .collect();
        chains(&testssl(&all))[0].signers.len()
    };
    assert_eq!(signers(&[]), 2);
    assert_eq!(signers(&[("intermediate_cert <#98>", ROOT)]), 0);
}
