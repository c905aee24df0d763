//! What is known of Traveler, as pure functions and types: its versions, and which of them hold
//! which fix.

pub mod fix_level;

pub use crate::catalog::version::{
    Build, Level, LevelKind, Numbers, Product, Version, find_versions,
};
