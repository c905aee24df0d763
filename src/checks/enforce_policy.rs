//! `enforce-policy`: `NTS_AS_ENFORCE_POLICY=false`, so that Endpoint Management and not Traveler sets
//! the device policy of ActiveSync clients.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `false` | pass | the one effective value is `false`, in any case |
//! | `not-set`, `empty` | fail | a whole notes.ini without the key, or with an empty value |
//! | `true` | fail | the effective value is `true` |
//! | `other-value` | fail | it is another text |
//! | `disagree` | unknown | lines or files that disagree |
//! | `pinned` | unknown | a Configuration document sets (or may set) another value |
//! | `told-by-traveler` | unknown | only `tell traveler config` shows a value, or a value where notes.ini has none |
//! | `not-supplied`, `fragment`, `placeholder`, `unreadable` | unknown | nothing to decide on |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::site::Hosting;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Role};
use crate::inventory::{Server, plain};

/// The setting.
const KEY: &str = "NTS_AS_ENFORCE_POLICY";

pub(super) const CHECK: Check = Check {
    id: "enforce-policy",
    judge,
    outcomes: &[
        "false",
        "not-set",
        "empty",
        "true",
        "other-value",
        "disagree",
        "pinned",
        "not-supplied",
        "fragment",
        "placeholder",
        "unreadable",
        "told-by-traveler",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![judge_one(server).arg("key", KEY)]
}

fn judge_one(server: &Server) -> Judgement {
    let effective = server.settings.effective(KEY);
    if let Some(judgement) = pinned(server, &effective) {
        return judgement;
    }
    match &effective {
        Fact::Known(found) => {
            let judgement = match plain(&found.value).as_str() {
                "false" => Judgement::pass("false", found.confidence),
                "true" => Judgement::fail("true", found.confidence),
                "" => Judgement::fail("empty", found.confidence),
                _ => Judgement::fail("other-value", found.confidence),
            };
            judgement.arg("value", &found.value).shown_by(effective.evidence())
        }
        Fact::Absent(evidence) => not_set(server, evidence),
        Fact::Unknown(doubt, evidence) => unknown(server, *doubt, evidence),
    }
}

/// Traveler lists its defaults too, so only a value that would pass contradicts a missing key.
fn not_set(server: &Server, evidence: &Evidence) -> Judgement {
    let told = server.settings.told_by_traveler(KEY);
    let excerpt = told.as_ref().and_then(|told| told.excerpt.as_deref()).unwrap_or_default();
    if excerpt.to_ascii_lowercase().ends_with("=false") {
        return Judgement::unknown("told-by-traveler").shown_by(told).shown_by([evidence.clone()]);
    }
    Judgement::fail("not-set", Confidence::High).shown_by([evidence.clone()])
}

fn unknown(server: &Server, doubt: Doubt, evidence: &[Evidence]) -> Judgement {
    let outcome = match doubt {
        Doubt::NotSupplied => "not-supplied",
        Doubt::Fragment => "fragment",
        Doubt::Placeholder => "placeholder",
        Doubt::Ambiguous => "disagree",
        Doubt::Unconfirmed => "told-by-traveler",
        _ => "unreadable",
    };
    let judgement = Judgement::unknown(outcome);
    if evidence.is_empty() {
        return judgement.shown_by([Evidence::new(
            Role::Absent,
            server.place().with_item(KEY),
            None,
        )]);
    }
    judgement.shown_by(evidence.iter().cloned())
}

/// A Configuration document writes its values into notes.ini of the running server; so one that
/// differs leaves open which value is in force.
fn pinned(server: &Server, effective: &Fact<String>) -> Option<Judgement> {
    if matches!(effective, Fact::Unknown(..)) {
        return None;
    }
    let value = effective.value().map(|value| plain(value));
    let other: Vec<_> = server
        .pinned
        .iter()
        .filter(|pin| {
            let replaced = pin.key.strip_suffix("_EXT") == Some(KEY);
            replaced || (pin.key == KEY && Some(plain(&pin.value)) != value)
        })
        .collect();
    let first = other.first()?;
    let applies = if first.applies == Hosting::Yes { "is" } else { "may be" };
    let evidence = other.iter().map(|pin| pin.evidence.clone());
    Some(
        Judgement::unknown("pinned")
            .arg("value", effective.value().map_or("", String::as_str))
            .arg("pinned", &first.value)
            .arg("applies", applies)
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
        let cases = [
            ("NTS_AS_ENFORCE_POLICY=false", "pass false high"),
            ("nts_as_enforce_policy = FALSE ", "pass false high"),
            ("NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=false", "pass false high"),
            ("", "fail not-set high"),
            (";NTS_AS_ENFORCE_POLICY=false", "fail not-set high"),
            ("NTS_OTHER=1 NTS_AS_ENFORCE_POLICY=false", "fail not-set high"),
            ("NTS_AS_ENFORCE_POLICY=", "fail empty high"),
            ("NTS_AS_ENFORCE_POLICY=True", "fail true high"),
            ("NTS_AS_ENFORCE_POLICY=0", "fail other-value high"),
            ("NTS_AS_ENFORCE_POLICY=false\u{a0}", "fail other-value high"),
            ("NTS_AS_ENFORCE_POLICY=\"false\"", "fail other-value high"),
            ("NTS_AS_ENFORCE_POLICY=false NTS_OTHER=1", "fail other-value high"),
            ("NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY=true", "unknown disagree low"),
            ("NTS_AS_ENFORCE_POLICY={{ policy }}", "unknown placeholder low"),
            (
                "NTS_AS_ENFORCE_POLICY=true\nNTS_AS_ENFORCE_POLICY_EXT=MINE\nMINE=false",
                "pass false high",
            ),
            (
                "NTS_AS_ENFORCE_POLICY=false\nNTS_AS_ENFORCE_POLICY_EXT=MISSING",
                "unknown disagree low",
            ),
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
                "unknown disagree low",
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
        assert_eq!(outcome(&[("notes.ini", "NTS_AS_ENFORCE_POLICY=false\n")]), "pass false high");
        let elsewhere = ini("[Other]\nNTS_AS_ENFORCE_POLICY=false");
        assert_eq!(outcome(&[("notes.ini", &elsewhere)]), "unknown fragment low");
        assert_eq!(outcome(&[("names.dxl", &dxl(&[&server(&[])]))]), "unknown not-supplied low");
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
            (vec![("a/notes.ini", &wanted), ("b/notes.ini", &other)], "unknown disagree low"),
            (vec![("a/notes.ini", &wanted), ("b/notes.ini", &without)], "unknown disagree low"),
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
            "unknown pinned low"
        );
    }
}
