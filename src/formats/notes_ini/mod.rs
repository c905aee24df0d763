//! notes.ini: one setting a line, `KEY=value`, below a line `[Notes]`.
//!
//! The grammar is described in the HCL Domino C API reference (`OSGetEnvironmentString`, the limit
//! of 256 bytes) and in HCL's help on NOTES.INI settings; lines that no help speaks of are read as
//! seen in real files. A key is looked up without regard to case, the first `=` splits, and a line
//! without `=` means nothing. There is no syntax for comments: people put a mark in front of a key,
//! and the key is then another one.

mod duplicates;
mod line;
mod recognise;

pub use recognise::recognise;

use super::remarks::Remarks;
use super::{Context, IniShape, ReadExtent, Record, Setting, Sight, Sink, Value};
use crate::catalog::Settings;
use crate::evidence::{Ignored, Location, Secret, Warning};
use crate::intake::{Line, Stream};
use duplicates::Duplicates;
use line::{Key, Kind, Text};

/// Bytes a value may have: 256 with the byte that ends it.
pub const MAX_VALUE: usize = 255;
/// Bytes of a key beyond which a line is no setting.
const MAX_KEY: usize = 255;
/// Unknown keys that are compared with the known ones; no notes.ini has so many.
const MAX_COMPARED: usize = 1000;

/// Reads a notes.ini.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    input.expect_lmbcs();
    let mut reader = Reader::new(context, sink);
    if let Err(error) = input.each_line(|line| reader.line(line)) {
        reader.unread(Warning::new("read-error", None).with("reason", error));
    }
    reader.finish(&input.encoding())
}

/// A setting in its line.
struct Said<'t> {
    key: Key<'t>,
    value: &'t str,
    /// Byte of the line at which the value begins.
    value_at: usize,
}

struct Reader<'r> {
    context: &'r Context<'r>,
    settings: &'r Settings,
    sink: &'r mut dyn Sink,
    remarks: Remarks,
    duplicates: Duplicates,
    /// Keys of other sections.
    others: Duplicates,
    extent: ReadExtent,
    in_notes: bool,
    any_setting: bool,
    directory: bool,
    other_section: bool,
    /// Unknown keys that were compared with the known ones.
    compared: usize,
    /// Whether the lines now read stand in another section; whether Domino reads them is not known.
    elsewhere: bool,
    lone_cr: bool,
}

impl<'r> Reader<'r> {
    fn new(context: &'r Context<'r>, sink: &'r mut dyn Sink) -> Self {
        Self {
            context,
            settings: &context.catalog.settings,
            sink,
            remarks: Remarks::default(),
            duplicates: Duplicates::default(),
            others: Duplicates::default(),
            extent: ReadExtent::Full,
            in_notes: false,
            any_setting: false,
            directory: false,
            other_section: false,
            elsewhere: false,
            compared: 0,
            lone_cr: false,
        }
    }

    fn warn(&mut self, warning: Warning) {
        self.remarks.push(self.sink, warning);
    }

    fn unread(&mut self, warning: Warning) {
        self.extent = ReadExtent::Part;
        self.warn(warning);
    }

    fn line(&mut self, line: &Line<'_>) {
        let number = line.start.line;
        if line.nul {
            return self.unread(Warning::new("nul-in-line", number));
        }
        if line.cut {
            return self.unread(Warning::new("line-too-long", number));
        }
        let broken = line.text.contains('\r');
        if broken && !self.lone_cr {
            self.lone_cr = true;
            self.warn(Warning::new("lone-carriage-return", number));
        }
        let span = (line.start.offset, line.start.offset + line.length);
        let mut column = 1;
        let mut texts = line.text.split('\r').peekable();
        while let Some(text) = texts.next() {
            // The last line of a whole file says something, whether a line end follows or not.
            if !line.ended && texts.peek().is_none() && line::is_cut_off(text) {
                return self.unread(Warning::new("last-line-cut", number));
            }
            self.text(&Text { text, number, column, span, broken });
            column += text.chars().count() as u64 + 1;
        }
    }

    fn text(&mut self, text: &Text<'_>) {
        match line::kind(text.text) {
            Kind::Blank => {}
            Kind::Section(name) => self.section(name, text.number),
            Kind::Comment(rest) => {
                self.comment(rest, text.number);
                if let Some((key, value)) = line::secret_beside(self.settings, rest, true) {
                    self.left_over(text, &format!("#{key}"), value);
                }
            }
            Kind::Stray(words) => {
                self.stray(words, text.number);
                if let Some((key, value)) = line::secret_beside(self.settings, words, false) {
                    self.left_over(text, key, value);
                }
            }
            Kind::Setting { key, value, value_at } => {
                let said = Said { key: Key::of(self.settings, key), value, value_at };
                if let Some(shown) = said.key.secret_inside(self.settings) {
                    self.warn(Warning::new("unclean-key", text.number).with("key", shown));
                    self.left_over(text, shown, text.text);
                } else if !self.elsewhere {
                    self.setting(text, &said);
                } else if key.len() <= MAX_KEY && self.others.keep(key, value, text.number) {
                    self.hand_on(text, &said);
                }
            }
        }
    }

    fn section(&mut self, name: &str, line: u64) {
        self.elsewhere = !name.eq_ignore_ascii_case("notes");
        if !self.elsewhere {
            self.in_notes = true;
        } else if !self.other_section {
            self.other_section = true;
            self.warn(Warning::new("other-section", line).with("section", line::short(name)));
        }
    }

    /// A mark in front of a key we know takes the setting away, which its author should be told.
    fn comment(&mut self, rest: &str, line: u64) {
        if let Kind::Setting { key, .. } = line::kind(rest)
            && self.settings.get(key).is_some()
        {
            self.warn(Warning::new("commented-setting", line).with("key", key));
        }
    }

    fn stray(&mut self, words: &str, line: u64) {
        let end = words.find(|c: char| !line::in_key(c)).unwrap_or(words.len());
        if let Some(key) = words.get(..end)
            && line::is_telling(self.settings, key)
        {
            self.warn(Warning::new("setting-without-equals", line).with("key", key));
        }
    }

    /// A secret in a line that sets nothing: it can be read there all the same.
    fn left_over(&mut self, text: &Text<'_>, key: &str, value: &str) {
        if key.len() > MAX_KEY || !self.others.keep(key, value, text.number) {
            return;
        }
        let location = Location {
            column: Some(text.column),
            span: Some(text.span),
            ..Location::line(&self.context.path, text.number).with_item(key)
        };
        let value = Value::Secret(Secret::new(value));
        let sight = Sight::Doubtful(Ignored::SetsNothing);
        self.sink.record(Record::Setting(Setting { key: key.to_owned(), value, sight, location }));
    }

    fn setting(&mut self, text: &Text<'_>, said: &Said<'_>) {
        let Said { key: Key { text: key, .. }, value, .. } = *said;
        if key.len() > MAX_KEY {
            return self.warn(Warning::new("key-too-long", text.number));
        }
        if !self.any_setting && !self.in_notes {
            self.warn(Warning::new("notes-section-missing", text.number));
        }
        self.any_setting = true;
        self.directory |= key.eq_ignore_ascii_case("Directory");
        self.remark(text.number, &said.key, value);
        if self.duplicates.keep(key, value, text.number) {
            self.hand_on(text, said);
        }
    }

    fn hand_on(&mut self, text: &Text<'_>, said: &Said<'_>) {
        let record = self.record(text, said);
        self.sink.record(Record::Setting(record));
    }

    /// Whether Domino sees a setting that stands here.
    fn sight(&self, text: &Text<'_>) -> Sight {
        if self.elsewhere {
            Sight::Doubtful(Ignored::OtherSection)
        } else if !self.in_notes {
            Sight::Doubtful(Ignored::BeforeSection)
        } else if text.broken {
            Sight::Doubtful(Ignored::LoneReturn)
        } else {
            line::sight(text.text)
        }
    }

    fn remark(&mut self, line: u64, own: &Key<'_>, value: &str) {
        let key = own.text;
        if value.len() > MAX_VALUE {
            let warning = Warning::new("long-value", line).with("key", key);
            self.warn(warning.with("length", value.len()).with("limit", MAX_VALUE));
        }
        if let Some(swallowed) = line::swallowed_key(self.settings, value) {
            let warning = Warning::new("two-settings-on-one-line", line).with("key", key);
            self.warn(warning.with("swallowed", swallowed));
        }
        if let Some(meant) = own.meant(self.settings) {
            self.warn(Warning::new("unclean-key", line).with("key", meant));
        } else if self.compared < MAX_COMPARED && !own.known {
            self.compared += 1;
            if let Some(meant) = self.settings.near(key) {
                let warning = Warning::new("near-miss-key", line).with("key", key);
                self.warn(warning.with("meant", meant.key));
            }
        }
    }

    fn record(&self, text: &Text<'_>, said: &Said<'_>) -> Setting {
        let Said { key: Key { text: key, secret, .. }, value, value_at } = *said;
        let before = text.text.get(..value_at).unwrap_or_default();
        let location = Location {
            column: Some(text.column + before.chars().count() as u64),
            span: Some(text.span),
            ..Location::line(&self.context.path, text.number).with_item(key)
        };
        let value = match secret || self.settings.holds_secret(value) {
            true => Value::Secret(Secret::new(value)),
            false => Value::Plain(value.to_owned()),
        };
        Setting { key: key.to_owned(), value, sight: self.sight(text), location }
    }

    fn finish(mut self, encoding: &str) -> ReadExtent {
        let mut ignored = None;
        if encoding.starts_with("UTF-8 with BOM") {
            ignored = Some(Ignored::Bom);
            self.warn(Warning::new("utf8-bom", 1));
        }
        if encoding.starts_with("UTF-16") {
            ignored = Some(Ignored::WideEncoding);
            self.warn(Warning::new("not-single-byte-encoding", 1).with("encoding", encoding));
        }
        let notes_section = self.in_notes;
        self.sink.record(Record::IniShape(IniShape { notes_section, ignored }));
        if !self.any_setting {
            self.warn(Warning::new("no-settings", None));
        } else if !self.directory {
            // Every whole file has this line, so one without it may be a fragment.
            self.warn(Warning::new("no-directory-setting", None));
        }
        let duplicates = std::mem::take(&mut self.duplicates);
        duplicates.finish(|warning| self.warn(warning));
        self.remarks.finish(self.sink);
        self.extent
    }
}

#[cfg(test)]
mod tests;
