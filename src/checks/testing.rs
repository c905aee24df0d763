//! Servers for the tests of the checks, built from small inputs by the same readers that a user's
//! files go through.

use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::evidence::Args;
use crate::inventory::testing::inventory_of;
use crate::inventory::{Options, Period, Server, StatedVersion};

/// A whole notes.ini of the server of [`server`], with these lines besides.
pub(super) fn ini(lines: &str) -> String {
    format!("[Notes]\nDirectory=/local/notesdata\nKitType=2\nServerName=Trav01/Acme\n{lines}\n")
}

/// A document as DXL.
pub(super) fn document(form: &str, unid: u8, parent: Option<u8>, items: &[(&str, &str)]) -> String {
    let id = |number: u8| format!("{number:032X}");
    let parent = parent.map(|parent| format!(" response='true' parent='{}'", id(parent)));
    let items: String = items
        .iter()
        .map(|(name, value)| format!("<item name='{name}'><text>{value}</text></item>\n"))
        .collect();
    format!(
        "<document form='{form}'{}>\n<noteinfo unid='{}' sequence='1'/>\n{items}</document>\n",
        parent.unwrap_or_default(),
        id(unid)
    )
}

/// These items, and those of the default that have no other value among them.
pub(super) fn with<'i>(
    own: &[(&'i str, &'i str)],
    items: &[(&'i str, &'i str)],
) -> Vec<(&'i str, &'i str)> {
    let kept = own.iter().filter(|(name, _)| items.iter().all(|(other, _)| other != name));
    kept.chain(items).copied().collect()
}

/// A Server document of the server, with these items besides.
pub(super) fn server(items: &[(&str, &str)]) -> String {
    let own = [
        ("Type", "Server"),
        ("ServerName", "CN=Trav01/O=Acme"),
        ("HTTP_NormalMode", "2"),
        ("HTTP_SSLMode", "1"),
        ("HTTP_SSLNP", "1"),
        ("HTTP_SSLAnonymous", "0"),
    ];
    document("Server", 1, None, &with(&own, items))
}

/// A Server document of another name, whose Traveler tab holds these items.
pub(super) fn pool_member(unid: u8, name: &str, items: &[(&str, &str)]) -> String {
    let name = format!("CN={name}/O=Acme");
    let own = [("Type", "Server"), ("ServerName", name.as_str())];
    document("Server", unid, None, &[&own, items].concat())
}

/// A Web Site document that every server hosts, with these items besides.
pub(super) fn site(unid: u8, items: &[(&str, &str)]) -> String {
    let own = [
        ("Type", "WebSite"),
        ("WSHostingSrvrs", "*"),
        ("ISiteName", "Mail"),
        ("ISiteOrg", "Acme"),
        ("SSLNameAndPwd", "1"),
        ("SSLAnonymous", "0"),
    ];
    document("WebSite", unid, None, &with(&own, items))
}

/// A rule of the form of [`RULE_FORM`] on a site.
pub(super) fn rule(unid: u8, site: u8, kind: &str, pattern: &str) -> String {
    document("R", unid, Some(site), &[("RKind", kind), ("RPath", pattern)])
}

/// The design of a rule form: `O` overrides session authentication, `S` substitutes.
pub(super) const RULE_FORM: &str = "<form name='Rule of ours' alias='R'><body><richtext>
<par>Type of rule: <field type='keyword' kind='editable' name='RKind'><keywords><textlist>
<text>Directory|D</text><text>Redirection|N</text><text>Substitution|S</text>
<text>Override session authentication|O</text></textlist></keywords></field></par>
<par>Incoming URL pattern: <field type='text' kind='editable' name='RPath'/></par>
<par>Replacement pattern: <field type='text' kind='editable' name='RNew'/></par>
</richtext></body></form>\n";

/// The design of a Server form that names the item of Internet authentication.
pub(super) const SERVER_FORM: &str = "<form name='Server'><body><richtext>
<par>Internet authentication: <field type='keyword' kind='editable' name='INames'><keywords><textlist>
<text>Fewer name variations with higher security|f</text>
<text>More name variations with lower security|m</text></textlist></keywords></field></par>
</richtext></body></form>\n";

/// The design of a Server form with the fields of Traveler.
pub(super) const TRAVELER_FORM: &str = "<form name='Server'><body><richtext>
<par>External URL: <field type='text' kind='editable' name='TUrl'/></par>
<par>Log level: <field type='keyword' kind='editable' name='TLevel'><keywords><textlist>
<text>Informational|i</text><text>Finest|t</text></textlist></keywords></field></par>
<par>SyncML logging: <field type='keyword' kind='editable' name='TSync'><keywords><textlist>
<text>Enabled|1</text><text>Disabled|0</text></textlist></keywords></field></par>
<par>Fields logged - privacy: <field type='text' kind='editable' name='TPriv'/></par>
</richtext></body></form>\n";

/// A database export with these designs and documents.
pub(super) fn dxl(content: &[&str]) -> String {
    let content = content.concat();
    let documents = content.matches("<document ").count();
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<database xmlns='http://www.lotus.com/dxl' \
         replicaid='0000000000000001'>\n<databaseinfo numberofdocuments='{documents}'/>\n{content}</database>\n"
    )
}

/// A database export of that day, of a database with so many documents.
pub(super) fn export(day: &str, count: usize, content: &[&str]) -> String {
    let text = dxl(content);
    let (head, tail) = text.split_once("<databaseinfo ").unwrap();
    let (_, tail) = tail.split_once("/>").unwrap();
    let date = if day.is_empty() {
        String::new()
    } else {
        format!("<datamodified><datetime>{day}T120000,00Z</datetime></datamodified>")
    };
    format!("{head}<databaseinfo numberofdocuments='{count}'>{date}</databaseinfo>{tail}")
}

/// The log of a server that tells its Domino, `14.5.1, March 05, 2026`.
pub(super) fn log_of_domino(release: &str) -> String {
    format!(
        "2026-11-24 07:15:01   HCL Domino (r) Server (64 Bit), Release {release}\n2026-11-24 07:15:02   Server started on Trav01/Acme\n2026-11-24 07:15:04   HTTP Server: Started\n"
    )
}

/// Findings of testssl.sh, flat: `("SSLv3", "not offered")`.
pub(super) fn scan(host: &str, port: &str, findings: &[(&str, &str)]) -> String {
    let findings = findings.iter().map(|(id, finding)| {
        format!(
            "{{\"id\":\"{id}\",\"ip\":\"{host}/\",\"port\":\"{port}\",\"severity\":\"OK\",\"finding\":\"{finding}\"}}"
        )
    });
    format!("[{}]", findings.collect::<Vec<_>>().join(",\n"))
}

/// What a check says of the only server that these files speak of.
pub(super) fn judge(check: &Check, files: &[(&str, &str)]) -> Vec<Judgement> {
    judge_stated(check, files, None)
}

/// The same with a Traveler version that the operator states.
pub(super) fn judge_stated(
    check: &Check,
    files: &[(&str, &str)],
    stated: Option<&str>,
) -> Vec<Judgement> {
    let options =
        Options { traveler: stated.into_iter().map(stated_as).collect(), ..Options::default() };
    let mut all = judge_with(check, files, options);
    assert_eq!(all.len(), 1, "servers");
    all.remove(0)
}

/// The same with a Domino release that the operator states.
pub(super) fn judge_domino(check: &Check, files: &[(&str, &str)], release: &str) -> Vec<Judgement> {
    let options = Options { domino: vec![stated_as(release)], ..Options::default() };
    judge_with(check, files, options).remove(0)
}

fn stated_as(text: &str) -> StatedVersion {
    StatedVersion { server: None, text: text.to_owned(), place: None }
}

/// What a check says of each of several servers, by name.
pub(super) fn judge_all(check: &Check, files: &[(&str, &str)]) -> Vec<Vec<Judgement>> {
    judge_with(check, files, Options::default())
}

fn judge_with(check: &Check, files: &[(&str, &str)], options: Options) -> Vec<Vec<Judgement>> {
    let period = Period { as_of: jiff::civil::date(2026, 11, 24), days: 90 };
    let options = Options { period, ..options };
    let servers = inventory_of(files, options).0.servers;
    servers.iter().map(|server| judgements_of(check, server)).collect()
}

fn judgements_of(check: &Check, server: &Server) -> Vec<Judgement> {
    let judgements = (check.judge)(server, &Catalog::built_in().unwrap());
    for judgement in &judgements {
        assert_sound(check.id, check.outcomes, judgement);
    }
    judgements
}

/// A judgement has an outcome of its check, evidence, and what its texts need.
pub(super) fn assert_sound(check: &str, outcomes: &[&str], judgement: &Judgement) {
    assert!(outcomes.contains(&judgement.outcome), "{} is not listed", judgement.outcome);
    assert!(!judgement.evidence.is_empty(), "{} has no evidence", judgement.outcome);
    for (name, value) in judgement.args.iter().filter(|(name, _)| !FROM_INPUTS.contains(name)) {
        // A code may read like its own word.
        let coded = Catalog::shared(crate::catalog::Language::English)
            .unwrap()
            .texts
            .argument(name, value, &Args::new())
            .is_some();
        assert!(coded || is_free_of_language(value), "{}: {name} is {value}", judgement.outcome);
    }
    assert_eq!(unfilled(check, judgement), [""; 0], "{}", judgement.outcome);
}

/// The names in the texts of a judgement that it has no arguments for.
fn unfilled(check: &str, judgement: &Judgement) -> Vec<String> {
    let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
    let own = catalog.texts.check(check).unwrap();
    let outcome = own.outcome(judgement.outcome).unwrap();
    let steps = catalog.checks.remediation(check, judgement.outcome);
    let steps = steps.iter().map(|(id, _)| catalog.texts.step(id, &Args::new()));
    let said = [own.title, outcome.reason, outcome.observed];
    let expected = outcome.expected.unwrap_or(own.expected);
    let texts = said.into_iter().chain([expected]).map(str::to_owned).chain(steps);
    let words = judgement
        .args
        .iter()
        .filter_map(|(name, value)| catalog.texts.argument(name, value, &Args::new()));
    let names = texts.chain(words).flat_map(|text| names_in(&text));
    names.filter(|name| !judgement.args.contains_key(name.as_str())).collect()
}

/// `b` in `a {b} c`.
fn names_in(text: &str) -> Vec<String> {
    let openings = text.split('{').skip(1);
    openings.filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

/// Arguments that hold what an input says; all others are codes, names and numbers.
const FROM_INPUTS: [&str; 7] = ["app", "value", "values", "pinned", "site", "pattern", "text"];

fn is_free_of_language(value: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let phrase = value.contains(' ') && value.split(' ').any(is_word);
    !phrase && !Catalog::built_in().unwrap().texts.holds(value)
}

/// `status outcome confidence` of a judgement.
pub(super) fn told(judgement: &Judgement) -> String {
    let status = judgement.status.word();
    format!("{status} {} {}", judgement.outcome, judgement.confidence.word())
}
