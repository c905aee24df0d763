//! What documents said before: the Configuration Collector of a server writes a DXL file each time the
//! Server document or a Configuration document changes, and exports of several days may be among the
//! inputs. The newest copy of a document is judged (see `directory`); what it says otherwise than the
//! older ones is kept here, so that a finding can tell since when a setting is as it is.
//!
//! Source: HCL Domino documentation, "Improving server performance using the Configuration Collector".

use super::collect::{Collected, Kept};
use super::copies::is_unsound;
use crate::catalog::Catalog;
use crate::evidence::{Args, Evidence, InputPath, Location, Role};
use crate::formats::{Item, ItemValue};
use std::collections::{BTreeMap, BTreeSet};

/// Changes of one item that are told, the latest first.
const MOST: usize = 5;

/// A place of a judged document: where an item stands, or the document it is missing from.
type Place = (InputPath, Option<u64>, Option<u64>, String);

/// Earlier values of items, by the place of the judged one.
#[derive(Default)]
pub struct History(BTreeMap<Place, Vec<Evidence>>);

impl History {
    /// Compares the copies of each document.
    pub(super) fn of(collected: &Collected, catalog: &Catalog) -> Self {
        let mut copies: BTreeMap<(&str, &str), Vec<&Kept>> = BTreeMap::new();
        for kept in collected.documents.iter().filter(|kept| !is_unsound(&kept.document)) {
            if let Some(unid) = kept.document.unid.as_deref() {
                let replica = kept.document.replica.as_deref().unwrap_or_default();
                copies.entry((replica, unid)).or_default().push(kept);
            }
        }
        let mut history = Self::default();
        for copies in copies.values_mut().filter(|copies| copies.len() > 1) {
            // Among copies of one age the first is judged; sorting keeps it first.
            copies.sort_by_key(|kept| std::cmp::Reverse(age(kept)));
            history.compare(copies, catalog);
        }
        history
    }

    /// Whether no document said anything else before.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stood at this place in older copies.
    #[must_use]
    pub fn before(&self, location: &Location) -> &[Evidence] {
        self.0.get(&place(location)).map_or(&[], Vec::as_slice)
    }

    /// Takes the copies of one document, the newest first.
    fn compare(&mut self, copies: &[&Kept], catalog: &Catalog) {
        let Some(judged) = copies.first() else { return };
        let items = copies.iter().flat_map(|kept| &kept.document.items);
        let names: BTreeSet<_> = items.map(|item| item.name.to_lowercase()).collect();
        for name in names {
            let changes = changes(copies, &name, catalog);
            if changes.is_empty() {
                continue;
            }
            let whole = judged.document.location.clone().with_item(&name);
            let own = find(judged, &name).map_or(whole, |item| item.location.clone());
            self.0.insert(place(&own), changes);
        }
    }
}

/// How new a copy is.
fn age(kept: &Kept) -> (Option<u32>, Option<jiff::Timestamp>) {
    (kept.document.sequence, kept.document.modified)
}

fn place(location: &Location) -> Place {
    let item = location.item.as_deref().unwrap_or_default().to_lowercase();
    (location.path.clone(), location.line, location.column, item)
}

fn find<'k>(kept: &'k Kept, name: &str) -> Option<&'k Item> {
    kept.document.items.iter().find(|item| item.name.to_lowercase() == name)
}

/// Where an older copy says something else than the next newer one.
fn changes(copies: &[&Kept], name: &str, catalog: &Catalog) -> Vec<Evidence> {
    let pairs = copies.windows(2).filter_map(|pair| match pair {
        [newer, older] if age(newer) > age(older) => change(newer, older, name, catalog),
        _ => None,
    });
    pairs.take(MOST).collect()
}

fn change(newer: &Kept, older: &Kept, name: &str, catalog: &Catalog) -> Option<Evidence> {
    let (now, before) = (find(newer, name), find(older, name));
    if now.map(|item| &item.value) == before.map(|item| &item.value) {
        return None;
    }
    let until = match newer.document.modified {
        Some(time) => jiff::tz::Offset::UTC.to_datetime(time).date().to_string(),
        None => newer.document.location.to_string(),
    };
    let (word, value) = match before.map(|item| &item.value) {
        None => ("was-not-there-until", String::new()),
        Some(ItemValue::Values(values)) => ("was-until", values.join(", ")),
        // What may not be shown or can't be read: only that it was another.
        Some(_) => ("was-other-until", String::new()),
    };
    let text = catalog.texts.word(word, &Args::from([("value", value), ("until", until)]));
    let whole = older.document.location.clone().with_item(name);
    let location = before.map_or(whole, |item| item.location.clone());
    Some(Evidence::new(Role::Context, location, text))
}
