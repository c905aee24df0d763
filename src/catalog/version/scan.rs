//! Finds the versions in a line and decides whose they are.
//!
//! A number counts only if its surroundings say so: a word for the product before it with nothing
//! but harmless words between, the form `Release … | date` of Domino, a Traveler build after it, or
//! nothing else in the line at all. Everything else (device models, addresses, protocol versions)
//! is passed over.

use super::grammar::{build, date, levels, numbers};
use super::words::{
    CLIENT, before_release, client_follows, compares, is_amount, is_taken_back, leaves_to,
    only_client_words, product_at, starts_with_ignoring_case, tells_client, vendor_start,
};
use super::{Build, Level, LevelKind, Numbers, Product, Version};
use jiff::civil::Date;

/// Farther apart, a product and a number have nothing to do with each other.
const REACH: usize = 100;
/// What a line may be long to be searched; no line that tells a version is longer.
const LINE_LIMIT: usize = 64 * 1024;
/// Versions of one line that are kept.
const COUNT_LIMIT: usize = 32;
/// From here on (`on behalf of device …`) a Traveler header describes the device, whose numbers are
/// none of ours. One word only, since a folded header may break between any two.
const DEVICE: &str = "behalf";

/// All versions in a line, the one that tells most about the server first: Traveler with a build,
/// Traveler, Domino, clients; a product that is named before one that is concluded.
#[must_use]
pub fn find_versions(line: &str) -> Vec<Version> {
    let mut scan = Scan::new(line);
    let mut at = 0;
    while at < scan.line.len() && scan.found.len() < COUNT_LIMIT {
        at = scan.step(at);
    }
    let mut found = scan.found;
    found.sort_by_key(|version| {
        let traveler_build = version.product == Product::Traveler && version.build.is_some();
        (version.assumed, !traveler_build, version.product)
    });
    found
}

/// A product word that was passed.
#[derive(Clone, Copy)]
struct Word {
    product: Product,
    start: usize,
    end: usize,
}

/// A number with what belongs to it, wherever it stands.
struct Candidate {
    numbers: Numbers,
    levels: Vec<Level>,
    build: Option<Build>,
    date: Option<Date>,
    start: usize,
    end: usize,
}

struct Scan<'l> {
    line: &'l str,
    word: Option<Word>,
    /// End of the last version found: a number after it needs a product word of its own.
    used: usize,
    /// Whether Domino wrote the line about itself, so that each release in it is one of Domino.
    tracking: bool,
    found: Vec<Version>,
}

impl<'l> Scan<'l> {
    fn new(line: &'l str) -> Self {
        let mut end = line.len().min(LINE_LIMIT);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        let line = line.get(..end).unwrap_or_default();
        let device = position_ignoring_case(line, DEVICE).unwrap_or(line.len());
        let line = line.get(..device).unwrap_or_default();
        let tracking = ["X-MIMETrack:", "Itemize by ", "Serialize by "]
            .iter()
            .any(|mark| position_ignoring_case(line, mark).is_some());
        Self { line, word: None, used: 0, tracking, found: Vec::new() }
    }

    /// Looks at one position; tells the next one worth looking at.
    fn step(&mut self, at: usize) -> usize {
        let rest = self.line.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else { return self.line.len() };
        if first.is_ascii_digit() {
            return self.number(at, rest);
        }
        let previous = self.before(at).chars().next_back();
        let after_letter = previous.is_some_and(char::is_alphabetic);
        if let Some((product, length)) = product_at(rest, after_letter) {
            let side = starts_with_ignoring_case(rest, CLIENT) && self.unused_word().is_some();
            if !side {
                self.word = Some(Word { product, start: at, end: at + length });
            }
            return at + length;
        }
        at + first.len_utf8()
    }

    /// The last product named, if no number was given to it yet.
    fn unused_word(&self) -> Option<Word> {
        self.word.filter(|word| word.end >= self.used)
    }

    fn before(&self, at: usize) -> &'l str {
        self.line.get(..at).unwrap_or_default()
    }

    fn number(&mut self, at: usize, rest: &'l str) -> usize {
        let run = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let Some(candidate) = self.may_begin(at).then(|| candidate(at, rest)).flatten() else {
            return at + run;
        };
        let end = candidate.end;
        if is_taken_back(self.before(at), self.line.get(end..).unwrap_or_default()) {
            self.used = end;
            return end;
        }
        let Some((product, assumed, start)) = self.owner(&candidate) else { return at + run };
        self.used = end;
        self.found.push(Version {
            product,
            assumed,
            numbers: candidate.numbers,
            levels: candidate.levels,
            build: candidate.build,
            date: candidate.date,
            text: self.line.get(start..end).unwrap_or_default().trim().to_owned(),
        });
        // What follows names a server, not a product.
        let rest = self.line.get(end..).unwrap_or_default();
        if rest.split_whitespace().take(2).eq(["on", "server"]) { self.line.len() } else { end }
    }

    /// Whether a number may begin here: at the start of a word, after `V` or `R`, or right after
    /// the name of a product.
    fn may_begin(&self, at: usize) -> bool {
        let before = self.before(at);
        let mut back = before.chars().rev();
        match back.next() {
            Some('v' | 'V' | 'r' | 'R') if self.product_ends(at) => true,
            Some('v' | 'V' | 'r' | 'R') => !back.next().is_some_and(char::is_alphanumeric),
            Some('.') => !back.next().is_some_and(char::is_alphanumeric),
            Some(c) => !c.is_alphanumeric() || self.product_ends(at),
            None => true,
        }
    }

    fn product_ends(&self, at: usize) -> bool {
        self.word.is_some_and(|word| word.end == at)
    }

    /// Whose number it is, whether that is concluded, and where its text begins.
    fn owner(&self, candidate: &Candidate) -> Option<(Product, bool, usize)> {
        let lead = self.before(candidate.start);
        let rest = self.line.get(candidate.end..).unwrap_or_default();
        if is_amount(rest) {
            return None;
        }
        let release = before_release(lead);
        // In brackets it is the release of whoever is named before, who may be called Traveler.
        if let Some(before) = release
            && (self.is_dated(candidate, rest) || before.ends_with('('))
        {
            let by_client = clause(before).to_lowercase().contains("notes client");
            let product = if by_client { Product::Other } else { Product::Domino };
            let start = self.text_start(before, candidate.start);
            let bare = start == before.len() && !self.is_dated(candidate, rest);
            return Some((product, bare, start));
        }
        if candidate.numbers.parts.len() == 1 && !is_counted(candidate, lead) {
            return None;
        }
        self.named(candidate, rest)
            .or_else(|| self.by_release(candidate, release?))
            .or_else(|| self.by_form(candidate, lead, rest))
    }

    /// `Release … | date`, or any release in a header that Domino writes about itself.
    fn is_dated(&self, candidate: &Candidate, rest: &str) -> bool {
        let after = self.line.get(candidate.start..candidate.end).unwrap_or_default();
        self.tracking || after.contains('|') || rest.trim_start().starts_with('|')
    }

    /// A product is named before the number, with nothing between that gives the number away.
    fn named(&self, candidate: &Candidate, rest: &str) -> Option<(Product, bool, usize)> {
        let word = self.unused_word()?;
        let between = self.line.get(word.end..candidate.start)?;
        if between.len() > REACH {
            return None;
        }
        let start = vendor_start(self.line, word.start);
        let client = word.product == Product::Other
            || (word.product == Product::Traveler
                && (tells_client(between) || client_follows(rest)));
        if client {
            return only_client_words(between).then_some((Product::Other, false, start));
        }
        let built =
            candidate.build.is_some() && word.product == Product::Traveler && !compares(between);
        (leaves_to(word.product, between) || built).then_some((word.product, false, start))
    }

    /// The word `Release` alone: Domino, if a date follows or nothing but marks stand before it.
    fn by_release(&self, candidate: &Candidate, before: &str) -> Option<(Product, bool, usize)> {
        if candidate.levels.iter().any(|level| level.kind == LevelKind::UpgradePack) {
            // Only Traveler had upgrade packs.
            return None;
        }
        let alone = before.trim_end().chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let start = before.len();
        (candidate.date.is_some() || alone).then_some((
            Product::Domino,
            candidate.date.is_none(),
            start,
        ))
    }

    /// No word at all: a Traveler build after the number, or a line that is nothing but a version.
    fn by_form(
        &self,
        candidate: &Candidate,
        lead: &str,
        rest: &str,
    ) -> Option<(Product, bool, usize)> {
        let domino = candidate.date.is_some()
            || candidate.levels.iter().any(|level| level.kind == LevelKind::HotFix);
        let built = candidate.build.is_some() && self.word.is_none();
        let product = if domino && !built { Product::Domino } else { Product::Traveler };
        let alone = self.word.is_none() && leaves_to(product, lead) && is_marks(rest);
        (alone || built).then_some((product, true, candidate.start))
    }

    /// Where the text of a Domino release begins: at the product, if it is named right before.
    fn text_start(&self, before: &str, number: usize) -> usize {
        let near = self.word.filter(|word| {
            let between = self.line.get(word.end..number).unwrap_or_default();
            word.product == Product::Domino && leaves_to(Product::Domino, between)
        });
        near.map_or(before.len(), |word| vendor_start(self.line, word.start))
    }
}

/// Reads a number and all that belongs to it.
fn candidate(start: usize, rest: &str) -> Option<Candidate> {
    let (tail, numbers) = numbers(rest).ok()?;
    let (tail, levels) = levels(tail).ok()?;
    if tail.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (tail, build) = build(tail).map_or((tail, None), |(tail, build)| (tail, Some(build)));
    let (tail, date) = date(tail).map_or((tail, None), |(tail, date)| (tail, Some(date)));
    Some(Candidate { numbers, levels, build, date, start, end: start + rest.len() - tail.len() })
}

/// A number of one component is a version only after `V` or before a level: `V11`, `11 Beta 1`.
fn is_counted(candidate: &Candidate, lead: &str) -> bool {
    lead.ends_with(['v', 'V']) || candidate.levels.iter().any(|level| level.number.is_some())
}

fn is_marks(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// The last clause of a tracking header: each names who wrote it.
fn clause(text: &str) -> &str {
    text.rsplit([';', ')']).next().unwrap_or(text)
}

fn position_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    text.char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..).is_some_and(|rest| starts_with_ignoring_case(rest, &word)))
}
