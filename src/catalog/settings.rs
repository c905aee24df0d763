//! `settings.csv`: the keys of notes.ini that we know.

use super::{CatalogError, Text, hashed, rows, secrets};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A key of notes.ini.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct KnownSetting {
    /// The key, as documented.
    pub key: Text,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// What stands behind the fact.
    pub code: FactCode,
    /// What it does, in a few words.
    pub meaning: Text,
}

/// Letters a key must have to be taken for a misspelt one.
const SHORTEST_NEAR: usize = 8;
/// Letters from which on two of them may be wrong.
const LONG_NEAR: usize = 12;

/// The beginning of keys of TLS.
const SSL: &str = "SSL_";

/// Keys that a list may have.
const MOST_KEYS: usize = 10_000;

/// All keys we know.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// In alphabetical order.
    rows: Vec<KnownSetting>,
    /// The places of the keys, by their hashes: every line of every notes.ini is looked up.
    table: Vec<u16>,
    /// Bytes of the longest key: of longer ones nothing is hashed.
    longest: usize,
    /// The keys that another may be a misspelling of, by their length, and in alphabetical order.
    shapes: Vec<Shape<'static>>,
}

/// What two keys that are near each other have nearly alike: comparing it is quick.
#[derive(Debug, Clone)]
struct Shape<'k> {
    /// The key in upper case.
    upper: &'k str,
    /// Which letters it has, see [`letter_set`].
    set: u64,
}

impl<'k> Shape<'k> {
    fn of(upper: &'k str) -> Self {
        Self { upper, set: letter_set(upper) }
    }

    /// Letters that may be wrong.
    fn most(&self) -> usize {
        if self.upper.len() < LONG_NEAR { 1 } else { 2 }
    }

    /// Whether a key of this length and these letters may be near: most are not, and every line of every
    /// notes.ini is asked.
    fn may_be_near(&self, length: usize, set: u64) -> bool {
        self.upper.len().abs_diff(length) <= self.most()
            // A letter that is wrong is one that only this and one that only the other has.
            && (self.set ^ set).count_ones() as usize <= 2 * self.most()
    }

    /// Whether one or two letters make this key of the other, which is in upper case.
    fn is_near(&self, other: &str) -> bool {
        strsim::damerau_levenshtein(self.upper, other) <= self.most()
            && letters(self.upper) != letters(other)
    }
}

impl Settings {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first line that is not as the header says, or a key given twice.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let mut by_key = BTreeMap::new();
        for (row, line) in rows::<KnownSetting>(file, text)? {
            let key = row.key;
            if by_key.insert(key.to_ascii_uppercase(), row).is_some() {
                let reason = format!("the key {key} stands twice");
                return Err(CatalogError::new(file, line, reason));
            }
        }
        let rows: Vec<KnownSetting> = by_key.into_values().collect();
        if rows.len() > MOST_KEYS {
            let reason = format!("holds more than {MOST_KEYS} keys");
            return Err(CatalogError::new(file, 0, reason));
        }
        let longest = rows.iter().map(|row| row.key.len()).max().unwrap_or_default();
        let long = rows.iter().map(|row| row.key).filter(|key| key.len() >= SHORTEST_NEAR);
        let upper = long.map(|key| key.changed(str::to_ascii_uppercase));
        let mut shapes: Vec<_> = upper.map(|key| Shape::of(key.as_str())).collect();
        shapes.sort_by_key(|shape| shape.upper.len());
        let hashes: Vec<_> = rows.iter().map(|row| hashed::caseless_hash(&[&row.key])).collect();
        Ok(Self { rows, table: hashed::table(&hashes), longest, shapes })
    }

    /// The entry of a key, compared without regard to case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&KnownSetting> {
        self.made_of(&[key])
    }

    /// The entry of the key that these pieces are, one behind the other.
    fn made_of(&self, pieces: &[&str]) -> Option<&KnownSetting> {
        if pieces.iter().map(|piece| piece.len()).sum::<usize>() > self.longest {
            return None;
        }
        let rows = hashed::candidates(&self.table, hashed::caseless_hash(pieces));
        rows.filter_map(|row| self.rows.get(row)).find(|row| is_made_of(&row.key, pieces))
    }

    /// The entry of a key of TLS as it is called with or without [`SSL`], where it is called otherwise.
    fn of_other_tls_name(&self, key: &str) -> Option<&KnownSetting> {
        match key.split_at_checked(SSL.len()) {
            Some((start, bare)) if start.eq_ignore_ascii_case(SSL) => self.get(bare),
            _ => self.made_of(&[SSL, key]),
        }
    }

    /// The known key that an unknown one is probably meant to be: one or two letters away, as in
    /// `DisableSSLv3`. Short keys and numbered ones are left alone: they are near each other anyway.
    #[must_use]
    pub fn near(&self, key: &str) -> Option<&KnownSetting> {
        if key.len() < SHORTEST_NEAR || self.get(key).is_some() {
            return None;
        }
        // Some keys of TLS begin with `SSL_`, and some do not.
        let other = self.of_other_tls_name(key);
        if other.is_some() {
            return other;
        }
        let set = letter_set(key);
        let alike = |known: &&Shape<'_>| known.may_be_near(key.len(), set);
        // Each length at which a key may be is looked through; the first of the alphabet is taken.
        let first = self.shapes.partition_point(|known| known.upper.len() + 2 < key.len());
        let near = self.shapes.get(first..)?.iter();
        let near = near.take_while(|known| known.upper.len() <= key.len() + 2).filter(alike);
        let near = near.filter(|known| known.is_near(&key.to_ascii_uppercase()));
        self.get(near.min_by_key(|known| known.upper)?.upper)
    }

    /// Whether the value of this key (or item) must never be shown: listed as secret, or named like
    /// one. A list that was replaced can't take that back.
    #[must_use]
    pub fn is_secret(&self, key: &str) -> bool {
        self.get(key).is_some_and(|known| known.secret) || secrets::names_secret(key)
    }

    /// Whether `value` itself carries something under a secret name (`-Dproxy.password=…`, `-pw …`, a
    /// list of `KEY=value` texts, two settings on one line) or a password in an address.
    #[must_use]
    pub fn holds_secret(&self, value: &str) -> bool {
        // Whatever gives a name a value is one of these.
        if !value.bytes().any(|byte| matches!(byte, b'=' | b':' | b'-')) {
            return false;
        }
        secrets::names_before_values(value)
            .chain(secrets::names_of_options(value))
            .any(|name| self.is_secret(name))
            || secrets::has_password_in_address(value)
    }

    /// All keys in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &KnownSetting> {
        self.rows.iter()
    }
}

/// Whether a key is these pieces, one behind the other, without regard to case.
fn is_made_of(key: &str, pieces: &[&str]) -> bool {
    let rest = pieces.iter().try_fold(key, |rest, piece| {
        let (start, rest) = rest.split_at_checked(piece.len())?;
        start.eq_ignore_ascii_case(piece).then_some(rest)
    });
    rest == Some("")
}

/// A key without its digits: numbered keys are near each other anyway.
fn letters(key: &str) -> String {
    key.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Which letters, digits and other characters a key has in upper case: a bit for each.
fn letter_set(key: &str) -> u64 {
    key.bytes().fold(0, |set, byte| set | 1 << (byte.to_ascii_uppercase() % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn built_in() -> Settings {
        Catalog::built_in().unwrap().settings
    }

    #[test]
    fn every_row_is_sound() {
        let settings = built_in();
        assert!(settings.iter().count() > 90);
        for row in settings.iter() {
            let key = &row.key;
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_$".contains(&b)), "{key}");
            assert!((1..=120).contains(&row.meaning.len()), "{key}: {}", row.meaning);
            assert_eq!(row.meaning, row.meaning.trim(), "{key}");
            assert_eq!(settings.get(&key.to_lowercase()), Some(row));
            assert_eq!(settings.is_secret(key), row.secret, "{key}");
            // Were the row missing, the name alone would have to say the same.
            assert_eq!(secrets::names_secret(key), row.secret, "{key}");
        }
    }

    #[test]
    fn a_replaced_list_shows_no_secret() {
        let text =
            "key,secret,code,meaning\nNTS_DB_PASSWORD,false,observed,x\nNTS_KEY,true,observed,y\n";
        let settings = Settings::parse("s.csv", text).unwrap();
        assert!(settings.is_secret("NTS_DB_PASSWORD") && settings.is_secret("nts_key"));
    }

    #[test]
    fn a_misspelt_key_is_told_from_a_strange_one() {
        let settings = built_in();
        let near = |key: &str| settings.near(key).map(|known| known.key.as_str());
        let cases = [
            ("DisableSSLv3", Some("DISABLE_SSLV3")),
            ("NTS_AS_ENFORCE_POLCY", Some("NTS_AS_ENFORCE_POLICY")),
            ("NTS_AS_ENFROCE_POLICY", Some("NTS_AS_ENFORCE_POLICY")),
            ("SSL_DISABLE_SSLV3", Some("DISABLE_SSLV3")),
            ("DISABLE_TLS_10", Some("SSL_DISABLE_TLS_10")),
            ("nts-as-enforce-policy", None),
            ("NTS_AS_ENFORCE_POLICY", None),
            ("nts_as_enforce_policy", None),
            ("NTS_AS_ENFORCE_POLICY_EXT", None),
            ("ServerTasksAt24", None),
            ("SSL_DISABLE_TLS_14", None),
            ("Port", None),
            ("Something_Else_Entirely", None),
        ];
        for (key, wanted) in cases {
            assert_eq!(near(key), wanted, "{key}");
        }
        for row in settings.iter() {
            assert_eq!(settings.near(&row.key), None);
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_told_with_its_line() {
        let text = "key,secret,code,meaning\nA,false,observed,x\na,false,observed,y\n";
        assert_eq!(Settings::parse("s.csv", text).unwrap_err().line, 3);
        let text = "key,secret,code,meaning\nA,false,observed,x\nB,perhaps,observed,y\n";
        assert_eq!(Settings::parse("s.csv", text).unwrap_err().line, 3);
    }

    #[test]
    fn a_list_of_any_length_is_refused() {
        let rows = |count: usize| -> &'static str {
            let rows: String = (0..count).map(|at| format!("K{at},false,observed,x\n")).collect();
            format!("key,secret,code,meaning\n{rows}").leak()
        };
        assert!(Settings::parse("s.csv", rows(MOST_KEYS)).unwrap().get("k9999").is_some());
        let error = Settings::parse("s.csv", rows(MOST_KEYS + 1)).unwrap_err();
        assert!(error.to_string().contains("more than 10000 keys"), "{error}");
    }

    #[test]
    fn no_key_is_longer_than_the_longest() {
        let settings = built_in();
        let longest = settings.iter().map(|row| row.key.len()).max().unwrap();
        assert_eq!(settings.longest, longest);
        assert!(
            settings
                .iter()
                .any(|row| row.key.len() == longest && settings.get(&row.key) == Some(row))
        );
        let long = "NTS_DB_PASSWORD".to_owned() + &"A".repeat(longest);
        assert!(settings.get(&long).is_none() && settings.is_secret(&long));
    }

    #[test]
    fn values_that_carry_secrets() {
        let settings = built_in();
        for value in [
            "-Xmx2048M -Djavax.net.ssl.trustStorePassword=changeit",
            "1 NTS_PUSH_APNS_PASSWORD=geheim",
            "NTS_DB_PASSWORD = geheim",
            "jdbc:db2://db.example.com:50000/TRAVELER:user=t;password=geheim;",
            "http://proxyuser:geheim@proxy.example.com:8080",
            "https://pat:geh/eim@mail.example.com/traveler*",
            "bob:geheim@proxy:8080",
            "Replica,HTTP,backup -user sync -password geheim",
            "backup --pw geheim",
            "-Dproxy.password:geheim",
            "password: geheim",
        ] {
            assert!(settings.holds_secret(value), "{value}");
        }
        for value in [
            "",
            "-Xmx2048M",
            "password=",
            "https://traveler.example.com/traveler",
            "https://traveler.example.com:443/~user@host",
            "CN=Mail1/O=Acme",
            "mailto:pat@example.com",
            "SMTP:pat@example.com",
            "(?:Verse@x)",
            "https://token:443/traveler",
            "backup -password",
            "backup -password -quiet",
            "password:",
            "-min_password_length 8",
            "09:30:00 TRAV01/Acme@Acme",
            "/traveler*",
            "MinPasswordLength=8",
        ] {
            assert!(!settings.holds_secret(value), "{value}");
        }
    }
}
