//! Whole files, read from bytes to records.

mod broken;
mod content;
mod designs;
mod passing;
mod properties;

use super::{design, document, item, read, recognise, xml};
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Warning};
use crate::formats::sample::Said as Found;
use crate::formats::{
    Context, Database, Document, FieldDesign, FormDesign, FormPart, Head, ItemValue, ReadExtent,
    Record,
};
use crate::intake::{Decoding, Stream};

use std::io::Read;

impl Found {
    fn documents(&self) -> Vec<&Document> {
        let documents = self.records.iter().filter_map(|record| match record {
            Record::Document(document) => Some(&**document),
            _ => None,
        });
        documents.collect()
    }
    fn document(&self) -> &Document {
        self.documents()[0]
    }
    fn designs(&self) -> Vec<&FormDesign> {
        let designs = self.records.iter().filter_map(|record| match record {
            Record::Design(design) => Some(&**design),
            _ => None,
        });
        designs.collect()
    }
    fn databases(&self) -> Vec<&Database> {
        let databases = self.records.iter().filter_map(|record| match record {
            Record::Database(database) => Some(database),
            _ => None,
        });
        databases.collect()
    }
    fn codes(&self) -> Vec<&'static str> {
        self.warnings.iter().map(|warning| warning.code).collect()
    }
    fn forms(&self) -> Vec<&str> {
        self.documents().iter().map(|document| document.form.as_deref().unwrap_or("-")).collect()
    }
}

fn read_stream(stream: Stream<'_>) -> (Found, ReadExtent) {
    read_with(stream, false)
}

fn read_with(mut stream: Stream<'_>, skip_forms: bool) -> (Found, ReadExtent) {
    let catalog = Catalog::built_in().unwrap();
    let path = InputPath::named("names.dxl");
    let context = Context { path, catalog: &catalog, skip_forms };
    let mut found = Found::default();
    let extent = read(&mut stream, &context, &mut found);
    (found, extent)
}

fn read_bytes(bytes: &[u8]) -> (Found, ReadExtent) {
    read_stream(Stream::new(std::io::empty(), bytes, Decoding::detect(bytes)))
}

/// Reads what is sound.
fn sound(text: &str) -> Found {
    let (found, extent) = read_bytes(text.as_bytes());
    assert_eq!((found.codes(), extent), (vec![], ReadExtent::Full), "{text}");
    found
}

/// Reads one document that holds `inside`.
fn inside_document(inside: &str) -> Document {
    let found = sound(&format!("<document form='F'>{inside}</document>"));
    found.document().clone()
}

fn values(document: &Document, name: &str) -> Vec<String> {
    match &document.items.iter().find(|item| item.name == name).unwrap().value {
        ItemValue::Values(values) => values.clone(),
        other => panic!("{other:?}"),
    }
}

/// Gives a few bytes at a time.
struct Drip<'b>(&'b [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let amount = self.1.min(out.len());
        self.0.take(amount as u64).read(out).inspect(|got| self.0 = &self.0[*got..])
    }
}

const UNID_A: &str = "AAAAAAAA11111111AAAAAAAA22222222";
const UNID_B: &str = "BBBBBBBB11111111BBBBBBBB22222222";

const EXPORT: &str = "<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE database SYSTEM 'xmlschemas/domino_14_0.dtd'>
<!-- <document form='NotOne'/> -->
<database xmlns='http://www.lotus.com/dxl' version='14.0' maintenanceversion='1.0'
 replicaid='C1258AAA00112233' path='CN=mail1/O=Renovations!!names.nsf' title='Renovations&apos;s Directory'
 fromtemplate='StdR4PublicAddressBook'>
<databaseinfo dbid='C1258AAA00112233' odsversion='55' numberofdocuments='45'><datamodified
><datetime dst='true'>20210419T224811,86+02</datetime></datamodified><fulltextsettings><datetime>20200101T000000,00+00</datetime></fulltextsettings></databaseinfo>
<acl><aclentry name='-Default-' default='true' level='reader'/></acl>
<document form='Server'>
<noteinfo noteid='9be' unid='AAAAAAAA11111111AAAAAAAA22222222' sequence='3'>
<created><datetime>20210302T173739,15+01</datetime></created>
<modified><datetime dst='true'>20240702T173739,24+02</datetime></modified></noteinfo>
<updatedby><name>CN=Ada Example/O=Renovations</name></updatedby>
<item name='ServerName' names='true'><text
>CN=mail1/O=Renovations</text></item>
<item
 name='NetAddresses'><textlist><text>mail1.example.com</text><text
/><text>10.0.0.1</text></textlist></item></document>
<document form='WebRule' parent='AAAAAAAA11111111AAAAAAAA22222222' response='true'>
<noteinfo noteid='9c2' unid='bbbbbbbb11111111bbbbbbbb22222222' sequence='1'/>
<item name='Pattern'><text>/traveler*</text></item></document>
</database>
";

const FORM: &str = "<form name='Web Site|WebSite' alias='WS | website' xmlns='http://www.lotus.com/dxl'
 replicaid='C1258AAA00112233'>
<noteinfo unid='AAAAAAAA11111111AAAAAAAA22222222'/>
<code event='windowtitle'><formula>\"Site\"</formula></code>
<body><richtext><pardef id='1'><code event='hidewhen'><formula>x</formula></code></pardef>
<par def='1'><run><font size='9pt'/>Basics</run></par>
<table><tablerow><tablecell><par>Internet <run>authenti</run><run>cation</run>\t: </par></tablecell>
<tablecell><par><field type='keyword' kind='editable' name='AuthHow'><keywords columns='1'
 ui='radiobutton'><textlist><text
>Fewer name variations with higher security|A</text><text>More name variations with lower security|B</text></textlist></keywords></field></par>
</tablecell></tablerow><tablerow><tablecell><table><tablerow><tablecell><section><sectiontitle>Inner</sectiontitle>
<par>Anonymous:<break/>(allowed)</par><par/><par><field name='Anon' type='keyword'><keywords><formula>\"Yes|1\":\"No|0\"</formula></keywords></field>
 minutes<field name='NoLabel'/></par></section></tablecell></tablerow></table></tablecell></tablerow></table>
<par>Views<field name='Computed' type='keyword'><keywords><formula>@DbColumn(\"\":\"\"; x)</formula></keywords><code event='defaultvalue'><formula>\"no label\"</formula></code></field></par>
<par><popup><popuptext>Help text</popuptext>Popped: </popup><button><code event='click'><formula>@Command</formula></code>Push</button><field name='P'/></par>
<par><sharedfieldref name='Shared'/><subformref name='Traveler Settings'/></par>
<par><subformref><code event='value'><formula>\"Extra|e\"</formula></code></subformref></par>
<par><compositedata type='98'>\nYg4BAIQ\n</compositedata><field name='Last'/></par>
</richtext></body><item name='$$ScriptName'><text>Web Site</text></item></form>";
