//! Encodings of text by name, and decoding one piece of text in them.
//!
//! Those of the WHATWG Encoding Standard come from `encoding_rs`; the code pages of DOS and LMBCS are
//! our own. As that standard has it, iso-8859-1, -9 and -11 are read as the Windows code pages that
//! hold them.

use super::code_page::CodePage;
use super::decoded::Decoded;
use super::lmbcs;
use encoding_rs::{DecoderResult, Encoding, UTF_16BE, UTF_16LE};

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// One of the WHATWG Encoding Standard.
    Standard(&'static Encoding),
    /// A code page of DOS.
    Page(CodePage),
    /// That of Domino.
    Lmbcs,
}

/// The names that can be typed, as a message lists them.
const NAMES: &str = "utf-8, utf-16le, utf-16be, windows-1250 to windows-1258, windows-874, \
    iso-8859-1 to iso-8859-16 (no 12), cp437, cp850, cp852 (or ibm437 …), lmbcs, shift_jis, euc-jp, \
    gb18030, gbk, big5, euc-kr, koi8-r, koi8-u";

/// Those of `NAMES` that the standard knows, without what ends in a number.
const STANDARD: [&str; 11] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "gbk",
    "big5",
    "euc-kr",
    "koi8-r",
    "koi8-u",
];

/// No encoding goes by this name.
#[derive(Debug, thiserror::Error)]
#[error("no encoding of this name is known; there are: {NAMES}")]
pub struct UnknownCharset;

impl std::str::FromStr for Charset {
    type Err = UnknownCharset;

    fn from_str(name: &str) -> Result<Self, UnknownCharset> {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        let page = name.strip_prefix("cp").or_else(|| name.strip_prefix("ibm"));
        match (name.as_str(), page.map(|number| number.trim_start_matches('-'))) {
            ("lmbcs", _) => Ok(Self::Lmbcs),
            (_, Some("437")) => Ok(Self::Page(CodePage::Cp437)),
            (_, Some("850")) => Ok(Self::Page(CodePage::Cp850)),
            (_, Some("852")) => Ok(Self::Page(CodePage::Cp852)),
            _ => standard(&name).map(Self::Standard).ok_or(UnknownCharset),
        }
    }
}

fn standard(name: &str) -> Option<&'static Encoding> {
    let numbered = ["windows-", "iso-8859-"].iter().any(|start| name.starts_with(start));
    let listed = STANDARD.iter().find(|listed| listed.replace('_', "-") == name);
    // The label with its own hyphens and underscores is the one that the standard knows.
    let label = listed.copied().or(numbered.then_some(name))?;
    Encoding::for_label(label.as_bytes())
}

impl Charset {
    /// The name a report shows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Page(page) => page.name(),
            Self::Lmbcs => "LMBCS",
        }
    }

    /// The encoding, where its units have two bytes, so that lines can't be told before decoding.
    pub(super) fn wide_units(self) -> Option<&'static Encoding> {
        match self {
            Self::Standard(encoding) if [UTF_16LE, UTF_16BE].contains(&encoding) => Some(encoding),
            _ => None,
        }
    }

    /// Whether these bytes are ASCII that means itself.
    pub(super) fn is_plain(self, bytes: &[u8]) -> bool {
        match self {
            Self::Lmbcs => lmbcs::is_plain(bytes),
            Self::Standard(_) | Self::Page(_) => bytes.is_ascii(),
        }
    }

    /// Decodes a line; `cut` where its end is missing, so that its last character may be broken.
    pub(super) fn decode(self, line: &[u8], cut: bool) -> Decoded {
        match self {
            Self::Standard(encoding) => decode_standard(encoding, line, cut),
            Self::Lmbcs => lmbcs::decode(line, cut),
            Self::Page(page) => {
                let mut out = Decoded::default();
                line.iter().for_each(|byte| out.push(page.character(*byte)));
                out
            }
        }
    }
}

fn decode_standard(encoding: &'static Encoding, line: &[u8], cut: bool) -> Decoded {
    let mut out = Decoded::default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut rest = line;
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        out.text.reserve(room.unwrap_or(rest.len() * 3 + 16));
        let (result, read) =
            decoder.decode_to_string_without_replacement(rest, &mut out.text, !cut);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return out,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => out.mark(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_name_of_the_list_is_known() {
        let mut names: Vec<String> = STANDARD.iter().map(|name| (*name).to_owned()).collect();
        names.extend((1250..=1258).map(|number| format!("windows-{number}")));
        names.extend((1..=16).filter(|n| *n != 12).map(|number| format!("iso-8859-{number}")));
        names
            .extend(["cp437", "CP850", "cp-852", "ibm437", "IBM850", "ibm-852"].map(str::to_owned));
        names.extend(["LMBCS", "Shift_JIS", "shift-jis", "UTF-8", " utf_8 "].map(str::to_owned));
        for name in names {
            assert!(name.parse::<Charset>().is_ok(), "{name}");
        }
        for name in ["", "utf-7", "iso-8859-12", "cp", "cp8500", "cp851", "iso-2022-jp", "latin9x"]
        {
            let error = name.parse::<Charset>().unwrap_err().to_string();
            assert!(error.contains("lmbcs, shift_jis"), "{name}: {error}");
        }
    }

    #[test]
    fn names_lead_to_their_encoding() {
        for (name, bytes, wanted) in [
            ("cp437", b"\x81\xee".as_slice(), "üε"),
            ("ibm850", b"\x81\xee", "ü¯"),
            ("cp852", b"\x88\xa7", "łž"),
            ("lmbcs", b"\x81\x06\xa7", "üž"),
            ("iso-8859-2", b"\xb3\xbe", "łž"),
            ("windows-1250", b"\xb3\x9e", "łž"),
            ("windows-1251", b"\xcc\xe8\xf0", "Мир"),
            ("shift_jis", b"\x93\xfa\x96\x7b\xb6\xc5", "日本ｶﾅ"),
            ("gb18030", b"\xd3\xca\xbc\xfe", "邮件"),
            ("big5", b"\xb6\x6c\xa5\xf3", "郵件"),
            ("euc-kr", b"\xb8\xde\xc0\xcf", "메일"),
        ] {
            let decoded = name.parse::<Charset>().unwrap().decode(bytes, false);
            assert_eq!((decoded.text.as_str(), decoded.bad), (wanted, 0), "{name}");
        }
    }

    #[test]
    fn what_can_not_be_decoded_is_counted_and_the_rest_is_read() {
        for (name, bytes, text, column, count) in [
            ("utf-8", b"a\xfcb\xc3".as_slice(), "a\u{fffd}b\u{fffd}", 2, 2),
            ("shift_jis", b"\x93\xfa\x93\x0a=1", "日\u{fffd}\n=1", 2, 1),
            ("euc-kr", b"\xb8\xde\xff\xffx", "메\u{fffd}\u{fffd}x", 2, 2),
            ("windows-1253", b"\xd2", "\u{fffd}", 1, 1),
        ] {
            let decoded = name.parse::<Charset>().unwrap().decode(bytes, false);
            assert_eq!(decoded.text, text, "{name}");
            assert_eq!((decoded.bad_column(), decoded.bad), (Some(column), count), "{name}");
        }
        let cut = "utf-8".parse::<Charset>().unwrap().decode(b"a\xc3", true);
        assert_eq!((cut.text.as_str(), cut.bad), ("a", 0));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes: Vec<u8>, cut: bool) {
            for name in ["utf-8", "cp437", "cp850", "cp852", "lmbcs", "shift_jis", "gb18030",
                "big5", "euc-kr", "windows-1255", "utf-16le"] {
                name.parse::<Charset>().unwrap().decode(&bytes, cut);
            }
        }

        #[test]
        fn ascii_means_itself(text in "[ -~\t]{0,60}", cut: bool) {
            for name in ["utf-8", "cp850", "lmbcs", "shift_jis", "gb18030", "windows-1252"] {
                let charset = name.parse::<Charset>().unwrap();
                prop_assert!(charset.is_plain(text.as_bytes()));
                prop_assert_eq!(&charset.decode(text.as_bytes(), cut).text, &text);
            }
        }
    }
}
