//! What is known of Traveler, as pure functions and types: its versions, which of them hold which
//! fix and go with what, and what the requests of its clients show.

pub mod advisory;
pub mod agent_pattern;
mod built;
mod external_url;
pub mod fix_level;
mod program;
pub mod requirement;
mod run_as_user;
mod traffic;

pub use crate::catalog::version::{
    Build, Level, LevelKind, Numbers, Product, Version, find_versions,
};
pub use built::contradicts_build;
pub use external_url::{ExternalUrl, external_url};
pub use program::{Program, ProgramKind, program};
pub use run_as_user::runs_as_user;
pub use traffic::{Answer, Moment, Picture, Seen, Tally, Traffic, Visit, When};
