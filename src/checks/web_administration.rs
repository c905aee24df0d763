//! `web-administration`: the web administration of Traveler is enabled only where somebody needs it.
//!
//! It had faults (CVE-2022-27561). Sites offer it by the service `TravelerAdmin`, as the Traveler roles of
//! the STARTcloud HCL collection write it; that no site offers it is therefore never surer than medium.
//! Who may open LotusTraveler.nsf stands in its access control list, which no export of the directory holds.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `not-enabled` | pass | no Web Site document of this server enables the service, and none may be missing |
//! | `enabled` | info | one does: whether it is needed no file tells |
//! | `unclear` | unknown | the field of a site can't be read, or sites may be missing |
//! | `mode-unknown` | unknown | whether Internet Sites are on is not known |
//! | `sites-off` | info | Internet Sites are off: the item of the Server document is not known |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::domino::sign_in::{Hosting, Mode};
use crate::evidence::{Confidence, Evidence, Fact};
use crate::inventory::{Server, SiteServices};

const SERVICE: &str = "TravelerAdmin";

pub(super) const CHECK: Check = Check {
    id: "web-administration",
    judge,
    outcomes: &["not-enabled", "enabled", "unclear", "mode-unknown", "sites-off"],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let mode = server.directory.internet_sites.evidence();
    let judgement = match server.directory.mode() {
        Mode::Sites(sure) => of_sites(server, sure),
        Mode::Server(_) | Mode::Assumed => Judgement::info("sites-off").shown_by(mode),
        Mode::Unknown(_) => Judgement::unknown("mode-unknown").shown_by(mode),
    };
    vec![document::placed(server, judgement)]
}

fn of_sites(server: &Server, sure: Confidence) -> Judgement {
    let sites = &server.site_services;
    let on: Vec<_> = sites.iter().filter(|site| enables(site)).collect();
    let shown = |sites: &[&SiteServices]| -> Vec<Evidence> {
        sites.iter().flat_map(|site| site.services.evidence()).collect()
    };
    if !on.is_empty() {
        let names: Vec<_> = on.iter().map(|site| site.site.as_str()).collect();
        return Judgement::info("enabled").arg("site", names.join("; ")).shown_by(shown(&on));
    }
    let all: Vec<_> = sites.iter().collect();
    let open = sites.iter().any(|site| matches!(site.services, Fact::Unknown(..)));
    let judgement = if open || server.directory.all_sites().is_none() {
        Judgement::unknown("unclear")
    } else {
        Judgement::pass("not-enabled", sure.and(Confidence::Medium))
    };
    judgement.shown_by(shown(&all))
}

/// A site that may be another server's counts too: it is only told.
fn enables(site: &SiteServices) -> bool {
    let may = matches!(site.applies, Hosting::Yes | Hosting::Maybe);
    let on = |values: &Vec<String>| values.iter().any(|one| one.eq_ignore_ascii_case(SERVICE));
    may && site.services.value().is_some_and(on)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, site, told};
    use super::*;
    use crate::evidence::Severity;

    fn judged(content: &[&str]) -> Judgement {
        judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &dxl(content))]).remove(0)
    }

    #[test]
    fn a_site_that_enables_the_service_is_told() {
        let on = server(&[("LdISite", "1")]);
        let with = |value| site(2, &[("WSEnabledServices", value)]);
        let cases = [
            (vec![on.clone(), with("Mail")], "pass not-enabled medium"),
            (vec![on.clone(), with("")], "pass not-enabled medium"),
            (vec![on.clone(), site(2, &[])], "pass not-enabled medium"),
            (vec![on.clone(), with("Mail</text><text>traveleradmin")], "unknown enabled low"),
            (vec![on.clone(), with("{{ services }}")], "unknown unclear low"),
            (vec![on.clone()], "unknown unclear low"),
            (vec![server(&[("LdISite", "0")]), with("TravelerAdmin")], "unknown sites-off low"),
            (vec![with("Mail")], "unknown mode-unknown low"),
        ];
        for (content, wanted) in cases {
            let content: Vec<_> = content.iter().map(String::as_str).collect();
            assert_eq!(told(&judged(&content)), wanted, "{content:?}");
        }
        let on = judged(&[&on, &with("TravelerAdmin")]);
        assert_eq!((on.severity, &*on.args["site"]), (Some(Severity::Info), "Mail"));
    }
}
