//! Form designs: which item a form gives to which field, in the words of its own template.

use crate::catalog::FieldEntry;
use crate::formats::{FieldDesign, FormDesign, FormPart};

/// How deep subforms are followed; a design may refer to itself.
const MAX_SUBFORMS: usize = 8;

/// How many subforms of a form are followed in all.
const MAX_VISITS: usize = 2000;

/// All designs seen.
#[derive(Debug, Default)]
pub(super) struct Designs {
    all: Vec<FormDesign>,
}

impl Designs {
    pub(super) fn add(&mut self, design: FormDesign) {
        self.all.push(design);
    }

    /// The forms whose fields may name items of a document of this replica: those of the same
    /// replica; where the document does not tell its own, those of the only replica there is.
    pub(super) fn forms<'d>(
        &'d self,
        replica: Option<&'d str>,
    ) -> impl Iterator<Item = &'d FormDesign> {
        self.of_replica(replica).filter(|design| !design.subform)
    }

    /// The fields of the form of this name, subforms followed; empty without its design.
    pub(super) fn fields<'d>(
        &'d self,
        form: &str,
        replica: Option<&'d str>,
    ) -> Vec<&'d FieldDesign> {
        let found = self.forms(replica).filter(|design| is_named(design, form));
        found.flat_map(|design| self.flatten(design)).collect()
    }

    /// The fields of a design and of the subforms in it. Of several subforms of one name all count:
    /// exports that contradict each other must not look as if they agreed.
    pub(super) fn flatten<'d>(&'d self, design: &'d FormDesign) -> Vec<&'d FieldDesign> {
        let mut fields = Vec::new();
        let mut visits = 0;
        self.collect(design, 0, &mut visits, &mut fields);
        fields
    }

    fn collect<'d>(
        &'d self,
        design: &'d FormDesign,
        depth: usize,
        visits: &mut usize,
        fields: &mut Vec<&'d FieldDesign>,
    ) {
        *visits += 1;
        for part in &design.parts {
            match part {
                FormPart::Field(field) => fields.push(field),
                FormPart::Subform(name) if depth < MAX_SUBFORMS && *visits < MAX_VISITS => {
                    let named = self
                        .of_replica(design.replica.as_deref())
                        .filter(|other| other.subform && is_named(other, name));
                    for subform in named {
                        self.collect(subform, depth + 1, visits, fields);
                    }
                }
                FormPart::Subform(_) => {}
            }
        }
    }

    fn of_replica<'d>(&'d self, replica: Option<&'d str>) -> impl Iterator<Item = &'d FormDesign> {
        let one = self.only_replica();
        self.all.iter().filter(move |design| match (replica, design.replica.as_deref()) {
            (Some(document), Some(design)) => document.eq_ignore_ascii_case(design),
            (None, _) => one,
            (Some(_), None) => false,
        })
    }

    fn only_replica(&self) -> bool {
        self.all.windows(2).all(|pair| pair[0].replica == pair[1].replica)
    }
}

fn is_named(design: &FormDesign, name: &str) -> bool {
    design.names.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether a field of a design is this field of the catalog: by its choices where they are its own,
/// else by the label in front of it.
pub(super) fn matches(design: &FieldDesign, entry: &FieldEntry) -> bool {
    let by_choices = entry.known_by_choices && {
        let known =
            design.choices.iter().filter_map(|choice| entry.meaning_of_label(&choice.label));
        let meanings: std::collections::BTreeSet<_> = known.collect();
        meanings.len() >= 2
    };
    by_choices || entry.has_label(&design.label)
}
