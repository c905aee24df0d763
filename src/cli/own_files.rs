//! Files of the operator with pseudonyms in place of the names in them (`--anonymize`). TOML keeps its
//! lines, so that messages still point at the right one, and loses its comments; of a report of before stays
//! what findings are compared by.

use crate::assessment::fingerprint;
use crate::inventory::Pseudonyms;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Fingerprints of findings, and what they are with pseudonyms.
pub(super) type Prints = BTreeMap<String, String>;

/// Keys whose values are words of this program, or of the directory's design.
const KEPT: [&str; 13] = [
    "catalog-date",
    "check",
    "document",
    "encoding",
    "fail-on",
    "fail_on",
    "item",
    "key",
    "name",
    "outcome",
    "profile",
    "severity",
    "format",
];

/// A text in a TOML file, and what stands beside it.
struct Place<'t> {
    key: &'t str,
    /// The setting or item that it is a value of.
    of: Option<&'t str>,
}

/// A file of waivers, or a configuration.
pub(super) fn toml(text: &str, names: &mut Pseudonyms, prints: &Prints) -> String {
    spliced(text, &mut |place, text| match place.key {
        key if KEPT.contains(&key) => text.to_owned(),
        "server" => names.server(text),
        "owner" => names.person(text),
        "fingerprint" => prints.get(&text.to_lowercase()).cloned().unwrap_or(text.to_owned()),
        "paths" | "waivers" | "item-map" | "catalog" => names.path(text),
        "traveler-version" | "domino-version" => match text.rsplit_once('=') {
            Some((server, version)) => format!("{}={version}", names.server(server)),
            None => text.to_owned(),
        },
        _ => match place.of {
            Some(of) => names.value(of, text),
            None => names.option(text),
        },
    })
}

/// An item map: names of items and forms stay, as they do in the facts.
pub(super) fn item_map(text: &str) -> String {
    spliced(text, &mut |_, text| text.to_owned())
}

/// A piece of a text that stays or is replaced.
type Piece = (Range<usize>, Option<String>);

/// The text with what its strings are renamed to, and without comments.
fn spliced(text: &str, rename: &mut dyn FnMut(Place<'_>, &str) -> String) -> String {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut pieces = Vec::new();
    of_table(table.get_ref(), rename, &mut pieces);
    pieces.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::new(), 0);
    for (range, new) in pieces.into_iter().filter(|(range, _)| !range.is_empty()) {
        let Some(old) = text.get(range.clone()).filter(|_| range.start >= at) else { continue };
        out.push_str(&without_comments(text.get(at..range.start).unwrap_or_default()));
        out.push_str(new.as_deref().unwrap_or(old));
        // A text over several lines becomes one line; those below it keep their numbers.
        let lines = |text: &str| text.matches('\n').count();
        let lost = new.as_deref().map_or(0, |new| lines(old).saturating_sub(lines(new)));
        out.push_str(&"\n".repeat(lost));
        at = range.end;
    }
    out + &without_comments(text.get(at..).unwrap_or_default())
}

fn of_table(
    table: &DeTable<'_>,
    rename: &mut dyn FnMut(Place<'_>, &str) -> String,
    pieces: &mut Vec<Piece>,
) {
    let named = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    let of = named("key").or_else(|| named("item"));
    for (key, value) in table {
        pieces.push((key.span(), None));
        of_value(value, &Place { key: key.get_ref(), of }, rename, pieces);
    }
}

fn of_value(
    value: &toml::Spanned<DeValue<'_>>,
    place: &Place<'_>,
    rename: &mut dyn FnMut(Place<'_>, &str) -> String,
    pieces: &mut Vec<Piece>,
) {
    match value.get_ref() {
        DeValue::String(text) => {
            let new = rename(Place { ..*place }, text);
            let same = new == **text;
            pieces.push((value.span(), (!same).then(|| quoted(&new))));
        }
        DeValue::Array(list) => list.iter().for_each(|one| of_value(one, place, rename, pieces)),
        DeValue::Table(table) => of_table(table, rename, pieces),
        _ => pieces.push((value.span(), None)),
    }
}

/// A text between quotes on one line.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn without_comments(text: &str) -> String {
    let kept = text.split_inclusive('\n').map(|line| match line.split_once('#') {
        Some((before, _)) if line.ends_with('\n') => format!("{}\n", before.trim_end()),
        Some((before, _)) => before.trim_end().to_owned(),
        None => line.to_owned(),
    });
    kept.collect()
}

/// A report of before; `None` where it is none.
pub(super) fn report(text: &str, names: &mut Pseudonyms) -> Option<String> {
    let report: Value = serde_json::from_str(text).ok()?;
    let servers = report.get("servers")?.as_array()?;
    let known = servers.iter().filter_map(|server| server.get("name")?.as_str());
    let known: Vec<_> = known.collect();
    // A report that was written with pseudonyms holds no others.
    let done = !known.is_empty() && known.iter().all(|name| Pseudonyms::is_one(name));
    let mut rename = |text: &str| if done { text.to_owned() } else { names.option(text) };
    let mut of_servers = Vec::new();
    for server in servers {
        let name = server.get("name").and_then(Value::as_str).map(&mut rename);
        let own = findings(server, name.as_deref(), &mut rename);
        of_servers.push(json!({ "name": name, "findings": own }));
    }
    let kept = |key: &str| report.get(key).cloned().unwrap_or_default();
    let inputs: Vec<_> =
        report.get("inputs").and_then(Value::as_array).into_iter().flatten().collect();
    let input = |input: &&Value| json!({ "kind": input.get("kind"), "read": input.get("read") });
    let renamed = json!({
        "schema_version": kept("schema_version"),
        "as_of": kept("as_of"),
        "exit_code": kept("exit_code"),
        "inputs": inputs.iter().map(input).collect::<Vec<_>>(),
        "servers": of_servers,
        "findings": findings(&report, None, &mut rename),
    });
    serde_json::to_string_pretty(&renamed).ok()
}

/// The findings of a server or of none, by what they are compared by.
fn findings(
    from: &Value,
    server: Option<&str>,
    rename: &mut dyn FnMut(&str) -> String,
) -> Vec<Value> {
    let own = from.get("findings").and_then(Value::as_array).into_iter().flatten();
    own.filter_map(Value::as_object).map(|finding| renamed(finding, server, rename)).collect()
}

fn renamed(
    finding: &Map<String, Value>,
    server: Option<&str>,
    rename: &mut dyn FnMut(&str) -> String,
) -> Value {
    let mut new = Map::new();
    for key in ["check", "status", "outcome", "severity"] {
        new.extend(finding.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    let mut text = |key: &str| finding.get(key).and_then(Value::as_str).map(&mut *rename);
    let (subject, title) = (text("subject").unwrap_or_default(), text("title"));
    let args = finding.get("args").and_then(Value::as_object).into_iter().flatten();
    let args: Map<_, _> = args
        .filter_map(|(key, value)| Some((key.clone(), Value::from(rename(value.as_str()?)))))
        .collect();
    let check = finding.get("check").and_then(Value::as_str).unwrap_or_default();
    new.insert("fingerprint".to_owned(), fingerprint(check, &subject, server).into());
    new.insert("subject".to_owned(), subject.into());
    new.insert("args".to_owned(), args.into());
    new.extend(title.map(|title| ("title".to_owned(), title.into())));
    new.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_toml_are_replaced_and_its_lines_stay() {
        let text = "# of Acme\n[[waiver]] # by Jo\ncheck = \"http-port\" # Acme\nserver = 'Trav01/Acme'\n\
                    subject = \"mail.acme.example\"\nreason = \"\"\"for Acme #1\nsecond\"\"\"\n\
                    owner = \"Jo Doe\" # Jo\nexpires = 2027-03-31 # day\nfingerprint = \"AA\"\n";
        let prints = Prints::from([("aa".to_owned(), "bb".to_owned())]);
        let mut names = Pseudonyms::default();
        let _ = names.server("Trav01/Acme");
        let wanted = "\n[[waiver]]\ncheck = \"http-port\"\nserver = \"server1/org1\"\n\
                      subject = \"host1.domain1.example\"\nreason = \"for org1 #1\\nsecond\"\n\n\
                      owner = \"person1\"\nexpires = 2027-03-31\nfingerprint = \"bb\"\n";
        let new = toml(text, &mut names, &prints);
        assert_eq!(new, wanted);
        assert_eq!(new.lines().count(), text.lines().count());
        assert!(DeTable::parse(&new).is_ok());
    }

    #[test]
    fn a_configuration_and_an_item_map_stay_what_they_are() {
        let text = "traveler-version = [\"Trav01/Acme=9.0.1 IF7\", '9.0.1']\n\n[[check]]\nname = \"acme-x\"\n\
                    key = \"NTS_EXTERNAL_URL\"\nequals = \"https://mail.acme.example\"\n\
                    text = { en = \"ask Acme\", de = \"#Acme\" }\n";
        let mut names = Pseudonyms::default();
        let _ = names.server("Trav01/Acme");
        let new = toml(text, &mut names, &Prints::new());
        let wanted = "traveler-version = [\"server1/org1=9.0.1 IF7\", '9.0.1']\n\n[[check]]\n\
                      name = \"acme-x\"\nkey = \"NTS_EXTERNAL_URL\"\n\
                      equals = \"https://host1.domain1.example\"\n\
                      text = { en = \"ask org1\", de = \"#org1\" }\n";
        assert_eq!(new, wanted);
        let map = "[items.\"rule.type\"] # Acme\nitem = \"AcmeType#1\"\nvalues = { a = \"1\" }\n";
        assert_eq!(item_map(map), map.replace(" # Acme", ""));
    }

    #[test]
    fn a_report_keeps_what_it_is_compared_by() {
        let text = r#"{"schema_version": 1, "as_of": "2026-11-24", "inputs": [{"path": "acme", "kind": "csv", "read": "part"}],
            "servers": [{"name": "CN=Trav01/O=Acme", "findings": [{"check": "c", "status": "fail",
            "subject": "mail.acme.example", "observed": "Acme", "args": {"host": "Acme"}, "fingerprint": "0"}]}]}"#;
        let new: Value =
            serde_json::from_str(&report(text, &mut Pseudonyms::default()).unwrap()).unwrap();
        let (server, finding) = (&new["servers"][0], &new["servers"][0]["findings"][0]);
        assert_eq!(
            (&server["name"], &finding["subject"]),
            (&"CN=server1/O=org1".into(), &"host1.domain1.example".into())
        );
        let print = fingerprint("c", "host1.domain1.example", Some("CN=server1/O=org1"));
        assert_eq!(finding["fingerprint"], print);
        assert!(!new.to_string().to_lowercase().contains("acme"), "{new}");
        let again = report(&new.to_string(), &mut Pseudonyms::default()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&again).unwrap(), new);
        assert!(report("{}", &mut Pseudonyms::default()).is_none());
    }
}
