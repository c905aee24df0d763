//! `--anonymize`, run as a user would: no name of the inputs is in any output, and no verdict changes.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop where the program does not do as it should"
)]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const SAMPLES: [&str; 6] = [
    "legacy",
    "ready",
    "secure-mail-broken",
    "secure-mail-direct",
    "secure-mail-sta",
    "secure-mail-vpn",
];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn run_in(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(folder).env("NO_COLOR", "1").env("LC_ALL", "C").args(args).output().unwrap()
}

fn all_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Check, outcome and status of every finding.
fn verdicts(output: &Output) -> Vec<[String; 3]> {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let servers = report["servers"].as_array().unwrap().iter().map(|server| &server["findings"]);
    let findings = servers.chain([&report["findings"]]).flat_map(|list| list.as_array().unwrap());
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let mut all: Vec<_> =
        findings.map(|one| ["check", "outcome", "status"].map(|key| word(one, key))).collect();
    all.sort();
    all
}

#[test]
fn no_verdict_changes() {
    for name in SAMPLES {
        let folder = sample("");
        let args = ["audit", name, "--as-of", "2026-11-24", "--format", "json"];
        let plain = run_in(&folder, &args);
        let other = run_in(&folder, &[&args[..], &["--anonymize"]].concat());
        assert_eq!(other.status.code(), plain.status.code(), "{name}: {}", all_of(&other));
        assert_eq!(verdicts(&other), verdicts(&plain), "{name}");
    }
}

/// The words that say whose a text is, looked for without regard to case.
fn leaks(text: &str, words: &[&str]) -> Vec<String> {
    let lower = text.to_lowercase();
    let lines = lower.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    lines.map(str::to_owned).take(10).collect()
}

/// Inputs of Zorro Ltd, with its names in every place that comes to mind.
fn plant(folder: &Path) {
    let own = folder.join("zorro-exports");
    fs::create_dir(&own).unwrap();
    let names = fs::read_to_string(sample("legacy").join("names.dxl")).unwrap();
    let notes = fs::read_to_string(sample("legacy").join("notes.ini")).unwrap();
    let console = fs::read_to_string(sample("legacy").join("console.log")).unwrap();
    let planted = |text: &str| {
        text.replace("trav01", "quux01")
            .replace("TRAV01", "QUUX01")
            .replace("Pat Rivera", "Diego Vega")
            .replace("example.com", "zorro-ltd.de")
            .replace("Acme", "Zorro")
            .replace("ACME", "ZORRO")
            .replace("acme", "zorro")
    };
    fs::write(own.join("names.dxl"), planted(&names)).unwrap();
    fs::write(
        own.join("notes.ini"),
        planted(&notes) + "NTS_EXTERNAL_URL=https://mail.zorro-ltd.de/traveler\n",
    )
    .unwrap();
    fs::write(own.join("zorro-console.log"), planted(&console)).unwrap();
    fs::write(
        own.join("access.log"),
        "10.77.1.9 mail.zorro-ltd.de \"Diego Vega\" [12/Oct/2026:08:01:02 +0200] \"POST /traveler/Microsoft-Server-ActiveSync?User=dvega@zorro-ltd.de&Cmd=Sync&DeviceType=iPhone HTTP/1.1\" 200 10 \"-\" \"SecureMail/24\"\n",
    )
    .unwrap();
}

const PLANTED: [&str; 7] = ["zorro", "quux01", "diego", "vega", "10.77.1.9", "dvega", "mail.zorro"];

#[test]
fn no_name_is_in_any_output() {
    let folder = tempfile::tempdir().unwrap();
    plant(folder.path());
    let own = "zorro-exports";
    let url = "https://mail.zorro-ltd.de/traveler";
    let commands: [&[&str]; 8] = [
        &["audit", own, "--all"],
        &["audit", own, "--format", "json"],
        &["audit", own, "--traveler-version", "Quux01/Zorro=9.0.1 IF7", "--format", "json"],
        &["inspect", own],
        &["inspect", own, "--format", "json"],
        &["inspect", own, "--make-item-map"],
        &["explain-url", url, own, "--address", "10.77.1.9"],
        &["matrix", own],
    ];
    for command in commands {
        let plain = run_in(folder.path(), command);
        let other = run_in(folder.path(), &[command, &["--anonymize"]].concat());
        // What would be found in it otherwise: the test can fail.
        let silent = command.contains(&"matrix") || command.contains(&"--make-item-map");
        assert!(silent || !leaks(&all_of(&plain), &PLANTED).is_empty());
        let found = leaks(&all_of(&other), &PLANTED);
        assert!(found.is_empty(), "{command:?}: {found:#?}");
        assert_eq!(other.status.code(), plain.status.code(), "{command:?}: {}", all_of(&other));
    }
    let output = run_in(folder.path(), &["bundle", own, "--output", "b.zip", "--anonymize"]);
    assert!(output.status.success(), "{}", all_of(&output));
    let bundle = fs::read(folder.path().join("b.zip")).unwrap();
    let found = leaks(&String::from_utf8_lossy(&bundle), &PLANTED);
    assert!(found.is_empty(), "{found:#?}");
    let checked = run_in(folder.path(), &["verify", "b.zip"]);
    assert!(checked.status.success(), "{}", all_of(&checked));
    assert!(all_of(&checked).contains("pseudonyms"));
}

#[test]
fn a_key_file_keeps_the_names_the_same_and_maps_back() {
    let folder = tempfile::tempdir().unwrap();
    plant(folder.path());
    let key = ["--anonymize", "--anonymize-key", "key.json"];
    let args = [&["audit", "zorro-exports", "--as-of", "2026-11-24"][..], &key].concat();
    let one = run_in(folder.path(), &args);
    let names = fs::read_to_string(folder.path().join("key.json")).unwrap();
    assert!(names.contains("\"Zorro\"") && names.contains("\"zorro-ltd\""), "{names}");
    let again = run_in(folder.path(), &args);
    assert!(one.stdout == again.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("key.json")).unwrap(), names);
    // A part of the inputs alone: the first name met is another one, and its pseudonym the same.
    let part = ["audit", "zorro-exports/zorro-console.log", "--as-of", "2026-11-24"];
    let part = run_in(folder.path(), &[&part[..], &key].concat());
    let server = all_of(&one).lines().next().unwrap().split(' ').next().unwrap().to_owned();
    assert!(server.starts_with("CN=") && all_of(&part).contains(&server), "{}", all_of(&part));
    fs::write(folder.path().join("key.json"), "{}").unwrap();
    let broken = run_in(folder.path(), &args);
    assert_eq!(broken.status.code(), Some(2));
}

#[test]
fn what_would_show_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    plant(folder.path());
    let own = "zorro-exports";
    let cases: [(&[&str], &str); 4] = [
        (
            &["bundle", own, "--output", "b.zip", "--anonymize", "--with-inputs"],
            "every name in them",
        ),
        (&["fix", own, "--output", "kit", "--anonymize"], "names as they are"),
        (&["diff", own, own, "--anonymize"], "names as they are"),
        (&["audit", own, "--anonymize-key", "k.json"], "--anonymize"),
    ];
    for (args, told) in cases {
        let output = run_in(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(all_of(&output).contains(told), "{args:?}: {}", all_of(&output));
    }
    assert!(!folder.path().join("b.zip").exists());
}

const WAIVERS: &str = "# Diego Vega knows why.
[[waiver]]
check = \"http-port\"
server = \"QUUX01/Zorro\"
reason = \"the balancer of Zorro redirects\"
owner = \"Diego Vega\"
expires = 2027-03-31
";

const CONFIG: &str = "fail-on = \"high\"
traveler-version = [\"Quux01/Zorro=9.0.1 IF7\"]
[[check]]
name = \"external\"
key = \"NTS_EXTERNAL_URL\"
equals = \"https://mail.zorro-ltd.de/traveler\"
severity = \"high\"
text = \"as Zorro wants it\"
";

/// The statuses of a report, with how they stand to a report of before.
fn standings(report: &[u8]) -> Vec<String> {
    let report: Value = serde_json::from_slice(report).unwrap();
    let servers = report["servers"].as_array().unwrap().iter().map(|server| &server["findings"]);
    let findings = servers.chain([&report["findings"]]).flat_map(|list| list.as_array().unwrap());
    let word = |one: &Value| {
        format!(
            "{} {} {}",
            one["check"],
            one["status"],
            one.get("baseline").unwrap_or(&Value::Null)
        )
    };
    let mut all: Vec<_> = findings.map(word).collect();
    all.sort();
    all
}

#[test]
fn waivers_baseline_and_configuration_mean_the_same_with_pseudonyms() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plant(at);
    let own = "zorro-exports";
    fs::write(at.join("waivers.toml"), WAIVERS).unwrap();
    fs::write(at.join("zorro.toml"), CONFIG).unwrap();
    let before = run_in(at, &["audit", own, "--as-of", "2026-11-24", "--format", "json"]);
    let print = serde_json::from_slice::<Value>(&before.stdout).unwrap()["servers"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["check"] == "sslv3")
        .unwrap()["fingerprint"]
        .clone();
    let by_print = format!(
        "{WAIVERS}\n[[waiver]]\ncheck = \"sslv3\"\nfingerprint = {print}\nreason = \"r\"\nowner = \"Vega\"\nexpires = 2027-03-31\n"
    );
    fs::write(at.join("waivers.toml"), by_print).unwrap();
    fs::write(at.join("before.json"), &before.stdout).unwrap();
    let options =
        ["--waivers", "waivers.toml", "--baseline", "before.json", "--config", "zorro.toml"];
    let audit =
        [&["audit", own, "--as-of", "2026-11-24", "--format", "json"], &options[..]].concat();
    let plain = run_in(at, &audit);
    let other = run_in(at, &[&audit[..], &["--anonymize"]].concat());
    assert!(all_of(&plain).contains("\"waived\"") && all_of(&plain).contains("unchanged"));
    assert!(!leaks(&all_of(&plain), &PLANTED).is_empty());
    assert_eq!(standings(&other.stdout), standings(&plain.stdout), "{}", all_of(&other));
    assert_eq!(other.status.code(), plain.status.code());
    let found = leaks(&all_of(&other), &PLANTED);
    assert!(found.is_empty(), "{found:#?}");
    let bundle = ["bundle", own, "--output", "b.zip", "--as-of", "2026-11-24", "--anonymize"];
    let bundle = run_in(at, &[&bundle[..], &options].concat());
    assert!(bundle.status.success(), "{}", all_of(&bundle));
    let bytes = fs::read(at.join("b.zip")).unwrap();
    let found = leaks(&String::from_utf8_lossy(&bytes), &PLANTED);
    assert!(found.is_empty(), "{found:#?}");
    let checked = run_in(at, &["verify", "b.zip"]);
    assert!(checked.status.success(), "{}", all_of(&checked));
}
