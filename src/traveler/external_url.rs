//! The external URL of a Traveler server: what clients are told to call.
//!
//! Source: HCL Traveler, "Displaying Notes Traveler server configuration": it carries scheme, host,
//! port where it is not the usual one, and path, `/traveler` (12.0) or `/servlet/traveler` (10.0.1).

/// An external URL, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalUrl {
    /// Whether it is `https`.
    pub https: bool,
    /// The host in lower case, without port.
    pub host: String,
    /// The port, where it names one.
    pub port: Option<u16>,
    /// Whether the path is one of Traveler.
    pub path_is_known: bool,
}

/// Takes an external URL apart; `None` where scheme or host is missing.
#[must_use]
pub fn external_url(text: &str) -> Option<ExternalUrl> {
    let lower = text.trim_ascii().to_ascii_lowercase();
    let (https, rest) = match lower.strip_prefix("https://") {
        Some(rest) => (true, rest),
        None => (false, lower.strip_prefix("http://")?),
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host_of(authority)?;
    let path_is_known = matches!(path.trim_end_matches('/'), "/traveler" | "/servlet/traveler");
    let port = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    Some(ExternalUrl { https, host: host.to_owned(), port, path_is_known })
}

/// The host before the port; `None` where it is none.
fn host_of(authority: &str) -> Option<&str> {
    let port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let host = match authority.rsplit_once(':') {
        Some((host, number)) if port(number) => host,
        _ => authority,
    };
    let odd = |c: char| !(c.is_alphanumeric() || "-._[]:".contains(c));
    (!host.is_empty() && !host.contains(odd)).then_some(host.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let cases = [
            ("https://mail.example.com/traveler", Some((true, "mail.example.com", true))),
            (" HTTPS://Mail.Example.com:8443/Traveler/ ", Some((true, "mail.example.com", true))),
            ("https://mail.example.com/servlet/traveler", Some((true, "mail.example.com", true))),
            ("http://mail.example.com/traveler", Some((false, "mail.example.com", true))),
            ("https://mail.example.com", Some((true, "mail.example.com", false))),
            ("https://mail.example.com/mail", Some((true, "mail.example.com", false))),
            ("https://mail.example.com/travelerclients", Some((true, "mail.example.com", false))),
            ("https://[2001:db8::1]:443/traveler", Some((true, "[2001:db8::1]", true))),
            // No port: what stands there is no host of a certificate either.
            ("https://mail.example.com:ssl/traveler", Some((true, "mail.example.com:ssl", true))),
            ("mail.example.com/traveler", None),
            ("https:///traveler", None),
            ("https://two words/traveler", None),
            ("https://user@mail.example.com/traveler", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            let url = external_url(text);
            let told = url.as_ref().map(|url| (url.https, url.host.as_str(), url.path_is_known));
            assert_eq!(told, wanted, "{text}");
        }
    }
}
