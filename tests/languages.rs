//! The texts of both languages say the same: no key, argument or translation is missing, and the
//! program speaks the language that it is told.

#![allow(clippy::unwrap_used, reason = "a test may stop where the data is not as it should be")]

use assert_cmd::Command;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use traveler_audit::catalog::{Catalog, Language};

/// Texts that are alike in both languages: codes, names of products and keys, what is typed at a
/// console.
const ALIKE: &[&str] = &[
    "en",
    "STA",
    "iOS",
    "Android",
    "Android Enterprise",
    "Android 5",
    "Android 8 (O)",
    "Secure Mail Exchange Server",
    "System",
    "Status",
    "Server",
    "Traveler",
    "Domino",
    "Host",
    "Bytes",
    "SHA-256",
    "Secure Mail",
    "Version",
    "Build",
    "TLS",
    "TLS 1.2",
    "server",
    "task http",
    "task traveler",
    "restart server",
    "restart {reader}",
    "restart task http",
    "restart task traveler",
    "tell http refresh",
    "set config {key}=0",
    "set config {key}=true",
    "set config {part}=false",
    "set config {list}={part}",
    "set config DISABLE_SSLV3=1",
    "set config NTS_AS_ENFORCE_POLICY=false",
    "set config NTS_AUTOSTOP_HTTP=true",
    "set config NTS_USER_AGENT_ALLOWED_OTHER=true",
    "set config NTS_USER_SESSION=true",
    "HTTPIHSEnabled=1",
    "Secure Mail Exchange Server = https://HOST/traveler/Microsoft-Server-ActiveSync",
    "traveler-audit diff before.json after.json",
    "NTS_AS_ENFORCE_POLICY=false",
    "NTS_AUTOSTOP_HTTP=true",
    "NTS_AS_ENFORCE_POLICY={value}",
    "NTS_USER_AGENT_ALLOWED_OTHER=false",
    "NTS_USER_AGENT_ALLOWED_REGEX={value}",
    "NTS_USER_SESSION=false",
    "ServerTasks={value}",
    "ServerTasks={value}; NTS_AUTOSTART_HTTP=false",
    "{key}=1",
    "{key}=false",
    "{value}: -ssl3 ENABLED",
    "{value}: -tls12 DISABLED",
    "{name} | Traveler {traveler} | Domino {domino} | {counts}",
    "{count} × {form}{title}",
];

fn file_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data/texts").join(name)
}

/// The texts of a file by their keys, `step.restart-http`.
fn texts(name: &str) -> BTreeMap<String, String> {
    let table: toml::Table = fs::read_to_string(file_of(name)).unwrap().parse().unwrap();
    let mut found = BTreeMap::new();
    gather("", &toml::Value::Table(table), &mut found);
    found.remove("lang");
    found
}

fn gather(key: &str, value: &toml::Value, found: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                gather(&key, value, found);
            }
        }
        value => {
            found.insert(key.to_owned(), value.as_str().unwrap().to_owned());
        }
    }
}

/// `b` in `a {b} c`.
fn arguments(text: &str) -> BTreeSet<&str> {
    let names = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    names.filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).collect()
}

/// Whether a text holds nothing but arguments and what stands between them.
fn is_frame(text: &str) -> bool {
    let mut rest = text.to_owned();
    for name in arguments(text) {
        rest = rest.replace(&format!("{{{name}}}"), "");
    }
    rest.chars().all(|c| !c.is_alphanumeric())
}

#[test]
fn both_files_hold_the_same_keys_and_no_text_is_empty() {
    let (english, german) = (texts("en.toml"), texts("de.toml"));
    let keys = |texts: &BTreeMap<String, String>| texts.keys().cloned().collect::<BTreeSet<_>>();
    let missing: Vec<_> = keys(&english).difference(&keys(&german)).cloned().collect();
    assert!(missing.is_empty(), "not in de.toml: {missing:#?}");
    let left_over: Vec<_> = keys(&german).difference(&keys(&english)).cloned().collect();
    assert!(left_over.is_empty(), "only in de.toml: {left_over:#?}");
    for (key, text) in english.iter().chain(&german) {
        assert!(!text.trim().is_empty(), "{key} is empty");
    }
}

#[test]
fn every_text_takes_the_same_arguments_in_both_languages() {
    let german = texts("de.toml");
    for (key, text) in texts("en.toml") {
        let Some(own) = german.get(&key) else { continue };
        assert_eq!(arguments(own), arguments(&text), "{key}: {own}");
    }
}

#[test]
fn every_text_is_translated() {
    let german = texts("de.toml");
    let english = texts("en.toml");
    let same = |(key, text): &(&String, &String)| german.get(*key) == Some(*text);
    let alike = |text: &str| is_frame(text) || ALIKE.contains(&text);
    let untranslated: Vec<_> =
        english.iter().filter(same).filter(|(_, text)| !alike(text)).collect();
    assert!(untranslated.is_empty(), "{untranslated:#?}");
}

/// English words that no German sentence holds, beside labels, commands and file names.
#[test]
fn no_english_sentence_is_left_in_german_texts() {
    let words = [" the ", " which ", " whether ", " can't ", " is not ", " and the ", " of the "];
    for (key, text) in texts("de.toml") {
        // Labels of the English client, and what a server or document says in English.
        let mut own = String::new();
        let mut inside = None;
        for c in text.chars() {
            match (c, inside) {
                ('‹', _) => inside = Some('›'),
                ('"', None) => inside = Some('"'),
                (c, Some(end)) if c == end => inside = None,
                (c, None) => own.push(c),
                _ => {}
            }
        }
        for word in words {
            assert!(!own.contains(word), "{key} holds \"{word}\": {text}");
        }
    }
}

#[test]
fn quotes_and_marks_of_german_texts_are_closed() {
    for (key, text) in texts("de.toml") {
        for (open, close) in [('„', '“'), ('‹', '›')] {
            let count = |mark: char| text.matches(mark).count();
            assert_eq!(count(open), count(close), "{key}: {text}");
        }
    }
}

#[test]
fn policies_bear_the_titles_of_the_german_console() {
    let catalog = Catalog::built_in_with(Language::German).unwrap();
    let german = texts("de.toml");
    let mut seen = 0;
    for policy in catalog.policies.iter() {
        for list in ["policy", "differs"] {
            if let Some(word) = german.get(&format!("word.arg-{list}-{}", policy.id)) {
                assert_eq!(word, policy.title("de"), "{}", policy.id);
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

/// The program in the root of the project, in a locale that names no language.
fn program(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["NO_COLOR", "COLUMNS", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1795478400").args(args);
    command
}

fn printed(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn the_option_wins_over_the_locale() {
    let explain = ["explain", "https-port"];
    let english = printed(&mut program(&explain));
    assert!(english.contains("Why it matters"), "{english}");
    let german = printed(program(&explain).env("LC_ALL", "de_AT.UTF-8"));
    assert!(german.contains("Warum das wichtig ist"), "{german}");
    assert_eq!(printed(&mut program(&["explain", "https-port", "--lang", "de"])), german);
    let chosen = ["--lang", "en", "explain", "https-port"];
    assert_eq!(printed(program(&chosen).env("LC_ALL", "de_DE")), english);
}

#[test]
fn only_texts_for_people_depend_on_the_language() {
    let report = |lang: &str| {
        let args = ["audit", "samples/legacy", "--format", "json", "--lang", lang];
        serde_json::from_str::<serde_json::Value>(&printed(&mut program(&args))).unwrap()
    };
    let (english, german) = (report("en"), report("de"));
    assert_eq!((&english["lang"], &german["lang"]), (&"en".into(), &"de".into()));
    assert_eq!(english["catalog"], german["catalog"]);
    let codes = |report: &serde_json::Value| {
        let findings = report["servers"][0]["findings"].as_array().unwrap().clone();
        let code = |finding: &serde_json::Value| {
            ["check", "status", "outcome", "confidence", "severity"].map(|key| finding[key].clone())
        };
        findings.iter().map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&english), codes(&german));
    let reason = |report: &serde_json::Value| report["servers"][0]["findings"][0]["reason"].clone();
    assert_ne!(reason(&english), reason(&german));
}

#[test]
fn a_corrected_file_of_a_language_counts_for_that_language() {
    let folder = tempfile::tempdir().unwrap();
    let own = fs::read_to_string(file_of("de.toml")).unwrap();
    let own = own.replace("Warum das wichtig ist", "Wozu das gut ist");
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(folder.path().join("texts/de.toml"), own).unwrap();
    let catalog = folder.path().to_str().unwrap();
    let explain = |lang| {
        printed(&mut program(&["explain", "https-port", "--catalog", catalog, "--lang", lang]))
    };
    assert!(explain("de").contains("Wozu das gut ist"));
    assert!(explain("en").contains("Why it matters"));
}

/// Whole tables in German at 80 columns.
#[test]
fn whole_german_outputs_of_the_samples() {
    for sample in ["legacy", "ready", "german", "secure-mail-broken"] {
        let path = format!("samples/{sample}");
        let table =
            printed(program(&["audit", &path, "--all", "--lang", "de"]).env("COLUMNS", "80"));
        insta::assert_snapshot!(format!("{sample}-table-de"), table);
    }
}
