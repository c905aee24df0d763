//! Program documents of a directory: what a server runs at its start or at certain times, besides the
//! tasks of notes.ini.

use super::{Documents, Home, Judged};
use crate::domino::names::NotesName;
use crate::domino::sign_in::Hosting;
use crate::inventory::server::Program;
use crate::naming::{DocumentKind, field};

impl<'d> Documents<'d> {
    /// The Program documents that run something on a server, or may.
    pub(in crate::inventory) fn programs(&self, server: Option<&NotesName>) -> Vec<Program> {
        let home = Home::of(&self.server_documents(server));
        let sure = self.of(DocumentKind::Program).map(|own| (own, !own.doubtful));
        let unsure = self.unsound(DocumentKind::Program).map(|own| (own, false));
        let own = sure.chain(unsure).filter(|(judged, _)| home.holds(judged));
        own.filter_map(|(judged, sure)| {
            let applies = self.runs_on(judged, server)?;
            Some(Program {
                applies: if sure { applies } else { Hosting::Maybe },
                text: self.command(judged),
                location: judged.document.location.clone(),
            })
        })
        .collect()
    }

    fn runs_on(&self, judged: &Judged<'_>, server: Option<&NotesName>) -> Option<Hosting> {
        let names = self.values(judged, field::PROGRAM_SERVER);
        match names.value().filter(|names| names.iter().any(|name| !name.is_empty())) {
            Some(names) => self.groups.names_server(names, self.naming(judged, server)),
            None => Some(Hosting::Maybe),
        }
    }

    /// Program and command line; a part that is hidden or can't be read is left out.
    fn command(&self, judged: &Judged<'_>) -> String {
        let parts = [field::PROGRAM_NAME, field::PROGRAM_COMMAND];
        let parts = parts.into_iter().filter_map(|id| self.text(judged, id));
        parts.collect::<Vec<_>>().join(" ").trim().to_owned()
    }
}
