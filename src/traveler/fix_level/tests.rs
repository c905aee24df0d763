//! The rule, row by row.

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
    let catalog = Catalog::built_in().expect("the catalog");
    judge(&version, &catalog.fix_levels, &catalog.releases)
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
        ("9.0.1.99".into(), "pass medium fourth-number-reached -"),
        ("9.0.1.100".into(), "unknown high fourth-number-unmapped ask-interim-fix"),
        ("9.0.1.107".into(), "unknown high fourth-number-unmapped ask-interim-fix"),
        ("9.0.1 FP7".into(), "unknown high level-unmapped ask-interim-fix"),
        ("9.0.1 UP2 IF8".into(), "unknown high level-unmapped ask-interim-fix"),
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
        ("8.5.3.0 UP2 IF8".into(), "pass high interim-fix-reached -"),
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
        ("29.0".into(), LATER),
        ("30.0".into(), NEVER),
        ("64.0".into(), NEVER),
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
        assert_eq!((verdict.status, verdict.outcome), (Status::NotApplicable, outcome), "{text}");
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
