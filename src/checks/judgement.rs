//! What a check says of one subject.

use crate::evidence::{Args, Confidence, Evidence, Severity, Status};

/// What a check says of one subject: an outcome of the catalog, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub status: Status,
    /// Kebab-case name of the outcome, with texts in the catalog.
    pub outcome: &'static str,
    /// How sure: the weakest link.
    pub confidence: Confidence,
    /// What it is about (a URL, host, document); empty where the server itself is.
    pub subject: String,
    /// Severity, where it differs from the check's own.
    pub severity: Option<Severity>,
    /// What the texts need.
    pub args: Args,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

impl Judgement {
    fn new(status: Status, outcome: &'static str, confidence: Confidence) -> Self {
        Self {
            status,
            outcome,
            confidence,
            subject: String::new(),
            severity: None,
            args: Args::new(),
            evidence: Vec::new(),
        }
    }

    /// The wanted state is shown, as surely as `confidence` says.
    #[must_use]
    pub fn pass(outcome: &'static str, confidence: Confidence) -> Self {
        Self::new(Status::Pass, outcome, confidence)
    }

    /// Another state is shown, as surely as `confidence` says.
    #[must_use]
    pub fn fail(outcome: &'static str, confidence: Confidence) -> Self {
        Self::new(Status::Fail, outcome, confidence)
    }

    /// The evidence is missing, ambiguous or contradictory.
    #[must_use]
    pub fn unknown(outcome: &'static str) -> Self {
        Self::new(Status::Unknown, outcome, Confidence::Low)
    }

    /// Files alone can't decide: told, and never counted.
    #[must_use]
    pub fn info(outcome: &'static str) -> Self {
        Self { severity: Some(Severity::Info), ..Self::unknown(outcome) }
    }

    /// The check has no object here.
    #[must_use]
    pub fn not_applicable(outcome: &'static str, confidence: Confidence) -> Self {
        Self::new(Status::NotApplicable, outcome, confidence)
    }

    /// Names what it is about.
    #[must_use]
    pub fn about(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    /// Gives it a severity of its own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds an argument for the texts.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }

    /// Gives an argument what the evidence shows first.
    #[must_use]
    pub fn seen_as(self, name: &'static str) -> Self {
        let seen = self.evidence.iter().find_map(|piece| piece.excerpt.clone());
        self.arg(name, seen.unwrap_or_default())
    }

    /// Adds evidence.
    #[must_use]
    pub fn shown_by(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Adds evidence of places that are not shown yet.
    #[must_use]
    pub fn explained_by(mut self, context: impl IntoIterator<Item = Evidence>) -> Self {
        for piece in context {
            if !self.evidence.iter().any(|shown| shown.location == piece.location) {
                self.evidence.push(piece);
            }
        }
        self
    }
}
