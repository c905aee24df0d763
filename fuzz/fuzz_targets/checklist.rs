//! Reads the text as a checklist that a team kept, in Markdown and as a table.

#![no_main]

use std::sync::LazyLock;
use traveler_audit::checklist::{TeamFile, TeamWords};
use traveler_audit_fuzz::CATALOG;

static WORDS: LazyLock<TeamWords> = LazyLock::new(|| TeamWords::of(&[&CATALOG]));

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = TeamFile::is_csv(text);
    for read in [TeamFile::from_markdown(text, &WORDS), TeamFile::from_csv(text, &WORDS)] {
        if let Err(mistake) = read {
            assert!(!mistake.reason.is_empty());
            assert!(mistake.line <= text.lines().count() + 1, "line {}", mistake.line);
        }
    }
});
