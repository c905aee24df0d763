//! `policy_metadata.xml`, a member of every `.mdx` file: the policies of an app, with the values they
//! begin with. What is set for the app stands in Endpoint Management, not here.
//!
//! The format is described nowhere; it was read off the files in the MAM SDK of Citrix. Such files
//! hold a stray `-->`, two categories in one policy, comments within policies, and line ends in texts.

use super::dxl::{Out, Token, Xml};
use super::policy_line::{self, MAX_POLICIES};
use super::{
    Context, Head, PolicyLine, PolicySet, PolicySource, PolicyValue, ReadExtent, Record, Sink,
};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;

/// Bytes of a text of a policy that are kept.
const MAX_TEXT: usize = 16_000;

/// Whether this is the metadata of an app.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    let begins = |tag: &&str| text.contains(*tag);
    text.starts_with('<') && ["<PolicyMetadata>", "<PolicyMetadata "].iter().any(begins)
}

/// Reads the policies.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut out = Out::new(sink);
    out.warn(Warning::new("policies-are-defaults", None));
    let mut found = Metadata::new(context);
    if let Err(line) = found.read(input, &mut out) {
        out.lost(Warning::new("mdx-broken", line));
    }
    if found.too_many {
        out.lost(Warning::new("policies-too-many", None).with("limit", MAX_POLICIES));
    }
    if found.set.policies.is_empty() {
        out.warn(Warning::new("policies-none", None));
    } else {
        out.record(Record::Policies(Box::new(found.set)));
    }
    out.finish_quietly()
}

/// What of a policy is read so far.
#[derive(Default)]
struct Draft {
    line: u64,
    name: Option<String>,
    title: Option<String>,
    title_id: Option<String>,
    default: Option<String>,
    others: Vec<String>,
}

struct Metadata<'m> {
    context: &'m Context<'m>,
    set: PolicySet,
    too_many: bool,
    policy: Option<Draft>,
    text: String,
}

impl<'m> Metadata<'m> {
    fn new(context: &'m Context<'m>) -> Self {
        let set = PolicySet {
            source: PolicySource::Defaults,
            app: None,
            platform: None,
            policies: Vec::new(),
            location: Location::input(&context.path),
        };
        Self { context, set, too_many: false, policy: None, text: String::new() }
    }

    /// Reads to the end of the root; the line where that is no XML.
    fn read(&mut self, input: &mut Stream<'_>, out: &mut Out<'_>) -> Result<(), u64> {
        let mut xml = Xml::new(input);
        let mut open: Vec<String> = Vec::new();
        loop {
            match xml.next(out).map_err(|fault| fault.at.line)? {
                Token::Start => {
                    let name = xml.tag().name.clone();
                    let title_id = xml.tag().attribute("res_id").map(str::to_owned);
                    self.start(&name, title_id, xml.start().line);
                    open.push(name);
                }
                Token::Text | Token::Literal => self.take(xml.text()),
                Token::End => {
                    if let Some(name) = open.pop() {
                        self.end(&name);
                    }
                    if open.is_empty() {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn start(&mut self, name: &str, title_id: Option<String>, line: u64) {
        self.text.clear();
        match (name, &mut self.policy) {
            ("Policy", policy) => *policy = Some(Draft { line, ..Draft::default() }),
            ("Title", Some(policy)) => policy.title_id = title_id,
            _ => {}
        }
    }

    /// Takes a part of a text. What is longer than is kept stays longer, so that it is not taken for a
    /// shorter one.
    fn take(&mut self, text: &str) {
        if self.text.len() <= MAX_TEXT {
            self.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        let text = self.text.trim().to_owned();
        self.text.clear();
        if name == "Policy" {
            if let Some(policy) = self.policy.take() {
                self.push(policy);
            }
            return;
        }
        let Some(policy) = &mut self.policy else { return };
        match name {
            "PolicyName" => policy.name = Some(text),
            "PolicyDefault" => policy.default = Some(text),
            "PolicyDefaultV2" | "PolicyAEDefault" => policy.others.push(text),
            "Title" => policy.title = Some(text),
            _ => {}
        }
    }

    fn push(&mut self, policy: Draft) {
        let place = Location::line(&self.context.path, policy.line);
        let names = [&policy.name, &policy.title, &policy.title_id].map(|name| name.as_deref());
        let line = policy_line::line(&names, policy.default.as_deref(), &place, self.context);
        let Some(line) = line else { return };
        if self.set.policies.len() >= MAX_POLICIES {
            self.too_many = true;
            return;
        }
        let plain = |text: String| {
            let value = policy_line::value(&line.names, Some(&text), self.context);
            matches!(value, PolicyValue::Plain(_)).then_some(text)
        };
        let others = policy.others.into_iter().filter_map(plain).collect();
        self.set.policies.push(PolicyLine { others, ..line });
    }
}

#[cfg(test)]
mod tests {
    use super::super::policy_line::told_sets;
    use super::super::sample::{said, takes};
    use super::*;

    const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- <PolicyMetadata xmlns="x"> -->
<PolicyMetadata>
 <VersionNumber>1.1</VersionNumber>
 <Categories><Category><CategoryId>A</CategoryId></Category></Categories>
 -->
 <Policies>
  <Policy>
   <PolicyName>BackgroundServices</PolicyName><PolicyType>string</PolicyType>
   <PolicyDefault/>
   <PolicyCategory>A</PolicyCategory><PolicyCategory>B</PolicyCategory>
   <PolicyStrings><Title res_id="BGSERVICES_TITLE">Background network
     services</Title><!-- <ShortDesc>x</ShortDesc> --><Description res_id="D">a
 b</Description></PolicyStrings>
  </Policy>
  <Policy><PolicyName>MvpnNetworkAccess</PolicyName>
   <PolicyDefault>MvpnNetworkAccessUsePreviousSettings</PolicyDefault>
   <PolicyDefaultV2>MvpnNetworkAccessBlocked</PolicyDefaultV2></Policy>
  <Policy><PolicyName>PrintColour</PolicyName><PolicyDefault>geheim</PolicyDefault></Policy>
  <Policy><PolicyDefault>nameless</PolicyDefault></Policy>
 </Policies>
</PolicyMetadata>
"#;

    #[test]
    fn policies_and_their_defaults_are_read() {
        let wanted = [
            "Defaults - -",
            "BackgroundServices|Background network\n     services|BGSERVICES_TITLE=@8",
            "MvpnNetworkAccess=MvpnNetworkAccessUsePreviousSettings or MvpnNetworkAccessBlocked@16",
            "PrintColour=(unread)@19",
            "policies-are-defaults",
        ];
        let said = said(read, FILE.as_bytes());
        assert_eq!(told_sets(&said), wanted);
        assert_eq!(said.extent, Some(ReadExtent::Full));
        assert!(takes(recognise, "policy_metadata.xml", FILE.as_bytes()));
    }

    #[test]
    fn a_file_that_breaks_off_gives_what_stands_before() {
        let cut = FILE.split_once("<PolicyDefaultV2>").unwrap().0;
        let said = said(read, cut.as_bytes());
        assert_eq!(said.extent, Some(ReadExtent::Part));
        let told = told_sets(&said);
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(told[3], "mdx-broken@18");
        let none = self::said(read, b"<PolicyMetadata></PolicyMetadata>");
        assert_eq!(none.told(), ["policies-are-defaults", "policies-none"]);
    }

    #[test]
    fn policies_and_their_texts_are_bounded() {
        let policies = |count: usize| {
            let policy = "<Policy><PolicyName>A</PolicyName></Policy>".repeat(count);
            let said = said(read, format!("<PolicyMetadata>{policy}</PolicyMetadata>").as_bytes());
            let Record::Policies(set) = &said.records[0] else { panic!("{:?}", said.records) };
            (set.policies.len(), said.told(), said.extent)
        };
        let defaults = "policies-are-defaults".to_owned();
        let fits = (MAX_POLICIES, vec![defaults.clone()], Some(ReadExtent::Full));
        assert_eq!(policies(MAX_POLICIES), fits);
        let many = vec![defaults, "policies-too-many limit=2000".to_owned()];
        assert_eq!(policies(MAX_POLICIES + 1), (MAX_POLICIES, many, Some(ReadExtent::Part)));

        let long = "x".repeat(MAX_TEXT);
        for (value, other, wanted) in [
            (long.clone(), "b".to_owned(), format!("BackgroundServices={long} or b@1")),
            (
                format!("{long}&lt;"),
                "b".to_owned(),
                "BackgroundServices=(unread) or b@1".to_owned(),
            ),
            (format!("{long}x"), format!("{long}x"), "BackgroundServices=(unread)@1".to_owned()),
        ] {
            let text = format!(
                "<PolicyMetadata><Policy><PolicyName>BackgroundServices</PolicyName>\
                 <PolicyDefault>{value}</PolicyDefault><PolicyAEDefault>{other}</PolicyAEDefault>\
                 </Policy></PolicyMetadata>"
            );
            assert_eq!(told_sets(&said(read, text.as_bytes()))[1], wanted);
        }
    }

    #[test]
    fn metadata_is_told_from_other_xml() {
        for text in ["<PolicyMetadata>", " <PolicyMetadata xmlns='x'>"] {
            assert!(takes(recognise, "x.xml", text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "<database/>",
            "<?xml version='1.0'?><a>PolicyMetadata</a>",
            "of <PolicyMetadata> here",
            "<PolicyMetadataX>",
        ] {
            assert!(!takes(recognise, "x.xml", text.as_bytes()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(read, &bytes);
        }

        #[test]
        fn no_xml_makes_it_panic(
            text in "(<Policy>|</Policy>|<PolicyName>|</PolicyName>|<Title res_id='a'>|</Title>|-->|<a/>|a|&lt;|\n){0,30}",
        ) {
            said(read, format!("<PolicyMetadata>{text}").as_bytes());
        }
    }
}
