//! What the fuzz targets share: reading bytes as one kind of input, and what has to hold of whatever
//! came out. docs/assurance.md says what was run.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use traveler_audit::catalog::Catalog;
use traveler_audit::cli;
use traveler_audit::evidence::{InputPath, Warning};
use traveler_audit::formats::{self, Context, Kind, ReadExtent, Record, Sink};
use traveler_audit::intake::{Decoding, Stream};

/// The catalog that is compiled in.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

/// Bytes that the program looks at before it decides on a kind and an encoding.
const HEAD: usize = 64 * 1024;

/// All that a reader said.
#[derive(Debug, Default, PartialEq)]
struct Said {
    records: Vec<Record>,
    warnings: Vec<Warning>,
}

impl Sink for Said {
    fn has_enough_of(&self, _: Option<&str>, _: &str) -> bool {
        false
    }

    fn record(&mut self, record: Record) {
        self.records.push(record);
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

/// Gives `step` bytes at a time, as a slow pipe does.
struct Slow<'b>(&'b [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.1.min(self.0.len()).min(out.len());
        out[..got].copy_from_slice(&self.0[..got]);
        self.0 = &self.0[got..];
        Ok(got)
    }
}

/// Reads the bytes as this kind, twice: in one piece and in many. Both must say the same, and what
/// was not read in full must be told.
pub fn read_as(kind: Kind, bytes: &[u8]) {
    let (extent, said) = read_in_steps(kind, bytes, bytes.len());
    let (slow_extent, slowly) = read_in_steps(kind, bytes, piece(kind, bytes.len()));
    assert_eq!(extent, slow_extent, "the extent hangs on the size of the pieces");
    assert_eq!(said, slowly, "what is read hangs on the size of the pieces");
    let told = extent == ReadExtent::Full || !said.warnings.is_empty();
    assert!(told, "{extent:?}, and nothing says why");
    told_in_words(&said.warnings);
}

/// How much is read at a time. What a table looks like is told from its first 64 KiB in one piece,
/// which every input begins with.
fn piece(kind: Kind, length: usize) -> usize {
    match kind {
        Kind::Csv | Kind::PolicyFile | Kind::DeviceList => length,
        _ => 1 + length % 61,
    }
}

fn read_in_steps(kind: Kind, bytes: &[u8], step: usize) -> (ReadExtent, Said) {
    let context = Context {
        path: InputPath::named("x"),
        catalog: &CATALOG,
        skip_forms: bytes.len() % 2 == 0,
    };
    let decoding = Decoding::detect(&bytes[..bytes.len().min(HEAD)]);
    let (head, rest) = bytes.split_at(step.min(bytes.len()));
    let mut stream = Stream::new(Slow(rest, step), head, decoding).without_hash();
    let mut said = Said::default();
    let extent = formats::read(kind, &mut stream, &context, &mut said);
    (extent, said)
}

/// Every warning has a text in the catalog.
pub fn told_in_words(warnings: &[Warning]) {
    for warning in warnings {
        assert!(CATALOG.texts.has_warning(warning.code), "no text for {}", warning.code);
    }
}

/// A folder of this process, in memory where the system has such a place.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = above.join(format!("traveler-audit-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
});

/// A name that a file may have.
pub fn name(choice: u8) -> &'static str {
    const NAMES: [&str; 8] =
        ["x", "notes.ini", "names.dxl", "x.csv", "x.json", "console.log", "ns.conf", "x.toml"];
    NAMES[usize::from(choice) % NAMES.len()]
}

/// Writes the bytes as a file of this name.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = FOLDER.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// Runs the program with these words and `path`, and looks at how it ended and what it wrote.
pub fn program(words: &[&str], path: &Path) {
    let mut all: Vec<OsString> = ["traveler-audit"].iter().chain(words).map(Into::into).collect();
    all.push(path.into());
    let mut out = Vec::new();
    let code = cli::run_with(all, &mut out);
    assert!(code <= 3, "exit code {code}");
    let text = String::from_utf8(out).expect("the report is UTF-8");
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let steers = |c: char| c.is_control() && c != '\n' || turns(c);
    assert!(!text.contains(steers), "the report steers the terminal");
}
