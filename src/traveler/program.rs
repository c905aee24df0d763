//! Which program on which device sent a request: by its User-Agent, else by the type of device that
//! it tells. Traveler can refuse by either, so a program counts for each platform by itself.
//!
//! What Secure Mail sends is not documented: it is known here by its names, the present one and that
//! of before 2017 (WorxMail), in either text. Versions and models do not count.

use crate::evidence::{Word, read_word_or_none};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of program it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProgramKind {
    /// Secure Mail.
    SecureMail,
    /// Any other that may be a mail client on a device.
    Client,
    /// HCL Verse: what it asks of Traveler outside of ActiveSync shows nothing of other clients.
    Verse,
    /// A browser, script or monitor: what it gets shows nothing of devices.
    Tool,
}

/// A program that sends requests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// What kind it is.
    pub kind: ProgramKind,
    /// Its name without version and model.
    pub name: String,
    /// What it runs on, where a text tells it: `iPhone`, `Android`.
    #[serde(deserialize_with = "read_word_or_none")]
    pub platform: Option<Word>,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |platform: &&str| contains(&self.name, platform);
        match self.platform.filter(|platform| !told(platform)) {
            Some(platform) => write!(f, "{} ({platform})", self.name),
            None => f.write_str(&self.name),
        }
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
}

/// How the User-Agent of browsers, scripts and monitors begins.
const TOOLS: [&str; 14] = [
    "mozilla",
    "opera",
    "curl",
    "wget",
    "python",
    "go-http",
    "java",
    "libwww",
    "powershell",
    "postman",
    "nagios",
    "check_http",
    "nmap",
    "zgrab",
];
const VERSE: &str = "verse";
const SECURE_MAIL: [&str; 2] = ["securemail", "worxmail"];
/// Platforms by what their texts hold; the more exact ones first.
const PLATFORMS: [&str; 5] = ["iPad", "iPhone", "iPod", "Android", "Windows"];
/// Characters of a name that are kept.
const MAX_NAME: usize = 40;

/// The program behind a User-Agent and a type of device; `None` where neither names one.
#[must_use]
pub fn program(agent: Option<&str>, device_type: Option<&str>) -> Option<Program> {
    let texts = || [agent, device_type].into_iter().flatten();
    let platform = texts().find_map(platform);
    if let Some(name) = texts().find(|text| is_secure_mail(text)) {
        return Some(Program { kind: ProgramKind::SecureMail, name: family(name), platform });
    }
    let name = texts().map(family).find(|name| !name.is_empty())?;
    let lower = name.to_ascii_lowercase();
    let kind = if TOOLS.iter().any(|tool| lower.starts_with(tool)) {
        ProgramKind::Tool
    } else if lower.contains(VERSE) {
        ProgramKind::Verse
    } else {
        ProgramKind::Client
    };
    Some(Program { kind, name, platform })
}

fn platform(text: &str) -> Option<&'static str> {
    let known = PLATFORMS.into_iter().find(|platform| contains(text, platform));
    let is_ios = |word: &str| word.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("ios"));
    let ios = || text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_ios).then_some("iOS");
    known.or_else(ios)
}

/// Whether its name begins a word: `InsecureMail` is another program.
fn is_secure_mail(text: &str) -> bool {
    let (mut letters, mut begins) = (String::new(), Vec::new());
    let mut before = ' ';
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            let joined = before.is_alphabetic();
            begins.push(!joined || (c.is_ascii_uppercase() && before.is_lowercase()));
            letters.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    SECURE_MAIL.iter().any(|name| letters.match_indices(name).any(|(at, _)| begins[at]))
}

/// `Secure Mail/26.3.0 (iPhone)` and `Apple-iPhone15C2/2005.1` without version and model.
fn family(text: &str) -> String {
    let text = text.split(['/', '(', ';']).next().unwrap_or_default();
    let text = match text.get(..6) {
        Some(apple) if apple.eq_ignore_ascii_case("Apple-") => {
            text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default()
        }
        _ => text,
    };
    let is_version = |word: &&str| {
        !word.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
    };
    let words: Vec<_> = text.split_whitespace().take_while(is_version).collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::{ProgramKind, program};

    #[test]
    fn what_a_program_runs_on_is_told_with_its_name() {
        let cases = [
            (Some("Secure Mail/26.3.0 (iPhone; iOS 19.2)"), Some("iPad"), "Secure Mail (iPhone)"),
            (Some("Secure Mail/26 (Android 16)"), None, "Secure Mail (Android)"),
            (Some("Secure Mail/26"), Some("SecureMailAndroid"), "Secure Mail (Android)"),
            (Some("Secure Mail/26 (iOS 19)"), None, "Secure Mail (iOS)"),
            (Some("Secure Mail/26"), Some("Kiosk"), "Secure Mail"),
            (Some("Apple-iPhone15C2/2005.1"), Some("iPhone"), "Apple-iPhone"),
        ];
        for (agent, device, told) in cases {
            assert_eq!(program(agent, device).unwrap().to_string(), told, "{agent:?} {device:?}");
        }
    }

    #[test]
    fn programs_by_what_they_say() {
        use ProgramKind::{Client, SecureMail, Tool, Verse};
        let cases = [
            (
                Some("Secure Mail/26.3.0 (iPhone; iOS 19.2)"),
                Some("iPhone"),
                SecureMail,
                "Secure Mail",
            ),
            (Some("SecureMail 20.1"), None, SecureMail, "SecureMail"),
            (Some("Citrix-Secure-Mail/1"), None, SecureMail, "Citrix-Secure-Mail"),
            (Some("CitrixSecureMail/1"), None, SecureMail, "CitrixSecureMail"),
            (Some("InsecureMail/1.0"), None, Client, "InsecureMail"),
            (Some("INSECURE MAIL/1.0"), None, Client, "INSECURE MAIL"),
            (Some("Apple-iPhone/1"), Some("WorxMail"), SecureMail, "WorxMail"),
            (Some("Apple-iPhone15C2/2005.1"), None, Client, "Apple-iPhone"),
            (Some("Apple-iPad7C5/1707.62"), Some("iPad"), Client, "Apple-iPad"),
            (Some("Android-SAMSUNG-SM-N950F/101.9"), None, Client, "Android-SAMSUNG-SM-N950F"),
            (Some("HCL Verse/12.0 Android"), None, Verse, "HCL Verse"),
            (Some("IBM Verse for iOS/10"), None, Verse, "IBM Verse for iOS"),
            (Some("Traveler 14.5 x"), None, Client, "Traveler"),
            (Some("TouchDown(MSRPC)/8.1.00042/"), None, Client, "TouchDown"),
            (None, Some("iPhone"), Client, "iPhone"),
            (Some("/1.0"), Some("iPhone"), Client, "iPhone"),
            (Some("curl/8.5.0"), Some("iPhone"), Tool, "curl"),
            (Some("Mozilla/5.0 (Windows NT 10.0)"), None, Tool, "Mozilla"),
            (Some("python-requests/2.32"), None, Tool, "python-requests"),
        ];
        for (agent, device, kind, name) in cases {
            let found = program(agent, device).unwrap();
            assert_eq!((found.kind, found.name.as_str()), (kind, name), "{agent:?} {device:?}");
        }
        for (agent, device) in [(None, None), (Some("1.0"), None), (Some("()"), Some(" "))] {
            assert_eq!(program(agent, device), None, "{agent:?} {device:?}");
        }
    }
}
