//! The tables below the findings: sign-in by URL, devices that can connect, inputs.

use super::super::audit_json::read_word;
use super::super::matrix_view::Words;
use super::super::wording::word;
use super::super::{AuditView, neutral};
use super::summary::status_word;
use super::{Group, words};
use crate::assessment::Finding;
use crate::inventory::InputReport;
use maud::{Markup, html};

/// The check whose findings are the sign-in of the URLs.
const SIGN_IN: &str = "override-session-auth";

/// What each URL answers on each host and over each scheme, as far as they differ.
pub(super) fn sign_in(view: &AuditView<'_>, groups: &[Group<'_>]) -> Markup {
    let of = |group: &Group<'_>| -> Vec<usize> {
        let all = group.findings.iter().enumerate();
        all.filter(|(_, finding)| finding.check == SIGN_IN).map(|(at, _)| at).collect()
    };
    let rows: Vec<(&Group<'_>, &Finding)> = groups
        .iter()
        .flat_map(|group| {
            of(group).into_iter().filter_map(move |at| Some((group, group.findings.get(at)?)))
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            section aria-labelledby="sign-in" {
                h2 #sign-in { (words(view, "html-sign-in")) }
                div.scroll { table {
                    thead { tr {
                        @for id in ["html-server", "html-scheme", "html-host", "html-path", "html-answer", "column-status"] {
                            th scope="col" { (words(view, id)) }
                        }
                    } }
                    tbody { @for (group, finding) in rows { (sign_in_row(view, group, finding)) } }
                } }
            }
        }
    }
}

fn sign_in_row(view: &AuditView<'_>, group: &Group<'_>, finding: &Finding) -> Markup {
    let (scheme, host, path) = parts(&finding.judgement.subject);
    let any = |text: &str| match text {
        "" | "*" => words(view, "html-any"),
        text => neutral(text),
    };
    let status = finding.judgement.status;
    html! {
        tr {
            td { a href={ "#" (group.key) } { (group.heading) } }
            td { (any(scheme)) }
            td { (any(host)) }
            td { code { (neutral(path)) } }
            td { (word(view.catalog, finding).observed) }
            td class=(status.word()) { a href={ "#f-" (finding.fingerprint) } { (status_word(view, status)) } }
        }
    }
}

/// Scheme, host and path of a subject, `https://mail.example.com/traveler` or `/traveler`; what is left
/// out holds for all.
fn parts(subject: &str) -> (&str, &str, &str) {
    let Some((scheme, rest)) = subject.split_once("://") else { return ("", "", subject) };
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    (scheme, host, path)
}

/// Which devices can connect, where policies are among the inputs.
pub(super) fn matrix(view: &AuditView<'_>) -> Markup {
    let shown: Vec<_> = view.assessment.matrix.iter().collect();
    let words = Words { catalog: view.catalog, shown: &shown };
    let (header, rows) = words.rows();
    html! {
        @if !rows.is_empty() {
            section aria-labelledby="matrix" {
                h2 #matrix { (super::words(view, "matrix-heading")) }
                div.scroll { table {
                    thead { tr { @for text in header { th scope="col" { (text) } } } }
                    tbody {
                        @for row in rows {
                            tr { @for text in row { td { (neutral(&text)) } } }
                        }
                    }
                } }
                @for line in words.legend() { p.soft { (line) } }
            }
        }
    }
}

/// Every input with its hash, what was read of it, and what is to be known of it.
pub(super) fn inputs(view: &AuditView<'_>) -> Markup {
    let headers =
        ["html-path", "html-kind", "html-size", "html-evidence-date", "html-extent", "html-sha256"];
    html! {
        section aria-labelledby="inputs" {
            h2 #inputs { (words(view, "html-inputs")) }
            div.scroll { table {
                thead { tr { @for id in headers { th scope="col" { (words(view, id)) } } } }
                tbody { @for input in view.inputs { (input_row(view, input)) } }
            } }
            @if !view.unattached.is_empty() {
                h3 { (words(view, "html-unattached")) }
                ul { @for piece in view.unattached {
                    li { code { (neutral(&piece.location.to_string())) } " "
                        (neutral(&view.catalog.texts.warning(piece.reason, &piece.args))) }
                } }
            }
        }
    }
}

fn input_row(view: &AuditView<'_>, input: &InputReport) -> Markup {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let kind = input.kind.word();
    let kind = input.encoding.as_deref().map_or(kind.to_owned(), |own| format!("{kind}, {own}"));
    html! {
        tr {
            td { code { (neutral(input.path.as_str())) }
                @if !input.warnings.is_empty() { ul { @for warning in &input.warnings {
                    li.soft { @if let Some(line) = warning.line { (line) ": " }
                        (neutral(&view.catalog.texts.warning(warning.code, &warning.args))) }
                } } } }
            td { (kind) }
            td { (or_none(input.size.map(|size| size.to_string()))) }
            td { (or_none(input.evidence_date.map(|date| date.to_string()))) }
            td { (words(view, &format!("read-{}", read_word(input.read)))) }
            td.hash { (or_none(input.sha256.clone())) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_subject_tells_scheme_host_and_path() {
        let cases = [
            ("/traveler", ("", "", "/traveler")),
            ("https://*/traveler", ("https", "*", "/traveler")),
            (
                "*://mail.example.com/servlet/traveler",
                ("*", "mail.example.com", "/servlet/traveler"),
            ),
            ("https://mail.example.com", ("https", "mail.example.com", "")),
        ];
        for (subject, wanted) in cases {
            assert_eq!(parts(subject), wanted, "{subject}");
        }
    }
}
