//! A list as CSV, as `report::checklist_csv` writes it and spreadsheets save it: with commas, semicolons or
//! tabs, sorted anew, with rows and columns of the team's own.

use super::read_markdown::is_key;
use super::words::TeamWords;
use super::{AddedBody, Item, Part, TeamError, TeamFile, TeamRemark, TeamTask};
use crate::checklist::fields::{COLUMNS, Label, prints};
use crate::checklist::task::{Kept, TeamText};
use crate::evidence::{Args, of_cell};

/// What parts columns.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Columns that this program writes as text, by their labels.
const TEXTS: [Label; 10] = [
    Label::Step,
    Label::Server,
    Label::Release,
    Label::State,
    Label::Found,
    Label::How,
    Label::Mend,
    Label::Verify,
    Label::Fails,
    Label::Sources,
];

pub(super) fn is_table(text: &str) -> bool {
    delimiter(header(text)).is_some()
}

/// The first line; Excel may write `sep=;` before it.
fn header(text: &str) -> &str {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    match lines.next() {
        Some(line) if line.starts_with("sep=") => lines.next().unwrap_or_default(),
        line => line.unwrap_or_default(),
    }
}

fn delimiter(header: &str) -> Option<char> {
    let holds_key = |own: &char| {
        let mut names = header.split(*own).map(|name| name.trim().trim_matches('"'));
        names.any(|name| name.eq_ignore_ascii_case("key")) && header.contains(*own)
    };
    DELIMITERS.into_iter().find(holds_key)
}

pub(super) fn read(text: &str, words: &TeamWords) -> Result<TeamFile, TeamError> {
    let text = text.trim_start_matches('\u{feff}');
    let Some(delimiter) = delimiter(header(text)) else {
        let reason = "no column \"key\" in the first line, so this is no checklist of this program; name a file that \
                      `checklist --output` wrote";
        return Err(TeamError::new(1, reason));
    };
    let skipped = usize::from(text.starts_with("sep="));
    let body = if skipped == 1 { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .from_reader(body.as_bytes());
    let failure = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(1) + skipped;
        TeamError::new(line, format!("{error}; save the table as CSV (UTF-8) anew"))
    };
    let names: Vec<_> = reader
        .headers()
        .map_err(|error| failure(&error))?
        .iter()
        .map(str::trim)
        .map(name)
        .collect();
    let mut rows = Rows { names, words, file: TeamFile::default() };
    for record in reader.records() {
        let record = record.map_err(|error| failure(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.row(usize::try_from(line).unwrap_or(0) + skipped, &record)?;
    }
    Ok(rows.file)
}

/// Names of this program's columns in their own spelling, others as they are.
fn name(text: &str) -> String {
    let known = COLUMNS.iter().find(|own| own.eq_ignore_ascii_case(text));
    known.map_or(text, |own| own).to_owned()
}

/// Whether a cell says yes; `None` where it can't be told.
pub(super) fn tick(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "" | "no" | "nein" | "false" | "falsch" | "0" | "-" | "[ ]" => Some(false),
        "x" | "yes" | "ja" | "true" | "wahr" | "1" | "[x]" | "done" | "erledigt" => Some(true),
        _ => None,
    }
}

struct Rows<'w> {
    names: Vec<String>,
    words: &'w TeamWords,
    file: TeamFile,
}

impl Rows<'_> {
    fn row(&mut self, line: usize, record: &csv::StringRecord) -> Result<(), TeamError> {
        let cells: Vec<_> =
            record.iter().enumerate().map(|(at, cell)| self.cell(at, cell)).collect();
        if cells.iter().all(|(_, text)| text.trim().is_empty()) {
            return Ok(());
        }
        let of = |name: &str| {
            let own = cells.iter().find(|(own, _)| own == name);
            own.map_or("", |(_, text)| text.trim()).to_owned()
        };
        self.movement(line, &of("move"))?;
        let key = of("key");
        if is_key(&key) {
            let kept = self.kept(line, &key, &cells);
            let parts = parts(line, &cells);
            self.file.push(TeamTask { key, line, kept, parts, body: AddedBody::Cells(cells) });
        } else {
            self.file.items.push(Item::Added(AddedBody::Cells(cells)));
        }
        Ok(())
    }

    /// The name of its column, and the text.
    fn cell(&self, at: usize, text: &str) -> (String, String) {
        let name = self.names.get(at).filter(|name| !name.is_empty());
        let name = name.cloned().unwrap_or_else(|| format!("column {}", at + 1));
        (name, of_cell(text))
    }

    fn movement(&mut self, line: usize, told: &str) -> Result<(), TeamError> {
        match &self.file.movement {
            _ if told.is_empty() => Ok(()),
            Some(own) if own == told => Ok(()),
            Some(own) => {
                let reason = format!(
                    "this row is of the move \"{told}\", those before of \"{own}\"; keep one move"
                );
                Err(TeamError::new(line, reason))
            }
            None => {
                self.file.movement = Some(told.to_owned());
                Ok(())
            }
        }
    }

    fn kept(&mut self, line: usize, key: &str, cells: &[(String, String)]) -> Kept {
        let of =
            |name: &str| cells.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str());
        let mut kept = Kept::default();
        let told = of("ticked").unwrap_or_default();
        let ticked = tick(told);
        kept.ticked = ticked == Some(true);
        let owner =
            of("owner").map(str::trim).filter(|own| !own.is_empty() && !self.words.is_role(own));
        kept.owner = owner.map(|own| TeamText::Plain(own.to_owned()));
        let notes = of("notes").filter(|text| !text.trim().is_empty());
        kept.notes.extend(notes.map(|text| TeamText::Plain(text.trim_end().to_owned())));
        if ticked.is_none() {
            kept.notes.push(TeamText::Plain(format!("ticked: {told}")));
            self.remark(line, "checklist-remark-tick", key, told.to_owned());
        }
        let own = cells.iter().filter(|(name, _)| !COLUMNS.contains(&name.as_str()));
        kept.columns = own.cloned().collect();
        kept
    }

    fn remark(&mut self, line: usize, code: &'static str, key: &str, text: String) {
        let args = Args::from([("key", key.to_owned()), ("text", text)]);
        self.file.remarks.push(TeamRemark { line, code, args });
    }
}

fn parts(line: usize, cells: &[(String, String)]) -> Vec<Part> {
    let of = |name: &str| cells.iter().find(|(own, _)| own == name).map(|(_, text)| text);
    let marks: Option<Vec<_>> = of("marks").map(|text| text.split_whitespace().collect());
    let texts = TEXTS.into_iter().filter_map(|label| Some((label, of(label.word())?)));
    let part = |(label, text): (Label, &String)| {
        let print = prints([text.as_str()]);
        let unchanged =
            marks.as_ref().map(|marks| print.iter().all(|print| marks.contains(&print.as_str())));
        Part { label, line, text: TeamText::Plain(text.trim_end().to_owned()), unchanged }
    };
    texts.map(part).collect()
}
