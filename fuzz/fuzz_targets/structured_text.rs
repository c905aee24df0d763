//! Reads the bytes as structured text of a Notes client.

#![no_main]

use traveler_audit::formats::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traveler_audit_fuzz::read_as(
    Kind::StructuredText,
    bytes
));
