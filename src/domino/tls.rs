//! Which versions of SSL and TLS the HTTP task of Domino offers, by its release and notes.ini.
//!
//! What a level brought stands in `releases.csv`, under `fixes`: `TLS 1.0` (the interim fixes after
//! POODLE; before them there was SSLv3 alone), `TLS 1.2`, and `no SSLv3`, `TLS 1.0 off` (release 12).
//! The keys are those of the IBM Domino wiki, "TLS 1.2", and of madicon.de, "notes.ini parameters".
//!
//! | version | offered | not offered |
//! | --- | --- | --- |
//! | SSLv3 | below 12.0, unless `DISABLE_SSLV3=1` | from 12.0 on; with the key, once the level has TLS |
//! | TLS 1.0 | from its fix to 11.x; from 12.0 on with `SSL_ENABLE_TLS_10=1` | before; with `SSL_DISABLE_TLS_10=1` from 9.0.1 FP3 IF2 on; from 12.0 on |
//! | TLS 1.2 | from 9.0.1 FP3 IF2 on | before |
//! | others | not documented: unknown | |
//!
//! With `HTTPIHSEnabled=1` IBM HTTP Server answers outside, so nothing of this holds. What a proxy
//! in front offers is never told by these.

use crate::catalog::releases::{KnownRelease, Releases};
use crate::catalog::version::{Level, LevelKind, Product, Version};
use crate::evidence::{Confidence, Fact, TlsVersion};
use std::cmp::Ordering;

/// Refuses SSLv3.
pub const DISABLE_SSLV3: &str = "DISABLE_SSLV3";
/// Refuses TLS 1.0, up to 11.x.
pub const DISABLE_TLS_10: &str = "SSL_DISABLE_TLS_10";
/// Takes TLS 1.0 again, from 12.0 on.
pub const ENABLE_TLS_10: &str = "SSL_ENABLE_TLS_10";
/// Said to refuse TLS 1.2; nothing shows that it exists.
pub const DISABLE_TLS_12: &str = "SSL_DISABLE_TLS_12";
/// Puts IBM HTTP Server in front.
pub const IHS: &str = "HTTPIHSEnabled";

/// Word of `releases.csv` for the first levels that have TLS at all.
const TLS_10: &str = "TLS 1.0";
/// Word for the first level with TLS 1.2.
const TLS_12: &str = "TLS 1.2";
/// Word for the first release without SSLv3.
const NO_SSL_3: &str = "no SSLv3";
/// Word for the first release with TLS 1.0 off.
const TLS_10_OFF: &str = "TLS 1.0 off";

/// The last major release of which it is told that SSLv3 is on by default.
const LAST_TOLD: u32 = 9;

/// What decides what the HTTP task offers.
#[derive(Debug, Clone)]
pub struct Listener<'l> {
    /// The release, and how sure it is that the server runs it.
    pub release: Option<(&'l Version, Confidence)>,
    /// [`DISABLE_SSLV3`].
    pub disable_ssl_3: Fact<String>,
    /// [`DISABLE_TLS_10`].
    pub disable_tls_10: Fact<String>,
    /// [`ENABLE_TLS_10`].
    pub enable_tls_10: Fact<String>,
    /// [`DISABLE_TLS_12`].
    pub disable_tls_12: Fact<String>,
    /// [`IHS`].
    pub ihs: Fact<String>,
    /// How sure it is that a key is not set which is not there.
    pub absence: Confidence,
}

impl Listener<'_> {
    fn key(&self, fact: &Fact<String>) -> Key {
        match fact {
            Fact::Known(found) => match found.value.trim_ascii() {
                "1" => Key::On(found.confidence),
                "" | "0" => Key::Off(found.confidence),
                _ => Key::Unclear,
            },
            Fact::Absent(_) => Key::Off(self.absence),
            Fact::Unknown(..) => Key::Unclear,
        }
    }
}

/// Whether a protocol version is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It can't be told.
    Unknown,
}

/// What is to be said of a protocol version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is offered.
    pub offer: Offer,
    /// The row of the rule that decided: the code of a text.
    pub reason: &'static str,
    /// How sure; low where it can't be told.
    pub confidence: Confidence,
    /// The keys of notes.ini that it rests on.
    pub keys: Vec<&'static str>,
}

impl Standing {
    fn new(offer: Offer, reason: &'static str, confidence: Confidence) -> Self {
        Self { offer, reason, confidence, keys: Vec::new() }
    }

    fn unknown(reason: &'static str) -> Self {
        Self::new(Offer::Unknown, reason, Confidence::Low)
    }

    fn by(mut self, key: &'static str) -> Self {
        self.keys.push(key);
        self
    }
}

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// `1`.
    On(Confidence),
    /// Not set, empty, or `0`.
    Off(Confidence),
    /// Something else, or not known.
    Unclear,
}

/// Whether a level holds what some level brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Has {
    Yes(Confidence),
    No(Confidence),
    Unclear,
}

/// What is to be said of a protocol version at a listener.
#[must_use]
pub fn standing(asked: TlsVersion, listener: &Listener<'_>, releases: &Releases) -> Standing {
    let Some((release, worth)) = listener.release else {
        return Standing::unknown("no-release");
    };
    let ihs = listener.key(&listener.ihs);
    if let Key::On(_) = ihs {
        return Standing::unknown("ihs").by(IHS);
    }
    let levels = Levels { release, releases };
    let found = match asked {
        TlsVersion::Ssl3 => ssl_3(listener, levels),
        TlsVersion::Tls10 => tls_10(listener, levels),
        TlsVersion::Tls12 => tls_12(listener, levels),
        TlsVersion::Ssl2 | TlsVersion::Tls11 | TlsVersion::Tls13 => {
            Standing::unknown("not-documented")
        }
    };
    let found = Standing { confidence: found.confidence.and(worth), ..found };
    // Documented from 9.0 on for Windows; no page of 12.0 names it.
    let named = !matches!(levels.have(NO_SSL_3), Has::Yes(_)) || may_stand(&listener.ihs);
    let maybe_in_front = ihs == Key::Unclear && named;
    behind(found, maybe_in_front, asked)
}

/// Where another program may stand in front, what is safe can't be told, and what is not is less sure.
fn behind(found: Standing, maybe: bool, asked: TlsVersion) -> Standing {
    let wanted = if asked == TlsVersion::Tls12 { Offer::Yes } else { Offer::No };
    if !maybe || found.offer == Offer::Unknown {
        return found;
    }
    if found.offer == wanted {
        return Standing::unknown("ihs-unclear").by(IHS);
    }
    Standing { confidence: found.confidence.and(Confidence::Medium), ..found }
}

fn ssl_3(listener: &Listener<'_>, levels: Levels<'_>) -> Standing {
    let disabled = listener.key(&listener.disable_ssl_3);
    match (levels.have(NO_SSL_3), disabled) {
        (Has::Yes(sure), _) => return Standing::new(Offer::No, "gone", sure),
        (Has::Unclear, _) => return Standing::unknown("release-unclear"),
        (Has::No(_), Key::Unclear) => {
            return Standing::unknown("key-unclear").by(DISABLE_SSLV3);
        }
        (Has::No(_), _) => {}
    }
    let found = match (levels.have(TLS_10), disabled) {
        (Has::Yes(_), Key::On(sure)) => {
            // The key is named beside the level that brought TLS 1.2, as one that was there before.
            let documented = matches!(levels.have(TLS_12), Has::Yes(_));
            let rule = if documented { Confidence::High } else { Confidence::Medium };
            Standing::new(Offer::No, "disabled", sure.and(rule))
        }
        (Has::No(_), Key::On(_)) => Standing::unknown("key-before-tls"),
        (Has::Unclear, Key::On(_)) => Standing::unknown("level-unclear"),
        (Has::No(sure), Key::Off(_)) => Standing::new(Offer::Yes, "only", sure),
        // Of 9.0.1 it is told; that 10 and 11 are the same is concluded.
        (Has::Yes(_), Key::Off(sure)) if levels.release.numbers.part(0) > LAST_TOLD => {
            Standing::new(Offer::Yes, "on", sure.and(Confidence::Medium))
        }
        // Where the level is open: it offers SSLv3, beside TLS or alone.
        (_, Key::Off(sure)) => Standing::new(Offer::Yes, "on", sure),
        (_, Key::Unclear) => Standing::unknown("key-unclear"),
    };
    found.by(DISABLE_SSLV3)
}

fn tls_10(listener: &Listener<'_>, levels: Levels<'_>) -> Standing {
    match (levels.have(TLS_10_OFF), listener.key(&listener.enable_tls_10)) {
        (Has::Yes(_), Key::Unclear) => return Standing::unknown("key-unclear").by(ENABLE_TLS_10),
        (Has::Yes(_), Key::On(sure)) => {
            let sure = sure.and(Confidence::Medium);
            return Standing::new(Offer::Yes, "on", sure).by(ENABLE_TLS_10);
        }
        (Has::Yes(sure), Key::Off(key)) => {
            return Standing::new(Offer::No, "off", sure.and(key)).by(ENABLE_TLS_10);
        }
        (Has::Unclear, _) => return Standing::unknown("release-unclear"),
        (Has::No(_), _) => {}
    }
    let knows_key = levels.have(TLS_12);
    match (levels.have(TLS_10), listener.key(&listener.disable_tls_10), knows_key) {
        (Has::No(sure), ..) => Standing::new(Offer::No, "level-too-old", sure),
        (Has::Unclear, ..) => Standing::unknown("level-unclear"),
        (Has::Yes(sure), Key::Off(key), _) => {
            Standing::new(Offer::Yes, "on", sure.and(key)).by(DISABLE_TLS_10)
        }
        (Has::Yes(_), Key::On(sure), Has::Yes(_)) => {
            Standing::new(Offer::No, "disabled", sure).by(DISABLE_TLS_10)
        }
        _ => Standing::unknown("key-unclear").by(DISABLE_TLS_10),
    }
}

fn tls_12(listener: &Listener<'_>, levels: Levels<'_>) -> Standing {
    match levels.have(TLS_12) {
        Has::No(sure) => Standing::new(Offer::No, "level-too-old", sure),
        Has::Unclear => Standing::unknown("level-unclear"),
        Has::Yes(_) if may_stand(&listener.disable_tls_12) => {
            Standing::unknown("key-undocumented").by(DISABLE_TLS_12)
        }
        Has::Yes(sure) => Standing::new(Offer::Yes, "level-reached", sure),
    }
}

/// Whether a key is there with a value that means something.
fn may_stand(fact: &Fact<String>) -> bool {
    match fact {
        Fact::Known(found) => !matches!(found.value.trim_ascii(), "" | "0"),
        Fact::Absent(_) => false,
        Fact::Unknown(_, evidence) => evidence.iter().any(|piece| piece.excerpt.is_some()),
    }
}

/// A release beside the levels that are known.
#[derive(Clone, Copy)]
struct Levels<'l> {
    release: &'l Version,
    releases: &'l Releases,
}

impl Levels<'_> {
    /// Whether the release holds what some levels brought, each for its line. Fix packs hold what
    /// came before them, and later releases hold all; a release without such a level never got it.
    fn have(self, what: &str) -> Has {
        let (own, number) = (self.release, self.release.numbers.release());
        let levels: Vec<_> = self.releases.bringing(Product::Domino, what).collect();
        let Some(last) = levels.iter().map(|level| level.release.release()).max() else {
            return Has::Unclear;
        };
        if own.is_prerelease() {
            return Has::Unclear;
        }
        let of_line = levels.iter().find(|level| level.release.release() == number);
        match of_line {
            Some(level) => at_level(own, level),
            None if number > last => Has::Yes(Confidence::High),
            None => Has::No(Confidence::High),
        }
    }
}

/// The same within one release. Interim fixes and hotfixes are different counters, and the numbers of
/// some interim fixes are not confirmed: there the date of the release tells, if it stands there.
fn at_level(own: &Version, level: &KnownRelease) -> Has {
    let named = level.version();
    let base = |version: &Version| version.level(LevelKind::FixPack).unwrap_or(0);
    match (own.compare(&named), level.code.ceiling()) {
        (Some(Ordering::Less), _) if base(own) < base(&named) => Has::No(Confidence::High),
        // No fix at all stands on top of the fix pack.
        (Some(Ordering::Less), _) if !own.levels.iter().any(is_fix) => Has::No(Confidence::High),
        (Some(Ordering::Less), Some(sure)) => Has::No(sure),
        (Some(Ordering::Equal | Ordering::Greater), Some(sure)) => Has::Yes(sure),
        // A later fix pack holds the fix, whatever its number was.
        (Some(Ordering::Greater), None) if base(own) > base(&named) => Has::Yes(Confidence::Medium),
        _ => by_date(own, level),
    }
}

fn by_date(own: &Version, level: &KnownRelease) -> Has {
    match own.date.zip(level.date) {
        Some((own, came)) if own < came.first => Has::No(Confidence::Medium),
        Some((own, came)) if own > came.last => Has::Yes(Confidence::Medium),
        _ => Has::Unclear,
    }
}

fn is_fix(level: &Level) -> bool {
    matches!(level.kind, LevelKind::HotFix | LevelKind::InterimFix)
}

#[cfg(test)]
mod tests;
