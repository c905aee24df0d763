//! Reports in files: every format of a run, and that nothing of an input steers who reads them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where the program does not do as told"
)]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const FORMATS: [&str; 9] =
    ["table", "json", "jsonl", "html", "markdown", "csv", "junit", "sarif", "oscal"];

fn run(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let output = command.current_dir(ROOT).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// All reports of a run over these paths, by format, and the exit code.
fn reports(paths: &[&str], more: &[&str]) -> (i32, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let wanted = |format: &str| format!("{format}:{}", folder.path().join(format).display());
    let wanted: Vec<_> = FORMATS.iter().map(|format| wanted(format)).collect();
    let mut args = vec!["audit", "--as-of", "2026-11-24"];
    args.extend(paths);
    args.extend(more);
    wanted.iter().for_each(|one| args.extend(["--report", one.as_str()]));
    let (code, _, err) = run(&args);
    assert_ne!(code, 2, "{err}");
    (code, folder)
}

fn text(folder: &TempDir, format: &str) -> String {
    fs::read_to_string(folder.path().join(format)).unwrap()
}

#[test]
fn every_format_tells_the_same_findings() {
    let (code, folder) = reports(&["samples/legacy", "samples/secure-mail-broken"], &[]);
    assert_eq!(code, 1);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        FORMATS.len(),
        "nothing else is left there"
    );
    let json: Value = serde_json::from_str(&text(&folder, "json")).unwrap();
    let of = |list: &Value| list.as_array().unwrap().len();
    let servers = json["servers"].as_array().unwrap();
    let findings: usize = servers.iter().map(|server| of(&server["findings"])).sum();
    let findings = findings + of(&json["findings"]);
    let lines: Vec<Value> =
        text(&folder, "jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), findings);
    let sarif: Value = serde_json::from_str(&text(&folder, "sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), findings);
    assert_eq!(text(&folder, "html").matches("<article ").count(), findings);
    let inputs = of(&json["inputs"]);
    let junit = text(&folder, "junit");
    assert_eq!(junit.matches("<testcase ").count(), findings + inputs);
    assert_eq!(junit.matches("<testcase classname=\"inputs\"").count(), inputs);
    let mut csv = csv_rows(&text(&folder, "csv"));
    let header = csv.remove(0);
    assert_eq!(csv.len(), findings);
    let column = header.iter().position(|name| name == "fingerprint").unwrap();
    for ((line, result), row) in lines.iter().zip(results).zip(&csv) {
        let own = line["fingerprint"].as_str().unwrap();
        assert_eq!(result["partialFingerprints"]["travelerAudit/v1"], own);
        assert_eq!(row[column], own);
    }
    let fails = lines.iter().filter(|line| line["status"] == "fail").count();
    assert_eq!(results.iter().filter(|result| result["kind"] == "fail").count(), fails);
    assert_eq!(json["summary"]["fail"], fails);
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_page_of_a_fleet_begins_with_servers_and_checks_the_worst_first() {
    let page = text(&reports(&["samples/ready", "samples/german"], &[]).1, "html");
    let fleet = page.split("id=\"fleet\"").nth(1).unwrap().split("</section>").next().unwrap();
    let rows: Vec<_> = fleet.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("CN=MOBIL1/O=Renovations") && rows[0].contains(">F</td>"), "{fleet}");
    assert!(rows[1].contains("CN=TRAV01/O=Acme"), "{fleet}");
    assert!(fleet.contains("override-session-auth (high): "), "{fleet}");
    for link in fleet.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "{link}");
    }
    assert!(!text(&reports(&["samples/ready"], &[]).1, "html").contains("id=\"fleet\""));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let (one, other) = (reports(&["samples/german"], &[]).1, reports(&["samples/german"], &[]).1);
    for format in FORMATS {
        assert_eq!(text(&one, format), text(&other, format), "{format}");
    }
}

#[test]
fn junit_fails_where_the_exit_code_does() {
    let sample = format!("{ROOT}/samples/legacy");
    for (fail_on, code) in [("low", 1), ("high", 1), ("critical", 0)] {
        let (ran, junit, _) = run(&["audit", &sample, "--fail-on", fail_on, "--format", "junit"]);
        assert_eq!(ran, code, "{fail_on}");
        let all = junit.lines().find(|line| line.starts_with("<testsuites")).unwrap();
        assert_eq!(all.contains("failures=\"0\""), code == 0, "{fail_on}");
        assert_eq!(junit.contains("below --fail-on high"), fail_on == "high");
    }
}

/// What an input may hold to steer a terminal, a page, a table or a spreadsheet.
const HOSTILE: &str =
    "=cmd|' /C calc'!A0 \u{1b}[31m</script><img src=x onerror=alert(1)> \u{202e}|\u{7}";

#[test]
fn nothing_of_an_input_steers_its_reader() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(Path::new(ROOT).join("samples/ready")).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    let dxl = folder.path().join("names.dxl");
    let escaped =
        HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace(['\u{1b}', '\u{7}'], "");
    let text_of = fs::read_to_string(&dxl).unwrap();
    let hostile = text_of.replace("Acme mail and mobile", &escaped).replace(
        "<item name='RlIncoming'><text>/traveler*<",
        &format!("<item name='RlIncoming'><text>{escaped}<"),
    );
    assert_ne!(hostile, text_of);
    fs::write(&dxl, hostile).unwrap();
    let ini = folder.path().join("notes.ini");
    let settings = fs::read_to_string(&ini).unwrap();
    fs::write(
        &ini,
        settings
            .replace("NTS_AS_ENFORCE_POLICY=false", &format!("NTS_AS_ENFORCE_POLICY={HOSTILE}")),
    )
    .unwrap();
    let (_, folder) = reports(&[folder.path().to_str().unwrap()], &["--all"]);
    for format in FORMATS {
        let report = text(&folder, format);
        assert!(report.contains("calc"), "{format}: the value is shown");
        for steering in ['\u{1b}', '\u{7}', '\u{202e}'] {
            assert!(!report.contains(steering), "{format}: {steering:?}");
        }
    }
    let page = text(&folder, "html");
    assert!(!page.contains("<img") && page.matches("<script>").count() == 1);
    let markdown = text(&folder, "markdown");
    assert!(!markdown.contains("<img"));
    for line in markdown.lines().filter(|line| line.contains("calc")) {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 7, "{line}");
    }
    for row in csv_rows(&text(&folder, "csv")) {
        for cell in row {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn files_are_opened_before_the_work_and_never_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    let refused = |report: &[String]| {
        let mut args = vec!["audit", "samples/legacy"];
        report.iter().for_each(|one| args.extend(["--report", one.as_str()]));
        let (code, out, err) = run(&args);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        err
    };
    assert!(refused(&[format!("html:{}", place("none/x.html"))]).contains("cannot write"));
    assert!(refused(&[format!("html:{}", folder.path().display())]).contains("is a folder"));
    let twice = [format!("html:{}", place("x")), format!("json:{}", place("./x"))];
    assert!(refused(&twice).contains("two reports"));
    assert!(refused(&["json:-".to_owned(), "csv:-".to_owned()]).contains("two reports"));
    assert!(refused(&["pdf:x".to_owned()]).contains("markdown"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    fs::write(place("old.json"), "old").unwrap();
    let (code, ..) =
        run(&["audit", "samples/legacy", "--report", &format!("json:{}", place("old.json"))]);
    assert_eq!(code, 1);
    assert!(fs::read_to_string(place("old.json")).unwrap().starts_with('{'));
    let (_, out, _) = run(&["audit", "samples/legacy", "--report", "csv:-"]);
    assert!(out.starts_with("\u{feff}server,check"));
}

#[test]
fn sarif_names_every_check_and_no_fingerprint_hangs_on_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |lines: &str| {
        let ini = fs::read_to_string(Path::new(ROOT).join("samples/legacy/notes.ini")).unwrap();
        fs::write(folder.path().join("notes.ini"), ini.replacen('\n', lines, 1)).unwrap();
        let (_, made) = reports(&[folder.path().to_str().unwrap()], &[]);
        let sarif: Value = serde_json::from_str(&text(&made, "sarif")).unwrap();
        sarif["runs"][0].clone()
    };
    let (one, other) = (copy("\n"), copy("\nA=1\nB=2\n"));
    let rules = one["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.len() > 50 && rules.iter().any(|rule| rule["id"] == "enforce-policy"));
    let prints = |run: &Value| -> Vec<Value> {
        let results = run["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    assert_eq!(prints(&one), prints(&other));
    for result in one["results"].as_array().unwrap() {
        let kind = result["kind"].as_str().unwrap();
        assert_eq!(kind == "fail", result["level"] != "none", "{result}");
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn oscal_tells_what_is_satisfied_and_what_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = |format: &str| folder.path().join(format).display().to_string();
    let read = |format: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(place(format)).unwrap()).unwrap()
    };
    let wanted =
        ["oscal", "oscal-catalog", "json"].map(|format| format!("{format}:{}", place(format)));
    let mut args = vec!["audit", "samples/legacy", "--as-of", "2026-11-24"];
    wanted.iter().for_each(|one| args.extend(["--report", one.as_str()]));
    assert_eq!(run(&args).0, 1);
    let (oscal, json) = (read("oscal"), read("json"));
    let result = &oscal["assessment-results"]["results"][0];
    let findings = json["servers"][0]["findings"].as_array().unwrap();
    let observations = result["observations"].as_array().unwrap();
    assert_eq!(observations.len(), findings.len());
    let state = |status: &str| findings.iter().filter(|one| one["status"] == status).count();
    let own = result["findings"].as_array().unwrap();
    assert_eq!(own.len(), findings.len() - state("not-applicable"));
    let satisfied = |one: &&Value| one["target"]["status"]["state"] == "satisfied";
    assert_eq!(own.iter().filter(satisfied).count(), state("pass"));
    let known: Vec<&Value> = observations.iter().map(|one| &one["uuid"]).collect();
    let catalog = read("oscal-catalog");
    let groups = catalog["catalog"]["groups"].as_array().unwrap();
    let controls: Vec<&Value> = groups
        .iter()
        .flat_map(|group| group["controls"].as_array().unwrap())
        .map(|one| &one["id"])
        .collect();
    for one in own {
        assert!(known.contains(&&one["related-observations"][0]["observation-uuid"]));
        assert!(controls.contains(&&one["target"]["target-id"]));
    }
    assert_eq!(result["start"], "2026-11-24T00:00:00Z");
}

#[test]
fn a_workbook_is_the_same_twice_and_holds_no_formula() {
    let bytes = || {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.xlsx");
        let report = format!("xlsx:{}", file.display());
        run(&["audit", "samples/legacy", "--as-of", "2026-11-24", "--report", &report]);
        fs::read(file).unwrap()
    };
    let book = bytes();
    assert_eq!(book, bytes());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut sheets = String::new();
    for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"]
    {
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut sheets).unwrap();
    }
    assert!(sheets.contains("<autoFilter") && !sheets.contains("<f>"));
    let mut strings = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/sharedStrings.xml").unwrap(),
        &mut strings,
    )
    .unwrap();
    assert!(strings.contains("set config NTS_AS_ENFORCE_POLICY=false"));
}

#[test]
fn a_run_that_saw_nothing_never_looks_clean() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "hello\n").unwrap();
    let paths = folder.path().to_str().unwrap();
    let (code, junit, _) = run(&["audit", paths, "--format", "junit"]);
    assert_eq!(code, 2);
    assert!(junit.contains("errors=\"1\"") && junit.contains("no audit was performed"), "{junit}");
    let (_, sarif, _) = run(&["audit", paths, "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn reports_among_the_inputs_are_none() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["notes.ini", "names.dxl", "console.log"] {
        fs::copy(Path::new(ROOT).join("samples/ready").join(name), folder.path().join(name))
            .unwrap();
    }
    let own = folder.path().to_str().unwrap();
    let report = format!("json:{own}/report.json");
    let args = ["audit", own, "--as-of", "2026-11-24", "--report", &report];
    let first = run(&args);
    let written = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert_eq!(run(&args), first, "the report of before is no input");
    assert_eq!(fs::read_to_string(folder.path().join("report.json")).unwrap(), written);
    let json: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(json["inputs"].as_array().unwrap().len(), 3);
    let ini = format!("{own}/notes.ini");
    let (code, _, err) = run(&["audit", &ini, "--report", &format!("csv:{ini}")]);
    assert!(code == 2 && err.contains("is an input"), "{err}");
}

#[test]
fn stdout_takes_every_format_of_findings_and_one_report_only() {
    let (code, out, _) = run(&["audit", "samples/legacy", "--format", "jsonl"]);
    assert_eq!(code, 1);
    assert!(out.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    let (code, out, err) =
        run(&["audit", "samples/legacy", "--format", "json", "--report", "csv:-"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("two reports"), "{err}");
    let (code, _, err) = run(&["checks", "--format", "csv"]);
    assert!(code == 2 && err.contains("a format of audit"), "{err}");
}

/// The samples as a fleet: some servers as in `legacy`, some as in `ready`, each under a name of its own.
fn fleet() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 11..=19 {
        let sample = if number < 17 { "legacy" } else { "ready" };
        let own = folder.path().join(number.to_string());
        fs::create_dir(&own).unwrap();
        for name in ["notes.ini", "console.log"] {
            let text = fs::read_to_string(format!("{ROOT}/samples/{sample}/{name}")).unwrap();
            let text = text
                .replace("Trav01", &format!("Trav{number}"))
                .replace("TRAV01", &format!("TRAV{number}"))
                .replace("trav01", &format!("trav{number}"));
            fs::write(own.join(name), text).unwrap();
        }
    }
    folder
}

#[test]
fn a_fleet_is_shown_as_a_matrix_with_the_worst_first() {
    let folder = fleet();
    let path = folder.path().to_str().unwrap();
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let output = command.env("COLUMNS", "80").args(["audit", path]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let head = &out[..out.find("| Traveler ").unwrap()];
    assert!(head.starts_with("9 servers, the worst first"), "{out}");
    assert!(head.lines().all(|line| line.chars().count() <= 80), "{head}");
    assert!(head.contains("unknown 9: no Server document of this server: all servers"), "{head}");
    let place = |name: &str| head.find(&format!("\nCN=TRAV{name}/O=Acme ")).unwrap();
    assert!(place("11") < place("12") && place("16") < place("17"), "{head}");
    let problem = head.split("enforce-policy (").nth(1).unwrap();
    let group = problem.lines().skip(1).take(3).collect::<Vec<_>>().join(" ");
    assert!(group.contains("fail 6:") && group.contains("CN=TRAV11/O=Acme, "), "{head}");
}

#[test]
fn checks_of_an_operator_are_rules_and_controls_like_all_others() {
    let own = ["--config", "samples/settings/traveler-audit.toml"];
    let of = |format: &str| -> Value {
        let (_, out, err) =
            run(&[&["audit", "samples/legacy", "--format", format][..], &own].concat());
        serde_json::from_str(&out).unwrap_or_else(|why| panic!("{why}: {err}"))
    };
    let sarif = of("sarif");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|one| one["ruleId"].as_str().unwrap().contains("log-sessions")));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let (oscal, catalog) = (of("oscal"), of("oscal-catalog"));
    let groups = catalog["catalog"]["groups"].as_array().unwrap().iter();
    let controls = groups.flat_map(|group| group["controls"].as_array().unwrap());
    let controls: Vec<&Value> = controls.map(|one| &one["id"]).collect();
    let findings = oscal["assessment-results"]["results"][0]["findings"].as_array().unwrap();
    for finding in findings {
        let id = &finding["target"]["target-id"];
        assert!(controls.contains(&id), "{id}");
    }
}
