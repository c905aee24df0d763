//! Decodes the bytes in an encoding that the first byte chooses: in pieces as in one, and never in
//! vain.

#![no_main]

use traveler_audit::intake::{Charset, Decoding, Stream};

const NAMES: [&str; 14] = [
    "",
    "lmbcs",
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "cp437",
    "cp850",
    "cp852",
    "shift_jis",
    "gb18030",
    "big5",
    "euc-kr",
    "euc-jp",
];

fn lines(text: &[u8], step: usize, forced: Option<Charset>) -> (Vec<String>, String, bool) {
    let (head, rest) = text.split_at(step.min(text.len()));
    let mut stream = Stream::new(rest, head, Decoding::new(text, forced)).without_hash();
    let mut found = Vec::new();
    while let Ok(Some(line)) = stream.next_line() {
        found.push(line.text.into_owned());
    }
    let decoding = stream.decoding();
    let _ = decoding.remarks();
    (found, decoding.name(), decoding.lost())
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else { return };
    let forced = NAMES[usize::from(*choice) % NAMES.len()].parse::<Charset>().ok();
    let whole = lines(text, text.len(), forced);
    assert_eq!(whole, lines(text, 1 + text.len() / 3, forced));
});
