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
    let cases: [(String, &[&str]); 10] = [
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
             \"documents\":[{\"items\":{\"B\":\"1\"}}]}]}]}"
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
            one_touch("{\"items\":{\"A\":\"1\"}},{\"items\":{\"B\":\"1\",\"C\":").replace("]}]}}", ""),
            &["-: A=1", "- …: B=1", "json-broken@1"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&text), wanted, "{text}");
    }
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
    for text in [one_touch(""), "{\"steps\":[{\"databases\":[]}]}".to_owned()] {
        assert!(takes(recognise, "x.json", text.as_bytes()), "{text}");
    }
    for text in ["", "{}", "{\"documents\":[]}", "{\"steps\":[]}", "\"serverSetup\""] {
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
