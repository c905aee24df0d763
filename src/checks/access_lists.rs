//! `access-lists`: who may use Traveler is limited by the Traveler tab of the Server document.
//!
//! Source: HCL Traveler, "Restricting access to server using Lotus Traveler settings page": an empty
//! list "Access server" lets everybody in, a name in it shuts all others out; "Not access server" shuts
//! out whom it names. Item names: HCL domino-jnx.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `limited` | pass | "Access server" names somebody |
//! | `only-denied` | pass | "Access server" lets everybody in, "Not access server" names somebody |
//! | `open` | fail | neither names anybody |
//! | `whole-organisation` | unknown | "Access server" names `*/…` and "Not access server" nobody |
//! | `no-server-document`, `unnamed`, `contradictory`, `unclear` | unknown | see [`document`] |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Fact, Severity};
use crate::inventory::Server;
use crate::naming::field;

pub(super) const CHECK: Check = Check {
    id: "access-lists",
    judge,
    outcomes: &[
        "limited",
        "only-denied",
        "open",
        "whole-organisation",
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
    let sure = allow.confidence().and(deny.confidence());
    let judgement = match allowed {
        [] => open(denied, sure),
        names if names.iter().any(|name| name == "*") => open(denied, sure),
        names if denied.is_empty() && names.iter().any(|name| name.starts_with("*/")) => {
            Judgement::unknown("whole-organisation").severity(Severity::Low)
        }
        _ => Judgement::pass("limited", allow.confidence()),
    };
    vec![
        judgement
            .arg("values", allowed.join(", "))
            .arg("value", denied.join(", "))
            .shown_by(allow.evidence())
            .shown_by(deny.evidence()),
    ]
}

fn list(fact: &Fact<Vec<String>>) -> &[String] {
    fact.value().map_or(&[], Vec::as_slice)
}

/// That a missing item is an empty list is concluded.
fn open(denied: &[String], sure: Confidence) -> Judgement {
    if denied.is_empty() {
        Judgement::fail("open", sure)
    } else {
        Judgement::pass("only-denied", sure)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;

    fn outcome(items: &[(&str, &str)]) -> String {
        let names = dxl(&[&server(items)]);
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
    }

    #[test]
    fn one_of_the_lists_must_name_somebody() {
        let cases: [(&[(&str, &str)], &str); 9] = [
            (&[("tsAllowAccess", "Mobile Users"), ("tsDenyAccess", "")], "pass limited high"),
            (&[("tsAllowAccess", "Mobile Users")], "pass limited high"),
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "Terminated")], "pass only-denied high"),
            (&[("tsAllowAccess", "*"), ("tsDenyAccess", "Terminated")], "pass only-denied high"),
            (&[("tsAllowAccess", ""), ("tsDenyAccess", "")], "fail open high"),
            (&[("tsAllowAccess", "*"), ("tsDenyAccess", "")], "fail open high"),
            (&[], "fail open medium"),
            (&[("tsAllowAccess", "*/Acme")], "unknown whole-organisation low"),
            (&[("tsAllowAccess", "{{ users }}")], "unknown unclear low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(outcome(items), wanted, "{items:?}");
        }
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }
}
