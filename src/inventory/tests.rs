use super::*;

const FOLDER: &str = "@@";

/// The servers and what was put aside, with places below the folder of the inputs.
fn build_of(
    files: &[(&str, &str)],
    options: Options,
) -> (Vec<Server>, Vec<(String, &'static str)>) {
    let (inventory, root) = testing::inventory_of(files, options);
    let aside = inventory.unattached.iter().map(|piece| {
        let place = piece.location.to_string().replace(&root, FOLDER);
        (place.split(':').next().unwrap().to_owned(), piece.reason)
    });
    (inventory.servers, aside.collect())
}

fn names_of(files: &[(&str, &str)]) -> Vec<Option<String>> {
    build_of(files, Options::default()).0.iter().map(Server::display_name).collect()
}

fn ini(server: &str) -> String {
    format!("[Notes]\nDirectory=/local/notesdata\nKitType=2\n{server}\n")
}

fn server(unid: u32, name: &str, more: &str) -> String {
    format!(
        "<document form='Server'><noteinfo unid='{unid:032X}' sequence='1'/><item name='Type'><text>Server\
         </text></item><item name='ServerName'><text>{name}</text></item>{more}</document>\n"
    )
}

fn dxl(documents: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>\n\
         {documents}</database>\n"
    )
}

fn log(version: &str) -> String {
    format!(
        "2026-11-24 07:15:02   Traveler: Traveler {version}\n2026-11-24 07:15:03   HTTP Server: Started\n"
    )
}

fn version(server: &Server) -> Option<&str> {
    Some(&server.traveler.chosen()?.version.numbers.text)
}

#[test]
fn a_canonical_and_an_abbreviated_name_are_one_server() {
    let names = dxl(&server(1, "CN=TRAV01/O=Acme", ""));
    let found = names_of(&[("notes.ini", &ini("ServerName=trav01/acme")), ("names.dxl", &names)]);
    assert_eq!(found, [Some("CN=TRAV01/O=Acme".to_owned())]);
}

#[test]
fn a_log_is_of_the_server_whose_notes_ini_stands_nearest() {
    let (a, b) = (ini("ServerName=A/Acme"), ini("ServerName=B/Acme"));
    let (log_a, log_b) = (log("12.0.1.0"), log("14.5.1.0"));
    let files = [
        ("a/notes.ini", a.as_str()),
        ("a/data/logs/console.log", &log_a),
        ("b/notes.ini", &b),
        ("b/console.log", &log_b),
        ("console.log", &log_b),
    ];
    let (servers, aside) = build_of(&files, Options::default());
    let found: Vec<_> = servers.iter().map(version).collect();
    assert_eq!(found, [Some("12.0.1.0"), Some("14.5.1.0")]);
    assert_eq!(aside, [("@@/console.log".to_owned(), "version-of-no-server")]);
}

#[test]
fn a_mail_header_is_of_the_server_it_names() {
    let (a, b) = (ini("ServerName=A/Acme"), ini("ServerName=B/Acme"));
    let mail = "X-Mailer: Traveler 14.0.0.2 on server b/acme on behalf of device with id 7..1\n";
    let files = [("a/notes.ini", a.as_str()), ("a/mail.eml", mail), ("b/notes.ini", &b)];
    let (servers, _) = build_of(&files, Options::default());
    let found: Vec<_> = servers.iter().map(version).collect();
    assert_eq!(found, [None, Some("14.0.0.2")]);
}

#[test]
fn a_notes_ini_without_a_name_joins_the_server_beside_it() {
    let nameless = ini("");
    let (a, b) = (dxl(&server(1, "CN=A/O=Acme", "")), dxl(&server(2, "CN=B/O=Acme", "")));
    let one = [("notes.ini", nameless.as_str()), ("names.dxl", &a)];
    assert_eq!(names_of(&one), [Some("CN=A/O=Acme".to_owned())]);
    let each = [
        ("a/notes.ini", nameless.as_str()),
        ("a/server.dxl", &a),
        ("b/notes.ini", &nameless),
        ("b/server.dxl", &b),
    ];
    assert_eq!(names_of(&each), [Some("CN=A/O=Acme".to_owned()), Some("CN=B/O=Acme".to_owned())]);
    // One of them has a notes.ini of its own, and yet nothing tells that this is the other's.
    let own = ini("ServerName=A/Acme");
    let both = dxl(&(server(1, "CN=A/O=Acme", "") + &server(2, "CN=B/O=Acme", "")));
    for at in ["names.dxl", "t2/names.dxl"] {
        let files = [("t1/notes.ini", own.as_str()), ("t2/notes.ini", &nameless), (at, &both)];
        let (servers, aside) = build_of(&files, Options::default());
        let names: Vec<_> = servers.iter().map(Server::display_name).collect();
        assert_eq!(names, [None, Some("CN=A/O=Acme".to_owned())], "{at}");
        assert!(aside.contains(&("@@/t2/notes.ini".to_owned(), "nameless-notes-ini")), "{aside:?}");
    }
    // Which of the two it is can't be told: none is guessed.
    let unclear = [("notes.ini", nameless.as_str()), ("x/a.dxl", &a), ("x/b.dxl", &b)];
    assert_eq!(names_of(&unclear), [None]);
}

#[test]
fn what_is_no_name_of_one_server_joins_none() {
    let names = dxl(&server(1, "CN=A/O=Acme", ""));
    let cases = [
        ("ServerName=A/Acme\nServerName=B/Acme", "several-server-names"),
        ("ServerName=<servername>", "placeholder-server-name"),
        ("ServerName=YOURSERVER", "placeholder-server-name"),
        ("ServerName=", "placeholder-server-name"),
        ("ServerName=A/Acme\nServerName=", "placeholder-server-name"),
    ];
    for (lines, reason) in cases {
        let files = [("notes.ini", ini(lines)), ("names.dxl", names.clone())];
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (servers, aside) = build_of(&files, Options::default());
        let names: Vec<_> = servers.iter().map(Server::display_name).collect();
        assert_eq!(names, [None], "{lines}");
        assert!(aside.contains(&("@@/notes.ini".to_owned(), reason)), "{lines}: {aside:?}");
    }
    // The same name twice, and in both its forms, is one.
    let twice = ini("ServerName=a/acme\nServerName=CN=A/O=Acme");
    assert_eq!(
        names_of(&[("notes.ini", &twice), ("names.dxl", &names)]),
        [Some("CN=A/O=Acme".to_owned())]
    );
}

#[test]
fn a_name_without_organisation_is_told_and_joins_none() {
    let names = dxl(&server(1, "CN=TRAV01/O=Acme", ""));
    let (servers, aside) = build_of(
        &[("notes.ini", &ini("ServerName=trav01")), ("names.dxl", &names)],
        Options::default(),
    );
    assert_eq!(servers[0].display_name().unwrap(), "CN=trav01");
    assert!(aside.contains(&("@@/notes.ini".to_owned(), "flat-server-name")), "{aside:?}");
}

#[test]
fn a_copy_beside_the_live_file_is_told_and_decides_nothing() {
    let (live, copy) = (ini("ServerName=A/Acme\nNTS_X=a"), ini("ServerName=A/Acme\nNTS_X=b"));
    let nameless = ini("NTS_X=b");
    let read = |files: &[(&str, &str)]| {
        let (servers, aside) = build_of(files, Options::default());
        assert_eq!(servers.len(), 1, "{files:?}");
        let fact = servers[0].settings.effective("NTS_X");
        let found = fact.known().map(|found| (found.value.clone(), found.confidence.word()));
        (found, aside.iter().any(|(_, reason)| *reason == "copy-beside-live"))
    };
    let is = |value: &str, confidence| Some((value.to_owned(), confidence));
    for name in ["notes_2024.ini", "backup/notes.ini", "a/notes (1).ini"] {
        assert_eq!(read(&[("notes.ini", &live), (name, &copy)]), (is("a", "high"), true), "{name}");
        assert_eq!(read(&[("notes.ini", &live), (name, &nameless)]), (is("a", "high"), true));
        assert_eq!(read(&[(name, &copy)]), (is("b", "medium"), false), "{name}");
    }
    let copies = [("old/notes.ini", live.as_str()), ("notes_2024.ini", &copy)];
    assert_eq!(read(&copies), (None, false));
}

#[test]
fn servers_that_nothing_shows_to_run_traveler_are_told_and_not_judged() {
    let external = "<item name='X'><text>https://mail.example.com/traveler</text></item>";
    let documents = server(1, "CN=A/O=Acme", "")
        + &server(2, "CN=B/O=Acme", "")
        + &server(3, "CN=C/O=Acme", external);
    let names = dxl(&documents);
    let (servers, aside) = build_of(
        &[("notes.ini", &ini("ServerName=A/Acme")), ("names.dxl", &names)],
        Options::default(),
    );
    let found: Vec<_> = servers.iter().map(|server| server.display_name().unwrap()).collect();
    assert_eq!(found, ["CN=A/O=Acme", "CN=C/O=Acme"]);
    assert_eq!(aside, [("@@/names.dxl".to_owned(), "server-without-traveler")]);
    // Where nothing shows which servers run Traveler, all are judged.
    let plain = dxl(&(server(1, "CN=A/O=Acme", "") + &server(2, "CN=B/O=Acme", "")));
    assert_eq!(names_of(&[("names.dxl", &plain)]).len(), 2);
}

#[test]
fn inputs_without_a_server_still_speak_of_one() {
    assert_eq!(names_of(&[("console.log", &log("14.5.1.0"))]), [None]);
    assert!(names_of(&[("a.txt", "hello")]).is_empty());
    let stated =
        StatedVersion { server: Some("Z/Acme".to_owned()), text: "14.5.1".to_owned(), place: None };
    let options = Options { traveler: vec![stated], ..Options::default() };
    let (found, _) = testing::inventory_of(&[("notes.ini", &ini("ServerName=A/Acme"))], options);
    assert_eq!(version(&found.servers[0]), None);
    let strangers: Vec<_> = found.strangers.iter().map(|stated| &stated.server).collect();
    assert_eq!(strangers, [&Some("Z/Acme".to_owned())]);
}

#[test]
fn of_several_copies_of_a_document_the_latest_is_judged() {
    let copy = |sequence: u32, sites: &str| {
        dxl(&server(1, "CN=A/O=Acme", &format!("<item name='LdISite'><text>{sites}</text></item>")))
            .replace("sequence='1'", &format!("sequence='{sequence}'"))
    };
    let (old, new) = (copy(3, "0"), copy(20, "1"));
    for files in [[("1.dxl", &old), ("2.dxl", &new)], [("1.dxl", &new), ("2.dxl", &old)]] {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (servers, aside) = build_of(&files, Options::default());
        assert_eq!(servers[0].directory.internet_sites.value(), Some(&true));
        assert_eq!(aside.len(), 1);
        assert_eq!(aside[0].1, "older-copy");
    }
}

#[test]
fn conflicts_and_truncated_documents_are_told_and_not_judged() {
    for (mark, reason) in
        [("conflict='true'", "conflict-document"), ("truncated='true'", "truncated-document")]
    {
        let sites = "<item name='LdISite'><text>1</text></item>";
        let marked = server(2, "CN=A/O=Acme", sites).replace("form=", &format!("{mark} form="));
        let names = dxl(
            &(server(1, "CN=A/O=Acme", "<item name='LdISite'><text>0</text></item>") + &marked)
        );
        let (servers, aside) = build_of(&[("names.dxl", &names)], Options::default());
        assert_eq!(servers[0].directory.internet_sites.value(), None);
        assert_eq!(aside, [("@@/names.dxl".to_owned(), reason)]);
    }
}

#[test]
fn two_server_documents_of_one_server_that_disagree_decide_nothing() {
    let with = |unid, value: &str| {
        server(unid, "CN=A/O=Acme", &format!("<item name='LdISite'><text>{value}</text></item>"))
    };
    let (servers, _) =
        build_of(&[("names.dxl", &dxl(&(with(1, "0") + &with(2, "1"))))], Options::default());
    assert_eq!(servers[0].directory.internet_sites.value(), None);
    let (servers, _) =
        build_of(&[("names.dxl", &dxl(&(with(1, "1") + &with(2, "1"))))], Options::default());
    assert_eq!(servers[0].directory.internet_sites.value(), Some(&true));
}

#[test]
fn a_form_name_of_another_database_makes_no_server() {
    let foreign = "<document form='Server'><noteinfo unid='00000000000000000000000000000009'/>\
        <item name='ServerName'><text>CN=Z/O=Acme</text></item></document>";
    let other_type = foreign.replace(
        "<item name='ServerName'>",
        "<item name='Type'><text>Thing</text></item><item name='ServerName'>",
    );
    for text in [foreign, &other_type] {
        assert_eq!(
            names_of(&[("notes.ini", &ini("ServerName=A/Acme")), ("x.dxl", &dxl(text))]).len(),
            1
        );
    }
}

#[test]
fn a_console_is_of_the_server_that_it_names() {
    let show = |name: &str| format!("Server name:   {name} - Mobile\nServer directory:   /d\n");
    let stat = "  Traveler.Version = 14.5.1.0\n  Traveler.Push.Users.Total = 5\n";
    let (a, b) = (ini("ServerName=A/Acme"), ini("ServerName=B/Acme"));
    let console = format!("> show server\n{}> show stat traveler\n{stat}", show("B/Acme"));
    let (servers, aside) = build_of(
        &[("a/notes.ini", &a), ("b/notes.ini", &b), ("a/console.txt", &console)],
        Options::default(),
    );
    assert_eq!((version(&servers[0]), version(&servers[1])), (None, Some("14.5.1.0")));
    assert_eq!(servers[1].statistics.len(), 2);
    assert_eq!(aside, []);
    // Two names in one file: nobody knows whose the numbers are.
    let both = format!("{console}> show server\n{}", show("A/Acme"));
    let (servers, aside) =
        build_of(&[("a/notes.ini", &a), ("a/console.txt", &both)], Options::default());
    assert!(servers.iter().all(|server| version(server).is_none()));
    assert!(aside.iter().any(|(_, reason)| *reason == "console-of-several-servers"));
}

#[test]
fn a_log_is_of_the_server_that_it_says_it_started() {
    let started =
        |name: &str| format!("2026-11-24 07:15:00   Server started on {name}\n{}", log("14.5.1.0"));
    let (own, other) = (ini("ServerName=A/Acme"), ini("ServerName=B/Acme"));
    let told = |files: &[(&str, &str)]| {
        let (servers, aside) = build_of(files, Options::default());
        let versions: Vec<_> = servers.iter().map(|server| version(server).is_some()).collect();
        (versions, aside.into_iter().map(|(_, reason)| reason).collect::<Vec<_>>())
    };
    let (log_a, log_b, nameless) = (started("CN=A/O=Acme"), started("B/Acme"), ini(""));
    let both = log_a.clone() + &log_b;
    let here = |path| (path, log_b.as_str());
    let cases = [
        (vec![("notes.ini", own.as_str()), ("console.log", &log_a)], vec![true], vec![]),
        // Its own name wins over the folder it lies in.
        (
            vec![("a/notes.ini", &own), here("a/console.log")],
            vec![false],
            vec!["console-of-other-server"],
        ),
        (
            vec![("a/notes.ini", &own), ("b/notes.ini", &other), here("a/console.log")],
            vec![false, true],
            vec![],
        ),
        (
            vec![("notes.ini", &own), ("console.log", &both)],
            vec![false],
            vec!["console-of-several-servers"],
        ),
        // Where nothing else names a server, the log does.
        (vec![here("console.log")], vec![true], vec![]),
        (vec![("notes.ini", &nameless), here("console.log")], vec![true], vec![]),
    ];
    for (files, versions, reasons) in cases {
        assert_eq!(told(&files), (versions, reasons), "{files:?}");
    }
}

#[test]
fn a_log_without_a_name_is_of_the_server_that_the_logs_beside_it_name() {
    let access =
        "192.0.2.7 mail.example.com - [24/Nov/2026:07:15:02 +0100] \"GET / HTTP/1.1\" 200 12\n"
            .repeat(3);
    let started = |name: &str| {
        format!(
            "2026-11-24 07:15:00   Server started on {name}\n2026-11-24 07:15:03   HTTP Server: Started\n"
        )
    };
    let (own, log_a, log_b) = (ini("ServerName=A/Acme"), started("A/Acme"), started("B/Acme"));
    let traffic = |files: &[(&str, &str)]| {
        let (servers, aside) = build_of(files, Options::default());
        let told = aside.contains(&("@@/logs/access.log".to_owned(), "log-of-no-server"));
        (servers[0].traffic.is_some(), told)
    };
    let files = [("notes.ini", own.as_str()), ("logs/access.log", &access)];
    let with = |more: &[(&'static str, &str)]| traffic(&[&files, more].concat());
    assert_eq!(with(&[]), (true, false));
    assert_eq!(with(&[("logs/a.log", &log_a)]), (true, false));
    assert_eq!(with(&[("logs/b.log", &log_b)]), (false, true));
    assert_eq!(with(&[("logs/a.log", &log_a), ("logs/b.log", &log_b)]), (false, true));
}

#[test]
fn what_is_dated_too_late_does_not_count() {
    let late = "2099-11-24 07:15:02   Traveler: Traveler 14.5.1.0\n";
    let files = [("notes.ini", ini("ServerName=A/Acme")), ("console.log", log("12.0.2.0") + late)];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let read = |until| {
        let (servers, _) = build_of(&files, Options { until, ..Options::default() });
        version(&servers[0]).map(str::to_owned)
    };
    assert_eq!(read(None), Some("14.5.1.0".to_owned()));
    let day = jiff::civil::date(2026, 11, 24);
    assert_eq!(read(Some(day)), Some("12.0.2.0".to_owned()));
    assert_eq!(read(day.yesterday().ok()), None);
}

#[test]
fn an_answer_of_the_console_dated_too_late_does_not_count() {
    let log = "11/23/2031 09:00:00 AM  HTTP Server: Started\n> show config NTS_X\nNTS_X=1\n>\n";
    let own = ini("ServerName=A/Acme");
    let files = [("notes.ini", own.as_str()), ("console.log", log)];
    let read = |until| {
        let (servers, _) = build_of(&files, Options { until, ..Options::default() });
        servers[0].settings.files().count()
    };
    assert_eq!(read(None), 2);
    assert_eq!(read(Some(jiff::civil::date(2026, 11, 24))), 1);
}

#[test]
fn a_list_of_the_console_stands_for_the_file() {
    let lines = "ServerName=Trav02/Acme\nDirectory=/d\nKitType=2\nNTS_X=1\n";
    let console = format!("> show config *\n{lines}>\n");
    let other = ini("ServerName=Trav01/Acme");
    let (servers, _) =
        build_of(&[("a/notes.ini", &other), ("c.txt", &console)], Options::default());
    let found = servers.iter().map(|server| {
        let name = server.display_name().unwrap();
        (name, server.settings.effective("NTS_X").value().cloned())
    });
    let wanted = [("CN=Trav01/O=Acme", None), ("CN=Trav02/O=Acme", Some("1"))];
    let wanted = wanted.map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
    assert_eq!(found.collect::<Vec<_>>(), wanted);
    // A file without a name is that of the server whose console stands beside it.
    let (servers, _) =
        build_of(&[("notes.ini", &ini("NTS_X=1")), ("c.txt", &console)], Options::default());
    assert_eq!(servers.len(), 1);
    assert_eq!(servers[0].settings.effective("NTS_X").value().map(String::as_str), Some("1"));
}

#[test]
fn the_log_of_the_installer_never_decides() {
    let log = "IBM Traveler 14.5.1.0 Build 202603101200_30\nInstallation completed successfully.\n";
    let (servers, _) = build_of(
        &[("notes.ini", &ini("ServerName=A/Acme")), ("TravelerInstall.log", log)],
        Options::default(),
    );
    assert_eq!(version(&servers[0]), None);
    assert_eq!(servers[0].traveler.seen.len(), 1);
}

#[test]
fn a_table_adds_to_an_export_and_contradicts_it_and_proves_nothing_missing() {
    let sites = |server: &Server| match &server.directory.internet_sites {
        crate::evidence::Fact::Known(found) => found.value.to_string(),
        crate::evidence::Fact::Absent(_) => "absent".to_owned(),
        crate::evidence::Fact::Unknown(doubt, _) => doubt.word().to_owned(),
    };
    let own = ini("ServerName=A/Acme");
    let on = "<item name='LdISite'><text>1</text></item>";
    let cases = [
        ("Form,ServerName,LdISite\nServer,A/Acme,1\n", None, "true"),
        ("Form,ServerName,LdISite\nServer,A/Acme,0\n", Some(on), "ambiguous"),
        ("Form,ServerName,ServerTitle\nServer,A/Acme,x\n", Some(on), "true"),
        ("Form,ServerName,ServerTitle\nServer,A/Acme,x\n", Some(""), "absent"),
        ("Form,ServerName,ServerTitle\nServer,A/Acme,x\n", None, "fragment"),
    ];
    for (table, export, wanted) in cases {
        let names = export.map(|more| dxl(&server(1, "A/Acme", more)));
        let mut files = vec![("notes.ini", own.as_str()), ("servers.csv", table)];
        files.extend(names.as_deref().map(|names| ("names.dxl", names)));
        let (servers, _) = build_of(&files, Options::default());
        assert_eq!(sites(&servers[0]), wanted, "{table} {export:?}");
    }
}

/// A set-up file that would make everything pass if it were believed.
const ONE_TOUCH: &str = r#"{"serverSetup": {"notesINI": {"NTS_AS_ENFORCE_POLICY": "false"}},
 "appConfiguration": {"databases": [{"filePath": "names.nsf", "documents": [
 {"findDocument": {"Type": "Server", "ServerName": "CN=A/O=Acme"},
  "items": {"LdISite": "1", "HTTP_EnableSessionAuth": "0", "ServerBuildNumber": "Release 14.5.1"}}]}]}}"#;

#[test]
fn what_a_set_up_file_says_decides_nothing() {
    use crate::evidence::{Doubt, Fact};
    let files = [("notes.ini", ini("ServerName=A/Acme")), ("setup.json", ONE_TOUCH.to_owned())];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (servers, _) = build_of(&files, Options::default());
    let server = &servers[0];
    assert_eq!(servers.len(), 1);
    assert!(matches!(server.directory.internet_sites, Fact::Unknown(Doubt::Unconfirmed, _)));
    assert!(matches!(server.directory.options.session, Fact::Unknown(Doubt::Unconfirmed, _)));
    assert!(matches!(server.settings.effective("NTS_AS_ENFORCE_POLICY"), Fact::Absent(_)));
    assert!(server.domino.seen.is_empty());
    // Beside an export it is not even looked at.
    let names = dxl(&self::server(1, "A/Acme", "<item name='LdISite'><text>0</text></item>"));
    let files = [files, vec![("names.dxl", names.as_str())]].concat();
    let (servers, aside) = build_of(&files, Options::default());
    assert_eq!(servers[0].directory.internet_sites.value(), Some(&false));
    assert!(aside.iter().any(|(_, reason)| *reason == "written-document"));
}

#[test]
fn an_excerpt_gives_way_to_a_whole_copy_unless_it_is_newer() {
    use crate::evidence::{Doubt, Fact};
    let whole = dxl(&server(10, "A/Acme", "<item name='LdISite'><text>1</text></item>")).replace(
        "sequence='1'/>",
        "sequence='1'><modified><datetime>20260301T100000,00Z</datetime></modified></noteinfo>",
    );
    let excerpt = |time: &str| {
        format!(
            "{{\"@meta\":{{\"unid\":\"{:032X}\",\"lastmodified\":\"{time}\"}},\"Form\":\"Server\",\
             \"Type\":\"Server\",\"ServerName\":\"A/Acme\",\"LdISite\":\"0\"}}",
            10
        )
    };
    let own = ini("ServerName=A/Acme");
    let read = |time: &str| {
        let json = excerpt(time);
        let files = [("notes.ini", own.as_str()), ("names.dxl", &whole), ("a.json", &json)];
        let (mut servers, aside) = build_of(&files, Options::default());
        let aside: Vec<_> = aside.into_iter().map(|(_, reason)| reason).collect();
        (servers.remove(0).directory.internet_sites, aside)
    };
    let (fact, aside) = read("2026-02-01T00:00:00Z");
    assert_eq!((fact.value(), aside), (Some(&true), vec!["excerpt-of-document"]));
    let (fact, aside) = read("2026-04-01T00:00:00Z");
    assert!(matches!(fact, Fact::Unknown(Doubt::Ambiguous, _)));
    assert!(aside.is_empty());
}

#[test]
fn what_only_an_older_export_holds_is_listed_as_deleted() {
    let export = |day: &str, count: u32, documents: &str| {
        let info = format!(
            "<databaseinfo numberofdocuments='{count}'><datamodified><datetime>{day}T120000,00Z\
             </datetime></datamodified></databaseinfo>\n"
        );
        dxl(&format!("{info}{documents}"))
    };
    let (a, b) = (server(1, "CN=A/O=Acme", ""), server(2, "CN=B/O=Acme", ""));
    let old = export("20260101", 2, &(a.clone() + &b));
    let new = export("20260201", 1, &a);
    let (servers, aside) = build_of(&[("1.dxl", &old), ("2.dxl", &new)], Options::default());
    assert_eq!(servers.iter().map(Server::display_name).count(), 1);
    let wanted = [("@@/1.dxl", "deleted-document"), ("@@/2.dxl", "older-copy")];
    let mut aside: Vec<_> = aside.iter().map(|(place, why)| (place.as_str(), *why)).collect();
    aside.sort_unstable();
    assert_eq!(aside, wanted);
}

#[test]
fn configurations_and_groups_of_another_domain_say_nothing() {
    let config = |name: &str, unid: u32| {
        format!(
            "<document form='ServerConfig'><noteinfo unid='{unid:032X}' sequence='1'/><item name='Type'>\
             <text>ServerConfig</text></item><item name='ServerName'><text>{name}</text></item><item \
             name='NTS_X'><text>1</text></item></document>\n"
        )
    };
    let foreign = |text: String| text.replace("0000000000000001'>", "0000000000000002'>");
    let own = dxl(&server(1, "CN=A/O=Acme", ""));
    let other = foreign(dxl(&(server(2, "CN=B/O=Other", "") + &config("*", 3))));
    let notes = ini("ServerName=A/Acme");
    let files = [("notes.ini", notes.as_str()), ("a.dxl", &own), ("b.dxl", &other)];
    assert!(build_of(&files, Options::default()).0[0].pinned.is_empty());
    let both = dxl(&(server(1, "CN=A/O=Acme", "") + &config("*", 3)));
    let files = [("notes.ini", notes.as_str()), ("a.dxl", &both), ("b.dxl", &other)];
    assert_eq!(build_of(&files, Options::default()).0[0].pinned.len(), 1);
}
