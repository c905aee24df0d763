//! Archives made here, sound and broken ones.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// `path: text` or `path! code` of each member, and the codes for the archive.
fn told(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<&'static str>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let form = archive_form(bytes, name).unwrap();
    let mut members = Vec::new();
    let warnings =
        read_archive(&file, &InputPath::named(name), form, Reading::default(), &mut |member| {
            match member {
                Member::Open(path, mut opened) => {
                    let mut text = Vec::new();
                    let got =
                        opened.stream.read_to_end(&mut text).map_err(|error| error.to_string());
                    let text = String::from_utf8_lossy(&text).into_owned();
                    members.push(match got {
                        Ok(_) => format!("{path}: {text}"),
                        Err(error) => format!("{path}? {error}"),
                    });
                }
                Member::Refused(path, warning) => members.push(format!("{path}! {}", warning.code)),
            }
        });
    (members, warnings.iter().map(|warning| warning.code).collect())
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn every_member_of_a_name_that_repeats_is_read() {
    let bytes = zipped(&[("a/aotes.ini", "1"), ("a/notes.ini", "2")]);
    let text: Vec<u8> = bytes.clone();
    let mut twice = text;
    let at: Vec<_> = memchr::memmem::find_iter(&bytes, b"aotes").collect();
    at.into_iter().for_each(|at| twice[at] = b'n');
    let (members, codes) = told("x.zip", &twice);
    assert_eq!(members, ["x.zip!/a/notes.ini: 1", "x.zip!/a/(2)/notes.ini: 2"]);
    assert_eq!(codes, ["archive-duplicate-names"]);
}

/// A member with its name put there as it is, which the crate would refuse to write.
fn tar_member(kind: tar::EntryType, name: &[u8], text: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(kind);
    header.as_mut_bytes()[..name.len()].copy_from_slice(name);
    header.set_size(text.len() as u64);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(text);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn tarred(files: &[(&str, &str)]) -> Vec<u8> {
    let members = files
        .iter()
        .map(|(name, text)| tar_member(tar::EntryType::Regular, name.as_bytes(), text.as_bytes()));
    let mut bytes = members.collect::<Vec<_>>().concat();
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

const FILES: [(&str, &str); 3] =
    [("srv1/notes.ini", "one"), ("../notes.ini", "two"), ("srv2\\notes.ini", "three")];

#[test]
fn members_come_in_order_and_stay_below_the_archive() {
    let tar = tarred(&FILES);
    for (name, bytes) in [
        ("a.zip", zipped(&FILES)),
        ("a.tar", tar.clone()),
        ("a.tar.gz", gzipped(&tar)),
        ("a.dat", tar),
    ] {
        let (members, codes) = told(name, &bytes);
        let wanted = [
            format!("{name}!/srv1/notes.ini: one"),
            format!("{name}!/../notes.ini! member-outside"),
            format!("{name}!/srv2/notes.ini: three"),
        ];
        assert_eq!(members, wanted);
        assert_eq!(codes, ["archive-unread"]);
    }
}

#[test]
fn a_tar_that_is_cut_between_two_files_is_no_whole_one() {
    let whole = tarred(&[("a", "text"), ("b", "more")]);
    assert_eq!(told("a.tar", &whole).1, Vec::<&str>::new());
    // Header and text of the first file; with the header of the second, and in the end mark.
    for (cut, files) in [(2 * 512, 1), (4 * 512, 2)] {
        let (members, codes) = told("a.tar", &whole[..cut]);
        assert_eq!((members.len(), codes), (files, vec!["archive-broken"]), "{cut}");
        let (_, codes) = told("a.tgz", &gzipped(&whole[..cut]));
        assert_eq!(codes, ["archive-broken"], "{cut}");
    }
    assert_eq!(told("a.tar", &whole[..5 * 512]).1, Vec::<&str>::new());
}

#[test]
fn one_file_in_gzip_is_named_after_it() {
    let bytes = gzipped(b"line\n");
    assert_eq!(told("console.log.gz", &bytes).0, ["console.log.gz!/console.log: line\n"]);
    assert_eq!(told("log.GZ", &bytes), (vec!["log.GZ!/log: line\n".to_owned()], vec![]));
    assert_eq!(told("log", &bytes).0, ["log!/log: line\n"]);
}

#[test]
fn what_is_no_archive_is_none() {
    assert_eq!(archive_form(b"", "a.zip"), None);
    assert_eq!(archive_form(b"[Notes]\n", "a.tar"), None);
    assert_eq!(archive_form(&[0; 1024], "a.tar"), None);
    assert_eq!(archive_form(&zipped(&FILES), "plan.XLSX"), None);
    assert_eq!(archive_form(&zipped(&[]), "a.zip"), Some(ArchiveForm::Zip));
}

#[test]
fn what_a_cut_archive_still_holds_is_read() {
    let files = [("a", "text of a"), ("b", "text of b")];
    let zip = zipped(&files);
    let (members, codes) = told("a.zip", &zip[..zip.len() - 30]);
    assert_eq!(members, ["a.zip!/a: text of a", "a.zip!/b: text of b"]);
    assert_eq!(codes, ["archive-broken"]);

    let tar = tarred(&files);
    let cut = 512 + 512 + 512 + 4;
    let (members, _) = told("a.tar", &tar[..cut]);
    assert_eq!(members, ["a.tar!/a: text of a", "a.tar!/b? the archive ends within this file"]);
    let (members, codes) = told("a.tar", &tar[..1024 + 100]);
    assert_eq!((members.len(), codes.as_slice()), (1, ["archive-broken"].as_slice()));
}

#[test]
fn a_damaged_member_hides_no_other() {
    let mut zip = zipped(&[("a", "text of a"), ("b", "text of b")]);
    let at = zip.windows(9).position(|bytes| bytes == b"text of a");
    // Short texts may be packed as they are or not; either way some byte of it is turned.
    let at = at.unwrap_or(32);
    zip[at] ^= 0x55;
    let (members, codes) = told("a.zip", &zip);
    assert!(
        members[0].starts_with("a.zip!/a? ") || members[0].contains("member-broken"),
        "{members:?}"
    );
    assert_eq!(members[1], "a.zip!/b: text of b");
    assert!(codes.is_empty() || codes == ["archive-unread"]);
}

#[test]
fn encrypted_members_are_told_and_the_others_read() {
    let mut zip = zipped(&[("a", "text of a"), ("b", "text of b")]);
    // The first bit of the flags, in both headers of the first member.
    zip[6] |= 1;
    let central = zip.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    zip[central + 8] |= 1;
    let (members, codes) = told("a.zip", &zip);
    assert_eq!(members, ["a.zip!/a! member-encrypted", "a.zip!/b: text of b"]);
    assert_eq!(codes, ["archive-unread"]);
}

#[test]
fn links_folders_and_holes() {
    let mut tar = tar_member(tar::EntryType::Symlink, b"link", b"");
    tar.extend(tar_member(tar::EntryType::Directory, b"folder/", b""));
    tar.extend(tar_member(tar::EntryType::XHeader, b"x", b"22 GNU.sparse.major=1\n"));
    tar.extend(tar_member(tar::EntryType::Regular, b"holes", b"0"));
    tar.extend(tarred(&[("last", "text")]));
    let (members, _) = told("a.tar", &tar);
    assert_eq!(
        members,
        ["a.tar!/link! member-link", "a.tar!/holes! member-sparse", "a.tar!/last: text"]
    );
}

#[test]
fn long_names_of_both_kinds() {
    let long = "f".repeat(200);
    for (kind, text) in [
        (tar::EntryType::GNULongName, format!("{long}\0")),
        (tar::EntryType::XHeader, format!("210 path={long}\n")),
    ] {
        let mut tar = tar_member(kind, b"header", text.as_bytes());
        tar.extend(tarred(&[("short", "text")]));
        assert_eq!(told("a.tar", &tar).0, [format!("a.tar!/{long}: text")]);
    }
}

#[test]
fn fields_of_an_extended_header_have_their_length_before_them() {
    let mut tar = tar_member(tar::EntryType::XHeader, b"x", b"10 a=\nb=c\n14 path=found\n");
    tar.extend(tarred(&[("short", "text")]));
    assert_eq!(told("a.tar", &tar).0, ["a.tar!/found: text"]);
    for text in ["99 path=a\n", "0 path=a\n", "path=a\n", "14 path=found"] {
        let mut tar = tar_member(tar::EntryType::XHeader, b"x", text.as_bytes());
        tar.extend(tarred(&[("short", "text")]));
        assert_eq!(told("a.tar", &tar).1, ["archive-broken"], "{text}");
    }
}

#[test]
fn what_unpacks_to_far_more_than_it_is_stops_at_the_limit() {
    let zeros = vec![b'0'; 65 << 20];
    let (members, codes) = told("log.gz", &gzipped(&zeros));
    assert!(members[0].contains("the limit for unpacking was reached"), "{}", members[0]);
    assert_eq!(codes, ["archive-limit"]);
    let tar = tarred(&[("zeros", std::str::from_utf8(&zeros).unwrap()), ("after", "text")]);
    let (members, codes) = told("a.tgz", &gzipped(&tar));
    assert!(members[0].contains("the limit for unpacking was reached"), "{}", members[0]);
    assert_eq!((members.len(), codes.as_slice()), (1, ["archive-limit"].as_slice()));
}

#[test]
fn a_name_without_end_takes_no_memory() {
    let name = vec![b'a'; 1 << 20];
    let mut tar = tar_member(tar::EntryType::GNULongName, b"header", &name);
    tar.extend(tarred(&[("short", "text"), ("next", "text")]));
    let (members, _) = told("a.tar", &tar);
    assert!(members[0].len() < 5000 && members[0].ends_with("member-outside"));
    assert_eq!(members[1], "a.tar!/next: text");
}

#[test]
fn too_many_members_are_told() {
    let files: Vec<_> = (0..=MAX_MEMBERS).map(|_| ("x", "")).collect();
    let (members, codes) = told("a.tar", &tarred(&files));
    assert_eq!(members.len(), MAX_MEMBERS);
    assert_eq!(codes, ["archive-too-many"]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000), form in 0usize..4) {
        let heads: [&[u8]; 4] = [b"PK\x03\x04", b"PK\x05\x06", &[0x1f, 0x8b, 8], b""];
        let bytes = [heads[form], bytes.as_slice()].concat();
        if archive_form(&bytes, "a").is_some() {
            told("a", &bytes);
        }
    }

    #[test]
    fn no_turned_byte_makes_it_panic(at in any::<proptest::sample::Index>(), bit in 0u32..8, cut in any::<proptest::sample::Index>()) {
        let tar = tarred(&FILES);
        for bytes in [zipped(&FILES), gzipped(&tar), tar] {
            let mut bytes = bytes;
            let at = at.index(bytes.len());
            bytes[at] ^= 1u8 << bit;
            bytes.truncate(cut.index(bytes.len()) + 1);
            if archive_form(&bytes, "a").is_some() {
                told("a", &bytes);
            }
        }
    }
}
