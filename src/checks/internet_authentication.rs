//! `internet-authentication`: "Fewer name variations with higher security" in the Server document.
//!
//! Which item holds the field is not documented: a form design or an item map tells it, or the label in
//! a table of labels and values. The text of a choice in some item tells nothing: it may be a comment.
//! A missing item decides nothing, whatever the documented default.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `fewer` | pass | the field means fewer name variations |
//! | `more` | fail | it means more name variations |
//! | `no-server-document` | unknown | no Server document was supplied |
//! | `unnamed`, `absent` | unknown | nothing names the item; or the document lacks it |
//! | `contradictory` | unknown | several items or documents disagree |
//! | `several-values`, `unreadable` | unknown | the item holds several values; or is encrypted or no text |
//! | `unclear` | unknown | the item is there and its value tells nothing |

use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::evidence::{Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "internet-authentication",
    judge,
    outcomes: &[
        "fewer",
        "more",
        "no-server-document",
        "unnamed",
        "absent",
        "contradictory",
        "several-values",
        "unreadable",
        "unclear",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let fact = &server.directory.internet_authentication;
    let judgement = match fact {
        Fact::Known(found) => {
            let judgement = match found.value.as_str() {
                "fewer" => Judgement::pass("fewer", found.confidence),
                "more" => Judgement::fail("more", found.confidence),
                _ => Judgement::unknown("unclear"),
            };
            judgement.arg("value", &found.raw)
        }
        Fact::Absent(_) => Judgement::unknown("absent"),
        Fact::Unknown(doubt, evidence) => {
            let judgement = Judgement::unknown(doubted(*doubt));
            let first = || evidence.iter().find_map(|piece| piece.excerpt.clone());
            let value = match doubt {
                Doubt::Ambiguous => document::all_values(evidence),
                _ => first().unwrap_or_default(),
            };
            judgement.arg("value", value)
        }
    };
    let judgement = judgement.shown_by(fact.evidence());
    if judgement.evidence.is_empty() {
        return vec![judgement.shown_by([Evidence::new(Role::Absent, server.place(), None)])];
    }
    vec![judgement]
}

fn doubted(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::NotSupplied => "no-server-document",
        // An excerpt of the Server document without it.
        Doubt::Fragment => "absent",
        Doubt::Unnamed => "unnamed",
        Doubt::Ambiguous => "contradictory",
        Doubt::SeveralValues => "several-values",
        Doubt::Unreadable | Doubt::Secret => "unreadable",
        _ => "unclear",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SERVER_FORM, dxl, ini, judge, server, told};
    use super::*;

    fn outcome(content: &[&str]) -> String {
        told(&judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &dxl(content))])[0])
    }

    #[test]
    fn the_form_design_names_the_item() {
        let cases = [
            (vec![("INames", "f")], "pass fewer high"),
            (vec![("inames", "f")], "pass fewer high"),
            (vec![("INames", "m")], "fail more high"),
            (vec![("INames", "x")], "unknown unclear low"),
            (vec![("INames", "")], "unknown unclear low"),
            (vec![("INames", "{{ level }}")], "unknown unclear low"),
            (vec![("INames", "f"), ("INames", "m")], "unknown contradictory low"),
            (vec![("INames", "f</text><text>m")], "unknown several-values low"),
            (vec![("INames", "</text><formula>1</formula><text>")], "unknown unreadable low"),
            (vec![], "unknown absent low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(outcome(&[SERVER_FORM, &server(&items)]), wanted, "{items:?}");
        }
    }

    #[test]
    fn the_values_that_contradict_each_other_are_named() {
        let value = |items: &[(&str, &str)]| {
            let names = dxl(&[SERVER_FORM, &server(items)]);
            judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]).remove(0).args["value"]
                .clone()
        };
        assert_eq!(value(&[("INames", "f"), ("INames", "m")]), "\"f\", \"m\"");
        assert_eq!(value(&[("INames", "x")]), "x");
    }

    #[test]
    fn an_excerpt_without_the_item_is_as_a_document_without_it() {
        assert_eq!(doubted(Doubt::Fragment), "absent");
    }

    const FEWER: &str = "Fewer name variations with higher security";

    #[test]
    fn without_a_name_of_the_item_no_value_tells() {
        for value in [FEWER, "More name variations with lower security", "1", "Fewer"] {
            for item in ["Comments", "Anything"] {
                let content = server(&[(item, value)]);
                assert_eq!(outcome(&[&content]), "unknown unnamed low", "{item} {value}");
            }
        }
    }

    #[test]
    fn an_undated_text_speaks_for_no_document_that_nothing_names() {
        let table = format!(
            "Form,Type,ServerName,Internet authentication\nServer,Server,Trav01/Acme,{FEWER}\n"
        );
        let old = format!(
            "Form:  Server\nType:  Server\nServerName:  CN=Trav01/O=Acme\nServerTitle:  x\nAuth:  {FEWER}\n"
        );
        let names = dxl(&[&server(&[("INames", "20")])]);
        let outcome = |files: &[(&str, &str)]| told(&judge(&CHECK, files)[0]);
        let own = ini("");
        let own = ("notes.ini", own.as_str());
        assert_eq!(outcome(&[own, ("a.csv", &table)]), "pass fewer medium");
        assert_eq!(
            outcome(&[own, ("a.csv", &table), ("names.dxl", &names)]),
            "unknown unnamed low"
        );
        assert_eq!(outcome(&[own, ("old.txt", &old)]), "unknown unnamed low");
        assert_eq!(
            outcome(&[own, ("old.txt", &old), ("names.dxl", &names)]),
            "unknown unnamed low"
        );
        // With its design the export speaks for itself.
        let named = dxl(&[SERVER_FORM, &server(&[("INames", "m")])]);
        assert_eq!(
            outcome(&[own, ("a.csv", &table), ("names.dxl", &named)]),
            "unknown contradictory low"
        );
    }

    #[test]
    fn designs_that_contradict_each_other_tell_nothing() {
        let swapped = SERVER_FORM.replace("|f<", "|@<").replace("|m<", "|f<").replace("|@<", "|m<");
        let same = SERVER_FORM.replace("|m<", "|f<");
        for forms in [[SERVER_FORM, swapped.as_str()].concat(), same] {
            assert_eq!(outcome(&[&forms, &server(&[("INames", "f")])]), "unknown unclear low");
        }
        let label = [("Comments", "Fewer name variations with higher security")];
        assert_eq!(outcome(&[SERVER_FORM, &server(&label)]), "unknown absent low");
    }

    #[test]
    fn a_design_of_another_database_names_nothing() {
        let own = dxl(&[&server(&[("INames", "f")])]);
        let other = dxl(&[SERVER_FORM]).replace("0000000000000001", "0000000000000002");
        let files = [("notes.ini", ini("")), ("names.dxl", own), ("other.dxl", other)];
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown unnamed low");
    }

    #[test]
    fn no_server_document_is_no_answer() {
        assert_eq!(outcome(&[SERVER_FORM]), "unknown no-server-document low");
    }
}
