//! Which version a server runs: the most trusted place that tells it decides, the others are shown.
//!
//! In order of trust: what the operator states, a line of the server's own log (the newest), the
//! Server document (Domino only), a mail header that names the server. Package names and other
//! mentions never decide.

use crate::catalog::version::{Product, Version, find_versions};
use crate::domino::names::NotesName;
use crate::domino::release;
use crate::evidence::{Confidence, Evidence, Location, Role};
use jiff::civil::DateTime;
use std::cmp::Ordering;

/// How much a place is trusted, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Stated by the operator.
    Stated,
    /// A line of the server's own log.
    Log,
    /// The Server document.
    Directory,
    /// A mail header that names the server.
    Mail,
    /// Anything else: never decides.
    Mention,
}

/// A version with the place it was seen at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionSeen {
    /// The version.
    pub version: Version,
    /// How much the place is trusted.
    pub rank: Rank,
    /// When it was written.
    pub time: Option<DateTime>,
    /// Where.
    pub location: Location,
}

impl VersionSeen {
    /// The place as evidence.
    #[must_use]
    pub fn evidence(&self, role: Role) -> Evidence {
        Evidence::new(role, self.location.clone(), self.version.text.clone())
    }

    /// What the place is worth.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        match self.rank {
            Rank::Log => Confidence::High,
            Rank::Stated | Rank::Directory | Rank::Mail => Confidence::Medium,
            Rank::Mention => Confidence::Low,
        }
    }
}

/// Which version was chosen, out of all that were seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionChoice {
    /// All that were seen, the most trusted first.
    pub seen: Vec<VersionSeen>,
    chosen: Option<usize>,
}

impl VersionChoice {
    /// The version that decides; `None` where nothing tells it or the places contradict each other.
    #[must_use]
    pub fn chosen(&self) -> Option<&VersionSeen> {
        self.seen.get(self.chosen?)
    }

    /// The text of the deciding place; where none decides, of the most trusted one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let seen = self.chosen().or(self.seen.first())?;
        Some(&seen.version.text)
    }

    /// Whether something that could decide was seen, and contradicts itself.
    #[must_use]
    pub fn contradicts(&self) -> bool {
        self.chosen.is_none() && self.seen.iter().any(|seen| seen.rank != Rank::Mention)
    }
}

/// The versions in a text, with the place they were seen at.
pub(super) fn seen(
    text: &str,
    rank: Rank,
    time: Option<DateTime>,
    location: &Location,
) -> Vec<VersionSeen> {
    let versions = find_versions(text).into_iter();
    versions
        .map(|version| VersionSeen { version, rank, time, location: location.clone() })
        .collect()
}

/// The version that a place tells which speaks of one product only (an option of the command line,
/// the build number of a Server document): a bare number is that product's.
pub(super) fn told(
    text: &str,
    product: Product,
    rank: Rank,
    location: &Location,
) -> Option<VersionSeen> {
    let version = match product {
        Product::Domino => release::read(text),
        _ => find_versions(text).into_iter().find(|version| version.product == product),
    }?;
    // The place says whose version it is, so nothing is assumed.
    let version = Version { assumed: false, ..version };
    Some(VersionSeen { version, rank, time: None, location: location.clone() })
}

/// The server that a mail header names: `… on server NAME on behalf of …`, `by traveler on
/// NAME(Release …`.
pub(super) fn server_in(text: &str) -> Option<NotesName> {
    let (_, after) =
        text.split_once(" on server ").or_else(|| text.split_once(" by traveler on "))?;
    let end = [" on behalf", "(Release", " at "].iter().filter_map(|end| after.find(end)).min();
    NotesName::parse(&after[..end.unwrap_or(after.len())])
}

/// Chooses among the versions of one product.
pub(super) fn choose(all: &[VersionSeen], product: Product) -> VersionChoice {
    let mut seen: Vec<_> =
        all.iter().filter(|seen| seen.version.product == product).cloned().collect();
    seen.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| later(b, a)));
    let deciding: Vec<&VersionSeen> =
        seen.iter().filter(|seen| seen.rank != Rank::Mention).collect();
    let chosen = deciding.first().is_some_and(|best| agrees(best, &deciding)).then_some(0);
    VersionChoice { seen, chosen }
}

/// Later in time; of the same log without times, later in the file.
fn later(a: &VersionSeen, b: &VersionSeen) -> Ordering {
    let line = |seen: &VersionSeen| (seen.location.path.clone(), seen.location.line);
    a.time.cmp(&b.time).then_with(|| line(a).cmp(&line(b)))
}

/// Whether the best place can be believed: nothing of its rank that can't be put before it says
/// otherwise, and no newer log shows more than the operator states.
fn agrees(best: &VersionSeen, deciding: &[&VersionSeen]) -> bool {
    deciding.iter().all(|other| {
        let same = same_level(&other.version, &best.version);
        if other.rank == best.rank {
            return same || is_before(other, best);
        }
        let outdated = best.rank == Rank::Stated
            && other.rank == Rank::Log
            && best.version.compare(&other.version) == Some(Ordering::Less);
        same || !outdated
    })
}

fn is_before(other: &VersionSeen, best: &VersionSeen) -> bool {
    let same_file = other.location.path == best.location.path;
    match (other.time, best.time) {
        (Some(other), Some(best)) => other < best,
        _ => same_file && best.rank == Rank::Log && other.location.line < best.location.line,
    }
}

fn same_level(a: &Version, b: &Version) -> bool {
    a.numbers == b.numbers && a.levels == b.levels && a.build == b.build
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;

    fn at(rank: Rank, file: &str, line: u64, time: Option<&str>, text: &str) -> VersionSeen {
        let location = Location::line(&InputPath::named(file), line);
        let time = time.map(|time| time.parse().unwrap());
        seen(text, rank, time, &location).remove(0)
    }

    fn chosen(seen: &[VersionSeen]) -> Option<String> {
        let choice = choose(seen, Product::Traveler);
        choice.chosen().map(|seen| seen.version.numbers.text.clone())
    }

    #[test]
    fn the_most_trusted_place_decides() {
        let log = |line, time, text| at(Rank::Log, "console.log", line, time, text);
        let old = || log(1, Some("2025-01-01T00:00:00"), "Traveler 12.0.2.0");
        let new = || log(9, Some("2026-01-01T00:00:00"), "Traveler 14.5.1.0");
        let other_log = || at(Rank::Log, "other.log", 1, None, "Traveler 12.0.2.0");
        let stated = |text| at(Rank::Stated, "(option)", 1, None, text);
        let mention = || at(Rank::Mention, "list.txt", 1, None, "Traveler 14.5.1.0");
        let mail = || at(Rank::Mail, "mail.eml", 1, None, "Traveler 14.0.0.2");
        let cases = [
            (vec![], None),
            (vec![old(), new()], Some("14.5.1.0")),
            (vec![new(), old()], Some("14.5.1.0")),
            (
                vec![log(1, None, "Traveler 12.0.2.0"), log(9, None, "Traveler 14.5.1.0")],
                Some("14.5.1.0"),
            ),
            (vec![new(), other_log()], None),
            (vec![mention()], None),
            (vec![mail(), mention()], Some("14.0.0.2")),
            (vec![mail(), new()], Some("14.5.1.0")),
            (vec![stated("Traveler 14.5.1.0"), old()], Some("14.5.1.0")),
            (vec![stated("Traveler 12.0.2.0"), new()], None),
            (vec![stated("Traveler 14.5.1"), stated("Traveler 14.0")], None),
        ];
        for (seen, wanted) in cases {
            assert_eq!(chosen(&seen).as_deref(), wanted, "{seen:#?}");
        }
        assert!(choose(&[new(), other_log()], Product::Traveler).contradicts());
        assert!(!choose(&[mention()], Product::Traveler).contradicts());
    }

    #[test]
    fn a_header_names_its_server() {
        let cases = [
            (
                "Traveler 11.0.1.1 Build 202005211639_30 on server trav01/Acme on behalf of device with id 7…1",
                Some("trav01/Acme"),
            ),
            (
                "Itemize by traveler on TRAV01/Mobile/Acme(Release 11.0.1FP2HF125 | November 22, 2021)",
                Some("TRAV01/Mobile/Acme"),
            ),
            ("IBM Traveler 9.0.1.7 Build 201508211840_20", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(server_in(text), wanted.and_then(NotesName::parse), "{text}");
        }
    }
}
