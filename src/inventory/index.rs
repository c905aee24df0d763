//! Ways to the documents of a directory that do not look at all of them: a domain may have thousands
//! of servers, and each is asked for.

use super::directory::Judged;
use crate::naming::{DocumentKind, Names};
use std::collections::{BTreeMap, BTreeSet};

/// Replica ID and UNID.
type Key<'d> = (Option<&'d str>, &'d str);

/// An unsound document that answers a site, or a rule of it: its number, and that of the rule.
type Unsound = (usize, Option<usize>);

/// Where the documents stand, by their numbers among those that are judged.
#[derive(Default)]
pub(super) struct Index<'d> {
    kinds: BTreeMap<DocumentKind, Vec<usize>>,
    responses: BTreeMap<Key<'d>, Vec<usize>>,
    /// Unsound documents that answer a document, or a response of it.
    unsound: BTreeMap<Key<'d>, Vec<Unsound>>,
    /// Documents whose kind nothing tells although their form is one that we know.
    untyped: Vec<usize>,
    /// What the documents that are judged answer, by their own keys.
    answered: BTreeMap<Key<'d>, BTreeSet<Key<'d>>>,
}

impl<'d> Index<'d> {
    pub(super) fn of(all: &[Judged<'d>], aside: &[Judged<'d>], names: &Names<'_>) -> Self {
        let mut index = Self::default();
        let mut own: BTreeMap<Key<'d>, usize> = BTreeMap::new();
        for (judged, number) in all.iter().zip(0..) {
            match judged.kind {
                Some(kind) if !judged.unconfirmed => {
                    index.kinds.entry(kind).or_default().push(number);
                }
                Some(_) => {}
                None if names.has_known_form(judged.document) => index.untyped.push(number),
                None => {}
            }
            let parents = parents(judged);
            for parent in &parents {
                index.responses.entry(*parent).or_default().push(number);
            }
            if let Some(own) = key(judged).filter(|_| !parents.is_empty()) {
                index.answered.entry(own).or_default().extend(parents);
            }
            if let Some(unid) = judged.document.unid.as_deref() {
                own.entry((judged.document.replica.as_deref(), unid)).or_insert(number);
            }
        }
        for (judged, number) in aside.iter().zip(0..) {
            index.add_unsound(judged, number, all, &own);
        }
        index
    }

    fn add_unsound(
        &mut self,
        judged: &Judged<'d>,
        number: usize,
        all: &[Judged<'d>],
        own: &BTreeMap<Key<'d>, usize>,
    ) {
        for parent in parents(judged) {
            self.unsound.entry(parent).or_default().push((number, None));
            let Some(rule) = own.get(&parent) else { continue };
            for site in parents(&all[*rule]) {
                self.unsound.entry(site).or_default().push((number, Some(*rule)));
            }
        }
    }

    /// Documents of a kind.
    pub(super) fn of_kind(&self, kind: DocumentKind) -> &[usize] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Documents that answer this one, by any copy of them.
    pub(super) fn responses(&self, parent: &Judged<'d>) -> &[usize] {
        key(parent).and_then(|key| self.responses.get(&key)).map_or(&[], Vec::as_slice)
    }

    /// Unsound documents that answer this one or a response of it.
    pub(super) fn unsound(&self, site: &Judged<'d>) -> &[Unsound] {
        key(site).and_then(|key| self.unsound.get(&key)).map_or(&[], Vec::as_slice)
    }

    /// Documents whose kind nothing tells although their form is one that we know.
    pub(super) fn untyped(&self) -> &[usize] {
        &self.untyped
    }

    /// Rules that answer none of the sites.
    pub(super) fn orphans(&self, all: &[Judged<'d>]) -> Vec<usize> {
        let sites = self.sites(all);
        let orphan = |rule: &&usize| !parents(&all[**rule]).iter().any(|key| sites.contains(key));
        self.of_kind(DocumentKind::Rule).iter().filter(orphan).copied().collect()
    }

    /// Whether a document answers none of the sites, and no response of one.
    pub(super) fn is_orphan(&self, all: &[Judged<'d>], judged: &Judged<'d>) -> bool {
        let sites = self.sites(all);
        let near = parents(judged);
        let far = near.iter().filter_map(|parent| self.answered.get(parent)).flatten();
        !near.iter().chain(far).any(|key| sites.contains(key))
    }

    fn sites(&self, all: &[Judged<'d>]) -> BTreeSet<Key<'d>> {
        self.of_kind(DocumentKind::Site).iter().filter_map(|site| key(&all[*site])).collect()
    }
}

fn key<'d>(judged: &Judged<'d>) -> Option<Key<'d>> {
    Some((judged.document.replica.as_deref(), judged.document.unid.as_deref()?))
}

/// What a document answers, by any copy of it.
fn parents<'d>(judged: &Judged<'d>) -> BTreeSet<Key<'d>> {
    let replica = judged.document.replica.as_deref();
    judged.copies().filter_map(|copy| Some((replica, copy.parent.as_deref()?))).collect()
}
