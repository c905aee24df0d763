//! The rooms of the house import in one direction only (see CONTRIBUTING.md), and no file outgrows
//! its room.

#![allow(clippy::unwrap_used, reason = "a test may stop where the project is not as it should be")]

mod shared;

use shared::{project, rust_files};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms that all others may use.
const GROUND: [&str; 2] = ["evidence", "catalog"];
/// The rooms that those from `naming` on may use.
const BESIDE: [&str; 3] = ["domino", "traveler", "secure_mail"];
/// The one way through the house; each room may use those before it.
const WAY: [&str; 7] =
    ["intake", "formats", "naming", "inventory", "checks", "assessment", "report"];
/// Readers of findings beside `report`.
const READERS: [&str; 4] = ["mend", "checklist", "bundle", "compare"];
/// Lines of a file at the most.
const MAX_LINES: usize = 800;

/// Whether a room may import another.
fn may_import(room: &str, other: &str) -> bool {
    if room == other || room == "cli" {
        return true;
    }
    let place = |name: &str| WAY.iter().position(|way| *way == name);
    let from_naming = place(room) >= place("naming") || READERS.contains(&room);
    match room {
        "evidence" => false,
        "catalog" => other == "evidence",
        _ if GROUND.contains(&other) => true,
        _ if BESIDE.contains(&other) => from_naming,
        // What a reader of findings found out is shown as findings are.
        "report" if READERS.contains(&other) => true,
        _ if READERS.contains(&room) => place(other).is_some() && other != "report",
        _ => place(other).is_some() && place(other) < place(room),
    }
}

fn is_room(name: &str) -> bool {
    name == "cli"
        || [&GROUND[..], &BESIDE, &WAY, &READERS].iter().any(|group| group.contains(&name))
}

fn root() -> PathBuf {
    project("src")
}

fn sources() -> Vec<PathBuf> {
    rust_files(&root())
}

fn room_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    let name = first.trim_end_matches(".rs");
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

/// The rooms that a source names as `crate::room`, also within `use crate::{a::…, b::…}`.
fn imports(source: &str) -> BTreeSet<String> {
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join(" ");
    let mut rooms = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            None => rooms.extend(first_word(rest)),
            Some(list) => rooms.extend(listed(list)),
        }
    }
    rooms
}

fn first_word(text: &str) -> Option<String> {
    let word: String =
        text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// The first words of a list in braces, up to the brace that closes it.
fn listed(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    parts.iter().filter_map(|part| first_word(part)).collect()
}

#[test]
fn rooms_import_in_one_direction() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = room_of(&file) else { continue };
        if !is_room(&room) {
            wrong.push(format!("{}: no room is called {room}", file.display()));
        }
        for other in imports(&fs::read_to_string(&file).unwrap()) {
            if !may_import(&room, &other) {
                wrong.push(format!("{}: {room} may not import {other}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_direction_is_the_one_of_the_design() {
    for (room, other) in [
        ("formats", "intake"),
        ("naming", "domino"),
        ("inventory", "naming"),
        ("report", "assessment"),
        ("checks", "catalog"),
        ("domino", "evidence"),
        ("catalog", "evidence"),
        ("mend", "checks"),
        ("checklist", "assessment"),
        ("report", "compare"),
    ] {
        assert!(may_import(room, other), "{room} may import {other}");
    }
    for (room, other) in [
        ("intake", "formats"),
        ("formats", "domino"),
        ("formats", "naming"),
        ("domino", "traveler"),
        ("domino", "formats"),
        ("checks", "report"),
        ("evidence", "catalog"),
        ("report", "cli"),
        ("inventory", "checks"),
        ("mend", "report"),
        ("checklist", "mend"),
        ("compare", "report"),
        ("assessment", "compare"),
        ("catalog", "formats"),
    ] {
        assert!(!may_import(room, other), "{room} may not import {other}");
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let source =
        "use crate::a::B;\nuse crate::{c::{D, E}, f};\nfn g() { crate::h::i() } // crate::no\n";
    let found: Vec<_> = imports(source).into_iter().collect();
    assert_eq!(found, ["a", "c", "f", "h"]);
}

#[test]
fn no_file_outgrows_its_room() {
    for file in sources() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", file.display());
    }
}

/// AIX and IBM i have another byte order than the machines on which this is tested.
#[test]
fn no_code_asks_for_the_byte_order_of_the_machine() {
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        for word in ["_ne_bytes", "target_endian"] {
            assert!(!source.contains(word), "{}: {word}; name the byte order", file.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        let for_tests = file.file_stem().is_some_and(|name| name == "tests" || name == "testing");
        assert!(for_tests || source.starts_with("//!"), "{} begins without //!", file.display());
    }
}
