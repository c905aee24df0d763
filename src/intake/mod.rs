//! Finding and opening inputs: what stands below the arguments, in which order, and how its bytes
//! are read. What a file *is* is none of this room's business (see `formats`).

mod archive;
mod encoding;
mod host;
mod pattern;
mod stream;
mod walk;

pub use archive::{ArchiveForm, Member, archive_form, read_archive};
pub use encoding::Decoding;
pub use host::{Tried, find_folders};
pub use stream::{CHUNK, Fingerprint, Line, MAX_LINE, Position, Stream};
pub use walk::{Candidate, DataDirectory, Opened, Problem, Select, Walked, open, walk};
