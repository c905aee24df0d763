//! Reads the text as waivers, and as a report of before: every mistake is told, with its place.

#![no_main]

use traveler_audit::assessment::{Earlier, Waivers};
use traveler_audit::checks;
use traveler_audit::evidence::InputPath;
use traveler_audit_fuzz::CATALOG;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let known: Vec<_> = checks::listed(&CATALOG).collect();
    let day = "2026-11-24".parse().expect("a day");
    if let Err(mistake) = Waivers::parse(&InputPath::named("x"), text, &known, day) {
        assert!(!mistake.to_string().is_empty());
    }
    if let Err(mistake) = Earlier::parse("x", text) {
        assert!(!mistake.to_string().is_empty());
    }
});
