//! Every kind of export in every spelling that is known, read by the program as a whole.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;
#[path = "shared/run.rs"]
mod run;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use program::folder;
use run::{inspected, run};
use serde_json::Value;

/// Kind, extent and remarks of one file.
fn one(name: &str, bytes: &[u8]) -> (String, String, String) {
    let folder = folder(&[(name, bytes)]);
    let (_, kind, read, told) = inspected(&folder).remove(0);
    (kind, read, told)
}

/// What `inspect` and `audit` say of one file.
fn both(name: &str, bytes: &[u8]) -> (Value, Value) {
    let folder = folder(&[(name, bytes)]);
    let (mut inspected, audited) = (run("inspect", folder.path()), run("audit", folder.path()));
    assert!(inspected.code == 0 || inspected.code == 3, "{}", inspected.error);
    (inspected.report["files"][0].take(), audited.report)
}

fn units(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn bytes_of(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text}");
    bytes.into_owned()
}

#[test]
fn a_notes_ini_in_any_encoding_names_its_server() {
    let ini = |name: &str| {
        let more: String = (0..6).map(|at| format!("X{at}={name}{name}\r\n")).collect();
        format!("[Notes]\r\nDirectory=/d\r\nKitType=2\r\nServerName={name}/Acme\r\n{more}")
    };
    let latin = ini("Büro");
    let with_mark = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let cases = [
        (latin.clone().into_bytes(), "UTF-8", "Büro"),
        (with_mark(b"\xef\xbb\xbf", latin.clone().into_bytes()), "UTF-8 with BOM", "Büro"),
        (units(&latin, u16::to_le_bytes), "UTF-16LE", "Büro"),
        (units(&latin, u16::to_be_bytes), "UTF-16BE", "Büro"),
        (with_mark(b"\xff\xfe", units(&latin, u16::to_le_bytes)), "UTF-16LE with BOM", "Büro"),
        (with_mark(b"\xfe\xff", units(&latin, u16::to_be_bytes)), "UTF-16BE with BOM", "Büro"),
        (bytes_of(WINDOWS_1252, &latin), "windows-1252", "Büro"),
        (bytes_of(SHIFT_JIS, &ini("サーバー")), "Shift_JIS", "サーバー"),
        (bytes_of(GB18030, &ini("服务器一号")), "gb18030", "服务器一号"),
        (bytes_of(BIG5, &ini("伺服器一號")), "Big5", "伺服器一號"),
        (bytes_of(EUC_KR, &ini("서버하나")), "EUC-KR", "서버하나"),
        (ini("B?ro").replace('?', "\u{1}").into_bytes(), "LMBCS", ""),
    ];
    for (bytes, encoding, name) in cases {
        let (file, report) = both("notes.ini", &bytes);
        assert_eq!(file["encoding"], encoding, "{name}");
        let wanted = format!("CN={name}/O=Acme");
        assert!(name.is_empty() || report["servers"][0]["name"] == wanted, "{encoding}");
    }
}

#[test]
fn every_group_of_lmbcs_is_read() {
    let cases: [(&[u8], &str); 15] = [
        (b"B\x81ro", "Büro"),
        (b"B\x01\x81ro", "Büro"),
        (b"a\x02\x86", "aΆ"),
        (b"a\x03\xe9", "aי"),
        (b"a\x04\xce", "aخ"),
        (b"\x05\xd1\x05\xe5", "Се"),
        (b"a\x06\xa5", "aą"),
        (b"a\x08\xfe", "aş"),
        (b"a\x0b\xa1", "aก"),
        (b"\x10\x83\x54", "サ"),
        (b"\x11\xbc\xad", "서"),
        (b"\x12\xa6\xf8", "伺"),
        (b"\x13\xb7\xfe", "服"),
        (b"T\x14\x20\xac", "T€"),
        (b"\x14\xf6\x4e", "一"),
    ];
    for (name, wanted) in cases {
        let start = b"[Notes]\r\nDirectory=/d\r\nKitType=2\r\nServerName=";
        let (file, report) = both("notes.ini", &[start, name, b"/Acme\r\n"].concat());
        assert_eq!(file["encoding"], "LMBCS", "{wanted}");
        assert_eq!(report["servers"][0]["name"], format!("CN={wanted}/O=Acme"), "{file}");
    }
}

#[test]
fn xml_is_read_as_its_declaration_says() {
    let document = |label: &str, name: &str| {
        format!(
            "<?xml version='1.0' encoding='{label}'?>\n<database \
             xmlns='http://www.lotus.com/dxl' replicaid='0123456789ABCDEF'><document form='Server'>\
             <noteinfo unid='0123456789ABCDEF0123456789ABCDEF'/><item name='ServerName'><text>\
             CN={name}/O=Acme</text></item><item name='LdISite'><text>1</text></item></document>\
             </database>"
        )
    };
    let dos = |label| {
        let text = document(label, "B?ro");
        text.bytes().map(|byte| if byte == b'?' { 0x81 } else { byte }).collect::<Vec<_>>()
    };
    let marks = |bytes: Vec<u8>| {
        // The question marks of the declaration itself.
        let mut bytes = bytes;
        bytes[1] = b'?';
        let end = bytes.iter().position(|byte| *byte == b'>').unwrap();
        bytes[end - 1] = b'?';
        bytes
    };
    let cases = [
        (document("utf-8", "Büro").into_bytes(), "UTF-8"),
        (bytes_of(WINDOWS_1252, &document("iso-8859-1", "Büro")), "windows-1252"),
        (bytes_of(WINDOWS_1251, &document("windows-1251", "Сервер")), "windows-1251"),
        (bytes_of(SHIFT_JIS, &document("shift_jis", "サーバー")), "Shift_JIS"),
        (units(&document("utf-16", "Büro"), u16::to_le_bytes), "UTF-16LE"),
        (marks(dos("ibm850")), "cp850"),
        (marks(dos("cp437")), "cp437"),
    ];
    for (bytes, encoding) in cases {
        let (file, _) = both("names.dxl", &bytes);
        assert_eq!(
            (&file["encoding"], &file["read"]),
            (&encoding.into(), &"full".into()),
            "{file}"
        );
    }
    // A declaration that is not true is told.
    let (_, read, told) = one("names.dxl", &bytes_of(WINDOWS_1252, &document("utf-8", "Büro")));
    assert!(read == "part" && told.contains("not UTF-8"), "{told}");
}

#[test]
fn a_console_speaks_the_language_of_its_clock() {
    let stamps = [
        "11/24/2026 07:15:02 AM  ",
        "24/11/2026 07:15:02   ",
        "24.11.2026 07:15:02   ",
        "24. 11. 2026 7:15:02   ",
        "2026. 11. 24. 7:15:02   ",
        "24-11-2026 07.15.02   ",
        "2026-11-24 07:15:02,123   ",
        "2026/11/24 上午 07:15:02   ",
        "2026-11-24 오전 7:15:02   ",
        "[0A54:0002-1234] 11/24/2026 07:15:02 AM  ",
        "[002345:000002-00007F1234567890] 24.11.2026 07:15:02   ",
    ];
    for stamp in stamps {
        let lines = ["Server started on CN=Trav01/O=Acme", "> show config *", "KitType=2"]
            .into_iter()
            .chain(["Directory=/d", "NTS_AS_ENFORCE_POLICY=false", ">"]);
        let text: String = lines.map(|line| format!("{stamp}{line}\r\n")).collect();
        let (file, report) = both("console.log", text.as_bytes());
        assert_eq!((&file["settings"], &file["read"]), (&3.into(), &"full".into()), "{stamp}");
        assert_eq!(report["servers"][0]["name"], "CN=Trav01/O=Acme", "{stamp}");
        assert_eq!(report["inputs"][0]["evidence_date"], "2026-11-24", "{stamp}");
    }
}

#[test]
fn tables_come_in_every_separator_and_language() {
    let labels = [
        "Session authentication",
        "Sitzungsauthentifizierung",
        "Authentification pour les sessions",
        "セッションベースの認証",
    ];
    for (label, separator) in
        labels.iter().flat_map(|label| [(label, ','), (label, ';'), (label, '\t')])
    {
        for mark in ["", "\u{feff}"] {
            let text = format!(
                "{mark}Form{separator}ServerName{separator}{label}\r\nServer{separator}\
                 \"CN=Trav01/O=Acme\r\nalias\"{separator}1\r\n"
            );
            let (kind, read, told) = one("x.csv", text.as_bytes());
            assert_eq!((kind.as_str(), read.as_str()), ("csv", "full"), "{text}: {told}");
        }
    }
    let (kind, ..) = one("x.csv", b"sep=;\r\nForm;ServerName\r\nServer;CN=Trav01/O=Acme\r\n");
    assert_eq!(kind, "csv");
}

#[test]
fn a_name_that_stands_twice_decides_nothing() {
    let json = r#"{"@meta":{"unid":"0123456789ABCDEF0123456789ABCDEF"},"Form":"Server",
        "ServerName":"CN=Trav01/O=Acme","HTTP_Port":80,"HTTP_Port":81}"#;
    let (kind, read, told) = one("x.json", json.as_bytes());
    assert_eq!((kind.as_str(), read.as_str()), ("domino-json", "full"));
    assert!(told.contains("\"HTTP_Port\" stands 2 times"), "{told}");
}

#[test]
fn a_view_that_was_cut_off_says_so() {
    let row = |at: u32| {
        format!(
            "<viewentry position='{at}' unid='{at:032X}' noteid='8FA'><entrydata columnnumber='0' \
             name='ServerName'><text>CN=Trav0{at}/O=Acme</text></entrydata></viewentry>"
        )
    };
    let rows = row(1) + &row(2);
    for (top, read) in [(2, "full"), (40, "part")] {
        let text = format!(
            "<?xml version='1.0'?>\n<viewentries toplevelentries='{top}'>{rows}</viewentries>"
        );
        let found = one("v.xml", text.as_bytes());
        assert_eq!((found.0.as_str(), found.1.as_str()), ("view-entries", read));
        assert_eq!(found.2.contains("2 of 40 rows"), top == 40, "{}", found.2);
    }
}
