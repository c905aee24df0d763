//! `traveler-audit.toml` and `init`, as a user meets them: what is read, what wins, and how mistakes are
//! told.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, program_in};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const INI: &str = "[Notes]\nDirectory=/local/notesdata\nKitType=2\nServerName=Trav01/Acme\nServerTasks=HTTP,Traveler\n";

/// A folder with files, in which the program is run.
struct Place(TempDir);

impl Place {
    fn with(files: &[(&str, &str)]) -> Self {
        let place = Self(TempDir::new().unwrap());
        files.iter().for_each(|(name, text)| place.write(name, text));
        place
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.0.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(program_in(self.0.path()).args(args))
    }

    fn json(&self, args: &[&str]) -> Run {
        self.run(&[args, &["--format", "json"]].concat())
    }
}

/// What a check of one key says of a notes.ini with one more line.
fn of_key(comparison: &str, line: &str) -> String {
    let check = format!(
        "[[check]]\nname = \"own\"\nkey = \"Own_Key\"\n{comparison}\nseverity = \"high\"\ntext = \"t\"\n"
    );
    let place = Place::with(&[
        ("traveler-audit.toml", &check),
        ("in/notes.ini", &format!("{INI}{line}\n")),
    ]);
    place.json(&["audit", "in"]).told("custom-own")
}

#[test]
fn a_key_is_compared_as_stated() {
    let cases = [
        ("equals = 1", "Own_Key=1", "pass as-wanted"),
        ("equals = \"Yes\"", "own_key= yes ", "pass as-wanted"),
        ("equals = 1", "Own_Key=2", "fail other-value"),
        ("equals = 1", "", "fail not-set"),
        ("equals = 1", "Own_Key=", "fail not-set"),
        ("equals = 1\nor-absent = true", "", "pass absent-as-wanted"),
        ("one-of = [\"a\", \"b\"]", "Own_Key=B", "pass as-wanted"),
        ("one-of = [\"a\", \"b\"]", "Own_Key=c", "fail other-value"),
        ("matches = 'https://.*'", "Own_Key=https://x", "pass as-wanted"),
        ("matches = 'https'", "Own_Key=https://x", "fail other-value"),
        ("at-least = 200", "Own_Key=200", "pass as-wanted"),
        ("at-least = 200", "Own_Key=1e9", "unknown no-number"),
        ("at-most = 30", "Own_Key=31", "fail other-value"),
        ("absent = true", "", "pass absent-as-wanted"),
        ("absent = true", "Own_Key=0", "fail is-set"),
        ("present = true", "Own_Key=0", "pass set-as-wanted"),
        ("present = true", "", "fail not-set"),
        ("equals = 1", "Own_Key=1\nOwn_Key=2", "unknown ini-unclear"),
        ("absent = true", "Own_Key=<value>", "unknown ini-unclear"),
    ];
    for (comparison, line, told) in cases {
        assert_eq!(of_key(comparison, line), told, "{comparison} of {line}");
    }
}

#[test]
fn what_is_missing_from_an_excerpt_is_unknown() {
    for comparison in ["equals = 1", "absent = true", "at-least = 3\nor-absent = true"] {
        let check = format!(
            "[[check]]\nname = \"own\"\nkey = \"Own_Key\"\n{comparison}\nseverity = \"high\"\ntext = \"t\"\n"
        );
        let place = Place::with(&[
            ("traveler-audit.toml", &check),
            ("in/notes.ini", "ServerName=Trav01/Acme\nNTS_X=1\n"),
        ]);
        let run = place.json(&["audit", "in"]);
        assert_eq!(run.told("custom-own"), "unknown fragment", "{comparison}");
    }
}

const OWN: &str = r#"
[[check]]
name = "threads"
item = "Own_Threads"
at-least = 400
severity = "medium"
text = { en = "Enough threads", de = "Genug Threads" }
remedy = "Raise it."

[[check]]
name = "site-item"
item = "Own_SiteItem"
document = "site"
equals = "on"
severity = "low"
text = "Sites have it on"
"#;

fn names(threads: &str, sites: &[(&str, &str)]) -> String {
    let server = format!(
        "<document form='Server'><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=Trav01/O=Acme</text></item>{threads}</document>"
    );
    let site = |(name, item): &(&str, &str)| {
        format!(
            "<document form='WebSite'><item name='Type'><text>WebSite</text></item><item name='ISiteName'><text>{name}</text></item><item name='ISiteOrg'><text>Acme</text></item><item name='WSHostingSrvrs'><text>*</text></item>{item}</document>"
        )
    };
    let sites: String = sites.iter().map(site).collect();
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>\n{server}{sites}</database>\n"
    )
}

fn of_items(dxl: &str) -> Run {
    let place =
        Place::with(&[("traveler-audit.toml", OWN), ("in/notes.ini", INI), ("in/names.dxl", dxl)]);
    place.json(&["audit", "in"])
}

#[test]
fn items_of_documents_are_read_by_the_word_of_the_operator() {
    let threads = |value: &str| format!("<item name='OWN_threads'>{value}</item>");
    let cases = [
        (threads("<number>400</number>"), "pass as-wanted"),
        (threads("<text>399</text>"), "fail other-value"),
        (threads("<text>many</text>"), "unknown no-number"),
        (String::new(), "fail not-set"),
        (
            format!("{}{}", threads("<text>400</text>"), threads("<text>500</text>")),
            "unknown contradictory",
        ),
    ];
    for (items, told) in cases {
        let run = of_items(&names(&items, &[]));
        assert_eq!(run.told("custom-threads"), told, "{items}");
        assert_eq!(run.told("custom-site-item"), "unknown no-site");
    }
    let run = of_items(&names(&threads("<number>400</number>"), &[]));
    let finding = run.finding("custom-threads");
    assert_eq!(finding["confidence"], "medium");
    let evidence = finding["evidence"].as_array().unwrap();
    assert_eq!((&evidence[0]["named_by"], &evidence[0]["excerpt"]), (&"map".into(), &"400".into()));
    let stated = evidence.iter().find(|one| one["path"] == "traveler-audit.toml").unwrap();
    assert_eq!((&stated["line"], &stated["excerpt"]), (&2.into(), &"at-least = 400".into()));
    assert!(finding["expected"].as_str().unwrap().contains("stated by the operator"));
}

#[test]
fn each_site_is_a_subject_of_its_own() {
    let on = "<item name='Own_SiteItem'><text>On</text></item>";
    let run = of_items(&names("", &[("Mail", on), ("Web", "")]));
    let report = run.report();
    let findings = report["servers"][0]["findings"].as_array().unwrap().iter();
    let own = findings.filter(|finding| finding["check"] == "custom-site-item");
    let told: Vec<_> = own.map(|one| format!("{} {}", one["subject"], one["status"])).collect();
    assert_eq!(told, ["\"Mail\" \"pass\"", "\"Web\" \"fail\""]);
}

#[test]
fn no_server_document_leaves_it_open() {
    let place = Place::with(&[("traveler-audit.toml", OWN), ("in/notes.ini", INI)]);
    let run = place.json(&["audit", "in"]);
    assert_eq!(run.told("custom-threads"), "unknown no-server-document");
    assert_eq!(run.code, 1);
}

#[test]
fn secrets_are_neither_stated_nor_shown() {
    let check = |comparison: &str| {
        format!(
            "[[check]]\nname = \"own\"\nkey = \"NTS_DB_PASSWORD\"\n{comparison}\nseverity = \"high\"\ntext = \"t\"\n"
        )
    };
    let ini = format!("{INI}NTS_DB_PASSWORD=hunter2\n");
    let run = |comparison: &str| {
        let place =
            Place::with(&[("traveler-audit.toml", &check(comparison)), ("in/notes.ini", &ini)]);
        place.json(&["audit", "in"])
    };
    for (comparison, told) in
        [("absent = true", "fail is-set"), ("present = true", "pass set-as-wanted")]
    {
        let run = run(comparison);
        assert_eq!(run.told("custom-own"), told);
        assert!(!run.out.contains("hunter2"), "{}", run.out);
    }
    let stated = run("equals = \"hunter2\"");
    assert_eq!((stated.code, stated.out.as_str()), (2, ""));
    assert!(stated.err.contains("traveler-audit.toml:1: NTS_DB_PASSWORD holds a secret"));
    assert!(!stated.err.contains("hunter2"), "{}", stated.err);
}

#[test]
fn reports_for_programs_know_the_checks_of_the_operator() {
    let place = Place::with(&[
        ("traveler-audit.toml", OWN),
        ("in/notes.ini", INI),
        ("in/names.dxl", &names("", &[])),
    ]);
    let reports = ["--report", "sarif:r.sarif", "--report", "oscal:r.json"];
    let run = place.run(&[&["audit", "in"][..], &reports].concat());
    assert_eq!(run.code, 1, "{}", run.err);
    let read = |name: &str| fs::read_to_string(place.0.path().join(name)).unwrap();
    let sarif: Value = serde_json::from_str(&read("r.sarif")).unwrap();
    let one = &sarif["runs"][0];
    let rules = one["tool"]["driver"]["rules"].as_array().unwrap();
    let results = one["results"].as_array().unwrap();
    let own = results.iter().find(|result| result["ruleId"] == "custom-threads").unwrap();
    let at = usize::try_from(own["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[at]["id"], "custom-threads");
    assert_eq!(rules[at]["shortDescription"]["text"], "Enough threads");
    assert!(read("r.json").contains("custom-threads"));
}

#[test]
fn texts_of_the_operator_cannot_steer_the_terminal() {
    let config =
        OWN.replace("Raise it.", "\\u001b[2JRaise\\u202e it.").replace("Enough", "\\u001bEnough");
    let place = Place::with(&[
        ("traveler-audit.toml", &config),
        ("in/notes.ini", INI),
        ("in/names.dxl", &names("", &[])),
    ]);
    for args in [&["audit", "in"][..], &["explain", "custom-threads"], &["checks"]] {
        let run = place.run(args);
        assert!(run.out.contains("custom-threads"), "{}", run.err);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
    }
}

#[test]
fn a_secret_item_is_seen_and_not_shown() {
    let config = "[[check]]\nname = \"own\"\nitem = \"Own_Password\"\nabsent = true\nseverity = \"high\"\ntext = \"t\"\n";
    let item = "<item name='Own_Password'><text>hunter2</text></item>";
    let place = Place::with(&[
        ("traveler-audit.toml", config),
        ("in/notes.ini", INI),
        ("in/names.dxl", &names(item, &[])),
    ]);
    let run = place.json(&["audit", "in"]);
    assert_eq!(run.told("custom-own"), "fail is-set");
    assert!(!run.out.contains("hunter2"), "{}", run.out);
}

#[test]
fn own_checks_are_explained_and_waived_like_others() {
    let waiver = "[[waiver]]\ncheck = \"custom-threads\"\nserver = \"Trav01/Acme\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-01\n";
    let place = Place::with(&[
        ("traveler-audit.toml", &format!("waivers = \"own/waivers.toml\"\n{OWN}")),
        ("own/waivers.toml", waiver),
        ("in/notes.ini", INI),
        ("in/names.dxl", &names("", &[])),
    ]);
    let run = place.json(&["audit", "in"]);
    assert_eq!(run.told("custom-threads"), "waived not-set");
    let explained = place.run(&["explain", "custom-threads"]);
    assert!(explained.code == 0 && explained.out.contains("Enough threads"), "{}", explained.err);
    assert!(explained.out.contains("Raise it."), "{}", explained.out);
    assert!(place.run(&["checks"]).out.contains("custom-site-item"));
    assert_eq!(Place::with(&[]).run(&["explain", "custom-threads"]).code, 2);
}

#[test]
fn the_file_of_the_current_folder_is_used_and_said() {
    let config = "fail-on = \"critical\"\npaths = [\"in\"]\ntraveler-version = [\"9.0.1 IF7\"]\n";
    let place = Place::with(&[("traveler-audit.toml", config), ("in/notes.ini", INI)]);
    let run = place.json(&["audit"]);
    assert!(run.err.contains("using traveler-audit.toml of the current folder"), "{}", run.err);
    assert_eq!(run.report()["inputs"][0]["path"], "in/notes.ini");
    assert_eq!(run.code, 0, "nothing here is critical");
    let stated = run.finding("traveler-build")["evidence"].clone();
    let places: Vec<_> = stated.as_array().unwrap().iter().collect();
    assert!(
        places.iter().any(|one| one["path"] == "traveler-audit.toml" && one["line"] == 3),
        "{stated}"
    );
    assert_eq!(run.report()["operator_files"][0]["path"], "traveler-audit.toml");
    assert_eq!(place.json(&["audit", "--fail-on", "low"]).code, 1, "what is typed wins");
    let typed = place.json(&["audit", "--traveler-version", "14.5.1"]);
    assert_eq!(typed.report()["servers"][0]["traveler"]["version"], "14.5.1");
}

#[test]
fn a_file_elsewhere_is_used_where_it_is_named() {
    let place = Place::with(&[
        ("set/own.toml", "paths = [\"../in\"]\nwaivers = \"w.toml\"\n"),
        ("set/w.toml", "[[waiver]]\n"),
        ("in/notes.ini", INI),
    ]);
    let run = place.run(&["audit", "--config", "set/own.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("set/w.toml:1: waiver lacks \"check\""), "{}", run.err);
    assert_eq!(place.run(&["audit", "--config", "no.toml", "in"]).code, 2);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let check = |lines: &str| format!("[[check]]\nname = \"a\"\n{lines}\n");
    let rest = "severity = \"low\"\ntext = \"t\"";
    let cases = [
        (
            "fail_on = \"low\"\n".to_owned(),
            "1: the file has no key \"fail_on\"; did you mean \"fail-on\"?",
        ),
        (
            "\nfail-on = \"hi\"\n".to_owned(),
            "2: \"fail-on\" must be one of low, medium, high, critical",
        ),
        ("stale-days = -1\n".to_owned(), "1: \"stale-days\" must be a number of days"),
        ("encoding = \"klingon\"\n".to_owned(), "1: \"encoding\": "),
        ("profile = \"x\"\n".to_owned(), "1: \"profile\" must be one of traveler, secure-mail"),
        (
            "traveler-version = [\n\"latest\"]\n".to_owned(),
            "2: \"traveler-version\": no version of",
        ),
        ("paths = \"in\"\n".to_owned(), "1: \"paths\" must be a list of texts"),
        (check(&format!("key = \"K\"\n{rest}")), "1: check needs exactly one of equals"),
        (
            check(&format!("key = \"K\"\nabsent = true\npresent = true\n{rest}")),
            "1: check needs exactly one of",
        ),
        (check(&format!("equals = 1\n{rest}")), "1: check needs either \"key\""),
        (
            check(&format!("key = \"K\"\nitem = \"I\"\nequals = 1\n{rest}")),
            "1: check needs either \"key\"",
        ),
        (
            check(&format!("key = \"K\"\ndocument = \"site\"\nequals = 1\n{rest}")),
            "4: \"document\" goes with \"item\" only",
        ),
        (check(&format!("key = \"K\"\nmatches = '('\n{rest}")), "4: \"matches\" is no expression"),
        (check(&format!("key = \"K\"\nequals = \"\"\n{rest}")), "4: \"equals\" is empty"),
        (check(&format!("key = \"K\"\nabsent = false\n{rest}")), "4: \"absent\" can only be true"),
        (check("key = \"K\"\nequals = 1\n"), "1: check lacks \"severity\""),
        (
            check("key = \"K\"\nequals = 1\nseverity = \"low\"\ntext = {}"),
            "6: \"text\" holds no text",
        ),
        (
            check(&format!("key = \"K\"\nequals = 1\nremdy = \"x\"\n{rest}")),
            "5: check has no key \"remdy\"; did you mean \"remedy\"?",
        ),
        (
            check(&format!("key = \"K\"\nequals = 1\n{rest}")).repeat(2),
            "8: the check of line 2 is called a too",
        ),
        (
            check(&format!("key = \"K\"\nequals = 1\n{rest}")).replace("\"a\"", "\"A b\""),
            "2: \"name\" must be of small letters",
        ),
    ];
    for (config, told) in cases {
        let place = Place::with(&[("traveler-audit.toml", &config), ("in/notes.ini", INI)]);
        let run = place.run(&["audit", "in"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{config}");
        assert!(run.err.contains(&format!("traveler-audit.toml:{told}")), "{config}{}", run.err);
        assert!(run.err.contains("no audit was performed"), "{}", run.err);
    }
}

#[test]
fn a_version_for_a_server_that_is_not_here_is_told_and_does_not_stop() {
    let config = "traveler-version = [\"Trav09/Acme=9.0.1 IF7\"]\n";
    let place = Place::with(&[("traveler-audit.toml", config), ("in/notes.ini", INI)]);
    let run = place.json(&["audit", "in"]);
    let remark = &run.report()["remarks"][0];
    assert_eq!((&remark["code"], &remark["line"]), (&"version-of-stranger".into(), &1.into()));
    assert!(remark["text"].as_str().unwrap().contains("Trav09/Acme"));
}

#[test]
fn a_profile_decides_whether_secure_mail_is_looked_at() {
    let sample = |name: &str| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("samples")
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (ready, mail) = (sample("ready"), sample("secure-mail-direct"));
    let place = Place::with(&[]);
    let profile = |args: &[&str]| {
        let run = place.json(&[&["audit"], args].concat());
        let told = run.report()["profile"].as_str().unwrap().to_owned();
        (run.code, told, run.out.contains("\"background-services\""))
    };
    let traveler = (0, "traveler".to_owned(), false);
    let both = (0, "secure-mail".to_owned(), true);
    assert_eq!(profile(&[&ready]), traveler);
    assert_eq!(profile(&[&ready, &mail]), both);
    assert_eq!(profile(&[&ready, &mail, "--profile", "traveler"]), traveler);
    let asked = profile(&[&ready, "--profile", "secure-mail"]);
    assert_eq!(asked, (3, "secure-mail".to_owned(), true), "nothing is known of the policies");
}

#[test]
fn init_writes_a_template_and_nothing_over_what_is_there() {
    let place = Place::with(&[]);
    let run = place.run(&["init"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let file = place.0.path().join("traveler-audit.toml");
    let written = fs::read_to_string(&file).unwrap();
    fs::write(&file, "# mine\n").unwrap();
    let again = place.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "# mine\n");
    assert_eq!(place.run(&["init", "--force"]).code, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), written);

    place.write("in/notes.ini", INI);
    let as_is = place.json(&["audit", "in"]).report();
    let used = uncommented(&written);
    place.write("traveler-audit.toml", &used);
    place.write("waivers.toml", "");
    place.write("item-map.toml", "");
    place.write("catalog/README", "");
    let run = place.json(&["audit", "in"]);
    assert_eq!(run.told("custom-log-sessions"), "fail not-set");
    assert_eq!(run.told("custom-threads"), "unknown no-server-document");
    assert_eq!(as_is["profile"], "traveler");
}

/// The template with the lines in use that a user would take the `#` from.
fn uncommented(template: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') && !setting.is_empty() => setting.to_owned(),
        _ => line.to_owned(),
    };
    template.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_schema_names_the_keys_that_the_program_reads() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/traveler-audit.toml.schema.json"),
    );
    let schema: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let keys = |section: &Value| -> BTreeSet<String> {
        section["properties"].as_object().unwrap().keys().cloned().collect()
    };
    // The message about a key that is not known lists all there are.
    let told = |config: &str| -> BTreeSet<String> {
        let place = Place::with(&[("traveler-audit.toml", config), ("in/notes.ini", INI)]);
        let err = place.run(&["audit", "in"]).err;
        let list = err.split("there are: ").nth(1).unwrap().lines().next().unwrap();
        list.split(", ").map(str::to_owned).collect()
    };
    assert_eq!(keys(&schema), told("zzz = 1\n"));
    assert_eq!(keys(&schema["$defs"]["check"]), told("[[check]]\nzzz = 1\n"));
    let spoken = &schema["$defs"]["text"]["oneOf"][1];
    assert_eq!(keys(spoken), told("[[check]]\ntext = { zzz = 1 }\n"));
    let words = |section: &Value| section["enum"].as_array().unwrap().clone();
    for (section, key, lines) in [
        (&schema["properties"], "fail-on", "fail-on = 3\n"),
        (&schema["properties"], "profile", "profile = 3\n"),
        (&schema["$defs"]["check"]["properties"], "severity", "[[check]]\nseverity = 3\n"),
        (&schema["$defs"]["check"]["properties"], "document", "[[check]]\ndocument = 3\n"),
    ] {
        let place = Place::with(&[("traveler-audit.toml", lines), ("in/notes.ini", INI)]);
        let err = place.run(&["audit", "in"]).err;
        let list = err.split(&format!("\"{key}\" must be one of ")).nth(1).unwrap();
        let told: Vec<Value> = list.lines().next().unwrap().split(", ").map(Value::from).collect();
        assert_eq!(words(&section[key]), told, "{key}");
    }
}

#[test]
fn the_sample_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("samples/settings/traveler-audit.toml");
    let run = Place::with(&[]).json(&["audit", "--config", file.to_str().unwrap()]);
    assert_eq!(run.told("custom-threads"), "fail other-value");
    assert!(
        run.told("custom-log-sessions").starts_with("pass "),
        "{}",
        run.told("custom-log-sessions")
    );
    assert_eq!((run.code, &run.report()["summary"]["waived"]), (1, &2.into()));
    let roles: Vec<_> = run.report()["operator_files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|used| used["role"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(roles, ["config", "waivers"]);
}
