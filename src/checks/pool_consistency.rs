//! `pool-consistency`: the servers of a Traveler pool are set up alike.
//!
//! Sources: HCL Traveler, "Displaying Notes Traveler server configuration" (one external URL on all
//! servers of a pool); "Restricting access to server …" (access lists are repeated on each). No file
//! tells which servers are a pool: those with one external URL are taken for one, which is concluded.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `alike` | pass | servers with the same external URL have the same access lists, override rules and level |
//! | `access-differs` | fail | their access lists differ |
//! | `level-differs` | fail | they run different levels of Traveler |
//! | `rules-differ` | unknown | their sites have different override rules |
//! | `not-comparable` | unknown | lists, rules or level of one of them are not known |
//! | `urls-differ` | info | there are other Traveler servers, and none with this external URL |
//! | `url-unknown` | info | there are other Traveler servers, and the external URL of this one is not known or empty |
//! | `one-server` | not-applicable | there is no other Traveler server among the inputs |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::{Peer, Server};
use std::cmp::Ordering;

/// Servers that are named.
const MAX_NAMED: usize = 8;

pub(super) const CHECK: Check = Check {
    id: "pool-consistency",
    judge,
    outcomes: &[
        "alike",
        "access-differs",
        "level-differs",
        "rules-differ",
        "not-comparable",
        "urls-differ",
        "url-unknown",
        "one-server",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let place = server.document_place();
    let here = Evidence::new(Role::Context, place, None);
    let own = match server.peers.own() {
        Some(own) if server.peers.count() > 1 => own,
        _ => {
            let alone = Judgement::not_applicable("one-server", Confidence::Medium);
            return vec![alone.shown_by([here])];
        }
    };
    let others: Vec<_> = server.peers.of_same_url().collect();
    let judgement = match (&own.url, others.is_empty()) {
        (None, _) => Judgement::info("url-unknown"),
        (_, true) => Judgement::info("urls-differ"),
        (_, false) => compared(own, &others),
    };
    let shown =
        own.place.clone().into_iter().chain(others.iter().filter_map(|one| one.place.clone()));
    vec![
        judgement
            .arg("count", server.peers.count())
            .arg("value", own.url.as_deref().unwrap_or_default())
            .shown_by([here])
            .explained_by(shown.take(MAX_NAMED)),
    ]
}

fn compared(own: &Peer, others: &[&Peer]) -> Judgement {
    let differs = |is: &dyn Fn(&Peer) -> bool| {
        let names: Vec<_> =
            others.iter().filter(|other| is(other)).map(|other| &*other.name).collect();
        (!names.is_empty()).then(|| named(&names))
    };
    let access =
        differs(&|other| unlike(&own.allow, &other.allow) || unlike(&own.deny, &other.deny));
    if let Some(names) = access {
        return Judgement::fail("access-differs", Confidence::Medium).arg("values", names);
    }
    let level = |other: &Peer| Some(own.version.as_ref()?.compare(other.version.as_ref()?));
    let other_level =
        differs(&|other| level(other).flatten().is_some_and(|order| order != Ordering::Equal));
    if let Some(names) = other_level {
        return Judgement::fail("level-differs", Confidence::Medium).arg("values", names);
    }
    if let Some(names) = differs(&|other| unlike(&own.rules, &other.rules)) {
        return Judgement::unknown("rules-differ").arg("values", names);
    }
    let open = |peer: &Peer| peer.allow.is_none() || peer.deny.is_none() || peer.rules.is_none();
    let same_level = |other: &Peer| level(other).flatten() == Some(Ordering::Equal);
    if let Some(names) = differs(&|other| open(own) || open(other) || !same_level(other)) {
        return Judgement::unknown("not-comparable").arg("values", names);
    }
    let names: Vec<_> = others.iter().map(|other| &*other.name).collect();
    Judgement::pass("alike", Confidence::Medium).arg("values", named(&names))
}

fn unlike<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a != b)
}

fn named(names: &[&str]) -> String {
    let more = if names.len() > MAX_NAMED { "; …" } else { "" };
    format!("{}{more}", names.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TRAVELER_FORM, dxl, ini, judge_all, pool_member, told};
    use super::*;

    const URL: &str = "https://mail.example.com/traveler";

    /// What is said of the first of two servers; of each: URL, who may use it, version.
    fn outcome(own: [&str; 3], other: [&str; 3]) -> String {
        let log = |server: &str, version: &str| {
            format!(
                "[0A:02-0B] 11/14/2026 11:31:46 AM  Server started on {server}/Acme\n\
                 [0A:02-0B] 11/14/2026 11:31:59 AM  Traveler: HCL Traveler {version}\n"
            )
        };
        let member = |unid, name, values: [&str; 3]| {
            pool_member(unid, name, &[("TUrl", values[0]), ("tsAllowAccess", values[1])])
        };
        let names = dxl(&[TRAVELER_FORM, &member(1, "Trav01", own), &member(2, "Trav02", other)]);
        let second = ini("").replace("Trav01", "Trav02");
        let files = [
            ("a/notes.ini", &*ini("")),
            ("a/console.log", &*log("Trav01", own[2])),
            ("b/notes.ini", &*second),
            ("b/console.log", &*log("Trav02", other[2])),
            ("names.dxl", &*names),
        ];
        told(&judge_all(&CHECK, &files)[0][0])
    }

    #[test]
    fn members_of_a_pool_are_compared() {
        const V: &str = "14.5.1.0 Build 202603051412_30";
        const OLD: &str = "14.0.0.0 Build 202312051412_30";
        let own = [URL, "Users", V];
        let cases = [
            (own, "pass alike medium"),
            ([URL, "users", V], "pass alike medium"),
            (["https://mail.example.com:443/traveler", "Users", V], "pass alike medium"),
            (["https://mail.example.com:8443/traveler", "Users", V], "unknown urls-differ low"),
            ([URL, "Others", V], "fail access-differs medium"),
            ([URL, "Users", OLD], "fail level-differs medium"),
            ([URL, "Users", ""], "unknown not-comparable low"),
            ([URL, "{{ users }}", V], "unknown not-comparable low"),
            (["https://other.example.com/traveler", "Users", V], "unknown urls-differ low"),
            (["", "Users", V], "unknown urls-differ low"),
        ];
        for (other, wanted) in cases {
            assert_eq!(outcome(own, other), wanted, "{other:?}");
        }
        assert_eq!(outcome(["", "Users", V], own), "unknown url-unknown low");
    }

    #[test]
    fn rules_that_are_not_known_to_the_last_compare_with_nothing() {
        let items = [("TUrl", URL), ("tsAllowAccess", "Users"), ("LdISite", "1")];
        let members = [pool_member(1, "Trav01", &items), pool_member(2, "Trav02", &items)];
        let second = ini("").replace("Trav01", "Trav02");
        let names = dxl(&[TRAVELER_FORM, &members.concat()]);
        let files = [("a/notes.ini", &*ini("")), ("b/notes.ini", &*second), ("names.dxl", &*names)];
        assert_eq!(told(&judge_all(&CHECK, &files)[0][0]), "unknown not-comparable low");
    }

    #[test]
    fn so_many_members_are_named_and_no_more() {
        assert_eq!(named(&["a", "b"]), "a; b");
        let many = vec!["x"; MAX_NAMED];
        assert_eq!(named(&many), many.join("; "));
        let more = vec!["x"; MAX_NAMED + 1];
        assert_eq!(named(&more), format!("{}; …", many.join("; ")));
    }

    #[test]
    fn who_is_denied_is_compared_too() {
        let member = |unid: u8, name: &str, denied: &str| {
            let items = [("TUrl", URL), ("tsAllowAccess", "Users"), ("tsDenyAccess", denied)];
            pool_member(unid, name, &items)
        };
        let second = ini("").replace("Trav01", "Trav02");
        let told = |denied: &str| {
            let members = [member(1, "Trav01", "Terminated"), member(2, "Trav02", denied)].concat();
            let names = dxl(&[TRAVELER_FORM, &members]);
            let files =
                [("a/notes.ini", &*ini("")), ("b/notes.ini", &*second), ("names.dxl", &*names)];
            judge_all(&CHECK, &files)[0][0].outcome
        };
        assert_eq!(told("Nobody"), "access-differs");
        assert_eq!(told("Terminated"), "not-comparable");
    }

    #[test]
    fn one_server_alone_is_no_pool() {
        let alone = judge_all(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0][0]), "not-applicable one-server medium");
    }
}
