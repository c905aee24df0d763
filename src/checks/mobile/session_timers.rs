//! `session-timers`: the timers of ticket and gateway follow each other (rule R10): forced time-out of the
//! session > ticket > session time-out > maximum offline period. The order is that of a published
//! report script (Mike Bowlin, 2017), so no verdict is surer than medium. The gateway counts minutes,
//! policies hours.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `in-order` | pass | all four are known and follow each other |
//! | `out-of-order` | fail | two of them that are known do not |
//! | `incomplete` | info | those that are known do, and others are not |
//! | `several-actions` | info | the configuration holds several session actions: which counts is not known |
//! | `not-used` | not-applicable | no background services, so no tickets |
//! | `services-unknown` | unknown | whether there are any is not known |

use super::{ClientCheck, ClientJudge, Scene, is_set};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::formats::GatewayCommand;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "session-timers",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "in-order",
        "out-of-order",
        "incomplete",
        "several-actions",
        "not-used",
        "services-unknown",
    ],
};

/// A timer: its name, and its minutes with what shows them, if they are known.
type Timer = (&'static str, Option<(u64, Evidence)>);

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let services = scene.client.policies.text("background-services");
    match is_set(&services) {
        Some(true) => {}
        Some(false) => {
            let sure = services.known().map_or(Confidence::Medium, |found| found.confidence);
            return scene.say(Judgement::not_applicable("not-used", sure), services.evidence());
        }
        None => {
            return scene.say(Judgement::unknown("services-unknown"), services.evidence());
        }
    }
    let is_action = |command: &&GatewayCommand| command.object == "vpn sessionaction";
    let actions: Vec<_> = scene.mobile.commands.iter().filter(is_action).collect();
    // The commands of one action add up, and the last one counts.
    let one = |pair: &[&GatewayCommand]| {
        matches!(pair, [one, other] if one.words.first() == other.words.first()
            && one.location.path == other.location.path && other.verb == "set")
    };
    if !actions.windows(2).all(one) {
        let shown = actions.iter().map(|action| place(action, String::new()));
        return scene.say(Judgement::info("several-actions"), shown.collect());
    }
    let of_action = |option: &str| actions.iter().rev().find_map(|action| minutes(action, option));
    let timers: [Timer; 4] = [
        ("forced-timeout", of_action("forcedtimeout")),
        ("ticket-expiration", hours(scene, "ticket-expiration")),
        ("session-timeout", of_action("sesstimeout")),
        ("max-offline-period", hours(scene, "max-offline-period")),
    ];
    of_timers(scene, &timers)
}

fn of_timers(scene: &Scene<'_>, timers: &[Timer]) -> Vec<Judgement> {
    let known: Vec<_> = timers
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| (*name, value)))
        .collect();
    let shown = known.iter().map(|(_, (_, evidence))| evidence.clone()).collect();
    let wrong = known.windows(2).find_map(|pair| match pair {
        [(longer, (more, _)), (shorter, (less, _))] if more <= less => Some((*longer, *shorter)),
        _ => None,
    });
    let judgement = match wrong {
        Some((longer, shorter)) => Judgement::fail("out-of-order", Confidence::Medium)
            .arg("longer", longer)
            .arg("shorter", shorter),
        None if known.len() == timers.len() => Judgement::pass("in-order", Confidence::Medium),
        None => Judgement::info("incomplete"),
    };
    scene.say(judgement, shown)
}

fn hours(scene: &Scene<'_>, policy: &str) -> Option<(u64, Evidence)> {
    match scene.client.policies.text(policy) {
        Fact::Known(found) => {
            let hours: u32 = found.value.trim().parse().ok()?;
            Some((u64::from(hours) * 60, found.evidence(Role::Observed)))
        }
        _ => None,
    }
}

fn minutes(action: &GatewayCommand, option: &str) -> Option<(u64, Evidence)> {
    let (_, value) = action.options.iter().find(|(name, _)| name == option)?;
    let minutes: u32 = value.parse().ok()?;
    Some((u64::from(minutes), place(action, format!("{option} {value}"))))
}

fn place(action: &GatewayCommand, text: String) -> Evidence {
    let excerpt = (!text.is_empty()).then_some(text);
    Evidence::new(Role::Observed, action.location.clone(), excerpt)
}
