//! Text as it came out of a decoder, with the place of what could not be decoded.

/// Decoded text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text; U+FFFD stands for what could not be decoded.
    pub(super) text: String,
    /// Byte of the text at which the first of them stands.
    pub(super) first_bad: Option<usize>,
    /// Their number.
    pub(super) bad: u64,
}

impl Decoded {
    /// Adds the character, or the mark where there is none.
    pub(super) fn push(&mut self, character: Option<char>) {
        match character {
            Some(character) => self.text.push(character),
            None => self.mark(),
        }
    }

    /// Adds the mark of something that could not be decoded.
    pub(super) fn mark(&mut self) {
        self.first_bad.get_or_insert(self.text.len());
        self.bad += 1;
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    /// Column of the first bad place in characters, counted from 1.
    pub(super) fn bad_column(&self) -> Option<u64> {
        let before = self.text.get(..self.first_bad?)?;
        Some(before.chars().count() as u64 + 1)
    }
}
