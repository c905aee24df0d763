//! The parts of a step that this program writes, each under its label, and the mark by which a file that is
//! read back shows which of them a person changed.

use super::task::{Found, Task};
use crate::assessment::places_text;
use crate::catalog::Texts;
use crate::evidence::Args;
use sha2::{Digest, Sha256};

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// What is to be reached.
    Step,
    /// The server.
    Server,
    /// The release that asks for it.
    Release,
    /// How it stands.
    State,
    /// Who owns it: the team's.
    Owner,
    /// What shows the state.
    Found,
    /// How it is done.
    How,
    /// What mends the findings.
    Mend,
    /// How one sees that it worked.
    Verify,
    /// What to do if it did not.
    Fails,
    /// Where it is from.
    Sources,
    /// Notes: the team's.
    Notes,
}

impl Label {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Step,
        Self::Server,
        Self::Release,
        Self::State,
        Self::Owner,
        Self::Found,
        Self::How,
        Self::Mend,
        Self::Verify,
        Self::Fails,
        Self::Sources,
        Self::Notes,
    ];

    /// The word used in every output for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Server => "server",
            Self::Release => "release",
            Self::State => "state",
            Self::Owner => "owner",
            Self::Found => "found",
            Self::How => "how",
            Self::Mend => "mend",
            Self::Verify => "verify",
            Self::Fails => "fails",
            Self::Sources => "sources",
            Self::Notes => "notes",
        }
    }

    /// The label as people read it.
    #[must_use]
    pub fn text(self, texts: &Texts) -> String {
        texts.word(&format!("checklist-label-{}", self.word()), &Args::new())
    }
}

/// The columns of a list as a table, named like the fields of JSON. `ticked`, `owner` and `notes` are the
/// team's.
pub const COLUMNS: [&str; 20] = [
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

/// Findings of a step that are shown at the most.
const MAX_FOUND: usize = 8;
/// Places of a finding that are shown at the most.
const MAX_PLACES: usize = 3;

impl Task {
    /// What this program writes of the step, besides its title; empty parts are left out.
    #[must_use]
    pub fn fields(&self, texts: &Texts) -> Vec<(Label, String)> {
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let fields = [
            (Label::Server, of(&self.server)),
            (Label::Release, of(&self.release)),
            (Label::State, self.state_text(texts)),
            (Label::Found, self.found_text(texts)),
            (Label::How, self.how.clone()),
            (Label::Mend, numbered(&self.mend)),
            (Label::Verify, self.verify.clone()),
            (Label::Fails, self.fails.clone()),
            (Label::Sources, self.sources_text(texts)),
        ];
        fields.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The state in words, with what a tick has to do with it.
    #[must_use]
    pub fn state_text(&self, texts: &Texts) -> String {
        let state = texts.word(&format!("checklist-state-{}", self.state.word()), &Args::new());
        let id = if self.contradicts() {
            "checklist-contradiction"
        } else if self.is_unconfirmed() {
            "checklist-unconfirmed"
        } else {
            return state;
        };
        texts.word(id, &Args::from([("state", state)]))
    }

    fn found_text(&self, texts: &Texts) -> String {
        let mut lines: Vec<_> =
            self.found.iter().take(MAX_FOUND).map(|found| found.text(texts)).collect();
        if self.found.len() > MAX_FOUND {
            let more = Args::from([("count", (self.found.len() - MAX_FOUND).to_string())]);
            lines.push(texts.word("checklist-more", &more));
        }
        lines.join("\n")
    }

    fn sources_text(&self, texts: &Texts) -> String {
        let source = |own: &super::task::SourceOf| {
            let code = texts.word(&format!("checklist-code-{}", own.code.word()), &Args::new());
            format!("{}, {} ({code})", own.title, own.address)
        };
        self.sources.iter().map(source).collect::<Vec<_>>().join("\n")
    }
}

impl Found {
    /// `enforce-policy (fail): NTS_AS_ENFORCE_POLICY is not set (notes.ini)`.
    #[must_use]
    pub fn text(&self, texts: &Texts) -> String {
        let Some(check) = self.check else { return self.text.clone() };
        let name = format!("{check} {}", self.subject);
        let status = match self.status {
            Some(status) => texts.word(&format!("status-{}", status.word()), &Args::new()),
            None => return format!("{check}: {}", self.text),
        };
        let places = places_text(&self.places, MAX_PLACES);
        format!("{} ({status}): {}{places}", name.trim_end(), self.text)
    }
}

/// Several lines with numbers, one as it is.
fn numbered(lines: &[String]) -> String {
    match lines {
        [one] => one.clone(),
        several => {
            let lines = several.iter().zip(1..).map(|(line, at)| format!("{at}. {line}"));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Marks of texts, by which a changed one is told from one that is as it was written. Blanks, line ends and
/// what a format escapes do not count.
#[must_use]
pub fn prints<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let print = |text: &str| {
        let plain: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\\' | '\'')).collect();
        let digest = Sha256::digest(plain.as_bytes());
        digest.iter().take(3).fold("p".to_owned(), |mark, byte| mark + &format!("{byte:02x}"))
    };
    texts.into_iter().map(print).collect()
}

#[cfg(test)]
mod tests {
    use super::prints;

    #[test]
    fn only_what_is_said_counts() {
        let one = prints(["Set a\\_b  now\n"]);
        assert_eq!(prints(["Set a_b\n now"]), one);
        assert_ne!(prints(["Set a_b never"]), one);
    }
}
