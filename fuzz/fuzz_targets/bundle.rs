//! Opens the bytes as a bundle: what it lacks is told.

#![no_main]

use traveler_audit::bundle;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match bundle::open(&mut &bytes[..]) {
        Ok(opened) => {
            traveler_audit_fuzz::told_in_words(&opened.problems);
            let sound = opened.manifest.is_some() || !opened.problems.is_empty();
            assert!(sound, "a bundle that says nothing of itself, and nothing says why");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
