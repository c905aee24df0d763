//! What is noted on the way of a request: each step with what it rests on, and how sure all of it is.

use super::documents::WebSite;
use super::request::Request;
use super::{Answer, Challenge, Step};
use crate::evidence::{Args, Confidence, Evidence};

/// Where the way of a request ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    pub(super) challenge: Challenge,
    /// What decided.
    pub(super) evidence: Vec<Evidence>,
}

impl End {
    pub(super) fn at(challenge: Challenge, evidence: Vec<Evidence>) -> Self {
        Self { challenge, evidence }
    }

    /// The way can't be followed any further, for this reason.
    pub(super) fn unknown(why: &'static str, evidence: Vec<Evidence>) -> Self {
        Self::at(Challenge::Unknown(why), evidence)
    }
}

/// The way so far.
#[derive(Debug, Clone)]
pub(super) struct Way<'s> {
    steps: Vec<Step>,
    confidence: Confidence,
    port_known: bool,
    /// What would have to be known for an answer that is as wanted; another answer needs it less.
    reserve: Option<End>,
    pub(super) site: Option<&'s WebSite>,
    /// The path as rules have left it.
    pub(super) path: String,
}

impl<'s> Way<'s> {
    pub(super) fn new(request: &Request) -> Self {
        Self {
            steps: Vec::new(),
            confidence: Confidence::High,
            port_known: true,
            reserve: None,
            site: None,
            path: request.path.clone(),
        }
    }

    /// Notes a step.
    pub(super) fn step<const N: usize>(
        &mut self,
        code: &'static str,
        args: [(&'static str, &str); N],
        evidence: impl IntoIterator<Item = Evidence>,
    ) {
        let args: Args = args.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        self.steps.push(Step { code, args, evidence: evidence.into_iter().collect() });
    }

    /// What follows is no surer than this.
    pub(super) fn limit(&mut self, most: Confidence) {
        self.confidence = self.confidence.and(most);
    }

    /// Nothing tells whether the server listens on the port at all.
    pub(super) fn port_unknown(&mut self) {
        self.port_known = false;
        self.limit(Confidence::Medium);
    }

    /// Something that is not known, and that an answer as wanted would have to rest on.
    pub(super) fn reserve(&mut self, why: &'static str, evidence: Vec<Evidence>) {
        self.reserve.get_or_insert_with(|| End::unknown(why, evidence));
        self.limit(Confidence::Medium);
    }

    pub(super) fn finish(self, end: End) -> Answer<'s> {
        let end = match (self.reserve, &end.challenge) {
            (Some(mut reserve), Challenge::SessionOff | Challenge::Overridden(_)) => {
                reserve.evidence.extend(end.evidence);
                reserve
            }
            _ => end,
        };
        let confidence = match end.challenge {
            Challenge::Unknown(_) => Confidence::Low,
            _ => self.confidence,
        };
        Answer {
            challenge: end.challenge,
            evidence: end.evidence,
            confidence,
            port_known: self.port_known,
            site: self.site,
            path: self.path,
            steps: self.steps,
        }
    }
}
