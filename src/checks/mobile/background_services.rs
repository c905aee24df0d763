//! `background-services`: the list of services names the mail server, as `fqdn:port`, and does something
//! (rules R1, R6 and R8). Items are read as the client reads them.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `right` | pass | every item is well formed, and one is the mail server |
//! | `blank` | fail | a blank stands before a port, as in the example of Citrix: the client that was read takes it off |
//! | `faulty` | fail | an item names another host than is meant, or none: a URL, a wrong separator, IPv6 |
//! | `incomplete` | fail | an item lacks its port, ends in a dot, or is a wildcard |
//! | `inert` | fail | network access is not tunneled, so the list does nothing |
//! | `access-default`, `access-unknown` | unknown | network access is not set, or not known |
//! | `mail-server-missing` | fail | the mail server, or its port, is not in the list |
//! | `mail-server-unknown` | unknown | the policy with the mail server tells none to look for |
//! | `not-used` | not-applicable | the list is empty: no tickets are used |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, gateway, is_set, not_known};
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Found, Severity};
use crate::secure_mail::{Address, Endpoint, Service, ServiceFault, services};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "background-services",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "right",
        "blank",
        "faulty",
        "incomplete",
        "inert",
        "access-default",
        "access-unknown",
        "mail-server-missing",
        "mail-server-unknown",
        "not-used",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let fact = scene.client.policies.text("background-services");
    let (judgement, beside) = match &fact {
        Fact::Known(found) if is_set(&fact) == Some(true) => of_list(scene, found),
        Fact::Known(found) => (Judgement::not_applicable("not-used", found.confidence), Vec::new()),
        Fact::Absent(_) => (Judgement::not_applicable("not-used", Confidence::Medium), Vec::new()),
        Fact::Unknown(doubt, _) => (not_known(*doubt), Vec::new()),
    };
    let value = fact.value().map_or("-", String::as_str);
    scene.say(judgement.arg("value", value), [fact.evidence(), beside].concat())
}

fn of_list(scene: &Scene<'_>, found: &Found<String>) -> (Judgement, Vec<Evidence>) {
    let list = services(&found.value);
    let sure = found.confidence;
    if let Some(worst) = list.iter().filter_map(|item| item.fault).max() {
        let faulty: Vec<_> = list
            .iter()
            .filter(|item| item.fault == Some(worst))
            .map(|item| item.text.as_str())
            .collect();
        // A blank alone does no harm where the code was read: what else is wrong goes first.
        let judgement = (worst != ServiceFault::Blank).then(|| of_fault(worst, sure));
        if let Some(judgement) = judgement {
            let said = judgement.arg("fault", worst.word()).arg("values", faulty.join(", "));
            return (said, Vec::new());
        }
    }
    if let Some(inert) = gateway::inert(scene) {
        return inert;
    }
    let address = scene.client.address();
    let beside = address.evidence();
    let server = address.value().and_then(Address::endpoint);
    let judgement = match server {
        None => Judgement::unknown("mail-server-unknown"),
        Some(server) if !names(&list, server) => {
            let sure = sure.and(address.confidence()).and(Confidence::Medium);
            let port = server.https_port();
            Judgement::fail("mail-server-missing", sure)
                .arg("server", format!("{}:{port}", server.host))
        }
        Some(_) if list.iter().any(|item| item.fault == Some(ServiceFault::Blank)) => {
            Judgement::fail("blank", sure.and(Confidence::Medium)).severity(Severity::Low)
        }
        Some(_) => Judgement::pass("right", sure.and(address.confidence())),
    };
    (judgement, beside)
}

fn of_fault(fault: ServiceFault, sure: Confidence) -> Judgement {
    match fault {
        ServiceFault::Blank | ServiceFault::NoPort | ServiceFault::Dot | ServiceFault::Wildcard => {
            Judgement::fail("incomplete", sure).severity(Severity::Medium)
        }
        _ => Judgement::fail("faulty", sure),
    }
}

/// Whether the server is in the list with its port.
fn names(list: &[Service], server: &Endpoint) -> bool {
    list.iter().any(|item| item.covers(&server.host) && item.port == Some(server.https_port()))
}
