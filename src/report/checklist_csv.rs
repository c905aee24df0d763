//! A checklist as CSV: a row for each step, which spreadsheets sort and `checklist --update` reads back. No
//! cell runs as a formula.

use super::checklist_view::ChecklistView;
use super::neutral;
use super::rows::cell;
use crate::checklist::{Label, Task, prints};
use std::io::{self, Write};

/// The columns, named like the fields of JSON. `ticked`, `owner` and `notes` are the team's.
pub(super) const COLUMNS: [&str; 20] = [
    "order",
    "key",
    "phase",
    "step",
    "server",
    "release",
    "state",
    "ticked",
    "contradiction",
    "owner",
    "notes",
    "found",
    "how",
    "mend",
    "verify",
    "fails",
    "sources",
    "move",
    "as_of",
    "marks",
];

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
    let mut names: Vec<String> = Vec::new();
    for (name, _) in view.list.tasks.iter().flat_map(|task| &task.kept.columns) {
        let name = neutral(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The rows of a list, in its order.
pub(super) fn rows(view: &ChecklistView<'_>) -> Vec<Vec<String>> {
    let team = team_columns(view);
    let movement = movement(view);
    let rows = view.list.tasks.iter().zip(1..).map(|(task, order)| {
        let mut row = own_cells(view, task, order, &movement);
        row.extend(team.iter().map(|name| {
            let own = task.kept.columns.iter().find(|(own, _)| neutral(own) == *name);
            own.map_or(String::new(), |(_, text)| lines(text))
        }));
        row
    });
    rows.collect()
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

/// `release 9.0.1 > 14.5`: a row tells what it is of, wherever it is sorted to.
fn movement(view: &ChecklistView<'_>) -> String {
    view.list.movement.to_string()
}

/// Text of several lines, each made harmless.
pub(super) fn lines(text: &str) -> String {
    text.lines().map(neutral).collect::<Vec<_>>().join("\n")
}
