//! `template-level`: the Domino Directory has the form for Traveler's policy, as templates from 9.0.1 on
//! have it.
//!
//! Source: "Creating a new Traveler policy settings document", HCL Traveler help 14.5.0. What the form
//! is called there is not told, so only one that names Traveler is taken for it, and that there is none
//! proves nothing.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `policy-form` | pass | a form of policies names Traveler |
//! | `no-traveler-form` | unknown | there are forms of policies, and none names Traveler |
//! | `no-designs` | unknown | no design of a form of policies was supplied |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::{PolicyForm, Server};

pub(super) const CHECK: Check = Check {
    id: "template-level",
    judge,
    outcomes: &["policy-form", "no-traveler-form", "no-designs"],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let forms = &server.policy_forms;
    let names_traveler =
        |form: &&PolicyForm| form.names.iter().any(|name| name.to_lowercase().contains("traveler"));
    let judgement = match forms.iter().find(names_traveler) {
        Some(form) => {
            let name = form.names.first().map_or("?", String::as_str);
            Judgement::pass("policy-form", Confidence::Medium)
                .arg("pattern", name)
                .shown_by([shown(form)])
        }
        None if forms.is_empty() => Judgement::unknown("no-designs"),
        None => Judgement::unknown("no-traveler-form")
            .arg("count", forms.len())
            .shown_by(forms.iter().take(5).map(shown)),
    };
    vec![document::placed(server, judgement)]
}

fn shown(form: &PolicyForm) -> Evidence {
    Evidence::new(Role::Observed, form.location.clone(), form.names.first().cloned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, server, told};
    use super::*;

    fn judged(designs: &str) -> String {
        let names = dxl(&[designs, &server(&[])]);
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)])[0])
    }

    fn form(name: &str, alias: &str) -> String {
        format!("<form name='{name}' alias='{alias}'><body><richtext/></body></form>\n")
    }

    #[test]
    fn a_directory_shows_its_level_by_the_form_of_travelers_policy() {
        let mail = form("Policy\\Mail", "PolicyMail");
        let traveler = form("Policy\\Traveler", "PolicyTraveler");
        assert_eq!(judged(&(mail.clone() + &traveler)), "pass policy-form medium");
        assert_eq!(judged(&mail), "unknown no-traveler-form low");
        assert_eq!(judged(&form("Traveler help", "Help")), "unknown no-designs low");
        assert_eq!(judged(""), "unknown no-designs low");
    }
}
