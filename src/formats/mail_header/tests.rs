use super::super::sample::{said, takes};
use super::*;
use proptest::prelude::*;

/// `line time text` of each sighting.
fn told(text: &[u8]) -> Vec<String> {
    let kept = said(read, text).records.into_iter().map(|record| {
        let Record::Sighting(found) = record else { panic!("{record:?}") };
        assert_eq!(found.source, SightingSource::MailHeader);
        let time = found.time.map_or("-".to_owned(), |time| time.to_string());
        format!("{} {time} {}", found.location.line.unwrap_or(0), found.text)
    });
    kept.collect()
}

const MAIL: &str = "\
Received: from phone.example.com ([192.0.2.7])\r
          by mail.example.com (IBM Domino Release 9.0.1FP7)\r
          with ESMTP id 2015082120010200-12 for <kim@example.com>;\r
          Fri, 21 Aug 2015 20:01:02 +0200\r
From: Kim Doe <kim@example.com>\r
To: lee@example.com\r
Subject: Traveler 14.5.1 is out\r
X-Mailer: IBM Traveler 9.0.1.7 Build\r
 201508211840_20 on server TRAV01/Acme on behalf of device with id 4ZK...1QA, type 455 (ios)\r
\tand description iPhone 6 Plus:Apple-iPhone7C1/1607.77 (OS 12)\r
Date: Fri, 21 Aug 2015 20:01:02 +0200\r
X-MIMETrack: Itemize by traveler on TRAV01/Acme(Release 9.0.1FP10 HF265|July\r
 25, 2018) at 08/21/2015 08:01:02 PM,\r
 Serialize by Notes Client on Kim Doe/Acme(Release 9.0.1FP7|August  17, 2016) at\r
 08/21/2015 08:01:03 PM,\r
 Serialize by Router on HUB01/Acme(Release 8.5.3FP6|November 21, 2013) at 08/21/2015,\r
 Serialize complete at 08/21/2015\r
\r
X-Mailer: IBM Traveler 14.5.1.0 Build 202603101200_20\r
";

#[test]
fn version_bearing_headers_are_kept_without_people() {
    assert_eq!(
        told(MAIL.as_bytes()),
        [
            "1 2015-08-21T20:01:02 Received: by mail.example.com (IBM Domino Release 9.0.1FP7)",
            "8 2015-08-21T20:01:02 X-Mailer: IBM Traveler 9.0.1.7 Build 201508211840_20 on server TRAV01/Acme",
            "12 2015-08-21T20:01:02 X-MIMETrack: Itemize by traveler on TRAV01/Acme(Release 9.0.1FP10 HF265|July 25, 2018)",
            "12 2015-08-21T20:01:02 X-MIMETrack: Serialize by Router on HUB01/Acme(Release 8.5.3FP6|November 21, 2013)",
        ]
    );
    let said = said(read, MAIL.as_bytes());
    assert_eq!((said.told(), said.extent), (vec![], Some(ReadExtent::Full)));
    assert!(!format!("{:?}", said.records).contains("Kim"));
    assert!(!format!("{:?}", said.records).contains("iPhone"));
}

#[test]
fn other_headers_tell_nothing() {
    let table = [
        "X-Mailer: Some Mailer\n",
        "Subject: Traveler 9.0.1.7\n",
        "Received: from a by b with SMTP id 1.2; Fri, 21 Aug 2015 20:01:02 +0200\n",
        "X-MIMETrack: Itemize by SMTP Server on A(Release 9.0.1\n",
        "",
        "\n\n",
    ];
    for text in table {
        assert_eq!(told(text.as_bytes()), [""; 0], "{text}");
    }
}

#[test]
fn a_header_alone_is_read() {
    let table = [
        ("X-Mailer: Traveler 14.5", "1 - X-Mailer: Traveler 14.5"),
        ("\n\nx-mailer : Traveler 14.5\n", "3 - X-Mailer: Traveler 14.5"),
        (
            "X-Mailer: =?UTF-8?Q?Traveler_14=2E5_on_server_T=C3=BCr/A?=\n",
            "1 - X-Mailer: Traveler 14.5 on server Tür/A",
        ),
        (
            "X-Mailer: Lotus Domino Web Server Release 9.0.1FP7 August  17, 2016\n",
            "1 - X-Mailer: Lotus Domino Web Server Release 9.0.1FP7 August  17, 2016",
        ),
        (
            "From kim Fri Aug 21\nDate: nonsense\nX-Mailer: Traveler 14.5\n",
            "3 - X-Mailer: Traveler 14.5",
        ),
        (
            "Received: by mail.example.com (IBM Domino Release 9.0.1FP7",
            "1 - Received: by mail.example.com (IBM Domino Release 9.0.1FP7",
        ),
        (
            "Received: from a nearby mail.example.com (IBM Domino Release 9.0.1FP7) with SMTP",
            "1 - Received: (IBM Domino Release 9.0.1FP7)",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(told(text.as_bytes()), [expected], "{text}");
        assert_eq!(said(read, text.as_bytes()).told(), [""; 0], "{text}");
    }
}

#[test]
fn a_broken_line_hides_no_other() {
    let text = b"X-Mailer: Traveler 14.5\nno header\n folded into nothing\nDate: Fri, 21 Aug 2015 20:01:02 GMT\n";
    assert_eq!(told(text), ["1 2015-08-21T20:01:02 X-Mailer: Traveler 14.5"]);
    let said = said(read, text);
    assert_eq!(said.told(), ["lines-not-understood@2 count=2"]);
    assert_eq!(said.extent, Some(ReadExtent::Part));
}

#[test]
fn what_is_no_header_is_told() {
    for (text, kept, told) in [
        ("X-Mailer: Traveler 14.5\0\nTo: a\n", 0, "lines-not-understood@1 count=1"),
        ("no header\nX-Mailer: Traveler 14.5\n", 1, "lines-not-understood@1 count=1"),
        (": no name\nX-Mailer: Traveler 14.5\n", 1, "lines-not-understood@1 count=1"),
        ("a b: x\nX-Mailer: Traveler 14.5\n", 1, "lines-not-understood@1 count=1"),
        ("To: a\nFrom kim\nX-Mailer: Traveler 14.5\n", 1, "lines-not-understood@2 count=1"),
    ] {
        let said = said(read, text.as_bytes());
        assert_eq!((said.records.len(), said.told()), (kept, vec![told.to_owned()]), "{text:?}");
        assert_eq!(said.extent, Some(ReadExtent::Part));
    }
    let long = format!("To: {}\nX-Mailer: Traveler 14.5\n", "x".repeat(crate::intake::MAX_LINE));
    let said = said(read, long.as_bytes());
    assert_eq!((said.records.len(), said.told()), (1, vec!["line-too-long@1".to_owned()]));
    assert_eq!(said.extent, Some(ReadExtent::Part));
}

#[test]
fn nothing_is_added_to_a_header_that_is_full() {
    let mut header = Header { name: String::new(), value: String::new(), line: 1 };
    header.extend(&"x".repeat(HEADER_LIMIT));
    let full = header.value.len();
    header.extend("y");
    assert_eq!(header.value.len(), full);
}

#[test]
fn a_flood_is_bounded() {
    let text = "X-Mailer: Traveler 14.5\n".repeat(SIGHTING_LIMIT + 5);
    let said = said(read, text.as_bytes());
    assert_eq!(said.records.len(), SIGHTING_LIMIT);
    assert_eq!(said.told(), ["too-many-headers@201 count=5 limit=200"]);
    let text = format!("X-Mailer: Traveler 14.5\n{}", " x\n".repeat(100_000));
    let [text] = told(text.as_bytes()).try_into().expect("one");
    assert!(text.len() < HEADER_LIMIT + 100);
}

#[test]
fn mails_are_told_from_other_texts() {
    let yes = [
        MAIL,
        "X-Mailer: Traveler 14.5\n",
        "From: a@example.com\nDate: x\nSubject: y\n\nbody\n",
        "From kim Fri Aug 21\nReceived: x\n\tby y\nMessage-ID: <a@b>\nSubject: y\n",
    ];
    for text in yes {
        assert!(takes(recognise, "x", text.as_bytes()), "{text}");
    }
    let no = [
        "",
        "From: a\nSubject: b\n\nDate: x\n",
        "Form:  Memo\nFrom:  CN=Kim Doe/O=Acme\nSubject:  x\nDate:  y\n",
        "Subject:  x\nFrom:  y\nTo:  z\n",
        "[Notes]\nKitType=2\nFrom: x\nTo: y\nDate: z\n",
        "11/24/2026 07:15:02 AM  Router: From: a To: b Date: c\n",
        "just text\nX-Mailer: Traveler 14.5\n",
        " X-Mailer: Traveler 14.5\n",
        "From: a\nTo: b\nFrom kim\nDate: c\n",
        "From: a\nTo: b\nX-Other: c\n",
        "From: a\nFrom: b\nTo: c\n",
    ];
    for text in no {
        assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
        let _ = told(&bytes);
    }

    #[test]
    fn no_header_makes_it_panic(
        text in "((X-Mailer|X-MIMETrack|Received|Date|a b):? ?(by |\\(Release |9\\.0|\\)|;|,|ä|=\\?|[A-Z0-9 ]){0,12}\r?\n[ \t]?){0,6}"
    ) {
        let _ = told(text.as_bytes());
    }
}

const BUILD: &str = "X-Mailer: IBM Traveler 9.0.1.7 Build 201508211840_20\n";

#[test]
fn three_headers_or_a_sure_one_make_a_mail() {
    let cases = [
        ("From: a\nTo: b\nDate: c\n", true),
        ("From: a\nTo: b\n", false),
        ("X-Mailer: a\n", true),
        ("From jane@example.com Fri\nX-Mailer: a\n", true),
        ("X-Mailer: a\n folded\n", true),
        // What is folded hangs on a header.
        (" folded\nX-Mailer: a\n", false),
        ("X-Mailer: a\nno header\n", false),
        ("X-Mailer: a\n: nameless\n", false),
    ];
    for (text, wanted) in cases {
        assert_eq!(takes(recognise, "x.eml", text.as_bytes()), wanted, "{text}");
    }
    assert_eq!(field(": x"), None);
    assert_eq!(field("a b: x"), None);
    assert_eq!(field("A : x"), Some(("A", " x")));
}

#[test]
fn the_first_line_of_a_mailbox_is_no_fault_and_a_nul_byte_is() {
    let extent = |text: &str| {
        let said = said(read, text.as_bytes());
        (said.records.len(), said.extent)
    };
    assert_eq!(extent(&format!("From jane Fri\n{BUILD}")), (1, Some(ReadExtent::Full)));
    assert_eq!(
        extent(&format!("From jane Fri\n{}", BUILD.replace('7', "\0"))),
        (0, Some(ReadExtent::Part))
    );
}

#[test]
fn the_first_date_counts() {
    let (one, two) = ("Fri, 21 Aug 2015 20:01:02 +0200", "Sat, 22 Aug 2015 20:01:02 +0200");
    let told = told(format!("Date: {one}\nDate: {two}\nComment: {two}\n{BUILD}").as_bytes());
    assert!(told[0].starts_with("4 2015-08-21T20:01:02 "), "{told:?}");
}
