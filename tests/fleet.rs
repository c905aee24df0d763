//! Many folders with a server each are judged one by one: the report is that of all of them read as one.

#![allow(clippy::unwrap_used, reason = "a test may stop where the project is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, folder, path, program_in};
use serde_json::Value;
use tempfile::TempDir;

/// Folders that the program reads one by one.
const COUNT: usize = 70;

/// Names of items that servers are compared by.
const MAP: &str = "[items.\"server.trusted-servers\"]\nitem = \"Trusts\"\n[items.\"server.traveler-external-url\"]\nitem = \"Url\"\n";

/// The files of a fleet; every tenth server enforces a policy that Secure Mail does not obey, every seventh
/// trusts another, and each has the external URL of one other.
fn fleet(more: &[(&str, &[u8])]) -> TempDir {
    let ini = |number: usize| {
        let enforced = number.is_multiple_of(10);
        format!(
            "[Notes]\nKitType=2\nServerName=CN=TRAV{number:02}/O=Acme\nDirectory=/local\nNTS_AS_ENFORCE_POLICY={enforced}\n"
        )
    };
    let dxl = |number: usize| {
        let (trusted, url) =
            (if number.is_multiple_of(7) { "TRAV01/Acme" } else { "" }, number / 2);
        format!(
            "<database replicaid='85257C5A00518E3B'><document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{number:02}'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=TRAV{number:02}/O=Acme</text></item><item name='LdISite'><text>0</text></item><item name='Trusts'><text>{trusted}</text></item><item name='Url'><text>https://mail{url}.example.com/traveler</text></item></document></database>\n"
        )
    };
    let files = (0..COUNT).flat_map(|number| {
        let own = |name: &str| format!("trav{number:02}/{name}");
        [(own("notes.ini"), ini(number)), (own("server.dxl"), dxl(number))]
    });
    let files: Vec<_> = files.collect();
    let all = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    folder(&all.chain(more.iter().copied()).collect::<Vec<_>>())
}

fn audit(fleet: &TempDir, more: &[&str]) -> Run {
    let map = folder(&[("map.toml", MAP.as_bytes())]);
    let mut command = program_in(map.path());
    command
        .args(["audit", path(fleet), "--as-of", "2026-11-24", "--item-map", "map.toml"])
        .args(["--traveler-version", "14.5.1"]);
    Run::of(command.args(more))
}

/// Servers and summary of a report.
fn told(report: &Value) -> (&Value, &Value, &Value, &Value) {
    (&report["servers"], &report["unattached"], &report["summary"], &report["exit_code"])
}

#[test]
fn one_by_one_or_as_one_the_report_is_the_same() {
    let fleet = fleet(&[]);
    let written = audit(&fleet, &["--format", "json"]);
    let report = written.report();
    assert_eq!(report["servers"].as_array().unwrap().len(), COUNT);
    assert_eq!(report["inputs"].as_array().unwrap().len(), 2 * COUNT);
    assert_eq!((written.code, written.err.as_str()), (1, ""));

    // The findings are held where no temporary file can be written, and with a table beside it; the bytes are the same.
    let map = folder(&[("map.toml", MAP.as_bytes())]);
    let mut command = program_in(map.path());
    command.args(["audit", path(&fleet), "--as-of", "2026-11-24", "--item-map", "map.toml"]);
    command.args(["--traveler-version", "14.5.1", "--format", "json"]);
    let nowhere = map.path().join("nowhere");
    let nowhere =
        Run::of(command.env("TMPDIR", &nowhere).env("TMP", &nowhere).env("TEMP", &nowhere));
    assert!(nowhere == written, "{}", nowhere.err);
    let out = folder(&[]);
    let file = out.path().join("report.json");
    let held = audit(&fleet, &["--report", &format!("json:{}", file.display())]);
    assert_eq!(held.code, 1);
    assert!(std::fs::read_to_string(&file).unwrap() == written.out, "two formats, two reports");
    assert!(held.out.contains("TRAV09"), "{}", &held.out[..400]);

    // A file beside the folders makes them one.
    let one = self::fleet(&[("readme.txt", b"Collected by Jane Doe\n")]);
    let one = audit(&one, &["--format", "json"]);
    let text = |run: &Run| run.out.replace(path(&fleet), "fleet");
    let whole = one.report();
    assert_eq!(whole["inputs"].as_array().unwrap().len(), 2 * COUNT + 1);
    let statuses = |report: &Value| {
        let servers = report["servers"].as_array().unwrap().iter();
        let findings = servers.flat_map(|own| own["findings"].as_array().unwrap());
        let one =
            |own: &Value| format!("{} {} {}", own["fingerprint"], own["outcome"], own["reason"]);
        findings.map(one).collect::<Vec<_>>()
    };
    assert_eq!(statuses(&whole), statuses(&report));
    let all = statuses(&report).join("\n");
    for outcome in ["\"alike\"", "\"not-trusted\""] {
        assert!(all.contains(outcome), "no server is compared with others: {outcome}");
    }
    assert_eq!((told(&whole).2, told(&whole).3), (told(&report).2, told(&report).3));
    assert!(text(&written).contains("fleet/trav00/notes.ini"));
}

#[test]
fn many_servers_of_one_directory_are_written_as_they_are_judged() {
    let document = |number: usize| {
        format!(
            "<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{number:02}'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=TRAV{number:02}/O=Acme</text></item></document>\n"
        )
    };
    let documents: String = (0..COUNT).map(document).collect();
    let export = format!("<database replicaid='85257C5A00518E3B'>{documents}</database>\n");
    let directory = folder(&[("names.dxl", export.as_bytes()), ("readme.txt", b"Acme")]);
    let run = |temporary: &str| {
        let mut command = program_in(directory.path());
        command.args(["audit", "names.dxl", "readme.txt", "--as-of", "2026-11-24"]);
        command.args(["--format", "json"]);
        Run::of(command.envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, temporary))))
    };
    // Where no file can be written for a while, all is held.
    let (written, held) = (run(path(&directory)), run("nowhere"));
    assert!(written == held, "{} {}", written.err, held.err);
    let report = written.report();
    assert_eq!(report["servers"].as_array().unwrap().len(), COUNT);
    assert_eq!(report["inputs"].as_array().unwrap().len(), 2);
    assert_eq!((written.code, written.err.as_str()), (1, ""));
}

#[test]
fn waivers_cover_findings_of_a_fleet() {
    let fleet = fleet(&[]);
    let waivers = folder(&[(
        "waivers.toml",
        b"[[waiver]]\ncheck = \"enforce-policy\"\nserver = \"TRAV10/Acme\"\nreason = \"moved in spring\"\nowner = \"Jane Doe\"\nexpires = 2027-03-31\n",
    )]);
    let file = waivers.path().join("waivers.toml");
    let run = audit(&fleet, &["--format", "json", "--waivers", file.to_str().unwrap()]);
    let report = run.report();
    assert_eq!(report["summary"]["waived"], 1);
    assert_eq!(report["operator_files"][0]["role"], "waivers");
}

#[test]
fn a_broken_file_is_told_and_hides_no_server() {
    let fleet = fleet(&[(
        "trav33/more.dxl",
        b"<database replicaid='85257C5A00518E3B'><document form='Server'><it",
    )]);
    let run = audit(&fleet, &["--format", "json"]);
    let report = run.report();
    assert_eq!(report["servers"].as_array().unwrap().len(), COUNT);
    let part = report["inputs"].as_array().unwrap().iter().filter(|input| input["read"] == "part");
    assert_eq!(part.count(), 1);
}
