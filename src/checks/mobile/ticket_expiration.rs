//! `ticket-expiration`: tickets for background services last as many hours as is meant (rule R9). The page
//! of Citrix suggests 168 hours, seven days, in each of its three lists; only STA has tickets.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `default` | pass | 168 hours, or not set |
//! | `shorter` | pass | a day or more |
//! | `below-day` | fail | less: users sign in more than once a day |
//! | `longer` | fail | more than seven days without a new sign-in |
//! | `no-number` | fail | no whole number of hours from 1 on |
//! | `not-used` | not-applicable | no background services, so no tickets |
//! | `services-unknown` | unknown | whether there are any is not known |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, is_set, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Fact, Severity};
use crate::secure_mail::{DEFAULT_HOURS, Ticket, ticket};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "ticket-expiration",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "default",
        "shorter",
        "below-day",
        "longer",
        "no-number",
        "not-used",
        "services-unknown",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

/// Hours of a day.
const DAY: u32 = 24;

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let policies = &scene.client.policies;
    let services = policies.text("background-services");
    let fact = policies.text("ticket-expiration");
    let judgement = match (is_set(&services), &fact) {
        (Some(false), _) => {
            let sure = services.known().map_or(Confidence::Medium, |found| found.confidence);
            return scene.say(
                Judgement::not_applicable("not-used", sure).arg("value", "-"),
                services.evidence(),
            );
        }
        (None, _) => Judgement::unknown("services-unknown"),
        (_, Fact::Known(found)) => of_value(&found.value, found.confidence),
        (_, Fact::Absent(_)) => hours("default", DEFAULT_HOURS, Confidence::Medium),
        (_, Fact::Unknown(doubt, _)) => not_known(*doubt),
    };
    let value = fact.value().map_or("-", String::as_str);
    scene.say(judgement.arg("value", value), fact.evidence())
}

fn of_value(text: &str, sure: Confidence) -> Judgement {
    match ticket(text) {
        Ticket::Default => hours("default", DEFAULT_HOURS, sure),
        Ticket::Shorter(own) => hours("shorter", own, sure),
        Ticket::BelowDay(own) => Judgement::fail("below-day", sure)
            .severity(Severity::Low)
            .arg("hours", own)
            .arg("days", own / DAY),
        Ticket::Longer(own) => {
            Judgement::fail("longer", sure).arg("hours", own).arg("days", own / DAY)
        }
        Ticket::None => Judgement::fail("no-number", sure),
    }
}

fn hours(outcome: &'static str, hours: u32, sure: Confidence) -> Judgement {
    Judgement::pass(outcome, sure).arg("hours", hours).arg("days", hours / DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_is_told_in_hours_and_whole_days() {
        for (text, wanted) in [
            ("168", "default 168 7"),
            ("72", "shorter 72 3"),
            ("50", "shorter 50 2"),
            ("12", "below-day 12 0"),
            ("10080", "longer 10080 420"),
        ] {
            let told = of_value(text, Confidence::High);
            let told = format!("{} {} {}", told.outcome, told.args["hours"], told.args["days"]);
            assert_eq!(told, wanted);
        }
    }
}
