//! `{"@toplevelentries": "27", "viewentry": [{"@position": "1", "@unid": …, "entrydata": [{"@name":
//! "ServerName", "text": {"0": "value"}}]}]}`. All numbers are texts.

use super::{Row, Rows};
use crate::formats::Document;
use crate::formats::json::Node;

/// The documents of all rows.
pub(super) fn documents(root: &Node, rows: &mut Rows<'_>) -> Vec<Document> {
    rows.top = root.get("@toplevelentries").and_then(Node::text).and_then(|top| top.parse().ok());
    let entries = root.get("viewentry").map(Node::list).unwrap_or_default();
    let whole = entries.iter().filter(|entry| !entry.members().is_empty());
    whole.filter_map(|entry| rows.document(row(entry))).collect()
}

fn row(entry: &Node) -> Row {
    let text = |name: &str| entry.get(name).and_then(Node::text);
    let columns = entry.get("entrydata").map(Node::list).unwrap_or_default().iter();
    Row {
        line: entry.line,
        position: text("@position"),
        unid: text("@unid"),
        columns: columns.filter_map(column).collect(),
        cut: entry.is_cut(),
    }
}

fn column(data: &Node) -> Option<(String, Vec<String>, u64)> {
    let name = data.get("@name").and_then(Node::text)?;
    let mut values = Vec::new();
    for (_, value) in data.members().iter().filter(|(name, _)| !name.starts_with('@')) {
        collect(value, &mut values);
    }
    Some((name, values, data.line))
}

/// Every text under the name `0`, however lists nest it.
fn collect(node: &Node, values: &mut Vec<String>) {
    values.extend(node.get("0").and_then(Node::text));
    node.list().iter().for_each(|value| collect(value, values));
    let members = node.members().iter().filter(|(name, _)| !name.starts_with('@') && name != "0");
    members.for_each(|(_, value)| collect(value, values));
}
