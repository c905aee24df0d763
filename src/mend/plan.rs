//! From findings to changes: what of the steps can be told without asking a person, and what is left to
//! one.

use super::change::{
    Change, ItemChange, Model, PolicyChange, Removal, RuleChange, SettingChange, Target,
};
use super::document;
use crate::assessment::{AssessedServer, Assessment, Finding, WordedStep, word};
use crate::catalog::{Catalog, Restart, StepChange, StepKind, Text, Texts};
use crate::evidence::{Args, InputPath, Location, neutral};
use crate::formats::{Document, FieldType};
use crate::inventory::Collected;
use crate::naming::{DocumentKind, Names, field};

/// What a finding asks for.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The check.
    pub check: &'static str,
    /// What it is about.
    pub subject: String,
    /// The finding.
    pub fingerprint: String,
    /// What was found, in words.
    pub observed: String,
    /// What mends it, in words.
    pub steps: Vec<WordedStep>,
}

/// A change, and the findings that it answers.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The change.
    pub change: Change,
    /// The findings.
    pub claims: Vec<Claim>,
    /// What must be restarted for it.
    pub restarts: Vec<Restart>,
}

/// Why something is left to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its steps need a decision, or something this program does not have.
    Person,
    /// Nothing tells how this directory stores it.
    Unnamed,
    /// The change alone does not mend it, by this program's own audit.
    NotEnough,
    /// The change would bring another finding about.
    Breaks,
}

impl Reason {
    /// The word of the catalog.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "fix-person",
            Self::Unnamed => "fix-unnamed",
            Self::NotEnough => "fix-not-enough",
            Self::Breaks => "fix-breaks",
        }
    }
}

/// A finding that is left to a person.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// The finding.
    pub claim: Claim,
    /// Why.
    pub reason: Reason,
}

/// What is to be done for a server; for `server` `None`, for policies and what belongs to no server.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The server, by name or by where it is known from.
    pub server: Option<String>,
    /// What can be changed.
    pub planned: Vec<Planned>,
    /// What is left to a person.
    pub by_hand: Vec<ByHand>,
}

/// All that a plan is made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// What was collected.
    pub collected: &'a Collected,
    /// Names of items.
    pub names: &'a Names<'a>,
    /// Checks limited to; empty for all.
    pub only: &'a [String],
}

impl<'a> Sources<'a> {
    fn catalog(&self) -> &'a Catalog {
        self.names.catalog()
    }
}

/// Plans for every server, and for what belongs to none.
#[must_use]
pub fn plan(assessment: &Assessment, sources: Sources<'_>) -> Vec<Part> {
    let name = |server: &AssessedServer| {
        neutral(&server.name.clone().unwrap_or_else(|| server.known_from.to_string()))
    };
    let of_servers =
        assessment.servers.iter().map(|server| part(Some(name(server)), &server.findings, sources));
    let beside = part(None, &assessment.findings, sources);
    of_servers.chain([beside]).filter(|part| !part.is_empty()).collect()
}

impl Part {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty() && self.by_hand.is_empty()
    }
}

fn part(server: Option<String>, findings: &[Finding], sources: Sources<'_>) -> Part {
    let mut part = Part { server, ..Part::default() };
    let wanted = |check: &str| sources.only.is_empty() || sources.only.iter().any(|id| id == check);
    for finding in findings.iter().filter(|finding| finding.is_open() && wanted(finding.check)) {
        let found = changes(finding, sources);
        let claim = claim(finding, sources.catalog());
        match found {
            Found::Changes(changes) => {
                changes.into_iter().for_each(|(change, restart)| {
                    part.add(change, claim.clone(), restart);
                });
            }
            Found::Nothing(reason) => part.by_hand.push(ByHand { claim, reason }),
        }
    }
    part
}

impl Part {
    /// Adds a change; one that another finding asks for too stands there once.
    fn add(&mut self, change: Change, claim: Claim, restarts: Vec<Restart>) {
        match self.planned.iter_mut().find(|planned| planned.change == change) {
            Some(planned) => {
                planned.claims.push(claim);
                planned.restarts.extend(restarts);
            }
            None => self.planned.push(Planned { change, claims: vec![claim], restarts }),
        }
    }
}

fn claim(finding: &Finding, catalog: &Catalog) -> Claim {
    let words = word(catalog, finding);
    Claim {
        check: finding.check,
        subject: neutral(&finding.judgement.subject),
        fingerprint: finding.fingerprint.clone(),
        observed: words.observed,
        steps: words.steps,
    }
}

enum Found {
    Changes(Vec<(Change, Vec<Restart>)>),
    Nothing(Reason),
}

/// What the steps of a finding change. One step that can't be told leaves all to a person.
fn changes(finding: &Finding, sources: Sources<'_>) -> Found {
    let judgement = &finding.judgement;
    let steps = sources.catalog().checks.remediation(finding.check, judgement.outcome);
    let mut restarts: Vec<Restart> = steps.iter().map(|(_, step)| step.restart).collect();
    restarts.retain(|restart| *restart != Restart::None);
    let mut changes = Vec::new();
    for (_, step) in &steps {
        match &step.change {
            Some(wanted) => match change(wanted, finding, sources) {
                Some(change) => changes.push((change, restarts.clone())),
                None => return Found::Nothing(Reason::Unnamed),
            },
            None if step.kind == StepKind::Edit || step.kind == StepKind::Click => {
                return Found::Nothing(Reason::Person);
            }
            None => {}
        }
    }
    match changes.is_empty() {
        true => Found::Nothing(Reason::Person),
        false => Found::Changes(changes),
    }
}

fn change(wanted: &StepChange, finding: &Finding, sources: Sources<'_>) -> Option<Change> {
    let args: &Args = &finding.judgement.args;
    let fill = |text: &str| plain(&Texts::fill(text, args));
    match wanted {
        StepChange::Setting { setting, value } => {
            set(finding, &fill(setting)?, fill(value)?, sources)
        }
        StepChange::Listed { setting, add } => {
            let before = shown_value(finding, setting, sources)?;
            set(finding, setting, joined(&before, add), sources)
        }
        StepChange::Field { field, value } => {
            let entry = sources.catalog().fields.get(field)?;
            let kind = DocumentKind::from_id(&entry.document)?;
            let document = shown_document(finding, kind, sources)?;
            item(document, field, &fill(value)?, sources)
        }
        StepChange::Shown { shown } => shown_item(finding, shown, sources),
        StepChange::Policy { policy, value } => set_policy(finding, policy, fill(value)?, sources),
        StepChange::Rule { rule } => new_rule(finding, fill(rule)?, sources),
        StepChange::Delete { delete } => {
            let kind = DocumentKind::from_id(delete)?;
            let document = shown_document(finding, kind, sources)?;
            Some(Change::Removal(Removal { target: target(document, sources)? }))
        }
    }
}

/// A text that can be typed; an argument that was not there, or what steers a terminal, can't.
fn plain(text: &str) -> Option<String> {
    let can = !text.contains(['{', '}']) && neutral(text) == text && !text.is_empty();
    can.then(|| text.to_owned())
}

/// The words of a list, with those joined to it that are missing.
fn joined(before: &str, add: &[Text]) -> String {
    let mut words: Vec<&str> =
        before.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    for word in add {
        if !words.iter().any(|own| own.eq_ignore_ascii_case(word)) {
            words.push(word);
        }
    }
    words.join(",")
}

fn set(finding: &Finding, key: &str, after: String, sources: Sources<'_>) -> Option<Change> {
    let is_key = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.-".contains(&byte));
    let paths = ini_paths(finding, sources);
    let before = shown_value(finding, key, sources);
    let change = SettingChange { paths, key: key.to_owned(), before, after };
    is_key.then_some(Change::Setting(change))
}

/// The policy at the places that the finding shows.
fn set_policy(
    finding: &Finding,
    policy: &str,
    after: String,
    sources: Sources<'_>,
) -> Option<Change> {
    let catalog = sources.catalog();
    let at = |place: &Location| sources.collected.policy_at(place, policy, catalog);
    let shown = finding.judgement.evidence.iter().map(|piece| &piece.location);
    let places: Vec<_> = shown.filter(|place| at(place).is_some()).cloned().collect();
    let before = at(places.first()?).map(neutral);
    let title = catalog.policies.get(policy)?.title(catalog.texts.lang.code()).to_owned();
    Some(Change::Policy(PolicyChange { places, policy: policy.to_owned(), title, before, after }))
}

/// The inputs with settings of this server that the finding shows.
fn ini_paths(finding: &Finding, sources: Sources<'_>) -> Vec<InputPath> {
    let mut paths: Vec<InputPath> = Vec::new();
    for piece in &finding.judgement.evidence {
        let path = &piece.location.path;
        if sources.collected.ini_file(path).is_some() && !paths.contains(path) {
            paths.push(path.clone());
        }
    }
    paths
}

/// The value of a key in the notes.ini that the finding shows, where it may be shown.
fn shown_value(finding: &Finding, key: &str, sources: Sources<'_>) -> Option<String> {
    let paths = ini_paths(finding, sources);
    let files = paths.iter().filter_map(|path| sources.collected.ini_file(path));
    files.filter_map(|file| file.first(key)).next().map(str::to_owned)
}

/// The first document of a kind that the finding shows.
fn shown_document<'a>(
    finding: &Finding,
    kind: DocumentKind,
    sources: Sources<'a>,
) -> Option<&'a Document> {
    let unids =
        finding.judgement.evidence.iter().filter_map(|piece| piece.location.document.as_deref());
    let mut documents = unids.filter_map(|unid| sources.collected.document(unid));
    documents.find(|document| is(document, kind, sources))
}

fn is(document: &Document, kind: DocumentKind, sources: Sources<'_>) -> bool {
    sources.names.recognise(document).is_some_and(|found| found.kind == kind)
}

fn item(document: &Document, id: &str, value: &str, sources: Sources<'_>) -> Option<Change> {
    let entry = sources.catalog().fields.get(id)?;
    let writing = sources.names.writing(document, entry, value)?;
    let number = sources.names.type_of(document, &writing.item).map(|own| own == FieldType::Number);
    Some(Change::Item(ItemChange {
        target: target(document, sources)?,
        title: entry.title.to_string(),
        number,
        before: document::values(document, &writing.item),
        writing,
    }))
}

/// The item that the finding shows, of a field with this meaning.
fn shown_item(finding: &Finding, meaning: &str, sources: Sources<'_>) -> Option<Change> {
    finding.judgement.evidence.iter().find_map(|piece| {
        let document = sources.collected.document(piece.location.document.as_deref()?)?;
        let name = piece.location.item.as_deref()?;
        let kind = sources.names.recognise(document)?.kind;
        let of_kind = sources.catalog().fields.of(kind.id());
        of_kind.filter(|entry| entry.values.iter().any(|value| value.meaning == meaning)).find_map(
            |entry| {
                let writing = sources.names.writing(document, entry, meaning)?;
                let own = writing.item.eq_ignore_ascii_case(name);
                own.then(|| item(document, &entry.id, meaning, sources)).flatten()
            },
        )
    })
}

fn target(document: &Document, sources: Sources<'_>) -> Option<Target> {
    Some(Target {
        unid: document.unid.clone()?,
        replica: document.replica.clone(),
        form: document.form.clone()?,
        name: neutral(&name_of(document, sources).unwrap_or_default()),
    })
}

/// How people call a document: the field that names documents of its kind.
fn name_of(document: &Document, sources: Sources<'_>) -> Option<String> {
    let id = match sources.names.recognise(document)?.kind {
        DocumentKind::Server => field::SERVER_NAME,
        DocumentKind::Site => field::SITE_NAME,
        DocumentKind::Rule => field::RULE_PATTERN,
        DocumentKind::Configuration => field::CONFIGURATION_SERVER,
        _ => return None,
    };
    let entry = sources.catalog().fields.get(id)?;
    sources.names.read(document, entry).values.value()?.first().cloned()
}

fn new_rule(finding: &Finding, pattern: String, sources: Sources<'_>) -> Option<Change> {
    let named = finding.judgement.args.get("site")?;
    let unids =
        finding.judgement.evidence.iter().filter_map(|piece| piece.location.document.as_deref());
    let site = unids
        .filter_map(|unid| sources.collected.document(unid))
        .filter(|document| is(document, DocumentKind::Site, sources))
        .find(|document| name_of(document, sources).as_ref() == Some(named))?;
    let rule = sources
        .collected
        .documents()
        .filter(|document| {
            document.replica == site.replica && !document.conflict && !document.truncated
        })
        .find(|document| is(document, DocumentKind::Rule, sources) && document.unid.is_some());
    let like = rule.and_then(|rule| model(rule, &pattern, sources));
    Some(Change::Rule(Box::new(RuleChange { site: target(site, sources)?, pattern, like })))
}

/// A rule to copy, where it is told how its form stores what is written.
fn model(rule: &Document, pattern: &str, sources: Sources<'_>) -> Option<Model> {
    let writing = |id: &str, value: &str| {
        let entry = sources.catalog().fields.get(id)?;
        sources.names.writing(rule, entry, value)
    };
    let mut writings = vec![
        writing(field::RULE_TYPE, "override-session-authentication")?,
        writing(field::RULE_PATTERN, pattern)?,
    ];
    writings.extend(writing(field::RULE_REPLACEMENT, ""));
    Some(Model { rule: rule.clone(), writings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gets_the_words_it_lacks() {
        let add = ["HTTP", "Traveler"].map(Text::from);
        assert_eq!(joined("Update, http", &add), "Update,http,Traveler");
        assert_eq!(joined("", &add), "HTTP,Traveler");
    }

    #[test]
    fn what_can_not_be_typed_is_no_change() {
        assert_eq!(plain("{key}"), None);
        assert_eq!(plain("a\nb"), None);
        assert_eq!(plain(""), None);
        assert_eq!(plain("/traveler*"), Some("/traveler*".to_owned()));
    }
}
