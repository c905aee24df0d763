//! Policies that somebody wrote down: the format is ours, described in README.md.
//!
//! As text, a policy on each line, below the platform it is for (or above all, for every platform); this
//! is TOML, and quotes may be left out:
//!
//! ```text
//! [ios]
//! "Network access" = "Tunneled to the internal network"
//! Hintergrundnetzwerkdienste = mail.example.com:443
//! ```
//!
//! Or as a table with two columns, policy and value; or one column of values for each platform. Policies are
//! named as the console shows them, in English or German, or by their keys.
//!
//! A table of fields of the directory looks much the same. It is told apart by the names in its first
//! column: at least one policy, and more policies than fields.

mod lines;
mod table;

use super::policy_line::{self, MAX_POLICIES};
use super::remarks::Remarks;
use super::{Context, Head, PolicySet, PolicySource, ReadExtent, Record, Sink};
use crate::catalog::{Catalog, fold};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;
use std::io::BufRead;

/// Platforms, as a section or a column may name them, and as Endpoint Management does.
const PLATFORMS: [(&str, &str); 10] = [
    ("ios", "ios"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("android", "android"),
    ("android_work", "android_work"),
    ("android enterprise", "android_work"),
    ("android work", "android_work"),
    ("android_knox", "android_knox"),
    ("android knox", "android_knox"),
    ("samsung knox", "android_knox"),
];

/// Whether policies are written down here.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let Ok(catalog) = Catalog::shared_facts() else { return false };
    let text = head.start();
    !text.starts_with(['{', '<'])
        && (lines::recognise(head, catalog) || table::recognise(head, catalog))
}

/// Reads the policies.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let head = input.fill_buf().map(|head| String::from_utf8_lossy(head).into_owned());
    let head = head.unwrap_or_default();
    let mut sets = Sets { context, found: Vec::new(), policies: 0, told: Vec::new() };
    let mut remarks = Remarks::default();
    let whole = match table::shape(&head, context.catalog) {
        Some(shape) => table::read(input, &shape, &mut sets, (&mut remarks, sink)),
        None => lines::read(input, &mut sets),
    };
    let mut whole = whole && sets.told.is_empty();
    if sets.policies > MAX_POLICIES {
        whole = false;
        sets.told.push(Warning::new("policies-too-many", None).with("limit", MAX_POLICIES));
    }
    if sets.found.is_empty() {
        sets.told.push(Warning::new("policies-none", None));
    }
    sets.told.into_iter().for_each(|warning| remarks.push(sink, warning));
    for set in sets.found {
        sink.record(Record::Policies(Box::new(set)));
    }
    remarks.finish(sink);
    if whole { ReadExtent::Full } else { ReadExtent::Part }
}

/// The platform that a section or column names; `Some(None)` for all of them.
fn platform(name: &str) -> Option<Option<&'static str>> {
    let name = fold(name);
    if ["all", "alle", "policies", "richtlinien"].contains(&name.as_str()) {
        return Some(None);
    }
    PLATFORMS.iter().find(|(own, _)| *own == name).map(|(_, platform)| Some(*platform))
}

/// The sets of a file, one for each platform.
struct Sets<'s> {
    context: &'s Context<'s>,
    found: Vec<PolicySet>,
    policies: usize,
    told: Vec<Warning>,
}

impl Sets<'_> {
    /// Takes a policy in.
    fn push(&mut self, platform: Option<&str>, name: &str, value: &str, line: u64) {
        let place = Location::line(&self.context.path, line);
        let policy = policy_line::line(&[Some(name)], Some(value), &place, self.context);
        let Some(policy) = policy else { return };
        self.policies += 1;
        if self.policies > MAX_POLICIES {
            return;
        }
        let same = |set: &PolicySet| set.platform.as_deref() == platform;
        let at = self.found.iter().position(same).unwrap_or_else(|| {
            self.found.push(PolicySet {
                source: PolicySource::Written,
                app: None,
                platform: platform.map(str::to_owned),
                policies: Vec::new(),
                location: place,
            });
            self.found.len() - 1
        });
        if let Some(set) = self.found.get_mut(at) {
            set.policies.push(policy);
        }
    }

    fn unread(&mut self, code: &'static str, line: u64) {
        self.told.push(Warning::new(code, line));
    }
}

#[cfg(test)]
mod tests {
    use super::super::policy_line::told_sets;
    use super::super::sample::{said, takes};
    use super::*;

    fn check(cases: &[(&str, &[&str])]) {
        for (text, wanted) in cases {
            let said = said(read, text.as_bytes());
            assert_eq!(&told_sets(&said), wanted, "{text}");
            let whole = said.warnings.is_empty();
            let extent = if whole { ReadExtent::Full } else { ReadExtent::Part };
            assert_eq!(said.extent, Some(extent), "{text}");
        }
    }

    #[test]
    fn lines_and_tables_are_read() {
        let cases: [(&str, &[&str]); 9] = [
            (
                "# Secure Mail\n\"Network access\" = \"Tunneled to the internal network\"\n\n[ios]\n\
                 Hintergrundnetzwerkdienste = mail.example.com: 443 # the STA way\n[android_work]\n\
                 BackgroundServicesExpiration = 168\n\"Lotus Notes Server\" = true\n",
                &[
                    "Written - -",
                    "Network access=Tunneled to the internal network@2",
                    "Written - ios",
                    "Hintergrundnetzwerkdienste=mail.example.com: 443@5",
                    "Written - android_work",
                    "BackgroundServicesExpiration=168@7",
                    "Lotus Notes Server=true@8",
                ],
            ),
            (
                "Netzwerkzugriff: Uneingeschränkt\nGateway für Hintergrundnetzwerkdienst:\nBackground network services = [\"a.example.com:443\", \"b.example.com:443\"]\n",
                &[
                    "Written - -",
                    "Netzwerkzugriff=Uneingeschränkt@1",
                    "Gateway für Hintergrundnetzwerkdienst=@2",
                    "Background network services=a.example.com:443,b.example.com:443@3",
                ],
            ),
            (
                "[ios]\nNetwork access = \"Unrestricted\nwhat is this\n[tizen]\nNetwork access = Blocked\n[ios]\nNetworkAccess = x\n",
                &[
                    "Written - ios",
                    "NetworkAccess=x@7",
                    "policy-line-unread@2",
                    "policy-line-unread@3",
                    "policy-section-unread@4",
                ],
            ),
            (
                "Policy;Value\nNetzwerkzugriff;Uneingeschränkt\nUnbekannt;geheim\n",
                &["Written - -", "Netzwerkzugriff=Uneingeschränkt@2", "Unbekannt=(unread)@3"],
            ),
            ("Network access,Unrestricted\n", &["Written - -", "Network access=Unrestricted@1"]),
            (
                "Richtlinie,iOS,Android Enterprise\nNetzwerkzugriff,Blockiert,Uneingeschränkt\n\"Background network services\",,\"a:443,b:443\"\n",
                &[
                    "Written - ios",
                    "Netzwerkzugriff=Blockiert@2",
                    "Background network services=@3",
                    "Written - android_work",
                    "Netzwerkzugriff=Uneingeschränkt@2",
                    "Background network services=a:443,b:443@3",
                ],
            ),
            (
                "Policy,Expected\nNetwork access,Unrestricted\n",
                &["policy-columns-unclear@1", "policies-none"],
            ),
            (
                "Policy,Value\nNetwork access,Unrestricted,Blocked\nTicket\n",
                &["policy-line-unread@2", "policy-line-unread@3", "policies-none"],
            ),
            (
                "Secure Mail Exchange Server = https://jane:geheim@mail.example.com\nMailPassword = geheim\n",
                &[
                    "Written - -",
                    "Secure Mail Exchange Server=(secret)@1",
                    "MailPassword=(secret)@2",
                ],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn marks_and_quotes_in_lines_are_understood() {
        check(&[
            (
                "; one\n// two\nNetworkAccess = \"a\" # c\nSDKModeControl = 'b'\nBackgroundServices = []\n\"NetworkAccess\" : [x] y\n",
                &[
                    "Written - -",
                    "NetworkAccess=a@3",
                    "SDKModeControl=b@4",
                    "BackgroundServices=@5",
                    "NetworkAccess=[x] y@6",
                ],
            ),
            (
                "NetworkAccess = \"a\" b\n = c\nNetworkAccess = [\nNetworkAccess = x\"y\n",
                &[
                    "policy-line-unread@1",
                    "policy-line-unread@2",
                    "policy-line-unread@3",
                    "policy-line-unread@4",
                    "policies-none",
                ],
            ),
            (
                "NetworkAccess = a\0\nNetworkAccess = b\n",
                &["Written - -", "NetworkAccess=b@2", "nul-in-line@1"],
            ),
            (
                "Policy,Value\nNetwork access,Blocked, ,\n",
                &["Written - -", "Network access=Blocked@2"],
            ),
        ]);
    }

    #[test]
    fn policies_of_a_file_are_bounded() {
        for (count, told, extent) in [
            (MAX_POLICIES, vec![], ReadExtent::Full),
            (MAX_POLICIES + 1, vec!["policies-too-many limit=2000"], ReadExtent::Part),
        ] {
            let said = said(read, "NetworkAccess = x\n".repeat(count).as_bytes());
            let [Record::Policies(set)] = &said.records[..] else { panic!("{count}") };
            assert_eq!(set.policies.len(), MAX_POLICIES);
            assert_eq!(said.told(), told);
            assert_eq!(said.extent, Some(extent));
        }
    }

    #[test]
    fn policies_are_told_from_fields_of_a_directory() {
        let few = format!("{}Network access = a", "foo = b\n".repeat(19));
        let many = format!("{}Network access = a", "foo = b\n".repeat(20));
        let yes = [
            ("policies.toml", "\"Network access\" = \"Blocked\""),
            ("x.txt", "Netzwerkzugriff = Blockiert\nTicketablauf für Hintergrunddienste = 168"),
            ("x.csv", "Policy,Value\nNetwork access,Blocked"),
            ("x.csv", "Netzwerkzugriff;Blockiert"),
            ("x.csv", "Richtlinie;iOS;Android\nNetzwerkzugriff;Blockiert;"),
            ("x.txt", "Network access = Blocked"),
            ("x.txt", "Network access = a\nNetzwerkzugriff = b\nfoo = c"),
            ("policies.txt", "foo = b\nbar = c\nNetwork access = a"),
            ("policies.txt", &few),
            ("x.txt", "[ios]\nNetwork access = a"),
        ];
        for (name, text) in yes {
            assert!(takes(recognise, name, text.as_bytes()), "{text}");
        }
        let no = [
            ("x.csv", "Field,Value\nForm,Server\nServerName,CN=A/O=B"),
            ("x.csv", "Field,Value\nForm,Server\nNetwork access,Blocked"),
            ("x.csv", "Form,ServerName\nServer,A"),
            ("notes.ini", "[Notes]\nKitType=2\nNetworkAccess=1"),
            ("x.txt", "Network access is blocked"),
            ("x.log", "Network access: denied\nother: line\nthird: line"),
            ("x.txt", ""),
            ("x.json", "{\"Network access\": 1}"),
            ("x.txt", "Network access = a\nfoo = b"),
            ("x.txt", "[tizen]\nNetwork access = a"),
            ("policies.txt", "foo = b"),
            ("policies.txt", &many),
            ("x.csv", "Policy,Value\nNetwork access,a\nForm,b"),
            ("x.csv", "Policy,Value\n"),
            ("x.csv", "Policy,Value\nNetwork access,a\nServerName,b"),
            ("x.csv", "Policy,Value\nNetwork access,a\nMaske,b"),
            ("x.csv", "Ticket;Name\nNetwork access;a"),
        ];
        for (name, text) in no {
            assert!(!takes(recognise, name, text.as_bytes()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(read, &bytes);
        }

        #[test]
        fn no_text_makes_it_panic(
            text in "(Network access|Policy|iOS|=|:|,|;|\"|\\[|\\]|#|\n|a|ü){0,40}",
        ) {
            said(read, text.as_bytes());
            takes(recognise, "x.csv", text.as_bytes());
        }
    }
}
