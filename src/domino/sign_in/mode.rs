//! Which documents count. Source: "Understanding Internet Site documents", Domino help; technote
//! 21250004 (rules do nothing with Internet Sites off).

use crate::evidence::{Confidence, Doubt, Fact};

/// Which documents tell how the HTTP task signs clients in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Web Site documents and their rules: Internet Sites are on, as sure as this.
    Sites(Confidence),
    /// The Server document: Internet Sites are off, as sure as this.
    Server(Confidence),
    /// The Server document lacks the item, which is taken for off: inferred, so that it may carry a
    /// fail and never a pass.
    Assumed,
    /// It is not known, for this reason.
    Unknown(ModeDoubt),
}

/// Why it is not known whether Internet Sites are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeDoubt {
    /// No Server document was supplied.
    NoServerDocument,
    /// The item holds several values.
    SeveralValues,
    /// Documents, or copies of one, disagree.
    Contradictory,
    /// Only a part of the document is here, or the value tells nothing.
    Unclear,
}

impl Mode {
    /// The mode that the item of the Server document tells. A missing item means off; that is inferred
    /// (the item was seen missing where nobody had switched it on).
    #[must_use]
    pub fn of(internet_sites: &Fact<bool>) -> Self {
        match internet_sites {
            Fact::Known(found) if found.value => Self::Sites(found.confidence),
            Fact::Known(found) => Self::Server(found.confidence),
            Fact::Absent(_) => Self::Assumed,
            Fact::Unknown(doubt, _) => Self::Unknown(match doubt {
                Doubt::NotSupplied => ModeDoubt::NoServerDocument,
                Doubt::SeveralValues => ModeDoubt::SeveralValues,
                Doubt::Ambiguous => ModeDoubt::Contradictory,
                _ => ModeDoubt::Unclear,
            }),
        }
    }
}

impl ModeDoubt {
    /// The code of an answer that it leaves open.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NoServerDocument | Self::Unclear => "mode-unknown",
            Self::SeveralValues => "mode-several-values",
            Self::Contradictory => "mode-contradictory",
        }
    }
}
