//! Reads the text as an item map.

#![no_main]

use traveler_audit::naming::ItemMap;
use traveler_audit_fuzz::CATALOG;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(mistake) = ItemMap::parse(text, &CATALOG) {
        assert!(!mistake.reason.is_empty());
        assert!(mistake.line <= text.lines().count() + 1, "line {}", mistake.line);
    }
});
