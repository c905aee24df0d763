//! testssl.sh: one list of findings (flat), or findings by section for each listener (pretty).
//!
//! A finding has an id (`SSLv3`, `TLS1_2`), a severity and a text. Texts of version 3.0: "offered",
//! "offered (deprecated)", "not offered", "not offered, and downgraded to …", "TLSv1.1 is not offered,
//! and …"; all others ("not tested due to lack of local support", "likely not offered") are no answer.

use super::{Found, Listener, port, text};
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
        let Some(target) = text(finding, "ip") else { continue };
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
        let protocols = result.get("protocols").map(Node::list).unwrap_or_default();
        protocols.iter().for_each(|finding| take(finding, &mut listener));
        found.push(listener);
    }
}

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
