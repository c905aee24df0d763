//! Standard input as an input, named `-`. It is read once and from front to back, like a file; only an
//! archive, which is read twice and in any order, is first set aside in a file that has no name and is gone
//! with this process.

use super::archive::archive_form;
use super::walk::{Failed, HEAD, Opened, Reading};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes of an archive that are set aside at the most.
pub const MAX_ASIDE: u64 = 8 << 30;

/// Whether a path as typed means standard input. A file of that name is written `./-`.
#[must_use]
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens standard input and reads its first bytes.
pub(super) fn open(reading: Reading) -> io::Result<Opened<'static>> {
    open_from(io::stdin(), reading, MAX_ASIDE)
}

fn open_from(
    mut source: impl Read + Send + 'static,
    reading: Reading,
    limit: u64,
) -> io::Result<Opened<'static>> {
    let mut head = Vec::with_capacity(HEAD);
    let got = (&mut source).take(HEAD as u64).read_to_end(&mut head);
    if let Err(error) = got {
        return Opened::begin_movable(io::Cursor::new(head).chain(Failed(error)), reading);
    }
    if archive_form(&head, "-").is_none() {
        let size = (head.len() < HEAD).then_some(head.len() as u64);
        let opened = Opened::begin_movable(io::Cursor::new(head).chain(source), reading)?;
        return Ok(Opened { size, ..opened });
    }
    let aside = set_aside(io::Cursor::new(head).chain(source), limit)?;
    let opened = Opened::begin_movable(aside.try_clone()?, reading)?;
    Ok(Opened { aside: Some(aside), ..opened })
}

fn set_aside(source: impl Read, limit: u64) -> io::Result<File> {
    let mut aside = tempfile::tempfile()?;
    if io::copy(&mut source.take(limit.saturating_add(1)), &mut aside)? > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    aside.seek(SeekFrom::Start(0))?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(bytes: &[u8], limit: u64) -> io::Result<Opened<'static>> {
        open_from(io::Cursor::new(bytes.to_vec()), Reading { encoding: None, hash: true }, limit)
    }

    #[test]
    fn only_a_lone_dash_is_standard_input() {
        assert!(is_standard_input(Path::new("-")));
        for file in ["./-", "a/-", "--", "-x", ""] {
            assert!(!is_standard_input(Path::new(file)), "{file}");
        }
    }

    #[test]
    fn text_goes_through_and_an_archive_is_set_aside() {
        let text = "a=1\n".repeat(40_000);
        let plain = opened(text.as_bytes(), 0).unwrap();
        assert!(plain.aside.is_none());
        assert_eq!(plain.head, &text.as_bytes()[..HEAD]);
        assert_eq!(plain.stream.finish().unwrap().size, 160_000);

        let mut zip = b"PK\x03\x04".to_vec();
        zip.resize(HEAD + 10, 7);
        let archive = opened(&zip, HEAD as u64 + 10).unwrap();
        let mut aside = archive.aside.unwrap();
        assert_eq!(archive.stream.finish().unwrap().size, HEAD as u64 + 10);
        let mut again = Vec::new();
        aside.seek(SeekFrom::Start(0)).unwrap();
        aside.read_to_end(&mut again).unwrap();
        assert_eq!(again, zip);
        let error = opened(&zip, HEAD as u64 + 9).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
