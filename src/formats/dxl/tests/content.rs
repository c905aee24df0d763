//! What documents hold, in every layout and encoding.

use super::*;

#[test]
fn an_export_gives_its_database_and_documents_in_order() {
    let found = sound(EXPORT);
    let [Record::Database(database), Record::Document(server), Record::Document(rule)] =
        &found.records[..]
    else {
        panic!("{:?}", found.records)
    };
    assert_eq!(database.replica.as_deref(), Some("C1258AAA00112233"));
    assert_eq!(database.title.as_deref(), Some("Renovations's Directory"));
    assert_eq!(database.template.as_deref(), Some("StdR4PublicAddressBook"));
    assert_eq!((database.documents, database.location.line), (Some(45), Some(4)));
    assert_eq!(database.modified.unwrap().to_string(), "2021-04-19T20:48:11.86Z");

    assert_eq!((server.form.as_deref(), server.unid.as_deref()), (Some("Server"), Some(UNID_A)));
    assert_eq!((server.sequence, server.response, server.conflict), (Some(3), false, false));
    assert_eq!(server.modified.unwrap().to_string(), "2024-07-02T15:37:39.24Z");
    assert_eq!(server.replica, database.replica);
    assert_eq!(values(server, "ServerName"), ["CN=mail1/O=Renovations"]);
    assert_eq!(values(server, "NetAddresses"), ["mail1.example.com", "", "10.0.0.1"]);

    assert_eq!((rule.unid.as_deref(), rule.parent.as_deref()), (Some(UNID_B), Some(UNID_A)));
    assert!(rule.response);
}

#[test]
fn places_are_exact_with_every_line_end() {
    for text in [EXPORT.to_owned(), EXPORT.replace('\n', "\r\n")] {
        let found = sound(&text);
        let server = found.document();
        let lines: Vec<_> = server.items.iter().map(|item| item.location.line.unwrap()).collect();
        assert_eq!((server.location.line, lines), (Some(10), vec![15, 17]));
        let place = &server.items[1].location;
        let (start, end) = place.span.unwrap();
        let tag = &text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
        assert!(tag.starts_with("<item") && tag.ends_with("name='NetAddresses'>"), "{tag}");
        assert_eq!(place.column, Some(1));
        assert_eq!(place.document.as_deref(), Some(UNID_A));
        assert_eq!(
            (place.form.as_deref(), place.item.as_deref()),
            (Some("Server"), Some("NetAddresses"))
        );
    }
}

#[test]
fn columns_count_characters() {
    let found = sound("<document form='F'><item name='ä'/><item name='b'/></document>");
    assert_eq!(found.document().items[1].location.column, Some(36));
}

#[test]
fn items_hold_what_was_written() {
    let cases: [(&str, &[&str]); 25] = [
        ("<text>a</text>", &["a"]),
        ("<text/>", &[""]),
        ("<text></text>", &[""]),
        ("<textlist/>", &[]),
        ("", &[]),
        ("<textlist><text>a</text><text/></textlist>", &["a", ""]),
        ("<number>30</number>", &["30"]),
        ("<number>\n 64.880 </number>", &["64.880"]),
        ("<number/>", &[""]),
        ("<numberlist><number>1</number><number>-2e5</number></numberlist>", &["1", "-2e5"]),
        ("<datetime dst='true'>20240702T173739,24+02</datetime>", &["20240702T173739,24+02"]),
        (
            "<datetimelist><datetime>19990713</datetime><datetime/></datetimelist>",
            &["19990713", ""],
        ),
        (
            "<datetimelist><datetimepair><datetime>19990713</datetime><datetime>19990714</datetime></datetimepair></datetimelist>",
            &["19990713/19990714"],
        ),
        (
            "<datetimepair><datetime>19990713</datetime><datetime>19990714</datetime><datetime>19990715</datetime></datetimepair>",
            &["19990713/19990714"],
        ),
        ("<text>one<break/>two<break\n/>\nthree</text>", &["one\ntwo\n\nthree"]),
        ("<text>a<nonxmlchar value='1'/>b</text>", &["a\u{1}b"]),
        ("<text>R&amp;D &lt;x&gt; &#228;&#xe4; &quot;&apos;</text>", &["R&D <x> ää \"'"]),
        ("<text><![CDATA[<a> & b]]></text>", &["<a> & b"]),
        ("<text>a<!-- no -->b<?x y?>c</text>", &["abc"]),
        ("<text>&amp;amp;</text>", &["&amp;"]),
        ("<text> a </text>", &[" a "]),
        ("<text>\n    a\n  </text>", &["a"]),
        ("<text>a\r\nb</text>", &["a\nb"]),
        ("<text>&#10;</text>", &["\n"]),
        ("<text\n>a</text\n>", &["a"]),
    ];
    for (inside, wanted) in cases {
        let document = inside_document(&format!("<item name='I'>{inside}</item>"));
        assert_eq!(values(&document, "I"), wanted, "{inside}");
    }
}

#[test]
fn what_no_field_holds_is_named_and_passed_over() {
    let cases = [
        ("<richtext><par><run>a</run><item name='x'/></par></richtext>", "richtext"),
        ("<formula>@True</formula>", "formula"),
        ("<object><file><filedata>AAAA</filedata></file></object>", "object"),
        ("<rawitemdata type='400'>AAAA</rawitemdata>", "rawitemdata"),
        ("<itemdata type='6'>AAAA</itemdata>", "itemdata"),
        ("<text>a<b>c</b></text>", "text"),
        ("bare", "bare-text"),
        ("<textlist>bare<text>a</text></textlist>", "bare-text"),
    ];
    for (inside, kind) in cases {
        let document = inside_document(&format!("<item name='I'>{inside}</item><item name='J'/>"));
        assert_eq!(document.items[0].value, ItemValue::Opaque(kind.to_owned()), "{inside}");
        assert_eq!(document.items.len(), 2);
    }
}

#[test]
fn secrets_and_encrypted_items_are_kept_apart() {
    let document = inside_document(
        "<item name='cfg_Password' seal='true'><text>hunter2</text></item>\
         <item name='A' sealed='true'><rawitemdata type='500'>AAAA</rawitemdata></item>\
         <item name='B' seal='true'><text>b</text></item>",
    );
    let ItemValue::Secret(secret) = &document.items[0].value else { panic!("not secret") };
    assert_eq!(secret.length(), 7);
    assert!(!format!("{document:?}").contains("hunter2"));
    assert_eq!(document.items[1].value, ItemValue::Sealed);
    assert_eq!(values(&document, "B"), ["b"]);
}

#[test]
fn no_warning_holds_a_piece_of_a_secret() {
    let (found, _) = read_bytes(
        b"<document form='F'><item name='Password'><text>a&hunter;b &hunter2</text></item></document>",
    );
    assert_eq!(found.codes(), ["xml-unknown-entity"; 2]);
    assert!(!format!("{:?}{:?}", found.records, found.warnings).contains("hunter"));
}

#[test]
fn items_of_one_name_are_all_kept() {
    let document =
        inside_document("<item name='A'><text>1</text></item><item name='A'><text>2</text></item>");
    assert_eq!(document.items.len(), 2);
}

#[test]
fn layout_does_not_matter() {
    let text = "<d:document\n xmlns:d = \"http://www.lotus.com/dxl\"\n\tform=\"It&#39;s\"  conflict='true' truncated='TRUE' >\
        <d:item summary='true'\nname=\"A>B\"><d:text>x</d:text></d:item></d:document >";
    let found = sound(text);
    let document = found.document();
    assert_eq!(document.form.as_deref(), Some("It's"));
    assert!(document.conflict && document.truncated && !document.response);
    assert_eq!(values(document, "A>B"), ["x"]);
    assert!(recognise(&Head::new(text.as_bytes(), "a.xml")));
}

#[test]
fn notes_say_form_parent_and_conflict_in_items() {
    let found = sound(
        "<database replicaid='C1258AAA00112233'><note class='icon'><item name='Form'/></note>\
         <note class='document'><noteinfo unid='AAAAAAAA11111111AAAAAAAA22222222'/>\
         <item name='A'><text>a</text></item>\
         <item name='$REF'><rawitemdata type='4'>\nAQAxYksAtIUlwbwuNs2/jbuP\n</rawitemdata></item>\
         <item name='$Conflict'><text/></item>\
         <item name='Form'><text>WebRule</text></item></note></database>",
    );
    let document = found.document();
    assert_eq!(found.documents().len(), 1);
    assert_eq!(document.parent.as_deref(), Some("C12585B4004B62318FBB8DBFCD362EBC"));
    assert!(document.response && document.conflict);
    let place = &document.items[0].location;
    assert_eq!((place.form.as_deref(), place.document.as_deref()), (Some("WebRule"), Some(UNID_A)));
}

#[test]
fn a_parent_is_found_however_it_is_written() {
    let refs = [
        "<itemdata type='4'>AQAxYksAtIUlwbwuNs2/jbuP</itemdata>",
        "<noteref unid='C12585B4004B62318FBB8DBFCD362EBC'/>",
        "<text>c12585b4004b62318fbb8dbfcd362ebc</text>",
    ];
    for inside in refs {
        let document = inside_document(&format!("<item name='$Ref'>{inside}</item>"));
        assert_eq!(
            document.parent.as_deref(),
            Some("C12585B4004B62318FBB8DBFCD362EBC"),
            "{inside}"
        );
        assert!(document.response);
    }
    let (found, extent) = read_bytes(
        b"<document form='F' parent='Key of it'><item name='$REF'><rawitemdata>AQ==</rawitemdata></item></document>",
    );
    assert_eq!(found.codes(), ["dxl-bad-id", "dxl-bad-reference"]);
    assert!(found.document().response && found.document().parent.is_none());
    assert_eq!(extent, ReadExtent::Full);
}

#[test]
fn forms_in_note_format_are_told_once() {
    let form = "<note class='form'><item name='$TITLE'><text>F</text></item></note>";
    let (found, extent) = read_bytes(format!("<database>{form}{form}</database>").as_bytes());
    assert_eq!(found.codes(), ["form-in-note-format"]);
    assert_eq!((found.records.len(), extent), (1, ReadExtent::Part));
}

#[test]
fn databases_name_their_documents() {
    let found = sound(
        "<exports><database replicaid='c1258aaa:00112233' templatename='T'><document form='A'/></database>\
         <document form='B'/><document form='C' replicaid='C1258AAA00445566'/></exports>",
    );
    let replicas: Vec<_> =
        found.documents().iter().map(|document| document.replica.clone()).collect();
    let wanted = [Some("C1258AAA00112233"), None, Some("C1258AAA00445566")];
    assert_eq!(replicas, wanted.map(|replica| replica.map(str::to_owned)));
    assert_eq!(found.databases()[0].template.as_deref(), Some("T"));
    assert_eq!(found.databases()[0].documents, None);
}

#[test]
fn every_encoding_an_export_comes_in_is_read() {
    let text = "<?xml version='1.0' encoding='ENC'?>\n<document form='F'><item name='Ä'><text>é — ü</text></item></document>";
    let utf16 = |big: bool| {
        let text = text.replace("ENC", "utf-16");
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let single: Vec<u8> = {
        let text = text.replace("ENC", "iso-8859-1");
        encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
    };
    let utf8 = text.replace("ENC", "utf-8").into_bytes();
    let with_bom = [b"\xef\xbb\xbf".as_slice(), &utf8].concat();
    let inputs: [Vec<u8>; 5] = [utf8, with_bom, utf16(false), utf16(true), single];
    for input in inputs {
        assert!(recognise(&Head::new(&input, "a.dxl")));
        let (found, extent) = read_bytes(&input);
        assert_eq!((found.codes(), extent), (vec![], ReadExtent::Full));
        assert_eq!(values(found.document(), "Ä"), ["é — ü"]);
        assert_eq!(found.document().items[0].location.line, Some(2));
    }
}

#[test]
fn bytes_that_are_no_utf8_are_told_once() {
    let (found, extent) = read_bytes(
        b"<document form='F'>\n<item name='A'><text>M\xfcller</text><text>\xe4</text></item></document>",
    );
    assert_eq!(values(found.document(), "A"), ["Müller", "ä"]);
    assert_eq!(found.warnings, [Warning::new("xml-not-utf8", 2)]);
    assert_eq!(extent, ReadExtent::Part);
}

#[test]
fn entities_are_never_expanded() {
    let mut text = String::from(
        "<!DOCTYPE document [<!ENTITY a 'aaaaaaaaaa'><!ENTITY x SYSTEM 'file:///etc/passwd'>",
    );
    for level in 0..20 {
        text.push_str(&format!("<!ENTITY b{level} '&a;&a;&a;&a;&a;&a;&a;&a;'>"));
    }
    text.push_str(
        "]>\n<document form='&b19;'><item name='A'><text>1&b19;&x;R & D</text></item></document>",
    );
    let (found, extent) = read_bytes(text.as_bytes());
    assert_eq!(found.document().form.as_deref(), Some("&b19;"));
    assert_eq!(values(found.document(), "A"), ["1&b19;&x;R & D"]);
    assert_eq!(found.codes(), ["xml-unknown-entity"; 4]);
    assert_eq!((found.warnings[0].line, extent), (Some(2), ReadExtent::Full));
}

#[test]
fn warnings_of_one_kind_are_told_a_few_times_only() {
    let (found, _) = read_bytes(
        format!("<document><item name='A'><text>{}</text></item></document>", "&no;".repeat(1000))
            .as_bytes(),
    );
    let (few, _) = read_bytes(
        format!("<document><item name='A'><text>{}</text></item></document>", "&no;".repeat(20))
            .as_bytes(),
    );
    assert_eq!(few.codes(), ["xml-unknown-entity"; 20]);
    assert_eq!(found.warnings.len(), 21);
    let last = found.warnings.last().unwrap();
    assert_eq!((last.code, last.args["count"].as_str()), ("more-warnings", "980"));
}

#[test]
fn dxl_is_told_from_other_xml() {
    let dxl = [
        "<?xml version='1.0'?>\n<!-- note -->\n<document xmlns=\"http://www.lotus.com/dxl\" form=\"Example\">",
        "\u{feff}<?xml version='1.0'?><database xmlns='http://www.lotus.com/dxl' version='1.01'>",
        "<!DOCTYPE form SYSTEM 'domino.dtd'><form name='F'>",
        "<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0.dtd'>\n<database>",
        "<database replicaid='C1258AAA00112233'>",
        "<document form='Server'>",
        "<note class='document'>",
        "<d:database xmlns:d='http://www.lotus.com/dxl'>",
        "<exports><document><noteinfo noteid='9be' unid='AAAAAAAA11111111AAAAAAAA22222222'/>",
        "<view xmlns='http://www.lotus.com/dxl' name='v'>",
    ];
    for text in dxl {
        assert!(recognise(&Head::new(text.as_bytes(), "a.xml")), "{text}");
    }
    let other = [
        "",
        "NTS_AS_ENFORCE_POLICY=false",
        "<",
        "<html><body><form name='f' action='x'><document form='x'>",
        "<form name='F'>",
        "<note class='warning'>",
        "<database name='x'>",
        "<viewentries toplevelentries='2'><viewentry unid='AAAAAAAA11111111AAAAAAAA22222222'>",
        "<!-- <document form='x'> --><policies/>",
        "<a b='http://www.lotus.com/dxl'/>",
        "<database xmlns='http://example.com/dxl' name='x'>",
        "<!DOCTYPE form SYSTEM 'other.dtd'><form name='F'>",
        "<!DOCTYPE domino><form name='F'>",
        "<?xml version='1.0'?>",
        "text <document form='x'>",
    ];
    for text in other {
        assert!(!recognise(&Head::new(text.as_bytes(), "a.xml")), "{text}");
    }
}

#[test]
fn a_file_without_documents_says_so() {
    for text in ["<view xmlns='http://www.lotus.com/dxl'/>", "<database title='Empty'/>"] {
        let (found, extent) = read_bytes(text.as_bytes());
        assert_eq!(found.codes(), ["dxl-holds-no-documents"]);
        assert_eq!(found.databases().len(), usize::from(text.contains("Empty")));
        assert_eq!(extent, ReadExtent::Full);
    }
}

#[test]
fn nothing_in_the_rich_text_of_a_response_matters() {
    let text = "<document xmlns='http://www.lotus.com/dxl' form='F' response='true'><item name='I'>\
        <richtext><richtext>a &nope; <b></richtext></richtext></item><item name='J'/></document>";
    let document = sound(text).document().clone();
    assert_eq!(document.items[0].value, ItemValue::Opaque("richtext".to_owned()));
    assert_eq!(document.items.len(), 2);
}

#[test]
fn rich_text_is_kept_where_it_may_set_something() {
    let body = "<item name='Body'><richtext><pardef id='1'/><par def='1'><run>a</run><run>b</run></par>\
        <par>c<break/>d</par><par><picture><gif>AAAA</gif></picture></par></richtext></item>";
    let with = |form: &str, body: &str| {
        let text =
            format!("<document xmlns='http://www.lotus.com/dxl' form='{form}'>{body}</document>");
        sound(&text).document().items[0].value.clone()
    };
    let of_form = |form: &str| with(form, body);
    let kept = ItemValue::RichText("\nab\nc\nd\n".to_owned());
    let passed = ItemValue::Opaque("richtext".to_owned());
    assert_eq!(of_form("serverconfig"), kept);
    assert_eq!(of_form("Memo"), passed);
    assert_eq!(of_form(""), kept, "nothing tells that it is none");
    // A certificate matters whatever the form is called.
    let (dashes, pem) = (body.replace(">a<", ">-- a<"), body.replace(">a<", ">-----BEGIN X<"));
    assert_eq!(with("Memo", &dashes), passed);
    assert!(matches!(with("Memo", &pem), ItemValue::RichText(text) if text.contains("BEGIN")));
}

#[test]
fn a_document_was_modified_when_its_note_says_so() {
    let time = |text: &str| format!("<datetime>{text}T120000,00+00</datetime>");
    let (first, last) = (time("20240702"), time("20250101"));
    let document = inside_document(&format!(
        "<noteinfo><created>{last}</created><modified>{first}<other>{last}</other></modified>\
         <revised>{last}</revised></noteinfo>"
    ));
    assert_eq!(document.modified.unwrap().to_string(), "2024-07-02T12:00:00Z");
}

#[test]
fn an_export_of_our_agent_says_behind_its_end_how_many_documents_it_took() {
    let mark = "<!-- traveler-audit exporter: documents=12 and all designs -->";
    let exported = |text: &str| {
        let counts = sound(text).records.into_iter().filter_map(|record| match record {
            Record::Exported(documents) => Some(documents),
            _ => None,
        });
        counts.collect::<Vec<_>>()
    };
    let database = "<database><document form='A'/></database>";
    assert_eq!(exported(&format!("{database}{mark}")), [12]);
    assert_eq!(exported(&format!("{database}<!-- documents=12 -->")), [0; 0]);
    // Inside of a database anybody may have written it.
    assert_eq!(exported(&database.replace("<document", &format!("{mark}<document"))), [0; 0]);
}
