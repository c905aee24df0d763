//! `retired-apps`: Secure Notes and Secure Tasks are not used any more. They reached the end of their life on
//! 31 December 2018, and Secure Notes on iOS works with Exchange only.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `none` | pass | neither is in the list of apps, nor has policies that are set |
//! | `listed` | fail | one is an app of Endpoint Management |
//! | `policies-set` | fail | its policies in Secure Mail hold a value |
//! | `list-missing` | info | no policy of them is set, and no list of apps is among the inputs |

use super::{ClientCheck, ClientJudge, is_set};
use crate::catalog::{Catalog, fold};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Observed, Role};
use crate::inventory::Mobile;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "retired-apps",
    judge: ClientJudge::Run(judge),
    outcomes: &["none", "listed", "policies-set", "list-missing"],
};

/// The apps, as they compare.
const APPS: [&str; 6] =
    ["secure notes", "secure tasks", "worxnotes", "worxtasks", "securenotes", "securetasks"];
const POLICIES: [&str; 4] =
    ["notes-app-server", "notes-app-domain", "tasks-app-server", "tasks-app-domain"];

fn judge(mobile: &Mobile, _: &Catalog) -> Vec<Judgement> {
    let Some(first) = mobile.clients.first() else { return Vec::new() };
    let shown = |app: &Observed<String>| {
        Evidence::new(Role::Observed, app.location.clone(), app.value.clone())
    };
    let is_one = |app: &&Observed<String>| {
        let name = fold(&app.value);
        APPS.iter().any(|own| name.contains(own))
    };
    let listed: Vec<_> = mobile.apps.iter().filter(is_one).collect();
    if let Some(app) = listed.first() {
        let judgement = Judgement::fail("listed", Confidence::High).arg("value", &app.value);
        return vec![judgement.shown_by(listed.iter().map(|app| shown(app)))];
    }
    let set = mobile.clients.iter().flat_map(|client| {
        POLICIES.iter().map(|id| client.policies.text(id)).filter(|fact| is_set(fact) == Some(true))
    });
    let set: Vec<_> = set.flat_map(|fact| fact.evidence()).collect();
    if !set.is_empty() {
        return vec![Judgement::fail("policies-set", Confidence::Medium).shown_by(set)];
    }
    let place = Evidence::new(Role::Absent, first.location.clone(), None);
    // The apps whose policies are here are no list of all of them, nor is one that was searched for
    // Secure Mail.
    let other = |app: &Observed<String>| !fold(&app.value).contains("mail");
    let whole = mobile.apps.iter().any(|app| !mobile.is_of_policies(app) && other(app));
    let judgement = match whole {
        true => Judgement::pass("none", Confidence::Medium)
            .shown_by(mobile.apps.iter().take(1).map(shown)),
        false => Judgement::info("list-missing"),
    };
    vec![judgement.explained_by([place])]
}
