//! The page "Integrating Exchange Server or IBM Notes Traveler Server" contradicts itself in places. Each
//! of them has a test here that shows how the program reads it. `docs/coverage.md`, row 64, names them.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;

/// What a check says about policies as the page lists them: `subject outcome` of each finding.
fn said(check: &str, policies: &str) -> Vec<String> {
    let findings = audit(&[("richtlinien.toml", policies)]);
    let own = findings.iter().filter(|finding| finding["check"] == check);
    own.map(|finding| {
        let word = |name: &str| finding[name].as_str().unwrap().to_owned();
        format!("{} {} {}", word("subject"), word("status"), word("outcome"))
    })
    .collect()
}

/// All findings about these files.
fn audit(files: &[(&str, &str)]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let path = folder.path().to_str().unwrap();
    let args = ["audit", path, "--format", "json", "--as-of", "2026-11-24"];
    let output = command.env("LC_ALL", "C").args(args).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let servers = report["servers"].as_array().unwrap().iter();
    let lists = servers.map(|server| &server["findings"]).chain([&report["findings"]]);
    lists.flat_map(|list| list.as_array().unwrap()).cloned().collect()
}

/// The three lists of the page, word for word.
const DIRECT: &str = "[ios]\nNetzwerkzugriff: Uneingeschränkt\nHintergrundnetzwerkdienste: leer\n\
    Ticketablauf für Hintergrunddienste: 168\nGateway für Hintergrundnetzwerkdienst: leer\n";
const MICRO_VPN: &str = "[ios]\nNetzwerkzugriff: Tunnel zum internen Netzwerk\n\
    Hintergrundnetzwerkdienste: leer\nTicketablauf für Hintergrunddienste: 168\n\
    Gateway für Hintergrundnetzwerkdienst: leer\n";
const STA: &str = "[ios]\nNetzwerkzugriff: Tunnel zum internen Netzwerk\n\
    Hintergrundnetzwerkdienste: mail.example.com: 443\nTicketablauf für Hintergrunddienste: 168\n\
    Gateway für Hintergrundnetzwerkdienst: gateway3.example.com:443\n";

#[test]
fn the_second_list_is_headed_direct_and_read_as_a_micro_vpn() {
    // By its values and the figure above it.
    assert_eq!(said("topology", DIRECT), ["ios pass direct"]);
    assert_eq!(said("topology", MICRO_VPN), ["ios pass micro-vpn"]);
    assert_eq!(said("topology", STA), ["ios pass sta"]);
}

#[test]
fn the_blank_before_the_port_is_the_same_service_and_told() {
    let server = "Secure Mail Exchange Server = mail.example.com\n";
    // The list for STA has the blank, the text about the policy has not.
    let blank = format!("{STA}{server}");
    assert_eq!(said("background-services", &blank), ["ios fail blank"]);
    assert_eq!(said("topology", &blank), ["ios pass sta"]);
    let without = blank.replace(": 443", ":443");
    assert_eq!(said("background-services", &without), ["ios pass right"]);
}

#[test]
fn a_default_that_is_tunneled_and_unrestricted_at_once_decides_nothing() {
    let app = r#"{"container":{"name":"Secure Mail","appType":"MDX","ios":{"policies":[
        {"policyName":"BackgroundServices","policyValue":"mail.example.com:443"}]}}}"#;
    let findings = audit(&[("app.json", app)]);
    let of = |check: &str| {
        let own = findings.iter().find(|finding| finding["check"] == check).unwrap();
        (
            own["status"].as_str().unwrap(),
            own["outcome"].as_str().unwrap(),
            own["reason"].as_str().unwrap(),
        )
    };
    let (status, outcome, reason) = of("network-access");
    assert_eq!((status, outcome), ("unknown", "default"));
    // Named as the console's help names it, and not taken for what is set.
    assert!(reason.contains("tunneled as the default"), "{reason}");
    assert_eq!(of("background-services").1, "access-default");
}

#[test]
fn both_spellings_of_the_security_level_are_one_policy() {
    for name in ["Connection security level", "Verbindungssicherheitsstufe"] {
        let text = format!("[ios]\n{name} = SSLv3 und TLS\n");
        assert_eq!(said("connection-security-level", &text), ["ios fail sslv3"], "{name}");
    }
    let both =
        "[ios]\nConnection security level = TLS\nVerbindungssicherheitsstufe = SSLv3 und TLS\n";
    assert_eq!(said("connection-security-level", both), ["ios unknown contradictory"]);
}

#[test]
fn the_box_that_stands_twice_is_told_once() {
    let server = "Lotus Notes-Server = Ein\n";
    let text = format!("{DIRECT}{server}[android]\n{server}");
    let limits = said("client-limits", &text);
    let meeting = limits.iter().filter(|line| line.contains("meeting-mails")).count();
    assert_eq!((meeting, limits.len()), (1, 3), "{limits:?}");
    let findings = audit(&[("richtlinien.toml", &text)]);
    let own = findings.iter().find(|finding| finding["outcome"] == "meeting-mails").unwrap();
    let reason = own["reason"].as_str().unwrap();
    // One box says "deletes a meeting mail", the other "one that was answered"; both begin with a sentence
    // that no mail is synchronised at all, while the page goes on to say that it is.
    for wanted in ["CXM-47936", "also one that was answered", "its example is what is meant"] {
        assert!(reason.contains(wanted), "{wanted}: {reason}");
    }
}

#[test]
fn the_workaround_that_refers_to_its_own_page_is_a_finding_and_no_remedy() {
    // One paragraph says that a server with SSLv3 can't be reached and sends the reader to a section of
    // this page, which offers both TLS 1.2 on the server and SSLv3 at the client.
    let findings =
        audit(&[("richtlinien.toml", "[ios]\nVerbindungssicherheitsstufe = SSLv3 und TLS\n")]);
    let own = findings.iter().find(|finding| finding["check"] == "connection-security-level");
    let own = own.unwrap();
    assert_eq!(own["status"], "fail");
    let steps = own["remediation"].as_array().unwrap();
    let steps: Vec<_> = steps.iter().map(|step| step["text"].as_str().unwrap()).collect();
    assert!(
        steps.iter().any(|step| step.contains("= TLS, once the server has TLS 1.2")),
        "{steps:?}"
    );
}

#[test]
fn hours_that_are_suggested_three_times_count_once() {
    assert_eq!(said("ticket-expiration", DIRECT), ["ios not-applicable not-used"]);
    assert_eq!(said("ticket-expiration", MICRO_VPN), ["ios not-applicable not-used"]);
    assert_eq!(said("ticket-expiration", STA), ["ios pass default"]);
    // So another period is no difference from the first two ways.
    let longer = MICRO_VPN.replace("168", "720");
    assert_eq!(said("topology", &longer), ["ios pass micro-vpn"]);
    assert_eq!(said("ticket-expiration", &longer), ["ios not-applicable not-used"]);
    assert_eq!(said("ticket-expiration", &STA.replace("168", "720")), ["ios fail longer"]);
}

#[test]
fn platforms_that_are_said_to_differ_are_judged_alike() {
    // "Differs by platform", says the page, and then that both take the whole path.
    let url = "Secure Mail Exchange Server = https://mail.example.com/traveler/Microsoft-Server-ActiveSync\n";
    let text = format!("[ios]\n{url}[android]\n{url}");
    let found = said("mail-server-address", &text);
    assert_eq!(found, ["android unknown no-servers", "ios unknown no-servers"]);
}
