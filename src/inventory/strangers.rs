//! Documents of forms that nothing in the catalog names. A design or an item map may tell later what
//! they are, so some of each form are kept; a directory can hold a hundred thousand of them, so not all
//! are. That is told where it turns out that they would have mattered.

use super::collect::Collected;
use crate::catalog::Catalog;
use crate::evidence::{Location, Warning};
use crate::formats::{Document, DocumentSource, ReadExtent, Unread};
use crate::naming::Names;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Documents of one form that are kept; no domain has so many Web Sites and rules.
const MAX_STRANGERS: u64 = 1_000;

/// The same of those that answer another document. Any of them may be a rule, whatever its form is
/// called, so more are kept, and that some were not is always told.
const MAX_ANSWERS: u64 = 10_000;

/// Replica ID, form, and whether it answers another document.
type Key = (Option<String>, String, bool);

/// How many documents of each form were seen in one input.
#[derive(Default)]
pub(super) struct Strangers {
    seen: BTreeMap<Key, u64>,
}

/// Documents of one form that were not kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeftOut {
    input: usize,
    replica: Option<String>,
    form: String,
    answers: bool,
    count: u64,
}

impl LeftOut {
    /// The number of the input.
    pub(super) fn input(&self) -> usize {
        self.input
    }

    /// The same, where the inputs have so many others in front of them.
    pub(super) fn behind(self, others: usize) -> Self {
        Self { input: self.input + others, ..self }
    }
}

impl Strangers {
    /// Whether this document is kept.
    pub(super) fn keeps(&mut self, document: &Document, catalog: &Catalog) -> bool {
        let Some(form) = document.form.as_deref() else { return true };
        let answers = document.parent.is_some() || document.response;
        let whole = document.source == DocumentSource::Whole;
        if !whole || catalog.documents.names_form(form) {
            return true;
        }
        let key = (document.replica.clone(), form.to_owned(), answers);
        let seen = self.seen.entry(key).or_default();
        *seen += 1;
        *seen <= most(answers)
    }

    /// Whether no more documents of this form would be kept, unless they answer another one.
    pub(super) fn has_enough_of(
        &self,
        replica: Option<&str>,
        form: &str,
        catalog: &Catalog,
    ) -> bool {
        if catalog.documents.names_form(form) {
            return false;
        }
        let key = (replica.map(str::to_owned), form.to_owned(), false);
        self.seen.get(&key).is_some_and(|seen| *seen >= MAX_STRANGERS)
    }

    /// Counts documents that were not even read.
    pub(super) fn add(&mut self, unread: Unread) {
        *self.seen.entry((unread.replica, unread.form, false)).or_default() += unread.documents;
    }

    /// What was not kept of an input.
    pub(super) fn left_out(self, input: usize) -> impl Iterator<Item = LeftOut> {
        let more = self.seen.into_iter().filter(|((.., answers), seen)| *seen > most(*answers));
        more.map(move |((replica, form, answers), seen)| {
            let count = seen - most(answers);
            LeftOut { input, replica, form, answers, count }
        })
    }
}

/// How many documents of one form are kept.
fn most(answers: bool) -> u64 {
    if answers { MAX_ANSWERS } else { MAX_STRANGERS }
}

/// Tells which inputs hold documents that were left out before a design or the item map told what they
/// are, or that may be rules. After the designs were learned.
pub fn tell_left_out(collected: &mut Collected, names: &Names<'_>) {
    for left in &collected.left_out {
        let Some(input) = collected.inputs.get_mut(left.input) else { continue };
        let mut like = Document::new(DocumentSource::Whole, Location::input(&input.path));
        (like.form, like.replica) = (Some(left.form.clone()), left.replica.clone());
        if left.answers || names.recognise(&like).is_some() {
            input.read = ReadExtent::Part;
            let code = if left.answers { "responses-left-out" } else { "documents-left-out" };
            let warning = Warning::new(code, None).with("form", &left.form);
            input.warnings.push(warning.with("count", left.count).with("kept", most(left.answers)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Options, collect};
    use crate::naming::{DocumentKind, ItemMap};

    /// An export of so many documents of a form, read with an item map; what is kept of it, how far it
    /// was read, and what was told.
    fn read(count: u64, form: &str, map: &str) -> (usize, ReadExtent, Vec<&'static str>) {
        let one = format!("<document {form}><item name='A'><text>b</text></item></document>\n");
        let one = one.repeat(usize::try_from(count).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("names.dxl");
        std::fs::write(&file, format!("<database replicaid='85257C5A00518E3B'>{one}</database>"))
            .unwrap();
        let catalog = Catalog::built_in().unwrap();
        let mut collected = collect(&[file], &catalog, Options::default());
        let map = ItemMap::parse(map, &catalog).unwrap();
        tell_left_out(&mut collected, &Names::new(&catalog, map));
        let codes = collected.inputs[0].warnings.iter().map(|warning| warning.code).collect();
        (collected.documents.len(), collected.inputs[0].read, codes)
    }

    #[test]
    fn what_nothing_names_is_kept_up_to_a_bound() {
        let contact = "form='Contact'";
        let (kept, extent, codes) = read(MAX_STRANGERS, contact, "");
        assert_eq!((kept as u64, extent, codes), (MAX_STRANGERS, ReadExtent::Full, vec![]));
        let (kept, extent, codes) = read(MAX_STRANGERS + 5, contact, "");
        assert_eq!((kept as u64, extent, codes), (MAX_STRANGERS, ReadExtent::Full, vec![]));
    }

    #[test]
    fn what_matters_after_all_makes_the_input_one_that_was_not_read_in_full() {
        let map = format!("[forms]\n{} = \"Contact\"\n", DocumentKind::Rule.id());
        let (_, extent, codes) = read(MAX_STRANGERS + 5, "form='Contact'", &map);
        assert_eq!((extent, codes), (ReadExtent::Part, vec!["documents-left-out"]));
        let (_, extent, _) = read(MAX_STRANGERS, "form='Contact'", &map);
        assert_eq!(extent, ReadExtent::Full);
    }

    #[test]
    fn what_is_passed_over_hides_no_other_document() {
        let contact = "<document form='Contact'><item name='A'><text>b</text></item></document>\n";
        let cut = "<document form='Contact'><item name='A'><text>b";
        let answer = contact.replace("'Contact'", "'Contact' response='true'");
        let server = contact.replace("Contact", "Server");
        let many = contact.repeat(usize::try_from(MAX_STRANGERS).unwrap() + 7);
        let all = format!(
            "<database replicaid='85257C5A00518E3B'>{many}{server}{contact}{answer}{cut}{server}{contact}</database>"
        );
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("names.dxl");
        std::fs::write(&file, all).unwrap();
        let catalog = Catalog::built_in().unwrap();
        let collected = collect(&[file], &catalog, Options::default());
        let form = |kept: &super::super::collect::Kept| kept.document.form.clone().unwrap();
        let others: Vec<_> = collected.documents.iter().skip(1_000).map(form).collect();
        assert_eq!(others, ["Server", "Contact", "Server"]);
        assert_eq!(collected.inputs[0].read, ReadExtent::Part);
        let codes: Vec<_> = collected.inputs[0].warnings.iter().map(|told| told.code).collect();
        assert_eq!(codes, ["xml-broken"]);
        let left: Vec<_> = collected.left_out.iter().map(|left| left.count).collect();
        assert_eq!(left, [9]);
    }

    #[test]
    fn what_matters_whatever_the_form_is_found_behind_the_bound() {
        let contact = "<document form='Contact'><item name='A'><text>b</text></item></document>\n";
        let answer = contact
            .replace("name='A'><text>b<", "name='$REF'><text>6B1F0A7C94D2E35885257C5A0052A1F4<");
        let key = contact.replace(">b<", ">-----BEGIN PRIVATE KEY-----<");
        let many = contact.repeat(usize::try_from(MAX_STRANGERS).unwrap() + 7);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("names.dxl");
        let all = format!(
            "<database replicaid='85257C5A00518E3B'>{many}{answer}{contact}{key}{contact}</database>"
        );
        std::fs::write(&file, all).unwrap();
        let catalog = Catalog::built_in().unwrap();
        let collected = collect(&[file], &catalog, Options::default());
        assert!(collected.documents.last().unwrap().document.response);
        let codes: Vec<_> = collected.inputs[0].warnings.iter().map(|told| told.code).collect();
        assert_eq!(codes, ["item-private-key"]);
        let left: Vec<_> = collected.left_out.iter().map(|left| left.count).collect();
        assert_eq!(left, [10], "the one with a key was read and not kept");
    }

    #[test]
    fn responses_are_kept_up_to_a_bound_and_then_told() {
        let answers = "form='X' parent='6B1F0A7C94D2E35885257C5A0052A1F4'";
        let (kept, extent, codes) = read(MAX_ANSWERS, answers, "");
        assert_eq!((kept as u64, extent, codes), (MAX_ANSWERS, ReadExtent::Full, vec![]));
        let (kept, extent, codes) = read(MAX_ANSWERS + 1, answers, "");
        assert_eq!((kept as u64, extent), (MAX_ANSWERS, ReadExtent::Part));
        assert_eq!(codes, ["responses-left-out"]);
    }

    #[test]
    fn more_responses_than_other_documents_and_all_of_known_forms_are_kept() {
        for form in ["form='Server'", "form='X' parent='6B1F0A7C94D2E35885257C5A0052A1F4'"] {
            let (kept, extent, _) = read(MAX_STRANGERS + 5, form, "");
            assert_eq!((kept as u64, extent), (MAX_STRANGERS + 5, ReadExtent::Full), "{form}");
        }
    }
}
