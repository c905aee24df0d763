//! `-` as a path: standard input is recognised by what it holds, and read as a file of the same bytes is.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, folder, path, program, run};
use serde_json::Value;
use std::fs;
use std::io::Write as _;

fn with_input(args: &[&str], input: &[u8]) -> Run {
    Run::of(program().args(args).write_stdin(input))
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/legacy/").to_owned() + name).unwrap()
}

fn zipped(names: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in names {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&sample(name)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A report with standard input in the place of the file, which it writes with slashes on every system.
fn renamed(report: &str, file: &str) -> Value {
    let file = file.replace(std::path::MAIN_SEPARATOR, "/");
    serde_json::from_str(&report.replace(&file, "-")).unwrap()
}

#[test]
fn standard_input_is_read_as_a_file_of_the_same_bytes() {
    let broken_utf16 = [&[0xff, 0xfe][..], &[b'[', 0, 0, 0xdc, b'N', 0, b'o']].concat();
    let all = ["notes.ini", "names.dxl", "console.log"];
    let cases: [(Vec<u8>, &str); 6] = [
        (sample("notes.ini"), "notes-ini"),
        (sample("names.dxl"), "dxl"),
        (sample("console.log"), "console-log"),
        (zipped(&all), "archive"),
        (Vec::new(), "unrecognised"),
        (broken_utf16, "unrecognised"),
    ];
    for (bytes, kind) in cases {
        let folder = folder(&[("input", &bytes)]);
        let file = format!("{}/input", path(&folder));
        for command in ["inspect", "audit"] {
            let named = run(&[command, &file, "--format", "json"]);
            let piped = with_input(&[command, "-", "--format", "json"], &bytes);
            assert_eq!(piped.code, named.0, "{command} {kind}");
            assert_eq!(piped.report(), renamed(&named.1, &file), "{command} {kind}");
        }
        let report = with_input(&["audit", "-", "--format", "json"], &bytes).report();
        let input = &report["inputs"][0];
        assert_eq!((input["path"].as_str(), input["kind"].as_str()), (Some("-"), Some(kind)));
        assert_eq!(input["size"], bytes.len(), "{kind}");
    }
}

#[test]
fn a_large_input_streams_through_with_its_hash() {
    let line = "[26/Nov/2026:10:00:00 +0000] \"GET /traveler HTTP/1.1\" 200 1 \"-\" \"x\"\n";
    let log = format!("192.0.2.1 mail.example.com - {line}").repeat(30_000);
    let folder = folder(&[("access.log", log.as_bytes())]);
    let file = format!("{}/access.log", path(&folder));
    let of = |report: Value| report["inputs"][0].clone();
    let named = of(renamed(&run(&["audit", &file, "--format", "json"]).1, &file));
    let piped = of(with_input(&["audit", "-", "--format", "json"], log.as_bytes()).report());
    assert_eq!(piped, named);
    assert_eq!(piped["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn tables_say_standard_input_and_members_stand_below_it() {
    let bytes = zipped(&["notes.ini", "names.dxl"]);
    let inspect = with_input(&["inspect", "-"], &bytes).out;
    assert!(inspect.contains("\nstandard input!/notes.ini\n"), "{inspect}");
    let table = with_input(&["audit", "-", "--lang", "de"], &sample("notes.ini")).out;
    assert!(table.contains("Standardeingabe"), "{table}");
    let json = with_input(&["audit", "-", "--format", "json"], &bytes).report();
    let paths: Vec<_> = json["inputs"].as_array().unwrap().iter().map(|i| &i["path"]).collect();
    assert_eq!(paths, ["-", "-!/notes.ini", "-!/names.dxl"]);
}

#[test]
fn a_folder_redirected_to_standard_input_is_no_input() {
    let Ok(folder) = fs::File::open(env!("CARGO_MANIFEST_DIR")) else {
        // Windows opens no folder as a file, and no shell of it redirects one.
        return;
    };
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("traveler-audit"));
    command.args(["audit", "-"]).env("LC_ALL", "C").stdin(folder);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.ends_with("no audit was performed\n"), "{err}");
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("standard input: cannot be opened"), "{out}");
}

#[test]
fn standard_input_goes_with_files_and_with_every_command_that_reads_inputs() {
    let directory = sample("names.dxl");
    let both =
        with_input(&["audit", "-", "samples/legacy/notes.ini", "--format", "json"], &directory);
    assert_eq!(both.finding("override-session-auth")["evidence"][0]["path"], "-");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (kit, bundle) = (at("kit"), at("a.bundle"));
    let cases: [(&[&str], i32); 5] = [
        (&["explain-url", "https://mail.example.com/traveler", "-"], 0),
        (&["exporter", "--check", "-"], 3),
        (&["fix", "-", "--output", &kit], 0),
        (&["bundle", "-", "--output", &bundle], 0),
        (&["verify", &bundle], 0),
    ];
    for (args, code) in cases {
        let run = with_input(args, &directory);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
    }
    let report = run(&["audit", "samples/legacy", "--format", "json"]).1;
    let diff = with_input(&["diff", "samples/legacy", "-"], report.as_bytes());
    assert_eq!(diff.code, 0, "{}", diff.err);
    let policies = b"Policy,iOS\nNetwork access,Unrestricted\n";
    assert_eq!(with_input(&["matrix", "-"], policies).code, 0);
}

#[test]
fn a_patch_is_made_of_no_file_that_only_has_the_name() {
    let folder = folder(&[("-", &sample("notes.ini"))]);
    let mut command = program::program_in(folder.path());
    command.args(["fix", "-", "--output", "kit"]).write_stdin(sample("notes.ini"));
    let run = Run::of(&mut command);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!folder.path().join("kit/notes.ini.patch").exists());
    assert!(run.out.contains("-: no patch"), "{}", run.out);
}

#[test]
fn what_standard_input_cannot_do_is_told_with_the_way_out() {
    let cases: [(&[&str], &str); 5] = [
        (&["audit", "-", "-"], "save one of the two as a file"),
        (&["inspect", "-", "samples/legacy", "-"], "./-"),
        (&["diff", "-", "-"], "only once"),
        (&["version", "-", "-"], "only once"),
        (&["bundle", "-", "--with-inputs", "--output", "no-such-folder/b"], "--with-inputs"),
    ];
    for (args, told) in cases {
        let run = with_input(args, b"x");
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
}
