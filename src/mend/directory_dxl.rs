//! `directory.dxl`: new rules and changed items as documents for import.
//!
//! An import computes no fields, so only what a form design of the same directory tells is written: names
//! of items, stored values, and whether they are text or numbers. All else is left to the agent and to
//! people. A changed document stands there with its changed items only: it must be imported by updating,
//! never by replacing (`DocumentImportOption` of NotesDXLImporter: `DXLIMPORTOPTION_UPDATE_ELSE_CREATE`;
//! HCL Domino Designer help, "DocumentImportOption").

use super::change::{Change, ItemChange, RuleChange, Target};
use super::plan::{Part, Planned};
use super::quote::xml;
use crate::catalog::Catalog;
use crate::evidence::{Args, NamedBy};
use crate::formats::{Document, FieldType, ItemValue};
use crate::naming::Names;
use std::collections::BTreeMap;

/// The documents of all servers; `None` where none can be written so.
pub(super) fn directory(parts: &[Part], names: &Names<'_>) -> Option<String> {
    let mut by_replica: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut seen = Vec::new();
    for planned in parts.iter().flat_map(|part| &part.planned) {
        if let Some((replica, text)) = written(planned, names)
            && !seen.contains(&&planned.change)
        {
            seen.push(&planned.change);
            by_replica.entry(replica).or_default().push(text);
        }
    }
    // One file is for one database.
    let (replica, documents) = by_replica.into_iter().next()?;
    Some(format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<!-- {} -->\n<database xmlns='http://www.lotus.com/dxl' replicaid='{replica}'>\n{}</database>\n",
        comment(names.catalog()),
        documents.concat(),
    ))
}

/// Whether a change stands in the file.
pub(super) fn holds(planned: &Planned, names: &Names<'_>) -> bool {
    written(planned, names).is_some()
}

fn comment(catalog: &Catalog) -> String {
    // Two dashes would end a comment.
    catalog.texts.word("fix-dxl-head", &Args::new()).replace("--", "- -")
}

fn written<'p>(planned: &'p Planned, names: &Names<'_>) -> Option<(&'p str, String)> {
    match &planned.change {
        Change::Item(change) => Some((change.target.replica.as_deref()?, item_update(change)?)),
        Change::Rule(change) => Some((change.site.replica.as_deref()?, new_rule(change, names)?)),
        Change::Setting(_) | Change::Removal(_) | Change::Policy(_) => None,
    }
}

fn item_update(change: &ItemChange) -> Option<String> {
    let number = change.number?;
    if change.writing.named_by != NamedBy::Form {
        return None;
    }
    let Target { unid, form, .. } = &change.target;
    let item =
        item(&change.writing.item, std::slice::from_ref(&change.writing.stored), number, false)?;
    Some(format!(
        "<document form='{}'>\n<noteinfo unid='{}'/>\n{item}</document>\n",
        xml(form)?,
        xml(unid)?
    ))
}

fn new_rule(change: &RuleChange, names: &Names<'_>) -> Option<String> {
    let by_form = |named_by| named_by == NamedBy::Form;
    let like = change.like.as_ref()?;
    if !like.writings.iter().all(|writing| by_form(writing.named_by)) {
        return None;
    }
    let (_, rule) = change.document()?;
    let items: Option<Vec<String>> =
        rule.items.iter().filter_map(|one| copied(&rule, one, names)).collect();
    Some(format!(
        "<document form='{}' parent='{}'>\n<noteinfo unid='{}'/>\n{}</document>\n",
        xml(rule.form.as_deref()?)?,
        xml(&change.site.unid)?,
        xml(rule.unid.as_deref()?)?,
        items?.concat(),
    ))
}

/// An item of the new rule; `None` for what is not copied: what Domino keeps itself, and what no design
/// tells the type of. Within: `None` where it can't be written.
fn copied(
    rule: &Document,
    item: &crate::formats::Item,
    names: &Names<'_>,
) -> Option<Option<String>> {
    let ItemValue::Values(values) = &item.value else { return None };
    let kept = ["Form", "Type"].iter().any(|name| name.eq_ignore_ascii_case(&item.name));
    // The reference to the site is made by `parent`; the others of these names Domino keeps itself.
    if item.name.starts_with('$') {
        return None;
    }
    let stores = match names.type_of(rule, &item.name) {
        Some(stores) => stores,
        None if kept => FieldType::Text,
        None => return None,
    };
    (stores != FieldType::Other).then(|| {
        self::item(&item.name, values, stores == FieldType::Number, stores == FieldType::Names)
    })
}

fn item(name: &str, values: &[String], number: bool, names: bool) -> Option<String> {
    let element = if number { "number" } else { "text" };
    if number && values.iter().any(|value| value.parse::<f64>().is_err()) {
        return None;
    }
    let values: Option<Vec<_>> = values
        .iter()
        .map(|value| Some(format!("<{element}>{}</{element}>", xml(value)?)))
        .collect();
    let values = values?;
    let values = match values.as_slice() {
        [one] => one.clone(),
        several => format!("<{element}list>{}</{element}list>", several.concat()),
    };
    let names = if names { " names='true'" } else { "" };
    Some(format!("<item name='{}'{names}>{values}</item>\n", xml(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::Writing;

    fn change(named_by: NamedBy, stored: &str) -> ItemChange {
        ItemChange {
            target: Target {
                unid: "0A".repeat(16),
                replica: Some("85257C5A00000001".to_owned()),
                form: "Server".to_owned(),
                name: "Trav01/Acme".to_owned(),
            },
            title: "Internet authentication".to_owned(),
            writing: Writing { item: "Lookup".to_owned(), stored: stored.to_owned(), named_by },
            number: Some(false),
            before: None,
        }
    }

    #[test]
    fn only_what_a_form_tells_is_written() {
        let text = item_update(&change(NamedBy::Form, "1")).unwrap();
        assert!(text.contains("<item name='Lookup'><text>1</text></item>"), "{text}");
        assert_eq!(item_update(&change(NamedBy::BuiltIn, "1")), None);
        assert_eq!(item_update(&change(NamedBy::Map, "1")), None);
        let undesigned = ItemChange { number: None, ..change(NamedBy::Form, "1") };
        assert_eq!(item_update(&undesigned), None);
    }

    #[test]
    fn hostile_values_stay_inside() {
        let text = item_update(&change(NamedBy::Form, "</text></item><item name='x'>")).unwrap();
        assert_eq!(text.matches("<item").count(), 1, "{text}");
        assert_eq!(item_update(&change(NamedBy::Form, "\u{0}")), None);
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(
            item("N", &["5".to_owned()], true, false).unwrap(),
            "<item name='N'><number>5</number></item>\n"
        );
        assert_eq!(item("N", &["x".to_owned()], true, false), None);
        let list = item("L", &["a".to_owned(), "b".to_owned()], false, true).unwrap();
        assert_eq!(
            list,
            "<item name='L' names='true'><textlist><text>a</text><text>b</text></textlist></item>\n"
        );
    }
}
