//! Reads the text as keys, and the bytes as the signature of a bundle: nothing that was not signed with the
//! key is taken for signed.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Cursor;
use std::sync::LazyLock;
use traveler_audit::bundle::{PublicKey, Signed, Signer, check_signature};

/// A key that signs nothing here: the letters of such a key, a number of it and 32 bytes.
static KEY: LazyLock<PublicKey> = LazyLock::new(|| {
    let bytes: Vec<u8> = b"Ed".iter().copied().chain((0..40).map(|at| at * 5)).collect();
    PublicKey::from_line(&STANDARD.encode(bytes)).expect("a key as minisign writes them")
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = PublicKey::from_file(text);
        let _ = PublicKey::from_line(text);
        let _ = Signer::open(text, Some("none".to_owned()));
    }
    let signed = check_signature(bytes, &KEY, &mut Cursor::new(b"a bundle"));
    assert!(!matches!(signed, Ok(Signed::By { .. })), "signed by nobody");
});
