//! Items that checks of the operator read: of the Server document, and of each Web Site document that a
//! server hosts, or may host.

use super::{Documents, Home, Judged, of_documents, sure};
use crate::domino::names::NotesName;
use crate::domino::sign_in::Hosting;
use crate::evidence::Fact;
use crate::inventory::facts::merge;
use crate::inventory::own_items::{OwnItem, OwnItemSeen};
use crate::naming::DocumentKind;

impl Documents<'_> {
    /// What the documents of a server say of these items.
    pub(in crate::inventory) fn own_items(
        &self,
        server: Option<&NotesName>,
        wanted: &[OwnItem],
    ) -> Vec<OwnItemSeen> {
        let seen = wanted.iter().flat_map(|own| match own.document {
            DocumentKind::Server => self.of_server_document(server, own),
            _ => self.of_sites(server, own),
        });
        seen.collect()
    }

    fn own_item(&self, judged: &Judged<'_>, own: &OwnItem) -> Fact<Vec<String>> {
        let copies = judged.copies().map(|copy| self.names.read_item(copy, &own.item));
        sure(judged, merge(copies.collect()))
    }

    fn of_server_document(&self, server: Option<&NotesName>, own: &OwnItem) -> Vec<OwnItemSeen> {
        let documents = self.server_documents(server);
        let told = documents.iter().map(|judged| (judged.document, self.own_item(judged, own)));
        let told: Vec<_> = told.collect();
        if told.is_empty() {
            return Vec::new();
        }
        vec![OwnItemSeen {
            own: own.clone(),
            subject: String::new(),
            applies: Hosting::Yes,
            fact: of_documents(told),
        }]
    }

    fn of_sites(&self, server: Option<&NotesName>, own: &OwnItem) -> Vec<OwnItemSeen> {
        let home = Home::of(&self.server_documents(server));
        let near = self.sites_by_server.of(server).into_iter().map(|at| &self.sites[at]);
        let near = near.map(|(number, site)| (&self.all[*number], site));
        near.filter(|(judged, _)| home.holds(judged))
            .filter_map(|(judged, site)| {
                Some(OwnItemSeen {
                    own: own.clone(),
                    subject: site.name.clone(),
                    applies: self.hosted(judged, server)?,
                    fact: self.own_item(judged, own),
                })
            })
            .collect()
    }
}
