//! `checklist`, as a team meets it: in every format and in both languages, with states that follow the
//! audit.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use traveler_audit::catalog::Catalog;

fn run(args: &[&str]) -> Run {
    Run::of(program().env("COLUMNS", "80").arg("checklist").args(args))
}

fn text(args: &[&str]) -> String {
    run(args).out
}

fn json(args: &[&str]) -> (i32, Value) {
    let args: Vec<_> = args.iter().copied().chain(["--format", "json"]).collect();
    let run = run(&args);
    (run.code, run.report())
}

/// The step of a list.
fn step<'l>(list: &'l Value, id: &str) -> &'l Value {
    list["steps"].as_array().unwrap().iter().find(|step| step["step"] == id).unwrap()
}

fn copy_of(sample: &str) -> TempDir {
    let into = tempfile::tempdir().unwrap();
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample)).unwrap()
    {
        let file = entry.unwrap().path();
        fs::copy(&file, into.path().join(file.file_name().unwrap())).unwrap();
    }
    into
}

#[test]
fn whole_lists_of_the_samples() {
    let release = ["samples/legacy", "--from", "9.0.1", "--to", "14.5"];
    insta::assert_snapshot!("release-table", text(&release));
    let sta = ["samples/ready", "samples/secure-mail-sta", "--move", "sta"];
    for format in ["markdown", "csv", "json"] {
        let args: Vec<_> = sta.iter().copied().chain(["--format", format]).collect();
        let list = text(&args).replace(&Catalog::built_in().unwrap().sha256, "(hash)");
        insta::assert_snapshot!(format!("sta-{format}"), list);
    }
    let german = ["samples/legacy", "--move", "verse", "--lang", "de"];
    insta::assert_snapshot!("verse-table-de", text(&german));
    let markdown: Vec<_> = german.iter().copied().chain(["--format", "markdown"]).collect();
    insta::assert_snapshot!("verse-markdown-de", text(&markdown));
}

#[test]
fn no_line_of_the_table_is_wider_than_the_terminal() {
    let kinds = ["syncml", "verse", "micro-vpn", "sta", "host"];
    for (kind, lang) in kinds.into_iter().zip(["de", "en", "de", "en", "de"]) {
        let inputs = ["samples/legacy", "samples/secure-mail-vpn"];
        let args: Vec<_> = inputs.into_iter().chain(["--move", kind, "--lang", lang]).collect();
        let out = text(&args);
        assert!(out.lines().count() > 40, "{out}");
        let wide = out.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{kind} {lang}");
    }
}

#[test]
fn states_follow_the_audit() {
    let (code, legacy) = json(&["samples/legacy", "--move", "syncml"]);
    assert_eq!(code, 1);
    assert_eq!(step(&legacy, "enforce-policy")["state"], "to-do");
    assert_eq!(step(&legacy, "substitution-rules")["state"], "done");
    assert_eq!(step(&legacy, "certificate")["state"], "cannot-tell");
    assert_eq!(step(&legacy, "pilot")["state"], "cannot-tell");
    let (code, ready) = json(&["samples/ready", "samples/secure-mail-sta", "--move", "syncml"]);
    assert_eq!(code, 3, "what no file shows is not known");
    for id in ["enforce-policy", "tls-listener", "basic-sign-in", "server-address", "way-to-server"]
    {
        assert_eq!(step(&ready, id)["state"], "done", "{id}");
    }
    let total: u64 = ready["summary"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(total, ready["steps"].as_array().unwrap().len() as u64);
}

#[test]
fn a_release_step_waits_for_the_release_whatever_the_checks_say() {
    let up = ["samples/ready", "--from", "14.0", "--to", "14.5"];
    let (_, before) = json(&up);
    let runs = |list: &Value| step(list, "install-domino")["found"][0]["text"].clone();
    let state = step(&before, "install-domino")["state"].clone();
    assert!(state == "done" || state == "to-do", "{state} {}", runs(&before));
    let stated: Vec<_> = up.iter().copied().chain(["--domino-version", "14.0"]).collect();
    let (_, older) = json(&stated);
    assert_ne!(step(&older, "install-domino")["state"], "done", "{}", runs(&older));
    let folder = copy_of("legacy");
    let path = folder.path().to_str().unwrap();
    let (_, list) = json(&[path, "--from", "9.0.1", "--to", "14.5"]);
    let filter = step(&list, "device-categories");
    assert_eq!(filter["state"], "to-do", "the check passes, and 12.0 is not there");
    assert!(filter["found"].to_string().contains("no filter refuses"), "{filter}");
    assert_eq!(filter["release"], "Traveler 12.0");
}

#[test]
fn the_way_that_is_asked_for_counts() {
    let of = |sample: &str, kind: &str| json(&[sample, "--move", kind]).1;
    let sta = of("samples/secure-mail-sta", "sta");
    assert_eq!(step(&sta, "all-platforms-sta")["state"], "done");
    let vpn = of("samples/secure-mail-vpn", "sta");
    assert_eq!(step(&vpn, "all-platforms-sta")["state"], "to-do");
    assert_eq!(
        step(&of("samples/secure-mail-vpn", "micro-vpn"), "all-platforms-micro-vpn")["state"],
        "done"
    );
    let direct = of("samples/secure-mail-direct", "micro-vpn");
    assert_eq!(step(&direct, "all-platforms-micro-vpn")["state"], "to-do");
}

#[test]
fn a_list_ends_with_the_comparison() {
    for kind in ["syncml", "verse", "micro-vpn", "sta", "host"] {
        let (_, list) = json(&["samples/legacy", "--move", kind]);
        let steps = list["steps"].as_array().unwrap();
        assert_eq!(steps[0]["step"], "report-before");
        let last = steps.last().unwrap();
        assert_eq!(last["step"], "compare-reports");
        assert!(last["how"].as_str().unwrap().contains("traveler-audit diff"));
        for step in steps {
            for part in ["title", "how", "verify", "fails", "owner"] {
                assert_ne!(step[part], "", "{kind} {} {part}", step["step"]);
            }
            assert!(!step["sources"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn what_can_not_be_asked_is_told() {
    let cases: [(&[&str], &str); 7] = [
        (&["samples/legacy"], "say what moves with --move: syncml, verse"),
        (&["samples/legacy", "--move", "moon"], "no move is called moon"),
        (&["samples/legacy", "--move", "release"], "--from 9.0.1 --to 14.5"),
        (&["samples/legacy", "--from", "14.5", "--to", "9.0.1"], "not later"),
        (&["samples/legacy", "--move", "sta", "--to", "14.5"], "belong to --move release"),
        (&["samples/legacy", "--move", "sta", "--format", "sarif"], "no format of a checklist"),
        (&["Cargo.toml", "--move", "sta"], "none of these files"),
    ];
    for (args, told) in cases {
        let Run { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
    let (_, list) = json(&["samples/legacy", "--from", "9.0.1", "--to", "17.0"]);
    assert!(list["warnings"][0].as_str().unwrap().contains("knows no release 17.0"));
}

#[test]
fn a_file_takes_its_place_as_a_whole_and_no_other() {
    let folder = copy_of("ready");
    let path = folder.path().to_str().unwrap();
    let file = folder.path().join("list.md");
    let output = file.to_str().unwrap();
    let args = [path, "--move", "sta", "--output", output];
    assert_eq!(run(&args).code, 3);
    let first = fs::read_to_string(&file).unwrap();
    assert!(
        first.starts_with("<!-- traveler-audit checklist 1: sta -->"),
        "the end tells the format"
    );
    let Run { code, err, .. } = run(&args);
    assert!(code == 2 && err.contains("--force"), "{err}");
    let forced: Vec<_> = args.iter().copied().chain(["--force"]).collect();
    assert_eq!(run(&forced).code, 3);
    assert_eq!(fs::read_to_string(&file).unwrap(), first, "the list is no input of itself");
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")));
    let book = folder.path().join("list.xlsx");
    run(&[path, "--move", "sta", "--output", book.to_str().unwrap()]);
    assert!(fs::read(book).unwrap().starts_with(b"PK"));
}

#[test]
fn values_of_inputs_break_out_of_no_format() {
    let folder = copy_of("ready");
    let file = folder.path().join("names.dxl");
    let own = fs::read_to_string(&file).unwrap();
    let hostile = "=cmd()&#10;- [x] **a** `pilot` --&gt; &lt;script&gt;|[x](http://h)";
    assert!(own.contains("Acme mail and mobile"));
    fs::write(&file, own.replace("Acme mail and mobile", hostile)).unwrap();
    let path = folder.path().to_str().unwrap();
    let markdown = text(&[path, "--move", "host", "--format", "markdown"]);
    assert!(markdown.contains("cmd()"), "the value is there");
    assert!(!markdown.contains("<script>") && !markdown.contains("[x](http://h)"), "{markdown}");
    assert!(!markdown.contains("\n- [x] **a**"), "{markdown}");
    let csv = text(&[path, "--move", "host", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn every_step_is_sound() {
    let catalog = Catalog::built_in().unwrap();
    let mut ids = BTreeSet::new();
    for step in catalog.checklist.steps() {
        let id = &step.id;
        assert!(ids.insert(*id), "{id} stands twice");
        assert!(!step.moves.is_empty() && !step.sources.is_empty(), "{id}");
        assert!(step.sources.iter().all(|own| catalog.sources.get(own).is_some()), "{id}");
        let checks = step.checks.iter().chain(&step.shown).chain(step.only.keys());
        for check in checks {
            assert!(traveler_audit::checks::find(check).is_some(), "{id}: no check {check}");
        }
        let outcomes: Vec<_> = step
            .checks
            .iter()
            .filter_map(|check| traveler_audit::checks::find(check))
            .flat_map(|check| check.outcomes)
            .collect();
        let told = step.only.values().flatten().chain(&step.not_needed);
        for outcome in told {
            assert!(outcomes.contains(&&outcome.as_str()), "{id}: no outcome {outcome}");
        }
        assert!(catalog.texts.task(id).is_some(), "{id} has no texts");
        let owner = format!("checklist-owner-{}", step.owner);
        assert_ne!(catalog.texts.word(&owner, &traveler_audit::evidence::Args::new()), owner);
        assert_eq!(step.product.is_some(), step.at.is_some() || step.reached, "{id}");
    }
    for kind in catalog.checklist.moves() {
        assert!(catalog.texts.movement(&kind.id).is_some(), "{} has no texts", kind.id);
    }
}

/// A list in a file, and the folder it is of.
struct Team {
    folder: TempDir,
    end: &'static str,
}

impl Team {
    fn new(sample: &str, end: &'static str, more: &[&str]) -> Self {
        let team = Self { folder: copy_of(sample), end };
        let file = team.file();
        let args: Vec<_> = ["--output", &file].into_iter().chain(more.iter().copied()).collect();
        team.run(&args);
        team
    }

    fn file(&self) -> String {
        self.folder.path().join(format!("list.{}", self.end)).to_str().unwrap().to_owned()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }

    /// Puts another text in the place of one that stands there once.
    fn edit(&self, from: &str, to: &str) {
        let own = self.text();
        assert_eq!(own.matches(from).count(), 1, "{from}\n{own}");
        self.write(&own.replace(from, to));
    }

    fn run(&self, args: &[&str]) -> Run {
        let path = self.folder.path().to_str().unwrap();
        run(&[path].into_iter().chain(args.iter().copied()).collect::<Vec<_>>())
    }

    /// Reads the file back, and writes the new list in a format.
    fn update(&self, format: &str) -> Run {
        self.run(&["--update", &self.file(), "--format", format])
    }

    fn json(&self) -> Value {
        self.update("json").report()
    }
}

/// Ticks the step of this key, in Markdown.
fn ticked(text: &str, key: &str) -> String {
    let line = text.lines().find(|line| line.contains(&format!("`{key}"))).unwrap();
    text.replace(line, &line.replacen("- [ ]", "- [x]", 1))
}

#[test]
fn an_untouched_file_reads_back_as_it_was_written() {
    let cases = [
        ("md", "markdown", "sta", "en"),
        ("md", "markdown", "verse", "de"),
        ("csv", "csv", "syncml", "de"),
    ];
    for (end, format, kind, lang) in cases {
        let team = Team::new("legacy", end, &["--move", kind, "--lang", lang]);
        let file = team.file();
        let again = team.run(&["--update", &file, "--format", format, "--lang", lang]);
        assert_eq!((again.out, again.err), (team.text(), String::new()), "{kind} {lang}");
    }
}

#[test]
fn ticks_owners_notes_and_own_steps_are_kept() {
    let team = Team::new("legacy", "md", &["--move", "syncml"]);
    let text = ticked(&ticked(&team.text(), "pilot"), "certificate.");
    let text =
        text.replacen("**Owner:** lead of the migration", "**Owner:** Anna, *deputy* Ben", 1);
    let text = text.replacen(
        "  - **Notes:**\n",
        "  - **Notes:** agreed on 3 December\n    - call **Ben** first\n\n    then 2\n",
        1,
    );
    let text = text.replacen(
        "## In the window\n",
        "## In the window\n\nTwo evenings, see the plan.\n\n- [x] Tell the [works council](https://example.com)\n  - by letter\n",
        1,
    );
    team.write(&text);
    let list = team.json();
    let first = &list["steps"][0];
    assert_eq!(first["owner"], "Anna, *deputy* Ben");
    assert_eq!(first["notes"][0], "agreed on 3 December\n- call **Ben** first\n\nthen 2");
    assert_eq!(step(&list, "pilot")["state"], "done-by-hand");
    let certificate = step(&list, "certificate");
    assert_eq!(
        (&certificate["state"], &certificate["ticked"]),
        (&"cannot-tell".into(), &true.into())
    );
    let added = list["added"].as_array().unwrap();
    assert_eq!(added.len(), 2);
    assert_eq!((&added[0]["phase"], &added[0]["ticked"]), (&"window".into(), &Value::Null));
    assert_eq!(
        (&added[1]["ticked"], &added[1]["text"]),
        (&true.into(), &"Tell the [works council](https://example.com)\n  - by letter".into())
    );
    let markdown = team.update("markdown").out;
    for line in [
        "  - **Owner:** Anna, *deputy* Ben\n",
        "    - call **Ben** first\n\n    then 2\n",
        "\nTwo evenings, see the plan.\n",
        "\n- [x] Tell the [works council](https://example.com)\n  - by letter\n",
        "**State:** cannot tell. It is ticked, and these files do not show it\n",
    ] {
        assert!(markdown.contains(line), "{line}\n{markdown}");
    }
    team.write(&markdown);
    assert_eq!(team.update("markdown").out, markdown, "once more changes nothing");
    let table = team.update("table").out;
    assert!(table.contains("Of the team: Tell the [works council]"), "{table}");
}

#[test]
fn states_follow_the_new_audit_and_contradictions_are_told() {
    let team = Team::new("legacy", "md", &["--move", "syncml"]);
    team.write(&ticked(&team.text(), "enforce-policy."));
    let before = team.update("json");
    let list = before.report();
    assert_eq!((before.code, &list["contradictions"]), (1, &1.into()));
    let own = step(&list, "enforce-policy");
    assert_eq!((&own["state"], &own["contradiction"]), (&"to-do".into(), &true.into()));
    let markdown = team.update("markdown").out;
    assert!(markdown.contains("CONTRADICTION"), "{markdown}");
    assert!(markdown.contains("**Steps that are ticked and still open by the audit: 1**"));
    let table = team.update("table").out;
    assert!(table.contains("CONTRADICTION") && table.contains(" [x] "), "{table}");

    let ini = team.folder.path().join("notes.ini");
    let own = fs::read(&ini).unwrap();
    let text = String::from_utf8_lossy(&own).trim_end().to_owned();
    fs::write(&ini, format!("{text}\r\nNTS_AS_ENFORCE_POLICY=false\r\n")).unwrap();
    let list = team.json();
    assert_eq!(
        (&list["contradictions"], &step(&list, "enforce-policy")["state"]),
        (&0.into(), &"done".into())
    );
}

#[test]
fn what_a_team_changed_of_our_own_text_becomes_a_note() {
    let team = Team::new("legacy", "md", &["--move", "sta"]);
    team.edit("**Do:** Take a handful of users", "**Do:** Take *exactly* five users");
    team.edit("**A few users of each kind move first**", "**The five move first**");
    let run = team.update("json");
    let list = run.report();
    let pilot = step(&list, "pilot");
    assert_eq!(pilot["title"], "A few users of each kind move first");
    let notes = pilot["notes"].to_string();
    assert!(notes.contains("Do: Take *exactly* five users with each"), "{notes}");
    assert!(notes.contains("Step: The five move first"), "{notes}");
    assert!(
        run.err.contains("list.md, line ") && run.err.contains("was changed by hand"),
        "{}",
        run.err
    );
    assert_eq!(list["remarks"].as_array().unwrap().len(), 2);
    team.write(&team.update("markdown").out);
    assert_eq!(team.json()["remarks"].as_array().unwrap().len(), 0, "now it is a note");
}

#[test]
fn a_file_that_an_editor_has_gone_over_says_the_same() {
    let team = Team::new("legacy", "md", &["--move", "syncml"]);
    let text = ticked(&team.text(), "pilot").replace("- [x] **A few", "* [X]  **A few");
    let text = text.replace("\n  - **", "\n    * **").replace('\n', "\r\n");
    team.write(&format!("\u{feff}{text}"));
    let run = team.update("json");
    let list = run.report();
    assert_eq!(step(&list, "pilot")["state"], "done-by-hand");
    assert_eq!((run.err.as_str(), list["added"].as_array().unwrap().len()), ("", 0));
    let german = team.run(&["--update", &team.file(), "--lang", "de", "--format", "markdown"]);
    assert!(german.out.contains("**Zuständig:** Leitung der Migration"), "{}", german.out);
    assert_eq!(german.err, "");
}

#[test]
fn a_step_that_the_list_has_no_more_is_kept() {
    let team = Team::new("legacy", "md", &["--move", "syncml"]);
    let text = ticked(&team.text(), "enforce-policy.");
    let line = text.lines().find(|line| line.contains("`enforce-policy.")).unwrap();
    let at = line.find("`enforce-policy.").unwrap();
    let key = line[at + 1..].split('`').next().unwrap().to_owned();
    team.write(&text.replace(&key, "enforce-policy.0badf00d"));
    let run = team.update("markdown");
    assert!(
        run.err.contains("enforce-policy.0badf00d is no step of this list any more"),
        "{}",
        run.err
    );
    assert!(run.out.contains(&key) && run.out.contains("`enforce-policy.0badf00d`"), "{}", run.out);
    team.write(&run.out);
    assert_eq!(team.update("markdown").out, run.out);
    team.write(&team.text().replace("`pilot`", "`served`"));
    assert!(team.update("markdown").err.contains("no step of this list"), "a key of no server");
}

#[test]
fn a_table_comes_back_from_a_spreadsheet() {
    let team = Team::new("legacy", "csv", &["--move", "syncml"]);
    let mut reader = csv::Reader::from_path(team.file()).unwrap();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let header = team.text().trim_start_matches('\u{feff}').lines().next().unwrap().to_owned();
    let column = |name: &str| header.split(',').position(|own| own == name).unwrap();
    let pilot = rows.iter_mut().find(|row| row[column("key")] == "pilot").unwrap();
    pilot[column("ticked")] = "Ja".to_owned();
    pilot[column("owner")] = "=Anna".to_owned();
    pilot[column("notes")] = "two\nlines; with \"signs\"".to_owned();
    pilot[column("how")] = "as we say".to_owned();
    pilot.push("3 December".to_owned());
    let served = rows.iter_mut().find(|row| row[column("key")].starts_with("served.")).unwrap();
    served[column("ticked")] = "maybe".to_owned();
    let mut own = vec![String::new(); 21];
    own[column("step")] = "-order cake".to_owned();
    own[column("owner")] = "Ben".to_owned();
    rows.push(own);
    rows.reverse();
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
    writer.write_record(header.split(',').chain(["due"])).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    team.write(&String::from_utf8(writer.into_inner().unwrap()).unwrap());
    let run = team.update("json");
    let list = run.report();
    let pilot = step(&list, "pilot");
    assert_eq!(pilot["state"], "done-by-hand");
    assert_eq!(
        (&pilot["owner"], &pilot["columns"]["due"]),
        (&"=Anna".into(), &"3 December".into())
    );
    assert_eq!(pilot["notes"][0], "two\nlines; with \"signs\"");
    assert_eq!(pilot["notes"][1], "Do: as we say");
    assert!(run.err.contains("\"maybe\" is neither yes nor no"), "{}", run.err);
    assert_eq!(list["added"][0]["text"], "-order cake\nowner: Ben");
    let again = team.update("csv").out;
    assert!(
        again.lines().next().unwrap().ends_with(",marks,due\r") || again.contains(",marks,due")
    );
    assert!(
        again.contains("'=Anna") && again.contains("'-order cake") && again.contains("3 December")
    );
    team.write(&again);
    assert_eq!(team.update("csv").out, again);
    let markdown = team.update("markdown").out;
    assert!(markdown.contains("**Owner:** =Anna\n"), "{markdown}");
    assert!(markdown.contains("due: 3 December"), "{markdown}");
}

#[test]
fn what_is_no_list_is_told_with_its_line_and_loses_nothing() {
    let team = Team::new("ready", "md", &["--move", "sta"]);
    let whole = team.text();
    let conflict = whole.replace("## In the window", "<<<<<<< ours\n## In the window");
    let cases = [
        (String::new(), "line 1: this is no checklist"),
        ("# Shopping\n\n- [ ] milk\n".to_owned(), "line 1: this is no checklist"),
        (
            whole.replace("checklist 1: sta", "checklist 2: sta"),
            "line 1: this list was written in form 2",
        ),
        (
            whole.replace("checklist 1: sta", "checklist"),
            "line 1: the first line of the list is damaged",
        ),
        (whole.replace("checklist 1: sta", "checklist 1: moon"), "no move is called moon"),
        (conflict, "a conflict of a merge is left"),
        (format!("{whole}\n```\nopen\n"), "this block of code is not closed"),
        (whole.replace("sta -->", "sta -->\0"), "a NUL byte"),
        ("key;step\npilot;\"a\n".to_owned(), "say what moves with --move"),
        (
            "key,move\npilot,sta\nserved,verse\n".to_owned(),
            "line 3: this row is of the move \"verse\"",
        ),
        ("PK\u{3}\u{4}".to_owned(), "it is a workbook; Markdown and CSV are read back"),
    ];
    for (text, told) in cases {
        team.write(&text);
        let run = team.run(&["--update", &team.file(), "--output", &team.file(), "--force"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{told}");
        assert!(run.err.contains(told), "{told}: {}", run.err);
        assert_eq!(team.text(), text, "the file stays as it is");
    }
    team.write(&whole);
    let run = team.run(&["--update", &team.file(), "--move", "verse"]);
    assert!(run.code == 2 && run.err.contains("the file is of the move \"sta\""), "{}", run.err);
    let run = team.run(&["--update", &team.file(), "--output", &team.file()]);
    assert!(run.code == 2 && run.err.contains("--force"), "{}", run.err);
    let run = team.run(&["--update", &team.file(), "--output", &team.file(), "--force"]);
    assert_eq!((run.code, team.text()), (3, whole));
    let run = team.run(&["--update", &team.file(), "--anonymize"]);
    assert_eq!(run.code, 2, "{}", run.err);
    let gone = team.run(&["--update", "no-such.md"]);
    assert!(gone.code == 2 && gone.err.contains("no-such.md"), "{}", gone.err);
}

#[test]
fn a_hostile_file_steers_neither_terminal_nor_spreadsheet() {
    let team = Team::new("ready", "md", &["--move", "sta"]);
    let text = team.text().replacen(
        "**Owner:** lead of the migration",
        "**Owner:** =cmd|'/c calc'!A1 \u{1b}[2J\u{202e}",
        1,
    );
    let own = "- [ ] @SUM(A1) \u{1b}]0;x\u{7} `../../etc/passwd` <!-- p000000 -->\n";
    team.write(&text.replacen("## In the window\n", &format!("## In the window\n\n{own}"), 1));
    for format in ["table", "markdown", "csv", "json"] {
        let out = team.update(format).out;
        assert!(out.contains("SUM(A1)"), "{format}");
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {out}");
    }
    let csv = team.update("csv").out;
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for cell in
        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
    {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

/// Words of the team behind every line of a list, at every depth: none gets lost.
#[test]
fn nothing_that_a_team_writes_gets_lost() {
    for (before, sign) in ["", "- ", "  - ", "    ", "> ", "- [ ] ", "      - [x] "].iter().zip(1..)
    {
        let team = Team::new("legacy", "md", &["--move", "sta"]);
        let lines = team.text();
        let lines: Vec<_> = lines.lines().zip(1..).collect();
        let with: Vec<_> =
            lines.iter().map(|(line, at)| format!("{line}\n{before}word{sign}x{at}z\n")).collect();
        team.write(&with.concat());
        let once = team.update("markdown").out;
        let lost: Vec<_> = lines
            .iter()
            .filter(|(_, at)| once.matches(&format!("word{sign}x{at}z")).count() == 0)
            .collect();
        assert!(lost.is_empty(), "{before:?}: {lost:?}\n{once}");
        team.write(&once);
        assert_eq!(team.update("markdown").out, once, "{before:?}");
    }
}
