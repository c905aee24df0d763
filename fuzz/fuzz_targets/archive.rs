//! Opens the bytes as an archive, and reads every member to its end.

#![no_main]

use traveler_audit::evidence::InputPath;
use traveler_audit::intake::{Member, Reading, archive_form, read_archive};
use traveler_audit_fuzz::{CATALOG, file};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(form) = archive_form(bytes, "a") else { return };
    let path = file("a", bytes);
    let name = InputPath::named("a");
    let mut refused = 0;
    let told = read_archive(&path, &name, form, Reading::default(), &mut |member| match member {
        Member::Open(path, opened) => {
            let inside = path.as_str().strip_prefix("a!/").expect("a member of this archive");
            assert!(!inside.split('/').any(|part| part == ".."), "{inside} leads out");
            let _ = opened.stream.finish();
        }
        Member::Refused(_, warning) => {
            assert!(CATALOG.texts.has_warning(warning.code), "no text for {}", warning.code);
            refused += 1;
        }
    });
    assert!(refused == 0 || !told.is_empty(), "members were refused, and the archive is silent");
});
