//! The state of a step, from the findings of its checks and the release that runs. Truth first: it is done
//! only when every check of it passes.

use super::movement::Movement;
use super::task::State;
use crate::assessment::{AssessedServer, Finding};
use crate::catalog::version::{Product, Version};
use crate::catalog::{ChecklistStep, Text};
use crate::evidence::Status;
use std::cmp::Ordering;

/// What the findings of a step say.
pub(super) fn state(
    step: &ChecklistStep,
    movement: &Movement,
    server: Option<&AssessedServer>,
    findings: &[&Finding],
) -> State {
    let checks = of_checks(step, findings);
    if !step.reached {
        return checks.unwrap_or(State::CannotTell);
    }
    match (reached(step, movement, server), checks) {
        (State::ToDo, _) | (_, Some(State::ToDo)) => State::ToDo,
        (State::Done, checks) => checks.unwrap_or(State::Done),
        _ => State::CannotTell,
    }
}

/// Of the checks alone; `None` where none decides.
fn of_checks(step: &ChecklistStep, findings: &[&Finding]) -> Option<State> {
    let open = |finding: &&&Finding| {
        let status = finding.observed_status();
        status == Status::Fail || status == Status::Pass && !counts(step, finding)
    };
    if findings.iter().any(|finding| open(&finding)) {
        return Some(State::ToDo);
    }
    if step.checks.is_empty() {
        return None;
    }
    let of_check = |check: &Text| {
        let own: Vec<_> = findings.iter().filter(|finding| *check == finding.check).collect();
        let needless = |finding: &&&&Finding| {
            let outcome = finding.judgement.outcome;
            finding.observed_status() == Status::NotApplicable
                && step.not_needed.iter().any(|known| known == outcome)
        };
        let passes = |finding: &&&&Finding| finding.observed_status() == Status::Pass;
        if own.is_empty() || !own.iter().all(|one| passes(&one) || needless(&one)) {
            State::CannotTell
        } else if own.iter().all(|one| needless(&one)) {
            State::NotNeeded
        } else {
            State::Done
        }
    };
    let states: Vec<_> = step.checks.iter().map(of_check).collect();
    let all = |wanted: State| states.iter().all(|state| *state == wanted);
    Some(if states.contains(&State::CannotTell) {
        State::CannotTell
    } else if all(State::NotNeeded) {
        State::NotNeeded
    } else {
        State::Done
    })
}

/// Whether a finding that passes does so in a way that counts.
fn counts(step: &ChecklistStep, finding: &Finding) -> bool {
    let only = step.only.get(finding.check);
    only.is_none_or(|only| only.iter().any(|own| own == finding.judgement.outcome))
}

/// The product whose release a step waits for, and that release.
pub(super) fn awaited(step: &ChecklistStep, movement: &Movement) -> Option<(Product, Version)> {
    let product = step.product.filter(|_| step.reached)?;
    Some((product, step.release().or_else(|| movement.target(product))?))
}

/// The release that runs, as far as that is known for sure.
pub(super) fn running(server: &AssessedServer, product: Product) -> Option<&Version> {
    let choice = match product {
        Product::Traveler => &server.traveler,
        Product::Domino => &server.domino,
        Product::Other => return None,
    };
    Some(&choice.chosen()?.version)
}

fn reached(step: &ChecklistStep, movement: &Movement, server: Option<&AssessedServer>) -> State {
    let order = || {
        let (product, wanted) = awaited(step, movement)?;
        // Only the level counts: a build is told by the server alone.
        let running = Version { build: None, ..running(server?, product)?.clone() };
        running.compare(&wanted)
    };
    match order() {
        Some(Ordering::Less) => State::ToDo,
        Some(_) => State::Done,
        None => State::CannotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::checks::Judgement;
    use crate::evidence::{Confidence, Severity};

    fn finding(check: &'static str, judgement: Judgement) -> Finding {
        let (severity, fingerprint) = (Severity::High, String::new());
        Finding { check, severity, judgement, fingerprint, waiver: None, baseline: None }
    }

    fn pass(check: &'static str, outcome: &'static str) -> Finding {
        finding(check, Judgement::pass(outcome, Confidence::High))
    }

    fn told(step: &str, findings: &[Finding]) -> State {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        let step = catalog.checklist.steps().find(|own| own.id == step).unwrap();
        let kind = &step.moves[0];
        let releases = (kind == "release").then_some(("9.0.1", "14.5"));
        let movement =
            Movement::new(kind, releases.map(|both| both.0), releases.map(|both| both.1), catalog);
        let own: Vec<_> = findings.iter().collect();
        state(step, &movement.unwrap(), None, &own)
    }

    #[test]
    fn a_step_is_done_only_when_all_its_checks_pass() {
        let (tls, ssl) = (pass("tls12", "level-reached"), pass("sslv3", "gone"));
        let ciphers = pass("tls-ciphers", "strong");
        let step = "tls-listener";
        assert_eq!(told(step, &[tls.clone(), ssl.clone(), ciphers.clone()]), State::Done);
        assert_eq!(told(step, &[tls.clone(), ssl.clone()]), State::CannotTell, "one says nothing");
        assert_eq!(told(step, &[]), State::CannotTell);
        let unknown = finding("tls-ciphers", Judgement::unknown("no-list"));
        assert_eq!(told(step, &[tls.clone(), ssl, unknown.clone()]), State::CannotTell);
        let fail = finding("sslv3", Judgement::fail("on", Confidence::High));
        assert_eq!(told(step, &[tls, fail, unknown]), State::ToDo);
    }

    #[test]
    fn another_way_than_the_wanted_one_is_to_do() {
        let same = pass("platform-differences", "same");
        let topology = |outcome| pass("topology", outcome);
        assert_eq!(told("all-platforms-sta", &[topology("sta"), same.clone()]), State::Done);
        assert_eq!(told("all-platforms-sta", &[topology("direct"), same]), State::ToDo);
        let one = finding(
            "platform-differences",
            Judgement::not_applicable("one-platform", Confidence::High),
        );
        assert_eq!(told("all-platforms-sta", &[topology("sta"), one]), State::Done);
        let blocked = finding("topology", Judgement::not_applicable("blocked", Confidence::High));
        assert_eq!(told("way-to-server", &[blocked]), State::CannotTell, "no way is not a way");
    }

    #[test]
    fn what_has_no_object_is_not_needed_only_where_the_catalog_says_so() {
        let alone =
            finding("pool-consistency", Judgement::not_applicable("one-server", Confidence::High));
        let nobody =
            finding("pool-shutdown", Judgement::not_applicable("no-pool", Confidence::High));
        assert_eq!(told("pool-alike", &[alone, nobody]), State::NotNeeded);
        let older =
            finding("run-as-user", Judgement::not_applicable("older-release", Confidence::High));
        assert_eq!(told("run-as-user", &[older]), State::CannotTell);
    }

    #[test]
    fn a_passing_check_does_not_count_before_the_release_is_there() {
        assert_eq!(
            told("ciphers-in-documents", &[pass("tls-ciphers", "strong")]),
            State::CannotTell
        );
        let weak = finding("tls-ciphers", Judgement::fail("weak", Confidence::High));
        assert_eq!(told("ciphers-in-documents", &[weak]), State::ToDo);
    }

    #[test]
    fn what_is_only_shown_never_makes_a_step_done() {
        assert_eq!(told("threads", &[pass("http-capacity", "x")]), State::CannotTell);
        let few = finding("http-capacity", Judgement::fail("few-threads", Confidence::High));
        assert_eq!(told("threads", &[few]), State::ToDo);
        assert_eq!(told("pilot", &[]), State::CannotTell);
    }
}
