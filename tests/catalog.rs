//! The data files and the code agree: every check, outcome, step, warning and source has its texts,
//! and no text is left over.

#![allow(clippy::unwrap_used, reason = "a test may stop where the data is not as it should be")]

mod shared;

use shared::{project, rust_files};
use std::collections::BTreeSet;
use std::fs;
use traveler_audit::catalog::{Catalog, StepChange, StepKind};
use traveler_audit::checks;
use traveler_audit::naming::field;

fn catalog() -> Catalog {
    Catalog::built_in().unwrap()
}

#[test]
fn every_check_is_in_the_catalog_and_the_other_way_round() {
    let catalog = catalog();
    let registered: BTreeSet<_> = checks::all().map(|check| check.id).collect();
    assert_eq!(registered.len(), checks::all().count(), "an id is given twice");
    let listed: BTreeSet<_> = catalog.checks.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(registered, listed);
    for check in checks::all() {
        assert!(
            check
                .id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        let entry = catalog.checks.get(check.id).unwrap();
        assert!(!entry.sources.is_empty() && !entry.inputs.is_empty(), "{}", check.id);
        for source in &entry.sources {
            assert!(catalog.sources.get(source).is_some(), "{}: no source {source}", check.id);
        }
    }
}

#[test]
fn every_outcome_has_its_texts_and_none_is_left_over() {
    let catalog = catalog();
    for check in checks::all() {
        let text = catalog.texts.check(check.id).unwrap();
        let outcomes: BTreeSet<_> = check.outcomes.iter().copied().collect();
        let worded: BTreeSet<_> = text.outcomes().into_iter().collect();
        assert_eq!(outcomes, worded, "{}", check.id);
        let entry = catalog.checks.get(check.id).unwrap();
        for outcome in entry.steps.keys() {
            assert!(outcomes.contains(outcome.as_str()), "{}: steps for {outcome}", check.id);
        }
    }
}

#[test]
fn every_outcome_of_a_check_of_the_operator_has_its_texts() {
    let catalog = catalog();
    let outcomes: BTreeSet<_> = checks::CUSTOM_OUTCOMES.into_iter().collect();
    let own = catalog.texts.own();
    let worded: BTreeSet<_> = own.outcome.keys().map(String::as_str).collect();
    assert_eq!(outcomes, worded);
    for (outcome, _) in catalog.checks.own_steps() {
        assert!(outcomes.contains(outcome), "steps for {outcome}");
    }
}

#[test]
fn every_step_can_be_done() {
    let catalog = catalog();
    let mut used = BTreeSet::new();
    for entry in catalog.checks.iter() {
        for (outcome, ids) in &entry.steps {
            let found = catalog.checks.remediation(&entry.id, outcome);
            assert_eq!(found.len(), ids.len(), "{} {outcome}: a step is missing", entry.id);
            used.extend(ids.iter().cloned());
        }
    }
    used.extend(catalog.checks.own_steps().flat_map(|(_, ids)| ids.to_vec()));
    for (id, _) in catalog.checks.steps() {
        assert!(used.contains(id), "no check uses the step {id}");
        assert!(catalog.texts.has_step(id), "the step {id} has no text");
    }
}

#[test]
fn every_field_that_the_code_reads_is_in_the_catalog() {
    let catalog = catalog();
    for id in field::ALL {
        let entry = catalog.fields.get(id).unwrap_or_else(|| panic!("no field {id}"));
        assert!(id.starts_with(&format!("{}.", entry.document)), "{id}");
        assert!(catalog.documents.get(&entry.document).is_some(), "{id}");
        let word = format!("document-{}", entry.document);
        assert_ne!(catalog.texts.word(&word, &Default::default()), word, "it has no text");
    }
    for entry in catalog.fields.iter() {
        for item in &entry.items {
            assert!(!item.name.trim().is_empty(), "{}", entry.id);
        }
        let meanings: BTreeSet<_> = entry.values.iter().map(|value| &value.meaning).collect();
        assert_eq!(meanings.len(), entry.values.len(), "{}: a meaning stands twice", entry.id);
        assert!(!entry.source.is_empty(), "{}", entry.id);
    }
}

/// Words in quotes that follow one of these, with blanks and line ends between.
fn quoted_after(source: &str, opening: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (at, _) in source.match_indices(opening) {
        let rest = source[at + opening.len()..].trim_start();
        if let Some((word, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            words.insert(word.to_owned());
        }
    }
    words
}

#[test]
fn every_warning_has_a_text() {
    let catalog = catalog();
    let mut codes = BTreeSet::new();
    for file in rust_files(&project("src")) {
        if file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs") {
            continue;
        }
        let source = fs::read_to_string(file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        codes.extend(quoted_after(code, "Warning::new("));
        codes.extend(quoted_after(code, "Some("));
    }
    codes.retain(|code| {
        code.contains('-')
            && code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
    });
    assert!(codes.len() > 20, "{codes:?}");
    let missing: Vec<_> = codes.iter().filter(|code| !catalog.texts.has_warning(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_a_step_changes_is_known() {
    let catalog = catalog();
    let mut changes = 0;
    for (id, step) in catalog.checks.steps() {
        let Some(change) = &step.change else { continue };
        changes += 1;
        assert!(
            !matches!(step.kind, StepKind::Supply | StepKind::Decide),
            "{id}: a person decides, so nothing is changed without one"
        );
        let meaning = |entry: &traveler_audit::catalog::FieldEntry, value: &str| {
            entry.values.is_empty() || entry.values.iter().any(|own| own.meaning == value)
        };
        match change {
            StepChange::Field { field, value } => {
                let entry = catalog.fields.get(field).unwrap();
                assert!(meaning(entry, value), "{id}: {field} has no meaning {value}");
            }
            StepChange::Shown { shown } => {
                assert!(
                    catalog
                        .fields
                        .iter()
                        .any(|entry| !entry.values.is_empty() && meaning(entry, shown)),
                    "{id}"
                );
            }
            StepChange::Delete { delete } => {
                assert!(catalog.documents.get(delete).is_some(), "{id}")
            }
            StepChange::Setting { setting, .. } | StepChange::Listed { setting, .. } => {
                assert!(
                    setting == "{key}" || catalog.settings.get(setting).is_some(),
                    "{id}: {setting}"
                );
            }
            StepChange::Policy { policy, value } => {
                let entry = catalog.policies.get(policy).unwrap();
                let known = entry.values.is_empty() || entry.meaning(value).is_some();
                assert!(known, "{id}: {policy} knows no value {value}");
            }
            StepChange::Rule { .. } => {}
        }
    }
    assert!(changes > 10);
}

/// A Configuration document sets its values again: whoever types `set config` must know. The check of
/// NTS_AS_ENFORCE_POLICY has outcomes of its own for that.
#[test]
fn no_setting_is_typed_without_a_look_at_the_documents() {
    let catalog = catalog();
    for entry in catalog.checks.iter().filter(|entry| entry.id != "enforce-policy") {
        for (outcome, ids) in &entry.steps {
            let steps = catalog.checks.remediation(&entry.id, outcome);
            let types = steps.iter().any(|(_, step)| {
                step.kind == StepKind::Console
                    && matches!(step.change, Some(StepChange::Setting { .. }))
            });
            let looks = ids.iter().any(|id| id == "look-in-documents-first");
            assert!(!types || looks, "{} {outcome}", entry.id);
        }
    }
}
