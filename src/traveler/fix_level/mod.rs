//! Whether a Traveler version holds the fix of LO82423: no SSLv3 in the traffic between Traveler
//! servers.
//!
//! Citrix names the levels: 9.0.1 IF7, 9.0.0.1 IF8, 8.5.3 Upgrade Pack 2 IF8 and all later
//! releases. Interim fixes and the fourth number are different counters, so 9.0.1 IF7 is not
//! 9.0.1.7; what a spelling does not settle is unknown, with the question to ask.

use super::{Level, LevelKind, Product, Version, contradicts_build};
use crate::catalog::fix_levels::{FixLevels, FixLine};
use crate::catalog::releases::Releases;
use crate::evidence::{Args, Confidence, Status};

/// What to ask for where the text did not settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// The number of the interim fix.
    InterimFix,
    /// The build time stamp.
    Build,
    /// One of the two.
    InterimFixOrBuild,
    /// The version as the server itself tells it.
    Version,
}

impl Ask {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InterimFix => "ask-interim-fix",
            Self::Build => "ask-build",
            Self::InterimFixOrBuild => "ask-interim-fix-or-build",
            Self::Version => "ask-version",
        }
    }
}

/// What is to be said of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds the fix.
    pub status: Status,
    /// The row of the rule that decided: the code of a text.
    pub outcome: &'static str,
    /// What to ask for, where the status is unknown.
    pub ask: Option<Ask>,
    /// How sure.
    pub confidence: Confidence,
    /// What the text needs.
    pub args: Args,
}

/// A row of the rule.
#[derive(Debug, Clone, Copy)]
struct Row {
    status: Status,
    outcome: &'static str,
    ask: Option<Ask>,
    confidence: Confidence,
}

impl Row {
    fn pass(outcome: &'static str) -> Self {
        Self { status: Status::Pass, outcome, ask: None, confidence: Confidence::High }
    }

    fn fail(outcome: &'static str) -> Self {
        Self { status: Status::Fail, ..Self::pass(outcome) }
    }

    fn unknown(outcome: &'static str, ask: Ask) -> Self {
        Self { status: Status::Unknown, ask: Some(ask), ..Self::pass(outcome) }
    }

    fn not_applicable(outcome: &'static str) -> Self {
        Self { status: Status::NotApplicable, ..Self::pass(outcome) }
    }

    fn medium(self) -> Self {
        Self { confidence: Confidence::Medium, ..self }
    }
}

/// When a server was built, seen from the disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Built {
    Before,
    After,
    NotTold,
}

/// Judges a version. Where the product was only concluded from the form of the text, no verdict is
/// surer than medium.
#[must_use]
pub fn judge(version: &Version, levels: &FixLevels, releases: &Releases) -> Verdict {
    let line = line_of(version, levels);
    let row = match version.product {
        Product::Traveler => match traveler(version, levels, line) {
            row if row.status == Status::Pass && contradicts_build(version, releases, levels) => {
                Row::unknown("level-contradicts-build", Ask::Build)
            }
            row => row,
        },
        Product::Domino => Row::not_applicable("domino-version"),
        Product::Other => Row::not_applicable("client-version"),
    };
    let ceiling = levels.code.confidence();
    let assumed = if version.assumed { Confidence::Medium } else { Confidence::High };
    Verdict {
        status: row.status,
        outcome: row.outcome,
        ask: row.ask,
        confidence: row.confidence.and(ceiling).and(assumed),
        args: args(version, levels, line),
    }
}

fn args(version: &Version, levels: &FixLevels, line: Option<&FixLine>) -> Args {
    let mut args = Args::from([
        ("apar", levels.apar.clone()),
        ("version", version.numbers.text.clone()),
        ("disclosed", levels.disclosed.to_string()),
        ("later_from", levels.later_from.to_string()),
    ]);
    if let Some(level) = version.level_text() {
        args.insert("level", level);
    }
    if let Some(build) = &version.build {
        args.insert("build", build.text.clone());
        args.insert("built", build.time.date().to_string());
    }
    if let Some(line) = line {
        args.insert("line", line.name());
        args.insert("needed", format!("IF{}", line.interim_fix));
        args.extend(line.fourth_number.map(|fourth| ("fourth", fourth.to_string())));
    }
    args
}

fn traveler(version: &Version, levels: &FixLevels, line: Option<&FixLine>) -> Row {
    let built = built(version, levels);
    if version.numbers.part(0) >= levels.later_from {
        return match built {
            Built::Before => Row::unknown("number-contradicts-build", Ask::Version),
            _ if version.numbers.part(0) > levels.later_to => {
                Row::unknown("release-unknown", Ask::Version)
            }
            _ => Row::pass("later-release"),
        };
    }
    if is_doubled(&version.levels) {
        return Row::unknown("level-unmapped", Ask::InterimFix);
    }
    match line {
        Some(line) => in_line(version, line, built),
        None => outside_lines(version, levels),
    }
}

fn built(version: &Version, levels: &FixLevels) -> Built {
    match &version.build {
        Some(build) if build.time.date() < levels.disclosed => Built::Before,
        Some(_) => Built::After,
        None => Built::NotTold,
    }
}

/// Two numbers of one counter (`IF6/IF7`): the text does not say which one is installed.
fn is_doubled(levels: &[Level]) -> bool {
    levels.iter().any(|level| levels.iter().filter(|other| other.kind == level.kind).count() > 1)
}

/// The line a version belongs to.
fn line_of<'l>(version: &Version, levels: &'l FixLevels) -> Option<&'l FixLine> {
    levels.lines.iter().find(|line| {
        version.numbers.release() == line.release.release()
            && match (line.upgrade_pack, line.release.fourth()) {
                (Some(pack), _) if version.has(LevelKind::UpgradePack) => {
                    version.level(LevelKind::UpgradePack) == Some(pack)
                }
                (Some(_), _) => line.may_print(version),
                (None, Some(_)) => version.numbers.fourth().is_some_and(|fourth| fourth > 0),
                (None, None) => true,
            }
    })
}

/// A version of a line that holds the fix from a level on.
fn in_line(version: &Version, line: &FixLine, built: Built) -> Row {
    let counts = |kind: LevelKind| {
        kind == LevelKind::InterimFix
            || kind.is_prerelease()
            || (kind == LevelKind::UpgradePack && line.upgrade_pack.is_some())
    };
    if !version.levels.iter().all(|level| counts(level.kind)) {
        return Row::unknown("level-unmapped", Ask::InterimFix);
    }
    if let Some(row) = unmapped_fourth(version, line, built) {
        return row;
    }
    let by_fix = version.level(LevelKind::InterimFix).map(|fix| by_interim_fix(fix, line, built));
    let Some(threshold) = line.fourth_number else {
        return by_fix.unwrap_or_else(|| without_interim_fix(built));
    };
    let fourth = version.numbers.fourth().unwrap_or(0);
    let by_fourth = by_fourth_number(fourth, threshold, built);
    match by_fix {
        Some(by_fix) if fourth == 0 => by_fix,
        Some(by_fix) => both(by_fix, by_fourth),
        None => by_fourth,
    }
}

/// A fourth number that nothing published explains on this line.
fn unmapped_fourth(version: &Version, line: &FixLine, built: Built) -> Option<Row> {
    let unknown = Row::unknown("fourth-number-unmapped", Ask::InterimFix);
    let fourth = version.numbers.fourth()?;
    if line.upgrade_pack.is_some() {
        if version.has(LevelKind::UpgradePack) {
            return (fourth > 0 && !line.may_print(version)).then_some(unknown);
        }
        return Some(if built == Built::Before {
            Row::fail("built-before-disclosure")
        } else {
            unknown
        });
    }
    let expected = match line.release.fourth() {
        Some(own) => fourth == own,
        None => line.fourth_limit.is_none_or(|limit| fourth < limit),
    };
    (!expected).then_some(unknown)
}

fn by_interim_fix(fix: u32, line: &FixLine, built: Built) -> Row {
    match (fix >= line.interim_fix, built) {
        (false, _) => Row::fail("interim-fix-too-low"),
        (true, Built::Before) => {
            Row::unknown("interim-fix-contradicts-build", Ask::InterimFixOrBuild)
        }
        (true, _) => Row::pass("interim-fix-reached"),
    }
}

fn without_interim_fix(built: Built) -> Row {
    match built {
        Built::Before => Row::fail("built-before-disclosure"),
        _ => Row::unknown("interim-fix-not-told", Ask::InterimFix),
    }
}

fn by_fourth_number(fourth: u32, threshold: u32, built: Built) -> Row {
    match (fourth >= threshold, built) {
        (true, Built::After) => Row::pass("fourth-number-and-build"),
        (true, Built::NotTold) => Row::pass("fourth-number-reached").medium(),
        (true, Built::Before) => Row::unknown("number-contradicts-build", Ask::Build),
        (false, Built::Before) => Row::fail("built-before-disclosure"),
        (false, Built::After) => Row::unknown("interim-fix-not-told", Ask::InterimFix),
        (false, Built::NotTold) => {
            Row::unknown("interim-fix-and-build-not-told", Ask::InterimFixOrBuild)
        }
    }
}

/// A fourth number and an interim fix together: only if both say the same is anything known.
fn both(by_fix: Row, by_fourth: Row) -> Row {
    if by_fix.status == by_fourth.status {
        return Row { confidence: by_fix.confidence.and(by_fourth.confidence), ..by_fix };
    }
    Row::unknown("two-counters", Ask::InterimFixOrBuild)
}

/// A version of no line that holds the fix.
fn outside_lines(version: &Version, levels: &FixLevels) -> Row {
    let newer_pack = version.level(LevelKind::UpgradePack).is_some_and(|pack| {
        let lines =
            levels.lines.iter().filter(|line| version.numbers.release() == line.release.release());
        lines.filter_map(|line| line.upgrade_pack).any(|known| pack > known)
    });
    let covered_by = levels.not_covered.iter().find(|known| {
        known.parts.iter().enumerate().all(|(at, part)| version.numbers.part(at) == *part)
    });
    let Some(known) = covered_by.filter(|_| !newer_pack) else {
        return Row::unknown("release-unknown", Ask::Version);
    };
    // One exact release: what a fix on top of it would be called is not known, and it may be a
    // loose way to write the line after it.
    let levelled = version.levels.iter().any(|level| !level.kind.is_prerelease());
    if known.parts.len() == 4 && levelled {
        return Row::unknown("level-unmapped", Ask::Version);
    }
    Row::fail("line-not-covered")
}

#[cfg(test)]
mod tests;
