use super::*;
use proptest::prelude::*;

/// Decodes in pieces of `step` bytes.
fn decoded(bytes: &[u8], step: usize) -> (String, String) {
    let mut decoding = Decoding::detect(bytes);
    let mut out = Vec::new();
    for piece in bytes.chunks(step) {
        decoding.decode(piece, false, &mut out);
    }
    decoding.decode(&[], true, &mut out);
    let text = decoding.line(&out, false, 1).into_owned();
    (text, decoding.name())
}

fn utf16(text: &str, bom: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = bom.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn every_encoding_gives_the_same_text_whatever_the_pieces() {
    let text = "[Notes]\r\nDirectory=C:\\Büro\r\nName=Müller €\u{1f512}\r\n";
    let latin = "<?xml version='1.0' encoding='iso-8859-1'?><a>B\u{fc}ro</a>";
    let latin_bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    let cases: [(Vec<u8>, &str, &str); 8] = [
        (text.into(), text, "UTF-8"),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), text, "UTF-8 with BOM"),
        (utf16(text, true, u16::to_le_bytes), text, "UTF-16LE with BOM"),
        (utf16(text, true, u16::to_be_bytes), text, "UTF-16BE with BOM"),
        (utf16(text, false, u16::to_le_bytes), text, "UTF-16LE"),
        (utf16(text, false, u16::to_be_bytes), text, "UTF-16BE"),
        (latin_bytes, latin, "windows-1252"),
        (b"Name=B\xfcro \x80".to_vec(), "Name=Büro €", "windows-1252"),
    ];
    for (bytes, wanted, name) in cases {
        for step in [1, 2, 3, 7, 4096] {
            assert_eq!(
                decoded(&bytes, step),
                (wanted.to_owned(), name.to_owned()),
                "{name}, {step}"
            );
        }
    }
}

#[test]
fn a_declaration_may_name_a_code_page_of_dos() {
    for (label, byte, wanted) in
        [("ibm850", 0x81, 'ü'), ("CP437", 0x81, 'ü'), ("cp852", 0xa5, 'ą'), ("IBM-850", 0xe1, 'ß')]
    {
        let mut bytes = format!("<?xml version='1.0' encoding='{label}'?>\n<a>B").into_bytes();
        bytes.extend([byte, b'<', b'/', b'a', b'>', b'\n']);
        for step in [1, 64] {
            let (text, name) = decoded(&bytes, step);
            assert!(text.ends_with(&format!("<a>B{wanted}</a>\n")), "{label}: {text}");
            assert!(name.starts_with("cp"), "{label}: {name}");
        }
    }
}

#[test]
fn a_declaration_that_can_not_be_true_is_not_followed() {
    for label in ["UTF-16", "utf-16be", "iso-2022-kr", "no-such", "utf-8", ""] {
        let xml = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a/>");
        assert_eq!(decoded(xml.as_bytes(), 16), (xml.clone(), "US-ASCII".to_owned()), "{label}");
    }
    for broken in ["<?xml", "<?xml encoding", "<?xml encoding=?>", "<?xml encoding='x?>"] {
        assert_eq!(decoded(broken.as_bytes(), 16).0, broken);
    }
}

#[test]
fn a_cut_line_loses_its_broken_character_only() {
    let line = "Büro €".as_bytes();
    let mut decoding = Decoding::detect(line);
    assert_eq!(decoding.line(&line[..line.len() - 1], true, 1), "Büro ");
    assert_eq!(decoding.name(), "UTF-8");
}

#[test]
fn lines_of_two_encodings_are_named() {
    let mut decoding = Decoding::detect(b"");
    assert_eq!(decoding.line("ü".as_bytes(), false, 1), "ü");
    assert_eq!(decoding.line(b"\xfc", false, 2), "ü");
    assert_eq!(decoding.name(), "UTF-8 and windows-1252");
}

/// Text, name and remarks of lines.
fn read(mut decoding: Decoding, lines: &[&[u8]]) -> (Vec<String>, String, Vec<String>) {
    let text = lines.iter().zip(1..).map(|(line, number)| {
        let mut out = Vec::new();
        decoding.decode(line, false, &mut out);
        decoding.line(&out, false, number).into_owned()
    });
    let text = text.collect();
    let told = |warning: &Warning| format!("{}@{}", warning.code, warning.line.unwrap_or(0));
    (text, decoding.name(), decoding.remarks().iter().map(told).collect())
}

#[test]
fn a_guess_is_told_and_proof_is_not() {
    let japanese = "サイト文書: セッションベースの認証";
    let shift_jis = encoding_rs::SHIFT_JIS.encode(japanese).0;
    let cases: [(&[u8], &str, &str, &[&str]); 7] = [
        (b"plain", "plain", "US-ASCII", &[]),
        ("Büro".as_bytes(), "Büro", "UTF-8", &[]),
        (b"B\xfcro", "Büro", "windows-1252", &["encoding-assumed@1"]),
        (b"Gr\x94\xe1e \x81ber", "Größe über", "cp850", &["encoding-assumed@1"]),
        (&shift_jis, japanese, "Shift_JIS", &["encoding-assumed@1"]),
        (
            b"\xef\xbb\xbfB\xfcro",
            "Büro",
            "UTF-8 with BOM and windows-1252",
            &["encoding-assumed@1"],
        ),
        (b"\xff\xfeB\0\xfc\0", "Bü", "UTF-16LE with BOM", &[]),
    ];
    for (line, text, name, remarks) in cases {
        let found = read(Decoding::detect(line), &[line]);
        assert_eq!(
            found,
            (
                vec![text.to_owned()],
                name.to_owned(),
                remarks.iter().map(|r| (*r).to_owned()).collect()
            )
        );
        // What stands behind the head is looked at when it comes.
        let bom = !line.is_ascii() && Encoding::for_bom(line).is_some();
        if !bom {
            assert_eq!(read(Decoding::detect(b"head\n"), &[line]), found);
        }
    }
}

#[test]
fn the_head_decides_for_the_file() {
    let head = b"Stra\xdfe zum B\xfcro\nB\xe4r\n\x84x\n";
    let lines: [&[u8]; 3] = [b"B\xe4r", "ä".as_bytes(), b"\x84x"];
    let (text, name, remarks) = read(Decoding::detect(head), &lines);
    assert_eq!(text, ["Bär", "ä", "„x"]);
    assert_eq!(
        (name.as_str(), remarks),
        ("UTF-8 and windows-1252", vec!["encoding-assumed@1".to_owned()])
    );
}

#[test]
fn a_full_head_may_end_in_a_character() {
    let text = "サイト文書: セッションベースの認証\n".repeat(4000);
    let bytes = encoding_rs::SHIFT_JIS.encode(&text).0;
    for end in HEAD..HEAD + 4 {
        let guess = guess(&bytes[..end]).unwrap();
        assert_eq!(guess.east_asian, Some(encoding_rs::SHIFT_JIS));
    }
    assert_eq!(guess(&b"\x83".repeat(HEAD)), None);
}

#[test]
fn bytes_like_utf8_in_an_east_asian_file_are_read_as_what_the_file_is() {
    // Its bytes in GB18030 are valid UTF-8 too.
    let odd: &[u8] = b"\xc1\xaa\xcd\xa8";
    let mut gb = encoding_rs::GB18030.encode("邮件服务器的用户名称: 连接失败\n").0.into_owned();
    assert_eq!(Decoding::detect(&gb).guess.unwrap().east_asian, Some(encoding_rs::GB18030));
    let two = b"\xd2\xaa".as_slice();
    assert!(std::str::from_utf8(two).is_ok());
    gb.extend(odd);
    let (text, name, _) = read(Decoding::detect(&gb), &[two, odd]);
    assert_eq!((text[0].as_str(), text[1].as_str(), name.as_str()), ("要", "联通", "gb18030"));
}

#[test]
fn what_the_operator_names_is_followed_unless_there_is_proof() {
    let forced = |name: &str, head: &[u8]| Decoding::new(head, Some(name.parse().unwrap()));
    type Case<'c> = (&'c str, &'c [u8], &'c str, &'c str, &'c [&'c str]);
    let cases: [Case<'_>; 9] = [
        ("cp850", b"B\x81ro", "Büro", "cp850", &[]),
        ("cp850", "ü".as_bytes(), "├╝", "cp850", &[]),
        ("windows-1251", b"\xcc\xe8\xf0", "Мир", "windows-1251", &[]),
        ("lmbcs", b"\x06\xa7", "ž", "LMBCS", &[]),
        ("shift_jis", b"plain", "plain", "US-ASCII", &[]),
        ("utf-8", b"B\xfcro", "B\u{fffd}ro", "UTF-8", &["undecodable-bytes@1"]),
        ("utf-16be", b"\x4e\x2d\x65\x87", "中文", "UTF-16BE", &[]),
        ("cp850", b"\xff\xfeB\0\xfc\0", "Bü", "UTF-16LE with BOM", &[]),
        ("cp850", b"B\0r\0", "Br", "UTF-16LE", &[]),
    ];
    for (name, line, text, shown, remarks) in cases {
        let (found, encoding, told) = read(forced(name, line), &[line]);
        assert_eq!((found[0].as_str(), encoding.as_str()), (text, shown), "{name}");
        assert_eq!(told, remarks, "{name}");
    }
    let xml = "<?xml version='1.0' encoding='iso-8859-2'?><a>\u{b3}</a>";
    let bytes: Vec<u8> = xml.chars().map(|c| c as u8).collect();
    assert_eq!(forced("cp850", &bytes).name(), "ISO-8859-2");
}

#[test]
fn a_bad_place_of_a_decoded_input_is_told_whatever_the_pieces() {
    let xml: &[u8] = b"<?xml version='1.0' encoding='shift_jis'?>\n<a>\x93\xfa\x93<b/>\xff</a>";
    for step in [1, 2, 3, 7, 4096] {
        let mut decoding = Decoding::detect(xml);
        let mut out = Vec::new();
        xml.chunks(step).for_each(|piece| decoding.decode(piece, false, &mut out));
        decoding.decode(&[], true, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("<a>日\u{fffd}<b/>\u{fffd}</a>"), "{text}");
        let wanted = Warning::new("undecodable-bytes", 2).with("column", 5).with("count", 2);
        assert_eq!(decoding.remarks(), [wanted.with("encoding", "Shift_JIS")]);
        assert!(decoding.lost());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes: Vec<u8>, step in 1usize..9, cut: bool) {
        decoded(&bytes, step);
        let mut decoding = Decoding::detect(&bytes);
        decoding.expect_lmbcs();
        for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
            decoding.line(line, cut, number);
        }
        let _ = decoding.remarks();
    }
}
