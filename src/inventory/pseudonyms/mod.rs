//! Names that become pseudonyms (`--anonymize`): those of hosts, servers, people, organisations and
//! folders, and addresses. They are replaced in the facts, before anything is judged, so that every
//! output is made of the new names and none has to be searched.
//!
//! Structure stays: `mail.acme.example` becomes `host1.domain1.example`, `CN=Trav01/O=Acme` becomes
//! `CN=server1/O=org1`. docs/anonymize.md says what is replaced, and what can't be known to be a name.

mod scan;
mod walk;
mod words;

pub use walk::AnonymizeError;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The version of the form of key files.
const VERSION: u32 = 1;
/// Names that are replaced at the most; a domain of a hundred thousand people has as many.
const MAX_NAMES: usize = 1_000_000;

/// What a name is of; of those that are called the same, the first is looked for as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Of {
    Org,
    Server,
    Person,
    Unit,
    Place,
    Host,
    Domain,
    Address,
    Folder,
    Print,
}

impl Of {
    fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Person => "person",
            Self::Unit => "unit",
            Self::Org => "org",
            Self::Place => "place",
            Self::Host => "host",
            Self::Domain => "domain",
            Self::Folder => "folder",
            Self::Address | Self::Print => "",
        }
    }

    /// Names that are looked for in any text, as words.
    fn is_word(self) -> bool {
        matches!(self, Self::Server | Self::Person | Self::Unit | Self::Org | Self::Host)
    }
}

/// Names and what stands for them.
#[derive(Debug, Clone, Default)]
pub struct Pseudonyms {
    /// By what it is of and the name in lower case: the number, and the name as it was first seen.
    known: BTreeMap<(Of, String), (u32, String)>,
    /// How many there are of each.
    counts: BTreeMap<Of, u32>,
    /// Names that are looked for as words, by their first word.
    words: BTreeMap<String, Vec<Word>>,
}

/// A name that is looked for as a word.
#[derive(Debug, Clone)]
struct Word {
    name: String,
    of: Of,
    new: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    pseudonyms: u32,
    names: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    of: Of,
    number: u32,
    pseudonym: String,
    name: String,
}

impl Pseudonyms {
    /// Reads a key file.
    ///
    /// # Errors
    /// What is none, or is one of another version.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: KeyFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.pseudonyms != VERSION || file.names.len() > MAX_NAMES {
            return Err(format!("its version is {}, not {VERSION}", file.pseudonyms));
        }
        let mut own = Self::default();
        for entry in file.names {
            let count = own.counts.entry(entry.of).or_default();
            *count = entry.number.max(*count);
            own.keep(entry.of, &entry.name, entry.number);
        }
        Ok(own)
    }

    /// The key file: what maps back.
    #[must_use]
    pub fn key_file(&self) -> String {
        let entry = |((of, _), (number, name)): (&(Of, String), &(u32, String))| KeyEntry {
            of: *of,
            number: *number,
            pseudonym: pseudonym(*of, *number, name),
            name: name.clone(),
        };
        let mut names: Vec<_> = self.known.iter().map(entry).collect();
        names.sort_by_key(|entry| (entry.of, entry.number));
        let file = KeyFile { pseudonyms: VERSION, names };
        serde_json::to_string_pretty(&file).map_or_else(|_| String::new(), |text| text + "\n")
    }

    /// What stands for a name.
    fn of(&mut self, of: Of, name: &str) -> String {
        let key = (of, name.to_lowercase());
        let number = match self.known.get(&key) {
            Some((number, _)) => *number,
            None => {
                let count = self.counts.entry(of).or_default();
                *count = count.saturating_add(1);
                let number = *count;
                self.keep(of, name, number);
                number
            }
        };
        pseudonym(of, number, name)
    }

    fn knows(&self, of: Of, name: &str) -> bool {
        self.known.contains_key(&(of, name.to_lowercase()))
    }

    fn keep(&mut self, of: Of, name: &str, number: u32) {
        let lower = name.to_lowercase();
        let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        if let Some(first) = first.filter(|_| of.is_word() && words::stands_out(&lower)) {
            let own = self.words.entry(first.to_owned()).or_default();
            // What is a server and a host is called like the server, whichever was met first.
            let better = |other: &Word| other.name == lower && other.of <= of;
            if !own.iter().any(better) {
                own.retain(|other| other.name != lower);
                own.push(Word { name: lower.clone(), of, new: pseudonym(of, number, name) });
                // The longest first: `Acme West` before `Acme`.
                own.sort_by_key(|word| std::cmp::Reverse(word.name.len()));
            }
        }
        self.known.insert((of, lower), (number, name.to_owned()));
    }
}

/// What stands for a name with this number.
fn pseudonym(of: Of, number: u32, name: &str) -> String {
    match of {
        Of::Address => address(number, name),
        Of::Print => format!("{number:064X}"),
        of => format!("{}{number}", of.word()),
    }
}

/// An address of the ranges for documentation (RFC 5737, RFC 3849); where these are used up, of the one
/// for benchmarks (RFC 2544).
fn address(number: u32, name: &str) -> String {
    if matches!(name.parse(), Ok(IpAddr::V6(_))) {
        let [a, b] = [number >> 16, number & 0xffff].map(|half| u16::try_from(half).unwrap_or(0));
        return Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, a, b).to_string();
    }
    const RANGES: [[u8; 3]; 3] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]];
    let at = number.saturating_sub(1);
    let last = u8::try_from(at % 254 + 1).unwrap_or(1);
    let range = usize::try_from(at / 254).ok().and_then(|range| RANGES.get(range));
    match range {
        Some([a, b, c]) => Ipv4Addr::new(*a, *b, *c, last).to_string(),
        None => Ipv4Addr::from_bits(0xc612_0000 | (number & 0x1_ffff)).to_string(),
    }
}
