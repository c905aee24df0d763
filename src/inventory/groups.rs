//! Whether a field that names servers names this one, by name, by `*`, or through groups.

use crate::domino::names::NotesName;
use crate::domino::site::Hosting;
use crate::evidence::Fact;
use std::collections::BTreeMap;

/// How deep groups in groups are followed.
const MAX_NESTING: usize = 8;

/// How many names are looked at in all; groups may hold themselves many times over.
const MAX_LOOKS: usize = 20_000;

/// The Group documents supplied.
#[derive(Debug, Default)]
pub(super) struct Groups {
    members: BTreeMap<String, Fact<Vec<String>>>,
}

impl Groups {
    pub(super) fn add(&mut self, name: &str, members: Fact<Vec<String>>) {
        let name = name.trim().to_lowercase();
        // Of two documents of one name neither is known to count.
        let known = if self.members.contains_key(&name) { Fact::not_supplied() } else { members };
        self.members.insert(name, known);
    }

    /// `Some(Yes)` if the names hold the server, `None` if they do not, `Some(Maybe)` if a group of
    /// which no document was supplied may hold it.
    pub(super) fn names_server(
        &self,
        names: &[String],
        server: Option<&NotesName>,
    ) -> Option<Hosting> {
        self.look(names, server, 0, &mut 0)
    }

    fn look(
        &self,
        names: &[String],
        server: Option<&NotesName>,
        depth: usize,
        looks: &mut usize,
    ) -> Option<Hosting> {
        let mut answer = None;
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            match self.one(name, server, depth, looks) {
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
        server: Option<&NotesName>,
        depth: usize,
        looks: &mut usize,
    ) -> Option<Hosting> {
        *looks += 1;
        if name == "*" {
            return Some(Hosting::Yes);
        }
        let Some(server) = server else {
            return Some(Hosting::Maybe);
        };
        if NotesName::parse(name).is_some_and(|name| name == *server) {
            return Some(Hosting::Yes);
        }
        match self.members.get(&name.to_lowercase()) {
            Some(Fact::Known(members)) if depth < MAX_NESTING && *looks < MAX_LOOKS => {
                self.look(&members.value, Some(server), depth + 1, looks)
            }
            Some(_) => Some(Hosting::Maybe),
            // A name with an organisation is a server or person, and not this one; `*/Acme` and flat
            // names may stand for many.
            None if name.contains('/') && !name.contains(['*', ',', ';']) => None,
            None => Some(Hosting::Maybe),
        }
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

    #[test]
    fn a_server_is_named_by_itself_by_a_star_or_through_groups() {
        let mut groups = Groups::default();
        groups.add("Mobile Servers", list(&["CN=Trav01/O=Acme"]));
        groups.add("All Servers", list(&["mobile servers", "Mail01/Acme"]));
        groups.add("Others", list(&["Mail01/Acme"]));
        groups.add("Loop", list(&["Loop"]));
        groups.add("Odd", Fact::not_supplied());
        groups.add("Twice", list(&["Mail01/Acme"]));
        groups.add("twice", list(&["Mail02/Acme"]));
        groups.add("Many", list(&["Many"; 60]));
        let server = NotesName::parse("Trav01/Acme").unwrap();
        let cases: [(&[&str], Option<Hosting>); 15] = [
            (&["*"], Some(Hosting::Yes)),
            (&["CN=TRAV01/O=Acme"], Some(Hosting::Yes)),
            (&["Mail01/Acme"], None),
            (&["Mail01/Acme", "Trav01/Acme"], Some(Hosting::Yes)),
            (&["Mobile Servers"], Some(Hosting::Yes)),
            (&["All Servers"], Some(Hosting::Yes)),
            (&["Others"], None),
            (&["Unheard Of"], Some(Hosting::Maybe)),
            (&["*/Acme"], Some(Hosting::Maybe)),
            (&["Loop"], Some(Hosting::Maybe)),
            (&["Odd"], Some(Hosting::Maybe)),
            (&["Twice"], Some(Hosting::Maybe)),
            (&["Many"], Some(Hosting::Maybe)),
            (&["CN=X/O=Acme,CN=Trav01/O=Acme"], Some(Hosting::Maybe)),
            (&["", " "], None),
        ];
        for (names, wanted) in cases {
            let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(groups.names_server(&names, Some(&server)), wanted, "{names:?}");
        }
        assert_eq!(groups.names_server(&["Trav01/Acme".to_owned()], None), Some(Hosting::Maybe));
    }
}
