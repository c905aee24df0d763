//! JSON of the Domino REST API (`GET /api/v1/document/…`, lists of documents) and of Domino Access
//! Services (`GET /….nsf/api/data/documents/…`, rows of views).
//!
//! Described in the OpenAPI file of the HCL Domino REST API, and for Access Services in the
//! specification and source published by OpenNTF. Both give the items that a configuration or a view
//! allows, so what is missing proves nothing.

use super::draft::Draft;
use super::json::{self, Json, Node};
use super::remarks::Remarks;
use super::{Context, DocumentSource, Head, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;
use jiff::Timestamp;

/// Members that only documents of these services have.
const SIGNS: [&str; 4] = ["@meta", "@unid", "@form", "@noteid"];
/// Depth at which lists of documents are looked for.
const MAX_DEPTH: usize = 4;

/// Whether this is JSON of a Domino service.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    let quoted = |name: &str| text.contains(&format!("\"{name}\""));
    text.starts_with(['{', '['])
        && (SIGNS.iter().any(|name| quoted(name))
            || quoted("Form")
            || (quoted("docs") && quoted("unid")))
}

/// Reads the documents.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let loaded = json::load(input, &mut remarks, sink);
    let mut reader = Reader { context, sink, remarks, documents: 0, lost: !loaded.whole };
    if let Some(root) = &loaded.root {
        reader.find(root, 0);
        if reader.documents == 0 {
            reader.warn(Warning::new("json-holds-no-documents", None));
        }
    }
    let lost = reader.lost;
    reader.remarks.finish(reader.sink);
    if lost { ReadExtent::Part } else { ReadExtent::Full }
}

struct Reader<'r> {
    context: &'r Context<'r>,
    sink: &'r mut dyn Sink,
    remarks: Remarks,
    documents: u64,
    lost: bool,
}

impl Reader<'_> {
    fn warn(&mut self, warning: Warning) {
        self.remarks.push(self.sink, warning);
    }

    /// Takes a document, or the documents in the lists of an answer.
    fn find(&mut self, node: &Node, depth: usize) {
        if is_document(node) {
            return self.document(node);
        }
        if depth < MAX_DEPTH {
            node.list().iter().for_each(|value| self.find(value, depth + 1));
            node.members().iter().for_each(|(_, value)| self.find(value, depth + 1));
        }
    }

    fn document(&mut self, node: &Node) {
        let place = Location::line(&self.context.path, node.line);
        let mut draft = Draft::new(self.context, DocumentSource::Excerpt, place);
        for (name, value) in node.members().iter().filter(|(_, value)| value.value != Json::Cut) {
            let fits = match name.as_str() {
                "@meta" => self.meta(&mut draft, value),
                "@modified" | "@lastmodified" => {
                    draft.modified(time(value));
                    true
                }
                "@unid" | "@form" | "@parentid" | "@parentunid" => {
                    json::push_item(&mut draft, name, value, self.context)
                }
                service if service.starts_with('@') => true,
                _ => json::push_item(&mut draft, name, value, self.context),
            };
            if !fits {
                self.lost = true;
                self.warn(Warning::new("document-too-large", value.line));
            }
        }
        if let Some(document) = json::finish_document(draft, node) {
            self.documents += 1;
            self.sink.record(Record::Document(document));
        }
    }

    fn meta(&self, draft: &mut Draft<'_>, meta: &Node) -> bool {
        draft.modified(meta.get("lastmodified").and_then(time));
        match meta.get("unid") {
            Some(unid) => json::push_item(draft, "@unid", unid, self.context),
            None => true,
        }
    }
}

/// A document tells its form or where it stands; the answer around a list of them does not.
fn is_document(node: &Node) -> bool {
    let own = SIGNS.iter().any(|name| node.get(name).is_some());
    let form = node.members().iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("form") && matches!(value.value, Json::Text(_) | Json::List(_))
    });
    own || form || matches!(node.get("unid"), Some(Node { value: Json::Text(_), .. }))
}

fn time(node: &Node) -> Option<Timestamp> {
    node.text()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{said, takes};
    use super::*;
    use crate::formats::ItemValue;

    /// Each document as `form unid: name=value; …` with its line, then the warnings.
    fn told(text: &str) -> Vec<String> {
        let said = said(super::read, text.as_bytes());
        let documents = said.records.iter().map(|record| {
            let Record::Document(document) = record else { panic!("{record:?}") };
            assert_eq!(document.source, DocumentSource::Excerpt);
            let items = document.items.iter().map(|item| match &item.value {
                ItemValue::Values(values) => format!("{}={}", item.name, values.join("|")),
                ItemValue::Opaque(kind) => format!("{} ({kind})", item.name),
                other => format!("{}={other:?}", item.name),
            });
            let items: Vec<_> = items.collect();
            format!(
                "{} {}{}: {}",
                document.location.line.unwrap(),
                document.form.as_deref().unwrap_or("-"),
                if document.truncated { " …" } else { "" },
                items.join("; ")
            )
        });
        documents.chain(said.told()).collect()
    }

    #[test]
    fn documents_of_both_services() {
        let cases: [(&str, &[&str]); 8] = [
            (
                "{\"@meta\":{\"noteid\":1,\"unid\":\"0A\",\"lastmodified\":\"2026-11-24T07:15:02Z\"},\n\
                 \"Form\":\"Server\",\"LdISite\":1,\"NetAddresses\":[\"a\",\"b\"],\"x\":null,\"y\":[]}",
                &["1 Server: @unid=0A; Form=Server; LdISite=1; NetAddresses=a|b; y="],
            ),
            (
                "[\n{\"@unid\":\"0A\",\"@form\":\"WebSite\",\"@href\":\"/x\",\"ISiteName\":\"m\"},\n\
                 {\"@unid\":\"0B\",\"@form\":\"WebSite\"}]",
                &[
                    "2 WebSite: @unid=0A; @form=WebSite; ISiteName=m",
                    "3 WebSite: @unid=0B; @form=WebSite",
                ],
            ),
            (
                "{\"server\":\"A\",\"docs\":[{\"unid\":\"0A\",\"form\":[\"Server\"],\"ldisite\":[\"1\"]}]}",
                &["1 Server: unid=0A; form=Server; ldisite=1"],
            ),
            (
                "{\"Form\":\"Memo\",\"Body\":{\"type\":\"multipart\",\"content\":[]},\
                 \"D\":{\"data\":\"2026-11-24\",\"type\":\"datetime\"}}",
                &["1 Memo: Form=Memo; Body (object); D=2026-11-24"],
            ),
            (
                "{\"Form\":\"A\",\"X\":\"1\",\"X\":\"2\",\"HTTPPassword\":\"geheim\"}",
                &[
                    "1 A: Form=A; X=1; X=2; HTTPPassword=Secret(Secret(…))",
                    "json-repeated-name@1 count=2 key=X",
                ],
            ),
            (
                "[{\"Form\":\"A\"},\n{\"Form\":\"B\",\"X\":",
                &["1 A: Form=A", "2 B …: Form=B", "json-broken@2"],
            ),
            ("{\"a\":{\"b\":1}}", &["json-holds-no-documents"]),
            ("[{\"Form\":\"A\",\"X\":[1,\n", &["1 A …: Form=A; X (object)", "json-broken@2"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(told(text), wanted, "{text}");
            let whole = !wanted.iter().any(|line| line.starts_with("json-broken"));
            let extent = if whole { ReadExtent::Full } else { ReadExtent::Part };
            assert_eq!(said(super::read, text.as_bytes()).extent, Some(extent), "{text}");
        }
    }

    #[test]
    fn a_document_of_too_many_items_is_cut_and_told() {
        let items = |count: usize| -> String {
            (1..count).map(|number| format!(",\n\"N{number}\":1")).collect()
        };
        let full = said(super::read, format!("{{\"Form\":\"A\"{}}}", items(5_000)).as_bytes());
        assert_eq!((full.told(), full.extent), (vec![], Some(ReadExtent::Full)));
        let more = said(super::read, format!("{{\"Form\":\"A\"{}}}", items(5_002)).as_bytes());
        assert_eq!(more.told(), ["document-too-large@5001"]);
        assert_eq!(more.extent, Some(ReadExtent::Part));
    }

    #[test]
    fn an_id_and_a_parent_are_read() {
        let (own, parent) = ("0".repeat(31) + "a", "0".repeat(31) + "B");
        let text = format!("{{\"@unid\":\"{own}\",\"@parentid\":\"{parent}\",\"@form\":\"R\"}}");
        let said = said(super::read, text.as_bytes());
        let Record::Document(document) = &said.records[0] else { panic!() };
        assert_eq!(document.unid, Some(own.to_uppercase()));
        assert_eq!((document.parent.clone(), document.response), (Some(parent), true));
    }

    #[test]
    fn documents_are_looked_for_so_deep_and_no_deeper() {
        for (open, close) in [("{\"a\":", "}"), ("[", "]")] {
            let at = |depth: usize| {
                told(&format!("{}{{\"Form\":\"A\"}}{}", open.repeat(depth), close.repeat(depth)))
            };
            assert_eq!(at(MAX_DEPTH), ["1 A: Form=A"]);
            assert_eq!(at(MAX_DEPTH + 1), ["json-holds-no-documents"]);
        }
    }

    #[test]
    fn the_day_of_a_document_and_what_breaks_off_are_told() {
        let modified = |member: &str| {
            let text = format!("{{\"Form\":\"A\",\"{member}\":\"2026-11-24T07:15:02Z\"}}");
            let said = said(super::read, text.as_bytes());
            let Record::Document(document) = &said.records[0] else { panic!() };
            (document.modified.map(|time| time.to_string()), said.extent)
        };
        let day = Some("2026-11-24T07:15:02Z".to_owned());
        assert_eq!(modified("@modified"), (day.clone(), Some(ReadExtent::Full)));
        assert_eq!(modified("@lastmodified"), (day, Some(ReadExtent::Full)));
        assert_eq!(modified("@created").0, None);
        assert_eq!(said(super::read, b"{\"Form\":\"A\"").extent, Some(ReadExtent::Part));
    }

    #[test]
    fn json_of_domino_is_told_from_other_json() {
        for text in [
            "{\"@unid\":\"x\"}",
            "\u{feff} [{\"Form\":\"x\"}]",
            "{\"@meta\":{}}",
            "{\"docs\":[{\"unid\":\"x\"}]}",
        ] {
            assert!(takes(recognise, "x.json", text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "{}",
            "{\"name\":\"x\"}",
            "{\"docs\":1}",
            "{\"unid\":1}",
            "\"Form\"",
            "Form: \"@unid\"",
            "{\"docs\":[]}",
            "{\"unid\":\"x\"}",
        ] {
            assert!(!takes(recognise, "x.json", text.as_bytes()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(super::read, &bytes);
        }

        #[test]
        fn no_json_makes_it_panic(
            text in "([\\[\\]{},:]|\"@meta\":|\"@unid\":|\"Form\":|\"a\"|1|null){0,30}",
        ) {
            told(&text);
        }
    }
}
