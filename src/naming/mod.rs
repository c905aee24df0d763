//! From raw items to named fields.
//!
//! Item names of a Domino Directory are partly undocumented, and templates differ. So each field is
//! looked for in this order: the design of the form in the same export, the item map of the
//! operator, the names of the catalog, and the label of the user interface found as a value.
//! Whatever decided is carried on, so that a report can say it.

mod design;
mod fields;
mod item_map;
mod kinds;
mod stored;

pub use fields::{Reading, field};
pub use item_map::{ItemMap, ItemMapError};
pub use kinds::{DocumentKind, Recognised};
pub use stored::Writing;

use crate::catalog::{Catalog, FieldEntry};
use crate::evidence::{Fact, FactCode, Location, NamedBy};
use crate::formats::{Document, DocumentSource, FieldType, FormDesign};
use design::Designs;

/// Everything that can name a field.
pub struct Names<'c> {
    catalog: &'c Catalog,
    map: ItemMap,
    designs: Designs,
}

impl<'c> Names<'c> {
    /// Names from the catalog and an item map; designs are learned afterwards.
    #[must_use]
    pub fn new(catalog: &'c Catalog, map: ItemMap) -> Self {
        Self { catalog, map, designs: Designs::default() }
    }

    /// The catalog these names come from.
    #[must_use]
    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    /// Learns the names of a form design.
    pub fn learn(&mut self, design: FormDesign) {
        self.designs.add(design, &self.catalog.fields);
    }

    /// The forms of policies whose designs were seen for documents of a replica: names, and where each
    /// begins.
    pub fn policy_forms<'d>(
        &'d self,
        replica: Option<&'d str>,
    ) -> impl Iterator<Item = (&'d [String], &'d Location)> {
        self.designs.policy_forms(replica)
    }

    /// What kind of document of a Domino Directory this is; `None` where it is none.
    #[must_use]
    pub fn recognise(&self, document: &Document) -> Option<Recognised> {
        kinds::recognise(self, document)
    }

    /// Whether a document has a form of this kind, whatever else it lacks to be recognised.
    #[must_use]
    pub fn has_form_of(&self, kind: DocumentKind, document: &Document) -> bool {
        kinds::has_form_of(self, kind, document)
    }

    /// Whether its form is that of any kind of document that we know.
    #[must_use]
    pub fn has_known_form(&self, document: &Document) -> bool {
        DocumentKind::ALL.into_iter().any(|kind| self.has_form_of(kind, document))
    }

    /// Whether a document does not say what type it is of.
    #[must_use]
    pub fn tells_no_type(&self, document: &Document) -> bool {
        kinds::tells_no_type(document)
    }

    /// Reads a field of a document.
    #[must_use]
    pub fn read(&self, document: &Document, entry: &FieldEntry) -> Reading {
        fields::read(self, document, entry)
    }

    /// How a document of this form stores a meaning of a field, or a text where the field has no
    /// meanings; `None` where nothing tells it for sure.
    #[must_use]
    pub fn writing(&self, document: &Document, entry: &FieldEntry, value: &str) -> Option<Writing> {
        stored::writing(self, document, entry, value)
    }

    /// What the design of its form says that an item of a document stores; `None` where no design
    /// tells, or several differ.
    #[must_use]
    pub fn type_of(&self, document: &Document, item: &str) -> Option<FieldType> {
        let own = |field: &&design::Field| field.item.eq_ignore_ascii_case(item);
        let mut types = fields::designs_of(self, document).filter(own).map(|field| field.stores);
        let first = types.next()?;
        types.all(|other| other == first).then_some(first)
    }

    /// The values of an item that the operator names himself.
    #[must_use]
    pub fn read_item(&self, document: &Document, item: &str) -> Fact<Vec<String>> {
        fields::read_item(document, item)
    }

    /// Whether a form design among the inputs would show documents of this kind for what they are.
    #[must_use]
    pub fn knows_form_of(&self, kind: DocumentKind, replica: Option<&str>) -> bool {
        self.map.form(kind).is_some() || kinds::has_design(self, kind, replica)
    }

    /// Whether the design of the form of this name is among the inputs.
    #[must_use]
    pub fn has_form(&self, form: &str, replica: Option<&str>) -> bool {
        self.designs.fields(form, replica).next().is_some()
    }

    /// Whether anything sure tells which item holds a field of a document.
    #[must_use]
    pub fn names_field(&self, document: &Document, entry: &FieldEntry) -> bool {
        let items = fields::items_of(self, document, entry);
        items.iter().any(|(_, _, code)| *code != FactCode::Unconfirmed)
    }

    /// Whether anything names this item of a document of this kind.
    #[must_use]
    pub fn knows_item(&self, kind: DocumentKind, document: &Document, item: &str) -> bool {
        let generic = item.starts_with('$')
            || ["Form", "Type"].iter().any(|name| name.eq_ignore_ascii_case(item));
        generic
            || self.catalog.fields.of(kind.id()).any(|entry| {
                fields::items_of(self, document, entry)
                    .iter()
                    .any(|(name, _, _)| name.eq_ignore_ascii_case(item))
                    || document.source == DocumentSource::Excerpt && entry.has_label(item)
            })
    }
}

/// How much an item name is worth by what told it.
fn worth(named_by: NamedBy) -> crate::evidence::Confidence {
    use crate::evidence::Confidence;
    match named_by {
        NamedBy::Form | NamedBy::BuiltIn => Confidence::High,
        // The operator's word, or the text alone: nothing in the export confirms the item.
        NamedBy::Map | NamedBy::Label => Confidence::Medium,
    }
}

#[cfg(test)]
mod tests;
