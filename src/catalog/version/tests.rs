//! Spellings as they are seen; servers, people and devices are invented.

use super::*;
use proptest::prelude::*;
use std::cmp::Ordering;

/// `product number levels build date`, with `?` after an assumed product; `-` for what is missing.
fn told(version: &Version) -> String {
    let product = version.product.word();
    let mark = if version.assumed { "?" } else { "" };
    let mut text = format!("{product}{mark} {}", version.numbers.text);
    if let Some(levels) = version.level_text() {
        text = format!("{text} {levels}");
    }
    if let Some(build) = &version.build {
        text = format!("{text} B{}", build.text);
    }
    if let Some(date) = version.date {
        text = format!("{text} {date}");
    }
    text
}

fn all(line: &str) -> String {
    find_versions(line).iter().map(told).collect::<Vec<_>>().join(" + ")
}

fn check(table: &[(&str, &str)]) {
    for (line, expected) in table {
        assert_eq!(all(line), *expected, "{line}");
    }
}

#[test]
fn headers_of_mails_sent_through_traveler() {
    check(&[
        (
            "X-Mailer: IBM Traveler 9.0.1.7 Build 201508211840_20",
            "traveler 9.0.1.7 B201508211840_20",
        ),
        (
            "IBM Traveler 10.0.1.1 Build 201906031703_20 on behalf of device with id 4ZK...1QA, \
             type 455 (ios) and description iPhone 6 Plus:Apple-iPhone7C1/1607.77 (OS 12)",
            "traveler 10.0.1.1 B201906031703_20",
        ),
        (
            "IBM Traveler 10.0.1.2 Build 202002141540_20 on behalf of device with id mdm...0aa, \
             type 1300 (maas360android) and description Mail-Android/7.40 at 20210419051005287 \
             by DS-7f0000000000[SendMail]",
            "traveler 10.0.1.2 B202002141540_20",
        ),
        (
            "IBM Traveler 10.0.1.2 Build 202002141540_20 on behalf of device with id a, type 700 \
             (android) and description tablet:Android 9:IBM Verse/10.0.9.0 201908051549",
            "traveler 10.0.1.2 B202002141540_20",
        ),
        (
            "Traveler 11.0.1.1 Build 202005211639_30 on server trav09/03/A/Acme on behalf of \
             device with id mdm...4a2, type 1300 (maas360android) and",
            "traveler 11.0.1.1 B202005211639_30",
        ),
        (
            "X-Mailer: Traveler 11.0.1.1 Build 202005211639_30 on server\r\n Domino12.0/Acme on\r\n \
             behalf of device",
            "traveler 11.0.1.1 B202005211639_30",
        ),
        (
            "X-Mailer: IBM Traveler\r\n 9.0.1.7\r\n\tBuild 201508211840_20",
            "traveler 9.0.1.7 B201508211840_20",
        ),
        ("Traveler 9.0.1.7 (Build 201508211840)", "traveler 9.0.1.7 B201508211840"),
    ]);
}

#[test]
fn a_build_is_a_date_or_no_build() {
    check(&[
        ("Traveler 9.0.1.7 Build 201513211840_20", "traveler 9.0.1.7"),
        ("Traveler 9.0.1.7 Build 201502301840_20", "traveler 9.0.1.7"),
        ("Traveler 9.0.1.7 Build 201508212540_20", "traveler 9.0.1.7"),
        ("Traveler 9.0.1.7 Build 2015082118401_20", "traveler 9.0.1.7"),
        ("Traveler 9.0.1.7 Build 20150821", "traveler 9.0.1.7"),
        ("Traveler 9.0.1.7 Build 201602291840_20", "traveler 9.0.1.7 B201602291840_20"),
    ]);
}

#[test]
fn every_word_for_a_level() {
    check(&[
        ("Lotus Notes Traveler 8.5.3 Upgrade Pack 2 IF8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3UP2IF8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3 Upgrade Pack 2 Interim Fix 8", "traveler 8.5.3 UP2 IF8"),
        ("traveler 8.5.3-up2-if8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler_8.5.3_UP2_IF8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3.UP2.IF8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3 UP 2, IF 8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3 UpgradePack2 InterimFix8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 8.5.3 (UP2) IF#8", "traveler 8.5.3 UP2 IF8"),
        ("Traveler 9.0.0.1 IF8", "traveler 9.0.0.1 IF8"),
        ("Traveler 8.5.3.3 Interim Fix 1", "traveler 8.5.3.3 IF1"),
        ("Lotus Notes Traveler before 8.0.1.3 CF1", ""),
        ("Lotus Notes Traveler 8.0.1.3 CF1", "traveler 8.0.1.3 CF1"),
        ("Traveler 14.0FP2", "traveler 14.0 FP2"),
        ("Traveler 14.0 Fix Pack 2", "traveler 14.0 FP2"),
        ("Traveler 11.0.0.BETA1", "traveler 11.0.0 BETA1"),
        ("Traveler 11.0 Beta", "traveler 11.0 BETA"),
        ("Traveler 14.0.0EA1", "traveler 14.0.0 EA1"),
        ("Traveler 12.0.2EAP5", "traveler 12.0.2 EAP5"),
        ("Traveler 12.0.2 Early Access Program 5", "traveler 12.0.2 EAP5"),
        ("Traveler 9.0.1 IF7 or IF8", ""),
        ("Traveler 9.0.1 IF6/IF7", "traveler 9.0.1 IF6 IF7"),
        ("Traveler 9.0.1 Hotfix 3", "traveler 9.0.1 HF3"),
        ("Traveler 9.0.1 up to date", "traveler 9.0.1"),
        ("Traveler 9.0.1 without IF7", "traveler 9.0.1"),
    ]);
}

#[test]
fn packages_tokens_and_lists() {
    check(&[
        ("Traveler_14.0.0FP2_Linux_ML.tar.gz", "traveler 14.0.0 FP2"),
        ("Traveler_11.0_Linux_ML.tar.gz", "traveler 11.0"),
        ("Traveler_14.5.1.tar.gz", "traveler 14.5.1"),
        ("TRAVELER_V10.0.1_FP1_FOR_LINUX_ML.tar.gz", "traveler 10.0.1 FP1"),
        ("HCL_Traveler_V11_Beta1_Linux64.tar.gz", "traveler 11 BETA1"),
        ("Traveler_14.5.1EA2_Linux_ML.tar.gz", "traveler 14.5.1 EA2"),
        ("traveler|12.0.1FP2", "traveler 12.0.1 FP2"),
        ("traveler|12.0FP1", "traveler 12.0 FP1"),
        ("domino|14.0FP2", "domino 14.0 FP2"),
        ("INSTALLED_DOMINO_VERSION=14.5", "domino 14.5"),
        ("Traveler.Version = 9.0.1.7 Build 201508211840_20", "traveler 9.0.1.7 B201508211840_20"),
        ("cpe:2.3:a:ibm:lotus_notes_traveler:8.5.3", "traveler 8.5.3"),
        ("HCL Traveler 14.5.1 on Domino 14.5.1FP1", "traveler 14.5.1 + domino 14.5.1 FP1"),
        ("HCL Traveler for Domino 14.5", "domino 14.5"),
        ("Basic realm=\"Lotus Notes Traveler (9.0.1)\"", "traveler 9.0.1"),
    ]);
}

#[test]
fn releases_of_domino() {
    check(&[
        (
            "IBM Domino (r) Server (64 Bit), Release 9.0.1FP10, January 15, 2018",
            "domino 9.0.1 FP10 2018-01-15",
        ),
        (
            "HCL Domino (r) Server (64 Bit) for Windows/64, Release 12.0.2FP2, July 12, 2023",
            "domino 12.0.2 FP2 2023-07-12",
        ),
        ("IBM Domino (r) Server (64 Bit) (Release 9.0.1FP3 for Windows/64)", "domino 9.0.1 FP3"),
        ("(Release 9.0.1FP7|August  17, 2016)", "domino 9.0.1 FP7 2016-08-17"),
        ("(Release 8.5.3FP6|November 21, 2013)", "domino 8.5.3 FP6 2013-11-21"),
        ("(Release 9.0.1FP10 HF265|July 25, 2018)", "domino 9.0.1 FP10 HF265 2018-07-25"),
        ("Release 11.0.1FP2HF125 | November 22, 2021", "domino 11.0.1 FP2 HF125 2021-11-22"),
        ("(Release 11.0.1FP2HF125 |\n November 22, 2021)", "domino 11.0.1 FP2 HF125 2021-11-22"),
        ("Release 11.0.1FP2HF125 |", "domino 11.0.1 FP2 HF125"),
        ("(Release 12.0.2|November 03, 2022)", "domino 12.0.2 2022-11-03"),
        ("(Release 12.0.2FP3 HF86|December 17, 2024)", "domino 12.0.2 FP3 HF86 2024-12-17"),
        ("(Release 14.0FP4|March 10, 2025)", "domino 14.0 FP4 2025-03-10"),
        (
            "Lotus Domino Web Server Release 9.0.1FP7 August  17, 2016",
            "domino 9.0.1 FP7 2016-08-17",
        ),
        ("Lotus Domino Web Server Release 8.5.1FP4 July 25, 2010", "domino 8.5.1 FP4 2010-07-25"),
        ("by mail.example.com (IBM Domino Release 9.0.1FP7)", "domino 9.0.1 FP7"),
        ("Release 14.0FP2", "domino? 14.0 FP2"),
        ("Release: 14.0FP2", "domino? 14.0 FP2"),
        ("Release 8.5.3 UP2 IF8", "traveler? 8.5.3 UP2 IF8"),
        ("9.0.1FP10 HF265", "domino? 9.0.1 FP10 HF265"),
        ("9.0.1FP10 SHF82", "domino? 9.0.1 FP10 HF82"),
        ("Oracle Database Release 12.1.0", ""),
        ("(Release 12.0.2|Smarch 03, 2022)", "domino 12.0.2"),
        ("(Release 12.0.2|February 30, 2022)", "domino 12.0.2"),
    ]);
}

#[test]
fn what_domino_writes_of_itself_is_never_traveler() {
    check(&[
        (
            "X-MIMETrack: Itemize by traveler on TRAV09/03/A/Acme(Release 11.0.1FP2HF125 | \
             November 22, 2021)",
            "domino 11.0.1 FP2 HF125 2021-11-22",
        ),
        (
            "Itemize by traveler on TRAVELER(Release 12.0.2|November 03, 2022)",
            "domino 12.0.2 2022-11-03",
        ),
        ("X-MIMETrack: Itemize by traveler on TRAVELER(Release 12.0.2)", "domino 12.0.2"),
        ("Opened session for TRAVELER (Release 14.0FP4)", "domino? 14.0 FP4"),
        ("Opened session for Kim Doe/Acme (Release 14.0FP4)", "domino? 14.0 FP4"),
        (
            "X-MIMETrack: Itemize by Notes Client on Kim Doe/Acme(Release 9.0.1FP7|August  17, 2016)",
            "other 9.0.1 FP7 2016-08-17",
        ),
        (
            "X-MIMETrack: Itemize by SMTP Server on A/Acme(Release 9.0.1FP7|August  17, 2016) at \
             11/24/2026 07:15:02; Serialize by Notes Client on Kim(Release 8.5.3|September 15, 2011)",
            "domino 9.0.1 FP7 2016-08-17 + other 8.5.3 2011-09-15",
        ),
    ]);
}

#[test]
fn clients_count_for_themselves() {
    check(&[
        ("IBM Notes Traveler application before 9.0.1.3 for Android", "other 9.0.1.3"),
        ("Lotus Notes Traveler client 9.0.1.3", "other 9.0.1.3"),
        ("Lotus Traveler 9.0.1.3 client", "other 9.0.1.3"),
        ("Lotus Traveler Android 8.5.3", "other 8.5.3"),
        ("Traveler 9.0.1.3 for Android", "other 9.0.1.3"),
        ("Traveler 9.0.1.3 for Windows", "traveler 9.0.1.3"),
        ("IBM Verse/10.0.9.0 201908051549", "other 10.0.9.0"),
        ("HCL Notes 12.0.2", "other 12.0.2"),
        ("HCL Notes Client 12.0.2", "other 12.0.2"),
        ("Lotus Notes/Domino 8.5.3", "domino 8.5.3"),
    ]);
}

#[test]
fn lines_of_a_console() {
    check(&[
        (
            "11/24/2026 07:15:20 AM  Traveler: Server started. Version 9.0.1 Build 201403141530_20",
            "traveler 9.0.1 B201403141530_20",
        ),
        (
            "Traveler: Server TRAV01/Acme is running 9.0.1 Build 201403141530_20",
            "traveler 9.0.1 B201403141530_20",
        ),
        ("24.11.2026 07:15:02   Traveler: Server gestartet.", ""),
        ("Lotus Traveler: Server starting...", ""),
        ("Traveler: listening on 10.0.0.5:8642", ""),
        ("Traveler: Server address 10.0.0.5", ""),
        ("Traveler: connected to SQL Server version 12.0.2", ""),
        ("Traveler: Java version 1.8.0", ""),
        ("GET /traveler/Microsoft-Server-ActiveSync HTTP/1.1", ""),
        ("Traveler: Mail server 12.0.2 answers", ""),
        ("HCL Traveler for Windows 10.0", ""),
        ("Traveler is 99.9 % available", ""),
        ("Traveler has been running for 12.5 hours", ""),
        ("Traveler is running for 12.5 hours", ""),
        ("Traveler 12.5 hours", ""),
        ("Traveler: Server started 24.11.26", ""),
        ("Traveler: upgrade if version < 9.0.1 IF7", ""),
        ("Traveler < 9.0.1 IF7", ""),
        ("HTTP Server: Using Web Configuration View", ""),
    ]);
}

#[test]
fn what_the_words_around_take_back_is_no_version() {
    check(&[
        ("Traveler 9.0.1 (IF7 failed)", ""),
        ("Traveler 9.0.1 IF7 pending", ""),
        ("Traveler 9.0.1 Interim Fix 7 is not installed", ""),
        ("not Traveler 9.0.1 IF7", ""),
        ("kein Traveler 9.0.1 IF7", ""),
        ("9.0.1 IF6 -> IF7", ""),
        ("Traveler 9.0.1 IF6 or IF7", ""),
        ("Traveler requires 12.0.1 or later", ""),
        ("It is not slow. Traveler 9.0.1 IF7 runs", "traveler 9.0.1 IF7"),
        ("Traveler 9.0.1 IF7; the fix did not fail", "traveler 9.0.1 IF7"),
    ]);
}

#[test]
fn a_bare_version_is_taken_for_traveler_and_says_so() {
    check(&[
        ("9.0.1 IF7", "traveler? 9.0.1 IF7"),
        ("8.5.3UP2IF8", "traveler? 8.5.3 UP2 IF8"),
        ("  \"9.0.0.1 IF8\"  ", "traveler? 9.0.0.1 IF8"),
        ("v14.5.1", "traveler? 14.5.1"),
        ("Version 14.5.1.0", "traveler? 14.5.1.0"),
        ("9.0.1.7 Build 201508211840_20", "traveler? 9.0.1.7 B201508211840_20"),
        ("running 9.0.1.7 Build 201508211840_20 since noon", "traveler? 9.0.1.7 B201508211840_20"),
    ]);
}

#[test]
fn what_is_no_version() {
    check(&[
        ("", ""),
        ("hello", ""),
        ("Traveler", ""),
        ("Traveler 9", ""),
        ("Traveler 9.0.x", ""),
        ("Traveler 9.0.1.*", ""),
        ("Traveler 9.0.1.7.2", ""),
        ("Traveler 1607.77", ""),
        ("192.168.1.1", ""),
        ("2026-11-24", ""),
        ("24.11.2026", ""),
        ("Apple-iPhone7C1/1607.77 (OS 12)", ""),
        ("Build 201508211840_20", ""),
        ("99.9 %", ""),
        ("<9.0.1 IF7", ""),
        ("the 9.0.1 thing", ""),
        ("Traveler 9.0.1abc", ""),
        ("Traveler 99999999999999999999.1", ""),
        ("Traveler 9.", ""),
    ]);
}

#[test]
fn the_text_is_what_was_read() {
    let text = |line: &str| find_versions(line).first().map(|found| found.text.clone());
    assert_eq!(
        text("X-Mailer: IBM Lotus Notes Traveler 9.0.1.7 Build 201508211840_20 on server A/B"),
        Some("IBM Lotus Notes Traveler 9.0.1.7 Build 201508211840_20".to_owned())
    );
    assert_eq!(
        text("x (Release 14.0FP4|March 10, 2025)"),
        Some("Release 14.0FP4|March 10, 2025".to_owned())
    );
    assert_eq!(
        text("IBM Domino (r) Server (64 Bit), Release 9.0.1FP10, January 15, 2018"),
        Some("IBM Domino (r) Server (64 Bit), Release 9.0.1FP10, January 15, 2018".to_owned())
    );
}

#[test]
fn order_only_where_the_facts_give_one() {
    use Ordering::{Equal, Greater, Less};
    let table = [
        ("Traveler 9.0.1 IF7", "Traveler 9.0.1.7", None),
        ("Traveler 9.0.1 IF6", "Traveler 9.0.1 IF7", Some(Less)),
        ("Traveler 9.0.1", "Traveler 9.0.1 IF7", None),
        ("Traveler 9.0.1.4", "Traveler 9.0.1.7", Some(Less)),
        ("Traveler 9.0.1.4", "Traveler 9.0.1", None),
        ("Traveler 9.0.1.7", "Traveler 9.0.1.7", Some(Equal)),
        (
            "Traveler 9.0.1 Build 201403141530_20",
            "Traveler 9.0.1.7 Build 201508211840_20",
            Some(Less),
        ),
        ("Traveler 9.0.1.7", "Traveler 9.0.1.7 Build 201508211840_20", None),
        ("Traveler 9.0.0.1 IF8", "Traveler 9.0.1 IF4", None),
        ("Traveler 8.5.3.3", "Traveler 8.5.3.100", None),
        ("Traveler 8.5.3 UP1", "Traveler 8.5.3 UP2", None),
        ("Traveler 8.5.3 UP2 IF3", "Traveler 8.5.3 UP2 IF8", Some(Less)),
        ("Traveler 8.5.3", "Traveler 9.0.1", Some(Less)),
        ("Traveler 14.5.1", "Traveler 9.0.1 IF7", Some(Greater)),
        ("Traveler 10.0.1FP1", "Traveler 10.0.1.1", Some(Equal)),
        ("Traveler 12.0FP1", "Traveler 12.0.0FP2", Some(Less)),
        ("Traveler 14.5EA3", "Traveler 14.5", Some(Less)),
        ("Traveler 14.5EA1", "Traveler 14.5EA3", Some(Less)),
        ("Traveler 12.0.1BETA1", "Traveler 12.0.1EAP1", None),
        (
            "Traveler 10.0.1.1 Build 201906031703_20",
            "Traveler 10.0.1.1 Build 201905081200_20",
            Some(Greater),
        ),
        ("Traveler 12.0.1FP1", "Traveler 12.0.1.2FP1", None),
        ("Domino 9.0.1FP9", "Domino 9.0.1FP10", Some(Less)),
        ("Domino 9.0.1FP10", "Domino 9.0.1FP10 HF265", Some(Less)),
        ("Domino 14.0FP2 HF8", "Domino 14.0FP2 IF1", None),
        ("Domino 14.0FP2 HF37", "Domino 14.0FP3 IF1", Some(Less)),
        ("Domino 12.0.2", "Domino 12.0.2.0", Some(Equal)),
        ("Domino 9.0.1", "Traveler 9.0.1", None),
        ("HCL Notes 9.0.1", "HCL Notes 9.0.1", None),
    ];
    for (a, b, expected) in table {
        let one = |line: &str| find_versions(line).into_iter().next().expect(line);
        assert_eq!(one(a).compare(&one(b)), expected, "{a} : {b}");
        assert_eq!(one(b).compare(&one(a)), expected.map(Ordering::reverse), "{b} : {a}");
    }
}

fn any_level() -> impl Strategy<Value = Level> {
    use LevelKind::*;
    let kinds = [
        UpgradePack,
        FixPack,
        InterimFix,
        HotFix,
        CumulativeFix,
        EarlyAccess,
        EarlyAccessProgram,
        Beta,
    ];
    (proptest::sample::select(kinds.to_vec()), 0..999u32)
        .prop_map(|(kind, number)| Level { kind, number: Some(number) })
}

fn any_version() -> impl Strategy<Value = Version> {
    let product =
        proptest::sample::select(vec![Product::Traveler, Product::Domino, Product::Other]);
    let numbers = (0..100u32, proptest::collection::vec(0..1000u32, 1..4));
    let build = proptest::option::of((2000..2100i16, 1..13i8, 1..29i8, 0..24i8, 0..60i8));
    let date = proptest::option::of((1990..2100i16, 1..13i8, 1..29i8));
    let levels = proptest::collection::vec(any_level(), 0..3);
    (product, numbers, levels, build, date).prop_map(
        |(product, (first, rest), levels, build, date)| {
            let parts: Vec<u32> = std::iter::once(first).chain(rest).collect();
            let text = parts.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
            let build = build.map(|(year, month, day, hour, minute)| Build {
                text: format!("{year}{month:02}{day:02}{hour:02}{minute:02}_20"),
                time: jiff::civil::datetime(year, month, day, hour, minute, 0, 0),
            });
            Version {
                product,
                assumed: false,
                numbers: Numbers { text, parts },
                levels,
                build,
                date: date.map(|(year, month, day)| jiff::civil::date(year, month, day)),
                text: String::new(),
            }
        },
    )
}

proptest! {
    #[test]
    fn a_printed_version_is_read_back(version in any_version()) {
        let printed = version.to_string();
        let found = find_versions(&printed);
        prop_assert_eq!(found.len(), 1, "{}", &printed);
        prop_assert_eq!(Version { text: String::new(), ..found[0].clone() }, version);
        prop_assert_eq!(&found[0].text, &printed);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = find_versions(&text);
    }

    #[test]
    fn no_mix_of_its_own_words_makes_it_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "Traveler", "Domino", "Release", "(", "|", " ", "9.0.1", "IF", "7", "Build",
                "201508211840", "_20", ".", "ä", "\u{1F4E7}", "client", "on server", "V", "BETA",
                "May 3, 2020", "Itemize by ", " on behalf of ", "\r\n ",
            ]),
            0..40,
        )
    ) {
        for found in find_versions(&words.concat()) {
            prop_assert!(!found.text.is_empty());
        }
    }

    #[test]
    fn order_is_the_same_from_both_sides(a in any_version(), b in any_version()) {
        prop_assert_eq!(a.compare(&b), b.compare(&a).map(Ordering::reverse));
    }
}
