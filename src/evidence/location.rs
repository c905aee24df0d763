//! Where something was read.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The name of an input as a report shows it: the argument as typed plus the path below it, `/` on
/// every system, bytes that are no Unicode as `\xNN`, members of archives as `a.zip!/x`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct InputPath(Arc<str>);

impl InputPath {
    /// Names the file `path`.
    #[must_use]
    pub fn from_path(path: &Path) -> Self {
        let bytes = path.as_os_str().as_encoded_bytes();
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            match cfg!(windows) {
                true => push_plain(&mut text, &chunk.valid().replace('\\', "/")),
                false => push_plain(&mut text, chunk.valid()),
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02X}"));
            }
        }
        Self(text.into())
    }

    /// Names something that is no file, such as `(option)`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let mut text = String::with_capacity(name.len());
        push_plain(&mut text, name);
        Self(text.into())
    }

    /// What stands for an option of the command line.
    #[must_use]
    pub fn option() -> Self {
        Self::named("(option)")
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The path without its last part; empty where there is none.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Appends a name; characters that steer a terminal or turn the direction of text are written as
/// `\u{202E}`, so that no output shows a path as another one than it is.
fn push_plain(out: &mut String, name: &str) {
    for c in name.chars() {
        let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        match c.is_control() || turns {
            true => out.push_str(&format!("\\u{{{:02X}}}", u32::from(c))),
            false => out.push(c),
        }
    }
}

impl From<String> for InputPath {
    fn from(name: String) -> Self {
        Self::named(&name)
    }
}

impl From<InputPath> for String {
    fn from(path: InputPath) -> Self {
        path.as_str().to_owned()
    }
}

impl fmt::Display for InputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in an input: as exact as its format allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// The input.
    pub path: InputPath,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The column in characters of the decoded text, counted from 1.
    pub column: Option<u64>,
    /// First byte and the byte after the last, in the decoded text.
    pub span: Option<(u64, u64)>,
    /// UNID of the document, 32 hexadecimal digits in upper case.
    pub document: Option<Arc<str>>,
    /// Form of the document.
    pub form: Option<Arc<str>>,
    /// Item of the document, or key of the setting.
    pub item: Option<Arc<str>>,
}

impl Location {
    /// The input as a whole.
    #[must_use]
    pub fn input(path: &InputPath) -> Self {
        Self {
            path: path.clone(),
            line: None,
            column: None,
            span: None,
            document: None,
            form: None,
            item: None,
        }
    }

    /// A line of the input.
    #[must_use]
    pub fn line(path: &InputPath, line: u64) -> Self {
        Self { line: Some(line), ..Self::input(path) }
    }

    /// The same place, with the item (or key) named.
    #[must_use]
    pub fn with_item(mut self, item: &str) -> Self {
        self.item = Some(item.into());
        self
    }
}

impl fmt::Display for Location {
    /// `notes.ini:14`, or the path alone where the format has no lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => write!(f, "{}", self.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_people_write_it() {
        let path = InputPath::named("srv/notes.ini");
        assert_eq!(Location::line(&path, 14).to_string(), "srv/notes.ini:14");
        assert_eq!(Location::input(&path).to_string(), "srv/notes.ini");
        assert_eq!((path.folder(), path.file_name()), ("srv", "notes.ini"));
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_unicode_are_shown_in_hexadecimal() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"a\xff/notes.ini"));
        assert_eq!(InputPath::from_path(path).as_str(), "a\\xFF/notes.ini");
    }

    #[cfg(windows)]
    #[test]
    fn half_a_character_is_shown_in_hexadecimal_and_the_path_with_slashes() {
        use std::os::windows::ffi::OsStringExt;
        let name = std::ffi::OsString::from_wide(&[0x61, 0xD800, 0x5C, 0x62]);
        assert_eq!(InputPath::from_path(Path::new(&name)).as_str(), "a\\xED\\xA0\\x80/b");
    }
}
