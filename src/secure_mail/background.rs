//! "Background network services", read as the client reads it.
//!
//! The class `PolicyHelper` of the MAM SDK for Android parts the list at commas, takes the blanks off each
//! item, and of an item with a colon keeps what stands before the first one. So a URL silently names the
//! host `https`, and the blank in `mail.example.com: 443`, as the page of Citrix prints it, does no harm
//! there. The text of the console asks for `fqdn:port`.

use super::Endpoint;
use crate::secure_mail::AddressFault;

/// What is wrong with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceFault {
    /// A blank at the port, which the client takes off: others may not.
    Blank,
    /// No port.
    NoPort,
    /// A dot behind the host, with which the client does not take it for the same host.
    Dot,
    /// A wildcard, which is documented nowhere.
    Wildcard,
    /// A URL: the client takes its scheme for the host.
    Url,
    /// Blanks or semicolons where a comma is to part items.
    Separator,
    /// An address of IPv6, which the client breaks at its first colon.
    Brackets,
    /// A path, a port that is none, or a host that is none.
    Malformed,
}

impl ServiceFault {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::NoPort => "no-port",
            Self::Dot => "dot",
            Self::Wildcard => "wildcard",
            Self::Url => "url",
            Self::Separator => "separator",
            Self::Brackets => "brackets",
            Self::Malformed => "malformed",
        }
    }
}

/// An item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// As written, without blanks around it.
    pub text: String,
    /// The host that the client takes from it, in lower case; `None` where it passes the item over.
    pub host: Option<String>,
    /// The port, where one can be read.
    pub port: Option<u16>,
    /// What is wrong with it.
    pub fault: Option<ServiceFault>,
}

impl Service {
    /// Whether the client sends requests for this host over it: the host itself, or one below it.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        self.host.as_deref().is_some_and(|own| {
            host == own || host.strip_suffix(own).is_some_and(|sub| sub.ends_with('.'))
        })
    }
}

/// The items of the list. Empty ones are left out.
#[must_use]
pub fn services(text: &str) -> Vec<Service> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(service).collect()
}

fn service(text: &str) -> Service {
    let before = text.split_once(':').map_or(text, |(before, _)| before);
    let well_formed = before.chars().all(|c| c.is_alphanumeric() || "-._*".contains(c));
    let host = well_formed.then(|| before.to_lowercase()).filter(|host| !host.is_empty());
    let bare = text.split_once(':').map(|(host, port)| format!("{host}:{}", port.trim_start()));
    let bare = bare.as_deref().unwrap_or(text);
    let endpoint = Endpoint::with_port(bare);
    let fault = match &endpoint {
        _ if text.contains("://") => Some(ServiceFault::Url),
        _ if bare.contains(|c: char| c == ';' || c == '|' || c.is_whitespace()) => {
            Some(ServiceFault::Separator)
        }
        _ if text.starts_with('[') || text.matches(':').count() > 1 => Some(ServiceFault::Brackets),
        _ if text.starts_with("*.") => Some(ServiceFault::Wildcard),
        Ok(_) if before.ends_with('.') => Some(ServiceFault::Dot),
        Ok(_) if bare != text => Some(ServiceFault::Blank),
        Ok(_) => None,
        // An address without port and with one tell the same of the port.
        Err(AddressFault::Port) if !text.contains(':') => Some(ServiceFault::NoPort),
        Err(_) => Some(ServiceFault::Malformed),
    };
    let port = endpoint.ok().and_then(|endpoint| endpoint.port);
    Service { text: text.to_owned(), host, port, fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `host port fault` of each item.
    fn told(text: &str) -> Vec<String> {
        let told = |service: Service| {
            let port = service.port.map_or("-".to_owned(), |port| port.to_string());
            let fault = service.fault.map_or("ok", ServiceFault::word);
            format!("{} {port} {fault}", service.host.as_deref().unwrap_or("-"))
        };
        services(text).into_iter().map(told).collect()
    }

    #[test]
    fn items_are_read_as_the_client_reads_them() {
        let cases: [(&str, &[&str]); 21] = [
            ("", &[]),
            (" , ", &[]),
            ("mail.example.com:443", &["mail.example.com 443 ok"]),
            // As the page of Citrix prints it.
            ("mail.example.com: 443", &["mail.example.com 443 blank"]),
            ("https://mail.example.com:443", &["https - url"]),
            ("mail.example.com", &["mail.example.com - no-port"]),
            (
                "a.example.com:443, B.example.com:8443",
                &["a.example.com 443 ok", "b.example.com 8443 ok"],
            ),
            ("a.example.com:443; b.example.com:443", &["a.example.com - separator"]),
            ("a.example.com:443 b.example.com:443", &["a.example.com - separator"]),
            ("[2001:db8::1]:443", &["- - brackets"]),
            ("*.example.com:443", &["*.example.com - wildcard"]),
            ("mail.example.com:0", &["mail.example.com - malformed"]),
            ("mail.example.com:443/traveler", &["mail.example.com - malformed"]),
            ("mail:443", &["mail - malformed"]),
            (":443", &["- - malformed"]),
            ("mail.example.com.:443", &["mail.example.com. 443 dot"]),
            ("192.0.2.10:443", &["192.0.2.10 - malformed"]),
            ("mail.example.com:443,", &["mail.example.com 443 ok"]),
            ("jane:pw@mail.example.com:443", &["jane - brackets"]),
            ("mail.example.com:https", &["mail.example.com - malformed"]),
            ("mail.example.com:443|b.example.com:443", &["mail.example.com - separator"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_host_covers_what_stands_below_it() {
        let service = services("example.com:443").remove(0);
        for (host, wanted) in [
            ("example.com", true),
            ("Mail.Example.com", true),
            ("notexample.com", false),
            ("example.org", false),
        ] {
            assert_eq!(service.covers(host), wanted, "{host}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}", odd in "(https://|mail|:|,|;|\\[|\\*\\.|1|é| ){0,12}") {
            let _ = services(&text);
            let _ = services(&odd);
        }
    }
}
