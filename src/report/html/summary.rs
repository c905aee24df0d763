//! The top of the page: what the report is of, how it came out, and what can be filtered.

use super::super::audit_table::version_text;
use super::super::{AuditView, neutral};
use super::{Group, filled, generator, words};
use crate::assessment::{AssessedServer, Finding};
use crate::evidence::{Args, Severity, Status};
use crate::formats::ReadExtent;
use maud::{Markup, html};

/// The order in which statuses are shown: what needs work first.
const ORDER: [Status; 5] =
    [Status::Fail, Status::Unknown, Status::Waived, Status::Pass, Status::NotApplicable];
const SEVERITIES: [Severity; 5] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
/// The width of a chart, in its own units.
const WIDTH: usize = 1000;

/// The name of a server, or where it is known from.
pub(super) fn server_name(view: &AuditView<'_>, server: &AssessedServer) -> String {
    let path = || Args::from([("path", server.known_from.to_string())]);
    let name = server.name.clone();
    neutral(&name.unwrap_or_else(|| view.catalog.texts.word("server-without-name", &path())))
}

/// Title, day, profile and program.
pub(super) fn header(view: &AuditView<'_>, title: &str) -> Markup {
    let about = filled(
        view,
        "html-about",
        [
            ("as_of", view.as_of.to_string()),
            ("profile", view.assessment.profile.to_owned()),
            ("tool", generator()),
            ("catalog", view.catalog.date.clone()),
        ],
    );
    html! {
        header {
            h1 { (title) }
            p.soft { (about) }
            @if let Some(warning) = view.catalog_warning() { p.unknown { (warning) } }
        }
    }
}

/// The counts of the whole run, and a row for each server.
pub(super) fn overview(view: &AuditView<'_>, groups: &[Group<'_>]) -> Markup {
    let read = view.inputs.iter().filter(|input| input.read == ReadExtent::Full).count();
    let inputs = [("read", read.to_string()), ("inputs", view.inputs.len().to_string())];
    let exit = format!("exit-{}", view.assessment.exit_code);
    let all: Vec<&Finding> = groups.iter().flat_map(|group| group.findings).collect();
    html! {
        ul.counts {
            @for (status, count) in counts(&all) {
                li class=(status.word()) { b { (count) } (status_word(view, status)) }
            }
        }
        (bar(view, &all))
        p { (filled(view, &exit, [("code", view.assessment.exit_code.to_string())])) " " (filled(view, "html-read", inputs)) }
        div.scroll { table {
            thead { tr {
                @for id in ["html-server", "html-traveler", "html-domino"] { th scope="col" { (words(view, id)) } }
                @for status in ORDER { th scope="col" { (status_word(view, status)) } }
            } }
            tbody {
                @for (at, group) in groups.iter().enumerate() { (overview_row(view, at, group)) }
            }
        } }
    }
}

fn overview_row(view: &AuditView<'_>, at: usize, group: &Group<'_>) -> Markup {
    let server = view.assessment.servers.get(at);
    let versions = server.map(|server| [&server.traveler, &server.domino]);
    let all: Vec<&Finding> = group.findings.iter().collect();
    html! {
        tr {
            th scope="row" { a href={ "#" (group.key) } { (group.heading) } }
            @match versions {
                Some(versions) => { @for choice in versions { td { (neutral(&version_text(view, choice))) } } },
                None => { td { "–" } td { "–" } },
            }
            @for status in ORDER {
                @let count = counted(&all, status);
                td class=(if count > 0 { status.word() } else { "soft" }) { (count) }
            }
        }
    }
}

/// Statuses that occur, with how often.
fn counts(findings: &[&Finding]) -> Vec<(Status, usize)> {
    let all = ORDER.iter().map(|&status| (status, counted(findings, status)));
    all.filter(|(_, count)| *count > 0).collect()
}

fn counted(findings: &[&Finding], status: Status) -> usize {
    findings.iter().filter(|finding| finding.judgement.status == status).count()
}

/// The findings of a server as a bar.
pub(super) fn chart(view: &AuditView<'_>, findings: &[Finding]) -> Markup {
    bar(view, &findings.iter().collect::<Vec<_>>())
}

/// A bar with a piece for each status; its figures stand in its title.
fn bar(view: &AuditView<'_>, findings: &[&Finding]) -> Markup {
    let counts = counts(findings);
    let said: Vec<_> = counts
        .iter()
        .map(|(status, count)| format!("{count} {}", status_word(view, *status)))
        .collect();
    let place = |count: usize| count * WIDTH / findings.len().max(1);
    let mut before = 0;
    let pieces: Vec<_> = counts
        .iter()
        .map(|(status, count)| {
            let from = place(before);
            before += count;
            (status.word(), from, place(before) - from)
        })
        .collect();
    html! {
        svg.chart viewBox={ "0 0 " (WIDTH) " 20" } preserveAspectRatio="none" role="img" aria-label=(said.join(", ")) {
            title { (said.join(", ")) }
            @for (class, from, width) in pieces {
                rect class=(class) x=(from) y="0" width=(width) height="20" {}
            }
        }
    }
}

/// What can be chosen; shown by the script only, since without it nothing would happen.
pub(super) fn filter(view: &AuditView<'_>, groups: &[Group<'_>]) -> Markup {
    let usual = |status| matches!(status, Status::Fail | Status::Unknown | Status::Waived);
    html! {
        form.filter #filter hidden aria-label=(words(view, "html-filter")) {
            fieldset {
                legend { (words(view, "column-status")) }
                @for status in ORDER {
                    label { input type="checkbox" name="status" value=(status.word()) checked[usual(status)];
                        " " (status_word(view, status)) }
                }
            }
            fieldset {
                legend { (words(view, "column-severity")) }
                @for severity in SEVERITIES {
                    label { input type="checkbox" name="severity" value=(severity.word()) checked;
                        " " (words(view, &format!("severity-{}", severity.word()))) }
                }
            }
            @if groups.len() > 1 {
                label { (words(view, "html-server")) " "
                    select name="server" {
                        option value="" { (words(view, "html-all-servers")) }
                        @for group in groups { option value=(group.key) { (group.heading) } }
                    } }
            }
            output #shown aria-live="polite" data-text=(words(view, "html-shown")) {}
        }
    }
}

pub(super) fn status_word(view: &AuditView<'_>, status: Status) -> String {
    words(view, &format!("status-{}", status.word()))
}

/// What the report rests on.
pub(super) fn footer(view: &AuditView<'_>) -> Markup {
    let args = [("date", view.catalog.date.clone()), ("sha256", view.catalog.sha256.clone())];
    html! {
        footer.soft {
            p { (filled(view, "html-catalog", args)) }
            noscript { p { (words(view, "html-no-script")) } }
        }
    }
}
