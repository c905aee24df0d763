//! `access-lists`: who may use Traveler is limited by the Traveler tab of the Server document.
//!
//! Source: HCL Traveler, "Restricting access to server using Lotus Traveler settings page": an empty
//! list "Access server" lets everybody in, a name in it shuts all others out; "Not access server" shuts
//! out whom it names. Item names: HCL domino-jnx. Groups are opened: one without members shuts nobody
//! out, and one with `*` lets everybody in.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `limited` | pass | "Access server" names some, and no whole organisation |
//! | `only-denied` | pass | "Access server" does not limit, "Not access server" shuts somebody out |
//! | `all-denied` | unknown | "Not access server" shuts everybody out |
//! | `open` | fail | everybody gets in and nobody is shut out |
//! | `whole-organisation` | unknown | `*/…` gets in and nobody is known to be shut out |
//! | `no-name` | unknown | an entry such as `-Default-`, which stands in access control lists, or a mere `-`: what it does here no source tells |
//! | `group-unknown` | unknown | it depends on a group whose members are not known |
//! | `no-server-document`, `unnamed`, `contradictory`, `unclear` | unknown | see [`document`] |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Fact, Severity};
use crate::inventory::{Reach, Server};
use crate::naming::field;

pub(super) const CHECK: Check = Check {
    id: "access-lists",
    judge,
    outcomes: &[
        "limited",
        "only-denied",
        "all-denied",
        "open",
        "whole-organisation",
        "no-name",
        "group-unknown",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let allow = server.document.texts(field::SERVER_TRAVELER_ALLOW);
    let deny = server.document.texts(field::SERVER_TRAVELER_DENY);
    for fact in [&allow, &deny] {
        if let Some(open) = document::open(server, fact) {
            return vec![open.explained_by([allow.evidence(), deny.evidence()].concat())];
        }
    }
    let (allowed, denied) = (list(&allow), list(&deny));
    if allowed.iter().chain(denied).any(|name| is_entry(name)) {
        let judgement = Judgement::unknown("no-name").arg("values", allowed.join(", "));
        let judgement = judgement.arg("value", denied.join(", "));
        return vec![judgement.shown_by(allow.evidence()).shown_by(deny.evidence())];
    }
    let reach = |id| server.document.reach(id);
    let (allows, denies) =
        (reach(field::SERVER_TRAVELER_ALLOW), reach(field::SERVER_TRAVELER_DENY));
    // Only a name may be that of a group.
    let sure = |list: &[String], whole: Confidence| {
        if list.is_empty() { Confidence::High } else { whole }
    };
    let allow_sure = allow.confidence().and(sure(allowed, allows.1));
    let deny_sure = deny.confidence().and(sure(denied, denies.1));
    vec![
        verdict(allowed, (allows.0, denies.0), allow_sure, deny_sure)
            .arg("values", allowed.join(", "))
            .arg("value", denied.join(", "))
            .shown_by(allow.evidence())
            .shown_by(deny.evidence()),
    ]
}

/// That a missing item is an empty list is concluded.
fn verdict(
    allowed: &[String],
    (allow, deny): (Reach, Reach),
    sure: Confidence,
    denied: Confidence,
) -> Judgement {
    let open = allowed.is_empty() || allow == Reach::Everybody;
    match (allow, deny) {
        (Reach::Unknown, _) => group_unknown(),
        (_, Reach::Everybody) => Judgement::unknown("all-denied"),
        (Reach::Nobody | Reach::Some, _) if !open => Judgement::pass("limited", sure),
        (_, Reach::Some | Reach::Organisation) => Judgement::pass("only-denied", sure.and(denied)),
        (Reach::Organisation, _) => {
            Judgement::unknown("whole-organisation").severity(Severity::Low)
        }
        (_, Reach::Unknown) => group_unknown(),
        (_, Reach::Nobody) => Judgement::fail("open", sure.and(denied)),
    }
}

fn group_unknown() -> Judgement {
    Judgement::unknown("group-unknown").severity(Severity::Low)
}

/// `-Default-`, in any language: an entry of an access control list, and the name of nobody. So is a
/// bare `-`.
fn is_entry(name: &str) -> bool {
    let name = name.trim();
    name.starts_with('-') && name.ends_with('-')
}

fn list(fact: &Fact<Vec<String>>) -> &[String] {
    fact.value().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    fn outcome(items: &[(&str, &str)]) -> String {
        let names = dxl(&[&server(items)]);
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
    }

    #[test]
    fn one_of_the_lists_must_name_somebody() {
        let cases: [(&[(&str, &str)], &str); 13] = [
            (&[("tsAllowAccess", "Mobile Users"), ("tsDenyAccess", "")], "pass limited high"),
            (&[("tsAllowAccess", "Mobile Users")], "pass limited high"),
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "Terminated")], "pass only-denied high"),
            (&[("tsAllowAccess", "*"), ("tsDenyAccess", "Terminated")], "pass only-denied high"),
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "")], "fail open high"),
            (&[("tsAllowAccess", "*"), ("tsDenyAccess", "")], "fail open high"),
            (&[], "fail open medium"),
            (&[("tsAllowAccess", "Mobile"), ("tsDenyAccess", "*")], "unknown all-denied low"),
            (&[("tsAllowAccess", "*/Acme")], "unknown whole-organisation low"),
            (&[("tsAllowAccess", "{{ users }}")], "unknown unclear low"),
            (&[("tsAllowAccess", "-Default-")], "unknown no-name low"),
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "-Vorgabe-")], "unknown no-name low"),
            // A hyphen that stands for nobody shuts nobody out.
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "-")], "unknown no-name low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(outcome(items), wanted, "{items:?}");
        }
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }

    #[test]
    fn an_entry_of_an_access_list_stands_between_dashes() {
        for (name, wanted) in [
            ("-Default-", true),
            (" -Vorgabe- ", true),
            ("-Sales", false),
            ("Sales-", false),
            ("-", true),
            ("--", true),
            ("Mobile Users", false),
        ] {
            assert_eq!(is_entry(name), wanted, "{name}");
        }
    }

    #[test]
    fn groups_are_opened() {
        let group = |unid, name: &str, members: &str| {
            let items = [("Type", "Group"), ("ListName", name), ("Members", members)];
            document("Group", unid, None, &items)
        };
        let groups = [
            group(5, "Nobody", ""),
            group(6, "Terminated", "Bob Miller/Acme"),
            group(7, "Mobile", "Bob Miller/Acme"),
            group(8, "Organisation", "*/O=Acme"),
            group(9, "World", "*"),
        ]
        .concat();
        let told_of = |allow: &str, deny: &str, count: &str| {
            let own = server(&[("tsAllowAccess", allow), ("tsDenyAccess", deny)]);
            let names = dxl(&[&own, &groups])
                .replace("numberofdocuments='6'", &format!("numberofdocuments='{count}'"));
            told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
        };
        let cases = [
            ("", "Terminated", "pass only-denied high"),
            ("", "Nobody", "fail open high"),
            ("Mobile", "Nobody", "pass limited high"),
            ("Organisation", "Nobody", "unknown whole-organisation low"),
            ("Organisation", "Terminated", "pass only-denied high"),
            ("World", "Nobody", "fail open high"),
            ("World", "Terminated", "pass only-denied high"),
            ("CN=*/O=Acme", "", "unknown whole-organisation low"),
            ("*/OU=Sales/O=Acme", "", "unknown whole-organisation low"),
        ];
        for (allow, deny, wanted) in cases {
            assert_eq!(told_of(allow, deny, "6"), wanted, "{allow} {deny}");
        }
        // What the agent of `exporter` takes is all that its user may read: less sure.
        let own = server(&[("tsAllowAccess", "Mobile"), ("tsDenyAccess", "")]);
        let names = dxl(&[&own, &groups]).replace("<databaseinfo numberofdocuments='6'/>", "")
            + "<!-- traveler-audit exporter: documents=6 -->";
        let judged = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        assert_eq!(told(&judged[0]), "pass limited medium");
        // In a selection of the directory a group that is not here may exist, whatever its name.
        assert_eq!(told_of("", "Nobody", "900"), "fail open high");
        let lists =
            [("Unheard Of", ""), ("", "Unheard Of"), ("Unheard Of", "Nobody"), ("Mobile", "")];
        for (allow, deny) in lists {
            let told = told_of(allow, deny, "900");
            assert_eq!(told, "unknown group-unknown low", "{allow} {deny}");
        }
    }
}
