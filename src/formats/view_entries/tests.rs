use super::super::sample::{said, takes};
use super::*;
use crate::formats::ItemValue;

fn told(text: &str) -> Vec<String> {
    let said = said(read, text.as_bytes());
    let documents = said.records.iter().map(|record| {
        let Record::Document(document) = record else { panic!("{record:?}") };
        assert_eq!(document.source, DocumentSource::Excerpt);
        let items = document.items.iter().skip(1).map(|item| match &item.value {
            ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
            other => format!("{}={other:?}", item.name),
        });
        let items: Vec<_> = items.collect();
        let unid = document.unid.as_deref().map_or("-", |unid| &unid[30..]);
        let more = if document.truncated { " …" } else { "" };
        format!("{} {unid}{more} {}", document.location.line.unwrap(), items.join("; "))
    });
    documents.chain(said.told()).collect()
}

fn id(number: u8) -> String {
    format!("{number:032X}")
}

fn xml(top: u64, rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<viewentries toplevelentries=\"{top}\">\n{rows}</viewentries>\n"
    )
}

fn xml_row(position: &str, number: u8, data: &str) -> String {
    format!("<viewentry position=\"{position}\" unid=\"{}\">{data}</viewentry>\n", id(number))
}

#[test]
fn rows_of_xml() {
    let name =
        "<entrydata columnnumber=\"0\" name=\"ServerName\">\n<text>A&amp;B/Acme</text></entrydata>";
    let list = "<entrydata name=\"ISiteAdrs\"><textlist><text>a</text><text>b</text></textlist></entrydata>\
                <entrydata name=\"N\"><number>4</number></entrydata>";
    let category = "<viewentry position=\"1\"><entrydata name=\"$1\"><text>Acme</text></entrydata></viewentry>\n";
    let row = xml_row("1", 1, name);
    let cases: [(String, &[&str]); 7] = [
        (xml(1, &row), &["3 01 ServerName=A&B/Acme"]),
        (xml(1, &xml_row("1", 2, list)), &["3 02 ISiteAdrs=a|b; N=4"]),
        (xml(1, &format!("{category}{}", xml_row("1.1", 1, name))), &["4 01 ServerName=A&B/Acme"]),
        // A row below another is none of the first level.
        (
            xml(2, &format!("{category}{}", xml_row("1.1", 1, name))),
            &["4 01 ServerName=A&B/Acme", "view-cut-off all=2 rows=1"],
        ),
        (xml(40, &row), &["3 01 ServerName=A&B/Acme", "view-cut-off all=40 rows=1"]),
        (xml(0, ""), &["view-holds-no-rows"]),
        (
            xml(2, &format!("{row}<viewentry position=\"2\" unid=\"x\"><entry"))
                .replace("</viewentries>", ""),
            &["3 01 ServerName=A&B/Acme", "view-broken@5", "view-cut-off all=2 rows=1"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&text), wanted, "{text}");
    }
}

#[test]
fn rows_of_json() {
    let row = |number: u8, data: &str| {
        format!(
            "{{\"@position\":\"{number}\",\"@unid\":\"{}\",\"entrydata\":[{data}]}}",
            id(number)
        )
    };
    let json = |top: &str, rows: &str| {
        format!("{{\"@toplevelentries\":\"{top}\",\n\"viewentry\":[{rows}]}}")
    };
    let text =
        row(1, "{\"@columnnumber\":\"0\",\"@name\":\"ServerName\",\"text\":{\"0\":\"A/Acme\"}}");
    let list = row(
        2,
        "{\"@name\":\"ISiteAdrs\",\"textlist\":{\"text\":[{\"0\":\"a\"},{\"0\":\"b\"}]}},\
         {\"@name\":\"N\",\"number\":{\"0\":\"4\"}}",
    );
    let cases: [(String, &[&str]); 8] = [
        (
            json("2", &format!("{text},{list}")),
            &["2 01 ServerName=A/Acme", "2 02 ISiteAdrs=a|b; N=4"],
        ),
        (json("27", &text), &["2 01 ServerName=A/Acme", "view-cut-off all=27 rows=1"]),
        (json("1", "{\"@position\":\"1\",\"@category\":\"true\"}"), &["view-holds-no-rows"]),
        (json("0", ""), &["view-holds-no-rows"]),
        (json("1", "{}"), &["view-cut-off all=1 rows=0"]),
        ("{\"@toplevelentries\":\"0\",\n\"viewentry\":[".to_owned(), &["json-broken@2"]),
        (
            json(
                "1",
                &row(
                    3,
                    "{\"@name\":\"A\",\"@x\":{\"0\":\"no\"},\"textlist\":{\"text\":[[{\"0\":\"a\"}],{\"@y\":{\"0\":\"no\"},\"z\":{\"0\":\"b\"}}]}}",
                ),
            ),
            &["2 03 A=a|b"],
        ),
        (
            json("1", &text).replace("\"A/Acme\"}}]}]}", "\"A/Acme\""),
            &["2 01 … ServerName=A/Acme", "json-broken@2"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&text), wanted, "{text}");
    }
}

#[test]
fn a_row_of_too_much_text_is_cut() {
    let piece = "x".repeat(1024);
    let row = |more: &str| {
        let texts = format!("<text>{piece}</text>").repeat(1024);
        xml_row("1", 1, &format!("<entrydata name=\"A\">{texts}<text>{more}</text></entrydata>"))
    };
    for (more, wanted) in [("", "3 01 A="), ("x", "3 01 … A=")] {
        let told = told(&xml(1, &row(more)));
        assert!(told.len() == 1 && told[0].starts_with(wanted), "{more}");
    }
    // Each row begins anew.
    let two = format!("{}{}", row(""), row("").replace("position=\"1\"", "position=\"2\""));
    assert!(told(&xml(2, &two)).iter().all(|line| !line.contains('…')));
}

#[test]
fn views_are_told_from_other_files() {
    for text in [
        "<viewentries toplevelentries='1'/>",
        "\u{feff}<?xml version='1.0'?>\n<viewentries>",
        "{\"@timestamp\":\"x\",\"@toplevelentries\":\"1\",\"viewentry\":[]}",
    ] {
        assert!(takes(recognise, "x", text.as_bytes()), "{text}");
    }
    for text in [
        "",
        "<?xml version='1.0'?><a/>",
        "<html><viewentries>",
        "see <viewentries>",
        "{}",
        "\"viewentry\"",
        "[\"viewentry\"]",
    ] {
        assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        said(read, &bytes);
    }

    #[test]
    fn no_rows_make_it_panic(
        text in "(<viewentries toplevelentries='2'>|</?viewentry>|<viewentry unid='1'>|</?entrydata>|<entrydata name='a'>|</?text>|x|&|<){0,20}",
    ) {
        told(&text);
    }

    #[test]
    fn no_json_makes_it_panic(
        text in "\\{([\\[\\]{},:]|\"viewentry\":|\"entrydata\":|\"@name\":|\"@unid\":|\"0\":|\"a\"){0,30}",
    ) {
        told(&text);
    }
}
