//! The servers that consoles and logs name as their own.

use super::collect::Collected;
use super::ini_file::IniFile;
use crate::domino::names::NotesName;
use crate::evidence::Args;
use std::collections::{BTreeMap, BTreeSet};

/// The names by input.
pub(super) struct Consoles {
    names: BTreeMap<usize, Vec<NotesName>>,
    /// The names by the folder of the inputs.
    folders: BTreeMap<String, Vec<NotesName>>,
    /// Inputs whose console was asked for its name or its settings, so that more than a log of the
    /// server is here.
    asked: BTreeSet<usize>,
}

impl Consoles {
    pub(super) fn of(collected: &Collected) -> Self {
        let mut consoles =
            Self { names: BTreeMap::new(), folders: BTreeMap::new(), asked: BTreeSet::new() };
        for (input, name) in &collected.started {
            consoles.add(*input, &name.value);
        }
        let shown = collected.consoles.iter().map(|(input, name)| (*input, name.value.as_str()));
        let set = collected.ini_files.iter().filter(|(_, file)| !is_file(file));
        let set = set.filter_map(|(input, file)| Some((*input, file.first("ServerName")?)));
        for (input, name) in shown.chain(set) {
            if consoles.add(input, name) {
                consoles.asked.insert(input);
            }
        }
        for (input, names) in &consoles.names {
            let folder = collected.inputs[*input].path.folder().to_owned();
            let known = consoles.folders.entry(folder).or_default();
            for name in names {
                if !known.contains(name) {
                    known.push(name.clone());
                }
            }
        }
        consoles
    }

    /// The servers that the consoles and logs in a folder name.
    pub(super) fn in_folder(&self, folder: &str) -> &[NotesName] {
        self.folders.get(folder).map_or(&[], Vec::as_slice)
    }

    /// Whether it is a name.
    fn add(&mut self, input: usize, name: &str) -> bool {
        let Some(name) = NotesName::parse(name) else { return false };
        let known = self.names.entry(input).or_default();
        if !known.contains(&name) {
            known.push(name);
        }
        true
    }

    /// The inputs that name one server: those whose console was asked, or the logs.
    pub(super) fn named(&self, asked: bool) -> impl Iterator<Item = (usize, &NotesName)> {
        let own = move |input: &usize| self.asked.contains(input) == asked;
        self.names.keys().copied().filter(own).filter_map(|input| Some((input, self.one(input)?)))
    }

    /// The only server that an input names.
    pub(super) fn one(&self, input: usize) -> Option<&NotesName> {
        match self.names.get(&input).map(Vec::as_slice) {
            Some([name]) => Some(name),
            _ => None,
        }
    }

    /// Whether an input names a server.
    pub(super) fn names(&self, input: usize) -> bool {
        self.names.contains_key(&input)
    }

    /// Why a console was attached to no server.
    pub(super) fn reason(&self, input: usize) -> (&'static str, Args) {
        match self.names.get(&input).map(Vec::as_slice) {
            None => ("log-of-no-server", Args::new()),
            Some([name]) => ("console-of-other-server", Args::from([("server", name.to_string())])),
            Some(_) => ("console-of-several-servers", Args::new()),
        }
    }
}

/// Whether it is a file, and not what a console showed.
pub(super) fn is_file(file: &IniFile) -> bool {
    file.source.is_none()
}
