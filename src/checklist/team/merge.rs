//! The list of a new audit, with what the team wrote into the one before.

use super::{Added, Anchor, Item, Part, TeamFile, TeamRemark, TeamTask};
use crate::catalog::Texts;
use crate::checklist::fields::{Label, prints};
use crate::checklist::plan::List;
use crate::checklist::task::{Kept, Task, TeamText};
use crate::evidence::Args;

/// Puts what the team wrote into the list. A step that the new list does not have stays as it stands in the
/// file.
pub fn update(list: &mut List, file: TeamFile, texts: &Texts) {
    list.remarks = file.remarks;
    let mut after = Anchor::Start;
    for item in file.items {
        match item {
            Item::Phase(phase) => after = Anchor::Phase(phase),
            Item::Added(body) => list.added.push(Added { after: after.clone(), body }),
            Item::Task(team) => match list.tasks.iter_mut().find(|task| task.key == team.key) {
                Some(task) => {
                    after = Anchor::Task(team.key.clone());
                    let kept = with_changes(*team, task, texts, &mut list.remarks);
                    task.take(kept);
                }
                None => {
                    let args = Args::from([("key", team.key)]);
                    let code = "checklist-remark-gone";
                    list.remarks.push(TeamRemark { line: team.line, code, args });
                    list.added.push(Added { after: after.clone(), body: team.body });
                }
            },
        }
    }
    list.remarks.sort_by_key(|remark| remark.line);
}

/// What the team wrote, and what it changed of this program's own.
fn with_changes(team: TeamTask, task: &Task, texts: &Texts, remarks: &mut Vec<TeamRemark>) -> Kept {
    let mut kept = team.kept;
    for part in team.parts.into_iter().filter(|part| is_changed(part, task, texts)) {
        let label = part.label.text(texts);
        let args = Args::from([("key", team.key.clone()), ("label", label.clone())]);
        remarks.push(TeamRemark { line: part.line, code: "checklist-remark-changed", args });
        let said = |text: &str| format!("{label}: {text}");
        kept.notes.push(match part.text {
            TeamText::Markdown(text) => TeamText::Markdown(said(&text)),
            TeamText::Plain(text) => TeamText::Plain(said(&text)),
        });
    }
    kept
}

/// Whether a person changed a part. Where no mark tells, what differs from the new one counts as changed;
/// what was emptied is written anew.
fn is_changed(part: &Part, task: &Task, texts: &Texts) -> bool {
    let text = part.text.text();
    if text.trim().is_empty() {
        return false;
    }
    part.unchanged.map_or_else(
        || {
            let new = match part.label {
                Label::Step => task.title.clone(),
                label => {
                    let fields = task.fields(texts);
                    let own = fields.into_iter().find(|(own, _)| *own == label);
                    own.map_or(String::new(), |(_, text)| text)
                }
            };
            prints([text]) != prints([new.as_str()]) && text != task.state.word()
        },
        |unchanged| !unchanged,
    )
}
