//! What filters of notes.ini do to ActiveSync clients, for the checks that ask.
//!
//! Source: HCL Traveler documentation, "Restricting access by device category". That page gives the
//! values with which only HCL's own clients are let in: `ANDROID` and `IBM_APPLE` true, `OTHER` false.

use super::Judgement;
use crate::evidence::{Confidence, Evidence, Fact, Role};
use crate::inventory::{IniFile, Server, plain};
use std::collections::BTreeSet;

const OTHER: &str = "NTS_USER_AGENT_ALLOWED_OTHER";
const REGEX: &str = "NTS_USER_AGENT_ALLOWED_REGEX";
/// Kinds of devices of which it is not documented whether Secure Mail on such a device is one.
const KINDS: [&str; 2] = ["NTS_USER_AGENT_ALLOWED_ANDROID", "NTS_USER_AGENT_ALLOWED_IBM_APPLE"];
const ALL: [&str; 4] = [OTHER, REGEX, KINDS[0], KINDS[1]];
/// How all filters begin. The list of the documentation is not complete: each further one refuses by some
/// kind.
const FAMILY: &str = "NTS_USER_AGENT_ALLOWED_";

/// What a filter of notes.ini does to clients of other makers; `None` where none is set.
pub(super) fn judge(server: &Server) -> Option<Judgement> {
    let effective = |key| server.settings.effective(key);
    if is_false(&effective(OTHER)) {
        let fail = Judgement::fail("filter-other", Confidence::Medium);
        return Some(fail.shown_by(effective(OTHER).evidence()));
    }
    let further = further(server);
    for key in ALL.into_iter().chain(further.iter().map(String::as_str)) {
        if let Some(evidence) = unclear(server, key) {
            return Some(Judgement::unknown("filter-unclear").arg("key", key).shown_by(evidence));
        }
    }
    let regex = effective(REGEX);
    if let Some(found) =
        regex.known().filter(|found| !matches!(plain(&found.value).as_str(), "" | ".*"))
    {
        let unknown = Judgement::unknown("filter-regex").arg("value", &found.value);
        return Some(unknown.shown_by(regex.evidence()));
    }
    let mut kinds = KINDS.into_iter().chain(further.iter().map(String::as_str));
    let key = kinds.find(|key| is_false(&effective(key)))?;
    let unknown = Judgement::unknown("filter-kind").arg("key", key);
    Some(unknown.shown_by(effective(key).evidence()))
}

/// Filters that the documentation does not name, in upper case.
fn further(server: &Server) -> BTreeSet<String> {
    let set = server.settings.files().flat_map(IniFile::settings).map(|own| own.key.as_str());
    let pinned = server.pinned.iter().filter_map(|pin| pin.key.as_deref());
    let all = set.chain(pinned).map(str::to_ascii_uppercase);
    let known = |key: &String| {
        let own = key.strip_suffix("_EXT").unwrap_or(key);
        ALL.contains(&own)
    };
    all.filter(|key| key.starts_with(FAMILY) && !known(key)).collect()
}

/// Whether notes.ini tells of each filter that it is set or not.
pub(super) fn are_known(server: &Server) -> bool {
    ALL.iter().all(|key| !matches!(server.settings.effective(key), Fact::Unknown(..)))
}

fn is_false(fact: &Fact<String>) -> bool {
    fact.value().is_some_and(|value| plain(value) == "false")
}

/// What leaves open which value of a filter is in force: lines that disagree, a text that is neither
/// true nor false, a Configuration document that sets another value.
fn unclear(server: &Server, key: &str) -> Option<Vec<Evidence>> {
    let (fact, pins) = server.in_force(key);
    if let Fact::Unknown(_, evidence) = &fact
        && evidence.iter().any(|piece| piece.role != Role::Absent)
    {
        return Some(evidence.clone());
    }
    let is_word = |value: &String| matches!(plain(value).as_str(), "" | "true" | "false");
    // What an empty expression matches no source tells: nothing at all, or as if it were not there.
    let is_odd = |value: &String| match key {
        REGEX => plain(value).is_empty(),
        _ => !is_word(value),
    };
    let odd = fact.value().is_some_and(is_odd);
    (odd || !pins.is_empty()).then(|| [fact.evidence(), pins].concat())
}
