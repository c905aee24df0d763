//! `rollback.txt`: what stood there before, in the forms in which it is put back.

use super::change::Change;
use super::console::{answers, set_config};
use super::plan::{Part, Planned};
use crate::catalog::Catalog;
use crate::evidence::{Args, neutral};
use std::fmt::Write as _;

/// The way back; `None` where nothing is changed.
pub(super) fn rollback(parts: &[Part], catalog: &Catalog) -> Option<String> {
    let mut out = format!("# {}\n", catalog.texts.word("fix-rollback-head", &Args::new()));
    let mut any = false;
    for part in parts.iter().filter(|part| !part.planned.is_empty()) {
        any = true;
        let _ = writeln!(out, "\n# {}", part.server.as_deref().unwrap_or("-"));
        for planned in &part.planned {
            let _ = writeln!(out, "# {}\n{}", answers(planned), back(planned, catalog));
        }
    }
    any.then_some(out)
}

fn back(planned: &Planned, catalog: &Catalog) -> String {
    let words = |id: &str, args: Vec<(&'static str, String)>| {
        neutral(&catalog.texts.word(id, &args.into_iter().collect::<Args>()))
    };
    match &planned.change {
        Change::Setting(setting) => match &setting.before {
            Some(before) => set_config(setting, &neutral(before)),
            None => words("fix-rollback-line", vec![("key", setting.key.clone())]),
        },
        Change::Item(change) => {
            let before = change.before.as_ref().map(|values| values.join(";"));
            let id = if before.is_some() { "fix-rollback-item" } else { "fix-rollback-no-item" };
            let args = vec![
                ("form", change.target.form.clone()),
                ("document", change.target.name.clone()),
                ("unid", change.target.unid.clone()),
                ("item", change.writing.item.clone()),
                ("before", before.unwrap_or_default()),
                ("after", change.writing.stored.clone()),
            ];
            words(id, args)
        }
        Change::Rule(change) => words(
            "fix-rollback-rule",
            vec![("pattern", change.pattern.clone()), ("site", change.site.name.clone())],
        ),
        Change::Policy(change) => {
            let places: Vec<_> = change.places.iter().map(ToString::to_string).collect();
            let args = vec![
                ("title", change.title.clone()),
                ("place", places.join(", ")),
                ("before", change.before.clone().unwrap_or_default()),
                ("after", change.after.clone()),
            ];
            words("fix-rollback-policy", args)
        }
        Change::Removal(change) => words(
            "fix-rollback-removal",
            vec![("document", change.target.name.clone()), ("unid", change.target.unid.clone())],
        ),
    }
}
