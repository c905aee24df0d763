//! What every statement of a report rests on: where something was read, what was read there, and
//! how sure we may be of it.
//!
//! Nothing in this room knows a file format or a rule of Domino. A reader in `formats` makes the
//! [`Location`]; a check hands [`Evidence`] on; a report prints it.

mod cell;
mod confidence;
mod fact;
mod location;
mod neutral;
mod observed;
mod secret;
mod status;
mod tls_version;
mod word;

pub use cell::{cell, of_cell};
pub use confidence::{Confidence, FactCode};
pub use fact::{Doubt, Fact, Found, Ignored};
pub use location::{InputPath, Location};
pub use neutral::{neutral, steers};
pub use observed::{Args, Evidence, NamedBy, Observed, Role, Warning};
pub use secret::{Sealer, Secret};
pub use status::{Severity, Status};
pub use tls_version::TlsVersion;
pub use word::{Word, read_word, read_word_or_none};
