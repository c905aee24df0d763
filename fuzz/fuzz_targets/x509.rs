//! Reads the bytes as the DER of a certificate, put into PEM.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use traveler_audit::formats::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let armour = STANDARD.encode(bytes);
    let lines: Vec<_> = armour.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let pem =
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    traveler_audit_fuzz::read_as(Kind::Pem, pem.as_bytes());
});
