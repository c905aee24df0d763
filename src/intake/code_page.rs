//! The code pages of DOS and OS/2 that the WHATWG Encoding Standard leaves out, and with it the
//! library we decode with.
//!
//! The tables are facts: 437, 850 and 852 as the code page files of the Unicode Consortium give them,
//! 851 as the character map of the GNU C library does. U+FFFD stands where a page has no character.

/// A code page whose lower half is ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// The first one of the PC.
    Cp437,
    /// Western Europe; the default group of LMBCS.
    Cp850,
    /// Greece, in LMBCS only.
    Cp851,
    /// Central Europe.
    Cp852,
}

impl CodePage {
    /// The name a report shows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cp437 => "cp437",
            Self::Cp850 => "cp850",
            Self::Cp851 => "cp851",
            Self::Cp852 => "cp852",
        }
    }

    /// The character of a byte, where the page has one.
    pub(super) fn character(self, byte: u8) -> Option<char> {
        let upper = match self {
            Self::Cp437 => &CP437,
            Self::Cp850 => &CP850,
            Self::Cp851 => &CP851,
            Self::Cp852 => &CP852,
        };
        let Some(at) = byte.checked_sub(0x80) else { return Some(char::from(byte)) };
        upper.get(usize::from(at)).copied().filter(|found| *found != char::REPLACEMENT_CHARACTER)
    }
}

#[rustfmt::skip]
const CP437: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐',
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀',
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩',
    '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{a0}',
];

#[rustfmt::skip]
const CP850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

#[rustfmt::skip]
const CP851: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'Ά', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'Έ', 'Ä', 'Ή',
    'Ί', '�', 'Ό', 'ô', 'ö', 'Ύ', 'û', 'ù', 'Ώ', 'Ö', 'Ü', 'ά', '£', 'έ', 'ή', 'ί',
    'ϊ', 'ΐ', 'ό', 'ύ', 'Α', 'Β', 'Γ', 'Δ', 'Ε', 'Ζ', 'Η', '½', 'Θ', 'Ι', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Κ', 'Λ', 'Ν', 'Μ', '╣', '║', '╗', '╝', 'Ξ', 'Ο', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'Π', 'Ρ', '╚', '╔', '╩', '╦', '╠', '═', '╬', 'Σ',
    'Τ', 'Υ', 'Φ', 'Χ', 'Ψ', 'Ω', 'α', 'β', 'γ', '┘', '┌', '█', '▄', 'δ', 'ε', '▀',
    'ζ', 'η', 'θ', 'ι', 'κ', 'λ', 'μ', 'ν', 'ξ', 'ο', 'π', 'ρ', 'σ', 'ς', 'τ', '´',
    '\u{ad}', '±', 'υ', 'φ', 'χ', '§', 'ψ', '˛', '°', '¨', 'ω', 'ϋ', 'ΰ', 'ώ', '■', '\u{a0}',
];

#[rustfmt::skip]
const CP852: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'ů', 'ć', 'ç', 'ł', 'ë', 'Ő', 'ő', 'î', 'Ź', 'Ä', 'Ć',
    'É', 'Ĺ', 'ĺ', 'ô', 'ö', 'Ľ', 'ľ', 'Ś', 'ś', 'Ö', 'Ü', 'Ť', 'ť', 'Ł', '×', 'č',
    'á', 'í', 'ó', 'ú', 'Ą', 'ą', 'Ž', 'ž', 'Ę', 'ę', '¬', 'ź', 'Č', 'ş', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'Ě', 'Ş', '╣', '║', '╗', '╝', 'Ż', 'ż', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'Ă', 'ă', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'đ', 'Đ', 'Ď', 'Ë', 'ď', 'Ň', 'Í', 'Î', 'ě', '┘', '┌', '█', '▄', 'Ţ', 'Ů', '▀',
    'Ó', 'ß', 'Ô', 'Ń', 'ń', 'ň', 'Š', 'š', 'Ŕ', 'Ú', 'ŕ', 'Ű', 'ý', 'Ý', 'ţ', '´',
    '\u{ad}', '˝', '˛', 'ˇ', '˘', '§', '÷', '¸', '°', '¨', '˙', 'ű', 'Ř', 'ř', '■', '\u{a0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_on_the_machine_that_wrote_them() {
        let cases: [(CodePage, &[u8], &str); 7] = [
            (CodePage::Cp437, b"B\x81ro \xe1 \x9b \xf6", "Büro ß ¢ ÷"),
            (CodePage::Cp850, b"B\x81ro \xe1 \xd5 \x9b \xb5\xff", "Büro ß ı ø Á\u{a0}"),
            (CodePage::Cp850, b"Fran\x87ais \x90t\x82", "Français Été"),
            (CodePage::Cp850, b"\xc9\xcd\xbb\xb3", "╔═╗│"),
            (CodePage::Cp852, b"P\xfd\xa1li\xa7 \x9d\xa2d\xab", "Příliž Łódź"),
            (CodePage::Cp851, b"\xa4\xe2\x9e\xe7\xd6", "Αθήνα"),
            (CodePage::Cp851, b"\xa8\xe5\xe5\x9b\xdd\xd6", "Ελλάδα"),
        ];
        for (page, bytes, wanted) in cases {
            let text: String = bytes.iter().filter_map(|byte| page.character(*byte)).collect();
            assert_eq!(text, wanted, "{page:?}");
        }
    }

    #[test]
    fn no_character_stands_twice_in_a_page() {
        for page in [CodePage::Cp437, CodePage::Cp850, CodePage::Cp851, CodePage::Cp852] {
            let found: Vec<char> = (0..=255).filter_map(|byte| page.character(byte)).collect();
            let different: std::collections::BTreeSet<_> = found.iter().collect();
            assert_eq!(different.len(), found.len(), "{page:?}");
            let gaps = if page == CodePage::Cp851 { 1 } else { 0 };
            assert_eq!(found.len(), 256 - gaps, "{page:?}");
        }
        assert_eq!(CodePage::Cp851.character(0x91), None);
    }
}
