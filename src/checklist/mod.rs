//! The checklist of a migration: ordered steps with an owner, a state that the audit decides, what shows
//! it, how to verify a change and what to do if it fails. Which steps a move has stands in
//! `checklist.toml`.
//!
//! A step is done only when its checks pass. What no file can show is not known until a person ticks it,
//! and a tick never overrules an audit.

mod fields;
mod movement;
mod plan;
mod state;
mod task;
mod team;

pub use fields::{COLUMNS, Label, prints};
pub use movement::{MoveError, Movement};
pub use plan::{List, plan};
pub use task::{Found, Kept, SourceOf, State, Task, TeamText};
pub use team::{
    Added, AddedBody, Anchor, MAX_BYTES, TeamError, TeamFile, TeamRemark, TeamWords, update,
};
