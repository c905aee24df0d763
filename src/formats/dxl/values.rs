//! The small notations inside DXL: IDs, the reference to a parent, times, texts laid out over
//! lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Digits of a replica ID.
pub(super) const REPLICA: usize = 16;
/// Digits of a UNID.
pub(super) const UNID: usize = 32;

/// An ID of that many hexadecimal digits in upper case; people write replica IDs with a colon in
/// the middle.
pub(super) fn id(text: &str, digits: usize) -> Option<String> {
    let id: String = text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let is_id = id.len() == digits && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| id.to_ascii_uppercase())
}

/// The first UNID of a list of references to notes: base64 of a count in two bytes, then 16 bytes
/// for each, which are two halves with their lowest byte first.
pub(super) fn referenced_unid(base64: &str) -> Option<String> {
    let packed: String = base64.split_whitespace().collect();
    let bytes = STANDARD.decode(packed).ok()?;
    let (count, rest) = bytes.split_first_chunk::<2>()?;
    if u16::from_le_bytes(*count) == 0 {
        return None;
    }
    let (first, rest) = rest.split_first_chunk::<8>()?;
    let (second, _) = rest.split_first_chunk::<8>()?;
    Some(format!("{:016X}{:016X}", u64::from_le_bytes(*first), u64::from_le_bytes(*second)))
}

/// A time such as `20220227T123140,58+01`; one without date, time of day or zone is no point in
/// time.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.trim().split_once('T')?;
    let at_zone = clock.find(['+', '-', 'Z'])?;
    let (time, zone) = clock.split_at_checked(at_zone)?;
    let (time, fraction) = time.split_once([',', '.']).unwrap_or((time, ""));
    let time = DateTime::new(
        number(date, 0, 4)?,
        number(date, 4, 6)?,
        number(date, 6, 8)?,
        number(time, 0, 2)?,
        number(time, 2, 4)?,
        number(time, 4, 6)?,
        nanoseconds(fraction)?,
    );
    offset(zone)?.to_timestamp(time.ok()?).ok()
}

fn number<T: std::str::FromStr>(text: &str, from: usize, to: usize) -> Option<T> {
    let digits = text.get(from..to)?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    let padded: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    number(&padded, 0, 9)
}

fn offset(zone: &str) -> Option<Offset> {
    if zone == "Z" {
        return Some(Offset::UTC);
    }
    let digits = zone.get(1..)?.replace(':', "");
    let hours: i32 = number(&digits, 0, 2)?;
    let minutes: i32 = if digits.len() > 2 { number(&digits, 2, 4)? } else { 0 };
    let seconds = hours * 3600 + minutes * 60;
    Offset::from_seconds(if zone.starts_with('-') { -seconds } else { seconds }).ok()
}

/// The character of `<nonxmlchar value='…'/>`, which XML can't hold.
pub(super) fn unwritable(hex: Option<&str>) -> char {
    let digits = hex.unwrap_or_default().trim().trim_start_matches("0x");
    let code = u32::from_str_radix(digits, 16).ok();
    code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Puts a text together. The exporter breaks lines only inside tags; tools that indent XML put the
/// text on a line of its own, and that line end is taken off again.
#[derive(Debug, Default)]
pub(super) struct TextValue {
    text: String,
    kept: usize,
}

impl TextValue {
    /// Adds text as it stands in the file.
    pub(super) fn push_text(&mut self, text: &str) {
        let text = match text.strip_prefix('\n') {
            Some(rest) if self.text.is_empty() => rest.trim_start_matches([' ', '\t']),
            _ => text,
        };
        self.text.push_str(text);
    }

    /// Adds text that is meant character by character.
    pub(super) fn push_literal(&mut self, text: &str) {
        self.text.push_str(text);
        self.kept = self.text.len();
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text.
    pub(super) fn finish(mut self) -> String {
        let end = self.text.trim_end_matches([' ', '\t']).len();
        let before = self.text.get(..end).unwrap_or_default();
        if end > self.kept && before.ends_with('\n') {
            self.text.truncate(end - 1);
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_in_several_ways() {
        let wanted = Some("C12584940E687082".to_owned());
        for text in
            ["C12584940E687082", "c12584940e687082", "C1258494:0E687082", " C12584940E687082\n"]
        {
            assert_eq!(id(text, REPLICA), wanted, "{text}");
        }
        for text in
            ["", "C12584940E68708", "C12584940E6870821", "G12584940E687082", "Ä12584940E68708"]
        {
            assert_eq!(id(text, REPLICA), None, "{text}");
        }
    }

    #[test]
    fn a_reference_holds_a_unid_in_two_halves() {
        let wanted = Some("C12585B4004B62318FBB8DBFCD362EBC".to_owned());
        assert_eq!(referenced_unid("AQAxYksAtIUlwbwuNs2/jbuP"), wanted);
        assert_eq!(referenced_unid("\nAQAxYksAtIUl\r\n wbwuNs2/jbuP\n"), wanted);
        // No reference, one cut short, no base64, a count of zero.
        for broken in ["", "AQAxYksAtIUlwbwuNs2/jbs=", "AQAxYksAtIUl?", "AAAxYksAtIUlwbwuNs2/jbuP"]
        {
            assert_eq!(referenced_unid(broken), None, "{broken}");
        }
    }

    #[test]
    fn times_with_a_zone_are_points_in_time() {
        let cases = [
            ("20220227T123140,58+01", "2022-02-27T11:31:40.58Z"),
            ("20250904T123808,49-04", "2025-09-04T16:38:08.49Z"),
            ("20220227T123140.5+0530", "2022-02-27T07:01:40.5Z"),
            ("20220227T123140,00-03:30", "2022-02-27T16:01:40Z"),
            (" 20220227T123140Z ", "2022-02-27T12:31:40Z"),
        ];
        for (text, wanted) in cases {
            assert_eq!(
                timestamp(text).map(|time| time.to_string()).as_deref(),
                Some(wanted),
                "{text}"
            );
        }
        let no_points = [
            "",
            "19990713",
            "T060306,52",
            "20220227T123140",
            "20220231T123140,00+01",
            "20220227T253140,00+01",
            "20220227T1231+01",
            "+0220227T123140+01",
            "20220227T123140+99",
            "2022022äT123140+01",
        ];
        for text in no_points {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_line_ends_of_indentation_are_taken_off() {
        let text = |text: &str| {
            let mut value = TextValue::default();
            value.push_text(text);
            value.finish()
        };
        let cases =
            [("\n\t\tBar\n\t", "Bar"), (" a ", " a "), ("a\nb", "a\nb"), ("\n\n", ""), ("\n", "")];
        for (raw, wanted) in cases {
            assert_eq!(text(raw), wanted, "{raw:?}");
        }
        let mut value = TextValue::default();
        value.push_text("a");
        value.push_literal("\n");
        assert_eq!(value.finish(), "a\n");
        let mut value = TextValue::default();
        value.push_text("a");
        value.push_text("\n b");
        assert_eq!(value.finish(), "a\n b");
        let mut value = TextValue::default();
        value.push_literal("\n");
        value.push_text("\n");
        assert_eq!(value.finish(), "\n");
    }

    #[test]
    fn characters_that_xml_forbids_come_as_numbers() {
        let cases = [("1", '\u{1}'), ("0x1F", '\u{1f}'), ("b", '\u{b}'), ("x", '\u{fffd}')];
        for (hex, wanted) in cases {
            assert_eq!(unwritable(Some(hex)), wanted, "{hex}");
        }
        assert_eq!(unwritable(None), '\u{fffd}');
    }
}
