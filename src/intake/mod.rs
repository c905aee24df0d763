//! Finding and opening inputs: what stands below the arguments, in which order, and how its bytes
//! are read. What a file *is* is none of this room's business (see `formats`).

mod ahead;
mod archive;
mod block;
mod charset;
mod code_page;
mod decoded;
mod encoding;
mod guess;
mod hashing;
mod host;
mod lmbcs;
mod pattern;
mod progress;
mod seen;
mod standard_input;
mod stream;
mod walk;

pub use archive::{ArchiveForm, Member, archive_form, read_archive, read_open_archive};
pub use charset::{Charset, UnknownCharset};
pub use code_page::CodePage;
pub use encoding::Decoding;
pub use host::{Tried, find_folders};
pub use progress::{Watcher, begins, bytes_read, watch};
pub use standard_input::{MAX_ASIDE, is_standard_input};
pub use stream::{Fingerprint, Line, MAX_LINE, Position, Stream};
pub use walk::{
    Candidate, DataDirectory, Opened, Problem, Reading, Select, Walked, open, walk, walk_without,
};
