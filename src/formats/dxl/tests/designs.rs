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
    let fields = "<field name='F'/>".repeat(design::MAX_PARTS + 5);
    let choices = "<text>a</text>".repeat(design::MAX_CHOICES + 5);
    for body in [fields, format!("<field name='F'><keywords>{choices}</keywords></field>")] {
        let (found, extent) = read_bytes(format!("<form name='A'>{body}</form>").as_bytes());
        assert_eq!((found.codes(), extent), (vec!["dxl-design-too-large"], ReadExtent::Part));
        assert_eq!(found.designs().len(), 1);
    }
}
