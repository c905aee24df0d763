use super::*;
use crate::catalog::Catalog;
use crate::evidence::InputPath;
use crate::formats::sample::{Said, said, takes};
use crate::formats::{Document, ItemValue};
use crate::intake::Decoding;
use proptest::prelude::*;

fn documents(said: &Said) -> Vec<&Document> {
    let documents = said.records.iter().map(|record| match record {
        Record::Document(document) => document.as_ref(),
        other => panic!("{other:?}"),
    });
    documents.collect()
}

fn shown(document: &Document) -> String {
    let item = |item: &crate::formats::Item| match &item.value {
        ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
        other => format!("{}={other:?}", item.name),
    };
    document.items.iter().map(item).collect::<Vec<_>>().join(" ")
}

fn of(text: &str) -> Vec<String> {
    documents(&said(read, text.as_bytes())).into_iter().map(shown).collect()
}

#[test]
fn documents_and_their_items() {
    // One word that fills a line was broken inside; a shorter one ended at a blank.
    let (close, closely) =
        (format!("A:  {}\nb\n", "x".repeat(40)), format!("A={}b", "x".repeat(40)));
    let (apart, with_a_blank) =
        (format!("A:  {}\nb\n", "x".repeat(39)), format!("A={} b", "x".repeat(39)));
    let (named, by_name) =
        (format!("A:  1\n{}: 2\n", "N".repeat(64)), format!("A=1 {}=2", "N".repeat(64)));
    let (too_long, by_text) =
        (format!("A:  1\n{}: 2\n", "N".repeat(65)), format!("A=1 {}: 2", "N".repeat(65)));
    let cases: [(&str, &[&str]); 23] = [
        ("Form:  Server\nA:  1\n", &["Form=Server A=1"]),
        ("Form:  Server\r\nA:  1", &["Form=Server A=1"]),
        ("Form: Server\nA:\t1\nB:\nC:  \n", &["Form=Server A=1 B= C="]),
        ("\u{c}\nForm:  X\n\u{c}\nForm:  Y\n\u{c}", &["Form=X", "Form=Y"]),
        ("Form:  X\n\u{c}Form:  Y\n", &["Form=X", "Form=Y"]),
        ("Form:  X\u{c}Form:  Y\n", &["Form=X", "Form=Y"]),
        ("Form:  X\n\n\nForm:  Y\n", &["Form=X", "Form=Y"]),
        // The order of the items differs from document to document.
        ("A:  1\nForm:  X\n\nB:  2\nForm:  Y\n\nA:  3\n", &["A=1 Form=X", "B=2 Form=Y A=3"]),
        ("A:  1\n\nA:  2\n", &["A=1", "A=2"]),
        // A body that speaks of something like an item begins no document.
        (
            "Form:  X\nA:  1\n\nHello Jane,\nNote: see below\n\nB:  2\n",
            &["Form=X A=1 Note=see below B=2"],
        ),
        (
            "\u{c}\nForm:  X\n\nForm: the paper one\n\u{c}\nForm:  Y\n",
            &["Form=X Form=the paper one", "Form=Y"],
        ),
        (
            "Form:  X\nA:  CN=a/O=x,\n  CN=b/O=x,CN=c/\nO=x\n",
            &["Form=X A=CN=a/O=x|CN=b/O=x|CN=c/ O=x"],
        ),
        ("A:  one two\nthree\nhttp://x: y\n", &["A=one two three http://x: y"]),
        (
            "A:  https://traveler.example.com/a/long/path/that\n/goes/on\n",
            &["A=https://traveler.example.com/a/long/path/that/goes/on"],
        ),
        ("A:  a,\nb;\nc\n", &["A=a|b;c"]),
        (&close, &[&closely]),
        (&apart, &[&with_a_blank]),
        (&named, &[&by_name]),
        (&too_long, &[&by_text]),
        ("_A:  1\n$B:  2\nhttp-equiv:  3\n", &["_A=1 $B=2 http-equiv:  3"]),
        // Nobody knows whether the line that was lost went on with the item.
        ("A:  1\nB:  \0\nmore\nC:  2\n", &["A=1 C=2"]),
        ("stray\n\n", &[]),
        ("", &[]),
    ];
    for (text, wanted) in cases {
        assert_eq!(of(text), wanted, "{text:?}");
    }
}

#[test]
fn what_a_document_says_of_itself() {
    let text = "$Ref:  c12585b4004b6231:8fbb8dbfcd362ebc\nForm:  WebRule, x\n$Conflict:  \n\
        HTTPPassword:  (geheim)\nParameters:  A=1,NTS_PUSH_APNS_PASSWORD=geheim\n";
    let said = said(read, text.as_bytes());
    let document = documents(&said)[0];
    assert_eq!(document.form.as_deref(), Some("WebRule, x"));
    assert_eq!(document.parent.as_deref(), Some("C12585B4004B62318FBB8DBFCD362EBC"));
    assert!(document.response && document.conflict && !document.truncated);
    assert!(document.unid.is_none());
    assert!(!format!("{said:?}").contains("geheim"));
    let own = &document.location;
    assert_eq!((own.line, own.column, own.span, &own.item), (Some(1), None, None, &None));
    assert_eq!(own.form.as_deref(), Some("WebRule, x"));
    let place = &document.items[1].location;
    assert_eq!((place.line, place.column, place.item.as_deref()), (Some(2), Some(8), Some("Form")));
    assert_eq!(place.form.as_deref(), Some("WebRule, x"));
    assert_eq!(place.span, Some((41, 58)));
}

#[test]
fn columns_are_counted_over_form_feeds() {
    let said = said(read, "Ä:  1\u{c}B:  2\n\u{c}C:\t3\n".as_bytes());
    let columns: Vec<_> =
        documents(&said).iter().map(|document| document.items[0].location.column).collect();
    assert_eq!(columns, [Some(5), Some(11), Some(5)]);
}

#[test]
fn a_reference_that_is_no_unid_still_makes_a_response() {
    let text = "Form:  X\n$REF:  somewhere\n\nForm:  Y\n$REF:\n\n\
        Form:  Z\n$REF:  OFC12585B4:004B6231-ON8FBB8DBF:CD362EBC\n";
    let said = said(read, text.as_bytes());
    let found: Vec<_> =
        documents(&said).iter().map(|doc| (doc.parent.as_deref(), doc.response)).collect();
    let unid = "C12585B4004B62318FBB8DBFCD362EBC";
    assert_eq!(found, [(None, true), (None, false), (Some(unid), true)]);
}

#[test]
fn what_is_left_out_is_told_and_the_document_is_marked() {
    let many: String = (0..6000).map(|at| format!("I{at}:  x\n")).collect();
    let long = format!("A:  x\n{}", format!("{}\n", "y".repeat(900_000)).repeat(6));
    let nul = "B:  \0\n".to_owned();
    for (lines, code) in
        [(many, "document-too-large"), (long, "document-too-large"), (nul, "nul-in-line")]
    {
        let said = said(read, format!("Form:  X\n{lines}\u{c}\nForm:  Y\n").as_bytes());
        assert_eq!(said.extent, Some(ReadExtent::Part));
        assert_eq!(said.warnings.len(), 1, "{:?}", said.told());
        assert_eq!(said.warnings[0].code, code);
        let found: Vec<_> = documents(&said).iter().map(|doc| doc.truncated).collect();
        assert_eq!(found, [true, false], "{code}");
    }
}

#[test]
fn blocks_of_one_document_are_bounded_together() {
    let many: String = (0..6000).map(|at| format!("I{at}:  x\n\n")).collect();
    // A name that was left out is no name of the document, and so begins no other one.
    let said = said(read, format!("\n{many}Z:  1\n\nZ:  2\n").as_bytes());
    assert_eq!(said.told(), ["document-too-large@2"]);
    let found = documents(&said);
    assert_eq!((found.len(), found[0].items.len(), found[0].truncated), (1, 5000, true));
}

#[test]
fn a_line_lost_in_front_of_the_items_marks_their_document() {
    let said = said(read, b"B:  \0\n\nForm:  X\n\nForm:  Y\n");
    let found: Vec<_> = documents(&said).iter().map(|doc| doc.truncated).collect();
    assert_eq!(found, [true, false]);
}

#[test]
fn text_in_front_of_all_items_is_told() {
    let said = said(read, b"Exported on Monday\nby Jane\nForm:  X\n");
    assert_eq!(said.told(), ["text-before-first-item@1 count=2"]);
    assert_eq!(said.extent, Some(ReadExtent::Full));
    let told = |text: &str| super::super::sample::said(read, text.as_bytes()).told();
    assert_eq!(told("Form:  X\n\nHello Jane,\n\nbye\n"), [""; 0]);
    assert_eq!(told("Form:  X\nA:  \0\nmore\n"), ["nul-in-line@2"]);
}

#[test]
fn files_that_are_one() {
    for content in [
        "Form:  Server\nServerName:  CN=Mail1/O=Acme\n",
        "\u{c}\r\nServerName:  CN=Mail1/O=Acme\r\nForm:  Server\r\n",
        "Form:  Memo\nReceived:  from x\nSubject:  Hello\n",
        "Subject:  Hello\n$MessageID:  <x@example.com>\n$UpdatedBy:  CN=Jane Doe/O=Acme\n",
        "Form: Server\n$UpdatedBy: CN=Jane Doe/O=Acme\n",
        "Type:  Server\n$Revisions:  1\n",
        "Form:   Server\nA:   1\nB: 2\n",
    ] {
        assert!(takes(recognise, "x.txt", content.as_bytes()), "{content}");
    }
}

#[test]
fn files_that_are_another() {
    for content in [
        "",
        "Form:  Server\n",
        "Received: from a\nX-Mailer: IBM Traveler\nSubject: x\nType: a\n",
        "form: server\nname: x\nlist:\n  - a\n",
        "---\nForm:  Server\nA:  x\n",
        "Type:  a\nSubject:  b\n",
        "Type:  a\n$FILE:  b\nX-Mailer:  c\n",
        "Form: x\nA:  y\n",
        "$UpdatedBy: x\n$Revisions: y\n",
        "10.0.0.1 - - [24/Nov/2026:10:00:00 +0100] \"GET / HTTP/1.1\" 200 5\nForm:  x\nA:  y\n",
        "[Notes]\nForm:  x\nA:  y\n",
        "Traveler: Server started.\nTraveler: ok\n",
    ] {
        assert!(!takes(recognise, "x.txt", content.as_bytes()), "{content}");
    }
}

/// Reads `bytes`, `size` at a time, passing over what does not matter; also the encoding found.
fn skipping(bytes: &[u8], size: usize) -> (Said, String) {
    struct Drip<'b>(&'b [u8], usize);
    impl std::io::Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(out.len());
            self.0.read(&mut out[..size])
        }
    }
    let catalog = Catalog::built_in().unwrap();
    let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms: true };
    let mut stream = Stream::new(Drip(bytes, size), b"", Decoding::detect(bytes));
    let mut said = Said::default();
    said.extent = Some(read(&mut stream, &context, &mut said));
    (said, stream.encoding())
}

/// The documents that were handed on, but for people, and the number of all.
fn others(said: &Said) -> (Vec<Document>, u64) {
    let mut found = (Vec::new(), 0);
    for record in &said.records {
        match record {
            Record::PassedOver(documents) => found.1 += documents,
            Record::Document(document) => {
                found.1 += 1;
                let form = document.form.as_deref().unwrap_or_default();
                if !form.eq_ignore_ascii_case("Person") {
                    found.0.push(document.as_ref().clone());
                }
            }
            other => panic!("{other:?}"),
        }
    }
    found
}

#[test]
fn people_are_passed_over_and_counted() {
    let person = "Form:  Person\nFullName:  Jörg\n\nA body\n\u{c}\n".repeat(3);
    let text = format!("\u{c}\n{person}Form:  Server\nA:  1\n\u{c}\n{person}Form:  Person\n");
    for size in [1, 7, 4096] {
        let (said, encoding) = skipping(text.as_bytes(), size);
        let passed = |record: &Record| match record {
            Record::PassedOver(documents) => documents.to_string(),
            Record::Document(document) => shown(document),
            other => panic!("{other:?}"),
        };
        let order: Vec<_> = said.records.iter().map(passed).collect();
        assert_eq!(order, ["3", "Form=Server A=1", "3", "Form=Person"]);
        let place = &handed_on(&said)[0].location;
        assert_eq!((place.line, &place.item), (Some(17), &None));
        assert_eq!((said.extent, encoding.as_str()), (Some(ReadExtent::Full), "UTF-8"));
    }
}

#[test]
fn only_what_stands_behind_a_form_feed_alone_is_passed_over() {
    let person = "Form:  Person\nA:  1\n\u{c}\n";
    for begun in ["\u{c}Form:  Server\n", "\u{c}\0\n"] {
        let text = format!("{begun}{person}{person}");
        let (some, _) = skipping(text.as_bytes(), 4096);
        let all = said(read, text.as_bytes());
        assert_eq!(documents(&all).len(), 2, "{begun:?}");
        assert_eq!(others(&some), others(&all), "{begun:?}");
    }
    // Who wants all documents gets them.
    let all = said(read, format!("\u{c}\n{}", person.repeat(3)).as_bytes());
    assert_eq!(documents(&all).len(), 3);
}

fn handed_on(said: &Said) -> Vec<&Document> {
    let documents = said.records.iter().filter_map(|record| match record {
        Record::Document(document) => Some(document.as_ref()),
        _ => None,
    });
    documents.collect()
}

/// Lines of documents, plain and odd.
const LINES: &[&str] = &[
    "Form:  Person\n",
    "Form:  Person\n",
    "Form:  Server\n",
    "FORM: person \r\n",
    "Form:\n",
    "A:  1\n",
    "$REF:  x\r\n",
    "\u{c}\n",
    "\u{c}\n",
    "\u{c}\r\n",
    "\u{c}",
    "\n",
    "  \r\n",
    "a body\n",
    "ä: \n",
    "\u{a0}\n",
    "é\n",
    "B:\r",
    "nul \0\n",
    ":\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn passing_over_changes_nothing_else(
        picks in proptest::collection::vec(0..LINES.len(), 0..60),
        latin: bool,
        size in 1_usize..80,
    ) {
        let text: String = picks.iter().map(|pick| LINES[*pick]).collect();
        let bytes = match latin {
            true => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
            false => text.into_bytes(),
        };
        let all = said(read, &bytes);
        let (some, _) = skipping(&bytes, size);
        prop_assert_eq!(others(&some), others(&all));
        prop_assert_eq!(some.warnings, all.warnings);
        prop_assert_eq!(some.extent, all.extent);
    }

    #[test]
    fn no_bytes_make_it_fail(bytes: Vec<u8>) {
        said(read, &bytes);
        takes(recognise, "x.txt", &bytes);
    }

    #[test]
    fn no_lines_make_it_fail(text in "(Form:  |\\$REF: |A:|[a-z,;\" ü\u{c}\r\n]){0,60}") {
        said(read, text.as_bytes());
        takes(recognise, "x.txt", text.as_bytes());
    }
}
