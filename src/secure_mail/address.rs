//! Addresses in policies: the mail server, which is a host name or the whole URL, and `host:port`.

/// Paths of ActiveSync: that of Traveler, which the page of Citrix shows, and the one that clients with
/// nothing but a host name call.
pub const ACTIVESYNC_PATHS: [&str; 2] =
    ["/traveler/Microsoft-Server-ActiveSync", "/Microsoft-Server-ActiveSync"];

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// The host in lower case.
    pub host: String,
    /// The port, where one is named.
    pub port: Option<u16>,
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressFault {
    /// Blanks stand in it.
    Blank,
    /// It is `http`, or another scheme.
    Scheme,
    /// The host is none, or has no dot.
    Host,
    /// The host is an address: no certificate names it.
    Numeric,
    /// The port is none.
    Port,
    /// The path is not that of ActiveSync.
    Path,
    /// Something stands behind the path, or a user before the host.
    Extra,
}

impl AddressFault {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Scheme => "scheme",
            Self::Host => "host",
            Self::Numeric => "numeric",
            Self::Port => "port",
            Self::Path => "path",
            Self::Extra => "extra",
        }
    }
}

/// How the mail server is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// By its host alone: the client calls the second of [`ACTIVESYNC_PATHS`].
    Host,
    /// By a URL with the path of Traveler.
    Traveler,
    /// By a URL with the bare path.
    Bare,
}

/// The mail server as the policy names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Not named: users type it.
    Empty,
    /// Named well.
    Server(Endpoint, Target),
    /// Something is wrong with it.
    Faulty(AddressFault),
}

impl Address {
    /// Reads the policy "Secure Mail Exchange Server".
    #[must_use]
    pub fn of(text: &str) -> Self {
        match Self::read(text.trim()) {
            Ok(address) => address,
            Err(fault) => Self::Faulty(fault),
        }
    }

    fn read(text: &str) -> Result<Self, AddressFault> {
        if text.is_empty() {
            return Ok(Self::Empty);
        }
        if text.contains(char::is_whitespace) {
            return Err(AddressFault::Blank);
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            if text.contains(['/', '?', '#', '@']) {
                return Err(AddressFault::Path);
            }
            return Ok(Self::Server(endpoint(text)?, Target::Host));
        };
        if !scheme.eq_ignore_ascii_case("https") {
            return Err(AddressFault::Scheme);
        }
        let (authority, path) = rest
            .split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        if authority.contains('@') || path.contains(['?', '#', '%', ';']) {
            return Err(AddressFault::Extra);
        }
        let server = endpoint(authority)?;
        let [traveler, bare] = ACTIVESYNC_PATHS;
        if path.eq_ignore_ascii_case(traveler) {
            Ok(Self::Server(server, Target::Traveler))
        } else if path.eq_ignore_ascii_case(bare) {
            Ok(Self::Server(server, Target::Bare))
        } else {
            Err(AddressFault::Path)
        }
    }

    /// The server, where it is named well.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        match self {
            Self::Server(server, _) => Some(server),
            _ => None,
        }
    }
}

impl Endpoint {
    /// The port, or that of https where none is named.
    #[must_use]
    pub fn https_port(&self) -> u16 {
        self.port.unwrap_or(443)
    }

    /// Reads `host:port`, where the port must be named.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn with_port(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.contains(char::is_whitespace) {
            return Err(AddressFault::Blank);
        }
        if text.contains("://") {
            return Err(AddressFault::Scheme);
        }
        if text.contains(['/', '?', '#', '@']) {
            return Err(AddressFault::Path);
        }
        let endpoint = endpoint(text)?;
        if endpoint.port.is_none() { Err(AddressFault::Port) } else { Ok(endpoint) }
    }
}

fn endpoint(text: &str) -> Result<Endpoint, AddressFault> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    if bare.parse::<std::net::Ipv6Addr>().is_ok() {
        return Err(AddressFault::Numeric);
    }
    if text.matches(':').count() > 1 {
        return Err(AddressFault::Port);
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(read_port(port).ok_or(AddressFault::Port)?)),
        None => (text, None),
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_lowercase();
    if host.parse::<std::net::IpAddr>().is_ok() {
        return Err(AddressFault::Numeric);
    }
    if is_fqdn(&host) { Ok(Endpoint { host, port }) } else { Err(AddressFault::Host) }
}

/// A port from 1 to 65535.
fn read_port(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port != 0)
}

/// Two labels or more, of letters, digits and dashes.
fn is_fqdn(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(label)
        && !top.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_server_is_a_host_or_a_whole_url() {
        let host = |port: &str| format!("Host mail.example.com{port}");
        let cases = [
            ("", "empty".to_owned()),
            ("  ", "empty".to_owned()),
            ("Mail.Example.com", host("")),
            ("mail.example.com.", host("")),
            ("mail.example.com:8443", host(":8443")),
            (
                "https://mail.example.com/traveler/Microsoft-Server-ActiveSync",
                "Traveler mail.example.com".to_owned(),
            ),
            (
                "HTTPS://mail.example.com:443/traveler/microsoft-server-activesync",
                "Traveler mail.example.com:443".to_owned(),
            ),
            (
                "https://mail.example.com/Microsoft-Server-ActiveSync",
                "Bare mail.example.com".to_owned(),
            ),
            ("https://mail.example.com/traveler/Microsoft-Server-ActiveSync/", "path".to_owned()),
            ("https://mail.example.com/traveler", "path".to_owned()),
            ("https://mail.example.com", "path".to_owned()),
            ("mail.example.com/traveler", "path".to_owned()),
            (
                "https://mail.example.com/traveler/Microsoft-Server-ActiveSync?x=1",
                "extra".to_owned(),
            ),
            ("http://mail.example.com/traveler/Microsoft-Server-ActiveSync", "scheme".to_owned()),
            ("mail", "host".to_owned()),
            ("localhost", "host".to_owned()),
            ("mail_1.example.com", "host".to_owned()),
            ("192.0.2.10", "numeric".to_owned()),
            ("192.0.2", "host".to_owned()),
            ("[2001:db8::1]:443", "numeric".to_owned()),
            ("2001:db8::1", "numeric".to_owned()),
            ("https://[2001:db8::1]/traveler/Microsoft-Server-ActiveSync", "numeric".to_owned()),
            ("mail.example.com:443:443", "port".to_owned()),
            ("https:mail.example.com", "port".to_owned()),
            ("https//mail.example.com/traveler", "path".to_owned()),
            ("https:///traveler/Microsoft-Server-ActiveSync", "host".to_owned()),
            ("mail.example.com..", "host".to_owned()),
            ("mail..example.com", "host".to_owned()),
            ("-mail.example.com", "host".to_owned()),
            ("2130706433", "host".to_owned()),
            ("mail.example.com\\traveler", "host".to_owned()),
            ("xn--mller-kva.example.com", "Host xn--mller-kva.example.com".to_owned()),
            ("mail.example.com:0", "port".to_owned()),
            ("mail.example.com:", "port".to_owned()),
            ("mail.example.com:70000", "port".to_owned()),
            ("mail.example.com:+443", "port".to_owned()),
            ("mail.example.com, mail2.example.com", "blank".to_owned()),
            (
                "https://jane@mail.example.com/traveler/Microsoft-Server-ActiveSync",
                "extra".to_owned(),
            ),
            ("jane@example.com", "path".to_owned()),
        ];
        for (text, wanted) in cases {
            let told = match Address::of(text) {
                Address::Empty => "empty".to_owned(),
                Address::Server(Endpoint { host, port }, target) => {
                    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                    format!("{target:?} {host}{port}")
                }
                Address::Faulty(fault) => fault.word().to_owned(),
            };
            assert_eq!(told, wanted, "{text}");
        }
    }

    #[test]
    fn a_gateway_is_a_host_with_a_port() {
        for (text, wanted) in [
            ("gateway3.example.com:443", Ok(443)),
            (" Gateway3.example.com:8443 ", Ok(8443)),
            ("gateway3.example.com", Err(AddressFault::Port)),
            ("gateway3.example.com: 443", Err(AddressFault::Blank)),
            ("https://gateway3.example.com:443", Err(AddressFault::Scheme)),
            ("gateway3.example.com:443/cgi", Err(AddressFault::Path)),
            ("192.0.2.5:443", Err(AddressFault::Numeric)),
            ("gateway3:443", Err(AddressFault::Host)),
            ("", Err(AddressFault::Host)),
        ] {
            let found = Endpoint::with_port(text).map(|endpoint| endpoint.https_port());
            assert_eq!(found, wanted, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}", odd in "(https://|mail\\.|:|/|@|\\[|\\]|1|é| ){0,12}") {
            for text in [&text, &odd] {
                let _ = (Address::of(text), Endpoint::with_port(text));
            }
        }
    }
}
