//! sslyze: `{"server_scan_results": [{"server_location", "scan_result": {"ssl_3_0_cipher_suites":
//! {"status": "COMPLETED", "result": {"accepted_cipher_suites": […]}}, …}}]}`. A version is offered if
//! a cipher of it was accepted; of an attempt that was not completed nothing is known.

use super::{Found, Listener, port, text};
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
        }
        // With STARTTLS it was a listener of another protocol than http.
        let network = result.get("network_configuration");
        listener.service =
            network.and_then(|network| text(network, "tls_opportunistic_encryption"));
        found.push(listener);
    }
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
