//! Checks that an operator states: a key of notes.ini or an item of a document, and what is wanted of
//! it. They follow the rules of all others: what is missing from an excerpt, contradictory or secret
//! decides nothing.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `as-wanted` | pass | every value is as wanted |
//! | `set-as-wanted` | pass | it is set, and that is what is wanted |
//! | `absent-as-wanted` | pass | it is not set, and that is, or may be, wanted |
//! | `other-value` | fail | a value is not as wanted |
//! | `not-set` | fail | it is not set, or empty |
//! | `is-set` | fail | it is set, and should not be |
//! | `no-number` | unknown | a value that is no number is to be compared with one |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | as for other checks of a key |
//! | `no-server-document`, `contradictory`, `unclear` | unknown | as for other checks of a field |
//! | `no-site` | unknown | no Web Site document of the server |
//! | `hosting-unclear` | unknown | the Web Site document may not be the server's |

use super::document::{open, placed};
use super::ini::{Told, read};
use super::{Judgement, Listed};
use crate::domino::sign_in::Hosting;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Location, Role};
use crate::inventory::{OwnItem, OwnItemSeen, Server, plain};
use crate::naming::DocumentKind;
use regex::Regex;

/// Every outcome of such a check.
pub const CUSTOM_OUTCOMES: [&str; 16] = [
    "as-wanted",
    "set-as-wanted",
    "absent-as-wanted",
    "other-value",
    "not-set",
    "is-set",
    "no-number",
    "not-supplied",
    "fragment",
    "ini-unclear",
    "pinned",
    "no-server-document",
    "contradictory",
    "unclear",
    "no-site",
    "hosting-unclear",
];

/// Where the value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomSource {
    /// A key of notes.ini.
    Key(String),
    /// An item of a document.
    Item(OwnItem),
}

impl CustomSource {
    /// The name of the key or item.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Item(own) => &own.item,
        }
    }
}

/// What is wanted of the value. Texts compare without regard to case and to blanks at their ends.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// One of these.
    OneOf(Vec<String>),
    /// An expression that fits all of it.
    Matches(Regex),
    /// A number, at least this.
    AtLeast(i64),
    /// A number, at most this.
    AtMost(i64),
    /// Not to be set.
    Absent,
    /// To be set, to whatever.
    Present,
}

/// A check that an operator states.
#[derive(Debug, Clone)]
pub struct CustomCheck {
    /// `custom-…`.
    pub id: &'static str,
    /// Where the value stands.
    pub source: CustomSource,
    /// What is wanted of it.
    pub wanted: Wanted,
    /// Whether it may be missing.
    pub or_absent: bool,
    /// Where the check is stated.
    pub place: Location,
    /// The words in which the wanted value is stated.
    pub stated: String,
}

impl CustomCheck {
    /// The id of a check of this name. Ids of checks are known for the whole run.
    #[must_use]
    pub fn id_of(name: &str) -> &'static str {
        format!("custom-{name}").leak()
    }

    /// What it is, whomever it judges.
    #[must_use]
    pub fn listed(&self) -> Listed {
        Listed { id: self.id, outcomes: &CUSTOM_OUTCOMES }
    }

    /// Judges a server.
    #[must_use]
    pub fn judge(&self, server: &Server) -> Vec<Judgement> {
        let judgements = match &self.source {
            CustomSource::Key(key) => vec![self.of_key(server, key)],
            CustomSource::Item(own) => self.of_item(server, own),
        };
        let stated = Evidence::new(Role::Context, self.place.clone(), self.stated.clone());
        let told = |judgement: Judgement| {
            placed(server, judgement).arg("own_name", self.source.name()).shown_by([stated.clone()])
        };
        judgements.into_iter().map(told).collect()
    }

    fn of_key(&self, server: &Server, key: &str) -> Judgement {
        match read(server, key) {
            Told::Value(found) => self.of_found(found.map(|value| vec![value])),
            Told::Missing(absent, confidence) => self.of_missing(confidence).shown_by([absent]),
            Told::Open(judgement) => match server.settings.effective(key) {
                Fact::Unknown(Doubt::Unreadable, evidence) => self.of_hidden(judgement, evidence),
                _ => judgement,
            },
        }
    }

    fn of_item(&self, server: &Server, own: &OwnItem) -> Vec<Judgement> {
        let mut seen = server.own_items.iter().filter(|seen| seen.own == *own).peekable();
        if seen.peek().is_none() {
            let outcome = match own.document {
                DocumentKind::Site => "no-site",
                _ => "no-server-document",
            };
            return vec![Judgement::unknown(outcome)];
        }
        seen.map(|seen| self.of_seen(server, seen)).collect()
    }

    fn of_seen(&self, server: &Server, seen: &OwnItemSeen) -> Judgement {
        let judgement = match (&seen.fact, open(server, &seen.fact)) {
            (Fact::Unknown(Doubt::Secret, evidence), Some(open)) => {
                self.of_hidden(open, evidence.clone())
            }
            (_, Some(open)) => open,
            (Fact::Known(found), None) => self.of_found(found.clone()),
            (fact, None) => self.of_missing(fact.confidence()).shown_by(fact.evidence()),
        };
        let judgement = match seen.applies {
            Hosting::Yes => judgement,
            Hosting::Maybe => Judgement::unknown("hosting-unclear").shown_by(judgement.evidence),
        };
        judgement.about(&seen.subject)
    }

    /// That a secret is there is told; what it is, is not known to anybody here.
    fn of_hidden(&self, open: Judgement, evidence: Vec<Evidence>) -> Judgement {
        match self.wanted {
            Wanted::Absent => Judgement::fail("is-set", Confidence::Medium).shown_by(evidence),
            Wanted::Present => {
                Judgement::pass("set-as-wanted", Confidence::Medium).shown_by(evidence)
            }
            _ => open,
        }
    }

    fn of_found(&self, found: Found<Vec<String>>) -> Judgement {
        let evidence = found.evidence(Role::Observed);
        let confidence = found.confidence;
        let values: Vec<_> = found
            .value
            .iter()
            .map(|value| value.trim_ascii())
            .filter(|it| !it.is_empty())
            .collect();
        let judgement = if confidence == Confidence::Low {
            Judgement::unknown("unclear")
        } else if values.is_empty() {
            // That an empty value counts as none is concluded.
            self.of_missing(confidence.and(Confidence::Medium))
        } else {
            self.of_values(&values, confidence)
        };
        judgement.arg("own_value", values.join(", ")).shown_by([evidence])
    }

    fn of_values(&self, values: &[&str], confidence: Confidence) -> Judgement {
        let fits = match &self.wanted {
            Wanted::Absent => return Judgement::fail("is-set", confidence),
            Wanted::Present => return Judgement::pass("set-as-wanted", confidence),
            Wanted::OneOf(words) => {
                let is_one = |value: &&str| words.iter().any(|word| plain(word) == plain(value));
                Some(values.iter().all(is_one))
            }
            Wanted::Matches(pattern) => Some(values.iter().all(|value| pattern.is_match(value))),
            Wanted::AtLeast(least) => numbers(values, |number| number >= *least),
            Wanted::AtMost(most) => numbers(values, |number| number <= *most),
        };
        match fits {
            Some(true) => Judgement::pass("as-wanted", confidence),
            Some(false) => Judgement::fail("other-value", confidence),
            None => Judgement::unknown("no-number"),
        }
    }

    fn of_missing(&self, confidence: Confidence) -> Judgement {
        match self.wanted {
            Wanted::Absent => Judgement::pass("absent-as-wanted", confidence),
            _ if self.or_absent => Judgement::pass("absent-as-wanted", confidence),
            _ => Judgement::fail("not-set", confidence),
        }
    }
}

/// Whether all values fit; `None` where one is no number.
fn numbers(values: &[&str], fits: impl Fn(i64) -> bool) -> Option<bool> {
    let numbers: Result<Vec<i64>, _> = values.iter().map(|value| value.parse()).collect();
    numbers.ok().map(|numbers| numbers.into_iter().all(fits))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, server, site, told};
    use super::*;
    use crate::evidence::InputPath;
    use crate::inventory::Options;
    use crate::inventory::testing::inventory_of;

    fn check(source: CustomSource, wanted: Wanted) -> CustomCheck {
        CustomCheck {
            id: CustomCheck::id_of("own"),
            source,
            wanted,
            or_absent: false,
            place: Location::input(&InputPath::named("traveler-audit.toml")),
            stated: "stated so".to_owned(),
        }
    }

    /// What a check says of the only server of these files.
    fn judged(check: &CustomCheck, files: &[(&str, &str)]) -> Vec<Judgement> {
        let own = match &check.source {
            CustomSource::Item(own) => vec![own.clone()],
            CustomSource::Key(_) => Vec::new(),
        };
        let options = Options { own_items: own, ..Options::default() };
        check.judge(&inventory_of(files, options).0.servers[0])
    }

    fn of_key(wanted: Wanted, or_absent: bool, lines: &str) -> String {
        let check =
            CustomCheck { or_absent, ..check(CustomSource::Key("Own_Key".to_owned()), wanted) };
        told(&judged(&check, &[("notes.ini", &ini(lines))])[0])
    }

    #[test]
    fn a_value_is_compared_as_is_wanted() {
        let one_of = || Wanted::OneOf(vec!["yes".to_owned(), "On".to_owned()]);
        let expression = || Wanted::Matches(Regex::new("^[ab]+$").unwrap());
        let cases = [
            (one_of(), "ON", "pass as-wanted high"),
            (one_of(), "off", "fail other-value high"),
            (expression(), "ab", "pass as-wanted high"),
            (expression(), "abc", "fail other-value high"),
            (Wanted::AtLeast(400), "400", "pass as-wanted high"),
            (Wanted::AtLeast(400), "399", "fail other-value high"),
            (Wanted::AtLeast(400), "many", "unknown no-number low"),
            (Wanted::AtMost(400), "400", "pass as-wanted high"),
            (Wanted::AtMost(400), "401", "fail other-value high"),
            (Wanted::Present, "x", "pass set-as-wanted high"),
            (Wanted::Absent, "x", "fail is-set high"),
            // An empty value counts as none.
            (Wanted::Present, " ", "fail not-set medium"),
            (Wanted::Absent, "", "pass absent-as-wanted medium"),
        ];
        for (wanted, value, outcome) in cases {
            let what = format!("{wanted:?} {value}");
            assert_eq!(of_key(wanted, false, &format!("Own_Key={value}")), outcome, "{what}");
        }
    }

    #[test]
    fn what_is_missing_fails_unless_it_may() {
        assert_eq!(of_key(Wanted::AtLeast(1), false, ""), "fail not-set high");
        assert_eq!(of_key(Wanted::AtLeast(1), true, ""), "pass absent-as-wanted high");
        assert_eq!(of_key(Wanted::Absent, false, ""), "pass absent-as-wanted high");
        assert_eq!(
            of_key(Wanted::Absent, false, "Own_Key=1\nOwn_Key=2"),
            "unknown ini-unclear low"
        );
    }

    #[test]
    fn of_a_secret_it_is_only_known_whether_it_is_there() {
        let of = |wanted| {
            let check = check(CustomSource::Key("NTS_DB_PASSWORD".to_owned()), wanted);
            told(&judged(&check, &[("notes.ini", &ini("NTS_DB_PASSWORD=geheim"))])[0])
        };
        assert_eq!(of(Wanted::Absent), "fail is-set medium");
        assert_eq!(of(Wanted::Present), "pass set-as-wanted medium");
        assert_eq!(of(Wanted::AtLeast(1)), "unknown ini-unclear low");
    }

    #[test]
    fn items_are_looked_up_in_the_documents_of_the_server() {
        let item = |document| OwnItem { document, item: "OwnItem".to_owned() };
        let of = |kind, content: &[&str]| {
            let check = check(CustomSource::Item(item(kind)), Wanted::OneOf(vec!["1".to_owned()]));
            let files = [("notes.ini", &*ini("")), ("names.dxl", &*dxl(content))];
            let told = |one: &Judgement| format!("{}{}", one.subject, told(one));
            judged(&check, &files).iter().map(told).collect::<Vec<_>>()
        };
        let own = |value| server(&[("OwnItem", value)]);
        assert_eq!(of(DocumentKind::Server, &[&own("1")]), ["pass as-wanted medium"]);
        assert_eq!(of(DocumentKind::Server, &[&own("2")]), ["fail other-value medium"]);
        assert_eq!(of(DocumentKind::Site, &[&own("1")]), ["unknown no-site low"]);
        let sites = [site(2, &[("OwnItem", "1")]), site(3, &[("ISiteName", "Web")])].concat();
        assert_eq!(
            of(DocumentKind::Site, &[&own("1"), &sites]),
            ["Mailpass as-wanted medium", "Webfail not-set medium"]
        );
        let memo = document("Memo", 4, None, &[("OwnItem", "1")]);
        assert_eq!(of(DocumentKind::Server, &[&memo]), ["unknown no-server-document low"]);
    }

    #[test]
    fn what_is_asked_for_is_told_by_its_name() {
        let key = CustomSource::Key("Own_Key".to_owned());
        let own = OwnItem { document: DocumentKind::Server, item: "OwnItem".to_owned() };
        assert_eq!((key.name(), CustomSource::Item(own).name()), ("Own_Key", "OwnItem"));
        let check = check(key, Wanted::Present);
        assert_eq!(check.listed().id, "custom-own");
        let judgement = judged(&check, &[("notes.ini", &ini("Own_Key=1"))]).remove(0);
        assert_eq!((&*judgement.args["own_name"], &*judgement.args["own_value"]), ("Own_Key", "1"));
        let stated = judgement.evidence.last().unwrap();
        assert_eq!(stated.excerpt.as_deref(), Some("stated so"));
    }
}
