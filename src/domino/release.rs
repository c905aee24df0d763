//! Releases of Domino where the place, not the text, says that it is Domino: the build number of a
//! Server document, an option of the command line.
//!
//! The grammar is in `catalog::version`; hotfix and interim fix are different counters (see
//! `Version::compare`).

use crate::catalog::version::{Product, Version, find_versions};

/// Reads a text that is known to tell a Domino release: `Release 14.0FP2`, `14.5.1`,
/// `Build 12.0.2FP1`. A text that names another product is none.
#[must_use]
pub fn read(text: &str) -> Option<Version> {
    let found = find_versions(text).into_iter();
    let first =
        found.into_iter().find(|version| version.product == Product::Domino || version.assumed)?;
    Some(Version { product: Product::Domino, assumed: false, ..first })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_for_domino_tells_domino() {
        let table = [
            ("Release 14.0FP2", Some("14.0 FP2")),
            ("14.5.1", Some("14.5.1")),
            ("Build 12.0.2FP1", Some("12.0.2 FP1")),
            ("9.0.1FP10 HF265", Some("9.0.1 FP10 HF265")),
            ("Release 11.0.1FP2HF125 | November 22, 2021", Some("11.0.1 FP2 HF125")),
            ("Build V901_10142013NP", None),
            ("Traveler 14.5", None),
            ("Release", None),
            ("", None),
        ];
        for (text, expected) in table {
            let found = read(text).map(|version| {
                assert_eq!((version.product, version.assumed), (Product::Domino, false), "{text}");
                let levels = version.level_text().map_or(String::new(), |text| format!(" {text}"));
                format!("{}{levels}", version.numbers.text)
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
