use super::*;
use crate::formats::sample::{Said, said, takes};
use proptest::prelude::*;

/// The settings of the section that counts.
fn settings(said: &Said) -> Vec<(String, String)> {
    let shown = |setting: &Setting| {
        let value = match &setting.value {
            Value::Plain(value) => value.clone(),
            Value::Secret(secret) => format!("secret of {}", secret.length()),
        };
        (setting.key.clone(), value)
    };
    let elsewhere = Sight::Doubtful(Ignored::OtherSection);
    all_settings(said).filter(|setting| setting.sight != elsewhere).map(shown).collect()
}

fn all_settings(said: &Said) -> impl Iterator<Item = &Setting> {
    said.records.iter().filter_map(|record| match record {
        Record::Setting(setting) => Some(setting),
        Record::IniShape(_) => None,
        other => panic!("{other:?}"),
    })
}

/// What the file is like as a whole.
fn shape(said: &Said) -> IniShape {
    match said.records.last() {
        Some(Record::IniShape(shape)) => *shape,
        other => panic!("{other:?}"),
    }
}

/// Reads it as the program does, with what is told of the encoding.
fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    crate::formats::read(crate::formats::Kind::NotesIni, input, context, sink)
}

fn of(text: &str) -> Said {
    said(read, text.as_bytes())
}

/// Warnings of a text that otherwise gives none.
fn told(lines: &str) -> Vec<String> {
    of(&format!("[Notes]\nDirectory=/local/notesdata\n{lines}")).told()
}

#[test]
fn lines_of_every_kind() {
    let cases: [(&str, &[(&str, &str)]); 14] = [
        ("A=1", &[("A", "1")]),
        ("A=1\r\nB=2\r\n", &[("A", "1"), ("B", "2")]),
        ("A=1\rB=2", &[("A", "1"), ("B", "2")]),
        ("  A \t=  1  \n", &[("A", "1")]),
        ("A=\nB=  \n", &[("A", ""), ("B", "")]),
        ("A=x=y=z\n", &[("A", "x=y=z")]),
        ("$A=1\n$$B=2\nMail-1=3\n", &[("$A", "1"), ("$$B", "2"), ("Mail-1", "3")]),
        ("stray text\n=no key\nA=1", &[("A", "1")]),
        (": A=1\n;A=1\n#A=1\n//A=1\nREM A=1\nrem\n## A=1\n", &[]),
        ("REMOTE=1\nxA=2\n", &[("REMOTE", "1"), ("xA", "2")]),
        ("[Other]\nA=1\n[Notes]\nB=2\n", &[("B", "2")]),
        ("nts_as_enforce_policy=FALSE", &[("nts_as_enforce_policy", "FALSE")]),
        ("NTS_PUSH_APNS_PASSWORD=geheim\n", &[("NTS_PUSH_APNS_PASSWORD", "secret of 6")]),
        ("NTS_JAVA_PARMS=-Da.password=x\n", &[("NTS_JAVA_PARMS", "secret of 14")]),
    ];
    for (text, wanted) in cases {
        let said = of(text);
        let found = settings(&said);
        let found: Vec<_> = found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(found, wanted, "{text:?}");
        assert_eq!(said.extent, Some(ReadExtent::Full));
    }
}

#[test]
fn a_setting_says_where_it_stands() {
    let said = of("[Notes]\r\nDirectory=/d\r\n  NTS_AS_ENFORCE_POLICY = false \r\n");
    let setting = all_settings(&said).last().unwrap();
    let place = &setting.location;
    assert_eq!((place.line, place.column, place.span), (Some(3), Some(27), Some((23, 55))));
    assert_eq!(place.item.as_deref(), Some("NTS_AS_ENFORCE_POLICY"));
    // An empty value stands behind the `=`.
    let said = of("[Notes]\n  B =  \n");
    let setting = all_settings(&said).last().unwrap();
    assert_eq!((setting.location.line, setting.location.column), (Some(2), Some(6)));
    let said = of("A=1\rBü=2");
    let setting = all_settings(&said).last().unwrap();
    assert_eq!((setting.location.line, setting.location.column), (Some(1), Some(8)));
}

#[test]
fn what_is_odd_is_told() {
    let long = format!("A={}", "x".repeat(256));
    let fits = format!("A={}", "x".repeat(255));
    let long_key = format!("{}=1", "K".repeat(256));
    let key_that_fits = format!("{}=1", "K".repeat(255));
    let five = "A=1\n".repeat(5);
    let six = "A=1\n".repeat(6);
    let cases: &[(&str, &[&str])] = &[
        ("A=1\nB=2\nplain text\n", &[]),
        (&fits, &[]),
        (&long, &["long-value@3 key=A length=256 limit=255"]),
        (&long_key, &["key-too-long@3"]),
        (&key_that_fits, &[]),
        ("NTS_\n", &[]),
        ("KitType\n", &["setting-without-equals@3 key=KitType"]),
        ("ssl_disable_tls_10 1\n", &["setting-without-equals@3 key=ssl_disable_tls_10"]),
        ("NotesProgram=/opt/hclservertasks=http", &[]),
        ("A=1 Q=2", &[]),
        ("[Other]\nA=1\n[More]\n", &["other-section@3 section=Other"]),
        (";NTS_AS_ENFORCE_POLICY=false", &["commented-setting@3 key=NTS_AS_ENFORCE_POLICY"]),
        ("REM ssl_disable_tls_10 = 1", &["commented-setting@3 key=ssl_disable_tls_10"]),
        (
            ";UNKNOWN=1\nxNTS_AS_ENFORCE_POLICY=1\n; text = x",
            &["near-miss-key@4 key=xNTS_AS_ENFORCE_POLICY meant=NTS_AS_ENFORCE_POLICY"],
        ),
        ("NTS_AS_ENFORCE_POLICY\n", &["setting-without-equals@3 key=NTS_AS_ENFORCE_POLICY"]),
        ("NTS_NEW: true\n", &["setting-without-equals@3 key=NTS_NEW"]),
        ("ports are here\nLog in\n", &[]),
        ("A=1\nNTS_AS_ENFOR", &["last-line-cut@4"]),
        ("A=1\n[Oth", &["last-line-cut@4"]),
        ("A=1\n\u{1a}", &[]),
        ("A=1 NTS_X=2", &["two-settings-on-one-line@3 key=A swallowed=NTS_X"]),
        ("A=1 KitType = 2", &["two-settings-on-one-line@3 key=A swallowed=KitType"]),
        (
            "ServerTasks=update,routerNTS_X=2",
            &["two-settings-on-one-line@3 key=ServerTasks swallowed=NTS_X"],
        ),
        (
            "NotesProgram=/opt/hclServerTasks=http",
            &["two-settings-on-one-line@3 key=NotesProgram swallowed=ServerTasks"],
        ),
        // Run into a value, a short key tells too little.
        ("A=1DSTLAW=2", &["two-settings-on-one-line@3 key=A swallowed=DSTLAW"]),
        ("A=1TCPIP=2", &[]),
        ("NTS_JAVA_PARMS=-Xmx2g -Dmy.directory=/d -Dports=1", &[]),
        ("X=http://example.com/?domain=a&x=CN=b", &[]),
        (
            "NTS_AS_ENFORCE_POLICY\u{a0}=false",
            &["unclean-key@3 key=NTS_AS_ENFORCE_POLICY", "edit-trace@3 count=1 encoding=UTF-8"],
        ),
        ("set config NTS_AS_ENFORCE_POLICY=false", &["unclean-key@3 key=NTS_AS_ENFORCE_POLICY"]),
        ("\"KitType=2\"", &["unclean-key@3 key=KitType"]),
        ("NTS_DB_PASSWORD: c2VjcmV0==", &["unclean-key@3 key=NTS_DB_PASSWORD"]),
        ("NTS_DB_PASSWORD c2VjcmV0==", &["unclean-key@3 key=NTS_DB_PASSWORD"]),
        ("password: c2VjcmV0==", &["unclean-key@3 key=password"]),
        ("my password is here = x", &[]),
        ("https://jane:geheim@example.com/?a=b", &["unclean-key@3 key=?"]),
        ("NTS_DB_PASSWORDhunter2=1", &["unclean-key@3 key=NTS_DB_PASSWORD"]),
        ("NTS_PUSH_FCM_PASSWORDHunter=1", &["unclean-key@3 key=NTS_PUSH_FCM_PASSWORD"]),
        ("SOME_PASSWORDhunter2=1", &["unclean-key@3 key=SOME_PASSWORD"]),
        // A rule about passwords is none that ran into its value.
        ("HTTP_PASSWORDmin_Length=8", &[]),
        ("NTS_DB_PASSWORD2=1", &[]),
        ("NTS_DB_PASSWORD_FILE=1", &[]),
        ("HTTPPassword=1", &[]),
        ("Mail-1=x\nsome text = x", &[]),
        ("A=ü\nB=ö\n", &["edit-trace@3 count=2 encoding=UTF-8"]),
        ("A=1\rB=2\rC=3\n", &["lone-carriage-return@3"]),
        (&five, &["repeated-setting@3 count=5 key=A lines=3, 4, 5, 6, 7"]),
        (&six, &["repeated-setting@3 count=6 key=A lines=3, 4, 5, 6, 7, …"]),
        ("A=1\nA=2\nA=1\n", &["duplicate-setting@3 count=3 key=A lines=3, 4, 5"]),
        (
            "A=1\na=1\nB=1\nB=2\n",
            &[
                "repeated-setting@3 count=2 key=A lines=3, 4",
                "duplicate-setting@5 count=2 key=B lines=5, 6",
            ],
        ),
    ];
    for (lines, wanted) in cases {
        assert_eq!(&told(lines), wanted, "{lines}");
    }
}

#[test]
fn what_domino_may_not_see_is_marked() {
    use Ignored::{BeforeSection, LeadingBlank, LoneReturn, OtherSection};
    let doubtful = Sight::Doubtful;
    let cases: [(&str, &[Sight]); 8] = [
        ("[Notes]\nA=1\nB=2 3\r\nC=\n", &[Sight::Sure; 3]),
        ("[Notes]\nA =1\nA= 1\nA=1 \n", &[Sight::Likely; 3]),
        ("[Notes]\n A=1\n\tB=1", &[doubtful(LeadingBlank); 2]),
        ("[Notes]\rA=1\rB=1\nC=1", &[doubtful(LoneReturn), doubtful(LoneReturn), Sight::Sure]),
        ("A=1\n[Notes]\nB=1", &[doubtful(BeforeSection), Sight::Sure]),
        ("A=1\n", &[doubtful(BeforeSection)]),
        ("[Notes]\nA=1\n[Other]\nB=1\n", &[Sight::Sure, doubtful(OtherSection)]),
        ("[Other]\nA=1\n[notes]\nB=1\n", &[doubtful(OtherSection), Sight::Sure]),
    ];
    for (text, wanted) in cases {
        let said = of(text);
        let found: Vec<_> = all_settings(&said).map(|setting| setting.sight).collect();
        assert_eq!(found, wanted, "{text:?}");
        assert_eq!(shape(&said).notes_section, text.to_lowercase().contains("[notes]"), "{text:?}");
    }
}

#[test]
fn a_file_without_its_first_lines_is_told() {
    assert_eq!(of("A=1").told(), ["notes-section-missing@1", "no-directory-setting"]);
    assert_eq!(of("A=1\n[Notes]\nDirectory=/d").told(), ["notes-section-missing@1"]);
    assert_eq!(of("[Notes]\n").told(), ["no-settings"]);
    assert_eq!(of("\n[notes]\nDIRECTORY=/d\n").told(), [""; 0]);
}

#[test]
fn encodings_domino_can_not_read_are_told() {
    let text = "[Notes]\nDirectory=/d\nNTS_AS_ENFORCE_POLICY=false\n";
    let said_of = |bytes: Vec<u8>| {
        let said = said(read, &bytes);
        assert_eq!(settings(&said).len(), 2);
        (shape(&said).ignored, said.told().join(" "))
    };
    let told = |ignored, text: &str| (ignored, text.to_owned());
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(said_of(bom), told(Some(Ignored::Bom), "utf8-bom@1"));
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = "not-single-byte-encoding@1 encoding=UTF-16LE";
    assert_eq!(said_of(utf16), told(Some(Ignored::WideEncoding), wide));
    let latin = [text.as_bytes(), b"\xfc\n"].concat();
    assert_eq!(said_of(latin), told(None, "encoding-assumed@4 encoding=LMBCS"));
}

#[test]
fn the_encoding_of_domino_and_traces_of_editors() {
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let cases: [(&str, Vec<u8>, &str, &[&str]); 9] = [
        ("German", b"B\x81ro M\x81nchen".to_vec(), "Büro München", &[]),
        ("French", b"Acc\x8as r\x82serv\x82".to_vec(), "Accès réservé", &[]),
        (
            "Japanese",
            b"\x10\x93\xfa\x10\x96\x7b\x10\x8c\xea \x10\x10\xb6".to_vec(),
            "日本語 ｶ",
            &[],
        ),
        (
            "Polish and German",
            b"\x06\x9d\x06\xa2d\x06\xab M\x81nchen".to_vec(),
            "Łódź München",
            &[],
        ),
        (
            "German in an editor of Windows",
            latin("Büro München"),
            "Büro München",
            &["edit-trace@3 count=1 encoding=windows-1252"],
        ),
        (
            "French in an editor of Windows",
            latin("Accès réservé"),
            "Accès réservé",
            &["edit-trace@3 count=1 encoding=windows-1252"],
        ),
        (
            "Japanese in an editor of Windows",
            encoding_rs::SHIFT_JIS.encode("セッションベースの認証").0.into_owned(),
            "セッションベースの認証",
            &["edit-trace@3 count=1 encoding=Shift_JIS"],
        ),
        ("Japanese in UTF-8", "日本語".into(), "日本語", &["edit-trace@3 count=1 encoding=UTF-8"]),
        ("either", b"B\xe4r".to_vec(), "Bõr", &["encoding-assumed@3 encoding=LMBCS"]),
    ];
    for (name, bytes, wanted, told) in cases {
        let said = said(read, &[b"[Notes]\nDirectory=/d\nMailFile=", bytes.as_slice()].concat());
        assert_eq!(settings(&said)[1].1, wanted, "{name}");
        assert_eq!(said.told(), told, "{name}");
        assert_eq!(said.extent, Some(ReadExtent::Full), "{name}");
    }
}

#[test]
fn lines_of_two_editors_are_both_read() {
    let text = b"[Notes]\nDirectory=/d\nA=B\x81ro\nB=B\xc3\xbcro\nC=\x10\x93\xfa\nD=M\xc3\xa4rz\n";
    let said = said(read, text);
    let values: Vec<_> = settings(&said).into_iter().skip(1).map(|(_, value)| value).collect();
    assert_eq!(values, ["Büro", "Büro", "日", "März"]);
    assert_eq!(said.told(), ["edit-trace@4 count=2 encoding=UTF-8"]);
}

#[test]
fn what_is_no_character_makes_it_a_part_and_hides_no_other_line() {
    let text =
        b"[Notes]\nDirectory=/d\nA=x\x14\nNTS_AS_ENFORCE_POLICY=fal\x01\x22se\x10\x93\nB=1\n";
    let said = said(read, text);
    let values: Vec<_> = settings(&said).into_iter().skip(1).map(|(_, value)| value).collect();
    assert_eq!(values, ["x\u{fffd}", "fal\u{fffd}se\u{fffd}", "1"]);
    assert_eq!(said.told(), ["undecodable-bytes@3 column=4 count=3 encoding=LMBCS"]);
    assert_eq!(said.extent, Some(ReadExtent::Part));
}

#[test]
fn what_could_not_be_read_makes_it_a_part() {
    let long = format!("[Notes]\nDirectory=/d\nA={}\nB=1\n", "x".repeat(2 << 20));
    let found = of(&long);
    assert_eq!(found.extent, Some(ReadExtent::Part));
    assert_eq!(found.told(), ["line-too-long@3"]);
    assert_eq!(settings(&found).len(), 2);
    let found = of("[Notes]\nDirectory=/d\nA=\0\nB=1\n");
    assert_eq!(
        (found.extent, found.told()),
        (Some(ReadExtent::Part), vec!["nul-in-line@3".into()])
    );
}

#[test]
fn settings_of_other_sections_are_handed_on_and_nothing_is_told_of_them() {
    let long = "K".repeat(MAX_KEY + 1);
    let fits = "K".repeat(MAX_KEY);
    let same = "B=1\n".repeat(150);
    let text = format!("A=1\n[Other]\nA=2\nxNTS_AS_ENFORCE_POLICY=1\n{long}=1\n{fits}=1\n{same}");
    let found = of(&format!("[Notes]\nDirectory=/d\n{text}"));
    assert_eq!(found.told(), ["other-section@4 section=Other"]);
    let keys: Vec<_> = all_settings(&found).map(|setting| setting.key.as_str()).collect();
    assert_eq!(keys[..5], ["Directory", "A", "A", "xNTS_AS_ENFORCE_POLICY", fits.as_str()]);
    assert_eq!(keys.len(), 5 + 100);
}

#[test]
fn secrets_in_lines_that_set_nothing_are_found() {
    let left_over = |text: &str| {
        let said = of(&format!("[Notes]\nDirectory=/d\n{text}\n"));
        let sight = Sight::Doubtful(Ignored::SetsNothing);
        let found = all_settings(&said).filter(|setting| setting.sight == sight);
        found.map(|setting| (setting.key.clone(), setting.location.clone())).collect::<Vec<_>>()
    };
    let names = |text: &str| left_over(text).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    for (text, wanted) in [
        ("NTS_DB_PASSWORD geheim", Some("NTS_DB_PASSWORD")),
        ("NTS_DB_PASSWORD: geheim", Some("NTS_DB_PASSWORD")),
        ("NTS_DB_PASSWORD is set elsewhere", None),
        ("NTS_DB_PASSWORD: it is set elsewhere", Some("NTS_DB_PASSWORD")),
        ("NTS_DB_PASSWORD:", None),
        ("password geheim", None),
        ("KitType: 2", None),
        ("X: https://jane:geheim@example.com", None),
        (";NTS_DB_PASSWORD=geheim", Some("#NTS_DB_PASSWORD")),
        (";NTS_DB_PASSWORD geheim", None),
        (";NTS_DB_PASSWORD=", None),
        (";X=https://jane:geheim@example.com", Some("#X")),
        (";X https://jane:geheim@example.com", None),
        (";KitType=2", None),
    ] {
        assert_eq!(names(text), Vec::from_iter(wanted), "{text}");
    }
    assert_eq!(names("NTS_DB_PASSWORD: c2VjcmV0=="), ["NTS_DB_PASSWORD"]);
    // With nothing but quotes around the key the line is a setting.
    assert_eq!(names("\"NTS_DB_PASSWORD\"=geheim"), [""; 0]);
    let (_, place) = left_over("A=1\r ;NTS_DB_PASSWORD=geheim\r\n").remove(0);
    assert_eq!((place.line, place.column, place.span), (Some(3), Some(5), Some((21, 49))));
    // The mark belongs to the key.
    let password = |length: usize| format!("{}PASSWORD", "X".repeat(length - "PASSWORD".len()));
    assert_eq!(names(&format!(";{}=geheim", password(MAX_KEY - 1))).len(), 1);
    assert_eq!(names(&format!(";{}=geheim", password(MAX_KEY))).len(), 0);
    assert_eq!(names(&";NTS_DB_PASSWORD=geheim\n".repeat(150)).len(), 100);
}

#[test]
fn only_so_many_unknown_keys_are_compared() {
    let near = "xNTS_AS_ENFORCE_POLICY=1\n";
    let unknown = |count: usize| (0..count).map(|at| format!("Q{at}=1\n")).collect::<String>();
    let known = "KitType=2\nKitType=2\n";
    let compared = |lines: String| {
        told(&lines).iter().filter(|line| line.starts_with("near-miss-key")).count()
    };
    assert_eq!(compared(format!("{known}{}{near}", unknown(MAX_COMPARED - 1))), 1);
    assert_eq!(compared(format!("{known}{}{near}", unknown(MAX_COMPARED))), 0);
}

#[test]
fn a_crowd_of_one_key_is_counted_and_the_line_that_disagrees_is_kept() {
    let same = "NTS_AS_ENFORCE_POLICY=false\n".repeat(5000);
    let text = format!("[Notes]\nDirectory=/d\n{same}NTS_AS_ENFORCE_POLICY=true\n{same}");
    let found = of(&text);
    assert_eq!(all_settings(&found).count(), 1 + 100 + 1);
    assert_eq!(settings(&found).last().unwrap().1, "true");
    assert_eq!(
        found.told(),
        ["duplicate-setting@3 count=10001 key=NTS_AS_ENFORCE_POLICY \
          lines=3, 4, 5, 6, 7, …"]
    );
}

#[test]
fn warnings_are_bounded() {
    let many = ";KitType=2\n".repeat(5000);
    let told = told(&many);
    assert_eq!(told.len(), 51);
    assert_eq!(told[50], "more-warnings code=commented-setting count=4950");
}

#[test]
fn no_warning_shows_a_value() {
    let text = "NTS_PUSH_APNS_PASSWORD=geheim\n;NTS_PUSH_APNS_PASSWORD=geheim\n\
        NTS_PUSH_APNS_PASSWORD geheim\nA=1 NTS_PUSH_APNS_PASSWORD=geheim\n\
        NTS_PUSH_APNS_PASSWORD=geheim2\nNTS_PUSH_FCM_PASSWORD\u{a0}=geheim\n";
    let said = of(text);
    assert!(said.told().len() > 6);
    let all = format!("{:?} {:?}", said.told(), said.records);
    assert!(!all.contains("geheim"), "{all}");
}

#[test]
fn files_that_are_one() {
    let server = "Directory=/local/notesdata\nKitType=2\nServerTasks=http\n";
    let longest = format!("[Notes]\n{}=1\n", "K".repeat(64));
    for (name, content) in [
        ("copy.txt", "[Notes]\n"),
        ("copy.txt", &longest),
        ("copy.txt", "[Notes]\nMail-1=x\njava.x=y\nsome text = z\n"),
        ("copy.txt", "[Notes]\nfoo=bar\n[A]\n[B]\n"),
        ("notes.ini", "NTS_AS_ENFORCE_POLICY=false"),
        ("notes.ini", "[Notes]\n"),
        ("notes.ini", "foo=bar\n"),
        ("notes.ini.bak", server),
        ("notes_server1.ini", server),
        ("server1.ini", server),
        ("copy.txt", server),
        ("copy.txt", "[Notes]\nfoo=bar\n"),
        ("copy.txt", "; saved on Monday\n\n[notes]\nfoo=bar\n"),
        ("traveler.ini", "NTS_AS_ENFORCE_POLICY=false"),
        ("notes.ini", "[Other]\nX=1\n[Notes]\nKitType=2\nDirectory=/d\n"),
        ("notes.ini", "foo=bar\nsome text\n"),
        ("notes.ini", "[Notes]\nsome text\n"),
        ("copy.txt", "Directory=/d\nKitType=2\nNTS_NEW=1\n"),
        ("copy.txt", "[Notes]\nfoo=bar\nsome text\n"),
        ("server.ini", "Directory=/d\nPorts=TCPIP\n"),
    ] {
        assert!(takes(recognise, name, content.as_bytes()), "{name}: {content}");
        let utf16: Vec<u8> = content.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(takes(recognise, name, &utf16), "{name}: {content}");
    }
}

#[test]
fn files_that_are_another() {
    let dxl = "<?xml version='1.0'?>\n<database title='x'/>\n";
    let longer = format!("[Notes]\n{}=1\n", "K".repeat(65));
    let answered = |command: &str| format!("{command}\nNTS_A=1\nNTS_B=2\nNTS_C=3\n");
    for command in ["> tell traveler config", "show config NTS_*", "sh conf NTS_*"] {
        assert!(!takes(recognise, "notes.ini", answered(command).as_bytes()), "{command}");
    }
    assert!(takes(recognise, "notes.ini", answered("some text").as_bytes()));
    for (name, content) in [
        ("copy.txt", longer.as_str()),
        ("copy.txt", "[Notes]\na/b=1\n"),
        ("copy.txt", "[Notes]\nto do = x\ndone by = y\nA=1\n"),
        ("copy.txt", "[Notes]\n[to do]\n[done]\nfoo=bar\n"),
        ("my.ini", "[mysqld]\nPorts=3306\nDirectory=/d\nKitType=2\n"),
        ("my.ini", "; a\nport=3306\nLog=x\n"),
        ("notes.ini", "[Other]\nX=1\nDirectory=/d\n"),
        ("x.ini", "[Other]\nX=1\n[Notes]\nKitType=2\nDirectory=/d\n"),
        ("notes.ini", "Some text about the server\nand more of it\n"),
        ("notes.ini", ""),
        ("notes.ini", "foo=bar\nsome text\nmore of it\n"),
        ("copy.txt", "Directory=/d\nKitType=2\n"),
        ("copy.txt", "[Notes]\nsome text\n"),
        ("copy.txt", "foo=bar\n[Notes]\nx=y\n"),
        ("server.ini", "Directory=/d\nFoo=TCPIP\n"),
        ("mynotes.txt", "foo=bar\n"),
        ("x.ini", "foo=bar\n"),
        ("x.txt", "Form:  Server\nServerName:  CN=Mail1/O=Acme\nDirectory:  x=y\n"),
        ("x.log", "10.0.0.1 - - [24/Nov/2026:10:00:00 +0100] \"GET /?a=b HTTP/1.1\" 200 5\n"),
        ("x.log", "> show config NTS_*\nNTS_A=1\nNTS_B=2\nNTS_C=3\nNTS_D=4\n"),
        ("x.env", "PATH=/bin\nHOME=/root\nDomain=x\n"),
        ("x.xml", dxl),
    ] {
        assert!(!takes(recognise, name, content.as_bytes()), "{name}: {content}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes: Vec<u8>) {
        said(read, &bytes);
        takes(recognise, "notes.ini", &bytes);
    }

    #[test]
    fn no_lines_make_it_fail(text in "([A-Z_=;#\\[\\] ü\r\n\u{a0}]|NTS_X|KitType|://|@){0,80}") {
        of(&text);
        takes(recognise, "x.ini", text.as_bytes());
    }

    /// What is written and read again is the same.
    #[test]
    fn a_written_file_gives_its_settings(
        wanted in prop::collection::btree_map("[A-Z][A-Z0-9_]{0,20}", "([!-~]([ -~]{0,60}[!-~])?)?", 0..20),
        ends in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let wanted: Vec<_> = wanted.into_iter().filter(|(key, _)| key != "REM").collect();
        let lines: Vec<_> = wanted.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let found = of(&format!("[Notes]{ends}{}", lines.join(ends)));
        let found: Vec<_> = all_settings(&found)
            .map(|setting| (setting.key.clone(), setting.value.clone()))
            .collect();
        let catalog = crate::catalog::Catalog::built_in().unwrap();
        for ((key, value), (found_key, found_value)) in wanted.iter().zip(&found) {
            prop_assert_eq!(key, found_key);
            match found_value {
                Value::Plain(text) => prop_assert_eq!(text, value),
                Value::Secret(secret) => {
                    prop_assert_eq!(secret.length(), value.chars().count());
                    let settings = &catalog.settings;
                    prop_assert!(settings.is_secret(key) || settings.holds_secret(value));
                }
            }
        }
        prop_assert_eq!(found.len(), wanted.len());
    }
}
