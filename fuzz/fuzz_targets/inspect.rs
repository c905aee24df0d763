//! Inspects one file, in both formats; the first byte chooses its name.

#![no_main]

use traveler_audit_fuzz::{file, name, program};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let path = file(name(*choice), bytes);
    program(&["inspect", "--format", "json"], &path);
    program(&["inspect"], &path);
    program(&["inspect", "--make-item-map"], &path);
    let _ = std::fs::remove_file(path);
});
