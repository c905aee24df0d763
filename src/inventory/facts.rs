//! Facts of several documents as one, and the meanings of the catalog as types of ours.

use crate::domino::sign_in::{PortStatus, RuleKind, SessionAuthentication};
use crate::evidence::{Doubt, Fact, Role};
use crate::formats::{Document, DocumentSource};

/// One fact from several documents about one server: what they agree on. Where a whole document holds
/// the field and nothing names its item, an older or undated one does not speak for it.
pub(super) fn of_documents<T: PartialEq + Clone>(facts: Vec<(&Document, Fact<T>)>) -> Fact<T> {
    let is_silent = |document: &Document, fact: &Fact<T>| {
        document.source == DocumentSource::Whole && matches!(fact, Fact::Unknown(Doubt::Unnamed, _))
    };
    let (silent, telling): (Vec<_>, Vec<_>) =
        facts.iter().partition(|(document, fact)| is_silent(document, fact));
    let newer = |silent: &Document| {
        telling.iter().any(|(other, _)| {
            other.modified.zip(silent.modified).is_some_and(|(other, own)| other > own)
        })
    };
    if !telling.is_empty() && silent.iter().any(|(document, _)| !newer(document)) {
        let all = silent.iter().chain(&telling);
        return Fact::Unknown(Doubt::Unnamed, all.flat_map(|(_, fact)| fact.evidence()).collect());
    }
    merge(facts.into_iter().map(|(_, fact)| fact).collect())
}

/// One fact from several copies of a document: what they agree on, or a contradiction. A copy in
/// which nothing names the item, or of which only an excerpt is here, takes nothing from the others.
pub(super) fn merge<T: PartialEq + Clone>(facts: Vec<Fact<T>>) -> Fact<T> {
    let unnamed =
        |fact: &Fact<T>| matches!(fact, Fact::Unknown(Doubt::Unnamed | Doubt::Fragment, _));
    let telling: Vec<_> = facts.iter().filter(|fact| !unnamed(fact)).collect();
    match telling.as_slice() {
        [] => facts.into_iter().next().unwrap_or_else(Fact::not_supplied),
        [first, rest @ ..] if rest.iter().all(|other| agree(first, other)) => (*first).clone(),
        several => Fact::Unknown(
            Doubt::Ambiguous,
            several.iter().flat_map(|fact| fact.evidence()).collect(),
        ),
    }
}

fn agree<T: PartialEq>(a: &Fact<T>, b: &Fact<T>) -> bool {
    match (a, b) {
        (Fact::Known(a), Fact::Known(b)) => a.value == b.value,
        (Fact::Absent(_), Fact::Absent(_)) => true,
        (Fact::Unknown(a, _), Fact::Unknown(b, _)) => a == b,
        _ => false,
    }
}

pub(super) fn as_flag(meaning: Fact<String>, on: &str, off: &str) -> Fact<bool> {
    translate(meaning, |word| match word {
        word if word == on => Some(true),
        word if word == off => Some(false),
        _ => None,
    })
}

pub(super) fn as_session(meaning: Fact<String>) -> Fact<SessionAuthentication> {
    translate(meaning, |word| match word {
        "off" => Some(SessionAuthentication::Off),
        "single" => Some(SessionAuthentication::Single),
        "multi" => Some(SessionAuthentication::Multi),
        _ => None,
    })
}

pub(super) fn as_port_status(meaning: Fact<String>) -> Fact<PortStatus> {
    translate(meaning, |word| match word {
        "on" => Some(PortStatus::On),
        "off" => Some(PortStatus::Off),
        "redirect" => Some(PortStatus::Redirect),
        _ => None,
    })
}

pub(super) fn as_rule_kind(meaning: Fact<String>) -> Fact<RuleKind> {
    translate(meaning, |word| match word {
        "directory" => Some(RuleKind::Directory),
        "redirection" => Some(RuleKind::Redirection),
        "substitution" => Some(RuleKind::Substitution),
        "response-header" => Some(RuleKind::ResponseHeader),
        "override-session-authentication" => Some(RuleKind::OverrideSession),
        _ => None,
    })
}

/// A meaning of the catalog as a type of ours; a word we don't know is no meaning.
fn translate<T>(meaning: Fact<String>, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
    match meaning {
        Fact::Known(found) => match read(&found.value) {
            Some(value) => Fact::Known(found.map(|_| value)),
            None => Fact::Unknown(Doubt::NoMeaning, vec![found.evidence(Role::Observed)]),
        },
        Fact::Absent(evidence) => Fact::Absent(evidence),
        Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
    }
}

pub(super) fn one_text(values: Fact<Vec<String>>) -> Fact<String> {
    match values {
        Fact::Known(found) if found.value.len() == 1 => {
            Fact::Known(found.map(|mut values| values.remove(0)))
        }
        Fact::Known(found) if found.value.is_empty() => Fact::Known(found.map(|_| String::new())),
        Fact::Known(found) => {
            Fact::Unknown(Doubt::SeveralValues, vec![found.evidence(Role::Observed)])
        }
        Fact::Absent(evidence) => Fact::Absent(evidence),
        Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
    }
}
