//! `ciphers.csv`: the cipher suites of TLS by their number at IANA, and what is weak about them.

use super::{CatalogError, Text, rows};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is weak about a cipher suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weakness {
    /// Nothing that is told here.
    None,
    /// Who gets the key of the server later can read what was recorded before.
    NoForwardSecrecy,
    /// RC4.
    Rc4,
    /// Triple DES, with blocks of 64 bits.
    #[serde(rename = "3des")]
    TripleDes,
    /// DES.
    Des,
    /// Keys cut down for export.
    Export,
    /// The server shows no certificate.
    Anonymous,
    /// Nothing is encrypted.
    Null,
}

/// A cipher suite.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Cipher {
    /// Its number, four hexadecimal digits in upper case.
    pub code: Text,
    /// Its name at IANA.
    pub name: Text,
    /// What is weak about it.
    pub weakness: Weakness,
}

/// All cipher suites we know.
#[derive(Debug, Clone, Default)]
pub struct Ciphers {
    by_code: BTreeMap<Text, Cipher>,
}

impl Ciphers {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first line that is not as the header says, or a number that is given twice or is none.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let mut by_code = BTreeMap::new();
        for (row, line) in rows::<Cipher>(file, text)? {
            let sound = Self::key(&row.code).is_some_and(|key| row.code == key);
            if !sound || by_code.contains_key(&row.code) {
                let reason = format!("the code {} stands twice, or is no number", row.code);
                return Err(CatalogError::new(file, line, reason));
            }
            by_code.insert(row.code, row);
        }
        Ok(Self { by_code })
    }

    /// The suite of a number as Domino writes it: `9E`, `C030`, `0x009e`.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Cipher> {
        self.by_code.get(Self::key(code)?.as_str())
    }

    /// The suite of a name at IANA.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Cipher> {
        self.by_code.values().find(|cipher| cipher.name == name)
    }

    fn key(code: &str) -> Option<String> {
        let code = code.trim_ascii();
        let code = code.strip_prefix("0x").or(code.strip_prefix("0X")).unwrap_or(code);
        let hex = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u16::from_str_radix(code, 16).ok().filter(|_| hex)?;
        Some(format!("{number:04X}"))
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    #[test]
    fn numbers_are_found_as_domino_writes_them() {
        let ciphers = Catalog::built_in().unwrap().ciphers;
        for (code, wanted) in [
            ("C030", Some("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")),
            ("9f", Some("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")),
            (" 0x0A ", Some("TLS_RSA_WITH_3DES_EDE_CBC_SHA")),
            ("+9F", None),
            ("", None),
            ("FFFFF", None),
            ("ABCD", None),
        ] {
            assert_eq!(ciphers.get(code).map(|found| found.name.as_str()), wanted, "{code}");
        }
    }

    #[test]
    fn a_number_that_stands_twice_is_refused() {
        let text = "code,name,weakness\n0001,A,none\n0001,B,none\n";
        assert!(super::Ciphers::parse("c.csv", text).is_err());
        assert!(super::Ciphers::parse("c.csv", "code,name,weakness\n1,A,none\n").is_err());
    }
}
