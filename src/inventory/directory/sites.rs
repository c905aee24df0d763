//! The Site documents of a directory with their rules: which are for a server, what is read of them,
//! and what may be one and is not judged.

use super::{Documents, Home, Judged, is_response, sure};
use crate::domino::hosts;
use crate::domino::names::NotesName;
use crate::domino::protocols;
use crate::domino::sign_in::{self, Hosting, Rule, Unread, WebSite};
use crate::evidence::{Confidence, Doubt, Evidence, Fact};
use crate::formats::{Document, DocumentSource, ItemValue};
use crate::inventory::facts::{as_flag, as_rule_kind, one_text};
use crate::inventory::groups::ByServer;
use crate::inventory::options;
use crate::inventory::server::{ProtocolSite, SiteServices};
use crate::naming::{DocumentKind, field};
use std::collections::BTreeSet;

/// Sites of others that are shown at the most.
const MOST_OTHERS: usize = 10;

impl<'d> Documents<'d> {
    pub(super) fn read_sites(&mut self) {
        let numbers = self.index.of_kind(DocumentKind::Site);
        let read = |number: &usize| (*number, self.web_site(&self.all[*number]));
        let sites: Vec<_> = numbers.iter().map(read).collect();
        let mut by_server = ByServer::default();
        for ((number, _), at) in sites.iter().zip(0..) {
            by_server.add(at, self.only_servers(&self.all[*number], field::SITE_SERVERS));
        }
        let rules = self.index.orphans(&self.all).into_iter();
        let rules = rules.map(|number| (self.all[number].clone(), self.rule(&self.all[number])));
        let rules: Vec<_> = rules.chain(self.unsound_orphans()).collect();
        let odd = self.find_odd_sites();
        (self.sites, self.sites_by_server) = (sites, by_server);
        (self.orphan_rules, self.odd_sites) = (rules, odd);
    }

    pub(super) fn read_protocol_sites(&mut self) {
        let sound = self.all.iter().map(|own| (own, !own.doubtful));
        let all = sound.chain(self.aside.iter().map(|own| (own, false)));
        let sites = all.filter_map(|(own, sure)| {
            let form = own.document.form.as_deref()?;
            let protocol = protocols::by_form(form)?;
            // Other databases use the same form names: the type must agree.
            let agrees = own.copies().all(|copy| is_of_type(copy, form));
            Some((own.clone(), protocol, sure && agrees))
        });
        self.protocol_sites = sites.collect();
    }

    /// Site documents of other protocols than HTTP that a server hosts, or may host. That they name
    /// servers in the item in which Web Site documents do is concluded.
    pub(in crate::inventory) fn protocol_sites(
        &self,
        server: Option<&NotesName>,
    ) -> Vec<ProtocolSite> {
        let home = Home::of(&self.server_documents(server));
        let own = self.protocol_sites.iter().filter(|(judged, ..)| home.holds(judged));
        own.filter_map(|(judged, protocol, sure)| {
            let applies = self.hosted(judged, server)?;
            let applies = if *sure { applies } else { Hosting::Maybe };
            let location = judged.document.location.clone();
            Some(ProtocolSite { protocol, applies, location })
        })
        .collect()
    }

    /// Services of the Web Site documents that a server hosts, or may host.
    pub(in crate::inventory) fn site_services(
        &self,
        server: Option<&NotesName>,
    ) -> Vec<SiteServices> {
        let home = Home::of(&self.server_documents(server));
        let near = self.sites_by_server.of(server);
        let near = near.into_iter().map(|at| &self.sites[at]);
        let own = near.map(|(number, site)| (&self.all[*number], site));
        own.filter(|(judged, _)| home.holds(judged))
            .filter_map(|(judged, site)| {
                Some(SiteServices {
                    site: site.name.clone(),
                    applies: self.hosted(judged, server)?,
                    services: sure(judged, self.values(judged, field::SITE_SERVICES)),
                    ciphers: sure(judged, self.values(judged, field::SITE_CIPHERS)),
                })
            })
            .collect()
    }

    pub(super) fn sites_of(
        &self,
        server: Option<&NotesName>,
        home: &Home<'_>,
    ) -> Vec<(WebSite, Hosting)> {
        let near = self.sites_by_server.of(server);
        let near = near.into_iter().map(|at| &self.sites[at]);
        near.map(|(number, site)| (&self.all[*number], site))
            .filter(|(judged, _)| home.holds(judged) && !judged.doubtful)
            .filter_map(|(judged, site)| Some((site.clone(), self.hosted(judged, server)?)))
            .collect()
    }

    /// Sites of the server's directory that it does not host: for each the field that tells it.
    pub(super) fn sites_of_others(
        &self,
        server: Option<&NotesName>,
        home: &Home<'_>,
    ) -> Vec<Evidence> {
        let all = self.of(DocumentKind::Site).filter(|judged| home.holds(judged));
        let fields = all.filter_map(|judged| match self.same_organisation(judged, server) {
            None => Some(self.values(judged, field::SITE_ORGANISATION)),
            Some(_) if self.hosting(judged, server).is_none() => {
                Some(self.values(judged, field::SITE_SERVERS))
            }
            Some(_) => None,
        });
        fields.flat_map(|fact| fact.evidence()).take(MOST_OTHERS).collect()
    }

    /// The addresses of the sites that name the server itself: what such a site lists is meant to reach
    /// it, though the Server document may not hold it (there stand the addresses of the Notes ports).
    pub(super) fn listed_by_name(
        &self,
        server: Option<&NotesName>,
        home: &Home<'_>,
    ) -> Vec<String> {
        let near = self.sites_by_server.of(server);
        let near = near.into_iter().map(|at| &self.sites[at]);
        let own = near.filter(|(number, _)| {
            let judged = &self.all[*number];
            let named = self.values(judged, field::SITE_SERVERS);
            let mut named =
                named.value().into_iter().flatten().filter_map(|name| NotesName::parse(name));
            home.holds(judged)
                && named.any(|name| server == Some(&name))
                && self.same_organisation(judged, server).is_some()
        });
        let listed = own.filter_map(|(_, site)| site.addresses.value()).flatten();
        listed.filter_map(|text| hosts::host(text)).collect()
    }

    /// Documents that may be sites and are not judged as such.
    fn find_odd_sites(&self) -> Vec<(Judged<'d>, &'static str)> {
        let doubtful = self.of(DocumentKind::Site).filter(|judged| judged.doubtful);
        let doubtful = doubtful.map(|judged| (judged, "site-maybe-deleted"));
        let unsound = self.unsound(DocumentKind::Site).map(|judged| {
            let conflict = judged.document.conflict;
            (judged, if conflict { "site-conflict" } else { "site-unclear" })
        });
        // A document with the form of a site, beside sites, is one of no other database.
        let replicas: BTreeSet<_> =
            self.of(DocumentKind::Site).map(|site| &site.document.replica).collect();
        let odd = self.untyped().filter(|judged| {
            !self.names.tells_no_type(judged.document)
                && self.names.has_form_of(DocumentKind::Site, judged.document)
                && replicas.contains(&judged.document.replica)
        });
        let all = doubtful.chain(unsound).chain(odd.map(|judged| (judged, "site-unclear")));
        all.map(|(judged, why)| (judged.clone(), why)).collect()
    }

    /// Documents that may be sites of the server and are not judged as such.
    pub(super) fn unclear_sites(&self, server: Option<&NotesName>, home: &Home<'_>) -> Vec<Unread> {
        let own = self
            .odd_sites
            .iter()
            .filter(|(judged, _)| home.holds(judged) && self.hosted(judged, server).is_some());
        own.map(|(judged, why)| {
            let parent = self.of(DocumentKind::Site).find(|site| is_response(judged, site));
            let of = parent.map(|site| site.document.location.clone());
            Unread { why, places: judged.places().into_iter().chain(of).collect() }
        })
        .collect()
    }

    pub(super) fn hosted(
        &self,
        judged: &Judged<'_>,
        server: Option<&NotesName>,
    ) -> Option<Hosting> {
        match (self.same_organisation(judged, server)?, self.hosting(judged, server)?) {
            (Hosting::Yes, hosting) => Some(hosting),
            (Hosting::Maybe, _) => Some(Hosting::Maybe),
        }
    }

    /// Only sites of the server's own organisation are candidates. Where one of the two is not told,
    /// or is a path of units, what Domino makes of it is not known.
    fn same_organisation(
        &self,
        judged: &Judged<'_>,
        server: Option<&NotesName>,
    ) -> Option<Hosting> {
        let own = server.and_then(NotesName::organisation);
        let site = self.text(judged, field::SITE_ORGANISATION).filter(|text| !text.is_empty());
        let Some((own, site)) = own.zip(site) else { return Some(Hosting::Maybe) };
        let site = site.strip_prefix("O=").or(site.strip_prefix("o=")).unwrap_or(&site);
        if site.contains('/') {
            return Some(Hosting::Maybe);
        }
        (own.to_lowercase() == site.trim_ascii().to_lowercase()).then_some(Hosting::Yes)
    }

    fn hosting(&self, judged: &Judged<'_>, server: Option<&NotesName>) -> Option<Hosting> {
        match self.values(judged, field::SITE_SERVERS) {
            Fact::Known(found) if found.value.iter().any(|name| !name.is_empty()) => {
                self.groups.names_server(&found.value, self.naming(judged, server))
            }
            _ => Some(Hosting::Maybe),
        }
    }

    fn web_site(&self, judged: &Judged<'d>) -> WebSite {
        let document = judged.document;
        let (mut rules, mut unread) = (Vec::new(), Vec::new());
        for response in self.index.responses(judged).iter().map(|number| &self.all[*number]) {
            match (response.kind, self.doubt_of_response(response)) {
                (Some(DocumentKind::Rule) | None, Some(why)) => {
                    unread.push(Unread { why, places: response.places() });
                }
                (Some(DocumentKind::Rule), None) => rules.push(self.rule(response)),
                _ => {}
            }
        }
        unread.extend(self.unsound_rules(judged));
        let name = self.text(judged, field::SITE_NAME).filter(|name| !name.is_empty());
        let flag = |id| as_flag(self.meaning(judged, id), "yes", "no");
        WebSite {
            name: name
                .or_else(|| document.unid.clone())
                .unwrap_or_else(|| document.location.to_string()),
            addresses: self.values(judged, field::SITE_ADDRESSES),
            is_default: flag(field::SITE_DEFAULT),
            options: options::of_site(|id| self.meaning(judged, id)),
            redirects: flag(field::SITE_REDIRECT),
            cookie: flag(field::SITE_COOKIE),
            rules,
            unread,
            rules_whole: self.exports.holds_sites(judged.source),
            location: document.location.clone(),
        }
    }

    /// Why a response of a site is not read as a rule; `None` where it is read for what it is.
    fn doubt_of_response(&self, response: &Judged<'_>) -> Option<&'static str> {
        let whole = |twin: &&&Document| twin.source == DocumentSource::Whole;
        let mut twins = response.twins.iter().filter(whole);
        let moved = twins.any(|twin| twin.parent != response.document.parent);
        match response.kind {
            _ if response.doubtful => Some(sign_in::MAYBE_DELETED),
            _ if moved => Some(sign_in::UNCLEAR),
            Some(DocumentKind::Rule) if !response.unconfirmed => None,
            Some(DocumentKind::Rule) | None => Some(sign_in::UNCLEAR),
            Some(_) => None,
        }
    }

    /// Conflicts and truncated documents that answer the site, or one of its rules: a conflict
    /// answers the document that it is in conflict with. Conflicts of the site itself are no rules.
    fn unsound_rules(&self, site: &Judged<'d>) -> Vec<Unread> {
        let is_site = |judged: &Judged<'_>| {
            judged.kind == Some(DocumentKind::Site)
                || self.names.has_form_of(DocumentKind::Site, judged.document)
        };
        let found = self.index.unsound(site).iter();
        let found = found.map(|(other, rule)| (&self.aside[*other], rule.map(|at| &self.all[at])));
        let own = found.filter(|(other, _)| !is_site(other));
        own.map(|(other, rule)| {
            let rule = rule.map(|rule| rule.document.location.clone());
            let why = if other.document.conflict { "rule-conflict" } else { sign_in::UNCLEAR };
            Unread { why, places: other.places().into_iter().chain(rule).collect() }
        })
        .collect()
    }

    /// Conflicts, truncated documents and those without a type that may be rules and answer no site:
    /// what they do is not known.
    fn unsound_orphans(&self) -> Vec<(Judged<'d>, Rule)> {
        let all = self.unsound(DocumentKind::Rule);
        let orphans = all.filter(|judged| self.index.is_orphan(&self.all, judged));
        let unread = |judged: &Judged<'d>| Rule {
            kind: Fact::Unknown(Doubt::Unreadable, Vec::new()),
            pattern: Fact::Unknown(Doubt::Unreadable, Vec::new()),
            replacement: Fact::Unknown(Doubt::Unreadable, Vec::new()),
            location: judged.document.location.clone(),
        };
        orphans.map(|judged| (judged.clone(), unread(judged))).collect()
    }

    fn rule(&self, judged: &Judged<'_>) -> Rule {
        let pattern = self.values(judged, field::RULE_PATTERN);
        Rule {
            kind: as_rule_kind(self.meaning(judged, field::RULE_TYPE)),
            pattern: one_text(pattern),
            replacement: one_text(self.values(judged, field::RULE_REPLACEMENT)),
            location: judged.document.location.clone(),
        }
    }

    /// Rules that hang on nothing among the sites here: on Global Web Settings, or on a document that
    /// is missing.
    pub(super) fn other_rules(&self, home: &Home<'_>) -> Vec<Rule> {
        let own = self.orphan_rules.iter();
        own.filter(|(judged, _)| home.holds(judged)).map(|(_, rule)| rule.clone()).collect()
    }

    /// How sure it is that the exports in which sites of the server's directory stand hold all of them.
    pub(super) fn sites_whole(&self, home: &Home<'_>) -> Option<Confidence> {
        let sites = self.of(DocumentKind::Site).filter(|judged| home.holds(judged));
        let sure: Option<Vec<_>> =
            sites.map(|judged| self.exports.holds_sites(judged.source)).collect();
        sure?.into_iter().min()
    }

    /// The first export with sites or the Server document of the server that is a selection.
    pub(super) fn selection(
        &self,
        own: &[&Judged<'d>],
        home: &Home<'_>,
    ) -> Option<crate::inventory::Selection> {
        let sites = self.of(DocumentKind::Site).filter(|judged| home.holds(judged));
        let sources = sites.chain(own.iter().copied()).map(|judged| judged.source);
        sources.filter_map(|source| self.exports.selection(source)).next()
    }
}

/// Whether a document says that it is of this type.
fn is_of_type(document: &Document, wanted: &str) -> bool {
    let mut types = document.items.iter().filter(|item| item.name.eq_ignore_ascii_case("Type"));
    types.next().is_some_and(|item| match &item.value {
        ItemValue::Values(values) => {
            matches!(values.as_slice(), [own] if own.trim_ascii().eq_ignore_ascii_case(wanted))
        }
        _ => false,
    })
}
