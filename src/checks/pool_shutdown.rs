//! `pool-shutdown`: where servers share the load, a Traveler that stops takes its HTTP task with it, so
//! that the balancer sends devices elsewhere.
//!
//! Source: nashcom, 2017-10-24 (`NTS_AUTOSTOP_HTTP`, `false` unless set, recommended `true` in a
//! pool): told by a third party, so nothing is surer than medium. Which servers are a pool is
//! concluded from one external URL, as in `pool-consistency`.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `stops-http` | pass | `NTS_AUTOSTOP_HTTP=true` |
//! | `keeps-http` | fail | it is `false`, or not set |
//! | `other-value` | unknown | it is another text |
//! | `pool-unclear` | unknown | the external URL of this server or of another Traveler server is not known: they may be a pool |
//! | `no-pool` | not-applicable | no other server has the same external URL |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | see [`ini`] |

use super::ini::{self, Told};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role, Severity};
use crate::inventory::Server;

const KEY: &str = "NTS_AUTOSTOP_HTTP";

pub(super) const CHECK: Check = Check {
    id: "pool-shutdown",
    judge,
    outcomes: &[
        "stops-http",
        "keeps-http",
        "other-value",
        "pool-unclear",
        "no-pool",
        "not-supplied",
        "fragment",
        "ini-unclear",
        "pinned",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    if server.peers.of_same_url().next().is_none() {
        let place = server.document_place();
        let none = match server.peers.may_be_pool() {
            true => Judgement::unknown("pool-unclear").severity(Severity::Low),
            false => Judgement::not_applicable("no-pool", Confidence::Medium),
        };
        return vec![none.shown_by([Evidence::new(Role::Context, place, None)])];
    }
    let told = ini::read(server, KEY);
    let sure = told.confidence().and(Confidence::Medium);
    let judgement = match (&told, told.word().as_deref()) {
        (Told::Open(judgement), _) => return vec![judgement.clone()],
        (_, Some("true")) => Judgement::pass("stops-http", sure),
        (Told::Missing(..), _) | (_, Some("false" | "")) => Judgement::fail("keeps-http", sure),
        _ => Judgement::unknown("other-value"),
    };
    vec![judgement.arg("key", KEY).shown_by(told.evidence()).seen_as("value")]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TRAVELER_FORM, dxl, ini, judge_all, pool_member, told};
    use super::*;

    fn outcome(lines: &str, other: &str) -> String {
        let member = |unid, name, url| pool_member(unid, name, &[("TUrl", url)]);
        let own = member(1, "Trav01", "https://mail.example.com/traveler");
        let names = dxl(&[TRAVELER_FORM, &own, &member(2, "Trav02", other)]);
        let second = ini("").replace("Trav01", "Trav02");
        let files =
            [("a/notes.ini", &*ini(lines)), ("b/notes.ini", &*second), ("names.dxl", &*names)];
        told(&judge_all(&CHECK, &files)[0][0])
    }

    #[test]
    fn a_member_of_a_pool_stops_http_with_itself() {
        let same = "https://mail.example.com/traveler/";
        let cases = [
            ("NTS_AUTOSTOP_HTTP=true", "pass stops-http medium"),
            ("NTS_AUTOSTOP_HTTP=False", "fail keeps-http medium"),
            ("", "fail keeps-http medium"),
            ("NTS_AUTOSTOP_HTTP=1", "unknown other-value low"),
            ("NTS_AUTOSTOP_HTTP=true\nNTS_AUTOSTOP_HTTP=false", "unknown ini-unclear low"),
        ];
        for (lines, wanted) in cases {
            assert_eq!(outcome(lines, same), wanted, "{lines}");
        }
        let elsewhere = "https://other.example.com/traveler";
        assert_eq!(outcome("", elsewhere), "not-applicable no-pool medium");
    }
}
