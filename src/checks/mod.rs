//! The checks: one file each, and their order.
//!
//! A check reads a [`Server`] and returns judgements: an outcome of the catalog, arguments and
//! evidence. It knows no flags, no texts and no output. To add one: a file here, a line in
//! [`REGISTRY`], its entry in `checks.toml` and its texts.

mod access_lists;
mod activesync;
mod configuration_document;
mod custom;
mod device_filter;
mod document;
mod enforce_policy;
mod external_url;
mod filters;
mod http_capacity;
mod http_port;
mod https_port;
mod ini;
mod internet_authentication;
mod internet_lockout;
mod internet_site_protocols;
mod internet_sites;
mod judgement;
mod log_privacy;
mod mobile;
mod notes_ini_hygiene;
mod override_session_auth;
mod pool_consistency;
mod pool_shutdown;
mod ports;
mod release_pairing;
mod run_as_user;
mod secrets_in_notes_ini;
mod server_tasks;
mod sign_in_source;
mod sslv3;
mod substitution_rules;
mod template_level;
mod tls;
mod tls12;
mod tls_certificate;
mod tls_ciphers;
mod traveler_build;
mod traveler_cves;
mod traveler_release;
mod traveler_status;
mod versions;
mod web_administration;
mod who_enforces;

pub use custom::{CUSTOM_OUTCOMES, CustomCheck, CustomSource, Wanted};
pub use judgement::Judgement;
pub use mobile::{CLIENT_REGISTRY, ClientCheck, ClientJudge, MatrixCell, MatrixRow, Scene, matrix};

use crate::catalog::Catalog;
use crate::inventory::Server;

/// A check.
pub struct Check {
    /// Kebab-case, stable for ever.
    pub id: &'static str,
    /// Judges a server: one judgement for each subject.
    pub judge: fn(&Server, &Catalog) -> Vec<Judgement>,
    /// Every outcome it can come to.
    pub outcomes: &'static [&'static str],
}

/// All checks, in the order of a report.
pub static REGISTRY: [Check; 35] = [
    enforce_policy::CHECK,
    internet_sites::CHECK,
    override_session_auth::CHECK,
    internet_authentication::CHECK,
    activesync::CHECK,
    traveler_release::CHECK,
    traveler_build::CHECK,
    traveler_cves::CHECK,
    release_pairing::CHECK,
    sslv3::CHECK,
    tls12::CHECK,
    tls_certificate::CHECK,
    tls_ciphers::CHECK,
    https_port::CHECK,
    http_port::CHECK,
    sign_in_source::CHECK,
    substitution_rules::CHECK,
    notes_ini_hygiene::CHECK,
    configuration_document::CHECK,
    secrets_in_notes_ini::CHECK,
    external_url::CHECK,
    access_lists::CHECK,
    device_filter::CHECK,
    run_as_user::CHECK,
    server_tasks::CHECK,
    pool_consistency::CHECK,
    pool_shutdown::CHECK,
    log_privacy::CHECK,
    internet_site_protocols::CHECK,
    http_capacity::CHECK,
    traveler_status::CHECK,
    who_enforces::CHECK,
    internet_lockout::CHECK,
    web_administration::CHECK,
    template_level::CHECK,
];

/// What a check is, whomever it judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Kebab-case, stable for ever.
    pub id: &'static str,
    /// Every outcome it can come to.
    pub outcomes: &'static [&'static str],
}

/// All checks: of servers, then of Secure Mail, in the order of a report.
pub fn all() -> impl Iterator<Item = Listed> {
    let servers = REGISTRY.iter().map(|check| Listed { id: check.id, outcomes: check.outcomes });
    let clients = CLIENT_REGISTRY.iter();
    servers.chain(clients.map(|check| Listed { id: check.id, outcomes: check.outcomes }))
}

/// All checks, and those that the operator states.
pub fn listed(catalog: &Catalog) -> impl Iterator<Item = Listed> {
    all().chain(catalog.checks.own().map(|id| Listed { id, outcomes: &CUSTOM_OUTCOMES }))
}

/// The check of this id.
#[must_use]
pub fn find(id: &str) -> Option<Listed> {
    all().find(|check| check.id == id)
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_found_by_its_id() {
        for check in all() {
            assert_eq!(find(check.id), Some(check));
        }
        assert_eq!(find("no-such-check"), None);
        let catalog = Catalog::built_in().unwrap();
        assert!(listed(&catalog).eq(all()), "the catalog states none of its own");
    }
}
