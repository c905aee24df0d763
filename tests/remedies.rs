//! Every remedy that changes a setting mends what it is printed for, and breaks nothing else.
//!
//! Each case spoils one setting of `samples/ready`. The check must then fail as the case says, and its
//! steps must name what is to be set. Then the steps are followed: lines for the console are applied to
//! notes.ini as they are printed; what is clicked or edited is applied by undoing the spoiling, which
//! the steps must have described. Afterwards nothing may fail and nothing be unknown any more.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program is not as it should be")]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use traveler_audit::checks;

/// A file of the sample, what stands there, and what takes its place.
type Edit = (&'static str, &'static str, &'static str);

struct Case {
    check: &'static str,
    outcome: &'static str,
    spoil: &'static [Edit],
    /// What the steps must name.
    says: &'static [&'static str],
}

const fn case(
    check: &'static str,
    outcome: &'static str,
    spoil: &'static [Edit],
    says: &'static [&'static str],
) -> Case {
    Case { check, outcome, spoil, says }
}

const INI: &str = "notes.ini";
const DXL: &str = "names.dxl";

const ENFORCE: &str = "NTS_AS_ENFORCE_POLICY=false\n";
const TASKS: &str = "CertMgr,HTTP,Traveler\n";
const URL: &str = "<text>https://mail.example.com/traveler</text>";
const THREADS: &str = "<item name='HTTP_MaxActiveThreads'><number>400<";
const SITES: &str = "<item name='LdISite'><text>1<";

const CASES: [Case; 31] = [
    case("enforce-policy", "not-set", &[(INI, ENFORCE, "")], &["NTS_AS_ENFORCE_POLICY=false"]),
    case(
        "enforce-policy",
        "true",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=true\n")],
        &["NTS_AS_ENFORCE_POLICY=false"],
    ),
    case(
        "enforce-policy",
        "empty",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=\n")],
        &["NTS_AS_ENFORCE_POLICY=false"],
    ),
    case(
        "internet-sites",
        "off-with-rules",
        &[(DXL, SITES, "<item name='LdISite'><text>0<")],
        &["Load Internet configurations from Server\\Internet Sites documents", "Enabled"],
    ),
    case(
        "override-session-auth",
        "server-session-on",
        &[(DXL, SITES, "<item name='LdISite'><text>0<")],
        &["load Internet Site documents"],
    ),
    case(
        "override-session-auth",
        "form",
        &[(
            DXL,
            "<item name='RlIncoming'><text>/traveler*<",
            "<item name='RlIncoming'><text>/help*<",
        )],
        &["Override Session Authentication", "/traveler*"],
    ),
    case(
        "internet-authentication",
        "more",
        &[(DXL, "<item name='InetNameLookup'><text>10<", "<item name='InetNameLookup'><text>20<")],
        &["Internet authentication = Fewer name variations with higher security"],
    ),
    case(
        "tls-certificate",
        "expired",
        &[("testssl.json", "2027-03-01 00:00", "2026-11-01 00:00")],
        &["certificate for all names that devices use"],
    ),
    case("tls-ciphers", "weak", &[(DXL, ">C02F<", ">0005<")], &["C02F", "SSL/TLS ciphers"]),
    case("tls-ciphers", "no-forward-secrecy", &[(DXL, ">C02F<", ">9D<")], &["C02F"]),
    case(
        "tls-ciphers",
        "sslv2-hello",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=false\nSSL_ENABLE_INSECURE_SSLV2_HELLO=1\n")],
        &["SSL_ENABLE_INSECURE_SSLV2_HELLO=0"],
    ),
    case(
        "tls-ciphers",
        "tls10-enabled",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=false\nSSL_ENABLE_TLS_10=1\n")],
        &["SSL_ENABLE_TLS_10=0"],
    ),
    case(
        "https-port",
        "off",
        &[(DXL, "<item name='HTTP_SSLMode'><text>1<", "<item name='HTTP_SSLMode'><text>2<")],
        &["SSL/TLS port status Enabled"],
    ),
    case(
        "http-port",
        "on",
        &[(DXL, "<item name='HTTP_NormalMode'><text>2<", "<item name='HTTP_NormalMode'><text>1<")],
        &["TCP/IP port status Disabled"],
    ),
    case(
        "http-port",
        "redirects",
        &[(DXL, "<item name='HTTP_NormalMode'><text>2<", "<item name='HTTP_NormalMode'><text>3<")],
        &["TCP/IP port status Disabled"],
    ),
    case(
        "sign-in-source",
        "password-off",
        &[(DXL, "<item name='SSLNameAndPwd'><text>1<", "<item name='SSLNameAndPwd'><text>0<")],
        &["Name & password Yes"],
    ),
    case(
        "sign-in-source",
        "anonymous-on",
        &[(DXL, "<item name='SSLAnonymous'><text>0<", "<item name='SSLAnonymous'><text>1<")],
        &["Anonymous No"],
    ),
    case(
        "substitution-rules",
        "left-over",
        &[(
            DXL,
            "<item name='RlType'><text>50</text></item>\n<item name='RlIncoming'><text>/traveler/Microsoft-Server-ActiveSync*</text></item>\n<item name='RlReplacement'><text/>",
            "<item name='RlType'><text>30</text></item>\n<item name='RlIncoming'><text>/Microsoft-Server-ActiveSync*</text></item>\n<item name='RlReplacement'><text>/traveler/Microsoft-Server-ActiveSync*</text>",
        )],
        &["delete the rule /Microsoft-Server-ActiveSync*"],
    ),
    case(
        "notes-ini-hygiene",
        "workaround",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=false\nSSL_ENABLE_TLS_10=1\n")],
        &["SSL_ENABLE_TLS_10=0"],
    ),
    case(
        "secrets-in-notes-ini",
        "stored",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=false\nNTS_PUSH_APNS_PASSWORD=x7Kp2w\n")],
        &["NTS_PUSH_APNS_PASSWORD"],
    ),
    case("external-url", "blank", &[(DXL, URL, "<text/>")], &["https://"]),
    case(
        "external-url",
        "plain-http",
        &[(DXL, URL, "<text>http://mail.example.com/traveler</text>")],
        &["https://"],
    ),
    case(
        "external-url",
        "other-path",
        &[(DXL, URL, "<text>https://mail.example.com/mail</text>")],
        &["/traveler"],
    ),
    case("external-url", "not-a-url", &[(DXL, URL, "<text>mail</text>")], &["https://"]),
    case(
        "access-lists",
        "open",
        &[
            (
                DXL,
                "<item name='tsAllowAccess' names='true'><textlist><text>TravelerUsers</text></textlist>",
                "<item name='tsAllowAccess' names='true'><textlist/>",
            ),
            (
                DXL,
                "<item name='tsDenyAccess' names='true'><textlist><text>Terminated</text></textlist>",
                "<item name='tsDenyAccess' names='true'><textlist/>",
            ),
        ],
        &["Access server", "Not access server"],
    ),
    case(
        "device-filter",
        "filter-other",
        &[(INI, ENFORCE, "NTS_AS_ENFORCE_POLICY=false\nNTS_USER_AGENT_ALLOWED_OTHER=false\n")],
        &["NTS_USER_AGENT_ALLOWED_OTHER"],
    ),
    case(
        "run-as-user",
        "off",
        &[(INI, "NTS_USER_SESSION=true\n", "NTS_USER_SESSION=false\n")],
        &["NTS_USER_SESSION=true"],
    ),
    case("server-tasks", "traveler-missing", &[(INI, TASKS, "CertMgr,HTTP\n")], &["Traveler"]),
    case("server-tasks", "http-missing", &[(INI, TASKS, "CertMgr,Traveler\n")], &["HTTP"]),
    case(
        "http-capacity",
        "few-threads",
        &[(DXL, THREADS, "<item name='HTTP_MaxActiveThreads'><number>20<")],
        &["Number active threads"],
    ),
    case(
        "internet-lockout",
        "off",
        &[(DXL, "<item name='ILEnforce'><text>1<", "<item name='ILEnforce'><text>0<")],
        &["Enforce Internet Password Lockout = Yes"],
    ),
];

/// Checks whose fails are mended by no setting of one server, and why.
const ELSEWHERE: [(&str, &str); 36] = [
    ("traveler-status", "it never fails"),
    ("mail-server-address", "policies are set in a console, see checks/mobile/tests.rs"),
    ("network-access", "policies are set in a console, see checks/mobile/tests.rs"),
    ("background-services", "policies are set in a console, see checks/mobile/tests.rs"),
    ("background-gateway", "policies are set in a console, see checks/mobile/tests.rs"),
    ("ticket-expiration", "policies are set in a console, see checks/mobile/tests.rs"),
    ("topology", "policies are set in a console, see checks/mobile/tests.rs"),
    ("connection-security-level", "policies are set in a console, see checks/mobile/tests.rs"),
    ("accept-all-certificates", "policies are set in a console, see checks/mobile/tests.rs"),
    ("secure-connection", "policies are set in a console, see checks/mobile/tests.rs"),
    ("notes-server-flag", "policies are set in a console, see checks/mobile/tests.rs"),
    ("push-notifications", "policies are set in a console, see checks/mobile/tests.rs"),
    ("initial-sign-in", "policies are set in a console, see checks/mobile/tests.rs"),
    ("client-certificate", "policies are set in a console, see checks/mobile/tests.rs"),
    ("platform-differences", "policies are set in a console, see checks/mobile/tests.rs"),
    ("retired-apps", "policies are set in a console, see checks/mobile/tests.rs"),
    ("session-timers", "set at the gateway"),
    ("protocol-matrix", "a release is installed"),
    ("gateway-tls", "set at the gateway"),
    ("sta-binding", "set at the gateway"),
    ("client-limits", "fails never"),
    ("activesync", "what was refused stands in a log; its settings are those of device-filter"),
    ("traveler-release", "a release is installed"),
    ("traveler-build", "a fix is installed"),
    ("traveler-cves", "a release is installed"),
    ("release-pairing", "a release is installed"),
    ("pool-consistency", "see tests/remedies_beyond.rs"),
    ("pool-shutdown", "see tests/remedies_beyond.rs"),
    ("internet-site-protocols", "see tests/remedies_beyond.rs"),
    ("configuration-document", "fails never"),
    ("log-privacy", "fails never"),
    ("who-enforces", "fails never"),
    ("web-administration", "fails never"),
    ("template-level", "fails never"),
    ("sslv3", "a release is installed, or a listener in front is set up"),
    ("tls12", "a release is installed, or a listener in front is set up"),
];

/// The findings of a folder.
fn audit(folder: &Path) -> Vec<Value> {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    let args = ["audit", folder.to_str().unwrap(), "--format", "json", "--as-of", "2026-11-24"];
    let output = command.env("LC_ALL", "C").args(args).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let servers = report["servers"].as_array().unwrap();
    assert_eq!(servers.len(), 1);
    servers[0]["findings"].as_array().unwrap().clone()
}

fn copy_of_the_sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ready");
    for entry in fs::read_dir(sample).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    folder
}

fn edit(folder: &Path, (file, from, to): Edit) {
    let file = folder.join(file);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from} is not in {}", file.display());
    fs::write(&file, text.replace(from, to)).unwrap();
}

/// What `set config` does to notes.ini.
fn set_config(folder: &Path, setting: &str) {
    let (key, _) = setting.split_once('=').unwrap();
    let file = folder.join(INI);
    let text = fs::read_to_string(&file).unwrap();
    let is_key =
        |line: &&str| line.split_once('=').is_some_and(|(own, _)| own.eq_ignore_ascii_case(key));
    let others: Vec<_> = text.lines().filter(|line| !is_key(line)).collect();
    fs::write(&file, format!("{}\n{setting}\n", others.join("\n"))).unwrap();
}

/// `check outcome subject` of what is not as wanted; what only informs aside.
fn open_findings(findings: &[Value]) -> BTreeSet<String> {
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let open = findings.iter().filter(|finding| {
        let status = text(finding, "status");
        status == "fail" || (status == "unknown" && finding["severity"] != "info")
    });
    open.map(|one| {
        format!("{} {} {}", text(one, "check"), text(one, "outcome"), text(one, "subject"))
    })
    .collect()
}

/// Follows the steps of a case, and returns what they said.
fn follow(folder: &Path, case: &Case, findings: &[Value]) -> String {
    let own = findings
        .iter()
        .filter(|finding| finding["check"] == case.check && finding["outcome"] == case.outcome);
    let steps: Vec<_> =
        own.flat_map(|finding| finding["remediation"].as_array().unwrap()).collect();
    let mut typed = false;
    for step in &steps {
        let text = step["text"].as_str().unwrap();
        if let Some(setting) = text.strip_prefix("set config ")
            && step["kind"] == "console"
        {
            set_config(folder, setting);
            typed = true;
        }
    }
    if !typed {
        for (file, good, bad) in case.spoil {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            fs::write(folder.join(file), text.replacen(bad, good, text.matches(bad).count()))
                .unwrap();
        }
    }
    steps.iter().filter_map(|step| step["text"].as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_done_as_the_steps_say_is_mended() {
    let clean = copy_of_the_sample();
    assert_eq!(open_findings(&audit(clean.path())), BTreeSet::new());
    for case in CASES {
        let folder = copy_of_the_sample();
        for own in case.spoil {
            edit(folder.path(), *own);
        }
        let name = format!("{} {}", case.check, case.outcome);
        let spoilt = audit(folder.path());
        let fails = spoilt.iter().any(|finding| {
            finding["check"] == case.check
                && finding["outcome"] == case.outcome
                && finding["status"] == "fail"
        });
        assert!(fails, "{name}: {:?}", open_findings(&spoilt));
        let said = follow(folder.path(), &case, &spoilt);
        for word in case.says {
            assert!(said.contains(word), "{name}: the steps don't name {word}: {said}");
        }
        assert_eq!(open_findings(&audit(folder.path())), BTreeSet::new(), "{name}: {said}");
    }
}

#[test]
fn every_check_has_a_case_or_a_reason() {
    let cases: BTreeSet<_> = CASES.iter().map(|case| case.check).collect();
    let reasons: BTreeSet<_> = ELSEWHERE.iter().map(|(check, _)| *check).collect();
    assert_eq!(cases.intersection(&reasons).count(), 0);
    let all: BTreeSet<_> = checks::all().map(|check| check.id).collect();
    assert_eq!(cases.union(&reasons).copied().collect::<BTreeSet<_>>(), all);
    assert!(ELSEWHERE.iter().all(|(_, why)| !why.is_empty()));
}
