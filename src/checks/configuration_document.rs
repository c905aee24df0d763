//! `configuration-document`: what Configuration documents set in notes.ini is what stands there.
//!
//! The server copies the values of the tab NOTES.INI Settings into notes.ini while it runs, the most
//! specific document first ("Creating a Configuration Settings document", Domino help). So a value
//! that is typed with `set config` does not last while a document sets another. How that tab stores
//! its values is not documented: nothing found here passes or fails.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `same` | info | a document for this server sets the value that notes.ini has |
//! | `differs` | unknown | it sets another value, or notes.ini does not have the key |
//! | `ini-unknown` | unknown | it sets a value, and what notes.ini has is not known |
//! | `documents-differ` | unknown | documents of one rank set different values |
//! | `maybe-for-server` | unknown | a document that may be for this server sets another value |
//! | `hidden` | unknown | it mentions a key in a way that can't be read as a value |
//! | `cut` | unknown | a part of a document is missing that may set any key |
//! | `nothing-seen` | info | documents for this server, and no setting seen in them |
//! | `none` | not-applicable | the whole directory holds no Configuration document for this server |
//! | `none-supplied` | unknown | no such document, and the directory is not known to be whole |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::sign_in::Hosting;
use crate::evidence::{Confidence, Evidence, Fact, Role, Severity};
use crate::inventory::{PinnedValue, Server, plain};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    id: "configuration-document",
    judge,
    outcomes: &[
        "same",
        "differs",
        "ini-unknown",
        "documents-differ",
        "maybe-for-server",
        "hidden",
        "cut",
        "nothing-seen",
        "none",
        "none-supplied",
    ],
};

/// Stands for a text that can't be read as one value.
const HIDDEN: &str = "?";

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let keys: BTreeSet<_> = of_documents(server).map(|pin| pin.key.as_deref()).collect();
    if keys.is_empty() {
        return vec![nothing(server)];
    }
    keys.into_iter().map(|key| of_key(server, key)).collect()
}

fn nothing(server: &Server) -> Judgement {
    let places = server.configurations.iter().map(|own| own.location.clone());
    let shown: Vec<_> = places.map(|place| Evidence::new(Role::Context, place, None)).collect();
    if !shown.is_empty() {
        return Judgement::info("nothing-seen").arg("count", shown.len()).shown_by(shown);
    }
    let judgement = if server.document.directory_is_whole() {
        Judgement::not_applicable("none", Confidence::Medium)
    } else {
        Judgement::unknown("none-supplied").severity(Severity::Low)
    };
    let place = server.document_place();
    judgement.shown_by([Evidence::new(Role::Absent, place, None)])
}

fn of_key(server: &Server, key: Option<&str>) -> Judgement {
    let own = |pin: &&PinnedValue| pin.key.as_deref() == key;
    let pins: Vec<_> = of_documents(server).filter(own).collect();
    let Some(key) = key else {
        return Judgement::unknown("cut").about("*").shown_by(shown(&pins));
    };
    let winning = most_specific(&pins);
    let in_force = server.settings.effective(key);
    let judgement = compared(&in_force, &winning);
    let value = in_force.known().map_or("-", |found| found.value.as_str());
    judgement
        .about(key)
        .arg("key", key)
        .arg("reader", reader(key))
        .arg("value", value)
        .arg("pinned", values(&winning))
        .shown_by(in_force.evidence())
        .shown_by(shown(&winning))
        .explained_by(shown(&pins))
}

/// What must start anew to read a key, in upper case: Traveler its own, the HTTP task its own, and for
/// all others the server.
fn reader(key: &str) -> &'static str {
    match key {
        "ENABLE_SNI" => "http",
        _ if key.starts_with("NTS_") => "traveler",
        _ if key.starts_with("HTTP") => "http",
        _ => "all",
    }
}

/// The documents that win: those that are for this server and name it, else those for all; where
/// none surely is for it, all that may be.
fn most_specific<'p>(pins: &[&'p PinnedValue]) -> Vec<&'p PinnedValue> {
    let sure = |specific| {
        let own = pins.iter().filter(move |pin| pin.applies == Hosting::Yes);
        own.filter(|pin| pin.specific == specific).copied().collect::<Vec<_>>()
    };
    let named = sure(true);
    let default = if named.is_empty() { sure(false) } else { named };
    if default.is_empty() { pins.to_vec() } else { default }
}

fn compared(in_force: &Fact<String>, winning: &[&PinnedValue]) -> Judgement {
    let values: BTreeSet<_> = winning.iter().map(|pin| plain(&pin.value)).collect();
    let own = in_force.value().map(|value| plain(value));
    let same = own.is_some_and(|own| values.iter().all(|value| *value == own));
    if same {
        Judgement::info("same")
    } else if values.contains(HIDDEN) {
        Judgement::unknown("hidden")
    } else if winning.iter().any(|pin| pin.applies != Hosting::Yes) {
        Judgement::unknown("maybe-for-server")
    } else if values.len() > 1 {
        Judgement::unknown("documents-differ")
    } else if matches!(in_force, Fact::Unknown(..)) {
        Judgement::unknown("ini-unknown")
    } else {
        Judgement::unknown("differs")
    }
}

fn values(pins: &[&PinnedValue]) -> String {
    let values: BTreeSet<_> = pins.iter().map(|pin| pin.value.as_str()).collect();
    values.into_iter().collect::<Vec<_>>().join("; ")
}

fn shown(pins: &[&PinnedValue]) -> Vec<Evidence> {
    pins.iter().map(|pin| pin.evidence.clone()).collect()
}

/// What Configuration documents set; what was typed at the console is nothing of theirs.
fn of_documents(server: &Server) -> impl Iterator<Item = &PinnedValue> {
    server.pinned.iter().filter(|pin| !pin.at_console)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server as server_document, told};
    use super::*;

    fn configuration(unid: u8, server: &str, default: &str, value: &str) -> String {
        let items = [
            ("Type", "ServerConfig"),
            ("ServerName", server),
            ("UseAsDefault", default),
            ("NTS_X", value),
        ];
        document("ServerConfig", unid, None, &items)
    }

    fn judged(lines: &str, documents: &[&str]) -> Vec<Judgement> {
        let own = server_document(&[]);
        let names = dxl(&[&[&[own.as_str()], documents].concat().concat()]);
        judge(&CHECK, &[("notes.ini", &ini(lines)), ("names.dxl", &names)])
    }

    #[test]
    fn the_most_specific_document_is_compared_with_notes_ini() {
        let all = |value: &str| configuration(8, "*", "1", value);
        let own = |value: &str| configuration(9, "Trav01/Acme", "", value);
        let twin = |value: &str| configuration(7, "Trav01/Acme", "", value);
        let group = |value: &str| configuration(9, "Some Group", "", value);
        let other = |value: &str| configuration(9, "Mail01/Acme", "", value);
        let x = "NTS_X=a";
        let cases: [(&str, Vec<String>, &str); 10] = [
            (x, vec![all("a")], "unknown same low"),
            (x, vec![all("b")], "unknown differs low"),
            ("", vec![all("b")], "unknown differs low"),
            (x, vec![all("b"), own("a")], "unknown same low"),
            (x, vec![all("a"), own("b")], "unknown differs low"),
            (x, vec![own("b"), twin("c")], "unknown documents-differ low"),
            ("NTS_X=a\nNTS_X=b", vec![all("b")], "unknown ini-unknown low"),
            (x, vec![all("set NTS_X=1")], "unknown hidden low"),
            (x, vec![other("b")], "not-applicable none medium"),
            (x, vec![], "not-applicable none medium"),
        ];
        for (lines, documents, wanted) in cases {
            let documents: Vec<_> = documents.iter().map(String::as_str).collect();
            assert_eq!(told(&judged(lines, &documents)[0]), wanted, "{lines} {documents:?}");
        }
        let names = dxl(&[&group("b")]);
        let ini = ini(x);
        let judgements = judge(&CHECK, &[("notes.ini", &ini), ("names.dxl", &names)]);
        assert_eq!(told(&judgements[0]), "unknown maybe-for-server low");
    }

    #[test]
    fn both_values_are_shown_and_what_agrees_never_counts() {
        let judgement = judged("NTS_X=a", &[&configuration(8, "*", "1", "b")]).remove(0);
        assert_eq!((&*judgement.args["value"], &*judgement.args["pinned"]), ("a", "b"));
        assert_eq!(judgement.evidence.len(), 2);
        let same = judged("NTS_X=a", &[&configuration(8, "*", "1", "A")]).remove(0);
        assert_eq!(same.severity, Some(Severity::Info));
    }

    #[test]
    fn what_reads_a_key_must_start_anew() {
        let cases = [
            ("NTS_X", "traveler"),
            ("HTTPPublicURLs", "http"),
            ("HTTPIHSEnabled", "http"),
            ("ENABLE_SNI", "http"),
            ("DISABLE_SSLV3", "all"),
        ];
        for (key, wanted) in cases {
            let text = configuration(8, "*", "1", "b").replace("NTS_X", key);
            assert_eq!(judged("", &[&text])[0].args["reader"], wanted, "{key}");
        }
    }

    #[test]
    fn no_document_is_missing_before_the_directory_is_whole() {
        let ini = ini("");
        assert_eq!(told(&judge(&CHECK, &[("notes.ini", &ini)])[0]), "unknown none-supplied low");
        let items = [("Type", "ServerConfig"), ("ServerName", "*"), ("UseAsDefault", "1")];
        let empty = document("ServerConfig", 8, None, &items);
        let judgement = judged("", &[&empty]).remove(0);
        assert_eq!(told(&judgement), "unknown nothing-seen low");
        assert_eq!(judgement.severity, Some(Severity::Info));
    }
}
