//! A step of a list, as it stands for one server or for the whole move.

use crate::catalog::Phase;
use crate::evidence::{FactCode, Status};

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The audit shows that it is done.
    Done,
    /// No file can show it, and a person ticked it.
    ByHand,
    /// The audit shows that it is not done.
    ToDo,
    /// Nothing shows it.
    CannotTell,
    /// The audit shows that there is nothing to do.
    NotNeeded,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Done, Self::ByHand, Self::ToDo, Self::CannotTell, Self::NotNeeded];

    /// The word used in every output for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::ByHand => "done-by-hand",
            Self::ToDo => "to-do",
            Self::CannotTell => "cannot-tell",
            Self::NotNeeded => "not-needed",
        }
    }
}

/// What shows the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The check; `None` where it is the release that runs.
    pub check: Option<&'static str>,
    /// What of the server the check is about.
    pub subject: String,
    /// Its verdict; `None` where there is no finding.
    pub status: Option<Status>,
    /// Its outcome.
    pub outcome: &'static str,
    /// What was found, in words.
    pub text: String,
    /// Where.
    pub places: Vec<String>,
}

/// Where a step is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOf {
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// What it is worth.
    pub code: FactCode,
}

/// Text of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TeamText {
    /// As it stands in a Markdown file.
    Markdown(String),
    /// Of a cell.
    Plain(String),
}

impl TeamText {
    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Markdown(text) | Self::Plain(text) => text,
        }
    }
}

/// What the team wrote to a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whether a person ticked it.
    pub ticked: bool,
    /// Who owns it.
    pub owner: Option<TeamText>,
    /// Notes, in the order in which they were met.
    pub notes: Vec<TeamText>,
    /// Columns of a table that are the team's own, with their names.
    pub columns: Vec<(String, String)>,
}

/// A step as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Tells the step from others over time: its id, and a mark of the server.
    pub key: String,
    /// The step, as `checklist.toml` calls it.
    pub step: String,
    /// When it is done.
    pub phase: Phase,
    /// The server.
    pub server: Option<String>,
    /// The release that asks for it, with its product.
    pub release: Option<String>,
    /// What is to be reached.
    pub title: String,
    /// The role that owns it, in words.
    pub role: String,
    /// How it stands.
    pub state: State,
    /// Whether checks decide the state; else a person does.
    pub decided: bool,
    /// What shows that.
    pub found: Vec<Found>,
    /// How it is done.
    pub how: String,
    /// What mends the findings.
    pub mend: Vec<String>,
    /// How one sees that it worked.
    pub verify: String,
    /// What to do if it did not.
    pub fails: String,
    /// Where it is from.
    pub sources: Vec<SourceOf>,
    /// What the team wrote.
    pub kept: Kept,
}

impl Task {
    /// Whether somebody ticked what the audit still finds open.
    #[must_use]
    pub fn contradicts(&self) -> bool {
        self.kept.ticked && self.state == State::ToDo
    }

    /// Whether somebody ticked what these files do not show, though files could.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        self.kept.ticked && self.decided && self.state == State::CannotTell
    }

    /// Whether its box is ticked.
    #[must_use]
    pub fn is_ticked(&self) -> bool {
        self.kept.ticked || self.state == State::Done
    }

    /// Takes over what the team wrote. A tick counts only where no file can show the state.
    pub fn take(&mut self, kept: Kept) {
        if kept.ticked && !self.decided && self.state == State::CannotTell {
            self.state = State::ByHand;
        }
        self.kept = kept;
    }

    /// Who owns it: whom the team named, else the role.
    #[must_use]
    pub fn owner(&self) -> &str {
        self.kept.owner.as_ref().map_or(&self.role, TeamText::text)
    }
}
