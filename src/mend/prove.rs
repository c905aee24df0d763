//! Whether a kit mends what it claims to, by this program's own model: its changes are made to what was
//! collected, in memory, and all is audited again.

use super::plan::{ByHand, Claim, Part, Planned, Reason};
use crate::assessment::{Assessment, Finding, Terms, assess};
use crate::catalog::Catalog;
use crate::evidence::{Severity, Status};
use crate::inventory::{self, Collected};
use crate::naming::Names;
use std::collections::BTreeMap;

/// Changes that are tried one by one at the most; of more, those that don't prove together are left
/// to a person.
const MAX_TRIALS: usize = 200;

/// What is audited.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    /// What was collected.
    pub collected: &'a Collected,
    /// Names of items.
    pub names: &'a Names<'a>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Findings that are gone.
    pub mended: Vec<Claim>,
    /// Findings that were claimed and are still there.
    pub left: Vec<Claim>,
    /// Findings that were not there before, or were less: check and subject.
    pub new: Vec<(&'static str, String)>,
}

impl Proof {
    /// Whether all that was claimed is gone, and nothing new came.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.left.is_empty() && self.new.is_empty()
    }
}

/// Findings that count, by fingerprint.
struct Open(BTreeMap<String, (Status, Severity, &'static str, String)>);

impl Open {
    fn of(assessment: &Assessment) -> Self {
        let of_servers = assessment.servers.iter().flat_map(|server| &server.findings);
        let open = of_servers.chain(&assessment.findings).filter(|finding| finding.is_open());
        Self(open.map(|finding| (finding.fingerprint.clone(), Self::entry(finding))).collect())
    }

    fn entry(finding: &Finding) -> (Status, Severity, &'static str, String) {
        let judgement = &finding.judgement;
        (judgement.status, finding.severity, finding.check, judgement.subject.clone())
    }

    /// What is here and was not before, or was only unknown and fails now.
    fn beyond(&self, before: &Self) -> Vec<(&'static str, String)> {
        let worse = |fingerprint: &String, status: Status| match before.0.get(fingerprint) {
            None => true,
            Some((was, ..)) => *was == Status::Unknown && status == Status::Fail,
        };
        let new = self.0.iter().filter(|(key, (status, ..))| worse(key, *status));
        new.map(|(_, (.., check, subject))| (*check, subject.clone())).collect()
    }

    fn has(&self, claim: &Claim) -> bool {
        self.0.contains_key(&claim.fingerprint)
    }
}

impl Model<'_> {
    fn catalog(&self) -> &Catalog {
        self.names.catalog()
    }

    /// Audits with these changes; `None` where the model can't make one.
    fn with<'p>(&self, planned: impl IntoIterator<Item = &'p Planned>) -> Option<Open> {
        let mut collected = self.collected.clone();
        for one in planned {
            if !one.change.apply(&mut collected, self.catalog()) {
                return None;
            }
        }
        let inventory = inventory::build(&collected, self.names);
        let assessment =
            assess(inventory, &collected.inputs, self.catalog(), Terms::strict(Severity::Low));
        Some(Open::of(&assessment))
    }
}

/// Makes all changes, and says what came of it.
#[must_use]
pub fn prove(parts: &[Part], model: Model<'_>, before: &Assessment) -> Proof {
    let all = || parts.iter().flat_map(|part| &part.planned);
    let claims = || all().flat_map(|planned| planned.claims.iter().cloned());
    let Some(after) = model.with(all()) else {
        return Proof { left: claims().collect(), ..Proof::default() };
    };
    let (left, mended) = claims().partition(|claim| after.has(claim));
    Proof { mended, left, new: after.beyond(&Open::of(before)) }
}

/// Leaves in the plan only what mends and breaks nothing; the rest goes to a person, with the reason.
#[must_use]
pub fn settle(mut parts: Vec<Part>, model: Model<'_>, before: &Assessment) -> Vec<Part> {
    if prove(&parts, model, before).holds() {
        return parts;
    }
    let before = Open::of(before);
    let mut kept: Vec<Planned> = Vec::new();
    let mut trials = 0;
    for part in &mut parts {
        for mut planned in std::mem::take(&mut part.planned) {
            trials += 1;
            let tried =
                (trials <= MAX_TRIALS).then(|| model.with(kept.iter().chain([&planned]))).flatten();
            let reason = match &tried {
                None => Some(Reason::Unnamed),
                Some(after) if !after.beyond(&before).is_empty() => Some(Reason::Breaks),
                Some(after) => {
                    let left = part.drop_claims(&mut planned, |claim| after.has(claim));
                    part.by_hand.extend(
                        left.into_iter().map(|claim| ByHand { claim, reason: Reason::NotEnough }),
                    );
                    None
                }
            };
            match reason {
                Some(reason) => {
                    let claims = planned.claims.into_iter();
                    part.by_hand.extend(claims.map(|claim| ByHand { claim, reason }));
                }
                None if !planned.claims.is_empty() => {
                    kept.push(planned.clone());
                    part.planned.push(planned);
                }
                None => {}
            }
        }
    }
    parts
}

impl Part {
    /// Takes the claims out that a change does not mend.
    fn drop_claims(
        &self,
        planned: &mut Planned,
        still_there: impl Fn(&Claim) -> bool,
    ) -> Vec<Claim> {
        let claims = std::mem::take(&mut planned.claims);
        let (left, mended) = claims.into_iter().partition(|claim| still_there(claim));
        planned.claims = mended;
        left
    }
}
