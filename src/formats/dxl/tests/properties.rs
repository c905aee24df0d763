//! What holds for every file.

use super::*;
use proptest::prelude::*;

#[test]
fn pieces_of_any_size_give_the_same() {
    for text in [EXPORT, FORM] {
        let whole = sound(text);
        for size in 1..9 {
            let source = Drip(text.as_bytes(), size);
            let (found, _) = read_stream(Stream::new(source, &[], Decoding::detect(b"")));
            assert_eq!(found.records, whole.records, "{size}");
        }
    }
}

/// Pieces of DXL, whole and broken, to make files of.
pub(super) const PIECES: &[&str] = &[
    "<database replicaid='C1258AAA00112233'>",
    "</database>",
    "<document form='F'>",
    "</document>",
    "<note class='document'>",
    "</note>",
    "<form name='F'>",
    "</form>",
    "<item name='$REF'>",
    "<item name='A",
    "<item name='A'><text>b</text></item>",
    "<item name='$REF'><text>AAAAAAAA11111111AAAAAAAA22222222</text></item>",
    "</item>",
    "<text>",
    "</text>",
    "<text/>",
    "<textlist>",
    "</textlist>",
    "<rawitemdata>",
    "</rawitemdata>",
    "<break/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
    "<!DOCTYPE a [",
    "<!ENTITY x 'y'>",
    "<!E",
    "<!ELEMENT a ANY>",
    "]>",
    "<?",
    "?>",
    "<",
    ">",
    "'",
    "\"",
    "&",
    ";",
    "&amp;",
    "&#x0;",
    "<field name='a'>",
    "</field>",
    "<keywords>",
    "<formula>",
    "<subformref>",
    "<richtext>",
    "</richtext>",
    "\n",
    " ",
    "é",
    "\u{feff}",
    "a",
    "/",
    "=",
    "<!>",
    "<!-->",
    "<!--->",
    "<?>",
    "</>",
    "<>",
    "< >",
    "<a:b",
    "]",
    "[",
    "-",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes(&bytes);
        let _ = recognise(&Head::new(&bytes, "a.dxl"));
    }

    #[test]
    fn no_xml_makes_it_panic(
        picks in proptest::collection::vec(0..PIECES.len(), 0..60),
        size in 1_usize..40,
    ) {
        let text: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        let (whole, _) = read_bytes(text.as_bytes());
        let source = Drip(text.as_bytes(), size);
        let (found, _) = read_stream(Stream::new(source, &[], Decoding::detect(b"")));
        // A byte order mark is taken off where a piece of the input begins.
        if !text.contains('\u{feff}') {
            prop_assert_eq!(found.records, whole.records);
        }
        let _ = recognise(&Head::new(text.as_bytes(), "a.dxl"));
    }

    #[test]
    fn a_broken_piece_never_takes_whole_documents_before_it(
        picks in proptest::collection::vec(0..PIECES.len(), 0..60),
    ) {
        let junk: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        let (found, _) = read_bytes(format!("{}{junk}", EXPORT.trim_end()).as_bytes());
        prop_assert!(found.documents().len() >= 2);
    }

    #[test]
    fn what_is_written_is_read_again(documents in proptest::collection::vec(a_document(), 0..5)) {
        let text: String = documents.iter().map(written).collect();
        let (found, extent) = read_bytes(format!("<database>\n{text}</database>\n").as_bytes());
        prop_assert_eq!(extent, ReadExtent::Full);
        let read: Vec<_> = found.documents().into_iter().map(items).collect();
        prop_assert_eq!(read, documents);
    }
}

type Items = Vec<(String, Vec<String>)>;

/// Names, and texts that the exporter can write: no line end but a break, none of the characters
/// XML forbids. Secrets are left out: their values are hidden, so they can't be read back.
fn a_document() -> impl Strategy<Value = Items> {
    let settings = std::sync::Arc::new(crate::catalog::Catalog::built_in().unwrap().settings);
    let names = settings.clone();
    let name = "Item[A-Z$_]{0,12}".prop_filter("a secret", move |name| !names.is_secret(name));
    let text = "[ -~äß€\n\u{1f600}]{0,20}"
        .prop_filter("a secret", move |text| !settings.holds_secret(text));
    proptest::collection::vec((name, proptest::collection::vec(text, 0..4)), 0..6)
}

fn written(items: &Items) -> String {
    let escaped = |text: &String| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        // With and without a line break in the tag, as the exporter writes both.
        let layout = if text.len().is_multiple_of(2) { "\n" } else { "" };
        format!("<text{layout}>{}</text>", text.replace('\n', "<break/>"))
    };
    let mut out = String::from("<document\n form='F'>");
    for (name, texts) in items {
        let texts: Vec<_> = texts.iter().map(escaped).collect();
        let inside = match &texts[..] {
            [one] => one.clone(),
            _ => format!("<textlist>{}</textlist>", texts.concat()),
        };
        out.push_str(&format!("<item name='{name}'>{inside}</item>\n"));
    }
    out + "</document>\n"
}

fn items(document: &Document) -> Items {
    let pair = |item: &crate::formats::Item| match &item.value {
        ItemValue::Values(values) => (item.name.clone(), values.clone()),
        other => panic!("{other:?}"),
    };
    document.items.iter().map(pair).collect()
}
