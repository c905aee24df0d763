use super::super::testing::{TRAVELER_FORM, dxl, ini, judge, server, site, told};
use super::*;
use crate::formats::sample_certificates::{GOOD, ISSUING, OLD, OWN_SIGNED, PLAIN, RSA, WEAK};

const HOST: &str = "mail.example.com";
const TRUSTED: &str = "passed.";
/// 2026-11-23, the day before that of the tests.
const YESTERDAY: u32 = 1_795_424_400;

/// A pretty result of testssl.sh that shows a certificate.
fn scan(host: &str, seconds: u32, pem: &str, chain: &str) -> String {
    let pem = pem.trim().replace('\n', " ");
    format!(
        "{{\"Invocation\":\"x\",\"startTime\":\"{seconds}\",\"scanResult\":[{{\"targetHost\":\"{host}\",\"ip\":\"192.0.2.10\",\"port\":\"443\",\"protocols\":[{{\"id\":\"TLS1_2\",\"severity\":\"OK\",\"finding\":\"offered\"}}],\"serverDefaults\":[{{\"id\":\"cert\",\"severity\":\"INFO\",\"finding\":\"{pem}\"}},{{\"id\":\"cert_chain_of_trust\",\"severity\":\"OK\",\"finding\":\"{chain}\"}}]}}]}}"
    )
}

/// `subject: status outcome confidence` of each judgement.
fn judged(url: &str, files: &[(&str, &str)]) -> Vec<String> {
    let host = ("SMTPFullHostDomain", HOST);
    let own = server(&[("LdISite", "1"), host, ("TUrl", url)]);
    let site = site(2, &[("ISiteAdrs", HOST)]);
    let (ini, names) = (ini(""), dxl(&[TRAVELER_FORM, &own, &site]));
    let all = [&[("notes.ini", ini.as_str()), ("names.dxl", names.as_str())], files].concat();
    judge(&CHECK, &all).iter().map(|one| format!("{}: {}", one.subject, told(one))).collect()
}

const URL: &str = "https://mail.example.com/traveler";

#[test]
fn a_scan_decides() {
    let at = "mail.example.com:443";
    let cases: [(&str, &str, &[&str]); 8] = [
        (GOOD, TRUSTED, &[": pass good high"]),
        (OLD, "failed (expired).", &[" validity: fail expired high"]),
        (WEAK, TRUSTED, &[" key: fail weak-key high", " signature: fail weak-signature high"]),
        (PLAIN, TRUSTED, &[" names: unknown only-common-name low"]),
        (OWN_SIGNED, "failed (self signed).", &[" chain: fail self-signed medium"]),
        (GOOD, "failed (chain incomplete).", &[" chain: unknown untrusted low"]),
        (GOOD, "something else", &[" chain: unknown chain-unclear low"]),
        (RSA, TRUSTED, &[": pass good high"]),
    ];
    for (pem, chain, wanted) in cases {
        let scan = scan(HOST, YESTERDAY, pem, chain);
        let wanted: Vec<_> = wanted.iter().map(|it| format!("{at}{it}")).collect();
        assert_eq!(judged(URL, &[("scan.json", &scan)]), wanted, "{chain}");
    }
}

#[test]
fn names_are_those_that_clients_use() {
    let good = scan(HOST, YESTERDAY, GOOD, TRUSTED);
    let pass = "mail.example.com:443: pass good high".to_owned();
    let cases = [
        ("https://a.mobile.example.com/traveler", None),
        ("https://a.b.mobile.example.com/traveler", Some("a.b.mobile.example.com")),
        ("https://traveler.example.com/traveler", Some("traveler.example.com")),
    ];
    for (url, missing) in cases {
        let missing = missing.map(|host| format!("{host}: unknown url-host-not-seen low"));
        let wanted: Vec<_> = [pass.clone()].into_iter().chain(missing).collect();
        assert_eq!(judged(url, &[("scan.json", &good)]), wanted, "{url}");
    }
    let host = ("SMTPFullHostDomain", "other.example.com");
    let names = dxl(&[&server(&[("LdISite", "0"), host])]);
    let wrong = scan("other.example.com", YESTERDAY, GOOD, TRUSTED);
    let found =
        judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names), ("s.json", &wrong)]);
    assert_eq!(told(&found[0]), "fail name-missing high");
    let strange = scan("www.example.net", YESTERDAY, GOOD, TRUSTED);
    let found = judged(URL, &[("scan.json", &strange)]);
    assert_eq!(found, ["www.example.net:443: unknown scan-other-host low"]);
}

#[test]
fn a_file_tells_less_than_a_scan() {
    let both = format!("{GOOD}{ISSUING}");
    let name = "c.pem mail.example.com";
    assert_eq!(judged(URL, &[("c.pem", &both)]), [format!("{name}: pass good medium")]);
    let alone = format!("{name} chain: unknown chain-incomplete low");
    assert_eq!(judged(URL, &[("c.pem", GOOD)]), [alone]);
    let old = format!("{OLD}{ISSUING}");
    let expired = format!("{name} validity: fail expired medium");
    assert_eq!(judged(URL, &[("c.pem", &old)]), [expired]);
    let good = scan(HOST, YESTERDAY, GOOD, TRUSTED);
    let pass = "mail.example.com:443: pass good high".to_owned();
    assert_eq!(judged(URL, &[("c.pem", &both), ("s.json", &good)]), std::slice::from_ref(&pass));
    let differs = format!("{name}: unknown file-differs low");
    assert_eq!(judged(URL, &[("c.pem", &old), ("s.json", &good)]), [pass, differs]);
    let strange = judged("https://x.example.net/traveler", &[("c.pem", &both)]);
    let missing = "x.example.net: unknown url-host-not-seen low".to_owned();
    assert_eq!(strange, [format!("{name}: pass good medium"), missing]);
}

/// A document of a store that is no directory, with this PEM in an item.
fn store(pem: &str) -> String {
    let lines = pem.replace('\n', "<break/>");
    format!(
        "<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000002'><document form='Kept'><noteinfo unid='{:032X}' sequence='1'/><item name='P'><text>{lines}</text></item></document></database>",
        9
    )
}

#[test]
fn a_document_counts_by_the_names_in_its_certificate_alone() {
    let name = "store.dxl mail.example.com";
    let good = store(&format!("{GOOD}{ISSUING}"));
    assert_eq!(judged(URL, &[("store.dxl", &good)]), [format!("{name}: pass good medium")]);
    let old = store(&format!("{OLD}{ISSUING}"));
    let expired = format!("{name} validity: fail expired medium");
    assert_eq!(judged(URL, &[("store.dxl", &old)]), [expired]);
    let (key, _) = GOOD.split_at(27);
    let broken = judged(URL, &[("store.dxl", &store(key))]);
    assert_eq!(broken, [": unknown no-certificate low"]);
    let other = dxl(&[&server(&[("SMTPFullHostDomain", "x.example.net")])]);
    let files = [("notes.ini", &ini("") as &str), ("names.dxl", &other), ("store.dxl", &good)];
    assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown no-certificate low");
    let alone = judge(&CHECK, &[("notes.ini", &ini("")), ("store.dxl", &good)]);
    assert_eq!(told(&alone[0]), "unknown no-certificate low");
}

#[test]
fn of_several_certificates_for_one_name_a_file_does_not_tell_which_is_used() {
    let (good, old) = (format!("{GOOD}{ISSUING}"), format!("{OLD}{ISSUING}"));
    let disagree = ["a.pem mail.example.com: unknown files-disagree low".to_owned()];
    assert_eq!(judged(URL, &[("a.pem", &good), ("b.pem", &old)]), disagree);
    assert_eq!(judged(URL, &[("a.pem", &old), ("b.dxl", &store(&good))]), disagree);
    let alike = judged(URL, &[("a.pem", &good), ("b.pem", &good)]);
    assert!(alike.iter().all(|told| told.ends_with("pass good medium")), "{alike:?}");
}

#[test]
fn without_a_certificate_or_the_names_nothing_passes() {
    assert_eq!(judged(URL, &[]), [": unknown no-certificate low"]);
    let none = "[{\"id\":\"TLS1_2\",\"ip\":\"mail.example.com/\",\"port\":\"443\",\"severity\":\"OK\",\"finding\":\"offered\"}]";
    assert_eq!(judged(URL, &[("scan.json", none)]), [": unknown no-certificate low"]);
    let both = format!("{GOOD}{ISSUING}");
    let found = judge(&CHECK, &[("notes.ini", &ini("")), ("c.pem", &both)]);
    let outcomes: Vec<_> = found.iter().map(told).collect();
    assert_eq!(outcomes, ["pass good medium", "unknown hosts-unknown low"]);
    let ihs = judge(&CHECK, &[("notes.ini", &ini("HTTPIHSEnabled=1")), ("c.pem", &both)]);
    assert_eq!(told(&ihs[0]), "unknown ihs low");
    let other = dxl(&[&server(&[("SMTPFullHostDomain", "x.example.net")])]);
    let files = [("notes.ini", &ini("") as &str), ("names.dxl", &other), ("c.pem", &both)];
    assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown file-other-names low");
    let (one, two) = (scan(HOST, 0, GOOD, TRUSTED), scan(HOST, 0, OLD, TRUSTED));
    let found = judged(URL, &[("a.json", &one), ("b.json", &two)]);
    assert_eq!(found[0], "mail.example.com:443: unknown scans-disagree low");
    let found = judged(URL, &[("a.json", &one), ("b.json", &one)]);
    assert_eq!(found[0], "mail.example.com:443: pass good medium", "both show the same");
    // The newest counts; of those of one time all must show the same.
    let (new, old) =
        (scan(HOST, YESTERDAY, GOOD, TRUSTED), scan(HOST, YESTERDAY - 9, OLD, TRUSTED));
    let found = judged(URL, &[("a.json", &new), ("b.json", &old)]);
    assert_eq!(found[0], "mail.example.com:443: pass good high");
    let undated = judged(URL, &[("a.json", &new), ("b.json", &two)]);
    assert_eq!(undated[0], "mail.example.com:443: unknown scans-disagree low");
    let same = scan(HOST, YESTERDAY, OLD, TRUSTED);
    let found = judged(URL, &[("a.json", &new), ("b.json", &same)]);
    assert_eq!(found[0], "mail.example.com:443: unknown scans-disagree low");
}

#[test]
fn what_a_program_tells_without_the_certificate_counts_too() {
    let told = |until: &str, key: &str, hash: &str| {
        let xml = format!(
            "<document title=\"SSLScan Results\"><ssltest host=\"mail.example.com\" port=\"443\"><protocol type=\"tls\" version=\"1.2\" enabled=\"1\"/><certificates><certificate type=\"short\"><signature-algorithm>{hash}</signature-algorithm><pk error=\"false\" type=\"RSA\" bits=\"{key}\"/><subject><![CDATA[mail.example.com]]></subject><altnames><![CDATA[DNS:mail.example.com, DNS:a.example.com]]></altnames><issuer><![CDATA[Acme]]></issuer><self-signed>false</self-signed><not-valid-before>Sep  1 00:00:00 2026 GMT</not-valid-before><not-valid-after>{until}</not-valid-after></certificate></certificates></ssltest></document>"
        );
        judged(URL, &[("scan.xml", &xml)]).join("; ").replace("mail.example.com:443 ", "")
    };
    let (until, sha) = ("Mar  1 00:00:00 2027 GMT", "sha256WithRSAEncryption");
    let chain = "chain: unknown chain-unclear low";
    assert_eq!(told(until, "2048", sha), chain);
    let soon = told("Dec 10 00:00:00 2026 GMT", "2048", sha);
    assert_eq!(soon, format!("validity: unknown expires-soon low; {chain}"));
    let weak = "key: fail weak-key medium; signature: fail weak-signature medium";
    assert_eq!(told(until, "1024", "sha1WithRSAEncryption"), format!("{chain}; {weak}"));
    let odd = told("some day", "2048", sha);
    assert_eq!(odd, format!("validity: unknown fields-unclear low; {chain}"));
}

#[test]
fn names_that_count_are_those_of_the_url_and_of_sites_that_are_surely_the_servers() {
    let both = format!("{GOOD}{ISSUING}");
    // What is said beside the certificate, with the names that are missing.
    let beside = |mode: &str, url: &str, sites: &[String]| {
        let items = [("LdISite", mode), ("SMTPFullHostDomain", HOST), ("TUrl", url)];
        let names = dxl(&[TRAVELER_FORM, &server(&items), &sites.concat()]);
        let files = [("notes.ini", &*ini("")), ("names.dxl", &names), ("c.pem", &both)];
        let found = judge(&CHECK, &files);
        let others = found.iter().filter(|one| one.outcome != "good");
        let told = others.map(|one| {
            let named = one.args.get("hosts").or(one.args.get("host"));
            format!("{} {}", one.outcome, named.map_or("-", String::as_str))
        });
        told.collect::<Vec<_>>()
    };
    let listed = |names: &str| site(2, &[("ISiteAdrs", names)]);
    let far = || listed("far.example.org");
    let maybe = site(2, &[("ISiteAdrs", "far.example.org"), ("WSHostingSrvrs", "Some Group")]);
    assert_eq!(beside("1", URL, &[listed(HOST)]), [""; 0]);
    assert_eq!(beside("1", URL, &[far()]), ["site-hosts-not-seen far.example.org"]);
    assert_eq!(beside("1", "", &[far()]), ["site-hosts-not-seen far.example.org"]);
    assert_eq!(beside("0", URL, &[far()]), [""; 0], "sites are off");
    assert_eq!(beside("1", URL, &[maybe]), [""; 0], "it may be for others");
    // What the URL names is told once, and addresses and names without a domain are none.
    let url = "https://far.example.org/traveler";
    assert_eq!(beside("1", url, &[far()]), ["url-host-not-seen far.example.org"]);
    assert_eq!(beside("1", URL, &[listed("192.0.2.10")]), [""; 0]);
    assert_eq!(beside("1", URL, &[listed("mail")]), [""; 0]);
    assert_eq!(beside("1", "", &[listed("mail")]), ["hosts-unknown -"]);
}
