//! sslscan: `<document title="SSLScan Results"><ssltest host="…" sniname="…" port="443"><protocol
//! type="ssl" version="3" enabled="0" /> …</ssltest></document>`. It tells no time. Before 2.0 it told
//! no versions, only ciphers: one that was accepted shows that its version is offered.

use super::{Found, Listener, MAX_TEXT};
use crate::evidence::{TlsVersion, Warning};
use crate::formats::dxl::{Out, Tag, Token, Xml};
use crate::intake::Stream;

/// The name in every output.
const TOOL: &str = "sslscan";

/// Reads all listeners; at a broken place reading ends.
pub(super) fn read(input: &mut Stream<'_>, found: &mut Found, out: &mut Out<'_>) {
    let mut xml = Xml::new(input);
    let mut open: Vec<String> = Vec::new();
    let mut listener = None;
    loop {
        match xml.next(out) {
            Ok(Token::Start) => {
                open.push(xml.tag().name.clone());
                begin(xml.tag(), xml.start().line, &mut listener);
            }
            Ok(Token::End) => {
                if open.pop().is_some_and(|name| name == "ssltest") {
                    listener.take().into_iter().for_each(|listener| found.push(listener));
                }
                if open.is_empty() {
                    return;
                }
            }
            Ok(Token::Text | Token::Literal) => {}
            Err(fault) => {
                // What was said before the break stands.
                listener.take().into_iter().for_each(|listener| found.push(listener));
                return out.lost(Warning::new("tls-scan-broken", fault.at.line));
            }
        }
    }
}

fn begin(tag: &Tag, line: u64, listener: &mut Option<Listener>) {
    let attribute = |name: &str| {
        let text = tag.attribute(name).map(str::trim).filter(|text| !text.is_empty());
        text.map(|text| text.chars().take(MAX_TEXT).collect::<String>())
    };
    match (tag.name.as_str(), listener.as_mut()) {
        ("ssltest", _) => {
            // The name that was asked for counts, where it differs from the host that was called.
            let (name, host) = (attribute("sniname"), attribute("host"));
            *listener = Some(Listener {
                tool: TOOL,
                address: host.clone().filter(|_| name.is_some()),
                host: name.or(host),
                port: attribute("port").and_then(|port| port.parse().ok()),
                line,
                ..Listener::default()
            });
        }
        ("protocol", Some(listener)) => {
            let (kind, number) = (attribute("type"), attribute("version"));
            let version = match (kind.as_deref(), number.as_deref()) {
                (Some("ssl"), Some("2")) => TlsVersion::Ssl2,
                (Some("ssl"), Some("3")) => TlsVersion::Ssl3,
                (Some("tls"), Some("1.0")) => TlsVersion::Tls10,
                (Some("tls"), Some("1.1")) => TlsVersion::Tls11,
                (Some("tls"), Some("1.2")) => TlsVersion::Tls12,
                (Some("tls"), Some("1.3")) => TlsVersion::Tls13,
                _ => return,
            };
            let offered = match attribute("enabled").as_deref() {
                Some("1") => Some(true),
                Some("0") => Some(false),
                _ => None,
            };
            let said = format!("{version}: enabled={}", attribute("enabled").unwrap_or_default());
            listener.answer(version, offered, &said, line);
        }
        ("cipher" | "defaultcipher", Some(listener)) => {
            let refused = |status: String| !matches!(status.as_str(), "accepted" | "preferred");
            let version = match attribute("sslversion").as_deref() {
                _ if attribute("status").is_some_and(refused) => return,
                Some("SSLv2") => TlsVersion::Ssl2,
                Some("SSLv3") => TlsVersion::Ssl3,
                Some("TLSv1" | "TLSv1.0") => TlsVersion::Tls10,
                Some("TLSv1.1") => TlsVersion::Tls11,
                Some("TLSv1.2") => TlsVersion::Tls12,
                Some("TLSv1.3") => TlsVersion::Tls13,
                _ => return,
            };
            let cipher = attribute("cipher").unwrap_or_default();
            listener.answer(version, Some(true), &format!("{version}: {cipher}"), line);
        }
        _ => {}
    }
}
