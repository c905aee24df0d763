//! Which devices can connect: what they speak by the two tables of the page of Citrix, and what is
//! offered to them.
//!
//! The tables have one column for TLS, and a server may offer its newest version alone. So "connects"
//! needs one version that both sides are documented to have; a version whose use nobody confirmed leaves
//! it open.

use crate::catalog::SystemGroup;
use crate::evidence::{Confidence, TlsVersion};
use std::collections::BTreeMap;

/// The policy "Connection security level".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// TLS alone: the default.
    Tls,
    /// SSLv3 too.
    Sslv3AndTls,
}

/// What is offered: versions with whether they are, and how sure that is. What is not here is not known.
pub type Offered = BTreeMap<TlsVersion, (bool, Confidence)>;

/// Why it can't be told whether devices connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// What is offered is not known.
    Server,
    /// What is offered is known; whether the device speaks it is not documented.
    Device,
}

impl Reason {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Device => "device",
        }
    }
}

/// Whether devices can connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// With this version at least: the newest of which it is known.
    Connects(TlsVersion),
    /// Nothing that they speak is offered.
    Cannot,
    /// It can't be told.
    Unknown(Reason),
}

/// A cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Whether they connect.
    pub verdict: Verdict,
    /// How sure.
    pub confidence: Confidence,
}

/// What a device does with a version: whether it speaks it, and how sure that is; `None` where that is
/// not known.
type Speaks = Option<(bool, Confidence)>;

/// Whether devices of a group connect; the level is `None` where the policy is not known.
#[must_use]
pub fn cell(group: &SystemGroup, level: Option<Level>, offered: &Offered) -> Cell {
    let all = TlsVersion::ALL.into_iter().rev();
    let pairs: Vec<_> = all
        .map(|version| (version, speaks(group, level, version), offered.get(&version).copied()))
        .collect();
    let connects = pairs.iter().find_map(|(version, device, server)| match (device, server) {
        (Some((true, device)), Some((true, server))) => Some((*version, device.and(*server))),
        _ => None,
    });
    if let Some((version, confidence)) = connects {
        return Cell { verdict: Verdict::Connects(version), confidence };
    }
    let shut: Option<Confidence> = pairs
        .iter()
        .map(|(_, device, server)| match (device, server) {
            // The surer one of two that say no.
            (Some((false, device)), Some((false, server))) => Some(*device.max(server)),
            (Some((false, sure)), _) | (_, Some((false, sure))) => Some(*sure),
            _ => None,
        })
        .try_fold(Confidence::High, |sure, own| Some(sure.and(own?)));
    if let Some(confidence) = shut {
        return Cell { verdict: Verdict::Cannot, confidence };
    }
    let device = pairs
        .iter()
        .any(|(_, device, server)| device.is_none() && matches!(server, Some((true, _))));
    let reason = if device { Reason::Device } else { Reason::Server };
    Cell { verdict: Verdict::Unknown(reason), confidence: Confidence::Low }
}

fn speaks(group: &SystemGroup, level: Option<Level>, version: TlsVersion) -> Speaks {
    match version {
        // No table has it.
        TlsVersion::Ssl2 => Some((false, Confidence::High)),
        TlsVersion::Ssl3 => {
            let with = group.with_sslv3;
            let with = with.code.ceiling().map(|sure| (with.speaks, sure));
            match level {
                Some(Level::Tls) => Some((false, Confidence::High)),
                Some(Level::Sslv3AndTls) => with,
                // With neither value they do.
                None => with.filter(|(speaks, _)| !speaks),
            }
        }
        tls => {
            let told = group.speaks(tls)?;
            told.code.ceiling().map(|sure| (told.speaks, sure))
        }
    }
}

/// The groups to which the level "SSLv3 and TLS" gives anything: those that speak SSLv3 then, or may.
pub fn helped_by_sslv3<'g>(
    groups: impl IntoIterator<Item = &'g SystemGroup>,
) -> Vec<&'g SystemGroup> {
    let all = groups.into_iter();
    all.filter(|group| {
        speaks(group, Some(Level::Sslv3AndTls), TlsVersion::Ssl3).is_none_or(|(speaks, _)| speaks)
    })
    .collect()
}

/// The platform of the tables, by the words of lists and of Endpoint Management: `ios` or `android`.
#[must_use]
pub fn platform(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    match word.as_str() {
        _ if ["ios", "ipados", "iphone", "ipad", "apple ios"].iter().any(|own| *own == word)
            || word.starts_with("iphone ")
            || word.starts_with("ipad ") =>
        {
            Some("ios")
        }
        _ if word == "android" || word.starts_with("android_") || word.starts_with("android ") => {
            Some("android")
        }
        _ => None,
    }
}

/// Whether a platform of a list has no Secure Mail, so that its devices count nowhere.
#[must_use]
pub fn runs_no_secure_mail(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    ["windows", "mac", "tvos", "chrome", "linux", "workspace", "alexa"]
        .iter()
        .any(|own| word.starts_with(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use TlsVersion::{Ssl2, Ssl3, Tls10, Tls11, Tls12, Tls13};

    /// A server that offers these versions and no other.
    fn only(versions: &[TlsVersion]) -> Offered {
        let offers = |version| (version, (versions.contains(&version), Confidence::High));
        TlsVersion::ALL.into_iter().map(offers).collect()
    }

    fn told(platform: &str, system: &str, level: Option<Level>, offered: &Offered) -> String {
        let groups = Catalog::built_in().unwrap().system_groups;
        let cell = cell(groups.of(platform, system).unwrap(), level, offered);
        let verdict = match cell.verdict {
            Verdict::Connects(version) => format!("connects {version}"),
            Verdict::Cannot => "cannot".to_owned(),
            Verdict::Unknown(reason) => format!("unknown {}", reason.word()),
        };
        format!("{verdict} {}", cell.confidence.word())
    }

    const SYSTEMS: [(&str, &str); 7] = [
        ("ios", "8"),
        ("ios", "9"),
        ("android", "5"),
        ("android", "6"),
        ("android", "7"),
        ("android", "8"),
        ("android", "9"),
    ];

    #[test]
    fn both_tables_of_the_page() {
        // A server with nothing but SSLv3 shows that column.
        let server = only(&[Ssl3]);
        let can = [true, false, true, true, true, false, false];
        for ((platform, system), can) in SYSTEMS.into_iter().zip(can) {
            let with = told(platform, system, Some(Level::Sslv3AndTls), &server);
            // Of versions of TLS that nobody confirmed the server offers none, so that is sure.
            let sure = if system == "9" && platform == "android" { "medium" } else { "high" };
            let wanted =
                if can { "connects SSLv3 high".to_owned() } else { format!("cannot {sure}") };
            assert_eq!(with, wanted, "{platform} {system}");
            let without = told(platform, system, Some(Level::Tls), &server);
            assert_eq!(without, "cannot high", "{platform} {system}");
            // Where the policy is not known, only what holds for both values is.
            let open = told(platform, system, None, &server);
            let wanted =
                if can { "unknown device low".to_owned() } else { format!("cannot {sure}") };
            assert_eq!(open, wanted, "{platform} {system}");
        }
    }

    /// Where both say no, the surer one decides.
    #[test]
    fn a_server_that_offers_nothing_makes_up_for_a_doubt_about_the_device() {
        let nothing = only(&[]);
        assert_eq!(told("android", "9", Some(Level::Sslv3AndTls), &nothing), "cannot high");
    }

    #[test]
    fn minor_versions_need_a_documented_fact() {
        let cases = [
            ("ios", "17", vec![Tls10, Tls11, Tls12], "connects TLS 1.0 medium"),
            ("ios", "17", vec![Tls12], "unknown device low"),
            ("ios", "8", vec![Tls12], "unknown device low"),
            ("android", "4.4", vec![Tls12], "unknown device low"),
            ("android", "4.4", vec![Tls10], "connects TLS 1.0 high"),
            ("android", "5.1", vec![Tls12], "connects TLS 1.2 high"),
            ("android", "7", vec![Tls12, Tls13], "connects TLS 1.2 high"),
            ("android", "7", vec![Tls13], "unknown device low"),
            ("android", "8", vec![Tls12], "unknown device low"),
            ("android", "14", vec![Tls10, Tls12], "unknown device low"),
            ("android", "5.1", vec![Ssl2], "cannot high"),
        ];
        for (platform, system, offered, wanted) in cases {
            let found = told(platform, system, Some(Level::Tls), &only(&offered));
            assert_eq!(found, wanted, "{platform} {system} {offered:?}");
        }
    }

    #[test]
    fn what_is_not_known_of_the_server_is_never_a_connection() {
        let nothing = Offered::new();
        assert_eq!(told("android", "7", Some(Level::Tls), &nothing), "unknown server low");
        // TLS 1.1 and 1.3 are not told; one version that both have is enough.
        let some = Offered::from([
            (Tls10, (false, Confidence::High)),
            (Tls12, (true, Confidence::Medium)),
        ]);
        assert_eq!(told("android", "7", Some(Level::Tls), &some), "connects TLS 1.2 medium");
        assert_eq!(told("ios", "17", Some(Level::Tls), &some), "unknown device low");
        let none = Offered::from([(Tls12, (false, Confidence::High))]);
        assert_eq!(told("android", "7", Some(Level::Tls), &none), "unknown server low");
    }

    #[test]
    fn the_workaround_helps_no_device_of_today() {
        let groups = Catalog::built_in().unwrap().system_groups;
        let helped = |systems: &[(&str, &str)]| {
            let in_use =
                systems.iter().filter_map(|(platform, system)| groups.of(platform, system));
            helped_by_sslv3(in_use.collect::<Vec<_>>()).len()
        };
        assert_eq!(helped(&[("ios", "9"), ("ios", "17"), ("android", "8"), ("android", "14")]), 0);
        assert_eq!(helped(&[("ios", "8.4"), ("ios", "17"), ("android", "7.1")]), 2);
        // And it gives them nothing with any server: both levels come out alike.
        for (platform, system) in [("ios", "9"), ("android", "8"), ("android", "9")] {
            for server in [only(&[Ssl3]), only(&[Ssl3, Tls10]), only(&[Tls12]), Offered::new()] {
                let with = told(platform, system, Some(Level::Sslv3AndTls), &server);
                let without = told(platform, system, Some(Level::Tls), &server);
                let verdict = |text: &str| text.rsplit_once(' ').unwrap().0.to_owned();
                assert_eq!(verdict(&with), verdict(&without), "{platform} {system}");
            }
        }
    }

    #[test]
    fn platforms_are_known_by_the_words_of_lists() {
        for (word, wanted) in [("Windows", true), ("macOS", true), ("iOS", false), ("Apple", false)]
        {
            assert_eq!(runs_no_secure_mail(word), wanted, "{word}");
        }
        for (word, wanted) in [
            ("iOS", Some("ios")),
            ("iPadOS", Some("ios")),
            ("iPhone 15", Some("ios")),
            ("iPad Pro", Some("ios")),
            ("iPads", None),
            ("ANDROID", Some("android")),
            ("android_work", Some("android")),
            ("Android Enterprise", Some("android")),
            ("Windows", None),
            ("androidtv", None),
        ] {
            assert_eq!(platform(word), wanted, "{word}");
        }
    }
}
