//! No secret of any input is in any output of any command: passwords, keys and tokens are planted in every
//! kind of input, and all that is written is searched for them.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop where the program does not do as it should"
)]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

/// What every planted secret holds; where it was planted follows.
const MARK: &str = "zq7hunter";

/// Inputs with a secret in each: name, kind, content. `SECRET` is replaced.
const INPUTS: [(&str, &str, &str); 19] = [
    (
        "notes.ini",
        "notes-ini",
        "[Notes]\nKitType=2\nDirectory=/local/notesdata\nServerName=Trav01/Acme\nServerTasks=HTTP,Traveler\nNTS_DBPASSWORD=SECRET1\nMyApiKey=SECRET2\nHTTP_Start=--password=SECRET3\n# old: DB_PASSWD=SECRET4\nJDBC=jdbc:db2://db.example.com/x:user=sa;password=SECRET5;\nProxy=http://user:SECRET6@proxy.example.com:8080\n",
    ),
    (
        "names.dxl",
        "dxl",
        "<?xml version='1.0'?>\n<database xmlns='http://www.lotus.com/dxl' replicaid='85257C5A00518E3B' title='Directory'>\n<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1F4' sequence='3'/><item name='Form'><text>Server</text></item><item name='ServerName'><text>CN=Trav01/O=Acme</text></item><item name='HTTPPassword'><text>SECRET1</text></item><item name='DbPwd'><textlist><text>SECRET2</text></textlist></item><item name='Notes'><richtext><par>NTS_PASSWORD=SECRET3</par></richtext></item></document>\n<document form='ServerConfig'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1F5'/><item name='Form'><text>ServerConfig</text></item><item name='NotesINI'><textlist><text>NTS_DBPASSWORD=SECRET4</text></textlist></item></document>\n<document form='WebSite'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1F6'/><item name='LTPAKey'><rawitemdata type='501'>SECRET5</rawitemdata></item></document></database>\n",
    ),
    (
        "names.txt",
        "structured-text",
        "Form:  Server\nServerName:  CN=Trav01/O=Acme\n$UNID:  6B1F0A7C94D2E35885257C5A0052A1F4\nHTTPPassword:  SECRET1\nSMTPFullHostDomain:  mail.example.com\n\x0cForm:  ServerConfig\nServerName:  *\nDbPasswd:  SECRET2\n",
    ),
    (
        "documents.csv",
        "csv",
        "Form,ServerName,HTTPPassword,SMTPFullHostDomain,Internet_Auth\nServer,CN=Trav01/O=Acme,SECRET1,mail.example.com,1\n",
    ),
    (
        "document.json",
        "domino-json",
        "{\"@meta\":{\"unid\":\"6B1F0A7C94D2E35885257C5A0052A1F4\"},\"Form\":\"Server\",\"ServerName\":\"CN=Trav01/O=Acme\",\"HTTPPassword\":\"SECRET1\",\"apiToken\":[\"SECRET2\"]}\n",
    ),
    (
        "view.json",
        "view-entries",
        "{\"@toplevelentries\":\"1\",\"viewentry\":[{\"@position\":\"1\",\"@unid\":\"6B1F0A7C94D2E35885257C5A0052A1F4\",\"@noteid\":\"8FA\",\"@siblings\":\"1\",\"entrydata\":[{\"@columnnumber\":\"0\",\"@name\":\"ServerName\",\"text\":{\"0\":\"CN=Trav01/O=Acme\"}},{\"@columnnumber\":\"1\",\"@name\":\"AdminPassword\",\"text\":{\"0\":\"SECRET1\"}}]}]}\n",
    ),
    (
        "setup.json",
        "one-touch",
        "{\"serverSetup\":{\"server\":{\"type\":\"first\",\"name\":\"Trav01\"},\"org\":{\"orgName\":\"Acme\",\"certifierPassword\":\"SECRET1\"},\"admin\":{\"password\":\"SECRET2\"},\"notesINI\":{\"NTS_DBPASSWORD\":\"SECRET3\"}}}\n",
    ),
    (
        "console.log",
        "console-log",
        "[0A1C:0002-0B10] 10/12/2026 08:00:01   HTTP Server: Started\n[0A1C:0002-0B10] 10/12/2026 08:00:02   > set config NTS_DBPASSWORD=SECRET1\n[0A1C:0002-0B10] 10/12/2026 08:00:03   > show config NTS_*\nNTS_DBPASSWORD=SECRET2\nNTS_A=1\n[0A1C:0002-0B10] 10/12/2026 08:00:04   Traveler: Server started. IBM Notes Traveler 9.0.1.7 Build 201508211840_20 password=SECRET3\n",
    ),
    (
        "config.txt",
        "show-config",
        "> show config *\nKitType=2\nNTS_DBPASSWORD=SECRET1\nMyToken=SECRET2\nNTS_AS_ENFORCE_POLICY=false\n",
    ),
    (
        "access.log",
        "http-log",
        "192.0.2.7 mail.example.com \"Jo Doe\" [12/Oct/2026:08:01:02 +0200] \"POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync&Password=SECRET1&DeviceType=iPhone HTTP/1.1\" 200 10 \"https://mail.example.com/?token=SECRET2\" \"SecureMail/24\"\n192.0.2.7 mail.example.com - [12/Oct/2026:08:01:03 +0200] \"GET /names.nsf?Login&Username=a&Password=SECRET3 HTTP/1.1\" 401 10 \"-\" \"Mozilla/5.0\"\n",
    ),
    (
        "mail.eml",
        "mail-header",
        "Received: from mail.example.com by trav01.example.com (IBM Domino Release 9.0.1FP2)\n\twith ESMTP id 2026101208; Mon, 12 Oct 2026 08:00:00 +0200\nFrom: jo@example.com\nTo: sam@example.com\nSubject: password: SECRET1\nX-Mailer: IBM Traveler 9.0.1.7 Build 201508211840_20\nX-Auth-Token: SECRET2\nMessage-ID: <1@example.com>\n\nYour password is SECRET3\n",
    ),
    (
        "key.pem",
        "pem",
        "-----BEGIN PRIVATE KEY-----\nSECRET1MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n",
    ),
    (
        "ns.conf",
        "ns-conf",
        "#NS13.0 Build 47.24\nset ns rpcNode 192.0.2.1 -password SECRET1 -encrypted\nadd vpn vserver gw SSL 192.0.2.5 443\nadd system user nsroot SECRET2 -encrypted\nadd authentication ldapAction ldap -serverIP 192.0.2.6 -ldapBindDnPassword SECRET3\nset ssl vserver gw -ssl3 DISABLED\nadd ssl certKey c -cert c.pem -key k.pem -passcrypt \"SECRET4\"\n",
    ),
    (
        "policy_metadata.xml",
        "mdx-policies",
        "<?xml version='1.0'?>\n<PolicyMetadata><MobileAppPolicyMetadata><Policies><Policy><PolicyName>ServerAddress1</PolicyName><PolicyType>string</PolicyType><PolicyCategory>App</PolicyCategory><PolicyDefault>https://user:SECRET1@mail.example.com/</PolicyDefault></Policy><Policy><PolicyName>AdminPassword</PolicyName><PolicyType>string</PolicyType><PolicyCategory>App</PolicyCategory><PolicyDefault>SECRET2</PolicyDefault></Policy></Policies></MobileAppPolicyMetadata></PolicyMetadata>\n",
    ),
    (
        "secure-mail.json",
        "endpoint-json",
        "{\"status\":0,\"message\":\"Success\",\"container\":{\"id\":7,\"name\":\"Secure Mail\",\"appType\":\"MDX\",\"ios\":{\"displayName\":\"Secure Mail\",\"policies\":[{\"policyName\":\"ServerAddress1\",\"policyValue\":\"https://user:SECRET1@mail.example.com/traveler\",\"policyType\":\"string\"},{\"policyName\":\"SharedPassword\",\"policyValue\":\"SECRET2\",\"policyType\":\"string\"}]}}}\n",
    ),
    (
        "policies.toml",
        "policy-file",
        "[ios]\n\"Secure Mail Exchange Server\" = \"https://user:SECRET1@mail.example.com\"\n\"Network access\" = \"Tunneled to the internal network\"\n\"Shared password\" = \"SECRET2\"\n",
    ),
    (
        "devices.csv",
        "device-list",
        "Platform,OS version,Secure Mail version,Count,Unlock token\niOS,17.6,24.10.0,120,SECRET1\n",
    ),
    (
        "stat.txt",
        "statistics",
        "> show stat traveler\n  Traveler.Push.Users.Total = 4\n  Traveler.DB.Password = SECRET1\n  Traveler.Version = 9.0.1.7\n",
    ),
    (
        "testssl.json",
        "tls-scan",
        "[{\"id\":\"service\",\"ip\":\"mail.example.com/192.0.2.5\",\"port\":\"443\",\"severity\":\"INFO\",\"finding\":\"HTTP\"},\n{\"id\":\"SSLv3\",\"ip\":\"mail.example.com/192.0.2.5\",\"port\":\"443\",\"severity\":\"OK\",\"finding\":\"not offered\"},\n{\"id\":\"TLS1_2\",\"ip\":\"mail.example.com/192.0.2.5\",\"port\":\"443\",\"severity\":\"OK\",\"finding\":\"offered\"},\n{\"id\":\"cookie\",\"ip\":\"mail.example.com/192.0.2.5\",\"port\":\"443\",\"severity\":\"INFO\",\"finding\":\"token=SECRET1\"}]\n",
    ),
];

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command.current_dir(folder).env("NO_COLOR", "1").env("LC_ALL", "C").args(args).output().unwrap()
}

/// What of a secret is in these bytes.
fn leaks(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let at = text.match_indices(MARK).map(|(at, _)| at);
    at.map(|at| text.chars().skip(text[..at].chars().count().saturating_sub(60)).take(90).collect())
        .collect()
}

fn planted(name: &str, content: &str) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    content.replace("SECRET", &format!("{MARK}{plain}"))
}

/// The inputs and what they were taken for.
fn kinds(output: &Output) -> BTreeMap<String, String> {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = report["files"].as_array().unwrap();
    let word = |file: &Value, key: &str| file[key].as_str().unwrap().to_owned();
    files.iter().map(|file| (word(file, "path"), word(file, "kind"))).collect()
}

/// Runs every command that reads inputs on these, and searches all that they write.
fn search(folder: &Path, paths: &[&str]) -> Vec<String> {
    let url = "https://user:zq7hunterurl@mail.example.com/traveler?token=zq7hunterquery";
    let commands: [&[&str]; 12] = [
        &["audit", "--all"],
        &["audit", "--all", "--format", "json"],
        &["audit", "--anonymize", "--anonymize-key", "key.json", "--format", "json"],
        &["inspect"],
        &["inspect", "--format", "json"],
        &["inspect", "--make-item-map"],
        &["matrix"],
        &["matrix", "--format", "json"],
        &["explain-url", url],
        &["explain-url", url, "--format", "json"],
        &["fix", "--output", "kit"],
        &["bundle", "--all", "--output", "b.zip"],
    ];
    let formats = ["jsonl", "markdown", "csv", "junit", "sarif", "oscal"];
    let formats: Vec<_> = formats.iter().flat_map(|format| ["--report", format]).collect();
    let mut found = Vec::new();
    let mut look = |what: &str, bytes: &[u8]| {
        found.extend(leaks(bytes).into_iter().map(|leak| format!("{what}: {leak}")));
    };
    for command in commands {
        let more = if command.contains(&"bundle") { &formats[..] } else { &[] };
        let output = run(folder, &[command, more, paths].concat());
        look(&command.join(" "), &output.stdout);
        look(&command.join(" "), &output.stderr);
    }
    let kit = fs::read_dir(folder.join("kit")).into_iter().flatten();
    let kit = kit.map(|entry| entry.unwrap().path());
    for file in kit.chain(["b.zip", "key.json"].map(|name| folder.join(name))) {
        if let Ok(bytes) = fs::read(&file) {
            look(&file.display().to_string(), &bytes);
        }
    }
    let verify = run(folder, &["verify", "b.zip"]);
    look("verify", &[verify.stdout, verify.stderr].concat());
    found
}

#[test]
fn no_secret_of_any_kind_of_input_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (name, kind, content) in INPUTS {
        let own = folder.path().join(kind);
        fs::create_dir(&own).unwrap();
        let text = planted(name, content);
        assert!(text.contains(MARK), "{name}");
        fs::write(own.join(name), text).unwrap();
    }
    let seen = kinds(&run(folder.path(), &["inspect", ".", "--format", "json"]));
    for (name, kind, _) in INPUTS {
        let of = seen.iter().find(|(path, _)| path.ends_with(&format!("{kind}/{name}"))).unwrap();
        assert_eq!(of.1, kind, "{name}");
    }
    let found = search(folder.path(), &["."]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_secret_within_an_archive_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::create(folder.path().join("all.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    for (name, kind, content) in INPUTS {
        let own = format!("{kind}/{name}");
        zip.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, planted(name, content).as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let found = search(folder.path(), &["all.zip"]);
    assert!(found.is_empty(), "{found:#?}");
}
