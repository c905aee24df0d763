//! What Domino does, as pure functions and types: names, sites and their rules, releases,
//! protocol versions.

pub mod hosts;
pub mod names;
pub mod protocols;
pub mod release;
pub mod site;
pub mod tls;
