//! `http-capacity`: the HTTP task has threads for the devices, each of which holds a connection.
//!
//! Sources: HCL Traveler, "Planning for a reverse proxy" (a connection for each device that is online);
//! ebasso.net, "Lotus Traveler: Tuning" (Traveler itself sets 100 threads on 32 bit, 400 on 64 bit).
//! How many devices there are a statistic tells (`Traveler.Push.Devices.Total`, as a published monitor of
//! Traveler reads it), for the moment it was shown; not how many are online at once.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `few-threads` | fail | fewer threads than Traveler sets on any system |
//! | `compare-devices` | info | at least as many: to be compared with the number of devices |
//! | `fewer-than-devices` | unknown | a statistic tells more devices than there are threads |
//! | `devices-told` | info | a statistic tells no more devices than there are threads |
//! | `not-in-document` | unknown | the Server document has no such item |
//! | `not-a-number` | unknown | it holds something else than one number |
//! | `no-server-document`, `unnamed`, `contradictory`, `unclear` | unknown | see [`document`] |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::Server;
use crate::naming::field;

/// Threads that Traveler sets on 32 bit, the least it ever sets.
const LEAST: u64 = 100;
/// The statistic that tells how many devices there are.
const DEVICES: &str = "Traveler.Push.Devices.Total";

pub(super) const CHECK: Check = Check {
    id: "http-capacity",
    judge,
    outcomes: &[
        "few-threads",
        "compare-devices",
        "fewer-than-devices",
        "devices-told",
        "not-in-document",
        "not-a-number",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let fact = server.document.texts(field::SERVER_HTTP_THREADS);
    if let Some(open) = document::open(server, &fact) {
        return vec![open];
    }
    let threads = fact.value().map(|values| match values.as_slice() {
        [one] => one.parse::<u64>().ok(),
        _ => None,
    });
    let judgement = match threads {
        Some(Some(count)) if count < LEAST => {
            Judgement::fail("few-threads", fact.confidence().and(Confidence::Medium))
        }
        Some(Some(count)) => compared(server, count),
        Some(None) => Judgement::unknown("not-a-number"),
        None => Judgement::unknown("not-in-document"),
    };
    vec![judgement.arg("least", LEAST).shown_by(fact.evidence()).seen_as("value")]
}

/// Compares with the most devices that a statistic tells.
fn compared(server: &Server, threads: u64) -> Judgement {
    let told = server.statistics.iter().filter(|own| own.name.eq_ignore_ascii_case(DEVICES));
    let counts =
        told.filter_map(|own| Some((own.value.replace([',', '.'], "").parse().ok()?, own)));
    let Some((devices, told)) = counts.max_by_key(|(count, _): &(u64, _)| *count) else {
        return Judgement::info("compare-devices");
    };
    let judgement = match devices > threads {
        true => Judgement::unknown("fewer-than-devices"),
        false => Judgement::info("devices-told"),
    };
    let place = Evidence::new(Role::Context, told.location.clone(), told.value.clone());
    judgement.arg("threads", threads).arg("devices", devices).shown_by([place])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;
    use crate::evidence::Severity;

    fn judged(items: &[(&str, &str)]) -> Judgement {
        let names = dxl(&[&server(items)]);
        judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]).remove(0)
    }

    #[test]
    fn threads_are_compared_with_what_traveler_sets() {
        let cases: [(&[(&str, &str)], &str); 7] = [
            (&[("HTTP_MaxActiveThreads", "40")], "fail few-threads medium"),
            (&[("HTTP_MaxActiveThreads", "99")], "fail few-threads medium"),
            (&[("HTTP_MaxActiveThreads", "100")], "unknown compare-devices low"),
            (&[("HTTP_MaxActiveThreads", "many")], "unknown not-a-number low"),
            (&[("HTTP_MaxActiveThreads", "")], "unknown not-a-number low"),
            (&[("HTTP_MaxActiveThreads", "{{ n }}")], "unknown unclear low"),
            (&[], "unknown not-in-document low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(told(&judged(items)), wanted, "{items:?}");
        }
        let devices = |count: &str| {
            let names = dxl(&[&server(&[("HTTP_MaxActiveThreads", "400")])]);
            let stat = format!(
                "> show stat traveler\n  Traveler.Push.Devices.Total = {count}\n  Traveler.Push.Users.Total = 3\n> \n"
            );
            told(
                &judge(
                    &CHECK,
                    &[("notes.ini", &ini("")), ("names.dxl", &names), ("stat.txt", &stat)],
                )[0],
            )
        };
        assert_eq!(devices("1,200"), "unknown fewer-than-devices low");
        assert_eq!(devices("400"), "unknown devices-told low");
        assert_eq!(devices("many"), "unknown compare-devices low");
        let enough = judged(&[("HTTP_MaxActiveThreads", "400")]);
        assert_eq!(enough.severity, Some(Severity::Info));
        assert_eq!(enough.args["value"], "400");
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }
}
