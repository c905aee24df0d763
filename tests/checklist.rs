//! `checklist`, as a team meets it: in every format and in both languages, with states that follow the
//! audit.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use traveler_audit::catalog::Catalog;

fn run(args: &[&str]) -> Run {
    Run::of(program().env("COLUMNS", "80").arg("checklist").args(args))
}

fn text(args: &[&str]) -> String {
    run(args).out
}

fn json(args: &[&str]) -> (i32, Value) {
    let args: Vec<_> = args.iter().copied().chain(["--format", "json"]).collect();
    let run = run(&args);
    (run.code, run.report())
}

/// The step of a list.
fn step<'l>(list: &'l Value, id: &str) -> &'l Value {
    list["steps"].as_array().unwrap().iter().find(|step| step["step"] == id).unwrap()
}

fn copy_of(sample: &str) -> TempDir {
    let into = tempfile::tempdir().unwrap();
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample)).unwrap()
    {
        let file = entry.unwrap().path();
        fs::copy(&file, into.path().join(file.file_name().unwrap())).unwrap();
    }
    into
}

#[test]
fn whole_lists_of_the_samples() {
    let release = ["samples/legacy", "--from", "9.0.1", "--to", "14.5"];
    insta::assert_snapshot!("release-table", text(&release));
    let sta = ["samples/ready", "samples/secure-mail-sta", "--move", "sta"];
    for format in ["markdown", "csv", "json"] {
        let args: Vec<_> = sta.iter().copied().chain(["--format", format]).collect();
        let list = text(&args).replace(&Catalog::built_in().unwrap().sha256, "(hash)");
        insta::assert_snapshot!(format!("sta-{format}"), list);
    }
    let german = ["samples/legacy", "--move", "verse", "--lang", "de"];
    insta::assert_snapshot!("verse-table-de", text(&german));
    let markdown: Vec<_> = german.iter().copied().chain(["--format", "markdown"]).collect();
    insta::assert_snapshot!("verse-markdown-de", text(&markdown));
}

#[test]
fn no_line_of_the_table_is_wider_than_the_terminal() {
    for kind in ["syncml", "verse", "micro-vpn", "sta", "host"] {
        for lang in ["en", "de"] {
            let args =
                ["samples/legacy", "samples/secure-mail-vpn", "--move", kind, "--lang", lang];
            let out = text(&args);
            assert!(out.lines().count() > 40, "{out}");
            let wide = out.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{kind} {lang}");
        }
    }
}

#[test]
fn states_follow_the_audit() {
    let (code, legacy) = json(&["samples/legacy", "--move", "syncml"]);
    assert_eq!(code, 1);
    assert_eq!(step(&legacy, "enforce-policy")["state"], "to-do");
    assert_eq!(step(&legacy, "substitution-rules")["state"], "done");
    assert_eq!(step(&legacy, "certificate")["state"], "cannot-tell");
    assert_eq!(step(&legacy, "pilot")["state"], "cannot-tell");
    let (code, ready) = json(&["samples/ready", "samples/secure-mail-sta", "--move", "syncml"]);
    assert_eq!(code, 3, "what no file shows is not known");
    for id in ["enforce-policy", "tls-listener", "basic-sign-in", "server-address", "way-to-server"]
    {
        assert_eq!(step(&ready, id)["state"], "done", "{id}");
    }
    let total: u64 = ready["summary"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(total, ready["steps"].as_array().unwrap().len() as u64);
}

#[test]
fn a_release_step_waits_for_the_release_whatever_the_checks_say() {
    let up = ["samples/ready", "--from", "14.0", "--to", "14.5"];
    let (_, before) = json(&up);
    let runs = |list: &Value| step(list, "install-domino")["found"][0]["text"].clone();
    let state = step(&before, "install-domino")["state"].clone();
    assert!(state == "done" || state == "to-do", "{state} {}", runs(&before));
    let stated: Vec<_> = up.iter().copied().chain(["--domino-version", "14.0"]).collect();
    let (_, older) = json(&stated);
    assert_ne!(step(&older, "install-domino")["state"], "done", "{}", runs(&older));
    let folder = copy_of("legacy");
    let path = folder.path().to_str().unwrap();
    let (_, list) = json(&[path, "--from", "9.0.1", "--to", "14.5"]);
    let filter = step(&list, "device-categories");
    assert_eq!(filter["state"], "to-do", "the check passes, and 12.0 is not there");
    assert!(filter["found"].to_string().contains("no filter refuses"), "{filter}");
    assert_eq!(filter["release"], "Traveler 12.0");
}

#[test]
fn the_way_that_is_asked_for_counts() {
    let of = |sample: &str, kind: &str| json(&[sample, "--move", kind]).1;
    let sta = of("samples/secure-mail-sta", "sta");
    assert_eq!(step(&sta, "all-platforms-sta")["state"], "done");
    let vpn = of("samples/secure-mail-vpn", "sta");
    assert_eq!(step(&vpn, "all-platforms-sta")["state"], "to-do");
    assert_eq!(
        step(&of("samples/secure-mail-vpn", "micro-vpn"), "all-platforms-micro-vpn")["state"],
        "done"
    );
    let direct = of("samples/secure-mail-direct", "micro-vpn");
    assert_eq!(step(&direct, "all-platforms-micro-vpn")["state"], "to-do");
}

#[test]
fn a_list_ends_with_the_comparison() {
    for kind in ["syncml", "verse", "micro-vpn", "sta", "host"] {
        let (_, list) = json(&["samples/legacy", "--move", kind]);
        let steps = list["steps"].as_array().unwrap();
        assert_eq!(steps[0]["step"], "report-before");
        let last = steps.last().unwrap();
        assert_eq!(last["step"], "compare-reports");
        assert!(last["how"].as_str().unwrap().contains("traveler-audit diff"));
        for step in steps {
            for part in ["title", "how", "verify", "fails", "owner"] {
                assert_ne!(step[part], "", "{kind} {} {part}", step["step"]);
            }
            assert!(!step["sources"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn what_can_not_be_asked_is_told() {
    let cases: [(&[&str], &str); 7] = [
        (&["samples/legacy"], "say what moves with --move: syncml, verse"),
        (&["samples/legacy", "--move", "moon"], "no move is called moon"),
        (&["samples/legacy", "--move", "release"], "--from 9.0.1 --to 14.5"),
        (&["samples/legacy", "--from", "14.5", "--to", "9.0.1"], "not later"),
        (&["samples/legacy", "--move", "sta", "--to", "14.5"], "belong to --move release"),
        (&["samples/legacy", "--move", "sta", "--format", "sarif"], "no format of a checklist"),
        (&["Cargo.toml", "--move", "sta"], "none of these files"),
    ];
    for (args, told) in cases {
        let Run { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
    let (_, list) = json(&["samples/legacy", "--from", "9.0.1", "--to", "17.0"]);
    assert!(list["warnings"][0].as_str().unwrap().contains("knows no release 17.0"));
}

#[test]
fn a_file_takes_its_place_as_a_whole_and_no_other() {
    let folder = copy_of("ready");
    let path = folder.path().to_str().unwrap();
    let file = folder.path().join("list.md");
    let output = file.to_str().unwrap();
    let args = [path, "--move", "sta", "--output", output];
    assert_eq!(run(&args).code, 3);
    let first = fs::read_to_string(&file).unwrap();
    assert!(
        first.starts_with("<!-- traveler-audit checklist 1: sta -->"),
        "the end tells the format"
    );
    let Run { code, err, .. } = run(&args);
    assert!(code == 2 && err.contains("--force"), "{err}");
    let forced: Vec<_> = args.iter().copied().chain(["--force"]).collect();
    assert_eq!(run(&forced).code, 3);
    assert_eq!(fs::read_to_string(&file).unwrap(), first, "the list is no input of itself");
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")));
    let book = folder.path().join("list.xlsx");
    run(&[path, "--move", "sta", "--output", book.to_str().unwrap()]);
    assert!(fs::read(book).unwrap().starts_with(b"PK"));
}

#[test]
fn values_of_inputs_break_out_of_no_format() {
    let folder = copy_of("ready");
    let file = folder.path().join("names.dxl");
    let own = fs::read_to_string(&file).unwrap();
    let hostile = "=cmd()&#10;- [x] **a** `pilot` --&gt; &lt;script&gt;|[x](http://h)";
    assert!(own.contains("Acme mail and mobile"));
    fs::write(&file, own.replace("Acme mail and mobile", hostile)).unwrap();
    let path = folder.path().to_str().unwrap();
    let markdown = text(&[path, "--move", "host", "--format", "markdown"]);
    assert!(markdown.contains("cmd()"), "the value is there");
    assert!(!markdown.contains("<script>") && !markdown.contains("[x](http://h)"), "{markdown}");
    assert!(!markdown.contains("\n- [x] **a**"), "{markdown}");
    let csv = text(&[path, "--move", "host", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn every_step_is_sound() {
    let catalog = Catalog::built_in().unwrap();
    let mut ids = BTreeSet::new();
    for step in catalog.checklist.steps() {
        let id = &step.id;
        assert!(ids.insert(id.clone()), "{id} stands twice");
        assert!(!step.moves.is_empty() && !step.sources.is_empty(), "{id}");
        assert!(step.sources.iter().all(|own| catalog.sources.get(own).is_some()), "{id}");
        let checks = step.checks.iter().chain(&step.shown).chain(step.only.keys());
        for check in checks {
            assert!(traveler_audit::checks::find(check).is_some(), "{id}: no check {check}");
        }
        let outcomes: Vec<_> = step
            .checks
            .iter()
            .filter_map(|check| traveler_audit::checks::find(check))
            .flat_map(|check| check.outcomes)
            .collect();
        let told = step.only.values().flatten().chain(&step.not_needed);
        for outcome in told {
            assert!(outcomes.contains(&&outcome.as_str()), "{id}: no outcome {outcome}");
        }
        assert!(catalog.texts.task(id).is_some(), "{id} has no texts");
        let owner = format!("checklist-owner-{}", step.owner);
        assert_ne!(catalog.texts.word(&owner, &traveler_audit::evidence::Args::new()), owner);
        assert_eq!(step.product.is_some(), step.at.is_some() || step.reached, "{id}");
    }
    for kind in catalog.checklist.moves() {
        assert!(catalog.texts.movement(&kind.id).is_some(), "{} has no texts", kind.id);
    }
}
