//! How many bytes of inputs this process has read, and which input it began last, for whoever shows
//! progress.

use crate::evidence::InputPath;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

static READ: AtomicU64 = AtomicU64::new(0);
static WATCHER: Mutex<Option<Watcher>> = Mutex::new(None);

/// What is called with each input.
pub type Watcher = Box<dyn Fn(&InputPath) + Send>;

/// Bytes of inputs read so far; members of archives count unpacked.
#[must_use]
pub fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// Counts what was read, once for each block.
pub(super) fn count(bytes: usize) {
    READ.fetch_add(bytes as u64, Ordering::Relaxed);
}

/// From now on `watcher` is called where the reading of an input begins.
pub fn watch(watcher: Option<Watcher>) {
    *WATCHER.lock().unwrap_or_else(PoisonError::into_inner) = watcher;
}

/// Tells that the reading of an input begins.
pub fn begins(path: &InputPath) {
    if let Some(watcher) = &*WATCHER.lock().unwrap_or_else(PoisonError::into_inner) {
        watcher(path);
    }
}
