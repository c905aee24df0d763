//! How the parts of a report are worded that are no finding: steps, releases, places.

use super::neutral;
use crate::assessment::Remark;
pub(super) use crate::assessment::{Worded, word, worded};
use crate::catalog::Texts;
use crate::catalog::version::Version;
use crate::catalog::{Catalog, StepKind};
use crate::evidence::{Args, Evidence, Role};

/// The word for a code of a kind: that of the status `fail` is `status-fail`.
pub(super) fn coded(texts: &Texts, kind: &str, code: &str) -> String {
    texts.word(&format!("{kind}-{code}"), &Args::new())
}

/// What is said of a file of the operator, with the status in words.
pub(super) fn remark_text(catalog: &Catalog, remark: &Remark) -> String {
    let mut args = remark.args.clone();
    if let Some(status) = args.get_mut("status") {
        *status = coded(&catalog.texts, "status", status);
    }
    catalog.texts.warning(remark.code, &args)
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

/// Steps with their numbers, where there are several.
pub(super) fn numbered(steps: &[String]) -> Vec<String> {
    match steps {
        [one] => vec![one.clone()],
        several => several.iter().zip(1..).map(|(step, at)| format!("{at}. {step}")).collect(),
    }
}

/// A release with its levels, `9.0.1 FP10 HF265`.
pub(super) fn release(version: &Version) -> String {
    match version.level_text() {
        Some(levels) => format!("{} {levels}", version.numbers.text),
        None => version.numbers.text.clone(),
    }
}

/// A place as a table shows it: below the folder that stands under the table, and standard input in words.
pub(super) fn short_place(texts: &Texts, place: &str, folder: &str) -> String {
    let rest = place
        .strip_prefix('-')
        .filter(|rest| rest.is_empty() || rest.starts_with(':') || rest.starts_with("!/"));
    match rest {
        Some(rest) => format!("{}{rest}", texts.word("standard-input", &Args::new())),
        None => place.strip_prefix(folder).unwrap_or(place).to_owned(),
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
