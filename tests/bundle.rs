//! `bundle` and `verify`, run as a user would.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop where the program does not do as it should"
)]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(project(".")).env("NO_COLOR", "1").env("LC_ALL", "C");
    command.args(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn bundle(paths: &[&str], output: &Path, more: &[&str]) -> Output {
    let output = output.to_str().unwrap();
    let args = [&["bundle"], paths, &["--output", output, "--as-of", "2026-11-24"], more].concat();
    run(&args)
}

fn verify(file: &Path) -> Output {
    run(&["verify", file.to_str().unwrap()])
}

fn files_of(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_bundle_is_the_same_twice_and_its_audit_too() {
    let folder = tempfile::tempdir().unwrap();
    for sample in ["samples/legacy", "samples/ready", "samples/secure-mail-sta"] {
        let (one, two) = (folder.path().join("one.zip"), folder.path().join("two.zip"));
        let more = ["--traveler-version", "9.0.1 IF7", "--all"];
        assert_eq!(code(&bundle(&[sample], &one, &more)), 0, "{sample}");
        assert_eq!(code(&bundle(&[sample], &two, &more)), 0, "{sample}");
        assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap(), "{sample}");
        let checked = verify(&one);
        assert_eq!(code(&checked), 0, "{sample}: {}", stdout(&checked));
        assert!(stdout(&checked).contains("not origin"));
        assert_eq!(files_of(folder.path()).len(), 2);
    }
}

#[test]
fn the_reports_in_it_are_those_of_audit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.zip");
    bundle(&["samples/legacy"], &file, &[]);
    let audit = run(&["audit", "samples/legacy", "--as-of", "2026-11-24", "--format", "json"]);
    let bytes = fs::read(&file).unwrap();
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    assert!(audit.stdout.len() > 10_000 && has(&audit.stdout));
    let text = run(&["audit", "samples/legacy", "--as-of", "2026-11-24"]);
    assert!(has(&text.stdout));
}

#[test]
fn every_format_can_be_in_it_and_comes_out_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.zip");
    let formats = [
        ("jsonl", "report.jsonl"),
        ("markdown", "report.md"),
        ("csv", "report.csv"),
        ("xlsx", "report.xlsx"),
        ("junit", "report.junit.xml"),
        ("sarif", "report.sarif"),
        ("oscal", "report.oscal.json"),
        ("oscal-catalog", "report.oscal-catalog.json"),
        ("table", "report.txt"),
    ];
    let more: Vec<_> = formats.iter().flat_map(|(format, _)| ["--report", format]).collect();
    assert_eq!(code(&bundle(&["samples/legacy"], &file, &more)), 0);
    let bytes = fs::read(&file).unwrap();
    for (format, member) in formats {
        let there = bytes.windows(member.len()).any(|window| window == member.as_bytes());
        assert!(there, "{format}");
    }
    let checked = verify(&file);
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
    // The CSV is what `audit` writes.
    let audit = run(&["audit", "samples/legacy", "--as-of", "2026-11-24", "--format", "csv"]);
    assert!(bytes.windows(audit.stdout.len()).any(|window| window == audit.stdout));
    for (report, told) in [("csv:x.csv", "formats alone"), ("pdf", "formats are")] {
        let refused = bundle(&["samples/legacy"], &file, &["--report", report]);
        assert_eq!(code(&refused), 2);
        assert!(stderr(&refused).contains(told), "{}", stderr(&refused));
    }
}

#[test]
fn what_was_changed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.zip");
    bundle(&["samples/legacy"], &file, &[]);
    let bytes = fs::read(&file).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 12) {
        let mut other = bytes.clone();
        other[at] ^= 4;
        fs::write(&file, &other).unwrap();
        let checked = verify(&file);
        assert!([1, 2].contains(&code(&checked)), "byte {at}: {}", stdout(&checked));
    }
    fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
    let checked = verify(&file);
    assert_eq!(code(&checked), 1);
    assert!(stdout(&checked).contains("altered"), "{}", stdout(&checked));
}

#[test]
fn the_options_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let waivers = folder.path().join("waivers.toml");
    let text = "[[waiver]]\ncheck = \"http-port\"\nserver = \"TRAV01/Acme\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-03-31\n";
    fs::write(&waivers, text).unwrap();
    let file = folder.path().join("b.zip");
    let more = ["--waivers", waivers.to_str().unwrap(), "--fail-on", "high"];
    assert_eq!(code(&bundle(&["samples/legacy"], &file, &more)), 0);
    fs::remove_file(&waivers).unwrap();
    let checked = verify(&file);
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
    let config = folder.path().join("own.toml");
    let text = "profile = \"traveler\"\ntraveler-version = [\"TRAV01/Acme=9.0.1 IF7\"]\n[[check]]\nname = \"threads\"\nitem = \"HTTP_MaxActiveThreads\"\nat-least = 400\nseverity = \"medium\"\ntext = \"Enough threads\"\n";
    fs::write(&config, text).unwrap();
    let more = ["--config", config.to_str().unwrap(), "--lang", "de"];
    let output = bundle(&["samples/legacy"], &file, &more);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let bytes = fs::read(&file).unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("custom-threads"));
    fs::remove_file(&config).unwrap();
    let checked = verify(&file);
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
}

#[test]
fn the_inputs_are_added_on_demand_and_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.zip");
    let output = bundle(&["samples/legacy"], &file, &["--with-inputs"]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("every secret"));
    let bytes = fs::read(&file).unwrap();
    let input = fs::read(project("samples/legacy/notes.ini")).unwrap();
    assert!(bytes.windows(input.len()).any(|window| window == input));
    let checked = verify(&file);
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
}

#[test]
fn what_is_no_bundle_and_what_can_not_be_written_is_told() {
    let other = run(&["verify", "samples/legacy/notes.ini"]);
    assert_eq!(code(&other), 2);
    assert!(stderr(&other).contains("no bundle"), "{}", stderr(&other));
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no/such/b.zip");
    assert_eq!(code(&bundle(&["samples/legacy"], &nowhere, &[])), 2);
    let nothing = bundle(&["Cargo.toml"], &folder.path().join("b.zip"), &[]);
    assert_eq!(code(&nothing), 2);
    assert!(stderr(&nothing).contains("no audit was performed"));
    assert_eq!(files_of(folder.path()), Vec::<String>::new());
}
