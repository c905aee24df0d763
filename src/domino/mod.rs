//! What Domino does, as pure functions and types: names, releases, and which sign-in a URL gets.

pub mod hosts;
pub mod names;
pub mod release;
pub mod sign_in;
