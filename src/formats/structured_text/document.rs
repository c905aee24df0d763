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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;

    fn begin(block: &mut Block, value: &str) -> Part {
        let item = ItemLine { name: "A", value, before: 4, blanks: 2 };
        block.begin_item(&item, || Location::line(&InputPath::named("x"), 1))
    }

    /// A block of so many items.
    fn of(items: usize) -> Block {
        let mut block = Block::default();
        (0..items).for_each(|_| assert_eq!(begin(&mut block, "1"), Part::Taken));
        block
    }

    #[test]
    fn items_and_bytes_of_a_document_are_bounded() {
        let mut block = of(MAX_ITEMS);
        assert!(!block.truncated);
        assert_eq!(begin(&mut block, "1"), Part::TooMuch);
        assert!(block.truncated);
        // That something is missing is told once.
        assert_eq!((begin(&mut block, "1"), block.continue_item("1")), (Part::Taken, Part::Taken));
        assert_eq!(block.len(), MAX_ITEMS);

        let mut block = Block::default();
        assert_eq!(begin(&mut block, &"x".repeat(MAX_BYTES - 1)), Part::Taken);
        assert_eq!(block.continue_item(""), Part::TooMuch);
        let mut block = Block::default();
        assert_eq!(begin(&mut block, &"x".repeat(MAX_BYTES)), Part::TooMuch);
        for (length, wanted) in [(MAX_BYTES - 2, Part::Taken), (MAX_BYTES - 1, Part::TooMuch)] {
            let mut block = of(0);
            assert_eq!(block.continue_item("x"), Part::NoItem);
            begin(&mut block, "");
            assert_eq!(block.continue_item(&"x".repeat(length)), wanted);
        }
    }

    #[test]
    fn blocks_are_joined_as_far_as_they_fit() {
        let mut whole = of(1);
        assert_eq!(whole.append(of(MAX_ITEMS - 1)), Part::Taken);
        assert_eq!((whole.len(), whole.truncated), (MAX_ITEMS, false));
        assert_eq!(whole.append(of(1)), Part::TooMuch);
        assert_eq!((whole.len(), whole.truncated), (MAX_ITEMS, true));
        assert_eq!(whole.append(of(1)), Part::Taken);
        // Both together have more bytes than fit.
        let mut large = Block::default();
        begin(&mut large, &"x".repeat(MAX_BYTES - 3));
        assert_eq!(large.append(of(1)), Part::Taken);
        assert_eq!(large.append(of(1)), Part::TooMuch);
        // What was left out of one is left out of both.
        let mut full = of(MAX_ITEMS);
        begin(&mut full, "1");
        let mut block = of(1);
        assert_eq!(block.append(full), Part::Taken);
        assert_eq!((block.len(), block.truncated), (1, true));
        // So is a line that was not read.
        let mut block = of(1);
        assert_eq!(block.append(Block { truncated: true, ..of(1) }), Part::Taken);
        assert_eq!((block.len(), block.truncated), (2, true));
        let mut none = Block { truncated: true, ..Block::default() };
        assert_eq!(none.append(of(2)), Part::Taken);
        assert_eq!((none.len(), none.truncated), (2, true));
    }

    #[test]
    fn a_unid_has_32_digits_in_any_spelling() {
        let id = "C12585B4004B62318FBB8DBFCD362EBC";
        for text in [
            id.to_owned(),
            id.to_lowercase(),
            format!("(\"{id}\")"),
            "OFC12585B4:004B6231-ON8FBB8DBF:CD362EBC".to_owned(),
            "[C12585B4004B6231:8FBB8DBFCD362EBC]".to_owned(),
        ] {
            assert_eq!(unid(&text).as_deref(), Some(id), "{text}");
        }
        for text in [&id[1..], &format!("{id}0"), &id.replace("EBC", "EBG"), ""] {
            assert_eq!(unid(text), None, "{text}");
        }
    }
}
