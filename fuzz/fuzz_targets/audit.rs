//! Audits one file from its path to the report, in both formats; the first byte chooses its name.

#![no_main]

use traveler_audit_fuzz::{file, name, program};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let path = file(name(*choice), bytes);
    program(&["audit", "--as-of", "2026-11-24", "--format", "json"], &path);
    program(&["audit", "--as-of", "2026-11-24", "--all"], &path);
    let _ = std::fs::remove_file(path);
});
