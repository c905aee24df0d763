//! What a checklist hands to every format, and the formats it is written in.

use super::neutral;
use super::terminal::Terminal;
use super::{checklist_csv, checklist_json, checklist_markdown, checklist_table, checklist_xlsx};
use crate::catalog::{Catalog, Phase};
use crate::checklist::{List, State, TeamRemark};
use crate::evidence::Args;
use jiff::civil::Date;
use std::io::{self, Write};

/// A format of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistFormat {
    /// For people at a terminal.
    Table,
    /// With boxes to be ticked.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// The same as a workbook.
    Xlsx,
    /// For programs.
    Json,
}

impl ChecklistFormat {
    /// All of them, with their names and the end of the names of their files.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Table, "table", "txt"),
        (Self::Markdown, "markdown", "md"),
        (Self::Csv, "csv", "csv"),
        (Self::Xlsx, "xlsx", "xlsx"),
        (Self::Json, "json", "json"),
    ];
}

/// A checklist, ready to be written.
pub struct ChecklistView<'a> {
    /// The catalog used; its texts are in the language of the list.
    pub catalog: &'a Catalog,
    /// The list.
    pub list: &'a List,
    /// The day it speaks of.
    pub as_of: Date,
    /// What the process returns.
    pub exit_code: u8,
}

impl ChecklistView<'_> {
    /// Writes the list.
    ///
    /// # Errors
    /// What writing gave.
    pub fn write(
        &self,
        format: ChecklistFormat,
        terminal: Terminal,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match format {
            ChecklistFormat::Table => checklist_table::write(self, terminal, out),
            ChecklistFormat::Markdown => checklist_markdown::write(self, out),
            ChecklistFormat::Csv => checklist_csv::write(self, out),
            ChecklistFormat::Xlsx => checklist_xlsx::write(self, out),
            ChecklistFormat::Json => checklist_json::write(self, out),
        }
    }

    /// A word of the catalog.
    pub(super) fn word(&self, id: &str) -> String {
        self.catalog.texts.word(id, &Args::new())
    }

    /// The heading of a phase.
    pub(super) fn phase(&self, phase: Phase) -> String {
        phase.text(&self.catalog.texts)
    }

    /// The day, the catalog and how many steps stand how.
    pub(super) fn about(&self) -> String {
        let counts = State::ALL.iter().filter(|state| self.list.count(**state) > 0).map(|state| {
            format!(
                "{}: {}",
                self.word(&format!("checklist-state-{}", state.word())),
                self.list.count(*state)
            )
        });
        let counts: Vec<_> = counts.collect();
        let args = Args::from([
            ("as_of", self.as_of.to_string()),
            ("catalog", self.catalog.date.clone()),
            ("counts", counts.join(", ")),
        ]);
        self.catalog.texts.word("checklist-about", &args)
    }

    /// What the team should know of its file.
    #[must_use]
    pub fn remark(&self, remark: &TeamRemark) -> String {
        let args = remark.args.iter().map(|(name, text)| (*name, neutral(text))).collect();
        self.catalog.texts.word(remark.code, &args)
    }

    /// What must be known before the list is used.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut all = Vec::new();
        if !self.list.release_known {
            let to = self.list.movement.to.clone().unwrap_or_default();
            let args = Args::from([("to", to)]);
            all.push(self.catalog.texts.word("checklist-release-unknown", &args));
        }
        let contradictions = self.list.contradictions().count();
        if contradictions > 0 {
            let args = Args::from([("count", contradictions.to_string())]);
            all.push(self.catalog.texts.word("checklist-contradictions", &args));
        }
        all
    }
}
