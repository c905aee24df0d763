//! Finding and opening inputs: what stands below the arguments, in which order, and how its bytes
//! are read. What a file *is* is none of this room's business (see `formats`).

mod charset;
mod code_page;
mod decoded;
mod encoding;
mod guess;
mod lmbcs;
mod seen;
mod stream;
mod walk;

pub use charset::{Charset, UnknownCharset};
pub use code_page::CodePage;
pub use encoding::Decoding;
pub use stream::{CHUNK, Fingerprint, Line, MAX_LINE, Position, Stream};
pub use walk::{Candidate, Opened, Problem, open, walk};
