//! Says what a file is, as bytes of every name, and reads it as that.

#![no_main]

use traveler_audit::formats::{Head, Kind, recognise};

const NAMES: [&str; 8] =
    ["x", "notes.ini", "names.dxl", "x.csv", "x.json", "console.log", "ns.conf", "x.toml"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for name in NAMES {
        let (kind, reason) = recognise(&Head::new(bytes, name));
        let nothing = matches!(kind, Kind::Unrecognised | Kind::Nsf);
        assert_eq!(nothing, reason.is_some(), "{kind:?} of {name}");
        if !nothing && kind != Kind::Archive {
            traveler_audit_fuzz::read_as(kind, bytes);
        }
    }
});
