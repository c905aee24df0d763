//! How the parts of a report are worded that are no finding: remarks, codes, releases.

use crate::assessment::Remark;
pub(super) use crate::assessment::{Worded, places, step_text, word, worded};
use crate::catalog::version::Version;
use crate::catalog::{Catalog, Texts};
use crate::evidence::Args;

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
