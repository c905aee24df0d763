//! `enforce-policy`: `NTS_AS_ENFORCE_POLICY=false`, so that Endpoint Management and not Traveler sets
//! the device policy of ActiveSync clients.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `false` | pass | the one effective value is `false`, in any case |
//! | `not-set`, `empty` | fail | a whole notes.ini without the key, or with an empty value |
//! | `true` | fail | the effective value is `true` |
//! | `joined` | fail | `NTS_AS_ENFORCE_POLICY_EXT` lists keys whose values make `true`, or nothing |
//! | `other-value`, `joined-other` | unknown | it is another text, such as `0` or `"false"`: Citrix asks for `false`, and what Traveler makes of others is not documented |
//! | `disagree`, `files-disagree` | unknown | lines of one file, or sources, that disagree |
//! | `pinned`, `pinned-not-set`, `pinned-wanted` | unknown | a Configuration document sets (or may set) another value than notes.ini, which has one or none; or it sets `false` |
//! | `told-by-traveler` | unknown | only `tell traveler config` shows a value, or a value where notes.ini has none |
//! | `part-missing`, `list-unclear` | unknown | the list names a key that is not there, or can't be followed |
//! | `set-at-console` | unknown | a log shows a `set config` that says otherwise than notes.ini |
//! | `utf8-bom`, `wide-encoding`, `lone-return`, `leading-blank`, `before-section`, `other-section`, `two-kits`, `broken-line` | unknown | Domino may not see the line, or the file |
//! | `not-supplied`, `fragment`, `placeholder`, `unreadable` | unknown | nothing to decide on |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::{Server, plain};
use std::collections::BTreeSet;

/// The setting.
const KEY: &str = "NTS_AS_ENFORCE_POLICY";
/// The setting that replaces it.
const LIST: &str = "NTS_AS_ENFORCE_POLICY_EXT";
/// What it is to be.
const WANTED: &str = "false";

pub(super) const CHECK: Check = Check {
    id: "enforce-policy",
    judge,
    outcomes: &[
        "false",
        "not-set",
        "empty",
        "true",
        "other-value",
        "joined",
        "joined-other",
        "disagree",
        "files-disagree",
        "pinned",
        "pinned-not-set",
        "pinned-wanted",
        "set-at-console",
        "not-supplied",
        "fragment",
        "placeholder",
        "unreadable",
        "told-by-traveler",
        "part-missing",
        "list-unclear",
        "utf8-bom",
        "wide-encoding",
        "lone-return",
        "leading-blank",
        "before-section",
        "other-section",
        "two-kits",
        "broken-line",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let effective = server.settings.effective(KEY);
    let judgement = match &effective {
        Fact::Unknown(doubt, evidence) => unknown(server, *doubt, evidence),
        known => pinned(server, known).unwrap_or_else(|| decided(server, known)),
    };
    vec![judgement]
}

fn decided(server: &Server, effective: &Fact<String>) -> Judgement {
    let found = match effective {
        Fact::Known(found) => found,
        known => return not_set(server, known).arg("key", KEY),
    };
    let parts = server.settings.list_and_parts(KEY);
    let listed = !parts.is_empty();
    let judgement = match plain(&found.value).as_str() {
        WANTED => Judgement::pass("false", found.confidence),
        "true" | "" if listed => joined(&parts, Judgement::fail("joined", found.confidence)),
        "true" => Judgement::fail("true", found.confidence),
        "" => Judgement::fail("empty", found.confidence),
        _ if listed => joined(&parts, Judgement::unknown("joined-other")),
        _ => Judgement::unknown("other-value"),
    };
    let judgement = judgement.arg("key", KEY).arg("value", &found.value);
    judgement.shown_by(effective.evidence()).explained_by(parts)
}

/// The keys are named as they stand there: these have to be changed, not the one they replace.
fn joined(parts: &[Evidence], judgement: Judgement) -> Judgement {
    let names: Vec<_> = parts.iter().skip(1).filter_map(item).collect();
    judgement
        .arg("list", LIST)
        .arg("parts", names.join(", "))
        .arg("part", names.first().copied().unwrap_or(KEY))
}

fn item(piece: &Evidence) -> Option<&str> {
    piece.location.item.as_deref()
}

/// Traveler lists its defaults too, so only a value that would pass contradicts a missing key.
fn not_set(server: &Server, absent: &Fact<String>) -> Judgement {
    let told = server.settings.told_by_traveler(KEY);
    let excerpt = told.as_ref().and_then(|told| told.excerpt.as_deref()).unwrap_or_default();
    if excerpt.to_ascii_lowercase().ends_with("=false") {
        return Judgement::unknown("told-by-traveler").shown_by(told).shown_by(absent.evidence());
    }
    Judgement::fail("not-set", server.settings.absence()).shown_by(absent.evidence())
}

fn unknown(server: &Server, doubt: Doubt, evidence: &[Evidence]) -> Judgement {
    let judgement = Judgement::unknown(match doubt {
        Doubt::NotSupplied | Doubt::Fragment | Doubt::Placeholder => doubt.word(),
        Doubt::PartMissing | Doubt::ListUnclear | Doubt::Ignored(_) => doubt.word(),
        Doubt::Ambiguous if of_one_input(evidence) => "disagree",
        Doubt::Ambiguous => "files-disagree",
        Doubt::Unconfirmed => "told-by-traveler",
        _ => "unreadable",
    });
    // The doubt may be about the list or one of its keys: the last piece is what it is about.
    let about = evidence.last().and_then(item).unwrap_or(KEY);
    let judgement = judgement.arg("key", about).arg("list", LIST).arg("values", values(evidence));
    if evidence.is_empty() {
        return judgement.shown_by([Evidence::new(
            Role::Absent,
            server.place().with_item(KEY),
            None,
        )]);
    }
    judgement.shown_by(evidence.iter().cloned())
}

fn of_one_input(evidence: &[Evidence]) -> bool {
    let paths: BTreeSet<_> = evidence.iter().map(|piece| &piece.location.path).collect();
    paths.len() == 1
}

/// What stands at each place, as often as it differs: `-` where nothing does, `?` where it is hidden.
fn values(evidence: &[Evidence]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for piece in evidence {
        let hidden = if piece.role == Role::Absent { "-" } else { "?" };
        let text = piece.excerpt.as_deref().unwrap_or(hidden);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

/// A Configuration document writes its values into notes.ini of the running server; so one that
/// differs leaves open which value is in force.
fn pinned(server: &Server, effective: &Fact<String>) -> Option<Judgement> {
    let value = effective.value().map(|value| plain(value));
    let other: Vec<_> = server.pins_otherwise(KEY, value.as_deref()).collect();
    if other.is_empty() {
        return None;
    }
    let evidence: Vec<_> = other.iter().map(|pin| pin.evidence.clone()).collect();
    let wanted = other.iter().all(|pin| pin.sets(KEY) && plain(&pin.value) == WANTED);
    let outcome = match effective {
        _ if other.iter().any(|pin| pin.at_console) => "set-at-console",
        _ if wanted => "pinned-wanted",
        Fact::Known(_) => "pinned",
        _ => "pinned-not-set",
    };
    Some(
        Judgement::unknown(outcome)
            .arg("key", KEY)
            .arg("values", values(&effective.evidence()))
            .arg("pinned", values(&evidence))
            .shown_by(effective.evidence())
            .shown_by(evidence),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    fn outcome(files: &[(&str, &str)]) -> String {
        told(&judge(&CHECK, files)[0])
    }

    #[test]
    fn the_effective_value_decides() {
        let long = format!("NTS_AS_ENFORCE_POLICY=false{}x", " ".repeat(250));
        let cases = [
            ("NTS_AS_ENFORCE_POLICY=false", "pass false high"),
            ("nts_as_enforce_policy=FALSE", "pass false high"),
            // That Domino leaves such blanks out is only known of other programs.
            ("NTS_AS_ENFORCE_POLICY =false", "pass false medium"),
            ("NTS_AS_ENFORCE_POLICY= true ", "fail true medium"),
            ("  NTS_AS_ENFORCE_POLICY=false", "unknown leading-blank low"),
            ("NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=false", "pass false high"),
            ("", "fail not-set high"),
            (";NTS_AS_ENFORCE_POLICY=false", "fail not-set high"),
            ("NTS_OTHER=1 NTS_AS_ENFORCE_POLICY=false", "fail not-set high"),
            ("NTS_AS_ENFORCE_POLICY=", "fail empty high"),
            ("NTS_AS_ENFORCE_POLICY=True", "fail true high"),
            ("NTS_AS_ENFORCE_POLICY=0", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=no", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=Off", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY='false'", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=false\u{a0}", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=\"false\"", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=false NTS_OTHER=1", "unknown other-value low"),
            ("NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=true", "unknown disagree low"),
            ("NTS_AS_ENFORCE_POLICY={{ policy }}", "unknown placeholder low"),
            (
                "NTS_AS_ENFORCE_POLICY=true\nNTS_AS_ENFORCE_POLICY_EXT=MINE\nMINE=false",
                "pass false high",
            ),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY_EXT=MISSING",
                "unknown part-missing low",
            ),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY_EXT=MINE\nMINE=true",
                "fail joined high",
            ),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY_EXT=MINE\nMINE=\"false\"",
                "unknown joined-other low",
            ),
            // What a key with such a name holds is not kept, so it can't be shown.
            (
                "NTS_AS_ENFORCE_POLICY_EXT=MY_PASS,MINE\nMY_PASS=hunter2\nMINE=x",
                "unknown unreadable low",
            ),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY_EXT=NTS_AS_ENFORCE_POLICY_EXT",
                "unknown list-unclear low",
            ),
            ("NTS_AS_ENFORCE_POLICY=NTS_DB_PASSWORD=geheim", "unknown unreadable low"),
            (&long, "unknown unreadable low"),
        ];
        for (lines, wanted) in cases {
            assert_eq!(outcome(&[("notes.ini", &ini(lines))]), wanted, "{lines}");
        }
    }

    #[test]
    fn what_a_console_shows_counts_too() {
        let list = |value: &str| format!("> show config NTS_*\nNTS_AS_ENFORCE_POLICY={value}\n>\n");
        let all = format!("> show config *\n{}>\n", ini("").replace("[Notes]\n", ""));
        let told =
            |value: &str| format!("> tell traveler config\nNTS_AS_ENFORCE_POLICY = {value}\n");
        let cases: [(&[(&str, &str)], &str); 9] = [
            (&[("c.txt", &list("false"))], "pass false high"),
            (&[("c.txt", &list("true"))], "fail true high"),
            (&[("c.txt", "> show config NTS_*\nNTS_X=1\n>\n")], "unknown fragment low"),
            (&[("c.txt", &all)], "fail not-set high"),
            (&[("c.txt", all.trim_end_matches(">\n"))], "unknown fragment low"),
            (
                &[("notes.ini", &ini("NTS_AS_ENFORCE_POLICY=true")), ("c.txt", &list("false"))],
                "unknown files-disagree low",
            ),
            (&[("c.txt", &told("false"))], "unknown told-by-traveler low"),
            (&[("notes.ini", &ini("")), ("c.txt", &told("false"))], "unknown told-by-traveler low"),
            (&[("notes.ini", &ini("")), ("c.txt", &told("true"))], "fail not-set high"),
        ];
        for (files, wanted) in cases {
            assert_eq!(outcome(files), wanted, "{files:?}");
        }
    }

    #[test]
    fn what_is_missing_from_an_excerpt_or_was_not_supplied_is_unknown() {
        assert_eq!(outcome(&[("notes.ini", "[Notes]\nKitType=2\n")]), "unknown fragment low");
        assert_eq!(outcome(&[("notes.ini", "NTS_AS_ENFORCE_POLICY=false\n")]), "pass false medium");
        assert_eq!(outcome(&[("notes.ini", "NTS_AS_ENFORCE_POLICY=true\n")]), "fail true medium");
        let elsewhere = ini("[Other]\nNTS_AS_ENFORCE_POLICY=false");
        assert_eq!(outcome(&[("notes.ini", &elsewhere)]), "unknown other-section low");
        // Another section without the key takes nothing from a file without it.
        assert_eq!(outcome(&[("notes.ini", &ini("[Other]\nX=1"))]), "fail not-set high");
        assert_eq!(outcome(&[("names.dxl", &dxl(&[&server(&[])]))]), "unknown not-supplied low");
    }

    #[test]
    fn a_file_that_was_cut_off_shows_nothing_missing() {
        let with = |end: &str| ini("") + end;
        let cases = [
            (with("HTTPJVMMaxHeapS"), "unknown fragment low"),
            (with("[Not"), "unknown fragment low"),
            (with("HTTPJVMMaxHeapSizeSet=1"), "fail not-set high"),
            (with("; the end"), "fail not-set high"),
            (with("HTTPJVMMaxHeapS\n"), "fail not-set high"),
            (with("\u{1a}"), "fail not-set high"),
            (with("NTS_AS_ENFORCE_POLICY=false\nHTTPJVM"), "pass false medium"),
        ];
        for (text, wanted) in cases {
            assert_eq!(outcome(&[("notes.ini", &text)]), wanted, "{text:?}");
        }
    }

    #[test]
    fn another_section_may_stand_before_the_settings() {
        let other = format!("[Other]\nX=1\n{}", ini("NTS_AS_ENFORCE_POLICY=false"));
        assert_eq!(outcome(&[("notes.ini", &other)]), "pass false high");
    }

    #[test]
    fn a_nul_byte_hides_no_other_line() {
        let with = |line: &str| ini(&format!("NTS_AS_ENFORCE_POLICY=false\n{line}"));
        assert_eq!(outcome(&[("notes.ini", &with("X=a\0b"))]), "pass false medium");
        let lost = ini("NTS_AS_ENFORCE_POLICY=fal\0e");
        assert_eq!(outcome(&[("notes.ini", &lost)]), "unknown fragment low");
    }

    #[test]
    fn copies_and_clients_say_nothing_and_live_files_must_agree() {
        let wanted = ini("NTS_AS_ENFORCE_POLICY=false");
        let other = ini("NTS_AS_ENFORCE_POLICY=true");
        let client = other.replace("KitType=2", "KitType=1");
        let without = ini("");
        let cases = [
            (vec![("notes.ini", wanted.as_str()), ("notes.ini.bak", &other)], "pass false high"),
            (vec![("notes.ini", &wanted), ("client.ini", &client)], "pass false high"),
            (vec![("a/notes.ini", &wanted), ("b/notes.ini", &other)], "unknown files-disagree low"),
            (
                vec![("a/notes.ini", &wanted), ("b/notes.ini", &without)],
                "unknown files-disagree low",
            ),
        ];
        for (files, wanted) in cases {
            assert_eq!(outcome(&files), wanted);
        }
    }

    #[test]
    fn a_configuration_document_that_differs_leaves_it_open() {
        let configuration = |server: &str, default: &str, value: &str| {
            let items = [
                ("Type", "ServerConfig"),
                ("ServerName", server),
                ("UseAsDefault", default),
                ("NTS_AS_ENFORCE_POLICY", value),
            ];
            dxl(&[&document("ServerConfig", 9, None, &items)])
        };
        let cases = [
            ("*", "1", "true", "unknown pinned low"),
            ("*", "1", "False", "pass false high"),
            ("", "1", "true", "unknown pinned low"),
            ("", "", "true", "pass false high"),
            ("Trav01/Acme", "", "true", "unknown pinned low"),
            ("Mail01/Acme", "", "true", "pass false high"),
            ("Some Group", "", "true", "unknown pinned low"),
        ];
        let own = ini("NTS_AS_ENFORCE_POLICY=false");
        for (server, default, value, wanted) in cases {
            let names = configuration(server, default, value);
            assert_eq!(outcome(&[("notes.ini", &own), ("names.dxl", &names)]), wanted, "{server}");
        }
        let names = configuration("*", "1", "false");
        assert_eq!(
            outcome(&[("notes.ini", &ini("")), ("names.dxl", &names)]),
            "unknown pinned-wanted low"
        );
        let names = configuration("*", "1", "true");
        assert_eq!(
            outcome(&[("notes.ini", &ini("")), ("names.dxl", &names)]),
            "unknown pinned-not-set low"
        );
    }

    #[test]
    fn a_line_or_a_file_that_domino_may_not_see_decides_nothing() {
        let wanted = ini("NTS_AS_ENFORCE_POLICY=false");
        let wide: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = String::from_utf8(wide).unwrap();
        let cases = [
            (format!("\u{feff}{wanted}"), "unknown utf8-bom low"),
            (format!("\u{feff}{}", ini("NTS_AS_ENFORCE_POLICY=true")), "unknown utf8-bom low"),
            (format!("\u{feff}{}", ini("")), "unknown utf8-bom low"),
            (wide, "unknown wide-encoding low"),
            (wanted.replace("\nNTS", "\rNTS"), "unknown lone-return low"),
            (wanted.replace('\n', "\r"), "unknown lone-return low"),
            (format!("NTS_AS_ENFORCE_POLICY=false\n{}", ini("")), "unknown before-section low"),
            (ini("[Other]\nNTS_AS_ENFORCE_POLICY=false"), "unknown other-section low"),
            (
                ini("NTS_AS_ENFORCE_POLICY=false\n[Other]\nNTS_AS_ENFORCE_POLICY=true"),
                "unknown other-section low",
            ),
            (ini("KitType=1\nNTS_AS_ENFORCE_POLICY=false"), "unknown two-kits low"),
        ];
        for (text, wanted) in &cases {
            assert_eq!(outcome(&[("notes.ini", text)]), *wanted, "{text:?}");
        }
    }

    #[test]
    fn what_was_typed_at_the_console_since_leaves_it_open() {
        let (wanted, other) = (ini("NTS_AS_ENFORCE_POLICY=false"), ini(""));
        let listed = ini("NTS_AS_ENFORCE_POLICY_EXT=NTS_X1\nNTS_X1=false");
        let log = |lines: &str| {
            format!("[0DA4:0002-0B10] 11/20/2026 09:00:00 AM  Event Monitor started\n{lines}")
        };
        let set = |value: &str| format!("> set config NTS_AS_ENFORCE_POLICY={value}\n");
        let remote = "[0DA4:0002-0B10] 11/20/2026 09:00:01 AM  Remote console command issued by Kim Doe/Acme: \
                      set conf NTS_AS_ENFORCE_POLICY=true\n";
        let shown = "> show config NTS_AS*\nNTS_AS_ENFORCE_POLICY=false\n>\n";
        let open = "unknown set-at-console low";
        let cases = [
            (&wanted, log(&set("true")), open),
            (&wanted, log(remote), open),
            (&other, log(&set("false")), open),
            (&wanted, log(&(set("true") + &set("false"))), "pass false high"),
            (&wanted, log(&set("FALSE ")), "pass false high"),
            (&wanted, log(&(set("true") + shown)), "pass false high"),
            (&wanted, log("> set config NTS_OTHER=true\n"), "pass false high"),
            // A key of the list that is in force.
            (&listed, log("> set config NTS_X1=true\n"), open),
            (&listed, log("> set config nts_x1=False\n"), "pass false high"),
            (&wanted, log("set config NTS_AS_ENFORCE_POLICY=true\n"), "pass false high"),
        ];
        for (own, log, wanted) in &cases {
            assert_eq!(outcome(&[("notes.ini", own), ("console.log", log)]), *wanted, "{log}");
        }
    }

    #[test]
    fn of_what_was_typed_the_newest_counts() {
        let own = ini("NTS_AS_ENFORCE_POLICY=false");
        let set = |day: u8, value: &str| {
            format!(
                "[0DA4:0002-0B10] 11/{day}/2026 09:00:00 AM  Event Monitor started\n\
                 > set config NTS_AS_ENFORCE_POLICY={value}\n"
            )
        };
        let show = |day: u8| {
            set(day, "x").replace("> set config NTS_AS_ENFORCE_POLICY=x", "> show config NTS_AS*")
                + "NTS_AS_ENFORCE_POLICY=false\n>\n"
        };
        let undated = "> set config NTS_AS_ENFORCE_POLICY=false\n";
        let (open, clean) = ("unknown set-at-console low", "pass false high");
        let cases: [(&[&str], &str); 7] = [
            (&[&(set(13, "true") + &set(20, "false"))], clean),
            // An older log behind a newer one.
            (&[&(set(20, "true") + &set(13, "false"))], open),
            (&[&(set(20, "false") + &set(13, "true"))], clean),
            (&[&(set(20, "true") + &show(13))], open),
            // Of two logs.
            (&[&set(13, "true"), &set(20, "false")], clean),
            (&[&set(20, "true"), &set(13, "false")], open),
            (&[&set(13, "true"), undated], open),
        ];
        for (logs, wanted) in cases {
            let names: Vec<_> = (1..=logs.len()).map(|at| format!("console_{at}.log")).collect();
            let logs = names.iter().map(String::as_str).zip(logs.iter().copied());
            let files: Vec<_> = [("notes.ini", own.as_str())].into_iter().chain(logs).collect();
            assert_eq!(outcome(&files), wanted, "{files:?}");
        }
    }

    #[test]
    fn what_a_console_showed_long_ago_is_less_sure() {
        let list = |date: &str, asked: &str| {
            format!(
                "[0DA4:0002-0B10] {date} 09:00:00 AM  Event Monitor started\n\
                 > show config {asked}\nNTS_AS_ENFORCE_POLICY=false\n>\n"
            )
        };
        let cases = [
            (list("11/20/2026", "NTS_*"), "pass false high"),
            (list("01/20/2016", "NTS_*"), "pass false medium"),
            // An older list takes nothing from a newer one.
            (list("11/20/2026", "NTS_*") + &list("01/20/2016", "NTS_*"), "pass false high"),
            (
                list("11/20/2026", "NTS_*").replace("=false", "=true")
                    + &list("01/20/2016", "NTS_AS*"),
                "fail true high",
            ),
            (
                list("11/20/2026", "NTS_*").replace("NTS_AS_ENFORCE_POLICY", "NTS_OTHER")
                    + &list("01/20/2016", "NTS_AS*"),
                "unknown fragment low",
            ),
        ];
        for (log, wanted) in cases {
            assert_eq!(outcome(&[("console.log", &log)]), wanted, "{log}");
        }
        let old = list("01/20/2016", "NTS_*");
        let judged = judge(&CHECK, &[("console.log", &old)]).remove(0);
        let shown = judged.evidence[0].excerpt.as_deref();
        assert_eq!(shown, Some("2016-01-20: NTS_AS_ENFORCE_POLICY=false"));
    }

    #[test]
    fn a_line_that_the_window_broke_decides_nothing() {
        for (value, rest, wanted) in [
            ("false", "", "pass false medium"),
            ("", "false\n", "unknown broken-line low"),
            ("fal", "se\n", "unknown broken-line low"),
            ("false", "NTS_B=1\n", "pass false medium"),
        ] {
            let log = format!("> show config NTS_*\nNTS_AS_ENFORCE_POLICY={value}\n{rest}");
            assert_eq!(outcome(&[("console.log", &log)]), wanted, "{log}");
        }
    }

    #[test]
    fn the_texts_get_what_is_to_be_changed() {
        let judged = |files: &[(&str, &str)]| judge(&CHECK, files).remove(0);
        let of = |lines: &str| judged(&[("notes.ini", &ini(lines))]);
        let joined = of("NTS_AS_ENFORCE_POLICY_EXT=NTS_P1, NTS_P2\nNTS_P1=tr\nNTS_P2=ue");
        assert_eq!((&*joined.args["part"], &*joined.args["parts"]), ("NTS_P1", "NTS_P1, NTS_P2"));
        assert_eq!(joined.evidence.len(), 3);
        let missing = of("NTS_AS_ENFORCE_POLICY_EXT=NTS_P1");
        assert_eq!(missing.args["key"], "NTS_P1");
        let part = of("NTS_AS_ENFORCE_POLICY_EXT=NTS_P1\nNTS_P1=true\nNTS_P1=false");
        assert_eq!((part.outcome, &*part.args["key"]), ("disagree", "NTS_P1"));
        let lines = of("NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=true");
        assert_eq!(lines.args["values"], "NTS_AS_ENFORCE_POLICY=false; NTS_AS_ENFORCE_POLICY=true");
        let (with, without) = (ini("NTS_AS_ENFORCE_POLICY=false"), ini(""));
        let files = judged(&[("a/notes.ini", &with), ("b/notes.ini", &without)]);
        assert_eq!(files.args["values"], "NTS_AS_ENFORCE_POLICY=false; -");
        assert_eq!(files.evidence.len(), 2);
    }

    #[test]
    fn every_value_of_configuration_documents_is_shown() {
        let items = [
            ("Type", "ServerConfig"),
            ("ServerName", "*"),
            ("Parameters", "NTS_AS_ENFORCE_POLICY=true"),
            ("NTS_AS_ENFORCE_POLICY", "maybe"),
            ("NTS_AS_ENFORCE_POLICY_EXT", "P"),
        ];
        let names = dxl(&[&document("ServerConfig", 9, None, &items)]);
        let own = ini("NTS_AS_ENFORCE_POLICY=false");
        let judged = judge(&CHECK, &[("notes.ini", &own), ("names.dxl", &names)]).remove(0);
        assert_eq!(judged.outcome, "pinned");
        assert_eq!(judged.args["values"], "NTS_AS_ENFORCE_POLICY=false");
        assert_eq!(
            judged.args["pinned"],
            "NTS_AS_ENFORCE_POLICY=true; NTS_AS_ENFORCE_POLICY=maybe; NTS_AS_ENFORCE_POLICY_EXT=P"
        );
        assert_eq!(judged.evidence.len(), 4);
    }

    #[test]
    fn a_configuration_document_that_is_not_judged_leaves_it_open() {
        let own = ini("NTS_AS_ENFORCE_POLICY=false");
        let with =
            |documents: &[&str]| outcome(&[("notes.ini", &own), ("names.dxl", &dxl(documents))]);
        let named = |server: &'static str, value: &'static str| {
            [("Type", "ServerConfig"), ("ServerName", server), ("NTS_AS_ENFORCE_POLICY", value)]
        };
        let config = |items: &[(&str, &str)]| document("ServerConfig", 9, None, items);
        let marked = |mark: &str, items: &[(&str, &str)]| {
            config(items).replace(" form=", &format!(" {mark}='true' form="))
        };
        let rich = config(&[("Type", "ServerConfig"), ("ServerName", "*")]).replace(
            "</document>",
            "<item name='Body'><richtext><par><run>NTS_AS_ENFORCE</run><run>_POLICY=true</run></par>\
             </richtext></item></document>",
        );
        let group = |mark: &str| {
            let items = [("Type", "Group"), ("ListName", "Mob"), ("Members", "Mail01/Acme")];
            document("Group", 8, None, &items).replace(" form=", &format!("{mark} form="))
        };
        let pinned = "unknown pinned low";
        let clean = "pass false high";
        let cases = [
            (vec![marked("truncated", &named("*", "true"))], pinned),
            (vec![marked("conflict", &named("*", "true"))], pinned),
            (vec![marked("conflict", &named("*", "false"))], clean),
            (vec![marked("conflict", &named("Mail01/Acme", "true"))], clean),
            // A truncated document may have lost the item.
            (vec![marked("truncated", &named("*", "false"))], pinned),
            (vec![config(&named("*", "true")[1..])], pinned),
            (vec![config(&named("*", "false")[1..])], clean),
            (vec![rich.clone()], pinned),
            (vec![rich.replace("POLICY", "OTHER")], clean),
            (vec![rich.replace("*<", "Mail01/Acme<")], clean),
            (vec![config(&named("Mob", "true")), group("")], clean),
            (vec![config(&named("Mob", "true")), group(" conflict='true'")], pinned),
            (vec![config(&named("Mob", "true")), group(" truncated='true'")], pinned),
            // The whole export rules out a group of this name.
            (vec![config(&named("Mob/Srv", "true"))], clean),
            (
                vec![
                    config(&named("Mob/Srv", "true")),
                    group("").replace("Mob<", "Mob/Srv<").replace("Mail01/Acme", "Trav01/Acme"),
                ],
                pinned,
            ),
            (vec![config(&named("*", "true")), config(&named("*", "false"))], pinned),
        ];
        for (documents, wanted) in cases {
            let documents: Vec<_> = documents.iter().map(String::as_str).collect();
            assert_eq!(with(&documents), wanted, "{documents:?}");
        }
        let selection = dxl(&[&config(&named("Mob/Srv", "true"))])
            .replace("numberofdocuments='1'", "numberofdocuments='9'");
        let files = [("notes.ini", own.as_str()), ("names.dxl", &selection)];
        assert_eq!(outcome(&files), pinned);
    }
}
