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

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_in_every_spelling() {
        let cases = [
            ("Mail.Example.com", Some("mail.example.com")),
            (" mail.example.com. ", Some("mail.example.com")),
            ("mail.example.com:443", Some("mail.example.com")),
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
