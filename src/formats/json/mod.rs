//! JSON as a tree that keeps what `serde_json::Value` loses: the order, names that stand twice, and
//! the line of every value. Described in RFC 8259.
//!
//! What can be read of a broken file is kept, with a mark where it breaks off. Size and depth are
//! bounded; a template that was never filled in is told as such and not read.

mod parse;

use super::remarks::Remarks;
use super::{Context, Document, Sink, draft::Draft};
use crate::evidence::{Location, Warning};
use crate::intake::Stream;
use parse::Parser;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

/// Bytes of a file. A document of a directory has some ten thousand.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Characters of a name that a remark shows.
const MAX_NAME: usize = 100;

/// A value with its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) line: u64,
    pub(super) value: Json,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Members in their order; a name may stand twice.
    Object(Vec<(String, Node)>),
    /// Here the file breaks off.
    Cut,
}

impl Node {
    /// The members of an object; none of anything else.
    pub(super) fn members(&self) -> &[(String, Node)] {
        match &self.value {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    /// The values of a list; none of anything else.
    pub(super) fn list(&self) -> &[Node] {
        match &self.value {
            Json::List(values) => values,
            _ => &[],
        }
    }

    /// The first member of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<String> {
        match &self.value {
            Json::Text(text) | Json::Number(text) => Some(text.clone()),
            Json::Bool(bool) => Some(bool.to_string()),
            _ => None,
        }
    }

    /// Whether the file breaks off inside.
    pub(super) fn is_cut(&self) -> bool {
        match &self.value {
            Json::Cut => true,
            Json::List(values) => values.last().is_some_and(Self::is_cut),
            Json::Object(members) => members.last().is_some_and(|(_, value)| value.is_cut()),
            _ => false,
        }
    }
}

/// Reads the whole input; what can't be read is told.
pub(super) fn load(input: &mut Stream<'_>, remarks: &mut Remarks, sink: &mut dyn Sink) -> Loaded {
    // A service writes its answer on one line, so lines are no measure here.
    let mut bytes = Vec::new();
    let read = Read::take(&mut *input, MAX_BYTES as u64).read_to_end(&mut bytes);
    let trouble = match read {
        Err(error) => Some(Warning::new("read-error", None).with("reason", error)),
        Ok(_) if input.fill_buf().is_ok_and(|more| !more.is_empty()) => {
            Some(Warning::new("json-too-large", None).with("limit", MAX_BYTES >> 20))
        }
        Ok(_) => None,
    };
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        remarks.push(sink, Warning::new("json-not-utf8", None));
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
    });
    if let Some(line) = parse::template_line(&text) {
        remarks.push(sink, Warning::new("json-template", line));
        return Loaded { root: None, whole: false };
    }
    let (root, fault) = Parser::new(&text).document();
    tell_repeated(&root, remarks, sink);
    let whole = trouble.is_none() && fault.is_none();
    if let Some(warning) = trouble.or(fault) {
        remarks.push(sink, warning);
    }
    Loaded { root: Some(root), whole }
}

/// Tells names that stand more than once in one object: each tool takes another of them.
fn tell_repeated(node: &Node, remarks: &mut Remarks, sink: &mut dyn Sink) {
    let mut seen: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (name, value) in node.members() {
        seen.entry(name).and_modify(|(count, _)| *count += 1).or_insert((1, value.line));
        tell_repeated(value, remarks, sink);
    }
    for (name, (count, line)) in seen.into_iter().filter(|(_, (count, _))| *count > 1) {
        let key: String = name.chars().take(MAX_NAME).collect();
        let told = Warning::new("json-repeated-name", line).with("key", key).with("count", count);
        remarks.push(sink, told);
    }
    node.list().iter().for_each(|value| tell_repeated(value, remarks, sink));
}

/// What was read.
pub(super) struct Loaded {
    pub(super) root: Option<Node>,
    /// Whether that is all.
    pub(super) whole: bool,
}

/// Adds a member of a document as an item; `false` the first time that a limit leaves one out.
pub(super) fn push_item(
    draft: &mut Draft<'_>,
    name: &str,
    node: &Node,
    context: &Context<'_>,
) -> bool {
    let place = Location::line(&context.path, node.line);
    match (&node.value, values(node)) {
        (Json::Null, _) => true,
        (_, Some(values)) => draft.push(name, values, place),
        (_, None) => draft.push_opaque(name, "object", place),
    }
}

/// The texts of a scalar, a list of scalars, or a time as `{"type": "datetime", "data": …}`. An empty
/// list is an empty item.
fn values(node: &Node) -> Option<Vec<String>> {
    match &node.value {
        Json::List(values) if values.is_empty() => Some(vec![String::new()]),
        Json::List(values) => values.iter().map(scalar).collect(),
        _ => scalar(node).map(|text| vec![text]),
    }
}

fn scalar(node: &Node) -> Option<String> {
    let is_time = node.get("type").and_then(Node::text).is_some_and(|kind| kind == "datetime");
    let time = node.get("data").filter(|_| is_time).and_then(Node::text);
    node.text().or(time)
}

/// Takes a document in; one that breaks off is not judged.
pub(super) fn finish_document(mut draft: Draft<'_>, node: &Node) -> Option<Box<Document>> {
    if node.is_cut() {
        draft.truncate();
    }
    draft.finish().map(Box::new)
}

#[cfg(test)]
mod tests {
    use super::super::sample::said;
    use super::super::{ReadExtent, domino_json};
    use super::MAX_BYTES;

    #[test]
    fn what_stands_behind_the_bound_is_told() {
        let text = format!("{{\"Form\":\"A\"}}{}", "\r".repeat(MAX_BYTES));
        let more = said(domino_json::read, text.as_bytes());
        assert_eq!(more.told(), ["json-too-large limit=16"]);
        assert_eq!((more.records.len(), more.extent), (1, Some(ReadExtent::Part)));
    }

    #[test]
    fn names_that_stand_twice_are_told_wherever_they_stand() {
        let said = said(
            domino_json::read,
            b"[{\"Form\":\"A\",\"X\":1,\n\"X\":2,\"X\":{\"y\":1,\n\"y\":2}}]",
        );
        let wanted = ["json-repeated-name@2 count=2 key=y", "json-repeated-name@1 count=3 key=X"];
        assert_eq!(said.told(), wanted);
    }

    #[test]
    fn an_item_that_holds_nothing_is_there_all_the_same() {
        use crate::formats::{ItemValue, Record};
        let found = said(domino_json::read, b"{\"Form\":\"A\",\"Empty\":[],\"None\":null}");
        let [Record::Document(document)] = &found.records[..] else { panic!() };
        let last = &document.items.last().unwrap();
        assert_eq!((last.name.as_str(), document.items.len()), ("Empty", 2));
        assert_eq!(last.value, ItemValue::Values(vec![String::new()]));
    }
}
