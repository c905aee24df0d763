//! The checks of Secure Mail: one file each, and their order.
//!
//! Policies belong to an app on a platform, and not to a server: such a check reads a [`Scene`], and is
//! asked once for each platform, or once for the run. To add one: a file here, a line in
//! [`CLIENT_REGISTRY`], its entry in `checks.toml` and its texts.

mod accept_all_certificates;
#[cfg(test)]
mod adversarial;
mod appliance;
mod background_gateway;
mod background_services;
mod client_certificate;
mod client_limits;
mod connection_security_level;
#[cfg(test)]
mod details;
mod gateway;
mod gateway_tls;
mod initial_sign_in;
mod mail_server_address;
mod network_access;
mod notes_server_flag;
mod offer;
mod platform_differences;
mod protocol_matrix;
mod push_notifications;
mod retired_apps;
mod secure_connection;
mod session_timers;
mod sta_binding;
mod switch;
#[cfg(test)]
mod tests;
mod ticket_expiration;
mod topology;

pub use protocol_matrix::{MatrixCell, MatrixRow, matrix};

use super::Judgement;
use crate::catalog::Catalog;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::{APP, Client, Mobile, Server};
use crate::secure_mail::NetworkAccess;

/// Secure Mail on a platform, with all that it is judged by.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    /// Its policies.
    pub client: &'s Client,
    /// The server that they point to, if it is among the inputs.
    pub server: Option<&'s Server>,
    /// Whether there are servers among the inputs at all.
    pub any_server: bool,
    /// Gateways and devices.
    pub mobile: &'s Mobile,
    /// What is known.
    pub catalog: &'s Catalog,
}

/// Whom a check is asked about.
#[derive(Clone, Copy)]
pub enum ClientJudge {
    /// Each platform.
    Each(fn(&Scene<'_>) -> Vec<Judgement>),
    /// The run.
    Run(fn(&Mobile, &Catalog) -> Vec<Judgement>),
}

/// A check of Secure Mail.
pub struct ClientCheck {
    /// Kebab-case, stable for ever.
    pub id: &'static str,
    /// How it judges.
    pub judge: ClientJudge,
    /// Every outcome it can come to.
    pub outcomes: &'static [&'static str],
}

/// All checks of Secure Mail, in the order of a report.
pub static CLIENT_REGISTRY: [ClientCheck; 20] = [
    mail_server_address::CHECK,
    network_access::CHECK,
    background_services::CHECK,
    background_gateway::CHECK,
    ticket_expiration::CHECK,
    session_timers::CHECK,
    topology::CHECK,
    connection_security_level::CHECK,
    protocol_matrix::CHECK,
    accept_all_certificates::CHECK,
    secure_connection::CHECK,
    notes_server_flag::CHECK,
    push_notifications::CHECK,
    initial_sign_in::CHECK,
    client_certificate::CHECK,
    platform_differences::CHECK,
    retired_apps::CHECK,
    gateway_tls::CHECK,
    sta_binding::CHECK,
    client_limits::CHECK,
];

impl Scene<'_> {
    /// Network access, resolved over its policies.
    fn access(&self) -> NetworkAccess {
        NetworkAccess::of(&self.client.policies, &self.catalog.policies)
    }

    /// Where the policies begin, as what a finding rests on where nothing else is seen.
    fn place(&self) -> Evidence {
        Evidence::new(Role::Absent, self.client.location.clone(), None)
    }

    /// A judgement about this platform, with what it rests on.
    fn say(&self, judgement: Judgement, shown: Vec<Evidence>) -> Vec<Judgement> {
        let shown = if shown.is_empty() { vec![self.place()] } else { shown };
        let client = self.client;
        let judgement = judgement.about(&client.subject()).arg("platform", &client.platform);
        let judgement = judgement.arg("app", client.app.as_deref().unwrap_or(APP));
        vec![judgement.shown_by(shown)]
    }
}

/// What is said of a policy that is not known: these outcomes every check of one has.
fn not_known(doubt: Doubt) -> Judgement {
    Judgement::unknown(match doubt {
        Doubt::Fragment | Doubt::NotSupplied | Doubt::Unnamed => "not-told",
        Doubt::Ambiguous => "contradictory",
        _ => "unreadable",
    })
}

/// Whether a text is set: `None` where that is not known. Not set and empty are alike, and so is a list
/// of no items.
fn is_set(fact: &Fact<String>) -> Option<bool> {
    let blank = |c: char| c == ',' || c.is_whitespace();
    match fact {
        Fact::Known(found) => Some(!found.value.trim_matches(blank).is_empty()),
        Fact::Absent(_) => Some(false),
        Fact::Unknown(..) => None,
    }
}
