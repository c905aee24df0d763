//! A finding in the page: what was found and wanted, the steps, and the evidence.

use super::super::wording::{Worded, step_text, word};
use super::super::{AuditView, neutral};
use super::summary::status_word;
use super::words;
use crate::assessment::Finding;
use crate::catalog::StepKind;
use crate::evidence::{Evidence, Status};
use maud::{Markup, html};

/// The finding as an article.
pub(super) fn article(view: &AuditView<'_>, finding: &Finding) -> Markup {
    let worded = word(view.catalog, finding);
    let judgement = &finding.judgement;
    let status = judgement.status;
    let subject = neutral(&judgement.subject);
    let severity = words(view, &format!("severity-{}", finding.severity.word()));
    html! {
        article class=(status.word()) data-status=(status.word()) data-severity=(finding.severity.word())
            id={ "f-" (finding.fingerprint) } {
            p.badge { span class=(status.word()) { (status_word(view, status)) } " · " (severity) }
            h3 { code { (finding.check) } @if !subject.is_empty() { " " code { (subject) } } ": " (worded.title) }
            dl {
                dt { (words(view, "column-found")) }
                dd { (worded.observed) div.soft { (worded.reason) } }
                dt { (words(view, "column-wanted")) }
                dd { (worded.expected) }
                @if needs_work(status) && !worded.steps.is_empty() {
                    dt { (words(view, "column-steps")) }
                    dd { (steps(view, &worded)) }
                }
                @if !judgement.evidence.is_empty() {
                    dt { (words(view, "html-evidence")) }
                    dd { ul { @for piece in &judgement.evidence { li { (evidence(view, piece)) } } } }
                }
                dt { (words(view, "html-confidence")) }
                dd { (words(view, &format!("confidence-{}", judgement.confidence.word()))) }
            }
            details { summary { (words(view, "explain-sources")) } (sources(view, finding)) }
        }
    }
}

fn needs_work(status: Status) -> bool {
    !matches!(status, Status::Pass | Status::NotApplicable)
}

fn steps(view: &AuditView<'_>, worded: &Worded) -> Markup {
    html! {
        ol {
            @for step in &worded.steps {
                li {
                    @match step.kind {
                        StepKind::Console => code { (step_text(view.catalog, step.kind, &step.text)) },
                        _ => (step.text),
                    }
                }
            }
        }
    }
}

fn evidence(view: &AuditView<'_>, piece: &Evidence) -> Markup {
    let place = neutral(&piece.location.to_string());
    let item = piece.location.item.as_deref().map(neutral);
    html! {
        code { (place) }
        @if let Some(item) = item { " · " (item) }
        @if let Some(excerpt) = &piece.excerpt { " · " code { (neutral(excerpt)) } }
        span.soft { " (" (words(view, &format!("role-{}", piece.role.word()))) ")" }
    }
}

fn sources(view: &AuditView<'_>, finding: &Finding) -> Markup {
    let ids = view.catalog.checks.get(finding.check).map(|entry| entry.sources.as_slice());
    let sources = ids.unwrap_or_default().iter().filter_map(|id| view.catalog.sources.get(id));
    html! {
        ul {
            @for source in sources {
                // Shown and not linked: the page is read on hosts without a network.
                li { (source.title) span.soft { " " (source.address) } }
            }
        }
    }
}
