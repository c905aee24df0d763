//! A request, as far as it matters for who asks for a name and how.

use crate::domino::hosts::{self, address};
use std::net::IpAddr;

/// How a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Over TLS.
    Https,
    /// In clear.
    Http,
}

impl Scheme {
    /// `https` or `http`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
        }
    }
}

/// A request to the HTTP task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How it comes.
    pub scheme: Scheme,
    /// The host it asks for, in lower case; `None` for one that no site names.
    pub host: Option<String>,
    /// The address of the server on which it arrives, where that is known.
    pub address: Option<IpAddr>,
    /// The port, where the URL names one.
    pub port: Option<u16>,
    /// The path, without query.
    pub path: String,
}

impl Request {
    /// A request for a path of a host. A host that is an address is where the request arrives.
    #[must_use]
    pub fn new(scheme: Scheme, host: Option<&str>, path: &str) -> Self {
        let address = host.and_then(address);
        let host = host.map(str::to_owned);
        Self { scheme, host, address, port: None, path: path.to_owned() }
    }

    /// The request for a URL, `https://mail.example.com/traveler`; `None` where the text is no such
    /// URL. The query and what follows `#` take no part.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        let scheme = [Scheme::Https, Scheme::Http]
            .into_iter()
            .find(|own| scheme.eq_ignore_ascii_case(own.word()))?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let host = hosts::host(authority)?;
        let port = match authority.rsplit_once(':') {
            Some((_, port)) if !port.ends_with(']') && address(authority).is_none() => {
                Some(port.parse().ok()?)
            }
            _ => None,
        };
        let path = if path.is_empty() { "/" } else { path };
        Some(Self { port, ..Self::new(scheme, Some(&host), path) })
    }

    /// Whether it asks for a host by name, so that a client that speaks TLS can name it there.
    pub(super) fn names_host(&self) -> bool {
        self.host.as_deref().is_some_and(|host| address(host).is_none())
    }

    /// Whether the path is written in one way only: how Domino normalises others is not documented.
    pub(super) fn is_plain(&self) -> bool {
        let odd = ["%", "\\", "//", "/./", "/../"].iter().any(|odd| self.path.contains(odd));
        let end = self.path.ends_with("/.") || self.path.ends_with("/..");
        self.path.starts_with('/')
            && !odd
            && !end
            && self.path.bytes().all(|b| b.is_ascii_graphic())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_as_requests() {
        let cases = [
            ("https://Mail.Example.com/traveler?x=/y#z", "https mail.example.com - - /traveler"),
            ("http://192.0.2.10:8080", "http 192.0.2.10 192.0.2.10 8080 /"),
            ("HTTPS://[2001:db8::1]:443/a", "https [2001:db8::1] 2001:db8::1 443 /a"),
            ("https://[2001:db8::1]/a", "https [2001:db8::1] 2001:db8::1 - /a"),
            // As people write it: no part of the address is a port.
            ("https://2001:db8::1/a", "https 2001:db8::1 2001:db8::1 - /a"),
            ("https://pat@mail.example.com/", "https mail.example.com - - /"),
        ];
        for (url, wanted) in cases {
            let request = Request::parse(url).unwrap();
            let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
            let told = [
                request.scheme.word().to_owned(),
                dash(request.host),
                dash(request.address.map(|address| address.to_string())),
                dash(request.port.map(|port| port.to_string())),
                request.path,
            ];
            assert_eq!(told.join(" "), wanted, "{url}");
        }
        for url in
            ["mail.example.com/traveler", "ftp://mail.example.com/", "https://", "https:///a"]
        {
            assert_eq!(Request::parse(url), None, "{url}");
        }
    }

    #[test]
    fn a_path_that_is_not_plain_is_told() {
        for path in ["/a%20b", "/a//b", "/a/../b", "/a/..", "a", "/ä", "/a b", "/a\\b"] {
            assert!(!Request::new(Scheme::Https, None, path).is_plain(), "{path}");
        }
        assert!(Request::new(Scheme::Https, None, "/Microsoft-Server-ActiveSync").is_plain());
    }
}
