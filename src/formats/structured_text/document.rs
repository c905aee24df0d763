//! Items as they are collected, and the document they make.

use super::line::{self, ItemLine};
use super::list;
use crate::catalog::Settings;
use crate::evidence::{Location, Secret};
use crate::formats::{Document, DocumentSource, Item, ItemValue};
use std::sync::Arc;

/// Items of one document.
const MAX_ITEMS: usize = 5_000;
/// Bytes of the values and names of one document.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Taken,
    /// A plain line where no item is open.
    NoItem,
    /// The first line that a limit leaves out; later ones of the document say `Taken`.
    TooMuch,
}

/// An item with its text as it stands.
struct Raw {
    name: String,
    text: String,
    /// The value's part of the last line, which tells how the next one joins.
    last_line: usize,
    place: Location,
}

/// The items of a document or of a part of one.
#[derive(Default)]
pub(super) struct Block {
    items: Vec<Raw>,
    bytes: usize,
    open: bool,
    /// Whether something was left out.
    pub(super) truncated: bool,
    full: bool,
}

impl Block {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The number of items.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The line of the first item.
    pub(super) fn line(&self) -> Option<u64> {
        self.items.first().and_then(|item| item.place.line)
    }

    /// Begins an item; `place` tells where its line begins.
    pub(super) fn begin_item(
        &mut self,
        item: &ItemLine<'_>,
        place: impl FnOnce() -> Location,
    ) -> Part {
        if self.full {
            return Part::Taken;
        }
        if self.items.len() >= MAX_ITEMS || !self.has_room(item.name.len() + item.value.len()) {
            return self.too_much();
        }
        let mut place = place();
        place.column = place.column.map(|column| column + item.before);
        self.items.push(Raw {
            name: item.name.to_owned(),
            text: item.value.to_owned(),
            last_line: 0,
            place: place.with_item(item.name),
        });
        self.open = true;
        Part::Taken
    }

    pub(super) fn continue_item(&mut self, text: &str) -> Part {
        if self.full {
            return Part::Taken;
        }
        if !self.open {
            return Part::NoItem;
        }
        if !self.has_room(text.len() + 1) {
            return self.too_much();
        }
        if let Some(item) = self.items.last_mut() {
            if !line::joins_closely(item.text.get(item.last_line..).unwrap_or_default()) {
                item.text.push(' ');
            }
            item.last_line = item.text.len();
            item.text.push_str(text);
        }
        Part::Taken
    }

    /// No line goes on with the last item.
    pub(super) fn close_item(&mut self) {
        self.open = false;
    }

    fn has_room(&mut self, more: usize) -> bool {
        self.bytes += more;
        self.bytes <= MAX_BYTES
    }

    fn too_much(&mut self) -> Part {
        self.full = true;
        self.truncated = true;
        Part::TooMuch
    }

    fn find(&self, name: &str) -> Option<&Raw> {
        self.items.iter().find(|item| item.name.eq_ignore_ascii_case(name))
    }

    /// The names of the items in upper case.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.items.iter().map(|item| item.name.to_ascii_uppercase())
    }

    /// Goes on with the items of `more`.
    pub(super) fn append(&mut self, more: Self) -> Part {
        if self.is_empty() {
            let truncated = self.truncated || more.truncated;
            *self = Self { truncated, ..more };
            return Part::Taken;
        }
        let was_full = self.full;
        self.truncated |= more.truncated;
        self.full |= more.full;
        let fits = self.items.len() + more.items.len() <= MAX_ITEMS && self.has_room(more.bytes);
        if self.full || !fits {
            self.full = true;
            self.truncated = true;
            return if was_full || more.full { Part::Taken } else { Part::TooMuch };
        }
        self.items.extend(more.items);
        Part::Taken
    }

    /// The document, unless there is none.
    pub(super) fn into_document(self, settings: &Settings) -> Option<Document> {
        let text = |name: &str| self.find(name).map(|item| item.text.trim());
        let form = text("Form").filter(|form| !form.is_empty()).map(str::to_owned);
        let reference = text("$REF");
        let parent = reference.and_then(unid);
        let response = reference.is_some_and(|reference| !reference.is_empty());
        let conflict = text("$Conflict").is_some();
        let shared: Option<Arc<str>> = form.as_deref().map(Arc::from);
        let location = Location {
            item: None,
            column: None,
            span: None,
            form: shared.clone(),
            ..self.items.first()?.place.clone()
        };
        let items = self.items.into_iter().map(|item| item.finish(settings, &shared)).collect();
        Some(Document {
            form,
            parent,
            response,
            conflict,
            truncated: self.truncated,
            items,
            ..Document::new(DocumentSource::Whole, location)
        })
    }
}

impl Raw {
    fn finish(self, settings: &Settings, form: &Option<Arc<str>>) -> Item {
        let hidden = settings.is_secret(&self.name) || settings.holds_secret(&self.text);
        let value = match hidden {
            true => ItemValue::Secret(Secret::new(self.text.trim())),
            false => ItemValue::Values(list::values(&self.text)),
        };
        let location = Location { form: form.clone(), ..self.place };
        Item { name: self.name, value, location }
    }
}

/// A UNID in any of its spellings: `C12585B4004B62318FBB8DBFCD362EBC`, with `:` and `-` between the
/// parts, in parentheses, or as the client shows it, `OFC12585B4:004B6231-ON8FBB8DBF:CD362EBC`.
pub(in crate::formats) fn unid(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !"():- []\"".contains(*c)).collect();
    let digits = digits.strip_prefix("OF").unwrap_or(&digits);
    let digits = digits.replace("ON", "");
    let whole = digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    whole.then(|| digits.to_ascii_uppercase())
}
