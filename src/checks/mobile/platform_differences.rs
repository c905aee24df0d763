//! `platform-differences`: the platforms have the same policies, where nothing asks for others (rule R13).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `same` | pass | what decides the way to the server is known and alike |
//! | `differ` | fail | a policy has two values: the finding names it |
//! | `not-compared` | unknown | a policy is not known on every platform |
//! | `one-platform` | not-applicable | policies of one platform are here |

use super::{ClientCheck, ClientJudge};
use crate::catalog::{Catalog, PolicyType};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::inventory::{Client, Mobile};
use crate::secure_mail::NetworkAccess;
use std::collections::BTreeMap;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "platform-differences",
    judge: ClientJudge::Run(judge),
    outcomes: &["same", "differ", "not-compared", "one-platform"],
};

/// Policies that decide the way to the server.
const COMPARED: [&str; 5] = [
    "mail-server",
    "background-services",
    "background-gateway",
    "connection-security-level",
    "notes-server-flag",
];

fn judge(mobile: &Mobile, catalog: &Catalog) -> Vec<Judgement> {
    let mut apps: BTreeMap<Option<&str>, Vec<&Client>> = BTreeMap::new();
    for client in &mobile.clients {
        apps.entry(client.app.as_deref()).or_default().push(client);
    }
    apps.into_iter().flat_map(|(app, clients)| of_app(app, &clients, catalog)).collect()
}

fn of_app(app: Option<&str>, clients: &[&Client], catalog: &Catalog) -> Vec<Judgement> {
    let Some(first) = clients.first() else { return Vec::new() };
    let place = Evidence::new(Role::Context, first.location.clone(), None);
    let own = app.unwrap_or_default();
    if clients.len() == 1 {
        let one = Judgement::not_applicable("one-platform", Confidence::High);
        return vec![one.about(own).shown_by([place])];
    }
    let access = |client: &&Client| {
        let access = NetworkAccess::of(&client.policies, &catalog.policies).access;
        access.map(|access| access.word().to_owned())
    };
    let mut all = vec![("network-access", clients.iter().map(access).collect::<Vec<_>>())];
    let of = |id| clients.iter().map(|client| compared(id, client, catalog)).collect();
    all.extend(COMPARED.map(|id| (id, of(id))));
    let mut said: Vec<_> = all
        .iter()
        .filter_map(|(id, facts)| of_policy(id, facts))
        .map(|judgement| {
            let subject = format!("{} {own}", judgement.subject);
            judgement.about(subject.trim())
        })
        .collect();
    if said.is_empty() {
        let shown = clients.iter().map(|client| {
            Evidence::new(Role::Context, client.location.clone(), client.platform.clone())
        });
        said.push(Judgement::pass("same", sure(&all)).about(own).shown_by(shown));
    }
    said
}

/// A policy as it compares: by what it means, where it is one of several values.
fn compared(id: &str, client: &Client, catalog: &Catalog) -> Fact<String> {
    let policies = &client.policies;
    match catalog.policies.get(id).map(|entry| entry.kind) {
        Some(PolicyType::Enum) => policies.meaning(id, &catalog.policies),
        Some(PolicyType::Boolean) => policies.flag(id).map(|on| on.to_string()),
        _ => plain(policies.text(id)),
    }
}

/// How sure it is that all are alike.
fn sure(all: &[(&str, Vec<Fact<String>>)]) -> Confidence {
    let facts = all.iter().flat_map(|(_, facts)| facts);
    facts.fold(Confidence::High, |sure, fact| sure.and(fact.confidence()))
}

/// As values compare: without blanks, in lower case.
fn plain(fact: Fact<String>) -> Fact<String> {
    fact.map(|text| text.split_whitespace().collect::<String>().to_lowercase())
}

fn of_policy(id: &'static str, facts: &[Fact<String>]) -> Option<Judgement> {
    let told = |fact: &Fact<String>| match fact {
        Fact::Known(found) => Some(found.value.clone()),
        Fact::Absent(_) => Some(String::new()),
        Fact::Unknown(..) => None,
    };
    let values: Vec<_> = facts.iter().map(told).collect();
    let shown = facts.iter().flat_map(Fact::evidence).collect::<Vec<_>>();
    let known: Vec<_> = values.iter().flatten().collect();
    let judgement = match known.as_slice() {
        [first, rest @ ..] if rest.iter().any(|value| value != first) => {
            let sure = facts.iter().filter_map(Fact::known).map(|found| found.confidence);
            Judgement::fail("differ", sure.fold(Confidence::High, Confidence::and))
        }
        _ if known.len() < values.len() => Judgement::unknown("not-compared"),
        _ => return None,
    };
    let raw = facts.iter().filter_map(Fact::known).map(|found| found.raw.as_str());
    let raw: Vec<_> = raw.collect();
    Some(judgement.about(id).arg("policy", id).arg("values", raw.join(" / ")).shown_by(shown))
}
