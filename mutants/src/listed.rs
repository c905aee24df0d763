//! The changes that cargo-mutants would make, by its list.

use crate::Fallible;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A place in a file: line and column, both from 1, the column in characters.
pub type Position = (usize, usize);

/// One change.
pub struct Mutant {
    /// From 1, in the order of the list.
    pub id: u32,
    pub file: String,
    /// File, line, column and what is changed.
    pub name: String,
    /// What tells it from all others although lines move: the file, the change, and the how many-th of its like.
    pub identity: String,
    pub genre: String,
    pub replacement: String,
    pub start: Position,
    pub end: Position,
    /// The type that the function gives.
    pub returns: String,
}

impl Mutant {
    /// The room of the house in which it is.
    pub fn room(&self) -> &str {
        self.file.split('/').nth(1).unwrap_or_default()
    }
}

/// All changes to the project, as `.cargo/mutants.toml` bounds them.
pub fn list(project: &Path) -> Fallible<Vec<Mutant>> {
    let output = Command::new("cargo")
        .args(["mutants", "--list", "--json"])
        .current_dir(project)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let listed: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    let mut seen = BTreeMap::new();
    Ok((1..).zip(&listed).map(|(id, value)| read(id, value, &mut seen)).collect())
}

fn read(id: u32, value: &Value, seen: &mut BTreeMap<String, usize>) -> Mutant {
    let text = |pointer: &str| {
        value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (file, name) = (text("/file"), text("/name"));
    let change = name.splitn(4, ':').last().unwrap_or_default();
    let count = seen.entry(format!("{file}:{change}")).or_default();
    *count += 1;
    Mutant {
        id,
        identity: format!("{file}:{change} #{count}"),
        genre: text("/genre"),
        replacement: text("/replacement"),
        returns: text("/function/return_type"),
        start: position(&value["span"]["start"]),
        end: position(&value["span"]["end"]),
        file,
        name,
    }
}

fn position(value: &Value) -> Position {
    let number = |name: &str| value[name].as_u64().and_then(|n| n.try_into().ok()).unwrap_or(0);
    (number("line"), number("column"))
}
