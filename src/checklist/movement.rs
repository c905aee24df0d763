//! What moves where, and which steps that asks for.

use crate::catalog::version::{Product, Version, find_versions};
use crate::catalog::{Catalog, ChecklistStep, release_of};
use std::cmp::Ordering;

/// A move that there can't be.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MoveError {
    /// Nothing of that name moves.
    #[error("no move is called {0}; there are {1}")]
    Unknown(String, String),
    /// Releases are missing.
    #[error("a move of releases needs both: --from 9.0.1 --to 14.5")]
    NoReleases,
    /// Releases were told for another move.
    #[error("--from and --to belong to --move release; leave them out for {0}")]
    NotOfReleases(String),
    /// A text that is no release.
    #[error(
        "no release in \"{0}\"; write it like 9.0.1, \"Domino 9.0.1 FP10\" or \"Traveler 14.5\""
    )]
    NoRelease(String),
    /// Two releases of different products.
    #[error("{0} and {1} are of different products; name one product, or none for both")]
    Products(String, String),
    /// The wrong direction.
    #[error("{1} is not later than {0}; this list is for the way up")]
    NotLater(String, String),
}

/// What moves where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The kind, as `checklist.toml` calls it.
    pub kind: String,
    /// The release it comes from, `9.0.1 FP10`.
    pub from: Option<String>,
    /// The release it goes to.
    pub to: Option<String>,
    /// The product, where only one moves.
    pub product: Option<Product>,
}

impl std::fmt::Display for Movement {
    /// `sta`, `release Domino 9.0.1 FP10 > 14.5`: [`Movement::read`] takes it back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.kind)?;
        let (Some(from), Some(to)) = (&self.from, &self.to) else { return Ok(()) };
        let product = match self.product {
            Some(Product::Traveler) => "Traveler ",
            Some(Product::Domino) => "Domino ",
            _ => "",
        };
        write!(f, " {product}{from} > {to}")
    }
}

/// The products of a server.
const PRODUCTS: [Product; 2] = [Product::Domino, Product::Traveler];

impl Movement {
    /// The move of these words.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(
        kind: &str,
        from: Option<&str>,
        to: Option<&str>,
        catalog: &Catalog,
    ) -> Result<Self, MoveError> {
        let Some(known) = catalog.checklist.move_kind(kind) else {
            let all: Vec<_> = catalog.checklist.moves().map(|one| one.id.as_str()).collect();
            return Err(MoveError::Unknown(kind.to_owned(), all.join(", ")));
        };
        let kind = known.id.to_string();
        match (known.releases, from, to) {
            (true, Some(from), Some(to)) => Self::of_releases(kind, from, to),
            (true, ..) => Err(MoveError::NoReleases),
            (false, None, None) => Ok(Self { kind, from: None, to: None, product: None }),
            (false, ..) => Err(MoveError::NotOfReleases(kind)),
        }
    }

    /// The move that was written as text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str, catalog: &Catalog) -> Result<Self, MoveError> {
        match text.trim().split_once(' ') {
            None => Self::new(text.trim(), None, None, catalog),
            Some((kind, releases)) => {
                let both = releases.split_once('>').ok_or(MoveError::NoReleases)?;
                Self::new(kind, Some(both.0.trim()), Some(both.1.trim()), catalog)
            }
        }
    }

    fn of_releases(kind: String, from: &str, to: &str) -> Result<Self, MoveError> {
        let (from_product, from) = release(from)?;
        let (to_product, to) = release(to)?;
        if from_product.is_some() && to_product.is_some() && from_product != to_product {
            return Err(MoveError::Products(from, to));
        }
        let product = from_product.or(to_product);
        let moved = Self { kind, from: Some(from), to: Some(to), product };
        let is_later = |product| match moved.bounds(product) {
            Some((from, to)) => {
                from.compare(&to) != Some(Ordering::Greater) && from.text != to.text
            }
            None => false,
        };
        if PRODUCTS.into_iter().filter(|own| moved.concerns(Some(*own))).all(is_later) {
            return Ok(moved);
        }
        Err(MoveError::NotLater(moved.from.unwrap_or_default(), moved.to.unwrap_or_default()))
    }

    /// Both releases, as those of a product.
    fn bounds(&self, product: Product) -> Option<(Version, Version)> {
        Some((
            release_of(product, self.from.as_deref()?)?,
            release_of(product, self.to.as_deref()?)?,
        ))
    }

    /// The release that a product moves to.
    pub(super) fn target(&self, product: Product) -> Option<Version> {
        release_of(product, self.to.as_deref()?)
    }

    fn concerns(&self, product: Option<Product>) -> bool {
        product.is_none() || self.product.is_none() || self.product == product
    }

    /// Whether a step belongs to this move.
    pub(super) fn asks_for(&self, step: &ChecklistStep) -> bool {
        let of_kind =
            step.moves.iter().any(|kind| *kind == self.kind) && self.concerns(step.product);
        let (Some(product), Some(at)) = (step.product, step.release()) else { return of_kind };
        let Some((from, to)) = self.bounds(product) else { return false };
        let passed = matches!(from.compare(&at), Some(Ordering::Equal | Ordering::Greater));
        of_kind && !passed && to.compare(&at) != Some(Ordering::Less)
    }

    /// Whether the catalog knows the release that this move goes to.
    pub(super) fn is_known(&self, catalog: &Catalog) -> bool {
        let known = |product: Product| {
            let target = self.target(product)?;
            let same = catalog.releases.iter().any(|own| {
                own.product == product
                    && own.release.part(0) == target.numbers.part(0)
                    && own.release.part(1) == target.numbers.part(1)
            });
            same.then_some(())
        };
        self.to.is_none()
            || PRODUCTS.into_iter().any(|own| self.concerns(Some(own)) && known(own).is_some())
    }
}

/// The product, where it is told, and the release as it is written here.
fn release(text: &str) -> Result<(Option<Product>, String), MoveError> {
    let found = find_versions(text).into_iter().find(|found| found.product != Product::Other);
    let found = found.ok_or_else(|| MoveError::NoRelease(text.to_owned()))?;
    let written = match found.level_text() {
        Some(levels) => format!("{} {levels}", found.numbers.text),
        None => found.numbers.text.clone(),
    };
    let told = (!found.assumed).then_some(found.product);
    let products = told.map_or(PRODUCTS.to_vec(), |own| vec![own]);
    match products.iter().all(|own| release_of(*own, &written).is_some()) {
        true => Ok((told, written)),
        false => Err(MoveError::NoRelease(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: &str, to: &str) -> Result<Movement, MoveError> {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        Movement::new("release", Some(from), Some(to), catalog)
    }

    fn steps(from: &str, to: &str) -> Vec<String> {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        let moved = moved(from, to).unwrap();
        let own = catalog.checklist.steps().filter(|step| moved.asks_for(step));
        own.map(|step| step.id.to_string()).collect()
    }

    #[test]
    fn what_changes_on_the_way_is_asked_for() {
        let all = steps("9.0.1", "14.5");
        let wanted =
            ["run-as-user", "ciphers-in-documents", "no-tls10", "heap-in-notes-ini", "sni"];
        for id in wanted {
            assert!(all.contains(&id.to_owned()), "{id}: {all:?}");
        }
        let late = steps("12.0.2", "14.5");
        assert!(late.iter().all(|id| !wanted.contains(&id.as_str())), "{late:?}");
        assert!(late.contains(&"basic-sign-in-14".to_owned()));
        let short = steps("9.0.1.18", "10.0.1");
        assert!(short.contains(&"ciphers-in-documents".to_owned()), "{short:?}");
        assert!(!short.contains(&"run-as-user".to_owned()), "{short:?}");
        assert!(!short.contains(&"no-tls10".to_owned()), "{short:?}");
    }

    #[test]
    fn one_product_moves_alone() {
        let domino = steps("Domino 9.0.1 FP10", "14.5");
        assert!(domino.contains(&"install-domino".to_owned()));
        assert!(!domino.contains(&"install-traveler".to_owned()));
        assert!(!domino.contains(&"heap-in-notes-ini".to_owned()));
    }

    #[test]
    fn a_move_that_there_can_not_be_is_told() {
        assert!(matches!(moved("14.5", "9.0.1"), Err(MoveError::NotLater(..))));
        assert!(matches!(moved("14.5", "14.5"), Err(MoveError::NotLater(..))));
        assert!(matches!(moved("soon", "14.5"), Err(MoveError::NoRelease(_))));
        assert!(matches!(moved("Domino 12.0", "Traveler 14.5"), Err(MoveError::Products(..))));
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        assert_eq!(Movement::new("release", None, None, catalog), Err(MoveError::NoReleases));
        assert!(Movement::new("sta", Some("9.0.1"), None, catalog).is_err());
        assert!(
            Movement::new("moon", None, None, catalog).unwrap_err().to_string().contains("sta")
        );
    }

    #[test]
    fn a_move_is_read_back_as_it_was_written() {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        let both = [
            moved("9.0.1", "14.5"),
            moved("Domino 9.0.1FP10", "14.5"),
            moved("Traveler 9.0.1.18", "12.0"),
        ];
        for own in both {
            let own = own.unwrap();
            assert_eq!(Movement::read(&own.to_string(), catalog).unwrap(), own);
        }
        let sta = Movement::new("sta", None, None, catalog).unwrap();
        assert_eq!(Movement::read(" sta ", catalog).unwrap(), sta);
        assert!(Movement::read("release", catalog).is_err());
        assert!(Movement::read("", catalog).is_err());
    }

    #[test]
    fn a_release_beyond_the_catalog_is_known_as_such() {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        assert!(moved("9.0.1", "14.5.1").unwrap().is_known(catalog));
        assert!(!moved("9.0.1", "17.0").unwrap().is_known(catalog));
    }
}
