use super::*;
use crate::evidence::{Confidence, Doubt, Fact, InputPath, Location};
use crate::formats::{Choice, DocumentSource, FieldDesign, FormPart, Item, ItemValue};

fn place() -> Location {
    Location::line(&InputPath::named("names.dxl"), 1)
}

fn field_design(item: &str, label: &str, choices: &[(&str, &str)]) -> FormPart {
    let choices = choices
        .iter()
        .map(|(label, stored)| Choice { label: (*label).to_owned(), stored: (*stored).to_owned() });
    FormPart::Field(FieldDesign {
        stores: crate::formats::FieldType::Text,
        item: item.to_owned(),
        label: label.to_owned(),
        choices: choices.collect(),
        computed_choices: false,
        location: place(),
    })
}

fn design(names: &[&str], subform: bool, parts: Vec<FormPart>) -> FormDesign {
    FormDesign {
        subform,
        names: names.iter().map(|&name| name.to_owned()).collect(),
        replica: Some("1".to_owned()),
        parts,
        location: place(),
    }
}

fn document(form: &str, items: Items<'_>) -> Document {
    let items = items.iter().map(|(name, values)| Item {
        name: (*name).to_owned(),
        value: ItemValue::Values(values.iter().map(|&value| value.to_owned()).collect()),
        location: place().with_item(name),
    });
    Document {
        form: Some(form.to_owned()),
        replica: Some("1".to_owned()),
        items: items.collect(),
        ..Document::new(DocumentSource::Whole, place())
    }
}

fn catalog() -> Catalog {
    Catalog::built_in().unwrap()
}

/// `meaning by` of a field, or why it is not known.
fn meaning(names: &Names<'_>, document: &Document, id: &str) -> String {
    let entry = names.catalog().fields.get(id).unwrap();
    match names.read(document, entry).meaning {
        Fact::Known(found) => {
            format!(
                "{} {} {}",
                found.value,
                found.named_by.unwrap().word(),
                found.confidence.word()
            )
        }
        Fact::Absent(_) => "absent".to_owned(),
        Fact::Unknown(doubt, _) => doubt.word().to_owned(),
    }
}

/// Items of a document: name and values.
type Items<'i> = &'i [(&'i str, &'i [&'i str])];

const SITES: &str = "server.internet-sites";
const SITES_LABEL: &str = "Load Internet configurations from Server\\Internet Sites documents:";

#[test]
fn the_form_design_wins_over_built_in_names() {
    let catalog = catalog();
    let mut names = Names::new(&catalog, ItemMap::default());
    let plain = document("Server", &[("LdISite", &["1"])]);
    assert_eq!(meaning(&names, &plain, SITES), "on built-in high");
    names.learn(design(
        &["Server"],
        false,
        vec![field_design("Other", SITES_LABEL, &[("Enabled", "x"), ("Disabled", "y")])],
    ));
    assert_eq!(meaning(&names, &plain, SITES), "absent");
    assert_eq!(meaning(&names, &document("server", &[("other", &["y"])]), SITES), "off form high");
    assert_eq!(meaning(&names, &document("Server", &[("Other", &["z"])]), SITES), "no-meaning");
}

#[test]
fn subforms_are_followed_and_may_not_run_in_circles() {
    let catalog = catalog();
    let mut names = Names::new(&catalog, ItemMap::default());
    let sub = |name: &str| FormPart::Subform(name.to_owned());
    names.learn(design(&["Long name", "Server"], false, vec![sub("A")]));
    names.learn(design(&["A"], true, vec![sub("B"), sub("A")]));
    names.learn(design(
        &["B"],
        true,
        vec![sub("A"), field_design("Deep", SITES_LABEL, &[("Enabled", "1")])],
    ));
    assert_eq!(meaning(&names, &document("Server", &[("Deep", &["1"])]), SITES), "on form high");
}

#[test]
fn a_design_of_another_replica_names_nothing() {
    let catalog = catalog();
    let mut names = Names::new(&catalog, ItemMap::default());
    let mut foreign =
        design(&["Server"], false, vec![field_design("Other", SITES_LABEL, &[("Enabled", "1")])]);
    foreign.replica = Some("2".to_owned());
    names.learn(foreign);
    assert_eq!(
        meaning(&names, &document("Server", &[("LdISite", &["1"])]), SITES),
        "on built-in high"
    );
    // A text export does not tell its replica: the only one there is will do.
    let mut text = document("Server", &[("Other", &["1"])]);
    text.replica = None;
    assert_eq!(meaning(&names, &text, SITES), "on form high");
}

#[test]
fn an_item_map_comes_before_built_in_names_and_after_the_design() {
    let catalog = catalog();
    let text = "[items.\"server.internet-sites\"]\nitem = \"Mine\"\nvalues = { on = \"7\" }\n";
    let mut names = Names::new(&catalog, ItemMap::parse(text, &catalog).unwrap());
    let both = document("Server", &[("LdISite", &["0"]), ("Mine", &["7"])]);
    assert_eq!(meaning(&names, &both, SITES), "on map medium");
    names.learn(design(
        &["Server"],
        false,
        vec![field_design("LdISite", SITES_LABEL, &[("Disabled", "0")])],
    ));
    assert_eq!(meaning(&names, &both, SITES), "off form high");
}

#[test]
fn a_field_has_one_value_or_no_meaning() {
    let catalog = catalog();
    let names = Names::new(&catalog, ItemMap::default());
    let cases: [(Items<'_>, &str); 7] = [
        (&[("LdISite", &["1"])], "on built-in high"),
        (&[("ldisite", &[" 1 "])], "on built-in high"),
        (&[("LdISite", &[""])], "off built-in medium"),
        (&[("LdISite", &[])], "no-meaning"),
        (&[("LdISite", &["1", "0"])], "several-values"),
        (&[("LdISite", &["1"]), ("LDISITE", &["0"])], "ambiguous"),
        (&[("LdISite", &["{{ sites }}"])], "placeholder"),
    ];
    for (items, wanted) in cases {
        assert_eq!(meaning(&names, &document("Server", items), SITES), wanted, "{items:?}");
    }
    let mut sealed = document("Server", &[("LdISite", &["1"])]);
    sealed.items[0].value = ItemValue::Sealed;
    assert_eq!(meaning(&names, &sealed, SITES), "unreadable");
}

#[test]
fn two_fields_with_one_label_name_nothing_for_sure() {
    let catalog = catalog();
    let mut names = Names::new(&catalog, ItemMap::default());
    let parts = vec![
        field_design("One", SITES_LABEL, &[("Enabled", "1")]),
        field_design("Two", SITES_LABEL, &[("Enabled", "1")]),
    ];
    names.learn(design(&["Server"], false, parts));
    assert_eq!(
        meaning(&names, &document("Server", &[("One", &["1"]), ("Two", &["0"])]), SITES),
        "ambiguous"
    );
}

#[test]
fn kinds_of_documents_are_told_apart() {
    let catalog = catalog();
    let mut names = Names::new(&catalog, ItemMap::default());
    let kind = |names: &Names<'_>, form: &str, items: Items<'_>| {
        names.recognise(&document(form, items)).map(|found| (found.kind, found.named_by))
    };
    let cases: [(&str, Items<'_>, Option<DocumentKind>); 7] = [
        ("Server", &[("Type", &["server"])], Some(DocumentKind::Server)),
        ("Server", &[("Type", &["Other"]), ("LdISite", &["1"])], None),
        ("Server", &[("LdISite", &["1"])], Some(DocumentKind::Server)),
        ("Server", &[], None),
        ("ServerConfig", &[("ServerName", &[""]), ("Platform", &["LINUX"])], None),
        ("WEBSITE", &[("Type", &["WebSite"])], Some(DocumentKind::Site)),
        ("Memo", &[], None),
    ];
    for (form, items, wanted) in cases {
        assert_eq!(kind(&names, form, items).map(|(kind, _)| kind), wanted, "{form} {items:?}");
    }
    assert_eq!(kind(&names, "R", &[]), None);
    let types = [("Substitution", "s"), ("Override session authentication", "o")];
    names.learn(design(&["Whatever", "R"], false, vec![field_design("T", "", &types)]));
    assert_eq!(kind(&names, "R", &[]), Some((DocumentKind::Rule, NamedBy::Form)));
    assert_eq!(
        meaning(&names, &document("R", &[("T", &["o"])]), "rule.type"),
        "override-session-authentication form high"
    );
    assert!(names.knows_form_of(DocumentKind::Rule, Some("1")));
    assert!(!names.knows_form_of(DocumentKind::Rule, Some("2")));
    let map = ItemMap::parse("[forms]\nrule = \"Ours\"\n", &catalog).unwrap();
    assert_eq!(
        kind(&Names::new(&catalog, map), "ours", &[]),
        Some((DocumentKind::Rule, NamedBy::Map))
    );
}

#[test]
fn a_candidate_alone_decides_nothing() {
    let catalog = catalog();
    let names = Names::new(&catalog, ItemMap::default());
    let found = names.recognise(&document("WebRule", &[])).unwrap();
    assert_eq!(found.code.ceiling(), None);
    assert_eq!(worth(NamedBy::Map), Confidence::Medium);
}

#[test]
fn an_excerpt_may_call_a_field_by_its_label_and_lacks_nothing() {
    let catalog = catalog();
    let names = Names::new(&catalog, ItemMap::default());
    let excerpt = |items: Items<'_>| Document {
        source: DocumentSource::Excerpt,
        replica: None,
        ..document("Server", items)
    };
    let id = "server.session-authentication";
    let cases: [(Items<'_>, &str); 6] = [
        (&[("Sitzungsauthentifizierung", &["Deaktiviert"])], "off label medium"),
        (&[("Session authentication:", &["Single server"])], "single label medium"),
        (&[("HTTP_EnableSessionAuth", &["1"])], "single built-in high"),
        (
            &[("HTTP_EnableSessionAuth", &["1"]), ("Session authentication", &["Disabled"])],
            "ambiguous",
        ),
        (&[("ServerName", &["A/Acme"])], "fragment"),
        (&[("Session authentication", &[""])], "no-meaning"),
    ];
    for (items, wanted) in cases {
        assert_eq!(meaning(&names, &excerpt(items), id), wanted, "{items:?}");
    }
    // A whole document holds items, not labels.
    let whole = document("Server", &[("Session authentication", &["Disabled"])]);
    assert_eq!(meaning(&names, &whole, id), "absent");
}

#[test]
fn an_excerpt_without_a_form_is_known_by_its_fields() {
    let catalog = catalog();
    let names = Names::new(&catalog, ItemMap::default());
    let kind = |items: Items<'_>| {
        let document =
            Document { source: DocumentSource::Excerpt, form: None, ..document("", items) };
        names.recognise(&document).map(|found| found.kind)
    };
    let cases: [(Items<'_>, Option<DocumentKind>); 5] = [
        (&[("Internet-Authentifizierung", &["x"])], Some(DocumentKind::Server)),
        (&[("LdISite", &["1"]), ("ServerName", &["A/Acme"])], Some(DocumentKind::Server)),
        (&[("ISiteAdrs", &["a.example.com"])], Some(DocumentKind::Site)),
        (&[("ServerName", &["A/Acme"])], None),
        (&[("Colour", &["red"])], None),
    ];
    for (items, wanted) in cases {
        assert_eq!(kind(items), wanted, "{items:?}");
    }
}

#[test]
fn what_a_tool_was_told_to_write_decides_nothing() {
    let catalog = catalog();
    let names = Names::new(&catalog, ItemMap::default());
    let written =
        Document { source: DocumentSource::Written, ..document("Server", &[("LdISite", &["1"])]) };
    assert_eq!(meaning(&names, &written, "server.internet-sites"), "unconfirmed");
    let name = Document {
        source: DocumentSource::Written,
        ..document("Server", &[("ServerName", &["A/Acme"])])
    };
    let entry = names.catalog().fields.get("server.name").unwrap();
    let Fact::Known(found) = names.read(&name, entry).values else { panic!() };
    assert_eq!(found.confidence, Confidence::Low);
    let entry = names.catalog().fields.get("server.host-name").unwrap();
    assert!(matches!(names.read(&name, entry).values, Fact::Unknown(Doubt::Fragment, _)));
}
