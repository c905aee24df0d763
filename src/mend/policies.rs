//! `endpoint-management.md`: what is set in the console of Endpoint Management, with the names of its
//! fields, by platform as findings name it.

use super::plan::{Claim, Part};
use super::quote::{markdown, markdown_code};
use crate::catalog::Catalog;
use crate::checks::CLIENT_REGISTRY;
use crate::evidence::Args;
use std::fmt::Write as _;

/// Whether a finding is about Secure Mail.
pub(super) fn is_of_client(claim: &Claim) -> bool {
    CLIENT_REGISTRY.iter().any(|check| check.id == claim.check)
}

/// The page; `None` where no policy is to be set.
pub(super) fn policies(parts: &[Part], catalog: &Catalog) -> Option<String> {
    let of_client = |claim: &&Claim| is_of_client(claim);
    let mut out = format!("# {}\n\n", catalog.texts.word("fix-policies-title", &Args::new()));
    let _ = writeln!(out, "{}", catalog.texts.word("fix-policies-head", &Args::new()));
    let mut any = false;
    for part in parts {
        let planned = part.planned.iter().flat_map(|planned| &planned.claims);
        let by_hand = part.by_hand.iter().map(|one| &one.claim);
        let own: Vec<_> = planned.chain(by_hand).filter(of_client).collect();
        if own.is_empty() {
            continue;
        }
        any = true;
        let nobody = || catalog.texts.word("fix-no-server", &Args::new());
        let _ = writeln!(out, "\n## {}", markdown(&part.server.clone().unwrap_or_else(nobody)));
        own.iter().for_each(|claim| entry(claim, &mut out));
    }
    any.then_some(out)
}

/// A finding with its steps as a list to be ticked.
pub(super) fn entry(claim: &Claim, out: &mut String) {
    let _ = write!(out, "\n### {}", markdown_code(claim.check));
    if !claim.subject.is_empty() {
        let _ = write!(out, " {}", markdown(&claim.subject));
    }
    let _ = writeln!(out, "\n\n{}\n", markdown(&claim.observed));
    for step in &claim.steps {
        let _ = writeln!(out, "- [ ] {}", markdown(&step.text));
    }
}
