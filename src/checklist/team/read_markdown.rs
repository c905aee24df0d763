//! A list as Markdown, as `report::checklist_markdown` writes it and people edit it: boxes ticked, owners
//! and notes behind their labels, steps and texts of their own anywhere.

use super::words::TeamWords;
use super::{AddedBody, Item, Part, TeamError, TeamFile, TeamTask};
use crate::checklist::fields::{Label, prints};
use crate::checklist::task::{Kept, TeamText};

/// How the first line of a list begins.
const HEAD: &str = "<!-- traveler-audit checklist ";
/// The version of that form.
const VERSION: &str = "1";

/// A line with its number.
type Line<'t> = (usize, &'t str);

pub(super) fn read(text: &str, words: &TeamWords) -> Result<TeamFile, TeamError> {
    let text = text.trim_start_matches('\u{feff}').replace('\t', "    ");
    let lines: Vec<Line<'_>> = (1..).zip(text.lines()).collect();
    refuse_broken(&lines)?;
    let mut file = TeamFile::default();
    let (head, body) = lines.split_at(end_of_head(&lines));
    let of_team = read_head(head, &mut file)?;
    let mut reader = Reader { words, file };
    reader.body(&of_team);
    reader.body(body);
    let file = reader.file;
    if file.movement.is_none() && file.keys.is_empty() {
        let reason = "this is no checklist of this program: neither its first line nor a step with its key \
                      is there; name a file that `checklist --output` wrote";
        return Err(TeamError::new(1, reason));
    }
    Ok(file)
}

/// What shows that a file is in the midst of something.
fn refuse_broken(lines: &[Line<'_>]) -> Result<(), TeamError> {
    let mut open = None;
    for (number, line) in lines {
        if ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark)) {
            let reason = "a conflict of a merge is left in the file; resolve it first";
            return Err(TeamError::new(*number, reason));
        }
        if line.contains('\0') {
            let reason = "a NUL byte, which no text holds; save the file as text anew";
            return Err(TeamError::new(*number, reason));
        }
        if is_fence(line) {
            open = if open.is_some() { None } else { Some(*number) };
        }
    }
    match open {
        Some(number) => Err(TeamError::new(number, "this block of code is not closed; close it")),
        None => Ok(()),
    }
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// The head ends with its marks; where they are gone, before the first heading of a phase, or step.
fn end_of_head(lines: &[Line<'_>]) -> usize {
    let begins = |line: &str| line.starts_with("## ") || boxed(line).is_some();
    let marks = lines.iter().position(|(_, line)| marks_only(line).is_some());
    let end = marks.map(|at| at + 1);
    end.or_else(|| lines.iter().position(|(_, line)| begins(line))).unwrap_or(lines.len())
}

/// Takes the first line, and returns the lines of the team.
fn read_head<'t>(lines: &[Line<'t>], file: &mut TeamFile) -> Result<Vec<Line<'t>>, TeamError> {
    let marks: Vec<_> = lines.iter().filter_map(|(_, line)| marks_only(line)).flatten().collect();
    let is_own = |text: &str| prints([text]).iter().all(|print| marks.contains(print));
    let mut rest = Vec::new();
    for paragraph in lines.split(|(_, line)| line.trim().is_empty()) {
        let text: String = paragraph.iter().map(|(_, line)| *line).collect();
        let wrapped = is_own(&text);
        for (number, line) in paragraph {
            match line.trim().strip_prefix(HEAD) {
                Some(told) => file.movement = Some(movement(*number, told)?),
                None if wrapped || is_own(line) || marks_only(line).is_some() => {}
                None => rest.push((*number, *line)),
            }
        }
        rest.push((0, ""));
    }
    Ok(rest)
}

/// `1: sta -->`
fn movement(line: usize, told: &str) -> Result<String, TeamError> {
    let told = told.trim_end().trim_end_matches("-->").trim_end();
    match told.split_once(':') {
        Some((VERSION, movement)) => Ok(movement.trim().to_owned()),
        Some((version, _)) if version.parse::<u32>().is_ok() => {
            let reason = format!(
                "this list was written in form {version}, and this program reads form {VERSION}; take a newer \
                 traveler-audit"
            );
            Err(TeamError::new(line, reason))
        }
        _ => Err(TeamError::new(
            line,
            "the first line of the list is damaged; put it back as it was",
        )),
    }
}

/// The marks of a comment that holds nothing else.
fn marks_only(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let words: Vec<_> = inside.split_whitespace().map(str::to_owned).collect();
    (!words.is_empty() && words.iter().all(|word| is_mark(word))).then_some(words)
}

fn is_mark(word: &str) -> bool {
    let digits = word.strip_prefix('p').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `- [x] text`, also with another sign of a list: whether it is ticked, and the text.
pub(super) fn boxed(line: &str) -> Option<(bool, &str)> {
    let rest = line.strip_prefix(['-', '*', '+'])?.trim_start();
    let rest = rest.strip_prefix('[')?;
    let (inside, text) = rest.split_once(']')?;
    match inside.trim() {
        "" => Some((false, text.trim_start())),
        "x" | "X" => Some((true, text.trim_start())),
        _ => None,
    }
}

/// Blanks before the first sign.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The line without so many of its blanks.
fn without_indent(line: &str, columns: usize) -> &str {
    line.get(columns.min(indent(line))..).unwrap_or_default()
}

/// The line of a step: its key, what stands before and behind it, and its marks.
struct Titled<'t> {
    title: &'t str,
    key: &'t str,
    behind: &'t str,
    marks: Option<Vec<String>>,
}

fn titled(text: &str) -> Option<Titled<'_>> {
    let (text, marks) = match text.rfind("<!--") {
        Some(at) => match marks_only(text.get(at..)?) {
            Some(marks) => (text.get(..at)?, Some(marks)),
            None => (text, None),
        },
        None => (text, None),
    };
    let mut pieces = text.rsplitn(3, '`');
    let (behind, key, title) = (pieces.next()?, pieces.next()?, pieces.next()?);
    let title = title.trim().trim_start_matches("**").trim_end_matches("**");
    is_key(key).then_some(Titled { title, key, behind: behind.trim(), marks })
}

/// `enforce-policy` or `enforce-policy.0393228a`.
pub(super) fn is_key(text: &str) -> bool {
    let (step, server) = text.split_once('.').unwrap_or((text, "00000000"));
    let is_step = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !step.is_empty()
        && step.chars().all(is_step)
        && server.len() == 8
        && server.bytes().all(|byte| byte.is_ascii_hexdigit())
}

struct Reader<'w> {
    words: &'w TeamWords,
    file: TeamFile,
}

impl Reader<'_> {
    /// Cuts the body into blocks: each begins at the margin and takes what is indented below it.
    fn body(&mut self, lines: &[Line<'_>]) {
        let mut from = 0;
        while from < lines.len() {
            let length = block_length(lines.get(from..).unwrap_or_default());
            self.block(lines.get(from..from + length).unwrap_or_default());
            from += length;
        }
    }

    fn block(&mut self, lines: &[Line<'_>]) {
        let Some(((number, first), rest)) = lines.split_first() else { return };
        let phase = first.strip_prefix("## ").and_then(|text| self.words.phase(text));
        let step = boxed(first).and_then(|(ticked, text)| Some((ticked, titled(text)?)));
        if let Some(phase) = phase {
            self.file.items.push(Item::Phase(phase));
            self.block(rest);
        } else if let Some((ticked, titled)) = step {
            self.task(*number, ticked, &titled, rest, raw(lines));
        } else if lines.iter().any(|(_, line)| !line.trim().is_empty()) {
            self.file.items.push(Item::Added(AddedBody::Markdown(raw(lines))));
        }
    }

    fn task(
        &mut self,
        line: usize,
        ticked: bool,
        titled: &Titled<'_>,
        rest: &[Line<'_>],
        body: String,
    ) {
        let mut block = Block::new(titled.marks.clone(), self.words);
        block.part(Label::Step, line, vec![titled.title]);
        if !titled.behind.is_empty() {
            block.note(vec![titled.behind]);
        }
        block.read(rest);
        block.kept.ticked = ticked;
        let (kept, parts) = (block.kept, block.parts);
        let (key, body) = (titled.key.to_owned(), AddedBody::Markdown(body));
        self.file.push(TeamTask { key, line, kept, parts, body });
    }
}

/// Lines of the block that begins here: up to the next one at the margin. Text at the margin that is no
/// step, list or heading stays together.
fn block_length(lines: &[Line<'_>]) -> usize {
    let at_margin = |line: &str| !line.trim().is_empty() && indent(line) < 2;
    let starts = |line: &str| {
        line.starts_with('#') || line.starts_with(['-', '*', '+']) && boxed(line).is_some()
    };
    // Text behind a line of a list goes on with it, wherever it begins.
    let goes_on = |line: &str| line.starts_with(|c: char| c.is_alphabetic());
    let is_text = lines.first().is_some_and(|(_, line)| !starts(line));
    let is_item = lines.first().is_some_and(|(_, line)| boxed(line).is_some());
    let (mut fenced, mut blank) = (false, false);
    for (at, (_, line)) in lines.iter().enumerate() {
        let continues = is_text || is_item && !blank && goes_on(line);
        let begins = at_margin(line) && (starts(line) || !continues);
        blank = line.trim().is_empty();
        if at > 0 && begins && !fenced {
            return at;
        }
        if is_fence(line) {
            fenced = !fenced;
        }
    }
    lines.len()
}

fn raw(lines: &[Line<'_>]) -> String {
    let text: Vec<_> = lines.iter().map(|(_, line)| line.trim_end()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

/// What stands below the line of a step.
struct Block<'w> {
    words: &'w TeamWords,
    marks: Option<Vec<String>>,
    kept: Kept,
    parts: Vec<Part>,
}

impl<'w> Block<'w> {
    fn new(marks: Option<Vec<String>>, words: &'w TeamWords) -> Self {
        Self { words, marks, kept: Kept::default(), parts: Vec::new() }
    }

    fn read(&mut self, lines: &[Line<'_>]) {
        // Labels stand where the first of them does, however an editor indents.
        let first = lines.iter().find(|(_, line)| self.label(line).is_some());
        let first = first.or_else(|| lines.iter().find(|(_, line)| !line.trim().is_empty()));
        let Some(base) = first.map(|(_, line)| indent(line)) else { return };
        // Lines that belong to no label are a note.
        let mut current: (Label, usize, Vec<&str>) = (Label::Notes, 0, Vec::new());
        let mut fenced = false;
        for (number, line) in lines {
            let label = (!fenced && indent(line) == base).then(|| self.label(line)).flatten();
            if is_fence(line) {
                fenced = !fenced;
            }
            if let Some((label, rest)) = label {
                let whole = std::mem::replace(&mut current, (label, *number, vec![rest]));
                self.field(whole);
            } else if indent(line) == base && !line.trim().is_empty() && current.0 != Label::Notes {
                let note = (Label::Notes, *number, vec![without_indent(line, base)]);
                let whole = std::mem::replace(&mut current, note);
                self.field(whole);
            } else {
                current.2.push(without_indent(line, base + 2).trim_end());
            }
        }
        self.field(current);
    }

    /// `- **Owner:** text`, with or without the stars.
    fn label<'t>(&self, line: &'t str) -> Option<(Label, &'t str)> {
        let text = line.trim().strip_prefix(['-', '*', '+'])?.strip_prefix(' ')?.trim_start();
        let (name, rest) = text.split_once(':')?;
        let label = self.words.label(name.trim_matches('*'))?;
        Some((label, rest.trim_start_matches('*').trim()))
    }

    fn field(&mut self, (label, line, lines): (Label, usize, Vec<&str>)) {
        match label {
            Label::Notes => self.note(lines),
            Label::Owner => {
                let text = lines.join("\n").trim().to_owned();
                if !text.is_empty() && !self.words.is_role(&text) {
                    match self.kept.owner {
                        None => self.kept.owner = Some(TeamText::Markdown(text)),
                        Some(_) => self.note(lines),
                    }
                }
            }
            _ => self.part(label, line, lines),
        }
    }

    fn note(&mut self, lines: Vec<&str>) {
        let text = lines.join("\n");
        let text = text.trim_end().trim_start_matches('\n');
        if !text.trim().is_empty() {
            self.kept.notes.push(TeamText::Markdown(text.to_owned()));
        }
    }

    fn part(&mut self, label: Label, line: usize, lines: Vec<&str>) {
        let text = lines.join("\n").trim().to_owned();
        let unchanged = self
            .marks
            .as_ref()
            .map(|marks| prints([text.as_str()]).iter().all(|p| marks.contains(p)));
        self.parts.push(Part { label, line, text: TeamText::Markdown(text), unchanged });
    }
}
