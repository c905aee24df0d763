//! `internet-lockout`: guessing of Internet passwords is stopped by a lockout.
//!
//! Devices sign in with name and password from the Internet, so a password can be guessed there. The
//! switch stands in the Configuration document; the most specific document that is for the server
//! counts ("Creating a Configuration Settings document", Domino help).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `on` | pass | the document that counts enforces the lockout |
//! | `off` | fail | it does not |
//! | `no-limit` | fail | it does, and allows any number of tries (0) |
//! | `tries-unclear` | unknown | it does, and how many tries it allows is not told |
//! | `not-in-document` | unknown | it does not hold the field |
//! | `maybe-for-server` | unknown | a document that may be for this server says something else |
//! | `selection` | unknown | the document is a default or for a group, and others may be missing from the export |
//! | `documents-differ` | unknown | documents of one rank say different things |
//! | `unclear` | unknown | the field can't be read |
//! | `none-supplied` | unknown | no Configuration document of this server |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::sign_in::Hosting;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::inventory::{Configuration, Server};

/// What is said of a lockout that locks nobody out.
const NO_LIMIT: &str = "no-limit";

pub(super) const CHECK: Check = Check {
    id: "internet-lockout",
    judge,
    outcomes: &[
        "on",
        "off",
        NO_LIMIT,
        "tries-unclear",
        "not-in-document",
        "maybe-for-server",
        "selection",
        "documents-differ",
        "unclear",
        "none-supplied",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let (counting, maybe) = counting(&server.configurations);
    let all: Vec<_> = counting.iter().chain(&maybe).copied().collect();
    let Some(first) = counting.first() else {
        let outcome = if maybe.is_empty() { "none-supplied" } else { "maybe-for-server" };
        let absent = maybe.is_empty().then(|| Evidence::new(Role::Absent, server.place(), None));
        return vec![Judgement::unknown(outcome).shown_by(shown(&all)).shown_by(absent)];
    };
    let same = |other: &&Configuration| word(other) == word(first);
    let judgement = if !counting.iter().all(same) {
        Judgement::unknown("documents-differ")
    } else if !maybe.iter().all(same) {
        Judgement::unknown("maybe-for-server")
    } else if !first.by_name && !server.document.directory_is_whole() {
        Judgement::unknown("selection")
    } else {
        of_document(first)
    };
    let shown: Vec<_> = shown(&all).into_iter().collect();
    let judgement = judgement.shown_by(shown.iter().cloned());
    vec![match judgement.outcome {
        "documents-differ" => judgement.arg("value", document::all_values(&shown)),
        _ => judgement.seen_as("value"),
    }]
}

/// The documents that count, and those that may count before or beside them.
fn counting(all: &[Configuration]) -> (Vec<&Configuration>, Vec<&Configuration>) {
    let sure: Vec<_> = all.iter().filter(|own| own.applies == Hosting::Yes).collect();
    let specific = sure.iter().any(|own| own.specific);
    let counts = sure.into_iter().filter(|own| own.specific == specific).collect();
    let may = |own: &&Configuration| own.applies != Hosting::Yes && (own.specific || !specific);
    (counts, all.iter().filter(may).collect())
}

/// What a document says, as far as two can be compared.
fn word(document: &Configuration) -> Option<&str> {
    match tries(document) {
        Some(0) => Some(NO_LIMIT),
        _ => document.lockout.value().map(String::as_str),
    }
}

/// How many tries are allowed; 0 stands for any number.
fn tries(document: &Configuration) -> Option<u32> {
    match document.tries.value().map(Vec::as_slice) {
        Some([tries]) => tries.trim_ascii().parse().ok(),
        _ => None,
    }
}

fn of_document(document: &Configuration) -> Judgement {
    match &document.lockout {
        Fact::Known(found) if found.value == "yes" => {
            // A policy may say otherwise for its users.
            let sure = found.confidence.and(Confidence::Medium);
            match tries(document) {
                Some(0) => Judgement::fail(NO_LIMIT, sure),
                Some(_) => Judgement::pass("on", sure),
                None => Judgement::unknown("tries-unclear"),
            }
        }
        Fact::Known(found) => Judgement::fail("off", found.confidence.and(Confidence::Medium)),
        Fact::Absent(_) => Judgement::unknown("not-in-document"),
        Fact::Unknown(..) => Judgement::unknown("unclear"),
    }
}

fn shown(documents: &[&Configuration]) -> Vec<Evidence> {
    let of = |document: &&Configuration| {
        let own = document.lockout.evidence();
        let place = Evidence::new(Role::Observed, document.location.clone(), None);
        let on = document.lockout.value().is_some_and(|word| word == "yes");
        let tries = if on { document.tries.evidence() } else { Vec::new() };
        if own.is_empty() { vec![place] } else { [own, tries].concat() }
    };
    documents.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server as server_document, told, with};
    use super::*;

    fn configuration(unid: u8, server: &str, default: &str, items: &[(&str, &str)]) -> String {
        let own = [
            ("Type", "ServerConfig"),
            ("ServerName", server),
            ("UseAsDefault", default),
            ("ILMaxTries", "5"),
        ];
        document("ServerConfig", unid, None, &with(&own, items))
    }

    fn outcome(documents: &[String]) -> String {
        let own = server_document(&[]);
        let names = dxl(&[&own, &documents.concat()]);
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
    }

    #[test]
    fn the_most_specific_document_counts() {
        let all = |value| configuration(7, "*", "1", &[("ILEnforce", value)]);
        let own = |value| configuration(8, "Trav01/Acme", "", &[("ILEnforce", value)]);
        let twin = |value| configuration(9, "Trav01/Acme", "", &[("ILEnforce", value)]);
        let other = |value| configuration(8, "Mail01/Acme", "", &[("ILEnforce", value)]);
        let conflict = |value| {
            let document = configuration(6, "*", "1", &[("ILEnforce", value)]);
            document.replace(" form=", " conflict='true' form=")
        };
        let no_limit =
            configuration(9, "Trav01/Acme", "", &[("ILEnforce", "1"), ("ILMaxTries", "0")]);
        let cases = [
            (vec![all("1")], "pass on medium"),
            (vec![all("0")], "fail off medium"),
            (vec![all("")], "fail off medium"),
            (vec![all("0"), own("1")], "pass on medium"),
            (vec![all("1"), own("0")], "fail off medium"),
            (vec![all("1"), other("0")], "pass on medium"),
            (vec![own("1"), twin("0")], "unknown documents-differ low"),
            (vec![own("1"), twin("1")], "pass on medium"),
            (vec![own("1"), no_limit.clone()], "unknown documents-differ low"),
            // A conflict that may be the default as well as the document that is.
            (vec![all("1"), conflict("0")], "unknown maybe-for-server low"),
            (vec![all("1"), conflict("1")], "pass on medium"),
            (vec![own("1"), conflict("0")], "pass on medium"),
            (vec![all("yes")], "pass on medium"),
            (vec![all("{{ lockout }}")], "unknown unclear low"),
            (vec![configuration(7, "*", "1", &[])], "unknown not-in-document low"),
            (vec![other("1")], "unknown none-supplied low"),
            (vec![], "unknown none-supplied low"),
        ];
        for (documents, wanted) in cases {
            assert_eq!(outcome(&documents), wanted, "{documents:?}");
        }
    }

    #[test]
    fn the_tries_are_shown_where_they_count() {
        let shown = |value: &str| {
            let own = configuration(7, "*", "1", &[("ILEnforce", value)]);
            let names = dxl(&[&server_document(&[]), &own]);
            let found = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
            let items = found[0].evidence.iter().filter_map(|piece| piece.location.item.clone());
            items.map(|item| item.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(shown("1"), ["ILEnforce", "ILMaxTries"]);
        assert_eq!(shown("0"), ["ILEnforce"]);
    }

    #[test]
    fn a_document_that_may_be_for_the_server_leaves_it_open() {
        let group = |value| configuration(8, "Some Group", "", &[("ILEnforce", value)]);
        let all = configuration(7, "*", "1", &[("ILEnforce", "1")]);
        // In an export that is not whole, the group may exist and hold the server.
        let part = |documents: &[&str]| {
            let names = dxl(&[&documents.concat()]);
            let names = names.replace("numberofdocuments='", "numberofdocuments='9");
            told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
        };
        assert_eq!(part(&[&all, &group("0")]), "unknown maybe-for-server low");
        assert_eq!(part(&[&all, &group("1")]), "unknown selection low");
        assert_eq!(part(&[&all]), "unknown selection low");
        let own = |value| configuration(9, "Trav01/Acme", "", &[("ILEnforce", value)]);
        assert_eq!(part(&[&own("1")]), "pass on medium");
        assert_eq!(part(&[&own("0")]), "fail off medium");
        // A default that may be the server's does not matter beside its own document.
        assert_eq!(part(&[&own("1"), &all]), "pass on medium");
        assert_eq!(part(&[&own("1"), &group("0")]), "unknown maybe-for-server low");
        let tries = |number| {
            let items = [("ILEnforce", "1"), ("ILMaxTries", number)];
            part(&[&configuration(9, "Trav01/Acme", "", &items)])
        };
        assert_eq!(tries("0"), "fail no-limit medium");
        assert_eq!(tries("5"), "pass on medium");
        assert_eq!(tries("{{ TRIES }}"), "unknown tries-unclear low");
        assert_eq!(tries(""), "unknown tries-unclear low");
        assert_eq!(part(&[&group("1")]), "unknown maybe-for-server low");
    }
}
