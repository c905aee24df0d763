//! `run-as-user`: Traveler opens mail files as the user, and the mail servers let it.
//!
//! From 9.0.1.18 on `NTS_USER_SESSION` is `true` unless set; the Traveler server must then stand in
//! "Trusted servers" of each mail server's Server document, or users can't sync. Both are told by third
//! parties, so nothing is surer than medium. The name of the item is not documented: the form design or
//! an item map tells it. Which servers hold mail files no document here tells for sure.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `trusted` | pass | the whole directory is here, and every other Server document trusts this server |
//! | `off` | fail | `NTS_USER_SESSION=false` |
//! | `not-trusted` | unknown | other servers do not trust it: whether they hold mail files is not told |
//! | `trust-unclear` | unknown | the field of others can't be read, or names groups that are not here |
//! | `unnamed` | unknown | nothing tells which item holds the field |
//! | `servers-maybe-missing` | unknown | there may be mail servers that are not among the inputs; notes.ini may name one |
//! | `other-value` | unknown | `NTS_USER_SESSION` is another text |
//! | `release-unknown` | unknown | it is not known which level of Traveler runs |
//! | `release-unclear` | unknown | the level that was seen does not tell whether it is 9.0.1.18 or later |
//! | `older-release` | not-applicable | a level before 9.0.1.18 |
//! | `no-other-server` | not-applicable | the whole directory holds no other Server document |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | see [`ini`] |

use super::ini::{self, Told};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::names::NotesName;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::Server;
use crate::traveler::runs_as_user;

const KEY: &str = "NTS_USER_SESSION";

pub(super) const CHECK: Check = Check {
    id: "run-as-user",
    judge,
    outcomes: &[
        "trusted",
        "off",
        "not-trusted",
        "trust-unclear",
        "unnamed",
        "servers-maybe-missing",
        "other-value",
        "release-unknown",
        "release-unclear",
        "older-release",
        "no-other-server",
        "not-supplied",
        "fragment",
        "ini-unclear",
        "pinned",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let chosen = server.traveler.chosen();
    let version = chosen.map(|seen| seen.evidence(Role::Context));
    let text = server.traveler.text().unwrap_or("-");
    let judgement = match chosen.map(|seen| runs_as_user(&seen.version)) {
        Some(Some(true)) => of_setting(server),
        Some(Some(false)) => Judgement::not_applicable("older-release", Confidence::Medium),
        Some(None) => Judgement::unknown("release-unclear"),
        None => Judgement::unknown("release-unknown"),
    };
    let judgement = judgement.arg("text", text).shown_by(version);
    let nothing = judgement.evidence.is_empty();
    let absent = nothing.then(|| Evidence::new(Role::Absent, server.place(), None));
    vec![judgement.shown_by(absent)]
}

fn of_setting(server: &Server) -> Judgement {
    let told = ini::read(server, KEY);
    let judgement = match (&told, told.word().as_deref()) {
        (Told::Open(judgement), _) => return judgement.clone(),
        (_, Some("false")) => Judgement::fail("off", told.confidence().and(Confidence::Medium)),
        (Told::Missing(..), _) | (_, Some("true" | "")) => of_trust(server, told.confidence()),
        _ => Judgement::unknown("other-value"),
    };
    judgement.shown_by(told.evidence())
}

fn of_trust(server: &Server, sure: Confidence) -> Judgement {
    let trust = &server.trust;
    let whole = server.document.directory_is_whole() && !trust.more && !mail_is_elsewhere(server);
    let (judgement, named) = if trust.unnamed {
        (Judgement::unknown("unnamed"), &trust.unclear)
    } else if trust.others.count > 0 {
        (Judgement::unknown("not-trusted"), &trust.others)
    } else if trust.unclear.count > 0 {
        (Judgement::unknown("trust-unclear"), &trust.unclear)
    } else if !whole {
        (Judgement::unknown("servers-maybe-missing"), &trust.trusting)
    } else if trust.trusting.count == 0 {
        let none = Judgement::not_applicable("no-other-server", sure.and(Confidence::Medium));
        (none, &trust.trusting)
    } else {
        (Judgement::pass("trusted", sure.and(Confidence::Medium)), &trust.trusting)
    };
    let more = if named.count > named.names.len() { "; …" } else { "" };
    let mail = mail_is_elsewhere(server).then(|| server.settings.effective("MailServer"));
    judgement
        .shown_by(mail.iter().flat_map(|told| told.evidence()))
        .arg("count", named.count)
        .arg("values", format!("{}{more}", named.names.join("; ")))
        .shown_by(named.evidence.iter().cloned())
}

/// Whether notes.ini names another server as that of mail, of which no Server document is here: then the
/// directory lacks one.
fn mail_is_elsewhere(server: &Server) -> bool {
    let told = server.settings.effective("MailServer");
    let mail = told.value().and_then(|text| NotesName::parse(text));
    mail.is_some_and(|mail| server.name.as_ref() != Some(&mail)) && server.trust.count() == 0
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge_stated, pool_member, server, told};
    use super::*;

    const FORM: &str = "<form name='Server'><body><richtext><par>Trusted servers: \
                        <field type='names' kind='editable' name='Tr'/></par></richtext></body></form>\n";

    fn outcome_of(version: &str, lines: &str, names: &str) -> String {
        // The other servers run no Traveler, so they are not judged.
        let files = [("notes.ini", &*ini(lines)), ("names.dxl", names)];
        told(&judge_stated(&CHECK, &files, Some(version))[0])
    }

    fn whole(content: &[&str]) -> String {
        dxl(&[&[server(&[]).as_str()], content].concat())
    }

    #[test]
    fn every_other_server_must_trust_this_one() {
        let mail = |unid, items: &[(&str, &str)]| pool_member(unid, &format!("Mail{unid}"), items);
        let own = [("Tr", "CN=Trav01/O=Acme")];
        let other = [("Tr", "CN=Mail09/O=Acme")];
        let group = [("Tr", "{{ servers }}")];
        let cases = [
            (vec![FORM.to_owned(), mail(2, &own)], "pass trusted medium"),
            (vec![FORM.to_owned(), mail(2, &own), mail(3, &own)], "pass trusted medium"),
            (vec![FORM.to_owned(), mail(2, &own), mail(3, &other)], "unknown not-trusted low"),
            (vec![FORM.to_owned(), mail(2, &[])], "unknown not-trusted low"),
            (vec![FORM.to_owned(), mail(2, &group)], "unknown trust-unclear low"),
            (vec![mail(2, &own)], "unknown unnamed low"),
            (vec![FORM.to_owned()], "not-applicable no-other-server medium"),
        ];
        for (content, wanted) in cases {
            let content: Vec<_> = content.iter().map(String::as_str).collect();
            assert_eq!(outcome_of("14.5.1", "", &whole(&content)), wanted, "{content:?}");
        }
        let part = whole(&[FORM, &mail(2, &own)]);
        let part = part.replace("numberofdocuments='2'", "numberofdocuments='9'");
        assert_eq!(outcome_of("14.5.1", "", &part), "unknown servers-maybe-missing low");
        let alone = whole(&[FORM]);
        for (mail, wanted) in [
            ("CN=Trav01/O=Acme", "not-applicable no-other-server medium"),
            ("CN=Mail01/O=Acme", "unknown servers-maybe-missing low"),
        ] {
            assert_eq!(outcome_of("14.5.1", &format!("MailServer={mail}"), &alone), wanted);
        }
    }

    #[test]
    fn servers_are_counted_and_so_many_named() {
        let judged = |count: u8, lines: &str| {
            let other = |at: u8| pool_member(at, &format!("Mail{at:02}"), &[("Tr", "CN=X/O=Acme")]);
            let names = whole(&[FORM, &(2..2 + count).map(other).collect::<String>()]);
            let files = [("notes.ini", &*ini(lines)), ("names.dxl", &names)];
            judge_stated(&CHECK, &files, Some("14.5.1")).remove(0)
        };
        let few = judged(2, "");
        assert_eq!(few.args["count"], "2");
        assert_eq!(few.args["values"], "CN=Mail02/O=Acme; CN=Mail03/O=Acme");
        let many = judged(40, "");
        assert_eq!(many.args["count"], "40");
        assert!(many.args["values"].ends_with("; …"), "{}", many.args["values"]);
        let unclear = judged(1, "NTS_USER_SESSION=true\nNTS_USER_SESSION=false");
        assert_eq!(told(&unclear), "unknown ini-unclear low");
    }

    #[test]
    fn release_and_setting_come_first() {
        let mail = pool_member(2, "Mail02", &[("Tr", "CN=Trav01/O=Acme")]);
        let names = whole(&[FORM, &mail]);
        let cases = [
            ("14.5.1", "NTS_USER_SESSION=false", "fail off medium"),
            ("14.5.1", "NTS_USER_SESSION=TRUE", "pass trusted medium"),
            ("14.5.1", "NTS_USER_SESSION=1", "unknown other-value low"),
            ("9.0.1.18", "", "pass trusted medium"),
            ("9.0.1.7", "NTS_USER_SESSION=false", "not-applicable older-release medium"),
            ("9.0.1", "NTS_USER_SESSION=false", "unknown release-unclear low"),
        ];
        for (version, lines, wanted) in cases {
            assert_eq!(outcome_of(version, lines, &names), wanted, "{version} {lines}");
        }
    }
}
