//! How many bytes of inputs this process has read, for whoever shows progress.

use std::sync::atomic::{AtomicU64, Ordering};

static READ: AtomicU64 = AtomicU64::new(0);

/// Bytes of inputs read so far; members of archives count unpacked.
#[must_use]
pub fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// Counts what was read, once for each block.
pub(super) fn count(bytes: usize) {
    READ.fetch_add(bytes as u64, Ordering::Relaxed);
}
