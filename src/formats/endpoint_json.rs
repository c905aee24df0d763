//! JSON of the REST service of Citrix Endpoint Management (XenMobile): an app with its policies
//! (`GET /application/mobile/{id}`), the list of apps (`POST /application/filter`) and the gateways
//! (`GET /netscaler`).
//!
//! Described in the "XenMobile Public REST API" documents 10.3 and 10.4. The answer about an app stands
//! under `result` there, and under `container` in published scripts that read it; below it is a member
//! for each platform (`ios`, `android`, `android_work` …) with its `policies`. Such answers also hold
//! icons, descriptions and names of users: none of these is taken.

use super::json::{self, Json, Node};
use super::policy_line::{self, MAX_POLICIES};
use super::remarks::Remarks;
use super::{Context, GatewayEntry, Head, PolicySet, PolicySource, ReadExtent, Record, Sink};
use crate::evidence::{Location, Observed, Warning};
use crate::intake::Stream;

/// Apps, sets of policies and gateways of a file that are kept.
const MAX_ENTRIES: usize = 1_000;
/// Characters of a name that are kept.
const MAX_NAME: usize = 200;
/// Depth at which apps are looked for: a list of answers, an answer, what it holds.
const MAX_DEPTH: usize = 4;

/// Whether this is an answer of Endpoint Management. The icon of an app may fill the beginning.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    if !text.starts_with(['{', '[']) {
        return false;
    }
    let quoted = |name: &str| text.contains(&format!("\"{name}\""));
    let answer =
        (quoted("container") || quoted("result")) && (quoted("iconData") || quoted("appType"));
    quoted("policyName") && quoted("policyValue")
        || quoted("applicationListData")
        || quoted("agList")
        || answer
}

/// Reads policies, apps and gateways.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let loaded = json::load(input, &mut remarks, sink);
    let mut reader = Reader { context, sink, remarks, entries: 0, lost: !loaded.whole };
    if let Some(root) = &loaded.root {
        reader.find(root, 0);
        if reader.entries == 0 && !reader.lost {
            reader.warn(Warning::new("endpoint-json-empty", None));
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
    entries: usize,
    lost: bool,
}

impl Reader<'_> {
    fn warn(&mut self, warning: Warning) {
        self.remarks.push(self.sink, warning);
    }

    /// Hands a record on, as long as there are not too many.
    fn push(&mut self, record: Record, line: u64) {
        self.entries += 1;
        if self.entries <= MAX_ENTRIES {
            return self.sink.record(record);
        }
        self.lost = true;
        if self.entries == MAX_ENTRIES + 1 {
            self.warn(Warning::new("endpoint-json-too-many", line).with("limit", MAX_ENTRIES));
        }
    }

    fn find(&mut self, node: &Node, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        node.list().iter().for_each(|value| self.find(value, depth + 1));
        let app = name(node, "name");
        for (member, value) in node.members() {
            match member.as_str() {
                "agList" => value.list().iter().for_each(|entry| self.gateway(entry)),
                "appList" => value.list().iter().for_each(|entry| self.app(entry)),
                // What is not of a platform, such as the answer itself.
                _ if value.get("policies").is_none() => self.find(value, depth + 1),
                platform => self.policies(app.clone(), platform, value),
            }
        }
    }

    /// The policies of an app on a platform. A set that breaks off is not handed on: what is missing
    /// from it would seem not set.
    fn policies(&mut self, app: Option<String>, platform: &str, block: &Node) {
        let list = block.get("policies").map(Node::list).unwrap_or_default();
        if list.is_empty() {
            return;
        }
        if block.is_cut() || list.len() > MAX_POLICIES {
            self.lost = true;
            return self.warn(Warning::new("policies-cut-off", block.line));
        }
        let lines = list.iter().filter_map(|node| {
            let place = Location::line(&self.context.path, node.line);
            let value = node.get("policyValue").and_then(Node::text);
            let names = ["policyName", "title"].map(|member| name(node, member));
            let names = [names[0].as_deref(), names[1].as_deref()];
            policy_line::line(&names, value.as_deref(), &place, self.context)
        });
        let set = PolicySet {
            source: PolicySource::Deployed,
            app: app.or_else(|| name(block, "displayName")).or_else(|| name(block, "name")),
            platform: Some(platform.chars().take(MAX_NAME).collect()),
            policies: lines.collect(),
            location: Location::line(&self.context.path, block.line),
        };
        self.push(Record::Policies(Box::new(set)), block.line);
    }

    fn app(&mut self, node: &Node) {
        if let Some(name) = name(node, "name") {
            let place = Location::line(&self.context.path, node.line);
            self.push(Record::App(Observed::new(name, place)), node.line);
        }
    }

    fn gateway(&mut self, node: &Node) {
        let entry = GatewayEntry {
            name: name(node, "name").or_else(|| name(node, "alias")).unwrap_or_default(),
            url: name(node, "url").filter(|url| !self.hides(url)),
            default: match node.get("default").map(|value| &value.value) {
                Some(Json::Bool(default)) => Some(*default),
                _ => None,
            },
            logon: name(node, "logonType"),
            location: Location::line(&self.context.path, node.line),
        };
        self.push(Record::Gateway(Box::new(entry)), node.line);
    }

    fn hides(&self, url: &str) -> bool {
        url.contains('@') || self.context.catalog.settings.holds_secret(url)
    }
}

/// A short text of a member.
fn name(node: &Node, member: &str) -> Option<String> {
    match &node.get(member)?.value {
        Json::Text(text) if !text.trim().is_empty() => {
            Some(text.trim().chars().take(MAX_NAME).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::policy_line::told_sets;
    use super::super::sample::{said, takes};
    use super::*;

    fn app(member: &str) -> String {
        format!(
            r#"{{"status":0,"message":"Success","{member}":{{"id":7,"name":"Secure Mail",
"iconData":"geheim","description":"d","workflow":{{"name":"jane.doe"}},
"ios":{{"displayName":"Mail","iconData":"geheim","policies":[
{{"policyName":"BackgroundServices","policyValue":"mail.example.com:443","title":"Background network services"}},
{{"policyName":"Strange","policyValue":"geheim","title":"Strange"}},
{{"policyName":"Unseen","policyValue":"https://jane:geheim@mail.example.com","title":"Secure Mail Exchange Server"}},
{{"policyName":"NetworkAccess","policyValue":null}}]}},
"android":null,"android_work":{{"policies":[{{"policyName":"SDKModeControl","policyValue":true}}]}},
"windows":{{"policies":[]}}}}}}"#
        )
    }

    #[test]
    fn both_envelopes_and_all_platforms_are_read_and_nothing_private() {
        for member in ["result", "container"] {
            let text = app(member);
            let said = said(read, text.as_bytes());
            let wanted = [
                "Deployed Secure Mail ios",
                "BackgroundServices|Background network services=mail.example.com:443@4",
                "Strange|Strange=(unread)@5",
                "Unseen|Secure Mail Exchange Server=(secret)@6",
                "NetworkAccess=(unread)@7",
                "Deployed Secure Mail android_work",
                "SDKModeControl=true@8",
            ];
            assert_eq!(told_sets(&said), wanted);
            let all = format!("{:?}", said.records);
            assert!(!all.contains("geheim") && !all.contains("jane"), "{all}");
            assert!(takes(recognise, "app.json", text.as_bytes()));
        }
    }

    #[test]
    fn apps_and_gateways_are_read() {
        let text = r#"[{"applicationListData":{"appList":[{"id":1,"name":"Secure Notes","createdBy":"jane"}]}},
{"agList":[{"name":"gw","alias":"a","url":"https://gateway3.example.com","default":true,"logonType":"domain-only","callback":[]},
{"name":"old","url":"https://u:p@x.example.com"},
{"name":" ","alias":"own","url":"https://jane@x.example.com"}]}]"#;
        let wanted = [
            "app Secure Notes",
            "gateway gw https://gateway3.example.com Some(true) domain-only",
            "gateway old - None -",
            "gateway own - None -",
        ];
        assert_eq!(told_sets(&said(read, text.as_bytes())), wanted);
    }

    #[test]
    fn a_set_that_breaks_off_is_not_handed_on() {
        let text = app("result");
        let cut = text.split_once("{\"policyName\":\"NetworkAccess\"").unwrap().0;
        let said = said(read, cut.as_bytes());
        assert_eq!(said.records, []);
        assert_eq!(said.extent, Some(ReadExtent::Part));
        assert!(said.told().contains(&"policies-cut-off@3".to_owned()), "{:?}", said.told());
        assert_eq!(self::said(read, b"{\"result\":{}}").told(), ["endpoint-json-empty"]);
    }

    #[test]
    fn gateways_and_names_are_taken_as_far_as_they_tell_something() {
        let cases: [(&str, &[&str]); 6] = [
            (
                r#"{"agList":[{"alias":"a","url":"https://jane@gateway3.example.com","default":"true"}]}"#,
                &["gateway a - None -"],
            ),
            (
                r#"{"agList":[{"name":" ","url":"https://gateway3.example.com/?password=geheim"}]}"#,
                &["gateway  - None -"],
            ),
            (
                r#"{"agList":[{"name":"g","url":"https://gateway3.example.com:8443/","default":false}]}"#,
                &["gateway g https://gateway3.example.com:8443/ Some(false) -"],
            ),
            (r#"{"appList":[{"name":" "},{"name":5},{"name":" A "}]}"#, &["app A"]),
            (
                r#"{"ios":{"displayName":"Mail","name":"m","policies":[{"policyName":"SDKModeControl","policyValue":"jane@example.com"}]}}"#,
                &["Deployed Mail ios", "SDKModeControl=(secret)@1"],
            ),
            ("{\"result\":", &["json-broken@1"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(told_sets(&said(read, text.as_bytes())), wanted, "{text}");
        }
    }

    #[test]
    fn sets_and_entries_are_bounded() {
        let gateways = |count: usize| {
            let text = format!("{{\"agList\":[{}]}}", vec!["{\"name\":\"g\"}"; count].join(",\n"));
            let said = said(read, text.as_bytes());
            (said.records.len(), said.extent, said.told())
        };
        assert_eq!(gateways(MAX_ENTRIES), (MAX_ENTRIES, Some(ReadExtent::Full), vec![]));
        let told = format!("endpoint-json-too-many@{} limit={MAX_ENTRIES}", MAX_ENTRIES + 1);
        let wanted = (MAX_ENTRIES, Some(ReadExtent::Part), vec![told]);
        assert_eq!(gateways(MAX_ENTRIES + 2), wanted);
        let policies = |count: usize| {
            let list = vec!["{\"policyName\":\"P\",\"policyValue\":1}"; count].join(",");
            said(read, format!("{{\"ios\":{{\"policies\":[{list}]}}}}").as_bytes())
        };
        assert_eq!(policies(MAX_POLICIES).records.len(), 1);
        let many = policies(MAX_POLICIES + 1);
        assert_eq!((many.records.len(), many.told()), (0, vec!["policies-cut-off@1".to_owned()]));
    }

    #[test]
    fn answers_are_looked_for_so_deep_and_no_deeper() {
        let gateway = "{\"agList\":[{\"name\":\"g\"}]}";
        for (open, close) in [("{\"a\":", "}"), ("[", "]")] {
            let at = |depth: usize| {
                let text = format!("{}{gateway}{}", open.repeat(depth), close.repeat(depth));
                said(read, text.as_bytes()).records.len()
            };
            assert_eq!((at(MAX_DEPTH), at(MAX_DEPTH + 1)), (1, 0), "{open}");
        }
    }

    #[test]
    fn what_only_these_answers_hold_is_recognised() {
        for (members, wanted) in [
            (&["result", "appType"][..], true),
            (&["result", "iconData"], true),
            (&["container", "appType"], true),
            (&["policyName", "policyValue"], true),
            (&["applicationListData"], true),
            (&["agList"], true),
            (&["policyName"], false),
            (&["policyValue"], false),
            (&["policyValue", "container"], false),
            (&["appType", "iconData"], false),
            (&["result", "container"], false),
        ] {
            let members: Vec<_> = members.iter().map(|name| format!("\"{name}\":1")).collect();
            let text = format!("{{{}}}", members.join(","));
            assert_eq!(takes(recognise, "x.json", text.as_bytes()), wanted, "{text}");
        }
    }

    #[test]
    fn other_json_is_none() {
        for text in ["", "{}", "{\"result\":1}", "{\"Form\":\"Server\"}", "policyName policyValue"]
        {
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
            text in "([\\[\\]{},:]|\"result\":|\"ios\":|\"policies\":|\"policyName\":|\"agList\":|\"a\"|1|null){0,40}",
        ) {
            said(read, text.as_bytes());
        }
    }
}
