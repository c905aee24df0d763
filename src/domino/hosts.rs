//! Host names and addresses as documents of the directory and requests write them.

use std::net::IpAddr;

/// The host in a host name, an address or a URL, in lower case and without port; `None` where there
/// is none. Web Site documents were seen to hold URLs where a host name is wanted.
#[must_use]
pub fn host(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match text.rsplit_once(':') {
        Some((host, port)) if is_port(port) && (!host.contains(':') || host.ends_with(']')) => host,
        _ => text,
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty() && !host.contains(char::is_whitespace)).then_some(host)
}

/// The address that a text is, with or without brackets.
#[must_use]
pub fn address(text: &str) -> Option<IpAddr> {
    text.trim_matches(['[', ']']).parse().ok()
}

/// Whether a name in a certificate is for a host, as RFC 6125 says: `*` stands for the whole left-most
/// label and for nothing else; of an address all must be the same.
#[must_use]
pub fn covers(name: &str, host: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Some(wanted) = address(&host) {
        return address(&name) == Some(wanted);
    }
    let Some(upper) = name.strip_prefix("*.") else {
        return !name.is_empty() && !name.contains('*') && name == host;
    };
    let below = host.split_once('.').filter(|(label, _)| !label.is_empty());
    // A wildcard directly below the root of all names is for nobody.
    upper.contains('.') && !upper.contains('*') && below.is_some_and(|(_, rest)| rest == upper)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{covers, host};

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let cases = [
            ("mail.example.com", "Mail.example.com.", true),
            ("*.example.com", "mail.example.com", true),
            ("*.example.com", "a.mail.example.com", false),
            ("*.example.com", "example.com", false),
            ("*.example.com", ".example.com", false),
            ("m*.example.com", "mail.example.com", false),
            ("mail.*.com", "mail.example.com", false),
            ("*.*.com", "mail.example.com", false),
            ("*.com", "example.com", false),
            ("*", "mail", false),
            ("", "", false),
            ("192.0.2.10", "192.0.2.10", true),
            ("*.0.2.10", "192.0.2.10", false),
            ("2001:db8::1", "[2001:db8:0::1]", true),
        ];
        for (name, host, wanted) in cases {
            assert_eq!(covers(name, host), wanted, "{name} {host}");
        }
    }

    #[test]
    fn hosts_in_every_spelling() {
        let cases = [
            ("Mail.Example.com", Some("mail.example.com")),
            (" mail.example.com. ", Some("mail.example.com")),
            ("mail.example.com:443", Some("mail.example.com")),
            // No port, so no host either; as it stands it is the same as no other.
            ("mail.example.com:https", Some("mail.example.com:https")),
            ("https://mail.example.com/traveler", Some("mail.example.com")),
            ("192.0.2.10", Some("192.0.2.10")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]:443", Some("[2001:db8::1]")),
            ("", None),
            ("https://", None),
            ("two words", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(host(text).as_deref(), wanted, "{text}");
        }
    }
}
