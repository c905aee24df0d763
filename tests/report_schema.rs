//! `docs/schema/report-1.schema.json` says what real reports hold: no more, no less.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where the program does not do as told"
)]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What of JSON Schema the file uses. Anything else in it would not be looked at, and is a mistake.
const KNOWN: [&str; 17] = [
    "$schema",
    "$id",
    "$ref",
    "$defs",
    "title",
    "description",
    "type",
    "enum",
    "const",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "minimum",
    "maximum",
    "pattern",
    "anyOf",
];

struct Schema {
    root: Value,
    /// Names that reports held, by the place in the schema.
    seen: BTreeSet<String>,
}

impl Schema {
    fn read() -> Self {
        let text = fs::read_to_string(format!("{ROOT}/docs/schema/report-1.schema.json")).unwrap();
        Self { root: serde_json::from_str(&text).unwrap(), seen: BTreeSet::new() }
    }

    /// Holds a value against a part of the schema. A name that the schema does not tell is a mistake here,
    /// though readers of reports must bear it.
    fn hold(&mut self, value: &Value, schema: &Value, at: &str) -> Result<(), String> {
        let rules = schema.as_object().unwrap();
        if let Some(name) = rules.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            panic!("{at}: this test does not know {name}");
        }
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.strip_prefix("#/$defs/").unwrap();
            let own = self.root["$defs"][name].clone();
            self.hold(value, &own, name)?;
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let held: Vec<_> = choices.iter().map(|one| self.hold(value, one, at)).collect();
            if !held.iter().any(Result::is_ok) {
                return held.into_iter().next().unwrap();
            }
        }
        plain(value, schema).map_err(|why| format!("{at}: {why}: {value}"))?;
        match value {
            Value::Array(items) if !schema["items"].is_null() => {
                items.iter().try_for_each(|item| self.hold(item, &schema["items"], at))
            }
            Value::Object(own) if schema["properties"].is_object() => {
                self.hold_members(own, schema, at)
            }
            Value::Object(own) if schema["additionalProperties"].is_object() => own
                .values()
                .try_for_each(|member| self.hold(member, &schema["additionalProperties"], at)),
            _ => Ok(()),
        }
    }

    fn hold_members(
        &mut self,
        own: &serde_json::Map<String, Value>,
        schema: &Value,
        at: &str,
    ) -> Result<(), String> {
        for name in schema["required"].as_array().unwrap() {
            if !own.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, member) in own {
            let place = format!("{at}/{name}");
            let told = &schema["properties"][name];
            if told.is_null() {
                return Err(format!("{place} is not in the schema"));
            }
            self.hold(member, told, &place)?;
            self.seen.insert(place);
        }
        Ok(())
    }
}

/// The rules that look at a value without its members.
fn plain(value: &Value, schema: &Value) -> Result<(), &'static str> {
    let types = match &schema["type"] {
        Value::Null => return choice(value, schema),
        Value::String(one) => vec![one.as_str()],
        several => several.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect(),
    };
    if !types.contains(&type_of(value)) {
        return Err("wrong type");
    }
    if let Some(number) = value.as_i64() {
        let bound = |name: &str, or: i64| schema[name].as_i64().unwrap_or(or);
        if number < bound("minimum", i64::MIN) || number > bound("maximum", i64::MAX) {
            return Err("out of bounds");
        }
    }
    match (value.as_str(), schema["pattern"].as_str()) {
        (Some(text), Some(pattern)) if !matches(text, pattern) => Err("does not match"),
        _ => choice(value, schema),
    }
}

fn choice(value: &Value, schema: &Value) -> Result<(), &'static str> {
    let listed = schema["enum"].as_array();
    if listed.is_some_and(|list| !list.contains(value)) {
        return Err("none of the values");
    }
    let rules = schema.as_object().unwrap();
    match rules.get("const").is_some_and(|wanted| wanted != value) {
        true => Err("not the value"),
        false => Ok(()),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The two patterns of the schema: hexadecimal digits of a length, and a day.
fn matches(text: &str, pattern: &str) -> bool {
    let hexadecimal = |length| {
        text.len() == length
            && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    match pattern {
        "^[0-9a-f]{64}$" => hexadecimal(64),
        "^[0-9a-f]{32}$" => hexadecimal(32),
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => text.parse::<jiff::civil::Date>().is_ok(),
        other => panic!("this test does not know the pattern {other}"),
    }
}

fn report(args: &[&str]) -> Value {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(ROOT).args(["audit", "--format", "json", "--as-of", "2026-11-24"]);
    let output = command.args(args).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_sample_is_as_the_schema_says_and_the_schema_says_no_more() {
    let mut schema = Schema::read();
    let root = schema.root.clone();
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.json");
    let samples = fs::read_dir(format!("{ROOT}/samples")).unwrap();
    let samples: Vec<_> =
        samples.map(|entry| entry.unwrap().path().display().to_string()).collect();
    fs::write(&before, report(&["samples/legacy"]).to_string()).unwrap();
    let before = before.display().to_string();
    let mut runs: Vec<Vec<&str>> = samples.iter().map(|sample| vec![sample.as_str()]).collect();
    runs.push(vec!["samples/ready", "samples/secure-mail-broken"]);
    runs.push(vec!["samples/legacy", "--waivers", "samples/settings/waivers.toml"]);
    runs.push(vec!["samples/german", "--baseline", &before]);
    // Waivers that match nothing are told.
    runs.push(vec!["samples/ready", "--waivers", "samples/settings/waivers.toml"]);
    // Two copies of a document: the older one is put aside.
    runs.push(vec!["samples/ready/names.dxl", "samples/legacy/names.dxl"]);
    runs.push(vec!["samples/legacy", "--config", "samples/settings/traveler-audit.toml"]);
    runs.push(vec!["README.md"]);
    for args in runs {
        let report = report(&args);
        schema.hold(&report, &root, "report").unwrap_or_else(|why| panic!("{args:?}: {why}"));
    }
    let parts = root["$defs"].as_object().unwrap().iter();
    let members = parts.flat_map(|(name, part)| {
        let members = part["properties"].as_object().into_iter().flatten();
        members.map(move |(member, _)| format!("{name}/{member}"))
    });
    let unseen: Vec<_> = members.filter(|place| !schema.seen.contains(place)).collect();
    assert_eq!(unseen, [""; 0], "no report holds these");
}

#[test]
fn what_the_schema_does_not_allow_is_found() {
    let mut schema = Schema::read();
    let root = schema.root.clone();
    let good = report(&["samples/legacy"]);
    let mut refused = |change: &dyn Fn(&mut Value)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(schema.hold(&bad, &root, "report").is_err());
    };
    refused(&|report| report["schema_version"] = json!(2));
    refused(&|report| report["servers"][0]["findings"][0]["status"] = json!("ok"));
    refused(&|report| report["servers"][0]["findings"][0]["fingerprint"] = json!("x"));
    refused(&|report| report["new"] = json!(1));
    refused(&|report| report["inputs"][0]["size"] = json!("1"));
    refused(&|report| drop(report.as_object_mut().unwrap().remove("lang")));
}
