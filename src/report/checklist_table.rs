//! A checklist for people at a terminal: the state beside each step, and all that is said of it below.

use super::checklist_view::ChecklistView;
use super::neutral;
use super::terminal::Terminal;
use super::wrap::wrap;
use crate::catalog::Phase;
use crate::checklist::{Added, Anchor, Label, State, Task};
use crate::evidence::Args;
use comfy_table::{Cell, Color, ColumnConstraint, Table, Width, presets};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Writes the list as a table.
pub(super) fn write(
    view: &ChecklistView<'_>,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut paragraph = |text: &str| -> io::Result<()> {
        wrap(text, terminal.width.into()).iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    paragraph(&view.list.title)?;
    paragraph(&view.about())?;
    paragraph(&view.list.about)?;
    view.warnings().iter().try_for_each(|text| paragraph(text))?;
    let mut order = 0;
    for phase in Phase::ALL {
        let tasks: Vec<_> = view.list.tasks.iter().filter(|task| task.phase == phase).collect();
        let of_team = view.list.added.iter().any(|added| added.after == Anchor::Phase(phase));
        if !tasks.is_empty() || of_team {
            let table = table(view, phase, &tasks, &mut order, terminal);
            writeln!(out, "\n{}", table.trim_fmt())?;
        }
    }
    writeln!(out)?;
    wrap(&view.word("checklist-next"), terminal.width.into())
        .iter()
        .try_for_each(|line| writeln!(out, "{line}"))
}

fn table(
    view: &ChecklistView<'_>,
    phase: Phase,
    tasks: &[&Task],
    order: &mut usize,
    terminal: Terminal,
) -> Table {
    let mut table = terminal.table(presets::ASCII_HORIZONTAL_ONLY);
    if terminal.colour {
        table.enforce_styling();
    }
    let state_width = state_width(view);
    let text_width = usize::from(terminal.width).saturating_sub(state_width + 5);
    table.set_header([view.word("checklist-label-state"), view.phase(phase)]);
    let add = |table: &mut Table, anchor: &Anchor| {
        for added in view.list.added.iter().filter(|added| added.after == *anchor) {
            table.add_row(added_cells(view, added, text_width));
        }
    };
    if *order == 0 {
        add(&mut table, &Anchor::Start);
    }
    add(&mut table, &Anchor::Phase(phase));
    for task in tasks {
        *order += 1;
        table.add_row([
            state_cell(view, task, state_width, terminal),
            Cell::new(body(view, task, *order, text_width)),
        ]);
        add(&mut table, &Anchor::Task(task.key.clone()));
    }
    for (at, width) in [state_width, text_width].into_iter().enumerate() {
        let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table
}

/// A step or text of the team.
fn added_cells(view: &ChecklistView<'_>, added: &Added, width: usize) -> [String; 2] {
    let tick = match added.ticked() {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "",
    };
    let text: Vec<_> = added.text().lines().map(neutral).collect();
    let args = Args::from([("text", text.join("\n"))]);
    let said = view.catalog.texts.word("checklist-added", &args);
    [tick.to_owned(), wrap(&said, width).join("\n")]
}

/// Columns that the longest word of a state takes.
fn state_width(view: &ChecklistView<'_>) -> usize {
    let states =
        State::ALL.iter().map(|state| view.word(&format!("checklist-state-{}", state.word())));
    let words: Vec<_> = states.collect();
    let longest = words.iter().flat_map(|text| text.split_whitespace()).map(UnicodeWidthStr::width);
    longest.max().unwrap_or(0).max(10)
}

fn state_cell(view: &ChecklistView<'_>, task: &Task, width: usize, terminal: Terminal) -> Cell {
    let state = view.word(&format!("checklist-state-{}", task.state.word()));
    let tick = if task.is_ticked() { "[x]" } else { "[ ]" };
    let cell = Cell::new(format!("{tick}\n{}", wrap(&state, width).join("\n")));
    let colour = match task.state {
        State::Done | State::ByHand => Color::Green,
        State::ToDo => Color::Red,
        State::CannotTell => Color::Yellow,
        State::NotNeeded => return cell,
    };
    if terminal.colour { cell.fg(colour) } else { cell }
}

/// What is said of a step, broken into lines.
fn body(view: &ChecklistView<'_>, task: &Task, order: usize, width: usize) -> String {
    let texts = &view.catalog.texts;
    let mut lines = wrap(&format!("{order}. {}", task.title), width);
    let mut field = |label: Label, text: &str| {
        let said = format!("{}: {}", label.text(texts), head_line(text));
        lines.extend(wrap(&said, width));
    };
    let contradicts = task.contradicts() || task.is_unconfirmed();
    for (label, text) in task.fields(texts) {
        let wanted = match label {
            Label::State => contradicts,
            Label::Sources => false,
            _ => true,
        };
        if wanted {
            field(label, &text);
        }
        if label == Label::State {
            field(Label::Owner, &neutral(task.owner()));
        }
    }
    let columns = task.kept.columns.iter().map(|(name, text)| format!("{name}: {text}"));
    let notes = task.kept.notes.iter().map(|note| note.text().to_owned()).chain(columns);
    for note in notes.filter(|note| !note.trim().is_empty()) {
        let note: Vec<_> = note.lines().map(neutral).collect();
        field(Label::Notes, &note.join("\n"));
    }
    lines.join("\n")
}

/// Several lines begin below their label, one stands behind it.
fn head_line(text: &str) -> String {
    if text.contains('\n') { format!("\n{text}") } else { text.to_owned() }
}
