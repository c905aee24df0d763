//! A checklist as Markdown with boxes to be ticked, for wikis and merge requests. `checklist --update`
//! reads it back: marks in comments tell what this program wrote from what the team changed.

use super::audit_markdown::escaped;
use super::checklist_view::ChecklistView;
use super::neutral;
use crate::catalog::Phase;
use crate::checklist::{AddedBody, Anchor, Label, Task, TeamText, prints};
use std::io::{self, Write};

/// Writes the list as Markdown.
pub(super) fn write(view: &ChecklistView<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!-- traveler-audit checklist 1: {} -->", view.list.movement)?;
    let head = head(view);
    for paragraph in &head {
        writeln!(out, "\n{paragraph}")?;
    }
    let marks = prints(head.iter().map(String::as_str)).join(" ");
    writeln!(out, "\n<!-- {marks} -->")?;
    write_added(view, &Anchor::Start, out)?;
    for phase in Phase::ALL {
        let below = Anchor::Phase(phase);
        let mut tasks = view.list.tasks.iter().filter(|task| task.phase == phase).peekable();
        if tasks.peek().is_some() || view.list.added.iter().any(|added| added.after == below) {
            writeln!(out, "\n## {}", escaped(&view.phase(phase)))?;
        }
        write_added(view, &below, out)?;
        for task in tasks {
            write_task(view, task, out)?;
            write_added(view, &Anchor::Task(task.key.clone()), out)?;
        }
    }
    Ok(())
}

/// What the team wrote there, as it stood in its file.
fn write_added(view: &ChecklistView<'_>, anchor: &Anchor, out: &mut dyn Write) -> io::Result<()> {
    for added in view.list.added.iter().filter(|added| added.after == *anchor) {
        writeln!(out)?;
        match &added.body {
            AddedBody::Markdown(text) => {
                text.lines().try_for_each(|line| writeln!(out, "{}", neutral(line).trim_end()))?;
            }
            AddedBody::Cells(_) => {
                let tick = if added.ticked() == Some(true) { 'x' } else { ' ' };
                let text = added.text();
                let mut lines = text.lines();
                writeln!(out, "- [{tick}] {}", escaped(lines.next().unwrap_or_default()))?;
                lines.try_for_each(|line| writeln!(out, "  - {}", escaped(line)))?;
            }
        }
    }
    Ok(())
}

/// The paragraphs before the steps.
fn head(view: &ChecklistView<'_>) -> Vec<String> {
    let plain = [view.list.about.clone(), view.about(), view.word("checklist-how-to")];
    let warnings = view.warnings().into_iter().map(|text| format!("**{}**", escaped(&text)));
    std::iter::once(format!("# {}", escaped(&view.list.title)))
        .chain(plain.iter().map(|text| escaped(text)))
        .chain(warnings)
        .collect()
}

fn write_task(view: &ChecklistView<'_>, task: &Task, out: &mut dyn Write) -> io::Result<()> {
    let texts = &view.catalog.texts;
    let title = escaped(&task.title);
    let fields: Vec<_> = task
        .fields(texts)
        .into_iter()
        .map(|(label, text)| (label, written(label, &text)))
        .collect();
    let bodies: Vec<_> = fields.iter().map(|(_, lines)| lines.join("\n")).collect();
    let all = std::iter::once(title.as_str()).chain(bodies.iter().map(String::as_str));
    let marks = prints(all).join(" ");
    let tick = if task.is_ticked() { 'x' } else { ' ' };
    writeln!(out, "\n- [{tick}] **{title}** `{}` <!-- {marks} -->", task.key)?;
    for (label, lines) in &fields {
        write_field(view, *label, lines, out)?;
        if *label == Label::State {
            write_field(view, Label::Owner, &team(task.kept.owner.as_ref(), &task.role), out)?;
        }
    }
    let mut notes: Vec<_> = task.kept.notes.iter().flat_map(|note| team(Some(note), "")).collect();
    let columns = task.kept.columns.iter().filter(|(_, text)| !text.is_empty());
    notes.extend(columns.map(|(name, text)| escaped(&format!("{name}: {text}"))));
    // A list of notes begins below its label.
    if notes.len() > 1 || notes.first().is_some_and(|line| line.starts_with(['-', '*', '+'])) {
        notes.insert(0, String::new());
    }
    write_field(view, Label::Notes, &notes, out)
}

/// One line behind its label, several as a list below it.
fn written(label: Label, text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().map(escaped).collect();
    match lines.len() {
        0 | 1 => lines,
        // These begin with numbers already.
        _ if label == Label::Mend => std::iter::once(String::new()).chain(lines).collect(),
        _ => {
            let items = lines.iter().map(|line| format!("- {line}"));
            std::iter::once(String::new()).chain(items).collect()
        }
    }
}

/// Lines of the team as they were written, or what stands there instead.
fn team(text: Option<&TeamText>, instead: &str) -> Vec<String> {
    match text {
        None => vec![escaped(instead)],
        Some(TeamText::Plain(text)) => text.lines().map(escaped).collect(),
        Some(TeamText::Markdown(text)) => text.lines().map(neutral).collect(),
    }
}

fn write_field(
    view: &ChecklistView<'_>,
    label: Label,
    lines: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = label.text(&view.catalog.texts);
    let mut lines = lines.iter();
    let first = lines.next().map_or("", String::as_str);
    writeln!(out, "{}", format!("  - **{name}:** {first}").trim_end())?;
    for line in lines {
        writeln!(out, "{}", format!("    {line}").trim_end())?;
    }
    Ok(())
}
