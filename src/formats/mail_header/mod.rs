//! Headers of a mail, as RFC 5322 writes them: a saved `.eml`, or headers copied as text.
//!
//! Read here: the headers that tell a version of Traveler or Domino, and the date. Names, addresses
//! and devices are dropped, and so is the body.

mod encoded_word;
mod kept;

use super::{Context, Head, ReadExtent, Record, Sighting, SightingSource, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};
use jiff::civil::DateTime;

/// Characters of a header that are kept after unfolding; longer ones tell no version.
const HEADER_LIMIT: usize = 64 * 1024;
/// Sightings kept of one mail; a mail passes far fewer servers.
const SIGHTING_LIMIT: usize = 200;

/// Headers by which a mail is known.
const TYPICAL: [&str; 16] = [
    "received",
    "from",
    "to",
    "cc",
    "date",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "return-path",
    "reply-to",
    "mime-version",
    "content-type",
    "delivered-to",
    "x-mailer",
    "x-mimetrack",
];

/// Headers that no other format has.
const SURE: [&str; 2] = ["x-mailer", "x-mimetrack"];

/// Whether the file begins with headers of a mail: three typical names, or one that tells the
/// program that wrote the mail.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let mut names = Vec::new();
    let lines = head.text.trim_start_matches('\u{feff}').lines();
    for line in lines.skip_while(|line| line.trim().is_empty()).take(200) {
        if line.trim().is_empty() {
            break;
        }
        match field(line) {
            // Two blanks after the colon are those of Structured Text.
            Some((name, value)) if !value.starts_with("  ") => names.push(name.to_lowercase()),
            _ if is_folded(line) && !names.is_empty() => {}
            _ if names.is_empty() && line.starts_with("From ") => {}
            _ => return false,
        }
    }
    names.sort();
    names.dedup();
    let typical = names.iter().filter(|name| TYPICAL.contains(&name.as_str())).count();
    typical >= 3 || names.iter().any(|name| SURE.contains(&name.as_str()))
}

/// Name and value of a header line.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end_matches(' ');
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some((name, value))
}

fn is_folded(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// Reads the headers up to the first blank line.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut reader = Reader::default();
    loop {
        match input.next_line() {
            Ok(Some(line)) if reader.is_over(&line) => break,
            Ok(Some(line)) => reader.line(&line),
            Ok(None) => break,
            Err(error) => {
                reader.lost(Warning::new("read-error", None).with("reason", error));
                break;
            }
        }
    }
    reader.finish(context, sink)
}

/// A header that is not yet known to be whole.
struct Header {
    name: String,
    value: String,
    line: u64,
}

#[derive(Default)]
struct Reader {
    open: Option<Header>,
    seen_any: bool,
    date: Option<DateTime>,
    kept: Vec<(u64, String)>,
    warnings: Vec<Warning>,
    /// The first line that is no header, and how many there are.
    odd: Option<(u64, u64)>,
    /// The first version beyond the limit, and how many there are.
    dropped: Option<(u64, u64)>,
    partial: bool,
}

impl Reader {
    /// Whether the line ends the headers; blank lines before them do not count.
    fn is_over(&self, line: &Line<'_>) -> bool {
        self.seen_any && line.text.trim().is_empty()
    }

    fn line(&mut self, line: &Line<'_>) {
        if line.text.trim().is_empty() {
            return;
        }
        let number = line.start.line;
        self.seen_any = true;
        if line.cut {
            self.lost(Warning::new("line-too-long", number));
        }
        match (field(&line.text), &mut self.open) {
            _ if line.nul => self.odd(number),
            (_, Some(open)) if is_folded(&line.text) => open.extend(&line.text),
            (Some((name, value)), _) => self.begin(name, value, number),
            (None, None) if line.text.starts_with("From ") => {}
            _ => self.odd(number),
        }
    }

    fn begin(&mut self, name: &str, value: &str, line: u64) {
        self.close();
        let mut header = Header { name: name.to_owned(), value: String::new(), line };
        header.extend(value);
        self.open = Some(header);
    }

    fn odd(&mut self, line: u64) {
        self.close();
        self.odd.get_or_insert((line, 0)).1 += 1;
    }

    fn lost(&mut self, warning: Warning) {
        self.partial = true;
        self.warnings.push(warning);
    }

    /// Takes what the header that just ended tells.
    fn close(&mut self) {
        let Some(header) = self.open.take() else { return };
        let value = encoded_word::decode(header.value.trim());
        if header.name.eq_ignore_ascii_case("date") && self.date.is_none() {
            self.date = jiff::fmt::rfc2822::parse(&value).ok().map(|time| time.datetime());
        }
        for text in kept::of(&header.name, &value) {
            if self.kept.len() < SIGHTING_LIMIT {
                self.kept.push((header.line, text));
            } else {
                self.dropped.get_or_insert((header.line, 0)).1 += 1;
            }
        }
    }

    fn finish(mut self, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
        self.close();
        if let Some((line, count)) = self.odd {
            self.lost(Warning::new("lines-not-understood", line).with("count", count));
        }
        if let Some((line, count)) = self.dropped {
            let warning = Warning::new("too-many-headers", line).with("limit", SIGHTING_LIMIT);
            self.lost(warning.with("count", count));
        }
        for (line, text) in self.kept {
            sink.record(Record::Sighting(Sighting {
                text,
                source: SightingSource::MailHeader,
                time: self.date,
                location: Location::line(&context.path, line),
            }));
        }
        self.warnings.into_iter().for_each(|warning| sink.warn(warning));
        if self.partial { ReadExtent::Part } else { ReadExtent::Full }
    }
}

impl Header {
    /// Takes a folded line in; what goes beyond the limit is passed over.
    fn extend(&mut self, text: &str) {
        let room = HEADER_LIMIT.saturating_sub(self.value.len());
        if room > 0 {
            self.value.push(' ');
        }
        self.value.extend(text.trim().chars().take(room));
    }
}

#[cfg(test)]
mod tests;
