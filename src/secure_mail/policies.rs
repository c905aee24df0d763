//! The policies of Secure Mail on a platform, by our names of them.

use crate::catalog::{Policies as Known, PolicyEntry};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, FactCode, Found, Role};
use std::collections::BTreeMap;

/// What is known of each policy.
#[derive(Debug, Clone)]
pub struct Policies {
    by_id: BTreeMap<String, Fact<String>>,
    /// Policies of which no name in exports is known: not to be found is not to be missing.
    nameless: BTreeMap<String, Fact<String>>,
    /// What is to be said of a policy that is not here.
    missing: Fact<String>,
}

impl Policies {
    /// No policies yet; `missing` is what is to be said of each that is not here.
    #[must_use]
    pub fn new(missing: Fact<String>) -> Self {
        Self { by_id: BTreeMap::new(), nameless: BTreeMap::new(), missing }
    }

    /// Takes a policy in. One that stands twice and says two things is not known.
    pub fn add(&mut self, id: &str, fact: Fact<String>) {
        match self.by_id.get_mut(id) {
            None => {
                self.by_id.insert(id.to_owned(), fact);
            }
            Some(own) if own.value().is_some() && own.value() == fact.value() => {}
            Some(own) => {
                let seen = own.evidence().into_iter().chain(fact.evidence());
                let conflict = |piece: Evidence| Evidence { role: Role::Conflict, ..piece };
                *own = Fact::Unknown(Doubt::Ambiguous, seen.map(conflict).collect());
            }
        }
    }

    /// What is to be said of this policy if it is not here, in place of what is said of the others.
    pub fn say_if_missing(&mut self, id: &str, fact: Fact<String>) {
        self.nameless.insert(id.to_owned(), fact);
    }

    /// Whether the policy is here, whatever it says.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// The text of a policy.
    #[must_use]
    pub fn text(&self, id: &str) -> Fact<String> {
        let missing = || self.nameless.get(id).unwrap_or(&self.missing);
        self.by_id.get(id).unwrap_or_else(missing).clone()
    }

    /// What a policy with one of several values means, in the words of the catalog.
    #[must_use]
    pub fn meaning(&self, id: &str, known: &Known) -> Fact<String> {
        let entry = known.get(id);
        read(self.text(id), |text| {
            let (meaning, code) = entry.and_then(|entry: &PolicyEntry| entry.meaning(text))?;
            Some((meaning.to_owned(), code))
        })
    }

    /// Whether a policy is on.
    #[must_use]
    pub fn flag(&self, id: &str) -> Fact<bool> {
        read(self.text(id), |text| Some((flag(text)?, FactCode::Observed)))
    }
}

/// The value of a policy that is on or off; `None` for any other text.
#[must_use]
pub fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "on" | "yes" | "1" | "ein" | "an" | "ja" | "enabled" => Some(true),
        "false" | "off" | "no" | "0" | "aus" | "nein" | "disabled" => Some(false),
        _ => None,
    }
}

/// A fact about what a text means; an unconfirmed meaning is none.
fn read<T>(fact: Fact<String>, meaning: impl Fn(&str) -> Option<(T, FactCode)>) -> Fact<T> {
    match fact {
        Fact::Known(found) => {
            let doubt = |doubt| Fact::Unknown(doubt, vec![found.evidence(Role::Observed)]);
            match meaning(&found.value) {
                None => doubt(Doubt::NoMeaning),
                Some((_, FactCode::Unconfirmed)) => doubt(Doubt::Unconfirmed),
                Some((value, code)) => {
                    let confidence =
                        found.confidence.and(code.ceiling().unwrap_or(Confidence::Low));
                    Fact::Known(Found { confidence, ..found.map(|_| value) })
                }
            }
        }
        Fact::Absent(evidence) => Fact::Absent(evidence),
        Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::evidence::{InputPath, Location};

    pub(crate) fn place(line: u64) -> Location {
        Location::line(&InputPath::named("p.json"), line)
    }

    pub(crate) fn known(value: &str, line: u64) -> Fact<String> {
        Fact::Known(Found {
            value: value.to_owned(),
            raw: value.to_owned(),
            location: place(line),
            confidence: Confidence::High,
            named_by: None,
        })
    }

    /// Policies as Endpoint Management gives them: what is missing is not set.
    pub(crate) fn deployed(values: &[(&str, &str)]) -> Policies {
        let absent = Evidence::new(Role::Absent, place(1), None);
        let mut policies = Policies::new(Fact::Absent(absent));
        for ((id, value), line) in values.iter().zip(2..) {
            policies.add(id, known(value, line));
        }
        policies
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{deployed, known};
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_policy_that_says_two_things_is_not_known() {
        let mut policies = deployed(&[("notes-server-flag", "true")]);
        policies.add("notes-server-flag", known("true", 9));
        assert_eq!(policies.flag("notes-server-flag").value(), Some(&true));
        policies.add("notes-server-flag", known("false", 9));
        let fact = policies.flag("notes-server-flag");
        let Fact::Unknown(Doubt::Ambiguous, seen) = fact else { panic!("{fact:?}") };
        let roles: Vec<_> = seen.iter().map(|piece| piece.role).collect();
        assert_eq!(roles, [Role::Conflict, Role::Conflict]);
        assert!(policies.has("notes-server-flag"), "whatever it says");
        assert!(!policies.has("secure-connection"));
        assert!(matches!(policies.flag("secure-connection"), Fact::Absent(_)));
    }

    #[test]
    fn meanings_carry_what_stands_behind_them() {
        let known = &Catalog::built_in().unwrap().policies;
        let id = "connection-security-level";
        let cases = [
            ("TLS", Some(("tls", Confidence::High))),
            ("SSLv3 und TLS", Some(("sslv3-and-tls", Confidence::High))),
            // Stored values are concluded from the names of texts.
            ("tlsv10_sslv3", Some(("sslv3-and-tls", Confidence::Medium))),
            ("TLSv1.2", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            let fact = deployed(&[(id, text)]).meaning(id, known);
            let found = fact.known().map(|found| (found.value.as_str(), found.confidence));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
