//! Copies of one document in several inputs: which of them is judged, which contradict it, and which
//! are listed only. Copies are told by replica ID and UNID; the highest sequence is the newest, then
//! the latest modification.

use super::collect::{Collected, Kept};
use super::exports::{Exports, Standing};
use super::server::Unattached;
use crate::evidence::{Args, Location};
use crate::formats::{Document, DocumentSource, Item, ItemValue};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A document that counts.
pub(super) struct Chosen<'d> {
    /// The copy that is judged.
    pub(super) kept: &'d Kept,
    /// Copies of the same version that say something else.
    pub(super) twins: Vec<&'d Document>,
    /// Whether a newer state of its database may lack it, or hold a newer copy that can't be judged.
    pub(super) doubtful: bool,
}

/// Replica ID and UNID.
type Key<'d> = (&'d str, &'d str);

/// The copies of each document.
type Copies<'d> = BTreeMap<Key<'d>, Vec<&'d Kept>>;

/// Whether a copy is newer or older than another; `None` where it can't be told.
pub(super) fn order(a: &Document, b: &Document) -> Option<Ordering> {
    match a.sequence.zip(b.sequence).map(|(a, b)| a.cmp(&b)) {
        Some(Ordering::Equal) | None => a.modified.zip(b.modified).map(|(a, b)| a.cmp(&b)),
        order => order,
    }
}

/// What must not be judged: a conflict, or a document of which only a part is there.
pub(super) fn is_unsound(document: &Document) -> bool {
    document.conflict || document.truncated
}

/// Sorts all documents: those that count, and the unsound ones that show that something is there.
/// What is neither is listed.
pub(super) fn choose<'d>(
    collected: &'d Collected,
    exports: &Exports<'d>,
    unattached: &mut Vec<Unattached>,
) -> (Vec<Chosen<'d>>, Vec<Chosen<'d>>) {
    let mut sorter = Sorter::new(collected, exports, unattached);
    let mut chosen = sorter.sound();
    let aside = sorter.unsound();
    let single = sorter.single();
    let left = beside_whole(single, &mut chosen);
    chosen.extend(left);
    chosen.sort_by_key(|chosen| (chosen.kept.input, chosen.kept.document.location.line));
    (chosen, aside)
}

/// An excerpt whose age is not known speaks for the whole copy of its document too: what it says
/// otherwise contradicts. What is left stands for itself.
fn beside_whole<'d>(single: Vec<Chosen<'d>>, chosen: &mut [Chosen<'d>]) -> Vec<Chosen<'d>> {
    let places = chosen.iter().zip(0..).filter_map(|(one, at)| Some((one.kept.unid()?, at)));
    let places: BTreeMap<&str, usize> = places.collect();
    let mut left = Vec::new();
    for one in single {
        let known = one.kept.unid().and_then(|unid| places.get(unid)).map(|at| &mut chosen[*at]);
        let undated = |whole: &&mut Chosen<'_>| {
            let both = one.kept.document.modified.zip(whole.kept.document.modified);
            both.is_none() && same_replica(&one.kept.document, &whole.kept.document)
        };
        match known.filter(undated) {
            Some(whole) => whole.twins.push(&one.kept.document),
            None => left.push(one),
        }
    }
    left
}

/// Whether two documents may be of one database.
fn same_replica(a: &Document, b: &Document) -> bool {
    a.replica.as_ref().zip(b.replica.as_ref()).is_none_or(|(a, b)| a == b)
}

struct Sorter<'d, 's> {
    collected: &'d Collected,
    exports: &'s Exports<'d>,
    sound: Copies<'d>,
    unsound: Copies<'d>,
    unattached: &'s mut Vec<Unattached>,
}

impl<'d, 's> Sorter<'d, 's> {
    fn new(
        collected: &'d Collected,
        exports: &'s Exports<'d>,
        unattached: &'s mut Vec<Unattached>,
    ) -> Self {
        let (mut sound, mut unsound) = (Copies::new(), Copies::new());
        for kept in &collected.documents {
            let copies = if is_unsound(&kept.document) { &mut unsound } else { &mut sound };
            if let Some(key) = key(&kept.document) {
                copies.entry(key).or_default().push(kept);
            }
        }
        Self { collected, exports, sound, unsound, unattached }
    }

    /// Whole documents with a UNID: the newest copy of each that still exists.
    fn sound(&mut self) -> Vec<Chosen<'d>> {
        let mut chosen = Vec::new();
        for (key, copies) in &self.sound {
            match self.standing(copies) {
                Standing::Gone(newer) => {
                    for kept in copies {
                        tell(self.unattached, &kept.document, "deleted-document", newer);
                    }
                }
                standing => {
                    let Some(mut one) = newest(copies, self.exports, self.unattached) else {
                        continue;
                    };
                    one.doubtful = matches!(standing, Standing::Doubtful)
                        || self.unsound.get(key).is_some_and(|others| !is_newer(one.kept, others));
                    chosen.push(one);
                }
            }
        }
        chosen
    }

    /// Conflicts and truncated documents: all are listed. One that was resolved since, or of which a
    /// sound copy is here that is not older, shows nothing any more.
    fn unsound(&mut self) -> Vec<Chosen<'d>> {
        let mut aside = Vec::new();
        for kept in self.collected.documents.iter().filter(|kept| is_unsound(&kept.document)) {
            let document = &kept.document;
            let reason = match (document.conflict, document.source) {
                (true, _) => "conflict-document",
                (false, DocumentSource::Excerpt) => "cut-off-row",
                (false, _) => "truncated-document",
            };
            self.unattached.push(listed(document, reason, Args::new()));
            let key = key(document);
            let copies = key.and_then(|key| self.unsound.get(&key)).map_or(&[][..], Vec::as_slice);
            let sound = key.and_then(|key| self.sound.get(&key)).map_or(&[][..], Vec::as_slice);
            let older = |other: &&Kept| {
                matches!(order(document, &other.document), Some(Ordering::Less | Ordering::Equal))
            };
            let gone = matches!(self.standing(copies), Standing::Gone(_));
            if !gone && !sound.iter().any(older) {
                aside.push(Chosen { kept, twins: Vec::new(), doubtful: false });
            }
        }
        aside
    }

    /// Documents of which no copies are told: without UNID, and excerpts.
    fn single(&mut self) -> Vec<Chosen<'d>> {
        let excerpts = Excerpts::of(self.collected);
        let mut chosen = Vec::new();
        let sound = self.collected.documents.iter().filter(|kept| !is_unsound(&kept.document));
        for kept in sound.filter(|kept| key(&kept.document).is_none()) {
            match excerpts.instead_of(&kept.document) {
                None => chosen.push(Chosen { kept, twins: Vec::new(), doubtful: false }),
                Some(judged) => {
                    let place = &judged.location;
                    tell(self.unattached, &kept.document, "excerpt-of-document", place);
                }
            }
        }
        chosen
    }

    fn standing(&self, copies: &[&'d Kept]) -> Standing<'d> {
        let document = copies.first().map(|kept| &kept.document);
        let parent = document.and_then(|own| {
            Some((own.replica.as_deref().unwrap_or_default(), own.parent.as_deref()?))
        });
        let parents = parent.and_then(|parent| self.sound.get(&parent)).into_iter().flatten();
        self.exports.standing(copies, &parents.map(|kept| kept.source).collect::<BTreeSet<_>>())
    }
}

/// Replica ID and UNID of a whole document.
fn key(document: &Document) -> Option<Key<'_>> {
    let whole = document.source == DocumentSource::Whole;
    let unid = document.unid.as_deref().filter(|_| whole)?;
    Some((document.replica.as_deref().unwrap_or_default(), unid))
}

/// Whether a copy is known to be as new as all of these.
fn is_newer(kept: &Kept, others: &[&Kept]) -> bool {
    others.iter().all(|other| {
        let order = order(&kept.document, &other.document);
        other.document.conflict || matches!(order, Some(Ordering::Greater | Ordering::Equal))
    })
}

/// The newest copy, one from a whole export first, with those of its age that say something else.
fn newest<'d>(
    copies: &[&'d Kept],
    exports: &Exports<'_>,
    unattached: &mut Vec<Unattached>,
) -> Option<Chosen<'d>> {
    let mut sorted = copies.to_vec();
    let outdated = |kept: &Kept| {
        let newer =
            |other: &&&Kept| order(&other.document, &kept.document) == Some(Ordering::Greater);
        copies.iter().any(|other| newer(&other))
    };
    sorted.sort_by_key(|kept| (outdated(kept), !exports.is_whole(kept.source)));
    let (kept, rest) = sorted.split_first()?;
    let mut twins = Vec::new();
    for other in rest {
        let contradicts = !outdated(other) && content(other) != content(kept);
        let reason = if contradicts { "contradicting-copy" } else { "older-copy" };
        tell(unattached, &other.document, reason, &kept.document.location);
        if contradicts {
            twins.push(&other.document);
        }
    }
    Some(Chosen { kept, twins, doubtful: false })
}

/// Whether a whole document holds every item of an excerpt with the same value.
fn says_the_same(excerpt: &Document, whole: &Document) -> bool {
    excerpt.items.iter().all(|item| {
        let named = |other: &&Item| other.name.eq_ignore_ascii_case(&item.name);
        whole.items.iter().find(named).is_some_and(|other| other.value == item.value)
    })
}

/// What a document says: its form, what it answers, and its items in an order of their own.
fn content(kept: &Kept) -> (Option<&str>, Option<&str>, Vec<(String, &ItemValue)>) {
    let document = &kept.document;
    let named = |item: &'_ Item| item.name.to_lowercase();
    let mut items: Vec<_> = document.items.iter().map(|item| (named(item), &item.value)).collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    (document.form.as_deref(), document.parent.as_deref(), items)
}

fn tell(unattached: &mut Vec<Unattached>, document: &Document, why: &'static str, by: &Location) {
    unattached.push(listed(document, why, Args::from([("judged", by.to_string())])));
}

fn listed(document: &Document, reason: &'static str, args: Args) -> Unattached {
    let location = document.location.clone();
    Unattached { location, document: document.form.clone(), reason, args }
}

/// All sound copies of the documents of which an excerpt is here.
struct Excerpts<'d>(BTreeMap<&'d str, Vec<&'d Document>>);

impl<'d> Excerpts<'d> {
    fn of(collected: &'d Collected) -> Self {
        let documents = || collected.documents.iter().map(|kept| &kept.document);
        let excerpts = documents().filter(|document| document.source != DocumentSource::Whole);
        let mut copies: BTreeMap<&str, Vec<&Document>> =
            excerpts.filter_map(|document| Some((document.unid.as_deref()?, Vec::new()))).collect();
        for document in documents().filter(|document| !is_unsound(document)) {
            if let Some(known) = document.unid.as_deref().and_then(|unid| copies.get_mut(unid)) {
                known.push(document);
            }
        }
        Self(copies)
    }

    /// The copy that is judged instead of an excerpt: a whole one that is as new or says the same, or
    /// an excerpt that is known to be newer. Two of which that can't be told are both judged, so that
    /// they can contradict each other.
    fn instead_of(&self, excerpt: &Document) -> Option<&'d Document> {
        if excerpt.source == DocumentSource::Whole {
            return None;
        }
        let copies = self.0.get(excerpt.unid.as_deref()?)?;
        let order = |other: &Document| {
            other.modified.zip(excerpt.modified).map(|(other, own)| other.cmp(&own))
        };
        copies.iter().copied().find(|other| match (other.source, order(other)) {
            (DocumentSource::Whole, Some(order)) => order != Ordering::Less,
            // Of unknown age: nothing is lost by leaving it out where it says the same.
            (DocumentSource::Whole, None) => says_the_same(excerpt, other),
            (_, order) => order == Some(Ordering::Greater),
        })
    }
}
