//! Cipher suites as the programs tell them.

use super::MAX_TEXT;
use crate::evidence::{Location, TlsVersion};
use crate::formats::ScanCipher;
use std::collections::BTreeMap;

/// A cipher suite that was found offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ToldCipher {
    /// The version with which it is offered; `None` where the program tells none.
    pub(super) version: Option<TlsVersion>,
    /// Its number, its name or its class, see [`ScanCipher`].
    pub(super) code: String,
    pub(super) text: String,
    pub(super) line: u64,
}

impl ToldCipher {
    pub(super) fn new(version: Option<TlsVersion>, code: String, text: &str, line: u64) -> Self {
        Self { version, code, text: text.chars().take(MAX_TEXT).collect(), line }
    }

    pub(super) fn finish(self, place: &impl Fn(u64) -> Location) -> ScanCipher {
        ScanCipher { code: self.code, text: self.text, location: place(self.line) }
    }

    fn is_class(&self) -> bool {
        self.code.starts_with(CLASS)
    }
}

/// What stands before the name of a class.
pub(super) const CLASS: &str = "class:";

/// Whether these are all that are offered: each version that is offered has some, and it is known of
/// each version from SSL 3.0 on whether it is offered.
pub(super) fn are_whole(
    answers: &BTreeMap<TlsVersion, (Option<bool>, String, u64)>,
    ciphers: &[ToldCipher],
) -> bool {
    let suites = || ciphers.iter().filter(|cipher| !cipher.is_class());
    let of_all = suites().any(|cipher| cipher.version.is_none());
    let has = |version| of_all || suites().any(|cipher| cipher.version == Some(version));
    let told = |version: &TlsVersion| match answers.get(version).map(|(offered, ..)| *offered) {
        Some(Some(true)) => has(*version),
        Some(Some(false)) => true,
        // Programs that do not know SSL 2.0 or TLS 1.3 pass them over in silence.
        None => matches!(version, TlsVersion::Ssl2 | TlsVersion::Tls13),
        Some(None) => *version == TlsVersion::Ssl2,
    };
    suites().next().is_some() && TlsVersion::ALL.iter().all(told)
}

/// `c030` or `0xC030` as four digits in upper case; numbers of SSL 2.0 have six.
pub(super) fn code(hex: &str) -> Option<String> {
    let hex = hex.strip_prefix("0x").or(hex.strip_prefix("0X")).unwrap_or(hex);
    let sound = (1..=6).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| format!("{:0>4}", hex.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use TlsVersion::{Ssl2, Ssl3, Tls10, Tls11, Tls12, Tls13};

    #[test]
    fn numbers_of_suites_have_four_digits_or_more() {
        for (hex, wanted) in [
            ("0xc030", Some("C030")),
            ("0XC030", Some("C030")),
            ("2f", Some("002F")),
            ("010080", Some("010080")),
            ("0100801", None),
            ("", None),
            ("0x", None),
            ("c03g", None),
        ] {
            assert_eq!(code(hex).as_deref(), wanted, "{hex}");
        }
    }

    #[test]
    fn suites_are_all_where_each_version_was_answered() {
        let old = [Some(false); 3];
        let suite = |version| ToldCipher::new(version, "C030".to_owned(), "", 1);
        let class = ToldCipher::new(None, format!("{CLASS}NULL"), "", 1);
        // Whether SSL 3.0, TLS 1.0 and 1.1 are offered; TLS 1.2 is.
        let whole = |others: [Option<bool>; 3],
                     more: &[(TlsVersion, Option<bool>)],
                     suites: &[ToldCipher]| {
            let known = [Ssl3, Tls10, Tls11].into_iter().zip(others).chain([(Tls12, Some(true))]);
            let all = known.chain(more.iter().copied());
            are_whole(
                &all.map(|(version, offered)| (version, (offered, String::new(), 1))).collect(),
                suites,
            )
        };
        assert!(whole(old, &[], &[suite(Some(Tls12))]));
        assert!(whole(old, &[], &[suite(None)]));
        assert!(whole(old, &[(Ssl2, None)], &[suite(None)]));
        assert!(whole([Some(true); 3], &[], &[suite(None)]));
        assert!(!whole([Some(true); 3], &[], &[suite(Some(Tls12))]));
        assert!(!whole(old, &[], &[]));
        assert!(!whole(old, &[], std::slice::from_ref(&class)));
        assert!(!whole(old, &[], &[class, suite(Some(Tls11))]));
        assert!(!whole([Some(false), None, Some(false)], &[], &[suite(None)]));
        assert!(!whole(old, &[(Tls13, None)], &[suite(None)]));
        assert!(!whole(old, &[(Tls13, Some(true))], &[suite(Some(Tls12))]));
        assert!(!are_whole(&BTreeMap::new(), &[suite(None)]));
    }
}
