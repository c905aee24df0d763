//! Notes names: `CN=Trav01/O=Acme` (canonical) and `Trav01/Acme` (abbreviated) are one name.
//!
//! Names compare without regard to case. Format as described in "Hierarchical naming", Domino
//! Administrator help.

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag_no_case, take_while};
use nom::character::complete::char;
use nom::combinator::{all_consuming, opt};
use nom::multi::separated_list1;
use nom::sequence::terminated;
use nom::{IResult, Parser};
use std::fmt;

/// A component of a name, such as `O=Acme`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Component {
    kind: Option<Kind>,
    value: String,
}

/// What a component of a canonical name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Common,
    Unit,
    Organisation,
    Country,
    Other,
}

/// The name of a server, person or group.
#[derive(Debug, Clone)]
pub struct NotesName {
    components: Vec<Component>,
}

impl NotesName {
    /// Reads a name in either form; `None` where the text holds no name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (_, components) = all_consuming(name).parse(text.trim_ascii()).ok()?;
        let named = components.iter().all(|component| !component.value.is_empty());
        named.then_some(Self { components })
    }

    /// Whether the name says what its components are (`CN=…/O=…`).
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.components.iter().all(|component| component.kind.is_some())
    }

    /// The common name in lower case, as it is compared.
    #[must_use]
    pub fn common(&self) -> String {
        self.components.first().map_or_else(String::new, |part| part.value.to_lowercase())
    }

    /// Whether the name is the common name alone.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.components.len() == 1
    }

    /// The organisation, where the name has one.
    #[must_use]
    pub fn organisation(&self) -> Option<&str> {
        let typed = self.components.iter().find(|part| part.kind == Some(Kind::Organisation));
        let last = || self.components.last().filter(|_| self.components.len() > 1);
        typed.or_else(last).map(|part| part.value.as_str())
    }

    /// `Trav01/Acme`.
    #[must_use]
    pub fn abbreviated(&self) -> String {
        let values: Vec<_> = self.components.iter().map(|part| part.value.as_str()).collect();
        values.join("/")
    }

    /// `CN=Trav01/O=Acme`; where the name was abbreviated, its first component is taken for the
    /// common name, its last for the organisation and the others for units.
    #[must_use]
    pub fn canonical(&self) -> String {
        let last = self.components.len() - 1;
        let parts = self.components.iter().enumerate().map(|(at, part)| {
            let kind = part.kind.unwrap_or(match at {
                0 => Kind::Common,
                at if at == last => Kind::Organisation,
                _ => Kind::Unit,
            });
            match kind.prefix() {
                "" => part.value.clone(),
                prefix => format!("{prefix}={}", part.value),
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Common => "CN",
            Self::Unit => "OU",
            Self::Organisation => "O",
            Self::Country => "C",
            Self::Other => "",
        }
    }
}

impl PartialEq for NotesName {
    /// Values must agree; where both say what a component is, that must agree too.
    fn eq(&self, other: &Self) -> bool {
        self.components.len() == other.components.len()
            && self.components.iter().zip(&other.components).all(|(a, b)| {
                let kinds = a.kind.zip(b.kind).is_none_or(|(a, b)| a == b);
                kinds && is_alike(&a.value, &b.value)
            })
    }
}

/// Whether two texts differ in their case at the most. Most are of ASCII, and each server of a run is compared
/// with many others.
fn is_alike(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => a.to_lowercase() == b.to_lowercase(),
    }
}

impl fmt::Display for NotesName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical())
    }
}

fn name(input: &str) -> IResult<&str, Vec<Component>> {
    separated_list1(char('/'), component).parse(input)
}

fn component(input: &str) -> IResult<&str, Component> {
    let (input, _) = blanks(input)?;
    let (rest, kind) = opt(terminated(kind, (blanks, char('=')))).parse(input)?;
    let (rest, value) = is_not("/").parse(rest)?;
    let value = value.trim_ascii().to_owned();
    // `X=Y` with a type we do not know keeps its type as part of the value.
    Ok((rest, Component { kind: kind.or(value.contains('=').then_some(Kind::Other)), value }))
}

/// People type blanks around the parts of a name; they are no part of it.
fn blanks(input: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_ascii_whitespace()).parse(input)
}

fn kind(input: &str) -> IResult<&str, Kind> {
    alt((
        tag_no_case("CN").map(|_| Kind::Common),
        tag_no_case("OU1").map(|_| Kind::Unit),
        tag_no_case("OU2").map(|_| Kind::Unit),
        tag_no_case("OU3").map(|_| Kind::Unit),
        tag_no_case("OU4").map(|_| Kind::Unit),
        tag_no_case("OU").map(|_| Kind::Unit),
        tag_no_case("O").map(|_| Kind::Organisation),
        tag_no_case("C").map(|_| Kind::Country),
    ))
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> NotesName {
        NotesName::parse(text).unwrap()
    }

    #[test]
    fn canonical_and_abbreviated_names_are_one() {
        let same = [
            ("CN=Trav01/O=Acme", "Trav01/Acme"),
            ("cn=trav01/o=ACME", "TRAV01/Acme"),
            ("CN=Trav01/OU=Mobile/O=Acme/C=DE", "Trav01/Mobile/Acme/DE"),
            ("CN=Trav01/OU1=Mobile/O=Acme", "CN=Trav01/OU=Mobile/O=Acme"),
            (" Trav01/Acme ", "Trav01/Acme"),
            ("CN=Trav01 / O=Acme", "CN=Trav01/O=Acme"),
            ("CN = Trav01/\tO =Acme", "Trav01/Acme"),
            ("CN=Müller Süd/O=Größe", "müller süd/größe"),
        ];
        for (a, b) in same {
            assert_eq!(read(a), read(b), "{a} and {b}");
        }
    }

    #[test]
    fn different_names_differ() {
        let different = [
            ("CN=Trav01/O=Acme", "CN=Trav02/O=Acme"),
            ("Trav01/Acme", "Trav01"),
            ("CN=A/OU=B", "CN=A/O=B"),
            ("Trav01/Mobile/Acme", "Trav01/Acme"),
        ];
        for (a, b) in different {
            assert_ne!(read(a), read(b), "{a} and {b}");
        }
    }

    #[test]
    fn both_forms_can_be_written() {
        assert_eq!(read("Trav01/Mobile/Acme").canonical(), "CN=Trav01/OU=Mobile/O=Acme");
        assert_eq!(read("CN=Trav01/O=Acme").abbreviated(), "Trav01/Acme");
        assert_eq!(read("Trav01").canonical(), "CN=Trav01");
        assert_eq!(read("CN=Trav01/O=Acme").common(), "trav01");
        assert!(read("Trav01").is_flat() && !read("Trav01/Acme").is_flat());
        assert_eq!(read("CN=Trav01/O=Acme/C=DE").organisation(), Some("Acme"));
        assert_eq!(read("Trav01/Acme").organisation(), Some("Acme"));
        assert_eq!(read("Trav01").organisation(), None);
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in ["", " ", "/", "a//b", "CN=/O=Acme", "a/"] {
            assert!(NotesName::parse(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_in_any_order_make_no_other_name_of_their_canonical_form(
            text in "( |\t|\u{c}|CN|OU1|O|C|=|/|a|X){0,12}",
        ) {
            if let Some(name) = NotesName::parse(&text) {
                let again = NotesName::parse(&name.canonical());
                prop_assert_eq!(Some(name), again);
            }
        }

        #[test]
        fn any_text_is_read_without_panic_and_its_canonical_form_is_the_same_name(text in ".{0,40}") {
            if let Some(name) = NotesName::parse(&text)
                && let Some(again) = NotesName::parse(&name.canonical())
            {
                prop_assert_eq!(name, again);
            }
        }
    }
}
