//! The one value of a key of notes.ini, for checks that need no more than that.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `not-supplied` | unknown | no notes.ini |
//! | `fragment` | unknown | an excerpt without the key |
//! | `ini-unclear` | unknown | lines or sources that disagree, a placeholder, a list that can't be followed, a line that Domino may not see |
//! | `pinned` | unknown | a Configuration document sets, or may set, another value |

use super::Judgement;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Role};
use crate::inventory::{Server, plain};

/// What notes.ini says of a key.
pub(super) enum Told {
    /// It has this value, and nothing contradicts it.
    Value(Found<String>),
    /// It is not set, as sure as this.
    Missing(Evidence, Confidence),
    /// It is not known: the outcomes of this file.
    Open(Judgement),
}

impl Told {
    /// The value as it compares; `None` where there is none.
    pub(super) fn word(&self) -> Option<String> {
        match self {
            Self::Value(found) => Some(plain(&found.value)),
            Self::Missing(..) | Self::Open(_) => None,
        }
    }

    /// How sure it is.
    pub(super) fn confidence(&self) -> Confidence {
        match self {
            Self::Value(found) => found.confidence,
            Self::Missing(_, confidence) => *confidence,
            Self::Open(_) => Confidence::Low,
        }
    }

    /// Where it stands, or is missing.
    pub(super) fn evidence(&self) -> Vec<Evidence> {
        match self {
            Self::Value(found) => vec![found.evidence(Role::Observed)],
            Self::Missing(absent, _) => vec![absent.clone()],
            Self::Open(judgement) => judgement.evidence.clone(),
        }
    }
}

/// Reads a key.
pub(super) fn read(server: &Server, key: &str) -> Told {
    let (effective, pins) = server.in_force(key);
    let open = |outcome| Judgement::unknown(outcome).arg("key", key);
    match effective {
        Fact::Unknown(doubt, evidence) => {
            let judgement = open(match doubt {
                Doubt::NotSupplied | Doubt::Fragment => doubt.word(),
                _ => "ini-unclear",
            });
            let place = server.place().with_item(key);
            let absent = evidence.is_empty().then(|| Evidence::new(Role::Absent, place, None));
            Told::Open(judgement.shown_by(evidence).shown_by(absent))
        }
        known if !pins.is_empty() => {
            Told::Open(open("pinned").shown_by(known.evidence()).shown_by(pins))
        }
        Fact::Known(found) => Told::Value(found),
        Fact::Absent(absent) => Told::Missing(absent, server.settings.absence()),
    }
}
