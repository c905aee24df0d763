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
