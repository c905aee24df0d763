//! How sure a statement is, and how the codes of a fact limit it.

use serde::{Deserialize, Serialize};

/// How sure a finding is: the weakest link of the value read, the name of its field, and the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Something in the chain is a guess that may be wrong.
    Low,
    /// Something in the chain is inferred or told by a third party.
    Medium,
    /// Every link is documented by a vendor or was seen in real files.
    High,
}

impl Confidence {
    /// The weaker of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What stands behind a fact of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactCode {
    /// Searched for and not found, or only recalled: decides nothing.
    Unconfirmed,
    /// Concluded from other facts, or told by a third party.
    Inferred,
    /// Seen in real files or working code.
    Observed,
    /// Stated by the vendor (or, for what the seed page says, by Citrix).
    Documented,
}

impl FactCode {
    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Inferred => "inferred",
            Self::Observed => "observed",
            Self::Documented => "documented",
        }
    }

    /// The highest confidence a verdict may have that rests on a fact of this code; `None` where
    /// the fact may support neither a pass nor a fail.
    #[must_use]
    pub fn ceiling(self) -> Option<Confidence> {
        match self {
            Self::Unconfirmed => None,
            Self::Inferred => Some(Confidence::Medium),
            Self::Observed | Self::Documented => Some(Confidence::High),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weaker_link_decides() {
        assert_eq!(Confidence::High.and(Confidence::Medium), Confidence::Medium);
        assert_eq!(Confidence::Low.and(Confidence::High), Confidence::Low);
    }

    #[test]
    fn an_unconfirmed_fact_supports_no_verdict() {
        assert_eq!(FactCode::Unconfirmed.ceiling(), None);
        assert_eq!(FactCode::Inferred.ceiling(), Some(Confidence::Medium));
        assert_eq!(FactCode::Documented.ceiling(), Some(Confidence::High));
    }
}
