use super::super::sample::{said, takes};
use super::*;
use crate::formats::ItemValue;

/// Documents and settings, then the warnings.
fn told(text: &str) -> Vec<String> {
    let said = said(read, text.as_bytes());
    let records = said.records.iter().map(|record| match record {
        Record::Setting(setting) => match &setting.value {
            Value::Plain(value) => format!("{}={value}", setting.key),
            Value::Secret(_) => format!("{}=?", setting.key),
        },
        Record::Document(document) => {
            assert_eq!(document.source, DocumentSource::Written);
            let items = document.items.iter().map(|item| match &item.value {
                ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
                other => format!("{}={other:?}", item.name),
            });
            let items: Vec<_> = items.collect();
            let more = if document.truncated { " …" } else { "" };
            format!("{}{more}: {}", document.form.as_deref().unwrap_or("-"), items.join("; "))
        }
        other => panic!("{other:?}"),
    });
    records.chain(said.told()).collect()
}

/// A one-touch file with these documents.
fn one_touch(documents: &str) -> String {
    format!(
        "{{\"appConfiguration\":{{\"databases\":[{{\"filePath\":\"names.nsf\",\"action\":\"update\",\
         \"documents\":[{documents}]}}]}}}}"
    )
}

#[test]
fn what_is_to_be_written_is_read() {
    let cases: [(String, &[&str]); 18] = [
        (
            one_touch(
                "{\"action\":\"create\",\"items\":{\"Form\":\"WebSite\",\"ISiteAdrs\":[\"a\",\"b\"],\"N \":4}}",
            ),
            &["WebSite: Form=WebSite; ISiteAdrs=a|b; N=4"],
        ),
        (
            one_touch(
                "{\"action\":\"update\",\"findDocument\":{\"Type\":\"Server\",\"ServerName\":\"A/Acme\"},\
                 \"items\":{\"LdISite\":\"1\"}}",
            ),
            &["Server: LdISite=1; Type=Server; ServerName=A/Acme; Form=Server"],
        ),
        (
            one_touch(
                "{\"findDocument\":\"Form = \\\"Server\\\" & ServerName = \\\"A/Acme\\\"\",\
                 \"items\":{\"LdISite\":\"1\"}}",
            ),
            &["Server: LdISite=1; Form=Server; ServerName=A/Acme"],
        ),
        (
            one_touch("{\"findDocument\":\"Form=\\\"A\\\" | X=\\\"B\\\"\",\"items\":{\"Y\":\"1\"}}"),
            &["-: Y=1"],
        ),
        (
            one_touch("{\"items\":{\"X\":\"{{ A }}\",\"X\":\"2\",\"KeyPassword\":\"geheim\"}}"),
            &[
                "-: X={{ A }}; X=2; KeyPassword=Secret(Secret(…))",
                "json-repeated-name@1 count=2 key=X",
            ],
        ),
        (one_touch("{\"action\":\"export\",\"items\":{\"X\":\"1\"}}"), &["json-holds-no-documents"]),
        (
            "{\"documents\":[{\"create\":true,\"fields\":[{\"name\":\"HTTP_SSLMode\",\"value\":\"1\"}]}]}"
                .to_owned(),
            &["-: HTTP_SSLMode=1"],
        ),
        (
            "{\"steps\":[{\"databases\":[{\"filePath\":\"names.nsf\",\"documents\":[{\"search\":\
             {\"formula\":\"Type=\\\"Server\\\"\"},\"items\":{\"A\":\"1\"}}]},{\"filePath\":\"x.nsf\",\
             \"documents\":[{\"items\":{\"B\":\"1\"},\"notesINI\":{\"C\":\"1\"}}]}]}]}"
                .to_owned(),
            &["Server: A=1; Type=Server; Form=Server"],
        ),
        (
            "{\"serverSetup\":{\"admin\":{\"password\":\"geheim\"},\"notesINI\":{\"ENABLE_SNI\":\"1\",\
             \"NTS_DB_PASSWORD\":\"geheim\",\"N\":5}}}"
                .to_owned(),
            &["ENABLE_SNI=1", "NTS_DB_PASSWORD=?", "N=5"],
        ),
        (
            one_touch("{\"items\":{\"Form\":\"WebSite\",\"Type\":\"Server\"}}"),
            &["WebSite: Form=WebSite; Type=Server"],
        ),
        (
            one_touch(
                "{\"findDocument\":{\"type\":\"Server\",\"X\":\"1\"},\"items\":{\"Type\":\"Person\"}}",
            ),
            &["Person: Type=Person; X=1; Form=Person"],
        ),
        (
            one_touch(
                "{\"findDocument\":\"SELECT $Type = \\\"A\\\" & My_2=\\\"B\\\"\",\"items\":{\"Y\":\"1\"}}",
            ),
            &["-: Y=1; $Type=A; My_2=B"],
        ),
        (
            one_touch("{\"findDocument\":\"= \\\"A\\\"\",\"items\":{\"Y\":\"1\"}}"),
            &["-: Y=1"],
        ),
        (
            one_touch("{\"findDocument\":\"@Name(X) = \\\"A\\\"\",\"items\":{\"Y\":\"1\"}}"),
            &["-: Y=1"],
        ),
        (one_touch("{\"findDocument\":{\"A\":\"1\"}}"), &["json-holds-no-documents"]),
        (
            "{\"databases\":[{\"filePath\":\"C:\\\\data\\\\NAMES.nsf\",\"documents\":[{\"items\":{\"A\":1}}]},\
             {\"filePath\":\"data/names.nsf\",\"documents\":[{\"items\":{\"B\":1}}]},\
             {\"filePath\":\"names.nsf/x\",\"documents\":[{\"items\":{\"C\":1}}]}]}"
                .to_owned(),
            &["-: A=1", "-: B=1"],
        ),
        (
            "{\"notesINI\":{\"JavaOptions\":\"-Dproxy.password=geheim\",\"X\":{\"y\":1},\"Z\":1}}".to_owned(),
            &["JavaOptions=?", "Z=1"],
        ),
        (
            one_touch("{\"items\":{\"A\":\"1\"}},{\"items\":{\"B\":\"1\",\"C\":").replace("]}]}}", ""),
            &["-: A=1", "- …: B=1", "json-broken@1"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&text), wanted, "{text}");
    }
}

#[test]
fn what_is_too_much_is_left_out_and_told() {
    let numbered = |count: usize| -> String {
        let members: Vec<_> = (0..count).map(|number| format!("\"N{number}\":1")).collect();
        members.join(",")
    };
    let settings = |count| format!("{{\"notesINI\":{{{}}}}}", numbered(count));
    let items = |count, found_by| {
        one_touch(&format!("{{\"findDocument\":{found_by},\"items\":{{{}}}}}", numbered(count)))
    };
    let cases = [
        (settings(MAX_SETTINGS), MAX_SETTINGS, vec![]),
        (settings(MAX_SETTINGS + 2), MAX_SETTINGS, vec!["setup-too-many-settings@1 limit=10000"]),
        (items(5_000, "{}"), 1, vec![]),
        (items(5_001, "{}"), 1, vec!["document-too-large@1"]),
        (items(5_000, "{\"A\":\"1\"}"), 1, vec!["document-too-large@1"]),
    ];
    for (text, records, warnings) in cases {
        let said = said(read, text.as_bytes());
        let whole = if warnings.is_empty() { ReadExtent::Full } else { ReadExtent::Part };
        assert_eq!(
            (said.records.len(), said.told()),
            (records, warnings.iter().map(|w| (*w).to_owned()).collect())
        );
        assert_eq!(said.extent, Some(whole));
    }
    assert_eq!(said(read, one_touch("{").as_bytes()).extent, Some(ReadExtent::Part));
}

#[test]
fn a_template_is_refused() {
    for text in [
        "{\"serverSetup\":{\n\"server\": {{ name | to_json }}}}",
        "{\"appConfiguration\":{\n{% if a %}\"x\":1{% endif %}}}",
    ] {
        assert!(takes(recognise, "setup.json.j2", text.as_bytes()));
        assert_eq!(told(text), ["json-template@2"]);
    }
}

#[test]
fn set_up_files_are_told_from_others() {
    for text in [
        one_touch("").as_str(),
        "{\"steps\":[{\"databases\":[]}]}",
        "{\"serverSetup\":{}}",
        "[{\"documents\":[{\"findDocument\":{}}]}]",
        "{\"documents\":[{\"computeWithForm\":true}]}",
        "{\"documents\":[{\"fields\":[]}]}",
    ] {
        assert!(takes(recognise, "x.json", text.as_bytes()), "{text}");
    }
    for text in [
        "",
        "{}",
        "{\"documents\":[]}",
        "{\"steps\":[]}",
        "{\"databases\":[]}",
        "{\"fields\":[]}",
        "\"serverSetup\"",
    ] {
        assert!(!takes(recognise, "x.json", text.as_bytes()), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        said(read, &bytes);
    }

    #[test]
    fn no_json_makes_it_panic(
        text in "([\\[\\]{},:]|\"documents\":|\"items\":|\"notesINI\":|\"findDocument\":|\"a\"|1){0,30}",
    ) {
        told(&text);
    }
}
