//! Files that are cut, broken, hostile or too large.

use super::*;

#[test]
fn nesting_costs_no_stack_and_hides_nothing() {
    let deep = |name: &str| {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        format!("{}{}", open.repeat(100_000), close.repeat(100_000))
    };
    let wraps = [
        format!("<database>{}<document form='Z'/></database>", deep("x")),
        format!(
            "<database><document form='A'>{}</document><document form='Z'/></database>",
            deep("x")
        ),
        format!(
            "<database><document form='A'><item name='I'>{}</item></document><document form='Z'/></database>",
            deep("richtext")
        ),
        format!(
            "<database><document form='A'><item name='I'>{}</item></document><document form='Z'/></database>",
            deep("text")
        ),
        format!(
            "<database><form name='A'>{}</form><document form='Z'/></database>",
            deep("section")
        ),
        format!(
            "<database><form name='A'><field name='I'><keywords>{}</keywords></field></form><document form='Z'/></database>",
            deep("textlist")
        ),
        format!(
            "<database><form name='A'><subformref>{}</subformref></form><document form='Z'/></database>",
            deep("code")
        ),
    ];
    for text in wraps {
        let (found, _) = read_bytes(text.as_bytes());
        assert_eq!(found.forms().last(), Some(&"Z"), "{}", &text[..60]);
    }
}

#[test]
fn documents_are_looked_for_in_so_many_wrappers() {
    for (wrappers, forms) in [(64, vec!["A"]), (65, vec![])] {
        let text =
            format!("{}<document form='A'/>{}", "<x>".repeat(wrappers), "</x>".repeat(wrappers));
        assert_eq!(read_bytes(text.as_bytes()).0.forms(), forms, "{wrappers}");
    }
}

#[test]
fn what_ends_early_is_told_by_where_it_ends() {
    for (text, code, line) in [
        ("<database><document form='A'><item name='I'>", "xml-ends-early", 1),
        ("<database><document><item name='I'>", "xml-ends-early-outside", 1),
        ("<database><document form='A'/>", "xml-ends-early-outside", 1),
        ("<database>\n<document form='A", "xml-ends-early-outside", 2),
        ("<database>\n<document form='A'><item name='I", "xml-ends-early", 2),
    ] {
        let (found, extent) = read_bytes(text.as_bytes());
        assert_eq!((found.codes(), extent), (vec![code], ReadExtent::Part), "{text}");
        assert_eq!(found.warnings[0].line, Some(line), "{text}");
    }
}

#[test]
fn a_document_that_stops_early_is_not_handed_on() {
    let cut = &EXPORT[..EXPORT.find("/traveler*").unwrap()];
    let (found, extent) = read_bytes(cut.as_bytes());
    assert_eq!((found.forms(), extent), (vec!["Server"], ReadExtent::Part));
    let warning = &found.warnings[0];
    assert_eq!((warning.code, warning.line), ("xml-ends-early", Some(22)));
    assert_eq!((warning.args["record"].as_str(), warning.args["begins"].as_str()), (UNID_B, "20"));
}

#[test]
fn a_file_cut_anywhere_keeps_what_was_whole_before() {
    let first = EXPORT.find("</document>").unwrap() + "</document>".len();
    let second = EXPORT.rfind("</document>").unwrap() + "</document>".len();
    for end in 0..EXPORT.len() {
        let (found, extent) = read_bytes(&EXPORT.as_bytes()[..end]);
        let whole = usize::from(end >= first) + usize::from(end >= second);
        assert_eq!(found.documents().len(), whole, "{end}");
        let complete = end >= EXPORT.trim_end().len();
        assert_eq!(extent == ReadExtent::Full, complete, "{end}");
    }
}

#[test]
fn a_broken_document_keeps_its_neighbours() {
    let broken = [
        ("<document form='B'><item name='I'><text>x</item></document>", "mismatched-end-tag"),
        ("<document form='B'><item name='I><text>x</text></item></document>", "unclosed-markup"),
        ("<document form='B'><item name=I><text>x</text></item></document>", "bad-tag"),
        ("<document form='B'><item name='I'><text>a < b</text></item></document>", "bad-tag"),
        ("<document form='B'><item name='I'><text>x</text></item>", "record-inside-record"),
        ("<document form='B'><item name='I'><richtext><par>", "record-inside-record"),
        ("<document form='B'><!x></document>", "unclosed-markup"),
        ("<form name='B'><body><par><field name='F'></body></form>", "mismatched-end-tag"),
        ("<form name='B'><body><par><field name='F'>", "record-inside-record"),
        ("<note class='view'><item name='x'>", "record-inside-record"),
        ("</document>", "mismatched-end-tag"),
        ("<document form='B", "unclosed-markup"),
    ];
    for (middle, reason) in broken {
        for (close, gap) in [("</database>", "\n"), ("</database>", "")] {
            let text = format!(
                "<database replicaid='C1258AAA00112233'>\n<document form='A'/>\n{middle}{gap}<document form='C'/>{close}"
            );
            let (found, extent) = read_bytes(text.as_bytes());
            assert_eq!(found.forms(), ["A", "C"], "{middle}");
            assert_eq!(extent, ReadExtent::Part, "{middle}");
            assert_eq!(found.codes(), ["xml-broken"], "{middle}");
            assert_eq!(found.warnings[0].args["reason"], reason, "{middle}");
            let resumed = if gap.is_empty() { "3" } else { "4" };
            assert_eq!(found.warnings[0].args["resumed"], resumed, "{middle}");
            assert_eq!(found.documents()[1].replica.as_deref(), Some("C1258AAA00112233"));
        }
    }
}

#[test]
fn exports_written_one_after_the_other_are_all_read() {
    let cut = &EXPORT[..EXPORT.find("/traveler*").unwrap()];
    for (text, wanted) in [
        (format!("{EXPORT}{EXPORT}"), 4),
        (format!("{cut}\n{EXPORT}"), 3),
        (format!("{EXPORT}\n{cut}"), 3),
    ] {
        let (found, _) = read_bytes(text.as_bytes());
        assert_eq!((found.documents().len(), found.databases().len()), (wanted, 2));
    }
}

#[test]
fn what_a_comment_holds_is_no_document() {
    let (found, _) = read_bytes(
        b"<database><document form='A'></x><!-- <document form='B'/> --><![CDATA[<document form='C'/>]]><document form='D'/></database>",
    );
    assert_eq!(found.forms(), ["D"]);
}

#[test]
fn an_item_too_long_to_keep_costs_its_value_only() {
    let long = "x".repeat(xml::MAX_TOKEN + 1);
    // A value takes 32 bytes besides its text, and one more may begin as long as there is room.
    let many = "<text/>".repeat(item::MAX_ITEM / 32 + 2);
    let part = format!("{}<break/>", "x".repeat(xml::MAX_TOKEN - 1));
    let whole = part.repeat(item::MAX_ITEM / xml::MAX_TOKEN);
    for inside in [
        format!("<text>{long}</text>"),
        format!("<text><![CDATA[{long}]]></text>"),
        format!("<textlist>{many}</textlist>"),
        format!("<text>{whole}x</text>"),
    ] {
        let text = format!(
            "<document form='A'>\n<item name='I'>{inside}</item><item name='J'><text>j</text></item></document>"
        );
        let (found, extent) = read_bytes(text.as_bytes());
        let document = found.document();
        assert_eq!(document.items[0].value, ItemValue::Opaque("too-long".to_owned()));
        assert_eq!(values(document, "J"), ["j"]);
        assert_eq!(found.warnings, [Warning::new("dxl-item-too-long", 2).with("item", "I")]);
        assert_eq!(extent, ReadExtent::Part);
    }
}

#[test]
fn an_item_that_just_fits_is_kept() {
    let many = "<text/>".repeat(item::MAX_ITEM / 32 + 1);
    let part = format!("{}<break/>", "x".repeat(xml::MAX_TOKEN - 1));
    let whole = part.repeat(item::MAX_ITEM / xml::MAX_TOKEN);
    for (inside, values_in, bytes) in [
        (format!("<textlist>{many}</textlist>"), item::MAX_ITEM / 32 + 1, 0),
        (format!("<text>{whole}</text>"), 1, item::MAX_ITEM),
    ] {
        let document = inside_document(&format!("<item name='I'>{inside}</item>"));
        let found = values(&document, "I");
        assert_eq!((found.len(), found[0].len()), (values_in, bytes));
    }
}

#[test]
fn rich_text_is_bounded() {
    let text = |bytes: usize| {
        format!("<richtext><par>{}</par><par>more</par></richtext>", "x".repeat(bytes - 1))
    };
    let of = |inside: &str| {
        let text = format!("<document form=''>\n<item name='Body'>{inside}</item></document>");
        let (mut found, extent) = read_bytes(text.as_bytes());
        let Record::Document(document) = found.records.remove(0) else { panic!() };
        (document.items[0].value.clone(), found.codes(), extent)
    };
    // What begins within the bound is kept.
    for (bytes, wanted) in [
        (item::MAX_RICH_TEXT - 2, item::MAX_RICH_TEXT + 3),
        (item::MAX_RICH_TEXT, item::MAX_RICH_TEXT),
    ] {
        let (value, codes, extent) = of(&text(bytes));
        let ItemValue::RichText(kept) = value else { panic!("{value:?}") };
        assert_eq!((kept.len(), codes, extent), (wanted, vec![], ReadExtent::Full));
    }
    // Many of them in one item are too long together.
    let one = text(item::MAX_RICH_TEXT);
    let most = item::MAX_ITEM / item::MAX_RICH_TEXT;
    let (value, codes, _) = of(&one.repeat(most + 1));
    assert!(
        matches!(value, ItemValue::RichText(kept) if kept.len() > item::MAX_ITEM)
            && codes.is_empty()
    );
    let (_, codes, extent) = of(&one.repeat(most + 2));
    assert_eq!((codes, extent), (vec!["dxl-item-too-long"], ReadExtent::Part));
}

#[test]
fn the_size_of_a_document_is_that_of_its_names_and_values() {
    // Long names, and long values.
    let names = (0..4).map(|at| {
        format!(
            "<item name='{at}{}'><text>{}</text></item>",
            "N".repeat(1_000_000),
            "x".repeat(100)
        )
    });
    assert_eq!(inside_document(&names.collect::<String>()).items.len(), 4);
    let value = "x".repeat(700_000);
    let values = format!("<item name='{}'><text>{value}</text></item>", "N".repeat(100)).repeat(2);
    assert_eq!(inside_document(&values).items.len(), 2);
}

#[test]
fn markup_without_end_costs_its_document_alone() {
    let long = "x".repeat(xml::MAX_TOKEN + 1);
    let text = format!(
        "<database>\n<document form='A'><item name='I'><text a='{long}'/></item></document><document form='B'/></database>"
    );
    let (found, extent) = read_bytes(text.as_bytes());
    assert_eq!((found.forms(), extent), (vec!["B"], ReadExtent::Part));
    assert_eq!(found.warnings[0].args["reason"], "unclosed-markup");
}

#[test]
fn what_is_passed_over_inside_of_a_document_holds_no_other() {
    let text = "<database><document form='A'><object>x\n<document form='B'/></database>";
    let (found, extent) = read_bytes(text.as_bytes());
    assert_eq!((found.forms(), extent), (vec!["B"], ReadExtent::Part));
    assert_eq!(found.warnings[0].args["reason"], "record-inside-record");
}

#[test]
fn attachments_of_any_size_are_passed_over() {
    let data = "QUJD\n".repeat(xml::MAX_TOKEN);
    let found = sound(&format!(
        "<document form='A'><item name='$FILE'><object><file><filedata>{data}</filedata></file></object></item><item name='J'/></document>"
    ));
    assert_eq!(found.document().items.len(), 2);
}

#[test]
fn a_document_with_too_many_items_is_no_whole_document() {
    for item in ["<item name='I'/>", "<item name='I'><text>x</text></item>"] {
        let items = item.repeat(document::MAX_ITEMS + 5);
        let (found, extent) =
            read_bytes(format!("<document form='A'>{items}</document>").as_bytes());
        assert_eq!(found.document().items.len(), document::MAX_ITEMS);
        assert!(found.document().truncated);
        assert_eq!((found.codes(), extent), (vec!["dxl-document-too-large"], ReadExtent::Part));
    }
}

#[test]
fn what_follows_an_unclosed_comment_is_comment() {
    for begin in ["<!--", "<![CDATA[", "<?x"] {
        let long = "x".repeat(xml::MAX_TOKEN * 2);
        for gap in ["", &long] {
            let text = format!(
                "<database><document form='A'/>\n<document form='B'>\n{begin}{gap}<document form='C'/></database>"
            );
            let (found, extent) = read_bytes(text.as_bytes());
            assert_eq!((found.forms(), extent), (vec!["A"], ReadExtent::Part), "{begin}");
            assert_eq!(found.codes(), ["xml-ends-early"], "{begin}");
            assert_eq!(found.warnings[0].line, Some(3), "{begin}");
        }
    }
}

#[test]
fn a_comment_of_any_length_is_passed_over() {
    for end in ["-->", "--->", "x-->"] {
        let long = "<document form='x'/>- ".repeat(xml::MAX_TOKEN / 8);
        sound(&format!("<document form='A'><!--{long}{end}<item name='I'/></document>"));
    }
    // The limit falls between the characters of the end.
    for less in 0..6 {
        let long = "x".repeat(xml::MAX_TOKEN - "<!--".len() - less);
        let text = format!("<document form='A'><!--{long}--><item name='I'/></document>");
        assert_eq!(sound(&text).document().items.len(), 1, "{less}");
    }
}

#[test]
fn markup_that_never_ends_is_read_in_time() {
    for piece in [
        "<document form='A'><!--",
        "<document form='",
        "<!DOCTYPE a [",
        "<document><?x",
        "<![CDATA[",
    ] {
        let (found, extent) = read_bytes(format!("<database>{}", piece.repeat(100_000)).as_bytes());
        assert_eq!((found.documents().len(), extent), (0, ReadExtent::Part), "{piece}");
    }
}

#[test]
fn a_failure_to_read_is_told() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let head = b"<database><document form='A'/><document form='B'><item name='";
    let (found, extent) = read_stream(Stream::new(Failing, head, Decoding::detect(head)));
    assert_eq!((found.forms(), extent), (vec!["A"], ReadExtent::Part));
    assert_eq!(found.codes(), ["read-failed"]);
    assert_eq!(found.warnings[0].args["error"], "the disk is gone");
}
