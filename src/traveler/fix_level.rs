//! Whether a Traveler version holds the fix of LO82423: no SSLv3 in the traffic between Traveler
//! servers.
//!
//! Citrix names the levels: 9.0.1 IF7, 9.0.0.1 IF8, 8.5.3 Upgrade Pack 2 IF8 and all later
//! releases. Interim fixes and the fourth number are different counters, so 9.0.1 IF7 is not
//! 9.0.1.7; what a spelling does not settle is unknown, with the question to ask.

use super::{Level, LevelKind, Product, Version};
use crate::catalog::fix_levels::{FixLevels, FixLine};
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
pub fn judge(version: &Version, levels: &FixLevels) -> Verdict {
    let line = line_of(version, levels);
    let row = match version.product {
        Product::Traveler => traveler(version, levels, line),
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
mod tests {
    use super::super::find_versions;
    use super::*;
    use crate::catalog::Catalog;
    use proptest::prelude::*;

    const EARLY: &str = "Build 201403141530_20";
    const DAY_BEFORE: &str = "Build 201410132359_20";
    const THAT_DAY: &str = "Build 201410140000_20";
    const LATE: &str = "Build 201508211840_20";

    fn told(text: &str) -> Verdict {
        let version = find_versions(text).into_iter().next().expect(text);
        judge(&version, &Catalog::built_in().expect("the catalog").fix_levels)
    }

    fn check(table: &[(String, &str)]) {
        for (text, expected) in table {
            let verdict = told(&format!("IBM Traveler {text}"));
            let ask = verdict.ask.map_or("-", Ask::word);
            let status = verdict.status.word();
            let confidence = verdict.confidence.word();
            let found = format!("{status} {confidence} {} {ask}", verdict.outcome);
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn line_9_0_1() {
        const LOW: &str = "fail high interim-fix-too-low -";
        const REACHED: &str = "pass high interim-fix-reached -";
        const EITHER: &str = "unknown high interim-fix-and-build-not-told ask-interim-fix-or-build";
        const FIX: &str = "unknown high interim-fix-not-told ask-interim-fix";
        const TOO_OLD: &str = "fail high built-before-disclosure -";
        const CLASH: &str = "unknown high number-contradicts-build ask-build";
        check(&[
            ("9.0.1 IF6".into(), LOW),
            ("9.0.1 IF7".into(), REACHED),
            ("9.0.1 IF8".into(), REACHED),
            ("9.0.1.0 IF7".into(), REACHED),
            (format!("9.0.1 IF7 {LATE}"), REACHED),
            (
                format!("9.0.1 IF7 {EARLY}"),
                "unknown high interim-fix-contradicts-build ask-interim-fix-or-build",
            ),
            (format!("9.0.1 IF4 {EARLY}"), LOW),
            ("9.0.1".into(), EITHER),
            ("9.0.1.0".into(), EITHER),
            ("9.0.1.1".into(), EITHER),
            ("9.0.1.3".into(), EITHER),
            ("9.0.1.4".into(), "pass medium fourth-number-reached -"),
            ("9.0.1.7".into(), "pass medium fourth-number-reached -"),
            ("9.0.1.21".into(), "pass medium fourth-number-reached -"),
            (format!("9.0.1 {EARLY}"), TOO_OLD),
            (format!("9.0.1.3 {DAY_BEFORE}"), TOO_OLD),
            (format!("9.0.1.3 {THAT_DAY}"), FIX),
            (format!("9.0.1 {LATE}"), FIX),
            (format!("9.0.1.4 {DAY_BEFORE}"), CLASH),
            (format!("9.0.1.4 {THAT_DAY}"), "pass high fourth-number-and-build -"),
            (format!("9.0.1.7 {LATE}"), "pass high fourth-number-and-build -"),
            ("9.0.1.107".into(), "unknown high fourth-number-unmapped ask-interim-fix"),
            ("9.0.1 FP7".into(), "unknown high level-unmapped ask-interim-fix"),
            ("9.0.1 HF7".into(), "unknown high level-unmapped ask-interim-fix"),
            ("9.0.1 IF6/IF7".into(), "unknown high level-unmapped ask-interim-fix"),
            ("9.0.1.3 IF7".into(), "unknown high two-counters ask-interim-fix-or-build"),
            ("9.0.1.12 IF1".into(), "unknown high two-counters ask-interim-fix-or-build"),
            ("9.0.1.12 IF7".into(), "pass medium interim-fix-reached -"),
            ("9.0.1 beta 1".into(), EITHER),
        ]);
    }

    #[test]
    fn line_9_0_0_1() {
        const FIX: &str = "unknown high interim-fix-not-told ask-interim-fix";
        const FOURTH: &str = "unknown high fourth-number-unmapped ask-interim-fix";
        check(&[
            ("9.0.0.1 IF7".into(), "fail high interim-fix-too-low -"),
            ("9.0.0.1 IF8".into(), "pass high interim-fix-reached -"),
            ("9.0.0.1".into(), FIX),
            (format!("9.0.0.1 {EARLY}"), "fail high built-before-disclosure -"),
            (format!("9.0.0.1 {LATE}"), FIX),
            ("9.0.0.108".into(), FOURTH),
            ("9.0.0.2".into(), FOURTH),
            (format!("9.0.0.2 {EARLY}"), FOURTH),
            (format!("9.0.0.108 {LATE}"), FOURTH),
            ("9.0".into(), "fail high line-not-covered -"),
            ("9.0.0".into(), "fail high line-not-covered -"),
            ("9.0.0.0".into(), "fail high line-not-covered -"),
            (format!("9.0 {LATE}"), "fail high line-not-covered -"),
            ("9.0 IF8".into(), "unknown high level-unmapped ask-version"),
        ]);
    }

    #[test]
    fn line_8_5_3_upgrade_pack_2() {
        const FIX: &str = "unknown high interim-fix-not-told ask-interim-fix";
        const FOURTH: &str = "unknown high fourth-number-unmapped ask-interim-fix";
        const NOT: &str = "fail high line-not-covered -";
        check(&[
            ("8.5.3 UP2 IF7".into(), "fail high interim-fix-too-low -"),
            ("8.5.3 Upgrade Pack 2 IF8".into(), "pass high interim-fix-reached -"),
            ("8.5.3UP2IF8".into(), "pass high interim-fix-reached -"),
            ("8.5.3.208 UP2 IF8".into(), "pass high interim-fix-reached -"),
            ("8.5.3.2 UP2 IF8".into(), FOURTH),
            ("8.5.3 UP2".into(), FIX),
            (format!("8.5.3 UP2 {EARLY}"), "fail high built-before-disclosure -"),
            (format!("8.5.3 UP2 {LATE}"), FIX),
            ("8.5.3.200".into(), FOURTH),
            ("8.5.3.208".into(), FOURTH),
            ("8.5.3.299".into(), FOURTH),
            (format!("8.5.3.208 {DAY_BEFORE}"), "fail high built-before-disclosure -"),
            (format!("8.5.3.208 {THAT_DAY}"), FOURTH),
            ("8.5.3.208 IF8".into(), FOURTH),
            ("8.5.3".into(), NOT),
            ("8.5.3.3".into(), NOT),
            ("8.5.3.3 IF8".into(), NOT),
            ("8.5.3.100".into(), NOT),
            ("8.5.3 UP1".into(), NOT),
            ("8.5.3 UP1 IF9".into(), NOT),
            ("8.5.3 FP3 IF8".into(), NOT),
            (format!("8.5.3 {LATE}"), NOT),
            ("8.5.2.3".into(), NOT),
            ("8.5.1 FP3".into(), NOT),
            ("8.5".into(), NOT),
            ("8.0.1.3 CF1".into(), NOT),
            ("8.0".into(), NOT),
            ("8.5.3 UP3".into(), "unknown high release-unknown ask-version"),
            ("8.5.3 UP1/UP2 IF8".into(), "unknown high level-unmapped ask-interim-fix"),
        ]);
    }

    #[test]
    fn later_releases_and_those_that_never_were() {
        const LATER: &str = "pass high later-release -";
        const NEVER: &str = "unknown high release-unknown ask-version";
        check(&[
            ("10.0".into(), LATER),
            ("10.0.1.1 Build 201906031703_20".into(), LATER),
            ("11.0.0.BETA1".into(), LATER),
            ("12.0.2EAP5".into(), LATER),
            ("13.0".into(), LATER),
            ("14.5.1".into(), LATER),
            ("14.5.1EA2".into(), LATER),
            ("16.0".into(), LATER),
            (format!("14.5.1 {EARLY}"), "unknown high number-contradicts-build ask-version"),
            ("7.0.2".into(), NEVER),
            ("8.1".into(), NEVER),
            ("9.0.2".into(), NEVER),
            ("9.5".into(), NEVER),
            ("0.0".into(), NEVER),
        ]);
    }

    #[test]
    fn other_products_are_not_judged() {
        let table = [
            ("Release 9.0.1FP10 HF265 | July 25, 2018", "domino-version"),
            ("Itemize by traveler on A/B(Release 14.0FP2|July 1, 2024)", "domino-version"),
            ("IBM Notes Traveler application before 9.0.1.3 for Android", "client-version"),
            ("IBM Verse/10.0.9.0", "client-version"),
        ];
        for (text, outcome) in table {
            let verdict = told(text);
            assert_eq!(
                (verdict.status, verdict.outcome),
                (Status::NotApplicable, outcome),
                "{text}"
            );
        }
    }

    #[test]
    fn a_product_that_was_concluded_makes_it_less_sure() {
        assert_eq!(told("9.0.1 IF7").confidence, Confidence::Medium);
        assert_eq!(told("9.0.1 IF7").status, Status::Pass);
        assert_eq!(told("Traveler 9.0.1 IF7").confidence, Confidence::High);
    }

    #[test]
    fn the_arguments_tell_what_was_compared() {
        let verdict = told("Traveler 9.0.1 IF6 Build 201403141530_20");
        let arg = |name: &str| verdict.args.get(name).map(String::as_str);
        assert_eq!(arg("apar"), Some("LO82423"));
        assert_eq!(
            (arg("line"), arg("needed"), arg("level")),
            (Some("9.0.1"), Some("IF7"), Some("IF6"))
        );
        assert_eq!((arg("built"), arg("disclosed")), (Some("2014-03-14"), Some("2014-10-14")));
    }

    proptest! {
        #[test]
        fn nothing_below_the_named_levels_passes(
            release in proptest::sample::select(vec!["9.0.1", "9.0.0.1", "8.5.3 UP2"]),
            fix in 0..7u32,
            late in any::<bool>(),
        ) {
            let build = if late { LATE } else { EARLY };
            let verdict = told(&format!("Traveler {release} IF{fix} {build}"));
            prop_assert_eq!(verdict.status, Status::Fail);
        }

        #[test]
        fn what_is_unknown_says_what_to_ask(
            major in 7..10u32,
            rest in proptest::collection::vec(0..300u32, 1..4),
            level in proptest::sample::select(vec!["", " IF7", " FP1", " UP2", " UP2 IF9", " beta"]),
            build in proptest::sample::select(vec![EARLY, LATE, ""]),
        ) {
            let rest: Vec<_> = rest.iter().map(u32::to_string).collect();
            let verdict = told(&format!("Traveler {major}.{}{level} {build}", rest.join(".")));
            prop_assert_eq!(verdict.ask.is_some(), verdict.status == Status::Unknown);
        }
    }
}
