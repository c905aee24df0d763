//! Why a field of the Server document decides nothing, for checks that need no more than that.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `no-server-document` | unknown | none was supplied |
//! | `unnamed` | unknown | no form design or item map tells which item holds the field |
//! | `contradictory` | unknown | items, copies or documents disagree |
//! | `unclear` | unknown | the value can't be read, or nothing tells what it means |

use super::Judgement;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::Server;
use std::collections::BTreeSet;

/// Values that are named where several disagree.
const MAX_VALUES: usize = 4;

/// Gives a judgement for which nothing was seen the place where that would stand.
pub(super) fn placed(server: &Server, judgement: Judgement) -> Judgement {
    let nothing = judgement.evidence.is_empty();
    let absent = nothing.then(|| Evidence::new(Role::Absent, server.document_place(), None));
    judgement.shown_by(absent)
}

/// The judgement where a fact is not known; `None` where it is.
pub(super) fn open<T>(server: &Server, fact: &Fact<T>) -> Option<Judgement> {
    let Fact::Unknown(doubt, evidence) = fact else { return None };
    let judgement = Judgement::unknown(match doubt {
        Doubt::NotSupplied => "no-server-document",
        Doubt::Unnamed => "unnamed",
        Doubt::Ambiguous => "contradictory",
        _ => "unclear",
    });
    let absent = evidence.is_empty().then(|| Evidence::new(Role::Absent, server.place(), None));
    let judgement = judgement.shown_by(evidence.iter().cloned()).shown_by(absent);
    Some(if *doubt == Doubt::Ambiguous {
        judgement.arg("value", all_values(evidence))
    } else {
        judgement.seen_as("value")
    })
}

/// The values that disagree, as they stand in the documents, each once.
pub(super) fn all_values(evidence: &[Evidence]) -> String {
    let seen: BTreeSet<_> = evidence.iter().filter_map(|piece| piece.excerpt.as_deref()).collect();
    let blank_last = seen.iter().filter(|value| !value.is_empty()).copied();
    let values: Vec<_> = blank_last.take(MAX_VALUES).map(|value| format!("\"{value}\"")).collect();
    values.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{InputPath, Location};

    #[test]
    fn a_doubt_is_told_with_the_values_that_make_it() {
        let place = Location::input(&InputPath::named("names.dxl"));
        let piece = |text: &str| Evidence::new(Role::Context, place.clone(), text.to_owned());
        let files = [("notes.ini", &*super::super::testing::ini(""))];
        let (inventory, _) =
            crate::inventory::testing::inventory_of(&files, crate::inventory::Options::default());
        let told = |doubt| {
            let fact: Fact<()> = Fact::Unknown(doubt, vec![piece("1"), piece("2")]);
            let judgement = open(&inventory.servers[0], &fact).unwrap();
            (judgement.outcome, judgement.args["value"].clone())
        };
        assert_eq!(told(Doubt::Ambiguous), ("contradictory", "\"1\", \"2\"".to_owned()));
        assert_eq!(told(Doubt::Unnamed).0, "unnamed");
        assert_eq!(told(Doubt::NoMeaning), ("unclear", "1".to_owned()));
    }

    #[test]
    fn all_that_disagrees_is_named_once() {
        let place = Location::input(&InputPath::named("names.dxl"));
        let piece = |text: &str| Evidence::new(Role::Context, place.clone(), text.to_owned());
        let all = [piece("2"), piece("1"), piece(""), piece("2")];
        assert_eq!(all_values(&all), "\"1\", \"2\"");
        assert_eq!(all_values(&[]), "");
    }
}
