//! The Configuration documents of a directory: which are for a server, and what they set for it.

use super::{Documents, Home, Judged, sure};
use crate::domino::names::NotesName;
use crate::domino::sign_in::Hosting;
use crate::evidence::{Doubt, Fact};
use crate::inventory::configuration::{PinnedValue, settings_in};
use crate::inventory::groups::ByServer;
use crate::inventory::server::Configuration;
use crate::naming::{DocumentKind, field};

impl<'d> Documents<'d> {
    pub(super) fn read_configurations(&mut self) {
        let sure = self.of(DocumentKind::Configuration).map(|own| (own.clone(), !own.doubtful));
        let unsure = self.unsound(DocumentKind::Configuration).map(|own| (own.clone(), false));
        let all: Vec<_> = sure.chain(unsure).collect();
        let mut by_server = ByServer::default();
        for ((judged, sure), at) in all.iter().zip(0..) {
            let for_all = self.default_of(judged) != Some(false);
            let servers = self.only_servers(judged, field::CONFIGURATION_SERVER);
            by_server.add(at, servers.filter(|_| *sure && !for_all));
        }
        (self.configurations, self.configurations_by_server) = (all, by_server);
    }

    /// Values that Configuration documents set for a server, or may set.
    pub(in crate::inventory) fn pinned(&self, server: Option<&NotesName>) -> Vec<PinnedValue> {
        let own = self.configurations_of(server).into_iter();
        own.flat_map(|(judged, applies, specific)| {
            let found = judged.copies().flat_map(|own| settings_in(own, self.names.catalog()));
            found.map(move |found| PinnedValue {
                key: found.key,
                value: found.value,
                applies,
                specific,
                at_console: false,
                evidence: found.evidence,
            })
        })
        .collect()
    }

    /// The Configuration documents that are for a server, or may be.
    pub(in crate::inventory) fn configurations(
        &self,
        server: Option<&NotesName>,
    ) -> Vec<Configuration> {
        let own = self.configurations_of(server).into_iter();
        own.map(|(judged, applies, specific)| Configuration {
            applies,
            specific,
            by_name: specific && self.names(judged, server),
            lockout: sure(judged, self.meaning(judged, field::CONFIGURATION_LOCKOUT)),
            tries: sure(judged, self.values(judged, field::CONFIGURATION_TRIES)),
            location: judged.document.location.clone(),
        })
        .collect()
    }

    /// Whether a Configuration document names a server itself.
    fn names(&self, judged: &Judged<'_>, server: Option<&NotesName>) -> bool {
        let named = self.values(judged, field::CONFIGURATION_SERVER);
        let names = named.value().map(Vec::as_slice).unwrap_or_default();
        server.is_some_and(|own| {
            names.iter().any(|name| NotesName::parse(name).as_ref() == Some(own))
        })
    }

    /// The same as documents, with whether they are for the server and whether they name it.
    fn configurations_of(&self, server: Option<&NotesName>) -> Vec<(&Judged<'d>, Hosting, bool)> {
        let home = Home::of(&self.server_documents(server));
        let near = self.configurations_by_server.of(server);
        let near = near.into_iter().map(|at| &self.configurations[at]);
        let own = near.filter(|(judged, _)| home.holds(judged));
        own.filter_map(|(judged, sure)| {
            let (applies, specific) = self.is_for(judged, *sure, server)?;
            Some((judged, applies, specific))
        })
        .collect()
    }

    /// Whether a Configuration document is the default of all servers; `None` where it may be.
    fn default_of(&self, judged: &Judged<'_>) -> Option<bool> {
        match self.meaning(judged, field::CONFIGURATION_DEFAULT) {
            Fact::Known(found) => Some(found.value == "yes"),
            Fact::Absent(_) | Fact::Unknown(Doubt::Fragment, _) => Some(false),
            Fact::Unknown(..) => None,
        }
    }

    /// Whether a Configuration document is for a server, and whether it names it; `None` where it is
    /// for others.
    fn is_for(
        &self,
        judged: &Judged<'_>,
        sure: bool,
        server: Option<&NotesName>,
    ) -> Option<(Hosting, bool)> {
        let named = self.values(judged, field::CONFIGURATION_SERVER);
        let told = self.default_of(judged);
        let default = told == Some(true);
        let applies = match named.value() {
            _ if default => Some(Hosting::Yes),
            Some(named) => self.groups.names_server(named, self.naming(judged, server)),
            None => Some(Hosting::Maybe),
        };
        let applies = applies.or(told.is_none().then_some(Hosting::Maybe))?;
        let star = named.value().is_some_and(|names| names.iter().any(|name| name == "*"));
        Some((if sure { applies } else { Hosting::Maybe }, !default && !star))
    }
}
