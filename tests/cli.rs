//! The program run as a user runs it: exit codes, both formats, options and messages.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;

use program::{folder, path, program, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Stdio;

fn json(args: &[&str]) -> (i32, Value) {
    let (code, out, _) = run(args);
    (code, serde_json::from_str(&out).unwrap())
}

const INI: &str = "[Notes]\nDirectory=/local/notesdata\nKitType=2\nServerName=Trav01/Acme\n";

#[test]
fn the_samples_end_as_the_readme_says() {
    for (sample, code) in [("legacy", 1), ("ready", 0), ("german", 1)] {
        let folder = format!("samples/{sample}");
        for format in ["table", "json"] {
            assert_eq!(
                run(&["audit", &folder, "--format", format]).0,
                code,
                "{sample} as {format}"
            );
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let args = ["audit", "samples/legacy", "--format", "json", "--as-of", "2026-11-24"];
    assert_eq!(run(&args), run(&args));
}

#[test]
fn the_threshold_decides_what_counts() {
    let folder = folder(&[(
        "notes.ini",
        format!("{INI}ServerTasks=HTTP,Traveler\nNTS_AS_ENFORCE_POLICY=false\n").as_bytes(),
    )]);
    // Nothing fails; what the missing directory leaves open is high at the most.
    for (fail_on, code) in [("low", 3), ("high", 3), ("critical", 0)] {
        assert_eq!(run(&["audit", path(&folder), "--fail-on", fail_on]).0, code, "{fail_on}");
    }
    let (code, ..) = run(&["audit", "samples/legacy", "--fail-on", "critical"]);
    assert_eq!(code, 0, "nothing critical among the failures of the sample");
}

#[test]
fn no_input_recognised_is_no_audit() {
    let unknown = folder(&[("a.txt", b"hello\n"), ("empty.ini", b"")]);
    for args in [
        vec!["audit", path(&unknown)],
        vec!["audit", "no-such-folder"],
        vec!["audit"],
        vec!["audit", "samples/legacy", "--item-map", "no-such-file.toml"],
        vec!["audit", "samples/legacy", "--catalog", "no-such-folder"],
        vec!["audit", "samples/legacy", "--traveler-version", "newest"],
        vec!["audit", "samples/ready", "--traveler-version", "TRAV99/Acme=9.0"],
        vec!["audit", "samples/ready", "--domino-version", "TRAV01=14.5.1"],
        vec!["audit", "samples/legacy", "--as-of", "yesterday"],
        vec!["audit", "samples/legacy", "--fail-on", "info"],
    ] {
        let (code, _, err) = run(&args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains("no audit was performed"), "{args:?}: {err}");
    }
}

#[test]
fn a_version_stated_for_a_server_that_is_not_there_names_those_that_are() {
    let (_, _, err) = run(&["audit", "samples/ready", "--traveler-version", "TRAV99/Acme=9.0"]);
    assert!(err.contains("TRAV99/Acme") && err.contains("there are: TRAV01/Acme"), "{err}");
}

#[test]
fn what_a_log_says_after_the_day_of_the_report_is_told_and_not_counted() {
    let day = |day: &str| {
        let args = ["audit", "samples/ready", "--format", "json", "--as-of", day];
        let (_, report) = json(&args);
        let inputs = report["inputs"].as_array().unwrap().clone();
        let warnings = inputs.iter().flat_map(|input| input["warnings"].as_array().unwrap());
        let late = warnings.filter(|warning| warning["code"] == "dated-too-late").count();
        (report["servers"][0]["traveler"]["version"].clone(), late)
    };
    assert_eq!(day("2026-11-24"), ("14.5.1.0".into(), 0));
    assert_eq!(day("2026-11-13"), (Value::Null, 2));
}

#[test]
fn what_was_not_read_in_full_is_told_and_counts() {
    let ready = |name: &str| fs::read(Path::new("samples/ready").join(name)).unwrap();
    let mut cut = ready("names.dxl");
    cut.truncate(cut.len() - 20);
    let whole: Vec<(&str, Vec<u8>)> =
        ["notes.ini", "console.log", "access.log", "names.dxl", "testssl.json"]
            .into_iter()
            .map(|name| (name, ready(name)))
            .collect();
    let with = |more: &[(&str, &[u8])]| {
        let mut files: Vec<(&str, &[u8])> =
            whole.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        files.extend_from_slice(more);
        folder(&files)
    };
    // Files of other kinds in a folder are listed and do no harm; named themselves they count.
    let readable = with(&[("readme.txt", b"hello\n"), ("mail.nsf", b"\x1a\0\0\0")]);
    assert_eq!(run(&["audit", path(&readable)]).0, 0);
    let named = readable.path().join("mail.nsf");
    let (code, out, _) = run(&["audit", path(&readable), named.to_str().unwrap()]);
    assert_eq!(code, 0, "a file of a folder named once more is one file");
    assert!(out.contains("a Notes database: export it as DXL"), "{out}");
    let alone = folder(&[("mail.nsf", b"\x1a\0\0\0")]);
    let (code, ..) =
        run(&["audit", path(&readable), alone.path().join("mail.nsf").to_str().unwrap()]);
    assert_eq!(code, 3);
    let cut = with(&[("other.dxl", &cut)]);
    let (code, report) = json(&["audit", path(&cut), "--format", "json"]);
    assert_eq!(code, 3);
    let inputs = report["inputs"].as_array().unwrap();
    let part: Vec<_> = inputs.iter().filter(|input| input["read"] == "part").collect();
    assert_eq!(part.len(), 1);
    assert_eq!(part[0]["warnings"][0]["code"], "xml-ends-early");
}

/// A snapshot of the Server document as the Configuration Collector writes one.
fn snapshot(sequence: u32, day: &str, items: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>\n\
         <document form='Server'><noteinfo unid='00000000000000000000000000000001' sequence='{sequence}'>\
         <modified><datetime>{day}T120000,00Z</datetime></modified></noteinfo>\n\
         <item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=Trav01/O=Acme</text></item>\n\
         {items}</document></database>\n"
    )
}

#[test]
fn a_setting_that_changed_between_snapshots_says_since_when() {
    let ours = |value: &str| format!("<item name='LdISite'><text>{value}</text></item>");
    let old = snapshot(1, "20240110", "");
    let middle = snapshot(2, "20240220", &ours("1"));
    let new = snapshot(3, "20240330", &ours("0"));
    let folder = folder(&[
        ("notes.ini", INI.as_bytes()),
        ("serverdoc_trav01_1.dxl", old.as_bytes()),
        ("serverdoc_trav01_2.dxl", middle.as_bytes()),
        ("serverdoc_trav01_3.dxl", new.as_bytes()),
    ]);
    let (_, report) = json(&["audit", path(&folder), "--format", "json"]);
    let findings = report["servers"][0]["findings"].as_array().unwrap();
    let sites = findings.iter().find(|finding| finding["check"] == "internet-sites").unwrap();
    let told: Vec<_> = sites["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|piece| piece["role"] == "context")
        .map(|piece| {
            let file = piece["path"].as_str().unwrap().rsplit('/').next().unwrap();
            format!("{file}: {}", piece["excerpt"].as_str().unwrap())
        })
        .collect();
    let wanted = [
        "serverdoc_trav01_2.dxl: was 1 until 2024-03-30",
        "serverdoc_trav01_1.dxl: was not there until 2024-02-20",
    ];
    assert_eq!(told, wanted, "{sites:#}");
    let aside: Vec<_> =
        report["unattached"].as_array().unwrap().iter().map(|piece| &piece["reason"]).collect();
    assert_eq!(aside.len(), 2);
    assert!(aside[0].as_str().unwrap().starts_with("an older copy"), "{aside:?}");
}

#[test]
fn a_template_of_the_item_map_is_valid_and_can_be_filled_in() {
    let rule = "<document form='R' response='true' parent='0000000000000000000000000000000A'>\
        <noteinfo unid='0000000000000000000000000000000B'/><item name='OurPath'><text>/traveler*</text></item></document>";
    let items = "<item name='OurNames'><text>f</text></item><item name='Odd'><text>a&quot;b</text><text>x\ny</text></item>\
        <item name='AdminPassword'><text>tiger-42</text></item><item name='Note'><text>NTS_DB_PASSWORD=tiger-42</text></item>";
    let text = snapshot(1, "20240110", items).replace("</database>", &format!("{rule}</database>"));
    let inputs = folder(&[("names.dxl", text.as_bytes())]);
    let (code, map, _) = run(&["inspect", path(&inputs), "--make-item-map"]);
    assert_eq!(code, 0);
    assert!(!map.contains("tiger"), "{map}");
    for text in [
        "#   OurNames = \"f\"",
        "#   AdminPassword = \n",
        "# rule = \"R\"   # 1 x",
        "#   OurPath = \"/traveler*\"",
    ] {
        assert!(map.contains(text), "{text}: {map}");
    }
    // As it is it says nothing; filled in it names the item.
    let filled = map
        .replace(
            "# [items.\"server.internet-authentication\"]\n# item = \"\"",
            "[items.\"server.internet-authentication\"]\nitem = \"OurNames\"",
        )
        .replace(
            "# values = { fewer = \"\", more = \"\" }",
            "values = { fewer = \"f\", more = \"m\" }",
        )
        .replace("# [forms]\n# rule", "[forms]\nrule");
    for (text, wanted) in [(map.as_str(), "unnamed"), (filled.as_str(), "fewer")] {
        let file = folder(&[("map.toml", text.as_bytes())]);
        let file = file.path().join("map.toml");
        let (_, report) = json(&[
            "audit",
            path(&inputs),
            "--item-map",
            file.to_str().unwrap(),
            "--format",
            "json",
        ]);
        let findings = report["servers"][0]["findings"].as_array().unwrap();
        let own =
            findings.iter().find(|finding| finding["check"] == "internet-authentication").unwrap();
        assert_eq!(own["outcome"], wanted, "{text}");
    }
}

#[test]
fn the_agent_is_printed_and_exports_are_checked() {
    let (code, agent, _) = run(&["exporter"]);
    assert!(
        code == 0 && agent.contains("was not run on a server") && agent.contains("SelectForms")
    );
    let (code, own, _) = run(&["exporter", "--server", "Trav01/Acme"]);
    assert!(code == 0 && own.contains("Const OnlyServer = \"Trav01/Acme\""));
    assert_eq!(run(&["exporter", "--server", "a\"b"]).0, 2);

    let (code, report) =
        json(&["exporter", "--check", "samples/ready/names.dxl", "--format", "json"]);
    let parts = report["parts"].as_array().unwrap();
    let missing = |parts: &[Value]| -> Vec<String> {
        let missing = parts.iter().filter(|part| part["state"] == "missing");
        missing.map(|part| part["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((code, missing(parts)), (0, Vec::new()), "{report:#}");

    let bare = folder(&[("names.dxl", snapshot(1, "20240110", "").as_bytes())]);
    let file = bare.path().join("names.dxl");
    let file = file.to_str().unwrap();
    let (code, report) = json(&["exporter", "--check", file, "--format", "json"]);
    let wanted = [
        "export-site",
        "export-configuration",
        "export-responses",
        "export-server-form",
        "export-site-form",
        "export-rule-form",
    ];
    assert_eq!(
        (code, missing(report["parts"].as_array().unwrap())),
        (3, wanted.map(str::to_owned).to_vec())
    );
    let (code, table, _) = run(&["exporter", "--check", file]);
    assert!(code == 3 && table.contains("missing  no Web Site document"), "{table}");
    assert_eq!(run(&["exporter", "--check", "samples/ready/notes.ini"]).0, 2);
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_says_what_its_files_say() {
    let read = |name: &str| fs::read(Path::new("samples/ready").join(name)).unwrap();
    let names = ["notes.ini", "console.log", "access.log", "names.dxl", "testssl.json"];
    let whole: Vec<_> = names.iter().map(|name| (format!("srv/{name}"), read(name))).collect();
    let mut files: Vec<(&str, &[u8])> =
        whole.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let packed = folder(&[("exports.zip", &zipped(&files))]);
    let (code, report) = json(&["audit", path(&packed), "--format", "json"]);
    let (_, plain) = json(&["audit", "samples/ready", "--format", "json"]);
    assert_eq!((code, &report["summary"]), (0, &plain["summary"]));
    assert_eq!(
        (&report["inputs"][0]["kind"], &report["inputs"][0]["read"]),
        (&"archive".into(), &"full".into())
    );
    let inner = report["inputs"][1]["path"].as_str().unwrap();
    assert!(inner.ends_with("exports.zip!/srv/notes.ini"), "{inner}");

    // A log that hangs on nothing but its folder goes to the server of that folder.
    let other = format!("{INI}\n").replace("Trav01", "Trav02");
    files.push(("other/notes.ini", other.as_bytes()));
    let packed = folder(&[("exports.zip", &zipped(&files))]);
    let (_, report) = json(&["audit", path(&packed), "--format", "json"]);
    let versions: Vec<_> = report["servers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|server| server["traveler"]["text"].is_string())
        .collect();
    assert_eq!(versions, [true, false]);

    let inner = zipped(&files);
    files.push(("more.zip", &inner));
    let nested = folder(&[("exports.zip", &zipped(&files))]);
    let (_, report) = json(&["audit", path(&nested), "--format", "json"]);
    let last = report["inputs"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["read"]), (&"archive".into(), &"none".into()));
    assert_eq!(last["warnings"][0]["code"], "nested-archive");

    let nothing = folder(&[("a.zip", &zipped(&[("a.txt", b"hello\n")]))]);
    let (code, _, err) = run(&["audit", path(&nothing)]);
    assert!(code == 2 && err.contains("no audit was performed"), "{code} {err}");
}

#[test]
fn without_a_path_the_usual_directories_are_tried() {
    let (code, _, err) = run(&["audit"]);
    let told = ["/local/notesdata*: not there", "no audit was performed"];
    // On a machine with Domino the audit of its own directories is no test of ours.
    assert!(code != 2 || cfg!(windows) || told.iter().all(|text| err.contains(text)), "{err}");
}

#[test]
fn the_report_for_programs_keeps_its_contract() {
    let (code, report) =
        json(&["audit", "samples/legacy", "--format", "json", "--as-of", "2026-11-24"]);
    assert_eq!(report["exit_code"], code);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let contains = |value: &Value, wanted: &[&str]| {
        let keys = keys(value);
        for name in wanted {
            assert!(keys.iter().any(|key| key == name), "{name} is missing from {keys:?}");
        }
    };
    contains(
        &report,
        &[
            "schema_version",
            "as_of",
            "lang",
            "profile",
            "exit_code",
            "tool",
            "inputs",
            "servers",
            "findings",
            "unattached",
            "summary",
        ],
    );
    contains(&report["tool"], &["name", "version", "catalog"]);
    contains(&report["tool"]["catalog"], &["date", "sha256"]);
    contains(
        &report["inputs"][0],
        &["path", "kind", "encoding", "sha256", "size", "read", "warnings"],
    );
    let server = &report["servers"][0];
    contains(server, &["name", "traveler", "domino", "findings"]);
    contains(&server["traveler"], &["version", "level", "build", "text", "confidence"]);
    contains(&server["domino"], &["release", "text"]);
    for finding in server["findings"].as_array().unwrap() {
        contains(
            finding,
            &[
                "check",
                "outcome",
                "args",
                "status",
                "severity",
                "confidence",
                "subject",
                "fingerprint",
                "title",
                "reason",
                "expected",
                "observed",
                "evidence",
                "remediation",
                "sources",
                "waiver",
            ],
        );
        for evidence in finding["evidence"].as_array().unwrap() {
            contains(
                evidence,
                &[
                    "role", "path", "line", "column", "document", "form", "item", "named_by",
                    "excerpt",
                ],
            );
        }
        for step in finding["remediation"].as_array().unwrap() {
            contains(step, &["kind", "text", "restart"]);
        }
        assert!(!finding["sources"].as_array().unwrap().is_empty());
        assert!(!finding["evidence"].as_array().unwrap().is_empty());
    }
    contains(&report["summary"], &["pass", "fail", "unknown", "not-applicable", "waived"]);
}

#[test]
fn passes_are_shown_on_request() {
    let shown = |args: &[&str]| {
        let output = program().env("COLUMNS", "200").args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains("NTS_AS_ENFORCE_POLICY=false")
    };
    assert!(!shown(&["audit", "samples/ready"]));
    assert!(shown(&["audit", "samples/ready", "--all"]));
}

#[test]
fn the_table_fits_the_terminal() {
    for columns in ["80", "120", "200"] {
        let output = program()
            .env("COLUMNS", columns)
            .args(["audit", "samples/legacy", "--all"])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let width: usize = columns.parse().unwrap();
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{columns}: {line}");
        }
        assert!(!text.contains('\u{1b}'), "no colour into a pipe");
    }
}

#[test]
fn the_operator_can_state_what_no_log_tells() {
    let folder = folder(&[("notes.ini", INI.as_bytes())]);
    let build = |args: &[&str]| {
        let args = [&["audit", path(&folder), "--format", "json"], args].concat();
        let (_, report) = json(&args);
        let server = &report["servers"][0];
        let findings = server["findings"].as_array().unwrap();
        let finding = findings.iter().find(|finding| finding["check"] == "traveler-build").unwrap();
        (
            finding["status"].as_str().unwrap().to_owned(),
            finding["evidence"][0]["path"].as_str().unwrap().to_owned(),
            server["domino"]["release"].clone(),
        )
    };
    assert_eq!(build(&[]).0, "unknown");
    let (status, place, _) = build(&["--traveler-version", "9.0.1 IF7"]);
    assert_eq!((status.as_str(), place.as_str()), ("pass", "(option)"));
    assert_eq!(build(&["--traveler-version", "Trav01/Acme=9.0.1 IF6"]).0, "fail");
    let other = ["audit", path(&folder), "--traveler-version", "CN=Other/O=Acme=9.0.1 IF7"];
    assert_eq!(run(&other).0, 2);
    assert_eq!(build(&["--domino-version", "14.5.1"]).2, "14.5.1");
}

#[test]
fn an_item_map_names_items_of_this_directory() {
    let dxl = "<?xml version='1.0'?>\n<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>\n\
        <document form='Server'><noteinfo unid='00000000000000000000000000000001'/>\
        <item name='Type'><text>Server</text></item><item name='ServerName'><text>Trav01/Acme</text></item>\
        <item name='Ours'><text>7</text></item></document></database>";
    let map = "[items.\"server.internet-authentication\"]\nitem = \"Ours\"\nvalues = { fewer = \"7\", more = \"8\" }\n";
    let folder = folder(&[("names.dxl", dxl.as_bytes()), ("map.toml", map.as_bytes())]);
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (names, map) = (file("names.dxl"), file("map.toml"));
    let status = |args: &[&str]| {
        let (_, report) = json(&[&["audit", &names, "--format", "json"], args].concat());
        let findings = report["servers"][0]["findings"].as_array().unwrap().clone();
        let finding = findings
            .into_iter()
            .find(|finding| finding["check"] == "internet-authentication")
            .unwrap();
        (
            finding["status"].clone(),
            finding["confidence"].clone(),
            finding["evidence"][0]["named_by"].clone(),
        )
    };
    assert_eq!(status(&[]).0, "unknown");
    let (found, confidence, named_by) = status(&["--item-map", &map]);
    assert_eq!((found, confidence, named_by), ("pass".into(), "medium".into(), "map".into()));
}

#[test]
fn versions_are_read_line_by_line() {
    let input = "IBM Traveler 9.0.1.7 Build 201508211840_20\nnothing here\n8.5.3UP2IF8\r\n";
    let output =
        program().args(["version", "-", "--format", "json"]).write_stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "a line gave no version");
    let text = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["product"], "traveler");
    assert_eq!(rows[0]["version"], "9.0.1.7");
    assert_eq!(rows[0]["build"], "201508211840_20");
    assert_eq!(rows[0]["poodle"], "pass");
    assert_eq!(rows[1]["product"], Value::Null);
    assert_eq!(rows[1]["poodle"], "unknown");
    assert_eq!((&rows[2]["input"], &rows[2]["level"]), (&"8.5.3UP2IF8".into(), &"UP2 IF8".into()));
    for row in &rows {
        for key in ["input", "product", "version", "level", "build", "poodle", "reason", "also"] {
            assert!(row.get(key).is_some(), "{key}");
        }
    }
    assert_eq!(run(&["version", "HCL Traveler 14.5.1.0"]).0, 0);
}

#[test]
fn inspect_shows_what_was_recognised() {
    let (code, report) = json(&["inspect", "samples/german", "--format", "json"]);
    assert_eq!(code, 0);
    let files = report["files"].as_array().unwrap();
    let file = |end: &str| {
        files.iter().find(|file| file["path"].as_str().unwrap().ends_with(end)).unwrap()
    };
    assert_eq!(file("notes.ini")["kind"], "notes-ini");
    assert!(file("notes.ini")["settings"].as_u64().unwrap() > 50);
    assert_eq!(file("konfiguration.txt")["encoding"], "windows-1252");
    let documents = file("names.dxl")["documents"].as_array().unwrap();
    let rule = documents.iter().find(|document| document["form"] == "WebsiteRegel").unwrap();
    assert_eq!(rule["parent"].as_str().unwrap().len(), 32);
    assert_eq!(rule["unknown_items"], Value::Array(Vec::new()));
    assert!(documents.iter().any(|document| document["form"] == "Person"));
    let (_, out, _) = run(&["inspect", "samples/german"]);
    assert!(!out.contains("PasswordXXX"), "{out}");
}

#[test]
fn the_encoding_of_text_can_be_named() {
    let log = b"> show server\r\nServername: TRAV01/Acme\r\n24.11.2026 10:00:00   HTTP Server: \xcc\xe8\xf0\r\n\
        24.11.2026 10:00:01   HTTP Server: Started\r\n";
    let ini = [INI.as_bytes(), b"MailFile=B\x81ro\n"].concat();
    let xml =
        b"<?xml version='1.0' encoding='iso-8859-1'?>\n<document xmlns='http://www.lotus.com/dxl' \
        form='Person'><item name='x'><text>B\xfcro</text></item></document>\n";
    let folder = folder(&[("console.log", log), ("notes.ini", &ini), ("p.dxl", xml)]);
    let encodings = |more: &[&str]| {
        let args = [&["inspect", path(&folder), "--format", "json"], more].concat();
        let (code, report) = json(&args);
        let files = report["files"].as_array().unwrap().clone();
        let shown = files.iter().map(|file| {
            let told = file["warnings"].as_array().unwrap();
            let told = told.iter().any(|warning| warning["code"] == "encoding-assumed");
            (file["encoding"].as_str().unwrap().to_owned(), told)
        });
        (code, shown.collect::<Vec<_>>())
    };
    let wanted =
        |shown: [(&str, bool); 3]| shown.map(|(name, told)| (name.to_owned(), told)).to_vec();
    let (code, shown) = encodings(&[]);
    assert_eq!(code, 0);
    assert_eq!(shown, wanted([("windows-1252", true), ("LMBCS", false), ("windows-1252", false)]));
    let (code, shown) = encodings(&["--encoding", "Windows-1251"]);
    assert_eq!(code, 0);
    let forced = [("windows-1251", false), ("windows-1251", false), ("windows-1252", false)];
    assert_eq!(shown, wanted(forced));
    for command in ["audit", "inspect"] {
        let (code, _, err) = run(&[command, path(&folder), "--encoding", "latin9x"]);
        assert_eq!(code, 2, "{command}");
        for name in ["no encoding of this name", "lmbcs", "shift_jis", "cp850", "windows-1250"] {
            assert!(err.contains(name), "{command}, {name}: {err}");
        }
        assert_ne!(run(&[command, path(&folder), "--encoding", "ibm850"]).0, 2, "{command}");
    }
}

#[test]
fn what_can_not_be_decoded_counts_as_not_read_in_full() {
    let xml =
        b"<?xml version='1.0' encoding='shift_jis'?>\n<document xmlns='http://www.lotus.com/dxl' \
        form='Person'>\n<item name='x'><text>\x93\xfa\xff</text></item></document>\n";
    let folder = folder(&[("p.dxl", xml)]);
    let (code, report) = json(&["inspect", path(&folder), "--format", "json"]);
    assert_eq!(code, 3);
    let file = &report["files"][0];
    assert_eq!(file["read"], "part");
    assert_eq!(file["warnings"][0]["code"], "undecodable-bytes");
    assert_eq!(file["warnings"][0]["line"], 3);
    let text = file["warnings"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("column 23: not valid in Shift_JIS"), "{text}");
}

#[test]
fn checks_are_listed_and_explained() {
    let (code, out, _) = run(&["checks"]);
    assert_eq!(code, 0);
    for id in [
        "enforce-policy",
        "internet-sites",
        "override-session-auth",
        "internet-authentication",
        "activesync",
        "traveler-build",
    ] {
        assert!(out.contains(id));
        let (code, text, _) = run(&["explain", id]);
        assert_eq!(code, 0);
        assert!(text.contains("Sources") && !text.contains('{'), "{text}");
    }
    let (code, _, err) = run(&["explain", "enforce"]);
    assert_eq!(code, 2);
    assert!(err.contains("enforce-policy"), "{err}");
}

#[test]
fn the_way_of_a_url_is_told() {
    let ready = "https://mail.example.com/traveler";
    let cases = [
        (ready, "samples/ready", 0, "HTTP Basic"),
        ("http://mail.example.com/traveler", "samples/ready", 0, "port is off"),
        ("https://mail.example.com/mail/x.nsf", "samples/ready", 0, "login form"),
        (ready, "samples/legacy", 0, "login form"),
        ("http://mobil.example.de/traveler", "samples/german", 0, "redirects to https"),
        ("https://mail.example.com:8443/traveler", "samples/ready", 3, "another port"),
        ("https://mail.example.com/a/../b", "samples/ready", 3, "Write it without escapes"),
        ("mail.example.com/traveler", "samples/ready", 2, ""),
        (ready, "no-such-folder", 2, ""),
    ];
    for (url, sample, wanted, text) in cases {
        let (code, out, err) = run(&["explain-url", url, sample]);
        assert_eq!(code, wanted, "{url} {out} {err}");
        let line = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains(text), "{url}: {out}");
    }
    insta::assert_snapshot!("explain-url-table", run(&["explain-url", ready, "samples/ready"]).1);
    let (_, report) = json(&["explain-url", ready, "samples/ready", "--format", "json"]);
    let server = &report["servers"][0];
    assert_eq!((&server["challenge"], &server["reason"]), (&"basic".into(), &Value::Null));
    assert_eq!(server["steps"][0]["step"], "port-on");
    assert_eq!(server["steps"][0]["evidence"][0]["item"], "HTTP_SSLMode");
}

/// Everything that the program says of how a request ends has its text.
#[test]
fn every_end_of_a_way_has_a_text() {
    let texts = &traveler_audit::catalog::Catalog::built_in().unwrap().texts;
    let ends = ["basic", "form", "anonymous", "bearer-only", "refused", "no-site", "closed"];
    for end in ends.into_iter().chain(["to-https", "unknown"]) {
        let id = format!("url-answer-{end}");
        assert_ne!(texts.word(&id, &traveler_audit::evidence::Args::new()), id);
    }
}

#[test]
fn nothing_of_an_input_steers_the_terminal() {
    let ini = format!("{INI}NTS_AS_ENFORCE_POLICY=\u{1b}[31mfalse\u{1b}[0m\u{202e}\n");
    let folder = folder(&[("notes.ini", ini.as_bytes())]);
    for format in ["table", "json"] {
        let (_, out, _) = run(&["audit", path(&folder), "--format", format]);
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
        assert!(out.contains("[31mfalse"));
    }
}

#[test]
fn secrets_never_leave() {
    let ini = format!(
        "{INI}NTS_PUSH_APNS_PASSWORD=tiger-42\n#NTS_PUSH_FCM_PASSWORD=tiger-42\nSOME_SECRET=tiger-42\n"
    );
    let dxl = "<?xml version='1.0'?>\n<database xmlns='http://www.lotus.com/dxl'><document form='Server'>\
        <item name='Type'><text>Server</text></item><item name='ServerName'><text>Trav01/Acme</text></item>\
        <item name='HTTPPassword'><text>tiger-42</text></item></document>\
        <document form='ServerConfig'><item name='Type'><text>ServerConfig</text></item>\
        <item name='ServerName'><text>*</text></item><item name='A'><text>NTS_AS_ENFORCE_POLICY=true NTS_DB_PASSWORD=tiger-42</text></item>\
        <item name='B'><text>NTS_AS_ENFORCE_POLICY=1;ADMINPASSWORD=tiger-42</text></item>\
        <item name='C'><text>set config NTS_AS_ENFORCE_POLICY tiger-42</text></item></document></database>";
    let folder = folder(&[("notes.ini", ini.as_bytes()), ("names.dxl", dxl.as_bytes())]);
    for command in ["audit", "inspect"] {
        for format in ["table", "json"] {
            let (_, out, err) = run(&[command, path(&folder), "--format", format]);
            assert!(!out.contains("tiger") && !err.contains("tiger"), "{command} {format}");
        }
    }
}

#[cfg(unix)]
#[test]
fn secrets_under_words_of_other_languages_never_leave() {
    let table = "Feld;Wert\nForm;Server\nType;Server\nServerName;CN=Trav01/O=Acme\nOdd;shown\n\
                 Kennwort;hunter2\nMot de passe;hunter2\nContraseña;hunter2\nパスワード;hunter2\n\
                 Bind_Pass;hunter2\nSMTPAuthPass;hunter2\nCredential;hunter2\nPIN;hunter2\n";
    let text = "Form: Server\nType: Server\nServerName: CN=Trav01/O=Acme\nPasswort: hunter2\n";
    let json = "[{\"Form\":\"Server\",\"Type\":\"Server\",\"MotDePasse\":\"hunter2\"}]";
    let ini =
        format!("{INI}NTS_AS_ENFORCE_POLICY_EXT=Bind_Pass,PIN\nBind_Pass=hunter2\nPIN=hunter2\n");
    let files = [("s.csv", table), ("s.txt", text), ("s.json", json), ("notes.ini", ini.as_str())];
    let folder = folder(&files.map(|(name, text)| (name, text.as_bytes())));
    let (_, map, _) = run(&["inspect", path(&folder), "--make-item-map"]);
    assert!(map.contains("shown"), "{map}");
    for args in [
        &["inspect", path(&folder), "--make-item-map"][..],
        &["inspect", path(&folder), "--format", "json"],
        &["audit", path(&folder), "--all"],
        &["audit", path(&folder), "--all", "--format", "json"],
    ] {
        let (_, out, err) = run(args);
        assert!(!out.contains("hunter2") && !err.contains("hunter2"), "{out}{err}");
    }
}

#[test]
fn inputs_go_without_their_hash_on_request() {
    for command in ["audit", "inspect"] {
        let (code, with) = json(&[command, "samples/ready", "--format", "json"]);
        let (same, mut without) =
            json(&[command, "samples/ready", "--format", "json", "--no-hash"]);
        assert_eq!(code, same);
        if command == "audit" {
            for (hashed, plain) in with["inputs"]
                .as_array()
                .unwrap()
                .iter()
                .zip(without["inputs"].as_array_mut().unwrap())
            {
                assert!(hashed["sha256"].is_string() && plain["sha256"].is_null());
                plain["sha256"] = hashed["sha256"].clone();
            }
        }
        assert_eq!(with, without);
    }
}

#[test]
fn documents_that_never_matter_are_listed_by_inspect_and_change_no_audit() {
    let person = "<document form='Person'><item name='FullName'><text>a</text></item></document>\n";
    let names = std::fs::read_to_string("samples/ready/names.dxl").unwrap();
    let at = names.find("<document").unwrap();
    let more = format!("{}{}{}", &names[..at], person.repeat(3), &names[at..]);
    let ini = std::fs::read("samples/ready/notes.ini").unwrap();
    let plain = folder(&[("names.dxl", names.as_bytes()), ("notes.ini", &ini)]);
    let full = folder(&[("names.dxl", more.as_bytes()), ("notes.ini", &ini)]);
    let summary = |folder| json(&["audit", path(folder), "--format", "json"]).1["summary"].clone();
    assert_eq!(summary(&plain), summary(&full));
    let people = |folder| {
        let (_, seen) = json(&["inspect", path(folder), "--format", "json"]);
        let documents = seen["files"][0]["documents"].as_array().unwrap().clone();
        documents.iter().filter(|document| document["form"] == "Person").count()
    };
    assert_eq!(people(&full), people(&plain) + 3);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut audit = std::process::Command::new(assert_cmd::cargo::cargo_bin("traveler-audit"));
    audit.args(["audit", "samples/legacy", "--all"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let mut started = audit.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // As a pager does that was left before the first line.
    drop(started.stdout.take());
    let output = started.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code().is_some(), "{}", output.status);
}

/// The whole output of each sample, in both formats; `cargo insta review` shows what changed.
#[test]
fn whole_outputs_of_the_samples() {
    for sample in ["legacy", "ready", "german"] {
        let folder = format!("samples/{sample}");
        let (_, table, _) = run(&["audit", &folder, "--as-of", "2026-11-24"]);
        insta::assert_snapshot!(format!("{sample}-table"), masked(&table));
        let (_, json, _) = run(&["audit", &folder, "--as-of", "2026-11-24", "--format", "json"]);
        insta::assert_snapshot!(format!("{sample}-json"), masked(&json));
        let (_, inspected, _) = run(&["inspect", &folder]);
        insta::assert_snapshot!(format!("{sample}-inspect"), inspected);
    }
}

#[test]
fn a_catalog_that_is_older_than_a_year_is_told() {
    let told = |day: &str| {
        let args = ["audit", "samples/ready", "--as-of", day];
        let (_, table, _) = run(&args);
        let (_, report) = json(&[&args[..], &["--format", "json"]].concat());
        let warning = report["tool"]["catalog"]["warning"].as_str().map(str::to_owned);
        assert_eq!(table.contains("The catalog is of"), warning.is_some(), "{day}");
        warning.is_some()
    };
    assert!(!told("2027-11-24"));
    assert!(told("2027-11-25"));
}

/// Hides what changes with every correction of the catalog.
fn masked(text: &str) -> String {
    let Ok(mut report) = serde_json::from_str::<Value>(text) else {
        return text.to_owned();
    };
    report["tool"]["version"] = "@@VERSION@@".into();
    report["tool"]["catalog"]["sha256"] = "@@SHA256@@".into();
    serde_json::to_string_pretty(&report).unwrap()
}

#[test]
fn the_readme_shows_the_table_as_it_is() {
    let readme = fs::read_to_string("README.md").unwrap();
    let begin = "<!-- table: COLUMNS=80 traveler-audit audit samples/legacy -->";
    let (_, after) = readme.split_once(begin).unwrap();
    let (shown, _) = after.split_once("<!-- end of table -->").unwrap();
    let shown = shown.trim().trim_start_matches("```text").trim_end_matches("```").trim();
    let output = program()
        .env("COLUMNS", "80")
        .args(["audit", "samples/legacy", "--as-of", "2026-11-24"])
        .output()
        .unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown, table.trim(), "put the table of the program into README.md");
}

/// Findings of a report, those of its servers first.
fn all_findings(report: &Value) -> Vec<&Value> {
    let servers = report["servers"].as_array().unwrap().iter();
    let own = servers.flat_map(|server| server["findings"].as_array().unwrap());
    own.chain(report["findings"].as_array().unwrap()).collect()
}

#[test]
fn policies_join_the_server_side() {
    for (sample, code) in [("direct", 0), ("vpn", 3), ("sta", 0), ("broken", 1), ("german", 1)] {
        let own = format!("samples/secure-mail-{sample}");
        let args = ["audit", "samples/ready", &own, "--as-of", "2026-11-24", "--format", "json"];
        let (found, report) = json(&args);
        assert_eq!((found, &report["profile"]), (code, &"secure-mail".into()), "{sample}");
        let server = report["servers"][0]["findings"].as_array().unwrap();
        let address = server.iter().find(|finding| finding["check"] == "mail-server-address");
        assert!(address.is_some(), "{sample}");
        let fails = all_findings(&report).iter().any(|finding| finding["status"] == "fail");
        assert_eq!(fails, code == 1, "{sample}");
        let table = run(&["audit", "samples/ready", &own, "--as-of", "2026-11-24"]);
        assert_eq!(table.0, code, "{sample}");
        assert!(table.1.contains("Which devices can connect"), "{sample}");
        insta::assert_snapshot!(format!("secure-mail-{sample}-table"), table.1);
        insta::assert_snapshot!(format!("secure-mail-{sample}-inspect"), run(&["inspect", &own]).1);
    }
    let (_, report) = json(&["audit", "samples/ready", "--format", "json"]);
    assert_eq!(report["profile"], "traveler");
}

#[test]
fn the_matrix_has_a_view_of_its_own() {
    let args = ["matrix", "samples/ready", "samples/secure-mail-broken"];
    let (code, out, _) = run(&args);
    assert_eq!(code, 0);
    insta::assert_snapshot!("matrix-table", out);
    let (_, report) = json(&[&args[..], &["--format", "json"]].concat());
    let rows = report["matrix"].as_array().unwrap();
    let old = rows.iter().find(|row| row["group"] == "android-6-to-7").unwrap();
    assert_eq!((&old["devices"], &old["level"]), (&4.into(), &"sslv3-and-tls".into()));
    let (code, _, err) = run(&["matrix", "samples/ready"]);
    assert_eq!(code, 2, "{err}");
}

#[test]
fn of_an_mdx_file_the_metadata_is_read_and_never_judged() {
    let xml = "<PolicyMetadata><Policies><Policy><PolicyName>NetworkAccess</PolicyName>\
               <PolicyDefault>NetworkAccessBlocked</PolicyDefault></Policy><Policy>\
               <PolicyName>Unseen</PolicyName></Policy></Policies></PolicyMetadata>";
    let members: [(&str, &[u8]); 3] = [
        ("policy_metadata.xml", xml.as_bytes()),
        ("strings-de.properties", b"A=B"),
        ("SecureMail.apk", b"PK\x03\x04"),
    ];
    let inputs = folder(&[("SecureMail.mdx", &zipped(&members))]);
    let (code, report) = json(&["inspect", path(&inputs), "--format", "json"]);
    let files = report["files"].as_array().unwrap();
    let kinds: Vec<_> = files.iter().map(|file| file["kind"].as_str().unwrap()).collect();
    assert_eq!((code, kinds), (0, vec!["archive", "mdx-policies"]), "{report:#}");
    assert_eq!(files[1]["warnings"][0]["code"], "policies-are-defaults");
    let policies = &files[1]["policies"][0];
    assert_eq!(
        (&policies["known"][0], &policies["unknown"][0]),
        (&"network-access".into(), &"Unseen".into())
    );
    let (_, report) = json(&["audit", path(&inputs), "--format", "json"]);
    assert_eq!((&report["profile"], all_findings(&report).len()), (&"traveler".into(), 0));
}

#[test]
fn secrets_users_and_icons_of_the_mobile_side_reach_no_output() {
    let app = r#"{"result":{"name":"Secure Mail","iconData":"geheim","createdBy":"jane.doe","ios":{"iconData":"geheim","policies":[
{"policyName":"A","title":"Secure Mail Exchange Server","policyValue":"https://jane.doe:geheim@mail.example.com"},
{"policyName":"KeyPassword","title":"KeyPassword","policyValue":"geheim"},
{"policyName":"Unseen","title":"Unseen","policyValue":"geheim"}]}}}"#;
    let list = r#"{"filteredDevicesDataList":[{"userName":"jane.doe","serialNumber":"geheim","devicePlatform":"iOS","osVersion":"17.1"}]}"#;
    let conf = "add vpn vserver gw SSL 192.0.2.5 443\nset ns rpcNode 192.0.2.1 -password geheim\n\
                add authentication ldapAction a -ldapBindDn jane.doe -ldapBindDnPassword geheim\n";
    let toml = "[ios]\n\"Network access\" = \"Blocked\"\nUserPassword = geheim\n";
    let inputs = folder(&[
        ("app.json", app.as_bytes()),
        ("devices.json", list.as_bytes()),
        ("ns.conf", conf.as_bytes()),
        ("policies.toml", toml.as_bytes()),
    ]);
    for command in ["audit", "inspect", "matrix"] {
        for format in ["table", "json"] {
            let (_, out, err) = run(&[command, path(&inputs), "--format", format]);
            for secret in ["geheim", "jane"] {
                assert!(
                    !out.contains(secret) && !err.contains(secret),
                    "{command} {format}: {out}"
                );
            }
        }
    }
}
