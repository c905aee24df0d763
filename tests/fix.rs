//! The remediation kit, made and used as an administrator would.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where the program does not do as told"
)]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn run(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let output = command.current_dir(ROOT).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Makes a kit, and returns what was said of it and its files.
fn kit(inputs: &Path, into: &TempDir, more: &[&str]) -> (i32, Value, BTreeMap<String, Vec<u8>>) {
    let output = into.path().join("kit");
    let mut args = vec!["fix", inputs.to_str().unwrap(), "--output", output.to_str().unwrap()];
    args.extend(["--prove", "--format", "json", "--as-of", "2026-11-24"]);
    args.extend(more);
    let (code, out, err) = run(&args);
    let told = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&output).into_iter().flatten() {
        let file = entry.unwrap();
        let name = file.file_name().to_str().unwrap().to_owned();
        files.insert(name, fs::read(file.path()).unwrap());
    }
    (code, told, files)
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files.get(name).unwrap_or_else(|| panic!("no {name}")).clone()).unwrap()
}

fn samples() -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(Path::new(ROOT).join("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && run(&["inspect", path.to_str().unwrap()]).0 != 2)
        .collect();
    all.sort();
    all
}

fn copy_of(sample: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(Path::new(ROOT).join("samples").join(sample)).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    folder
}

fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let file = folder.path().join(file);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from} is not in {}", file.display());
    fs::write(&file, text.replace(from, to)).unwrap();
}

/// Findings that are not as wanted, by check.
fn open_checks(folder: &Path) -> Vec<String> {
    let (_, out, _) =
        run(&["audit", folder.to_str().unwrap(), "--format", "json", "--as-of", "2026-11-24"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let findings = report["servers"][0]["findings"].as_array().unwrap();
    let open = findings.iter().filter(|finding| {
        finding["severity"] != "info"
            && (finding["status"] == "fail" || finding["status"] == "unknown")
    });
    open.map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
}

/// Applies a unified diff as `patch` does, without any fuzz.
fn patched(old: &[u8], diff: &[u8]) -> Vec<u8> {
    let old: Vec<&[u8]> = old.split_inclusive(|byte| *byte == b'\n').collect();
    let (mut new, mut at) = (Vec::new(), 0);
    let mut lines = diff.split_inclusive(|byte| *byte == b'\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let text = line.strip_suffix(b"\n").unwrap();
        let open = lines.next_if(|next| next.starts_with(b"\\ No newline")).is_some();
        let body = if open { &line[1..line.len() - 1] } else { &line[1..] };
        match line[0] {
            b'@' => {
                let head = std::str::from_utf8(text).unwrap();
                let range = head.split([' ', ',', '-']).nth(2).unwrap();
                let from = range.parse::<usize>().unwrap().saturating_sub(1);
                while at < from {
                    new.extend(old[at]);
                    at += 1;
                }
            }
            b' ' => {
                assert_eq!(old[at], body);
                new.extend(body);
                at += 1;
            }
            b'-' => {
                assert_eq!(old[at], body);
                at += 1;
            }
            b'+' => new.extend(body),
            other => panic!("{other}"),
        }
    }
    old[at..].iter().for_each(|line| new.extend(*line));
    new
}

#[test]
fn every_kit_holds_what_it_claims_and_is_made_alike_twice() {
    let mut mended = 0;
    for sample in samples() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (code, told, files) = kit(&sample, &one, &[]);
        assert_eq!(code, 0, "{}: {told}", sample.display());
        assert_eq!(
            (told["left"].as_array().unwrap().len(), told["new"].as_array().unwrap().len()),
            (0, 0)
        );
        mended += told["mended"].as_array().unwrap().len();
        assert_eq!(files, kit(&sample, &other, &[]).2, "{}", sample.display());
        if files.is_empty() {
            assert_eq!(told["by_hand"].as_array().unwrap().len(), 0, "{}", sample.display());
            continue;
        }
        let readme = text(&files, "README.md");
        assert!(readme.contains("has not been run on a Domino server"));
    }
    assert!(mended >= 5, "{mended}");
}

/// What is spoilt in `samples/ready`, and which check the kit must then mend.
const SPOILT: [(&str, &str, &str, &str); 11] = [
    ("enforce-policy", "notes.ini", "NTS_AS_ENFORCE_POLICY=false\n", ""),
    ("enforce-policy", "notes.ini", "NTS_AS_ENFORCE_POLICY=false", "NTS_AS_ENFORCE_POLICY=true"),
    ("run-as-user", "notes.ini", "NTS_USER_SESSION=true", "NTS_USER_SESSION=false"),
    (
        "override-session-auth",
        "names.dxl",
        "<item name='RlIncoming'><text>/traveler*<",
        "<item name='RlIncoming'><text>/help*<",
    ),
    (
        "internet-authentication",
        "names.dxl",
        "<item name='InetNameLookup'><text>10<",
        "<item name='InetNameLookup'><text>20<",
    ),
    (
        "https-port",
        "names.dxl",
        "<item name='HTTP_SSLMode'><text>1<",
        "<item name='HTTP_SSLMode'><text>2<",
    ),
    (
        "http-port",
        "names.dxl",
        "<item name='HTTP_NormalMode'><text>2<",
        "<item name='HTTP_NormalMode'><text>1<",
    ),
    (
        "sign-in-source",
        "names.dxl",
        "<item name='SSLNameAndPwd'><text>1<",
        "<item name='SSLNameAndPwd'><text>0<",
    ),
    (
        "sign-in-source",
        "names.dxl",
        "<item name='SSLAnonymous'><text>0<",
        "<item name='SSLAnonymous'><text>1<",
    ),
    (
        "http-capacity",
        "names.dxl",
        "<item name='HTTP_MaxActiveThreads'><number>400<",
        "<item name='HTTP_MaxActiveThreads'><number>20<",
    ),
    (
        "internet-lockout",
        "names.dxl",
        "<item name='ILEnforce'><text>1<",
        "<item name='ILEnforce'><text>0<",
    ),
];

#[test]
fn what_is_spoilt_is_mended_by_the_kit() {
    for (check, file, from, to) in SPOILT {
        let folder = copy_of("ready");
        edit(&folder, file, from, to);
        let into = tempfile::tempdir().unwrap();
        let (code, told, files) = kit(folder.path(), &into, &[]);
        let mended: Vec<_> = told["mended"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["check"].as_str().unwrap())
            .collect();
        assert!(mended.contains(&check), "{check}: {told}");
        assert_eq!(code, 0, "{check}");
        match file {
            "notes.ini" => {
                let ini = folder.path().join(file);
                let new = patched(&fs::read(&ini).unwrap(), &files["notes.ini.patch"]);
                fs::write(&ini, new).unwrap();
                assert_eq!(open_checks(folder.path()), Vec::<String>::new(), "{check}");
            }
            _ => assert!(text(&files, "directory.lss").contains("Call Changes1(db)"), "{check}"),
        }
    }
}

#[test]
fn a_new_rule_is_made_like_the_rules_of_this_directory() {
    let folder = copy_of("ready");
    edit(
        &folder,
        "names.dxl",
        "<item name='RlIncoming'><text>/traveler*<",
        "<item name='RlIncoming'><text>/help*<",
    );
    let into = tempfile::tempdir().unwrap();
    let (_, _, files) = kit(folder.path(), &into, &[]);
    let dxl = text(&files, "directory.dxl");
    assert!(dxl.contains("<item name='RlIncoming'><text>/traveler*</text></item>"), "{dxl}");
    // Read back beside the export, it is a document like those that were there.
    fs::write(folder.path().join("directory.dxl"), &dxl).unwrap();
    let (_, out, _) = run(&["inspect", folder.path().to_str().unwrap(), "--format", "json"]);
    let inspected: Value = serde_json::from_str(&out).unwrap();
    let files_seen = inspected["files"].as_array().unwrap();
    let documents = |name: &str| {
        let file = files_seen.iter().find(|file| file["path"].as_str().unwrap().ends_with(name));
        file.unwrap()["documents"].as_array().unwrap().clone()
    };
    let made = &documents("directory.dxl")[0];
    let like = documents("names.dxl").into_iter().find(|own| own["form"] == made["form"]).unwrap();
    assert_eq!(made["parent"], like["parent"]);
    assert_ne!(made["unid"], like["unid"]);
    assert_eq!(made["unknown_items"], like["unknown_items"]);
    let agent = text(&files, "directory.lss");
    assert!(
        agent.contains("Call NewRule(db, ") && agent.contains("Const DryRun = True"),
        "{agent}"
    );
}

#[test]
fn a_kit_takes_no_place_that_is_taken() {
    let into = tempfile::tempdir().unwrap();
    let output = into.path().join("kit");
    let shown = output.to_str().unwrap();
    let args = ["fix", "samples/legacy", "--output", shown, "--as-of", "2026-11-24"];
    assert_eq!(run(&args).0, 0);
    let (code, _, err) = run(&args);
    assert_eq!(code, 2);
    assert!(err.contains("is there already") && err.contains("--force"), "{err}");
    fs::write(output.join("own.txt"), "x").unwrap();
    let forced: Vec<_> = args.iter().copied().chain(["--force"]).collect();
    assert_eq!(run(&forced).0, 0);
    assert!(!output.join("own.txt").exists() && output.join("README.md").exists());
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 1, "nothing is left beside it");
    fs::remove_file(output.join("README.md")).unwrap();
    let (code, _, err) = run(&forced);
    assert!(code == 2 && err.contains("is no kit"), "{err}");
}

#[test]
fn it_can_be_limited_to_a_check() {
    let into = tempfile::tempdir().unwrap();
    let (_, told, files) =
        kit(&Path::new(ROOT).join("samples/legacy"), &into, &["--check", "enforce-policy"]);
    assert_eq!(told["mended"].as_array().unwrap().len(), 1);
    assert!(!files.contains_key("directory.lss"));
    let (code, _, err) =
        run(&["fix", "samples/legacy", "--output", "/tmp/x", "--check", "enforce-polcy"]);
    assert!(code == 2 && err.contains("enforce-policy"), "{err}");
}

#[test]
fn values_of_inputs_break_out_of_no_file() {
    let folder = copy_of("ready");
    let hostile = "x&quot;) : Kill &quot;a&#10;' `|`&lt;b&gt;";
    edit(&folder, "names.dxl", "Acme mail and mobile", hostile);
    edit(
        &folder,
        "names.dxl",
        "<item name='RlIncoming'><text>/traveler*<",
        "<item name='RlIncoming'><text>/help*<",
    );
    edit(
        &folder,
        "notes.ini",
        "NTS_AS_ENFORCE_POLICY=false\n",
        "NTS_DB_PASSWORD=Sesam17\nNTS_AS_ENFORCE_POLICY=true\nPROXY_PASSWORD=Sesam17\n",
    );
    let into = tempfile::tempdir().unwrap();
    let (_, _, files) = kit(folder.path(), &into, &[]);
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Sesam17"), "{name}: {text}");
        assert!(!text.contains("\") : Kill \"a\n"), "{name}: {text}");
    }
    let agent = text(&files, "directory.lss");
    for line in agent.lines().filter(|line| line.contains("Kill")) {
        assert!(
            line.matches('"').count() % 2 == 0 && line.trim_start().starts_with(['C', '\'']),
            "{line}"
        );
    }
    let patch = text(&files, "notes.ini.patch");
    assert!(patch.contains("+NTS_AS_ENFORCE_POLICY=false"), "{patch}");
}

#[test]
fn policies_are_proved_like_the_rest() {
    let into = tempfile::tempdir().unwrap();
    let sample = Path::new(ROOT).join("samples/secure-mail-broken");
    let (code, told, files) = kit(&sample, &into, &[]);
    assert_eq!(code, 0, "{told}");
    let checks = |list: &str| {
        let all = told[list].as_array().unwrap().iter();
        all.map(|one| one["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let page = text(&files, "endpoint-management.md");
    let back = text(&files, "rollback.txt");
    for check in ["accept-all-certificates", "connection-security-level"] {
        assert!(checks("mended").contains(&check.to_owned()), "{check}: {told}");
        assert!(!checks("by_hand").contains(&check.to_owned()), "{check}: {told}");
        assert!(page.contains(&format!("`{check}`")), "{page}");
    }
    assert!(back.contains("Endpoint Management, Accept all SSL certificates ("), "{back}");
    assert!(checks("by_hand").iter().all(|check| page.contains(&format!("`{check}`"))), "{page}");
    assert!(!files.contains_key("console.txt"), "a policy is nothing to be typed");
}
