//! Reads the bytes as policies that somebody wrote down.

#![no_main]

use traveler_audit::formats::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traveler_audit_fuzz::read_as(Kind::PolicyFile, bytes));
