//! What an ActiveSync client says in the query: `Cmd=Sync&User=…&DeviceType=iPhone`, or the same
//! packed and in Base64. Kept are the command and the type of device; names of users and devices are
//! not.
//!
//! Source: Microsoft's protocol document MS-ASHTTP, "Request-URI": both forms and the command codes.

use crate::formats::DeviceCall;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Longest query that is unpacked; device and type have 255 bytes each at the most.
const MAX_QUERY: usize = 1024;
/// Characters of a type of device that are kept.
const MAX_TYPE: usize = 32;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The commands by their code in the packed form.
const COMMANDS: [(u8, &str); 20] = [
    (0, "Sync"),
    (1, "SendMail"),
    (2, "SmartForward"),
    (3, "SmartReply"),
    (4, "GetAttachment"),
    (9, "FolderSync"),
    (10, "FolderCreate"),
    (11, "FolderDelete"),
    (12, "FolderUpdate"),
    (13, "MoveItems"),
    (14, "GetItemEstimate"),
    (15, "MeetingResponse"),
    (16, "Search"),
    (17, "Settings"),
    (18, "Ping"),
    (19, "ItemOperations"),
    (20, "Provision"),
    (21, "ResolveRecipients"),
    (22, "ValidateCert"),
    (23, "Find"),
];

/// Reads a query; `None` where it holds no command of ActiveSync.
pub(super) fn call(query: &str) -> Option<DeviceCall> {
    if query.len() > MAX_QUERY {
        return None;
    }
    named(query).or_else(|| packed(query))
}

fn named(query: &str) -> Option<DeviceCall> {
    let value = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    };
    let sent = value("Cmd")?;
    let (_, command) = COMMANDS.iter().find(|(_, command)| command.eq_ignore_ascii_case(sent))?;
    let kind = value("DeviceType").map(|kind| kind.replace("%20", " ").replace('+', " "));
    Some(DeviceCall { command, device_type: kind.as_deref().and_then(device_type) })
}

/// Version, command and language, then with their lengths: device, policy key, type of device.
fn packed(query: &str) -> Option<DeviceCall> {
    if query.contains('&') {
        return None;
    }
    let plain = query.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let bytes = BASE64.decode(plain).ok()?;
    let (&[version, code, _, _], rest) = bytes.split_first_chunk::<4>()?;
    let (device, rest) = counted(rest)?;
    let (policy, rest) = counted(rest)?;
    let (kind, _) = counted(rest)?;
    let sound =
        (100..200).contains(&version) && !device.is_empty() && matches!(policy.len(), 0 | 4);
    let (_, command) = COMMANDS.iter().find(|(known, _)| sound && *known == code)?;
    let kind = std::str::from_utf8(kind).ok().and_then(device_type);
    Some(DeviceCall { command, device_type: kind })
}

/// The bytes whose number the first byte tells, and the rest.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

fn device_type(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    let text = text.trim();
    let fits = (1..=MAX_TYPE).contains(&text.len()) && text.chars().all(plain);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{BASE64, MAX_QUERY, call};
    use base64::Engine as _;

    fn pack(version: u8, command: u8, policy: &[u8], kind: &str) -> String {
        let mut bytes = vec![version, command, 9, 4, 4];
        bytes.extend(b"SM01");
        bytes.push(policy.len() as u8);
        bytes.extend(policy);
        bytes.push(kind.len() as u8);
        bytes.extend(kind.bytes());
        BASE64.encode(bytes)
    }

    #[test]
    fn commands_in_both_forms() {
        let cases = [
            ("Cmd=Sync&User=jane&DeviceId=1&DeviceType=iPhone".to_owned(), "Sync iPhone"),
            (
                "User=jane&cmd=folderSync&DeviceType=Secure%20Mail".to_owned(),
                "FolderSync Secure Mail",
            ),
            ("Cmd=Ping".to_owned(), "Ping ?"),
            ("Cmd=Ping&DeviceType=%00".to_owned(), "Ping ?"),
            (pack(141, 18, &[1, 2, 3, 4], "Android"), "Ping Android"),
            (pack(121, 9, &[], "iPad").trim_end_matches('=').to_owned(), "FolderSync iPad"),
            (pack(140, 0, &[], "iPad").replace('=', "%3D"), "Sync iPad"),
            ("jAkJBBDmAbCdEfGhIjKlMnOpQrStUvWxYz0123456789==".to_owned(), ""),
            (pack(140, 200, &[], "iPad"), ""),
            (pack(9, 0, &[], "iPad"), ""),
            (pack(99, 0, &[], "iPad"), ""),
            (pack(100, 0, &[], "iPad"), "Sync iPad"),
            (pack(199, 0, &[], "iPad"), "Sync iPad"),
            (pack(200, 0, &[], "iPad"), ""),
            (BASE64.encode([140, 0, 9, 4, 0, 0, 1, b'x']), ""),
            (BASE64.encode([140, 0, 9, 4, 1, b'd', 0, 1, b'x']), "Sync x"),
            (BASE64.encode([140, 0, 9, 4, 1, b'd', 0, 2, b'x']), ""),
            (
                format!("Cmd=Sync&DeviceType={}", "x".repeat(32)),
                &format!("Sync {}", "x".repeat(32)),
            ),
            (format!("Cmd=Sync&DeviceType={}", "x".repeat(33)), "Sync ?"),
            ("Cmd=Sync&DeviceType=a+b-c_d.e".to_owned(), "Sync a b-c_d.e"),
            (format!("Cmd=Sync&X={}", "x".repeat(MAX_QUERY - 11)), "Sync ?"),
            (format!("Cmd=Sync&X={}", "x".repeat(MAX_QUERY - 10)), ""),
            (pack(140, 0, &[1], "iPad"), ""),
            ("Cmd=Shell".to_owned(), ""),
            ("Cmd=".to_owned(), ""),
            ("XCmd=Sync".to_owned(), ""),
            ("action=getStatus".to_owned(), ""),
            (String::new(), ""),
        ];
        for (query, wanted) in cases {
            let told = call(&query).map(|call| {
                format!("{} {}", call.command, call.device_type.as_deref().unwrap_or("?"))
            });
            assert_eq!(told.unwrap_or_default(), wanted, "{query}");
        }
    }

    #[test]
    fn who_calls_is_not_kept() {
        let shown = format!("{:?}", call("Cmd=Sync&User=jane&DeviceId=SM01&DeviceType=iPhone"));
        assert!(!shown.contains("jane") && !shown.contains("SM01"), "{shown}");
    }
}
