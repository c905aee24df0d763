//! `ns.conf` of a NetScaler (Citrix ADC), or an excerpt: the commands that say how its gateway and its
//! listeners are set up. Described in the command reference of the product. Other commands are passed
//! over, and of those that are read only the options that a check needs are taken: keys and passwords
//! stand in the same file.

use super::remarks::Remarks;
use super::{Context, GatewayCommand, Head, ReadExtent, Record, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;

/// What commands are about that are read.
const OBJECTS: [&str; 16] = [
    "vpn vserver",
    "vpn sessionaction",
    "vpn sessionpolicy",
    "vpn parameter",
    "vpn global",
    "ssl vserver",
    "ssl service",
    "ssl servicegroup",
    "ssl profile",
    "ssl parameter",
    "lb vserver",
    "cs vserver",
    "service",
    "servicegroup",
    "responder policy",
    "ns version",
];
const VERBS: [&str; 6] = ["add", "set", "bind", "unset", "enable", "disable"];
/// Options that are taken; values of all others are not.
const OPTIONS: [&str; 26] = [
    "state",
    "ssl2",
    "ssl3",
    "tls1",
    "tls11",
    "tls12",
    "tls13",
    "sslprofile",
    "staserver",
    "staaddresstype",
    "appcontroller",
    "sesstimeout",
    "forcedtimeout",
    "clientidletimeout",
    "splittunnel",
    "splitdns",
    "storefronturl",
    "wihome",
    "serverauth",
    "servicename",
    "servicegroupname",
    "policy",
    "policyname",
    "action",
    "sslprofiletype",
    "defaultprofile",
];
/// Commands that are kept.
const MAX_COMMANDS: usize = 20_000;
/// Words of a command that are kept, and characters of each.
const MAX_WORDS: usize = 12;
const MAX_WORD: usize = 300;

/// Whether this is a configuration of a NetScaler: its first line tells, or most lines are commands.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let lines: Vec<_> = head.lines().map(str::trim).collect();
    if lines.first().is_some_and(|line| version(line).is_some()) {
        return true;
    }
    let plain = || lines.iter().filter(|line| !line.starts_with('#'));
    let commands = plain().filter(|line| is_command(line)).count();
    let is_ours = |line: &&str| object(&words(line)).is_some_and(|(_, telling)| telling);
    commands * 2 > plain().count() && plain().any(is_ours)
}

/// Reads the commands.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let mut whole = true;
    let mut told = Vec::new();
    let mut commands = Vec::new();
    let read = input.each_line(|line| {
        let number = line.start.line;
        if line.nul || line.cut {
            let code = if line.nul { "nul-in-line" } else { "line-too-long" };
            return told.push(Warning::new(code, number));
        }
        let Some(command) = command(&line.text, number, context) else { return };
        if commands.len() >= MAX_COMMANDS {
            whole = false;
            return;
        }
        commands.push(command);
    });
    if let Err(error) = read {
        told.push(Warning::new("read-error", None).with("reason", error));
    }
    if !whole {
        told.push(Warning::new("ns-conf-too-many", None).with("limit", MAX_COMMANDS));
    }
    if commands.is_empty() {
        remarks.push(sink, Warning::new("ns-conf-empty", None));
    }
    let whole = told.is_empty();
    told.into_iter().for_each(|warning| remarks.push(sink, warning));
    for command in commands {
        sink.record(Record::GatewayCommand(Box::new(command)));
    }
    remarks.finish(sink);
    if whole { ReadExtent::Full } else { ReadExtent::Part }
}

/// `#NS13.0 Build 47.24`.
fn version(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('\u{feff}').strip_prefix("#NS")?;
    (rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains("Build")).then_some(rest)
}

fn is_command(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(first)) && words.next().is_some()
}

/// How many words of a command say what it is about, and whether no other program has such a thing.
fn object(words: &[String]) -> Option<(usize, bool)> {
    let lower = |at: usize| words.get(at).map(|word| word.to_ascii_lowercase());
    if !VERBS.contains(&lower(0)?.as_str()) {
        return None;
    }
    let two = format!("{} {}", lower(1)?, lower(2).unwrap_or_default());
    if OBJECTS.contains(&two.as_str()) {
        return Some((2, true));
    }
    OBJECTS.contains(&lower(1)?.as_str()).then_some((1, false))
}

fn command(line: &str, number: u64, context: &Context<'_>) -> Option<GatewayCommand> {
    let place = Location::line(&context.path, number);
    let line = line.trim();
    if let Some(version) = version(line) {
        return Some(GatewayCommand {
            verb: "set".to_owned(),
            object: "ns version".to_owned(),
            words: vec![version.chars().take(MAX_WORD).collect()],
            options: Vec::new(),
            location: place,
        });
    }
    let words = words(line);
    let (named, _) = object(&words)?;
    let (head, rest) = words.split_at_checked(1 + named)?;
    let (plain, options) = arguments(rest, context);
    Some(GatewayCommand {
        verb: head.first()?.to_ascii_lowercase(),
        object: head.get(1..)?.join(" ").to_ascii_lowercase(),
        words: plain,
        options,
        location: place,
    })
}

/// Words before the first option, and the options that are taken, each with the words behind it.
fn arguments(words: &[String], context: &Context<'_>) -> (Vec<String>, Vec<(String, String)>) {
    let is_option = |word: &String| {
        word.strip_prefix('-')
            .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let hides = |text: &str| text.contains('@') || context.catalog.settings.holds_secret(text);
    let first = words.iter().position(is_option).unwrap_or(words.len());
    let (plain, rest) = words.split_at_checked(first).unwrap_or((words, &[]));
    let short = |word: &String| word.chars().take(MAX_WORD).collect::<String>();
    let plain = plain.iter().take(MAX_WORDS).filter(|word| !hides(word)).map(short).collect();
    let mut options: Vec<(String, String)> = Vec::new();
    for word in rest {
        match word.strip_prefix('-').filter(|_| is_option(word)) {
            Some(name) => options.push((name.to_ascii_lowercase(), String::new())),
            None => {
                let Some((name, value)) = options.last_mut() else { continue };
                if OPTIONS.contains(&name.as_str()) && !hides(word) && value.is_empty() {
                    *value = short(word);
                }
            }
        }
    }
    options.retain(|(name, _)| OPTIONS.contains(&name.as_str()));
    (plain, options)
}

/// The words of a command; in quotes a word may hold blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let (mut quoted, mut escaped) = (false, false);
    for c in line.trim_start_matches('\u{feff}').chars() {
        match c {
            _ if escaped => {
                word.get_or_insert_default().push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::super::sample::{said, takes};
    use super::*;

    const FILE: &str = "#NS13.0 Build 47.24
set ns rpcNode 192.0.2.1 -password geheim -encrypted
add authentication ldapAction ad -ldapBindDn jane@example.com -ldapBindDnPassword geheim
add vpn vserver gw3 SSL 192.0.2.5 443 -Listenpolicy NONE
bind vpn vserver gw3 -staServer \"https://xms.example.com:8443\" -staAddressType IPV4
add vpn sessionAction \"act one\" -sessTimeout 1440 -splitTunnel ON -forcedTimeout 20160 -ntDomain geheim
set ssl vserver gw3 -ssl3 DISABLED -tls1 DISABLED
add service trav 192.0.2.9 HTTP 80 -gslb NONE
";

    fn told(text: &str) -> Vec<String> {
        let said = said(read, text.as_bytes());
        let commands = said.records.iter().map(|record| {
            let Record::GatewayCommand(command) = record else { panic!("{record:?}") };
            let options: String =
                command.options.iter().map(|(name, value)| format!(" {name}={value}")).collect();
            let line = command.location.line.unwrap();
            format!(
                "{line} {} {}: {}{options}",
                command.verb,
                command.object,
                command.words.join("|")
            )
        });
        commands.chain(said.told()).collect()
    }

    #[test]
    fn commands_are_read_and_no_secrets() {
        let wanted = [
            "1 set ns version: 13.0 Build 47.24",
            "4 add vpn vserver: gw3|SSL|192.0.2.5|443",
            "5 bind vpn vserver: gw3 staserver=https://xms.example.com:8443 staaddresstype=IPV4",
            "6 add vpn sessionaction: act one sesstimeout=1440 splittunnel=ON forcedtimeout=20160",
            "7 set ssl vserver: gw3 ssl3=DISABLED tls1=DISABLED",
            "8 add service: trav|192.0.2.9|HTTP|80",
        ];
        assert_eq!(told(FILE), wanted);
        let all = format!("{:?}", said(read, FILE.as_bytes()).records);
        assert!(!all.contains("geheim") && !all.contains("jane"), "{all}");
    }

    #[test]
    fn a_configuration_is_told_from_other_texts() {
        for text in [
            FILE,
            "bind vpn vserver gw -staServer x",
            "#NS12.1 Build 1.1\n",
            "add lb vserver a SSL",
            "# one\n# two\nADD LB VSERVER a SSL\nadd service trav 192.0.2.9 HTTP 80\n",
        ] {
            assert!(takes(recognise, "ns.conf", text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "# NS",
            "#NS13.0",
            "#NSX Build",
            "add user jane",
            "set a b\nset c d",
            "we bind vpn vserver gw\nand more\n",
            // Only half of the lines are commands, or no line is one of a gateway.
            "add lb vserver a SSL\nsome text\n",
            "add lb vserver a SSL\nadd\n",
            "add service trav 192.0.2.9 HTTP 80\n",
        ] {
            assert!(!takes(recognise, "ns.conf", text.as_bytes()), "{text}");
        }
        assert_eq!(told("set ns config -IPAddress 192.0.2.1\n"), ["ns-conf-empty"]);
    }

    #[test]
    fn arguments_are_taken_as_far_as_they_are_no_secret() {
        let cases = [
            ("bind vpn vserver gw -staServer a b -1 -policy p", "gw staserver=a policy=p"),
            ("bind vpn vserver gw -1 p", "gw|-1|p"),
            ("bind vpn vserver gw jane@example.com p", "gw|p"),
            ("bind vpn vserver gw \"https://x.example.com/?password=geheim\" p", "gw|p"),
            ("bind vpn vserver gw -staServer https://u:p@x.example.com", "gw staserver="),
            ("bind vpn vserver gw -staServer jane@x.example.com", "gw staserver="),
            ("bind vpn vserver gw -password geheim -STASERVER a", "gw staserver=a"),
        ];
        for (text, wanted) in cases {
            assert_eq!(told(text), [format!("1 bind vpn vserver: {wanted}")], "{text}");
        }
    }

    #[test]
    fn what_was_not_read_is_told() {
        let nul = said(read, b"add service a\nadd service b\0\n");
        assert_eq!((nul.records.len(), nul.told()), (1, vec!["nul-in-line@2".to_owned()]));
        assert_eq!(nul.extent, Some(ReadExtent::Part));
        let many = said(read, "add service a\n".repeat(MAX_COMMANDS + 1).as_bytes());
        assert_eq!(many.records.len(), MAX_COMMANDS);
        assert_eq!(many.told(), ["ns-conf-too-many limit=20000"]);
        assert_eq!(many.extent, Some(ReadExtent::Part));
    }

    #[test]
    fn quotes_hold_blanks_together() {
        assert_eq!(words("a  \"b c\" \"d\\\"e\" \"\" f\"g h\""), ["a", "b c", "d\"e", "", "fg h"]);
        assert_eq!(words("a \"b c"), ["a", "b c"]);
        assert_eq!(words("a\\b \"c\\\\d\""), ["a\\b", "c\\d"]);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(read, &bytes);
        }

        #[test]
        fn no_command_makes_it_panic(
            text in "(add |bind |vpn |vserver |ssl |-staServer |-ssl3 |\"|\\\\|a|\n|-|ü){0,40}",
        ) {
            told(&text);
            takes(recognise, "x", text.as_bytes());
        }
    }
}
