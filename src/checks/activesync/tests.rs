use super::super::testing::{document, dxl, ini, judge, server, told};
use super::*;
use crate::evidence::Severity;
use crate::inventory::testing::inventory_of;
use crate::inventory::{Options, Period};

const USER: &str = "\"CN=Jane Doe/O=Acme\"";
const SECURE: &str = "Secure Mail/26.3.0 (iPhone; iOS 19.2)";
const APPLE: &str = "Apple-iPhone15C2/2005.1";
const PATH: &str = "/traveler/Microsoft-Server-ActiveSync";
const SYNC: &str =
    "POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync&User=jane&DeviceId=SM01&DeviceType=iPhone";

const NAMELESS: &str = "POST /traveler/Microsoft-Server-ActiveSync?Cmd=Sync&User=jane";

/// A line of an access log.
struct Line<'l> {
    host: &'l str,
    user: &'l str,
    time: &'l str,
    request: &'l str,
    status: u16,
    agent: &'l str,
}

/// A command of Secure Mail that is served.
const SERVED: Line<'_> = Line {
    host: "mail.example.com",
    user: USER,
    time: "23/Nov/2026:07:15:02 +0100",
    request: SYNC,
    status: 200,
    agent: SECURE,
};
const REFUSED: Line<'_> = Line { status: 403, ..SERVED };
const CHALLENGED: Line<'_> = Line { status: 401, user: "-", ..SERVED };

impl Line<'_> {
    fn times(&self, count: usize) -> String {
        let Self { host, user, time, request, status, agent } = self;
        let line = format!(
            "192.0.2.7 {host} {user} [{time}] \"{request} HTTP/1.1\" {status} 12 \"\" \"{agent}\" 9 \"\" \"/local\"\n"
        );
        line.repeat(count)
    }

    fn one(&self) -> String {
        self.times(1)
    }
}

fn judged(lines: &str, log: Option<&str>) -> Judgement {
    let ini = ini(lines);
    let names = dxl(&[&server(&[("SMTPFullHostDomain", "mail.example.com")])]);
    let mut files = vec![("notes.ini", ini.as_str()), ("names.dxl", &names)];
    files.extend(log.map(|log| ("access.log", log)));
    judge(&CHECK, &files).remove(0)
}

fn outcome_of(judgement: &Judgement) -> String {
    let info = if judgement.severity == Some(Severity::Info) { " info" } else { "" };
    format!("{}{info}", told(judgement))
}

/// What is said of a log, which holds other lines too: one line is too little to be recognised.
fn of_log(log: &str) -> String {
    let other = Line { user: "-", request: "GET /", ..SERVED };
    outcome_of(&judged("", Some(&(log.to_owned() + &other.times(3)))))
}

fn outcome(lines: &str, log: Option<&str>) -> String {
    outcome_of(&judged(lines, log))
}

#[test]
fn what_was_served_is_seen() {
    let packed = format!("POST {PATH}?jAAJBARTTTAxAAZpUGhvbmU=");
    let ask = format!("OPTIONS {PATH}");
    let cases = [
        (CHALLENGED.one() + &SERVED.one(), "pass seen high"),
        (Line { request: &packed, ..SERVED }.one(), "pass seen high"),
        (
            Line { request: "POST /servlet/traveler", ..SERVED }.one() + &SERVED.one(),
            "pass seen high",
        ),
        // A refusal now and then is that of one device; what came after it was served.
        (REFUSED.one() + &SERVED.times(2), "pass seen medium"),
        (REFUSED.one() + &SERVED.one(), "pass seen medium"),
        (Line { status: 503, ..SERVED }.one() + &SERVED.one(), "pass seen high"),
        // Of Secure Mail nothing is shown, or not that it asked this server.
        (Line { agent: APPLE, ..SERVED }.one(), "pass seen medium"),
        (
            Line { request: &ask, ..SERVED }.one() + &Line { agent: APPLE, ..SERVED }.one(),
            "pass seen medium",
        ),
        (Line { host: "-", ..SERVED }.one(), "pass seen-host-open medium"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&log), wanted, "{log}");
    }
}

#[test]
fn a_pass_shows_programs_and_days() {
    let first = Line { time: "22/Nov/2026:06:00:00 +0100", agent: APPLE, ..SERVED };
    let judgement = judged("", Some(&(first.times(2) + &SERVED.times(3))));
    let told = |name: &str| judgement.args[name].as_str();
    assert_eq!(told("programs"), "Secure Mail (iPhone) × 3, Apple-iPhone × 2");
    assert_eq!((told("first"), told("last")), ("2026-11-22 06:00", "2026-11-23 07:15"));
    assert_eq!((told("served"), judgement.evidence[0].location.line), ("5", Some(5)));
}

#[test]
fn one_program_that_is_served_hides_none_that_is_not() {
    let apple = |count| Line { agent: APPLE, ..SERVED }.times(count);
    let late = "23/Nov/2026:23:00:00 +0100";
    let cases = [
        (apple(10) + &REFUSED.times(9), "fail secure-mail-refused medium"),
        (apple(10) + &REFUSED.one(), "fail secure-mail-refused medium"),
        (apple(10) + &CHALLENGED.times(9), "unknown secure-mail-unserved low"),
        (apple(10) + &Line { status: 503, ..SERVED }.one(), "unknown mostly-failed low"),
        (SERVED.times(9) + &Line { agent: APPLE, ..REFUSED }.one(), "unknown program-refused low"),
        (SERVED.times(9) + &Line { agent: APPLE, ..CHALLENGED }.one(), "pass seen high"),
        (SERVED.one() + &REFUSED.times(2), "unknown mostly-refused low"),
        (SERVED.times(9) + &Line { time: late, ..REFUSED }.one(), "unknown mostly-refused low"),
        (SERVED.one() + &Line { status: 503, ..SERVED }.times(2), "unknown mostly-failed low"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&log), wanted, "{log}");
    }
}

#[test]
fn what_nobody_was_served_counts() {
    let no_user = Line { user: "-", ..SERVED };
    let status = |status| Line { status, ..SERVED };
    let cases = [
        (REFUSED.times(2), "fail refused medium"),
        (CHALLENGED.one() + &REFUSED.one(), "fail refused medium"),
        // Who is not signed in is refused for any reason.
        (Line { user: "-", ..REFUSED }.one(), "unknown not-served low"),
        (Line { user: "-", ..REFUSED }.one() + &REFUSED.one(), "unknown not-served low"),
        (CHALLENGED.one(), "unknown not-served low"),
        (Line { agent: "-", request: NAMELESS, ..SERVED }.one(), "unknown client-unnamed low"),
        (Line { agent: "-", ..SERVED }.one(), "pass seen medium"),
        (no_user.times(1000), "unknown without-user low"),
        (no_user.one() + &SERVED.times(9), "unknown without-user low"),
        (status(503).times(1000), "unknown not-served low"),
        (status(302).times(1000), "unknown not-served low"),
        (Line { status: 302, ..no_user }.times(1000), "unknown not-served low"),
        (Line { request: "POST /traveler", ..SERVED }.one(), "fail syncml-only medium"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&log), wanted, "{log}");
    }
}

#[test]
fn who_is_not_clearly_signed_in_is_not() {
    let line = |front: &str| {
        let log = SERVED.times(2);
        log.replace(&format!("192.0.2.7 mail.example.com {USER} ["), &format!("{front} ["))
    };
    for front in [
        "192.0.2.7 - mail.example.com",
        "mail.example.com 192.0.2.7 -",
        "mail.example.com - 192.0.2.7",
        "192.0.2.7 unknown unknown",
        "192.0.2.7 mail.example.com Anonymous",
        "192.0.2.7 mail.example.com \"Anonym\"",
        "192.0.2.7 mail.example.com \"\"",
    ] {
        assert_eq!(of_log(&line(front)), "unknown without-user low", "{front}");
    }
}

#[test]
fn requests_of_no_device_show_nothing() {
    let options = format!("OPTIONS {PATH}");
    let get = format!("GET {PATH}");
    let bare = format!("POST {PATH}");
    let odd = format!("POST {PATH}?Cmd=Shell");
    let of = |request, agent| Line { request, agent, ..SERVED }.one();
    for log in [
        of(&options, "curl/8.5.0"),
        of(&options, SECURE),
        of(SYNC, "curl/8.5.0"),
        of(&get, "Mozilla/5.0 (Windows NT 10.0)"),
        of(&bare, SECURE),
        of(&odd, SECURE),
        Line { request: &options, ..CHALLENGED }.one(),
        Line { request: "GET /homepage.nsf", ..SERVED }.one(),
    ] {
        assert_eq!(of_log(&log), "unknown no-traffic low info", "{log}");
    }
    assert_eq!(outcome("", None), "unknown no-traffic low info");
}

#[test]
fn other_hosts_and_other_days_do_not_count() {
    let host = |host| Line { host, ..SERVED }.times(2);
    let time = |time| Line { time, ..SERVED }.times(2);
    let whole = "POST https://mail99.example.com/traveler/Microsoft-Server-ActiveSync?Cmd=Sync";
    let cases = [
        (host("mail99.example.com"), "unknown other-host low"),
        (host("MAIL.example.com:443"), "pass seen high"),
        (Line { request: whole, ..SERVED }.times(2), "unknown other-host low"),
        (host("mail99.example.com") + &SERVED.one(), "pass seen high"),
        (time("01/Jan/2009:00:00:00 +0000"), "unknown not-recent low"),
        (time("01/Jan/2099:00:00:00 +0000"), "unknown not-recent low"),
        (time("24/листопад/2026:07:15:02 +0100"), "unknown not-recent low"),
        (time("25/Nov/2026:07:15:02 +1100"), "pass seen high"),
        (time("01/Jan/2020:00:00:00 +0000") + &REFUSED.times(2), "fail refused medium"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&log), wanted, "{log}");
    }
}

#[test]
fn without_a_directory_no_host_confirms_the_server() {
    let log = SERVED.times(3);
    let files = [("notes.ini", ini("")), ("access.log", log)];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(told(&judge(&CHECK, &files)[0]), "pass seen-host-open medium");
}

#[test]
fn a_host_that_is_another_servers_is_not_this_ones() {
    let names = dxl(&[&server(&[("SMTPFullHostDomain", "mail.example.com")])]);
    let other = ini("").replace("Trav01", "Trav02");
    let of = |host| {
        let log = Line { host, ..SERVED }.times(3);
        let files = [
            ("names.dxl", names.as_str()),
            ("t1/notes.ini", &ini("")),
            ("t2/notes.ini", &other),
            ("t2/access.log", &log),
        ];
        let period = Period { as_of: jiff::civil::date(2026, 11, 24), days: 90 };
        let servers = inventory_of(&files, Options { period, ..Options::default() }).0.servers;
        let own = servers.iter().find(|server| server.traffic.is_some()).unwrap();
        assert_eq!(own.display_name().as_deref(), Some("CN=Trav02/O=Acme"));
        outcome_of(&by_traffic(own))
    };
    assert_eq!(of("mail.example.com"), "unknown other-host low");
    assert_eq!(of("mail2.example.com"), "pass seen-host-open medium");
}

#[test]
fn what_moves_no_data_shows_no_client_that_synchronises() {
    let of = |command: &str, status, agent| {
        let request = format!("POST {PATH}?Cmd={command}&User=jane");
        Line { request: &request, status, agent, ..SERVED }.one()
    };
    let own = |command: &str, status| of(command, status, SECURE);
    let provision = || own("Provision", 200);
    let cases = [
        ((provision() + &own("FolderSync", 449)).repeat(5), "unknown provision-loop low"),
        (provision().repeat(100), "unknown provision-loop low"),
        (own("FolderSync", 449).repeat(5), "unknown provision-loop low"),
        // Since ActiveSync 14.0 the order to provision comes with status 200.
        ((provision() + &own("FolderSync", 200)).repeat(5), "unknown provision-loop low"),
        (own("FolderSync", 200).repeat(5), "unknown only-prepared low"),
        (own("Settings", 200), "unknown only-prepared low"),
        (own("FolderSync", 200) + &own("Sync", 503), "unknown not-served low"),
        (own("Provision", 200) + &own("Sync", 503).repeat(2), "unknown not-served low"),
        // A client that is set up, and one that gets on only now and then.
        (
            own("FolderSync", 449) + &provision().repeat(2) + &own("Sync", 200).repeat(4),
            "pass seen high",
        ),
        (
            own("Sync", 200).repeat(3) + &(provision() + &own("Sync", 449)).repeat(2),
            "unknown provision-loop low",
        ),
        // A client that never takes on the policy asks for it once for each try.
        ((own("Sync", 200) + &provision()).repeat(6), "unknown provision-loop low"),
        // Beside another program that is served.
        (of("Sync", 200, APPLE) + &provision(), "unknown provision-loop low"),
        (of("Sync", 200, APPLE) + &own("FolderSync", 200), "unknown only-prepared low"),
        (of("Provision", 200, APPLE) + &own("Sync", 200), "unknown provision-loop low"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&log), wanted, "{log}");
    }
    for command in ["Sync", "SendMail", "SmartReply", "ItemOperations", "MoveItems"] {
        assert_eq!(of_log(&own(command, 200)), "pass seen high", "{command}");
    }
    for command in ["Ping", "GetItemEstimate", "Search", "Find", "ResolveRecipients"] {
        assert_eq!(of_log(&own(command, 200)), "unknown only-prepared low", "{command}");
    }
    // A client that moved data goes on waiting.
    let waits = judged("", Some(&(own("Sync", 200) + &own("Ping", 200).repeat(4))));
    assert_eq!((waits.outcome, waits.args["served"].as_str()), ("seen", "5"));
}

#[test]
fn one_platform_that_is_served_hides_none_that_is_not() {
    let sync = format!("POST {PATH}?Cmd=Sync&User=omar&DeviceType=Android");
    let android = Line { agent: "Secure Mail/26.3.0 (Android 16)", request: &sync, ..SERVED };
    let with = |status, user| Line { status, user, ..android }.times(5);
    let early = Line { time: "22/Nov/2026:05:00:00 +0100", ..android };
    let cases = [
        (with(403, USER), "unknown platform-refused low"),
        (with(401, "-"), "unknown secure-mail-unserved low"),
        (with(200, USER), "pass seen high"),
        (early.times(5) + &with(403, USER).repeat(2), "unknown mostly-refused low"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&(log.clone() + &SERVED.times(6))), wanted, "{log}");
    }
    assert_eq!(of_log(&with(403, USER)), "fail refused medium");
    let judgement = judged("", Some(&(with(403, USER) + &SERVED.times(6))));
    assert_eq!(judgement.args["program"], "Secure Mail (Android)");
}

#[test]
fn the_newest_requests_decide() {
    let next = Line { time: "24/Nov/2026:06:52:15 +0100", ..SERVED };
    let soon = Line { time: "23/Nov/2026:07:15:09 +0100", ..SERVED };
    let lately = "unknown unserved-lately low";
    let cases = [
        (Line { user: "-", status: 401, ..next }.times(500), lately),
        (Line { user: "-", status: 401, ..next }.one(), lately),
        (Line { status: 503, ..next }.one(), lately),
        (Line { user: "-", status: 302, ..next }.times(3), lately),
        (Line { user: "-", status: 401, ..soon }.times(20), lately),
        // No sign-in begins with these.
        (Line { user: "-", status: 302, ..soon }.times(3), lately),
        (Line { status: 302, ..soon }.times(9), lately),
        (Line { status: 404, ..soon }.times(9), lately),
        (Line { status: 503, ..soon }.times(2), "pass seen high"),
        // The end of a log may hold the first steps of sign-ins.
        (Line { user: "-", status: 401, ..soon }.times(3), "pass seen high"),
        (Line { user: "-", status: 401, ..soon }.times(500) + &next.one(), "pass seen high"),
    ];
    for (log, wanted) in cases {
        assert_eq!(of_log(&(SERVED.times(13) + &log)), wanted, "{log}");
    }
    let judgement = judged("", Some(&(SERVED.times(13) + &Line { status: 503, ..next }.times(2))));
    let told = |name: &str| judgement.args[name].as_str();
    assert_eq!((told("since"), told("served_last")), ("2", "2026-11-23 07:15"));
}

#[test]
fn times_compare_in_utc() {
    let at = |time, status| Line { time, status, ..SERVED }.one();
    let refused = at("23/Nov/2026:08:00:00 -0500", 403);
    // Served until 12:21 UTC, refused at 13:00 UTC.
    let log = at("23/Nov/2026:12:21:00 +0000", 200).repeat(3) + &refused;
    assert_eq!(of_log(&log), "unknown mostly-refused low");
    let log = at("23/Nov/2026:13:21:00 +0000", 200).repeat(3) + &refused;
    assert_eq!(of_log(&log), "pass seen medium");
}

#[test]
fn what_verse_does_shows_nothing_of_other_clients() {
    let own = Line { request: "POST /traveler", ..SERVED };
    let verse = Line { agent: "HCL Verse/12.0 Android", ..own };
    assert_eq!(of_log(&verse.times(3)), "unknown no-traffic low info");
    let other = Line { agent: "Lotus Traveler Android 8.5.3", ..own };
    assert_eq!(of_log(&(verse.one() + &other.one())), "fail syncml-only medium");
}

#[test]
fn a_filter_may_refuse_what_a_log_once_showed() {
    let cases = [
        ("NTS_USER_AGENT_ALLOWED_OTHER=false", "fail filter-other medium"),
        ("NTS_USER_AGENT_ALLOWED_OTHER=FALSE", "fail filter-other medium"),
        ("NTS_USER_AGENT_ALLOWED_OTHER=true", "pass seen high"),
        ("NTS_USER_AGENT_ALLOWED_OTHER=0", "unknown filter-unclear low"),
        // A no-break space is part of the value.
        ("NTS_USER_AGENT_ALLOWED_OTHER=false\u{a0}", "unknown filter-unclear low"),
        ("NTS_USER_AGENT_ALLOWED_OTHER=true\u{a0}", "unknown filter-unclear low"),
        ("NTS_USER_AGENT_ALLOWED_REGEX=.*", "pass seen high"),
        ("NTS_USER_AGENT_ALLOWED_REGEX=.*\u{a0}", "unknown filter-regex low"),
        ("NTS_USER_AGENT_ALLOWED_REGEX=\u{a0}", "unknown filter-regex low"),
        ("NTS_USER_AGENT_ALLOWED_REGEX=", "unknown filter-unclear low"),
        ("NTS_USER_AGENT_ALLOWED_REGEX=.*Verse.*", "unknown filter-regex low"),
        (
            "NTS_USER_AGENT_ALLOWED_REGEX=a\nNTS_USER_AGENT_ALLOWED_REGEX=b",
            "unknown filter-unclear low",
        ),
        ("NTS_USER_AGENT_ALLOWED_ANDROID=false", "unknown filter-kind low"),
        ("NTS_USER_AGENT_ALLOWED_IBM_APPLE=False", "unknown filter-kind low"),
        ("NTS_USER_AGENT_ALLOWED_IBM_APPLE=true", "pass seen high"),
        ("NTS_USER_AGENT_ALLOWED_ANDROID=", "pass seen high"),
        ("NTS_USER_AGENT_ALLOWED_ANDROID=no", "unknown filter-unclear low"),
        ("NTS_USER_AGENT_ALLOWED_ANDROID=false\u{a0}", "unknown filter-unclear low"),
        (
            "NTS_USER_AGENT_ALLOWED_ANDROID=true\nNTS_USER_AGENT_ALLOWED_ANDROID=false",
            "unknown filter-unclear low",
        ),
        ("NTS_USER_AGENT_ALLOWED_IBM_APPLE_EXT=NTS_X\nNTS_X=false", "unknown filter-kind low"),
        // HCL's own clients alone.
        (
            "NTS_USER_AGENT_ALLOWED_ANDROID=true\nNTS_USER_AGENT_ALLOWED_IBM_APPLE=true\nNTS_USER_AGENT_ALLOWED_OTHER=false",
            "fail filter-other medium",
        ),
        // Context, never the reason of a verdict.
        ("NTS_SYNCML_SOMETHING=true", "pass seen high"),
    ];
    let served = SERVED.times(3);
    for (lines, wanted) in cases {
        assert_eq!(outcome(lines, Some(&served)), wanted, "{lines}");
    }
}

#[test]
fn a_configuration_document_may_set_a_filter() {
    let items = |key| [("Type", "ServerConfig"), ("ServerName", "*"), (key, "false")];
    for key in ["NTS_USER_AGENT_ALLOWED_OTHER", "NTS_USER_AGENT_ALLOWED_ANDROID"] {
        let names = dxl(&[&server(&[]), &document("ServerConfig", 9, None, &items(key))]);
        let files = [("notes.ini", ini("")), ("names.dxl", names), ("access.log", SERVED.times(3))];
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown filter-unclear low", "{key}");
    }
}

#[test]
fn an_excerpt_of_notes_ini_leaves_filters_open() {
    let excerpt = "[Notes]\nServerName=Trav01/Acme\nNTS_X=1\n";
    let names = dxl(&[&server(&[("SMTPFullHostDomain", "mail.example.com")])]);
    let files = [("notes.ini", excerpt), ("names.dxl", &names), ("access.log", &SERVED.times(3))];
    assert_eq!(told(&judge(&CHECK, &files)[0]), "pass seen medium");
}

#[test]
fn requests_are_counted_and_so_many_programs_named() {
    let apple = Line { agent: APPLE, ..SERVED };
    let log = SERVED.times(5) + &REFUSED.one() + &CHALLENGED.times(2) + &apple.times(3);
    let other = Line { user: "-", request: "GET /", ..SERVED };
    let found = judged("", Some(&(log + &other.times(3))));
    let args = ["requests", "served", "refused", "undecided"].map(|name| found.args[name].as_str());
    assert_eq!(args, ["14", "8", "1", "2"]);
    let names = |count: usize| list((0..count).map(|at| at.to_string()));
    assert_eq!(names(MAX_LISTED).split(", ").count(), MAX_LISTED);
    assert!(!names(MAX_LISTED).contains('…'));
    assert_eq!(names(MAX_LISTED + 1), format!("{}, …", names(MAX_LISTED)));
}

#[test]
fn the_programs_that_only_set_up_are_named() {
    let path = format!("POST {PATH}?Cmd=FolderSync&User=jane&DeviceId=SM01&DeviceType=iPhone");
    let sets_up = Line { request: &path, ..SERVED };
    let other = Line { user: "-", request: "GET /", ..SERVED };
    let challenged = Line { agent: APPLE, ..CHALLENGED };
    let log = sets_up.times(2) + &challenged.one() + &other.times(3);
    let found = judged("", Some(&log));
    assert_eq!(found.outcome, "only-prepared");
    assert_eq!(found.args["program"], "Secure Mail (iPhone)");
}
