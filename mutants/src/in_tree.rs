//! Stands in the changed copy of the project as `src/mutant.rs`: which of all changes is on.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex};

/// All numbers of changes are below.
const COUNT: usize = 0;

/// The change that is on; 0 is none.
static CHOSEN: LazyLock<u32> =
    LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|id| id.parse().ok()).unwrap_or(0));

/// Where the numbers of the changes go that are come upon.
static REACHED: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
    let path = std::env::var_os("MUTANTS_REACHED")?;
    OpenOptions::new().append(true).create(true).open(path).ok().map(Mutex::new)
});

static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Whether a change is on.
#[inline]
pub(crate) fn mutant(id: u32) -> bool {
    if REACHED.is_some() {
        tell(id);
    }
    *CHOSEN == id
}

#[cold]
fn tell(id: u32) {
    if SEEN[id as usize].swap(true, Ordering::Relaxed) {
        return;
    }
    if let Some(Ok(mut file)) = REACHED.as_ref().map(Mutex::lock) {
        let _ = file.write_all(format!("{id}\n").as_bytes());
    }
}
