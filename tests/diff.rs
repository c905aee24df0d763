//! `diff` and `--baseline`, as a user meets them.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, program};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const LEGACY: &str = "samples/legacy";
const READY: &str = "samples/ready";

/// Exit code, stdout and stderr.
fn run(args: &[&str]) -> (i32, String, String) {
    let mut command = program();
    let Run { code, out, err } = Run::of(command.env("COLUMNS", "80").args(args));
    (code, out, err)
}

fn diff(before: &str, after: &str) -> (i32, Value) {
    let (code, out, err) = run(&["diff", before, after, "--format", "json"]);
    assert!(out.starts_with('{'), "{err}");
    (code, serde_json::from_str(&out).unwrap())
}

/// The report on a sample.
fn report(sample: &str) -> Value {
    serde_json::from_str(&run(&["audit", sample, "--format", "json"]).1).unwrap()
}

/// Reports in a folder.
struct Reports(TempDir);

impl Reports {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn keep(&self, name: &str, report: &Value) -> String {
        self.keep_text(name, &report.to_string())
    }

    fn keep_text(&self, name: &str, text: &str) -> String {
        let file = self.0.path().join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    }
}

/// The finding of a check of the first server.
fn finding<'r>(report: &'r mut Value, check: &str) -> &'r mut Value {
    let findings = report["servers"][0]["findings"].as_array_mut().unwrap();
    findings.iter_mut().find(|finding| finding["check"] == check).unwrap()
}

#[test]
fn reports_and_folders_compare_alike() {
    let reports = Reports::new();
    let legacy = reports.keep("legacy.json", &report(LEGACY));
    let ready = reports.keep("ready.json", &report(READY));
    let (code, folders) = diff(LEGACY, READY);
    assert_eq!((code, &folders["summary"]["new"]), (0, &0.into()));
    assert_eq!(folders["summary"]["fixed"], 12);
    for (before, after) in [(&*legacy, READY), (LEGACY, &*ready), (&*legacy, &*ready)] {
        let (own, mixed) = diff(before, after);
        assert_eq!((own, &mixed["findings"]), (code, &folders["findings"]), "{before} {after}");
    }
    assert_eq!(diff(READY, LEGACY).0, 1);
    let (code, same) = diff(LEGACY, &legacy);
    assert_eq!((code, &same["summary"]["still-open"]), (0, &19.into()));
}

#[test]
fn each_change_is_told_once_and_counts_as_the_help_says() {
    let reports = Reports::new();
    let mut now = report(LEGACY);
    let before = reports.keep("before.json", &now);
    finding(&mut now, "http-port")["status"] = "pass".into();
    finding(&mut now, "sslv3")["outcome"] = "other".into();
    let at = reports.keep("milder.json", &now);
    let (code, told) = diff(&before, &at);
    let summary =
        json!({"new": 0, "changed": 1, "still-open": 17, "fixed": 1, "no-longer-seen": 0});
    assert_eq!((code, &told["summary"]), (0, &summary));
    let back = diff(&at, &before);
    assert_eq!((back.0, &back.1["summary"]["new"]), (1, &1.into()));
    assert_eq!(back.1["findings"][0]["before"]["status"], "pass");
    let only_high = run(&["diff", &at, &before, "--fail-on", "high"]);
    assert_eq!(only_high.0, 0, "http-port is of severity medium");
    finding(&mut now, "http-port")["status"] = "unknown".into();
    let unknown = reports.keep("unknown.json", &now);
    assert_eq!(diff(&at, &unknown).0, 3);
    assert_eq!(diff(&unknown, &before).0, 1, "what was unknown and fails is new");
}

#[test]
fn a_server_that_is_missing_is_never_taken_for_mended() {
    let reports = Reports::new();
    let mut none = report(LEGACY);
    none["servers"] = json!([]);
    let (code, told) = diff(LEGACY, &reports.keep("none.json", &none));
    assert_eq!((code, &told["summary"]["fixed"]), (3, &0.into()));
    assert_eq!(told["missing_servers"], json!(["CN=TRAV01/O=Acme"]));
    let mut cut = report(LEGACY);
    cut["inputs"][0]["read"] = "part".into();
    assert_eq!(diff(LEGACY, &reports.keep("cut.json", &cut)).0, 3);
}

#[test]
fn the_table_says_what_became_of_each() {
    let (code, out, _) = run(&["diff", LEGACY, READY]);
    for line in [
        "Before: samples/legacy of 2026-11-24. After: samples/ready of 2026-11-24\n",
        "\n12 fixed\n- fail/high > pass/high enforce-policy (CN=TRAV01/O=Acme)\n    Found: NTS_AS_ENFORCE_POLICY=false\n    Before: NTS_AS_ENFORCE_POLICY is not set\n",
        "\n7 no longer seen\n",
        "\n0 new, 0 changed, 0 still open, 12 fixed, 7 no longer seen\n",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    assert_eq!(code, 0);
}

#[test]
fn what_is_no_report_stops_the_run() {
    let reports = Reports::new();
    let cases = [
        ("{", "this is no report of traveler-audit in JSON"),
        ("{\"schema_version\": 7, \"servers\": []}", "this report follows schema 7"),
        ("{\"files\": []}", "missing field `schema_version`"),
        ("\u{0}\u{1}", "this is no report"),
    ];
    for (text, told) in cases {
        let file = reports.keep_text("broken.json", text);
        for args in [["diff", &file, READY], ["audit", READY, &format!("--baseline={file}")]] {
            let (code, out, err) = run(&args);
            assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
            assert!(err.contains(told) && err.contains("broken.json"), "{err}");
        }
    }
    let mut empty = report(LEGACY);
    empty["exit_code"] = 2.into();
    let empty = reports.keep("empty.json", &empty);
    let (code, _, err) = run(&["diff", LEGACY, &empty]);
    assert!(code == 2 && err.contains("nothing was audited there"), "{err}");
    assert_eq!(run(&["diff", LEGACY, "no-such.json"]).0, 2);
    assert_eq!(run(&["diff", LEGACY, "docs/checks"]).0, 2);
}

#[test]
fn an_older_report_lacks_fields_and_is_read_all_the_same() {
    let reports = Reports::new();
    let mut old = report(LEGACY);
    for name in ["baseline", "remarks", "findings", "inputs", "unattached", "profile"] {
        old.as_object_mut().unwrap().remove(name);
    }
    for finding in old["servers"][0]["findings"].as_array_mut().unwrap() {
        for name in ["waiver", "baseline", "fingerprint", "title", "observed", "sources"] {
            finding.as_object_mut().unwrap().remove(name);
        }
    }
    let (code, told) = diff(&reports.keep("old.json", &old), LEGACY);
    assert_eq!((code, &told["summary"]["still-open"]), (0, &19.into()));
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    let reports = Reports::new();
    let mut odd = report(LEGACY);
    for name in ["fingerprint", "subject", "observed", "title", "check"] {
        finding(&mut odd, "sslv3")[name] = "\u{1b}[2Jodd\u{202e}\r\n".into();
    }
    let odd = reports.keep("odd.json", &odd);
    for args in [vec!["diff", &odd, LEGACY], vec!["audit", LEGACY, "--baseline", &odd]] {
        let (_, out, _) = run(&args);
        assert!(out.contains("odd"), "{out}");
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\r']), "{out}");
    }
}

#[test]
fn only_what_is_new_since_the_baseline_counts() {
    let reports = Reports::new();
    let mut before = report(LEGACY);
    let known = reports.keep("known.json", &before);
    let (code, out, _) = run(&["audit", LEGACY, "--baseline", &known]);
    assert_eq!(code, 0);
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(": 0 new, 19 known, 0 fixed, 0 no longer seen"), "{out}");
    assert!(out.contains(" fail      enforce-policy\n high      Found"), "{out}");
    assert!(out.contains(" known "), "{out}");

    finding(&mut before, "sslv3")["status"] = "pass".into();
    finding(&mut before, "http-port")["check"] = "gone".into();
    finding(&mut before, "gone")["fingerprint"] = "0".into();
    let fewer = reports.keep("fewer.json", &before);
    let (code, out, _) = run(&["audit", LEGACY, "--baseline", &fewer, "--format", "json"]);
    let mut told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["exit_code"]), (1, &1.into()));
    assert_eq!(told["baseline"]["absent"][0]["check"], "gone");
    assert_eq!(finding(&mut told, "sslv3")["baseline"], "new");
    assert_eq!(finding(&mut told, "http-port")["baseline"], "new");
    assert_eq!(finding(&mut told, "tls12")["baseline"], "unchanged");
}
