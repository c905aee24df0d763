//! A list that a team has ticked and annotated, read back from Markdown or CSV and put together with the
//! list of a new audit. What this program wrote is told from what the team changed by its marks
//! ([`super::prints`]); nothing that the team wrote is dropped.

mod merge;
mod read_csv;
mod read_markdown;
mod words;

pub use merge::update;
pub use words::TeamWords;

use super::fields::Label;
use super::task::{Kept, TeamText};
use crate::catalog::Phase;
use crate::evidence::Args;
use std::collections::BTreeSet;

/// Why a file can't be read as a list.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {reason}")]
pub struct TeamError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl TeamError {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

/// Where something of the team stands in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// Before the first phase.
    Start,
    /// Below the heading of a phase.
    Phase(Phase),
    /// Below the step of this key.
    Task(String),
}

/// A step or text that the team added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Where it stands.
    pub after: Anchor,
    /// What it says.
    pub body: AddedBody,
}

/// How it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedBody {
    /// Lines of a Markdown file, as they stand there.
    Markdown(String),
    /// A row of a table: the names of its columns and what stands there.
    Cells(Vec<(String, String)>),
}

impl Added {
    /// Whether it is ticked; `None` where there is no box.
    #[must_use]
    pub fn ticked(&self) -> Option<bool> {
        match &self.body {
            AddedBody::Markdown(text) => Some(read_markdown::boxed(text.lines().next()?)?.0),
            AddedBody::Cells(_) => {
                Some(self.cell("ticked").is_some_and(|text| read_csv::tick(text) == Some(true)))
            }
        }
    }

    /// What stands in a column.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&str> {
        let AddedBody::Cells(cells) = &self.body else { return None };
        cells.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str())
    }

    /// What it says, without the box.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.body {
            AddedBody::Markdown(text) => {
                let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
                let first = read_markdown::boxed(first).map_or(first, |(_, text)| text);
                format!("{first}\n{rest}").trim_end().to_owned()
            }
            AddedBody::Cells(cells) => {
                let title = self.cell("step").unwrap_or_default().to_owned();
                let other = |(name, text): &&(String, String)| {
                    name != "step" && name != "ticked" && !text.is_empty()
                };
                let others = cells.iter().filter(other);
                let lines = others.map(|(name, text)| format!("{name}: {text}"));
                std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// Something about the file that the team should know; its text is among the words of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRemark {
    /// The line.
    pub line: usize,
    /// The name of the text.
    pub code: &'static str,
    /// What the text needs.
    pub args: Args,
}

/// A step as it stood in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TeamTask {
    key: String,
    line: usize,
    kept: Kept,
    /// Parts that this program wrote, as they stand there now, and whether that is told by a mark.
    parts: Vec<Part>,
    /// All of it, for a step that is in the new list no more.
    body: AddedBody,
}

/// A part of a step that this program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    label: Label,
    line: usize,
    text: TeamText,
    /// Whether it is as it was written; `None` where no mark tells.
    unchanged: Option<bool>,
}

/// What stands in a file, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Phase(Phase),
    Task(Box<TeamTask>),
    Added(AddedBody),
}

/// A file of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamFile {
    /// The move it is of, as it is written there.
    pub movement: Option<String>,
    items: Vec<Item>,
    keys: BTreeSet<String>,
    remarks: Vec<TeamRemark>,
}

/// Bytes of such a file at the most.
pub const MAX_BYTES: usize = 16 << 20;

impl TeamFile {
    /// Takes a step. One whose key stood there already is a step of the team's own.
    fn push(&mut self, task: TeamTask) {
        if self.keys.insert(task.key.clone()) {
            self.items.push(Item::Task(Box::new(task)));
        } else {
            let args = Args::from([("key", task.key)]);
            let code = "checklist-remark-twice";
            self.remarks.push(TeamRemark { line: task.line, code, args });
            self.items.push(Item::Added(task.body));
        }
    }

    /// Reads a Markdown file.
    ///
    /// # Errors
    /// The first thing by which it is no list, with its line.
    pub fn from_markdown(text: &str, words: &TeamWords) -> Result<Self, TeamError> {
        read_markdown::read(text, words)
    }

    /// Reads a CSV file.
    ///
    /// # Errors
    /// The first thing by which it is no list, with its line.
    pub fn from_csv(text: &str, words: &TeamWords) -> Result<Self, TeamError> {
        read_csv::read(text, words)
    }

    /// Whether a text is such a table, by its first line.
    #[must_use]
    pub fn is_csv(text: &str) -> bool {
        read_csv::is_table(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Language};
    use proptest::prelude::*;

    fn words() -> TeamWords {
        TeamWords::of(&[Catalog::shared(Language::English).unwrap()])
    }

    const LIST: &str = "<!-- traveler-audit checklist 1: sta -->\n\n## In the window\n\n\
        - [x] **A** `pilot` <!-- p000000 -->\n  - **Owner:** Anna\n  - **Notes:** b\n    - c\n";

    #[test]
    fn a_step_is_read_with_its_owner_and_notes() {
        let file = TeamFile::from_markdown(LIST, &words()).unwrap();
        assert_eq!(file.movement.as_deref(), Some("sta"));
        let Some(Item::Task(task)) = file.items.last() else { unreachable!("{file:?}") };
        assert_eq!(task.key, "pilot");
        assert!(task.kept.ticked);
        assert_eq!(task.kept.owner, Some(TeamText::Markdown("Anna".to_owned())));
        assert_eq!(task.kept.notes, [TeamText::Markdown("b\n- c".to_owned())]);
        assert_eq!(task.parts[0].unchanged, Some(false), "the mark is another");
    }

    #[test]
    fn an_owner_that_is_the_role_is_nobody() {
        let text = LIST.replace("Anna", "help desk");
        let file = TeamFile::from_markdown(&text, &words()).unwrap();
        let Some(Item::Task(task)) = file.items.last() else { unreachable!("{file:?}") };
        assert_eq!(task.kept.owner, None);
    }

    proptest! {
        #[test]
        fn no_text_stops_the_readers(text in ".*", at in 0..LIST.len()) {
            let words = words();
            let _ = TeamFile::from_csv(&text, &words);
            let _ = TeamFile::from_csv(&format!("key,step\n{text}"), &words);
            let _ = TeamFile::from_markdown(&text, &words);
            let (before, after) = LIST.split_at(at);
            let _ = TeamFile::from_markdown(&format!("{before}{text}{after}"), &words);
        }

        #[test]
        fn lines_of_a_list_in_any_order_are_read(picks in prop::collection::vec(0..8usize, 0..20)) {
            let lines: Vec<_> = LIST.lines().collect();
            let text: Vec<_> = picks.iter().filter_map(|at| lines.get(*at)).copied().collect();
            let _ = TeamFile::from_markdown(&text.join("\n"), &words());
        }
    }
}
