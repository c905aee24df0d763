use super::*;
use crate::formats::sample::{said, takes};
use jiff::civil::date;
use proptest::prelude::*;

const COMMON: &str =
    r#"10.0.0.1 - - [24/Nov/2026:10:05:09 +0100] "GET /traveler HTTP/1.1" 401 1234"#;
const EXTENDED: &str = r#"10.0.0.1 traveler.example.com "CN=Jane Doe/O=Acme" [02/Oct/2026:13:40:17 +0200] "POST /Microsoft-Server-ActiveSync?Cmd=Sync&User=jane HTTP/1.1" 200 99 "" "Apple-iPhone9C1/1302.70 \"x\"" 16 "DomAuthSessId=geheim" "/local/notesdata""#;

fn requests(text: &str) -> Vec<Request> {
    let request = |record| match record {
        Record::Request(request) => request,
        other => panic!("{other:?}"),
    };
    said(read, text.as_bytes()).records.into_iter().map(request).collect()
}

fn one(text: &str) -> Request {
    let mut found = requests(text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

#[test]
fn both_formats() {
    let found = one(COMMON);
    assert_eq!(found.time, Some(date(2026, 11, 24).at(10, 5, 9, 0)));
    assert_eq!((found.method.as_str(), found.path.as_str()), ("GET", "/traveler"));
    assert_eq!((found.authenticated, found.status, found.agent), (false, 401, None));
    assert_eq!(
        (found.location.line, found.location.span),
        (Some(1), Some((0, COMMON.len() as u64)))
    );
    let found = one(EXTENDED);
    assert_eq!(found.path, "/Microsoft-Server-ActiveSync");
    assert_eq!(found.query_names, ["Cmd", "User"]);
    assert_eq!((found.authenticated, found.status), (true, 200));
    assert_eq!(found.agent.as_deref(), Some("Apple-iPhone9C1/1302.70 \"x\""));
}

#[test]
fn nothing_personal_is_kept() {
    let shown = format!("{:?}", requests(EXTENDED));
    for word in ["Jane", "jane", "geheim", "notesdata"] {
        assert!(!shown.contains(word), "{shown}");
    }
}

#[test]
fn lines_with_something_odd() {
    let stamp = "[24/Nov/2026:10:05:09 +0100]";
    let agents = [
        (r#""-" "A"b" 1"#, Some("A\"b")),
        (r#""http://x/" "Traveler 1.0""#, Some("Traveler 1.0")),
        (r#""-" "-" 16 "x" "y""#, None),
        (r#""-" "ends with \\" 5"#, Some("ends with \\")),
        (r#""-" "cut off"#, None),
        (r#""-""#, None),
        ("", None),
    ];
    for (tail, agent) in agents {
        let found = one(&format!(r#"::1 - - {stamp} "GET / HTTP/1.1" 200 - {tail}"#));
        assert_eq!(found.agent.as_deref(), agent, "{tail}");
    }
    let found = one(&format!(r#"h - - {stamp} "GET /a"b" 12 HTTP/1.1" 404 5"#));
    assert_eq!((found.path.as_str(), found.status), ("/a\"b\" 12", 404));
    let found = one(&format!(r#"h - "J [x] D" {stamp} "GET / HTTP/1.1" 200 5"#));
    assert!(found.authenticated);
}

#[test]
fn times_of_servers_in_other_languages() {
    for (stamp, month) in [
        ("24/Okt/2026:10:05:09 +0200", Some(10)),
        ("24/Mär/2026:10:05:09 +0200", Some(3)),
        ("24/03/2026:10:05:09", Some(3)),
        ("24/Nov/2026:10:05:09.123 -0500", Some(11)),
        ("24/листопад/2026:10:05:09 +0200", None),
        ("99/Nov/2026:10:05:09 +0100", None),
    ] {
        let found = one(&format!(r#"h - - [{stamp}] "GET / HTTP/1.1" 200 5"#));
        assert_eq!(found.time.map(|time| time.month()), month, "{stamp}");
    }
}

#[test]
fn a_line_without_a_whole_time_or_status_is_none_of_a_log() {
    let line =
        |stamp: &str, status: &str| format!(r#"h - - [{stamp}] "GET / HTTP/1.1" {status} 5"#);
    let good = "4/Nov/2026:10:05:09";
    for (stamp, status, taken) in [
        (good, "100", true),
        (good, "999", true),
        (good, "099", false),
        (good, "20", false),
        (good, "2000", false),
        ("24/Nov/2026:10:05:09.123 +0100", "200", true),
        ("124/Nov/2026:10:05:09", "200", false),
        ("/Nov/2026:10:05:09", "200", false),
        ("24//2026:10:05:09", "200", false),
        ("24/листопадлист/2026:10:05:09", "200", true),
        ("24/листопадлисто/2026:10:05:09", "200", false),
        ("24/Nov/26:10:05:09", "200", false),
        ("24/Nov/2026/x:10:05:09", "200", false),
        ("24/Nov/2026:10:05", "200", false),
        ("24/Nov/2026:10:05:9", "200", false),
        ("24/Nov/2026:10:05:09:11", "200", false),
    ] {
        assert_eq!(requests(&line(stamp, status)).len(), usize::from(taken), "{stamp} {status}");
    }
    let ahead = |zone: &str| one(&line(&format!("{good}{zone}"), "200")).ahead;
    for (zone, wanted) in [
        (" +0100", Some(3600)),
        (" -0530", Some(-19_800)),
        (" +1400", Some(50_400)),
        (" +1500", None),
        (" +0160", None),
        (" +0159", Some(7_140)),
        (" +100", None),
        (" 0100", None),
        ("", None),
    ] {
        assert_eq!(ahead(zone), wanted, "{zone}");
    }
}

#[test]
fn what_is_no_request_is_counted_or_passed_over() {
    let broken = r#"h - - [24/Nov/2026:10:05:09 +0100] "-" 400 0"#;
    let long = format!("{COMMON} \"{}\"", "x".repeat(crate::intake::MAX_LINE));
    let text = format!(
        "#Version: 1.0\n\n{COMMON}\n{broken}\nnonsense\n{COMMON}\n{COMMON}\0\n{long}\n10.0.0.1 - - [24"
    );
    let said = said(read, text.as_bytes());
    assert_eq!(said.records.len(), 2);
    assert_eq!(said.told(), ["lines-not-understood@5 count=4"]);
    assert_eq!(said.extent, Some(ReadExtent::Part));
}

#[test]
fn a_whole_log_is_read_in_full() {
    let said = said(read, format!("{COMMON}\r\n{EXTENDED}\r\n").as_bytes());
    assert_eq!((said.records.len(), said.extent), (2, Some(ReadExtent::Full)));
    assert!(said.warnings.is_empty());
}

#[test]
fn files_that_are_one() {
    for content in [
        COMMON.to_owned(),
        format!("{COMMON}\n{EXTENDED}\nnonsense\n"),
        format!("#Version: 1.0\n{EXTENDED}\n"),
        format!("{COMMON}\nnonsense\n{COMMON}\nmore\n"),
        format!("{}a\nb\nc\n", format!("{COMMON}\n").repeat(3)),
    ] {
        assert!(takes(recognise, "access.log", content.as_bytes()), "{content}");
    }
    let console = "[0A10:0002-0B2C] 24.11.2026 10:05:09   HTTP Server: Started\n";
    let few = format!("{COMMON}\n{COMMON}\na\nb\nc\n");
    for content in ["", "text\n", console, &format!("{console}{COMMON}\n"), "#Version: 1.0\n", &few]
    {
        assert!(!takes(recognise, "access.log", content.as_bytes()), "{content}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes: Vec<u8>) {
        said(read, &bytes);
        takes(recognise, "access.log", &bytes);
    }

    #[test]
    fn no_line_makes_it_fail(
        before in "[-a-z\" \\[\\]\\\\]{0,12}",
        request in "[-A-Zü/?&=:#%\" ]{0,20}",
        after in "[-0-9a-zü\" \\\\]{0,20}",
    ) {
        let text = format!("{before}[24/Nov/2026:10:05:09 +0100] \"{request}\" {after}");
        said(read, text.as_bytes());
    }
}
