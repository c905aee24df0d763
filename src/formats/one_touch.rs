//! Set-up files: one-touch JSON of HCL Domino, the older `config.json` of Domino containers, and
//! Genesis JSON. They say which items a tool is to write.
//!
//! Described in the HCL Domino help on one-touch setup; the other two as seen in published files.
//! Such a tool writes any item it is given, and nothing tells whether it ran or what came after it:
//! so what stands here is what somebody meant, and no verdict rests on it.

use super::draft::Draft;
use super::json::{self, Json, Node};
use super::remarks::Remarks;
use super::{Context, DocumentSource, Head, ReadExtent, Record, Setting, Sight, Sink, Value};
use crate::evidence::{Location, Secret, Warning};
use crate::intake::Stream;

/// Settings that are handed on.
const MAX_SETTINGS: usize = 10_000;

/// Whether this is a set-up file, filled in or still a template.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    // Most files are no JSON, and looking through the head takes long.
    if !text.starts_with(['{', '[']) {
        return false;
    }
    let quoted = |name: &str| text.contains(&format!("\"{name}\""));
    let documents = quoted("documents")
        && (quoted("findDocument") || quoted("computeWithForm") || quoted("fields"));
    let steps = quoted("steps") && quoted("databases");
    quoted("serverSetup") || quoted("appConfiguration") || steps || documents
}

/// Reads the documents and settings that are to be written.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut remarks = Remarks::default();
    let loaded = json::load(input, &mut remarks, sink);
    let mut reader = Reader { context, sink, remarks, settings: 0, found: 0, lost: !loaded.whole };
    if let Some(root) = &loaded.root {
        reader.find(root);
        if reader.found == 0 {
            reader.warn(Warning::new("json-holds-no-documents", None));
        }
    }
    let lost = reader.lost;
    reader.remarks.finish(reader.sink);
    if lost { ReadExtent::Part } else { ReadExtent::Full }
}

struct Reader<'r> {
    context: &'r Context<'r>,
    sink: &'r mut dyn Sink,
    remarks: Remarks,
    settings: usize,
    found: u64,
    lost: bool,
}

impl Reader<'_> {
    fn warn(&mut self, warning: Warning) {
        self.remarks.push(self.sink, warning);
    }

    /// Looks for settings and documents anywhere: each tool nests them in its own way. The depth of
    /// the tree is bounded.
    fn find(&mut self, node: &Node) {
        for (name, value) in node.members() {
            match name.as_str() {
                "notesINI" => self.settings(value),
                "documents" if is_directory(node) => {
                    value.list().iter().for_each(|document| self.document(document));
                }
                "documents" => {}
                _ => self.find(value),
            }
        }
        node.list().iter().for_each(|value| self.find(value));
    }

    fn settings(&mut self, node: &Node) {
        for (key, value) in node.members() {
            let Some(text) = value.text() else { continue };
            if self.settings >= MAX_SETTINGS {
                self.lost = true;
                let warning = Warning::new("setup-too-many-settings", value.line);
                return self.warn(warning.with("limit", MAX_SETTINGS));
            }
            self.settings += 1;
            self.found += 1;
            let known = &self.context.catalog.settings;
            let hidden = known.is_secret(key) || known.holds_secret(&text);
            let location = Location::line(&self.context.path, value.line).with_item(key);
            let value = if hidden { Value::Secret(Secret::new(text)) } else { Value::Plain(text) };
            self.sink.record(Record::Setting(Setting {
                key: key.clone(),
                value,
                sight: Sight::Sure,
                location,
            }));
        }
    }

    fn document(&mut self, node: &Node) {
        let action = node.get("action").and_then(Node::text);
        if action.is_some_and(|action| !matches!(action.as_str(), "create" | "update")) {
            return;
        }
        let place = Location::line(&self.context.path, node.line);
        let mut draft = Draft::new(self.context, DocumentSource::Written, place);
        let mut fits = true;
        for (name, value) in written(node) {
            fits &= json::push_item(&mut draft, name.trim(), value, self.context);
        }
        if draft.is_empty() {
            return;
        }
        for (name, value) in searched(node) {
            if !draft.has(&name) {
                let place = Location::line(&self.context.path, node.line);
                fits &= draft.push(&name, vec![value], place);
            }
        }
        self.name_form(&mut draft, node.line);
        if !fits {
            self.lost = true;
            self.warn(Warning::new("document-too-large", node.line));
        }
        if let Some(document) = json::finish_document(draft, node) {
            self.found += 1;
            self.sink.record(Record::Document(document));
        }
    }

    /// A document that is looked for by its type is saved with the form of that name already.
    fn name_form(&self, draft: &mut Draft<'_>, line: u64) {
        if let Some(kind) = draft.text_of("Type").filter(|_| !draft.has("Form")) {
            draft.push("Form", vec![kind], Location::line(&self.context.path, line));
        }
    }
}

/// Whether the documents beside it are those of the Domino Directory: the file is named so, or not
/// at all.
fn is_directory(node: &Node) -> bool {
    node.get("filePath").and_then(Node::text).is_none_or(|path| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        name.eq_ignore_ascii_case("names.nsf")
    })
}

/// What is to be written: `items` as an object, or lists of objects with `name` and `value`.
fn written(node: &Node) -> impl Iterator<Item = (String, &Node)> {
    let parts = ["items", "fields"].into_iter().filter_map(|name| node.get(name));
    parts.flat_map(|part| {
        let members = part.members().iter().map(|(name, value)| (name.clone(), value));
        let listed = part.list().iter().filter_map(|entry| {
            Some((entry.get("name").and_then(Node::text)?, entry.get("value")?))
        });
        let both: Vec<_> = members.chain(listed).collect();
        both.into_iter().filter(|(_, value)| value.value != Json::Cut)
    })
}

/// What the document is found by: items as an object, or a formula that only joins comparisons.
fn searched(node: &Node) -> Vec<(String, String)> {
    let search = node.get("search").and_then(|search| search.get("formula"));
    let Some(found_by) = node.get("findDocument").or(search) else {
        return Vec::new();
    };
    match found_by.text() {
        Some(formula) => compared(&formula),
        None => {
            let members = found_by.members().iter();
            members.filter_map(|(name, value)| Some((name.clone(), value.text()?))).collect()
        }
    }
}

/// `Form = "Server" & ServerName = "CN=A/O=Acme"`; anything else tells nothing for sure.
fn compared(formula: &str) -> Vec<(String, String)> {
    let formula = formula.trim().trim_start_matches("SELECT ").trim();
    let pair = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        let plain =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_$".contains(c));
        (plain && !value.contains('"')).then(|| (name.to_owned(), value.to_owned()))
    };
    formula.split('&').map(pair).collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests;
