//! Certificates in PEM (RFC 7468), with or without text around them: a file that an authority sent, an
//! export of CertMgr, or what `openssl s_client -showcerts` printed.
//!
//! A file may hold certificates of servers and of those that signed them, in any order. A private key
//! is passed over line by line: nothing of it is kept, and that it lies there is told.

use super::certificate::{Certificate, CertificateChain};
use super::remarks::Remarks;
use super::{Context, Head, ReadExtent, Record, Sink, x509};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};

/// Certificates of a file that are kept; the list of all known authorities has some hundred and fifty.
const MAX_CERTIFICATES: usize = 1_000;

/// What begins any text in PEM.
pub(super) const BEGIN: &str = "-----BEGIN ";

/// Whether a line of it begins a certificate or a private key.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    head.start().lines().filter_map(label).any(|label| is_certificate(label) || is_key(label))
}

/// Whether PEM begins anywhere in a text.
pub(super) fn begins_in(text: &str) -> bool {
    // Every value of every item is asked, and hardly any has a dash.
    memchr::memchr(b'-', text.as_bytes()).is_some() && text.contains(BEGIN)
}

/// `X` of `-----BEGIN X-----`.
fn label(line: &str) -> Option<&str> {
    line.trim().strip_prefix(BEGIN)?.strip_suffix("-----")
}

pub(super) fn is_certificate(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")
}

pub(super) fn is_key(label: &str) -> bool {
    label.ends_with("PRIVATE KEY")
}

/// Reads the certificates, and hands on those of servers with those that signed them.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut reader = Reader::default();
    loop {
        match input.next_line() {
            Ok(Some(line)) => reader.line(&line, sink),
            Ok(None) => break,
            Err(error) => {
                reader.lost(sink, Warning::new("read-error", None).with("reason", error));
                break;
            }
        }
    }
    reader.finish(context, sink)
}

/// What is open.
#[derive(Debug, Default)]
enum Open {
    /// Text around.
    #[default]
    Nothing,
    /// A certificate: its base64, and where it begins.
    Certificate(String, u64),
    /// Something of which nothing is kept.
    Other,
}

#[derive(Default)]
struct Reader {
    open: Open,
    found: Vec<(u64, Certificate)>,
    remarks: Remarks,
    part: bool,
}

impl Reader {
    fn lost(&mut self, sink: &mut dyn Sink, warning: Warning) {
        self.part = true;
        self.remarks.push(sink, warning);
    }

    fn line(&mut self, line: &Line<'_>, sink: &mut dyn Sink) {
        let (text, number) = (line.text.trim(), line.start.line);
        if let Some(label) = label(text) {
            return self.begin(label, number, sink);
        }
        match &mut self.open {
            _ if text.starts_with("-----END ") => self.end(sink),
            Open::Certificate(body, _) if body.len() <= x509::MAX_BYTES * 2 => body.push_str(text),
            _ => {}
        }
    }

    fn begin(&mut self, label: &str, line: u64, sink: &mut dyn Sink) {
        self.broken(sink);
        if is_key(label) {
            self.remarks.push(sink, Warning::new("pem-private-key", line));
        }
        self.open = match is_certificate(label) {
            true => Open::Certificate(String::new(), line),
            false => Open::Other,
        };
    }

    /// A certificate that has no end.
    fn broken(&mut self, sink: &mut dyn Sink) {
        if let Open::Certificate(_, line) = std::mem::take(&mut self.open) {
            self.lost(sink, Warning::new("pem-broken", line));
        }
    }

    fn end(&mut self, sink: &mut dyn Sink) {
        let Open::Certificate(body, line) = std::mem::take(&mut self.open) else { return };
        match x509::of_base64(&body) {
            None => self.lost(sink, Warning::new("pem-broken", line)),
            Some(_) if self.found.len() >= MAX_CERTIFICATES => {
                let warning = Warning::new("pem-too-many", None).with("limit", MAX_CERTIFICATES);
                self.lost(sink, warning);
            }
            Some(found) => self.found.push((line, found)),
        }
    }

    fn finish(mut self, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
        self.broken(sink);
        let found = self.found.into_iter();
        let place = |line| Location::line(&context.path, line);
        let chains = chains(&found.map(|(line, one)| (place(line), one)).collect::<Vec<_>>());
        if chains.is_empty() && !self.part {
            self.remarks.push(sink, Warning::new("pem-no-server", None));
        }
        for chain in chains {
            sink.record(Record::Certificate(Box::new(chain)));
        }
        self.remarks.finish(sink);
        if self.part { ReadExtent::Part } else { ReadExtent::Full }
    }
}

/// The certificates of servers among these, each with those of them that signed it.
pub(super) fn chains(found: &[(Location, Certificate)]) -> Vec<CertificateChain> {
    let others: Vec<_> = found.iter().map(|(_, found)| found.clone()).collect();
    let own = found.iter().filter(|(_, found)| is_of_server(found));
    own.map(|(place, own)| CertificateChain::new(own.clone(), &others, place.clone())).collect()
}

/// One that has names of hosts, or may sign nothing.
fn is_of_server(found: &Certificate) -> bool {
    found.authority != Some(true) || found.names.as_ref().is_some_and(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{said, takes};
    use super::super::x509::tests::{GOOD, ISSUING, OLD, PLAIN, ROOT};
    use super::*;

    /// A key is never more than this in the tests.
    const KEY: &str =
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0IHNlY3JldA==\n-----END PRIVATE KEY-----\n";

    /// `name@line < signer …` of each certificate, then the warnings.
    fn told(text: &str) -> Vec<String> {
        let said = said(read, text.as_bytes());
        let chains = said.records.iter().map(|record| match record {
            Record::Certificate(chain) => {
                let signers = chain.signers.iter().map(|signer| format!(" < {}", signer.name()));
                let line = chain.location.line.unwrap();
                format!("{}@{line}{}", chain.own.name(), signers.collect::<String>())
            }
            other => panic!("{other:?}"),
        });
        chains.chain(said.told()).collect()
    }

    #[test]
    fn certificates_of_servers_are_handed_on_with_their_signers() {
        let issuing = " < Acme Issuing CA 1";
        let root = " < Acme Root CA";
        let cases: [(String, Vec<String>); 8] = [
            (GOOD.to_owned(), vec!["mail.example.com@1".to_owned()]),
            (format!("{GOOD}{ISSUING}"), vec![format!("mail.example.com@1{issuing}")]),
            (
                format!("{ROOT}{ISSUING}some text\n{OLD}\n{GOOD}"),
                vec![
                    format!("mail.example.com@23{issuing}{root}"),
                    format!("mail.example.com@35{issuing}{root}"),
                ],
            ),
            (format!("{ROOT}{ISSUING}"), vec!["pem-no-server".to_owned()]),
            (
                format!("{KEY}{GOOD}"),
                vec!["mail.example.com@4".to_owned(), "pem-private-key@1".to_owned()],
            ),
            (
                format!("{}\n{GOOD}", &GOOD[..200]),
                vec!["mail.example.com@5".to_owned(), "pem-broken@1".to_owned()],
            ),
            (GOOD.replace("MIIBqzCC", "MIIBqzCA"), vec!["pem-broken@1".to_owned()]),
            // It has no names of hosts, and may sign nothing.
            (PLAIN.to_owned(), vec!["mail.example.com@1".to_owned()]),
        ];
        for (text, wanted) in cases {
            assert!(takes(recognise, "x", text.as_bytes()));
            assert_eq!(told(&text), wanted, "{text}");
        }
    }

    #[test]
    fn certificates_of_a_file_are_bounded() {
        for (count, warnings) in
            [(MAX_CERTIFICATES, vec![]), (MAX_CERTIFICATES + 1, vec!["pem-too-many limit=1000"])]
        {
            let said = said(read, GOOD.repeat(count).as_bytes());
            assert_eq!(said.records.len(), MAX_CERTIFICATES);
            assert_eq!(said.told(), warnings);
        }
    }

    #[test]
    fn nothing_of_a_private_key_is_kept() {
        for text in [
            KEY.to_owned(),
            format!("{GOOD}{KEY}"),
            KEY.replace("PRIVATE", "ENCRYPTED PRIVATE"),
            KEY.replace("-----END PRIVATE KEY-----\n", GOOD),
        ] {
            let said = said(read, text.as_bytes());
            let all = format!("{:?}{:?}", said.records, said.told());
            assert!(!all.contains("c2VjcmV0") && all.contains("pem-private-key"), "{all}");
            assert!(takes(recognise, "x", text.as_bytes()));
        }
    }

    #[test]
    fn other_files_are_no_pem() {
        for text in ["", "BEGIN CERTIFICATE", "-----BEGIN PUBLIC KEY-----\nAAAA\n"] {
            assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(read, &bytes);
        }

        #[test]
        fn no_lines_make_it_panic(
            text in "(-----BEGIN CERTIFICATE-----\n|-----END CERTIFICATE-----\n|-----BEGIN PRIVATE KEY-----\n|MIIB\n|AAAA\n|=\n){0,20}",
        ) {
            told(&text);
        }
    }
}
