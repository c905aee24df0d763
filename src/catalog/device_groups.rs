//! `device-groups.toml`: which versions of SSL and TLS Secure Mail speaks, by the system of the device.

use super::{CatalogError, from_toml};
use crate::evidence::{FactCode, TlsVersion};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whether a device speaks a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// Whether it does.
    pub speaks: bool,
    /// What stands behind that.
    pub code: FactCode,
}

/// Devices that speak the same versions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SystemGroup {
    /// Kebab-case, stable.
    pub id: String,
    /// `ios` or `android`.
    pub platform: String,
    /// The first version of the system.
    #[serde(default)]
    from: Option<String>,
    /// The first version that is not in the group any more.
    #[serde(default)]
    below: Option<String>,
    /// SSLv3, where the policy allows it.
    pub with_sslv3: Speech,
    tls: BTreeMap<String, Speech>,
}

impl SystemGroup {
    /// Whether it speaks a version of TLS; `None` where nothing is told.
    #[must_use]
    pub fn speaks(&self, version: TlsVersion) -> Option<Speech> {
        self.tls.get(version.word()).copied()
    }

    /// Whether a version of the system is in the group.
    fn holds(&self, version: &[u32]) -> bool {
        let bound = |text: &Option<String>| text.as_deref().and_then(numbers);
        bound(&self.from).is_none_or(|from| version >= from.as_slice())
            && bound(&self.below).is_none_or(|below| version < below.as_slice())
    }
}

/// The numbers at the beginning of a version, without zeros at the end: `8.0.0` is `8`.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let digits = text.get(..end)?.trim_end_matches('.');
    let parts: Option<Vec<u32>> = digits.split('.').map(|part| part.parse().ok()).collect();
    let mut parts = parts?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    (!parts.is_empty()).then_some(parts)
}

/// Whether one version is meant: not `8+`, `8,1` or `8-9`.
fn is_one(version: &str) -> bool {
    let rest = version.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digit = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let range = rest.trim_start().strip_prefix(['-', '–']).is_some_and(digit);
    !range && !rest.trim_start().starts_with(['+', ',', '/', '<', '>'])
}

/// All groups.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemGroups {
    #[serde(rename = "group")]
    entries: Vec<SystemGroup>,
}

impl SystemGroups {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake, or a version that is none.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let groups: Self = from_toml(file, text)?;
        for group in &groups.entries {
            let bounds = [&group.from, &group.below].into_iter().flatten();
            let known = |name: &String| TlsVersion::ALL.iter().any(|own| own.word() == name);
            if bounds.into_iter().any(|text| numbers(text).is_none())
                || !group.tls.keys().all(known)
            {
                let reason = format!("the group {} names a version that is none", group.id);
                return Err(CatalogError::new(file, 0, reason));
            }
        }
        Ok(groups)
    }

    /// The group of a device. `platform` is `ios` or `android`, `system` begins with a version.
    #[must_use]
    pub fn of(&self, platform: &str, system: &str) -> Option<&SystemGroup> {
        // Lists write `iOS 17.1` and `Android 8.0` as well as the number alone.
        let digits = system.find(|c: char| c.is_ascii_digit())?;
        let before = system.get(..digits)?.trim().trim_end_matches(['v', 'V', ' ']);
        let before = before.to_lowercase();
        // A system of the other platform contradicts the row it stands in.
        let words: &[&str] = match platform {
            "ios" => &["ios", "ipados", "iphone os", "ipad os"],
            _ => &["android", "android os"],
        };
        let version = system.get(digits..)?;
        let word = before.is_empty() || words.contains(&before.as_str());
        let version = numbers(version).filter(|_| word && is_one(version))?;
        self.entries.iter().find(|group| group.platform == platform && group.holds(&version))
    }

    /// All groups of a platform.
    pub fn on<'g>(&'g self, platform: &'g str) -> impl Iterator<Item = &'g SystemGroup> {
        self.entries.iter().filter(move |group| group.platform == platform)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_version_is_in_one_group() {
        let groups = Catalog::built_in().unwrap().system_groups;
        let cases = [
            ("ios", "8.4.1", Some("ios-below-9")),
            ("ios", "iOS 9", Some("ios-from-9")),
            ("ios", "9.0", Some("ios-from-9")),
            ("ios", "17.1 (21B74)", Some("ios-from-9")),
            ("android", "2.3", Some("android-below-4.1")),
            ("android", "4.0.4", Some("android-below-4.1")),
            ("android", "4.1", Some("android-4.1-to-4.4")),
            ("android", "4.4.4", Some("android-4.1-to-4.4")),
            ("android", "5.1.1", Some("android-5")),
            ("android", "Android 6.0", Some("android-6-to-7")),
            ("android", "7.1.2", Some("android-6-to-7")),
            ("android", "8.0.0", Some("android-8")),
            ("android", "9", Some("android-from-9")),
            ("android", "14", Some("android-from-9")),
            ("ios", "iOS 17.0.3 (21A360)", Some("ios-from-9")),
            ("ios", "iPadOS 17.1", Some("ios-from-9")),
            ("ios", "iPhone OS 8.4", Some("ios-below-9")),
            ("ios", "18.0 beta 3 (22A5307i)", Some("ios-from-9")),
            ("ios", "17.0.3-21A360", None),
            ("android", "Android 14 (U)", Some("android-from-9")),
            ("android", "v8.1.0", Some("android-8")),
            ("android", "4.4W", Some("android-4.1-to-4.4")),
            // The row says another platform than the system.
            ("ios", "Android 8.0", None),
            ("android", "iOS 17", None),
            // Not one version.
            ("ios", "9+", None),
            ("android", "4,1", None),
            ("android", "8-9", None),
            ("android", "8 – 9", None),
            ("android", ">= 8", None),
            ("android", "Oreo", None),
            ("android", "API 26", None),
            ("ios", "0", None),
            ("ios", "99999999999", None),
            ("windows", "10", None),
        ];
        for (platform, system, wanted) in cases {
            let found = groups.of(platform, system).map(|group| group.id.as_str());
            assert_eq!(found, wanted, "{platform} {system}");
        }
        for group in groups.on("ios").chain(groups.on("android")) {
            for version in
                [TlsVersion::Tls10, TlsVersion::Tls11, TlsVersion::Tls12, TlsVersion::Tls13]
            {
                assert!(group.speaks(version).is_some(), "{}: {version}", group.id);
            }
            assert_eq!(group.speaks(TlsVersion::Ssl3), None);
        }
    }
}
