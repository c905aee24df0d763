//! Reads the bytes as a notes.ini whose encoding is told to be LMBCS.

#![no_main]

use traveler_audit::intake::{Charset, Decoding, Stream};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for forced in [Some(Charset::Lmbcs), None] {
        let mut stream = Stream::new(bytes, b"", Decoding::new(bytes, forced)).without_hash();
        stream.expect_lmbcs();
        let mut count = 0;
        while let Ok(Some(line)) = stream.next_line() {
            assert!(!line.text.contains('\n'), "a character made a line end");
            count += 1;
        }
        let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        assert!(stream.decoding().changes_bytes() || count <= ends + 1, "lines out of nothing");
        let _ = stream.decoding().remarks();
    }
});
