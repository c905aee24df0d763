//! What only Windows has: drives, backslashes, shares, long paths, names that are no Unicode, files that
//! another process holds. `.ci/windows` runs it elsewhere too.

#![cfg(windows)]
#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;
#[path = "shared/run.rs"]
mod run;

use program::{folder, program, program_in};
use run::{inspected, run};
use serde_json::Value;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::os::windows::ffi::OsStringExt;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const INI: &[u8] = b"[Notes]\r\nKitType=2\r\nServerTasks=Update,Replica,Router,AMgr,HTTP,Traveler\r\nDisable_SSLv3=1\r\n";

/// Names of the inputs as a report tells them.
fn inputs(report: &Value) -> Vec<String> {
    let files = report["files"].as_array().unwrap().iter();
    files.map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

/// The same path without its drive, from the root of the drive.
fn without_drive(path: &Path) -> PathBuf {
    path.components().skip(1).collect()
}

#[test]
fn a_path_with_a_drive_and_backslashes_is_told_with_slashes() {
    let there = folder(&[("srv1\\notes.ini", INI)]);
    let path = there.path().join("srv1");
    assert!(path.to_str().unwrap().contains(":\\"), "{path:?}");
    let ran = run("inspect", &path);
    assert_eq!(ran.code, 0, "{}", ran.error);
    let told = inputs(&ran.report);
    assert_eq!(told, [format!("{}/notes.ini", path.to_str().unwrap().replace('\\', "/"))]);
}

#[test]
fn a_path_from_the_root_of_the_drive_is_read() {
    let there = folder(&[("notes.ini", INI)]);
    let path = without_drive(there.path());
    let output =
        program_in(there.path()).args(["inspect", "--format", "json"]).arg(&path).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(inputs(&report)[0].ends_with("/notes.ini"), "{report}");
}

#[test]
fn a_path_in_the_form_of_a_share_is_read() {
    let there = folder(&[("srv1\\notes.ini", INI)]);
    // The administrative share of the drive needs a server service; the verbatim form does not.
    let verbatim = PathBuf::from(format!("\\\\?\\{}", there.path().display()));
    let ran = run("inspect", &verbatim);
    assert_eq!(ran.code, 0, "{}", ran.error);
    assert!(inputs(&ran.report)[0].ends_with("/srv1/notes.ini"), "{}", ran.report);
}

#[test]
fn a_share_that_is_not_there_is_a_usage_error() {
    let ran = run("audit", Path::new("\\\\no-such-host.example.com\\domino\\srv1"));
    assert_eq!(ran.code, 2);
    assert!(ran.error.contains("//no-such-host.example.com/domino/srv1"), "{}", ran.error);
    assert!(ran.error.contains("no audit was performed"), "{}", ran.error);
}

#[test]
fn a_path_of_more_than_260_characters_is_read() {
    let there = folder(&[]);
    let mut deep = there.path().to_owned();
    for _ in 0..6 {
        deep.push("a-folder-with-a-name-of-sixty-characters-as-backups-have-them");
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("notes.ini"), INI).unwrap();
    assert!(deep.as_os_str().len() > 300);
    for path in [there.path(), &deep, &deep.join("notes.ini")] {
        let ran = run("inspect", path);
        assert_eq!(ran.code, 0, "{}", ran.error);
        assert_eq!(inputs(&ran.report).len(), 1, "{}", ran.report);
        assert_eq!(ran.report["files"][0]["kind"], "notes-ini", "{}", ran.report);
    }
    let report = deep.join("report.html");
    let wanted = format!("html:{}", report.display());
    program().arg("audit").arg(&deep).args(["--report", &wanted]).output().unwrap();
    assert!(fs::read_to_string(&report).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_name_that_is_no_unicode_is_read_and_told() {
    let there = folder(&[]);
    let name = OsString::from_wide(&[0x73, 0xD800, 0x31]);
    let below = there.path().join(name);
    // Wine keeps names as bytes, and may refuse this one; Windows does not.
    if fs::create_dir(&below).is_err() {
        return;
    }
    fs::write(below.join("notes.ini"), INI).unwrap();
    let ran = run("inspect", there.path());
    let told = inputs(&ran.report);
    assert_eq!(told.len(), 1, "{}", ran.report);
    assert!(told[0].ends_with("/s\\xED\\xA0\\x801/notes.ini"), "{told:?}");
}

#[test]
fn a_file_that_another_process_holds_is_told_and_hides_no_other() {
    let there = folder(&[("srv1\\notes.ini", INI), ("srv1\\console.log", b"x\r\n")]);
    let held = there.path().join("srv1\\console.log");
    let _held = OpenOptions::new().read(true).write(true).share_mode(0).open(&held).unwrap();
    let found = inspected(&there);
    assert!(found.iter().any(|(_, kind, ..)| kind == "notes-ini"), "{found:?}");
    let audit = run("audit", there.path());
    assert!(audit.code != 2, "{}", audit.error);
    let told = audit.report.to_string();
    assert!(told.contains("srv1/console.log"), "{told}");
    let warned = found
        .iter()
        .any(|(path, _, _, warnings)| path.ends_with("console.log") && !warnings.is_empty());
    assert!(warned, "{found:?}");
}

#[test]
fn what_powershell_redirects_is_read_as_what_it_is() {
    let text = String::from_utf8(INI.to_vec()).unwrap();
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let there = folder(&[("srv1\\notes.ini", &wide)]);
    let found = inspected(&there);
    assert_eq!(found[0].1, "notes-ini", "{found:?}");
}

#[test]
fn redirected_output_is_utf_8() {
    let there = folder(&[("M\u{fc}nchen\\notes.ini", INI)]);
    let output = program().args(["inspect", "--lang", "de"]).arg(there.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("M\u{fc}nchen/notes.ini"), "{text}");
}
