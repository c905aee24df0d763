//! Remedies that need more than one server, or a document that is not there yet: what the steps say is
//! done, and then the check passes and nothing else fails that did not before. `tests/remedies.rs` has
//! all others.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// A directory of two servers of one pool, with these items in the second one's document and these
/// documents besides.
fn names(second: &str, more: &str) -> String {
    let server = |unid: u8, name: &str, own: &str| {
        format!(
            "<document form='Server'><noteinfo unid='{unid:032X}' sequence='1'/>\
             <item name='Type'><text>Server</text></item>\
             <item name='ServerName'><text>CN={name}/O=Acme</text></item>\
             <item name='LdISite'><text>1</text></item>\
             <item name='HTUrl'><text>https://mail.example.com/traveler</text></item>{own}</document>\n"
        )
    };
    let first = "<item name='tsAllowAccess'><text>Mobile</text></item>";
    let form = "<form name='Server'><body><richtext><par>External URL: \
                <field type='text' kind='editable' name='HTUrl'/></par></richtext></body></form>\n";
    let site = "<document form='WebSite'><noteinfo unid='00000000000000000000000000000008' sequence='1'/>\
                <item name='Type'><text>WebSite</text></item><item name='ISiteOrg'><text>Acme</text></item>\
                <item name='WSHostingSrvrs'><text>*</text></item></document>\n";
    let documents = [&server(1, "Trav01", first), &server(2, "Trav02", second), site, more];
    let documents = documents.concat();
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<database xmlns='http://www.lotus.com/dxl' \
         replicaid='0000000000000001'>\n<databaseinfo numberofdocuments='{}'/>\n{form}{documents}</database>\n",
        documents.matches("<document ").count()
    )
}

fn ini(name: &str, lines: &str) -> String {
    format!(
        "[Notes]\nDirectory=/local/notesdata\nKitType=2\nServerName={name}/Acme\n\
         ServerTasks=Update,IMAP,HTTP,Traveler\nNTS_AS_ENFORCE_POLICY=false\n{lines}\n"
    )
}

/// The findings of each server, by its name.
fn audit(names: &str, second: &str) -> Vec<(String, Value)> {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    write("names.dxl", names);
    for (folder, name) in [("one", "Trav01"), ("two", "Trav02")] {
        let log = format!(
            "2026-11-24 07:15:02   Server started on {name}/Acme\n\
             2026-11-24 07:15:03   Traveler: HCL Traveler 14.5.1.0 Build 202603051412_30\n\
             2026-11-24 07:15:04   Traveler: Server started.\n"
        );
        write(&format!("{folder}/console.log"), &log);
    }
    write("one/notes.ini", &ini("Trav01", "NTS_AUTOSTOP_HTTP=true"));
    write("two/notes.ini", &ini("Trav02", second));
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let path = folder.path().to_str().unwrap();
    let output = command
        .args(["audit", path, "--format", "json", "--as-of", "2026-11-24"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let servers = report["servers"].as_array().unwrap();
    let findings = servers.iter().flat_map(|server| {
        let name = server["name"].as_str().unwrap().to_owned();
        server["findings"].as_array().unwrap().iter().map(move |one| (name.clone(), one.clone()))
    });
    findings.collect()
}

/// `server check subject` of what fails.
fn fails(findings: &[(String, Value)]) -> BTreeSet<String> {
    let failed = findings.iter().filter(|(_, finding)| finding["status"] == "fail");
    failed.map(|(name, one)| format!("{name} {} {}", one["check"], one["subject"])).collect()
}

/// The statuses of a check, and all its steps.
fn of_check(findings: &[(String, Value)], check: &str) -> (Vec<String>, String) {
    let own = || findings.iter().filter(|(_, finding)| finding["check"] == check);
    let status = |(name, one): &(String, Value)| {
        format!("{} {} {}", name, one["status"].as_str().unwrap(), one["outcome"].as_str().unwrap())
    };
    let steps = own().flat_map(|(_, finding)| finding["remediation"].as_array().unwrap());
    let steps: Vec<_> = steps.map(|step| step["text"].as_str().unwrap()).collect();
    (own().map(status).collect(), steps.join("\n"))
}

const ALIKE: &str = "<item name='tsAllowAccess'><text>Mobile</text></item>";
const STOPS: &str = "NTS_AUTOSTOP_HTTP=true";
const IMAP_SITE: &str = "<document form='IMAPSite'><noteinfo unid='00000000000000000000000000000009' \
     sequence='1'/><item name='Type'><text>IMAPSite</text></item><item name='ISiteOrg'><text>Acme</text></item>\
     <item name='WSHostingSrvrs'><text>*</text></item></document>\n";

/// Before and after what the steps of a check say was done: it fails, names what is to be set, then
/// passes, and nothing fails that did not.
fn mends(check: &str, before: [&str; 3], after: [&str; 3], says: &[&str]) {
    let at = |[second, more, lines]: [&str; 3]| audit(&names(second, more), lines);
    let (before, after) = (at(before), at(after));
    let (told, steps) = of_check(&before, check);
    assert!(told.iter().any(|one| one.contains(" fail ")), "{check}: {told:?}");
    for word in says {
        assert!(steps.contains(word), "{check}: the steps don't name {word}: {steps}");
    }
    let (told, _) = of_check(&after, check);
    assert!(told.iter().all(|one| one.contains(" pass ")), "{check}: {told:?}");
    let new: Vec<_> = fails(&after).difference(&fails(&before)).cloned().collect();
    assert_eq!(new, [""; 0], "{check}");
}

#[test]
fn what_differs_in_a_pool_is_made_alike() {
    let other = "<item name='tsAllowAccess'><text>Others</text></item>";
    let says = ["Access server", "Not access server", "restart task traveler"];
    mends("pool-consistency", [other, "", STOPS], [ALIKE, "", STOPS], &says);
}

#[test]
fn a_member_of_a_pool_is_told_to_stop_http() {
    let says = ["set config NTS_AUTOSTOP_HTTP=true", "restart task traveler", "Configuration"];
    mends("pool-shutdown", [ALIKE, "", "NTS_AUTOSTOP_HTTP=false"], [ALIKE, "", STOPS], &says);
}

#[test]
fn a_site_document_is_created_for_a_protocol() {
    let says = ["Add Internet Site", "IMAP", "Domino servers that host this site"];
    mends("internet-site-protocols", [ALIKE, "", STOPS], [ALIKE, IMAP_SITE, STOPS], &says);
}
