//! Waivers, as a user meets them: what they cover, what they leave alone, and how mistakes in them are
//! told.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, program_in};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const HEAD: &str = "[[waiver]]\n";
const REST: &str = "reason = \"accepted\"\nowner = \"Jo Doe\"\n";

/// Audits the sample `legacy` with these bytes as the file of waivers.
fn audit_with(waivers: &[u8], day: &str, format: &str) -> Run {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("waivers.toml"), waivers).unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/legacy");
    let mut command = program_in(folder.path());
    command.env("COLUMNS", "80").args(["audit", sample, "--waivers", "waivers.toml"]);
    Run::of(command.args(["--as-of", day, "--format", format]))
}

fn table(waivers: &str) -> Run {
    audit_with(waivers.as_bytes(), "2026-11-24", "table")
}

fn json(waivers: &str, day: &str) -> (i32, Value) {
    let run = audit_with(waivers.as_bytes(), day, "json");
    (run.code, run.report())
}

fn finding(report: &Value, check: &str) -> Value {
    let findings = report["servers"][0]["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["check"] == check).unwrap().clone()
}

fn entry(lines: &str, expires: &str) -> String {
    format!("{HEAD}{lines}\n{REST}expires = {expires}\n")
}

/// Waivers that cover everything the sample fails or leaves open, up to the first day of 2027.
fn all_of_legacy() -> String {
    let (_, report) = json("", "2026-11-24");
    let findings = report["servers"][0]["findings"].as_array().unwrap();
    let open = findings.iter().filter(|one| one["status"] == "fail" || one["status"] == "unknown");
    let waiver = |one: &Value| {
        let (check, print) = (&one["check"], &one["fingerprint"]);
        entry(&format!("check = {check}\nfingerprint = {print}"), "2027-01-01")
    };
    open.map(waiver).collect()
}

#[test]
fn a_waived_finding_keeps_what_was_observed() {
    let (_, plain) = json("", "2026-11-24");
    let waivers = entry("check = \"http-port\"\nserver = \"TRAV01/acme\"", "2026-11-24");
    let (code, report) = json(&waivers, "2026-11-24");
    let (before, now) = (finding(&plain, "http-port"), finding(&report, "http-port"));
    assert_eq!((code, &now["status"]), (1, &Value::from("waived")));
    for field in ["outcome", "args", "severity", "evidence", "observed", "fingerprint"] {
        assert_eq!(before[field], now[field], "{field}");
    }
    let waiver = &now["waiver"];
    for (field, value) in [
        ("reason", "accepted"),
        ("owner", "Jo Doe"),
        ("expires", "2026-11-24"),
        ("covers", "fail"),
        ("path", "waivers.toml"),
    ] {
        assert_eq!(waiver[field], value, "{field}");
    }
    assert_eq!((&waiver["line"], &report["summary"]["waived"]), (&1.into(), &1.into()));
    assert_eq!(finding(&report, "external-url"), finding(&plain, "external-url"));
}

#[test]
fn a_run_of_which_all_is_waived_is_clean_until_the_day_after() {
    let waivers = all_of_legacy();
    let (code, report) = json(&waivers, "2027-01-01");
    assert_eq!((code, &report["summary"]["fail"]), (0, &0.into()));
    assert_eq!(report["remarks"], Value::Array(Vec::new()));
    let (code, report) = json(&waivers, "2027-01-02");
    assert_eq!((code, &report["summary"]["waived"]), (1, &0.into()));
    let expired = report["remarks"].as_array().unwrap();
    assert!(expired.iter().all(|remark| remark["code"] == "waiver-expired"));
    assert_eq!(expired.len(), waivers.matches(HEAD).count());
}

#[test]
fn waivers_that_cover_nothing_are_told_with_their_line() {
    let waivers = [
        entry("check = \"tls12\"\nserver = \"Trav09/Acme\"", "2027-01-01"),
        entry("check = \"http-port\"\nserver = \"Trav01/Acme\"", "2026-11-23"),
        entry("check = \"release-pairing\"\nserver = \"Trav01/Acme\"", "2027-01-01"),
        entry("check = \"sslv3\"\nserver = \"Trav01/Acme\"\noutcome = \"on\"", "2027-01-01"),
    ];
    let run = table(&waivers.concat());
    for told in [
        "- waivers.toml:1: This waiver of tls12 Trav09/Acme matches no finding.",
        "- waivers.toml:7: This waiver of http-port Trav01/Acme expired on 2026-11-23",
        "- waivers.toml:13: This waiver of release-pairing Trav01/Acme waives nothing:",
        "- waivers.toml:19: This waiver of sslv3 Trav01/Acme is for the outcome on;",
    ] {
        assert!(run.out.contains(told), "{told}\n{}{}", run.out, run.err);
    }
    assert_eq!(run.code, 1);
}

#[test]
fn a_mistake_stops_the_run_and_all_of_them_are_told() {
    let waivers = [
        entry("check = \"http-prot\"\nserver = \"a/b\"", "\"soon\""),
        format!("{HEAD}chek = \"x\"\n"),
    ];
    let run = table(&waivers.concat());
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    for told in [
        "waivers.toml:2: no check is called http-prot; did you mean http-port?",
        "waivers.toml:6: \"expires\" must be a day such as 2027-03-31",
        "waivers.toml:7: waiver lacks \"check\"",
        "waivers.toml:8: waiver has no key \"chek\"; did you mean \"check\"?",
        "no audit was performed",
    ] {
        assert!(run.err.contains(told), "{told}\n{}", run.err);
    }
}

#[test]
fn control_characters_of_a_waiver_do_not_reach_the_terminal() {
    let lines = "check = \"http-port\"\nserver = \"Trav01/Acme\"";
    let waiver = entry(lines, "2027-01-01").replace("accepted", "\\u001b[31mred \\u202Egnp");
    let run = table(&waiver);
    assert!(run.out.contains("red"), "{}{}", run.out, run.err);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
}

#[test]
fn files_as_windows_editors_write_them_are_read() {
    let lines = "check = \"http-port\"\nserver = \"Trav01/Acme\"";
    let text = entry(lines, "2027-01-01").replace("accepted", "für später").replace('\n', "\r\n");
    let text = format!("\u{feff}{text}");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.into_bytes(), wide] {
        let report = audit_with(&bytes, "2026-11-24", "json").report();
        assert_eq!(finding(&report, "http-port")["waiver"]["reason"], "für später");
    }
}

#[test]
fn the_sample_waives_what_it_says() {
    let text = include_str!("../samples/settings/waivers.toml");
    let (code, report) = json(text, "2026-11-24");
    assert_eq!((code, &report["summary"]["waived"]), (1, &2.into()));
    assert_eq!(report["remarks"], Value::Array(Vec::new()));
}

#[test]
fn the_schema_names_the_keys_that_the_program_reads() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/waivers.toml.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let keys = |section: &Value| -> Vec<String> {
        let mut keys: Vec<_> = section["properties"].as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    // The message about a key that is not known lists all there are.
    let told = |waivers: &str| -> Vec<String> {
        let err = table(waivers).err;
        let list = err.split("there are: ").nth(1).unwrap().lines().next().unwrap();
        let mut keys: Vec<_> = list.split(", ").map(str::to_owned).collect();
        keys.sort();
        keys
    };
    let waiver = &schema["$defs"]["waiver"];
    assert_eq!(keys(&schema), told("zzz = 1\n"));
    assert_eq!(keys(waiver), told("[[waiver]]\nzzz = 1\n"));
    let lacking = table("[[waiver]]\nserver = \"Trav01/Acme\"\n").err;
    for key in waiver["required"].as_array().unwrap() {
        assert!(lacking.contains(&format!("lacks {key}")), "{lacking}");
    }
    assert_eq!(lacking.matches("lacks ").count(), waiver["required"].as_array().unwrap().len());
}
