//! Form designs: which item a form gives to which field, in the words of its own template.

use crate::catalog::{FieldEntry, Fields, Text, fold};
use crate::evidence::Location;
use crate::formats::{Choice, FieldDesign, FieldType, FormDesign, FormPart};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How deep subforms are followed; a design may refer to itself.
const MAX_SUBFORMS: usize = 8;

/// How many subforms of a form are followed in all.
const MAX_VISITS: usize = 2000;

/// A field of a form.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    /// The item that it stores.
    pub(super) item: String,
    /// What it stores there.
    pub(super) stores: FieldType,
    /// The choices of a keyword field.
    pub(super) choices: Vec<Choice>,
    /// Ids of the fields of the catalog that it is: many documents ask, and comparing labels takes
    /// long.
    is: Vec<Text>,
}

impl Field {
    fn learn(design: FieldDesign, known: &Fields) -> Self {
        let label = fold(&design.label);
        let choices: Vec<_> = design.choices.iter().map(|choice| fold(&choice.label)).collect();
        let is = known.iter().filter(|entry| matches(&label, &choices, entry));
        let is = is.map(|entry| entry.id).collect();
        Self { item: design.item, stores: design.stores, choices: design.choices, is }
    }

    /// Whether it is this field of the catalog.
    pub(super) fn is(&self, entry: &FieldEntry) -> bool {
        self.is.contains(&entry.id)
    }
}

/// By its choices where they are its own, else by the label in front of it.
fn matches(label: &str, choices: &[String], entry: &FieldEntry) -> bool {
    let by_choices = entry.known_by_choices && {
        let known = choices.iter().filter_map(|choice| entry.meaning_of_folded(choice));
        known.collect::<BTreeSet<_>>().len() >= 2
    };
    by_choices || entry.has_folded(label)
}

#[derive(Debug, PartialEq)]
enum Part {
    Field(Field),
    Subform(String),
}

/// A form or subform.
#[derive(Debug)]
struct Form {
    names: Vec<String>,
    subform: bool,
    replica: Option<String>,
    parts: Vec<Part>,
    location: Location,
}

impl Form {
    /// Whether it says just what another does, as it does where a run holds several exports of a
    /// directory.
    fn is_like(&self, other: &Self) -> bool {
        self.names == other.names
            && self.subform == other.subform
            && self.replica == other.replica
            && self.parts == other.parts
    }
}

/// The numbers of a form and of a field in it.
type Place = (usize, usize);

/// All designs seen.
#[derive(Debug, Default)]
pub(super) struct Designs {
    all: Vec<Form>,
    /// Numbers by name in lower case.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The first form of a policy of each replica that has these names.
    policies: BTreeMap<(Option<String>, Vec<String>), usize>,
    several_replicas: bool,
    /// The fields of each form, subforms followed; found when first asked for.
    flat: OnceLock<Vec<Vec<Place>>>,
}

impl Designs {
    pub(super) fn add(&mut self, design: FormDesign, known: &Fields) {
        let part = |part| match part {
            FormPart::Field(field) => Part::Field(Field::learn(field, known)),
            FormPart::Subform(name) => Part::Subform(name),
        };
        let form = Form {
            names: design.names,
            subform: design.subform,
            replica: design.replica,
            parts: design.parts.into_iter().map(part).collect(),
            location: design.location,
        };
        let first = form.names.first().map(|name| name.to_lowercase()).unwrap_or_default();
        let named = self.by_name.get(&first).into_iter().flatten();
        if named.map(|number| &self.all[*number]).any(|known| known.is_like(&form)) {
            return;
        }
        self.several_replicas |= self.all.first().is_some_and(|one| one.replica != form.replica);
        let names: BTreeSet<_> = form.names.iter().map(|name| name.to_lowercase()).collect();
        if !form.subform && names.iter().any(|name| name.contains("policy")) {
            let key = (form.replica.clone(), names.iter().cloned().collect());
            self.policies.entry(key).or_insert(self.all.len());
        }
        for name in names {
            self.by_name.entry(name).or_default().push(self.all.len());
        }
        self.all.push(form);
        // What was found may lack a subform that comes now.
        self.flat = OnceLock::new();
    }

    /// The forms of policies for documents of a replica, those of the same names once: their names,
    /// and where each begins.
    pub(super) fn policy_forms<'d>(
        &'d self,
        replica: Option<&'d str>,
    ) -> impl Iterator<Item = (&'d [String], &'d Location)> {
        let own = self.policies.values().filter(move |number| self.is_for(**number, replica));
        own.map(|number| &self.all[*number]).map(|form| (form.names.as_slice(), &form.location))
    }

    /// The fields of the form of this name, subforms followed; empty without its design.
    pub(super) fn fields<'d>(
        &'d self,
        form: &str,
        replica: Option<&'d str>,
    ) -> impl Iterator<Item = &'d Field> + use<'d> {
        let forms = self.named(form, replica).filter(|number| !self.all[*number].subform);
        forms.flat_map(|number| self.flatten(number))
    }

    /// Whether a form, with its subforms, has such a field among those that may name items of a
    /// document of this replica.
    pub(super) fn any_form_has(&self, replica: Option<&str>, field: &FieldEntry) -> bool {
        let mut forms = (0..self.all.len())
            .filter(|number| !self.all[*number].subform && self.is_for(*number, replica));
        forms.any(|number| self.flatten(number).any(|part| part.is(field)))
    }

    /// The fields of a design and of the subforms in it. Of several subforms of one name all count:
    /// exports that contradict each other must not look as if they agreed.
    fn flatten(&self, number: usize) -> impl Iterator<Item = &Field> {
        let flat = self.flat.get_or_init(|| {
            let numbers = 0..self.all.len();
            let fields = numbers.map(|number| {
                let mut fields = Vec::new();
                self.collect(number, 0, &mut 0, &mut fields);
                fields
            });
            fields.collect()
        });
        let places = flat.get(number).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|(form, part)| match self.all.get(*form)?.parts.get(*part)? {
            Part::Field(field) => Some(field),
            Part::Subform(_) => None,
        })
    }

    fn collect(&self, number: usize, depth: usize, visits: &mut usize, found: &mut Vec<Place>) {
        *visits += 1;
        let form = &self.all[number];
        for (part, at) in form.parts.iter().zip(0..) {
            match part {
                Part::Field(_) => found.push((number, at)),
                Part::Subform(name) if depth < MAX_SUBFORMS && *visits < MAX_VISITS => {
                    let named = self.named(name, form.replica.as_deref());
                    for subform in named.filter(|number| self.all[*number].subform) {
                        self.collect(subform, depth + 1, visits, found);
                    }
                }
                Part::Subform(_) => {}
            }
        }
    }

    /// The designs of this name that are for documents of a replica.
    fn named<'d>(
        &'d self,
        name: &str,
        replica: Option<&'d str>,
    ) -> impl Iterator<Item = usize> + use<'d> {
        let numbers = self.by_name.get(&name.to_lowercase()).map(Vec::as_slice);
        let numbers = numbers.unwrap_or_default().iter().copied();
        numbers.filter(move |number| self.is_for(*number, replica))
    }

    /// Whether a design may name items of a document of this replica: one of the same replica; where
    /// the document does not tell its own, one of the only replica there is.
    fn is_for(&self, number: usize, replica: Option<&str>) -> bool {
        match (replica, self.all[number].replica.as_deref()) {
            (Some(document), Some(design)) => document.eq_ignore_ascii_case(design),
            (None, _) => !self.several_replicas,
            (Some(_), None) => false,
        }
    }
}
