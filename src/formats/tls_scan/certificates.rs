//! Certificates as the programs tell them: whole, in PEM, or what they say of single fields.

use super::MAX_TEXT;
use crate::evidence::{Location, Observed};
use crate::formats::certificate::{Certificate, CertificateChain, KeyKind, SignatureHash};
use crate::formats::x509;
use jiff::civil::DateTime;

/// A certificate of a listener, as far as it was told.
#[derive(Debug, Clone, Default)]
pub(super) struct ToldChain {
    /// By what the program tells it from others of the same listener.
    pub(super) mark: String,
    /// Itself, where the program shows it.
    pub(super) pem: Option<String>,
    /// What the program says of it.
    pub(super) told: Certificate,
    /// Those that the listener sent with it.
    pub(super) sent: Vec<String>,
    /// Whether the program trusts it, what it said, and where.
    pub(super) trusted: Option<(Option<bool>, String, u64)>,
    pub(super) line: u64,
}

impl ToldChain {
    /// Takes what was said of whether it is trusted.
    pub(super) fn trust(&mut self, trusted: Option<bool>, text: &str, line: u64) {
        self.trusted = Some((trusted, text.chars().take(MAX_TEXT).collect(), line));
    }

    /// The chain; `None` where nothing of the certificate is known.
    pub(super) fn finish(self, place: &impl Fn(u64) -> Location) -> Option<CertificateChain> {
        let whole = self.pem.as_deref().and_then(x509::of_pem);
        let own = match whole {
            Some(whole) => whole,
            None if self.told == Certificate::default() => return None,
            None => self.told,
        };
        let sent: Vec<_> = self.sent.iter().filter_map(|pem| x509::of_pem(pem)).collect();
        let mut chain = CertificateChain::new(own, &sent, place(self.line));
        chain.trusted =
            self.trusted.map(|(trusted, text, line)| Observed::new((trusted, text), place(line)));
        Some(chain)
    }
}

/// The hash in the name of a way to sign: `sha256WithRSAEncryption`, `ECDSA with SHA1`.
pub(super) fn hash(text: &str) -> Option<SignatureHash> {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let text = text.to_ascii_uppercase();
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if holds(&["SHA256", "SHA384", "SHA512", "SHA224", "ED25519", "ED448"]) {
        Some(SignatureHash::Strong)
    } else if holds(&["SHA1", "ECDSAWITHSHA", "DSAWITHSHA"]) {
        Some(SignatureHash::Sha1)
    } else if holds(&["MD5", "MD2", "MD4"]) {
        Some(SignatureHash::Md5)
    } else {
        None
    }
}

/// Kind and bits of a key: `RSA`, `EC`, and a number.
pub(super) fn key(kind: &str, bits: &str) -> Option<(KeyKind, u32)> {
    let kind = match kind.to_ascii_uppercase().as_str() {
        "RSA" | "RSASSA-PSS" => KeyKind::Rsa,
        "EC" | "ECDSA" | "ED25519" | "ED448" => KeyKind::Ec,
        "DSA" => KeyKind::Dsa,
        _ => return None,
    };
    Some((kind, bits.parse().ok()?))
}

/// A day and a time as OpenSSL prints them, `Sep  1 00:00:00 2026 GMT`, or as `2026-09-01 00:00`.
pub(super) fn time(text: &str) -> Option<DateTime> {
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    match words.as_slice() {
        [day, minute] | [day, minute, "GMT" | "UTC"] if minute.len() == 5 => {
            format!("{day}T{minute}:00").parse().ok()
        }
        [month, day, time, year, "GMT"] => {
            let short = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"];
            let all = short.iter().chain(["Nov", "Dec"].iter());
            let month = all.zip(1..).find(|(name, _)| *name == month)?.1;
            format!("{year}-{month:02}-{day:0>2}T{time}").parse().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_told_by_the_names_of_signatures() {
        for (text, wanted) in [
            ("sha256WithRSAEncryption", Some(SignatureHash::Strong)),
            ("ECDSA with SHA-384", Some(SignatureHash::Strong)),
            ("Ed25519", Some(SignatureHash::Strong)),
            ("SHA1 with RSA", Some(SignatureHash::Sha1)),
            ("ecdsa-with-SHA", Some(SignatureHash::Sha1)),
            ("md5WithRSAEncryption", Some(SignatureHash::Md5)),
            ("MD2 with RSA", Some(SignatureHash::Md5)),
            ("GOST R 34.10", None),
            ("", None),
        ] {
            assert_eq!(hash(text), wanted, "{text}");
        }
    }

    #[test]
    fn keys_have_a_kind_and_bits() {
        assert_eq!(key("RSA", "2048"), Some((KeyKind::Rsa, 2048)));
        assert_eq!(key("rsassa-pss", "2048"), Some((KeyKind::Rsa, 2048)));
        assert_eq!(key("ec", "256"), Some((KeyKind::Ec, 256)));
        assert_eq!(key("DSA", "1024"), Some((KeyKind::Dsa, 1024)));
        assert_eq!((key("GOST", "256"), key("RSA", "many")), (None, None));
    }

    #[test]
    fn times_are_read_as_the_programs_write_them() {
        for (text, wanted) in [
            ("Sep  1 00:00:00 2026 GMT", Some("2026-09-01T00:00:00")),
            ("Jan 31 23:59:58 2027 GMT", Some("2027-01-31T23:59:58")),
            ("Dec 15 12:00:00 2026 GMT", Some("2026-12-15T12:00:00")),
            ("2026-09-01 00:30", Some("2026-09-01T00:30:00")),
            ("2026-09-01 00:30 GMT", Some("2026-09-01T00:30:00")),
            ("2026-09-01 00:30:00", None),
            ("2026-09-01 00", None),
            ("2026-09-01 00:30 CET", None),
            ("Sept 1 00:00:00 2026 GMT", None),
            ("Sep 1 00:00:00 2026", None),
            ("", None),
        ] {
            let told = time(text).map(|time| time.to_string());
            assert_eq!(told.as_deref(), wanted, "{text}");
        }
    }
}
