//! Whose the certificates are that lie in files: of the server that has a name in them, otherwise of
//! the one whose folder they stand in. A document may be of a store that all servers share: what lies
//! in its items belongs to nobody but by name.

use super::server::{Server, Unattached};
use crate::domino::hosts;
use crate::evidence::Args;
use crate::formats::CertificateChain;

/// A certificate in a file, as it belongs to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSeen {
    /// The certificate and those that signed it.
    pub chain: CertificateChain,
    /// Whether it is for a name that the documents of the server hold.
    pub named: bool,
}

impl CertificateSeen {
    pub(super) fn new(chain: CertificateChain) -> Self {
        Self { chain, named: false }
    }

    /// The server of its folder, where that counts.
    fn nearest(&self, near: Option<usize>) -> Option<usize> {
        near.filter(|_| self.chain.location.item.is_none())
    }

    fn is_of(&self, server: &Server) -> bool {
        let names = self.chain.own.names.as_deref().unwrap_or_default();
        let names = names.iter().chain(&self.chain.own.common_name);
        let own = &server.directory.hosts;
        names.into_iter().any(|name| own.iter().any(|host| hosts::covers(name, host)))
    }
}

/// Gives each certificate to the one server that has a name in it. Where several have one, or none, it
/// stays with the server of its folder; without one it is returned, to be told.
pub(super) fn give_by_name(servers: &mut [Server], loose: Vec<CertificateSeen>) -> Vec<Unattached> {
    let near = servers.iter_mut().enumerate().flat_map(|(at, server)| {
        std::mem::take(&mut server.certificates).into_iter().map(move |seen| (Some(at), seen))
    });
    let all: Vec<_> = near.chain(loose.into_iter().map(|seen| (None, seen))).collect();
    let mut aside = Vec::new();
    for (near, mut seen) in all {
        let named: Vec<usize> = (0..servers.len())
            .filter(|&at| servers.get(at).is_some_and(|it| seen.is_of(it)))
            .collect();
        let owner = match (named.as_slice(), seen.nearest(near)) {
            ([one], _) => Some(*one),
            (several, Some(near)) if several.is_empty() || several.contains(&near) => Some(near),
            _ => None,
        };
        seen.named = owner.is_some_and(|owner| named.contains(&owner));
        match owner.and_then(|owner| servers.get_mut(owner)) {
            Some(server) => server.certificates.push(seen),
            None => aside.push(Unattached {
                location: seen.chain.location.clone(),
                document: None,
                reason: "certificate-of-no-server",
                args: Args::from([("name", seen.chain.own.name().to_owned())]),
            }),
        }
    }
    aside
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::super::testing::inventory_of;
    use crate::formats::sample_certificates::GOOD;

    #[test]
    fn a_certificate_belongs_to_the_server_of_its_name_or_folder() {
        let ini =
            |name: &str| format!("[Notes]\nDirectory=/d\nKitType=2\nServerName={name}/Acme\n");
        let names = |one: &str, two: &str| {
            let document = |unid: u8, name: &str, host: &str| {
                format!(
                    "<document form='Server'><noteinfo unid='{unid:032X}' sequence='1'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN={name}/O=Acme</text></item><item name='SMTPFullHostDomain'><text>{host}</text></item></document>"
                )
            };
            format!(
                "<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>{}{}</database>",
                document(1, "T1", one),
                document(2, "T2", two)
            )
        };
        let (one, two) = (ini("T1"), ini("T2"));
        let (mail, mobile, other) = ("mail.example.com", "a.mobile.example.com", "x.example.net");
        let cases = [
            (other, mobile, "c.pem", "T2*"),
            (other, mobile, "1/c.pem", "T2*"),
            (mail, mobile, "c.pem", "certificate-of-no-server"),
            (mail, mobile, "1/c.pem", "T1*"),
            (other, other, "1/c.pem", "T1"),
            (other, other, "c.pem", "certificate-of-no-server"),
        ];
        for (first, second, file, wanted) in cases {
            let names = names(first, second);
            let files = [
                ("names.dxl", names.as_str()),
                ("1/notes.ini", one.as_str()),
                ("2/notes.ini", two.as_str()),
                (file, GOOD),
            ];
            let found = inventory_of(&files, Options::default()).0;
            let own = found.servers.iter().flat_map(|server| {
                let name = server.name.as_ref().unwrap().abbreviated();
                server.certificates.iter().map(move |seen| {
                    let star = if seen.named { "*" } else { "" };
                    format!("{}{star}", name.trim_end_matches("/Acme"))
                })
            });
            let aside = found.unattached.iter().map(|piece| piece.reason.to_owned());
            let told: Vec<_> = own.chain(aside).collect();
            assert_eq!(told, [wanted], "{first} {second} {file}");
        }
    }
}
