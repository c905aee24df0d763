//! The matrix of servers and checks, and each problem with the servers that have it.

use super::super::fleet::{Column, Fleet, heading, problem, sign, worst};
use super::summary::{server_name, status_word};
use super::{AuditView, words};
use crate::assessment::AssessedServer;
use maud::{Markup, html};

/// The matrix, where there are several servers.
pub(super) fn fleet(view: &AuditView<'_>) -> Markup {
    let Some(fleet) = Fleet::of(view) else { return html! {} };
    html! {
        section aria-labelledby="fleet" {
            h2 #fleet { (words(view, "html-fleet")) }
            p { (heading(view, &fleet)) }
            div.scroll { table.fleet {
                thead { tr {
                    th scope="col" { (words(view, "html-server")) }
                    @for (number, column) in (1..).zip(&fleet.columns) {
                        th scope="col" { a href={ "#p" (number) } title=(column.check) { (number) } }
                    }
                } }
                tbody { @for &(at, server) in &fleet.servers { (row(view, &fleet.columns, at, server)) } }
            } }
            ol {
                @for (number, column) in (1..).zip(&fleet.columns) {
                    @let (head, lines) = problem(view, &fleet, column);
                    li id={ "p" (number) } { (head) ul { @for line in lines { li { (line) } } } }
                }
            }
        }
    }
}

fn row(view: &AuditView<'_>, columns: &[Column<'_>], at: usize, server: &AssessedServer) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "#s" (at + 1) } { (server_name(view, server)) } }
            @for column in columns {
                @match worst(server, column.check) {
                    Some(status) => { td class=(status.word()) title={ (column.check) ": " (status_word(view, status)) } { (sign(status)) } },
                    None => { td {} },
                }
            }
        }
    }
}
