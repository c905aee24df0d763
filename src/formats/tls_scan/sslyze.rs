//! sslyze: `{"server_scan_results": [{"server_location", "scan_result": {"ssl_3_0_cipher_suites":
//! {"status": "COMPLETED", "result": {"accepted_cipher_suites": […]}}, …}}]}`. A version is offered if
//! a cipher of it was accepted; of an attempt that was not completed nothing is known. Before 5.0 a result
//! had no `scan_result`, not even an empty one, and is not read.
//!
//! `certificate_info` holds a deployment for each certificate of the server: what was received, in PEM,
//! and for each trust store whether a chain to it was found.

use super::certificates::ToldChain;
use super::ciphers::ToldCipher;
use super::{Found, Listener, MAX_CHAINS, port, text, whole_text};
use crate::evidence::TlsVersion;
use crate::formats::json::{Json, Node};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// The name in every output.
const TOOL: &str = "sslyze";

/// What was asked, by the member that holds the answer.
const ATTEMPTS: [(&str, TlsVersion); 6] = [
    ("ssl_2_0_cipher_suites", TlsVersion::Ssl2),
    ("ssl_3_0_cipher_suites", TlsVersion::Ssl3),
    ("tls_1_0_cipher_suites", TlsVersion::Tls10),
    ("tls_1_1_cipher_suites", TlsVersion::Tls11),
    ("tls_1_2_cipher_suites", TlsVersion::Tls12),
    ("tls_1_3_cipher_suites", TlsVersion::Tls13),
];

/// Reads all results.
pub(super) fn results(root: &Node, found: &mut Found) {
    let time = text(root, "date_scans_started").and_then(|time| utc(&time));
    for result in root.get("server_scan_results").map(Node::list).unwrap_or_default() {
        if result.get("scan_result").is_none() {
            found.other_layout.get_or_insert(result.line);
            continue;
        }
        let place = result.get("server_location");
        let of_place = |name: &str| place.and_then(|place| text(place, name));
        let mut listener = Listener {
            tool: TOOL,
            host: of_place("hostname"),
            address: of_place("ip_address"),
            port: place.and_then(|place| port(place, "port")),
            time,
            line: result.line,
            ..Listener::default()
        };
        let answers = result.get("scan_result");
        for (name, version) in ATTEMPTS {
            let Some(attempt) = answers.and_then(|answers| answers.get(name)) else { continue };
            let offered = offered(attempt);
            let count = accepted(attempt).map_or("?".to_owned(), |list| list.len().to_string());
            let said = format!("{name}: accepted_cipher_suites {count}");
            listener.answer(version, offered, &said, attempt.line);
            take_ciphers(attempt, version, &mut listener);
        }
        take_certificates(answers, &mut listener);
        // With STARTTLS it was a listener of another protocol than http.
        let network = result.get("network_configuration");
        listener.service =
            network.and_then(|network| text(network, "tls_opportunistic_encryption"));
        found.push(listener);
    }
}

/// `{"cipher_suite": {"name": "TLS_…", …}}`, by the name at IANA.
fn take_ciphers(attempt: &Node, version: TlsVersion, listener: &mut Listener) {
    for suite in accepted(attempt).unwrap_or_default() {
        match suite.get("cipher_suite").and_then(|suite| text(suite, "name")) {
            Some(name) => {
                let said = format!("{version}: {name}");
                listener.cipher(ToldCipher::new(Some(version), name, &said, suite.line));
            }
            None => listener.ciphers_lost = true,
        }
    }
}

fn take_certificates(answers: Option<&Node>, listener: &mut Listener) {
    let info = answers.and_then(|answers| answers.get("certificate_info"));
    let completed = info.filter(|info| text(info, "status").is_some_and(|it| it == "COMPLETED"));
    let result = completed.and_then(|info| info.get("result"));
    let all = result.and_then(|result| result.get("certificate_deployments"));
    for deployment in all.map(Node::list).unwrap_or_default().iter().take(MAX_CHAINS) {
        let received = deployment.get("received_certificate_chain").map(Node::list);
        let mut pems =
            received.unwrap_or_default().iter().filter_map(|one| whole_text(one, "as_pem"));
        let mut chain = ToldChain {
            pem: pems.next(),
            sent: pems.take(MAX_CHAINS).collect(),
            line: deployment.line,
            ..ToldChain::default()
        };
        if let Some(results) = deployment.get("path_validation_results") {
            let (trusted, said) = trust(results.list());
            chain.trust(trusted, &said, results.line);
        }
        listener.certificates.push(chain);
    }
}

/// Whether the stores of phones lead to it, else all stores; and what each said.
fn trust(results: &[Node]) -> (Option<bool>, String) {
    let store = |result: &Node| result.get("trust_store").and_then(|store| text(store, "name"));
    let found = |result: &Node| {
        result.get("verified_certificate_chain").map(|chain| !chain.list().is_empty())
    };
    let all: Vec<_> =
        results.iter().map(|one| (store(one).unwrap_or_default(), found(one))).collect();
    let of_phones = |name: &str| matches!(name, "Apple" | "Android");
    let phones: Vec<_> = all.iter().filter(|(name, _)| of_phones(name)).collect();
    let deciding = if phones.is_empty() { all.iter().collect() } else { phones };
    let trusted = match deciding.as_slice() {
        [] => None,
        some if some.iter().all(|(_, found)| *found == Some(true)) => Some(true),
        some if some.iter().all(|(_, found)| *found == Some(false)) => Some(false),
        _ => None,
    };
    let word = |found: &Option<bool>| found.map_or("?".to_owned(), |found| found.to_string());
    let said: Vec<_> = all.iter().map(|(name, found)| format!("{name}={}", word(found))).collect();
    (trusted, format!("path_validation_results: {}", said.join(" ")))
}

fn accepted(attempt: &Node) -> Option<&[Node]> {
    match &attempt.get("result")?.get("accepted_cipher_suites")?.value {
        Json::List(accepted) => Some(accepted),
        _ => None,
    }
}

fn offered(attempt: &Node) -> Option<bool> {
    // One that ends inside was cut off.
    let completed = text(attempt, "status").is_some_and(|status| status == "COMPLETED");
    (completed && !attempt.is_cut())
        .then(|| accepted(attempt))
        .flatten()
        .map(|list| !list.is_empty())
}

fn utc(text: &str) -> Option<DateTime> {
    let stamp = text.parse::<Timestamp>().map(|time| jiff::tz::Offset::UTC.to_datetime(time));
    stamp.ok().or_else(|| text.parse().ok())
}
