//! Designs of forms and subforms: `<form name='…' alias='…'>` with the fields, their labels and
//! their choices, as they name the items of the documents.

use super::choices::{choice, literals};
use super::values::REPLICA;
use super::xml::{Fault, Token};
use super::{Dxl, Lost};
use crate::evidence::Warning;
use crate::formats::{FieldDesign, FieldType, FormDesign, FormPart, Record};
use std::sync::Arc;

/// Fields and subforms that one design may have.
pub(super) const MAX_PARTS: usize = 20_000;
/// Choices that one field may have.
pub(super) const MAX_CHOICES: usize = 10_000;
/// Tables in tables and the like.
const MAX_DEPTH: usize = 256;
/// Bytes of a label; a paragraph longer than this is no label.
const MAX_LABEL: usize = 2_000;

/// A design while it is read.
struct Draft {
    design: FormDesign,
    label: Label,
}

impl Dxl<'_, '_> {
    /// Reads the `<form>` or `<subform>` that has just begun.
    pub(super) fn design(&mut self, subform: bool) -> Result<(), Lost> {
        let mut draft = Draft { design: self.new_design(subform), label: Label::default() };
        if let Err(fault) = self.design_body(&mut draft) {
            let FormDesign { names, location, .. } = draft.design;
            let record = names.into_iter().next();
            return Err(Lost { fault, record, begins: location.line });
        }
        self.out.record(Record::Design(Box::new(draft.design)));
        Ok(())
    }

    fn new_design(&mut self, subform: bool) -> FormDesign {
        let replica = self.id_attribute("replicaid", REPLICA).or_else(|| self.replica.clone());
        let tag = self.xml.tag();
        let mut names: Vec<String> = Vec::new();
        let written = [tag.attribute("name"), tag.attribute("alias")];
        for name in written.into_iter().flatten().flat_map(|text| text.split('|')).map(str::trim) {
            let known = names.iter().any(|known| known.eq_ignore_ascii_case(name));
            if !name.is_empty() && !known {
                names.push(name.to_owned());
            }
        }
        let mut location = self.place();
        location.form = names.first().map(|name| Arc::from(name.as_str()));
        FormDesign { subform, names, replica, parts: Vec::new(), location }
    }

    fn design_body(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        let depth = self.xml.depth();
        loop {
            match self.next()? {
                Token::End if self.xml.depth() < depth => return Ok(()),
                Token::End => {}
                Token::Text | Token::Literal => draft.label.push(self.xml.text()),
                Token::Start if self.xml.depth() > depth + MAX_DEPTH => {
                    let line = self.xml.start().line;
                    self.out.lost_once(Warning::new("dxl-nested-too-deep", line));
                    self.skip()?;
                }
                Token::Start => self.design_part(draft)?,
            }
        }
    }

    fn design_part(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        match self.xml.tag().name.as_str() {
            "field" => self.field(draft),
            "subformref" => self.subform(draft),
            "par" | "tablecell" | "tablerow" | "section" | "sectiontitle" => {
                draft.label.end_paragraph();
                Ok(())
            }
            "br" | "break" | "tab" => {
                draft.label.push(" ");
                self.skip()
            }
            // Elements that hold text which is no label, or no text at all.
            "noteinfo" | "updatedby" | "wassignedby" | "item" | "code" | "formula"
            | "lotusscript" | "javascript" | "compositedata" | "picture" | "pardef"
            | "popuptext" | "button" | "actionbar" | "action" | "sharedfieldref" | "objectref"
            | "attachmentref" | "globals" | "header" | "footer" => self.skip(),
            _ => Ok(()),
        }
    }

    fn add(&mut self, draft: &mut Draft, part: FormPart) {
        if draft.design.parts.len() < MAX_PARTS {
            draft.design.parts.push(part);
        } else {
            let line = self.xml.start().line;
            self.out.lost_once(Warning::new("dxl-design-too-large", line));
        }
    }

    fn field(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        let item = self.xml.tag().attribute("name").unwrap_or_default().to_owned();
        let stores = field_type(self.xml.tag().attribute("type").unwrap_or_default());
        let mut location = self.place();
        location.form.clone_from(&draft.design.location.form);
        let location = location.with_item(&item);
        let label = draft.label.take();
        let (choices, computed_choices) = (Vec::new(), false);
        let mut field = FieldDesign { item, stores, label, choices, computed_choices, location };
        loop {
            match self.next()? {
                Token::End => break,
                Token::Start if self.xml.tag().name == "keywords" => self.keywords(&mut field)?,
                Token::Start => self.skip()?,
                Token::Text | Token::Literal => {}
            }
        }
        // A field without a name stores nothing.
        if !field.item.is_empty() {
            self.add(draft, FormPart::Field(field));
        }
        Ok(())
    }

    /// Reads choices, wherever they stand inside `<keywords>`.
    fn keywords(&mut self, field: &mut FieldDesign) -> Result<(), Fault> {
        let depth = self.xml.depth();
        loop {
            match self.next()? {
                Token::End if self.xml.depth() < depth => return Ok(()),
                Token::Start => self.keywords_part(field)?,
                Token::End | Token::Text | Token::Literal => {}
            }
        }
    }

    fn keywords_part(&mut self, field: &mut FieldDesign) -> Result<(), Fault> {
        match self.xml.tag().name.as_str() {
            "textlist" | "code" => {}
            "text" => {
                let text = self.plain_text()?;
                self.add_choice(field, &text);
            }
            "formula" => {
                let formula = self.plain_text()?;
                match literals(&formula) {
                    Some(texts) => texts.iter().for_each(|text| self.add_choice(field, text)),
                    None => field.computed_choices = true,
                }
            }
            _ => self.skip()?,
        }
        Ok(())
    }

    fn add_choice(&mut self, field: &mut FieldDesign, text: &str) {
        if field.choices.len() < MAX_CHOICES {
            field.choices.push(choice(text));
        } else {
            self.out.lost_once(Warning::new("dxl-design-too-large", field.location.line));
        }
    }

    /// Reads a reference to a subform, by name or by a formula that is a name in quotes.
    fn subform(&mut self, draft: &mut Draft) -> Result<(), Fault> {
        let (depth, line) = (self.xml.depth(), self.xml.start().line);
        let mut name = self.xml.tag().attribute("name").map(str::to_owned);
        loop {
            match self.next()? {
                Token::End if self.xml.depth() < depth => break,
                Token::Start if self.xml.tag().name == "formula" => {
                    let names = literals(&self.plain_text()?).unwrap_or_default();
                    name = name.or_else(|| <[String; 1]>::try_from(names).ok().map(|[name]| name));
                }
                Token::Start if self.xml.tag().name != "code" => self.skip()?,
                _ => {}
            }
        }
        let name =
            name.as_deref().and_then(|name| name.split('|').next()).unwrap_or_default().trim();
        if name.is_empty() {
            let form = draft.design.names.first().cloned().unwrap_or_default();
            self.out.warn(Warning::new("dxl-subform-computed", line).with("form", form));
        } else {
            let part = FormPart::Subform(name.to_owned());
            self.add(draft, part);
        }
        Ok(())
    }
}

/// The static text in front of a field: the last paragraph with text.
#[derive(Debug, Default)]
struct Label {
    paragraph: String,
    last: String,
}

impl Label {
    fn push(&mut self, text: &str) {
        if self.paragraph.len() <= MAX_LABEL {
            self.paragraph.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let words: Vec<&str> = self.paragraph.split_whitespace().collect();
        if !words.is_empty() && self.paragraph.len() <= MAX_LABEL {
            self.last = words.join(" ");
        }
        self.paragraph.clear();
    }

    /// The label, without the colon at its end; the next field starts with none.
    fn take(&mut self) -> String {
        self.end_paragraph();
        let label = std::mem::take(&mut self.last);
        label.trim_end_matches([':', '：', ' ', '\u{a0}']).to_owned()
    }
}
/// What a field stores, by its attribute `type`.
fn field_type(word: &str) -> FieldType {
    match word {
        "text" | "keyword" => FieldType::Text,
        "number" => FieldType::Number,
        "names" | "authors" | "readers" => FieldType::Names,
        _ => FieldType::Other,
    }
}
