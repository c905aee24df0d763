//! How the program behaves at a terminal and in a pipe: what it says and when, closed pipes, and what an
//! interruption leaves behind.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, folder, path, program, run};
use std::process::{Command, Stdio};

const LEGACY: &str = "samples/legacy";

/// The program as the standard library starts it, for what is done while it runs.
fn spawned(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("traveler-audit"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command.env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1795478400");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let ini = b"[Notes]\nKitType=2\nServerName=Trav01/Acme\n";
    let place = folder(&[("traveler-audit.toml", b"paths = [\"in\"]\n"), ("in/notes.ini", ini)]);
    let audit = |more: &[&str]| Run::of(program::program_in(place.path()).arg("audit").args(more));
    let (usual, quiet) = (audit(&[]), audit(&["--quiet"]));
    assert!(usual.err.contains("using traveler-audit.toml"), "{}", usual.err);
    assert_eq!((quiet.err.as_str(), &quiet.out, quiet.code), ("", &usual.out, usual.code));
    let wrong = audit(&["-q", "no-such-folder"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("no audit was performed"), "{}", wrong.err);
}

#[test]
fn verbose_tells_every_input_and_changes_no_report() {
    let archive = folder(&[("a/notes.ini", b"[Notes]\nKitType=2\n"), ("a/x.txt", b"hello")]);
    let args = ["audit", path(&archive), "--format", "json"];
    let (code, out, _) = run(&args);
    let verbose = Run::of(program().args(args).args(["--verbose", "--lang", "en"]));
    assert_eq!((verbose.code, &verbose.out), (code, &out));
    for told in [
        "catalog of ",
        "reading ",
        "a/notes.ini: notes-ini, 18 B, read: full, 1 remark(s)",
        "a/x.txt: unrecognised, 5 B, read: none, 1 remark(s)",
        "2 input(s), ",
    ] {
        assert!(verbose.err.contains(told), "{told}: {}", verbose.err);
    }
    let german = Run::of(program().args(args).args(["-v", "--lang", "de"]));
    assert!(german.err.contains("lese "), "{}", german.err);
    let both = Run::of(program().args(args).args(["-q", "-v"]));
    assert_eq!(both.code, 2, "{}", both.err);
}

#[test]
fn colour_is_as_asked_for_and_never_by_itself_in_a_pipe() {
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = program();
        command.args(["audit", LEGACY]).args(args).envs(variables.iter().copied());
        Run::of(&mut command).out.contains("\x1b[")
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color=always"], &[("NO_COLOR", "1")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    let linked = Run::of(program().args(["explain", "sslv3"]).env("FORCE_HYPERLINK", "1"));
    assert!(!linked.out.contains('\x1b'), "no link in a pipe: {}", linked.out);
}

#[test]
fn help_is_in_the_language_of_the_reports() {
    let german = |args: &[&str]| Run::of(program().args(args).env("LC_ALL", "de_DE.UTF-8"));
    for args in [&["audit", "--help"][..], &["help", "audit"], &["audit", "x", "-h"]] {
        let help = german(args);
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{args:?}");
        assert!(help.out.contains("Aufruf: traveler-audit audit"), "{args:?}: {}", help.out);
    }
    assert!(run(&["fix", "--help", "--lang=de"]).1.contains("Beispiele:"));
    assert!(german(&["--lang", "en", "fix", "--help"]).out.contains("Examples:"));
    let nothing = german(&[]);
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    assert!(nothing.err.contains("Befehle:"), "{}", nothing.err);
}

/// Every command that writes to stdout, and a run of it that comes to an end.
const TALKING: [&[&str]; 18] = [
    &["audit", LEGACY, "--all"],
    &["audit", LEGACY, "--format", "json"],
    &["audit", LEGACY, "--report", "html:-"],
    &["audit", LEGACY, "--format", "xlsx"],
    &["version", "9.0.1.7"],
    &["inspect", LEGACY],
    &["explain-url", "https://mail.example.com/traveler", LEGACY],
    &["matrix", "samples/ready", "samples/secure-mail-sta"],
    &["diff", "samples/ready", LEGACY],
    &["exporter"],
    &["exporter", "--check", "samples/legacy/names.dxl"],
    &["checks"],
    &["checks", "--format", "json"],
    &["explain", "sslv3"],
    &["completions", "bash"],
    &["man"],
    &["audit", "--help"],
    &["--lang", "de", "audit", "--help"],
];

#[test]
fn a_closed_pipe_changes_neither_exit_code_nor_messages() {
    for args in TALKING {
        let whole = spawned(args).output().unwrap();
        assert!(!whole.stdout.is_empty(), "{args:?}");
        let mut child = spawned(args).spawn().unwrap();
        drop(child.stdout.take());
        let cut = child.wait_with_output().unwrap();
        assert_eq!(cut.status.code(), whole.status.code(), "{args:?}");
        assert_eq!(cut.stderr, whole.stderr, "{args:?}");
    }
}

/// Whether who runs the tests has these signals ignored, as `nohup` and shells do for what runs behind
/// them. The program then leaves it at that.
#[cfg(unix)]
fn are_ignored() -> bool {
    ["INT", "TERM", "HUP"].iter().any(|signal| {
        let script = format!("kill -{signal} $$; echo alive");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        !output.stdout.is_empty()
    })
}

/// Starts a run that waits for its input while its files are half written.
#[cfg(unix)]
fn interrupted(args: &[&str], signal: &str, place: &std::path::Path) -> (Option<i32>, String) {
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(place).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    };
    let before = names();
    let mut child = spawned(args).stdin(Stdio::piped()).current_dir(place).spawn().unwrap();
    let begun = std::time::Instant::now();
    while names().len() == before.len() {
        assert!(begun.elapsed().as_secs() < 20, "nothing was begun: {args:?}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    // The way in stays open until it has ended: it ends by the signal and not by the end of its input.
    let input = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(input);
    let mut after = names();
    let mut same = before;
    after.sort();
    same.sort();
    assert_eq!(after, same, "{args:?} {signal}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing_half_written() {
    if are_ignored() {
        return;
    }
    let place = folder(&[("html", b"the report of before")]);
    let audit = ["audit", "-", "--report", "html:html", "--report", "json:json"];
    let cases: [(&[&str], &str); 4] = [
        (&audit, "-INT"),
        (&audit, "-TERM"),
        (&audit, "-HUP"),
        (&["bundle", "-", "--output", "bundle"], "-INT"),
    ];
    for (args, signal) in cases {
        let (code, err) = interrupted(args, signal, place.path());
        assert_eq!(code, Some(130), "{args:?} {signal}: {err}");
        assert!(err.ends_with("interrupted; no file was left half written\n"), "{err}");
    }
    let kept = std::fs::read_to_string(place.path().join("html")).unwrap();
    assert_eq!(kept, "the report of before");
}

#[test]
fn every_usage_error_says_what_to_do_next() {
    let cases: [(&[&str], &str); 12] = [
        (&[], "Usage:"),
        (&["audit", "--nonsense"], "--help"),
        (&["inspect"], "--help"),
        (&["audit", "x", "--as-of", "yesterday"], "--help"),
        (&["audit", "x", "--waivers", "no-such-file"], "check the path"),
        (&["audit", "x", "--config", "no-such-file"], "check the path"),
        (&["audit", "x", "--item-map", "no-such-file"], "check the path"),
        (&["audit", "x", "--traveler-version", "latest"], "write it like"),
        (&["audit", "no-such-file"], "`inspect` says why"),
        (&["exporter", "--check", "no-such-file"], "check the path"),
        (&["init", "no-such-folder/x.toml"], "name a file in a folder"),
        (&["explain-url", "mail", "samples/legacy"], "write it like"),
    ];
    for (args, told) in cases {
        let (code, _, err) = run(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
}

#[test]
fn what_is_mistyped_is_answered_with_what_may_be_meant() {
    let cases: [(&[&str], &str); 12] = [
        (&["audti", "x"], "audit"),
        (&["audit", "--fromat", "json"], "--format"),
        (&["audit", "--fail-on", "hihg"], "high"),
        (&["audit", "--color", "alwys"], "always"),
        (&["audit", "--format", "jsno"], "is this meant: json"),
        (&["audit", "--report", "htlm:x"], "is this meant: html?"),
        (&["audit", "--report", "x.html"], "html:report.html"),
        (&["inspect", "x", "--format", "html"], "table or json"),
        (&["explain", "enforce-polcy"], "enforce-policy"),
        (&["explain", "zzz"], "traveler-audit checks"),
        (&["fix", "x", "--output", "y", "--check", "sslv2"], "sslv3"),
        (&["audit", "x", "--encoding", "cp8500"], "cp850"),
    ];
    for (args, told) in cases {
        let (code, _, err) = run(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
}
