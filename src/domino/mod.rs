//! What Domino does, as pure functions and types.

pub mod release;
