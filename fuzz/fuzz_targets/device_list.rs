//! Reads the bytes as lists of devices.

#![no_main]

use traveler_audit::formats::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traveler_audit_fuzz::read_as(Kind::DeviceList, bytes));
