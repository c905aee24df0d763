//! What only Windows has: drives, backslashes, shares, long paths, names that are no Unicode, files that
//! another process holds. `.ci/windows` runs it elsewhere too.

#![cfg(windows)]
#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]
#![allow(clippy::print_stdout, reason = "a test says why it looked at nothing")]

#[path = "shared/program.rs"]
mod program;
#[path = "shared/run.rs"]
mod run;

use program::{Run, folder, program, program_in};
use run::{inspected, run};
use serde_json::Value;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::os::windows::ffi::OsStringExt;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const INI: &[u8] = b"[Notes]\r\nKitType=2\r\nServerTasks=Update,Replica,Router,AMgr,HTTP,Traveler\r\nDisable_SSLv3=1\r\n";

/// Names of the inputs as a report tells them.
fn inputs(report: &Value) -> Vec<String> {
    let files = report["files"].as_array().unwrap().iter();
    files.map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

/// The drive of a path, such as `C:`.
fn drive(path: &Path) -> String {
    path.components().next().unwrap().as_os_str().to_str().unwrap().to_owned()
}

/// The same path without its drive, from the root of the drive.
fn without_drive(path: &Path) -> PathBuf {
    path.components().skip(1).collect()
}

/// The same path as it stands below the root of its drive.
fn below_root(path: &Path) -> PathBuf {
    path.components().skip(2).collect()
}

/// A text as the consoles and tools of Windows write it.
fn utf16(text: &[u8]) -> Vec<u8> {
    let text = str::from_utf8(text).unwrap();
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
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
fn a_path_from_the_root_or_the_folder_of_the_drive_is_read() {
    let there = folder(&[("srv1\\notes.ini", INI)]);
    let drive = drive(there.path());
    for path in [without_drive(there.path()), format!("{drive}srv1").into(), ".\\srv1/".into()] {
        let mut inspect = program_in(there.path());
        let ran = Run::of(inspect.args(["inspect", "--format", "json"]).arg(&path));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let told = inputs(&ran.report());
        assert!(told[0].ends_with("srv1/notes.ini") && !told[0].contains('\\'), "{told:?}");
    }
}

#[test]
fn a_path_in_the_verbatim_form_is_read() {
    let there = folder(&[("srv1\\notes.ini", INI)]);
    let verbatim = PathBuf::from(format!("\\\\?\\{}", there.path().display()));
    let ran = run("inspect", &verbatim);
    assert_eq!(ran.code, 0, "{}", ran.error);
    assert!(inputs(&ran.report)[0].ends_with("/srv1/notes.ini"), "{}", ran.report);
}

/// A folder of this machine by the share that Windows makes of each drive.
fn shared(path: &Path) -> PathBuf {
    let letter = drive(path).replace(':', "$");
    Path::new(&format!("\\\\localhost\\{letter}\\")).join(below_root(path))
}

#[test]
fn a_share_is_read_and_written_to() {
    let there = folder(&[("srv1\\notes.ini", INI)]);
    let share = shared(there.path());
    if !share.is_dir() {
        return println!("skipped: {} needs the rights of an administrator", share.display());
    }
    let ran = run("audit", &share);
    assert_ne!(ran.code, 2, "{}", ran.error);
    let told = ran.report["inputs"][0]["path"].as_str().unwrap();
    assert!(told.starts_with("//localhost/") && told.ends_with("/srv1/notes.ini"), "{told}");
    let report = format!("json:{}\\report.json", share.display());
    let ran = Run::of(program().arg("audit").arg(&share).args(["--report", &report]));
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(there.path().join("report.json").is_file());
}

#[test]
fn a_share_that_is_not_there_is_a_usage_error() {
    let ran = run("audit", Path::new("\\\\no-such-host.example.com\\domino\\srv1"));
    assert_eq!(ran.code, 2);
    let told = ran.report["inputs"][0]["path"].as_str();
    assert_eq!(told, Some("//no-such-host.example.com/domino/srv1"), "{}", ran.report);
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
    let ran = Run::of(program().arg("audit").arg(&deep).args(["--report", &wanted]));
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(fs::read_to_string(&report).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_name_that_is_no_unicode_is_read_and_told() {
    let there = folder(&[]);
    let name = OsString::from_wide(&[0x73, 0xD800, 0x31]);
    let below = there.path().join(name);
    if let Err(error) = fs::create_dir(&below) {
        return println!("skipped: wine keeps no half of a character in a name: {error}");
    }
    fs::write(below.join("notes.ini"), INI).unwrap();
    let ran = run("inspect", there.path());
    let told = inputs(&ran.report);
    assert_eq!(told.len(), 1, "{}", ran.report);
    assert!(told[0].ends_with("/s\\xED\\xA0\\x801/notes.ini"), "{told:?}");
}

/// That `inspect` and `audit` read notes.ini, and tell the other file with a reason.
fn assert_only_told(there: &TempDir, name: &str) {
    let found = inspected(there);
    assert!(found.iter().any(|(_, kind, ..)| kind == "notes-ini"), "{found:?}");
    let remarks = found.iter().filter(|(path, ..)| path == name).map(|file| file.3.as_str());
    let remarks: Vec<_> = remarks.collect();
    assert!(remarks[0].contains("os error"), "{found:?}");
    let audit = run("audit", there.path());
    assert_ne!(audit.code, 2, "{}", audit.error);
    assert!(audit.report.to_string().contains(name), "{}", audit.report);
}

#[test]
fn a_file_that_another_process_holds_is_told_and_hides_no_other() {
    let there = folder(&[("srv1\\notes.ini", INI), ("srv1\\console.log", b"x\r\n")]);
    let held = there.path().join("srv1\\console.log");
    let _held = OpenOptions::new().read(true).write(true).share_mode(0).open(&held).unwrap();
    assert_only_told(&there, "srv1/console.log");
}

#[test]
fn a_file_whose_bytes_another_process_locks_is_told_and_hides_no_other() {
    let there = folder(&[("srv1\\notes.ini", INI), ("srv1\\console.log", b"x\r\n")]);
    let path = there.path().join("srv1\\console.log");
    let locked = File::open(&path).unwrap();
    locked.lock().unwrap();
    if fs::read(&path).is_ok() {
        return println!("skipped: wine keeps nobody from reading what is locked");
    }
    assert_only_told(&there, "srv1/console.log");
}

#[test]
fn a_report_that_another_process_holds_is_told_and_stays_as_it_was() {
    let there = folder(&[("srv1\\notes.ini", INI), ("report.csv", b"open in a spreadsheet")]);
    let report = there.path().join("report.csv");
    let held = OpenOptions::new().read(true).share_mode(0).open(&report).unwrap();
    let wanted = format!("csv:{}", report.display());
    let ran =
        Run::of(program().arg("audit").arg(there.path().join("srv1")).args(["--report", &wanted]));
    drop(held);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("cannot write") && ran.err.contains("report.csv"), "{}", ran.err);
    assert_eq!(fs::read(&report).unwrap(), b"open in a spreadsheet");
    let left: Vec<_> = fs::read_dir(there.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_powershell_redirects_is_read_as_what_it_is() {
    let wide = utf16(INI);
    let there = folder(&[("srv1\\notes.ini", &wide)]);
    assert_eq!(inspected(&there)[0].1, "notes-ini");
    let piped = Run::of(program().args(["inspect", "-", "--format", "json"]).write_stdin(wide));
    let file = piped.report()["files"][0].clone();
    assert_eq!((file["path"].as_str(), file["kind"].as_str()), (Some("-"), Some("notes-ini")));
    assert_eq!(file["encoding"], "UTF-16LE with BOM", "{file}");
}

#[test]
fn redirected_output_is_utf_8() {
    let there = folder(&[("M\u{fc}nchen\\notes.ini", INI)]);
    let ran = Run::of(program().args(["inspect", "--lang", "de"]).arg(there.path()));
    assert!(ran.out.contains("M\u{fc}nchen/notes.ini"), "{}", ran.out);
    // The shell of Windows opens the file itself.
    let own = PathBuf::from(program().get_program());
    let line = format!("/d /c \"\"{}\" inspect . > out.txt\"", own.display());
    let done = Command::new("cmd").raw_arg(line).current_dir(there.path()).status().unwrap();
    assert_eq!(done.code(), Some(0));
    let text = fs::read_to_string(there.path().join("out.txt")).unwrap();
    assert!(text.contains("M\u{fc}nchen/notes.ini"), "{text}");
}
