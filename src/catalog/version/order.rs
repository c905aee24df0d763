//! Which of two versions is the older one, where that can be told at all.
//!
//! Up to 9.0.1 Traveler had counters side by side (interim fixes, the fourth number, upgrade packs)
//! and lines maintained in parallel; nothing published says how they interleave, so most pairs have
//! no order. From release 10 on the fourth number is the fix pack. Domino counts fix packs within a
//! release and hotfixes within a fix pack; interim fixes are other numbers for some of these.

use super::{LevelKind, Product, Version};
use std::cmp::Ordering;

/// From this release on the fourth number of Traveler is the fix pack.
const UNIFIED_FROM: u32 = 10;

impl Version {
    /// The order of two versions of one product; `None` where the facts do not give one.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self.product, other.product) {
            (Product::Traveler, Product::Traveler) => traveler(self, other),
            (Product::Domino, Product::Domino) => domino(self, other),
            _ => None,
        }
    }
}

fn traveler(a: &Version, b: &Version) -> Option<Ordering> {
    let majors = a.numbers.part(0).cmp(&b.numbers.part(0));
    if majors != Ordering::Equal {
        return Some(majors);
    }
    if a.numbers.part(0) >= UNIFIED_FROM { unified(a, b) } else { side_by_side(a, b) }
}

/// Releases from 10 on: number, fix pack, then prereleases before the release, then builds.
fn unified(a: &Version, b: &Version) -> Option<Ordering> {
    let numbers = (a.numbers.release(), fix_pack(a)?).cmp(&(b.numbers.release(), fix_pack(b)?));
    numbers_then(numbers, || prereleases(a, b))
        .and_then(|order| numbers_then(order, || builds(a, b)))
}

/// The fix pack, from its level or from the fourth number; `None` where the two disagree or another
/// counter stands there.
fn fix_pack(version: &Version) -> Option<u32> {
    let known = |kind: LevelKind| kind == LevelKind::FixPack || kind.is_prerelease();
    if !version.levels.iter().all(|level| known(level.kind)) {
        return None;
    }
    let level = version.level(LevelKind::FixPack);
    match (level, version.numbers.fourth()) {
        (Some(level), Some(fourth)) if fourth != 0 && fourth != level => None,
        (Some(level), _) => Some(level),
        (None, _) if version.has(LevelKind::FixPack) => None,
        (None, fourth) => Some(fourth.unwrap_or(0)),
    }
}

fn numbers_then(order: Ordering, next: impl FnOnce() -> Option<Ordering>) -> Option<Ordering> {
    if order == Ordering::Equal { next() } else { Some(order) }
}

/// A prerelease is older than the release; two are ordered only if they count the same way.
fn prereleases(a: &Version, b: &Version) -> Option<Ordering> {
    let of =
        |version: &Version| version.levels.iter().copied().find(|level| level.kind.is_prerelease());
    match (of(a), of(b)) {
        (None, None) => Some(Ordering::Equal),
        (Some(_), None) => Some(Ordering::Less),
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(a), Some(b)) if a == b => Some(Ordering::Equal),
        (Some(a), Some(b)) if a.kind == b.kind => Some(a.number?.cmp(&b.number?)),
        _ => None,
    }
}

/// One number may be built several times. Where only one side tells its build, they may differ.
fn builds(a: &Version, b: &Version) -> Option<Ordering> {
    match (&a.build, &b.build) {
        (None, None) => Some(Ordering::Equal),
        (Some(a), Some(b)) if a.text == b.text => Some(Ordering::Equal),
        (Some(a), Some(b)) if a.time != b.time => Some(a.time.cmp(&b.time)),
        _ => None,
    }
}

/// Releases before 10: only inside one line, and there by the build, or by the one counter in which
/// they differ.
fn side_by_side(a: &Version, b: &Version) -> Option<Ordering> {
    if line(a) != line(b) || a.is_prerelease() || b.is_prerelease() {
        return None;
    }
    if a.build.is_some() && b.build.is_some() {
        return builds(a, b);
    }
    let fourth = (a.numbers.fourth(), b.numbers.fourth());
    if a.levels == b.levels {
        return match fourth {
            (Some(a_fourth), Some(b_fourth)) => {
                numbers_then(a_fourth.cmp(&b_fourth), || builds(a, b))
            }
            (None, None) => builds(a, b),
            _ => None,
        };
    }
    if fourth.0 != fourth.1 {
        return None;
    }
    let fix = |version: &Version| version.level(LevelKind::InterimFix);
    let same_rest = others(a) == others(b);
    same_rest.then(|| Some(fix(a)?.cmp(&fix(b)?))).flatten()
}

/// All levels besides the interim fix.
fn others(version: &Version) -> Vec<super::Level> {
    let other = |level: &&super::Level| level.kind != LevelKind::InterimFix;
    version.levels.iter().filter(other).copied().collect()
}

/// A line of maintenance: the release, its upgrade pack, and the hundreds of the fourth number,
/// which on 8.5.3 belong to upgrade packs.
fn line(version: &Version) -> ((u32, u32, u32), Option<u32>, u32) {
    let hundreds = version.numbers.fourth().unwrap_or(0) / 100;
    (version.numbers.release(), version.level(LevelKind::UpgradePack), hundreds)
}

/// Domino: number, fix pack, then the fix inside it.
fn domino(a: &Version, b: &Version) -> Option<Ordering> {
    let base = |version: &Version| {
        let pack = version.level(LevelKind::FixPack);
        let known = pack.is_some() || !version.has(LevelKind::FixPack);
        known.then(|| (version.numbers.release(), pack.unwrap_or(0)))
    };
    numbers_then(base(a)?.cmp(&base(b)?), || prereleases(a, b))
        .and_then(|order| numbers_then(order, || fixes(a, b)))
}

/// Hotfixes and interim fixes are different numbers: 14.0FP2 IF1 is 14.0FP2 HF8.
fn fixes(a: &Version, b: &Version) -> Option<Ordering> {
    let count =
        |version: &Version| version.levels.iter().filter(|level| is_fix(level.kind)).count();
    match (count(a), count(b)) {
        (0, 0) => Some(Ordering::Equal),
        (1, 0) => Some(Ordering::Greater),
        (0, 1) => Some(Ordering::Less),
        (1, 1) => [LevelKind::HotFix, LevelKind::InterimFix]
            .into_iter()
            .find_map(|kind| Some(a.level(kind)?.cmp(&b.level(kind)?))),
        _ => None,
    }
}

fn is_fix(kind: LevelKind) -> bool {
    matches!(kind, LevelKind::HotFix | LevelKind::InterimFix)
}
