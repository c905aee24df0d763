//! Certificates and private keys in PEM (RFC 7468) inside of items, as documents of a certificate store
//! (certstore.nsf) may hold them, whatever export they come from.
//!
//! Which items those are no source names, so they are known by their text alone. The certificates are
//! handed on like those of a file of [`super::pem`]; an item that holds a private key becomes a secret,
//! and that it is there is told. Conflicts and documents that were cut off are never judged, and so are
//! their certificates.

use super::pem::{self, BEGIN};
use super::remarks::Remarks;
use super::{Document, Item, ItemValue, Record, Sink, x509};
use crate::evidence::{Location, Secret, Warning};
use std::borrow::Cow;

/// What ends the line that begins it.
const DASHES: &str = "-----";
/// What ends it.
const END: &str = "-----END ";
/// Certificates of one document that are kept.
const MAX_CERTIFICATES: usize = 100;

/// Passes on what a reader finds, and looks at the items of each document.
pub(super) struct PemItems<'s> {
    sink: &'s mut dyn Sink,
    remarks: Remarks,
}

impl<'s> PemItems<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink) -> Self {
        Self { sink, remarks: Remarks::default() }
    }

    /// Says at the end how many warnings were not passed on.
    pub(super) fn finish(self) {
        self.remarks.finish(self.sink);
    }

    fn warn(&mut self, code: &'static str, item: &Item) {
        let warning = Warning::new(code, item.location.line).with("item", &item.name);
        self.remarks.push(self.sink, warning);
    }

    fn look(&mut self, document: &mut Document) {
        let mut found = Vec::new();
        for item in &mut document.items {
            let Some(text) = text_of(&item.value) else { continue };
            let (certificates, has_key) = blocks(&text);
            for certificate in certificates.into_iter().take(MAX_CERTIFICATES) {
                match x509::of_base64(certificate) {
                    Some(certificate) => found.push((item.location.clone(), certificate)),
                    None => self.warn("item-certificate-broken", item),
                }
            }
            if has_key {
                self.warn("item-private-key", item);
                item.value = ItemValue::Secret(Secret::new(text.into_owned()));
            }
        }
        found.truncate(MAX_CERTIFICATES);
        self.hand_on(document, &found);
    }

    fn hand_on(&mut self, document: &Document, found: &[(Location, super::Certificate)]) {
        if found.is_empty() {
            return;
        }
        if document.conflict || document.truncated {
            let warning = Warning::new("item-certificate-unjudged", document.location.line);
            return self.remarks.push(self.sink, warning);
        }
        for chain in pem::chains(found) {
            self.sink.record(Record::Certificate(Box::new(chain)));
        }
    }
}

impl Sink for PemItems<'_> {
    fn record(&mut self, mut record: Record) {
        if let Record::Document(document) = &mut record {
            self.look(document);
        }
        self.sink.record(record);
    }

    fn has_enough_of(&self, replica: Option<&str>, form: &str) -> bool {
        self.sink.has_enough_of(replica, form)
    }

    fn dated(&mut self, time: jiff::civil::DateTime) {
        self.sink.dated(time);
    }

    fn warn(&mut self, warning: Warning) {
        self.sink.warn(warning);
    }
}

/// The text of an item in which PEM begins; a list may hold a line in each value.
fn text_of(value: &ItemValue) -> Option<Cow<'_, str>> {
    match value {
        ItemValue::Values(values) if values.iter().any(|value| pem::begins_in(value)) => {
            Some(Cow::Owned(values.join("\n")))
        }
        ItemValue::RichText(text) if pem::begins_in(text) => Some(Cow::Borrowed(text)),
        ItemValue::Secret(secret) => secret.text_with(BEGIN).map(Cow::Borrowed),
        _ => None,
    }
}

/// What stands between the two lines of each certificate, and whether there is a private key.
fn blocks(text: &str) -> (Vec<&str>, bool) {
    let (mut certificates, mut has_key) = (Vec::new(), false);
    for block in text.split(BEGIN).skip(1) {
        let Some((label, rest)) = block.split_once(DASHES) else { continue };
        has_key |= pem::is_key(label.trim());
        if pem::is_certificate(label.trim()) {
            certificates.push(rest.split_once(END).map_or("", |(body, _)| body));
        }
    }
    (certificates, has_key)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Said, said};
    use super::super::x509::tests::{GOOD, ISSUING};
    use super::super::{Kind, read};
    use super::*;

    const KEY: &str =
        "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0IHNlY3JldA==\n-----END EC PRIVATE KEY-----\n";

    fn dxl(text: &str) -> Said {
        said(|input, context, sink| read(Kind::Dxl, input, context, sink), text.as_bytes())
    }

    /// `name@item < signer …` of each certificate, then the warnings; nothing of a key may be there.
    fn told(said: &Said) -> Vec<String> {
        let all = format!("{:?}{:?}", said.records, said.told());
        assert!(!all.contains("c2VjcmV0"), "{all}");
        let chains = said.records.iter().filter_map(|record| match record {
            Record::Certificate(chain) => {
                let signers = chain.signers.iter().map(|signer| format!(" < {}", signer.name()));
                let item = chain.location.item.as_deref().unwrap();
                Some(format!("{}@{item}{}", chain.own.name(), signers.collect::<String>()))
            }
            _ => None,
        });
        let warnings = said.told().into_iter();
        chains.chain(warnings.map(|text| text.split('@').next().unwrap().to_owned())).collect()
    }

    fn document(attributes: &str, items: &str) -> String {
        format!(
            "<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'><document form='Kept'{attributes}><noteinfo unid='{:032X}' sequence='1'/>{items}</document></database>",
            7
        )
    }

    fn item(name: &str, pem: &str) -> String {
        let lines = pem.replace('\n', "<break/>");
        format!("<item name='{name}'><text>{lines}</text></item>")
    }

    #[test]
    fn certificates_are_known_by_their_text_in_any_item() {
        let issued = "mail.example.com@A < Acme Issuing CA 1";
        let rows: String = GOOD.lines().map(|line| format!("<text>{line}</text>")).collect();
        let paragraphs: String =
            GOOD.lines().map(|line| format!("<par><run>{line}</run></par>")).collect();
        let cases: [(String, &[&str]); 7] = [
            (item("A", &format!("{GOOD}{ISSUING}")), &[issued]),
            (item("A", GOOD) + &item("B", ISSUING), &[issued]),
            (format!("<item name='A'><textlist>{rows}</textlist></item>"), &["mail.example.com@A"]),
            (
                format!("<item name='A'><richtext>{paragraphs}</richtext></item>"),
                &["mail.example.com@A"],
            ),
            (item("A", ISSUING), &[]),
            (item("A", &GOOD[..200]), &["item-certificate-broken"]),
            (item("A", "no -----BEGIN here"), &[]),
        ];
        for (items, wanted) in cases {
            assert_eq!(told(&dxl(&document("", &items))), wanted, "{items}");
        }
        for attribute in [" conflict='true'", " truncated='true'"] {
            let found = dxl(&document(attribute, &item("A", GOOD)));
            assert_eq!(told(&found), ["item-certificate-unjudged"], "{attribute}");
        }
    }

    #[test]
    fn an_item_with_a_private_key_is_a_secret() {
        let both = format!("{KEY}{GOOD}");
        // The second name stands for a secret by itself.
        for name in ["Bundle", "HTTPPassword"] {
            let found = dxl(&document("", &item(name, &both)));
            let certificate = format!("mail.example.com@{name}");
            assert_eq!(told(&found), [certificate.as_str(), "item-private-key"]);
            let hidden = found.records.iter().any(|record| match record {
                Record::Document(document) => {
                    matches!(document.items[0].value, ItemValue::Secret(_))
                }
                _ => false,
            });
            assert!(hidden, "{name}");
        }
        let twice = dxl(&document("", &item("Bundle", &format!("{KEY}{KEY}"))));
        assert_eq!(told(&twice), ["item-private-key"]);
        let paragraphs: String =
            KEY.lines().map(|line| format!("<par><run>{line}</run></par>")).collect();
        let rich = format!("<item name='A'><richtext>{paragraphs}</richtext></item>");
        assert_eq!(told(&dxl(&document("", &rich))), ["item-private-key"]);
    }

    #[test]
    fn certificates_of_a_document_and_its_warnings_are_bounded() {
        let chains = |items: &str| {
            let told = told(&dxl(&document("", items)));
            told.iter().filter(|line| line.starts_with("mail.example.com@")).count()
        };
        let many = GOOD.repeat(MAX_CERTIFICATES - 1);
        assert_eq!(chains(&(item("A", &many) + &item("B", GOOD))), MAX_CERTIFICATES);
        assert_eq!(chains(&(item("A", &many) + &item("B", &GOOD.repeat(2)))), MAX_CERTIFICATES);
        let broken = dxl(&document("", &item("A", &GOOD[..200]).repeat(52)));
        assert_eq!(
            broken.told().last().unwrap(),
            "more-warnings code=item-certificate-broken count=2"
        );
    }

    /// Keeps what a reader asks and tells besides its records.
    #[derive(Default)]
    struct Asked(Vec<String>, bool);

    impl Sink for Asked {
        fn record(&mut self, _: Record) {}
        fn warn(&mut self, _: Warning) {}
        fn dated(&mut self, time: jiff::civil::DateTime) {
            self.0.push(time.to_string());
        }
        fn has_enough_of(&self, _: Option<&str>, form: &str) -> bool {
            self.1 == (form == "Kept")
        }
    }

    #[test]
    fn what_a_reader_asks_and_dates_goes_through() {
        let mut asked = Asked(Vec::new(), true);
        let mut items = PemItems::new(&mut asked);
        items.dated(jiff::civil::date(2026, 11, 24).at(7, 15, 2, 0));
        assert!(items.has_enough_of(None, "Kept") && !items.has_enough_of(None, "Other"));
        items.finish();
        assert_eq!(asked.0, ["2026-11-24T07:15:02"]);
    }

    #[test]
    fn structured_text_holds_them_too() {
        let text = format!("Form:  Kept\nName:  x\nPem:  {GOOD}{KEY}\nLast:  1\n");
        let structured = said(
            |input, context, sink| read(Kind::StructuredText, input, context, sink),
            text.as_bytes(),
        );
        assert_eq!(told(&structured), ["mail.example.com@Pem", "item-private-key"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(
            text in "(-----BEGIN |CERTIFICATE|-----|PRIVATE KEY|-----END |MIIB|=|\n|é){0,20}",
        ) {
            dxl(&document("", &format!("<item name='A'><text>{text}</text></item>")));
        }
    }
}
