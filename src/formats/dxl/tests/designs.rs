//! Designs of forms.

use super::*;

fn fields(design: &FormDesign) -> Vec<&FieldDesign> {
    let fields = design.parts.iter().filter_map(|part| match part {
        FormPart::Field(field) => Some(field),
        FormPart::Subform(_) => None,
    });
    fields.collect()
}

#[test]
fn a_form_names_its_fields() {
    let found = sound(FORM);
    let design = found.designs()[0];
    assert!(!design.subform);
    assert_eq!(design.names, ["Web Site", "WebSite", "WS"]);
    assert_eq!(design.replica.as_deref(), Some("C1258AAA00112233"));
    let labels: Vec<_> =
        fields(design).iter().map(|field| (field.item.as_str(), field.label.as_str())).collect();
    let wanted = [
        ("AuthHow", "Internet authentication"),
        ("Anon", "Anonymous: (allowed)"),
        ("NoLabel", "minutes"),
        ("Computed", "Views"),
        ("P", "Popped"),
        ("Last", ""),
    ];
    assert_eq!(labels, wanted);
    let subforms: Vec<_> = design
        .parts
        .iter()
        .filter_map(|part| match part {
            FormPart::Subform(name) => Some(name.as_str()),
            FormPart::Field(_) => None,
        })
        .collect();
    assert_eq!(subforms, ["Traveler Settings", "Extra"]);
    let place = &fields(design)[0].location;
    assert_eq!((place.line, place.form.as_deref()), (Some(8), Some("Web Site")));
    assert_eq!(place.item.as_deref(), Some("AuthHow"));
}

#[test]
fn a_form_tells_the_choices_of_its_fields() {
    let found = sound(FORM);
    let fields = fields(found.designs()[0]);
    let choices = |field: &FieldDesign| {
        let pair = |choice: &crate::formats::Choice| (choice.label.clone(), choice.stored.clone());
        field.choices.iter().map(pair).collect::<Vec<_>>()
    };
    let pairs = |pairs: [(&str, &str); 2]| pairs.map(|(a, b)| (a.to_owned(), b.to_owned()));
    let wanted = [
        ("Fewer name variations with higher security", "A"),
        ("More name variations with lower security", "B"),
    ];
    assert_eq!(choices(fields[0]), pairs(wanted));
    assert_eq!(choices(fields[1]), pairs([("Yes", "1"), ("No", "0")]));
    let computed: Vec<_> = fields.iter().map(|field| field.computed_choices).collect();
    assert_eq!(computed, [false, false, false, true, false, false]);
}

#[test]
fn a_subform_chosen_by_a_formula_is_told() {
    let (found, extent) = read_bytes(
        b"<subform name='S'><body><subformref><code event='value'><formula>@If(a;\"x\";\"y\")</formula></code></subformref></body></subform>",
    );
    assert_eq!((found.codes(), extent), (vec!["dxl-subform-computed"], ReadExtent::Full));
    assert!(found.designs()[0].subform);
}

#[test]
fn designs_are_bounded() {
    let many = "<field name='F'/>".repeat(design::MAX_PARTS + 5);
    let choices = "<text>a</text>".repeat(design::MAX_CHOICES + 5);
    for body in [many, format!("<field name='F'><keywords>{choices}</keywords></field>")] {
        let (found, extent) = read_bytes(format!("<form name='A'>{body}</form>").as_bytes());
        assert_eq!((found.codes(), extent), (vec!["dxl-design-too-large"], ReadExtent::Part));
        let design = found.designs()[0];
        let choices: usize = fields(design).iter().map(|field| field.choices.len()).sum();
        assert!(design.parts.len() == design::MAX_PARTS || choices == design::MAX_CHOICES);
    }
}

/// A form with these parts in its body.
fn form(body: &str) -> String {
    format!("<form name='A'><body>{body}</body></form>")
}

#[test]
fn what_fits_into_a_design_is_read_in_full() {
    let parts = "<field name='F'/>".repeat(design::MAX_PARTS);
    assert_eq!(sound(&form(&parts)).designs()[0].parts.len(), design::MAX_PARTS);
    let choices = "<text>a</text>".repeat(design::MAX_CHOICES);
    let found = sound(&form(&format!("<field name='F'><keywords>{choices}</keywords></field>")));
    assert_eq!(fields(found.designs()[0])[0].choices.len(), design::MAX_CHOICES);
}

#[test]
fn sections_are_read_to_a_bound() {
    let nested = |depth: usize| {
        let (begin, end) = ("<section>".repeat(depth), "</section>".repeat(depth));
        form(&format!("{begin}\n<field name='In'/>{end}<field name='Behind'/>"))
    };
    let names = |found: &Found| -> Vec<String> {
        fields(found.designs()[0]).iter().map(|field| field.item.clone()).collect()
    };
    // The body, the field and these.
    assert_eq!(names(&sound(&nested(254))), ["In", "Behind"]);
    let (found, extent) = read_bytes(nested(255).as_bytes());
    assert_eq!((names(&found), extent), (vec!["Behind".to_owned()], ReadExtent::Part));
    assert_eq!(found.warnings, [Warning::new("dxl-nested-too-deep", 2)]);
}

#[test]
fn a_field_stores_what_its_type_says() {
    use crate::formats::FieldType::{Names, Number, Other, Text};
    for (word, wanted) in [
        ("text", Text),
        ("keyword", Text),
        ("number", Number),
        ("names", Names),
        ("authors", Names),
        ("readers", Names),
        ("datetime", Other),
        ("richtext", Other),
        ("", Other),
    ] {
        let found = sound(&form(&format!("<field name='F' type='{word}'/>")));
        assert_eq!(fields(found.designs()[0])[0].stores, wanted, "{word}");
    }
}

#[test]
fn parts_are_read_wherever_they_stand() {
    let found = sound(
        "<form name='A'><body/><section><field name='F'><keywords><textlist><text>a</text></textlist>\
        <textlist><text>b</text></textlist></keywords><code event='defaultvalue'><formula>\"c\":\"d\"</formula></code>\
        no label</field></section><par>A label<field name='G'/></par></form>",
    );
    let fields = fields(found.designs()[0]);
    let choices: Vec<_> = fields[0].choices.iter().map(|choice| choice.stored.as_str()).collect();
    assert_eq!(choices, ["a", "b"]);
    assert_eq!((fields[1].item.as_str(), fields[1].label.as_str()), ("G", "A label"));
}

#[test]
fn a_subform_is_named_by_its_code_alone() {
    let value = "<code event='value'><formula>\"S\"</formula></code>";
    for (inside, wanted) in [
        (value.to_owned(), Some("S")),
        (format!("<code event='hidewhen'/>{value}"), Some("S")),
        (format!("<code event='hidewhen'><formula>x</formula></code>{value}"), Some("S")),
        ("<hidewhen><formula>\"S\"</formula></hidewhen>".to_owned(), None),
    ] {
        let (found, _) = read_bytes(form(&format!("<subformref>{inside}</subformref>")).as_bytes());
        let names = found.designs()[0].parts.iter().map(|part| match part {
            FormPart::Subform(name) => name.as_str(),
            FormPart::Field(field) => panic!("{field:?}"),
        });
        assert_eq!(names.collect::<Vec<_>>(), Vec::from_iter(wanted), "{inside}");
    }
}

#[test]
fn a_long_paragraph_is_no_label() {
    let label = |length: usize, more: &str| {
        let text = format!("<par>{}{more}<field name='F'/></par>", "x".repeat(length));
        fields(sound(&form(&text)).designs()[0])[0].label.len()
    };
    assert_eq!((label(2000, ""), label(2001, "")), (2000, 0));
    assert_eq!((label(1999, "<run>x</run>"), label(2000, "<run>x</run>")), (2000, 0));
}
