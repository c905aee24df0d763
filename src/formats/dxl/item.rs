//! Items: `<item name='…'>` with a text, a number, a time, a list of them, or something that no
//! field of ours holds.

use super::Dxl;
use super::values::{TextValue, UNID, id, referenced_unid, unwritable};
use super::xml::{Fault, FaultKind, Token};
use crate::evidence::{Location, Secret, Warning};
use crate::formats::{Item, ItemValue, pem};

/// Bytes of text that one item may have.
pub(super) const MAX_ITEM: usize = 4 * 1024 * 1024;
/// Bytes of the text of rich text that are kept.
pub(super) const MAX_RICH_TEXT: usize = 64 * 1024;
/// Bytes that a value costs besides its text.
const VALUE_COST: usize = 32;

/// An item, and what only its document can use.
pub(super) struct ItemRead {
    /// The item.
    pub(super) item: Item,
    /// The UNID it refers to, where it is a `$REF`.
    pub(super) reference: Option<String>,
    /// Bytes it takes.
    pub(super) size: usize,
}

/// What was found in an item so far.
#[derive(Default)]
pub(super) struct Content {
    is_reference: bool,
    values: Vec<String>,
    opaque: Option<String>,
    rich_text: Option<String>,
    reference: Option<String>,
    size: usize,
}

impl Content {
    pub(super) fn push(&mut self, value: String) {
        self.size += value.len() + VALUE_COST;
        self.values.push(value);
    }

    /// Something was found that a field of ours can't hold; the first such thing names it.
    fn set_opaque(&mut self, kind: &str) {
        self.opaque.get_or_insert_with(|| kind.to_owned());
    }
}

impl Dxl<'_, '_> {
    /// Reads the item that has just begun.
    pub(super) fn item(&mut self) -> Result<ItemRead, Fault> {
        let tag = self.xml.tag();
        let name = tag.attribute("name").unwrap_or_default().to_owned();
        let sealed = tag.is_true("sealed");
        let location = self.place().with_item(&name);
        let is_reference = name.eq_ignore_ascii_case("$REF");
        let mut content = Content { is_reference, ..Content::default() };
        if sealed {
            self.skip()?;
        } else {
            self.item_content(&name, &mut content)?;
        }
        let mut read = self.item_read(name, location, content);
        if sealed {
            read.item.value = ItemValue::Sealed;
        }
        Ok(read)
    }

    /// The item of this name that holds this.
    pub(super) fn item_read(
        &mut self,
        name: String,
        location: Location,
        mut content: Content,
    ) -> ItemRead {
        let size = content.size + name.len() + VALUE_COST;
        let reference = content.reference.take();
        let value = self.item_value(&name, content);
        ItemRead { item: Item { name, value, location }, reference, size }
    }

    fn item_value(&mut self, name: &str, content: Content) -> ItemValue {
        if let Some(text) = content.rich_text {
            return ItemValue::RichText(text);
        }
        if let Some(kind) = content.opaque {
            return ItemValue::Opaque(kind);
        }
        let settings = &self.context.catalog.settings;
        if settings.is_secret(name)
            || content.values.iter().any(|value| settings.holds_secret(value))
        {
            return ItemValue::Secret(Secret::new(content.values.join("\n")));
        }
        ItemValue::Values(content.values)
    }

    /// Reads what the item holds. Something too long to keep costs the value, not the document.
    fn item_content(&mut self, name: &str, content: &mut Content) -> Result<(), Fault> {
        let (depth, line) = (self.xml.depth(), self.xml.start().line);
        match self.item_parts(content) {
            Err(fault) if fault.kind == FaultKind::TextTooLong => {}
            other => return other,
        }
        self.out.lost(Warning::new("dxl-item-too-long", line).with("item", name));
        content.values.clear();
        content.set_opaque("too-long");
        self.xml.leave(depth.saturating_sub(1), &mut self.out)
    }

    fn item_parts(&mut self, content: &mut Content) -> Result<(), Fault> {
        loop {
            match self.next()? {
                Token::End => return Ok(()),
                Token::Start => self.item_part(content)?,
                Token::Text | Token::Literal => self.bare_text(content),
            }
        }
    }

    /// Text that stands in no element may be a value, or belong to one: who knows.
    fn bare_text(&self, content: &mut Content) {
        if !self.xml.text().trim().is_empty() {
            content.set_opaque("bare-text");
        }
    }

    fn item_part(&mut self, content: &mut Content) -> Result<(), Fault> {
        match self.xml.tag().name.as_str() {
            "textlist" | "numberlist" | "datetimelist" => self.value_list(content),
            _ => self.value(content),
        }
    }

    fn value_list(&mut self, content: &mut Content) -> Result<(), Fault> {
        loop {
            match self.next()? {
                Token::End => return Ok(()),
                Token::Start => self.value(content)?,
                Token::Text | Token::Literal => self.bare_text(content),
            }
        }
    }

    /// Reads one value.
    fn value(&mut self, content: &mut Content) -> Result<(), Fault> {
        if content.size > MAX_ITEM {
            return Err(Fault { kind: FaultKind::TextTooLong, at: self.xml.start() });
        }
        let kind = self.xml.tag().name.clone();
        match kind.as_str() {
            "text" => {
                let text = self.text_value(content)?;
                content.push(text);
            }
            "number" | "datetime" => {
                let text = self.text_value(content)?;
                content.push(text.trim().to_owned());
            }
            "datetimepair" => {
                let pair = self.time_range(content)?;
                content.push(pair);
            }
            "richtext" if self.keeps_rich_text || self.looks_for_pem => {
                content.set_opaque(&kind);
                let text = self.rich_text()?;
                if !self.keeps_rich_text && !pem::begins_in(&text) {
                    return Ok(());
                }
                content.size += text.len();
                content.rich_text.get_or_insert_default().push_str(&text);
            }
            "rawitemdata" | "itemdata" if content.is_reference => {
                content.set_opaque(&kind);
                self.reference_data(content)?;
            }
            _ => {
                content.set_opaque(&kind);
                self.noteref(content);
                self.skip()?;
            }
        }
        Ok(())
    }

    /// Reads the text of the element that has just begun, breaks and all.
    fn text_value(&mut self, content: &mut Content) -> Result<String, Fault> {
        let mut value = TextValue::default();
        loop {
            match self.next()? {
                Token::End => return Ok(value.finish()),
                Token::Text => value.push_text(self.xml.text()),
                Token::Literal => value.push_literal(self.xml.text()),
                Token::Start => self.inside_text(&mut value, content)?,
            }
            if value.len() > MAX_ITEM {
                return Err(Fault { kind: FaultKind::TextTooLong, at: self.xml.start() });
            }
        }
    }

    /// Reads the text of rich text, a line for each paragraph and break.
    fn rich_text(&mut self) -> Result<String, Fault> {
        let around = self.xml.depth().saturating_sub(1);
        let mut text = String::new();
        while text.len() < MAX_RICH_TEXT {
            match self.next()? {
                Token::End if self.xml.depth() <= around => return Ok(text),
                Token::End => {}
                Token::Text | Token::Literal => text.push_str(self.xml.text()),
                Token::Start => match self.xml.tag().name.as_str() {
                    "picture" | "attachmentref" | "objectref" => self.skip()?,
                    "par" | "break" | "tablecell" => text.push('\n'),
                    _ => {}
                },
            }
        }
        self.xml.leave(around, &mut self.out)?;
        Ok(text)
    }

    fn inside_text(&mut self, value: &mut TextValue, content: &mut Content) -> Result<(), Fault> {
        let tag = self.xml.tag();
        match tag.name.as_str() {
            "break" => value.push_literal("\n"),
            "nonxmlchar" => {
                let character = unwritable(tag.attribute("value"));
                value.push_literal(character.encode_utf8(&mut [0; 4]));
            }
            // Text we would have to leave out makes the value another one.
            _ => content.set_opaque("text"),
        }
        self.skip()
    }

    /// Reads two times as `from/to`.
    fn time_range(&mut self, content: &mut Content) -> Result<String, Fault> {
        let mut times = Vec::new();
        loop {
            match self.next()? {
                Token::End => return Ok(times.join("/")),
                Token::Start if times.len() < 2 => {
                    times.push(self.text_value(content)?.trim().to_owned());
                }
                Token::Start => self.skip()?,
                Token::Text | Token::Literal => {}
            }
        }
    }

    fn reference_data(&mut self, content: &mut Content) -> Result<(), Fault> {
        let line = self.xml.start().line;
        let data = self.text_value(content)?;
        content.reference = content.reference.take().or_else(|| referenced_unid(&data));
        if content.reference.is_none() {
            self.out.warn(Warning::new("dxl-bad-reference", line));
        }
        Ok(())
    }

    /// Some tools write the reference as an element with the UNID in clear.
    fn noteref(&mut self, content: &mut Content) {
        if content.is_reference {
            let unid = self.xml.tag().attribute("unid").and_then(|text| id(text, UNID));
            content.reference = content.reference.take().or(unid);
        }
    }

    /// Reads the text of the element that has just begun, for what is no item.
    pub(super) fn plain_text(&mut self) -> Result<String, Fault> {
        self.text_value(&mut Content::default())
    }
}
