//! What Domino does, as pure functions and types: names, releases, protocol versions, and which
//! sign-in a URL gets.

pub mod hosts;
pub mod names;
pub mod protocols;
pub mod release;
pub mod sign_in;
pub mod tls;
