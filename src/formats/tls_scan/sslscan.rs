//! sslscan: `<document title="SSLScan Results"><ssltest host="…" sniname="…" port="443"><protocol
//! type="ssl" version="3" enabled="0" /> …</ssltest></document>`. It tells no time. Before 2.0 it told
//! no versions, only ciphers: one that was accepted shows that its version is offered.
//!
//! `<certificate type="short">` holds fields of the certificate as elements; in front of it, with
//! `--show-certificate`, `type="full"` holds the certificate itself (`<certificate-blob>`). The key of a
//! curve is told with half its bits, as the strength of a cipher.

use super::certificates::{self, ToldChain};
use super::ciphers::{self, ToldCipher};
use super::{Found, Listener, MAX_CHAINS, MAX_TEXT, MAX_WHOLE};
use crate::evidence::{TlsVersion, Warning};
use crate::formats::certificate::KeyKind;
use crate::formats::dxl::{Out, Tag, Token, Xml};
use crate::intake::Stream;

/// The name in every output.
const TOOL: &str = "sslscan";

/// Reads all listeners; at a broken place reading ends.
pub(super) fn read(input: &mut Stream<'_>, found: &mut Found, out: &mut Out<'_>) {
    let mut xml = Xml::new(input);
    let mut open: Vec<String> = Vec::new();
    let mut listener: Option<Listener> = None;
    let mut text = String::new();
    loop {
        match xml.next(out) {
            Ok(Token::Start) => {
                text.clear();
                open.push(xml.tag().name.clone());
                begin(xml.tag(), xml.start().line, &mut listener);
            }
            Ok(Token::End) => {
                let name = open.pop().unwrap_or_default();
                end(&name, text.trim(), listener.as_mut());
                text.clear();
                if name == "ssltest" {
                    listener.take().into_iter().for_each(|listener| found.push(listener));
                }
                if open.is_empty() {
                    return;
                }
            }
            Ok(Token::Text | Token::Literal) if text.len() < MAX_WHOLE => text.push_str(xml.text()),
            Ok(Token::Text | Token::Literal) => {}
            Err(fault) => {
                // What was said before the break stands.
                if let Some(mut listener) = listener.take() {
                    listener.ciphers_lost = true;
                    found.push(listener);
                }
                return out.lost(Warning::new("tls-scan-broken", fault.at.line));
            }
        }
    }
}

/// Takes the text of an element of a certificate.
fn end(name: &str, text: &str, listener: Option<&mut Listener>) {
    let Some(chain) = listener.and_then(|listener| listener.certificates.last_mut()) else {
        return;
    };
    let told = &mut chain.told;
    match name {
        "certificate-blob" => chain.pem = Some(text.to_owned()),
        "signature-algorithm" => told.hash = certificates::hash(text),
        "subject" => {
            told.subject = text.chars().take(MAX_TEXT).collect();
            // Without the element for other names it has none.
            told.names.get_or_insert_default();
        }
        "issuer" => told.issuer = text.chars().take(MAX_TEXT).collect(),
        "altnames" => {
            let all = text.split(',').filter_map(|name| name.trim().split_once(':'));
            let names = all.filter(|(kind, _)| matches!(*kind, "DNS" | "IP Address"));
            told.names = Some(names.map(|(_, name)| name.to_ascii_lowercase()).collect());
        }
        "self-signed" => told.self_signed = text.parse().ok(),
        "not-valid-before" => told.not_before = certificates::time(text),
        "not-valid-after" => told.not_after = certificates::time(text),
        _ => {}
    }
}

/// The short form behind the full one tells the same certificate once more.
fn begin_certificate(kind: String, line: u64, listener: &mut Listener) {
    let all = &mut listener.certificates;
    if let Some(full) = all.last_mut().filter(|last| kind == "short" && last.mark == "full") {
        full.mark = kind;
    } else if all.len() <= MAX_CHAINS {
        // What is told of one too many must not fall to the last that is kept.
        all.push(ToldChain { mark: kind, line, ..ToldChain::default() });
    }
}

/// A key of a curve with all its bits, which the name of the curve tells: `secp384r1`. Where that is not what is
/// told, nor twice as much, the key is not known.
fn whole_key((kind, told): (KeyKind, u32), curve: Option<&str>) -> Option<(KeyKind, u32)> {
    if kind != KeyKind::Ec {
        return Some((kind, told));
    }
    let digits = curve?.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let bits = digits.get(..end)?.parse().ok()?;
    (told == bits || told == bits / 2).then_some((kind, bits))
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
            let said = format!("{version}: {cipher}");
            listener.answer(version, Some(true), &said, line);
            let code = attribute("id").and_then(|id| ciphers::code(&id)).unwrap_or(cipher);
            listener.cipher(ToldCipher::new(Some(version), code, &said, line));
        }
        ("certificate", Some(listener)) => {
            begin_certificate(attribute("type").unwrap_or_default(), line, listener);
        }
        ("pk", Some(listener)) => {
            let (kind, bits) = (attribute("type"), attribute("bits"));
            let told = kind.zip(bits).and_then(|(kind, bits)| certificates::key(&kind, &bits));
            if let Some(chain) = listener.certificates.last_mut() {
                chain.told.key =
                    told.and_then(|told| whole_key(told, attribute("curve_name").as_deref()));
            }
        }
        _ => {}
    }
}
