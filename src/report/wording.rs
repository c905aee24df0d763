//! A finding in words: the texts of the catalog with the arguments of the finding.

use super::neutral;
use crate::assessment::Finding;
use crate::catalog::version::Version;
use crate::catalog::{Catalog, Restart, StepKind, Texts};
use crate::evidence::{Args, Evidence, Role};

/// A finding in words.
pub(super) struct Worded {
    pub(super) title: String,
    pub(super) reason: String,
    pub(super) expected: String,
    pub(super) observed: String,
    pub(super) steps: Vec<WordedStep>,
}

/// A step in words.
pub(super) struct WordedStep {
    pub(super) kind: StepKind,
    pub(super) restart: Restart,
    pub(super) text: String,
}

/// Puts a finding into the words of the catalog.
pub(super) fn word(catalog: &Catalog, finding: &Finding) -> Worded {
    let args = worded(&catalog.texts, &finding.judgement.args);
    let text = catalog.texts.check(finding.check);
    let outcome = text.and_then(|text| text.outcome.get(finding.judgement.outcome));
    let fill = |text: Option<&str>| Texts::fill(text.unwrap_or(finding.judgement.outcome), &args);
    let expected = outcome
        .and_then(|outcome| outcome.expected.as_deref())
        .or(text.map(|text| text.expected.as_str()));
    let steps = catalog.checks.remediation(finding.check, finding.judgement.outcome);
    Worded {
        title: fill(text.map(|text| text.title.as_str())),
        reason: fill(outcome.map(|outcome| outcome.reason.as_str())),
        expected: fill(expected),
        observed: fill(outcome.map(|outcome| outcome.observed.as_str())),
        steps: steps
            .into_iter()
            .map(|(id, step)| WordedStep {
                kind: step.kind,
                restart: step.restart,
                text: catalog.texts.step(id, &args),
            })
            .collect(),
    }
}

/// The arguments as texts use them: a code becomes its word, made with the other arguments.
pub(super) fn worded(texts: &Texts, args: &Args) -> Args {
    let plain: Args = args.iter().map(|(name, value)| (*name, neutral(value))).collect();
    let in_words = |(name, value): (&&'static str, &String)| {
        let word = texts.argument(name, value, &plain);
        (*name, word.unwrap_or_else(|| value.clone()))
    };
    plain.iter().map(in_words).collect()
}

/// A step as people read it: what is typed at the console is marked as such.
pub(super) fn step_text(catalog: &Catalog, kind: StepKind, text: &str) -> String {
    match kind {
        StepKind::Console => {
            catalog.texts.word("console-step", &Args::from([("text", text.to_owned())]))
        }
        _ => text.to_owned(),
    }
}

/// A release with its levels, `9.0.1 FP10 HF265`.
pub(super) fn release(version: &Version) -> String {
    match version.level_text() {
        Some(levels) => format!("{} {levels}", version.numbers.text),
        None => version.numbers.text.clone(),
    }
}

/// The places a finding rests on, as people read them: `notes.ini:14`, the deciding ones first.
pub(super) fn places(evidence: &[Evidence]) -> Vec<String> {
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
