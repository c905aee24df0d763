//! The remediation kit: what findings ask for, as lines for the console, a patch of notes.ini, documents
//! and agents for the directory, and the way back. Nothing here touches a server or an input.
//!
//! [`plan`] tells which findings can be mended without asking a person, [`prove`] whether that mends them
//! by this program's own model, and each other file here writes one file of the kit.

mod agent;
mod change;
mod console;
mod directory_dxl;
mod document;
mod ini_patch;
mod kit;
mod lines;
mod plan;
mod policies;
mod prove;
mod quote;
mod readme;
mod rollback;
mod told;

pub use change::Change;
pub use kit::{Kit, KitFile, Original, make};
pub use plan::{ByHand, Claim, Part, Planned, Reason, Sources, plan};
pub use prove::{Model, Proof, prove, settle};
pub use told::Told;
