//! X.509 certificates (RFC 5280), as DER and as PEM (RFC 7468).
//!
//! No signature is checked: which certificate signed another is taken from the names in them.

use super::certificate::{Certificate, KeyKind, SignatureHash};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::net::IpAddr;
use x509_cert::der::asn1::{ObjectIdentifier, Uint};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, SubjectAltName};
use x509_cert::name::Name;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::Time;

/// Bytes of one certificate. Real ones have two or three thousand.
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// Characters of a name that are kept.
const MAX_NAME: usize = 200;
/// Names of a certificate that are kept.
const MAX_NAMES: usize = 1_000;
/// What begins a certificate in PEM.
pub(super) const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
/// What ends it.
const END: &str = "-----END CERTIFICATE-----";

/// The certificate of a PEM text, laid out on lines or with blanks in their place; `None` where there
/// is none that can be read.
pub(super) fn of_pem(text: &str) -> Option<Certificate> {
    let (_, rest) = text.split_once(BEGIN)?;
    let (body, _) = rest.split_once(END)?;
    of_base64(body)
}

/// The same from what stands between the two lines.
pub(super) fn of_base64(body: &str) -> Option<Certificate> {
    let body: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    of_der(&BASE64_STANDARD.decode(body).ok()?)
}

/// The certificate that these bytes are.
pub(super) fn of_der(bytes: &[u8]) -> Option<Certificate> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let parsed = x509_cert::Certificate::from_der(bytes).ok()?;
    let tbs = parsed.tbs_certificate();
    let names = match tbs.get_extension::<SubjectAltName>() {
        Ok(Some((_, found))) => Some(names(&found.0)),
        Ok(None) => Some(Vec::new()),
        Err(_) => None,
    };
    let authority = tbs.get_extension::<BasicConstraints>().ok();
    Some(Certificate {
        subject: one_line(tbs.subject()),
        issuer: one_line(tbs.issuer()),
        common_name: common_name(tbs.subject()),
        names,
        not_before: time(tbs.validity().not_before),
        not_after: time(tbs.validity().not_after),
        key: key(tbs.subject_public_key_info()),
        hash: hash(parsed.signature_algorithm()),
        self_signed: Some(tbs.subject() == tbs.issuer()),
        authority: authority.map(|found| found.is_some_and(|(_, basic)| basic.ca)),
        fingerprint: Some(fingerprint(bytes)),
    })
}

fn one_line(name: &Name) -> String {
    name.to_string().chars().take(MAX_NAME).collect()
}

fn common_name(name: &Name) -> Option<String> {
    let found = name.common_name().ok()??;
    let text: String = found.value().chars().take(MAX_NAME).collect();
    (!text.is_empty()).then_some(text)
}

/// Host names and addresses; other kinds of names are none of a server.
fn names(all: &[GeneralName]) -> Vec<String> {
    let texts = all.iter().filter_map(|name| match name {
        GeneralName::DnsName(name) => Some(name.as_str().to_ascii_lowercase()),
        GeneralName::IpAddress(address) => Some(address_of(address.as_bytes())?.to_string()),
        _ => None,
    });
    texts.filter(|name| name.len() <= MAX_NAME).take(MAX_NAMES).collect()
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

fn time(time: Time) -> Option<DateTime> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?))
}

/// Kind and bits. The numbers are those of RFC 3279, 5480 and 8410.
fn key(info: &SubjectPublicKeyInfoOwned) -> Option<(KeyKind, u32)> {
    match info.algorithm.oid.to_string().as_str() {
        // A key of RSA is a sequence of two numbers, the modulus first.
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
            let numbers = Vec::<Uint>::from_der(info.subject_public_key.as_bytes()?).ok()?;
            let modulus = numbers.first()?.as_bytes();
            let unused = modulus.first()?.leading_zeros();
            let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?.checked_sub(unused)?;
            Some((KeyKind::Rsa, bits))
        }
        "1.2.840.10045.2.1" => {
            let curve = info.algorithm.parameters.as_ref()?;
            let curve = curve.decode_as::<ObjectIdentifier>().ok()?;
            Some((KeyKind::Ec, curve_bits(&curve.to_string())?))
        }
        "1.3.101.112" => Some((KeyKind::Ec, 256)),
        "1.3.101.113" => Some((KeyKind::Ec, 456)),
        _ => None,
    }
}

fn curve_bits(curve: &str) -> Option<u32> {
    match curve {
        "1.2.840.10045.3.1.1" => Some(192),
        "1.3.132.0.33" => Some(224),
        "1.2.840.10045.3.1.7" | "1.3.132.0.10" | "1.3.36.3.3.2.8.1.1.7" => Some(256),
        "1.3.132.0.34" | "1.3.36.3.3.2.8.1.1.11" => Some(384),
        "1.3.36.3.3.2.8.1.1.13" => Some(512),
        "1.3.132.0.35" => Some(521),
        _ => None,
    }
}

/// The numbers are those of RFC 3279, 4055, 5758 and 8410.
fn hash(algorithm: &AlgorithmIdentifierOwned) -> Option<SignatureHash> {
    match algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.2" | "1.2.840.113549.1.1.4" => Some(SignatureHash::Md5),
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" | "1.3.14.3.2.29" => {
            Some(SignatureHash::Sha1)
        }
        "1.2.840.113549.1.1.11"
        | "1.2.840.113549.1.1.12"
        | "1.2.840.113549.1.1.13"
        | "1.2.840.113549.1.1.14"
        | "1.2.840.10045.4.3.1"
        | "1.2.840.10045.4.3.2"
        | "1.2.840.10045.4.3.3"
        | "1.2.840.10045.4.3.4"
        | "1.3.101.112"
        | "1.3.101.113" => Some(SignatureHash::Strong),
        // PSS names its hash among the parameters; without one it is SHA-1.
        "1.2.840.113549.1.1.10" => pss_hash(&algorithm.parameters.as_ref()?.to_der().ok()?),
        _ => None,
    }
}

/// The first field of the parameters, if it is there, names the hash: SHA-224, 256, 384 and 512 share
/// all numbers but the last.
fn pss_hash(parameters: &[u8]) -> Option<SignatureHash> {
    const SHA_2: [u8; 10] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    match parameters {
        [0x30, (..0x80), 0xa0, _, 0x30, _, number @ ..] if number.starts_with(&SHA_2) => {
            Some(SignatureHash::Strong)
        }
        [0x30, 0] | [0x30, (..0x80), 0xa1..=0xa3, ..] => Some(SignatureHash::Sha1),
        _ => None,
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
pub(crate) mod tests;
