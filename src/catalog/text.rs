//! A text of a data file.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

/// A text of a data file, where it lies: in the program, or in a file that `--catalog` puts in place, which
/// is kept as long as the program runs. So the catalog is made without a copy of each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(&'static str);

impl Text {
    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.0
    }

    /// What `change` makes of it; the same text where that is no other.
    pub(super) fn changed(self, change: impl Fn(&str) -> String) -> Self {
        let changed = change(self.0);
        if changed == self.0 { self } else { changed.into() }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self(text)
    }
}

impl From<String> for Text {
    /// Keeps it as long as the program runs.
    fn from(text: String) -> Self {
        Self(text.leak())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.to_owned()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.0 == other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de: 'static> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Taker)
    }
}

/// Takes a text as it lies; one that was made of what lies there is kept.
struct Taker;

impl<'de: 'static> Visitor<'de> for Taker {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text, E> {
        Ok(Text(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(text.to_owned().into())
    }
}
