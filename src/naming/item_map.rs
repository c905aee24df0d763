//! The item map: what an operator says of the names in his own directory, as TOML.
//!
//! ```toml
//! [forms]
//! rule = "OurRuleForm"
//!
//! [items."server.internet-authentication"]
//! item = "OurItem"
//! values = { fewer = "1", more = "0" }
//!
//! [items."rule.pattern"]
//! item = "OurPattern"
//! ```

use super::DocumentKind;
use crate::catalog::{Catalog, line_at};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Names of forms and items as told by the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemMap {
    #[serde(default)]
    forms: BTreeMap<String, String>,
    #[serde(default)]
    items: BTreeMap<String, MappedItem>,
}

/// An item as told by the operator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MappedItem {
    /// The item that holds the field.
    pub(super) item: String,
    /// Stored values by meaning.
    #[serde(default)]
    pub(super) values: BTreeMap<String, String>,
}

/// An item map that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("item map, line {line}: {reason}")]
pub struct ItemMapError {
    /// The line, counted from 1; 0 where none is known.
    pub line: usize,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl ItemMap {
    /// Reads an item map.
    ///
    /// # Errors
    /// A mistake of the TOML, or a kind of document, field or value that the catalog does not have.
    pub fn parse(text: &str, catalog: &Catalog) -> Result<Self, ItemMapError> {
        let map: Self = toml::from_str(text).map_err(|error| ItemMapError {
            line: error.span().map_or(0, |span| line_at(text, span.start)),
            reason: error.message().to_owned(),
        })?;
        match map.mistake(catalog) {
            None => Ok(map),
            Some((word, reason)) => Err(ItemMapError {
                line: text.find(&word).map_or(0, |at| line_at(text, at)),
                reason,
            }),
        }
    }

    /// The form that documents of this kind are saved with.
    #[must_use]
    pub fn form(&self, kind: DocumentKind) -> Option<&str> {
        self.forms.get(kind.id()).map(String::as_str)
    }

    pub(super) fn item(&self, field: &str) -> Option<&MappedItem> {
        self.items.get(field)
    }

    fn mistake(&self, catalog: &Catalog) -> Option<(String, String)> {
        if let Some(form) = self.forms.keys().find(|form| DocumentKind::from_id(form).is_none()) {
            let known: Vec<_> = catalog.documents.iter().map(|entry| entry.kind.as_str()).collect();
            return Some((
                form.clone(),
                format!("no kind of document is called {form}; there are {}", known.join(", ")),
            ));
        }
        self.items.iter().find_map(|(id, mapped)| {
            let Some(entry) = catalog.fields.get(id) else {
                return Some((
                    id.clone(),
                    format!("no field is called {id}; `explain` of a check names its fields"),
                ));
            };
            let known: Vec<_> = entry.values.iter().map(|value| value.meaning.as_str()).collect();
            let wrong = mapped.values.keys().find(|value| !known.contains(&value.as_str()))?;
            Some((wrong.clone(), format!("{id} has no value {wrong}; it has {}", known.join(", "))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ItemMap, ItemMapError> {
        ItemMap::parse(text, &Catalog::built_in().unwrap())
    }

    #[test]
    fn forms_and_items_are_read() {
        let map = parse(
            "[forms]\nrule = \"R\"\n[items.\"server.internet-authentication\"]\nitem = \"X\"\nvalues = { fewer = \"1\" }\n",
        )
        .unwrap();
        assert_eq!(map.form(DocumentKind::Rule), Some("R"));
        assert_eq!(map.item("server.internet-authentication").unwrap().item, "X");
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let cases = [
            ("[forms]\nrul = \"R\"\n", 2, "no kind of document is called rul"),
            ("[items.\"server.nothing\"]\nitem = \"X\"\n", 1, "no field is called server.nothing"),
            ("[items.\"rule.pattern\"]\nitem = 3\n", 2, "invalid type"),
            (
                "[items.\"server.internet-authentication\"]\nitem = \"X\"\nvalues = { few = \"1\" }\n",
                3,
                "has no value few",
            ),
            ("[other]\n", 1, "unknown field"),
        ];
        for (text, line, reason) in cases {
            let error = parse(text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.reason.contains(reason), "{}", error.reason);
        }
    }
}
