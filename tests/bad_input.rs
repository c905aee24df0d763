//! Files that are broken, hostile or no files at all: each is told for what it is, and none hides
//! the others.

#![allow(clippy::unwrap_used, reason = "a test may stop where the program does not do as told")]

#[path = "shared/program.rs"]
mod program;
#[path = "shared/run.rs"]
mod run;

use program::folder;
use run::{inspected, run};
#[cfg(unix)]
use std::fs;

const INI: &[u8] =
    b"[Notes]\nDirectory=/local/notesdata\nKitType=2\nServerName=Trav01/Acme\nServerTasks=HTTP\n";

/// A Server document, with this in front of its last item.
fn dxl(inside: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n\
         <database xmlns='http://www.lotus.com/dxl' replicaid='0123456789ABCDEF'>\n\
         <document form='Server'><noteinfo unid='0123456789ABCDEF0123456789ABCDEF'/>\n{inside}\
         <item name='ServerName'><text>CN=Trav01/O=Acme</text></item></document></database>\n"
    )
}

/// What `inspect` says of one bad file that stands beside a good notes.ini, which must be read all
/// the same: kind, extent and remarks.
fn beside_a_good_one(name: &str, bytes: &[u8]) -> (String, String, String) {
    let folder = folder(&[("good/notes.ini", INI), (&format!("bad/{name}"), bytes)]);
    let mut files = inspected(&folder);
    let (bad, kind, read, told) = files.remove(0);
    assert_eq!(bad, format!("bad/{name}"));
    assert_eq!((files[0].1.as_str(), files[0].2.as_str()), ("notes-ini", "full"), "beside {name}");
    (kind, read, told)
}

/// The extent and a part of what has to be told.
fn check(cases: &[(&str, &[u8], &str, &str)]) {
    for (name, bytes, wanted, words) in cases {
        let (kind, read, told) = beside_a_good_one(name, bytes);
        assert_eq!(&format!("{kind} {read}"), wanted, "{name}: {told}");
        assert!(told.contains(words), "{name}: {told}");
    }
}

#[test]
fn what_is_no_input_is_told_as_what_it_is() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x02\x03\x04\xff\xfe\0\0";
    let template = b"[Notes]\nKitType=2\n{% if x %}\nA=1\n{% endif %}\n";
    check(&[
        ("notes.ini", b"", "unrecognised none", "the file is empty"),
        ("notes.ini", png, "unrecognised none", "not a text file"),
        (
            "names.dxl",
            b"<!DOCTYPE html><html><title>Login</title>",
            "unrecognised none",
            "a web page",
        ),
        ("notes.ini.j2", template, "unrecognised none", "a template"),
        (
            "x.json",
            b"{\"status\":401,\"message\":\"no\"}",
            "unrecognised none",
            "a JSON file, but none",
        ),
        ("a.xml", b"<?xml version='1.0'?><a/>", "unrecognised none", "not Domino XML"),
        ("names.nsf", b"\x1a\0\0\x04\0\0", "nsf none", "DXL"),
        ("x.rar", b"Rar!\x1a\x07\x01\0\0\0", "unrecognised none", "an archive of a kind"),
        ("x.txt", b"hello\n", "unrecognised none", "none of the formats"),
    ]);
}

#[test]
fn an_ending_that_is_wrong_changes_nothing() {
    let dxl = dxl("");
    check(&[
        ("a.txt", INI, "notes-ini full", ""),
        ("notes.ini", dxl.as_bytes(), "dxl full", ""),
        ("console.log.csv", dxl.as_bytes(), "dxl full", ""),
    ]);
}

#[test]
fn a_file_that_ends_early_is_read_as_far_as_it_goes() {
    let dxl = dxl("");
    let csv = b"Form;ServerName\nServer;\"CN=Trav01/O=Acme\nServer;CN=Trav02/O=Acme\n";
    let json =
        b"{\"@meta\":{\"unid\":\"0123456789ABCDEF0123456789ABCDEF\"},\"Form\":\"Server\",\"Ser";
    check(&[
        ("names.dxl", &dxl.as_bytes()[..dxl.len() - 40], "dxl part", "the file ends early"),
        ("notes.ini", &INI[..INI.len() - 4], "notes-ini full", ""),
        ("notes.ini", &INI[..INI.len() - 12], "notes-ini part", "cut off"),
        ("x.json", json, "domino-json part", "no valid JSON here"),
        ("x.csv", csv, "csv part", "a quote here does not end"),
    ]);
}

#[test]
fn nul_bytes_are_told_and_the_rest_is_read() {
    let ini = [INI, b"NTS_X=\0a\n", &INI[8..]].concat();
    let dxl = dxl("<item name='A\0'><text>1</text></item>");
    check(&[
        ("notes.ini", &ini, "notes-ini part", "NUL bytes"),
        ("names.dxl", dxl.as_bytes(), "dxl part", "a NUL byte"),
    ]);
}

#[test]
fn a_line_that_is_too_long_takes_little_memory_and_hides_no_other() {
    let ini = [INI, b"X=", &vec![b'a'; 9 << 20], b"\nNTS_AS_ENFORCE_POLICY=false\n"].concat();
    check(&[("notes.ini", &ini, "notes-ini part", "a line of more than 1 MiB")]);
    let folder = folder(&[("notes.ini", &ini)]);
    let ran = run("audit", folder.path());
    let findings = ran.report["servers"][0]["findings"].as_array().unwrap();
    let policy = findings.iter().find(|finding| finding["check"] == "enforce-policy").unwrap();
    assert_ne!(policy["status"], "fail", "{policy}");
    assert_eq!(ran.report["exit_code"], ran.code);
    assert_ne!(ran.code, 0, "a file that was not read in full counts");
}

#[test]
fn keys_in_any_number_are_counted_and_told_once() {
    let same = [INI, "NTS_AS_ENFORCE_POLICY=false\n".repeat(100_000).as_bytes()].concat();
    let other = [&same[..], b"NTS_AS_ENFORCE_POLICY=true\n"].concat();
    let json =
        format!("{{\"serverSetup\":{{\"notesINI\":{{{}\"B\":1}}}}}}", "\"A\":1,".repeat(20_000));
    check(&[
        (
            "notes.ini",
            &same,
            "notes-ini full",
            "stands on 100000 lines (6, 7, 8, 9, 10, …), each time",
        ),
        ("notes.ini", &other, "notes-ini full", "with different values"),
        ("x.json", json.as_bytes(), "one-touch part", "\"A\" stands 20000 times in one object"),
    ]);
}

#[test]
fn no_entity_is_expanded_and_nothing_is_fetched() {
    let bomb = "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\
                <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY f SYSTEM 'file:///etc/hostname'>";
    let item = "<item name='Comments'><text>&c;&f;</text></item>\n";
    let hostile = dxl(item).replacen("<database", &format!("<!DOCTYPE a [{bomb}]>\n<database"), 1);
    let outside = dxl("").replacen(
        "<database",
        "<!DOCTYPE database SYSTEM 'http://192.0.2.1/domino.dtd'>\n<database",
        1,
    );
    check(&[
        ("names.dxl", hostile.as_bytes(), "dxl full", "an & that names no known character"),
        ("names.dxl", outside.as_bytes(), "dxl full", ""),
    ]);
}

#[test]
fn nesting_of_any_depth_is_bounded() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let item = format!("<item name='A'>{}</item>\n", deep("<richtext>", "</richtext>"));
    let json = format!("{{\"@unid\":\"1\",\"A\":{},\"Form\":\"Server\"}}", deep("[", "]"));
    let scan = format!(
        "<?xml version='1.0'?><document title=\"SSLScan Results\" version='2'>{}</document>",
        deep("<ssltest>", "</ssltest>")
    );
    let view = format!(
        "<?xml version='1.0'?><viewentries toplevelentries='1'>{}</viewentries>",
        deep("<viewentry>", "</viewentry>")
    );
    let toml = format!("[ios]\n\"Network access\" = {}\n", deep("[", "]"));
    check(&[
        ("names.dxl", dxl(&item).as_bytes(), "dxl full", ""),
        ("x.json", json.as_bytes(), "domino-json part", "nested too deep"),
        ("x.xml", scan.as_bytes(), "tls-scan part", "not read"),
        ("v.xml", view.as_bytes(), "view-entries part", "not read"),
        ("p.toml", toml.as_bytes(), "unrecognised none", ""),
    ]);
}

#[cfg(unix)]
#[test]
fn folders_that_loop_and_links_that_lead_nowhere_are_told() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a/notes.ini", INI)]);
    symlink("..", folder.path().join("a/up")).unwrap();
    symlink("self", folder.path().join("self")).unwrap();
    symlink("no-such-file", folder.path().join("gone.ini")).unwrap();
    let files = inspected(&folder);
    let told = |name: &str| files.iter().find(|file| file.0 == name).unwrap().3.clone();
    assert!(told("a/up").contains("a link to a folder above"));
    assert!(told("self").contains("cannot be opened"));
    assert!(told("gone.ini").contains("cannot be opened"));
    assert_eq!(files.iter().filter(|file| file.2 == "full").count(), 1, "{files:?}");
    assert_eq!(run("inspect", folder.path()).code, 3);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode_are_shown_and_their_files_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let inner = folder.path().join(OsStr::from_bytes(b"d\xe9"));
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join(OsStr::from_bytes(b"n\xff.ini")), INI).unwrap();
    let names: Vec<_> = inspected(&folder).into_iter().map(|file| (file.0, file.2)).collect();
    assert_eq!(names, [("d\\xE9/n\\xFF.ini".to_owned(), "full".to_owned())]);
}

/// As root every file can be read, so there is nothing to see then.
#[cfg(unix)]
#[test]
fn what_can_not_be_opened_is_told_and_counts() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("notes.ini", INI), ("names.dxl", dxl("").as_bytes()), ("d/x.ini", INI)]);
    let set = |name: &str, mode| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("names.dxl", 0);
    set("d", 0);
    let root = fs::read(folder.path().join("names.dxl")).is_ok();
    let files = inspected(&folder);
    set("d", 0o755);
    let closed = files.iter().filter(|file| file.3.contains("cannot be opened")).count();
    assert_eq!(closed, if root { 0 } else { 2 }, "{files:?}");
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_keep_to_their_place() {
    let outside = [("../up/notes.ini", INI), ("ok/notes.ini", INI), ("in.zip", &zip_of(&[])[..])];
    let whole = zip_of(&[("srv/notes.ini", INI)]);
    let folder = folder(&[("cut.zip", &whole[..whole.len() / 2]), ("out.zip", &zip_of(&outside))]);
    let files = inspected(&folder);
    let told = |name: &str| {
        let found = files.iter().find(|file| file.0 == name);
        found.map(|file| format!("{} {}", file.2, file.3)).expect(name)
    };
    assert!(told("cut.zip").contains("broken"));
    assert!(told("out.zip!/../up/notes.ini").starts_with("none its name leads out"));
    assert!(told("out.zip!/in.zip").contains("an archive within an archive"));
    assert!(told("out.zip!/ok/notes.ini").starts_with("full"));
    assert_eq!(run("inspect", folder.path()).code, 3);
}

/// A file that loses its end while it is read.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_shrinks_while_it_is_read_gives_what_is_there() {
    let folder = folder(&[("notes.ini", INI)]);
    let file = folder.path().join("names.dxl");
    let many = "<document form='Person'><item name='A'><text>x</text></item></document>\n";
    fs::write(&file, dxl("").replacen("<document", &(many.repeat(200_000) + "<document"), 1))
        .unwrap();
    let open = fs::OpenOptions::new().write(true).open(&file).unwrap();
    open.set_len(14_000_000).unwrap();
    let shrinks = std::thread::spawn(move || {
        for length in (1..28).rev() {
            open.set_len(length * 500_000).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    });
    let files = inspected(&folder);
    shrinks.join().unwrap();
    let (directory, ini) = (&files[0], &files[1]);
    assert_eq!(ini.2, "full");
    assert!(directory.2 == "part" && directory.3.contains("ends early"), "{directory:?}");
}
