//! A certificate as X.509 has it, or as a program tells it that scanned a listener.

use crate::evidence::{Location, Observed};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The kind of a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// RSA.
    Rsa,
    /// Elliptic curves, Ed25519 and Ed448 among them.
    Ec,
    /// DSA.
    Dsa,
}

impl KeyKind {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Dsa => "DSA",
        }
    }
}

/// The hash under the signature of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureHash {
    /// MD2 or MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-2, or that of Ed25519 and Ed448.
    Strong,
}

/// A certificate. What is not told, or could not be read, is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Whom it is for, as a name in one line.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// The common name of the subject.
    pub common_name: Option<String>,
    /// Host names and addresses for which it is (`subjectAltName`), in lower case; empty where it has
    /// none.
    pub names: Option<Vec<String>>,
    /// From when it is valid, in UTC.
    pub not_before: Option<DateTime>,
    /// Until when it is valid, in UTC.
    pub not_after: Option<DateTime>,
    /// Kind and bits of its key.
    pub key: Option<(KeyKind, u32)>,
    /// The hash under its signature.
    pub hash: Option<SignatureHash>,
    /// Whether it signed itself, as its two names tell.
    pub self_signed: Option<bool>,
    /// Whether it may sign others; `None` where nothing tells.
    pub authority: Option<bool>,
    /// SHA-256 of it, hexadecimal in upper case.
    pub fingerprint: Option<String>,
}

impl Certificate {
    /// What it is called in reports: its first name, else its subject.
    #[must_use]
    pub fn name(&self) -> &str {
        let first = self.names.iter().flatten().next();
        first.or(self.common_name.as_ref()).unwrap_or(&self.subject)
    }
}

/// A certificate of a server, and those that stand with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateChain {
    /// The server's own.
    pub own: Certificate,
    /// Those that signed it, from the nearest on, as far as they are here.
    pub signers: Vec<Certificate>,
    /// Whether the program that scanned came to an issuer that it trusts, and what it said of that.
    pub trusted: Option<Observed<(Option<bool>, String)>>,
    /// Where the server's own stands.
    pub location: Location,
}

impl CertificateChain {
    /// A chain of the certificates that came with one, in whatever order: each next is the one that
    /// signed the last, by the names in them.
    #[must_use]
    pub fn new(own: Certificate, others: &[Certificate], location: Location) -> Self {
        let mut chain = Self { own, signers: Vec::new(), trusted: None, location };
        while chain.signers.len() < MAX_SIGNERS {
            let last = chain.last();
            let next = others.iter().find(|other| {
                last.self_signed != Some(true)
                    && !last.issuer.is_empty()
                    && other.subject == last.issuer
            });
            match next {
                Some(next) => chain.signers.push(next.clone()),
                None => break,
            }
        }
        chain
    }

    /// The last that is here.
    #[must_use]
    pub fn last(&self) -> &Certificate {
        self.signers.last().unwrap_or(&self.own)
    }
}

/// Certificates of a chain that are looked at. None in use has so many.
const MAX_SIGNERS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;

    fn certificate(subject: &str, issuer: &str) -> Certificate {
        let (subject, issuer) = (subject.to_owned(), issuer.to_owned());
        Certificate { subject, issuer, ..Certificate::default() }
    }

    #[test]
    fn a_chain_goes_on_by_names_and_comes_to_an_end() {
        let signers = |own: &Certificate, others: &[Certificate]| {
            let place = Location::input(&InputPath::named("x"));
            let chain = CertificateChain::new(own.clone(), others, place);
            chain.signers.iter().map(|signer| signer.subject.clone()).collect::<Vec<_>>()
        };
        let (own, ca) = (certificate("A", "B"), certificate("B", "C"));
        assert_eq!(signers(&own, &[own.clone(), ca.clone()]), ["B"]);
        assert_eq!(signers(&own, &[certificate("C", "D"), ca]), ["B", "C"]);
        let root = Certificate { self_signed: Some(true), ..certificate("A", "A") };
        assert_eq!(signers(&root, std::slice::from_ref(&root)), [""; 0]);
        let nameless = certificate("", "");
        assert_eq!(signers(&nameless, std::slice::from_ref(&nameless)), [""; 0]);
        let ring = [own.clone(), certificate("B", "A")];
        assert_eq!(signers(&own, &ring).len(), MAX_SIGNERS);
    }

    #[test]
    fn it_is_called_by_its_first_name_else_its_common_name_else_its_subject() {
        let mut found = certificate("CN=a.example.com,O=Acme", "");
        assert_eq!(found.name(), "CN=a.example.com,O=Acme");
        found.common_name = Some("a.example.com".to_owned());
        assert_eq!(found.name(), "a.example.com");
        found.names = Some(vec!["b.example.com".to_owned(), "c.example.com".to_owned()]);
        assert_eq!(found.name(), "b.example.com");
    }
}
