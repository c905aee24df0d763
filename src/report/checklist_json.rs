//! A checklist as JSON: each step with its codes, which are free of language, and its texts.

use super::checklist_view::ChecklistView;
use super::{json, neutral};
use crate::checklist::{Added, Anchor, Found, State, Task};
use crate::evidence::FactCode;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct ListDto<'a> {
    schema_version: u32,
    as_of: String,
    lang: &'static str,
    exit_code: u8,
    catalog: CatalogDto<'a>,
    #[serde(rename = "move")]
    movement: MoveDto<'a>,
    summary: BTreeMap<&'static str, usize>,
    contradictions: usize,
    warnings: Vec<String>,
    steps: Vec<TaskDto<'a>>,
    added: Vec<AddedDto>,
    remarks: Vec<RemarkDto>,
}

/// A step or text of the team: below which step or phase it stands, and whether it is ticked.
#[derive(Serialize)]
struct AddedDto {
    step: Option<String>,
    phase: Option<&'static str>,
    ticked: Option<bool>,
    text: String,
}

#[derive(Serialize)]
struct RemarkDto {
    line: usize,
    code: &'static str,
    text: String,
}

#[derive(Serialize)]
struct CatalogDto<'a> {
    date: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct MoveDto<'a> {
    kind: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    title: &'a str,
}

#[derive(Serialize)]
struct TaskDto<'a> {
    order: usize,
    key: &'a str,
    step: &'a str,
    phase: &'static str,
    server: Option<&'a str>,
    release: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    ticked: bool,
    contradiction: bool,
    owner: String,
    found: Vec<FoundDto<'a>>,
    how: &'a str,
    mend: &'a [String],
    verify: &'a str,
    fails: &'a str,
    sources: Vec<SourceDto<'a>>,
    notes: Vec<String>,
    columns: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct FoundDto<'a> {
    check: Option<&'a str>,
    subject: &'a str,
    status: Option<&'static str>,
    outcome: &'a str,
    text: &'a str,
    places: &'a [String],
}

#[derive(Serialize)]
struct SourceDto<'a> {
    title: &'a str,
    address: &'a str,
    confidence: FactCode,
}

/// Writes the list as JSON.
pub(super) fn write(view: &ChecklistView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let list = view.list;
    let movement = &list.movement;
    let dto = ListDto {
        schema_version: 1,
        as_of: view.as_of.to_string(),
        lang: view.catalog.texts.lang.code(),
        exit_code: view.exit_code,
        catalog: CatalogDto { date: &view.catalog.date, sha256: &view.catalog.sha256 },
        movement: MoveDto {
            kind: &movement.kind,
            from: movement.from.as_deref(),
            to: movement.to.as_deref(),
            title: &list.title,
        },
        summary: State::ALL.iter().map(|state| (state.word(), list.count(*state))).collect(),
        contradictions: list.contradictions().count(),
        warnings: view.warnings(),
        steps: list.tasks.iter().zip(1..).map(|(task, order)| step(task, order)).collect(),
        added: list.added.iter().map(added).collect(),
        remarks: list
            .remarks
            .iter()
            .map(|remark| RemarkDto {
                line: remark.line,
                code: remark.code.trim_start_matches("checklist-remark-"),
                text: view.remark(remark),
            })
            .collect(),
    };
    json::write_pretty(out, &dto)?;
    writeln!(out)
}

fn added(own: &Added) -> AddedDto {
    let (step, phase) = match &own.after {
        Anchor::Start => (None, None),
        Anchor::Phase(phase) => (None, Some(phase.word())),
        Anchor::Task(key) => (Some(key.clone()), None),
    };
    let text: Vec<_> = own.text().lines().map(neutral).collect();
    AddedDto { step, phase, ticked: own.ticked(), text: text.join("\n") }
}

fn step(task: &Task, order: usize) -> TaskDto<'_> {
    let columns = task.kept.columns.iter();
    TaskDto {
        order,
        key: &task.key,
        step: &task.step,
        phase: task.phase.word(),
        server: task.server.as_deref(),
        release: task.release.as_deref(),
        title: &task.title,
        state: task.state.word(),
        ticked: task.is_ticked(),
        contradiction: task.contradicts(),
        owner: neutral(task.owner()),
        found: task.found.iter().map(found).collect(),
        how: &task.how,
        mend: &task.mend,
        verify: &task.verify,
        fails: &task.fails,
        sources: task
            .sources
            .iter()
            .map(|own| SourceDto { title: &own.title, address: &own.address, confidence: own.code })
            .collect(),
        notes: task
            .kept
            .notes
            .iter()
            .map(|note| super::checklist_csv::lines(note.text()))
            .collect(),
        columns: columns.map(|(name, text)| (neutral(name), neutral(text))).collect(),
    }
}

fn found(own: &Found) -> FoundDto<'_> {
    FoundDto {
        check: own.check,
        subject: &own.subject,
        status: own.status.map(crate::evidence::Status::word),
        outcome: own.outcome,
        text: &own.text,
        places: &own.places,
    }
}
