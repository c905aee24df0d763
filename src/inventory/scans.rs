//! Whose the scans of https listeners are: of the server that has the name or address which was asked
//! for, otherwise of the one whose folder they stand in.

use super::server::{Server, Unattached};
use crate::domino::hosts;
use crate::evidence::Args;
use crate::formats::TlsScan;
use crate::traveler::When;

/// The port of https, where nothing tells another one.
const HTTPS: u16 = 443;

/// A scan as it belongs to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanSeen {
    /// What it says.
    pub scan: TlsScan,
    /// When it was made, seen from the day of the report.
    pub when: When,
    /// Whether the documents of the server hold the name or the address that was asked for.
    pub named: bool,
}

impl ScanSeen {
    pub(super) fn new(scan: TlsScan, when: When) -> Self {
        Self { scan, when, named: false }
    }

    /// The listener, as `host:port`.
    #[must_use]
    pub fn listener(&self) -> String {
        let host = self.scan.host.as_ref().or(self.scan.address.as_ref());
        let host = host.and_then(|host| hosts::host(host)).unwrap_or_default();
        format!("{host}:{}", self.scan.port)
    }

    /// Whether it asked a listener of http. Of other ports nothing tells that.
    fn is_https(&self) -> bool {
        match &self.scan.service {
            Some(service) => service.to_ascii_uppercase().starts_with("HTTP"),
            None => self.scan.port == HTTPS,
        }
    }

    /// The same of a server: its document tells which port is its own for https. What answers at 443 is
    /// what devices meet there, also where Domino listens at another port behind it.
    fn is_https_of(&self, server: &Server) -> bool {
        let own = server.directory.https.number.value();
        let own = own.and_then(|number| number.trim_ascii().parse::<u16>().ok());
        let other = |service: &String| !service.to_ascii_uppercase().starts_with("HTTP");
        match own {
            _ if self.scan.service.as_ref().is_some_and(other) => false,
            Some(own) => self.scan.port == own || self.scan.port == HTTPS,
            None => self.is_https(),
        }
    }

    fn is_of(&self, server: &Server) -> bool {
        // Behind a name there may be another address than the server's own, so the name goes first.
        let asked = self.scan.host.as_ref().or(self.scan.address.as_ref());
        let asked = asked.and_then(|asked| hosts::host(asked));
        asked.is_some_and(|asked| {
            let own = &server.directory;
            own.hosts.contains(&asked) || own.addresses.contains(&asked)
        })
    }
}

/// Gives each scan to the one server that has the name. Where several have it, or none, it stays with
/// the server of its folder; without one it is returned, to be told.
pub(super) fn give_by_name(servers: &mut [Server], loose: Vec<ScanSeen>) -> Vec<Unattached> {
    let near = servers.iter_mut().enumerate().flat_map(|(at, server)| {
        std::mem::take(&mut server.scans).into_iter().map(move |scan| (Some(at), scan))
    });
    let all: Vec<_> = near.chain(loose.into_iter().map(|scan| (None, scan))).collect();
    let mut aside = Vec::new();
    for (near, mut seen) in all {
        let named: Vec<usize> = (0..servers.len())
            .filter(|&at| servers.get(at).is_some_and(|it| seen.is_of(it)))
            .collect();
        let owner = match (named.as_slice(), near) {
            ([one], _) => Some(*one),
            (several, Some(near)) if several.is_empty() || several.contains(&near) => Some(near),
            _ => None,
        };
        seen.named = owner.is_some_and(|owner| named.contains(&owner));
        match owner.and_then(|owner| servers.get_mut(owner)) {
            Some(server) if seen.is_https_of(server) => server.scans.push(seen),
            Some(_) => aside.push(put_aside(&seen, "scan-of-other-port")),
            None if !seen.is_https() => aside.push(put_aside(&seen, "scan-of-other-port")),
            None => aside.push(put_aside(&seen, "scan-of-no-server")),
        }
    }
    aside
}

fn put_aside(seen: &ScanSeen, reason: &'static str) -> Unattached {
    let args = Args::from([
        ("listener", seen.listener()),
        ("port", seen.scan.port.to_string()),
        ("tool", seen.scan.tool.to_owned()),
    ]);
    Unattached { location: seen.scan.location.clone(), document: None, reason, args }
}

#[cfg(test)]
mod tests {
    use super::super::testing::inventory_of;
    use super::super::{Inventory, Options};

    fn ini(name: &str) -> String {
        format!("[Notes]\nDirectory=/d\nKitType=2\nServerName={name}/Acme\n")
    }

    fn scan(host: &str, port: u16) -> String {
        format!(
            "[{{\"id\":\"TLS1_2\",\"ip\":\"{host}/192.0.2.9\",\"port\":\"{port}\",\"severity\":\"OK\",\"finding\":\"offered\"}}]"
        )
    }

    /// Two servers, each of which has one name.
    fn names(shared: &str) -> String {
        let document = |unid: u8, name: &str, host: &str| {
            format!(
                "<document form='Server'><noteinfo unid='{unid:032X}' sequence='1'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN={name}/O=Acme</text></item><item name='SMTPFullHostDomain'><text>{host}</text></item><item name='HTTP_HostName'><text>{shared}</text></item></document>"
            )
        };
        format!(
            "<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>{}{}</database>",
            document(1, "T1", "one.example.com"),
            document(2, "T2", "two.example.com")
        )
    }

    /// `server listener` of each scan, `*` where the server has the name; then what was put aside.
    fn told(Inventory { servers, unattached, .. }: &Inventory) -> Vec<String> {
        let own = servers.iter().flat_map(|server| {
            let name = server.name.as_ref().map(ToString::to_string).unwrap_or_default();
            server.scans.iter().map(move |seen| {
                format!("{name} {}{}", seen.listener(), if seen.named { "*" } else { "" })
            })
        });
        let aside = unattached.iter().filter(|piece| piece.reason.starts_with("scan"));
        own.chain(aside.map(|piece| piece.reason.to_owned())).collect()
    }

    #[test]
    fn the_server_document_tells_which_port_is_https() {
        let at = |number: &str, port: u16| {
            let items = format!("<item name='HTTP_SSLPort'><text>{number}</text></item>");
            let directory = names("mail.example.com").replace(
                "<item name='SMTPFullHostDomain'>",
                &format!("{items}<item name='SMTPFullHostDomain'>"),
            );
            let (one, scan) = (ini("T1"), scan("one.example.com", port));
            let files =
                [("names.dxl", directory.as_str()), ("1/notes.ini", &one), ("scan.json", &scan)];
            told(&inventory_of(&files, Options::default()).0)
        };
        assert_eq!(at("8443", 8443), ["CN=T1/O=Acme one.example.com:8443*"]);
        assert_eq!(at("8443", 443), ["CN=T1/O=Acme one.example.com:443*"]);
        assert_eq!(at("443", 8443), ["scan-of-other-port"]);
        assert_eq!(at("{{ port }}", 8443), ["scan-of-other-port"]);
    }

    #[test]
    fn a_scan_belongs_to_the_server_of_its_name_or_folder() {
        let (one, two, directory) = (ini("T1"), ini("T2"), names("mail.example.com"));
        let cases = [
            ("scan.json", "Two.example.com", 443, "CN=T2/O=Acme two.example.com:443*"),
            // The name goes before the folder.
            ("1/scan.json", "two.example.com", 443, "CN=T2/O=Acme two.example.com:443*"),
            ("1/scan.json", "www.example.net", 443, "CN=T1/O=Acme www.example.net:443"),
            ("scan.json", "www.example.net", 443, "scan-of-no-server"),
            // A name that both have: the folder tells.
            ("1/scan.json", "mail.example.com", 443, "CN=T1/O=Acme mail.example.com:443*"),
            ("scan.json", "mail.example.com", 443, "scan-of-no-server"),
            ("1/scan.json", "one.example.com", 25, "scan-of-other-port"),
        ];
        for (file, host, port, wanted) in cases {
            let scan = scan(host, port);
            let files = [
                ("names.dxl", directory.as_str()),
                ("1/notes.ini", one.as_str()),
                ("2/notes.ini", two.as_str()),
                (file, scan.as_str()),
            ];
            let found = told(&inventory_of(&files, Options::default()).0);
            assert_eq!(found, [wanted], "{file} {host}:{port}");
        }
    }
}
