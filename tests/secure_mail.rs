//! The Secure Mail side as a user runs it: nothing private is shown, broken inputs are told, and server and
//! policies come out as one table.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;

use program::{Run, folder, path, program};
use serde_json::Value;
use std::fs;
use std::io::Write as _;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Exit code, stdout and stderr at 80 columns.
fn run(args: &[&str]) -> (i32, String, String) {
    let Run { code, out, err } = Run::of(program().env("COLUMNS", "80").args(args));
    (code, out, err)
}

/// The findings of a report about these paths.
fn findings(paths: &[&str]) -> Vec<Value> {
    let args = [&["audit", "--format", "json"][..], paths].concat();
    Run::of(program().args(args)).findings()
}

const APP: &str = r#"{"status":0,"container":{"id":7,"name":"Secure Mail","appType":"MDX",
"createdBy":"WHO1","iconData":"SVRFTV9JQ09O","workflow":{"name":"WHO2","approvers":["WHO3"]},
"ios":{"displayName":"Mail","iconData":"SVRFTV9JQ09O","description":"for WHO4","policies":[
{"policyName":"A","policyValue":"https://WHO5:PASS1@mail.example.com/","title":"Secure Mail Exchange Server"},
{"policyName":"B","policyValue":"PASS2","title":"Encryption secret"},
{"policyName":"C","policyValue":"PASS3","title":"Anything"},
{"policyName":"ServicePassword","policyValue":"PASS4","title":"Background network services"},
{"policyName":"D","policyValue":"WHO6@example.com","title":"Network access"},
{"policyName":"E","policyValue":"password=PASS5","title":"Connection security level"},
{"policyName":"F","policyValue":"WHO7@example.com","title":"Secure Mail user domain"}]}}}"#;

const LISTS: &str = r#"[{"applicationListData":{"appList":[
{"id":7,"name":"Secure Mail","appType":"MDX","createdBy":"WHO8","iconData":"SVRFTV9JQ09O"}]}},
{"agList":[{"name":"gw","url":"https://WHO9:PASS6@gw.example.com","passwordRequired":true,"password":"PASS7",
"callback":[{"callbackUrl":"https://PASS8@x.example.com","ip":"192.0.2.1"}]}]}]"#;

const DEVICES: &str = r#"{"filteredDevicesDataList":[{"userName":"WHO10@example.com","devicePlatform":"iOS",
"osVersion":"17.1","serialNumber":"PASS9","imei":"PASS10","softwareInventory":[
{"packageInfo":"com.citrix.mail.ios","version":"24.5","author":"WHO11"}]},
{"userName":"WHO12","devicePlatform":"Android","osVersion":"WHO13@example.com"}]}"#;

const TABLE: &str = "Platform,User,OS version\nAndroid,Doe, WHO14,14\nAndroid,WHO15,14\n";

const WRITTEN: &str = "[android]\n\"Secure Mail Exchange Server\" = \"WHO16@mail.example.com\"\n\
    MailPassword = PASS11\nRemark = PASS12\nNetwork access = token=PASS13\n";

const CONF: &str = "#NS13.0 Build 47.24\nset ns rpcNode 192.0.2.1 -password PASS14 -encrypted\n\
    add system user WHO17 PASS15 -encrypted\n\
    add authentication ldapAction ad -ldapBindDn \"CN=WHO18\" -ldapBindDnPassword PASS16\n\
    add vpn vserver gw SSL 192.0.2.5 443 -comment \"WHO19\"\n\
    bind vpn vserver gw -staServer \"https://WHO20:PASS17@xms.example.com\"\n\
    add vpn sessionAction a -sessTimeout 1440 -SSOCredential ON -kcdAccount WHO21 -emailHome WHO22\n\
    add ssl certKey c -cert c.pem -key c.key -passcrypt PASS18\n";

const METADATA: &str = "<PolicyMetadata><Policies>\n\
                 -->\n\
                <Policy><PolicyName>AppSecret</PolicyName>\
    <PolicyDefault>PASS19</PolicyDefault><PolicyDefaultV2>PASS20</PolicyDefaultV2></Policy>\
    <Policy><PolicyName>BackgroundServices</PolicyName><PolicyDefault>WHO23@example.com</PolicyDefault>\
    <PolicyAEDefault>pwd=PASS21</PolicyAEDefault></Policy></Policies></PolicyMetadata>";

#[test]
fn nothing_private_of_these_files_is_shown() {
    let mdx =
        zipped(&[("policy_metadata.xml", METADATA.as_bytes()), ("icon.png", b"SVRFTV9JQ09O")]);
    let folder = folder(&[
        ("app.json", APP.as_bytes()),
        ("lists.json", LISTS.as_bytes()),
        ("devices.json", DEVICES.as_bytes()),
        ("devices.csv", TABLE.as_bytes()),
        ("policies.toml", WRITTEN.as_bytes()),
        ("ns.conf", CONF.as_bytes()),
        ("mail.mdx", &mdx),
    ]);
    let mut shown = String::new();
    for command in [&["audit", "--all"][..], &["audit"], &["inspect"], &["matrix"]] {
        for format in ["table", "json"] {
            let args = [command, &[path(&folder), "--format", format]].concat();
            let (code, out, err) = run(&args);
            assert_ne!(code, 2, "{args:?}: {err}");
            shown.push_str(&out);
            shown.push_str(&err);
        }
    }
    // All of it was read, so that not to show it means something.
    for read in ["endpoint-json", "device-list", "policy-file", "ns-conf", "mdx-policies"] {
        assert!(shown.contains(read), "{read}");
    }
    for mark in ["WHO", "PASS", "SVRFTV9JQ09O"] {
        let line = shown.lines().find(|line| line.contains(mark));
        assert_eq!(line, None, "{mark}");
    }
}

#[test]
fn an_mdx_file_tells_defaults_and_not_what_is_set() {
    let metadata = "<PolicyMetadata><Policies><Policy><PolicyName>NetworkAccess</PolicyName>\
        <PolicyDefault>NetworkAccessBlocked</PolicyDefault></Policy></Policies></PolicyMetadata>";
    let mdx = zipped(&[("policy_metadata.xml", metadata.as_bytes())]);
    let alone = folder(&[("mail.mdx", &mdx)]);
    let (_, out, _) = run(&["inspect", path(&alone)]);
    assert!(out.contains("not what is set") || out.contains("defaults"), "{out}");
    let (code, out, err) = run(&["audit", path(&alone)]);
    let said = out + &err;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no audit was performed"), "{said}");
    // Beside what is set it is shown, and decides nothing.
    let app = r#"{"result":{"name":"Secure Mail","appType":"MDX","ios":{"policies":[
        {"policyName":"NetworkAccess","policyValue":"NetworkAccessTunneled"}]}}}"#;
    let both = folder(&[("mail.mdx", &mdx), ("app.json", app.as_bytes())]);
    let all = findings(&[path(&both)]);
    let access = all.iter().find(|finding| finding["check"] == "network-access").unwrap();
    assert_eq!(access["outcome"], "tunneled");
    let evidence = access["evidence"].as_array().unwrap();
    let default = evidence.iter().find(|piece| piece["role"] == "default").unwrap();
    assert_eq!(default["excerpt"], "NetworkAccessBlocked");
}

#[test]
fn server_and_policies_come_out_as_one_table() {
    let (code, out, _) = run(&["audit", "--all", "samples/ready", "samples/secure-mail-sta"]);
    assert_eq!(code, 0, "{out}");
    let heads = out.lines().filter(|line| line.contains(" Finding")).count();
    assert_eq!(heads, 1, "one table");
    for wanted in ["enforce-policy", "mail-server-address ios", "Which devices can connect"] {
        assert!(out.contains(wanted), "{wanted}");
    }
    let wide = out.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    // What is to be mended names the policy as the console does.
    for finding in findings(&["samples/ready", "samples/secure-mail-broken"]) {
        let steps = finding["remediation"].as_array().unwrap();
        for step in steps.iter().filter(|step| step["kind"] == "click") {
            let text = step["text"].as_str().unwrap();
            assert!(!text.contains("mail-server") && !text.contains("background-"), "{text}");
        }
    }
}

#[test]
fn the_matrix_fits_a_terminal_and_says_whom_sslv3_does_not_help() {
    for sample in ["direct", "vpn", "sta", "broken", "german"] {
        let own = format!("samples/secure-mail-{sample}");
        let (_, out, _) = run(&["matrix", "samples/ready", &own]);
        assert_eq!(out.lines().find(|line| line.chars().count() > 80), None, "{sample}");
        let told = out.split("gives nothing to").nth(1).unwrap_or_default().replace('\n', " ");
        assert!(told.contains("iOS 9 and later"), "{sample}: {out}");
        assert!(!told.contains("iOS before 9") && !told.contains("Android 6"), "{sample}: {out}");
    }
}

#[test]
fn broken_inputs_are_told_and_never_pass() {
    let whole =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/secure-mail-sta/secure-mail.json"));
    let whole = whole.unwrap();
    let half = whole.len() / 2;
    let cut = folder(&[("app.json", &whole[..half])]);
    let (code, out, _) = run(&["audit", path(&cut), "--format", "json"]);
    assert_eq!(code, 3, "{out}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["inputs"][0]["read"], "part");
    let passes = findings(&[path(&cut)]);
    // The platform that is whole is judged, the other is not.
    let of = |platform: &str| passes.iter().filter(|one| one["subject"] == platform).count();
    assert!(of("ios") > 0 && of("android") == 0, "{out}");
    let headless = folder(&[("devices.csv", b"iOS,17.1,3\nAndroid,14,2\n")]);
    let (code, _, err) = run(&["matrix", path(&headless)]);
    assert_eq!(code, 2, "{err}");
    // With nothing but what is looked at beside others, nothing is judged, and that is no clean end.
    let beside = folder(&[
        ("devices.csv", b"Platform,OS version\niOS,17.1\n"),
        ("ns.conf", b"add vpn vserver gw SSL 192.0.2.5 443\n"),
    ]);
    let (code, _, err) = run(&["audit", path(&beside)]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("no policies of Secure Mail that are set"), "{err}");
    assert!(err.contains("no audit was performed"), "{err}");
}
