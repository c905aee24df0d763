//! `traveler-status`: what Traveler itself said of its state when somebody asked.
//!
//! Sources: HCL Traveler help, "Tell command" (`tell traveler status` ends with one line: Green, Yellow or
//! Red, with messages above it); a published monitor of Traveler (the statistics `Traveler.Status.State` and
//! `Traveler.Constrained.State`, where 1 means that new requests meet 503). It is the state of one moment,
//! of which the answer tells no time, so nothing fails and nothing passes.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `green` | info | the last answer of each console was Green |
//! | `not-green` | info | one was Yellow, Red or another word |
//! | `constrained` | info | one said that Traveler takes no new requests |
//! | `not-shown` | not-applicable | no answer is among the inputs |

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, InputPath, Role};
use crate::formats::Statistic;
use crate::inventory::Server;
use std::collections::BTreeMap;

const STATE: &str = "Traveler.Status.State";
const CONSTRAINED: &str = "Traveler.Constrained.State";

pub(super) const CHECK: Check = Check {
    id: "traveler-status",
    judge,
    outcomes: &["green", "not-green", "constrained", "not-shown"],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let (states, constrained) = (last(server, STATE), last(server, CONSTRAINED));
    let bad = states.iter().find(|own| !own.value.trim().eq_ignore_ascii_case("green"));
    let stuck = constrained.iter().find(|own| own.value.trim() == "1");
    let told = |judgement: Judgement, own: &Statistic| {
        let place = Evidence::new(Role::Observed, own.location.clone(), own.value.clone());
        judgement.arg("value", &own.value).shown_by([place])
    };
    let judgement = match (stuck, bad, states.first()) {
        (Some(own), _, _) => told(Judgement::info("constrained"), own),
        (None, Some(own), _) => told(Judgement::info("not-green"), own),
        (None, None, Some(own)) => told(Judgement::info("green"), own),
        (None, None, None) => {
            let place = Evidence::new(Role::Context, server.place(), None);
            Judgement::not_applicable("not-shown", Confidence::High).shown_by([place])
        }
    };
    vec![judgement]
}

/// The last value of a statistic in each input.
fn last<'s>(server: &'s Server, name: &str) -> Vec<&'s Statistic> {
    let mut last: BTreeMap<&InputPath, &Statistic> = BTreeMap::new();
    for own in server.statistics.iter().filter(|own| own.name.eq_ignore_ascii_case(name)) {
        last.insert(&own.location.path, own);
    }
    last.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge, told};
    use super::*;

    fn outcome(answer: &str) -> String {
        let log = format!("> tell traveler status\n{answer}\n> \n");
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("console.txt", &log)])[0])
    }

    #[test]
    fn what_traveler_said_last_is_told() {
        let red = "Red Status Messages\nThere have been 3,845 device sync failures for reasons other \
                   than the server is too busy.\nThe overall status of HCL Traveler is Red.";
        let green = "The overall status of IBM Traveler is Green.";
        let cases = [
            (red.to_owned(), "unknown not-green low"),
            (green.to_owned(), "unknown green low"),
            ("HCL Traveler overall status is GREEN".to_owned(), "unknown green low"),
            (format!("{green}\n{red}"), "unknown not-green low"),
            (format!("{red}\n{green}"), "unknown green low"),
            (
                format!("{green}\n> show stat traveler\n  Traveler.Constrained.State = 1\n"),
                "unknown constrained low",
            ),
            (
                "The Traveler task has been running since Monday.".to_owned(),
                "not-applicable not-shown high",
            ),
        ];
        for (answer, wanted) in cases {
            assert_eq!(outcome(&answer), wanted, "{answer}");
        }
        let info = judge(
            &CHECK,
            &[("notes.ini", &ini("")), ("c.txt", &format!("> tell traveler status\n{red}\n"))],
        );
        assert_eq!(info[0].severity, Some(crate::evidence::Severity::Info));
    }
}
