//! Whose a notes.ini is, by its own words, and with which server a file without a name is joined.
//!
//! `ServerName` holds the name of the server; copies that were made to be shown, and templates, hold
//! something else there.

use super::attach::{Draft, Fleet};
use super::collect::Collected;
use super::consoles::is_file;
use super::ini_file::IniFile;
use crate::domino::names::NotesName;
use crate::evidence::{Args, Confidence, Location};
use crate::formats::is_placeholder;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whose a notes.ini is.
enum Owner {
    /// That of this server.
    Named(NotesName),
    /// It does not say.
    Nameless,
    /// What it says is no name of a server, or not one; the code of the reason.
    Unclear(&'static str),
}

/// Words that stand where a name is to be put in.
const STAND_INS: [&str; 10] = [
    "SERVERNAME",
    "MYSERVERNAME",
    "CHANGEME",
    "PLACEHOLDER",
    "TODO",
    "TBD",
    "NONE",
    "NULL",
    "UNKNOWN",
    "UNDEFINED",
];

fn owner(file: &IniFile) -> Owner {
    let texts = file.texts("ServerName");
    let mut names: Vec<NotesName> = Vec::new();
    for text in &texts {
        let name = NotesName::parse(text).filter(|_| !is_stand_in(text));
        let Some(name) = name else { return Owner::Unclear("placeholder-server-name") };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        0 => Owner::Nameless,
        1 => Owner::Named(names.remove(0)),
        _ => Owner::Unclear("several-server-names"),
    }
}

/// `<servername>`, `YOURSERVER/YourOrg`, `{{ server }}`, `[server]`, `xxx`, `?` …
fn is_stand_in(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    is_placeholder(text)
        || text.starts_with(['$', '%'])
        || text.split('/').any(is_marked)
        || STAND_INS.contains(&letters(first).as_str())
}

fn is_marked(part: &str) -> bool {
    let part = part.trim();
    let bracketed = [('<', '>'), ('[', ']'), ('{', '}'), ('(', ')')]
        .iter()
        .any(|(a, b)| part.starts_with(*a) && part.ends_with(*b));
    let letters = letters(part);
    let crossed = letters.len() >= 3 && letters.bytes().all(|byte| byte == b'X');
    bracketed || crossed || letters.is_empty() || letters.starts_with("YOUR")
}

/// The letters and digits of a part of a name, without its type, in upper case.
fn letters(part: &str) -> String {
    let value = part.rsplit('=').next().unwrap_or_default();
    value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

impl Fleet {
    /// Takes the files, and those last that may be copies: beside a live one they are not judged.
    pub(super) fn take_notes_ini(&mut self, collected: &Collected) {
        let live = || {
            let files = collected.ini_files.iter().map(|(_, file)| file);
            files.filter(|file| file.live && is_file(file))
        };
        let plain = |file: &&Arc<IniFile>| file.worth == Confidence::High;
        for file in live().filter(plain) {
            self.take_file(file, owner(file));
        }
        for file in live().filter(|file| !plain(file)) {
            let owner = owner(file);
            match self.live_file_of(file, &owner) {
                Some(judged) => {
                    let args = Args::from([("judged", judged)]);
                    self.put_aside(&Location::input(&file.path), "copy-beside-live", args);
                }
                None => self.take_file(file, owner),
            }
        }
    }

    /// The live file of the server that a copy is of.
    fn live_file_of(&self, copy: &IniFile, owner: &Owner) -> Option<String> {
        let at = match owner {
            Owner::Named(name) => self.position(name)?,
            Owner::Nameless => self.nearest(&copy.path)?,
            Owner::Unclear(_) => return None,
        };
        let live = |file: &&Arc<IniFile>| is_file(file) && file.worth == Confidence::High;
        self.drafts[at].files.iter().find(live).map(|file| file.path.to_string())
    }

    fn take_file(&mut self, file: &Arc<IniFile>, owner: Owner) {
        let (name, unclear) = match owner {
            Owner::Named(name) => (Some(name), None),
            Owner::Nameless => (None, None),
            Owner::Unclear(reason) => (None, Some(reason)),
        };
        let known = name.as_ref().and_then(|name| self.position(name));
        let at = known.unwrap_or_else(|| self.add(Draft::new(name, &file.path)));
        let draft = &mut self.drafts[at];
        draft.see(&file.path);
        draft.runs_traveler = true;
        draft.unclear = unclear.is_some();
        self.add_file(at, Arc::clone(file));
        if let Some(reason) = unclear {
            let texts: Vec<_> = file.texts("ServerName").into_iter().collect();
            let args = Args::from([("names", texts.join("; "))]);
            self.put_aside(&Location::input(&file.path), reason, args);
        }
    }

    /// A file without a name is that of the one server that the inputs in its folder name, else of
    /// the only one that is named at all; if that has no notes.ini yet.
    pub(super) fn join_nameless(&mut self) {
        let nameless: Vec<_> =
            (0..self.drafts.len()).filter(|&at| self.drafts[at].name.is_none()).collect();
        let only = self.one(|draft| draft.name.is_some()).filter(|_| nameless.len() == 1);
        let silent: Vec<_> =
            nameless.iter().copied().filter(|&at| !self.drafts[at].unclear).collect();
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (draft, at) in self.drafts.iter().zip(0..).filter(|(draft, _)| draft.name.is_some()) {
            for folder in &draft.folders {
                named.entry(folder.clone()).or_default().push(at);
            }
        }
        for at in silent {
            let target = match named.get(self.drafts[at].known_from.folder()).map(Vec::as_slice) {
                None => only,
                Some([one]) => Some(*one),
                Some(_) => None,
            };
            let open =
                |target: &usize| !self.drafts[*target].files.iter().any(|file| is_file(file));
            match target.filter(open) {
                Some(target) => self.join(at, target),
                None => self.tell_nameless(at),
            }
        }
        // What was joined has no files of its own any more.
        self.retain(|draft| draft.name.is_some() || !draft.files.is_empty());
    }

    fn join(&mut self, at: usize, target: usize) {
        let mut files = std::mem::take(&mut self.drafts[at].files);
        self.drafts[target].known_from = self.drafts[at].known_from.clone();
        files.append(&mut self.drafts[target].files);
        self.drafts[target].files = files;
        self.drafts[target].runs_traveler = true;
    }

    fn tell_nameless(&mut self, at: usize) {
        if self.drafts.len() > 1 {
            let place = Location::input(&self.drafts[at].known_from);
            self.put_aside(&place, "nameless-notes-ini", Args::new());
        }
    }

    /// Two servers, of which one has no organisation in its name, may be one whose name was shortened.
    pub(super) fn tell_flat_names(&mut self) {
        let named = || self.drafts.iter().filter_map(|draft| Some((draft, draft.name.as_ref()?)));
        let mut told = Vec::new();
        let mut by_common: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (_, name) in named().filter(|(_, name)| !name.is_flat()) {
            by_common.entry(name.common()).or_default().push(name.abbreviated());
        }
        for (draft, flat) in named().filter(|(_, name)| name.is_flat()) {
            if let Some(full) = by_common.get(&flat.common()) {
                let args =
                    Args::from([("server", flat.abbreviated()), ("others", full.join(", "))]);
                told.push((Location::input(&draft.known_from), args));
            }
        }
        for (place, args) in told {
            self.put_aside(&place, "flat-server-name", args);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_for_a_name_is_none() {
        for text in [
            "<servername>",
            "<server>/<org>",
            "YOURSERVER",
            "YourServer/YourOrg",
            "TRAV01/YOUR_ORG",
            "CN=Your-Server/O=Acme",
            "server name",
            "SERVER_NAME/Acme",
            "{{ server }}",
            "${SERVER}",
            "$SERVER",
            "%SERVER%",
            "[server]/Acme",
            "xxx/Acme",
            "XXXX",
            "???",
            "changeme",
            "-",
        ] {
            assert!(is_stand_in(text), "{text}");
        }
        for text in [
            "TRAV01/Acme",
            "CN=Trav01/OU=Mobile/O=Acme",
            "Server1/Acme",
            "SERVER/Acme",
            "myserver",
            "youth/Acme",
            "Xanten/Acme",
            "サーバー/Acme",
        ] {
            assert!(!is_stand_in(text), "{text}");
        }
    }
}
