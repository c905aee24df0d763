//! Results of programs that ask a listener which versions of SSL and TLS and which cipher suites it
//! offers, and which certificates it shows: testssl.sh (JSON, flat and pretty), sslyze (JSON) and
//! sslscan (XML).
//!
//! Described in the man page of testssl.sh (3.0, `--jsonfile`, `--jsonfile-pretty`), in the JSON schema
//! of sslyze (6.3) and in the output of sslscan (2.0). Other versions write the same members.
//!
//! A program that got no answer reports that nothing is offered. So a listener at which no version at
//! all is offered tells nothing.

mod certificates;
mod ciphers;
mod sslscan;
mod sslyze;
mod testssl;

use super::dxl::Out;
use super::json::{self, Json, Node};
use super::remarks::Remarks;
use super::{Context, Head, ReadExtent, Record, ScanAnswer, Sink, TlsScan};
use crate::evidence::{Location, TlsVersion, Warning};
use crate::intake::Stream;
use certificates::ToldChain;
use ciphers::ToldCipher;
use jiff::civil::DateTime;
use std::collections::BTreeMap;
use std::io::BufRead;

/// Listeners of a file that are kept.
const MAX_LISTENERS: usize = 1_000;
/// Characters of a text that are kept.
const MAX_TEXT: usize = 200;
/// Bytes of a text that counts in full.
const MAX_WHOLE: usize = 128 * 1024;
/// Cipher suites of a listener that are kept; there are some three hundred.
const MAX_CIPHERS: usize = 1_000;
/// Certificates of a listener that are kept.
const MAX_CHAINS: usize = 20;

/// Whether this is the result of a scan.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    let holds = |signs: &[&str]| signs.iter().all(|sign| text.contains(sign));
    match text.chars().next() {
        Some('<') => holds(&["<ssltest "]) || holds(&["<document", "title=\"SSLScan Results\""]),
        Some('{') => {
            holds(&["\"scanResult\"", "\"Invocation\""]) || holds(&["\"server_scan_results\""])
        }
        Some('[') => holds(&["\"id\"", "\"severity\"", "\"finding\"", "\"port\""]),
        _ => false,
    }
}

/// Reads the listeners.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut found = Found::default();
    let xml = input.fill_buf().is_ok_and(|head| {
        let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
        text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
    });
    let extent = if xml {
        let mut out = Out::new(sink);
        sslscan::read(input, &mut found, &mut out);
        out.finish_quietly()
    } else {
        read_json(input, &mut found, sink)
    };
    match found.hand_on(context, sink) {
        true => extent,
        false => ReadExtent::Part,
    }
}

fn read_json(input: &mut Stream<'_>, found: &mut Found, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let loaded = json::load(input, &mut remarks, sink);
    if let Some(root) = &loaded.root {
        match &root.value {
            Json::List(findings) => testssl::flat(findings, found),
            _ if root.get("scanResult").is_some() => testssl::pretty(root, found),
            _ => sslyze::results(root, found),
        }
    }
    remarks.finish(sink);
    if loaded.whole { ReadExtent::Full } else { ReadExtent::Part }
}

/// A listener as it is read.
#[derive(Debug, Default)]
struct Listener {
    tool: &'static str,
    host: Option<String>,
    address: Option<String>,
    port: Option<u16>,
    service: Option<String>,
    time: Option<DateTime>,
    answers: BTreeMap<TlsVersion, (Option<bool>, String, u64)>,
    ciphers: Vec<ToldCipher>,
    /// Whether something of its ciphers was not read, or not tried.
    ciphers_lost: bool,
    certificates: Vec<ToldChain>,
    line: u64,
}

impl Listener {
    /// Takes what was said of a version. Two answers that differ are none.
    fn answer(&mut self, version: TlsVersion, offered: Option<bool>, text: &str, line: u64) {
        let text = text.chars().take(MAX_TEXT).collect();
        let kept = self.answers.entry(version).or_insert((offered, text, line));
        if kept.0 != offered {
            kept.0 = None;
        }
    }

    /// Takes a cipher suite that is offered.
    fn cipher(&mut self, cipher: ToldCipher) {
        match self.ciphers.len() < MAX_CIPHERS {
            true => self.ciphers.push(cipher),
            false => self.ciphers_lost = true,
        }
    }

    /// The record, and whether it tells anything.
    fn finish(self, context: &Context<'_>) -> Option<(TlsScan, bool)> {
        let port = self.port?;
        if self.host.is_none() && self.address.is_none() {
            return None;
        }
        let reached = self.answers.values().any(|(offered, ..)| *offered == Some(true));
        let place = |line| Location::line(&context.path, line);
        let ciphers_whole = !self.ciphers_lost && ciphers::are_whole(&self.answers, &self.ciphers);
        let answers = self.answers.into_iter().map(|(version, (offered, text, line))| ScanAnswer {
            version,
            offered: offered.filter(|_| reached),
            text,
            location: place(line),
        });
        let scan = TlsScan {
            tool: self.tool,
            host: self.host,
            address: self.address,
            port,
            service: self.service,
            time: self.time,
            answers: answers.collect(),
            ciphers: self.ciphers.into_iter().map(|cipher| cipher.finish(&place)).collect(),
            ciphers_whole,
            certificates: self
                .certificates
                .into_iter()
                .take(MAX_CHAINS)
                .filter_map(|chain| chain.finish(&place))
                .collect(),
            location: place(self.line),
        };
        Some((scan, reached))
    }
}

/// What was found in a file.
#[derive(Debug, Default)]
struct Found {
    listeners: Vec<Listener>,
    too_many: bool,
    /// The first result that is laid out otherwise than we know.
    other_layout: Option<u64>,
}

impl Found {
    fn push(&mut self, listener: Listener) {
        if self.listeners.len() < MAX_LISTENERS {
            self.listeners.push(listener);
        } else {
            self.too_many = true;
        }
    }

    /// Hands the listeners on; `false` where something was left out.
    fn hand_on(self, context: &Context<'_>, sink: &mut dyn Sink) -> bool {
        let mut remarks = Remarks::default();
        let (mut whole, mut any) = (!self.too_many && self.other_layout.is_none(), false);
        if let Some(line) = self.other_layout {
            remarks.push(sink, Warning::new("tls-scan-other-layout", line));
        }
        if self.too_many {
            remarks
                .push(sink, Warning::new("tls-scan-too-many", None).with("limit", MAX_LISTENERS));
        }
        for listener in self.listeners {
            let line = listener.line;
            let Some((scan, reached)) = listener.finish(context) else {
                whole = false;
                remarks.push(sink, Warning::new("tls-scan-nameless", line));
                continue;
            };
            any = true;
            if !reached {
                remarks.push(sink, Warning::new("tls-scan-nothing-offered", line));
            }
            sink.record(Record::TlsScan(Box::new(scan)));
        }
        if !any && whole {
            remarks.push(sink, Warning::new("tls-scan-empty", None));
        }
        remarks.finish(sink);
        whole
    }
}

/// A text of a member that is not empty; its beginning, where it is long.
fn text(node: &Node, name: &str) -> Option<String> {
    let text = whole_text(node, name)?;
    Some(text.chars().take(MAX_TEXT).collect())
}

/// The same in full, as a list of names or a certificate is needed.
fn whole_text(node: &Node, name: &str) -> Option<String> {
    let text = node.get(name)?.text()?;
    let text = text.trim();
    (!text.is_empty() && text.len() <= MAX_WHOLE).then(|| text.to_owned())
}

fn port(node: &Node, name: &str) -> Option<u16> {
    text(node, name)?.parse().ok().filter(|port| *port != 0)
}

#[cfg(test)]
mod tests;
