//! Finds names in a text and replaces them.

use super::words::{is_host, kept_labels};
use super::{Of, Pseudonyms, Word};
use std::net::{IpAddr, Ipv4Addr};

/// What the place of a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Anything.
    Free,
    /// A host or an address.
    Host,
    /// The name of a server, person or organisation.
    Name,
    /// A version: `9.0.1.7` is none of an address.
    Version,
}

/// What a component of a name is of, by its prefix.
const PREFIXES: [(&str, Option<Of>); 7] = [
    ("CN=", None),
    ("OU=", Some(Of::Unit)),
    ("O=", Some(Of::Org)),
    ("ST=", Some(Of::Place)),
    ("L=", Some(Of::Place)),
    ("STREET=", Some(Of::Place)),
    ("EMAIL=", None),
];

/// Characters that end a component.
const ENDS: [char; 14] = ['/', ',', ';', '"', '\'', '(', ')', '<', '>', '[', ']', '\n', '\t', '+'];

fn is_run(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')
}

impl Pseudonyms {
    /// The text with its names replaced.
    pub(super) fn text(&mut self, text: &str, place: Place) -> String {
        if place == Place::Name && !text.contains('=') && !text.contains("://") {
            return self.plain_names(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let before = out_before(text, rest);
            let inside = before.is_some_and(char::is_alphanumeric);
            let taken = if inside { None } else { self.name_at(text, rest, place) };
            match taken {
                Some((length, new)) => {
                    out.push_str(&new);
                    rest = rest.get(length..).unwrap_or_default();
                }
                None => {
                    out.push(c);
                    rest = rest.get(c.len_utf8()..).unwrap_or_default();
                }
            }
        }
        out
    }

    /// The name that begins here: its bytes, and what stands for it.
    fn name_at(&mut self, text: &str, rest: &str, place: Place) -> Option<(usize, String)> {
        self.component(rest).or_else(|| self.run(text, rest, place)).or_else(|| self.word(rest))
    }

    /// `CN=Trav01`.
    fn component(&mut self, rest: &str) -> Option<(usize, String)> {
        let (prefix, of) = PREFIXES.iter().find(|(prefix, _)| {
            rest.get(..prefix.len()).is_some_and(|own| own.eq_ignore_ascii_case(prefix))
        })?;
        let own = rest.get(..prefix.len())?;
        let value = rest.get(prefix.len()..)?.split(ENDS).next()?;
        let name = value.trim_end();
        if name.is_empty() || name.contains('*') {
            return None;
        }
        let new = match of {
            Some(of) => self.of(*of, name),
            None => self.common(name),
        };
        Some((prefix.len() + name.len(), format!("{own}{new}")))
    }

    /// A common name: of a person, a server or a host.
    fn common(&mut self, name: &str) -> String {
        if name.contains('@') || is_host(name, false) || address(name).is_some() {
            return self.text(name, Place::Host);
        }
        let of = if name.contains(' ') { Of::Person } else { Of::Server };
        self.of(of, name)
    }

    /// `Trav01/Acme`, or several of them.
    fn plain_names(&mut self, text: &str) -> String {
        let mut out = String::new();
        for part in text.split_inclusive([',', ';']) {
            let name = part.trim_end_matches([',', ';']);
            let shown = name.trim();
            let (lead, tail) =
                (name.len() - name.trim_start().len(), part.len() - name.trim_end().len());
            out.push_str(part.get(..lead).unwrap_or_default());
            out.push_str(&self.plain_name(shown));
            out.push_str(
                part.get(part.len() - tail..).filter(|_| !shown.is_empty()).unwrap_or_default(),
            );
        }
        out
    }

    fn plain_name(&mut self, name: &str) -> String {
        let parts: Vec<_> = name.split('/').collect();
        let last = parts.len() - 1;
        let odd = |part: &&str| part.is_empty() || part.contains(['\\', ':']);
        if parts.iter().any(odd)
            || is_host(name, false)
            || address(name).is_some()
            || name.contains('@')
        {
            return self.text(name, Place::Free);
        }
        let part = |(at, part): (usize, &&str)| match at {
            _ if part.contains('*') => (*part).to_owned(),
            // `Domain=Acme` names the organisation, too.
            0 if last == 0 && self.knows(Of::Org, part) => self.of(Of::Org, part),
            0 => self.common(part),
            at if at == last => self.of(Of::Org, part),
            _ => self.of(Of::Unit, part),
        };
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join("/")
    }

    /// A mail address, host or address.
    fn run(&mut self, text: &str, rest: &str, place: Place) -> Option<(usize, String)> {
        let before = out_before(text, rest);
        let start = text.len() - rest.len();
        let dot = before == Some('.') && !text.get(..start - 1)?.ends_with(char::is_alphanumeric);
        if before.is_some_and(is_run) && !dot && before != Some('@') {
            return None;
        }
        if let Some(found) = self.wide_address(rest) {
            return Some(found);
        }
        let end = rest.find(|c| !is_run(c)).unwrap_or(rest.len());
        let run = rest.get(..end)?.trim_end_matches(['.', '-', '_', '@']);
        let sure =
            place == Place::Host || text.get(..start)?.ends_with("://") || before == Some('@');
        if let Some((user, host)) = run.split_once('@') {
            if !is_host(host, true) {
                return None;
            }
            let user = self.of(Of::Person, user);
            return Some((run.len(), format!("{user}@{}", self.host(host))));
        }
        if let Some(address) = address(run) {
            let small = address.octets().iter().all(|part| *part < 26);
            let alone = run.len() == text.trim().len() || rest.get(end..)?.starts_with([':', '/']);
            let is = place != Place::Version && (!small || sure || alone);
            return is.then(|| (run.len(), self.of(Of::Address, run)));
        }
        if is_host(run, sure) {
            return Some((run.len(), self.host(run)));
        }
        let single = place == Place::Host && run.len() == text.trim().len() && !run.contains('.');
        let named = single
            && run.contains(char::is_alphabetic)
            && super::words::stands_out(&run.to_lowercase());
        named.then(|| (run.len(), self.label(run)))
    }

    /// An address of version 6.
    fn wide_address(&mut self, rest: &str) -> Option<(usize, String)> {
        let end = rest.find(|c: char| !c.is_ascii_hexdigit() && c != ':' && c != '.');
        let run = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches('.');
        let address: std::net::Ipv6Addr =
            run.parse().ok().filter(|_| run.matches(':').count() > 1)?;
        let plain = address.is_loopback() || address.is_unspecified();
        (!plain).then(|| (run.len(), self.of(Of::Address, run)))
    }

    fn host(&mut self, host: &str) -> String {
        let labels: Vec<_> = host.split('.').collect();
        let own = labels.len() - kept_labels(&labels);
        let label = |(at, label): (usize, &&str)| match at {
            at if at >= own => (*label).to_owned(),
            at if at + 1 == own => self.of(Of::Domain, label),
            _ => self.label(label),
        };
        labels.iter().enumerate().map(label).collect::<Vec<_>>().join(".")
    }

    /// The label of a host; that of a server is called like it.
    fn label(&mut self, label: &str) -> String {
        let of = if self.knows(Of::Server, label) { Of::Server } else { Of::Host };
        self.of(of, label)
    }

    /// A name that is known, as a word of its own.
    fn word(&self, rest: &str) -> Option<(usize, String)> {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let first = rest.get(..end)?.to_lowercase();
        let fits = |word: &&Word| {
            let own = rest.get(..word.name.len());
            let after = rest.get(word.name.len()..).and_then(|after| after.chars().next());
            own.is_some_and(|own| own.to_lowercase() == word.name)
                && !after.is_some_and(char::is_alphanumeric)
        };
        let word = self.words.get(&first)?.iter().find(fits)?;
        Some((word.name.len(), word.new.clone()))
    }
}

/// The character in front of the rest of a text.
fn out_before(text: &str, rest: &str) -> Option<char> {
    text.get(..text.len() - rest.len())?.chars().next_back()
}

/// An address that tells whose it is.
fn address(text: &str) -> Option<Ipv4Addr> {
    let Ok(IpAddr::V4(address)) = text.parse() else { return None };
    let mask = address.octets().first() == Some(&255);
    (!address.is_loopback() && !address.is_unspecified() && !mask).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_their_structure_stays() {
        let mut names = Pseudonyms::default();
        for (text, place) in
            [("Trav01/Acme", Place::Name), ("CN=Pat Rivera/OU=West/O=Acme", Place::Free)]
        {
            names.text(text, place);
        }
        let cases = [
            ("mail.acme.example", "host1.domain1.example"),
            (
                "https://mail.acme.example:443/traveler",
                "https://host1.domain1.example:443/traveler",
            ),
            ("*.acme.example", "*.domain1.example"),
            ("mail.acme.co.uk", "host1.domain1.co.uk"),
            ("cn=trav01/o=ACME", "cn=server1/o=org1"),
            ("TRAV01 of Acme, by Pat Rivera", "server1 of org1, by person1"),
            ("trav01.acme.example", "server1.domain1.example"),
            ("pat@acme.example", "person2@domain1.example"),
            ("vs_gw_acme", "vs_gw_org1"),
            ("10.1.2.3", "192.0.2.1"),
            ("from 192.168.7.8.", "from 192.0.2.2."),
            ("fe80::7", "2001:db8::3"),
            ("127.0.0.1", "127.0.0.1"),
            ("IBM Traveler 9.0.1.7 Build 20", "IBM Traveler 9.0.1.7 Build 20"),
            ("*/O=Acme", "*/O=org1"),
            ("Acmeville server.id log.nsf java.io", "Acmeville server.id log.nsf java.io"),
            ("E:\\IBM\\Domino", "E:\\IBM\\Domino"),
            ("ds.ibm.com", "ds.ibm.com"),
            ("", ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(names.text(text, Place::Free), wanted, "{text}");
        }
        assert_eq!(names.text("mailgw", Place::Host), "host2");
        assert_eq!(names.text("Sam Lee/Acme, */Acme", Place::Name), "person3/org1, */org1");
    }
}
