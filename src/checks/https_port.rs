//! `https-port`: the server listens for https on the port that devices ask for.
//!
//! Number and status of the port stand in the Server document, also where Internet Sites are on. Secure
//! Mail takes 443 unless a port is given to it.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `on` | pass | the port is on and is 443 |
//! | `other-port` | info | it is on at another number: devices name it, or something in front maps it |
//! | `off` | fail | it is off, and no http is open that a proxy could lead to |
//! | `off-http-on` | unknown | it is off and http is on: TLS may end at something in front |
//! | `ihs` | unknown | IBM HTTP Server stands in front, or may |
//! | `number-unclear` | unknown | the document does not tell the number |
//! | `same-port` | unknown | http is on at the same number, or may be: what answers there no source tells |
//! | the others | unknown | as in `document.rs`; `unclear` also where the item is not there |

use super::{Check, Judgement, ports};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Port, PortStatus};
use crate::evidence::{Confidence, Fact};
use crate::inventory::Server;

/// What https means where no port is named.
const DEFAULT: &str = "443";

pub(super) const CHECK: Check = Check {
    id: "https-port",
    judge,
    outcomes: &[
        "on",
        "other-port",
        "off",
        "off-http-on",
        "ihs",
        "number-unclear",
        "same-port",
        "no-server-document",
        "unnamed",
        "contradictory",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let port = &server.directory.https;
    vec![ports::judge(server, port, |status, sure| match status {
        PortStatus::On => open(server, sure),
        PortStatus::Off => closed(server, sure),
        PortStatus::Redirect => Judgement::unknown("unclear"),
    })]
}

fn open(server: &Server, sure: Confidence) -> Judgement {
    if let Some(judgement) = shared(server) {
        return judgement;
    }
    match &server.directory.https.number {
        Fact::Known(found) if found.value == DEFAULT => {
            Judgement::pass("on", sure.and(found.confidence))
        }
        Fact::Known(found) if found.value.parse::<u16>().is_ok_and(|number| number > 0) => {
            Judgement::info("other-port")
        }
        _ => Judgement::unknown("number-unclear"),
    }
}

/// Where http is not known to be off, and has the number that https has.
fn shared(server: &Server) -> Option<Judgement> {
    let (https, http) = (&server.directory.https, &server.directory.http);
    let number = |port: &Port| port.number.value()?.trim().parse::<u16>().ok();
    let same = number(https).is_some() && number(https) == number(http);
    (same && http.status.value() != Some(&PortStatus::Off)).then(|| {
        let shown = [https.number.evidence(), http.number.evidence(), http.status.evidence()];
        Judgement::unknown("same-port").shown_by(shown.concat())
    })
}

fn closed(server: &Server, sure: Confidence) -> Judgement {
    let http = &server.directory.http.status;
    let judgement = match http.value() {
        Some(PortStatus::Off | PortStatus::Redirect) => Judgement::fail("off", sure),
        Some(PortStatus::On) | None => Judgement::unknown("off-http-on"),
    };
    judgement.explained_by(http.evidence())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;

    fn judged(items: &[(&str, &str)], lines: &str) -> String {
        let names = dxl(&[&server(items)]);
        let own = ini(lines);
        told(&judge(&CHECK, &[("notes.ini", &own), ("names.dxl", &names)])[0])
    }

    #[test]
    fn status_and_number_decide() {
        let port = |number| ("HTTP_SSLPort", number);
        let cases: [(&[(&str, &str)], &str); 11] = [
            (&[port("443")], "pass on high"),
            (&[port("8443")], "unknown other-port low"),
            (&[port("0")], "unknown number-unclear low"),
            (&[port("70000")], "unknown number-unclear low"),
            (&[port("{{ PORT }}")], "unknown number-unclear low"),
            (&[], "unknown number-unclear low"),
            (&[port("443"), ("HTTP_SSLMode", "2")], "fail off high"),
            (&[port("443"), ("HTTP_SSLMode", "0"), ("HTTP_NormalMode", "3")], "fail off high"),
            (
                &[port("443"), ("HTTP_SSLMode", "2"), ("HTTP_NormalMode", "1")],
                "unknown off-http-on low",
            ),
            (&[port("443"), ("HTTP_SSLMode", "9")], "unknown unclear low"),
            (&[port("443"), ("HTTP_SSLMode", "")], "unknown unclear low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(judged(items, ""), wanted, "{items:?}");
        }
    }

    #[test]
    fn a_number_that_http_has_too_passes_only_where_http_is_off() {
        let same = [("HTTP_SSLPort", "443"), ("HTTP_Port", "443")];
        let cases = [
            ("1", "unknown same-port low"),
            ("2", "pass on high"),
            ("3", "unknown same-port low"),
            ("7", "unknown same-port low"),
        ];
        for (mode, wanted) in cases {
            let items = [&same[..], &[("HTTP_NormalMode", mode)]].concat();
            assert_eq!(judged(&items, ""), wanted, "{mode}");
        }
        let other = [same[0], ("HTTP_Port", "80"), ("HTTP_NormalMode", "1")];
        assert_eq!(judged(&other, ""), "pass on high");
        let odd = [("HTTP_SSLPort", "8443"), ("HTTP_Port", "8443"), ("HTTP_NormalMode", "1")];
        assert_eq!(judged(&odd, ""), "unknown same-port low");
    }

    #[test]
    fn what_stands_in_front_leaves_it_open() {
        let items = [("HTTP_SSLPort", "443")];
        assert_eq!(judged(&items, "HTTPIHSEnabled=1"), "unknown ihs low");
        assert_eq!(judged(&items, "HTTPIHSEnabled=0"), "pass on high");
        assert_eq!(judged(&items, "HTTPIHSEnabled=0\nHTTPIHSEnabled=1"), "unknown ihs low");
        let names = dxl(&[&server(&items)]);
        assert_eq!(told(&judge(&CHECK, &[("names.dxl", &names)])[0]), "unknown ihs low");
        let alone = judge(&CHECK, &[("notes.ini", &ini(""))]);
        assert_eq!(told(&alone[0]), "unknown no-server-document low");
    }
}
