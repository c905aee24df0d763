//! The form that `build.rs` gives to the data files: read as it lies, since each start reads all of them.
//!
//! A value is a letter and what belongs to it. A number is the character of that code, a text the number
//! of its bytes and they.
//!
//! | letter | what follows |
//! | --- | --- |
//! | `s` | a text |
//! | `n` | a number |
//! | `t`, `f` | nothing: true, false |
//! | `-` | nothing: an empty column of a CSV file |
//! | `[` | how many values, and they |
//! | `{` | how many pairs, and they: a text, a value |

use serde::de::value::{BorrowedStrDeserializer, Error, MapAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Error as _, IntoDeserializer, Visitor};
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde::forward_to_deserialize_any;

/// Stands for what lies in another form: the texts for people, see `texts.rs`. No data file is this.
pub(super) const ELSEWHERE: &str = "{";

/// Whether a text is a table of this form: no TOML begins with a brace.
pub(super) fn is_table(text: &str) -> bool {
    text.starts_with('{')
}

/// Whether a text is a list of this form: no CSV file begins with a bracket.
pub(super) fn is_list(text: &str) -> bool {
    text.starts_with('[')
}

/// Reads a value that is all of the text.
pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Error::custom("more than one value")) }
}

struct Reader<'de> {
    rest: &'de str,
}

impl<'de> Reader<'de> {
    fn letter(&mut self) -> Result<char, Error> {
        let mut all = self.rest.chars();
        let letter = all.next().ok_or_else(|| Error::custom("cut off"))?;
        self.rest = all.as_str();
        Ok(letter)
    }

    fn number(&mut self) -> Result<u32, Error> {
        self.letter().map(u32::from)
    }

    fn text(&mut self) -> Result<&'de str, Error> {
        let bytes = self.number()? as usize;
        let (text, rest) =
            self.rest.split_at_checked(bytes).ok_or_else(|| Error::custom("cut off"))?;
        self.rest = rest;
        Ok(text)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.letter()? {
            's' => visitor.visit_borrowed_str(self.text()?),
            'n' => visitor.visit_u32(self.number()?),
            't' => visitor.visit_bool(true),
            'f' => visitor.visit_bool(false),
            '-' => visitor.visit_borrowed_str(""),
            '[' => visitor.visit_seq(Parts { left: self.number()?, reader: self }),
            '{' => visitor.visit_map(Parts { left: self.number()?, reader: self }),
            other => Err(Error::custom(format!("{other} is no kind of value"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.rest.strip_prefix('-') {
            Some(rest) => {
                self.rest = rest;
                visitor.visit_none()
            }
            None => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.letter()? {
            's' => visitor.visit_enum(BorrowedStrDeserializer::new(self.text()?)),
            '{' => {
                let left = self.number()?;
                visitor.visit_enum(MapAccessDeserializer::new(Parts { left, reader: self }))
            }
            other => Err(Error::custom(format!("{other} is no kind of choice"))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The values of a list, or the pairs of a table.
struct Parts<'r, 'de> {
    left: u32,
    reader: &'r mut Reader<'de>,
}

impl Parts<'_, '_> {
    fn has_next(&mut self) -> bool {
        let has = self.left > 0;
        self.left = self.left.saturating_sub(1);
        has
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.has_next().then(|| seed.deserialize(&mut *self.reader)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.left).ok()
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        if !self.has_next() {
            return Ok(None);
        }
        let key = self.reader.text()?;
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    struct All {
        name: String,
        sure: bool,
        #[serde(default)]
        absent: Option<u32>,
        empty: Option<String>,
        many: Vec<u32>,
        named: BTreeMap<String, String>,
    }

    const TEXT: &str = "{\u{5}\u{4}names\u{3}Aß\u{4}suret\u{5}empty-\u{4}many[\u{2}n\u{7}n\u{1f4}\
                        \u{5}named{\u{1}\u{1}as\u{0}";

    #[test]
    fn what_was_written_is_read() {
        let all: All = read(TEXT).unwrap();
        assert_eq!((all.name.as_str(), all.sure, all.many), ("Aß", true, vec![7, 500]));
        assert_eq!((all.absent, all.empty), (None, None));
        assert_eq!(all.named, BTreeMap::from([("a".to_owned(), String::new())]));
    }

    #[test]
    fn a_text_that_ends_early_is_refused() {
        for (end, _) in TEXT.char_indices() {
            assert!(read::<All>(&TEXT[..end]).is_err(), "{end}");
        }
        assert!(read::<All>(&format!("{TEXT}t")).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[stnf{\\[\u{1}-\u{9}a-c-]{0,60}") {
            drop(read::<serde_json::Value>(&text));
            drop(read::<All>(&text));
        }
    }
}
