//! `http-port`: no plain http is open to devices.
//!
//! A redirection to https is no protection: a device that asks over http has sent its password in clear
//! before it is redirected. Source: "Securing the connection", HCL Traveler help 11.0.0.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `off` | pass | the port is off |
//! | `redirects` | fail | the Server document redirects it to https |
//! | `site-redirects` | fail | it is on, and every Web Site document redirects |
//! | `on` | fail | it is on beside https |
//! | `only-http` | unknown | it is on and https is off: TLS may end at something in front |
//! | `ihs` | unknown | IBM HTTP Server stands in front, or may |
//! | the others | unknown | as in `document.rs`; `unclear` also where the item is not there |

use super::{Check, Judgement, ports};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Mode, PortStatus};
use crate::evidence::Confidence;
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "http-port",
    judge,
    outcomes: &[
        "off",
        "redirects",
        "site-redirects",
        "on",
        "only-http",
        "ihs",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![ports::judge(server, &server.directory.http, |status, sure| match status {
        PortStatus::Off => Judgement::pass("off", sure),
        PortStatus::Redirect => Judgement::fail("redirects", sure),
        PortStatus::On => open(server, sure),
    })]
}

fn open(server: &Server, sure: Confidence) -> Judgement {
    let https = &server.directory.https.status;
    if https.value() != Some(&PortStatus::On) {
        return Judgement::unknown("only-http").shown_by(https.evidence());
    }
    // That nothing in front keeps devices from this port no file tells.
    let sure = sure.and(Confidence::Medium);
    let sites = &server.directory.sites;
    let redirects =
        !sites.is_empty() && sites.iter().all(|(site, _)| site.redirects.value() == Some(&true));
    if redirects && matches!(server.directory.mode(), Mode::Sites(_)) {
        let shown = sites.iter().flat_map(|(site, _)| site.redirects.evidence());
        return Judgement::fail("site-redirects", sure).shown_by(shown);
    }
    Judgement::fail("on", sure)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, site, told};
    use super::*;

    fn judged(items: &[(&str, &str)], more: &str, lines: &str) -> String {
        let names = dxl(&[&server(items), more]);
        let own = ini(lines);
        told(&judge(&CHECK, &[("notes.ini", &own), ("names.dxl", &names)])[0])
    }

    #[test]
    fn only_a_port_that_is_off_is_as_wanted() {
        let mode = |status| ("HTTP_NormalMode", status);
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[mode("2")], "pass off high"),
            (&[mode("3")], "fail redirects high"),
            (&[mode("1")], "fail on medium"),
            (&[mode("1"), ("HTTP_SSLMode", "2")], "unknown only-http low"),
            (&[mode("1"), ("HTTP_SSLMode", "?")], "unknown only-http low"),
            (&[mode("8")], "unknown unclear low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(judged(items, "", ""), wanted, "{items:?}");
        }
        assert_eq!(judged(&[mode("2")], "", "HTTPIHSEnabled=1"), "unknown ihs low");
        let (closed, open) = (dxl(&[&server(&[mode("2")])]), dxl(&[&server(&[mode("3")])]));
        assert_eq!(told(&judge(&CHECK, &[("names.dxl", &closed)])[0]), "unknown ihs low");
        assert_eq!(told(&judge(&CHECK, &[("names.dxl", &open)])[0]), "fail redirects medium");
        let part = [("notes.ini", "ServerName=Trav01/Acme\nKitType=2\n"), ("names.dxl", &closed)];
        assert_eq!(told(&judge(&CHECK, &part)[0]), "unknown ihs low");
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }

    #[test]
    fn a_redirection_of_the_sites_protects_no_more_than_one_of_the_server() {
        let sites = site(2, &[("HTTP_TCP_Redirect", "1")]);
        let on = [("HTTP_NormalMode", "1"), ("LdISite", "1")];
        assert_eq!(judged(&on, &sites, ""), "fail site-redirects medium");
        assert_eq!(judged(&[on[0], ("LdISite", "0")], &sites, ""), "fail on medium");
        let one = site(3, &[("HTTP_TCP_Redirect", "0")]);
        assert_eq!(judged(&on, &(sites + &one), ""), "fail on medium");
    }
}
