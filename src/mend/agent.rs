//! `directory.lss`: a LotusScript agent that makes the changes of the directory through the Notes API,
//! dry-run by default. Its fixed part is `mender.lss` of the catalog; here the calls are made.

use super::change::{Change, ItemChange, Removal, RuleChange};
use super::console::answers;
use super::plan::{Part, Planned};
use super::quote::lotus_script;
use crate::catalog::Catalog;
use crate::evidence::neutral;
use std::fmt::Write as _;

/// Lines of source that one subroutine holds at the most; a larger one does not compile.
const MAX_CALLS: usize = 200;

/// The agent; `None` where nothing of the directory can be changed so.
pub(super) fn agent(parts: &[Part], catalog: &Catalog) -> Option<String> {
    let mut calls: Vec<String> = Vec::new();
    for planned in parts.iter().flat_map(|part| &part.planned) {
        if let Some(call) = call(planned)
            && !calls.contains(&call)
        {
            calls.push(call);
        }
    }
    if calls.is_empty() {
        return None;
    }
    let blocks: Vec<_> = calls.chunks(MAX_CALLS).collect();
    let mut out = catalog.mender.to_string();
    out.push_str("Sub Changes(db As NotesDatabase)\n");
    for at in 1..=blocks.len() {
        let _ = writeln!(out, "    Call Changes{at}(db)");
    }
    out.push_str("End Sub\n");
    for (at, block) in blocks.iter().enumerate() {
        let _ = write!(
            out,
            "\nSub Changes{}(db As NotesDatabase)\n{}End Sub\n",
            at + 1,
            block.concat()
        );
    }
    Some(out)
}

/// Whether a change stands in the agent.
pub(super) fn holds(planned: &Planned) -> bool {
    call(planned).is_some()
}

fn call(planned: &Planned) -> Option<String> {
    let call = match &planned.change {
        Change::Setting(_) | Change::Policy(_) => return None,
        Change::Item(change) => set_item(change),
        Change::Rule(change) => new_rule(change)?,
        Change::Removal(change) => removal(change),
    };
    Some(format!("    ' {}\n    {call}\n", neutral(&answers(planned))))
}

fn set_item(change: &ItemChange) -> String {
    let target = &change.target;
    let before = change.before.as_deref().unwrap_or_default().join(";");
    let what = format!("{} \"{}\": {}", target.form, target.name, change.title);
    format!(
        "Call SetItem(db, {}, {}, {}, {}, {}, {})",
        lotus_script(&target.unid),
        lotus_script(&change.writing.item),
        lotus_script(&before),
        lotus_script(&change.writing.stored),
        if change.number == Some(true) { "True" } else { "False" },
        lotus_script(&what),
    )
}

fn new_rule(change: &RuleChange) -> Option<String> {
    let like = change.like.as_ref()?;
    let list = |texts: Vec<&str>| {
        let quoted: Vec<_> = texts.into_iter().map(lotus_script).collect();
        format!("Split({}, Chr$(1))", quoted.join(" & Chr$(1) & "))
    };
    let items = like.writings.iter().map(|writing| writing.item.as_str()).collect();
    let values = like.writings.iter().map(|writing| writing.stored.as_str()).collect();
    Some(format!(
        "Call NewRule(db, {}, {}, {}, {}, {})",
        lotus_script(&change.site.unid),
        lotus_script(like.rule.unid.as_deref()?),
        list(items),
        list(values),
        lotus_script(&format!("rule {} of site \"{}\"", change.pattern, change.site.name)),
    ))
}

fn removal(change: &Removal) -> String {
    let what = format!("{} \"{}\"", change.target.form, change.target.name);
    format!("Call Remove(db, {}, {})", lotus_script(&change.target.unid), lotus_script(&what))
}
