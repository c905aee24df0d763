//! Exports of a database: whether one holds every document, which of several is the newer, and what
//! that means for a document that stands in some of them only.
//!
//! Source: the database and documents of DXL (`domino_9_0_1.dtd`): `numberofdocuments` and
//! `datamodified` of `<databaseinfo>`.

use super::collect::{Collected, DatabaseSeen, Kept};
use super::copies;
use crate::evidence::{Confidence, Location};
use crate::formats::{Document, ReadExtent};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// An export that is known to hold some documents of its database only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Documents in it.
    pub documents: u64,
    /// Documents of the database.
    pub of: u64,
    /// The database in the export.
    pub location: Location,
}

/// Whether a document still exists that some exports of its database hold and others do not.
pub(super) enum Standing<'d> {
    /// Nothing speaks against it.
    Stands,
    /// A newer export that holds every document lacks it.
    Gone(&'d Location),
    /// An export lacks it that may be newer, or may be a selection.
    Doubtful,
}

/// The order of exports, by their numbers.
type Orders = BTreeMap<(usize, usize), Option<Ordering>>;

/// Documents of one export by their UNID.
type ByUnid<'d> = BTreeMap<&'d str, &'d Document>;

/// All exports among the inputs.
pub(super) struct Exports<'d> {
    collected: &'d Collected,
    by_source: BTreeMap<usize, &'d DatabaseSeen>,
    /// Those that hold every document of their database.
    whole: BTreeMap<&'d str, Vec<&'d DatabaseSeen>>,
    /// The documents of those of which there are several of one replica.
    contents: BTreeMap<usize, ByUnid<'d>>,
    /// What the documents of two exports say of their order; each pair is looked at once.
    orders: Mutex<Orders>,
}

impl<'d> Exports<'d> {
    pub(super) fn of(collected: &'d Collected) -> Self {
        let mut by_replica: BTreeMap<&str, Vec<&DatabaseSeen>> = BTreeMap::new();
        for seen in &collected.databases {
            if let Some(replica) = seen.database.replica.as_deref() {
                by_replica.entry(replica).or_default().push(seen);
            }
        }
        let several = by_replica.values().filter(|seen| seen.len() > 1).flatten();
        let mut contents: BTreeMap<usize, ByUnid<'d>> =
            several.map(|seen| (seen.source, ByUnid::new())).collect();
        for Kept { source, document, .. } in &collected.documents {
            if let (Some(own), Some(unid)) = (contents.get_mut(source), &document.unid) {
                own.insert(unid, document);
            }
        }
        let by_source = collected.databases.iter().map(|seen| (seen.source, seen)).collect();
        let whole = BTreeMap::new();
        let mut exports = Self { collected, by_source, whole, contents, orders: Mutex::default() };
        for (replica, mut seen) in by_replica {
            seen.retain(|seen| exports.is_whole(seen.source));
            exports.whole.insert(replica, seen);
        }
        exports
    }

    /// Whether this is an export of a database that was read to its end and holds as many
    /// documents as the database says it has. Only in such a one is a missing document missing.
    pub(super) fn is_whole(&self, source: usize) -> bool {
        let all = |seen: &DatabaseSeen| {
            seen.database.documents.is_some_and(|all| all > 0 && all <= seen.documents)
        };
        self.is_read(source) && self.by_source.get(&source).is_some_and(|seen| all(seen))
    }

    /// How sure it is that a Web Site document or a rule that is not in this export does not exist:
    /// high where nothing is missing in it; medium where the agent of `exporter`, which takes all of
    /// them that its user may read, wrote it, and nothing was taken out since.
    pub(super) fn holds_sites(&self, source: usize) -> Option<Confidence> {
        if self.is_whole(source) {
            return Some(Confidence::High);
        }
        let seen = self.by_source.get(&source)?;
        let all = seen.exported == Some(seen.documents) && self.is_read(source);
        all.then_some(Confidence::Medium)
    }

    fn is_read(&self, source: usize) -> bool {
        let input = self.collected.sources.get(source);
        let report = input.and_then(|input| self.collected.inputs.get(*input));
        report.is_some_and(|own| own.read == ReadExtent::Full)
    }

    /// The figures of an export that is known to be a selection.
    pub(super) fn selection(&self, source: usize) -> Option<Selection> {
        let seen = self.by_source.get(&source)?;
        let of = seen.database.documents.filter(|of| *of > seen.documents)?;
        let location = seen.database.location.clone();
        Some(Selection { documents: seen.documents, of, location })
    }

    /// What the exports of a replica that lack a document say of it. `copies` are the copies of it
    /// that there are, `parents` the exports that hold the document it answers.
    pub(super) fn standing(&self, copies: &[&Kept], parents: &BTreeSet<usize>) -> Standing<'d> {
        let holds = |source: usize| copies.iter().any(|kept| kept.source == source);
        let replica = copies.first().and_then(|kept| kept.document.replica.as_deref());
        let whole = replica.and_then(|replica| self.whole.get(replica)).into_iter().flatten();
        // A selection may lack it for any reason, unless it holds what this one answers.
        let of_parents = parents.iter().filter(|_| replica.is_some());
        let of_parents = of_parents.filter_map(|source| self.by_source.get(source));
        let of_parents = of_parents.filter(|seen| {
            seen.database.replica.as_deref() == replica && !self.is_whole(seen.source)
        });
        let mut lacking: Vec<_> =
            whole.chain(of_parents).copied().filter(|seen| !holds(seen.source)).collect();
        lacking.sort_by_key(|seen| seen.source);
        let mut standing = Standing::Stands;
        for seen in lacking {
            let whole = self.is_whole(seen.source);
            let orders: Vec<_> = copies.iter().map(|kept| self.order(seen, kept)).collect();
            if orders.contains(&Some(Ordering::Less)) {
                continue;
            }
            if whole && orders.iter().all(|order| *order == Some(Ordering::Greater)) {
                return Standing::Gone(&seen.database.location);
            }
            standing = Standing::Doubtful;
        }
        standing
    }

    /// Whether an export is newer than a copy that stands elsewhere; `None` where it can't be told.
    fn order(&self, export: &DatabaseSeen, copy: &Kept) -> Option<Ordering> {
        let known = |order: Ordering| (order != Ordering::Equal).then_some(order);
        let Some(other) = self.by_source.get(&copy.source) else {
            // No export of a database: newer than the export if it was changed after it.
            let (export, copy) = (export.database.modified?, copy.document.modified?);
            return (export < copy).then_some(Ordering::Less);
        };
        let modified = export.database.modified.zip(other.database.modified);
        let by_date = modified.and_then(|(export, other)| known(export.cmp(&other)));
        match (by_date, self.order_of_documents(export.source, copy.source)) {
            (Some(a), Some(b)) if a != b => None,
            (a, Some(b)) => Some(a.unwrap_or(b)),
            (a, None) => a,
        }
    }

    /// What the documents say that stand in both: one is newer in one export, and none in the other.
    fn order_of_documents(&self, a: usize, b: usize) -> Option<Ordering> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        *orders.entry((a, b)).or_insert_with(|| self.compare_documents(a, b))
    }

    fn compare_documents(&self, a: usize, b: usize) -> Option<Ordering> {
        let (a, b) = (self.contents.get(&a)?, self.contents.get(&b)?);
        let orders = a.iter().filter_map(|(unid, own)| copies::order(own, b.get(unid)?));
        let told: BTreeSet<_> = orders.filter(|order| *order != Ordering::Equal).collect();
        match told.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}
