//! What is known of Traveler, as pure functions and types: its versions, which of them hold which
//! fix and go with what, and what the requests of its clients show.

pub mod advisory;
pub mod fix_level;
mod program;
pub mod requirement;
mod traffic;

pub use crate::catalog::version::{
    Build, Level, LevelKind, Numbers, Product, Version, find_versions,
};
pub use program::{Program, ProgramKind, program};
pub use traffic::{Answer, Picture, Seen, Tally, Traffic, Visit, When};
