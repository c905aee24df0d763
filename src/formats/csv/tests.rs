use super::*;
use crate::formats::ItemValue;
use crate::formats::sample::{said, takes};
use crate::intake::MAX_LINE;
use proptest::prelude::*;

/// Each document as `form: name=value; …` with `|` between values, `…` where a part is missing; then
/// the warnings.
fn told(bytes: &[u8]) -> Vec<String> {
    let said = said(read, bytes);
    let documents = said.records.iter().map(|record| {
        let Record::Document(document) = record else { panic!("{record:?}") };
        assert_eq!(document.source, DocumentSource::Excerpt);
        let items = document.items.iter().map(|item| match &item.value {
            ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
            other => format!("{}={other:?}", item.name),
        });
        let items: Vec<_> = items.collect();
        let form = document.form.as_deref().unwrap_or("-");
        let more = if document.truncated { " …" } else { "" };
        format!("{form}: {}{more}", items.join("; "))
    });
    documents.chain(said.told()).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, wanted) in cases {
        assert_eq!(&told(text.as_bytes()), wanted, "{text}");
    }
}

#[test]
fn names_and_values_make_one_document() {
    let server = "Server: Form=Server; ServerName=CN=A/O=Acme; LdISite=1";
    check(&[
        ("Form,Server\nServerName,CN=A/O=Acme\nLdISite,1\n", &[server]),
        ("Field;Value\r\nForm;Server\r\nServerName;CN=A/O=Acme\r\nLdISite;1\r\n", &[server]),
        ("Feld\tWert\nForm\tServer\nServerName\tCN=A/O=Acme\nLdISite\t1", &[server]),
        (
            "\u{feff}\"Form\",\"Server\"\n\"ServerName\",\"CN=A/O=Acme\"\n\"LdISite\",\"1\"\n",
            &[server],
        ),
        ("sep=;\r\nForm;Server\r\nServerName;CN=A/O=Acme\r\nLdISite;1\r\n", &[server]),
        ("\u{feff}SEP=\t\nForm\tServerName\tLdISite\nServer\tCN=A/O=Acme\t1\n", &[server]),
        ("フィールド,値\nセッションベースの認証,いいえ\n", &["-: セッションベースの認証=いいえ"]),
        (
            "Maske;Server\nInternet-Authentifizierung;Mehr Namensvariationen\n",
            &["Server: Maske=Server; Internet-Authentifizierung=Mehr Namensvariationen"],
        ),
        (
            "Form,WebSite\nISiteAdrs,\"a.example.com\nb.example.com\"\nWSHostingSrvrs,\"A/Acme, B/Acme\"\n",
            &[
                "WebSite: Form=WebSite; ISiteAdrs=a.example.com|b.example.com; WSHostingSrvrs=A/Acme|B/Acme",
            ],
        ),
        (
            "Form,A\nType,x\n\nForm,B\nForm,C\nType,y",
            &["A: Form=A; Type=x", "B: Form=B", "C: Form=C; Type=y"],
        ),
        ("Form,A\nType,x,y\n", &["A: Form=A …", "table-uneven@2 count=1"]),
        ("Form,A\nType,x, ,\nB,1\nC,2\n", &["A: Form=A; Type=x; B=1; C=2"]),
        ("Form,A\nalone\nType,x\n", &["A: Form=A; Type=x", "table-uneven@2 count=1"]),
        ("Form,A\nType,\"a, b\n\n c\n\"\n", &["A: Form=A; Type=a, b|c"]),
    ]);
}

#[test]
fn a_column_of_what_is_wanted_is_no_evidence() {
    for header in ["Setting,Recommended value", "Item,Target", "Field,Default", "foo,bar"] {
        let text = format!("{header}\nForm,Server\nServerName,CN=A/O=Acme\nLdISite,1\n");
        let warning = format!("table-header-unclear@1 header={header}");
        assert_eq!(told(text.as_bytes()), [warning], "{header}");
    }
}

#[test]
fn rows_below_a_header_are_documents() {
    check(&[
        (
            "Form,ServerName,LdISite\nServer,A/Acme,1\nServer,B/Acme,\n",
            &[
                "Server: Form=Server; ServerName=A/Acme; LdISite=1",
                "Server: Form=Server; ServerName=B/Acme; LdISite=",
            ],
        ),
        ("ServerName;LdISite\nA/Acme;1\n", &["-: ServerName=A/Acme; LdISite=1"]),
        (
            "Form;ServerName;LdISite\nServer;A/Acme\nServer;B/Acme;1\nServer;C/Acme;1;2\n",
            &[
                "Server: Form=Server; ServerName=A/Acme …",
                "Server: Form=Server; ServerName=B/Acme; LdISite=1",
                "Server: Form=Server; ServerName=C/Acme; LdISite=1 …",
                "table-uneven@2 count=2",
            ],
        ),
        ("Form,ServerName,LdISite\n", &["table-holds-no-rows"]),
        ("", &["table-holds-no-rows"]),
    ]);
}

#[test]
fn what_can_not_be_read_hides_nothing_else() {
    check(&[
        (
            "Form,ServerName,X\nServer,\"A,1\nServer,B/Acme,1\n",
            &[
                "Server: Form=Server; ServerName=A|1 …",
                "Server: Form=Server; ServerName=B/Acme; X=1",
                "table-open-quote@2 limit=1000",
                "table-uneven@2 count=1",
            ],
        ),
        (
            "Form,ServerName\nServer,A\0\nServer,B/Acme\n",
            &["Server: Form=Server; ServerName=B/Acme", "nul-in-line@2"],
        ),
    ]);
    let latin = b"Form;ServerTitle\nServer;M\xfcnchen\n";
    assert_eq!(told(latin), ["Server: Form=Server; ServerTitle=München"]);
    let secret = told(b"Form,HTTPPassword\nServer,geheim\n");
    assert_eq!(secret, ["Server: Form=Server; HTTPPassword=Secret(Secret(…))"]);
}

#[test]
fn what_is_too_wide_or_too_large_is_cut_and_told() {
    let row = |first: &str, cells: usize| format!("{first}{}\n", ",c".repeat(cells - 1));
    for (cells, warnings) in [
        (MAX_COLUMNS, vec![]),
        (MAX_COLUMNS + 1, vec!["table-too-wide@1 limit=2000", "table-too-wide@2 limit=2000"]),
    ] {
        let said = said(read, (row("Form", cells) + &row("Server", cells)).as_bytes());
        assert_eq!(said.told(), warnings, "{cells}");
        let Record::Document(document) = &said.records[0] else { panic!("{:?}", said.records) };
        assert_eq!(document.items.len(), MAX_COLUMNS);
    }
    // Values are short here, so that it is their number that fills a document.
    let cell = format!("\"{}\"", "a,".repeat(9_000));
    let full = vec![cell.as_str(); 20].join(",");
    let names: String = (1..=20).map(|number| format!(",N{number}")).collect();
    let wide = format!("Form{names},Last\nServer,{full},1\nServer,1\n");
    let pairs = format!("X,{cell}\n").repeat(20);
    for (text, line) in [(wide, 2), (format!("Form,Server\nType,x\n{pairs}"), 17)] {
        let told = said(read, text.as_bytes()).told();
        assert_eq!(told[0], format!("document-too-large@{line}"), "{told:?}");
    }
    let long = format!("Form,ServerName\nServer,{}\nServer,B\n", "x".repeat(MAX_LINE));
    check(&[(&long, &["Server: Form=Server; ServerName=B", "line-too-long@2"])]);
}

#[test]
fn what_a_value_itself_carries_may_be_a_secret() {
    let told = told(b"Form,Url\nServer,https://jane:geheim@mail.example.com\n");
    assert_eq!(told, ["Server: Form=Server; Url=Secret(Secret(\u{2026}))"]);
}

#[test]
fn a_place_is_the_line_of_the_row() {
    let said = said(read, b"Form,ServerName,X\nServer,\"A\nB\",1\nServer,C,2\n");
    let lines: Vec<_> = said
        .records
        .iter()
        .map(|record| match record {
            Record::Document(document) => document.location.line,
            _ => None,
        })
        .collect();
    assert_eq!(lines, [Some(2), Some(4)]);
}

#[test]
fn tables_of_a_directory_are_told_from_other_files() {
    for (name, text) in [
        ("x.csv", "Form,Comment\nServer,x\n"),
        ("x.txt", "Form;Type;Comment\nServer;Server;x\n"),
        ("x.txt", "ServerName\tLdISite\nA/Acme\t1\n"),
        ("x.csv", "Sitzungsauthentifizierung;Deaktiviert\n"),
    ] {
        assert!(takes(recognise, name, text.as_bytes()), "{text}");
    }
    for (name, text) in [
        ("x.csv", ""),
        ("x.csv", "Name,Colour\nAnn,red\n"),
        ("x.csv", "Form\nServer\n"),
        ("x.txt", "Form, type and other words, in a sentence.\nMore of them.\nAnd more.\n"),
        ("x.txt", "[Notes]\nDirectory=/d,x\n"),
    ] {
        assert!(!takes(recognise, name, text.as_bytes()), "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        told(&bytes);
        takes(recognise, "x.csv", &bytes);
    }

    #[test]
    fn no_table_makes_it_panic(text in "(Form|ServerName|[a\",;\t\n\r|ü ]){0,60}") {
        told(text.as_bytes());
        takes(recognise, "x.csv", text.as_bytes());
    }

    /// What is written and read again is the same.
    #[test]
    fn a_written_table_gives_its_cells(
        rows in prop::collection::vec(prop::collection::vec("[a-z\"; \n]{0,5}x", 3), 1..6),
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["Form", "ServerName", "LdISite"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let said = said(read, &writer.into_inner().unwrap());
        prop_assert_eq!(said.records.len(), rows.len());
    }
}
