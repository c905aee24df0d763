//! One file (or folder) per format: how to recognise it, and a reader that pushes records into a
//! sink as it goes. A reader never fails as a whole: what it can't read it says in a warning, and
//! goes on with the next line, document or item.
//!
//! To add a format: a file here with `recognise` and `read`, a [`Kind`], and a line in each of the
//! two functions below.

mod certificate;
pub mod console_log;
pub mod csv;
pub mod device_list;
pub mod domino_json;
mod draft;
pub mod dxl;
pub mod endpoint_json;
pub mod http_log;
mod json;
pub mod mail_header;
pub mod mdx_policies;
pub mod notes_ini;
pub mod ns_conf;
pub mod one_touch;
pub mod pem;
mod pem_items;
mod placeholder;
pub mod policy_file;
mod policy_line;
mod record;
mod remarks;
#[cfg(test)]
mod sample;
pub mod structured_text;
mod table_rows;
pub mod tls_scan;
pub mod view_entries;
mod x509;

pub use certificate::{Certificate, CertificateChain, KeyKind, SignatureHash};
pub use notes_ini::MAX_VALUE;
pub use placeholder::is_placeholder;
pub use record::{
    Choice, Context, Database, DeviceCall, DeviceGroup, Document, DocumentSource, FieldDesign,
    FieldType, FormDesign, FormPart, GatewayCommand, GatewayEntry, IniShape, Item, ItemValue,
    Listing, ListingSource, PolicyLine, PolicySet, PolicySource, PolicyValue, ReadExtent, Record,
    Request, ScanAnswer, ScanCipher, Setting, Sight, Sighting, SightingSource, Sink, SitesLoaded,
    Statistic, TlsScan, Unread, Value, fits_filter,
};

#[cfg(test)]
pub(crate) use x509::tests as sample_certificates;

use crate::intake::{Charset, Decoding, Stream};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::ops::Range;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// notes.ini of a server or client.
    NotesIni,
    /// Domino XML: documents and form designs.
    Dxl,
    /// File > Export > Structured Text of a Notes client.
    StructuredText,
    /// Rows of a view, as XML or JSON.
    ViewEntries,
    /// JSON of the Domino REST API or of Domino Access Services.
    DominoJson,
    /// JSON that says what a set-up tool is to write.
    OneTouch,
    /// A table with commas, semicolons or tabs.
    Csv,
    /// Console log of a server.
    ConsoleLog,
    /// What the console answered to `show config`.
    ShowConfig,
    /// What the console answered to `tell traveler status` or `tell traveler config`.
    TravelerStatus,
    /// What the console answered to `show stat`.
    Statistics,
    /// Access log of the HTTP task.
    HttpLog,
    /// Headers of a mail.
    MailHeader,
    /// What testssl.sh, sslscan or sslyze found at a listener.
    TlsScan,
    /// Certificates in PEM.
    Pem,
    /// Metadata of an app: its policies and their defaults.
    MdxPolicies,
    /// What Endpoint Management answers: policies of an app, apps, gateways.
    EndpointJson,
    /// Policies that somebody wrote down, as TOML or as a table.
    PolicyFile,
    /// Commands of the configuration of a NetScaler (Citrix ADC).
    NsConf,
    /// Devices with their systems.
    DeviceList,
    /// A zip or tar, whose members are inputs of their own.
    Archive,
    /// A Notes database.
    Nsf,
    /// None of these.
    Unrecognised,
}

impl Kind {
    /// Whether it tells of Secure Mail, its gateway or its devices, and of no server.
    #[must_use]
    pub fn is_mobile(self) -> bool {
        matches!(
            self,
            Self::MdxPolicies
                | Self::EndpointJson
                | Self::PolicyFile
                | Self::NsConf
                | Self::DeviceList
        )
    }

    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotesIni => "notes-ini",
            Self::Dxl => "dxl",
            Self::StructuredText => "structured-text",
            Self::ViewEntries => "view-entries",
            Self::DominoJson => "domino-json",
            Self::OneTouch => "one-touch",
            Self::Csv => "csv",
            Self::ConsoleLog => "console-log",
            Self::ShowConfig => "show-config",
            Self::TravelerStatus => "traveler-status",
            Self::Statistics => "statistics",
            Self::HttpLog => "http-log",
            Self::MailHeader => "mail-header",
            Self::TlsScan => "tls-scan",
            Self::Pem => "pem",
            Self::MdxPolicies => "mdx-policies",
            Self::EndpointJson => "endpoint-json",
            Self::PolicyFile => "policy-file",
            Self::NsConf => "ns-conf",
            Self::DeviceList => "device-list",
            Self::Archive => "archive",
            Self::Nsf => "nsf",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// The beginning of a file, as a format looks at it.
pub struct Head<'h> {
    /// The first bytes as they stand on disk.
    pub bytes: &'h [u8],
    /// The same as text, cut at the last whole character.
    pub text: String,
    /// File name without folders, in lower case.
    pub name: String,
    /// Where the first lines that are not blank stand in the text: every format asks for them.
    lines: OnceCell<Vec<Range<usize>>>,
}

impl<'h> Head<'h> {
    /// Decodes the first bytes.
    #[must_use]
    pub fn new(bytes: &'h [u8], file_name: &str) -> Self {
        Self::read_as(bytes, file_name, None)
    }

    /// Decodes the first bytes; `forced` is the encoding that the operator names.
    #[must_use]
    pub fn read_as(bytes: &'h [u8], file_name: &str, forced: Option<Charset>) -> Self {
        let text = Decoding::new(bytes, forced).text(bytes);
        Self::of(bytes, text, file_name.to_lowercase())
    }

    fn of(bytes: &'h [u8], text: String, name: String) -> Self {
        Self { bytes, text, name, lines: OnceCell::new() }
    }

    /// The text from its first character on: without a BOM and blanks in front.
    #[must_use]
    pub fn start(&self) -> &str {
        self.text.trim_start_matches('\u{feff}').trim_start()
    }

    /// The first lines that are not blank, without their line ends.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let places = self.lines.get_or_init(|| first_lines(&self.text));
        places.iter().filter_map(|place| self.text.get(place.clone()))
    }

    /// Whether the text holds bytes that no text file has.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.text.contains('\0')
    }

    /// The line of the first NUL byte.
    #[must_use]
    pub fn nul_line(&self) -> Option<u64> {
        let before = self.text.get(..self.text.find('\0')?)?;
        Some(before.matches('\n').count() as u64 + 1)
    }

    /// The text without its NUL bytes, where little else speaks against a text: a crash leaves runs of
    /// them in logs. A program or picture holds many other bytes that no text has.
    fn without_nuls(&self) -> Option<Self> {
        let text: String = self.text.chars().filter(|c| *c != '\0').collect();
        let all = self.text.chars().count();
        let kept = text.chars().count();
        let odd = |c: &char| c.is_control() && !matches!(c, '\t'..='\r' | '\u{1a}' | '\u{1b}');
        let strange = text.chars().filter(odd).count();
        let is_text = kept * 2 >= all && strange * 100 <= kept;
        is_text.then(|| Self::of(self.bytes, text, self.name.clone()))
    }
}

/// Lines of a head that are looked at.
const LINES: usize = 200;

/// The places of the first lines that are not blank, without their line ends.
fn first_lines(text: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let places = text.split_inclusive('\n').map(|whole| {
        let start = end;
        end += whole.len();
        let line =
            whole.strip_suffix('\n').map_or(whole, |line| line.strip_suffix('\r').unwrap_or(line));
        (start..start + line.len(), line)
    });
    let filled = places.filter(|(_, line)| !line.trim().is_empty());
    filled.take(LINES).map(|(place, _)| place).collect()
}

/// What a file is, and why: the code of a text of the catalog where it is nothing we read.
#[must_use]
pub fn recognise(head: &Head<'_>) -> (Kind, Option<&'static str>) {
    if head.bytes.is_empty() {
        return (Kind::Unrecognised, Some("empty-file"));
    }
    if is_nsf(head) {
        return (Kind::Nsf, Some("notes-database"));
    }
    if head.is_binary() {
        let text = head.without_nuls().filter(|_| binary_reason(head) == BINARY);
        let found = text.map(|text| recognise_text(&text));
        let known = found.filter(|(kind, _)| *kind != Kind::Unrecognised);
        return known.unwrap_or((Kind::Unrecognised, Some(binary_reason(head))));
    }
    recognise_text(head)
}

fn recognise_text(head: &Head<'_>) -> (Kind, Option<&'static str>) {
    if view_entries::recognise(head) {
        return (Kind::ViewEntries, None);
    }
    if tls_scan::recognise(head) {
        return (Kind::TlsScan, None);
    }
    if mdx_policies::recognise(head) {
        return (Kind::MdxPolicies, None);
    }
    if dxl::recognise(head) {
        return (Kind::Dxl, None);
    }
    if head.text.trim_start().starts_with("<?xml") {
        return (Kind::Unrecognised, Some("other-xml"));
    }
    if let Some(kind) = mobile_kind(head) {
        return (kind, None);
    }
    if one_touch::recognise(head) {
        return (Kind::OneTouch, None);
    }
    if domino_json::recognise(head) {
        return (Kind::DominoJson, None);
    }
    if let Some(kind) = console_log::answer_kind(head) {
        return (kind, None);
    }
    let found = [
        (Kind::NotesIni, notes_ini::recognise as fn(&Head<'_>) -> bool),
        (Kind::HttpLog, http_log::recognise),
        (Kind::MailHeader, mail_header::recognise),
        (Kind::StructuredText, structured_text::recognise),
        (Kind::Pem, pem::recognise),
        (Kind::ConsoleLog, console_log::recognise),
        (Kind::Csv, csv::recognise),
    ]
    .into_iter()
    .find(|(_, recognise)| recognise(head));
    match found {
        // What such a file holds depends on what its tool is told.
        Some((Kind::NotesIni, _))
            if head.lines().any(|line| line.trim_start().starts_with("{%")) =>
        {
            (Kind::Unrecognised, Some("template-file"))
        }
        Some((kind, _)) => (kind, None),
        None => (Kind::Unrecognised, Some(text_reason(head))),
    }
}

/// What a text is that is nothing we read, as far as it shows.
fn text_reason(head: &Head<'_>) -> &'static str {
    let start = head.start();
    let begins = |sign: &str| start.get(..sign.len()).is_some_and(|s| s.eq_ignore_ascii_case(sign));
    let holds = |open, close| start.find(open).is_some_and(|at| start[at..].contains(close));
    if begins("<!doctype html") || begins("<html") {
        "web-page"
    } else if holds("{%", "%}") || holds("{{", "}}") {
        "template-file"
    } else if start.starts_with('{') || start.starts_with("[{") {
        "other-json"
    } else {
        "no-known-format"
    }
}

/// The kind of a file that tells of Secure Mail, its devices or its gateway.
fn mobile_kind(head: &Head<'_>) -> Option<Kind> {
    let found = [
        (Kind::EndpointJson, endpoint_json::recognise as fn(&Head<'_>) -> bool),
        (Kind::DeviceList, device_list::recognise),
        (Kind::NsConf, ns_conf::recognise),
        (Kind::PolicyFile, policy_file::recognise),
    ];
    found.into_iter().find(|(_, recognise)| recognise(head)).map(|(kind, _)| kind)
}

/// What to do with a file that is no text.
fn binary_reason(head: &Head<'_>) -> &'static str {
    let ending = head.name.rsplit('.').next().unwrap_or_default();
    match ending {
        "7z" | "rar" | "xz" | "bz2" | "zst" | "lz" | "lzma" | "cab" | "z" => "packed-file",
        "xlsx" | "xls" | "xlsm" | "ods" | "docx" | "doc" | "odt" | "pdf" | "123" | "wk4" => {
            "office-file"
        }
        _ => BINARY,
    }
}

/// What a file is that is no text and whose name tells nothing.
const BINARY: &str = "binary-file";

/// Reads the input with the reader of its kind, and tells what is to be known of its encoding.
pub fn read(
    kind: Kind,
    input: &mut Stream<'_>,
    context: &Context<'_>,
    sink: &mut dyn Sink,
) -> ReadExtent {
    let mut items = pem_items::PemItems::new(sink);
    let extent = read_records(kind, input, context, &mut items);
    items.finish();
    for remark in input.decoding().remarks() {
        sink.warn(remark);
    }
    match extent {
        ReadExtent::Full if input.decoding().lost() => ReadExtent::Part,
        extent => extent,
    }
}

fn read_records(
    kind: Kind,
    input: &mut Stream<'_>,
    context: &Context<'_>,
    sink: &mut dyn Sink,
) -> ReadExtent {
    match kind {
        Kind::NotesIni => notes_ini::read(input, context, sink),
        Kind::Dxl => dxl::read(input, context, sink),
        Kind::StructuredText => structured_text::read(input, context, sink),
        Kind::ViewEntries => view_entries::read(input, context, sink),
        Kind::DominoJson => domino_json::read(input, context, sink),
        Kind::OneTouch => one_touch::read(input, context, sink),
        Kind::Csv => csv::read(input, context, sink),
        Kind::ConsoleLog | Kind::ShowConfig | Kind::TravelerStatus | Kind::Statistics => {
            console_log::read(input, context, sink)
        }
        Kind::HttpLog => http_log::read(input, context, sink),
        Kind::MailHeader => mail_header::read(input, context, sink),
        Kind::TlsScan => tls_scan::read(input, context, sink),
        Kind::Pem => pem::read(input, context, sink),
        Kind::MdxPolicies => mdx_policies::read(input, context, sink),
        Kind::EndpointJson => endpoint_json::read(input, context, sink),
        Kind::PolicyFile => policy_file::read(input, context, sink),
        Kind::NsConf => ns_conf::read(input, context, sink),
        Kind::DeviceList => device_list::read(input, context, sink),
        Kind::Archive | Kind::Nsf | Kind::Unrecognised => ReadExtent::None,
    }
}

/// An on-disk structure begins with 1A 00 00, and `.nsf`, `.ntf` and `.box` are nothing else.
fn is_nsf(head: &Head<'_>) -> bool {
    let ending =
        [".nsf", ".ntf", ".nsg", ".ns9", ".box"].iter().any(|end| head.name.ends_with(end));
    head.bytes.starts_with(&[0x1a, 0x00, 0x00]) || (ending && head.is_binary())
}

#[cfg(test)]
mod tests {
    use super::{Head, Kind, recognise};

    fn kind(name: &str, bytes: &[u8]) -> (Kind, Option<&'static str>) {
        recognise(&Head::new(bytes, name))
    }

    #[test]
    fn a_text_that_is_nothing_we_read_is_told_as_what_it_is() {
        let ini = "[Notes]\nKitType=2\n{% for k in keys %}\n{{ k }}=1\n{% endfor %}\n{# end #}\n";
        let cases = [
            ("login.html", "<!DOCTYPE html><html><body>Sign in</body></html>", "web-page"),
            ("names.dxl", "\n<HTML>", "web-page"),
            ("x.txt", "names: {{ names }}", "template-file"),
            ("notes.ini.j2", ini, "template-file"),
            ("x.json", "{\"status\":404,\"message\":\"not found\"}", "other-json"),
            ("x.json", "[{\"a\":1}]", "other-json"),
            ("x.txt", "[a list]", "no-known-format"),
            ("x.txt", "text with }} and {{", "no-known-format"),
        ];
        for (name, text, reason) in cases {
            assert_eq!(kind(name, text.as_bytes()), (Kind::Unrecognised, Some(reason)), "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_by_its_beginning_or_its_name() {
        let nsf = (Kind::Nsf, Some("notes-database"));
        let cases = [
            ("names.nsf", "\u{1a}\0\0x", nsf),
            ("names", "\u{1a}\0\0x", nsf),
            ("mail.box", "x\0y", nsf),
            ("names.nsf", "a list", (Kind::Unrecognised, Some("no-known-format"))),
            ("logs.7z", "7z\0x", (Kind::Unrecognised, Some("packed-file"))),
            ("list.pdf", "x\0y", (Kind::Unrecognised, Some("office-file"))),
            ("list.exe", "x\0y", (Kind::Unrecognised, Some("binary-file"))),
        ];
        for (name, text, wanted) in cases {
            assert_eq!(kind(name, text.as_bytes()), wanted, "{name} {text:?}");
        }
    }

    #[test]
    fn a_few_nul_bytes_make_no_text_binary() {
        let log =
            "192.0.2.7 - jane [23/Nov/2026:07:15:02 +0100] \"GET / HTTP/1.1\" 200 12\n".repeat(9);
        let run = format!("{log}{}\n{log}", "\0".repeat(log.len()));
        let scan = "[{\"id\":\"SSLv3\",\"ip\":\"a/\0\",\"port\":\"443\",\"severity\":\"OK\",\"finding\":\"offered\"}]";
        let ini = "[Notes]\nKitType=2\nX=\0\n";
        let cases = [
            ("access.log", run.as_str(), (Kind::HttpLog, None)),
            ("testssl.json", scan, (Kind::TlsScan, None)),
            ("notes.ini", ini, (Kind::NotesIni, None)),
            ("notes.xlsx", ini, (Kind::Unrecognised, Some("office-file"))),
            ("x", "some text\0", (Kind::Unrecognised, Some("binary-file"))),
            (
                "notes.ini",
                "[Notes]\nA=1\n\0\u{1}\u{2}\u{3}",
                (Kind::Unrecognised, Some("binary-file")),
            ),
        ];
        for (name, text, wanted) in cases {
            assert_eq!(kind(name, text.as_bytes()), wanted, "{name} {text:?}");
        }
        let many = format!("[Notes]\nA=1\n{}", "\0".repeat(100));
        assert_eq!(kind("notes.ini", many.as_bytes()).0, Kind::Unrecognised);
        assert_eq!(Head::new(b"a\nb\0c", "x").nul_line(), Some(2));
    }

    #[test]
    fn files_of_secure_mail_tell_of_no_server() {
        let cases = [
            ("ns.conf", "#NS13.1 Build 48.47\nadd lb vserver a SSL\n", Kind::NsConf, true),
            ("x.txt", "[ios]\nNetwork access = Blocked\n", Kind::PolicyFile, true),
            ("x.csv", "Platform;OS version\niOS;17\n", Kind::DeviceList, true),
            ("x.json", "{\"agList\":[]}", Kind::EndpointJson, true),
            ("x.txt", "[Notes]\nKitType=2\n", Kind::NotesIni, false),
            ("x.csv", "Form;ServerName\nServer;CN=A/O=B\n", Kind::Csv, false),
        ];
        for (name, text, wanted, mobile) in cases {
            let (found, _) = kind(name, text.as_bytes());
            assert_eq!((found, found.is_mobile()), (wanted, mobile), "{text}");
        }
    }

    #[test]
    fn every_output_says_the_same_word() {
        for kind in [Kind::NotesIni, Kind::Dxl, Kind::TravelerStatus, Kind::TlsScan, Kind::Nsf] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }
}
