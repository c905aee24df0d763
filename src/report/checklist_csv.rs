//! A checklist as CSV: a row for each step, which spreadsheets sort and `checklist --update` reads back. No
//! cell runs as a formula.

use super::checklist_view::ChecklistView;
use super::neutral;
use super::rows::cell;
use crate::catalog::Phase;
use crate::checklist::{Added, AddedBody, Anchor, COLUMNS, Label, Task, prints};
use std::io::{self, Write};

/// Writes the list as CSV.
pub(super) fn write(view: &ChecklistView<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(header(view)).map_err(io::Error::other)?;
    for row in rows(view) {
        let cells = row.iter().map(|text| cell(text));
        writer.write_record(cells).map_err(io::Error::other)?;
    }
    writer.flush()
}

/// The columns, and those of the team behind them.
pub(super) fn header(view: &ChecklistView<'_>) -> Vec<String> {
    COLUMNS.iter().map(|name| (*name).to_owned()).chain(team_columns(view)).collect()
}

/// Columns that the team added, in the order in which they were met.
fn team_columns(view: &ChecklistView<'_>) -> Vec<String> {
    let of_tasks = view.list.tasks.iter().flat_map(|task| &task.kept.columns);
    let of_added = view.list.added.iter().flat_map(|added| match &added.body {
        AddedBody::Cells(cells) => cells.as_slice(),
        AddedBody::Markdown(_) => &[],
    });
    let mut names: Vec<String> = Vec::new();
    for (name, _) in of_tasks.chain(of_added) {
        let name = neutral(name);
        if !names.contains(&name) && !COLUMNS.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// The rows of a list, in its order, with those of the team where they stood.
pub(super) fn rows(view: &ChecklistView<'_>) -> Vec<Vec<String>> {
    let names = header(view);
    let team = names.get(COLUMNS.len()..).unwrap_or_default();
    let movement = view.list.movement.to_string();
    let added = |anchor: &Anchor| {
        let own = view.list.added.iter().filter(|added| added.after == *anchor);
        own.map(|added| added_cells(added, &names, &movement)).collect::<Vec<_>>()
    };
    let mut rows = added(&Anchor::Start);
    let mut order = 0;
    for phase in Phase::ALL {
        rows.extend(added(&Anchor::Phase(phase)));
        for task in view.list.tasks.iter().filter(|task| task.phase == phase) {
            order += 1;
            let mut row = own_cells(view, task, order, &movement);
            row.extend(team.iter().map(|name| {
                let own = task.kept.columns.iter().find(|(own, _)| neutral(own) == *name);
                own.map_or(String::new(), |(_, text)| lines(text))
            }));
            rows.push(row);
            rows.extend(added(&Anchor::Task(task.key.clone())));
        }
    }
    rows
}

/// A step of the team as a row.
fn added_cells(added: &Added, names: &[String], movement: &str) -> Vec<String> {
    let text = added.text();
    let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let cell = |name: &String| match (&added.body, name.as_str()) {
        (AddedBody::Cells(cells), _) => {
            let own = cells.iter().find(|(own, _)| neutral(own) == *name);
            own.map_or(String::new(), |(_, text)| lines(text))
        }
        (AddedBody::Markdown(_), "step") => neutral(title),
        (AddedBody::Markdown(_), "notes") => lines(rest),
        (AddedBody::Markdown(_), "ticked") if added.ticked() == Some(true) => "yes".to_owned(),
        (AddedBody::Markdown(_), "move") => movement.to_owned(),
        _ => String::new(),
    };
    names.iter().map(cell).collect()
}

fn own_cells(view: &ChecklistView<'_>, task: &Task, order: usize, movement: &str) -> Vec<String> {
    let texts = &view.catalog.texts;
    let fields = task.fields(texts);
    let field = |wanted: Label| {
        let own = fields.iter().find(|(label, _)| *label == wanted);
        own.map_or(String::new(), |(_, text)| text.clone())
    };
    let yes = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
    let notes: Vec<_> = task.kept.notes.iter().map(|note| lines(note.text())).collect();
    let mut cells = vec![
        order.to_string(),
        task.key.clone(),
        task.phase.word().to_owned(),
        task.title.clone(),
        field(Label::Server),
        field(Label::Release),
        task.state.word().to_owned(),
        yes(task.is_ticked()),
        yes(task.contradicts()),
        neutral(task.owner()),
        notes.join("\n"),
    ];
    let texts = [Label::Found, Label::How, Label::Mend, Label::Verify, Label::Fails];
    cells.extend(texts.map(field));
    cells.push(field(Label::Sources));
    cells.push(movement.to_owned());
    cells.push(view.as_of.to_string());
    let marks = prints(cells.iter().map(String::as_str)).join(" ");
    cells.push(marks);
    cells
}

/// Text of several lines, each made harmless.
pub(super) fn lines(text: &str) -> String {
    text.lines().map(neutral).collect::<Vec<_>>().join("\n")
}
