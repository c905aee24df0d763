//! testssl.sh: one list of findings (flat), or findings by section for each listener (pretty).
//!
//! A finding has an id (`SSLv3`, `TLS1_2`), a severity and a text. Texts of version 3.0: "offered",
//! "offered (deprecated)", "not offered", "not offered, and downgraded to …", "TLSv1.1 is not offered,
//! and …"; all others ("not tested due to lack of local support", "likely not offered") are no answer.
//!
//! Cipher suites have the ids `cipher-tls1_2_xc030` (with `-E`) or `cipher_xc030` (with `-e`), classes of
//! them `cipherlist_…`. Of the certificates of the host it tells `cert_…` fields, the name in PEM `cert`;
//! where there are several, ` <hostCert#2>` or ` <cert#2>` stands behind the id.

use super::certificates::{self, ToldChain};
use super::ciphers::{self, CLASS, ToldCipher};
use super::{Found, Listener, MAX_CHAINS, port, text, whole_text};
use crate::evidence::TlsVersion;
use crate::formats::json::Node;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// The name in every output.
const TOOL: &str = "testssl.sh";

/// `[{"id", "ip": "host/address", "port", "severity", "finding"}, …]`, of one listener or of several.
pub(super) fn flat(findings: &[Node], found: &mut Found) {
    let mut open: Vec<(String, Listener)> = Vec::new();
    for finding in findings {
        // What the program says of itself stands under no name and no address.
        let Some(target) = text(finding, "ip").filter(|target| target != "/") else { continue };
        let port = port(finding, "port");
        let key = format!("{target} {port:?}");
        // Findings of one listener follow each other.
        if open.last().is_none_or(|(last, _)| *last != key) {
            let (host, address) = target.split_once('/').unwrap_or((&target, ""));
            let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let listener = Listener {
                tool: TOOL,
                host: named(host),
                address: named(address),
                port,
                line: finding.line,
                ..Listener::default()
            };
            open.push((key, listener));
        }
        if let Some((_, listener)) = open.last_mut() {
            take(finding, listener);
        }
    }
    // What only says that the scan failed, or which programs were used, is no listener.
    open.into_iter()
        .filter(|(_, listener)| listener.port.is_some())
        .for_each(|(_, listener)| found.push(listener));
}

/// `{"Invocation", "startTime", "scanResult": [{"targetHost", "ip", "port", "service", "protocols": […]}]}`
pub(super) fn pretty(root: &Node, found: &mut Found) {
    let time = text(root, "startTime").and_then(|seconds| utc(seconds.parse().ok()?));
    for result in root.get("scanResult").map(Node::list).unwrap_or_default() {
        // A warning of the program itself stands among the results.
        if result.get("targetHost").is_none() {
            continue;
        }
        let mut listener = Listener {
            tool: TOOL,
            host: text(result, "targetHost"),
            address: text(result, "ip"),
            port: port(result, "port"),
            service: text(result, "service"),
            time,
            line: result.line,
            ..Listener::default()
        };
        for section in SECTIONS {
            let findings = result.get(section).map(Node::list).unwrap_or_default();
            findings.iter().for_each(|finding| take(finding, &mut listener));
        }
        listener.ciphers_lost |= result.is_cut();
        found.push(listener);
    }
}

/// The sections that are read. Suites stand in the order of the server (3.2, without options) or in
/// that of the tests (`-e`, `-E`).
const SECTIONS: [&str; 5] =
    ["protocols", "ciphers", "serverPreferences", "cipherTests", "serverDefaults"];

fn utc(seconds: i64) -> Option<DateTime> {
    let time = Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)?;
    Some(jiff::tz::Offset::UTC.to_datetime(time))
}

fn take(finding: &Node, listener: &mut Listener) {
    let (Some(id), Some(said)) = (text(finding, "id"), text(finding, "finding")) else { return };
    if id == "service" {
        listener.service = Some(said);
        return;
    }
    let version = match id.as_str() {
        "SSLv2" => TlsVersion::Ssl2,
        "SSLv3" => TlsVersion::Ssl3,
        "TLS1" => TlsVersion::Tls10,
        "TLS1_1" => TlsVersion::Tls11,
        "TLS1_2" => TlsVersion::Tls12,
        "TLS1_3" => TlsVersion::Tls13,
        _ if id.starts_with("cipher") => return take_cipher(&id, &said, finding.line, listener),
        _ if id.starts_with("cert") => return take_certificate(&id, finding, listener),
        _ if id.starts_with("intermediate_cert ") => {
            return take_sent(&id, finding, listener);
        }
        _ => return,
    };
    listener.answer(version, offered(&said), &format!("{id}: {said}"), finding.line);
}

fn offered(said: &str) -> Option<bool> {
    let words = |begin: &str| said.starts_with(begin);
    if words("not offered") || (words("TLSv") && said.contains(" is not offered")) {
        Some(false)
    } else if words("offered") {
        Some(true)
    } else {
        None
    }
}

/// Classes that testssl.sh asks for as such, all of them weak.
const CLASSES: [(&str, &str); 5] = [
    ("cipherlist_NULL", "NULL"),
    ("cipherlist_aNULL", "aNULL"),
    ("cipherlist_EXPORT", "EXPORT"),
    ("cipherlist_LOW", "LOW"),
    ("cipherlist_3DES_IDEA", "3DES_IDEA"),
];

fn take_cipher(id: &str, said: &str, line: u64, listener: &mut Listener) {
    let text = format!("{id}: {said}");
    if let Some((_, class)) = CLASSES.iter().find(|(own, _)| *own == id) {
        if offered(said) == Some(true) {
            listener.cipher(ToldCipher::new(None, format!("{CLASS}{class}"), &text, line));
        }
        return;
    }
    // With --show-each those that are not offered are listed as well.
    let missing = said.contains("not a/v") || said.contains("not offered");
    let Some((begin, hex)) = id.rsplit_once("_x").filter(|_| !missing) else { return };
    let version = match begin {
        "cipher" => None,
        "cipher-ssl2" | "cipher-sslv2" => Some(TlsVersion::Ssl2),
        "cipher-ssl3" | "cipher-sslv3" => Some(TlsVersion::Ssl3),
        "cipher-tls1" | "cipher-tls1_0" => Some(TlsVersion::Tls10),
        "cipher-tls1_1" => Some(TlsVersion::Tls11),
        "cipher-tls1_2" => Some(TlsVersion::Tls12),
        "cipher-tls1_3" => Some(TlsVersion::Tls13),
        _ => return,
    };
    match ciphers::code(hex) {
        Some(code) => listener.cipher(ToldCipher::new(version, code, &text, line)),
        None => listener.ciphers_lost = true,
    }
}

/// The certificate to which a finding belongs, by what stands behind its id.
fn chain<'l>(mark: &str, line: u64, listener: &'l mut Listener) -> Option<&'l mut ToldChain> {
    let all = &mut listener.certificates;
    let at = match all.iter().position(|chain| chain.mark == mark) {
        Some(at) => at,
        None if all.len() >= MAX_CHAINS => return None,
        None => {
            all.push(ToldChain { mark: mark.to_owned(), line, ..ToldChain::default() });
            all.len() - 1
        }
    };
    all.get_mut(at)
}

fn take_certificate(id: &str, finding: &Node, listener: &mut Listener) {
    let (field, mark) = id.split_once(' ').unwrap_or((id, ""));
    let Some(said) = whole_text(finding, "finding") else { return };
    let known = ["cert", "cert_signatureAlgorithm", "cert_keySize", "cert_commonName"];
    let more = ["cert_subjectAltName", "cert_notBefore", "cert_notAfter", "cert_chain_of_trust"];
    let issuer = ["cert_caIssuers", "cert_fingerprintSHA256"];
    if !known.iter().chain(&more).chain(&issuer).any(|own| *own == field) {
        return;
    }
    let Some(chain) = chain(mark, finding.line, listener) else { return };
    let told = &mut chain.told;
    match field {
        "cert" => chain.pem = Some(said),
        "cert_signatureAlgorithm" => told.hash = certificates::hash(&said),
        "cert_keySize" => {
            let mut words = said.split_ascii_whitespace();
            let pair = words.next().zip(words.next());
            told.key = pair.and_then(|(kind, bits)| certificates::key(kind, bits));
        }
        "cert_commonName" => {
            told.subject.clone_from(&said);
            told.common_name = Some(said);
        }
        "cert_subjectAltName" => told.names = alternative_names(&said),
        "cert_notBefore" => told.not_before = certificates::time(&said),
        "cert_notAfter" => told.not_after = certificates::time(&said),
        "cert_fingerprintSHA256" => told.fingerprint = Some(said.to_ascii_uppercase()),
        "cert_caIssuers" => told.issuer = said,
        _ => {
            if said.contains("self signed)") || said.contains("self-signed)") {
                told.self_signed = Some(true);
            }
            chain.trust(trusted(&said), &format!("{id}: {said}"), finding.line);
        }
    }
}

/// The names stand one behind the other; where there are none, a sentence says so.
fn alternative_names(said: &str) -> Option<Vec<String>> {
    if said.starts_with("No SAN") {
        return Some(Vec::new());
    }
    let names: Vec<_> = said.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
    names.iter().all(|name| name.contains(['.', ':'])).then_some(names)
}

fn trusted(said: &str) -> Option<bool> {
    if said.starts_with("passed") {
        Some(true)
    } else if said.starts_with("failed") {
        Some(false)
    } else {
        None
    }
}

/// Those that were sent with the only certificate; with several nothing tells whose they are.
fn take_sent(id: &str, finding: &Node, listener: &mut Listener) {
    let Some(pem) = whole_text(finding, "finding") else { return };
    if let [chain] = listener.certificates.as_mut_slice()
        && chain.sent.len() < MAX_CHAINS
        && id.split(' ').count() == 2
    {
        chain.sent.push(pem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_from_what_is_none() {
        for (said, wanted) in [
            ("offered", Some(true)),
            ("offered (deprecated)", Some(true)),
            ("not offered", Some(false)),
            ("not offered, and downgraded to TLSv1.2", Some(false)),
            ("TLSv1.1 is not offered, and downgraded", Some(false)),
            ("TLSv1.1 is offered", None),
            ("SSLv3 is not offered", None),
            ("likely not offered", None),
        ] {
            assert_eq!(offered(said), wanted, "{said}");
        }
        for (said, wanted) in
            [("passed.", Some(true)), ("failed (expired)", Some(false)), ("not tested", None)]
        {
            assert_eq!(trusted(said), wanted, "{said}");
        }
    }

    #[test]
    fn a_time_is_none_before_all_scans() {
        assert_eq!(
            utc(1_795_424_400).map(|time| time.to_string()).as_deref(),
            Some("2026-11-23T09:00:00")
        );
        assert!(utc(1).is_some());
        assert_eq!((utc(0), utc(-1)), (None, None));
    }

    #[test]
    fn other_names_are_hosts_and_addresses() {
        let names = |said| alternative_names(said).map(|names| names.join("|"));
        assert_eq!(
            names("Mail.example.com 2001:db8::1").as_deref(),
            Some("mail.example.com|2001:db8::1")
        );
        assert_eq!(names("No SAN, RFC 2818").as_deref(), Some(""));
        assert_eq!(names("mail.example.com and others"), None);
    }
}
