//! Which program sent a request: by its User-Agent, else by the type of device that it tells.
//!
//! What Secure Mail sends is not documented: it is known here by its names, the present one and that
//! of before 2017 (WorxMail), in either text. Versions and models do not count.

/// What kind of program it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgramKind {
    /// Secure Mail.
    SecureMail,
    /// Any other that may be a mail client on a device.
    Client,
    /// A browser, script or monitor: what it gets shows nothing of devices.
    Tool,
}

/// A program that sends requests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// What kind it is.
    pub kind: ProgramKind,
    /// Its name without version and model.
    pub name: String,
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
const SECURE_MAIL: [&str; 2] = ["securemail", "worxmail"];
/// Characters of a name that are kept.
const MAX_NAME: usize = 40;

/// The program behind a User-Agent and a type of device; `None` where neither names one.
#[must_use]
pub fn program(agent: Option<&str>, device_type: Option<&str>) -> Option<Program> {
    let texts = || [agent, device_type].into_iter().flatten();
    if let Some(name) = texts().find(|text| is_secure_mail(text)) {
        return Some(Program { kind: ProgramKind::SecureMail, name: family(name) });
    }
    let name = texts().map(family).find(|name| !name.is_empty())?;
    let lower = name.to_ascii_lowercase();
    let tool = TOOLS.iter().any(|tool| lower.starts_with(tool));
    Some(Program { kind: if tool { ProgramKind::Tool } else { ProgramKind::Client }, name })
}

fn is_secure_mail(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_ascii_alphabetic());
    let letters = letters.collect::<String>().to_ascii_lowercase();
    SECURE_MAIL.iter().any(|name| letters.contains(name))
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
    fn programs_by_what_they_say() {
        use ProgramKind::{Client, SecureMail, Tool};
        let cases = [
            (
                Some("Secure Mail/26.3.0 (iPhone; iOS 19.2)"),
                Some("iPhone"),
                SecureMail,
                "Secure Mail",
            ),
            (Some("SecureMail 20.1"), None, SecureMail, "SecureMail"),
            (Some("Citrix-Secure-Mail/1"), None, SecureMail, "Citrix-Secure-Mail"),
            (Some("Apple-iPhone/1"), Some("WorxMail"), SecureMail, "WorxMail"),
            (Some("Apple-iPhone15C2/2005.1"), None, Client, "Apple-iPhone"),
            (Some("Apple-iPad7C5/1707.62"), Some("iPad"), Client, "Apple-iPad"),
            (Some("Android-SAMSUNG-SM-N950F/101.9"), None, Client, "Android-SAMSUNG-SM-N950F"),
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
