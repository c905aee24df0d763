//! The checks: one file each, and their order.
//!
//! A check reads a [`Server`] and returns judgements: an outcome of the catalog, arguments and
//! evidence. It knows no flags, no texts and no output. To add one: a file here, a line in
//! [`REGISTRY`], its entry in `checks.toml` and its texts.

mod activesync;
mod enforce_policy;
mod internet_authentication;
mod internet_sites;
mod judgement;
mod override_session_auth;
mod release_pairing;
mod sslv3;
mod tls;
mod tls12;
mod traveler_build;
mod traveler_cves;
mod traveler_release;
mod versions;

pub use judgement::Judgement;

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
pub static REGISTRY: [Check; 11] = [
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
];

/// The check of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Check> {
    REGISTRY.iter().find(|check| check.id == id)
}

#[cfg(test)]
mod testing;
