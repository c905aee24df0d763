//! Whether a field that names servers names this one, by name, by `*`, or through groups.

use crate::domino::names::NotesName;
use crate::domino::sign_in::Hosting;
use crate::evidence::Fact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How deep groups in groups are followed.
const MAX_NESTING: usize = 8;

/// How many names are looked at in all; groups may hold themselves many times over.
const MAX_LOOKS: usize = 20_000;

/// The Group documents supplied, and the names of servers, by what they are the same name as.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: BTreeMap<String, Vec<Group>>,
    servers: Arc<BTreeSet<String>>,
    /// Whether a Group document whose name can't be read may be any group.
    nameless: bool,
}

/// A Group document.
#[derive(Debug)]
struct Group {
    replica: Option<String>,
    members: Fact<Vec<String>>,
}

/// Who names servers: what decides which groups are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming<'n> {
    /// The server that is looked for.
    pub(super) server: Option<&'n NotesName>,
    /// Replica ID of the database in which the names stand.
    pub(super) replica: Option<&'n str>,
    /// Whether a group of which no document is here does not exist.
    pub(super) whole: bool,
}

/// Whom the names in a list stand for; the later ones say more of a list that holds several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nobody: no name, or only groups without members.
    Nobody,
    /// Those who are named.
    Some,
    /// That can't be told: a group may be among them whose members are not known.
    Unknown,
    /// A whole organisation or unit: `*/Acme`.
    Organisation,
    /// Everybody: `*`.
    Everybody,
}

impl Groups {
    /// Takes a Group document; `members` is not known where it must not be judged.
    pub(super) fn add(&mut self, name: &str, replica: Option<&str>, members: Fact<Vec<String>>) {
        let replica = replica.map(str::to_owned);
        self.groups.entry(key(name)).or_default().push(Group { replica, members });
    }

    /// Takes a Group document whose name can't be read.
    pub(super) fn add_nameless(&mut self) {
        self.nameless = true;
    }

    /// Takes the name of a Server document.
    pub(super) fn add_server(&mut self, name: &NotesName) {
        Arc::make_mut(&mut self.servers).insert(server_key(name));
    }

    /// Takes the names of all Server documents of a run, as [`server_key`] gives them.
    pub(super) fn take_servers(&mut self, servers: &Arc<BTreeSet<String>>) {
        self.servers = Arc::clone(servers);
    }

    /// `Some(Yes)` if the names hold the server, `None` if they do not, `Some(Maybe)` if a group of
    /// which no document was supplied may hold it.
    pub(super) fn names_server(&self, names: &[String], naming: Naming<'_>) -> Option<Hosting> {
        self.look(names, naming, 0, &mut 0)
    }

    fn look(
        &self,
        names: &[String],
        naming: Naming<'_>,
        depth: usize,
        looks: &mut usize,
    ) -> Option<Hosting> {
        let mut answer = None;
        for name in names.iter().map(|name| name.trim_ascii()).filter(|name| !name.is_empty()) {
            match self.one(name, naming, depth, looks) {
                Some(Hosting::Yes) => return Some(Hosting::Yes),
                Some(Hosting::Maybe) => answer = Some(Hosting::Maybe),
                None => {}
            }
        }
        answer
    }

    fn one(
        &self,
        name: &str,
        naming: Naming<'_>,
        depth: usize,
        looks: &mut usize,
    ) -> Option<Hosting> {
        *looks += 1;
        if name == "*" {
            return Some(Hosting::Yes);
        }
        let Some(server) = naming.server else {
            return Some(Hosting::Maybe);
        };
        if NotesName::parse(name).is_some_and(|name| name == *server) {
            return Some(Hosting::Yes);
        }
        match self.of_name(name, naming.replica).as_slice() {
            [Fact::Known(members)] if depth < MAX_NESTING && *looks < MAX_LOOKS => {
                self.look(&members.value, naming, depth + 1, looks)
            }
            [] if self.is_other_server(name, naming) => None,
            // Of two documents of one name neither is known to count.
            _ => Some(Hosting::Maybe),
        }
    }

    /// Whom the names stand for, those in groups too.
    pub(super) fn reach(&self, names: &[String], naming: Naming<'_>) -> Reach {
        self.reach_of(names, naming, 0, &mut 0)
    }

    fn reach_of(
        &self,
        names: &[String],
        naming: Naming<'_>,
        depth: usize,
        looks: &mut usize,
    ) -> Reach {
        let names = names.iter().map(|name| name.trim_ascii()).filter(|name| !name.is_empty());
        let all = names.map(|name| {
            *looks += 1;
            match self.of_name(name, naming.replica).as_slice() {
                _ if name == "*" => Reach::Everybody,
                _ if name.contains('*') => Reach::Organisation,
                [Fact::Known(members)] if depth < MAX_NESTING && *looks < MAX_LOOKS => {
                    self.reach_of(&members.value, naming, depth + 1, looks)
                }
                [] if naming.whole && !self.nameless => Reach::Some,
                _ => Reach::Unknown,
            }
        });
        all.max().unwrap_or(Reach::Nobody)
    }

    /// The servers that are meant, as they compare, where every name is known to be that of a server
    /// and of no group.
    pub(super) fn only_servers(&self, names: &[String], naming: Naming<'_>) -> Option<Vec<String>> {
        let names = names.iter().map(|name| name.trim_ascii()).filter(|name| !name.is_empty());
        let server = |name: &str| {
            let one = self.of_name(name, naming.replica).is_empty();
            (one && self.is_other_server(name, naming)).then(|| key(name))
        };
        names.map(server).collect()
    }

    /// The groups of this name in the directory in which it stands.
    fn of_name(&self, name: &str, replica: Option<&str>) -> Vec<&Fact<Vec<String>>> {
        let same = |group: &&Group| match (replica, group.replica.as_deref()) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        let found = self.groups.get(&key(name)).into_iter().flatten();
        found.filter(same).map(|group| &group.members).collect()
    }

    /// A name with an organisation is that of a server or person, unless it is one of a group: group
    /// names may hold a slash. `*/Acme` and flat names may stand for many.
    fn is_other_server(&self, name: &str, naming: Naming<'_>) -> bool {
        let one = name.contains('/') && !name.contains(['*', ',', ';']);
        let no_group = naming.whole && !self.nameless;
        one && (no_group || self.servers.contains(&key(name)))
    }
}

/// What the names of servers compare by where it is asked whether there is such a server.
pub(super) fn server_key(name: &NotesName) -> String {
    name.abbreviated().to_lowercase()
}

/// What names compare by: the abbreviated form, in lower case.
pub(super) fn key(name: &str) -> String {
    let parsed = NotesName::parse(name).map(|name| name.abbreviated());
    parsed.unwrap_or_else(|| name.trim_ascii().to_owned()).to_lowercase()
}

/// Documents that name the servers they are for, found by server.
#[derive(Debug, Default)]
pub(super) struct ByServer {
    closed: BTreeMap<String, Vec<usize>>,
    /// Those that may be for any server.
    open: Vec<usize>,
}

impl ByServer {
    /// Takes the number of a document, with the servers that it can be for, as they compare; `None`
    /// where it may be any.
    pub(super) fn add(&mut self, number: usize, servers: Option<Vec<String>>) {
        match servers {
            None => self.open.push(number),
            Some(servers) => {
                for server in servers.into_iter().collect::<BTreeSet<_>>() {
                    self.closed.entry(server).or_default().push(number);
                }
            }
        }
    }

    /// The documents that may be for a server, in order; without a name all of them.
    pub(super) fn of(&self, server: Option<&NotesName>) -> BTreeSet<usize> {
        let own: Vec<&Vec<usize>> = match server {
            None => self.closed.values().collect(),
            Some(server) => {
                self.closed.get(&server.abbreviated().to_lowercase()).into_iter().collect()
            }
        };
        own.into_iter().flatten().chain(&self.open).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Confidence, Found, InputPath, Location};

    fn list(members: &[&str]) -> Fact<Vec<String>> {
        Fact::Known(Found {
            value: members.iter().map(|&member| member.to_owned()).collect(),
            raw: String::new(),
            location: Location::input(&InputPath::named("names.dxl")),
            confidence: Confidence::High,
            named_by: None,
        })
    }

    const R: Option<&str> = Some("1");

    fn groups() -> Groups {
        let mut groups = Groups::default();
        for (name, members) in [
            ("Mobile Servers", &["CN=Trav01/O=Acme"][..]),
            ("All Servers", &["mobile servers", "Mail01/Acme"]),
            ("Others", &["Mail01/Acme"]),
            ("Loop", &["Loop"]),
            ("Twice", &["Mail01/Acme"]),
            ("twice", &["Mail02/Acme"]),
            ("Many", &["Many"; 60]),
            ("Mob/Servers", &["Trav01/Acme"]),
            ("Mob/Mail", &["Mail01/Acme"]),
        ] {
            groups.add(name, R, list(members));
        }
        groups.add("Odd", R, Fact::not_supplied());
        groups.add("Elsewhere", Some("2"), list(&["Trav01/Acme"]));
        groups.add_server(&NotesName::parse("CN=Mail03/O=Acme").unwrap());
        groups
    }

    fn named(names: &[&str], server: Option<&str>, whole: bool) -> Option<Hosting> {
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let server = server.and_then(NotesName::parse);
        groups().names_server(&names, Naming { server: server.as_ref(), replica: R, whole })
    }

    #[test]
    fn a_server_is_named_by_itself_by_a_star_or_through_groups() {
        let (yes, maybe) = (Some(Hosting::Yes), Some(Hosting::Maybe));
        let cases: [(&[&str], Option<Hosting>); 19] = [
            (&["*"], yes),
            (&["CN=TRAV01/O=Acme"], yes),
            (&["Mail01/Acme"], None),
            (&["Mail01/Acme", "Trav01/Acme"], yes),
            (&["Mobile Servers"], yes),
            (&["All Servers"], yes),
            (&["Others"], None),
            (&["Unheard Of"], maybe),
            (&["*/Acme"], maybe),
            (&["Loop"], maybe),
            (&["Odd"], maybe),
            (&["Twice"], maybe),
            (&["Many"], maybe),
            (&["CN=X/O=Acme,CN=Trav01/O=Acme"], maybe),
            (&["", " "], None),
            // Names of groups may hold a slash, and are made canonical like any other.
            (&["Mob/Servers"], yes),
            (&["CN=Mob/O=Servers"], yes),
            (&["Mob/Mail"], None),
            (&["Elsewhere"], maybe),
        ];
        for (names, wanted) in cases {
            assert_eq!(named(names, Some("Trav01/Acme"), true), wanted, "{names:?}");
        }
        assert_eq!(named(&["Trav01/Acme"], None, true), maybe);
    }

    #[test]
    fn a_list_stands_for_whom_its_groups_hold() {
        let mut groups = groups();
        groups.add("Empty", R, list(&[]));
        groups.add("Acme", R, list(&["Mail01/Acme", "*/O=Acme"]));
        groups.add("All", R, list(&["Acme", "*"]));
        let reach = |names: &[&str], whole| {
            let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
            groups.reach(&names, Naming { server: None, replica: R, whole })
        };
        let cases: [(&[&str], Reach); 13] = [
            (&[], Reach::Nobody),
            (&["Empty"], Reach::Nobody),
            (&["Empty", "Bob/Acme"], Reach::Some),
            (&["Others"], Reach::Some),
            (&["Odd"], Reach::Unknown),
            (&["Twice"], Reach::Unknown),
            (&["Loop"], Reach::Unknown),
            (&["Odd", "*/Acme"], Reach::Organisation),
            (&["*/O=Acme"], Reach::Organisation),
            (&["CN=*/O=Acme"], Reach::Organisation),
            (&["Acme"], Reach::Organisation),
            (&["All"], Reach::Everybody),
            (&["*"], Reach::Everybody),
        ];
        for (names, wanted) in cases {
            assert_eq!(reach(names, true), wanted, "{names:?}");
        }
        assert_eq!(reach(&["Unheard Of"], true), Reach::Some);
        assert_eq!(reach(&["Unheard Of"], false), Reach::Unknown);
    }

    #[test]
    fn a_name_with_a_slash_may_be_a_group_that_is_not_here() {
        let server = Some("Trav01/Acme");
        let cases = [
            ("Mob/Unheard", true, None),
            ("Mob/Unheard", false, Some(Hosting::Maybe)),
            ("Mail03/Acme", false, None),
            ("Mob/Mail", false, Some(Hosting::Maybe)),
        ];
        for (name, whole, wanted) in cases {
            assert_eq!(named(&[name], server, whole), wanted, "{name} {whole}");
        }
        let mut nameless = groups();
        nameless.add_nameless();
        let server = NotesName::parse("Trav01/Acme");
        let naming = Naming { server: server.as_ref(), replica: R, whole: true };
        let names = ["Mob/Unheard".to_owned()];
        assert_eq!(nameless.names_server(&names, naming), Some(Hosting::Maybe));
    }
}
