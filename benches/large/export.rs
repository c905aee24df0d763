//! Writes invented exports of a directory of a given size: almost all of it Person documents, with
//! some servers and sites among them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Servers in an export, and as many sites.
const SERVERS: u64 = 80;
/// Bytes that a Person document takes, about.
const PERSON: u64 = 2500;

/// How the export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `<document form='…'>`.
    Documents,
    /// `<note class='document'>`, the form an item.
    Notes,
    /// Structured text.
    Text,
    /// As `Documents`, but every document is of a form that has to be looked at.
    Wanted,
}

impl Shape {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Documents, Self::Notes, Self::Text, Self::Wanted];

    /// How it is asked for.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Documents => "dxl",
            Self::Notes => "notes",
            Self::Text => "text",
            Self::Wanted => "wanted",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Documents => "DXL",
            Self::Notes => "DXL in note format",
            Self::Text => "structured text",
            Self::Wanted => "DXL of which every document has to be looked at",
        }
    }
}

/// A document to be written.
struct Document {
    form: &'static str,
    number: u64,
    items: Vec<(&'static str, String)>,
}

/// Writes an export of about so many bytes, and says what is in it.
pub(crate) fn write(file: &Path, shape: Shape, bytes: u64) -> io::Result<String> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    let people = (bytes / PERSON).max(SERVERS);
    let every = people / SERVERS;
    if shape != Shape::Text {
        out.write_all(HEAD.as_bytes())?;
    }
    for number in 0..people {
        if number % every == 0 && number / every < SERVERS {
            one(&mut out, shape, &server(number))?;
            one(&mut out, shape, &site(number))?;
        }
        let form = if shape == Shape::Wanted { "Contact" } else { "Person" };
        one(&mut out, shape, &person(form, number))?;
    }
    if shape != Shape::Text {
        out.write_all(b"</database>\n")?;
    }
    out.flush()?;
    let size = std::fs::metadata(file)?.len();
    Ok(format!("{size} bytes, {people} people, {SERVERS} servers, {SERVERS} sites"))
}

const HEAD: &str = "<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE database SYSTEM 'xmlschemas/domino_14_5.dtd'>
<database xmlns='http://www.lotus.com/dxl' version='14.5' replicaid='85257C5A00518E3B'
 path='CN=TRAV01/O=Acme!!names.nsf' title='Acme Directory' fromtemplate='StdR4PublicAddressBook'>
<databaseinfo dbid='85257C5A00518E3C' odsversion='55' numberofdocuments='1'/>
";

fn one(out: &mut impl Write, shape: Shape, document: &Document) -> io::Result<()> {
    match shape {
        Shape::Text => text(out, document),
        Shape::Notes => {
            out.write_all(b"<note class='document'>\n")?;
            noteinfo(out, document.number)?;
            item(out, "Form", document.form)?;
            items(out, document)?;
            out.write_all(b"</note>\n")
        }
        Shape::Documents | Shape::Wanted => {
            writeln!(out, "<document form='{}'>", document.form)?;
            noteinfo(out, document.number)?;
            items(out, document)?;
            out.write_all(b"</document>\n")
        }
    }
}

fn noteinfo(out: &mut impl Write, number: u64) -> io::Result<()> {
    writeln!(
        out,
        "<noteinfo noteid='{:x}' unid='6B1F0A7C94D2E358{number:016X}' sequence='{}'>
<created><datetime>20131120T101502,31-05</datetime></created>
<modified><datetime dst='true'>20260616T081502,37-04</datetime></modified>
<revised><datetime>20261116T081502,37-05</datetime></revised>
<addedtofile><datetime>20131120T101502,31-05</datetime></addedtofile></noteinfo>
<updatedby><name>CN=Pat Rivera/O=Acme</name><name>CN=TRAV01/O=Acme</name></updatedby>",
        number * 4 + 2,
        number % 90 + 1
    )
}

fn items(out: &mut impl Write, document: &Document) -> io::Result<()> {
    document.items.iter().try_for_each(|(name, value)| item(out, name, value))
}

fn item(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "<item name='{name}'><text>{value}</text></item>")
}

fn text(out: &mut impl Write, document: &Document) -> io::Result<()> {
    writeln!(out, "Form:  {}", document.form)?;
    for (name, value) in &document.items {
        writeln!(out, "{name}:  {value}")?;
    }
    out.write_all(b"\x0c\n")
}

fn server(number: u64) -> Document {
    let items = vec![
        ("Type", "Server".to_owned()),
        ("ServerName", format!("CN=TRAV{number:06}/O=Acme")),
        ("ServerTitle", "Mail and mobile access".to_owned()),
        ("ServerBuildNumber", "Release 14.5.1".to_owned()),
        ("SMTPFullHostDomain", "mail.example.com".to_owned()),
        ("LdISite", "1".to_owned()),
        ("HTTP_SSLMode", "1".to_owned()),
        ("HTTP_SSLPort", "443".to_owned()),
    ];
    Document { form: "Server", number: number * 3 + 1, items }
}

fn site(number: u64) -> Document {
    let items = vec![
        ("Type", "WebSite".to_owned()),
        ("ISiteName", format!("Mobile {number}")),
        ("ISiteOrg", "Acme".to_owned()),
        ("ISiteAdrs", format!("mail{number}.example.com")),
        ("WSHostingSrvrs", format!("CN=TRAV{number:06}/O=Acme")),
        ("HTTP_EnableSessionAuth", "0".to_owned()),
    ];
    Document { form: "WebSite", number: number * 3 + 2, items }
}

fn person(form: &'static str, number: u64) -> Document {
    let name = format!("Sam Example{number:07}");
    let items = vec![
        ("Type", form.to_owned()),
        ("FullName", format!("CN={name}/O=Acme")),
        ("Owner", format!("CN={name}/O=Acme")),
        ("FirstName", "Sam".to_owned()),
        ("LastName", format!("Example{number:07}")),
        ("ShortName", format!("sexample{number}")),
        ("InternetAddress", format!("sam.example{number}@example.com")),
        ("MailSystem", "1".to_owned()),
        ("MailDomain", "Acme".to_owned()),
        ("MailServer", format!("CN=TRAV{:06}/O=Acme", number % 80)),
        ("MailFile", format!("mail\\sexample{number}")),
        ("MessageStorage", "1".to_owned()),
        ("EncryptIncomingMail", String::new()),
        ("CompanyName", "Acme &amp; Renovations GmbH, Büro Süd".to_owned()),
        ("Department", "Planning and construction".to_owned()),
        ("Location", "Building 7, second floor".to_owned()),
        ("OfficePhoneNumber", format!("+1 555 0{:06}", number % 1_000_000)),
        ("Comment", "Keeps every document of the project in order".to_owned()),
        ("AvailableForDirSync", "1".to_owned()),
        ("CheckPassword", "0".to_owned()),
        ("PasswordChangeInterval", "0".to_owned()),
        ("NetUserName", String::new()),
        ("Certificate", certificate(number)),
    ];
    Document { form, number: number * 3, items }
}

/// Letters and digits that look like the long values of a Person document.
fn certificate(number: u64) -> String {
    let digit = |at: u64| {
        let mixed = (number * 600 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59;
        char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[(mixed % 32) as usize])
    };
    (0..560).map(digit).collect()
}
