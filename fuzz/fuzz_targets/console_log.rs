//! Reads the bytes as console logs, and the answers of a console, which one reader reads.

#![no_main]

use traveler_audit::formats::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traveler_audit_fuzz::read_as(Kind::ConsoleLog, bytes));
