//! What is said of one certificate and of those that signed it.

use super::super::Judgement;
use super::shown::Shown;
use crate::domino::hosts;
use crate::evidence::{Confidence, Evidence, Role, Severity, Status};
use crate::formats::{Certificate, KeyKind, SignatureHash};
use crate::inventory::Server;
use jiff::civil::{Date, DateTime};

/// Days before its end at which that is told.
const SOON: i32 = 30;
/// Bits below which a key is weak.
const RSA_BITS: u32 = 2048;
const EC_BITS: u32 = 224;

/// All that is to be said; where nothing speaks against it, that it is good.
pub(super) fn judge(shown: &Shown<'_>, server: &Server) -> Vec<Judgement> {
    let day = server.as_of;
    let parts = [
        ("names", names(shown)),
        ("validity", validity(shown, day)),
        ("chain", issuer(shown, day)),
        ("key", key(shown)),
        ("signature", signature(shown)),
    ];
    let mut judgements: Vec<_> = parts
        .into_iter()
        .filter_map(|(part, judgement)| Some((part, judgement?)))
        .map(|(part, judgement)| finish(judgement, shown, part))
        .collect();
    let open = |one: &Judgement| one.severity != Some(Severity::Info);
    if !judgements.iter().any(open) {
        judgements.push(finish(Judgement::pass("good", shown.sure), shown, ""));
    }
    judgements
}

fn finish(judgement: Judgement, shown: &Shown<'_>, part: &str) -> Judgement {
    let own = &shown.chain.own;
    let date = |time: Option<DateTime>| time.map_or("?".to_owned(), |time| time.date().to_string());
    let key = own.key.map(|(kind, bits)| format!("{} {bits}", kind.word()));
    let confidence = match judgement.status {
        Status::Fail | Status::Pass => judgement.confidence.and(shown.sure),
        _ => judgement.confidence,
    };
    let judgement = Judgement { confidence, ..judgement };
    let subject = format!("{} {part}", shown.subject);
    let mut evidence = vec![shown.evidence(Role::Observed)];
    // What is said of the chain stands elsewhere than the certificate, and so does a signer.
    evidence.extend(shown.chain.trusted.as_ref().filter(|_| part == "chain").map(|trusted| {
        Evidence::new(Role::Observed, trusted.location.clone(), trusted.value.1.clone())
    }));
    judgement
        .about(subject.trim_end())
        .arg("name", if own.name().is_empty() { &shown.subject } else { own.name() })
        .arg("from", date(own.not_before))
        .arg("until", date(own.not_after))
        .arg("key", key.unwrap_or_else(|| "?".to_owned()))
        .arg("issuer", if own.issuer.is_empty() { "?" } else { &own.issuer })
        .shown_by(evidence)
}

fn unclear(field: &'static str) -> Option<Judgement> {
    Some(Judgement::unknown("fields-unclear").arg("field", field))
}

/// Whether it is for the name that a scan asked for.
fn names(shown: &Shown<'_>) -> Option<Judgement> {
    let own = &shown.chain.own;
    let Some(names) = &own.names else { return unclear("subjectAltName") };
    let asked = shown.asked.as_deref()?;
    if shown.is_for(asked) {
        return None;
    }
    let common = own.common_name.as_deref().is_some_and(|name| hosts::covers(name, asked));
    let judgement = match names.is_empty() && common {
        true => Judgement::unknown("only-common-name"),
        false => Judgement::fail("name-missing", Confidence::High),
    };
    let mut told: Vec<_> = names.iter().take(5).map(String::as_str).collect();
    if told.is_empty() {
        told.extend(own.common_name.as_deref());
    }
    Some(judgement.arg("host", asked).arg("names", told.join(", ")))
}

fn validity(shown: &Shown<'_>, day: Date) -> Option<Judgement> {
    let own = &shown.chain.own;
    let (Some(from), Some(until)) = (own.not_before, own.not_after) else {
        return unclear("validity");
    };
    if from.date() > day {
        return Some(Judgement::fail("not-yet-valid", Confidence::High));
    }
    if until.date() < day {
        // It may have been renewed since, where the scan was made before.
        let since = shown.day.is_some_and(|scan| scan > until.date());
        let sure = if since { Confidence::High } else { Confidence::Medium };
        return Some(Judgement::fail("expired", sure));
    }
    let left = until.date().since(day).map_or(i32::MAX, |span| span.get_days());
    (left <= SOON).then(|| Judgement::info("expires-soon").arg("days", left))
}

/// Whether it leads to an issuer that devices trust, as far as that is told.
fn issuer(shown: &Shown<'_>, day: Date) -> Option<Judgement> {
    let chain = shown.chain;
    if chain.own.self_signed == Some(true) {
        return Some(Judgement::fail("self-signed", Confidence::Medium));
    }
    if let Some(signer) = signers(shown).find(|one| ends_before(one, day)) {
        let judgement = Judgement::fail("signer-expired", Confidence::Medium);
        return Some(judgement.arg("signer", signer.name()));
    }
    let told = chain.trusted.as_ref().map(|told| told.value.0);
    let low = |outcome| Some(Judgement::unknown(outcome).severity(Severity::Low));
    match told {
        Some(Some(true)) => None,
        // What a scan says of one that is not valid is that.
        Some(Some(false)) if ends_before(&chain.own, day) => None,
        Some(Some(false)) => Some(Judgement::unknown("untrusted")),
        Some(None) => low("chain-unclear"),
        None if shown.scanned => low("chain-unclear"),
        None if chain.signers.is_empty() => low("chain-incomplete"),
        None => None,
    }
}

fn ends_before(certificate: &Certificate, day: Date) -> bool {
    certificate.not_after.is_some_and(|until| until.date() < day)
}

/// Those that signed it, without the root: devices have their own copy of that.
fn signers<'s>(shown: &Shown<'s>) -> impl Iterator<Item = &'s Certificate> {
    shown.chain.signers.iter().filter(|signer| signer.self_signed != Some(true))
}

fn key(shown: &Shown<'_>) -> Option<Judgement> {
    let weak = |(kind, bits): (KeyKind, u32)| match kind {
        KeyKind::Rsa => bits < RSA_BITS,
        KeyKind::Ec => bits < EC_BITS,
        KeyKind::Dsa => true,
    };
    match shown.chain.own.key {
        Some(key) => weak(key).then(|| Judgement::fail("weak-key", Confidence::High)),
        None => unclear("key"),
    }
}

/// The signature of one that signed itself protects nothing.
fn signature(shown: &Shown<'_>) -> Option<Judgement> {
    let own = Some(&shown.chain.own).filter(|own| own.self_signed != Some(true));
    let all = || own.into_iter().chain(signers(shown));
    let weak =
        |one: &&Certificate| matches!(one.hash, Some(SignatureHash::Md5 | SignatureHash::Sha1));
    if let Some(weak) = all().find(weak) {
        let hash = if weak.hash == Some(SignatureHash::Md5) { "MD5" } else { "SHA-1" };
        let judgement = Judgement::fail("weak-signature", Confidence::High);
        return Some(judgement.arg("signer", weak.name()).arg("hash", hash));
    }
    if all().any(|one| one.hash.is_none()) { unclear("signature") } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{InputPath, Location};
    use crate::formats::CertificateChain;
    use jiff::civil::date;

    const DAY: Date = date(2026, 11, 24);

    /// A certificate that is good on that day.
    fn own() -> Certificate {
        Certificate {
            subject: "CN=mail.example.com".to_owned(),
            names: Some(vec!["mail.example.com".to_owned()]),
            not_before: Some(date(2026, 1, 1).at(0, 0, 0, 0)),
            not_after: Some(date(2027, 6, 1).at(0, 0, 0, 0)),
            key: Some((KeyKind::Rsa, RSA_BITS)),
            hash: Some(SignatureHash::Strong),
            self_signed: Some(false),
            ..Certificate::default()
        }
    }

    /// What one of the parts says of a certificate that was scanned on a day, with those that signed it.
    fn told(
        own: Certificate,
        signers: &[Certificate],
        part: impl Fn(&Shown<'_>) -> Option<Judgement>,
    ) -> Option<String> {
        let location = Location::input(&InputPath::named("scan.json"));
        let chain = CertificateChain { own, signers: signers.to_vec(), trusted: None, location };
        let shown = Shown {
            chain: &chain,
            subject: "mail.example.com:443".to_owned(),
            asked: Some("mail.example.com".to_owned()),
            day: Some(date(2026, 11, 20)),
            scanned: true,
            sure: Confidence::High,
        };
        part(&shown).map(|one| format!("{} {}", one.outcome, one.confidence.word()))
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let of = |from: Date, until: Date| {
            let (from, until) = (from.at(23, 0, 0, 0), until.at(1, 0, 0, 0));
            let own = Certificate { not_before: Some(from), not_after: Some(until), ..own() };
            told(own, &[], |shown| validity(shown, DAY))
        };
        let far = date(2027, 6, 1);
        assert_eq!(of(DAY, far), None);
        assert_eq!(of(date(2026, 11, 25), far).as_deref(), Some("not-yet-valid high"));
        let from = date(2026, 1, 1);
        assert_eq!(of(from, DAY).as_deref(), Some("expires-soon low"));
        assert_eq!(of(from, date(2026, 12, 24)).as_deref(), Some("expires-soon low"));
        assert_eq!(of(from, date(2026, 12, 25)), None);
        // Shown by a scan after its end it is in use still; one on its last day may have been renewed.
        assert_eq!(of(from, date(2026, 11, 19)).as_deref(), Some("expired high"));
        assert_eq!(of(from, date(2026, 11, 20)).as_deref(), Some("expired medium"));
        assert_eq!(of(from, date(2026, 11, 23)).as_deref(), Some("expired medium"));
    }

    #[test]
    fn those_that_signed_it_count_without_the_root() {
        let until = |day: Date, root: bool| Certificate {
            not_after: Some(day.at(0, 0, 0, 0)),
            hash: Some(SignatureHash::Sha1),
            self_signed: Some(root),
            ..own()
        };
        let of = |signer: Certificate| {
            let chain = told(own(), std::slice::from_ref(&signer), |shown| issuer(shown, DAY));
            (chain, told(own(), &[signer], signature))
        };
        let said = |chain: &str, signature: Option<&str>| {
            (Some(chain.to_owned()), signature.map(str::to_owned))
        };
        let weak = Some("weak-signature high");
        assert_eq!(of(until(date(2026, 11, 23), false)), said("signer-expired medium", weak));
        assert_eq!(of(until(DAY, false)), said("chain-unclear low", weak));
        assert_eq!(of(until(date(2026, 11, 23), true)), said("chain-unclear low", None));
    }

    #[test]
    fn a_key_is_weak_below_its_bits() {
        for (kind, bits, wanted) in [
            (KeyKind::Rsa, 2048, None),
            (KeyKind::Rsa, 2047, Some("weak-key high")),
            (KeyKind::Ec, 224, None),
            (KeyKind::Ec, 223, Some("weak-key high")),
            (KeyKind::Dsa, 4096, Some("weak-key high")),
        ] {
            let own = Certificate { key: Some((kind, bits)), ..own() };
            assert_eq!(told(own, &[], key).as_deref(), wanted, "{bits}");
        }
    }

    #[test]
    fn the_hash_of_a_weak_signature_is_named() {
        for (hash, wanted) in [(SignatureHash::Md5, "MD5"), (SignatureHash::Sha1, "SHA-1")] {
            let own = Certificate { hash: Some(hash), ..own() };
            let named = |shown: &Shown<'_>| {
                assert_eq!(signature(shown).unwrap().args["hash"], wanted);
                None
            };
            assert_eq!(told(own, &[], named), None);
        }
    }

    #[test]
    fn the_common_name_counts_only_where_there_are_no_others() {
        let of = |names: &[&str], common: &str| {
            let names = Some(names.iter().map(|name| (*name).to_owned()).collect());
            let own = own();
            told(
                Certificate { names, common_name: Some(common.to_owned()), ..own },
                &[],
                self::names,
            )
        };
        let host = "mail.example.com";
        assert_eq!(of(&[host], "x"), None);
        assert_eq!(of(&[], host).as_deref(), Some("only-common-name low"));
        assert_eq!(of(&[], "x").as_deref(), Some("name-missing high"));
        assert_eq!(of(&["x.example.com"], host).as_deref(), Some("name-missing high"));
    }
}
