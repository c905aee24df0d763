//! A finding in words: the texts of the catalog with the arguments of the finding.

use super::Finding;
use crate::catalog::{Catalog, Restart, StepKind, Texts};
use crate::evidence::{Args, Evidence, Role, neutral};

/// A finding in words.
pub struct Worded {
    /// What the check is about.
    pub title: String,
    /// Why it came out so.
    pub reason: String,
    /// What is wanted.
    pub expected: String,
    /// What was found.
    pub observed: String,
    /// What mends it.
    pub steps: Vec<WordedStep>,
}

/// A step in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordedStep {
    /// Its name in the catalog.
    pub id: String,
    /// How it is done.
    pub kind: StepKind,
    /// What must be restarted for it.
    pub restart: Restart,
    /// What is to be done.
    pub text: String,
}

/// Puts a finding into the words of the catalog.
#[must_use]
pub fn word(catalog: &Catalog, finding: &Finding) -> Worded {
    let args = worded(&catalog.texts, &finding.judgement.args);
    let text = catalog.texts.check(finding.check);
    let outcome = text.and_then(|text| text.outcome(finding.judgement.outcome));
    let fill = |text: Option<&str>| Texts::fill(text.unwrap_or(finding.judgement.outcome), &args);
    let expected = outcome.and_then(|outcome| outcome.expected).or(text.map(|text| text.expected));
    let steps = catalog.checks.remediation(finding.check, finding.judgement.outcome);
    Worded {
        title: fill(text.map(|text| text.title)),
        reason: fill(outcome.map(|outcome| outcome.reason)),
        expected: fill(expected),
        observed: fill(outcome.map(|outcome| outcome.observed)),
        steps: steps
            .into_iter()
            .map(|(id, step)| WordedStep {
                id: id.to_owned(),
                kind: step.kind,
                restart: step.restart,
                text: catalog.texts.step(id, &args),
            })
            .collect(),
    }
}

/// The arguments as texts use them: a code becomes its word, made with the other arguments.
#[must_use]
pub fn worded(texts: &Texts, args: &Args) -> Args {
    let plain: Args = args.iter().map(|(name, value)| (*name, neutral(value))).collect();
    let in_words = |(name, value): (&&'static str, &String)| {
        let word = texts.argument(name, value, &plain);
        (*name, word.unwrap_or_else(|| value.clone()))
    };
    plain.iter().map(in_words).collect()
}

/// A step as people read it: what is typed at the console is marked as such.
#[must_use]
pub fn step_text(catalog: &Catalog, kind: StepKind, text: &str) -> String {
    match kind {
        StepKind::Console => {
            catalog.texts.word("console-step", &Args::from([("text", text.to_owned())]))
        }
        _ => text.to_owned(),
    }
}

/// The places a finding rests on, as people read them: `notes.ini:14`, the deciding ones first.
#[must_use]
pub fn places(evidence: &[Evidence]) -> Vec<String> {
    let mut ordered: Vec<&Evidence> = evidence.iter().collect();
    ordered.sort_by_key(|piece| match piece.role {
        Role::Observed | Role::Conflict => 0,
        Role::Absent => 1,
        Role::Default | Role::Context => 2,
    });
    let mut places = Vec::new();
    for piece in ordered {
        let place = neutral(&piece.location.to_string());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Some of the places, as they are put behind what was found.
#[must_use]
pub fn places_text(places: &[String], most: usize) -> String {
    match places {
        [] => String::new(),
        places if places.len() <= most => format!(" ({})", places.join(", ")),
        places => format!(" ({}, …)", places.get(..most).unwrap_or_default().join(", ")),
    }
}
