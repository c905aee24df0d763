//! `internet-authentication`: "Fewer name variations with higher security" in the Server document.
//!
//! Which item holds the field is not documented: a form design, an item map, or the label found as a
//! value tells it. A missing item decides nothing, whatever the documented default.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `fewer` | pass | the field means fewer name variations |
//! | `more` | fail | it means more name variations |
//! | `no-server-document` | unknown | no Server document was supplied |
//! | `unnamed`, `absent` | unknown | nothing names the item; or the document lacks it |
//! | `contradictory` | unknown | several items or documents disagree |
//! | `unclear` | unknown | the item is there and its value tells nothing |

use super::{Check, Judgement};
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
            let value = evidence.iter().find_map(|piece| piece.excerpt.clone());
            Judgement::unknown(doubted(*doubt)).arg("value", value.unwrap_or_default())
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
            (vec![], "unknown absent low"),
        ];
        for (items, wanted) in cases {
            assert_eq!(outcome(&[SERVER_FORM, &server(&items)]), wanted, "{items:?}");
        }
    }

    #[test]
    fn without_a_design_only_the_label_itself_tells() {
        let cases = [
            ("Fewer name variations with higher security", "pass fewer medium"),
            ("fewer  name variations with higher security ", "pass fewer medium"),
            ("More name variations with lower security", "fail more medium"),
            ("Weniger Namensmöglichkeiten mit höherer Sicherheit", "pass fewer medium"),
            ("Weniger Namensvariationen mit höherer Sicherheit", "pass fewer medium"),
            ("Mehr Namensmöglichkeiten mit geringerer Sicherheit", "fail more medium"),
            ("強いセキュリティで少ない名前のバリエーション (デフォルト)", "pass fewer medium"),
            ("弱いセキュリティと複数の名前のバリエーション", "fail more medium"),
            ("1", "unknown unnamed low"),
            ("Fewer", "unknown unnamed low"),
        ];
        for (value, wanted) in cases {
            assert_eq!(outcome(&[&server(&[("Anything", value)])]), wanted, "{value}");
        }
        let both = [
            ("A", "Fewer name variations with higher security"),
            ("B", "More name variations with lower security"),
        ];
        assert_eq!(outcome(&[&server(&both)]), "unknown contradictory low");
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
