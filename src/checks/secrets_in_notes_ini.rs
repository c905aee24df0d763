//! `secrets-in-notes-ini`: no password stands in notes.ini.
//!
//! Traveler takes the password of the proxy for push messages from notes.ini, in clear text; its
//! documentation names another place for it. Which keys hold secrets is told by the catalog and by
//! their names, so how sure a fail is depends on the key. No value is shown, whatever it is.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `none` | pass | a whole notes.ini without such a line |
//! | `stored` | fail | a line with a value under such a key, or with one inside its value |
//! | `maybe-in-document` | unknown | none there, and a Configuration document or a typed `set config` sets such a key, or may |
//! | `left-over` | fail | such a value in a comment, or in a line whose key is none |
//! | `fragment`, `not-supplied` | unknown | an excerpt without such a line, or no file |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Ignored, Location, Role};
use crate::formats::{Setting, Sight, Value};
use crate::inventory::{IniExtent, Server};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    id: "secrets-in-notes-ini",
    judge,
    outcomes: &["none", "stored", "maybe-in-document", "left-over", "fragment", "not-supplied"],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let mut by_key: BTreeMap<String, Vec<&Setting>> = BTreeMap::new();
    let files = server.settings.files().filter(|file| file.counts());
    for setting in files.flat_map(|file| file.settings()).filter(|setting| holds_secret(setting)) {
        by_key.entry(setting.key.to_ascii_uppercase()).or_default().push(setting);
    }
    if by_key.is_empty() {
        return vec![without(server, catalog)];
    }
    by_key.values().map(|lines| stored(lines)).collect()
}

fn holds_secret(setting: &Setting) -> bool {
    matches!(&setting.value, Value::Secret(secret) if !secret.is_empty())
}

/// That the value is a password is concluded from names.
fn stored(lines: &[&Setting]) -> Judgement {
    let key = lines.first().map_or("", |line| line.key.as_str());
    let shown = lines.iter().map(|line| Evidence::new(Role::Observed, line.location.clone(), None));
    let sets = |line: &&Setting| line.sight != Sight::Doubtful(Ignored::SetsNothing);
    let outcome = if lines.iter().any(sets) { "stored" } else { "left-over" };
    Judgement::fail(outcome, Confidence::Medium)
        .about(&key.to_ascii_uppercase())
        .arg("key", key)
        .shown_by(shown)
}

fn without(server: &Server, catalog: &Catalog) -> Judgement {
    let may =
        |key: &Option<String>| key.as_deref().is_none_or(|key| catalog.settings.is_secret(key));
    let pins: Vec<_> = server.pinned.iter().filter(|pin| may(&pin.key)).collect();
    if !pins.is_empty() {
        let shown = pins.iter().map(|pin| pin.evidence.clone());
        return Judgement::unknown("maybe-in-document").shown_by(shown);
    }
    let (judgement, place) = match server.settings.extent() {
        IniExtent::Whole(file) => (
            Judgement::pass("none", file.worth.and(Confidence::Medium)),
            Location::input(&file.path),
        ),
        IniExtent::Part(file) => (Judgement::unknown("fragment"), Location::input(&file.path)),
        IniExtent::Missing => (Judgement::unknown("not-supplied"), server.place()),
    };
    judgement.shown_by([Evidence::new(Role::Absent, place, None)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    fn outcome(files: &[(&str, &str)]) -> String {
        told(&judge(&CHECK, files)[0])
    }

    #[test]
    fn a_password_in_the_file_fails() {
        let cases = [
            ("", "pass none medium"),
            ("NTS_PUSH_FCM_PASSWORD=", "pass none medium"),
            ("HTTP_PWD_MIN_LENGTH=8", "pass none medium"),
            ("NTS_PUSH_FCM_PASSWORD=geheim", "fail stored medium"),
            ("MyProxyPassword=geheim", "fail stored medium"),
            ("NTS_JAVA_PARMS=-Dproxy.password=geheim", "fail stored medium"),
            ("HTTP_PROXY=bob:geheim@proxy:8080", "fail stored medium"),
            ("SomeTasks=backup -user sync -password geheim", "fail stored medium"),
            ("#NTS_PUSH_FCM_PASSWORD=geheim", "fail left-over medium"),
            (";NTS_PUSH_FCM_PASSWORD = geheim", "fail left-over medium"),
            ("REM NTS_PUSH_FCM_PASSWORD=geheim", "fail left-over medium"),
            ("#NTS_PUSH_FCM_PASSWORD=", "pass none medium"),
            ("# NTS_PUSH_FCM_PASSWORD is kept elsewhere", "pass none medium"),
            ("#NTS_JAVA_PARMS=-Dproxy.password=geheim", "fail left-over medium"),
            ("NTS_PUSH_FCM_PASSWORD: geheim", "fail left-over medium"),
            ("NTS_PUSH_FCM_PASSWORD geheim", "fail left-over medium"),
            ("NTS_PUSH_FCM_PASSWORD: Z2VoZWlt=", "fail left-over medium"),
            ("NTS_PUSH_FCM_PASSWORD Z2VoZWlt==", "fail left-over medium"),
        ];
        for (lines, wanted) in cases {
            assert_eq!(outcome(&[("notes.ini", &ini(lines))]), wanted, "{lines}");
        }
        let list = "> show config NTS_*\nNTS_PUSH_FCM_PASSWORD=geheim\n>\n";
        assert_eq!(outcome(&[("c.txt", list)]), "fail stored medium");
    }

    #[test]
    fn without_a_whole_file_none_seen_says_nothing() {
        assert_eq!(outcome(&[("notes.ini", "[Notes]\nNTS_X=1\n")]), "unknown fragment low");
        assert_eq!(outcome(&[("names.dxl", &dxl(&[&server(&[])]))]), "unknown not-supplied low");
    }

    #[test]
    fn what_a_configuration_document_puts_there_is_no_pass() {
        let with = |name, value| {
            let items = [("Type", "ServerConfig"), ("ServerName", "*"), ("UseAsDefault", "1")];
            let items = [&items[..], &[(name, value)]].concat();
            let names = dxl(&[&server(&[]), &document("ServerConfig", 9, None, &items)]);
            let judgements = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
            assert!(!format!("{judgements:?}").contains("geheim"));
            told(&judgements[0])
        };
        assert_eq!(with("Parameters", "NTS_DB_PASSWORD=geheim"), "unknown maybe-in-document low");
        assert_eq!(with("NTS_DB_PASSWORD", "geheim"), "unknown maybe-in-document low");
        assert_eq!(with("Parameters", "NTS_X=1"), "pass none medium");
        assert_eq!(with("HTTPPassword", "geheim"), "pass none medium");
    }

    #[test]
    fn each_key_is_one_finding_and_no_value_is_shown() {
        let lines = "A_PASSWORD=geheim\nB_PASSWORD=geheim\na_password=anders\n\
                     C_PASSWORD: geheim=\nC_PASSWORD anders==\n#D_PASSWORD=geheim";
        let judgements = judge(&CHECK, &[("notes.ini", &ini(lines))]);
        let keys: Vec<_> = judgements.iter().map(|own| own.args["key"].as_str()).collect();
        assert_eq!(keys, ["#D_PASSWORD", "A_PASSWORD", "B_PASSWORD", "C_PASSWORD"]);
        assert_eq!(judgements[1].evidence.len(), 2);
        let all = format!("{judgements:?}");
        assert!(!all.contains("geheim") && !all.contains("anders"), "{all}");
    }
}
