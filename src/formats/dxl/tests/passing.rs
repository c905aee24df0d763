//! Documents that are passed over: the same records, lines and extents as without.

use super::*;
use proptest::prelude::*;

fn skipping(bytes: &[u8], size: usize) -> (Found, ReadExtent) {
    read_with(Stream::new(Drip(bytes, size), &[], Decoding::detect(bytes)), true)
}

/// Forms and lines of the documents that were handed on, and the number of those passed over.
fn seen(found: &Found) -> (Vec<(String, Option<u64>)>, u64) {
    let documents = found.documents();
    let handed = documents
        .iter()
        .map(|document| (document.form.clone().unwrap_or_default(), document.location.line));
    let passed = found.records.iter().map(|record| match record {
        Record::PassedOver(documents) => *documents,
        _ => 0,
    });
    (handed.collect(), passed.sum())
}

fn wrapped(inside: &str) -> String {
    format!("<database replicaid='C1258AAA00112233'>\n{inside}\n<document form='Z'/></database>\n")
}

#[test]
fn only_documents_of_these_forms_are_passed_over() {
    let cases = [
        ("<document form='Person'></document>", &["Z"][..], 1),
        ("<document form='Person'/>", &["Z"], 1),
        ("<document form='Person'/><document form='Person'/><document form='A'/>", &["A", "Z"], 2),
        ("<document\n a='<!' form = \"person\"\n>x</document\n>", &["Z"], 0),
        ("<document\n a='>' b=\"'\" form = \"person\"\n>x</document\n>", &["Z"], 1),
        ("<d:document d:form='P&#101;rson'></document></d:document>", &["Z"], 1),
        ("<document form='Persons'></document>", &["Persons", "Z"], 0),
        (
            "<document form='Person'><![CDATA[</document><document form='A'/>]]></document>",
            &["Z"],
            1,
        ),
        ("<document form='Person'><!-- </document> --><?x </document> ?></document>", &["Z"], 1),
        ("<!-- <document form='Person'> --><document form='A'/>", &["A", "Z"], 0),
        ("<![CDATA[<document form='Person'>]]><document form='A'/>", &["A", "Z"], 0),
        (
            "<document form='Person'><item name='A'><richtext><form/><par>document</par></richtext></item></document>",
            &["Z"],
            1,
        ),
        (
            "<document form='Person'></document><document form='Person'></document>\n<document form='Person' ></document><document form='A'/>",
            &["A", "Z"],
            3,
        ),
    ];
    for (inside, forms, passed) in cases {
        for size in [1, 2, 7, 4096] {
            let (found, extent) = skipping(wrapped(inside).as_bytes(), size);
            let wanted_extent =
                if inside.contains("'<!'") { ReadExtent::Part } else { ReadExtent::Full };
            assert_eq!((found.forms(), seen(&found).1), (forms.to_vec(), passed), "{inside}");
            assert_eq!(extent, wanted_extent, "{inside}");
        }
    }
}

/// Has enough of one form of one database.
#[derive(Default)]
struct Enough(Found);

impl crate::formats::Sink for Enough {
    fn record(&mut self, record: Record) {
        self.0.record(record);
    }

    fn warn(&mut self, warning: Warning) {
        self.0.warn(warning);
    }

    fn has_enough_of(&self, replica: Option<&str>, form: &str) -> bool {
        replica == Some("C1258AAA00112233") && form == "Gadget"
    }
}

#[test]
fn documents_of_which_there_are_enough_are_left_out_and_counted() {
    let gadget = "<document form='Gadget'><item name='A'><text>1</text></item></document>\n";
    let cases = [
        (gadget.repeat(3), vec!["Z"], 3),
        (
            format!("{gadget}{}{gadget}", gadget.replace("name='A'", "name='$Ref'").repeat(2)),
            vec!["Gadget", "Gadget", "Z"],
            2,
        ),
        (gadget.replace("Gadget", "Other"), vec!["Other", "Z"], 0),
        (gadget.replace("name='A'", "name='$Ref'"), vec!["Gadget", "Z"], 0),
        (gadget.replace(">1<", ">-----BEGIN<"), vec!["Gadget", "Z"], 0),
        (gadget.replace(">1<", ">&#49;<"), vec!["Gadget", "Z"], 0),
        (gadget.replace("'Gadget'", "'Gadget' response='true'"), vec!["Gadget", "Z"], 0),
    ];
    for (inside, forms, left_out) in cases {
        let text = wrapped(&inside);
        let catalog = Catalog::built_in().unwrap();
        for skip_forms in [true, false] {
            let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms };
            let mut found = Enough::default();
            let bytes = text.as_bytes();
            let mut stream = Stream::new(bytes, b"", Decoding::detect(bytes));
            assert_eq!(read(&mut stream, &context, &mut found), ReadExtent::Full);
            let counts = found.0.records.iter().filter_map(|record| match record {
                Record::LeftOut(unread) => Some((unread.form.as_str(), unread.documents)),
                _ => None,
            });
            if skip_forms {
                assert_eq!(found.0.forms(), forms, "{text}");
                let counts: Vec<_> = counts.map(|(_, count)| count).collect();
                assert_eq!(counts.iter().sum::<u64>(), left_out, "{text}");
                assert!(!counts.contains(&0), "{text}");
            } else {
                assert_eq!(counts.count(), 0, "{text}");
                assert!(found.0.documents().len() > 1, "{text}");
            }
        }
    }
}

#[test]
fn a_form_far_into_the_tag_counts() {
    let far = |form: &str| {
        let others: String = (0..900).map(|number| format!("\n a{number:03}='>'")).collect();
        format!("<document{others} form = \"{form}\"\n>x</document>")
    };
    let inside = [far("Person"), far("Person"), far("A"), far("Person")].concat();
    for size in [1, 7, 4096, usize::MAX] {
        let (found, extent) = skipping(wrapped(&inside).as_bytes(), size);
        assert_eq!((found.forms(), seen(&found).1), (vec!["A", "Z"], 3));
        assert_eq!((found.codes(), extent), (vec![], ReadExtent::Full));
        assert_eq!(seen(&found).0[0].1, Some(2 + 2 * 901), "the line of its tag");
    }
}

#[test]
fn a_document_that_was_cut_off_hides_no_other() {
    let next = "<document form='Server'><item name='ServerName'><text>a</text></item></document>";
    let broken = [
        "<document form='Person'><item name='A'><text>x",
        "<document form='Person'><item name='A'><text>x</text></item>",
        "<document form='Person'><item name='A><text>x</text></item></document>",
        "<document form='Person'>\n<document form='Person'></document>",
        "<document form='Person'",
    ];
    for start in broken {
        let text = wrapped(&format!("<document form='A'/>{start}\n{next}"));
        for size in [1, 3, 4096] {
            let (found, _) = skipping(text.as_bytes(), size);
            assert_eq!(found.forms(), ["A", "Server", "Z"], "{start}");
        }
    }
    for record in
        ["<note class='document'/>", "<form name='F'/>", "<d:subform alias='F'/>", "<database>"]
    {
        let text = wrapped(&format!("<document form='Person'>{record}</document>"));
        let (found, extent) = skipping(text.as_bytes(), 5);
        assert_eq!(extent, ReadExtent::Part, "{record}");
        assert_eq!(found.warnings[0].args["reason"], "record-inside-record", "{record}");
        let warned = (found.warnings[0].line, found.warnings[0].args["record"].as_str());
        assert_eq!(warned, (Some(2), "Person"), "{record}");
    }
}

#[test]
fn a_file_that_ends_in_a_passed_document_was_not_read_in_full() {
    let text =
        "<database>\n<document form='A'/>\n<document form='Person'>\n<item name='A'>\n</document>";
    for end in text.find("<document form='P").unwrap() + 2..text.len() {
        for size in [1, 4096] {
            let (found, extent) = skipping(&text.as_bytes()[..end], size);
            assert_eq!((found.forms(), extent), (vec!["A"], ReadExtent::Part), "{end}");
            let code = found.codes();
            assert!(
                code.len() == 1
                    && (code[0].starts_with("xml-ends-early") || code[0] == "xml-broken"),
                "{end} {code:?}"
            );
        }
    }
}

#[test]
fn large_documents_are_passed_over_in_little_pieces() {
    let long = "QUJD\n".repeat(300_000);
    let text = wrapped(&format!(
        "<document form='Person'><item name='A'><![CDATA[{long}]]><x>{long}</x></item></document>"
    ));
    let (found, extent) = skipping(text.as_bytes(), usize::MAX);
    assert_eq!(seen(&found), (vec![("Z".to_owned(), Some(600_003))], 1));
    assert_eq!((found.codes(), extent), (vec![], ReadExtent::Full));
}

#[test]
fn every_encoding_is_passed_over_alike() {
    let text = wrapped("<document form='Person'>\nBüro\n</document>");
    let declared = format!("<?xml version='1.0' encoding='iso-8859-1'?>{text}");
    let files: [Vec<u8>; 3] = [
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "\u{feff}".chars().chain(text.chars()).collect::<String>().into_bytes(),
        declared.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    ];
    for bytes in files {
        for size in [1, 4096] {
            let (found, extent) = skipping(&bytes, size);
            assert_eq!(seen(&found), (vec![("Z".to_owned(), Some(5))], 1));
            assert_eq!(extent, ReadExtent::Full);
        }
    }
}

#[test]
fn the_documents_passed_over_are_counted_for_their_database() {
    let person = "<document form='Person'></document>";
    let text = format!(
        "<database>{person}{person}<document form='A'/>{person}</database><database>{person}</database>"
    );
    let (found, _) = skipping(text.as_bytes(), 64);
    let order: Vec<String> = found
        .records
        .iter()
        .map(|record| match record {
            Record::Database(_) => "database".to_owned(),
            Record::PassedOver(documents) => documents.to_string(),
            _ => "document".to_owned(),
        })
        .collect();
    assert_eq!(order, ["database", "2", "document", "1", "database", "1"]);
    let (found, extent) = skipping(format!("<database>{person}</database>").as_bytes(), 64);
    assert_eq!((found.codes(), extent), (vec![], ReadExtent::Full));
}

/// Where, by the plain words of the definition, a passed document that begins behind `from` ends:
/// at its end tag, or at what makes the rest of the file another matter.
fn plain_end(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        let enclosed = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((begin, end)) = enclosed.iter().find(|(begin, _)| rest.starts_with(begin)) {
            at += begin.len() + rest[begin.len()..].find(end)? + end.len();
        } else if rest.starts_with("</document>") {
            return Some(at + "</document>".len());
        } else {
            at += 1;
        }
    }
}

/// Pieces that are harmless inside of a passed document, if it ends at all.
const INSIDE: &[&str] = &[
    "<item name='A'>",
    "</item>",
    "<text>",
    "</text>",
    "<br/>",
    "document",
    "</documents>",
    "note",
    "<noteinfo noteid='1'/>",
    "<formula>",
    "form",
    "<form/>",
    "'",
    "\"",
    "!",
    "?",
    "/",
    "é",
    "\n",
    " ",
    "<!-- </document> <document form='B'> -->",
    "<![CDATA[</document>]]>",
    "<?x </document>?>",
    "&amp;",
    "<d:x>",
    "</d:document>",
    ">",
    "-",
    "]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_passed_document_ends_where_its_definition_says(
        people in proptest::collection::vec(proptest::collection::vec(0..INSIDE.len(), 0..30), 1..5),
        size in 1_usize..80,
    ) {
        let mut text = String::from("<database>");
        let mut wanted = Vec::new();
        for person in &people {
            text.push_str("<document form='Person'>");
            let from = text.len();
            person.iter().for_each(|pick| text.push_str(INSIDE[*pick]));
            text.push_str("</document>\n");
            prop_assert_eq!(plain_end(&text, from), Some(text.len() - 1));
            wanted.push(("A".to_owned(), Some(text.matches('\n').count() as u64 + 1)));
            text.push_str("<document form='A'/>");
        }
        text.push_str("</database>");
        let (found, extent) = skipping(text.as_bytes(), size);
        prop_assert_eq!(seen(&found), (wanted, people.len() as u64));
        prop_assert_eq!(extent, ReadExtent::Full);
    }

    #[test]
    fn pieces_of_any_size_give_the_same_when_passing_over(
        picks in proptest::collection::vec(0..super::properties::PIECES.len() + INSIDE.len(), 0..60),
        size in 1_usize..80,
    ) {
        let pieces = [super::properties::PIECES, INSIDE].concat();
        let text: String = picks.iter().map(|pick| pieces[*pick]).collect();
        let text = text.replace("form='F'", "form='Person'").replace('\u{feff}', "");
        let (whole, extent) = skipping(text.as_bytes(), usize::MAX);
        let (found, same) = skipping(text.as_bytes(), size);
        prop_assert_eq!(found.records, whole.records);
        prop_assert_eq!(found.warnings, whole.warnings);
        prop_assert_eq!(same, extent);
    }

    #[test]
    fn passing_over_changes_nothing_else_in_a_sound_export(
        forms in proptest::collection::vec(prop::sample::select(vec!["Person", "A", "Certifier"]), 0..8),
        size in 1_usize..80,
    ) {
        let documents: Vec<String> = forms.iter().map(|form| format!("<document form='{form}'>\n<noteinfo/>\n<item name='Ä'><text>é</text></item></document>")).collect();
        let text = wrapped(&documents.concat());
        let (all, _) = read_bytes(text.as_bytes());
        let (some, extent) = skipping(text.as_bytes(), size);
        let kept = |record: &&Record| match record {
            Record::Document(document) => !matches!(document.form.as_deref(), Some("Person" | "Certifier")),
            Record::PassedOver(_) => false,
            _ => true,
        };
        let left: Vec<_> = all.records.iter().filter(kept).collect();
        prop_assert_eq!(some.records.iter().filter(kept).collect::<Vec<_>>(), left);
        prop_assert_eq!((some.codes(), extent), (vec![], ReadExtent::Full));
    }
}

/// Items of notes, plain and odd.
const ITEMS: &[&str] = &[
    "<item name='Form'><text>Person</text></item>",
    "<item name='Form'><text>Server</text></item>",
    "<item name='form'><text>Server</text></item>",
    "<item name='F&#111;rm'><text>Server</text></item>",
    "<item name='Form'><text/></item>",
    "<item name='Form' sealed='true'><text>Person</text></item>",
    "<item name='A'><text>'Form'</text></item>",
    "<item name='$REF'><noteref unid='AAAAAAAA11111111AAAAAAAA22222222'/></item>\n",
    "<!-- <item name='Form'><text>Person</text></item> -->",
    "<noteinfo noteid='1'/>",
];

proptest! {
    #[test]
    fn notes_are_passed_over_as_if_they_had_been_read(
        notes in proptest::collection::vec(proptest::collection::vec(0..ITEMS.len(), 0..6), 1..5),
        size in 1_usize..80,
    ) {
        let mut text = String::from("<database>");
        for note in &notes {
            text.push_str("<note class='document'>");
            note.iter().for_each(|pick| text.push_str(ITEMS[*pick]));
            text.push_str("</note>\n");
        }
        text.push_str("</database>");
        let (all, _) = read_bytes(text.as_bytes());
        let (some, extent) = skipping(text.as_bytes(), size);
        // A person that did not look plain is handed on, and dropped by who looks at its form.
        let others = |found: &Found| -> Vec<Document> {
            let documents = found.documents().into_iter().cloned();
            documents.filter(|document| document.form.as_deref() != Some("Person")).collect()
        };
        prop_assert_eq!(others(&some), others(&all));
        let handed = some.documents().len() as u64;
        prop_assert_eq!(handed + seen(&some).1, notes.len() as u64);
        prop_assert_eq!((some.codes(), extent), (vec![], ReadExtent::Full));
    }
}

#[test]
fn a_document_behind_those_passed_over_tells_its_own_place() {
    let tag = "<document form='Gadget'>";
    let gadget = format!("{tag}<item name='A'><text>1</text></item></document>\n");
    let text = wrapped(&format!("{}{}", gadget.repeat(2), gadget.replace("'A'", "'$Ref'")));
    let catalog = Catalog::built_in().unwrap();
    let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms: true };
    let mut found = Enough::default();
    let bytes = text.as_bytes();
    let mut stream = Stream::new(bytes, b"", Decoding::detect(bytes));
    assert_eq!(read(&mut stream, &context, &mut found), ReadExtent::Full);
    let place = &found.0.document().location;
    let begin = text.rfind(tag).unwrap();
    let span = Some((begin as u64, (begin + tag.len()) as u64));
    assert_eq!((place.line, place.column, place.span), (Some(4), Some(1), span));
}

#[test]
fn a_comment_that_never_ends_is_told_by_its_beginning() {
    let text = "<database>\n<document form='Person'>\n<!--\n</document>\n</database>\n";
    let (found, extent) = skipping(text.as_bytes(), 4096);
    assert_eq!((found.codes(), extent), (vec!["xml-ends-early"], ReadExtent::Part));
    assert_eq!(found.warnings[0].line, Some(3));
}

#[test]
fn a_plain_note_of_a_person_is_passed_over() {
    let person = "<note class='document'><noteinfo noteid='1'/><item name='Form'><text>Person</text></item></note>\n";
    // But not where all are wanted.
    let (found, _) = read_bytes(wrapped(&person.repeat(2)).as_bytes());
    assert_eq!(found.forms(), ["Person", "Person", "Z"]);
    for size in [1, 4096] {
        let (found, _) = skipping(wrapped(&person.repeat(3)).as_bytes(), size);
        assert_eq!(seen(&found), (vec![("Z".to_owned(), Some(6))], 3));
    }
}
