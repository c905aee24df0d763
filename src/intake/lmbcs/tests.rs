use super::*;
use proptest::prelude::*;

fn text(line: &[u8]) -> (String, u64) {
    let decoded = decode(line, false);
    (decoded.text, decoded.bad)
}

/// The text in one group, with the group byte before every character beyond ASCII.
fn grouped(group: u8, encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for character in text.chars() {
        let mut room = [0; 4];
        let (bytes, _, failed) = encoding.encode(character.encode_utf8(&mut room));
        assert!(!failed, "{character}");
        match (bytes.as_ref(), group < 0x10) {
            ([byte], _) if byte.is_ascii() => out.push(*byte),
            ([byte], true) => out.extend([group, *byte]),
            ([byte], false) => out.extend([group, group, *byte]),
            (pair, _) => out.extend(std::iter::once(&group).chain(pair)),
        }
    }
    out
}

#[test]
fn every_group_gives_its_characters() {
    let cases: [(&[u8], &str); 22] = [
        (b"A=1\t\x19", "A=1\t\x19"),
        (b"M\x81ller Stra\xe1e \x8e\x99\x9a", "Müller Straße ÄÖÜ"),
        (b"M\x01\x81ller", "Müller"),
        (b"\x02\xa4\x02\xe2\x02\x9e\x02\xe7\x02\xd6", "Αθήνα"),
        (b"\x03\xf9\x03\xec\x03\xe5\x03\xed", "שלום"),
        (b"\x04\xe3\x04\xd1", "مر"),
        (b"\x05\xcf\x05\xee\x05\xf7\x05\xf2\x05\xe0", "Почта"),
        (b"\x06\x9d\x06\xa2d\x06\xab", "Łódź"),
        (b"\x08\xde\x08\xfd", "Şı"),
        (b"\x0b\xa1\x0b\xd2", "กา"),
        (b"a\x0f\x3bb\x0f\x85", "a\x1bb\u{85}"),
        (b"\x10\x93\xfa\x10\x96\x7b\x10\x8c\xea", "日本語"),
        (b"\x10\x10\xb6\x10\x10\xc5", "ｶﾅ"),
        (b"\x11\xb8\xde\x11\xc0\xcf", "메일"),
        (b"\x12\xb6\x6c\x12\xa5\xf3", "郵件"),
        (b"\x13\xd3\xca\x13\xbc\xfe", "邮件"),
        (b"\x14\x20\xac1", "€1"),
        (b"\x14\xf6\x4e", "\u{4e00}"),
        (b"\x14\xf6\x01x", "Āx"),
        (b"\x14\xd8\x3d\x14\xdd\x12!", "\u{1f512}!"),
        (b"\x12\x88\x62", "\u{ca}\u{304}"),
        (b"x\x0c\x1a\x1b\x7fy", "x\x0c\x1a\x1b\x7fy"),
    ];
    for (line, wanted) in cases {
        assert_eq!(text(line), (wanted.to_owned(), 0), "{line:02x?}");
    }
}

#[test]
fn what_is_no_character_is_marked_and_the_rest_is_read() {
    let cases: [(&[u8], &str); 16] = [
        (b"a\x01", "a\u{fffd}"),
        (b"\x02\x91=1", "\u{fffd}=1"),
        (b"\x01\x22=1", "\u{fffd}=1"),
        (b"\x03\xd9.", "\u{fffd}."),
        (b"\x0f\x41=1", "\u{fffd}=1"),
        (b"\x10=1", "\u{fffd}=1"),
        (b"\x10\x93=1", "\u{fffd}=1"),
        (b"\x10\x93", "\u{fffd}"),
        (b"\x10\xff\xff=1", "\u{fffd}=1"),
        (b"\x10\x10\xff=1", "\u{fffd}=1"),
        (b"\x14", "\u{fffd}"),
        (b"\x14\x20", "\u{fffd}"),
        (b"\x14\xd8\x3d=1", "\u{fffd}=1"),
        (b"\x14\xdd\x12=1", "\u{fffd}=1"),
        (b"\x14\xd8\x3d\x14\x20\xac", "\u{fffd}€"),
        (b"\x11\x41\x42", "\u{fffd}AB"),
    ];
    for (line, wanted) in cases {
        assert_eq!(text(line), (wanted.to_owned(), 1), "{line:02x?}");
    }
}

#[test]
fn neither_a_line_end_nor_ascii_comes_out_of_a_group() {
    for line in [
        b"A=false\x14\x00\x0aB=1".as_slice(),
        b"A=false\x14\xf6\x00B=1",
        b"A=false\x0f\x2aB=1",
        b"A=false\x0f\x2dB=1",
        b"A=false\x0f\x20B=1",
        b"A=false\x0f\x29B=1",
        b"A=false\x14\x00\x20B=1",
        b"A=false\x14\x00eB=1",
        b"A=false\x10\x10eB=1",
        b"A=false\x13\x13 B=1",
    ] {
        assert_eq!(text(line), ("A=false\u{fffd}B=1".to_owned(), 1), "{line:02x?}");
    }
}

#[test]
fn a_cut_line_loses_its_broken_character_only() {
    for line in [b"a\x10".as_slice(), b"a\x10\x93", b"a\x14\x20"] {
        let decoded = decode(line, true);
        assert_eq!((decoded.text.as_str(), decoded.bad), ("a", 0), "{line:02x?}");
    }
}

#[test]
fn a_line_with_a_group_byte_is_seen() {
    for byte in [1, 2, 3, 4, 5, 6, 8, 0x0b, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14] {
        assert!(has_group(&[b'a', byte]) && !is_plain(&[byte]), "{byte:02x}");
    }
    for byte in [0, 7, 9, 0x0a, 0x0c, 0x0d, 0x0e, 0x15, 0x19, 0x1a, 0x1b, 0x7f] {
        assert!(!has_group(&[byte]) && is_plain(&[byte]), "{byte:02x}");
    }
    assert!(!has_group(b"\x81") && !is_plain(b"\x81"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(line: Vec<u8>, cut: bool) {
        let decoded = decode(&line, cut);
        let marks = decoded.text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
        prop_assert!(marks >= decoded.bad);
        prop_assert_eq!(decoded.first_bad.is_some(), decoded.bad > 0);
        // What the input did not hold, its text does not hold.
        for end in ['\n', '\r', '\0'] {
            prop_assert!(!decoded.text.contains(end) || line.contains(&(end as u8)));
        }
    }

    #[test]
    fn what_was_written_is_read_again(
        japanese in "[あ-んア-ヶ一-丆ｱ-ﾝa-z=]{0,20}",
        korean in "[가각간갈감나다라마바a-z=]{0,20}",
        simplified in "[邮件服务器用户名称a-z=]{0,20}",
        traditional in "[郵件伺服器用戶名稱a-z=]{0,20}",
        russian in "[А-яa-z=]{0,20}",
        turkish in "[ŞşĞğİıa-z=]{0,20}",
    ) {
        let written: [(u8, &'static Encoding, &str); 6] = [
            (0x10, SHIFT_JIS, &japanese),
            (0x11, EUC_KR, &korean),
            (0x12, BIG5, &traditional),
            (0x13, GBK, &simplified),
            (0x05, WINDOWS_1251, &russian),
            (0x08, WINDOWS_1254, &turkish),
        ];
        for (group, encoding, wanted) in written {
            let encodable: String = wanted
                .chars()
                .filter(|c| !encoding.encode(c.encode_utf8(&mut [0; 4])).2)
                .collect();
            prop_assert_eq!(text(&grouped(group, encoding, &encodable)), (encodable, 0));
        }
    }

    #[test]
    fn any_text_is_read_from_its_units(wanted in "[ -~\u{80}-\u{10ffff}]{0,30}") {
        let mut line = Vec::new();
        for unit in wanted.encode_utf16() {
            match unit.to_be_bytes() {
                [0, byte] if byte.is_ascii() => line.push(byte),
                [upper, 0] => line.extend([0x14, ZERO_BELOW, upper]),
                [upper, lower] => line.extend([0x14, upper, lower]),
            }
        }
        // Units from F600 on are taken by the rule for a zero byte; no text uses those.
        prop_assume!(!wanted.chars().any(|c| (0xf600..0xf700).contains(&u32::from(c))));
        prop_assert_eq!(text(&line), (wanted, 0));
    }
}
