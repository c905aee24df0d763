//! Reads Notes names, host names and addresses; a name is the same in both of its forms.

#![no_main]

use traveler_audit::domino::hosts;
use traveler_audit::domino::names::NotesName;
use traveler_audit::secure_mail::Address;
use traveler_audit::traveler::external_url;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some(name) = NotesName::parse(text) {
        let canonical = name.canonical();
        let again = NotesName::parse(&canonical).expect("a canonical name is a name");
        assert_eq!(name, again, "{text:?} is not {canonical:?}");
    }
    let _ = (hosts::host(text), hosts::address(text), hosts::covers(text, "mail.example.com"));
    let _ = (external_url(text), Address::of(text));
});
