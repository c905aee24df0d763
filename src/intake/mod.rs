//! Finding and opening inputs: what stands below the arguments, in which order, and how its bytes
//! are read. What a file *is* is none of this room's business (see `formats`).

mod block;
mod encoding;
mod hashing;
mod stream;
mod walk;

pub use encoding::Decoding;
pub use stream::{Fingerprint, Line, MAX_LINE, Position, Stream};
pub use walk::{Candidate, Opened, Problem, open, walk};
