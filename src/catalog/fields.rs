//! `fields.toml`: the fields that checks read, how their items are called and what their values mean.

use super::{CatalogError, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Labels by language code.
type Labels = BTreeMap<String, Vec<Label>>;

/// How the user interface calls something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Label {
    text: String,
    folded: String,
}

impl Label {
    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As it compares, see [`fold`].
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self { folded: fold(&text), text }
    }
}

/// The name of an item, with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemName {
    /// The item.
    pub name: String,
    /// What stands behind the fact that this item holds the field.
    pub code: FactCode,
}

/// A stored value, with what stands behind its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// What the item holds.
    pub text: String,
    /// What stands behind the fact that this means what is said.
    pub code: FactCode,
}

/// One of the values of a keyword field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldValue {
    /// Our name of the meaning, such as `fewer`.
    pub meaning: String,
    /// How it is stored.
    #[serde(default)]
    pub stored: Vec<Stored>,
    /// How the user interface calls it.
    #[serde(default)]
    pub labels: Labels,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    /// `kind.name`, such as `site.addresses`.
    pub id: String,
    /// The kind of document it stands in (see `documents.toml`).
    pub document: String,
    /// How the user interface calls it in English.
    pub title: String,
    /// Items that hold it, by what is known without a form design.
    #[serde(default)]
    pub items: Vec<ItemName>,
    /// Labels that stand before it in a form design.
    #[serde(default)]
    pub labels: Labels,
    /// Whether its choices are so much its own that a form design is recognised by them.
    #[serde(default)]
    pub known_by_choices: bool,
    /// Where the fact comes from.
    pub source: String,
    /// Its values, for a keyword field.
    #[serde(default, rename = "value")]
    pub values: Vec<FieldValue>,
}

impl FieldEntry {
    /// Whether `text` is a label of this field in any language.
    #[must_use]
    pub fn has_label(&self, text: &str) -> bool {
        self.has_folded(&fold(text))
    }

    /// The same for a text that is folded already.
    #[must_use]
    pub fn has_folded(&self, folded: &str) -> bool {
        any_label(&self.labels, folded)
    }

    /// The meaning whose label `text` is, in any language.
    #[must_use]
    pub fn meaning_of_label(&self, text: &str) -> Option<&str> {
        self.meaning_of_folded(&fold(text))
    }

    /// The same for a text that is folded already.
    #[must_use]
    pub fn meaning_of_folded(&self, folded: &str) -> Option<&str> {
        let found = self.values.iter().find(|value| any_label(&value.labels, folded));
        found.map(|value| value.meaning.as_str())
    }

    /// The meaning of a stored value, with what stands behind it.
    #[must_use]
    pub fn meaning_of_stored(&self, text: &str) -> Option<(&str, FactCode)> {
        self.values.iter().find_map(|value| {
            let stored =
                value.stored.iter().find(|stored| stored.text.eq_ignore_ascii_case(text))?;
            Some((value.meaning.as_str(), stored.code))
        })
    }
}

fn any_label(labels: &Labels, folded: &str) -> bool {
    !folded.is_empty() && labels.values().flatten().any(|label| label.folded == folded)
}

/// A label as it compares: case, dashes, no-break blanks, trademark signs and a colon at the end do
/// not count, nor does how many blanks stand between words.
#[must_use]
pub fn fold(label: &str) -> String {
    let plain = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{ad}' => '-',
        '®' | '™' | '\u{a0}' | '\u{3000}' => ' ',
        c => c,
    };
    let plain: String = match label.is_ascii() {
        true => label.to_ascii_lowercase(),
        false => label.chars().map(plain).flat_map(char::to_lowercase).collect(),
    };
    let plain = plain.trim().trim_end_matches([':', '：']);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(rename = "field")]
    entries: Vec<FieldEntry>,
}

impl Fields {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake, or an id given twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, CatalogError> {
        let fields: Self = from_toml(file, text)?;
        let mut seen = std::collections::BTreeSet::new();
        match fields.entries.iter().find(|entry| !seen.insert(&entry.id)) {
            Some(twice) => {
                Err(CatalogError::new(file, 0, format!("the field {} stands twice", twice.id)))
            }
            None => Ok(fields),
        }
    }

    /// The entry of a field.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&FieldEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All fields of a kind of document.
    pub fn of<'f>(&'f self, document: &'f str) -> impl Iterator<Item = &'f FieldEntry> {
        self.entries.iter().filter(move |entry| entry.document == document)
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = &FieldEntry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn labels_compare_as_people_read_them() {
        assert_eq!(fold("Internet\u{2011}Authentifizierung:"), fold("internet-authentifizierung"));
        assert_eq!(fold("Lotus Notes\u{ae}  Traveler"), fold("lotus notes traveler"));
        assert_ne!(fold("Fewer"), fold("More"));
    }
}
